"""Containers as they are read: opened, continued after a break, closed, found gone.

A *walked* container (folder, maildir) is read again each time, and its items carry stamps by which unchanged ones
are passed over. Any other is one run of bytes: while it is read, ``claimed`` counts the items that are done, so
that a broken run goes on behind them; when its stamp changes it starts anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    bindparam,
    delete,
    exists,
    func,
    insert,
    or_,
    select,
    update,
)

from headwater.model.document import NOT_ALL_READ
from headwater.store import schema
from headwater.store.keys import inserted

READING = "reading"
DONE = "done"
GONE = "gone"

_CHUNK = 500
_CLAIMED = ("size", "claimed", "structure_bytes", "unpacked")
_COUNTED = ("taken", "duplicates", "nested", "attachments", "unread", "item_bytes")
_FAILED = ("failed", "failed_bytes", "failures")
_NOTHING = dict.fromkeys((*_CLAIMED, *_COUNTED, *_FAILED), 0)


@dataclass(frozen=True, slots=True)
class Container:
    """A container as it stands in the case. ``done`` items need not be read again, ``unpacked`` bytes were
    unpacked from archives in it that are done."""

    id: int
    location: str
    kind: str
    state: str
    stamp: str
    done: int = 0
    unpacked: int = 0


@dataclass(frozen=True, slots=True)
class Parent:
    """Where a nested container stands: in container ``id``, taking ``length`` bytes of it.

    ``inside`` marks one that is attached to a message and so is no item of the container itself.
    """

    id: int
    length: int
    inside: bool = False


def find(connection: Connection, location: str) -> Container | None:
    """The container at ``location`` as the case knows it, or None."""
    table = schema.container
    row = connection.execute(select(table).where(table.c.location == location)).first()
    if row is None:
        return None
    return Container(row.id, row.location, row.kind, row.state, row.stamp, row.claimed, row.unpacked)


def begin(
    connection: Connection,
    location: str,
    kind: str,
    stamp: str,
    parent: Parent | None = None,
    *,
    walked: bool = False,
) -> Container:
    """Open the account of a container, new or known, in state "reading".

    ``location`` is the absolute path of the file or folder, with "!" before a path inside an archive. A known one
    keeps its parent where none is given. Failures of a walked one are struck out, since it is walked again.
    """
    table = schema.container
    known = find(connection, location)
    if known is None:
        values = {"location": location, "kind": kind, "stamp": stamp, "state": READING, **_nesting(parent)}
        values |= _NOTHING
        result = connection.execute(insert(table).values(**values))
        return Container(inserted(result), location, kind, READING, stamp)
    same = known.kind == kind and known.stamp == stamp and known.state == READING
    if walked and known.kind == kind:
        strike(connection, known.id, inside=False)
    elif not same:
        _empty(connection, [known.id])
    going_on = same and not walked
    values = {"kind": kind, "state": READING, "stamp": stamp, "claimed": known.done if going_on else 0}
    values |= _nesting(parent) if parent else {}
    connection.execute(update(table).where(table.c.id == known.id).values(**values))
    unpacked = _unpacked_below(connection, known.id) if going_on else 0
    return Container(known.id, location, kind, READING, stamp, known.done if going_on else 0, unpacked)


def begin_unless_done(
    connection: Connection,
    location: str,
    kind: str,
    stamp: str,
    parent: Parent | None = None,
    *,
    walked: bool = False,
) -> Container | None:
    """As ``begin``; None for a container that was read to its end and is unchanged, but walked ones are read again."""
    known = find(connection, location)
    if known and not walked and (known.state, known.stamp, known.kind) == (DONE, stamp, kind):
        if parent:
            adopt(connection, known.id, parent)
        return None
    return begin(connection, location, kind, stamp, parent, walked=walked)


def _nesting(parent: Parent | None) -> dict[str, int | str | None]:
    if parent is None:
        return {"parent_id": None, "length": 0, "inside": 0}
    return {"parent_id": parent.id, "length": parent.length, "inside": int(parent.inside)}


def _unpacked_below(connection: Connection, container: int) -> int:
    table = schema.container
    total = select(func.coalesce(func.sum(table.c.unpacked), 0)).where(
        table.c.parent_id == container, table.c.state == DONE
    )
    return int(connection.scalar(total) or 0)


def adopt(connection: Connection, container: int, parent: Parent) -> None:
    """Note where a container stands that is not read again."""
    table = schema.container
    connection.execute(update(table).where(table.c.id == container).values(**_nesting(parent)))


def note_done(connection: Connection, container: int, done: int) -> None:
    """Note that the first ``done`` items of a container are written."""
    table = schema.container
    connection.execute(update(table).where(table.c.id == container).values(claimed=done))


def finish(
    connection: Connection,
    container: int,
    *,
    claimed: int,
    size: int,
    structure_bytes: int,
    unpacked: int = 0,
) -> None:
    """Close the account with what the reader claims: items, bytes in all, bytes of structure.

    Beside it stands what is counted here from the rows themselves, so that a receipt compares two accounts.
    """
    connection.execute(
        update(schema.container)
        .where(schema.container.c.id == container)
        .values(
            state=DONE,
            claimed=claimed,
            size=size,
            structure_bytes=structure_bytes,
            unpacked=unpacked,
            **counted(connection, container),
        )
    )


def counted(connection: Connection, container: int) -> dict[str, int]:
    """What a container holds, counted from its rows, under the names of a receipt's counts.

    ``failures`` counts those of parts of items too, ``failed`` the items alone.
    """
    asked = {"container": container}
    items, inner, failed = (connection.execute(query, asked).one() for query in _COUNTS)
    return {
        **items._mapping,
        **failed._mapping,
        "nested": inner.nested,
        "taken": items.taken + inner.nested,
        "item_bytes": items.item_bytes + inner.bytes,
    }


def _items() -> Select[Any]:
    """Documents of a container that are still there; a duplicate has an earlier copy, here or elsewhere."""
    copy, earlier, document = schema.copy, schema.copy.alias("earlier"), schema.document
    own = copy.c.inside_id.is_(None)
    seen_before = exists().where(earlier.c.document_id == copy.c.document_id, earlier.c.id < copy.c.id)
    return (
        select(
            func.count().filter(own).label("taken"),
            func.count().filter(and_(own, seen_before)).label("duplicates"),
            func.count().filter(~own).label("attachments"),
            func.count()
            .filter(document.c.status.in_([status.value for status in NOT_ALL_READ]))
            .label("unread"),
            func.coalesce(func.sum(copy.c.length).filter(own), 0).label("item_bytes"),
        )
        .join(document, document.c.id == copy.c.document_id)
        .where(copy.c.container_id == bindparam("container"), copy.c.gone == 0)
    )


def _inner() -> Select[Any]:
    nested = schema.container
    return select(
        func.count().label("nested"), func.coalesce(func.sum(nested.c.length), 0).label("bytes")
    ).where(nested.c.parent_id == bindparam("container"), nested.c.inside == 0, nested.c.state != GONE)


def _failures() -> Select[Any]:
    failure = schema.failure
    own = failure.c.inside == 0
    return select(
        func.count().label("failures"),
        func.count().filter(own).label("failed"),
        func.coalesce(func.sum(failure.c.length).filter(own), 0).label("failed_bytes"),
    ).where(failure.c.container_id == bindparam("container"))


_COUNTS: tuple[Select[Any], ...] = (_items(), _inner(), _failures())


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


def apart(connection: Connection, kinds: Sequence[str]) -> frozenset[str]:
    """Locations of all containers of these kinds that are not gone."""
    table = schema.container
    return frozenset(
        connection.scalars(select(table.c.location).where(table.c.kind.in_(kinds), table.c.state != GONE))
    )


def unfinished(connection: Connection, limit: int) -> list[str]:
    """Locations of up to ``limit`` outermost containers that were not read to their end, in the order in which they were
    begun."""
    table = schema.container
    query = select(table.c.location).where(table.c.state == READING, table.c.parent_id.is_(None))
    return list(connection.scalars(query.order_by(table.c.id).limit(limit)))


def present(connection: Connection, container: int) -> int:
    """How many items of a container are in the case: documents, nested containers and failures."""
    copy, nested, failure = schema.copy, schema.container, schema.failure
    counts = (
        select(func.count())
        .select_from(copy)
        .where(copy.c.container_id == container, copy.c.inside_id.is_(None), copy.c.gone == 0),
        select(func.count())
        .select_from(nested)
        .where(nested.c.parent_id == container, nested.c.inside == 0, nested.c.state != GONE),
        select(func.count())
        .select_from(failure)
        .where(failure.c.container_id == container, failure.c.inside == 0),
    )
    return sum(int(connection.scalar(count) or 0) for count in counts)


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


def nested(connection: Connection, container: int) -> list[Container]:
    """The containers that are items of this one and not gone."""
    table = schema.container
    rows = connection.execute(
        select(table)
        .where(table.c.parent_id == container, table.c.inside == 0, table.c.state != GONE)
        .order_by(table.c.id)
    )
    return [Container(row.id, row.location, row.kind, row.state, row.stamp) for row in rows]


def strike(connection: Connection, container: int, *, inside: bool) -> None:
    """Strike out the failures of a container: those of its items, or with ``inside`` those of parts of items."""
    table = schema.failure
    connection.execute(delete(table).where(table.c.container_id == container, table.c.inside == int(inside)))


def mark_gone(connection: Connection, container: Container, paths: Sequence[str]) -> None:
    """Note that items of a walked container are no longer at these paths, nor anything inside them.

    Containers attached to these items go with them, and so do failures of their parts; documents stay.
    """
    copy, failure, table = schema.copy, schema.failure, schema.container
    for path in paths:
        below = (path + "!", path + '"')  # '"' is the code point after "!"
        connection.execute(
            update(copy)
            .where(
                copy.c.container_id == container.id, or_(copy.c.path == path, _between(copy.c.path, below))
            )
            .values(gone=1)
        )
        connection.execute(
            delete(failure).where(
                failure.c.container_id == container.id,
                failure.c.inside == 1,
                or_(failure.c.path == path, _between(failure.c.path, below)),
            )
        )
        located = (f"{container.location}/{below[0]}", f"{container.location}/{below[1]}")
        attached = select(table.c.id).where(
            table.c.parent_id == container.id, table.c.inside == 1, _between(table.c.location, located)
        )
        mark_containers_gone(connection, connection.scalars(attached).all())


def _between(column: ColumnElement[str], bounds: tuple[str, str]) -> ColumnElement[bool]:
    return and_(column > bounds[0], column < bounds[1])


def mark_containers_gone(connection: Connection, ids: Iterable[int]) -> None:
    """Note that containers are no longer there: nothing is in them and nothing is claimed of them."""
    keys = list(ids)
    _empty(connection, keys)
    table = schema.container
    for chunk in _chunks(keys):
        connection.execute(update(table).where(table.c.id.in_(chunk)).values(state=GONE, **_NOTHING))


def _empty(connection: Connection, ids: list[int]) -> None:
    """Mark everything in these containers as gone, and what is nested in them."""
    table = schema.container
    for chunk in _chunks(ids):
        connection.execute(update(schema.copy).where(schema.copy.c.container_id.in_(chunk)).values(gone=1))
        connection.execute(delete(schema.failure).where(schema.failure.c.container_id.in_(chunk)))
        below = connection.scalars(
            select(table.c.id).where(table.c.parent_id.in_(chunk), table.c.state != GONE)
        )
        mark_containers_gone(connection, list(below))


def _chunks(values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(values), _CHUNK):
        yield values[start : start + _CHUNK]
