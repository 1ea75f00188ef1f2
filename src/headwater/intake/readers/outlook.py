"""Outlook items: MSG files, TNEF streams (winmail.dat), and the serialised items of PST stores.

Each is read as the message that its serialisation is (docs/renditions.md); what is hashed is the file's own bytes where it
has some.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace

from headwater.base.settings import Limits
from headwater.intake.headers import split, text_of
from headwater.intake.outlook import fields, ole, serial, tnef
from headwater.intake.outlook.item import Item
from headwater.intake.readers.eml import read_message
from headwater.intake.readers.text import unread
from headwater.intake.seam import DAMAGE, About, Leaf, Recognised
from headwater.model.document import Document, Failed, Kind, Place, Status

MSG, TNEF, ITEM = "application/vnd.ms-outlook", "application/ms-tnef", "application/x-headwater-outlook-item"
"""Media types."""

_LARGEST_HEAD = 64 * 1024  # bytes of a serialisation in which what could not be read is listed


def read_msg(data: bytes, recognised: Recognised, about: About) -> Leaf:
    """A MSG file as a message, or as what its class says."""
    return _read(data, recognised, about, ole.read)


def read_tnef(data: bytes, recognised: Recognised, about: About) -> Leaf:
    """A TNEF stream as a message, with what is packed in it as parts."""
    return _read(data, recognised, about, tnef.read)


def read_outlook_item(data: bytes, recognised: Recognised, about: About) -> Leaf:
    """The serialisation of an item, which is its bytes."""
    leaf = read_message(data, recognised, about)
    return _with_trouble(leaf, data, about, _kind(leaf.document, data))


def message_of(data: bytes, recognised: Recognised, limits: Limits) -> bytes:
    """The message that a MSG file or TNEF stream is read as. Raises what its library does where it is damaged."""
    return serial.serialised(ITEM_OF[recognised.media_type](data, limits), limits)


ITEM_OF: dict[str, Callable[[bytes, Limits], Item]] = {MSG: ole.read, TNEF: tnef.read}


def _read(
    data: bytes, recognised: Recognised, about: About, item_of: Callable[[bytes, Limits], Item]
) -> Leaf:
    sha256 = hashlib.sha256(data).hexdigest()
    try:
        item = item_of(data, about.limits)
        serialised = serial.serialised(item, about.limits)
    except DAMAGE as error:
        reason = f"cannot be read: {str(error)[:300] or type(error).__name__}"
        document = unread(sha256, len(data), recognised, about.name, reason)
        return Leaf(document, failed=(Failed(Place(about.path), "damaged", reason),))
    about = replace(about, modified=serial.fallback(item) or about.modified)
    leaf = read_message(serialised, recognised, about)
    document = replace(leaf.document, sha256=sha256, size=len(data), media_type=recognised.media_type)
    return _with_trouble(leaf, serialised, about, _kind(document, serialised))


def _kind(document: Document, serialised: bytes) -> Document:
    """A contact, appointment, task or note is a text; mail is a message."""
    kind = fields.kind(serial.message_class(serialised) or "")
    if kind == "message":
        return document
    return replace(document, kind=Kind.TEXT, media_type=f"{ITEM}; kind={kind}")


def _with_trouble(leaf: Leaf, serialised: bytes, about: About, document: Document) -> Leaf:
    """The document with what was repaired, and what could not be read, among its notes; the latter are failures."""
    headers, _ = split(serialised[:_LARGEST_HEAD], _LARGEST_HEAD)
    notes = [text_of(value) for value in headers.every(serial.NOTE.lower())]
    trouble = [text_of(value) for value in headers.every(serial.TROUBLE.lower())]
    failed = tuple(Failed(Place(about.path), "part-unread", words) for words in trouble)
    if notes or trouble:
        document = replace(document, status=Status.REPAIRED, notes=(*document.notes, *notes, *trouble))
    return Leaf(document, leaf.parts, (*leaf.failed, *failed))
