"""The append-only log of notes on documents and passages; taking one back is a row of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select

from headwater.base import dates
from headwater.base.errors import NotFound
from headwater.base.spans import Span
from headwater.store import schema
from headwater.store.keys import inserted

_table = schema.note


@dataclass(frozen=True, slots=True)
class Note:
    """What ``by`` noted ``at`` an instant (UTC, ISO 8601) on the document with ``key``: on its passage ``span`` (code points
    of the rendition at that time) with these ``words``, or on the whole document (None, ""). ``withdrawn`` says who took it
    back and when, None where it stands."""

    id: int
    key: int
    span: Span | None
    words: str
    text: str
    by: str
    at: str
    withdrawn: tuple[str, str] | None = None


def add(
    connection: Connection, key: int, text: str, *, by: str, span: Span | None = None, words: str = ""
) -> int:
    """Write a note down; returns its number."""
    values = {"document_id": key, "words": words, "text": text, "by": by, "at": dates.now()}
    values |= {"start": span.start, "end": span.end} if span else {"start": None, "end": None}
    return inserted(connection.execute(insert(_table).values(**values)))


def withdraw(connection: Connection, number: int, *, by: str) -> int:
    """Take a note back; returns the key of its document. Raises NotFound where no such note stands."""
    found = [note for note in _notes(connection, _table.c.id == number) if note.withdrawn is None]
    if not found:
        raise NotFound(f"No note {number} stands in this case.", "It may have been taken back already.")
    values = {"document_id": found[0].key, "words": "", "text": "", "by": by, "at": dates.now()}
    connection.execute(insert(_table).values(**values, withdraws=number))
    return found[0].key


def of_document(connection: Connection, key: int) -> list[Note]:
    """The notes on a document in the order in which they were written, those taken back too."""
    return _notes(connection, _table.c.document_id == key)


def count(connection: Connection) -> int:
    """How many notes were written, those taken back too."""
    query = select(func.count()).select_from(_table).where(_table.c.withdraws.is_(None))
    return int(connection.scalar(query) or 0)


def latest(connection: Connection, limit: int, offset: int = 0) -> list[Note]:
    """Notes of the case, the last first, those taken back too."""
    own = select(_table.c.id).where(_table.c.withdraws.is_(None)).order_by(_table.c.id.desc())
    return _notes(connection, _table.c.id.in_(own.limit(limit).offset(offset)))[::-1]


def _notes(connection: Connection, which: Any) -> list[Note]:
    back = _table.alias("back")
    query = (
        select(_table, back.c.by.label("back_by"), back.c.at.label("back_at"))
        .outerjoin(back, (back.c.document_id == _table.c.document_id) & (back.c.withdraws == _table.c.id))
        .where(_table.c.withdraws.is_(None), which)
        .order_by(_table.c.id)
    )
    return [_note(row) for row in connection.execute(query)]


def _note(row: Row[Any]) -> Note:
    span = None if row.start is None else Span(row.start, row.end)
    withdrawn = None if row.back_by is None else (row.back_by, row.back_at)
    return Note(row.id, row.document_id, span, row.words, row.text, row.by, row.at, withdrawn)
