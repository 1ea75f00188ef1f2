"""Writers of small fictional MSG files and TNEF streams, by the rules of [MS-CFB], [MS-OXMSG] and [MS-OXTNEF]."""

from __future__ import annotations

import struct
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

STRING8, UNICODE, BINARY, OBJECT, LONG, TIME, SHORT, BOOLEAN = 0x1E, 0x1F, 0x102, 0x0D, 0x03, 0x40, 0x02, 0x0B
_FIXED = {LONG: "<i4x", TIME: "<Q", SHORT: "<h6x", BOOLEAN: "<h6x"}
_NONE, _END, _FAT, _SECTOR, _MINI, _SMALL = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 512, 64, 4096

Property = tuple[int, int, object]
"""Number, type, and value: str, bytes, int, or a list of these."""


@dataclass(frozen=True)
class Made:
    """An item to be written: properties, recipients, attachments (properties, with data or an item among them)."""

    properties: Sequence[Property]
    recipients: Sequence[Sequence[Property]] = ()
    attachments: Sequence[tuple[Sequence[Property], Made | None]] = ()
    names: Sequence[tuple[int, str, int | str]] = field(default=())  # number, property set, number or name


def ticks(seconds: int) -> int:
    """Seconds since 1970 as a FILETIME."""
    return (seconds + 11_644_473_600) * 10_000_000


def raw_of(kind: int, value: object) -> bytes:
    """The bytes of one value."""
    if kind == UNICODE:
        return str(value).encode("utf-16-le", "surrogatepass")
    if isinstance(value, str):
        return value.encode("cp1252", "replace")
    if kind in _FIXED:
        return struct.pack(_FIXED[kind], value)
    assert isinstance(value, bytes)
    return value


# MSG files

_Tree = dict[str, "bytes | _Tree"]


def msg(item: Made) -> bytes:
    """A MSG file."""
    tree = _storage(item, 32)
    tree["__nameid_version1.0"] = _name_streams(item.names)
    return compound(tree)


def _storage(item: Made, header: int) -> _Tree:
    tree = _property_streams(item.properties, header)
    for number, row in enumerate(item.recipients):
        tree[f"__recip_version1.0_#{number:08X}"] = _property_streams(row, 8)
    for number, (properties, inner) in enumerate(item.attachments):
        storage = _property_streams(properties, 8)
        if inner is not None:
            storage["__substg1.0_3701000D"] = _storage(inner, 24)
        tree[f"__attach_version1.0_#{number:08X}"] = storage
    return tree


def _property_streams(properties: Sequence[Property], header: int) -> _Tree:
    tree: _Tree = {}
    rows = bytes(header)
    for number, kind, value in properties:
        name = f"__substg1.0_{number:04X}{kind:04X}"
        if isinstance(value, list):
            tree[name] = bytes(4 * len(value))
            for index, one in enumerate(value):
                tree[f"{name}-{index:08X}"] = raw_of(kind & 0xFFF, one)
            rows += struct.pack("<HHIQ", kind, number, 6, 0)
        elif kind in _FIXED:
            rows += struct.pack("<HHI", kind, number, 6) + raw_of(kind, value)
        else:
            tree[name] = raw_of(kind, value)
            rows += struct.pack("<HHIQ", kind, number, 6, len(raw_of(kind, value)))
    tree["__properties_version1.0"] = rows
    return tree


def _name_streams(names: Sequence[tuple[int, str, int | str]]) -> _Tree:
    guids, entries, strings = b"", b"", b""
    for number, which, name in names:
        index = 3 + len(guids) // 16
        guids += uuid.UUID(which).bytes_le
        if isinstance(name, str):
            entries += struct.pack("<IHH", len(strings), index << 1 | 1, number - 0x8000)
            raw = name.encode("utf-16-le")
            strings += struct.pack("<I", len(raw)) + raw + bytes(-len(raw) % 4)
        else:
            entries += struct.pack("<IHH", name, index << 1, number - 0x8000)
    return {"__substg1.0_00020102": guids, "__substg1.0_00030102": entries, "__substg1.0_00040102": strings}


@dataclass
class _Node:
    name: str
    kind: int
    data: bytes = b""
    kids: list[int] = field(default_factory=list)
    left: int = _NONE
    right: int = _NONE
    child: int = _NONE
    start: int = _END


def compound(tree: Mapping[str, bytes | _Tree]) -> bytes:
    """A compound file of version 3 that holds these streams and storages."""
    nodes = [_Node("Root Entry", 5)]
    _add(nodes, 0, tree)
    sectors: list[bytes] = []
    chains: list[int] = []
    mini, mini_chain = b"", []
    for node in nodes:
        if node.kind == 2 and len(node.data) < _SMALL and node.data:
            count = -(-len(node.data) // _MINI)
            node.start = len(mini_chain)
            mini_chain += [*range(node.start + 1, node.start + count), _END]
            mini += node.data + bytes(-len(node.data) % _MINI)
        elif node.kind == 2 and node.data:
            node.start = _append(sectors, chains, node.data)
    nodes[0].data = mini
    nodes[0].start = _append(sectors, chains, mini) if mini else _END
    mini_fat = struct.pack(f"<{len(mini_chain)}I", *mini_chain)
    mini_start = _append(sectors, chains, mini_fat, b"\xff") if mini_fat else _END
    directory = _append(sectors, chains, b"".join(map(_entry, nodes)))
    return _file(sectors, chains, directory, mini_start, -(-len(mini_fat) // _SECTOR))


def _add(nodes: list[_Node], parent: int, tree: Mapping[str, bytes | _Tree]) -> None:
    kids = []
    for name, inner in sorted(tree.items(), key=lambda item: (len(item[0]), item[0].upper())):
        nodes.append(
            _Node(name, 2 if isinstance(inner, bytes) else 1, inner if isinstance(inner, bytes) else b"")
        )
        kids.append(len(nodes) - 1)
        if not isinstance(inner, bytes):
            _add(nodes, kids[-1], inner)
    nodes[parent].child = _balanced(nodes, kids)


def _balanced(nodes: list[_Node], kids: list[int]) -> int:
    if not kids:
        return _NONE
    middle = len(kids) // 2
    nodes[kids[middle]].left = _balanced(nodes, kids[:middle])
    nodes[kids[middle]].right = _balanced(nodes, kids[middle + 1 :])
    return kids[middle]


def _append(sectors: list[bytes], chains: list[int], data: bytes, fill: bytes = b"\0") -> int:
    start = len(sectors)
    for at in range(0, len(data), _SECTOR):
        sectors.append(data[at : at + _SECTOR].ljust(_SECTOR, fill))
        chains.append(len(sectors))
    chains[-1] = _END
    return start


def _entry(node: _Node) -> bytes:
    name = node.name.encode("utf-16-le")
    made = name.ljust(64, b"\0") + struct.pack("<HBB", len(name) + 2, node.kind, 1)
    made += struct.pack("<III", node.left, node.right, node.child) + bytes(36)
    return made + struct.pack("<IQ", node.start, len(node.data))


def _file(sectors: list[bytes], chains: list[int], directory: int, mini: int, minis: int) -> bytes:
    count = 1
    while count * 128 < len(sectors) + count:
        count += 1
    first = len(sectors)
    chains += [_FAT] * count
    table = struct.pack(f"<{len(chains)}I", *chains).ljust(count * _SECTOR, b"\xff")
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<IIIII", 0, count, directory, 0, _SMALL) + struct.pack(
        "<IIII", mini, minis, _END, 0
    )
    header += struct.pack(f"<{count}I", *range(first, first + count)).ljust(436, b"\xff")
    return header + b"".join(sectors) + table


# TNEF streams


def attribute(level: int, name: int, kind: int, data: bytes) -> bytes:
    """One attribute with its checksum."""
    return struct.pack("<BHHI", level, name, kind, len(data)) + data + struct.pack("<H", sum(data) & 0xFFFF)


def tnef(item: Made, before: bytes = b"", key: bytes = b"\x01\0") -> bytes:
    """A TNEF stream; ``before`` are attributes that come first."""
    named = {number: (which, name) for number, which, name in item.names}
    made = b"\x78\x9f\x3e\x22" + key + attribute(1, 0x9006, 8, struct.pack("<I", 0x10000)) + before
    made += attribute(1, 0x9003, 6, mapi(item.properties, named))
    if item.recipients:
        rows = b"".join(mapi(row, named) for row in item.recipients)
        made += attribute(1, 0x9004, 6, struct.pack("<I", len(item.recipients)) + rows)
    for properties, inner in item.attachments:
        data = next((value for number, _, value in properties if number == 0x3701), None)
        others = [one for one in properties if one[0] != 0x3701]
        made += attribute(2, 0x9002, 6, bytes(14))
        if inner is not None:
            others.append((0x3701, OBJECT, bytes.fromhex("0703020000000000c000000000000046") + tnef(inner)))
        elif isinstance(data, bytes):
            made += attribute(2, 0x800F, 6, data)
        made += attribute(2, 0x9005, 6, mapi(others, named))
    return made


def mapi(properties: Sequence[Property], names: Mapping[int, tuple[str, int | str]] | None = None) -> bytes:
    """A list of properties as TNEF has it."""
    made = struct.pack("<I", len(properties))
    for number, kind, value in properties:
        made += struct.pack("<HH", kind, number)
        if number >= 0x8000:
            which, name = (names or {})[number]
            made += uuid.UUID(which).bytes_le
            raw = name.encode("utf-16-le") + b"\0\0" if isinstance(name, str) else b""
            made += (
                struct.pack("<II", 1, len(raw)) + raw + bytes(-len(raw) % 4)
                if raw
                else struct.pack("<II", 0, name)
            )
        many = value if isinstance(value, list) else [value]
        plain = kind & 0xFFF
        if plain not in _FIXED or isinstance(value, list):
            made += struct.pack("<I", len(many))
        for one in many:
            raw = raw_of(plain, one) + {STRING8: b"\0", UNICODE: b"\0\0"}.get(plain, b"")
            if plain in _FIXED:
                made += raw[: {LONG: 4, TIME: 8, SHORT: 4, BOOLEAN: 4}[plain]]
            else:
                made += struct.pack("<I", len(raw)) + raw + bytes(-len(raw) % 4)
    return made
