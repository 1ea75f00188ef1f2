"""Documents written into a case, in batches.

What is written of a document is made apart from the writing (``items``): any number of processes may do that while one
writes. The rows stand in the order of the items, so that the same items always make the same case.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, Dialect, Table, func, insert, select, update

from headwater.base.compact import compact
from headwater.base.dates import DateRank
from headwater.model.document import Document, Message, Place, Taken
from headwater.store import schema, totals
from headwater.store.totals import Counted

RENDITION_VERSION = "1"
"""Version of what docs/renditions.md describes; rises when the same bytes would give another text."""

_CHUNK = 500  # bound variables in one statement: well below SQLite's old limit of 999


@compact
@dataclass(frozen=True, slots=True)
class Rows:
    """The rows that stand for a document, as values in the order of the tables' columns, without its key."""

    document: tuple[Any, ...]
    rendition: tuple[Any, ...]
    message: tuple[Any, ...] | None
    people: tuple[tuple[Any, ...], ...]
    counted: Counted


@compact
@dataclass(frozen=True, slots=True)
class Item:
    """A document at its place, ready to be written: ``sha256`` of it and of the message that holds it (None where none
    does), and what else was derived from it for whoever is told of new documents."""

    place: Place
    sha256: str
    holder: str | None
    rows: Rows
    derived: Any = None


def items(taken: Taken, derive: Callable[[Taken], Any] | None = None) -> Iterator[Item]:
    """An item and all that is inside it, each before what it holds."""
    return _items(taken, None, derive)


def _items(taken: Taken, holder: str | None, derive: Callable[[Taken], Any] | None) -> Iterator[Item]:
    document = taken.document
    yield Item(taken.place, document.sha256, holder, rows_of(document), derive(taken) if derive else None)
    for inner in taken.inside:
        yield from _items(inner, document.sha256, derive)


def add_items(connection: Connection, batch: Sequence[tuple[int, Item]]) -> list[tuple[int, Item]]:
    """Write a batch of items, each with the key of its container; returns those whose documents are new, with the keys
    that these got.

    Copies that are known already (same container, path and document) are left as they are, so that writing a batch
    twice changes nothing.
    """
    known = keys(connection, {item.sha256 for _, item in batch})
    key = (connection.scalar(select(func.max(schema.document.c.id))) or 0) + 1
    new: list[tuple[int, Item]] = []
    for _, item in batch:
        if item.sha256 not in known:
            known[item.sha256] = key
            new.append((key, item))
            key += 1
    _insert_documents(connection, new)
    _insert_copies(connection, batch, known)
    totals.add_documents(connection, (item.rows.counted for _, item in new))
    return new


def keys(connection: Connection, hashes: Iterable[str]) -> dict[str, int]:
    """The keys of the documents with these hashes (whole ones), by hash; unknown hashes are left out."""
    found: dict[str, int] = {}
    table = schema.document
    for chunk in _chunks(sorted(hashes)):
        rows = connection.execute(select(table.c.sha256, table.c.id).where(table.c.sha256.in_(chunk)))
        found.update((sha256, key) for sha256, key in rows)
    return found


def _chunks(values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(values), _CHUNK):
        yield values[start : start + _CHUNK]


def _insert_documents(connection: Connection, new: Sequence[tuple[int, Item]]) -> None:
    rows = [(key, item.rows) for key, item in new]
    _insert(connection, schema.document, [(key, *one.document) for key, one in rows])
    _insert(connection, schema.rendition, [(key, *one.rendition) for key, one in rows])
    _insert(connection, schema.message, [(key, *one.message) for key, one in rows if one.message])
    _insert(connection, schema.participant, [(key, *row) for key, one in rows for row in one.people])


def _insert(connection: Connection, table: Table, rows: list[tuple[Any, ...]], skipped: str = "") -> None:
    """Insert whole rows, in the order of the columns less the one ``skipped``: past SQLAlchemy's handling of each value,
    which takes longer than the database."""
    if rows:
        connection.exec_driver_sql(_statement(table, connection.dialect, skipped), rows)


@lru_cache
def _statement(table: Table, dialect: Dialect, skipped: str) -> str:
    names = [column.name for column in table.columns if column.name != skipped]
    return str(insert(table).compile(dialect=dialect, column_keys=names))


def _values(table: Table, row: Mapping[str, Any]) -> tuple[Any, ...]:
    """The values of ``row``, which has every column but the first, in the order of the columns."""
    return _chosen(table)(row)


@lru_cache
def _chosen(table: Table) -> Callable[[Mapping[str, Any]], tuple[Any, ...]]:
    return itemgetter(*[column.name for column in table.columns][1:])


def rows_of(document: Document) -> Rows:
    """The rows that stand for a document."""
    message = document.message
    dated = document.sent.seconds if document.sent and document.rank else None
    return Rows(
        _values(schema.document, _document_row(document)),
        _values(schema.rendition, _rendition_row(document)),
        _values(schema.message, _message_row(message)) if message else None,
        tuple((n, p.role, p.name, p.address) for n, p in enumerate(message.participants)) if message else (),
        Counted(
            document.kind.value,
            document.status.value,
            document.media_type,
            document.size,
            None if document.rank is DateRank.FILE else dated,
        ),
    )


def _document_row(document: Document) -> dict[str, Any]:
    return {
        "sha256": document.sha256,
        "size": document.size,
        "kind": document.kind.value,
        "media_type": document.media_type,
        "title": document.title,
        "status": document.status.value,
        "notes": _listed(document.notes),
        "sent": document.sent.seconds if document.sent else None,
        "sent_offset": document.sent.offset if document.sent else None,
        "rank": document.rank.value if document.rank else None,
        "properties": json.dumps(document.properties) if document.properties else None,
    }


def _listed(values: Sequence[str]) -> str:
    return json.dumps(values) if values else "[]"


def _rendition_row(document: Document) -> dict[str, Any]:
    raw = document.text.encode("utf-8")
    return {
        "version": RENDITION_VERSION,
        "sha256": hashlib.sha256(raw).hexdigest(),
        "length": len(document.text),
        "text": zlib.compress(raw, 1),
    }


def _message_row(message: Message) -> dict[str, Any]:
    return {
        "message_id": message.message_id,
        "in_reply_to": _listed(message.in_reply_to),
        "references": _listed(message.references),
    }


def _insert_copies(
    connection: Connection, batch: Sequence[tuple[int, Item]], known: Mapping[str, int]
) -> None:
    standing = _standing(connection, batch)
    new: list[tuple[Any, ...]] = []
    for container, item in batch:
        place, key = item.place, known[item.sha256]
        holder = known[item.holder] if item.holder else None
        if (container, place.path, key) in standing:
            _refresh_copy(connection, container, place, key, holder)
            continue
        standing.add((container, place.path, key))
        length = place.length or 0
        new.append((container, place.path, key, holder, place.offset, length, place.stamp, 0, place.name))
    _insert(connection, schema.copy, new, skipped="id")


def _standing(connection: Connection, batch: Sequence[tuple[int, Item]]) -> set[tuple[int, str, int]]:
    """The copies that are in the case at the places of ``batch``: container, path and document."""
    table = schema.copy
    paths: dict[int, set[str]] = {}
    for container, item in batch:
        paths.setdefault(container, set()).add(item.place.path)
    standing: set[tuple[int, str, int]] = set()
    for container, wanted in paths.items():
        for chunk in _chunks(sorted(wanted)):
            rows = connection.execute(
                select(table.c.path, table.c.document_id).where(
                    table.c.container_id == container, table.c.path.in_(chunk)
                )
            )
            standing.update((container, path, key) for path, key in rows)
    return standing


def _refresh_copy(connection: Connection, container: int, place: Place, key: int, holder: int | None) -> None:
    """The same bytes at the same place again, after the stamp changed or the item had been gone."""
    table = schema.copy
    connection.execute(
        update(table)
        .where(table.c.container_id == container, table.c.path == place.path, table.c.document_id == key)
        .values(
            inside_id=holder,
            stamp=place.stamp,
            offset=place.offset,
            length=place.length or 0,
            gone=0,
            name=place.name,
        )
    )
