"""The day that a mail program wrote into a reply line or a header of a quoted message.

Read are ISO dates, days with a month's name before or after (English, Spanish, French, German, Portuguese, Italian, Dutch,
Russian) and days in figures. Which figure of "09/02/2031" is the day is told by the message around it, which was written
later; where nothing tells, there is no date.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta

LONGEST = 120
"""Code points that are looked at; a date is short."""

_MONTHS = (
    "jan ene gen янв",
    "feb fev фев",
    "mar maa мар",
    "apr abr avr апр",
    "may mai mei mag май мая маи",
    "jun juin giu июн",
    "jul juil lug июл",
    "aug ago aou авг",
    "sep set сен",
    "oct okt ott out окт",
    "nov ноя",
    "dec dic dez дек",
)
_NUMBER = {name: number for number, names in enumerate(_MONTHS, 1) for name in names.split()}
_NAME = r"([^\W\d_]{3,12})\.?"
_YEAR = r"(\d{4}|\d\d(?![\d:]))"
_ISO = re.compile(r"\b(\d{4})-(\d\d)-(\d\d)\b")
_DAY_FIRST = re.compile(
    rf"\b(\d{{1,2}})(?:st|nd|rd|th|er|[.ºª])?[\s-]{{1,3}}(?:de\s|of\s)?{_NAME},?[\s-]{{1,3}}(?:del?\s)?{_YEAR}"
)
_MONTH_FIRST = re.compile(
    rf"{_NAME}[\s-]{{1,3}}(\d{{1,2}})(?:st|nd|rd|th)?,?[\s-]{{1,3}}(?:\d{{1,2}}:\d\d(?::\d\d)?\s(?:[A-Z]{{2,5}}\s)?)?{_YEAR}"
)
_FIGURES = re.compile(rf"\b(\d{{1,2}})([./-])(\d{{1,2}})\2{_YEAR}")


def written_day(written: str, near: str | None = None) -> str | None:
    """The day in ``written`` as ISO 8601; None where none can be read, or day and month could be either.

    ``near`` is ISO 8601 too: the day or instant of the message that carries this one, which is no earlier.
    """
    written = written[:LONGEST]
    named = [(m.start(), m[3], m[2], m[1]) for m in _DAY_FIRST.finditer(written)]
    named += [(m.start(), m[3], m[1], m[2]) for m in _MONTH_FIRST.finditer(written)]
    for _, year, name, day in sorted(named):
        month = _month(name)
        if month is not None and (found := _date(year, month, int(day))):
            return found.isoformat()
    iso = _ISO.search(written)
    if iso is not None:
        found = _date(iso[1], int(iso[2]), int(iso[3]))
        return found.isoformat() if found else None
    figures = _FIGURES.search(written)
    return _of_figures(figures, near) if figures else None


def _month(name: str) -> int | None:
    folded = "".join(c for c in unicodedata.normalize("NFKD", name.lower()) if not unicodedata.combining(c))
    return _NUMBER.get(folded[:4]) or _NUMBER.get(folded[:3])


def _date(year: str, month: int, day: int) -> date | None:
    whole = int(year) if len(year) == 4 else int(year) + (2000 if int(year) < 70 else 1900)
    try:
        return date(whole, month, day)
    except ValueError:
        return None


def _of_figures(figures: re.Match[str], near: str | None) -> str | None:
    first, mark, second, year = int(figures[1]), figures[2], int(figures[3]), figures[4]
    able = {
        found
        for day, month in ((first, second), (second, first))[: 1 if mark == "." else 2]
        if (found := _date(year, month, day))
    }
    if len(able) > 1:
        latest = _latest(near)
        able = {max(before)} if latest and (before := [d for d in able if d <= latest]) else set()
    return able.pop().isoformat() if able else None


def _latest(near: str | None) -> date | None:
    """The day after ``near``, since clocks and zones differ."""
    try:
        return date.fromisoformat(near[:10]) + timedelta(days=1) if near else None
    except (ValueError, OverflowError):
        return None
