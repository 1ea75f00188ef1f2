"""MAPI properties: identifiers, types and names ([MS-OXCDATA] 2.11, [MS-OXPROPS]), decoded to plain values.

A key is a property's number (PidTag...), or for named ones a pair of property set and number or name
([MS-OXPROPS] 1.3.2). Bytes that do not fit their type give no value; nothing here raises.
"""

from __future__ import annotations

import struct
import uuid
from collections.abc import Iterable, Mapping
from enum import IntEnum

from headwater.base.dates import Moment
from headwater.intake import charsets

Key = int | tuple[str, int | str]
Value = str | bytes | int | float | Moment | tuple["str | bytes", ...]
Properties = Mapping[Key, Value]
Raw = tuple[int, int, bytes | tuple[bytes, ...]]
"""A property as it stands: number, type, and the bytes of its value or of each of its values."""

Names = Mapping[int, Key]
"""Numbers from 0x8000 on, which mean something else in each store, with the names that they stand for."""


class Type(IntEnum):
    """Types of values that are decoded; any other gives no value."""

    SHORT = 0x0002
    LONG = 0x0003
    FLOAT = 0x0004
    DOUBLE = 0x0005
    BOOLEAN = 0x000B
    OBJECT = 0x000D
    LONGLONG = 0x0014
    STRING8 = 0x001E
    UNICODE = 0x001F
    TIME = 0x0040
    BINARY = 0x0102


MANY = 0x1000
"""Added to a type: several values of it."""

FIRST_NAMED = 0x8000
_MESSAGE_CODEPAGE = 0x3FFD
_NUMBERS = {
    Type.SHORT: "<h",
    Type.LONG: "<i",
    Type.FLOAT: "<f",
    Type.DOUBLE: "<d",
    Type.BOOLEAN: "<b",
    Type.LONGLONG: "<q",
}
_EPOCH = 11_644_473_600  # seconds from 1601 to 1970
_TICKS = 10_000_000  # 100 nanoseconds each
_FIRST, _LAST = -62_135_596_800, 253_402_300_799  # years 1 to 9999
_CODEPAGES = {
    1200: "utf-16-le",
    10000: "mac-roman",
    10007: "mac-cyrillic",
    20127: "ascii",
    20866: "koi8-r",
    21866: "koi8-u",
    20932: "euc-jp",
    20936: "gb2312",
    28603: "iso-8859-13",
    28605: "iso-8859-15",
    38598: "iso-8859-8",
    50220: "iso-2022-jp",
    50221: "iso-2022-jp",
    50222: "iso-2022-jp",
    50225: "iso-2022-kr",
    51932: "euc-jp",
    51936: "gb2312",
    51949: "euc-kr",
    52936: "hz",
    54936: "gb18030",
    65000: "utf-7",
    65001: "utf-8",
    **{28590 + part: f"iso-8859-{part}" for part in range(1, 10)},
}
_SETS = {1: "00020328-0000-0000-c000-000000000046", 2: "00020329-0000-0000-c000-000000000046"}


def charset_of(codepage: int) -> str:
    """The charset label of a Windows code page; empty where none is known."""
    label = _CODEPAGES.get(codepage, f"cp{codepage}")
    return label if codepage > 0 and charsets.known_codec(label) else ""


def decoded(kind: int, raw: bytes, charset: str = "") -> Value | None:
    """The value of type ``kind`` in ``raw``; ``charset`` is that of 8-bit strings. None where it is none."""
    if kind == Type.UNICODE:
        return charsets.cleaned(raw.decode("utf-16-le", "replace").rstrip("\0"))
    if kind == Type.STRING8:
        return charsets.decode(raw.rstrip(b"\0"), charset).text
    if kind in (Type.BINARY, Type.OBJECT):
        return raw
    if kind == Type.TIME:
        return moment(int.from_bytes(raw[:8], "little")) if len(raw) >= 8 else None
    if kind in _NUMBERS:
        form = _NUMBERS[Type(kind)]
        size = struct.calcsize(form)
        return struct.unpack(form, raw[:size])[0] if len(raw) >= size else None
    return None


def moment(ticks: int) -> Moment | None:
    """The instant of a Windows FILETIME (100 nanoseconds since 1601); None where it is zero or past all calendars."""
    seconds = ticks // _TICKS - _EPOCH
    return Moment(seconds) if ticks > 0 and _FIRST <= seconds <= _LAST else None


def named(guids: bytes, entries: bytes, strings: bytes) -> Names:
    """The names of a store or MSG file, from its three streams ([MS-PST] 2.4.7, [MS-OXMSG] 2.2.3: the same form)."""
    found: dict[int, Key] = {}
    for at in range(0, len(entries) - 7, 8):
        identifier, which, index = struct.unpack_from("<IHH", entries, at)
        family = _family(guids, which >> 1)
        if which & 1:
            size = int.from_bytes(strings[identifier : identifier + 4], "little")
            raw = strings[identifier + 4 : identifier + 4 + size]
            found[FIRST_NAMED + index] = (family, charsets.cleaned(raw.decode("utf-16-le", "replace")))
        else:
            found[FIRST_NAMED + index] = (family, identifier)
    return found


def _family(guids: bytes, index: int) -> str:
    at = (index - 3) * 16
    return family(guids[at : at + 16]) if index >= 3 else _SETS.get(index, "")


def family(raw: bytes) -> str:
    """The property set that a GUID of 16 bytes names, in lower case; empty where it is cut."""
    return str(uuid.UUID(bytes_le=raw)) if len(raw) == 16 else ""


def properties(found: Iterable[Raw], names: Names, charset: str = "") -> dict[Key, Value]:
    """The values of these, the first of each number that has one. Those with numbers that have no name are left out.

    8-bit strings take the item's own code page where it says one, else ``charset``.
    """
    raw = list(found)
    charset = own_charset(raw) or charset
    values: dict[Key, Value] = {}
    for number, kind, data in raw:
        key: Key | None = names.get(number) if number >= FIRST_NAMED else number
        value = _many(kind, data, charset) if isinstance(data, tuple) else decoded(kind, data, charset)
        if key is not None and key not in values and value is not None:
            values[key] = value
    return values


def own_charset(raw: Iterable[Raw]) -> str:
    """The charset of 8-bit strings that an item declares; empty where it declares none."""
    for number, kind, data in raw:
        if number == _MESSAGE_CODEPAGE and kind == Type.LONG and isinstance(data, bytes):
            return charset_of(int.from_bytes(data[:4], "little"))
    return ""


def _many(kind: int, raw: tuple[bytes, ...], charset: str) -> tuple[str | bytes, ...]:
    values = (decoded(kind & ~MANY, one, charset) for one in raw)
    return tuple(value for value in values if isinstance(value, str | bytes))


def text(values: Properties, *keys: Key) -> str:
    """The first of these properties that is a string and not empty, without blanks at its ends; else empty."""
    for key in keys:
        value = values.get(key)
        if isinstance(value, str) and value.strip():
            return value.strip()
    return ""


def number(values: Properties, key: Key, otherwise: int = 0) -> int:
    """A whole number, or ``otherwise``."""
    value = values.get(key)
    return value if isinstance(value, int) else otherwise


def instant(values: Properties, *keys: Key) -> Moment | None:
    """The first of these properties that is an instant."""
    return next((value for key in keys if isinstance(value := values.get(key), Moment)), None)


def binary(values: Properties, key: Key) -> bytes:
    """Bytes, or none."""
    value = values.get(key)
    return value if isinstance(value, bytes) else b""
