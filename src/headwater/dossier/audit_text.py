"""An audited article in letters alone, for a terminal: one block for each finding."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from textwrap import shorten

from headwater.base.dates import day_in_words
from headwater.base.spans import hull
from headwater.dossier.audit_marks import Mark
from headwater.dossier.audit_report import BEARINGS, CHANGES
from headwater.dossier.audit_sheet import Sheet, Turned
from headwater.dossier.comparing import in_letters
from headwater.model.audit import (
    Agreement,
    Audit,
    Candidate,
    Citation,
    Figure,
    Mismatch,
    Paraphrase,
    Quotation,
    Standing,
)

_PLACES = 5
"""Places of a finding that are listed each."""

_WORDS = 300  # characters of a sentence or passage that are shown


def head(sheet: Sheet) -> Iterator[str]:
    """What was held against what, and how much of the case could be searched."""
    audit, line = sheet.kept.audit, sheet.kept.line
    yield f"{audit.title or '(no title)'}"
    named = ", ".join(filter(None, (audit.author, audit.outlet, day_in_words(audit.date))))
    if named:
        yield named
    extent = audit.extent
    failed = f" {extent.failed:,} could not be taken in." if extent.failed else ""
    yield (
        f"Audit {line.id} against {sheet.case}: {extent.documents:,} documents, {extent.readable:,} with text, "
        f"{extent.searchable:,} searchable.{failed}"
    )
    yield from audit.notes


def since(sheet: Sheet) -> Iterator[str]:
    """What became of it since the audit before; nothing for the first."""
    if sheet.since is None:
        return
    added = f"{sheet.added:,} documents have" if sheet.added > 1 else "1 document has" if sheet.added else ""
    came = f"{added} come in" if added else "no document has come in"
    changed = f"{len(sheet.turned):,} findings changed" if len(sheet.turned) != 1 else "1 finding changed"
    yield (
        f"Since audit {sheet.since.id} of {sheet.since.at}, {came}: "
        f"{changed if sheet.turned else 'nothing changed'}."
    )
    if sheet.read_otherwise:
        yield "That audit was made by another version or mode, which may be why something changed."


def turned(sheet: Sheet) -> Iterator[str]:
    """What changed, each with what it was before."""
    for one in sheet.turned:
        yield ""
        yield from finding(sheet.kept.audit, one.now, _turn(one))


def _turn(one: Turned) -> str:
    if one.before is not None and one.before.words != one.now.words:
        return f"changed, before: {one.before.words}"
    return f"{one.turn} ({', '.join(one.what)})" if one.what else one.turn


def everything(sheet: Sheet) -> Iterator[str]:
    """All findings in the order of the article, then the unsourced assertions and the inferences."""
    marks = [mark for paragraph in sheet.paragraphs for mark in paragraph.marks]
    for mark in marks:
        if mark.finding is not None:
            yield ""
            yield from finding(sheet.kept.audit, mark)
    for title, rows in (
        ("Unsourced assertions", sheet.assertions),
        ("Inferences and opinions", sheet.inferences),
    ):
        if rows:
            yield ""
            yield f"{title}: {len(rows):,}"
            for mark in rows:
                said = _short(hull(mark.spans).of(sheet.kept.audit.text))
                yield f"  {mark.code} line {line_of(sheet.kept.audit, mark)}: {said}"


def line_of(audit: Audit, mark: Mark) -> int:
    """The line of the article's text in which a mark begins, from 1."""
    return audit.text.count("\n", 0, hull(mark.spans).start) + 1


def finding(audit: Audit, mark: Mark, turn: str = "") -> Iterator[str]:
    """One finding as a block of lines."""
    found = mark.finding
    assert found is not None
    name = f"{mark.code} {mark.name}" if mark.code else mark.name
    said = f"{name}: {mark.words} {mark.sign}"
    where = "" if turn == "gone" else f"  line {line_of(audit, mark)}"
    yield f"{said}{where}  [{found.id}]" + (f"  {turn}" if turn else "")
    match found:
        case Quotation():
            yield from _indented(_quotation(found, mark))
        case Citation():
            yield from _indented(_citation(found))
        case Paraphrase():
            yield from _indented(_paraphrase(found))
        case Figure():
            yield from _indented(_figure(found))


def _indented(lines: Iterable[str]) -> Iterator[str]:
    return (f"    {line}" for line in lines)


def _quotation(one: Quotation, mark: Mark) -> Iterator[str]:
    if mark.sides is None:
        yield f"“{_short(one.text)}”"
    else:
        yield f"article: {in_letters(mark.sides.article, archive=False)}"
        nearest = "nearest" if not one.places else "case"
        first = not one.places or mark.sides.place.sha256 == one.places[0].sha256
        at = "" if first else f"  (in {mark.sides.place.document})"
        yield f"{nearest + ':':8} {in_letters(mark.sides.archive, archive=True)}{at}"
    if one.places:
        for each in one.differences:
            yield f"{CHANGES[each.change]}: {_pair(each.article, each.archive)}"
    said = ", ".join(filter(None, (one.speaker, one.date)))
    if said:
        yield f"the article says: {said}"
    yield from _mismatches(one.mismatches)
    for caution in one.cautions:
        words = f" “{_short(caution.words)}”" if caution.words else ""
        yield f"perhaps out of context: {caution.reason}{words}"
    yield from _places(one.places, one.total)
    if not one.places and one.nearest:
        yield f"nearest {_place(one.nearest)}"


def _pair(article: str, archive: str) -> str:
    if article and archive:
        return f"“{article}” for “{archive}”"
    return f"“{article or archive}”"


def _mismatches(rows: Sequence[Mismatch]) -> Iterator[str]:
    for one in rows:
        yield f"{one.what}: the article has {one.article or 'nobody'}, the case {one.archive or 'nobody'}"


def _places(places: Sequence[Standing], total: int) -> Iterator[str]:
    for place in places[:_PLACES]:
        yield f"in {_place(place)}"
    if total > min(_PLACES, len(places)):
        yield f"and in {total - min(_PLACES, len(places)):,} more places"


def _place(place: Standing) -> str:
    who = f" ({' <- '.join(place.chain)})" if place.chain else ""
    start = f" at {place.spans[0].start}" if place.spans else ""
    title = shorten(place.title, 60, placeholder=" …") or "(no title)"
    return f"{place.document}{start}, {place.date or 'no date'}, {title}{who}"


def _citation(one: Citation) -> Iterator[str]:
    yield f"“{_short(one.text)}”"
    yield from _mismatches(one.mismatches)
    for candidate in one.candidates[:_PLACES]:
        yield f"in {_candidate(candidate)}"
    if len(one.candidates) > _PLACES:
        yield f"or in {len(one.candidates) - _PLACES:,} more"


def _candidate(one: Candidate) -> str:
    title = shorten(one.title, 60, placeholder=" …") or "(no title)"
    told = f"{one.document}, {one.date or 'no date'}, {title}, {one.writer}"
    return told + (f": {'; '.join(one.reasons)}" if one.reasons else "")


def _paraphrase(one: Paraphrase) -> Iterator[str]:
    yield f"{one.speaker + ': ' if one.speaker else ''}{_short(one.text)}"
    for passage in one.passages[:_PLACES]:
        reasons = f": {'; '.join(passage.reasons)}" if passage.reasons else ""
        yield f"{BEARINGS[passage.bearing]}{reasons}"
        yield f"  “{_short(passage.standing.text)}”"
        yield f"  in {_place(passage.standing)}"


def _figure(one: Figure) -> Iterator[str]:
    yield f"“{_short(one.text)}”" + (f" ({one.unit})" if one.unit else "")
    if one.agreement is Agreement.DIFFERS:
        yield f"the case has “{_short(one.archive)}”"
    yield from one.reasons
    yield from _places(one.places, len(one.places))


def _short(text: str) -> str:
    return shorten(text, _WORDS, placeholder=" …")
