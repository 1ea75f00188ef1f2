"""Tags on documents: an append-only list of who put which tag on what, and who took it off.

A tag's name is compared without case and accents; it is shown as it was written last.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, Select, func, insert, select

from headwater.base import dates
from headwater.base.errors import InputError
from headwater.base.folding import folded
from headwater.store import schema

LONGEST = 80
"""Code points of the longest name of a tag."""

_CHUNK = 500
_table = schema.tagging


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag and how many documents have it."""

    name: str
    documents: int


@dataclass(frozen=True, slots=True)
class Tagged:
    """A tag that a document has: ``by`` whom and when (UTC, ISO 8601)."""

    name: str
    by: str
    at: str


def put(connection: Connection, keys: Iterable[int], name: str, *, by: str) -> int:
    """Put a tag on documents; returns how many did not have it. Raises InputError for a name that cannot be one."""
    return _write(connection, keys, name, by, put=True)


def take_off(connection: Connection, keys: Iterable[int], name: str, *, by: str) -> int:
    """Take a tag off documents; returns how many had it. Raises InputError for a name that cannot be one."""
    return _write(connection, keys, name, by, put=False)


def _write(connection: Connection, keys: Iterable[int], name: str, by: str, *, put: bool) -> int:
    shown = _checked(name)
    tag, at = folded(shown), dates.now()
    having = set(members(connection, shown))
    rows = [
        {"document_id": key, "tag": tag, "name": shown, "put": int(put), "by": by, "at": at}
        for key in dict.fromkeys(keys)
        if (key in having) != put
    ]
    if rows:
        connection.execute(insert(_table), rows)
    return len(rows)


def _checked(name: str) -> str:
    shown = " ".join(name.split())
    if not folded(shown) or len(shown) > LONGEST or not shown.isprintable() or set(shown) & set('"“”„«»'):
        step = f"Write a name of at most {LONGEST} characters, without quotation marks."
        raise InputError(f"{name[:100]!r} cannot be the name of a tag.", step, code="tag")
    return shown


def _present() -> Select[tuple[int]]:
    """The ids of the rows that are the last ones of their document and tag."""
    return select(func.max(_table.c.id)).group_by(_table.c.document_id, _table.c.tag)


def members(connection: Connection, name: str) -> list[int]:
    """The keys of the documents that have a tag, ascending."""
    tag = folded(name)
    last = _present().where(_table.c.tag == tag)
    query = select(_table.c.document_id).where(_table.c.id.in_(last), _table.c.put == 1)
    return sorted(connection.scalars(query))


def every(connection: Connection) -> list[Tag]:
    """Every tag that some document has, by name."""
    standing = _present().subquery()
    query = (
        select(_table.c.tag, func.max(_table.c.id), func.count())
        .where(_table.c.id.in_(select(standing)), _table.c.put == 1)
        .group_by(_table.c.tag)
    )
    found = connection.execute(query).all()
    names = _names(connection, [row[1] for row in found])
    return [Tag(names[row[1]], row[2]) for row in sorted(found)]


def _names(connection: Connection, ids: Sequence[int]) -> dict[int, str]:
    names: dict[int, str] = {}
    for start in range(0, len(ids), _CHUNK):
        chunk = ids[start : start + _CHUNK]
        rows = connection.execute(select(_table.c.id, _table.c.name).where(_table.c.id.in_(chunk)))
        names.update((id, name) for id, name in rows)
    return names


def of_document(connection: Connection, key: int) -> list[Tagged]:
    """The tags of a document, by name."""
    last = _present().where(_table.c.document_id == key)
    rows = connection.execute(
        select(_table).where(_table.c.id.in_(last), _table.c.put == 1).order_by(_table.c.tag)
    )
    return [Tagged(row.name, row.by, row.at) for row in rows]
