"""Declared settings: each with a default and a line of help, in one place.

Limits guard intake against hostile input. What trips one is recorded in the receipt with place and reason;
it never ends a run.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields

MIB = 1024 * 1024


def _setting(default: int, help_text: str) -> int:
    made: int = field(default=default, metadata={"help": help_text})
    return made


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of intake; all are positive whole numbers. ``help_lines`` lists them for the docs."""

    item_bytes: int = _setting(256 * MIB, "bytes of one item that is read into memory")
    item_seconds: int = _setting(
        180, "seconds that reading one item may take, where items are read by workers"
    )
    container_depth: int = _setting(16, "containers inside each other (archive in message in archive ...)")
    members: int = _setting(1_000_000, "members of one archive")
    expansion_ratio: int = _setting(200, "bytes unpacked from an archive, as a multiple of its own bytes")
    expansion_floor: int = _setting(1024 * MIB, "bytes that any archive may unpack whatever its ratio")
    mime_depth: int = _setting(50, "multiparts and messages inside each other in one message")
    mime_parts: int = _setting(2_000, "parts of one message")
    header_bytes: int = _setting(16 * MIB, "bytes of one message's or part's headers that are looked at")


def help_lines() -> list[tuple[str, int, str]]:
    """Name, default and help of each limit, in order of declaration."""
    defaults = Limits()
    return [(f.name, getattr(defaults, f.name), str(f.metadata["help"])) for f in fields(Limits)]
