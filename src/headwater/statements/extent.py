"""How a document is read for statements: in slices, and of these the paragraphs that could say anything."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from headwater.base.spans import Span
from headwater.statements.quotes import MARKS, SINGLES

SLICE = 500_000
"""Code points of a document that are read at a time, at most: some 85,000 words of prose, a book."""

_TAIL = 100_000  # of a slice: where its end is looked for
_ENDS = (
    re.compile(r"\n[ \t\r]*\n(?![ \t\r]*[\n>\"“«])"),  # a blank line after which nothing is quoted
    re.compile(r"\n[ \t\r]*\n"),
    re.compile(r"\n"),
    re.compile(r"\s"),
)

_TOKEN = re.compile(r"\S+")
_WORD = re.compile(r"[^\w\s]{0,6}[^\W\d_]+(?:[-.'’–—/][^\W\d_]+){0,6}[^\w\s]{0,6}")
_LONGEST_WORD = 40
_LEAST_WORDS = 0.3  # of the tokens; tables of numbers, encoded bytes and listings have less
_MANY = 100  # from so many words or marks on ...
_MOST_MARKS = 0.5  # quotation marks for each word, where there are many: lists of quoted fields have more
_LEAST_DIFFERENT = 0.1  # of many tokens; what repeats itself has less ...
_STRETCH = 1000  # ... in every stretch of so many: the longer a text, the fewer of its words are new


def slices(text: str) -> Iterator[Span]:
    """The whole of ``text`` in slices that follow each other, each of ``SLICE`` code points or fewer.

    One ends with a paragraph where there is one in its last fifth, else with a line, else at white space.
    """
    start = 0
    while len(text) - start > SLICE:
        stop = start + SLICE
        places = (_last(end, text, stop - _TAIL, stop) for end in _ENDS)
        stop = next((place for place in places if place), stop)
        yield Span(start, stop)
        start = stop
    if start < len(text):
        yield Span(start, len(text))


def _last(end: re.Pattern[str], text: str, start: int, stop: int) -> int:
    """Where the last match between two places ends; 0 where there is none."""
    last = 0
    for match in end.finditer(text, start, stop):
        last = match.end()
    return last


def is_prose(text: str, paragraph: Span) -> bool:
    """Whether a paragraph could say anything: enough of it are words, and they are not the same few over and over.

    Cheap beside the parse that it saves. It holds for every short line with a word or two in it.
    """
    tokens = _TOKEN.findall(text, paragraph.start, paragraph.end)
    words = [t for t in tokens if len(t) <= _LONGEST_WORD and _WORD.fullmatch(t)]
    if not words or len(words) < _LEAST_WORDS * len(tokens):
        return False
    marks = sum(text.count(mark, paragraph.start, paragraph.end) for mark in MARKS + SINGLES)
    if marks >= _MANY and marks > _MOST_MARKS * len(words):
        return False
    return len(words) < _MANY or _is_varied(tokens)


def _is_varied(tokens: Sequence[str]) -> bool:
    stretches = (tokens[at : at + _STRETCH] for at in range(0, len(tokens), _STRETCH))
    return any(len(some) >= _MANY and len(set(some)) >= _LEAST_DIFFERENT * len(some) for some in stretches)
