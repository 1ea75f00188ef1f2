"""Plain text, and other bytes without a reader of their own."""

from __future__ import annotations

import hashlib

from headwater.intake import charsets
from headwater.intake.names import shown
from headwater.intake.seam import About, Leaf, Recognised
from headwater.model.document import Document, Kind, Status


def read_text(data: bytes, recognised: Recognised, about: About) -> Leaf:
    """A text file: its code points as they stand, line ends included, less a byte order mark."""
    decoded = charsets.decode(data, about.charset)
    damaged = "\ufffd" in decoded.text or decoded.note.startswith("declared")
    return Leaf(
        Document(
            sha256=hashlib.sha256(data).hexdigest(),
            size=len(data),
            kind=Kind.TEXT,
            media_type=recognised.media_type,
            title=shown(about.name),
            text=decoded.text,
            status=Status.REPAIRED if damaged else Status.READ,
            notes=(decoded.note,) if decoded.note else (),
        )
    )


def read_other(data: bytes, recognised: Recognised, about: About) -> Leaf:
    """Bytes that no reader opens yet: hashed and listed, without text."""
    why = _WHY.get(recognised.media_type, NO_READER)
    return Leaf(unread(hashlib.sha256(data).hexdigest(), len(data), recognised, about.name, why))


NO_READER = "no reader for this format yet"
_WHY = {
    "application/vnd.rar": "a RAR archive, which no free library opens: unpack it and add the folder",
}


def unread(sha256: str, size: int, recognised: Recognised, name: str, why: str = NO_READER) -> Document:
    """The document of bytes that are hashed but not read; ``why`` goes into its notes."""
    return Document(
        sha256=sha256,
        size=size,
        kind=Kind.FILE,
        media_type=recognised.media_type,
        title=shown(name),
        text="",
        status=Status.UNREAD,
        notes=(why,),
    )
