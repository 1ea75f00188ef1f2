"""PST, OST and PAB stores ([MS-PST]) by libpff: folders walked, items read.

libpff is written in C and a store may be damaged on purpose, so all this runs in another process (``stores``).
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pypff

from headwater.base.settings import Limits
from headwater.intake.outlook import tags
from headwater.intake.outlook.item import Attachment, Item
from headwater.intake.outlook.ltp import several
from headwater.intake.outlook.ndb import method_of
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
from headwater.intake.outlook.recovery import ORPHANS, step

MAGIC = b"!BDN"
_EMBEDDED = 5  # method of attaching
_CONTENT_COUNT = 0x3602
_NAME_STREAMS = (0x0002, 0x0003, 0x0004)
_DATA = 0x3701
_TRAIL = re.compile(r"\b(?:py|lib)\w+: ")
_DEEPEST = 256  # folders inside each other
_KNOWN_METHODS = (0, 1, 2)  # of encoding: none, and two that hide without a key
ERRORS = (OSError, ValueError, RuntimeError, OverflowError, struct.error, TypeError, AttributeError)
"""What libpff and its bindings raise over damage."""


def media_type(head: bytes) -> str:
    """The media type of a store that begins with ``head``, by its client signature."""
    kind = {b"SO": "ost", b"AB": "pab"}.get(head[8:10], "pst")
    return f"application/vnd.ms-outlook-{kind}"


@dataclass(frozen=True, slots=True)
class Opened:
    """A store that libpff has opened, the names of its properties and the charset of its 8-bit strings."""

    file: Any
    names: Names
    charset: str


class EncryptedError(ValueError):
    """A store whose keys are not in it."""


def opened(path: str) -> Opened:
    """The store at ``path``. Raises EncryptedError, or one of ERRORS where libpff cannot open it."""
    if method_of(path) not in _KNOWN_METHODS:
        raise EncryptedError("encrypted by Windows Information Protection: its keys are not in it")
    file = pypff.file()
    file.open(path)
    return Opened(file, _names(file), charset_of(_codepage(file.ascii_codepage)))


def _codepage(label: Any) -> int:
    text = label.decode("ascii", "replace") if isinstance(label, bytes) else str(label or "")
    return int(text[2:]) if text.startswith("cp") and text[2:].isdigit() else 0


def _names(file: Any) -> Names:
    try:
        streams = {kind: data for kind, _, data in _raw(file.name_to_id_map)}
        return named(
            *(data if isinstance(data := streams.get(one, b""), bytes) else b"" for one in _NAME_STREAMS)
        )
    except ERRORS:
        return {}


def walk(store: Opened, seen: set[int]) -> Iterator[tuple[str, Any]]:
    """Each item with its place; where one cannot be reached, what was raised stands for it.

    The numbers of all items are added to ``seen``.
    """
    try:
        root = store.file.root_folder
        if root is None:
            raise ValueError("there are none")
    except ERRORS as error:
        yield "(folders)", error
    else:
        yield from _folder(root, "", seen, set(), 0)
    try:
        count = store.file.number_of_orphan_items
    except ERRORS as error:
        yield ORPHANS, error
        return
    for index in range(count):
        yield from _one(f"{ORPHANS}/", index, store.file.get_orphan_item, seen)


def _folder(
    folder: Any, path: str, seen: set[int], folders: set[int], depth: int
) -> Iterator[tuple[str, Any]]:
    if folder.identifier in folders or depth > _DEEPEST:
        yield (
            f"{path or '(folders)/'}#{folder.identifier}",
            ValueError("folders inside each other without end"),
        )
        return
    folders.add(folder.identifier)
    try:
        found, inner_folders = int(folder.number_of_sub_messages), int(folder.number_of_sub_folders)
    except ERRORS as error:
        yield f"{path}(folder)", error
        return
    for index in range(found):
        yield from _one(path, index, folder.get_sub_message, seen)
    if (missing := _said_to_hold(folder) - found) > 0:
        yield (
            f"{path}(missing)",
            LookupError(f"the folder says that it holds {missing} items more than are found"),
        )
    for index in range(inner_folders):
        try:
            inner = folder.get_sub_folder(index)
        except ERRORS as error:
            yield f"{path}(folder {index + 1})", error
            continue
        yield from _folder(inner, f"{path}{_name(inner)}/", seen, folders, depth + 1)


def _name(folder: Any) -> str:
    """A folder's name as a step of a path; where it cannot be read, its identifier."""
    try:
        name = str(folder.name or "")
    except ERRORS:
        name = ""
    return step(name) or f"(folder {folder.identifier})"


def _count(folder: Any, what: str) -> int:
    try:
        return int(getattr(folder, what))
    except ERRORS:
        return 0


def _said_to_hold(folder: Any) -> int:
    """How many items a folder says that it holds; search folders only point to items of others."""
    if folder.identifier & 0x1F == 3:
        return 0
    try:
        for kind, value, data in _raw(folder):
            if kind == _CONTENT_COUNT and value == Type.LONG and isinstance(data, bytes):
                return int.from_bytes(data[:4], "little")
    except ERRORS:
        pass
    return 0


def _one(path: str, index: int, get: Any, seen: set[int]) -> Iterator[tuple[str, Any]]:
    try:
        found = get(index)
        identifier = int(found.identifier)
    except ERRORS as error:
        yield f"{path}(item {index + 1})", error
        return
    seen.add(identifier)
    yield f"{path}#{identifier}", found


def short(error: BaseException) -> str:
    """The cause in what libpff says: the binding's own words come first, then those of its functions, innermost first."""
    said = [" ".join(clause.split()).rstrip(".") for clause in _TRAIL.split(str(error)) if clause.strip()]
    return said[min(1, len(said) - 1)][:200] if said else type(error).__name__


def attached_bytes(item: Any) -> int:
    """How many bytes are attached to an item, as far as it says so."""
    total = 0
    for index in range(_count(item, "number_of_attachments")):
        try:
            total += item.get_attachment(index).size or 0
        except ERRORS:
            continue
    return total


def item_of(item: Any, opened: Opened, limits: Limits, depth: int = 0) -> Item:
    """What libpff gives of an item. Raises one of ERRORS where it gives nothing."""
    trouble: list[str] = []
    raw = list(_raw(item, trouble))
    charset = own_charset(raw) or opened.charset
    try:
        rows = _rows(item, opened, charset)
    except ERRORS as error:
        rows = ()
        trouble.append(f"its recipients cannot be read: {short(error)}")
    count = _count(item, "number_of_attachments")
    if count > limits.mime_parts:
        trouble.append(f"more than {limits.mime_parts} attachments in one item")
    attachments = tuple(
        _attachment(item, index, opened, charset, limits, depth)
        for index in range(min(count, limits.mime_parts))
    )
    return Item(properties(raw, opened.names, charset), rows, attachments, (), tuple(trouble))


def _rows(item: Any, opened: Opened, charset: str) -> tuple[dict[Any, Any], ...]:
    recipients = getattr(item, "recipients", None)
    if recipients is None:
        return ()
    sets = (recipients.get_record_set(index) for index in range(recipients.number_of_record_sets))
    return tuple(properties(_entries(one), opened.names, charset) for one in sets)


def _attachment(
    item: Any, index: int, opened: Opened, charset: str, limits: Limits, depth: int
) -> Attachment:
    try:
        attachment = item.get_attachment(index)
        values = properties(_raw(attachment), opened.names, charset)
    except ERRORS as error:
        return Attachment({}, trouble=f"cannot be read: {short(error)}")
    try:
        if number(values, tags.ATTACH_METHOD) == _EMBEDDED and attachment.number_of_sub_items:
            if depth >= limits.mime_depth:
                return Attachment(values, trouble=f"more than {limits.mime_depth} items inside each other")
            return Attachment(values, item=item_of(attachment.get_sub_item(0), opened, limits, depth + 1))
        size = attachment.size
        return Attachment(values, attachment.read_buffer(size) if size else b"" if size == 0 else None)
    except ERRORS as error:
        return Attachment(values, trouble=f"cannot be read: {short(error)}")


def _raw(item: Any, trouble: list[str] | None = None) -> Iterator[Raw]:
    """The properties of an item; those that cannot be read are left out and told to ``trouble``."""
    for index in range(item.number_of_record_sets):
        yield from _entries(item.get_record_set(index), trouble)


def _entries(record_set: Any, trouble: list[str] | None = None) -> Iterator[Raw]:
    for index in range(record_set.number_of_entries):
        kind = None
        try:
            entry = record_set.get_entry(index)
            kind, value = entry.entry_type, entry.value_type
            if kind is None or value is None or kind == _DATA:
                continue
            data = entry.data or b""
        except ERRORS as error:
            if trouble is not None:
                name = "a property" if kind is None else f"the property {kind:#06x}"
                trouble.append(f"{name} cannot be read: {short(error)}")
            continue
        yield kind, value, tuple(several(data)) if value & MANY else data
