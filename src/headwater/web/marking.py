"""Where sources, cues and contents stand in a text, as a flat run of segments.

Spans of statements nest and overlap as they like; HTML elements may not. So the text is cut wherever a span begins or
ends, and each segment says which spans cover it and which of them begin or end there. All offsets are code points.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from headwater.base.spans import Span
from headwater.model.statement import Statement


class Part(StrEnum):
    """The parts of a statement, in the order in which marks of one segment are listed."""

    SOURCE = "source"
    CUE = "cue"
    CONTENT = "content"


@dataclass(frozen=True, slots=True)
class Marked:
    """A span to mark: a part of the statement with this ``number``."""

    number: int
    part: Part
    span: Span


@dataclass(frozen=True, slots=True)
class Mark:
    """A marked span on one segment; ``begins`` and ``ends`` where the segment holds its first or last code point."""

    number: int
    part: Part
    begins: bool
    ends: bool


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of the text from ``start`` with the marks that cover all of it, outermost (longest) span first."""

    start: int
    text: str
    marks: tuple[Mark, ...] = ()

    @property
    def end(self) -> int:
        """The offset after its last code point."""
        return self.start + len(self.text)

    def depth(self, part: Part) -> int:
        """How many spans of this part lie over each other here."""
        return sum(mark.part is part for mark in self.marks)


def marked_parts(numbered: Iterable[tuple[int, Statement]]) -> list[Marked]:
    """All spans of statements, each with its statement's number."""
    return [
        Marked(number, part, span)
        for number, statement in numbered
        for part, spans in (
            (Part.SOURCE, statement.source),
            (Part.CUE, statement.cue),
            (Part.CONTENT, statement.content),
        )
        for span in spans
    ]


def segments(text: str, marks: Sequence[Marked], stops: Iterable[int] = (), start: int = 0) -> list[Segment]:
    """``text``, which begins at offset ``start`` of its rendition, cut wherever a mark begins or ends.

    ``stops`` are further offsets to cut at. Marks may reach beyond the text on both sides; they then neither begin
    nor end here. Joined, the segments' texts are the text; none is empty.
    """
    end = start + len(text)
    near = [mark for mark in marks if mark.span.start < end and start < mark.span.end]
    cuts = {start, *stops, *(m.span.start for m in near), *(m.span.end for m in near)}
    bounds = [*sorted(cut for cut in cuts if start <= cut < end), end]
    opening: dict[int, list[Marked]] = {}
    for mark in near:
        opening.setdefault(max(mark.span.start, start), []).append(mark)
    made: list[Segment] = []
    active: list[Marked] = []
    for left, right in pairwise(bounds):
        active = [mark for mark in active if mark.span.end > left] + opening.get(left, [])
        active.sort(key=_outermost_first)
        made.append(Segment(left, text[left - start : right - start], _on(active, left, right)))
    return made


def _outermost_first(mark: Marked) -> tuple[int, int, int, str]:
    return (-len(mark.span), mark.span.start, mark.number, mark.part)


def _on(active: Iterable[Marked], left: int, right: int) -> tuple[Mark, ...]:
    return tuple(Mark(m.number, m.part, m.span.start == left, m.span.end == right) for m in active)


def highlighted(text: str, spans: Iterable[Span]) -> list[tuple[str, bool]]:
    """A text cut into pieces, each with whether one of ``spans`` covers it. Offsets are within ``text``."""
    marks = [Marked(0, Part.CONTENT, span) for span in spans]
    return [(segment.text, bool(segment.marks)) for segment in segments(text, marks)]


def cut_text(text: str, start: int, end: int, most: int) -> list[Span]:
    """``start..end`` of ``text`` as adjoining spans of at most ``most`` code points, cut after a line where possible."""
    made = []
    while start < end:
        stop = end
        if end - start > most:
            newline = text.rfind("\n", start + 1, start + most)
            stop = newline + 1 if newline > 0 else start + most
        made.append(Span(start, stop))
        start = stop
    return made


def paragraphs(text: str, start: int, end: int, most: int) -> list[Span]:
    """The runs of lines between blank lines within ``start..end``, without the line break after the last.

    A run longer than ``most`` code points is cut at a line break where it has one.
    """
    made: list[Span] = []
    first = at = start
    while at < end:
        newline = text.find("\n", at, end)
        stop = end if newline < 0 else newline + 1
        if not text[at:stop].strip():
            made += _without_break(text, first, at, most)
            first = stop
        at = stop
    return [*made, *_without_break(text, first, end, most)]


def _without_break(text: str, start: int, end: int, most: int) -> Iterable[Span]:
    for span in cut_text(text, start, end, most):
        stop = span.end
        while stop > span.start and text[stop - 1] in "\r\n":
            stop -= 1
        if stop > span.start:
            yield Span(span.start, stop)
