"""Stretches of a file: the items of containers that are one run of bytes, such as mailboxes."""

from __future__ import annotations

import codecs
from pathlib import Path
from typing import BinaryIO

from headwater.base.settings import MIB

_LONGEST_BLANK = 4 * MIB


def stretch(origin: Path | BinaryIO, start: int, length: int) -> bytes:
    """``length`` bytes from the offset ``start`` on of a file, or of a stream whose position then moves. Raises OSError."""
    if isinstance(origin, Path):
        with origin.open("rb", buffering=0) as stream:
            stream.seek(start)
            return stream.read(length)
    origin.seek(start)
    return origin.read(length)


def is_blank(stream: BinaryIO, start: int, stop: int) -> bool:
    """Whether nothing but a byte order mark and blank lines stands between two offsets; never where that is very long."""
    if stop - start > _LONGEST_BLANK:
        return False
    return not stretch(stream, start, stop - start).removeprefix(codecs.BOM_UTF8).strip()
