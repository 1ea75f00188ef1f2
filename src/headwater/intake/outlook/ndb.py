"""The node database of a PST or OST store ([MS-PST] 2.2): pages, B-trees and blocks, read from the file itself.

libpff reads what stands in folders. This module sees the nodes themselves, those too that no tree leads to any more. A block
counts only where its own identifier, size and checksum say that it is still what it was.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO

PAGE = 512
NODES, BLOCKS = 0x81, 0x80
"""Types of pages: of the tree of nodes, of that of blocks."""

_INTERNAL = 0x2  # of a block's identifier: not encoded, it lists others
_ALIGNED = 64
_LARGEST_BLOCK = 8192
_DEEPEST = 8  # levels of a tree
_MOST_PAGES = 512  # kept in memory
_ENCODE = bytes.fromhex(
    "41361362a8216ebbf416cc047f64e85d1ef2cb2a74c55e35d295479e962d9a884c7d843fdbac31b6485ff6c4d8398be7233b388ec8c1df25"
    "b120a546604e9cfbaad35651457c550007c92b9d859b09a08fadb30f63ab894bd7a7155a716642bf264a6b98faea7753b270052cfd593a86"
    "7ece06eb827857c78d43afb41cd45bcde2e9274fc3087280cfb0eff5286dbe304d3492d50e3c2232e5e4f99fc2d10a8112e1ee918376e397"
    "e6618a1779a4b7dc907a5c8c02a6ca69de501a1193b9528758fced1d37491b6ae0293399bd6cd994f340546ff0c673b8d63e6518441fdd67"
    "10f10c19ecae03a1147ba90bfff8a3c0a201f72ebc2468750dfeba2fb5d0da3d"
)
_MIX = bytes.fromhex(
    "14530f56b3c87a9ceb65481716159f02cc547c83000d0c0ba262a876dbd9edc7c5a4dcac8574d6d0a79bae9a967166c36399b8dd73928e84"
    "7da55ed15d93b1575150808952944f4e0a6bbc8d7f6e47464140440111cb033ff7f4e1a98f3c3af9fbf0193082092ec99da08649ee6f4d6d"
    "c42d813425871b88aafc06a11238fd4c4272641337246a757743ffe6b44b365ce4d8353d45b92cecb7312b290768a30e697b189e2139be28"
    "1a5b78f523ca2ab0af3efe048ce7e5983295d3f64ae8a6eae9f3d52f7020f21f0567ad5510cecde3273bdabad7c226d4911dd21c2233f8fa"
    "f15aefcf90b68bb5bdc0bf08971e6ce261e0c6c159abbb58de5fdf60797eb28a"
)
_DECODE = bytes(_ENCODE.index(value) for value in range(256))


class Damaged(ValueError):
    """What should be there is not, or not any more."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Where things stand in the two forms of a store: with 64-bit numbers since Outlook 2003, with 32-bit ones before."""

    wide: bool
    node_root: int
    block_root: int
    size_at: int
    method_at: int
    counts: int
    trailer: int

    @property
    def number(self) -> str:
        """The form of an identifier or offset."""
        return "<Q" if self.wide else "<I"

    @property
    def width(self) -> int:
        """Bytes of an identifier or offset."""
        return 8 if self.wide else 4


_WIDE = Layout(True, 216, 232, 184, 513, 488, 16)
_NARROW = Layout(False, 184, 192, 168, 461, 496, 12)


@dataclass(frozen=True, slots=True)
class Node:
    """A node: its number, the blocks of its data and of its subnodes (0: none), the number of the folder it is in."""

    identifier: int
    data: int
    sub: int
    parent: int = 0


@dataclass(frozen=True, slots=True)
class Block:
    """Where a block stands, and its size."""

    offset: int
    size: int


def method_of(path: str) -> int:
    """How the blocks of the store at ``path`` are encoded; 0 where its header is cut."""
    with Path(path).open("rb") as stream:
        header = stream.read(564)
    wide = int.from_bytes(header[10:12], "little") > 20
    at = (_WIDE if wide else _NARROW).method_at
    return header[at] if at < len(header) else 0


class Store:
    """A store on disk. Raises Damaged where its header is none, or of a form that is not known."""

    def __init__(self, stream: BinaryIO, size: int) -> None:
        self._stream, self._size = stream, size
        header = self.stretch(0, 564)
        version = int.from_bytes(header[10:12], "little")
        if not header.startswith(b"!BDN") or version not in (14, 15, 21, 23):
            raise Damaged(f"version {version} of the format")
        self.layout = _WIDE if version > 20 else _NARROW
        layout = self.layout
        self.method = header[layout.method_at]
        self.said_size = self._number(header, layout.size_at)
        self._node_root = self._number(header, layout.node_root + layout.width)
        self._block_root = self._number(header, layout.block_root + layout.width)
        self.lost: dict[int, Block] = {}  # blocks that the tree does not name any more
        self.page = lru_cache(maxsize=_MOST_PAGES)(self._page)

    def stretch(self, offset: int, size: int) -> bytes:
        """Bytes of the file. Raises Damaged where they are not all there."""
        if offset < 0 or size < 0 or offset + size > self._size:
            raise Damaged("past the end of the file")
        self._stream.seek(offset)
        return self._stream.read(size)

    def _number(self, data: bytes, at: int) -> int:
        return int(struct.unpack_from(self.layout.number, data, at)[0])

    def _page(self, offset: int) -> bytes:
        return self.stretch(offset, PAGE)

    def nodes(self) -> Iterator[Node]:
        """All nodes to which the tree leads."""
        yield from self._nodes(self._node_root, 0)

    def _nodes(self, offset: int, depth: int) -> Iterator[Node]:
        level, entries = self.entries(self.page(offset), NODES)
        if level == 0:
            yield from map(self.node_of, entries)
            return
        if depth > _DEEPEST:
            raise Damaged("a tree without end")
        for entry in entries:
            yield from self._nodes(self._number(entry, 2 * self.layout.width), depth + 1)

    def leaves(self, kind: int) -> set[int]:
        """Where the pages of a tree stand that list nodes or blocks, as far as the tree can be followed."""
        found: set[int] = set()
        pending = [(self._node_root if kind == NODES else self._block_root, 0)]
        while pending:
            offset, depth = pending.pop()
            try:
                level, entries = self.entries(self.page(offset), kind)
            except Damaged:
                continue
            if level and depth <= _DEEPEST:
                below = [self._number(entry, 2 * self.layout.width) for entry in entries]
                pending += [] if level == 1 else [(one, depth + 1) for one in below]
                found.update(below if level == 1 else ())
            elif not level:
                found.add(offset)
        return found

    def entries(self, page: bytes, kind: int) -> tuple[int, list[bytes]]:
        """The level and the entries of a page of a tree. Raises Damaged where it is no such page."""
        layout = self.layout
        count, _, width, level = page[layout.counts : layout.counts + 4]
        trailer = page[PAGE - layout.trailer :]
        if trailer[0] != kind or trailer[1] != kind or not width or count * width > layout.counts:
            raise Damaged("no page of a tree")
        crc_at = 4 if layout.wide else 8
        if int.from_bytes(trailer[crc_at : crc_at + 4], "little") != _crc(page[: PAGE - layout.trailer]):
            raise Damaged("a page with a wrong checksum")
        return level, [page[at * width : (at + 1) * width] for at in range(count)]

    def node_of(self, entry: bytes) -> Node:
        """The node that an entry of a leaf of the tree of nodes describes."""
        number = self.layout.width
        data = entry.ljust(3 * number + 4, b"\0")
        identifier, blocks, sub = (self._number(data, at) for at in (0, number, 2 * number))
        parent = int.from_bytes(data[3 * number : 3 * number + 4], "little")
        return Node(identifier & 0xFFFFFFFF, blocks, sub, parent)

    def block_of(self, entry: bytes) -> tuple[int, Block]:
        """The identifier and the block that an entry of a leaf of the tree of blocks describes."""
        number = self.layout.width
        data = entry.ljust(2 * number + 2, b"\0")
        size = int.from_bytes(data[2 * number : 2 * number + 2], "little")
        return self._number(data, 0) & ~1, Block(self._number(data, number), size)

    def _find(self, identifier: int) -> Block:
        wanted, offset = identifier & ~1, self._block_root
        for _ in range(_DEEPEST):
            level, entries = self.entries(self.page(offset), BLOCKS)
            if level == 0:
                return self._among(wanted, entries)
            below = [entry for entry in entries if self._number(entry, 0) & ~1 <= wanted]
            if not below:
                break
            offset = self._number(below[-1], 2 * self.layout.width)
        return self._among(wanted, [])

    def _among(self, wanted: int, entries: list[bytes]) -> Block:
        for identifier, block in map(self.block_of, entries):
            if identifier == wanted:
                return block
        if wanted in self.lost:
            return self.lost[wanted]
        raise Damaged("a block that is not there any more")

    def _block(self, identifier: int) -> bytes:
        """The bytes of one block, as they are meant; raises Damaged where others have taken their place."""
        block, layout = self._find(identifier), self.layout
        if block.size > _LARGEST_BLOCK:
            raise Damaged("a block larger than blocks are")
        whole = -(-(block.size + layout.trailer) // _ALIGNED) * _ALIGNED
        raw = self.stretch(block.offset, whole)
        data, trailer = raw[: block.size], raw[-layout.trailer :]
        own, crc = (8, 4) if layout.wide else (4, 8)
        if (
            int.from_bytes(trailer[:2], "little") != block.size
            or self._number(trailer, own) & ~1 != identifier & ~1
            or int.from_bytes(trailer[crc : crc + 4], "little") != _crc(data)
        ):
            raise Damaged("a block that others have taken the place of")
        return data if identifier & _INTERNAL else decoded(data, identifier, self.method)

    def blocks(self, identifier: int, most: int, depth: int = 0) -> Iterator[bytes]:
        """The blocks of some data one after the other, ``most`` bytes at most."""
        data = self._block(identifier)
        if not identifier & _INTERNAL:
            yield data
            return
        if data[:1] != b"\x01" or depth > 2:
            raise Damaged("a list of blocks that is none")
        count, width = int.from_bytes(data[2:4], "little"), self.layout.width
        if int.from_bytes(data[4:8], "little") > most:
            raise Damaged(f"more than {most} bytes")
        for at in range(8, 8 + count * width, width):
            for piece in self.blocks(self._number(data, at), most, depth + 1):
                most -= len(piece)
                if most < 0:
                    raise Damaged("more bytes than it says")
                yield piece

    def subnodes(self, identifier: int, depth: int = 0) -> Iterator[Node]:
        """The subnodes that a block lists, and those below it."""
        data = self._block(identifier)
        wide, number = self.layout.wide, self.layout.width
        level, count, start = data[1], int.from_bytes(data[2:4], "little"), 8 if wide else 4
        if data[:1] != b"\x02" or depth > 2:
            raise Damaged("a list of subnodes that is none")
        width = (2 if level else 3) * number
        for at in range(start, start + count * width, width):
            entry = data[at : at + width]
            if len(entry) < width:
                raise Damaged("a list of subnodes that is cut")
            if level:
                yield from self.subnodes(self._number(entry, number), depth + 1)
            else:
                yield self.node_of(entry)


def _crc(data: bytes) -> int:
    """The checksum of [MS-PST] 5.3: CRC-32 that begins with zero and is not inverted."""
    return zlib.crc32(data, 0xFFFFFFFF) ^ 0xFFFFFFFF


def decoded(data: bytes, identifier: int, method: int) -> bytes:
    """The bytes of a block that are encoded by a method (0: none, 1: each byte, 2: in turn). 2 decodes what it encodes."""
    if method == 1:
        return data.translate(_DECODE)
    return _turned(data, identifier & 0xFFFFFFFF) if method == 2 else data


def _turned(data: bytes, key: int) -> bytes:
    """Data encoded by the permutation that goes on with each byte ([MS-PST] 5.2); decoding is the same as encoding."""
    word = (key ^ (key >> 16)) & 0xFFFF
    made = bytearray()
    for byte in data:
        low, high = word & 0xFF, word >> 8
        byte = _MIX[(_ENCODE[(byte + low) & 0xFF] + high) & 0xFF]
        made.append((_DECODE[(byte - high) & 0xFF] - low) & 0xFF)
        word = (word + 1) & 0xFFFF
    return bytes(made)
