"""MSG files ([MS-OXMSG]): the items in OLE storage, by olefile.

The library gives the directory and the streams; each stream is read when it is needed, and all together may not be larger
than the file, or a few bytes could stand for many.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from typing import Any

import olefile

from headwater.base.settings import Limits
from headwater.intake.outlook import tags
from headwater.intake.outlook.item import Attachment, Item
from headwater.intake.outlook.properties import (
    MANY,
    Names,
    Properties,
    Raw,
    Type,
    named,
    own_charset,
    properties,
)

_PROPERTIES = "__properties_version1.0"
_NAMES = "__nameid_version1.0"
_RECIPIENT, _ATTACHMENT = "__recip_version1.0_", "__attach_version1.0_"
_EMBEDDED = "__substg1.0_3701000D"
_TOP, _INNER, _ROW = 32, 24, 8  # bytes before the properties: of the file's item, one embedded in it, a row
_FIXED = frozenset({Type.SHORT, Type.LONG, Type.FLOAT, Type.DOUBLE, Type.BOOLEAN, Type.LONGLONG, Type.TIME})
_MOST_VALUES = 10_000  # of one property
_MAIL_CLASS_IDS = (
    bytes.fromhex("0b0d020000000000c000000000000046"),
    bytes.fromhex("060d020000000000c000000000000046"),
)
_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENTRY = 128


def directory_end(head: bytes) -> int:
    """How many bytes from the start of an OLE file reach past the first sector of its directory; 0 where it is none."""
    if not head.startswith(_MAGIC) or len(head) < 76:
        return 0
    shift = int.from_bytes(head[30:32], "little")
    sector = int.from_bytes(head[48:52], "little")
    return (sector + 2) << shift if shift in (9, 12) and sector < 0xFFFFFFF0 else 0


def directory_names(head: bytes) -> tuple[str, ...]:
    """Names in the first sector of the directory of an OLE file, as far as ``head`` reaches; the root's comes first."""
    return tuple(
        entry[: max(0, int.from_bytes(entry[64:66], "little") - 2) & 0x3F].decode("utf-16-le", "replace")
        for entry in _entries(head)
    )


def _entries(head: bytes) -> Iterator[bytes]:
    end = directory_end(head)
    if end:
        start = end - (1 << int.from_bytes(head[30:32], "little"))
        yield from (head[at : at + _ENTRY] for at in range(start, min(end, len(head) - _ENTRY + 1), _ENTRY))


def is_msg(head: bytes, name: str = "") -> bool:
    """Whether a file is an Outlook item in OLE storage, by the class of its root or the names beside it.

    Where the directory stands too far behind, by the file's ``name``.
    """
    root = next(_entries(head), b"")
    if not root:
        return directory_end(head) > 0 and name.lower().endswith(".msg")
    return root[80:96] in _MAIL_CLASS_IDS or any(
        name.startswith(("__properties_", "__nameid_", "__substg1", "__recip_", "__attach_"))
        for name in directory_names(head)
    )


def read(data: bytes, limits: Limits) -> Item:
    """The item in a MSG file. Raises OSError, ValueError and what else olefile raises for what is no readable one."""
    with olefile.OleFileIO(io.BytesIO(data)) as opened:
        total = sum(
            entry.size for entry in opened.direntries if entry and entry.entry_type == olefile.STGTY_STREAM
        )
        if total > len(data):
            raise ValueError("its streams overlap")
        root = _Storage(opened, opened.root)
        if _PROPERTIES not in root.streams:
            raise ValueError("no properties in it")
        names = next((storage.names() for storage in root.inner(_NAMES)), {})
        return _item(root, names, _TOP, limits, 0)


class _Storage:
    """A storage: its streams and the storages in it, by name, these in order."""

    def __init__(self, opened: olefile.OleFileIO, entry: Any) -> None:
        self._opened = opened
        self.streams = {str(kid.name): kid for kid in entry.kids if kid.entry_type == olefile.STGTY_STREAM}
        kids = (kid for kid in entry.kids if kid.entry_type == olefile.STGTY_STORAGE)
        self._kids = {str(kid.name): kid for kid in kids}

    def inner(self, prefix: str) -> Iterator[_Storage]:
        """The storages in it whose names begin with ``prefix``."""
        return (
            _Storage(self._opened, self._kids[name]) for name in sorted(self._kids) if name.startswith(prefix)
        )

    def data(self, name: str) -> bytes:
        """The bytes of one of its streams; none where it is missing."""
        entry = self.streams.get(name)
        if entry is None:
            return b""
        with self._opened._open(entry.isectStart, entry.size) as stream:
            return bytes(stream.read())

    def names(self) -> Names:
        """The names of properties that this storage holds."""
        return named(*(self.data(f"__substg1.0_{number:04X}0102") for number in (2, 3, 4)))

    def raw(self, header: int) -> Iterator[Raw]:
        """Its properties: ``header`` bytes stand before the rows of 16 bytes that list them."""
        rows = self.data(_PROPERTIES)
        for at in range(header, len(rows) - 15, 16):
            kind, number = struct.unpack_from("<HH", rows, at)
            if kind & ~MANY in _FIXED:
                yield number, kind, rows[at + 8 : at + 16]
            elif kind & MANY:
                yield number, kind, tuple(self._values(f"__substg1.0_{number:04X}{kind:04X}"))
            else:
                name = f"__substg1.0_{number:04X}{kind:04X}"
                if name in self.streams:
                    yield number, kind, self.data(name)

    def _values(self, name: str) -> Iterator[bytes]:
        for index in range(_MOST_VALUES):
            if f"{name}-{index:08X}" not in self.streams:
                return
            yield self.data(f"{name}-{index:08X}")


def _item(storage: _Storage, names: Names, header: int, limits: Limits, depth: int) -> Item:
    raw = list(storage.raw(header))
    charset = own_charset(raw)
    recipients = tuple(properties(row.raw(_ROW), names, charset) for row in storage.inner(_RECIPIENT))
    attachments: list[Attachment] = []
    trouble: list[str] = []
    for row in storage.inner(_ATTACHMENT):
        if len(attachments) >= limits.mime_parts:
            trouble.append(f"more than {limits.mime_parts} attachments in one item")
            break
        attachments.extend(_attached(row, names, charset, limits, depth))
    return Item(properties(raw, names, charset), recipients, tuple(attachments), (), tuple(trouble))


def _attached(row: _Storage, names: Names, charset: str, limits: Limits, depth: int) -> Iterator[Attachment]:
    values = properties(row.raw(_ROW), names, charset)
    data = values.pop(tags.ATTACH_DATA, None)
    inner = next(row.inner(_EMBEDDED), None)
    if inner is None:
        yield Attachment(values, data if isinstance(data, bytes) else None)
    elif _PROPERTIES not in inner.streams:
        yield from _object(inner, values)
    elif depth >= limits.mime_depth:
        yield Attachment(values, trouble=f"more than {limits.mime_depth} items inside each other")
    else:
        yield Attachment(values, item=_item(inner, names, _INNER, limits, depth + 1))


def _object(storage: _Storage, values: Properties) -> Iterator[Attachment]:
    """An object of another program (a drawing, a sheet): its streams, each a file beside the others."""
    for name in storage.streams:
        yield Attachment(
            {**values, tags.ATTACH_LONG_FILENAME: name.strip("\x01\x02\x03")}, storage.data(name)
        )
