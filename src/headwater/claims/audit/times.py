"""The times that running text names: a day, a month, a year, a season, "last spring", "two days later".

English and Spanish. A time without a year is the latest that the article, by its own date, can mean; where the article has
no date, such a time is left out, and so is one that rests on another ("two days later") where no day was named before it.
Seasons are those of the north and are taken widely, for nobody means them by the day.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from headwater.archive.dating import written_day
from headwater.base.folding import folded
from headwater.base.spans import Span

FARTHEST = 400
"""Code points before "two days later" in which the day that it rests on may stand."""

_MONTHS = (
    "January Jan enero", "February Feb febrero", "March Mar marzo", "April Apr abril", "May mayo", "June Jun junio",
    "July Jul julio", "August Aug agosto", "September Sept Sep septiembre setiembre", "October Oct octubre",
    "November Nov noviembre", "December Dec diciembre",
)  # fmt: skip
_MONTH = {folded(name): number for number, names in enumerate(_MONTHS, 1) for name in names.split()}
_NAMES = "|".join(name for names in _MONTHS for name in names.split())
_M = rf"(?P<month>{_NAMES})\b\.?"
_Y = r"(?P<year>(?:1[89]|2[01])\d\d)\b"
_SEASONS = {
    "spring": (3, 6), "primavera": (3, 6), "summer": (6, 9), "verano": (6, 9), "autumn": (9, 12), "fall": (9, 12),
    "otono": (9, 12), "winter": (12, 3), "invierno": (12, 3),
}  # fmt: skip
_S = r"(?P<season>spring|summer|autumn|fall|winter|primavera|verano|otoño|invierno)\b"
_WEEKDAYS = (
    "monday lunes", "tuesday martes", "wednesday miercoles", "thursday jueves", "friday viernes", "saturday sabado",
    "sunday domingo",
)  # fmt: skip
_WEEKDAY = {name: number for number, names in enumerate(_WEEKDAYS) for name in names.split()}
_COUNTS = {
    word: number
    for number, words in enumerate(
        "a|one|un|una two|dos three|tres four|cuatro five|cinco six|seis seven|siete eight|ocho nine|nueve ten|diez".split(), 1
    )
    for word in words.split("|")
}  # fmt: skip
_UNITS = {"day": 1, "days": 1, "dia": 1, "dias": 1, "week": 7, "weeks": 7, "semana": 7, "semanas": 7}
_COUNT = rf"(?P<count>\d{{1,3}}|{'|'.join(_COUNTS)})\s+(?P<unit>days?|weeks?|días?|dias?|semanas?)"
_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        r"\b(?P<iso>\d{4}-\d\d-\d\d)\b",
        rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th|º)?\s+(?:of\s+|de\s+)?{_M}(?:,?\s+(?:del?\s+)?{_Y})?",
        rf"\b{_M}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?!\s?[.:]\d)(?:,?\s+{_Y})?",
        rf"\b{_M},?\s+(?:of\s+|del?\s+)?{_Y}",
        r"\b(?P<figures>\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d\d))\b",
        rf"\b(?:[Tt]he\s+|[Ll]a\s+|[Ee]l\s+)?{_S}\s+(?:of\s+|del?\s+)?{_Y}",
        rf"\b(?P<last>[Ll]ast|[Tt]his|[Pp]ast|[Ee]st[ae])\s+{_S}",
        rf"\b[LlEe][al]\s+{_S}\s+(?P<last>pasad[oa])",
        rf"\b(?P<last>[Ll]ast|[Tt]his|[Pp]asado)\s+(?:mes\s+de\s+)?{_M}",
        rf"\b{_M}\s+(?P<last>pasado)",
        r"\b(?P<last>[Ll]ast)\s+(?P<period>year|month|week)\b",
        r"\b[LlEe][al]\s+(?P<period>año|mes|semana)\s+(?P<last>pasad[oa])\b",
        rf"\b{_COUNT}\s+(?P<later>later|after(?:wards)?|despu[eé]s|m[aá]s tarde)\b",
        rf"\b{_COUNT}\s+(?P<before>earlier|before|antes)\b",
        r"\b(?:[Tt]he\s+)?(?P<next>[Nn]ext|[Ff]ollowing)\s+day\b|\b[Aa]l?\s+d[ií]a\s+(?P<siguiente>siguiente)\b",
        r"\b(?P<yesterday>[Yy]esterday|[Aa]yer)\b",
        r"\b(?:on|On|last|Last|el|El)\s+(?P<weekday>Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)(?:day)\b",
        r"\b[Ee]l\s+(?P<weekday>lunes|martes|miércoles|jueves|viernes|sábado|domingo)\b",
        rf"\b(?:in|In|since|Since|of|by|during|en|En|desde|Desde)\s+{_M}(?!\s+\d)",
        rf"\b(?:in|In|of|for|since|Since|during|During|from|by|until|en|En|de|del|desde|Desde|durante)\s+{_Y}",
    )
)


@dataclass(frozen=True, slots=True)
class When:
    """A time: where it stands, and the ``first`` and ``last`` day that it may mean. ``loose`` ones are meant by the season
    or "last year"; ``rests`` ones were worked out from another day in the text."""

    span: Span
    first: date
    last: date
    loose: bool = False
    rests: bool = False

    @property
    def is_day(self) -> bool:
        """Whether it is one day."""
        return self.first == self.last

    def iso(self) -> str:
        """ISO 8601: the day, the month or the year, else "first/last"."""
        if self.is_day:
            return self.first.isoformat()
        ends = (self.first.day, self.last) == (1, date(self.last.year, *_end(self.last)))
        if ends and self.first.year == self.last.year:
            if self.first.month == self.last.month:
                return self.first.isoformat()[:7]
            if (self.first.month, self.last.month) == (1, 12):
                return self.first.isoformat()[:4]
        return f"{self.first.isoformat()}/{self.last.isoformat()}"

    def has(self, day: date) -> bool:
        """Whether a day may be meant."""
        return self.first <= day <= self.last


def times(text: str, within: Span, written: date | None) -> list[When]:
    """The times that ``text`` names ``within`` a span, in order. ``written`` is the day of the article, if it is known.

    Any text will do; nothing is raised.
    """
    end = min(within.end, len(text))
    out: list[When] = []
    for match in _matches(text, max(0, within.start - FARTHEST), end):
        anchor = next((one.first for one in reversed(out) if one.is_day), None)
        found = _read(match, written, anchor)
        if found is not None:
            out.append(found)
    return [one for one in out if one.span.start >= within.start]


def day_of(written: str) -> date | None:
    """A day as it was written, or None."""
    if not written:
        return None
    try:
        return date.fromisoformat(written[:10])
    except ValueError:
        found = written_day(written)
        return date.fromisoformat(found) if found else None


def _matches(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """What looks like a time, from left to right, the longest where several overlap ("of Oct" in "of Oct. 8, 2012")."""
    found = [match for pattern in _PATTERNS for match in pattern.finditer(text, start, end)]
    kept: list[re.Match[str]] = []
    for match in sorted(found, key=lambda m: (m.start() - m.end(), m.start())):
        if all(match.end() <= other.start() or other.end() <= match.start() for other in kept):
            kept.append(match)
    yield from sorted(kept, key=lambda m: m.start())


def _read(match: re.Match[str], written: date | None, anchor: date | None) -> When | None:
    groups = {key: value for key, value in match.groupdict().items() if value}
    span = Span(match.start(), match.end() - match.group().endswith("."))
    try:
        return (
            _named(span, groups, written)
            or _rested(span, groups, anchor)
            or _of_season(span, groups, written)
            or _of_period(span, groups, written)
        )
    except (ValueError, OverflowError):  # the thirty-first of June, the year 0
        return None


def _named(span: Span, groups: dict[str, str], written: date | None) -> When | None:
    """A day, a month or a year by its name or number."""
    if "iso" in groups or "figures" in groups:
        given = groups.get("iso") or groups.get("figures", "")
        found = written_day(given, written.isoformat() if written else None)
        return _day(span, date.fromisoformat(found)) if found else None
    if "month" in groups:
        month = _MONTH[folded(groups["month"])]
        years = [int(groups["year"])] if "year" in groups else _years(written)
        made = [_of_month(span, year, month, groups.get("day")) for year in years]
        past = [one for one in made if "year" in groups or (written and one.first <= written)]
        return past[0] if past else None
    if "year" in groups and "season" not in groups:
        return When(span, date(int(groups["year"]), 1, 1), date(int(groups["year"]), 12, 31))
    return None


def _years(written: date | None) -> list[int]:
    return [written.year, written.year - 1] if written else []


def _of_month(span: Span, year: int, month: int, day: str | None) -> When:
    if day is not None:
        return _day(span, date(year, month, int(day)))
    return When(span, date(year, month, 1), date(year, month, monthrange(year, month)[1]))


def _rested(span: Span, groups: dict[str, str], anchor: date | None) -> When | None:
    """A day told from another one."""
    if anchor is None or not groups.keys() & {"later", "before", "next", "siguiente"}:
        return None
    days = 1
    if "count" in groups:
        count = groups["count"]
        days = (int(count) if count.isdigit() else _COUNTS[count]) * _UNITS[folded(groups["unit"])]
    day = anchor + timedelta(days=-days if "before" in groups else days)
    return When(span, day, day, rests=True)


def _of_season(span: Span, groups: dict[str, str], written: date | None) -> When | None:
    if "season" not in groups:
        return None
    begin, end = _SEASONS[folded(groups["season"])]
    years = [int(groups["year"])] if "year" in groups else _years(written)
    made = [
        When(span, date(year - (begin > end), begin, 1), date(year, end, monthrange(year, end)[1]), True)
        for year in years
    ]
    past = [one for one in made if "year" in groups or (written and one.first <= written)]
    return past[0] if past else None


def _of_period(span: Span, groups: dict[str, str], written: date | None) -> When | None:
    """A time told from the day of the article: last week, on Thursday, yesterday."""
    if written is None:
        return None
    if "yesterday" in groups:
        return _day(span, written - timedelta(days=1))
    if "weekday" in groups:
        name = folded(groups["weekday"])
        number = _WEEKDAY.get(name, _WEEKDAY.get(f"{name}day", 0))
        return _day(span, written - timedelta(days=(written.weekday() - number) % 7))
    period = folded(groups.get("period", ""))
    if period in ("year", "ano"):
        return When(span, date(written.year - 1, 1, 1), date(written.year - 1, 12, 31), True)
    if period in ("month", "mes"):
        end = written.replace(day=1) - timedelta(days=1)
        return When(span, end.replace(day=1), end, True)
    if period in ("week", "semana"):
        return When(span, written - timedelta(days=14), written, True)
    return None


def _day(span: Span, day: date) -> When:
    return When(span, day, day)


def _end(day: date) -> tuple[int, int]:
    return day.month, monthrange(day.year, day.month)[1]
