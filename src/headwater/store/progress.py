"""How far work on the case has come that follows the documents."""

from __future__ import annotations

from sqlalchemy import Connection, func, insert, select, update

from headwater.store import schema

INDEXED = "indexed"
RELATED = "related"


def get(connection: Connection, name: str) -> int:
    """The value under ``name``; 0 where none was set."""
    table = schema.progress
    return int(connection.scalar(select(table.c.value).where(table.c.name == name)) or 0)


def put(connection: Connection, name: str, value: int) -> None:
    """Set the value under ``name``."""
    table = schema.progress
    if not connection.execute(update(table).where(table.c.name == name).values(value=value)).rowcount:
        connection.execute(insert(table).values(name=name, value=value))


def documents_above(connection: Connection, key: int) -> int:
    """How many documents have keys above ``key``."""
    return int(connection.scalar(select(func.count()).where(schema.document.c.id > key)) or 0)
