"""Documents by the names of the files in which they were found."""

from __future__ import annotations

import re

from sqlalchemy import Connection, select

from headwater.store import schema


def placed(connection: Connection, name: str, limit: int) -> list[int]:
    """The keys of up to ``limit`` documents of which a copy's path has ``name`` in its last part, with no letter or digit
    beside it; in the order of their keys. Every path of the case is looked at."""
    table = schema.copy
    rows = connection.execute(
        select(table.c.document_id, table.c.path).where(table.c.path.contains(name, autoescape=True))
    )
    word = re.compile(rf"(?<![^\W_]){re.escape(name)}(?![^\W_])", re.IGNORECASE)
    found = {key for key, path in rows if word.search(path.rpartition("/")[2])}
    return sorted(found)[:limit]
