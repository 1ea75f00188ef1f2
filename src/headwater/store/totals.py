"""What a case holds, counted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, select

from headwater.base.dates import DateRank
from headwater.store import schema


@dataclass(frozen=True, slots=True)
class Totals:
    """What a case holds: documents per kind, per status and per media type; first and last date (UTC seconds)."""

    kinds: tuple[tuple[str, int], ...]
    statuses: tuple[tuple[str, int], ...]
    media_types: tuple[tuple[str, int], ...]
    undated: int
    first: int | None
    last: int | None
    bytes: int

    @property
    def documents(self) -> int:
        """All documents."""
        return sum(count for _, count in self.kinds)


def totals(connection: Connection) -> Totals:
    """Count what the case holds. Dates taken from file times are left out of first and last."""
    table = schema.document
    dated = (table.c.sent.is_not(None)) & (table.c.rank != DateRank.FILE.value)
    first, last, size = connection.execute(
        select(
            func.min(table.c.sent).filter(dated), func.max(table.c.sent).filter(dated), func.sum(table.c.size)
        )
    ).one()
    undated = connection.scalar(select(func.count()).where(~func.coalesce(dated, False))) or 0
    return Totals(
        _counts(connection, table.c.kind),
        _counts(connection, table.c.status),
        _counts(connection, table.c.media_type),
        undated,
        first,
        last,
        size or 0,
    )


def _counts(connection: Connection, column: Any) -> tuple[tuple[str, int], ...]:
    rows = connection.execute(
        select(column, func.count()).group_by(column).order_by(func.count().desc(), column)
    )
    return tuple((value, count) for value, count in rows)
