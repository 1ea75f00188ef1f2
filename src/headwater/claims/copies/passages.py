"""Texts cut into the passages that are compared, and which words of a text are its own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from headwater.archive.parts import PartKind, split_parts
from headwater.archive.tokens import words
from headwater.base.spans import Span, merged, trimmed

LONG = 160
"""Words from which a paragraph is cut, at the ends of sentences."""

SHORT = 12
"""Words below which paragraphs that follow each other are taken together: lists, verses, lines set apart by scanning."""

_BLANK = re.compile(r"\n[ \t\r\f\v\u00a0]*(?=\n)")
_SENTENCE = re.compile(r"[.!?…][\"'”’»)\]]{0,3}\s")


def own_words(text: str, *, printed: bool) -> tuple[Span, ...]:
    """The spans of a message's own words: not what it quotes or forwards, nor its signature.

    ``printed`` as for ``archive.parts.split_parts``: the text is a print-out or export with its headers.
    """
    return merged(
        span
        for part in split_parts(text, printed=printed)
        if part.kind is PartKind.OWN
        for span in part.spans
    )


def passages(text: str, own: Iterable[Span] | None) -> Iterator[Span]:
    """The passages of ``text`` within ``own`` (all of it for None), in order; they do not overlap.

    A passage is a paragraph (up to an empty line); a run of short paragraphs is one, and a long one falls into several.
    """
    for span in [Span(0, len(text))] if own is None and text else own or ():
        yield from _passages_of(text, span)


def _passages_of(text: str, whole: Span) -> Iterator[Span]:
    """Short paragraphs wait in ``run`` for their neighbours."""
    run: Span | None = None
    size = 0
    for paragraph in _paragraphs(text, whole):
        count = len(words(paragraph.of(text)))
        if count < SHORT and size + count <= LONG:
            run, size = Span(run.start if run else paragraph.start, paragraph.end), size + count
            continue
        if run:
            yield run
        run, size = (paragraph, count) if count < SHORT else (None, 0)
        if count > LONG:
            yield from _pieces(text, paragraph)
        elif count >= SHORT:
            yield paragraph
    if run:
        yield run


def _paragraphs(text: str, whole: Span) -> Iterator[Span]:
    start = whole.start
    for gap in _BLANK.finditer(text, whole.start, whole.end):
        if span := trimmed(text, start, gap.start()):
            yield span
        start = gap.end()
    if span := trimmed(text, start, whole.end):
        yield span


def _pieces(text: str, paragraph: Span) -> Iterator[Span]:
    """A long paragraph in pieces of ``LONG`` words at most, whole sentences where they are not longer themselves."""
    start = end = paragraph.start
    size = 0
    for sentence in _sentences(text, paragraph):
        count = len(words(sentence.of(text)))
        if size and size + count > LONG:
            yield Span(start, end)
            start, size = sentence.start, 0
        end, size = sentence.end, size + count
    yield Span(start, end)


def _sentences(text: str, paragraph: Span) -> Iterator[Span]:
    start = paragraph.start
    ends = [match.end() for match in _SENTENCE.finditer(text, paragraph.start, paragraph.end)]
    for end in [*ends, paragraph.end]:
        if span := trimmed(text, start, end):
            yield from _cut(text, span)
        start = end


def _cut(text: str, sentence: Span) -> Iterator[Span]:
    """A sentence, or pieces of it at white space where it has far more characters than ``LONG`` words would."""
    most = LONG * 12
    start = sentence.start
    while sentence.end - start > most:
        at = max(text.rfind(" ", start + 1, start + most), text.rfind("\n", start + 1, start + most))
        end = at if at > start else start + most
        if piece := trimmed(text, start, end):
            yield piece
        start = end
    if piece := trimmed(text, start, sentence.end):
        yield piece
