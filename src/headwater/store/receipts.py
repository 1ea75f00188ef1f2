"""The account of each container.

What a reader claims (items, bytes, structure) is written as it says; what was taken in and what failed is
counted from the rows themselves when the container is closed, so that a receipt compares two independent accounts.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, delete, func, insert, or_, select

from headwater.model.document import Failed, Place, Receipt
from headwater.store import schema
from headwater.store.containers import READING, counted


def add_failures(
    connection: Connection, container: int, failures: Sequence[Failed], *, inside: bool = False
) -> None:
    """Record what could not be taken in, in place of what was recorded of the same paths before.

    ``inside``: parts of items that were themselves taken in.
    """
    if failures:
        table = schema.failure
        paths = sorted({failed.place.path for failed in failures})
        for start in range(0, len(paths), 500):
            connection.execute(
                delete(table).where(
                    table.c.container_id == container,
                    table.c.inside == int(inside),
                    table.c.path.in_(paths[start : start + 500]),
                )
            )
        connection.execute(
            insert(table),
            [
                {
                    "container_id": container,
                    "path": failed.place.path,
                    "code": failed.code,
                    "reason": failed.reason,
                    "inside": int(inside),
                    "length": failed.place.length or 0,
                }
                for failed in failures
            ],
        )


def receipts(
    connection: Connection,
    *,
    failed_only: bool = False,
    limit: int | None = None,
    offset: int = 0,
    listed: bool = True,
) -> list[Receipt]:
    """Receipts in the order in which the containers were first read: ``limit`` of them (all without one) from ``offset``.

    ``failed_only`` keeps those with failures, with unread documents, or that do not reconcile. Without ``listed``
    failures are counted, but not listed.
    """
    table = schema.container
    query = select(table).where(*_wanted(failed_only)).order_by(table.c.id)
    if limit is not None or offset:
        query = query.limit(limit).offset(offset)
    rows = connection.execute(query).all()
    found = _failures(
        connection, [row.id for row in rows if row.failures or row.state == READING] if listed else []
    )
    return [_receipt(connection, row, tuple(found.get(row.id, ()))) for row in rows]


def latest(connection: Connection, limit: int) -> list[Receipt]:
    """The receipts of the ``limit`` containers that were met last, the last first; failures are counted, not listed."""
    table = schema.container
    rows = connection.execute(select(table).order_by(table.c.id.desc()).limit(limit))
    return [_receipt(connection, row, ()) for row in rows.all()]


def count(connection: Connection, *, failed_only: bool = False) -> int:
    """How many receipts there are with the same filter."""
    query = select(func.count()).select_from(schema.container).where(*_wanted(failed_only))
    return int(connection.scalar(query) or 0)


def failures(connection: Connection, limit: int, offset: int = 0) -> list[tuple[str, Failed]]:
    """``limit`` of all failures from ``offset`` on, container by container: where the container is, and what failed."""
    table, container = schema.failure, schema.container
    page = (
        select(table.c.id).order_by(table.c.container_id, table.c.id).limit(limit).offset(offset).subquery()
    )
    rows = connection.execute(
        select(table, container.c.location)
        .join(page, page.c.id == table.c.id)
        .join(container, container.c.id == table.c.container_id)
        .order_by(table.c.container_id, table.c.id)
    )
    return [(row.location, _failed(row)) for row in rows]


def failure_count(connection: Connection) -> int:
    """How many failures are listed in all receipts."""
    return int(connection.scalar(select(func.count()).select_from(schema.failure)) or 0)


def _wanted(failed_only: bool) -> list[ColumnElement[bool]]:
    table = schema.container.c
    if not failed_only:
        return []
    return [
        or_(
            table.state == READING,
            table.failures > 0,
            table.unread > 0,
            table.claimed != table.taken + table.failed,
            table.size != table.item_bytes + table.structure_bytes + table.failed_bytes,
        )
    ]


def _failures(connection: Connection, containers: Sequence[int]) -> dict[int, list[Failed]]:
    table = schema.failure
    found: dict[int, list[Failed]] = {}
    for start in range(0, len(containers), 500):
        chunk = containers[start : start + 500]
        for row in connection.execute(
            select(table).where(table.c.container_id.in_(chunk)).order_by(table.c.id)
        ):
            found.setdefault(row.container_id, []).append(_failed(row))
    return found


def _failed(row: Row[Any]) -> Failed:
    return Failed(Place(row.path, None, row.length or None), row.code, row.reason)


def _receipt(connection: Connection, row: Row[Any], listed: tuple[Failed, ...]) -> Receipt:
    """A receipt with what was counted when the container was closed; one that is being read is counted as it is."""
    counts = counted(connection, row.id) if row.state == READING else row._mapping
    return Receipt(
        container=row.location,
        kind=row.kind,
        state=row.state,
        size=row.size,
        claimed=row.claimed,
        taken=counts["taken"],
        failed=counts["failed"],
        duplicates=counts["duplicates"],
        nested=counts["nested"],
        attachments=counts["attachments"],
        unread=counts["unread"],
        item_bytes=counts["item_bytes"],
        structure_bytes=row.structure_bytes,
        failed_bytes=counts["failed_bytes"],
        failures=listed,
    )
