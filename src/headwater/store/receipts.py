"""Containers and the account of what was in them.

What a reader claims (items, bytes, structure) is written as it says; what was taken in and what failed is
counted from the rows themselves, so that a receipt compares two independent accounts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, and_, delete, exists, func, insert, select, update

from headwater.model.document import Failed, Place, Receipt, Status
from headwater.store import schema
from headwater.store.keys import inserted

READING = "reading"
DONE = "done"


@dataclass(frozen=True, slots=True)
class Container:
    """A container as it stands in the case."""

    id: int
    location: str
    kind: str
    state: str
    stamp: str


@dataclass(frozen=True, slots=True)
class Parent:
    """Where a nested container stands: in container ``id``, taking ``length`` bytes of it.

    ``inside`` marks one that is attached to a message and so is no item of the container itself.
    """

    id: int
    length: int
    inside: bool = False


def begin(
    connection: Connection, location: str, kind: str, stamp: str, parent: Parent | None = None
) -> Container:
    """Open the account of a container, new or known, in state "reading"; earlier failures are struck out.

    ``location`` is the absolute path of the file or folder, with "!" before a path inside an archive.
    """
    table = schema.container
    nesting = {
        "parent_id": parent.id if parent else None,
        "length": parent.length if parent else 0,
        "inside": int(parent.inside) if parent else 0,
    }
    row = connection.execute(select(table).where(table.c.location == location)).first()
    if row is None:
        values = {"location": location, "kind": kind, "stamp": stamp, **nesting}
        values |= {"state": READING, "size": 0, "claimed": 0, "structure_bytes": 0}
        result = connection.execute(insert(table).values(**values))
        return Container(inserted(result), location, kind, READING, stamp)
    connection.execute(
        update(table).where(table.c.id == row.id).values(kind=kind, state=READING, stamp=stamp, **nesting)
    )
    connection.execute(delete(schema.failure).where(schema.failure.c.container_id == row.id))
    return Container(row.id, location, kind, READING, stamp)


def find(connection: Connection, location: str) -> Container | None:
    """The container at ``location`` as the case knows it, or None."""
    table = schema.container
    row = connection.execute(select(table).where(table.c.location == location)).first()
    return Container(row.id, row.location, row.kind, row.state, row.stamp) if row else None


def known_stamps(connection: Connection, container: int, paths: Sequence[str]) -> dict[str, str]:
    """Of ``paths`` (at most some hundreds), those whose items are in the case, with their stamps."""
    table = schema.copy
    rows = connection.execute(
        select(table.c.path, table.c.stamp).where(
            table.c.container_id == container,
            table.c.path.in_(paths),
            table.c.inside_id.is_(None),
            table.c.gone == 0,
        )
    )
    return {row.path: row.stamp for row in rows}


def add_failures(
    connection: Connection, container: int, failures: Sequence[Failed], *, inside: bool = False
) -> None:
    """Record what could not be taken in. ``inside``: parts of items that were themselves taken in."""
    if failures:
        connection.execute(
            insert(schema.failure),
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


def top_level_paths(connection: Connection, container: int, after_path: str, limit: int) -> list[str]:
    """Up to ``limit`` paths of present items of a container above ``after_path``, in code point order."""
    table = schema.copy
    return list(
        connection.scalars(
            select(table.c.path)
            .where(
                table.c.container_id == container,
                table.c.inside_id.is_(None),
                table.c.gone == 0,
                table.c.path > after_path,
            )
            .distinct()
            .order_by(table.c.path)
            .limit(limit)
        )
    )


def mark_gone(connection: Connection, container: int, paths: Sequence[str]) -> None:
    """Note that items are no longer at these paths; the documents and the memory of the copies stay."""
    table = schema.copy
    connection.execute(
        update(table).where(table.c.container_id == container, table.c.path.in_(paths)).values(gone=1)
    )


def finish(connection: Connection, container: int, *, claimed: int, size: int, structure_bytes: int) -> None:
    """Close the account with what the reader claims: items, bytes in all, bytes of structure."""
    connection.execute(
        update(schema.container)
        .where(schema.container.c.id == container)
        .values(state=DONE, claimed=claimed, size=size, structure_bytes=structure_bytes)
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
    seen_before = exists().where(earlier.c.document_id == table.c.document_id, earlier.c.id < table.c.id)
    return (
        select(
            table.c.container_id.label("container"),
            func.count().filter(item).label("taken"),
            func.coalesce(func.sum(table.c.length).filter(item), 0).label("bytes"),
            func.count().filter(and_(item, seen_before)).label("duplicates"),
            func.count().filter(table.c.inside_id.is_not(None)).label("attachments"),
            func.count().filter(document.c.status == Status.UNREAD.value).label("unread"),
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
        .where(table.c.parent_id.is_not(None), table.c.inside == 0)
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
