"""A document laid out for reading: parts of a long text, paragraphs, marked pieces, and notes for the margin."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from headwater.base.spans import Span, hull, trimmed
from headwater.desk.judging import Told
from headwater.desk.picking import paragraphs_around
from headwater.desk.views import DocumentView, StatementView
from headwater.model.judgement import Held, Standing
from headwater.model.statement import Statement
from headwater.web.framing import Choice, Frame
from headwater.web.marking import Mark, Marked, Part, Segment, cut_text, marked_parts, paragraphs, segments
from headwater.web.note_pages import NO_REMARKS, Remarks
from headwater.web.pages import Block, DocumentPage, Note, Piece
from headwater.web.setting import setting_of

PART_LENGTH = 120_000
"""Code points of text on one page: some 20,000 words, which browsers lay out at once."""

_PARAGRAPH_LENGTH = 2_000
_PASSAGE_LENGTH = 6_000
_ROLES = ("from", "sender", "reply-to", "to", "cc", "bcc")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of a document is asked for: the part (from 1) or the offset to show, letters of one width, and whether to show
    also statements that do not stand."""

    part: int = 1
    at: int | None = None
    fixed: bool = False
    every: bool = False


def document_page(
    frame: Frame,
    view: DocumentView,
    wanted: Wanted,
    told: Sequence[Told] = (),
    by: str = "",
    remarks: Remarks = NO_REMARKS,
) -> DocumentPage:
    """The page of a document; a part or an offset beyond the text gives the last one. ``told`` are its judgements,
    ``remarks`` its tags and notes."""
    text = view.document.text
    spans = cut_text(text, 0, len(text), PART_LENGTH)
    shown = min(_shown(spans, wanted), max(0, len(spans) - 1))
    address = f"/document/{view.document.id}"
    noted = [one.start for one in remarks.notes if one.start is not None]
    stops = noted if wanted.at is None else (*noted, wanted.at)
    standing = [one for one in view.statements if one.held.standing.stands]
    hidden = len(view.statements) - len(standing)
    notes = _notes(view.statements if wanted.every else standing, _in_force(view.statements, told))

    def url(part: int, fixed: bool = wanted.fixed, every: bool = wanted.every) -> str:
        return _url(address, part, fixed, every)

    return DocumentPage(
        frame=frame,
        view=view,
        people=_people(view),
        blocks=tuple(blocks(text, spans[shown], notes, stops)) if spans else (),
        parts=tuple(Choice(str(n), url(n), n == shown + 1) for n in range(1, len(spans) + 1)),
        faces=tuple(
            Choice(label, url(shown + 1, fixed=fixed), fixed == wanted.fixed)
            for label, fixed in (("book type", False), ("letters of one width", True))
        ),
        fixed=wanted.fixed,
        standing=len(standing),
        shown=tuple(
            Choice(label, url(shown + 1, every=every), every == wanted.every)
            for label, every in (("those that stand", False), (f"{hidden} rejected or replaced too", True))
            if hidden
        ),
        by=by,
        remarks=remarks,
    )


def passage(view: DocumentView, statement: StatementView) -> tuple[tuple[Block, ...], bool]:
    """The paragraphs around a statement with its marks, and whether more of them were left out."""
    start = begins(statement.statement)
    if start is None:
        return (), False
    text, of = view.document.text, statement.statement
    around = paragraphs_around(text, hull((*of.source, *of.cue, *of.content))) or Span(start, start + 1)
    first = max(around.start, start - _PASSAGE_LENGTH // 4)
    shown = Span(first, min(around.end, first + _PASSAGE_LENGTH))
    marked = replace(statement, held=Held(of))  # whatever its standing
    return tuple(blocks(text, shown, [Note(1, start, marked)])), shown.end < around.end


def begins(statement: Statement) -> int | None:
    """Where the first of its spans begins; None for a statement without any."""
    spans = (*statement.source, *statement.cue, *statement.content)
    return hull(spans).start if spans else None


def _shown(spans: Sequence[Span], wanted: Wanted) -> int:
    if wanted.at is None:
        return wanted.part - 1
    return max(0, bisect_right([span.start for span in spans], wanted.at) - 1)


def _url(address: str, part: int, fixed: bool, every: bool) -> str:
    values = (
        [("part", str(part))] * (part > 1) + [("type", "fixed")] * fixed + [("statements", "all")] * every
    )
    return f"{address}?{urlencode(values)}" if values else address


def _people(view: DocumentView) -> tuple[tuple[str, tuple[str, ...]], ...]:
    people = view.document.message.participants if view.document.message else ()
    by_role: dict[str, list[str]] = {role: [] for role in _ROLES}
    for person in people:
        address = f"<{person.address}>" if person.address and person.name else person.address
        by_role.setdefault(person.role, []).append(" ".join(filter(None, (person.name, address))))
    return tuple((role, tuple(named)) for role, named in by_role.items() if named)


def _in_force(views: Iterable[StatementView], told: Sequence[Told]) -> dict[str, Told]:
    """The judgement in force on each statement, or else the one that entered it, by the statement's id."""
    found: dict[str, Told] = {}
    for one in told:
        if one.in_force and one.judgement.made:
            found.setdefault(one.judgement.made.id, one)
        if one.in_force:
            found |= dict.fromkeys(one.judgement.targets, one)
    for held in (view.held for view in views):
        if held.standing is Standing.SUPERSEDED and held.instead and held.id in found:
            found.setdefault(held.instead, found[held.id])
    return found


def _notes(views: Iterable[StatementView], judged: Mapping[str, Told]) -> list[Note]:
    """Numbered from 1 in the order of the text; statements without a span cannot be shown in it."""
    placed = [(start, view) for view in views if (start := begins(view.statement)) is not None]
    placed.sort(key=lambda pair: pair[0])
    return [
        Note(number, start, view, judged.get(view.statement.id))
        for number, (start, view) in enumerate(placed, start=1)
    ]


def blocks(text: str, part: Span, notes: Sequence[Note], stops: Sequence[int] = ()) -> list[Block]:
    """The paragraphs within ``part`` of ``text``, marked with those statements of ``notes`` that stand.

    A note stands at the paragraph that holds its start, or the nearest before it. ``stops`` are offsets that need an
    anchor of their own.
    """
    spans = paragraphs(text, part.start, part.end, _PARAGRAPH_LENGTH)
    standing = [note for note in notes if note.view.held.standing.stands]
    marks = [
        mark
        for mark in marked_parts((n.number, n.view.statement) for n in standing)
        if mark.span.overlaps(part)
    ]
    ends: dict[int, list[int]] = {}
    for note in standing:
        statement = note.view.statement
        ends.setdefault(hull((*statement.source, *statement.cue, *statement.content)).end, []).append(
            note.number
        )
    anchors = {*stops, *(note.start for note in notes)}
    starts = [span.start for span in spans]
    at: dict[int, list[Note]] = {}
    for note in notes:
        if part.start <= note.start < part.end:
            at.setdefault(max(0, bisect_right(starts, note.start) - 1), []).append(note)
    return [_block(text, span, marks, anchors, ends, at.get(n, ())) for n, span in enumerate(spans)]


def _block(
    text: str,
    span: Span,
    marks: Sequence[Marked],
    anchors: set[int],
    ends: dict[int, list[int]],
    notes: Sequence[Note],
) -> Block:
    own = _own_words(text, span)
    whole = [mark for mark in marks if mark.part is Part.CONTENT and mark.span.holds(own)]
    inline = [mark for mark in marks if mark not in whole and mark.span.overlaps(span)]
    here = {offset for offset in (*anchors, *ends) if span.start < offset < span.end}
    cut = segments(span.of(text), inline, here, span.start)
    return Block(
        start=span.start,
        pieces=tuple(_piece(segment, anchors, ends) for segment in cut),
        notes=tuple(notes),
        whole=tuple(dict.fromkeys(mark.number for mark in whole)),
        setting=setting_of(span.of(text)).value,
    )


def _own_words(text: str, span: Span) -> Span:
    """A paragraph without the white space around it and the marks of quoted mail before it."""
    start = span.start
    while start < span.end and (text[start].isspace() or text[start] in ">|"):
        start += 1
    return trimmed(text, start, span.end) or span


def _piece(segment: Segment, anchors: set[int], ends: dict[int, list[int]]) -> Piece:
    return Piece(
        segment=segment,
        classes=_classes(segment.marks, segment.depth(Part.CONTENT)),
        anchor=segment.start if segment.start in anchors else None,
        ends=tuple(ends.get(segment.end, ())),
    )


def _classes(marks: Iterable[Mark], depth: int) -> str:
    parts = dict.fromkeys(mark.part.value for mark in marks)
    return " ".join((*parts, *(["deep"] if depth > 1 else [])))
