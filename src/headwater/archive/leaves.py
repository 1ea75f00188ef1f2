"""What the words, phrases and values of a query mean, each read by itself: the leaves of the syntax tree."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta

from headwater.archive.expressions import PatternError
from headwater.archive.nodes import (
    Dated,
    Everything,
    Exact,
    Field,
    Filter,
    Held,
    Node,
    StatusIs,
    Term,
    TypeIs,
    Words,
)
from headwater.archive.patterns import LARGEST, Fuzzy, Wild, check_size, regex
from headwater.archive.tokens import tokens, words
from headwater.base.errors import QueryError
from headwater.model.document import Kind, Status

QUOTES = '"\u201c\u201d\u201e\u00ab\u00bb'
"""Quotation marks that delimit a phrase."""

FARTHEST = 10_000
"""Words that may stand among those that are searched for near each other."""

MOST_NEAR = 16
"""Words that can be searched for near each other at once."""

_LEFT_OUT = "Leave it out: punctuation cannot be searched for."
_INSTEAD = {"&": "Write AND.", "&&": "Write AND.", "|": "Write OR.", "||": "Write OR."}
_DAY = re.compile(r"([0-9]{4})(?:-([0-9]{1,2})(?:-([0-9]{1,2}))?)?")
_DAYS = "Write 2010, 2010-04, 2010-04-19, or a range such as 2010-04..2010-05, 2010.. or ..2010."
_PHRASE = re.compile(rf"(=?)[{QUOTES}]([^{QUOTES}]*)[{QUOTES}](~.*)?", re.DOTALL)
_FUZZY = re.compile(r"(.*?)~([0-9]*)")
_STAND_INS = "\U00010000\U00010001\U00010002\U00010003"  # letters of Linear B: tokens keep them as they are
_LANGUAGE = re.compile(r"[a-z]{2,3}|unknown")


@dataclass(frozen=True, slots=True)
class Leaf:
    """One token of ``query`` at ``position``, of ``kind`` WORD, PHRASE or REGEX, to be read under ``field`` ("" for none)."""

    query: str
    position: int
    kind: str
    text: str
    field: str

    def refused(self, message: str, step: str, at: int = 0) -> QueryError:
        """The error that says what is wrong ``at`` so many code points into this leaf."""
        return QueryError(message, self.query, self.position + at, step)


def read(leaf: Leaf) -> Node:
    """The node that a leaf stands for. Raises QueryError."""
    if leaf.field in ("date", "before", "after"):
        return _dated(leaf)
    if leaf.field == "type":
        return _type(leaf)
    if leaf.field == "status":
        return _status(leaf)
    if leaf.field in tuple(Filter):
        return _held(leaf, Filter(leaf.field))
    if leaf.field == "exact":
        return _exact(leaf, Field.ANY, _value(leaf), leaf.text.find(_value(leaf)))
    where = Field(leaf.field)
    if leaf.kind == "REGEX":
        return _regex(leaf, where)
    if leaf.kind == "PHRASE":
        return _phrase(leaf, where)
    return _word(leaf, where)


# --- words and phrases -------------------------------------------------------------------------------------------


def _word(leaf: Leaf, where: Field) -> Node:
    text = leaf.text
    if text == "*" and where is Field.ANY:
        return Everything()
    if text[0] in "-!":
        message = "This sign before a word has no meaning."
        raise leaf.refused(message, "To exclude the word, write one minus.")
    if text[0] == "/":
        step = f'End it with a slash too, as in /reg[ei]x/, or quote it to search for the words: "{text}".'
        raise leaf.refused("This slash begins a regular expression that does not end.", step)
    if text[0] == "=" and words(text):
        return _exact(leaf, where, text[1:], 1)
    fuzzy = _FUZZY.fullmatch(text)
    if fuzzy:
        return Words(where, (_fuzzy(leaf, fuzzy[1], fuzzy[2]),))
    return Words(where, _terms(leaf, text, 0, quoted=False))


def _phrase(leaf: Leaf, where: Field) -> Node:
    read = _PHRASE.fullmatch(leaf.text)
    assert read is not None
    if read[1]:
        if read[3]:
            raise leaf.refused("An exact phrase has no distance.", "Leave ~ out.", read.start(3))
        return _exact(leaf, where, read[2], read.start(2))
    found = _terms(leaf, read[2], read.start(2), quoted=True)
    if read[3] is None:
        return Words(where, found)
    number = read[3][1:]
    if not (number.isascii() and number.isdigit()) or len(number) > 6 or int(number) > FARTHEST:
        step = f'Write how many other words may stand among them, up to {FARTHEST}, as in "plea deal"~5.'
        raise leaf.refused(f"{read[3]} is no distance.", step, read.start(3))
    if len(found) == 1:
        step = f"Put two or more words between the quotation marks, or write {read[2].strip()}~1 for similar spellings."
        raise leaf.refused("One word is near nothing.", step, read.start(3))
    if len(found) > MOST_NEAR:
        step = "Search for fewer of them."
        raise leaf.refused(f"More than {MOST_NEAR} words are too many to be near each other.", step)
    return Words(where, found, int(number))


def _fuzzy(leaf: Leaf, word: str, distance: str) -> Fuzzy:
    at = len(word)
    found = words(word)
    if len(found) != 1 or "*" in word or "?" in word or not found[0]:
        step = "Write it directly after one word without * and ?, as in guzman~1."
        raise leaf.refused("~ follows something else than a word.", step, at)
    if distance not in ("1", "2"):
        step = f"Write {word}~1 or {word}~2: how many letters may differ."
        raise leaf.refused(f"~{distance} is no distance between spellings.", step, at)
    return Fuzzy(found[0], int(distance))


def _regex(leaf: Leaf, where: Field) -> Node:
    source = leaf.text[1:-1].replace("\\/", "/")
    try:
        return Words(where, (regex(source),))
    except PatternError as error:
        raise leaf.refused(error.message, error.step, min(1 + error.position, len(leaf.text))) from None


def _exact(leaf: Leaf, where: Field, text: str, at: int) -> Exact:
    if where in (Field.OWN, Field.QUOTED):
        step = "Write it without = in this field, or look for it in the body."
        raise leaf.refused(f"{where}: knows no exact words.", step)
    shown = exact_text(text).strip()
    found = words(shown)
    if not found:
        raise leaf.refused(f"{leaf.text} holds no letter or digit.", _LEFT_OUT, max(0, at - 1))
    return Exact(where, shown, found)


def exact_text(text: str) -> str:
    """``text`` as exact words are compared: composed (NFC), without invisible characters, white space runs one space."""
    seen = "".join(char for char in unicodedata.normalize("NFC", text) if unicodedata.category(char) != "Cf")
    return re.sub(r"\s+", " ", seen)


def _terms(leaf: Leaf, text: str, at: int, *, quoted: bool) -> tuple[Term, ...]:
    """The terms of ``text``, which stands ``at`` code points into the leaf; wildcards become patterns.

    Between quotation marks a question mark is a wildcard only where a letter or digit follows: others end sentences.
    """
    star, one = [char for char in _STAND_INS if char not in text][:2]
    marked = text.replace("*", star)
    if "?" in text:
        marked = "".join(
            one if char == "?" and (not quoted or _belongs(text[n + 1 : n + 2])) else char
            for n, char in enumerate(marked)
        )
    stream = list(tokens(marked))
    found: list[Term] = []
    for n, token in enumerate(stream):
        shape = re.sub(r"\*+", "*", token.text.replace(star, "*").replace(one, "?"))
        if set(shape) <= {"*", "?"}:
            touches = (n > 0 and stream[n - 1].end == token.start) or (
                n + 1 < len(stream) and stream[n + 1].start == token.end
            )
            if touches and shape == "*":
                continue  # beside a character that is a word of its own, any letters are any words: it says nothing
            name = "An asterisk" if shape[0] == "*" else "A question mark"
            step = "It stands for letters of a word and touches one of its letters or digits, as in bribe* or b?ibe."
            raise leaf.refused(f"{name} does not belong here.", step, at + token.start)
        found.append(Wild(shape) if set(shape) & {"*", "?"} else shape)
    if not found:
        step = _INSTEAD.get(leaf.text, _LEFT_OUT)
        raise leaf.refused(f"{leaf.text} holds no letter or digit.", step)
    for term in found:
        if isinstance(term, Wild) and (len(found) > 1 or term.prefix is None):
            _check(leaf, term)
    return tuple(found)


def _check(leaf: Leaf, pattern: Wild) -> None:
    try:
        check_size(pattern)
    except PatternError:
        step = "Write fewer of its letters, or no wildcard."
        raise leaf.refused(f"A word of more than {LARGEST} letters takes no wildcard here.", step) from None


def _belongs(char: str) -> bool:
    """Whether a character belongs to a token, or is a wildcard."""
    return char in ("*", "?") or (char != "" and words(f"x{char}x") != ("x", "x"))


# --- values ------------------------------------------------------------------------------------------------------


def _value(leaf: Leaf) -> str:
    return leaf.text.strip("=" + QUOTES if leaf.field == "exact" else QUOTES).strip()


def _type(leaf: Leaf) -> TypeIs:
    try:
        return TypeIs(Kind(_value(leaf).lower()))
    except ValueError:
        step = f"Types are {', '.join(Kind)}."
        raise leaf.refused(f"There is no type {_value(leaf)}.", step) from None


def _status(leaf: Leaf) -> StatusIs:
    try:
        return StatusIs(Status(_value(leaf).lower()))
    except ValueError:
        step = f"They are {', '.join(Status)}."
        raise leaf.refused(f"There is no status {_value(leaf)}.", step) from None


def _held(leaf: Leaf, what: Filter) -> Held:
    value = _value(leaf)
    if leaf.kind == "REGEX" or (leaf.kind == "WORD" and (set(value) & {"*", "?"} or value.startswith("="))):
        raise leaf.refused(
            f"{what}: takes a whole value.", f'Write it out, as in {what}:"{value.strip("*?=/")}".'
        )
    if not value:
        raise leaf.refused(f"{what}: has no value.", f"Write it after the colon, as in {what}:value.")
    if what is Filter.HAS and value.lower() != "attachment":
        raise leaf.refused(f"has:{value} is not known.", "Write has:attachment.")
    if what is Filter.LANGUAGE and not _LANGUAGE.fullmatch(value.lower()):
        step = "Write a code of ISO 639 such as en or es, or lang:unknown."
        raise leaf.refused(f"{value} is no code of a language.", step)
    folds = what in (Filter.HAS, Filter.LANGUAGE, Filter.PERSON, Filter.DOMAIN, Filter.THREAD)
    return Held(what, value.lower() if folds else value, leaf.position)


def _dated(leaf: Leaf) -> Dated:
    value = _value(leaf)
    if leaf.field == "before":
        return Dated(None, _days(leaf, value)[0])
    if leaf.field == "after":
        return Dated(_days(leaf, value)[0], None)
    begin, dots, finish = value.partition("..")
    if not dots:
        return Dated(*_days(leaf, value))
    if not begin and not finish:
        raise leaf.refused("This range has neither beginning nor end.", _DAYS)
    first = _days(leaf, begin)[0] if begin else None
    end = _days(leaf, finish)[1] if finish else None
    if first is not None and end is not None and first >= end:
        raise leaf.refused("This range ends before it begins.", f"Write {finish}..{begin}.")
    return Dated(first, end)


def _days(leaf: Leaf, value: str) -> tuple[date, date | None]:
    """First day of a year, month or day, and the day after its last; None where that is past year 9999."""
    read = _DAY.fullmatch(value)
    try:
        if read is None:
            raise ValueError
        year, month, day = (int(part) if part else None for part in read.groups())
        first = date(year or 0, month or 1, day or 1)
    except ValueError:
        raise leaf.refused(f"{value} is not a date.", _DAYS) from None
    if first.year == date.max.year and (month is None or (month == 12 and day in (None, 31))):
        return first, None
    if day is not None:
        return first, first + timedelta(days=1)
    if month is not None and month < 12:
        return first, date(first.year, month + 1, 1)
    return first, date(first.year + 1, 1, 1)
