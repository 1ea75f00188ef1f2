"""The language of each document, as far as it was told."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping

from sqlalchemy import Connection, delete, func, insert, select

from headwater.store import documents, schema
from headwater.store.documents import Stored

_table = schema.language


def untold(connection: Connection, above: int, limit: int) -> list[Stored]:
    """Up to ``limit`` documents with keys above ``above`` whose language was not told yet, in the order of their keys."""
    document = schema.document
    told = select(_table.c.document_id).where(_table.c.document_id == document.c.id).exists()
    query = select(document.c.id).where(document.c.id > above, ~told).order_by(document.c.id).limit(limit)
    return documents.get_many(connection, connection.scalars(query).all())


def put(connection: Connection, codes: Mapping[int, str]) -> None:
    """Put down the languages of documents by their keys: ISO 639-1 codes, "" where nothing can be said."""
    rows = [{"document_id": key, "code": code} for key, code in codes.items()]
    if rows:
        connection.execute(insert(_table), rows)


def forget(connection: Connection, keys: Iterable[int]) -> None:
    """Have the language of these documents told anew: their texts have changed."""
    for key in keys:
        connection.execute(delete(_table).where(_table.c.document_id == key))


def count(connection: Connection) -> int:
    """Of how many documents the language was told."""
    return int(connection.scalar(select(func.count()).select_from(_table)) or 0)


def counts(connection: Connection) -> dict[str, int]:
    """How many documents are in each language, the most frequent first; under "" those of which nothing can be said."""
    query = select(_table.c.code, func.count()).group_by(_table.c.code)
    rows = [(code, number) for code, number in connection.execute(query)]
    return dict(sorted(rows, key=lambda row: (-row[1], row[0])))


def of_document(connection: Connection, key: int) -> str | None:
    """The language of a document; "" where nothing can be said, None where it was not told yet."""
    return connection.scalar(select(_table.c.code).where(_table.c.document_id == key))


def members(connection: Connection, code: str) -> array[int]:
    """Keys of the documents in a language, ascending; of "" those of which nothing can be said."""
    query = select(_table.c.document_id).where(_table.c.code == code).order_by(_table.c.document_id)
    return array("q", connection.scalars(query))
