"""Documents, their copies and renditions, read by id; ``filing`` writes them."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, Select, func, select

from headwater.base.dates import DateRank, Moment
from headwater.base.errors import InputError, NotFound
from headwater.model.document import (
    ID_LENGTH,
    Copy,
    Document,
    Kind,
    Message,
    Participant,
    Place,
    Status,
)
from headwater.store import filing, schema

_CHUNK = 500  # bound variables in one statement: well below SQLite's old limit of 999


@dataclass(frozen=True, slots=True)
class Stored:
    """A document as it stands in a case: ``key`` is the database's id, used for order and joins only."""

    key: int
    document: Document


@dataclass(frozen=True, slots=True)
class Listed:
    """A document as it stands in a list, without its text: ``id`` as in a case."""

    key: int
    id: str
    kind: str
    title: str
    size: int
    media_type: str
    status: str
    sent: int | None


def _chunks(values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(values), _CHUNK):
        yield values[start : start + _CHUNK]


def find_key(connection: Connection, document_id: str) -> int:
    """The database key of the document whose SHA-256 begins with ``document_id`` (at least 4 hex digits).

    Raises NotFound where none does, InputError where several do.
    """
    wanted = document_id.strip().lower()
    if len(wanted) < 4 or any(c not in "0123456789abcdef" for c in wanted):
        raise NotFound(
            f"{document_id!r} is not a document's id.",
            "Ids are the first hexadecimal digits of a SHA-256; search shows them.",
        )
    table = schema.document
    rows = connection.execute(
        select(table.c.id).where(table.c.sha256 >= wanted, table.c.sha256 < wanted + "g").limit(2)
    ).all()
    if not rows:
        raise NotFound(
            f"No document of this case has an id beginning with {wanted}.", "Search shows the ids."
        )
    if len(rows) > 1:
        raise InputError(
            f"Several documents have ids beginning with {wanted}.", "Give more digits.", code="ambiguous"
        )
    return int(rows[0][0])


def get(connection: Connection, key: int) -> Stored:
    """The document with this key, text and message headers included. Raises NotFound."""
    found = get_many(connection, [key])
    if not found:
        raise NotFound(f"The case has no document number {key}.")
    return found[0]


def get_many(connection: Connection, keys: Sequence[int]) -> list[Stored]:
    """The documents with these keys, in the order of ``keys``; unknown keys are left out."""
    found: dict[int, Stored] = {}
    for chunk in _chunks(list(dict.fromkeys(keys))):
        rows = connection.execute(_SELECT.where(schema.document.c.id.in_(chunk))).all()
        people = participants(connection, [row.id for row in rows])
        found.update((row.id, _stored(row, people.get(row.id, ()))) for row in rows)
    return [found[key] for key in keys if key in found]


def listed(connection: Connection, keys: Sequence[int]) -> list[Listed]:
    """The documents with these keys as they stand in lists, in the order of ``keys``; unknown keys are left out."""
    found: dict[int, Listed] = {}
    for chunk in _chunks(list(dict.fromkeys(keys))):
        rows = connection.execute(_LISTED.where(schema.document.c.id.in_(chunk)))
        found.update((row.id, _listed(row)) for row in rows)
    return [found[key] for key in keys if key in found]


def biggest_files(connection: Connection, limit: int) -> list[Listed]:
    """The biggest documents that are no messages; looks at all documents once, so whoever asks often keeps the answer."""
    table = schema.document
    query = _LISTED.where(table.c.kind != Kind.MESSAGE.value).order_by(table.c.size.desc(), table.c.id)
    return [_listed(row) for row in connection.execute(query.limit(limit))]


def _listed(row: Row[Any]) -> Listed:
    return Listed(
        row.id, row.sha256[:ID_LENGTH], row.kind, row.title, row.size, row.media_type, row.status, row.sent
    )


_LISTED: Select[Any] = select(
    schema.document.c.id,
    schema.document.c.sha256,
    schema.document.c.kind,
    schema.document.c.title,
    schema.document.c.size,
    schema.document.c.media_type,
    schema.document.c.status,
    schema.document.c.sent,
)


def by_sha256(connection: Connection, hashes: Iterable[str]) -> dict[str, Document]:
    """The documents with these hashes (whole ones), by hash; unknown hashes are left out."""
    found = get_many(connection, list(filing.keys(connection, set(hashes)).values()))
    return {stored.document.sha256: stored.document for stored in found}


def after(connection: Connection, key: int, limit: int) -> list[Stored]:
    """Up to ``limit`` documents with keys above ``key``, in order of their keys."""
    table = schema.document
    keys = connection.scalars(
        select(table.c.id).where(table.c.id > key).order_by(table.c.id).limit(limit)
    ).all()
    return get_many(connection, keys)


_SELECT = (
    select(
        schema.document,
        schema.rendition.c.text,
        schema.message.c.message_id,
        schema.message.c.in_reply_to,
        schema.message.c.references,
    )
    .outerjoin(schema.rendition, schema.rendition.c.document_id == schema.document.c.id)
    .outerjoin(schema.message, schema.message.c.document_id == schema.document.c.id)
)


def participants(connection: Connection, keys: Sequence[int]) -> dict[int, tuple[Participant, ...]]:
    """The people in the headers of the messages with these keys, by key; those without any are left out."""
    table = schema.participant
    people: dict[int, list[Participant]] = {}
    for chunk in _chunks(keys):
        rows = connection.execute(
            select(table)
            .where(table.c.document_id.in_(chunk))
            .order_by(table.c.document_id, table.c.position)
        )
        for row in rows:
            people.setdefault(row.document_id, []).append(Participant(row.role, row.name, row.address))
    return {key: tuple(found) for key, found in people.items()}


def _stored(row: Row[Any], people: tuple[Participant, ...]) -> Stored:
    message = None
    if row.message_id is not None:
        message = Message(row.title, row.message_id, tuple(row.in_reply_to), tuple(row.references), people)
    return Stored(
        row.id,
        Document(
            sha256=row.sha256,
            size=row.size,
            kind=Kind(row.kind),
            media_type=row.media_type,
            title=row.title,
            text=zlib.decompress(row.text).decode("utf-8") if row.text is not None else "",
            status=Status(row.status),
            notes=tuple(row.notes),
            sent=Moment(row.sent, row.sent_offset) if row.sent is not None else None,
            rank=DateRank(row.rank) if row.rank else None,
            message=message,
            properties=tuple((str(name), str(value)) for name, value in row.properties or ()),
        ),
    )


def copies(connection: Connection, key: int) -> list[Copy]:
    """Where a document was found, in the order in which the places were read."""
    table, holder = schema.copy, schema.document.alias("holder")
    rows = connection.execute(
        select(table, schema.container.c.location, holder.c.sha256.label("holder"))
        .join(schema.container, schema.container.c.id == table.c.container_id)
        .outerjoin(holder, holder.c.id == table.c.inside_id)
        .where(table.c.document_id == key)
        .order_by(table.c.id)
    )
    return [
        Copy(
            row.location,
            Place(row.path, row.offset, row.length or None, row.stamp, row.name),
            row.holder[:ID_LENGTH] if row.holder else None,
            bool(row.gone),
        )
        for row in rows
    ]


def sent_between(connection: Connection, first: int, last: int, limit: int) -> list[int]:
    """Up to ``limit`` keys of documents with a date from ``first`` up to ``last`` (seconds since 1970 in UTC), in order."""
    table = schema.document
    query = select(table.c.id).where(table.c.sent >= first, table.c.sent < last)
    return list(connection.scalars(query.order_by(table.c.id).limit(limit)))


def inside(connection: Connection, key: int) -> list[Stored]:
    """The documents found inside this message (its attachments), each once, in order."""
    table = schema.copy
    rows = connection.execute(
        select(table.c.document_id, func.min(table.c.id))
        .where(table.c.inside_id == key)
        .group_by(table.c.document_id)
    ).all()
    return get_many(connection, [row[0] for row in sorted(rows, key=lambda row: row[1])])


def by_message_id(connection: Connection, message_id: str) -> list[str]:
    """The SHA-256 of the messages with this Message-ID (no brackets), in the order in which they were taken in."""
    query = (
        select(schema.document.c.sha256)
        .join(schema.message, schema.message.c.document_id == schema.document.c.id)
        .where(schema.message.c.message_id == message_id)
        .order_by(schema.document.c.id)
    )
    return list(connection.scalars(query))


def places(connection: Connection) -> Iterator[tuple[str, str, str]]:
    """Every copy of the case as its container's location, its path in it, and the document's SHA-256."""
    query = (
        select(schema.container.c.location, schema.copy.c.path, schema.document.c.sha256)
        .join(schema.copy, schema.copy.c.container_id == schema.container.c.id)
        .join(schema.document, schema.document.c.id == schema.copy.c.document_id)
        .order_by(schema.copy.c.id)
    )
    yield from (tuple(row) for row in connection.execute(query))
