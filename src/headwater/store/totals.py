"""What a case holds, counted.

The counts are kept in the table ``tally``, in the same transaction as the rows that they count, so that asking for
them takes the same time in a case of five million documents as in a small one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import Connection, case, func, select
from sqlalchemy.dialects.sqlite import Insert, insert

from headwater.store import schema

KIND, STATUS, MEDIA_TYPE = "kind", "status", "media_type"
BYTES, UNDATED = "bytes", "undated"
FIRST, LAST = "first", "last"
READ, STATEMENTS = "read", "statements"
"""Documents read for statements, and statements by how they stand."""


@dataclass(frozen=True, slots=True)
class Totals:
    """What a case holds: documents per kind, per status and per media type; first and last date (UTC seconds).

    Dates taken from file times are left out of first and last; such documents count as ``undated``.
    """

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
    """Counts of what the case holds, the most frequent first."""
    return Totals(
        _ranked(of(connection, KIND)),
        _ranked(of(connection, STATUS)),
        _ranked(of(connection, MEDIA_TYPE)),
        one(connection, UNDATED),
        of(connection, FIRST).get(""),
        of(connection, LAST).get(""),
        one(connection, BYTES),
    )


def _ranked(counts: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))


def of(connection: Connection, measure: str) -> dict[str, int]:
    """The numbers of one measure by value; nothing where none was counted."""
    table = schema.tally
    rows = connection.execute(select(table.c.value, table.c.number).where(table.c.measure == measure))
    return {row.value: row.number for row in rows}


def one(connection: Connection, measure: str) -> int:
    """The number of a measure that has no values apart; 0 where none was counted."""
    return of(connection, measure).get("", 0)


def documents(connection: Connection) -> int:
    """How many documents the case holds."""
    return sum(of(connection, KIND).values())


def add(connection: Connection, changes: Mapping[tuple[str, str], int]) -> None:
    """Add to the numbers under (measure, value); of ``FIRST`` and ``LAST`` the lower and the higher stay."""
    rows = [
        {"measure": measure, "value": value, "number": number}
        for (measure, value), number in changes.items()
        if number or measure in (FIRST, LAST)
    ]
    if not rows:
        return
    connection.execute(_ADDING, rows)


def _adding() -> Insert:
    query = insert(schema.tally)
    old, new = schema.tally.c.number, query.excluded.number
    number = case(
        (schema.tally.c.measure == FIRST, func.min(old, new)),
        (schema.tally.c.measure == LAST, func.max(old, new)),
        else_=old + new,
    )
    return query.on_conflict_do_update(index_elements=["measure", "value"], set_={"number": number})


_ADDING = _adding()


class Counted(NamedTuple):
    """What is counted of a document: ``dated`` is its date in UTC seconds, None where it has none or only a file's."""

    kind: str
    status: str
    media_type: str
    size: int
    dated: int | None


def add_documents(connection: Connection, new: Iterable[Counted]) -> None:
    """Count documents that were just written."""
    counts: Counter[tuple[str, str]] = Counter()
    dates: list[int] = []
    for document in new:
        counts[KIND, document.kind] += 1
        counts[STATUS, document.status] += 1
        counts[MEDIA_TYPE, document.media_type] += 1
        counts[BYTES, ""] += document.size
        if document.dated is None:
            counts[UNDATED, ""] += 1
        else:
            dates.append(document.dated)
    spread = {(FIRST, ""): min(dates), (LAST, ""): max(dates)} if dates else {}
    add(connection, {**counts, **spread})
