"""Which documents were read for statements, by which version of the extractor, and which are still to be read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, delete, func, insert, select

from headwater.store import schema, totals

_CHUNK = 500


@dataclass(frozen=True, slots=True)
class Load:
    """Work: how many documents, and the code points of their texts."""

    documents: int
    length: int


@dataclass(frozen=True, slots=True)
class Unread:
    """Which documents are to be read: those that no version has read; with ``extractor`` also those that another version
    or mode than this one has; of the whole case, or of ``among`` (keys in order)."""

    extractor: str = ""
    among: tuple[int, ...] | None = None


def record(connection: Connection, key: int, extractor: str, statements: int, note: str = "") -> None:
    """Note that ``extractor`` has read this document and how many statements it found; ``note`` says why none could be."""
    table = schema.reading
    before = connection.execute(delete(table).where(table.c.document_id == key)).rowcount
    rendition = connection.scalar(
        select(schema.rendition.c.sha256).where(schema.rendition.c.document_id == key)
    )
    connection.execute(
        insert(table).values(
            document_id=key,
            extractor=extractor,
            rendition=rendition or "",
            statements=statements,
            note=note,
        )
    )
    totals.add(connection, {(totals.READ, ""): 1 - before})


def note_of(connection: Connection, key: int) -> str | None:
    """Why nothing of a document was read, "" where it was read, None where nobody has tried."""
    table = schema.reading
    note: str | None = connection.scalar(select(table.c.note).where(table.c.document_id == key))
    return note


def read_before(connection: Connection, keys: Sequence[int]) -> set[int]:
    """Which of these documents were read by any version."""
    table = schema.reading
    found: set[int] = set()
    for chunk in _chunks(keys):
        found.update(connection.scalars(select(table.c.document_id).where(table.c.document_id.in_(chunk))))
    return found


def unread(connection: Connection, wanted: Unread, after: int, limit: int) -> list[int]:
    """Up to ``limit`` keys above ``after`` of documents that are to be read, in order."""
    table = schema.document
    if wanted.among is None:
        query = _query(wanted, table.c.id).where(table.c.id > after).order_by(table.c.id).limit(limit)
        return list(connection.scalars(query))
    found: list[int] = []
    for chunk in _chunks([key for key in wanted.among if key > after]):
        query = _query(wanted, table.c.id).where(table.c.id.in_(chunk)).order_by(table.c.id)
        found += connection.scalars(query.limit(limit - len(found)))
        if len(found) == limit:
            break
    return found


def load(connection: Connection, wanted: Unread) -> Load:
    """How much there is to be read."""
    sums = (func.count(), func.coalesce(func.sum(schema.rendition.c.length), 0))
    whole = [list[int]()] if wanted.among is None else _chunks(wanted.among)
    documents = length = 0
    for chunk in whole:
        query = _query(wanted, *sums).join(
            schema.rendition, schema.rendition.c.document_id == schema.document.c.id
        )
        if wanted.among is not None:
            query = query.where(schema.document.c.id.in_(chunk))
        row = connection.execute(query).one()
        documents, length = documents + row[0], length + row[1]
    return Load(documents, length)


def by_others(connection: Connection, extractor: str) -> int:
    """How many documents were read by another version or mode than ``extractor``."""
    table = schema.reading
    query = select(func.count()).select_from(table).where(table.c.extractor != extractor)
    return int(connection.scalar(query) or 0)


def _query(wanted: Unread, *columns: Any) -> Select[Any]:
    table, reading = schema.document, schema.reading
    open_to: ColumnElement[bool] = reading.c.extractor.is_(None)
    if wanted.extractor:
        open_to = open_to | (reading.c.extractor != wanted.extractor)
    return (
        select(*columns)
        .select_from(table)
        .outerjoin(reading, reading.c.document_id == table.c.id)
        .where(table.c.kind.in_(schema.TEXT_KINDS), open_to)
    )


def _chunks(keys: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(keys), _CHUNK):
        yield keys[start : start + _CHUNK]
