"""TNEF streams (winmail.dat, [MS-OXTNEF]): an item packed into one attachment of a message.

A stream is a list of attributes; most of what matters stands in those that hold MAPI properties, the rest in older
ones of their own. Attributes whose checksum is wrong are read all the same; what is cut off is left out with a note.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

from headwater.base.dates import Moment
from headwater.base.settings import Limits
from headwater.intake import charsets
from headwater.intake.outlook import tags
from headwater.intake.outlook.item import Attachment, Item
from headwater.intake.outlook.properties import (
    FIRST_NAMED,
    MANY,
    Key,
    Raw,
    Type,
    Value,
    charset_of,
    family,
    own_charset,
    properties,
)

MAGIC = b"\x78\x9f\x3e\x22"
_FIRST = 6  # bytes before the first attribute: signature and key
_ATTRIBUTE = struct.Struct("<BHHI")  # level, name, type, length; a checksum of two bytes follows the data
_ATTACHMENT = 2  # level
_CODEPAGE, _PROPERTIES, _RECIPIENTS = 0x9007, 0x9003, 0x9004
_FROM, _BODY = 0x8000, 0x800C
_ATTACH_BEGINS, _ATTACH_DATA, _ATTACH_NAME, _ATTACH_PROPERTIES = 0x9002, 0x800F, 0x8010, 0x9005
_STRINGS = {0x8004: tags.SUBJECT, 0x8008: tags.MESSAGE_CLASS, _BODY: tags.BODY}
_TIMES = {0x8005: tags.CLIENT_SUBMIT_TIME, 0x8006: tags.DELIVERY_TIME, 0x8020: tags.LAST_MODIFICATION_TIME}
_WIDTHS = {
    Type.SHORT: 2,
    Type.BOOLEAN: 2,
    Type.LONG: 4,
    Type.FLOAT: 4,
    0x000A: 4,  # an error
    Type.DOUBLE: 8,
    0x0006: 8,  # currency
    0x0007: 8,  # floating time
    Type.LONGLONG: 8,
    Type.TIME: 8,
    0x0048: 16,  # a GUID
}
_MESSAGE = bytes.fromhex(
    "0703020000000000c000000000000046"
)  # the interface IMessage: an item in a TNEF stream of its own
_OLD_CLASS = {
    "ipm.microsoft mail.note": "IPM.Note",
    "ipm.microsoft schedule.mtgreq": "IPM.Schedule.Meeting.Request",
}


@dataclass(slots=True)
class _Attached:
    raw: list[Raw] = field(default_factory=list)
    names: dict[int, Key] = field(default_factory=dict)
    title: bytes = b""
    data: bytes | None = None


@dataclass(slots=True)
class _Found:
    """What the attributes of one stream gave."""

    charset: str = ""
    old: dict[Key, Value] = field(default_factory=dict)
    raw: list[Raw] = field(default_factory=list)
    names: dict[int, Key] = field(default_factory=dict)
    recipients: list[list[Raw]] = field(default_factory=list)
    attached: list[_Attached] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    trouble: list[str] = field(default_factory=list)


def read(data: bytes, limits: Limits, depth: int = 0) -> Item:
    """The item in a TNEF stream. Raises ValueError where it is none."""
    if not data.startswith(MAGIC):
        raise ValueError("it does not begin as TNEF does")
    found = _Found()
    for level, name, value in _attributes(data, found):
        if level == _ATTACHMENT:
            _of_attachment(name, value, found, limits)
        else:
            _of_message(name, value, found)
    charset = own_charset(found.raw) or found.charset
    values = {**found.old, **properties(found.raw, found.names, charset)}
    attachments = tuple(_attachment(one, charset, limits, depth) for one in found.attached)
    rows = tuple(properties(row, found.names, charset) for row in found.recipients)
    return Item(
        _current(values),
        rows,
        attachments,
        tuple(dict.fromkeys(found.notes)),
        tuple(dict.fromkeys(found.trouble)),
    )


def _attributes(data: bytes, found: _Found) -> Iterator[tuple[int, int, bytes]]:
    at = _FIRST
    while at + _ATTRIBUTE.size <= len(data):
        level, name, _, length = _ATTRIBUTE.unpack_from(data, at)
        if level not in (1, _ATTACHMENT):
            found.notes.append(f"{len(data) - at} bytes after the last attribute are none")
            return
        start = at + _ATTRIBUTE.size
        value = data[start : start + length]
        yield level, name, value
        if len(value) < length:
            found.notes.append("the TNEF stream is cut off")
            return
        checksum = data[start + length : start + length + 2]
        if int.from_bytes(checksum, "little") != sum(value) & 0xFFFF:
            found.notes.append("a checksum in the TNEF stream is wrong")
        at = start + length + 2


def _of_message(name: int, value: bytes, found: _Found) -> None:
    if name == _CODEPAGE:
        found.charset = charset_of(int.from_bytes(value[:4], "little"))
    elif name in _STRINGS:
        found.old.setdefault(_STRINGS[name], charsets.decode(value.rstrip(b"\0"), found.charset).text)
    elif name in _TIMES and (when := _time(value)):
        found.old.setdefault(_TIMES[name], when)
    elif name == _FROM:
        found.old.update(_triple(value, found.charset))
    elif name == _PROPERTIES:
        raw, _ = _mapi(value, 0, found.names, found.notes)
        found.raw.extend(raw)
    elif name == _RECIPIENTS:
        _rows(value, found)


def _rows(value: bytes, found: _Found) -> None:
    count, at = int.from_bytes(value[:4], "little"), 4
    while count > 0 and at < len(value):
        row, at = _mapi(value, at, found.names, found.notes)
        found.recipients.append(row)
        count -= 1


def _of_attachment(name: int, value: bytes, found: _Found, limits: Limits) -> None:
    if name == _ATTACH_BEGINS or not found.attached:
        if len(found.attached) >= limits.mime_parts:
            found.trouble.append(f"more than {limits.mime_parts} attachments in one item")
            found.attached[-1] = _Attached()
            return
        found.attached.append(_Attached())
    last = found.attached[-1]
    if name == _ATTACH_DATA:
        last.data = value
    elif name == _ATTACH_NAME:
        last.title = value.rstrip(b"\0")
    elif name == _ATTACH_PROPERTIES:
        raw, _ = _mapi(value, 0, last.names, found.notes)
        last.raw.extend(raw)


def _attachment(one: _Attached, charset: str, limits: Limits, depth: int) -> Attachment:
    values = properties(one.raw, one.names, charset)
    title = charsets.decode(one.title, charset).text
    if title:
        values.setdefault(tags.ATTACH_FILENAME, title)
    inner = values.pop(tags.ATTACH_DATA, None)
    data = one.data if one.data is not None else inner if isinstance(inner, bytes) else None
    if not (isinstance(inner, bytes) and inner.startswith(_MESSAGE)):
        return Attachment(values, data[16:] if data is inner and data and _is_object(one) else data)
    if depth >= limits.mime_depth:
        return Attachment(values, trouble=f"more than {limits.mime_depth} items inside each other")
    try:
        return Attachment(values, item=read(inner[16:], limits, depth + 1))
    except ValueError as error:
        return Attachment(values, inner[16:], trouble=f"an item in it cannot be read: {error}")


def _is_object(one: _Attached) -> bool:
    """Whether the data of an attachment is an object, before whose bytes stand the 16 of its interface."""
    return any(number == tags.ATTACH_DATA and kind == Type.OBJECT for number, kind, _ in one.raw)


def _mapi(data: bytes, at: int, names: dict[int, Key], notes: list[str]) -> tuple[list[Raw], int]:
    """The properties that begin at ``at`` ([MS-OXTNEF] 2.1.3.4), and where they end."""
    raw: list[Raw] = []
    try:
        (count,) = struct.unpack_from("<I", data, at)
        at += 4
        while count > 0:
            kind, number = struct.unpack_from("<HH", data, at)
            at += 4
            if number >= FIRST_NAMED:
                names[number], at = _name(data, at)
            value, at = _value(data, at, kind)
            raw.append((number, kind, value))
            count -= 1
    except (struct.error, ValueError) as error:
        notes.append(f"properties in the TNEF stream are damaged: {error}")
        return raw, len(data)
    return raw, at


def _name(data: bytes, at: int) -> tuple[Key, int]:
    which, (kind,) = family(data[at : at + 16]), struct.unpack_from("<I", data, at + 16)
    (number,) = struct.unpack_from("<I", data, at + 20)
    if kind == 0:
        return (which, number), at + 24
    name = data[at + 24 : at + 24 + number].decode("utf-16-le", "replace").rstrip("\0")
    return (which, charsets.cleaned(name)), at + 24 + _padded(number)


def _value(data: bytes, at: int, kind: int) -> tuple[bytes | tuple[bytes, ...], int]:
    plain = kind & ~MANY
    width = _WIDTHS.get(plain)
    if width is None and plain not in (Type.STRING8, Type.UNICODE, Type.BINARY, Type.OBJECT, 0, 1):
        raise ValueError(f"a property of an unknown type {kind:#06x}")
    if width is not None and not kind & MANY:
        return data[at : at + width], at + _padded(width)
    if plain in (0, 1):
        return b"", at
    (count,) = struct.unpack_from("<I", data, at)
    at += 4
    values: list[bytes] = []
    while len(values) < count:
        size = width
        if size is None:
            (size,) = struct.unpack_from("<I", data, at)
            at += 4
        if size > len(data) - at:
            raise ValueError("a value is longer than what holds it")
        values.append(data[at : at + size])
        at += size if width is not None else _padded(size)
    at = at + (-len(values) * width) % 4 if width is not None else at
    return (tuple(values) if kind & MANY else b"".join(values[:1])), at


def _padded(size: int) -> int:
    return size + -size % 4


def _time(value: bytes) -> Moment | None:
    """A date of an old attribute: year, month, day, hour, minute, second, weekday; it has no zone and counts as UTC."""
    if len(value) < 12:
        return None
    try:
        year, month, day, hour, minute, second = struct.unpack_from("<6H", value)
        return Moment.of(datetime(year, month, day, hour, minute, second, tzinfo=UTC))
    except ValueError:
        return None


def _triple(value: bytes, charset: str) -> dict[Key, Value]:
    """The sender in an old attribute: lengths of name and address, the name, and "KIND:address"."""
    if len(value) < 8:
        return {}
    name_length, address_length = struct.unpack_from("<HH", value, 4)
    name = charsets.decode(value[8 : 8 + name_length].rstrip(b"\0"), charset).text
    address = value[8 + name_length : 8 + name_length + address_length].split(b"\0")[0]
    kind, _, rest = charsets.decode(address, charset).text.partition(":")
    return dict(zip(tags.SENDER, (name, kind, rest), strict=False))


def _current(values: dict[Key, Value]) -> dict[Key, Value]:
    """The properties with a class of Microsoft Mail under its later name."""
    old = values.get(tags.MESSAGE_CLASS)
    if isinstance(old, str) and old.lower() in _OLD_CLASS:
        values[tags.MESSAGE_CLASS] = _OLD_CLASS[old.lower()]
    return values
