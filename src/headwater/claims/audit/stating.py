"""The time at which an article says that something was said or written, as far as it says so."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from headwater.base.spans import Span
from headwater.claims.audit.times import When, times

_ON = re.compile(
    r"(?:^|\b(?:on|in|el|en|since|dated|fechad[oa])\s(?:the\s|el\s)?(?:\w+day,?\s|\w+,\s)?(?:early\s|late\s)?)$",
    re.IGNORECASE,
)
_WITH_A_WORD = re.compile(r"(?:on|in|en|el|since|desde)\b", re.IGNORECASE)
_OF_A_DOCUMENT = re.compile(
    r"\b(?:e-?mails?|mails?|messages?|memos?|memorand(?:um|a)|letters?|cables?|notes?|reports?|correos?|cartas?|mensajes?"
    r"|statements?)\b[^.;:]{0,90}?\b(?:dated|of|from|on|sent|del?|fechad[oa])\s(?:on\s|the\s|el\s|\w+day,?\s)*$",
    re.IGNORECASE,
)
_BEFORE_A_DOCUMENT = re.compile(
    r"^,?\s(?:e-?mail|mail|message|memo|memorandum|letter|cable|note|report)\b", re.IGNORECASE
)
_WEEKDAY = re.compile(
    r"^(?:on |last |el )?(?:\w+day|yesterday|ayer|lunes|martes|miércoles|jueves|viernes|sábado|domingo)$",
    re.IGNORECASE,
)
_BEHIND = re.compile(r"[”\"»’'“]?[\s.,;]{0,3}(?:\(|[—–]|--)[^()“”\"]{0,90}$")
_COLON = re.compile(r"[)\]]?[^\w“”\"]{0,3}:\s*[“\"«‘„]?\s*$")
_YEAR = re.compile(r"\d{4}|[./-]\d\d$")
_FIGURES = re.compile(r"\d{1,2}[./-]\d{1,2}[./-]\d{2,4}")
_ASIDE = re.compile(r",\s(?:who|which|where|whose|when|then|que|quien)\b[^,]*$", re.IGNORECASE)
_BESIDE = 180  # code points beside a quotation in which its time may stand
_FAR = 60
"""Code points between the cue and a time that belongs to it."""


def beside_time(text: str, span: Span, written: date | None) -> When | None:
    """The time that stands right beside a quotation: in brackets or behind a dash after it, or before the colon before it."""
    end = text.find("\n\n", span.end, span.end + _BESIDE)
    end = end if end >= 0 else min(len(text), span.end + _BESIDE)
    for found in times(text, Span(span.end, end), written) if span.end < end else ():
        if _BEHIND.match(text[span.end : found.span.start]) and not _is_weekday(text, found):
            return found
    start = max(text.rfind("\n\n", 0, span.start), span.start - _BESIDE, 0)
    for found in times(text, Span(start, span.start), written) if start < span.start else ():
        if _COLON.match(text[found.span.end : span.start]) and not _is_weekday(text, found):
            return found
    return None


def _is_weekday(text: str, found: When) -> bool:
    return found.rests or bool(_WEEKDAY.match(found.span.of(text)))


def fits(text: str, when: When, day: date) -> bool:
    """Whether a day may be meant by a time that ``text`` gives; figures that can be read both ways are."""
    said = when.span.of(text) if when.span.end <= len(text) else ""
    if when.is_day and not _YEAR.search(said):
        return (day.month, day.day) == (when.first.month, when.first.day)  # of which year, nobody says
    figures = _FIGURES.fullmatch(said)
    if figures and when.is_day and when.first.day <= 12:
        turned = when.first.replace(month=when.first.day, day=when.first.month)
        return day in (when.first, turned)
    return when.has(day)


def stated_time(
    text: str, sentence: Span, quoted: Sequence[Span], cue: Span | None, written: date | None
) -> When | None:
    """The time that a sentence gives for what is said in it; None where it gives none.

    ``quoted`` are the quotations, whose times are not the article's; ``cue`` is the word of saying; ``written`` the day of
    the article. A time told by the day of the week or from another day does not count: too much hangs on how it is read.
    """
    for found in times(text, sentence, written):
        if (
            found.rests
            or _WEEKDAY.match(found.span.of(text))
            or any(one.overlaps(found.span) for one in quoted)
        ):
            continue
        before, after = text[sentence.start : found.span.start], text[found.span.end : sentence.end]
        if _ASIDE.search(before) and after.lstrip().startswith(","):
            continue  # Finch, who was arrested on 2 May 2014, wrote
        document = _OF_A_DOCUMENT.search(before) or _BEFORE_A_DOCUMENT.match(after)
        placed = _ON.search(before) or _WITH_A_WORD.match(found.span.of(text))
        if document or (cue and placed and _belongs(found.span, cue, quoted)):
            return found
    return None


def _belongs(place: Span, cue: Span, quoted: Sequence[Span]) -> bool:
    """Whether a time stands near the cue, with nothing quoted between them."""
    start, end = min(place.end, cue.end), max(place.start, cue.start)
    return end - start <= _FAR and not any(one.start < end and start < one.end for one in quoted)
