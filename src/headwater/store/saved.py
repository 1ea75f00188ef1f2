"""Searches that are kept under a name."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, delete, insert, select

from headwater.base import dates
from headwater.base.errors import InputError, NotFound
from headwater.store import schema

LONGEST = 80
"""Code points of the longest name."""

_table = schema.saved_search


@dataclass(frozen=True, slots=True)
class Saved:
    """A query under a name; ``by`` whom and when (UTC, ISO 8601) it was saved last."""

    name: str
    query: str
    by: str
    at: str


def put(connection: Connection, name: str, query: str, *, by: str) -> None:
    """Keep a query under ``name``, in place of one that has this name. Raises InputError for a name that cannot be one."""
    shown = " ".join(name.split())
    if not shown or len(shown) > LONGEST or not shown.isprintable():
        step = f"Write at most {LONGEST} characters."
        raise InputError(f"{name[:100]!r} cannot be the name of a search.", step, code="saved-search")
    connection.execute(delete(_table).where(_table.c.name == shown))
    connection.execute(insert(_table).values(name=shown, query=query, by=by, at=dates.now()))


def take_off(connection: Connection, name: str) -> None:
    """Forget the search of this name. Raises NotFound."""
    if not connection.execute(delete(_table).where(_table.c.name == name)).rowcount:
        raise NotFound(f"No search is saved as {name!r}.", "Names are compared letter by letter.")


def every(connection: Connection) -> list[Saved]:
    """Every search that is kept, by name."""
    rows = connection.execute(select(_table).order_by(_table.c.name))
    return [Saved(row.name, row.query, row.by, row.at) for row in rows]
