"""When a message was sent: the Date header, else the nearest thing to it, with its rank."""

from __future__ import annotations

import re
from datetime import date, datetime
from email.utils import parsedate_to_datetime

from dateutil import parser as dates

from headwater.base.dates import DateRank, Moment
from headwater.intake.headers import Headers, text_of

FIRST_YEAR, LAST_YEAR = 1970, 2099
"""Years outside are misprints: mail begins with the seventies of the last century."""

_COMMENT = re.compile(r"\([^()]{0,80}\)")
_SHORT_YEAR = re.compile(r"\b(1\d\d)(?= \d{1,2}:)")  # programs that wrote years since 1900 as they were
_USUAL = re.compile(
    r"(?:[A-Za-z]{3}, {1,2})?(\d{1,2}) ([A-Za-z]{3}) (\d{4}) (\d\d):(\d\d)(?::(\d\d))? ([+-])(\d\d)(\d\d)"
    r"(?: \([A-Za-z]{1,8}\))?"
)
_MONTHS = {name: n for n, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}
_SEPARATOR = re.compile(
    rb"^From [^ ]{1,500} {1,2}(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) ([A-Z][a-z]{2}) {1,2}(\d{1,2}) (\d\d:\d\d:\d\d) (\d{4})[ \t]*$"
)
_EPOCH = date(1970, 1, 1).toordinal()
_MAX_TRIED = 50  # headers of one name that are tried
_DIGIT = re.compile(r"\d")


def sent(
    headers: Headers, envelope: Moment | None, modified: Moment | None
) -> tuple[Moment | None, DateRank | None]:
    """The date of a message and where it comes from; (None, None) where nothing gives one."""
    for value in headers.every("date")[:_MAX_TRIED]:
        moment = parsed(text_of(value))
        if moment:
            return moment, DateRank.HEADER
    for value in reversed(headers.every("received")[-_MAX_TRIED:]):
        moment = parsed(text_of(value).rpartition(";")[2])
        if moment:
            return moment, DateRank.RECEIVED
    envelope = envelope or (of_separator(headers.separator) if headers.separator else None)
    if envelope:
        return envelope, DateRank.SEPARATOR
    return (modified, DateRank.FILE) if modified else (None, None)


def parsed(text: str) -> Moment | None:
    """The instant that ``text`` names, in the forms of RFC 5322, asctime and ISO 8601; None where it is none."""
    usual = _USUAL.fullmatch(text)
    if usual:
        return _usual(usual) or _awkward(text)
    return _awkward(text)


def _usual(found: re.Match[str]) -> Moment | None:
    """The instant of a date in the form of RFC 5322; None where its figures are out of range."""
    day, year, hour, minute = int(found[1]), int(found[3]), int(found[4]), int(found[5])
    second, east = int(found[6] or 0), int(found[8]) * 60 + int(found[9])
    month = _MONTHS.get(found[2].lower())
    if not FIRST_YEAR <= year <= LAST_YEAR or month is None or max(minute, second, int(found[9])) > 59:
        return None
    try:
        days = date(year, month, day).toordinal() - _EPOCH
    except ValueError:
        return None
    if hour > 23 or east >= 24 * 60:
        return None
    offset = -east if found[7] == "-" else east
    seconds = days * 86_400 + hour * 3600 + minute * 60 + second - offset * 60
    return Moment(seconds, None if found[7] == "-" and not east else offset)


def _awkward(text: str) -> Moment | None:
    text = _SHORT_YEAR.sub(lambda match: str(1900 + int(match[1])), _COMMENT.sub(" ", text)).strip()[:120]
    if len(_DIGIT.findall(text)) < 4:
        return None
    for reader in (parsedate_to_datetime, _loosely):
        try:
            when = reader(text)
            if FIRST_YEAR <= when.year <= LAST_YEAR:
                return Moment.of(when)
        except (ValueError, TypeError, OverflowError, IndexError, AttributeError, ArithmeticError):
            continue
    return None


def _loosely(text: str) -> datetime:
    """By dateutil, but never a date completed from today's: two defaults must give the same day."""
    first: datetime = dates.parse(text, default=datetime(2000, 1, 1))
    second: datetime = dates.parse(text, default=datetime(2004, 2, 3))
    if first != second:
        raise ValueError("not a full date")
    return first


def of_separator(line: bytes) -> Moment | None:
    """The date in an mbox line "From sender Thu Nov  1 11:19:12 2001"."""
    usual = _SEPARATOR.search(line)
    if usual:
        day, month = usual[2].decode("ascii"), usual[1].decode("ascii")
        found = _USUAL.fullmatch(f"{day} {month} {usual[4].decode('ascii')} {usual[3].decode('ascii')} -0000")
        moment = _usual(found) if found else None
        if moment:
            return moment
    words = line.decode("ascii", "replace").split()
    for start in range(1, min(len(words), 8)):
        if words[start].strip(",")[:3].lower() in ("mon", "tue", "wed", "thu", "fri", "sat", "sun"):
            return parsed(" ".join(words[start:]))
    return None
