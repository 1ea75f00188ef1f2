"""Messages of Apple Mail: EMLX files, and the attachments that it keeps beside them.

An EMLX file is a line with the number of bytes of the message, the message, and a property list with what Apple Mail
knows of it. In a ``.partial.emlx`` the bodies of large attachments are left out (eml.py says what becomes of that); they
stand beside it, still encoded, as ``.emlxpart``, or decoded in a folder ``Attachments``.
"""

from __future__ import annotations

import hashlib
import plistlib
import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from xml.parsers.expat import ExpatError

from headwater.base.dates import Moment
from headwater.base.settings import MIB
from headwater.intake import charsets
from headwater.intake.names import shown
from headwater.intake.readers.eml import read_message
from headwater.intake.seam import About, Leaf, Part, Recognised
from headwater.intake.transfer import undo
from headwater.model.document import Document, Kind, Status

_COUNT = re.compile(rb"([0-9]{1,12})[ \t]*\r?\n")
_TRAILER = re.compile(rb"\s*(?:<\?xml|<!DOCTYPE plist|<plist|bplist00)")
_LONGEST_TRAILER = MIB  # bytes of a property list that are read
_LONGEST_VALUE = 1000  # characters of a property that are kept
_FLAGS = (
    "read", "deleted", "answered", "encrypted", "flagged", "recent", "draft", "initial", "forwarded", "redirected",
)  # fmt: skip
_HIGH_FLAGS = {23: "signed", 24: "junk", 25: "not junk"}
_TIMES = ("date-received", "date-last-viewed", "date-sent")


def message_in(data: bytes) -> bytes:
    """The message in an EMLX file: as many bytes as its first line says, or up to the property list where that is wrong."""
    return _cut(data)[0]


def read_emlx(data: bytes, recognised: Recognised, about: About) -> Leaf:
    """A message of Apple Mail. Its property list (flags, when it was received) becomes the document's properties.

    The document is hashed by the file's own bytes.
    """
    raw, trailer, notes = _cut(data)
    properties, trouble = _properties(trailer)
    received = dict(properties).get("date-received", "")
    if received:
        about = replace(about, modified=Moment.of(datetime.fromisoformat(received)))
    leaf = read_message(raw, recognised, about)
    notes = tuple(note for note in (*notes, trouble) if note)
    document = replace(
        leaf.document,
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
        media_type=recognised.media_type,
        properties=properties,
        notes=(*leaf.document.notes, *notes),
        status=Status.REPAIRED if notes else leaf.document.status,
    )
    return replace(leaf, document=document)


def read_emlxpart(data: bytes, recognised: Recognised, about: About) -> Leaf:
    """An attachment that Apple Mail keeps beside its message, in base64: a file with what is encoded as a document inside."""
    undone = undo(data, "base64")
    document = Document(
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
        kind=Kind.FILE,
        media_type=recognised.media_type,
        title=shown(about.name),
        text="",
        status=Status.REPAIRED if undone.notes else Status.READ,
        notes=(*undone.notes, "an attachment that Apple Mail keeps beside its message, in base64"),
    )
    return Leaf(document, (Part("1", "", "application/octet-stream", "", undone.data),))


def _cut(data: bytes) -> tuple[bytes, bytes, tuple[str, ...]]:
    """The message, the property list after it, and what is wrong with the number of bytes."""
    count = _COUNT.match(data)
    if count is None:
        return data, b"", ("the number of bytes is missing",)
    start, size = count.end(), int(count[1])
    end = start + size
    if end > len(data):
        return _by_trailer(data, start, "the file is cut off, or its number of bytes is wrong")
    if data[end:].strip() and not _TRAILER.match(data, end):
        return _by_trailer(data, start, "the number of bytes is wrong")
    return data[start:end], data[end:], ()


def _by_trailer(data: bytes, start: int, note: str) -> tuple[bytes, bytes, tuple[str, ...]]:
    """As ``_cut``, where the number of bytes does not lead to the property list: the last one in the file counts."""
    at = data.rfind(b"<plist", start)
    head = data.rfind(b"<?xml", start, at) if at >= 0 else -1
    end = head if head >= 0 else at if at >= 0 else len(data)
    return data[start:end], data[end:], (note,)


def _properties(trailer: bytes) -> tuple[tuple[tuple[str, str], ...], str]:
    """The values of a property list in words, and a note where it cannot be read."""
    raw = trailer.strip(b" \t\r\n\x00")
    if not raw:
        return (), "its property list is missing"
    try:
        if len(raw) > _LONGEST_TRAILER:
            raise ValueError
        found = plistlib.loads(raw)
    except (
        ExpatError,
        ValueError,
        TypeError,
        AttributeError,
        KeyError,
        IndexError,
        RecursionError,
        OverflowError,
    ):
        return (), "its property list cannot be read"
    if not isinstance(found, dict):
        return (), "its property list cannot be read"
    made = ((charsets.cleaned(str(name))[:100], _in_words(str(name), value)) for name, value in found.items())
    return tuple(pair for pair in made if pair[1]), ""


def _in_words(name: str, value: Any) -> str:
    if isinstance(value, int) and name == "flags":
        return _flags(value)
    if name in _TIMES and isinstance(value, int | float) and 0 < value < 2**32:
        return datetime.fromtimestamp(int(value), UTC).isoformat()
    if name in _TIMES:
        return ""
    return charsets.cleaned(value if isinstance(value, str) else repr(value))[:_LONGEST_VALUE]


def _flags(bits: int) -> str:
    """The flags in words, as Apple Mail has used these bits since version 2 (the other bits hold numbers)."""
    words = [word for bit, word in enumerate(_FLAGS) if bits >> bit & 1]
    words += [word for bit, word in _HIGH_FLAGS.items() if bits >> bit & 1]
    return f"{bits} ({', '.join(words)})" if words else str(bits)
