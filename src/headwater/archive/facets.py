"""Counts over all documents that a query finds: values of a field, and days, months or years.

The engine counts from columns, so a million documents take a blink. All counts are exact: each segment of the index gives
all its values, not its most frequent ones alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from enum import StrEnum
from itertools import pairwise

import tantivy

from headwater.archive.compiling import midnight
from headwater.archive.nodes import Node
from headwater.archive.search import Searcher, zone_of

_ALL = 1 << 30
_MOST_VALUES = 10_000  # values that are told apart in what the engine gives
_MOST_BARS = 12_000  # stretches of time that are counted at once
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_FIRST, _LAST = date(1, 1, 1), date(9999, 12, 31)


class Step(StrEnum):
    """Stretches of time that a histogram counts."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Counts:
    """The most frequent values with the documents that have each, most first, then by value; ``distinct`` is how many
    values there are, None where there are more than can be told apart."""

    values: tuple[tuple[str, int], ...]
    distinct: int | None


@dataclass(frozen=True, slots=True)
class Bar:
    """``count`` documents dated from ``first`` until before ``end``."""

    first: date
    end: date
    count: int


@dataclass(frozen=True, slots=True)
class Histogram:
    """Documents by their dates: ``bars`` with at least one document, in order, and how many are without a date."""

    step: Step
    bars: tuple[Bar, ...]
    undated: int


def values(searcher: Searcher, closed: Node, field: str, limit: int, zone: str = "UTC") -> Counts:
    """The values of an index field (kind, status, address, domain) over all documents that ``closed`` finds.

    ``closed`` is what ``Searcher.resolved`` gave; a document counts once for each of its values.
    """
    wanted = {"terms": {"field": field, "size": _MOST_VALUES, "segment_size": _ALL}}
    found = searcher.aggregated(searcher.compiled(closed, zone=zone), {"values": wanted})["values"]
    counted = [(str(one["key"]), int(one["doc_count"])) for one in found["buckets"] if one["key"]]
    counted.sort(key=lambda pair: (-pair[1], pair[0]))
    return Counts(tuple(counted[:limit]), len(counted) if len(counted) < _MOST_VALUES else None)


def histogram(searcher: Searcher, closed: Node, step: Step | None = None, zone: str = "UTC") -> Histogram:
    """The documents that ``closed`` finds by day, month or year of ``zone``.

    Without a ``step`` the finest one is taken that makes a picture: days for up to three months, months for up to
    twenty years. So many days that they cannot be counted at once become months, and months years.
    """
    compiled, area = searcher.compiled(closed, zone=zone), zone_of(zone)
    measures = {name: {name: {"field": "sent"}} for name in ("min", "max", "value_count")}
    found = searcher.aggregated(compiled, measures)
    total = searcher.count(closed, zone=zone)
    undated = total - int(found["value_count"]["value"] or 0)
    if found["min"]["value"] is None:
        return Histogram(step or Step.MONTH, (), undated)
    first, last = (_day(int(found[name]["value"]), area) for name in ("min", "max"))
    chosen = _possible(step or _fitting(first, last), first, last)
    edges = _edges(chosen, first, last)
    return Histogram(chosen, tuple(_bars(searcher, compiled, edges, area)), undated)


def _bars(searcher: Searcher, compiled: tantivy.Query, edges: Sequence[date], area: tzinfo) -> list[Bar]:
    instants = [midnight(edge, area) for edge in edges]
    ranges = [{"from": start, "to": end} for start, end in pairwise(instants)]
    wanted = {"bars": {"range": {"field": "sent", "ranges": ranges}}}
    found = searcher.aggregated(compiled, wanted)["bars"]["buckets"]
    counts = {int(one["from"]): int(one["doc_count"]) for one in found if one.get("from") is not None}
    pairs = zip(edges, edges[1:], instants, strict=False)
    return [Bar(first, end, counts[at]) for first, end, at in pairs if counts.get(at)]


def _day(seconds: int, area: tzinfo) -> date:
    try:
        return (_EPOCH + timedelta(seconds=seconds)).astimezone(area).date()
    except OverflowError:
        return _FIRST if seconds < 0 else _LAST


def _fitting(first: date, last: date) -> Step:
    if (last - first).days <= 92:
        return Step.DAY
    return Step.MONTH if last.year - first.year < 20 else Step.YEAR


def _possible(step: Step, first: date, last: date) -> Step:
    if step is Step.DAY and (last - first).days >= _MOST_BARS:
        step = Step.MONTH
    return Step.YEAR if step is Step.MONTH and (last.year - first.year) * 12 >= _MOST_BARS else step


def _edges(step: Step, first: date, last: date) -> list[date]:
    """The days at which stretches begin that cover ``first`` to ``last``, and the one after them."""
    edges = [_begin(step, first)]
    while edges[-1] <= last and edges[-1] < _LAST:
        edges.append(_next(step, edges[-1]))
    return edges


def _begin(step: Step, day: date) -> date:
    if step is Step.DAY:
        return day
    return day.replace(day=1) if step is Step.MONTH else day.replace(month=1, day=1)


def _next(step: Step, day: date) -> date:
    """The beginning of the stretch after the one that begins on ``day``; the last day there is where that is past it."""
    try:
        if step is Step.DAY:
            return day + timedelta(days=1)
        if step is Step.MONTH and day.month < 12:
            return day.replace(month=day.month + 1)
        return date(day.year + 1, 1, 1)
    except (ValueError, OverflowError):
        return _LAST
