"""Damage of the search index: how it is found before tantivy meets it, and what it becomes where tantivy does.

Each file of a segment ends in a footer: the body's CRC-32 in JSON, the length of that JSON, and tantivy's magic number.
A file whose footer is off would end tantivy in a Rust panic, so it is looked for first. Damage inside a file's body
is found by its checksum alone, which costs a reading of the whole index.
"""

from __future__ import annotations

import json
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from headwater.base.errors import CaseVersion

REMEDY = "Run headwater index with this case: the index is made anew from the documents in the case."

_META = "meta.json"
_PARTS = ("term", "idx", "pos", "store", "fast", "fieldnorm")
_TAIL = struct.Struct("<II")  # length of the JSON, magic number
_MAGIC = 1337
_BLOCK = 1 << 20


def find_damage(folder: Path, *, checksums: bool = False) -> str:
    """The name of a file of the index in ``folder`` that is missing or damaged; "" where there is none.

    With ``checksums`` every byte is read, else the files' ends only. A writer may be at work: a file that goes
    because the writer merged it away is no damage.
    """
    while True:
        before = _meta(folder)
        if before is None:
            return _META
        damaged = next((path.name for path in _files(folder, before) if not _is_whole(path, checksums)), "")
        if not damaged or _meta(folder) == before:
            return damaged


@contextmanager
def damage_told() -> Iterator[None]:
    """Where tantivy cannot read its files inside the block, or panics over them, CaseVersion (``index-stale``)."""
    try:
        yield
    except (OSError, ValueError) as error:
        raise stale(f"The search index cannot be read: {error}.") from error
    except BaseException as error:
        if not is_panic(error):
            raise
        raise stale("The search index is damaged: it could not be read.") from error


def is_panic(error: BaseException) -> bool:
    """Whether this is a panic of Rust code, which PyO3 raises outside of Exception and of any importable class."""
    return type(error).__module__ == "pyo3_runtime" and type(error).__name__ == "PanicException"


def stale(message: str) -> CaseVersion:
    """The error that says that the index must be made anew, and how."""
    return CaseVersion(message, REMEDY, code="index-stale")


def _meta(folder: Path) -> dict[str, Any] | None:
    """What tantivy says the index consists of; None where that cannot be read."""
    try:
        meta = json.loads((folder / _META).read_text(encoding="utf-8"))
        return meta if isinstance(meta["segments"], list) else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _files(folder: Path, meta: dict[str, Any]) -> Iterator[Path]:
    for segment in meta["segments"]:
        name = str(segment["segment_id"]).replace("-", "")
        yield from (folder / f"{name}.{part}" for part in _PARTS)
        if segment.get("deletes"):
            yield folder / f"{name}.{segment['deletes']['opstamp']}.del"


def _is_whole(path: Path, checksums: bool) -> bool:
    try:
        with path.open("rb") as file:
            size = file.seek(0, 2)
            body = file.seek(max(0, size - _TAIL.size))
            length, magic = _TAIL.unpack(file.read())
            if magic != _MAGIC or length > body:
                return False
            file.seek(body - length)
            expected = json.loads(file.read(length))["crc"]
            if not checksums:
                return True
            file.seek(0)
            left, found = body - length, 0
            while left and (block := file.read(min(_BLOCK, left))):
                left, found = left - len(block), zlib.crc32(block, found)
            return bool(found == expected)
    except (OSError, ValueError, KeyError, TypeError, struct.error):
        return False
