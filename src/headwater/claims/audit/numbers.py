"""Figures in running text, each as the interval it stands for, with what it counts and where it stands.

A printed number stands for half a unit of its last non-zero digit either way; counts up to twelve and printed ranges are
exact; "nearly", "some" and "more than" open the interval on one side or both. English and Spanish. Dates, numbers of documents and
numbers that are part of a name are no figures.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from headwater.archive.tokens import index_text
from headwater.base.spans import Span
from headwater.claims.audit.passages import content
from headwater.claims.matching.features import stems

_NUMBER = r"\d{1,3}(?:[.,  ]\d{3})+(?:[.,]\d+)?|\d+(?:[.,]\d+)?"
_TOKEN = re.compile(
    rf"(?P<number>(?<![\w.,]){_NUMBER})(?P<tight>bn|tn|m|k)?(?![\w])|(?P<word>[^\W\d_]+(?:['’][^\W\d_]+)?)|(?P<sign>%|US\$|[$€£¥])|(?P<mark>[^\w\s])"
)
_SMALL = {
    word: value
    for value, names in enumerate(
        (
            "zero|cero one|un|uno|una two|dos three|tres four|cuatro five|cinco six|seis seven|siete eight|ocho nine|nueve ten|diez "
            "eleven twelve|doce thirteen|trece fourteen|catorce fifteen|quince sixteen seventeen eighteen nineteen"
        ).split()
    )
    for word in names.split("|")
}  # fmt: skip
_TENS = {
    word: 10 * value
    for value, names in enumerate(
        "twenty|veinte thirty|treinta forty|cuarenta fifty|cincuenta sixty|sesenta seventy|setenta eighty|ochenta ninety|noventa".split(), 2
    )
    for word in names.split("|")
}  # fmt: skip
_SCALES = {
    "hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "cien": 1e2, "mil": 1e3,
    "millon": 1e6, "millones": 1e6, "billones": 1e12, "bn": 1e9, "tn": 1e12, "m": 1e6, "k": 1e3,
}  # fmt: skip
_PER_CENT = frozenset({"%", "percent", "percentage"})
_MONEY = {"$": "dollar", "US$": "dollar", "€": "euro", "£": "pound", "¥": "yen"}
_MONTHS = frozenset(
    """january february march april may june july august september october november december jan feb mar apr jun jul aug sep sept
    oct nov dec enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre""".split()
)
_UP = frozenset("nearly almost casi".split())
_ABOUT = frozenset("some about around approximately roughly circa unos unas cerca aproximadamente".split())
_OVER = frozenset("over exceeding".split())
_PAIRS = {("more", "than"): "over", ("at", "least"): "over", ("mas", "de"): "over", ("al", "menos"): "over",
          ("less", "than"): "under", ("fewer", "than"): "under", ("menos", "de"): "under", ("up", "to"): "under",
          ("at", "most"): "under", ("close", "to"): "about"}  # fmt: skip
_NAMING = frozenset(
    """no number nr chapter page pages section article clause table figure paragraph room flight route pilot document case
    version volume day line unit phase type level age número artículo capítulo página sala""".split()
)
_COUNTED = frozenset("% percent per people tonnes dollars euros crowns pesos".split())
_JOINTS = frozenset("-/#_:")
_EXACT = 12


@dataclass(frozen=True, slots=True)
class Number:
    """A figure: ``span`` of its digits or words with the sign or scale that belong to them, ``whole`` with its unit, the interval ``low`` to ``high``,
    its ``unit`` as printed ("%", "dollars", "harbour tows"; "" where nothing follows), the ``kinds`` of the unit ("%" for
    parts of a hundred, else stems of its nouns). ``spelled``: in words."""

    span: Span
    whole: Span
    low: float
    high: float
    unit: str
    kinds: frozenset[str]
    spelled: bool

    @property
    def is_share(self) -> bool:
        """Whether it is so many of a hundred."""
        return "%" in self.kinds

    def meets(self, other: Number) -> bool:
        """Whether the two may be the same value."""
        return self.low <= other.high and other.low <= self.high


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    folded: str
    start: int
    end: int


def numbers(text: str, within: Span | None = None) -> list[Number]:
    """The figures in ``text`` or ``within`` a span of it, in order. Any text will do."""
    tokens = _tokens(text, within or (Span(0, len(text)) if text else None))
    out: list[Number] = []
    at = 0
    while at < len(tokens):
        read = _read(tokens, at)
        if read is None:
            at += 1
            continue
        value, step, stop = read
        if not _is_other(tokens, at, stop, value):
            out.append(_number(text, tokens, at, stop, value, step))
        at = stop
    return _ranges(text, out)


def _tokens(text: str, within: Span | None) -> list[_Token]:
    if within is None:
        return []
    found: list[_Token] = []
    for match in _TOKEN.finditer(text, within.start, within.end):
        if match["number"]:
            end = match.end("number")
            found.append(_Token("number", match["number"], match["number"], match.start(), end))
            if match["tight"]:
                found.append(_Token("word", match["tight"], match["tight"], end, match.end()))
        else:
            folded = index_text(match.group()).strip() if match["word"] else match.group()
            found.append(_Token(match.lastgroup or "", match.group(), folded, match.start(), match.end()))
    return found


def _read(tokens: Sequence[_Token], at: int) -> tuple[float, float, int] | None:
    """The number that begins at a token, the unit of its last non-zero digit, and where it ends."""
    token = tokens[at]
    if token.kind == "number":
        value, step = _of_digits(token.text)
        stop = at + 1
    elif token.kind == "word" and (token.folded in _SMALL or token.folded in _TENS):
        value, stop = _of_words(tokens, at)
        if value == 1:  # which is mostly a pronoun or an article
            return None
        step = _last_digit(value)
    else:
        return None
    while stop < len(tokens) and tokens[stop].folded in _SCALES and tokens[stop].kind == "word":
        scale = _SCALES[tokens[stop].folded]
        if tokens[stop].folded in ("m", "k") and tokens[stop].start != tokens[stop - 1].end:
            break
        value, step, stop = value * scale, step * scale, stop + 1
    return value, step, stop


def _of_digits(printed: str) -> tuple[float, float]:
    grouped = re.fullmatch(r"(\d{1,3}(?:([.,  ])\d{3})(?:\2\d{3})*)(?:[.,](\d+))?", printed)
    if grouped and not printed.startswith("0"):
        whole, decimals = re.sub(r"\D", "", grouped[1]), grouped[3] or ""
    else:
        whole, _, decimals = printed.replace(",", ".").partition(".")
    bare = decimals.rstrip("0")
    if bare:
        return float(f"{whole}.{bare}"), 10.0 ** -len(bare)
    return float(whole), _last_digit(float(whole)) if len(whole) < 300 else 1.0


def _last_digit(value: float) -> float:
    digits = str(int(value))
    return float(10 ** (len(digits) - len(digits.rstrip("0")))) if value >= 1 else 1.0


def _of_words(tokens: Sequence[_Token], at: int) -> tuple[float, int]:
    """A number in words: "seventy-two", "two hundred and five", "treinta y dos"."""
    total, stop = 0.0, at
    while stop < len(tokens):
        word = tokens[stop].folded
        if word in _TENS:
            total, stop = total + _TENS[word], stop + 1
        elif word in _SMALL and (stop == at or total % 10 == 0):
            total, stop = total + _SMALL[word], stop + 1
        elif word == "hundred" and 0 < total < 100:
            total, stop = total * 100, stop + 1
        elif word in ("-", "and", "y") and stop > at and _goes_on(tokens, stop, total):
            stop += 1
        else:
            break
    return total, stop


def _goes_on(tokens: Sequence[_Token], joint: int, total: float) -> bool:
    after = tokens[joint + 1].folded if joint + 1 < len(tokens) else ""
    if tokens[joint].folded == "and":
        return total >= 100 and total % 100 == 0 and (after in _SMALL or after in _TENS)
    return after in _SMALL and 20 <= total % 100 <= 90 and total % 10 == 0


def _is_other(tokens: Sequence[_Token], at: int, stop: int, value: float) -> bool:
    """Whether a number is part of a date, a time, a name or a number of something."""
    before, after = (tokens[at - 1] if at else None), (tokens[stop] if stop < len(tokens) else None)
    printed = tokens[at].text
    if tokens[at].kind != "number":
        return False
    if stop == at + 1 and re.fullmatch(r"(?:1[5-9]|2[01])\d\d", printed):
        return after is None or after.folded not in _COUNTED
    if value <= 31 and any(
        _is_month(token) for token in (*tokens[max(0, at - 2) : at], *tokens[stop : stop + 2])
    ):
        return True
    if before is None:
        return False
    if before.kind == "word" and before.folded in _NAMING:
        return True
    glued = before.end == tokens[at].start and before.text in _JOINTS
    if glued and (before.text != "-" or _is_name(tokens, at)):
        return True
    if after is not None and after.start == tokens[stop - 1].end and after.text in "/:_":
        return True
    named = before.kind == "word" and before.text[:1].isupper() and before.folded not in _ABOUT | _UP | _OVER
    return named and value < 100 and not _has_unit(tokens, stop)


def _is_month(token: _Token) -> bool:
    """Whether a token is the name of a month; "may" and "march" are only with a capital letter."""
    return token.folded in _MONTHS and (
        token.text[0].isupper() or token.folded not in ("may", "march", "mar")
    )


def _is_name(tokens: Sequence[_Token], at: int) -> bool:
    """Whether letters stand before the hyphen of a number: HERON-2."""
    return at >= 2 and tokens[at - 2].kind == "word" and tokens[at - 2].end == tokens[at - 1].start


def _has_unit(tokens: Sequence[_Token], stop: int) -> bool:
    if stop >= len(tokens):
        return False
    after = tokens[stop]
    return after.folded in ("%", "per", "percent") or (
        after.text[:1].islower() and bool(content(after.folded))
    )


def _number(text: str, tokens: Sequence[_Token], at: int, stop: int, value: float, step: float) -> Number:
    start, end = tokens[at].start, tokens[stop - 1].end
    spelled = tokens[at].kind == "word"
    exact = value <= _EXACT and value == int(value)
    half = 0.0 if exact else step / 2
    unit, kinds, last = _unit(text, tokens, stop)
    if at and tokens[at - 1].text in _MONEY and unit != "%":
        start = tokens[at - 1].start
        unit, kinds = tokens[at - 1].text, frozenset({_MONEY[tokens[at - 1].text]})
        at, last = at - 1, end
    low, high = _opened(tokens, at, value, max(0.0, value - half), value + half)
    return Number(Span(start, end), Span(start, max(last, end)), low, high, unit, kinds, spelled)


def _opened(tokens: Sequence[_Token], at: int, value: float, low: float, high: float) -> tuple[float, float]:
    """The interval of a number with the word before it that opens it: "nearly", "some", "more than"."""
    before = [token.folded for token in tokens[max(0, at - 2) : at]]
    last = before[-1] if before else ""
    pair = _PAIRS.get((before[0], before[1]), "") if len(before) == 2 else ""
    if last in _UP:
        return min(low, value * 0.9), high
    if last in _ABOUT or pair == "about":
        return min(low, value * 0.9), max(high, value * 1.1)
    if last in _OVER or pair == "over":
        return low, max(high, value * 1.5)
    if pair == "under":
        return min(low, value * 0.5), high
    return low, high


def _unit(text: str, tokens: Sequence[_Token], stop: int) -> tuple[str, frozenset[str], int]:
    """What a number counts: its unit as printed, the kinds of it, and where that ends."""
    following = tokens[stop : stop + 6]
    folded = [token.folded for token in following]
    if folded[:1] and folded[0] in _PER_CENT:
        return "%", frozenset({"%"}), following[0].end
    if folded[:2] in (["per", "cent"], ["por", "ciento"]):
        return "%", frozenset({"%"}), following[1].end
    nouns: list[_Token] = []
    for token in following:
        if token.text == "-" and nouns and token.start == nouns[-1].end:
            continue
        if token.kind != "word" or (not content(token.folded) and nouns):
            break
        if not content(token.folded):
            if token.folded in ("of", "de") and not nouns:
                continue
            break
        nouns.append(token)
        if len(nouns) == 4 or token.folded.endswith("ly"):
            break
    if not nouns:
        return "", frozenset(), 0
    shown = text[nouns[0].start : nouns[-1].end]
    return " ".join(shown.split()), frozenset(stems([token.folded for token in nouns])), nouns[-1].end


def _ranges(text: str, found: Sequence[Number]) -> list[Number]:
    """Numbers with two that are the ends of one printed range ("2.3-5.5 per cent", "between 3 and 5") put together."""
    out: list[Number] = []
    for one in found:
        before = out[-1] if out else None
        if before is not None and not before.unit and _is_range(text, before, one) and before.low <= one.high:
            low, high = (before.low + before.high) / 2, (one.low + one.high) / 2
            start = before.span.start
            out[-1] = replace(
                one, span=Span(start, one.span.end), whole=Span(start, one.whole.end), low=low, high=high
            )
        else:
            out.append(one)
    return out


def _is_range(text: str, one: Number, other: Number) -> bool:
    between = text[one.span.end : other.span.start].strip()
    opened = re.search(r"\b(?:between|entre)\s+\S{0,3}$", text[max(0, one.span.start - 12) : one.span.start])
    return (
        between in ("-", "–", "—")
        or (between in ("and", "y") and opened is not None)
        or (
            between in ("to", "a")
            and re.search(r"\b(?:from|de)\s+\S{0,3}$", text[max(0, one.span.start - 10) : one.span.start])
            is not None
        )
    )
