"""When a message was sent: the Date header, else the nearest thing to it, with its rank."""

from __future__ import annotations

import re
from datetime import datetime
from email.utils import parsedate_to_datetime

from dateutil import parser as dates

from headwater.base.dates import DateRank, Moment
from headwater.intake.headers import Headers, text_of

FIRST_YEAR, LAST_YEAR = 1970, 2099
"""Years outside are misprints: mail begins with the seventies of the last century."""

_COMMENT = re.compile(r"\([^()]{0,80}\)")
_SHORT_YEAR = re.compile(r"\b(1\d\d)(?= \d{1,2}:)")  # programs that wrote years since 1900 as they were
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
    words = line.decode("ascii", "replace").split()
    for start in range(1, min(len(words), 8)):
        if words[start].strip(",")[:3].lower() in ("mon", "tue", "wed", "thu", "fri", "sat", "sun"):
            return parsed(" ".join(words[start:]))
    return None
