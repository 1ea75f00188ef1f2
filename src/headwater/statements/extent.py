"""How much of a document is read for statements: a bound on its length, and which paragraphs could say anything."""

from __future__ import annotations

import re

from headwater.base.spans import Span
from headwater.statements.quotes import MARKS, SINGLES

MOST_READ = 2_000_000
"""Code points of one document that are read for statements, from its beginning: some 350,000 words of prose."""

_EDGE = 4000  # how far back white space is looked for, so that the bound does not cut a word
_TOKEN = re.compile(r"\S+")
_WORD = re.compile(r"[^\w\s]{0,6}[^\W\d_]+(?:[-.'’–—/][^\W\d_]+){0,6}[^\w\s]{0,6}")
_LONGEST_WORD = 40
_LEAST_WORDS = 0.3  # of the tokens; tables of numbers, encoded bytes and listings have less
_MANY = 100  # from so many words or marks on ...
_MOST_MARKS = 0.5  # quotation marks for each word, where there are many: lists of quoted fields have more
_LEAST_DIFFERENT = 0.1  # of many words; what repeats itself has less


def read_extent(text: str) -> int:
    """Up to which code point ``text`` is read for statements: its length, or what ``MOST_READ`` leaves of it.

    What lies beyond was not read, and a caller that shows statements says so.
    """
    if len(text) <= MOST_READ:
        return len(text)
    for at in range(MOST_READ, MOST_READ - _EDGE, -1):
        if text[at - 1].isspace():
            return at
    return MOST_READ


def is_prose(text: str, paragraph: Span) -> bool:
    """Whether a paragraph could say anything: enough of it are words, and they are not the same few over and over.

    Cheap beside the parse that it saves. It holds for every short line with a word or two in it.
    """
    tokens = _TOKEN.findall(text, paragraph.start, paragraph.end)
    words = [t.lower() for t in tokens if len(t) <= _LONGEST_WORD and _WORD.fullmatch(t)]
    if not words or len(words) < _LEAST_WORDS * len(tokens):
        return False
    marks = sum(text.count(mark, paragraph.start, paragraph.end) for mark in MARKS + SINGLES)
    if marks >= _MANY and marks > _MOST_MARKS * len(words):
        return False
    return len(words) < _MANY or len(set(words)) >= _LEAST_DIFFERENT * len(words)
