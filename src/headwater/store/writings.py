"""In which order the statements of documents were last written, so that what is derived from them can follow."""

from __future__ import annotations

from sqlalchemy import Connection, func, select
from sqlalchemy.dialects.sqlite import insert

from headwater.store import schema


def note(connection: Connection, key: int) -> None:
    """Note that the statements of the document with this key are being written: it becomes the last one."""
    query = insert(schema.writing).values(document_id=key, number=last(connection) + 1)
    query = query.on_conflict_do_update(
        index_elements=["document_id"], set_={"number": query.excluded.number}
    )
    connection.execute(query)


def last(connection: Connection) -> int:
    """The number of the last writing; 0 before the first. It never goes down."""
    return int(connection.scalar(select(func.max(schema.writing.c.number))) or 0)


def after(connection: Connection, number: int, limit: int) -> list[tuple[int, int]]:
    """Up to ``limit`` documents whose statements were last written after the writing ``number``, in that order: the
    number of each one's last writing and its key."""
    table = schema.writing
    query = select(table.c.number, table.c.document_id).where(table.c.number > number)
    return [
        (row.number, row.document_id)
        for row in connection.execute(query.order_by(table.c.number).limit(limit))
    ]


def count_after(connection: Connection, number: int) -> int:
    """How many documents ``after`` would give without a limit."""
    table = schema.writing
    return int(connection.scalar(select(func.count()).where(table.c.number > number)) or 0)
