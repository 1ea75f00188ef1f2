"""Items of a PST store from its nodes ([MS-PST] 2.3 and 2.4): heaps, property and table contexts."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from itertools import pairwise

from headwater.base.settings import Limits
from headwater.intake.outlook import tags
from headwater.intake.outlook.item import Attachment, Item
from headwater.intake.outlook.ndb import Damaged, Node, Store
from headwater.intake.outlook.properties import (
    MANY,
    Names,
    Raw,
    Type,
    named,
    number,
    own_charset,
    properties,
    text,
)

ERRORS = (Damaged, OSError, ValueError, IndexError, struct.error, RecursionError)
"""What is raised over what is no item, or not whole."""

_PROPERTIES, _TABLE = 0xBC, 0x7C
_RECIPIENTS, _ATTACHMENT = 0x692, 0x05  # a node's number, a node's type
_EMBEDDED = 5  # method of attaching
_INLINE = {Type.SHORT: 2, Type.LONG: 4, Type.FLOAT: 4, Type.BOOLEAN: 1, 0x000A: 4}
_MOST_ROWS = 100_000
_MOST_VALUES = 10_000


class _Heap:
    """A heap on a node: small pieces by their number, larger ones in subnodes."""

    def __init__(self, store: Store, node: Node, limits: Limits) -> None:
        self._store, self._limits = store, limits
        self._blocks = list(store.blocks(node.data, limits.item_bytes))
        self.subnodes = {sub.identifier: sub for sub in store.subnodes(node.sub)} if node.sub else {}
        head = self._blocks[0]
        if len(head) < 12 or head[2] != 0xEC:
            raise Damaged("no heap")
        self.kind = head[3]
        self.root = int.from_bytes(head[4:8], "little")

    def piece(self, identifier: int) -> bytes:
        """A piece of the heap."""
        index, block = (identifier >> 5) & 0x7FF, identifier >> 16
        if not index or block >= len(self._blocks):
            return b""
        data = self._blocks[block]
        at = int.from_bytes(data[:2], "little") + 4 + 2 * (index - 1)
        start, end = (int.from_bytes(data[where : where + 2], "little") for where in (at, at + 2))
        return data[start:end]

    def pieces(self, identifier: int) -> list[bytes]:
        """What stands under a number: a piece of the heap, or the blocks of a subnode."""
        if identifier & 0x1F == 0:
            return [self.piece(identifier)]
        sub = self.subnodes.get(identifier)
        if sub is None:
            raise Damaged("a subnode that is not there")
        return list(self._store.blocks(sub.data, self._limits.item_bytes))

    def tree(self) -> Iterator[bytes]:
        """The records of the tree at the root of the heap, keys first."""
        head = self.piece(self.root)
        if len(head) < 8 or head[0] != 0xB5:
            raise Damaged("no tree on the heap")
        key, entry, levels = head[1:4]
        yield from self._records(int.from_bytes(head[4:8], "little"), key, entry, levels)

    def _records(self, identifier: int, key: int, entry: int, levels: int) -> Iterator[bytes]:
        data = self.piece(identifier)
        width = key + (4 if levels else entry)
        for at in range(0, len(data) - width + 1, width):
            record = data[at : at + width]
            if levels and levels < 8:
                yield from self._records(int.from_bytes(record[key:], "little"), key, entry, levels - 1)
            else:
                yield record


def names(store: Store, node: Node, limits: Limits) -> Names:
    """The names of properties that the node 0x61 gives. Raises as ``read``."""
    streams = {
        number: data for number, _, data in _raw(_Heap(store, node, limits)) if isinstance(data, bytes)
    }
    return named(*(streams.get(number, b"") for number in (2, 3, 4)))


def display_name(store: Store, node: Node, limits: Limits) -> str:
    """The name of a folder. Raises as ``read``."""
    return text(properties(_raw(_Heap(store, node, limits)), {}), tags.DISPLAY_NAME)


def read(store: Store, node: Node, names: Names, charset: str, limits: Limits, depth: int = 0) -> Item:
    """The item at ``node``. Raises one of ERRORS where it, its recipients or an attachment is not whole any more."""
    heap = _Heap(store, node, limits)
    raw = list(_raw(heap))
    charset = own_charset(raw) or charset
    rows = tuple(properties(row, names, charset) for row in _recipients(store, heap, limits))
    attached = sorted(sub for sub in heap.subnodes if sub & 0x1F == _ATTACHMENT)[: limits.mime_parts]
    attachments = tuple(
        _attachment(store, heap.subnodes[sub], names, charset, limits, depth) for sub in attached
    )
    return Item(properties(raw, names, charset), rows, attachments)


def _raw(heap: _Heap) -> Iterator[Raw]:
    """The properties of a property context."""
    if heap.kind != _PROPERTIES:
        raise Damaged("no properties")
    for record in heap.tree():
        identifier, kind, value = struct.unpack("<HHI", record[:8])
        if kind in _INLINE:
            yield identifier, kind, record[4 : 4 + _INLINE[kind]]
        elif kind == Type.OBJECT:
            yield identifier, kind, heap.piece(value)
        elif value:
            data = b"".join(heap.pieces(value))
            yield identifier, kind, tuple(several(data)) if kind & MANY else data


def several(data: bytes) -> Iterator[bytes]:
    """The values of a property that has several of variable length ([MS-PST] 2.3.3.4.2): how many, where each begins."""
    count = min(int.from_bytes(data[:4], "little"), _MOST_VALUES)
    starts = [
        int.from_bytes(data[at : at + 4], "little") for at in range(4, min(len(data), 4 + 4 * count), 4)
    ]
    for start, end in pairwise([*starts, len(data)]):
        yield data[start:end]


def _recipients(store: Store, heap: _Heap, limits: Limits) -> Iterator[list[Raw]]:
    node = heap.subnodes.get(_RECIPIENTS)
    return _rows(_Heap(store, node, limits)) if node else iter(())


def _rows(heap: _Heap) -> Iterator[list[Raw]]:
    """The rows of a table context."""
    head = heap.piece(heap.root)
    if heap.kind != _TABLE or len(head) < 22 or head[0] != _TABLE:
        raise Damaged("no table")
    bits, width = struct.unpack_from("<2H", head, 6)
    rows = int.from_bytes(head[14:18], "little")
    columns = [
        struct.unpack_from("<HHHBB", head, at) for at in range(22, min(len(head) - 7, 22 + 8 * head[1]), 8)
    ]
    if not rows or not width:
        return
    count = 0
    for block in heap.pieces(rows):
        for at in range(0, len(block) - width + 1, width):
            count += 1
            if count > _MOST_ROWS:
                raise Damaged("more rows than tables have")
            yield list(_cells(heap, block[at : at + width], bits, columns))


def _cells(heap: _Heap, row: bytes, bits: int, columns: list[tuple[int, ...]]) -> Iterator[Raw]:
    for kind, identifier, at, width, bit in columns:
        if not row[bits + bit // 8 : bits + bit // 8 + 1] or not row[bits + bit // 8] & (0x80 >> bit % 8):
            continue
        cell = row[at : at + width]
        if kind in _INLINE or kind in (Type.TIME, Type.LONGLONG, Type.DOUBLE):
            yield identifier, kind, cell
        elif not kind & MANY and (value := int.from_bytes(cell, "little")):
            yield identifier, kind, b"".join(heap.pieces(value))


def _attachment(
    store: Store, node: Node, names: Names, charset: str, limits: Limits, depth: int
) -> Attachment:
    heap = _Heap(store, node, limits)
    values = properties(_raw(heap), names, charset)
    data = values.pop(tags.ATTACH_DATA, None)
    if number(values, tags.ATTACH_METHOD) != _EMBEDDED or not isinstance(data, bytes):
        return Attachment(values, data if isinstance(data, bytes) else None)
    if depth >= limits.mime_depth:
        return Attachment(values, trouble=f"more than {limits.mime_depth} items inside each other")
    inner = heap.subnodes.get(int.from_bytes(data[:4], "little"))
    if inner is None:
        raise Damaged("an embedded item that is not there")
    return Attachment(values, item=read(store, inner, names, charset, limits, depth + 1))
