"""What a query matched in a text, and the fragment that shows it best.

Works on the text and the syntax tree alone, with the tokens of ``tokens``, so that marks are exactly what the index
found: words with all that they stand for, phrases as a whole, and of words near each other each word. Own and quoted
text are not told apart here: their words are marked wherever they stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from headwater.archive.matching import Text
from headwater.archive.nodes import And, Exact, Field, Node, Not, Or, Words
from headwater.base.spans import Span, merged, trimmed

WIDTH = 240
"""Code points of a snippet, at most."""

SEEN = 500_000
"""Code points of a text, from its first word on, among which a snippet looks for matches."""

_WORD_BEGINS = re.compile(r"\S")
_WORD_EDGE = 24  # how far a snippet's edge may move inwards so as not to cut a word


@dataclass(frozen=True, slots=True)
class Snippet:
    """A fragment of a text. ``span`` and ``marks`` are places in that text; marks lie inside span, sorted, apart."""

    span: Span
    text: str
    marks: tuple[Span, ...]

    def pieces(self) -> Iterator[tuple[str, bool]]:
        """The fragment from beginning to end in pieces, each with whether it is marked."""
        at = self.span.start
        for mark in (*self.marks, None):
            upto = mark.start if mark else self.span.end
            if at < upto:
                yield self.text[at - self.span.start : upto - self.span.start], False
            if mark:
                yield self.text[mark.start - self.span.start : mark.end - self.span.start], True
                at = mark.end


def marks(query: Node, text: str, where: Field = Field.BODY) -> tuple[Span, ...]:
    """What ``query`` matches in ``text``, the whole text of the field ``where``: sorted spans that lie apart.

    Words that the query excludes are not marked.
    """
    return merged(span for span, _ in _occurrences(query, text, where))


def snippet(query: Node, text: str, where: Field = Field.BODY, width: int = WIDTH) -> Snippet | None:
    """The fragment of at most ``width`` code points with most different words of ``query``, then most matches,
    then the first; the beginning where nothing matches; None for a text without content.

    Only ``SEEN`` code points are looked at, so that a hit in a text of any size costs little: what matches further on
    has the beginning for its snippet, without marks. ``marks`` looks at all of a text.
    """
    begin = _WORD_BEGINS.search(text)
    if begin is None:
        return None
    start = begin.start()
    seen = text[start : start + SEEN]
    cut = start + len(seen) < len(text)
    found = sorted(
        (Span(start + span.start, start + span.end), number)
        for span, number in _occurrences(query, seen, where)
        if not cut or span.end < len(seen)  # a word that goes on may be another word
    )
    densest = _densest(found, width)
    span = _opening(text, start, width) if densest is None else _fragment(text, densest, width)
    if span is None:
        return None
    inside = [mark for mark, _ in found if mark.overlaps(span)]
    clipped = merged(Span(max(mark.start, span.start), min(mark.end, span.end)) for mark in inside)
    return Snippet(span, span.of(text), clipped)


def _wanted(query: Node, negated: bool = False) -> Iterator[Words | Exact]:
    """The words that a document may be found for."""
    match query:
        case Words() | Exact():
            if not negated:
                yield query
        case And(parts) | Or(parts):
            for part in parts:
                yield from _wanted(part, negated)
        case Not(part):
            yield from _wanted(part, not negated)


_IN_BODY = (Field.ANY, Field.BODY, Field.OWN, Field.QUOTED)


def _occurrences(query: Node, text: str, where: Field) -> list[tuple[Span, int]]:
    """Every place in ``text`` of every word or phrase of ``query``, each with the number of that word."""
    fields = _IN_BODY if where is Field.BODY else (Field.ANY, where)
    needles = list(dict.fromkeys(replace(one, where=where) for one in _wanted(query) if one.where in fields))
    if not needles:
        return []
    read = Text(text)
    return [(span, number) for number, one in enumerate(needles) for span in read.places(one)]


def _densest(found: Sequence[tuple[Span, int]], width: int) -> Span | None:
    """From the first to the last match of the best window of ``width`` code points; None without matches."""
    best: tuple[int, int] = (0, 0)
    chosen: Span | None = None
    inside: dict[int, int] = {}
    first = 0
    for last, (span, number) in enumerate(found):
        inside[number] = inside.get(number, 0) + 1
        while first < last and span.end - found[first][0].start > width:
            gone = found[first][1]
            inside[gone] -= 1
            if not inside[gone]:
                del inside[gone]
            first += 1
        worth = (len(inside), last - first + 1)
        if worth > best:
            best, chosen = worth, Span(found[first][0].start, span.end)
    return chosen


def _opening(text: str, start: int, width: int) -> Span | None:
    """The first ``width`` code points from ``start`` on, with no word cut and no white space at the end."""
    end = min(len(text), start + width)
    return trimmed(text, start, _moved_in(text, end, -1, start + 1))


def _fragment(text: str, core: Span, width: int) -> Span | None:
    """``width`` code points around ``core``, with no word cut and no white space at the ends."""
    if len(core) > width:
        return trimmed(text, core.start, core.start + width)
    start = max(0, core.start - (width - len(core)) // 2)
    end = min(len(text), start + width)
    start = max(0, end - width)
    return trimmed(text, _moved_in(text, start, 1, core.start), _moved_in(text, end, -1, core.end))


def _moved_in(text: str, edge: int, step: int, limit: int) -> int:
    """``edge`` moved by ``step`` out of the word that it cuts, not past ``limit``; as it is where that is far."""
    at = edge
    for _ in range(_WORD_EDGE):
        if at in (0, len(text)) or text[at - 1].isspace() or text[at].isspace():
            return at
        if at == limit:
            break
        at += step
    return edge
