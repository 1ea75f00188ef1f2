"""The account of each container.

What a reader claims (items, bytes, structure) is written as it says; what was taken in and what failed is
counted from the rows themselves, so that a receipt compares two independent accounts.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, and_, delete, exists, func, insert, select

from headwater.model.document import Failed, Place, Receipt, Status
from headwater.store import schema
from headwater.store.containers import GONE


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


def receipts(connection: Connection, *, failed_only: bool = False) -> list[Receipt]:
    """The receipts of all containers in the order in which they were first read.

    ``failed_only`` keeps those with failures, with unread documents, or that do not reconcile.
    """
    rows = connection.execute(select(schema.container).order_by(schema.container.c.id)).all()
    items = _by_container(connection, _item_counts())
    nested = _by_container(connection, _nested_counts())
    failed = _by_container(connection, _failed_counts())
    failures = _failures(connection)
    made = [
        _receipt(row, items.get(row.id), nested.get(row.id), failed.get(row.id), failures.get(row.id, ()))
        for row in rows
    ]
    return [r for r in made if not failed_only or r.failures or r.unread or not r.reconciles]


def _by_container(connection: Connection, query: Any) -> dict[int, Row[Any]]:
    return {row.container: row for row in connection.execute(query)}


def _item_counts() -> Any:
    table, earlier, document = schema.copy, schema.copy.alias("earlier"), schema.document
    item = and_(table.c.inside_id.is_(None), table.c.gone == 0)
    unread = and_(document.c.status == Status.UNREAD.value, table.c.gone == 0)
    seen_before = exists().where(earlier.c.document_id == table.c.document_id, earlier.c.id < table.c.id)
    return (
        select(
            table.c.container_id.label("container"),
            func.count().filter(item).label("taken"),
            func.coalesce(func.sum(table.c.length).filter(item), 0).label("bytes"),
            func.count().filter(and_(item, seen_before)).label("duplicates"),
            func.count().filter(and_(table.c.inside_id.is_not(None), table.c.gone == 0)).label("attachments"),
            func.count().filter(unread).label("unread"),
        )
        .join(document, document.c.id == table.c.document_id)
        .group_by(table.c.container_id)
    )


def _nested_counts() -> Any:
    table = schema.container
    return (
        select(
            table.c.parent_id.label("container"),
            func.count().label("nested"),
            func.sum(table.c.length).label("bytes"),
        )
        .where(table.c.parent_id.is_not(None), table.c.inside == 0, table.c.state != GONE)
        .group_by(table.c.parent_id)
    )


def _failed_counts() -> Any:
    table = schema.failure
    return (
        select(
            table.c.container_id.label("container"),
            func.count().label("failed"),
            func.coalesce(func.sum(table.c.length), 0).label("bytes"),
        )
        .where(table.c.inside == 0)
        .group_by(table.c.container_id)
    )


def _failures(connection: Connection) -> dict[int, tuple[Failed, ...]]:
    found: dict[int, list[Failed]] = {}
    for row in connection.execute(select(schema.failure).order_by(schema.failure.c.id)):
        place = Place(row.path, None, row.length or None)
        found.setdefault(row.container_id, []).append(Failed(place, row.code, row.reason))
    return {container: tuple(rows) for container, rows in found.items()}


def _receipt(
    row: Row[Any],
    items: Row[Any] | None,
    nested: Row[Any] | None,
    failed: Row[Any] | None,
    failures: tuple[Failed, ...],
) -> Receipt:
    return Receipt(
        container=row.location,
        kind=row.kind,
        state=row.state,
        size=row.size,
        claimed=row.claimed,
        taken=(items.taken if items else 0) + (nested.nested if nested else 0),
        failed=failed.failed if failed else 0,
        duplicates=items.duplicates if items else 0,
        nested=nested.nested if nested else 0,
        attachments=items.attachments if items else 0,
        unread=items.unread if items else 0,
        item_bytes=(items.bytes if items else 0) + (nested.bytes if nested else 0),
        structure_bytes=row.structure_bytes,
        failed_bytes=failed.bytes if failed else 0,
        failures=failures,
    )
