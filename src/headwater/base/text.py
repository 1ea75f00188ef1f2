"""Text for people's eyes."""

from __future__ import annotations


def printable(text: str, keep: str = "") -> str:
    """``text`` with a space for each character that does not print, so that a document cannot drive a terminal.

    Characters in ``keep`` stay as they are.
    """
    return "".join(c if c.isprintable() or c in keep else " " for c in text)
