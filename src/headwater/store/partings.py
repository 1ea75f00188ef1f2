"""Where the own and the quoted text of messages stand, as far as they were told apart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select

from headwater.base.spans import Span
from headwater.model.document import Kind
from headwater.store import documents, schema
from headwater.store.documents import Stored

_CHUNK = 500
_table, _document = schema.told_apart, schema.document

Parts = tuple[tuple[Span, ...], ...]


@dataclass(frozen=True, slots=True)
class Apart:
    """Spans of a document's text, those of one part together: what its writer wrote, and what it quotes."""

    own: Parts
    quoted: Parts


def untold(connection: Connection, above: int, limit: int) -> list[Stored]:
    """Up to ``limit`` messages with keys above ``above`` that were not told apart yet, in the order of their keys."""
    query = select(_document.c.id).where(_document.c.id > above, *_waiting()).order_by(_document.c.id)
    return documents.get_many(connection, connection.scalars(query.limit(limit)).all())


def waiting(connection: Connection) -> int:
    """How many messages were not told apart yet."""
    return int(connection.scalar(select(func.count()).select_from(_document).where(*_waiting())) or 0)


def _waiting() -> tuple[Any, Any]:
    told = select(_table.c.document_id).where(_table.c.document_id == _document.c.id).exists()
    return _document.c.kind == Kind.MESSAGE.value, ~told


def put(connection: Connection, found: Mapping[int, Apart]) -> None:
    """Keep where own and quoted text stand, by the keys of the messages."""
    rows = [
        {"document_id": key, "own": _plain(one.own), "quoted": _plain(one.quoted)}
        for key, one in found.items()
    ]
    if rows:
        connection.execute(insert(_table), rows)


def _plain(parts: Parts) -> list[list[int]]:
    return [[place for span in spans for place in (span.start, span.end)] for spans in parts]


def get_many(connection: Connection, keys: Sequence[int]) -> dict[int, Apart]:
    """What is kept of these messages; those whose text became another one since are left out."""
    found: dict[int, Apart] = {}
    renewed = schema.renewed.c.document_id
    for start in range(0, len(keys), _CHUNK):
        query = (
            select(_table)
            .outerjoin(schema.renewed, renewed == _table.c.document_id)
            .where(_table.c.document_id.in_(keys[start : start + _CHUNK]), renewed.is_(None))
        )
        for row in connection.execute(query):
            found[row.document_id] = Apart(_parts(row.own), _parts(row.quoted))
    return found


def _parts(plain: list[list[int]]) -> Parts:
    return tuple(
        tuple(Span(start, end) for start, end in zip(places[::2], places[1::2], strict=True))
        for places in plain
    )


def forget(connection: Connection, keys: Iterable[int]) -> None:
    """Have these messages told apart anew: their texts have changed."""
    for key in keys:
        connection.execute(delete(_table).where(_table.c.document_id == key))
