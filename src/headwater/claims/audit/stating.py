"""The day on which an article says that something was said or written, as far as it says so."""

from __future__ import annotations

import re

from headwater.archive.dating import written_day
from headwater.base.spans import Span

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?"
    r"|dec(?:ember)?|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|setiembre|octubre|noviembre|diciembre)\.?"
)
_NUMBERS = {
    name: number
    for number, names in enumerate(
        "jan ene,feb,mar,apr abr,may,jun,jul,aug ago,sep set,oct,nov,dec dic".split(","), 1
    )
    for name in names.split()
}
_DATE = re.compile(
    rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s(?:of\s|de\s)?(?P<month>{_MONTH})(?:,?\s(?:del?\s)?(?P<year>\d{{4}}))?\b"
    rf"|(?P<month2>{_MONTH})\s(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?\b(?:,?\s(?P<year2>\d{{4}}))?"
    rf"|(?P<month3>{_MONTH})(?:,?\s(?:of\s|de\s)?(?P<year3>\d{{4}}))?\b"
    r"|(?P<iso>\d{4}-\d\d-\d\d)\b",
    re.IGNORECASE,
)
_ON = re.compile(
    r"(?:\b(?:on|in|el|en|since|dated|fechad[oa])\s(?:the\s|el\s)?(?:\w+day,?\s|\w+,\s)?(?:early\s|late\s)?)$",
    re.IGNORECASE,
)
_OF_A_DOCUMENT = re.compile(
    r"\b(?:e-?mails?|mails?|messages?|memos?|memorand(?:um|a)|letters?|cables?|notes?|reports?|correos?|cartas?|mensajes?|statements?)\b[^.;:]{0,40}?"
    r"\b(?:dated|of|from|on|sent|del?|fechad[oa])\s(?:on\s|the\s|el\s|\w+day,?\s)*$",
    re.IGNORECASE,
)
_BEFORE_A_DOCUMENT = re.compile(
    r"^,?\s(?:e-?mail|mail|message|memo|memorandum|letter|cable|note|report)\b", re.IGNORECASE
)
_FAR = 60  # code points between the cue and a date that belongs to it


def stated_day(text: str, sentence: Span, quoted: tuple[Span, ...], cue: Span | None) -> str:
    """The day that a sentence gives for what is said in it: ISO 8601, "2031-02" for a month, "--03-17" and "--02" without the
    year (as XML Schema writes them); "" where it gives none.

    ``quoted`` are the quotations, whose dates are not the article's; ``cue`` is the word of saying.
    """
    for found in _DATE.finditer(text, sentence.start, sentence.end):
        place = Span(*found.span())
        if any(span.overlaps(place) for span in quoted):
            continue
        before, after = text[sentence.start : place.start], text[place.end : sentence.end]
        document = _OF_A_DOCUMENT.search(before) or _BEFORE_A_DOCUMENT.match(after)
        if document or (cue and _ON.search(before) and _belongs(text, place, cue, quoted)):
            day = _iso(found)
            if day:
                return day
    return ""


def _belongs(text: str, place: Span, cue: Span, quoted: tuple[Span, ...]) -> bool:
    """Whether a date stands near the cue, with nothing quoted between them, or opens the sentence before it."""
    between = Span(min(place.end, cue.end), max(place.start, cue.start, min(place.end, cue.end) + 1))
    return len(between) <= _FAR and not any(span.overlaps(between) for span in quoted)


def _iso(found: re.Match[str]) -> str:
    if found["iso"]:
        return written_day(found["iso"]) or ""
    name = found["month"] or found["month2"] or found["month3"]
    month = _NUMBERS.get(name[:3].lower())
    day = found["day"] or found["day2"]
    year = found["year"] or found["year2"] or found["year3"]
    if month is None or (name.lower() == "may" and not day and not year):
        return ""
    if day and year:
        return written_day(f"{day} {name} {year}") or ""
    if day:
        return f"--{month:02}-{int(day):02}" if 1 <= int(day) <= 31 else ""
    return f"{year}-{month:02}" if year else f"--{month:02}"


def fits(stated: str, day: str) -> bool:
    """Whether a day, ISO 8601, is one that ``stated`` means."""
    return day[4:].startswith(stated[1:]) if stated.startswith("--") else day.startswith(stated)
