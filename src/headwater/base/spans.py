"""Spans of text, in code points.

Positions are 0-based, ``end`` is exclusive, and count Unicode code points of one rendition's text (never
bytes, never UTF-16 units), as in the Text Position Selector of the W3C Web Annotation Data Model.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """``start`` (inclusive) to ``end`` (exclusive), code points; 0 <= start < end."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"not a span: {self.start}..{self.end}")

    def __len__(self) -> int:
        return self.end - self.start

    def of(self, text: str) -> str:
        """The exact words of this span in ``text``."""
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """Whether the two share at least one code point."""
        return self.start < other.end and other.start < self.end

    def holds(self, other: Span) -> bool:
        """Whether ``other`` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end


def trimmed(text: str, start: int, end: int) -> Span | None:
    """The span ``start..end`` of ``text`` less white space at both ends; None where nothing is left."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end) if start < end else None


def hull(spans: Sequence[Span]) -> Span:
    """The smallest span that holds all of ``spans`` (at least one)."""
    return Span(min(s.start for s in spans), max(s.end for s in spans))


def merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The same code points as ``spans`` as sorted spans that neither overlap nor touch."""
    out: list[Span] = []
    for span in sorted(spans):
        if out and span.start <= out[-1].end:
            out[-1] = Span(out[-1].start, max(out[-1].end, span.end))
        else:
            out.append(span)
    return tuple(out)
