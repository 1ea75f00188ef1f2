"""Instants: UTC seconds with the offset as it was written.

Nothing here reads the clock of the machine but ``now``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from enum import StrEnum


class DateRank(StrEnum):
    """Where a document's date comes from, best first. Anything but HEADER is a fallback."""

    HEADER = "header"
    RECEIVED = "received"
    SEPARATOR = "separator"
    FILE = "file"


@dataclass(frozen=True, slots=True, order=True)
class Moment:
    """``seconds`` since 1970-01-01T00:00Z (may be negative) and the written ``offset`` in minutes east.

    ``offset`` is None where the source gave none (``-0000`` or no zone); the seconds then take UTC.
    """

    seconds: int
    offset: int | None = None

    @classmethod
    def of(cls, when: datetime) -> Moment:
        """From a datetime; a naive one is taken as UTC with unknown offset."""
        delta = when.utcoffset()
        aware = when if delta is not None else when.replace(tzinfo=UTC)
        offset = None if delta is None else int(delta.total_seconds() // 60)
        return cls(int((aware - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds()), offset)

    def utc(self) -> datetime:
        """As an aware datetime in UTC."""
        return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=self.seconds)

    def local(self) -> datetime:
        """As an aware datetime at the written offset (UTC where there was none)."""
        return self.utc().astimezone(timezone(timedelta(minutes=self.offset or 0)))

    def iso(self) -> str:
        """UTC, ISO 8601 with seconds and a Z: ``2010-04-19T14:03:00Z``."""
        return self.utc().strftime("%Y-%m-%dT%H:%M:%SZ") if self.seconds >= -62135596800 else ""


def day_in_words(when: str) -> str:
    """The day of an ISO 8601 instant or day: ``19 April 2010``; what is no such date stays as it is."""
    try:
        found = datetime.fromisoformat(when)
    except ValueError:
        return when
    return f"{found.day} {found:%B} {found.year}"


def instant_in_words(when: str) -> str:
    """An ISO 8601 instant in UTC: ``19 April 2010, 14:03 UTC``; what is no such instant stays as it is."""
    try:
        found = datetime.fromisoformat(when)
    except ValueError:
        return when
    return f"{day_in_words(when)}, {found:%H:%M} UTC" if "T" in when else day_in_words(when)


def now() -> str:
    """The current instant, ISO 8601 in UTC with seconds."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
