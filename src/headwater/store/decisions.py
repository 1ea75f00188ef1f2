"""The append-only table of decisions. Nothing here is ever changed or deleted; undoing is a decision too."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, func, insert, select

from headwater.base import dates
from headwater.model.claim import Decision
from headwater.store import schema
from headwater.store.keys import inserted


def append(connection: Connection, kind: str, body: Mapping[str, Any], *, by: str) -> Decision:
    """Record a decision of ``by`` (a name) now, and return it as it stands."""
    at = dates.now()
    result = connection.execute(insert(schema.decision).values(at=at, by=by, kind=kind, body=dict(body)))
    return Decision(inserted(result), at, by, kind, dict(body))


def history(connection: Connection) -> list[Decision]:
    """All decisions in the order in which they were made."""
    rows = connection.execute(select(schema.decision).order_by(schema.decision.c.id))
    return [Decision(row.id, row.at, row.by, row.kind, row.body) for row in rows]


def last(connection: Connection) -> int:
    """The number of the last decision; 0 before the first."""
    return int(connection.scalar(select(func.max(schema.decision.c.id))) or 0)


def referred(connection: Connection) -> set[str]:
    """The ids of all statements that any decision speaks of, whether it stands or not."""
    found: set[str] = set()
    for decision in history(connection):
        body = decision.body
        if decision.kind == "link":
            found.add(body["statement"])
        elif decision.kind == "derivation":
            found.update((body["of"], *body["sources"]))
    return found
