"""Passages by their words: make a quote of a span, find it again in another text, find words that somebody typed."""

from __future__ import annotations

from collections.abc import Sequence

from headwater.base.spans import Span
from headwater.model.judgement import Quote
from headwater.model.statement import Passages

CONTEXT = 32
"""Code points of a quote's context on either side."""


def quoted(text: str, passages: Passages) -> tuple[Quote, ...]:
    """The passages of ``text`` with their words and some context."""
    return tuple(
        Quote(
            span.start,
            span.end,
            span.of(text),
            text[max(0, span.start - CONTEXT) : span.start],
            text[span.end : span.end + CONTEXT],
        )
        for span in passages
    )


def anchored(text: str, quotes: Sequence[Quote]) -> Passages:
    """Where the quotes stand in ``text``; those whose words are not there any more are left out."""
    found = (anchor(text, quote) for quote in quotes)
    return tuple(span for span in found if span is not None)


def anchor(text: str, quote: Quote) -> Span | None:
    """Where a quote stands in ``text``: at its position if its words are there, else where its words stand in most of
    its context, and of several such places the nearest to its position. None where its words are nowhere."""
    if quote.exact and text[quote.start : quote.end] == quote.exact:
        return Span(quote.start, quote.end)
    places = occurrences(text, quote.exact)
    if not places:
        return None
    return max(places, key=lambda span: (_context(text, span, quote), -abs(span.start - quote.start)))


def _context(text: str, span: Span, quote: Quote) -> int:
    """How many code points of the quote's context stand around ``span``, counted outwards from it."""
    before = text[max(0, span.start - len(quote.prefix)) : span.start]
    after = text[span.end : span.end + len(quote.suffix)]
    return _alike(before[::-1], quote.prefix[::-1]) + _alike(after, quote.suffix)


def _alike(one: str, other: str) -> int:
    count = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        count += 1
    return count


def occurrences(text: str, words: str) -> list[Span]:
    """Every place where ``words`` stand exactly, in order; places may overlap. Nothing for no words."""
    found: list[Span] = []
    at = text.find(words) if words else -1
    while at >= 0:
        found.append(Span(at, at + len(words)))
        at = text.find(words, at + 1)
    return found
