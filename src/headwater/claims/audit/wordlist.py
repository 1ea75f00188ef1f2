"""The words of a text as a quotation is compared by them, each with its place.

They are the tokens of the index, with some differences: signs of money and per cent are words, since "$5" is not "€5";
"per cent" is one word, and so are "2,000" and a word cut at the end of a line; and a contraction is what it stands for ("don't": do, not), so that a negation is seen.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from headwater.archive.tokens import folded_in_place, tokens, words
from headwater.base.spans import Span

_RUN = re.compile(r"\S+")
_SIGN = re.compile(r"[$€£¥%‰&]")
_PERCENT = {"%": "percent", "percent": "percent", "&": "and"}
_CONTRACTED = {"won": "will", "can": "can", "shan": "shall", "ain": "is"}
_BEFORE_NOT = frozenset(
    "do does did is are was were would could should has have had must need might ought".split()
)
_AFTER = {"re": "are", "ve": "have", "ll": "will", "m": "am"}
_CUT = re.compile(r"[-\u00ad\u2010][ \t]*\r?\n[ \t>]*")
_GROUP = 3  # figures between two marks of thousands
_JOINED = "'’`´ʼ‘"


@dataclass(frozen=True, slots=True)
class Words:
    """Words in order: ``forms`` are folded, ``starts`` and ``ends`` count code points of the text they stand in.

    ``contracted`` has the numbers of those words that stand in a contraction.
    """

    text: str
    forms: Sequence[str]
    starts: Sequence[int]
    ends: Sequence[int]
    contracted: frozenset[int] = frozenset()
    places: Mapping[str, Sequence[int]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.forms)

    def span(self, first: int, stop: int) -> Span:
        """From word ``first`` until before word ``stop``; at least one word."""
        return Span(self.starts[first], max(self.ends[first:stop]))

    def said(self, first: int, stop: int) -> str:
        """The text from word ``first`` until before word ``stop``, white space as single spaces; "" for no words."""
        return " ".join(self.span(first, stop).of(self.text).split()) if first < stop else ""

    def indexed(self, first: int, stop: int) -> tuple[str, ...]:
        """The tokens of the index from word ``first`` until before word ``stop``."""
        return words(self.span(first, stop).of(self.text)) if first < stop else ()

    def part(self, first: int, stop: int) -> Words:
        """The words from ``first`` until before ``stop`` by themselves."""
        return _made(
            self.text,
            list(self.forms[first:stop]),
            list(self.starts[first:stop]),
            list(self.ends[first:stop]),
            {n - first for n in self.contracted if first <= n < stop},
        )

    def after(self, place: int) -> int:
        """The number of the first word that begins at or after a code point."""
        return bisect_left(self.starts, place)


def words_of(text: str) -> Words:
    """The words of ``text``."""
    found = list(_with_signs(text))
    forms: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    contracted: set[int] = set()
    for form, start, end in found:
        joined = bool(starts) and ends[-1] + 1 == start and text[ends[-1]] in _JOINED
        if form == "t" and joined and (base := _negated(forms[-1])):
            forms[-1] = base
            form = "not"
            contracted |= {len(forms) - 1, len(forms)}
        elif form in _AFTER and joined:
            form = _AFTER[form]
            contracted |= {len(forms) - 1, len(forms)}
        elif form == "cannot":
            forms.append("can")
            starts.append(start)
            ends.append(start + 3)
            form, start = "not", start + 3
            contracted |= {len(forms) - 1, len(forms)}
        elif form == "cent" and forms and forms[-1] == "per":
            forms[-1], ends[-1] = "percent", end
            continue
        elif (
            form.isdecimal()
            and forms
            and ends[-1] + 1 == start
            and (mark := _mark(forms[-1], text[ends[-1]]))
        ):
            grouped = len(form) == _GROUP
            forms[-1], ends[-1] = forms[-1] + ("" if grouped else mark) + form, end
            continue
        forms.append(_PERCENT.get(form, form))
        starts.append(start)
        ends.append(end)
    return _made(text, forms, starts, ends, contracted)


def _made(text: str, forms: list[str], starts: list[int], ends: list[int], contracted: set[int]) -> Words:
    places: dict[str, list[int]] = {}
    for at, form in enumerate(forms):
        places.setdefault(form, []).append(at)
    return Words(text, forms, starts, ends, frozenset(contracted), places)


def _mark(before: str, between: str) -> str:
    """The mark inside a number, as it is kept between its figures; "" where two numbers stand beside each other.

    Of "2,000" nothing is kept, so that it is "2000"; "3.6" keeps its point.
    """
    return "." if between in ".," and before[0].isdecimal() and before.replace(".", "").isdecimal() else ""


def _negated(form: str) -> str:
    """What stands before "n't": "don" is do; "" where it is no contraction of a negation."""
    if form in _CONTRACTED:
        return _CONTRACTED[form]
    base = form.removesuffix("n")
    return base if base != form and base in _BEFORE_NOT else ""


def _with_signs(text: str) -> Iterator[tuple[str, int, int]]:
    signs = [(sign[0], sign.start(), sign.end()) for sign in _SIGN.finditer(text)]
    plain = _plain(text)
    if not signs:
        yield from plain
        return
    yield from sorted([*plain, *signs], key=lambda one: one[1])


def _plain(text: str) -> Iterator[tuple[str, int, int]]:
    folded = folded_in_place(text)
    if folded is not None:
        return ((run[0], run.start(), run.end()) for run in _RUN.finditer(folded))
    return ((token.text, token.start, token.end) for token in tokens(text))
