"""Figures, years and names in a sentence, as far as comparing two sentences needs them."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from headwater.archive.tokens import index_text, words
from headwater.claims.matching.features import stems

_WORD = re.compile(r"\d[\d.,]*\d|\d|[^\W\d_]+|[%$€£]")
_UNITS = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_SPANISH = (
    ("dos", 2), ("tres", 3), ("cuatro", 4), ("cinco", 5), ("seis", 6), ("siete", 7), ("ocho", 8), ("nueve", 9), ("diez", 10),
    ("doce", 12), ("trece", 13), ("catorce", 14), ("quince", 15), ("dieciseis", 16), ("diecisiete", 17), ("dieciocho", 18),
    ("diecinueve", 19), ("veinte", 20), ("veintiuno veintiun", 21), ("veintidos", 22), ("veintitres", 23), ("veinticuatro", 24),
    ("veinticinco", 25), ("veintiseis", 26), ("veintisiete", 27), ("veintiocho", 28), ("veintinueve", 29), ("treinta", 30),
    ("cuarenta", 40), ("cincuenta", 50), ("sesenta", 60), ("setenta", 70), ("ochenta", 80), ("noventa", 90), ("doscientos", 200),
    ("trescientos", 300), ("cuatrocientos", 400), ("quinientos", 500), ("seiscientos", 600), ("setecientos", 700),
    ("ochocientos", 800), ("novecientos", 900),
)  # fmt: skip
"""Spanish numbers in words, but for those that mean something else in English ("once") or are articles ("uno")."""

_SMALL = (
    {word: value for value, word in enumerate(_UNITS.split())}
    | {word: 10 * value for value, word in enumerate(_TENS.split(), start=2)}
    | {word: value for names, value in _SPANISH for word in names.split()}
)
_SCALES = {
    "hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9,
    "cien": 100, "mil": 1000, "millon": 10**6, "millones": 10**6,
}  # fmt: skip
_MONTHS = frozenset(
    "january february march april may june july august september october november december "
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre".split()
)
_SKIPPED = frozenset("of de new more less some other such about than or and".split())
_GROUPED = re.compile(r"\d{1,3}(?:[.,]\d{3})+")


@dataclass(frozen=True, slots=True)
class Figure:
    """A number, the stem of what it counts ("" where nothing follows), and the words as they stand."""

    value: float
    unit: str
    words: str


def figures(text: str) -> list[Figure]:
    """The figures of a text in order; numbers of years and of days of a month are none."""
    tokens = _WORD.findall(text)
    found, at = [], 0
    while at < len(tokens):
        value, stop = _number(tokens, at)
        if value is None:
            at += 1
            continue
        if not _is_date(tokens, at, stop, value) and tokens[at].lower() != "one":  # which is mostly a pronoun
            found.append(Figure(value, _unit(tokens, stop), " ".join(tokens[at:stop])))
        at = stop
    return found


def years(text: str) -> set[int]:
    """The years of a text: numbers of four digits from 1800 to 2199 that count nothing."""
    tokens = _WORD.findall(text)
    return {int(token) for at, token in enumerate(tokens) if _is_year(token) and not _counts(tokens, at)}


def _number(tokens: list[str], at: int) -> tuple[float | None, int]:
    """The number that begins at a token and where it ends; None where there is none."""
    value = _simple(tokens[at])
    if value is None:
        return None, at
    stop, total = at + 1, 0.0
    while stop < len(tokens):
        word = index_text(tokens[stop]).strip()
        if word in _SCALES:
            scale = _SCALES[word]
            value, total = ((total + value) * scale, 0.0) if total < scale else (value * scale, total)
            stop += 1
        elif word in _SMALL and not tokens[at][0].isdigit():
            total, value, stop = (total + value, _SMALL[word], stop + 1)
        elif word == "and" and value % 100 == 0 and _is_small(tokens, stop + 1):
            stop += 1  # two hundred and fifty
        elif word == "y" and stop + 1 < len(tokens) and _is_unit(tokens[stop + 1]) and value % 10 == 0:
            stop += 1  # cincuenta y cinco
        else:
            break
    return total + value, stop


def _is_small(tokens: list[str], at: int) -> bool:
    return at < len(tokens) and index_text(tokens[at]).strip() in _SMALL


def _is_unit(token: str) -> bool:
    return 0 < _SMALL.get(index_text(token).strip(), 0) < 10


def _simple(token: str) -> float | None:
    if token[0].isdigit():
        plain = re.sub("[.,]", "", token) if _GROUPED.fullmatch(token) else token.replace(",", ".")
        try:
            return float(plain)
        except ValueError:
            return None
    word = index_text(token).strip()
    return None if word not in _SMALL else float(_SMALL[word])


def _is_year(token: str) -> bool:
    return len(token) == 4 and token.isdecimal() and 1800 <= int(token) <= 2199


def _counts(tokens: list[str], at: int) -> bool:
    """Whether a number of four digits counts something: a lower-case noun follows it at once."""
    following = tokens[at + 1] if at + 1 < len(tokens) else ""
    return following in ("%", "percent", "tonnes", "people", "dollars", "euros")


def _is_date(tokens: list[str], at: int, stop: int, value: float) -> bool:
    if _is_year(tokens[at]) and not _counts(tokens, at):
        return True
    around = tokens[max(at - 1, 0) : at] + tokens[stop : stop + 2]
    return value <= 31 and any(index_text(word).strip() in _MONTHS for word in around)


def _unit(tokens: list[str], stop: int) -> str:
    for token in tokens[stop : stop + 3]:
        word = index_text(token).strip()
        if not word:
            return token
        if word not in _SKIPPED and not word[0].isdigit():
            return stems([word])[0]
    return ""


def names(text: str) -> dict[str, str]:
    """The words of a text that look like names, folded, with how they stand: written with a capital letter and not at the
    beginning of a sentence."""
    return dict(_names(text))


def _names(text: str) -> Iterator[tuple[str, str]]:
    beginning = True
    for match in re.finditer(r"[^\W\d_]+|[.!?:“\"]", text):
        word = match[0]
        if not word[0].isalpha():
            beginning = True
            continue
        folded = words(word)
        if word[0].isupper() and not beginning and len(word) > 1 and folded and folded[0] not in _MONTHS:
            yield folded[0], word
        beginning = False


@functools.lru_cache(maxsize=20_000)
def values(text: str) -> tuple[float, ...]:
    """All numbers of a text in order, those of years and days too, in figures or in words."""
    tokens = _WORD.findall(text)
    found, at = [], 0
    while at < len(tokens):
        value, stop = _number(tokens, at)
        if value is None:
            at += 1
            continue
        found.append(value)
        at = stop
    return tuple(found)
