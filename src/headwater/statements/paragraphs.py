"""Paragraphs: the pieces that are parsed on their own.

An attribution hardly ever crosses a paragraph, so the paragraph is the unit of work. Blank lines end one, and so
does a line that ends like a sentence where the next begins like one; other line breaks are taken for wrapping. The marks of quoted mail ("> ") do not count.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from headwater.base.spans import Span, trimmed

LONGEST = 4000
"""Code points of the longest paragraph; longer ones are cut at a sentence's end, else at white space."""

_BULLET = re.compile(r"[•◦▪‣·*–—-]\s|\(?\d{1,3}[.)]\s")
_END = re.compile(r"[.!?:;…]['\"’”»)\]]{0,3}$|[^,;][”»]$")
_SENTENCE_END = re.compile(r"[.!?]['\"’”»)]?\s")


def find_paragraphs(text: str, start: int = 0, end: int | None = None) -> tuple[Span, ...]:
    """The paragraphs of ``text[start:end]`` as spans of ``text``, without white space at their ends."""
    end = len(text) if end is None else end
    out: list[Span] = []
    begin, previous = start, ""
    for line in _lines(text, start, end):
        words = line.of(text).strip().lstrip("> \t")
        if not words or (previous and _breaks(previous, words)):
            out.extend(_cut(text, begin, line.start))
            begin = line.start if words else line.end
        previous = words
    out.extend(_cut(text, begin, end))
    return tuple(out)


def _lines(text: str, start: int, end: int) -> Iterator[Span]:
    while start < end:
        stop = text.find("\n", start, end)
        stop = end if stop < 0 else stop + 1
        yield Span(start, stop)
        start = stop


def _breaks(before: str, line: str) -> bool:
    """Whether a paragraph ends between two lines that follow each other; both without white space at their ends."""
    if _BULLET.match(line) and not line[:1].isdigit():
        return True
    begins = not line[0].islower() and line[0] not in ",;.)"
    if not begins:
        return False
    return bool(_END.search(before)) or _is_heading(before)


def _is_heading(line: str) -> bool:
    """Whether a short line looks like a heading: few words, none of them lower-case but little ones."""
    if len(line) > 60 or line[-1] in ",-–—":
        return False
    words = line.split()
    if words[-1][0].islower():
        return False
    return len(words) > 3 and all(not w[0].islower() or len(w) <= 3 for w in words)


def _cut(text: str, start: int, end: int) -> Iterator[Span]:
    """``start..end`` trimmed, in pieces of at most ``LONGEST``."""
    while end - start > LONGEST:
        stop = start + LONGEST
        ends = [m.end() for m in _SENTENCE_END.finditer(text, start + LONGEST // 2, stop)]
        space = text.rfind(" ", start + LONGEST // 2, stop)
        stop = ends[-1] if ends else space + 1 if space >= 0 else stop
        piece = trimmed(text, start, stop)
        if piece:
            yield piece
        start = stop
    piece = trimmed(text, start, end)
    if piece:
        yield piece
