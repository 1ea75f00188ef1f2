"""Dates as mail writes them: with offsets, in older forms, and broken."""

from __future__ import annotations

import time

from mailgen.draw import Draw

FIRST = 1_072_915_200
"""The archive's first day, 2004-01-01T00:00Z."""

SPAN = 9 * 365 * 86_400
"""How long an archive lasts, in seconds."""

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_BROKEN = (
    "Thu, 32 Foo 2009 25:61:00 +0000",
    "yesterday afternoon",
    "Mon, 00 Jan 0000 00:00:00 GMT",
    "",
    "2006/13/45 9h30",
    "Tue, 12 Aug",
)


def header(seconds: int, zone: int) -> str:
    """RFC 5322 form at ``zone`` minutes east: ``Mon, 5 Jan 2009 10:11:12 +0100``."""
    t = time.gmtime(seconds + zone * 60)
    sign, minutes = ("-", -zone) if zone < 0 else ("+", zone)
    return (
        f"{_DAYS[t.tm_wday]}, {t.tm_mday} {_MONTHS[t.tm_mon]} {t.tm_year} "
        f"{t.tm_hour:02}:{t.tm_min:02}:{t.tm_sec:02} {sign}{minutes // 60:02}{minutes % 60:02}"
    )


def separator(seconds: int) -> str:
    """asctime form in UTC, as the separators of an mbox have it: ``Mon Jan  5 10:11:12 2009``."""
    t = time.gmtime(seconds)
    clock = f"{t.tm_hour:02}:{t.tm_min:02}:{t.tm_sec:02}"
    return f"{_DAYS[t.tm_wday]} {_MONTHS[t.tm_mon]} {t.tm_mday:2} {clock} {t.tm_year}"


def spoken(seconds: int, zone: int) -> str:
    """As quotations name a date, in figures: ``2009-01-05 10:11``."""
    t = time.gmtime(seconds + zone * 60)
    return f"{t.tm_year}-{t.tm_mon:02}-{t.tm_mday:02} {t.tm_hour:02}:{t.tm_min:02}"


def odd(seconds: int, draw: Draw) -> str:
    """A form that strict readers stumble over, though the instant is there."""
    t = time.gmtime(seconds)
    return draw.pick(
        (
            separator(seconds),
            f"{t.tm_mday} {_MONTHS[t.tm_mon]} {t.tm_year % 100:02} {t.tm_hour:02}:{t.tm_min:02}:{t.tm_sec:02} EST",
            f"{_DAYS[t.tm_wday]} , {t.tm_mday} {_MONTHS[t.tm_mon]} {t.tm_year} {t.tm_hour:02}:{t.tm_min:02} GMT",
            header(seconds, 0)[:-5] + "-0000",
        )
    )


def broken(draw: Draw) -> str:
    """What stands in a Date header and is no date."""
    return draw.pick(_BROKEN)
