"""A quotation beside the words that stand in the case, word by word."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from headwater.base.spans import Span, hull
from headwater.model.audit import MARKED, Difference, Quotation, Standing

_GAP = 160
"""Code points between two spans of a place from which on what stands there is left out."""


@dataclass(frozen=True, slots=True)
class Bit:
    """A run of words; ``change`` says how it differs from the other side ("" where it does not), ``marked`` that the article
    itself marks it or that it is none of wording. ``skipped`` stands for words that the quotation passes over."""

    text: str
    change: str = ""
    marked: bool = False
    skipped: bool = False


@dataclass(frozen=True, slots=True)
class Sides:
    """The words of the article and those of the case at ``place``, each with what differs marked."""

    place: Standing
    article: tuple[Bit, ...]
    archive: tuple[Bit, ...]


def sides(quotation: Quotation) -> Sides | None:
    """Both sides of a quotation, held against the place that it was compared with; None where there is nothing beside it."""
    place = _compared(quotation)
    if place is None or not place.spans:
        return None
    return Sides(
        place,
        tuple(_article(quotation)),
        tuple(_archive(place, quotation.differences)),
    )


def _compared(quotation: Quotation) -> Standing | None:
    """The first place that has the words of the differences where they say: the places need not read alike. Else the first of
    all, or what comes nearest."""
    for place in quotation.places:
        start = place.spans[0].start if place.spans else 0
        marks = [one for one in quotation.differences if one.at is not None]
        if all(
            one.at and place.text[one.at.start - start : one.at.end - start] == one.archive for one in marks
        ):
            return place
    return quotation.places[0] if quotation.places else quotation.nearest


def _article(quotation: Quotation) -> Iterable[Bit]:
    marks = [(one.span, one) for one in quotation.differences if one.span is not None]
    return _bits(quotation.text, quotation.span.start, marks)


def _archive(place: Standing, differences: Sequence[Difference]) -> Iterable[Bit]:
    """The place, less long runs between its spans that the quotation leaves out."""
    marks = [(one.at, one) for one in differences if one.at is not None]
    start = hull(place.spans).start
    last: int | None = None
    for span in place.spans:
        if last is not None and span.start > last:
            gap = place.text[last - start : span.start - start]
            yield Bit(gap if len(gap) <= _GAP else " […] ", skipped=True)
        held = [(at, one) for at, one in marks if span.start <= at.start and at.end <= span.end]
        yield from _bits(place.text[span.start - start : span.end - start], span.start, held)
        last = span.end


def _bits(text: str, start: int, marks: Sequence[tuple[Span, Difference]]) -> Iterable[Bit]:
    """``text``, which begins at ``start``, cut at ``marks``; what lies outside or over another one is left unmarked."""
    at = start
    end = start + len(text)
    for span, one in sorted(marks, key=lambda mark: mark[0]):
        if span.start < at or span.end > end:
            continue
        if span.start > at:
            yield Bit(text[at - start : span.start - start])
        yield Bit(text[span.start - start : span.end - start], one.change.value, one.change in MARKED)
        at = span.end
    if at < end:
        yield Bit(text[at - start :])


def in_letters(bits: Iterable[Bit], *, archive: bool) -> str:
    """A side in letters alone, as wdiff writes it: ``[-what only the article has-]``, ``{+what only the case has+}``. Marked
    changes stay as they are; what was passed over stands in angle brackets."""
    left, right = ("{+", "+}") if archive else ("[-", "-]")
    said = []
    for bit in bits:
        if bit.skipped:
            said.append(f"<{bit.text}>" if bit.text.strip() else bit.text)
        else:
            said.append(f"{left}{bit.text}{right}" if bit.change and not bit.marked else bit.text)
    return " ".join("".join(said).split())
