"""Spanish text to drafts of statements, by rules over words, without a parser.

A parser, where one is wanted, would take the place of ``phrases`` and ``contents``: they alone say where phrases and
clauses begin and end.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from headwater.base.spans import Span, hull
from headwater.statements.drafts import Draft, Manner, nest
from headwater.statements.extent import is_prose
from headwater.statements.mentions import Mention
from headwater.statements.paragraphs import find_paragraphs
from headwater.statements.quotes import MARKS, Quotation, find_quotations
from headwater.statements.spanish.attributions import attributions
from headwater.statements.spanish.found import Found
from headwater.statements.spanish.manner import basis_of, form_of, opening_of, stance_of
from headwater.statements.spanish.people import figures
from headwater.statements.spanish.phrasal import label
from headwater.statements.spanish.speakers import Said, with_speakers
from headwater.statements.spanish.tokens import Sentence, sentences
from headwater.statements.spanish.words import Range

SPANISH_RULES = "spanish-1"
"""The version of these rules; it changes when the same text gives other statements."""
LEAST = 0.4
"""The least weight of a statement."""
LEAST_NESTED = 0.45
"""The same inside another's content."""


@dataclass(slots=True)
class _Page:
    """What is gathered while paragraphs are read in order."""

    text: str
    said: list[Said]
    opened: int | None = None  # the statement whose content a colon has announced for the next paragraph
    last_quote: int | None = None  # the statement whose quotation may go on


def read_spanish(text: str, regions: Sequence[Span], part: int) -> tuple[list[Draft], list[Mention]]:
    """The drafts of some regions of ``text``, and the names in them in order of their start.

    ``part`` is the index of the part of a message that the regions make up, 0 in what is no message.
    """
    paragraphs = [p for r in regions for p in find_paragraphs(text, r.start, r.end) if is_prose(text, p)]
    quotations = find_quotations(text, paragraphs)
    page = _Page(text, [])
    everything: list[Sentence] = []
    for paragraph, here in _shared_out(paragraphs, quotations):
        found = sentences(text, paragraph, here)
        everything.extend(s for s, _ in found)
        _read_paragraph(page, paragraph, here, found, part)
    kept = _weighty([s for s in page.said if s.draft.content])
    cast = figures(text, everything)
    drafts, names = with_speakers(text, kept, cast)
    return [replace(d, manner=_manner(text, s)) for d, s in zip(drafts, kept, strict=True)], names


def _shared_out(
    paragraphs: Sequence[Span], quotations: Sequence[Quotation]
) -> Iterator[tuple[Span, list[Quotation]]]:
    """Each paragraph with its quotations; both are in the order of the text."""
    at = 0
    for paragraph in paragraphs:
        here = []
        while at < len(quotations) and quotations[at].span.start < paragraph.end:
            here.append(quotations[at])
            at += 1
        yield paragraph, here


def _read_paragraph(
    page: _Page,
    paragraph: Span,
    quotations: Sequence[Quotation],
    found: Sequence[tuple[Sentence, bool]],
    part: int,
) -> None:
    whole = len(quotations) == 1 and quotations[0].span == paragraph
    if page.opened is not None and (whole or (quotations and quotations[0].span.start == paragraph.start)):
        _extend(page, page.opened, quotations[0].span, block=True)
        page.last_quote = page.opened
    elif not (whole and quotations[0].follows):
        page.last_quote = None
    page.opened = None
    _read_label(page, paragraph, found, part)
    for s, outer in found:
        if page.last_quote is not None and s[0].quoted and all(t.quoted or not t.is_word for t in s):
            for token in s:
                if token.quoted:
                    _extend(page, page.last_quote, Span(token.start, token.end))
            continue
        for one in attributions(s):
            page.said.append(_said(s, one, part))
            if outer and (
                one.frame == "quote" or any(s[k].quoted for a, b in one.content for k in range(a, b + 1))
            ):
                page.last_quote = len(page.said) - 1
            if one.opens and s[-1].end == paragraph.end:
                page.opened = len(page.said) - 1
        if outer and not any(t.quoted for t in s):
            page.last_quote = None


def _read_label(page: _Page, paragraph: Span, found: Sequence[tuple[Sentence, bool]], part: int) -> None:
    """The speaker that stands in front of a paragraph of a transcript, with all the rest of it as content."""
    one = label(found[0][0]) if found else None
    if one is not None:
        said = _said(found[0][0], one, part)
        whole = Span(said.draft.content[0].start, paragraph.end)
        page.said.append(replace(said, draft=replace(said.draft, content=(whole,))))


def _extend(page: _Page, at: int, span: Span, block: bool = False) -> None:
    """Add a span to a statement's content, unless it is there already."""
    said = page.said[at]
    if not any(s.overlaps(span) for s in said.draft.content):
        draft = replace(said.draft, content=(*said.draft.content, span), block=said.draft.block or block)
        page.said[at] = replace(said, draft=draft)


def _said(s: Sentence, found: Found, part: int) -> Said:
    cue = _span(s, found.cue)
    content = tuple(span for r in found.content for span in _without(_span(s, r), cue))
    source = (_span(s, found.source),) if found.source is not None else ()
    draft = Draft(found.lemma, found.frame, source, (cue,), content, found.weight, part=part)
    return Said(draft, found, s)


def _span(s: Sentence, range_: Range) -> Span:
    return Span(s[range_[0]].start, s[range_[1]].end)


def _without(span: Span, hole: Span) -> Iterator[Span]:
    """What ``hole`` leaves of ``span``."""
    if not span.overlaps(hole):
        yield span
        return
    if span.start < hole.start:
        yield Span(span.start, hole.start)
    if hole.end < span.end:
        yield Span(hole.end, span.end)


def _weighty(said: Sequence[Said]) -> list[Said]:
    """Those of enough weight, in the order of their cues, one for each cue."""
    ordered = sorted(
        (s for s in said if s.draft.weight >= LEAST), key=lambda s: (s.draft.cue[0].start, -s.draft.weight)
    )
    out: list[Said] = []
    for one in ordered:
        if not out or not out[-1].draft.cue[0].overlaps(one.draft.cue[0]):
            out.append(one)
    parents = nest([s.draft for s in out])
    return [
        s for s, parent in zip(out, parents, strict=True) if parent is None or s.draft.weight >= LEAST_NESTED
    ]


def _manner(text: str, said: Said) -> Manner:
    draft, found = said.draft, said.found
    opening = opening_of(text, draft.content)
    whole = hull(draft.content)
    ending = text[max(whole.start, whole.end - 4) : whole.end]
    nobody = bool(draft.source) and draft.source[0].of(text).lower() in ("nadie", "ninguno", "ninguna")
    stance = stance_of(
        found.lemma,
        found.negated or nobody,
        found.rumour,
        opening,
        ending,
        found.frame in ("naming", "passive"),
    )
    quoted = any(s.of(text)[0] in MARKS for s in draft.content)
    basis = basis_of(found.lemma, opening, found.person if not quoted else 3)
    return Manner(stance, basis, form_of(text, draft.content, draft.block))
