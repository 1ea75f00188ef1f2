"""The key that the database gave to a row."""

from __future__ import annotations

from typing import Any

from sqlalchemy import CursorResult


def inserted(result: CursorResult[Any]) -> int:
    """The integer primary key of the one row that ``result`` inserted."""
    key = result.inserted_primary_key
    if key is None:
        raise ValueError("not the result of inserting one row")
    return int(key[0])
