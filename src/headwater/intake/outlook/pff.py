"""PST, OST and PAB stores ([MS-PST]) by libpff: folders walked, items serialised.

libpff is written in C and a store may be damaged on purpose, so ``read_on`` is called in another process
(``headwater.base.apart``). It reads some items at a time and keeps its place for the next call.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice, pairwise
from typing import Any

import pypff

from headwater.base.dates import Moment
from headwater.base.settings import Limits
from headwater.intake.names import placed
from headwater.intake.outlook import serial, tags
from headwater.intake.outlook.item import Attachment, Item
from headwater.intake.outlook.properties import (
    MANY,
    Names,
    Raw,
    Type,
    charset_of,
    named,
    number,
    own_charset,
    properties,
)

MAGIC = b"!BDN"
ORPHANS = "(orphans)"
"""The folder of items that stand in no folder any more."""

_CONTENT_COUNT = 0x3602
_NAME_STREAMS = (0x0002, 0x0003, 0x0004)
_DATA = 0x3701
_TRAIL = re.compile(r"\b(?:py|lib)\w+: ")
_BATCH_ITEMS, _BATCH_BYTES = 200, 4 * 1024 * 1024
_DEEPEST = 256  # folders inside each other
_KNOWN_ENCRYPTION = (0, 1, 2)  # none, and two that hide without a key
_ERRORS = (OSError, ValueError, RuntimeError, OverflowError, struct.error, TypeError, AttributeError)
"""What libpff and its bindings raise over damage."""


def media_type(head: bytes) -> str:
    """The media type of a store that begins with ``head``, by its client signature."""
    kind = {b"SO": "ost", b"AB": "pab"}.get(head[8:10], "pst")
    return f"application/vnd.ms-outlook-{kind}"


@dataclass(frozen=True, slots=True)
class Read:
    """One item: where it stands, its serialisation and its time; or, with ``data`` None, why there is none."""

    path: str
    data: bytes | None = None
    modified: Moment | None = None
    code: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Batch:
    """The next items of a store, and whether these are the last."""

    items: tuple[Read, ...]
    last: bool


@dataclass(slots=True)
class _Open:
    path: str
    file: Any
    items: Iterator[tuple[str, Any]]
    names: Names = field(default_factory=dict)
    charset: str = ""
    done: int = 0


_KEPT: list[_Open] = []


def read_on(path: str, first: int, most: int, limits: Limits) -> Batch:
    """Up to ``most`` items of the store at ``path`` from number ``first`` on, counted from 0 in the order of the walk."""
    if not _KEPT or _KEPT[0].path != path or _KEPT[0].done != first:
        let_go()
        _KEPT.append(_opened(path))
        _skip(_KEPT[0], first)
    read = tuple(_next(_KEPT[0], most, limits))
    last = len(read) < min(most, _BATCH_ITEMS) and sum(len(one.data or b"") for one in read) < _BATCH_BYTES
    if last:
        let_go()
    return Batch(read, last)


def refusal(path: str) -> tuple[str, str] | None:
    """Why the store at ``path`` cannot be opened, as a code and a reason; None where it can."""
    let_go()
    try:
        _opened(path).file.close()
    except _Encrypted as error:
        return "encrypted", str(error)
    except MemoryError:
        return "damaged", "not a readable store: it asks for more memory than there is"
    except _ERRORS as error:
        return "damaged", f"not a readable store: {_short(error)}"
    return None


def place_of(path: str, index: int) -> str | None:
    """Where item number ``index`` stands, without reading it; None where there are fewer items."""
    let_go()
    opened = _opened(path)
    try:
        found = next(islice(opened.items, index, None), None)
        return found[0] if found else None
    finally:
        opened.file.close()


def read_at(path: str, place: str, limits: Limits) -> Read | None:
    """The item at ``place``, found without reading those before it; None where there is none."""
    let_go()
    opened = _opened(path)
    try:
        found = next((found for found in opened.items if found[0] == place), None)
        return _read(*found, opened, limits) if found else None
    finally:
        opened.file.close()


def let_go() -> None:
    """Close the store that is kept open."""
    while _KEPT:
        _KEPT.pop().file.close()


class _Encrypted(ValueError):
    pass


def _opened(path: str) -> _Open:
    file = pypff.file()
    file.open(path)
    if file.encryption_type not in _KNOWN_ENCRYPTION:
        file.close()
        raise _Encrypted("encrypted by Windows Information Protection: its keys are not in it")
    charset = charset_of(_codepage(file.ascii_codepage))
    return _Open(path, file, _walk(file), _names(file), charset)


def _codepage(label: Any) -> int:
    text = label.decode("ascii", "replace") if isinstance(label, bytes) else str(label or "")
    return int(text[2:]) if text.startswith("cp") and text[2:].isdigit() else 0


def _names(file: Any) -> Names:
    try:
        streams = {kind: data for kind, _, data in _raw(file.name_to_id_map)}
        return named(
            *(data if isinstance(data := streams.get(one, b""), bytes) else b"" for one in _NAME_STREAMS)
        )
    except _ERRORS:
        return {}


def _skip(opened: _Open, count: int) -> None:
    for _ in range(count):
        if next(opened.items, None) is None:
            return
        opened.done += 1


def _next(opened: _Open, most: int, limits: Limits) -> Iterator[Read]:
    size = 0
    for _ in range(min(most, _BATCH_ITEMS)):
        found = next(opened.items, None)
        if found is None:
            return
        opened.done += 1
        read = _read(*found, opened, limits)
        size += len(read.data or b"")
        yield read
        if size >= _BATCH_BYTES:
            return


def _walk(file: Any) -> Iterator[tuple[str, Any]]:
    """Each item with its place; where one cannot be reached, what was raised stands for it."""
    try:
        root = file.root_folder
    except _ERRORS as error:
        root = None
        yield "(folders)", error
    seen: set[int] = set()
    if root is not None:
        yield from _folder(root, "", seen, 0)
    try:
        count = file.number_of_orphan_items
    except _ERRORS as error:
        yield ORPHANS, error
        return
    for index in range(count):
        yield from _one(f"{ORPHANS}/", index, file.get_orphan_item)


def _folder(folder: Any, path: str, seen: set[int], depth: int) -> Iterator[tuple[str, Any]]:
    if folder.identifier in seen or depth > _DEEPEST:
        yield (
            f"{path or '(folders)/'}#{folder.identifier}",
            ValueError("folders inside each other without end"),
        )
        return
    seen.add(folder.identifier)
    found = 0
    for index in range(_count(folder, "number_of_sub_messages")):
        yield from _one(path, index, folder.get_sub_message)
        found += 1
    if (missing := _said_to_hold(folder) - found) > 0:
        yield (
            f"{path}(missing)",
            LookupError(f"the folder says that it holds {missing} items more than are found"),
        )
    for index in range(_count(folder, "number_of_sub_folders")):
        try:
            inner = folder.get_sub_folder(index)
        except _ERRORS as error:
            yield f"{path}(folder {index + 1})", error
            continue
        yield from _folder(inner, f"{path}{_name(inner)}/", seen, depth + 1)


def _name(folder: Any) -> str:
    """A folder's name as a step of a path; where it cannot be read, its identifier."""
    try:
        name = str(folder.name or "")
    except _ERRORS:
        name = ""
    return placed(name).replace("/", "\\u002f") or f"(folder {folder.identifier})"


def _count(folder: Any, what: str) -> int:
    try:
        return int(getattr(folder, what))
    except _ERRORS:
        return 0


def _said_to_hold(folder: Any) -> int:
    """How many items a folder says that it holds; search folders only point to items of others."""
    if folder.identifier & 0x1F == 3:
        return 0
    try:
        for kind, value, data in _raw(folder):
            if kind == _CONTENT_COUNT and value == Type.LONG and isinstance(data, bytes):
                return int.from_bytes(data[:4], "little")
    except _ERRORS:
        pass
    return 0


def _one(path: str, index: int, get: Any) -> Iterator[tuple[str, Any]]:
    try:
        item = get(index)
        yield f"{path}#{item.identifier}", item
    except _ERRORS as error:
        yield f"{path}(item {index + 1})", error


def _short(error: BaseException) -> str:
    """The cause in what libpff says: the binding's own words come first, then those of its functions, innermost first."""
    said = [" ".join(clause.split()).rstrip(".") for clause in _TRAIL.split(str(error)) if clause.strip()]
    return said[min(1, len(said) - 1)][:200] if said else type(error).__name__


def _read(path: str, found: Any, opened: _Open, limits: Limits) -> Read:
    if isinstance(found, LookupError):
        return Read(path, code="missing", reason=str(found))
    if isinstance(found, Exception):
        return Read(path, code="damaged", reason=f"cannot be read: {_short(found)}")
    try:
        size = _attached_bytes(found)
        if size > limits.item_bytes:
            return Read(path, code="too-large", reason=f"{size} bytes; at most {limits.item_bytes} are read")
        item = _item(found, opened, limits, 0)
        return Read(path, serial.serialised(item, limits), serial.fallback(item))
    except MemoryError:
        return Read(path, code="too-large", reason="needs more memory than it may have")
    except _ERRORS as error:
        return Read(path, code="damaged", reason=f"cannot be read: {_short(error)}")


def _attached_bytes(item: Any) -> int:
    total = 0
    for index in range(_count(item, "number_of_attachments")):
        try:
            total += item.get_attachment(index).size or 0
        except _ERRORS:
            continue
    return total


def _item(item: Any, opened: _Open, limits: Limits, depth: int) -> Item:
    raw, trouble = list(_raw(item)), []
    charset = own_charset(raw) or opened.charset
    try:
        rows = _rows(item, opened, charset)
    except _ERRORS as error:
        rows = ()
        trouble.append(f"its recipients cannot be read: {_short(error)}")
    count = _count(item, "number_of_attachments")
    if count > limits.mime_parts:
        trouble.append(f"more than {limits.mime_parts} attachments in one item")
    attachments = tuple(
        _attachment(item, index, opened, charset, limits, depth)
        for index in range(min(count, limits.mime_parts))
    )
    return Item(properties(raw, opened.names, charset), rows, attachments, (), tuple(trouble))


def _rows(item: Any, opened: _Open, charset: str) -> tuple[dict[Any, Any], ...]:
    recipients = getattr(item, "recipients", None)
    if recipients is None:
        return ()
    sets = (recipients.get_record_set(index) for index in range(recipients.number_of_record_sets))
    return tuple(properties(_entries(one), opened.names, charset) for one in sets)


def _attachment(item: Any, index: int, opened: _Open, charset: str, limits: Limits, depth: int) -> Attachment:
    try:
        attachment = item.get_attachment(index)
        values = properties(_raw(attachment), opened.names, charset)
    except _ERRORS as error:
        return Attachment({}, trouble=f"cannot be read: {_short(error)}")
    try:
        if number(values, tags.ATTACH_METHOD) == _EMBEDDED and attachment.number_of_sub_items:
            if depth >= limits.mime_depth:
                return Attachment(values, trouble=f"more than {limits.mime_depth} items inside each other")
            return Attachment(values, item=_item(attachment.get_sub_item(0), opened, limits, depth + 1))
        size = attachment.size
        return Attachment(values, attachment.read_buffer(size) if size else b"" if size == 0 else None)
    except _ERRORS as error:
        return Attachment(values, trouble=f"cannot be read: {_short(error)}")


_EMBEDDED = 5


def _raw(item: Any) -> Iterator[Raw]:
    """The properties of an item; those that cannot be read are left out."""
    for index in range(item.number_of_record_sets):
        yield from _entries(item.get_record_set(index))


def _entries(record_set: Any) -> Iterator[Raw]:
    for index in range(record_set.number_of_entries):
        try:
            entry = record_set.get_entry(index)
            kind, value = entry.entry_type, entry.value_type
            if kind is None or value is None or kind == _DATA:
                continue
            data = entry.data or b""
        except _ERRORS:
            continue
        yield kind, value, tuple(_values(data)) if value & MANY else data


def _values(data: bytes) -> Iterator[bytes]:
    """The values of a property that has several of variable length ([MS-PST] 2.3.3.4.2): how many, where each begins."""
    count = int.from_bytes(data[:4], "little")
    starts = [
        int.from_bytes(data[at : at + 4], "little") for at in range(4, min(len(data), 4 + 4 * count), 4)
    ]
    for start, end in pairwise([*starts, len(data)]):
        yield data[start:end]
