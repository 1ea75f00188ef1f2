"""One item: its bytes read, recognised, and made into a document with all that is inside it.

``read_item`` is a pure function of bytes and what is known beside them; a pool of processes may run it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace

from headwater.intake.detect import recognise_bytes
from headwater.intake.guarded import leaf_of
from headwater.intake.readers.text import unread
from headwater.intake.seam import ARCHIVES, About, Form, Leaf, Part, Recognised
from headwater.model.document import Document, Failed, Place, Status, Taken


@dataclass(frozen=True, slots=True)
class Attached:
    """A container attached to a message: where it stands, what it is, its bytes and their SHA-256."""

    path: str
    name: str
    form: Form
    data: bytes
    sha256: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What one item became: a document with what is inside, the parts that failed, the containers attached."""

    taken: Taken
    failed: tuple[Failed, ...] = ()
    attached: tuple[Attached, ...] = ()


@dataclass(slots=True)
class _Inner:
    failed: list[Failed]
    attached: list[Attached]


_OPENED = "opened: what is in it has a receipt of its own"


def read_item(data: bytes, place: Place, about: About, recognised: Recognised) -> Reading:
    """The item at ``place`` whose bytes are ``data``. Never raises, whatever they are."""
    inner = _Inner([], [])
    taken = _taken(data, place, about, recognised, inner, 0)
    return Reading(taken, tuple(inner.failed), tuple(inner.attached))


def _taken(
    data: bytes, place: Place, about: About, recognised: Recognised, inner: _Inner, depth: int
) -> Taken:
    if recognised.form in ARCHIVES:
        document = _container_document(data, about, recognised)
        inner.attached.append(Attached(place.path, about.name, recognised.form, data, document.sha256))
        return Taken(place, document)
    leaf = leaf_of(data, recognised, about)
    inner.failed.extend(leaf.failed)
    return Taken(place, leaf.document, tuple(_parts(leaf, place, about, inner, depth)))


def _parts(leaf: Leaf, place: Place, about: About, inner: _Inner, depth: int) -> Iterator[Taken]:
    for part in leaf.parts:
        path = f"{place.path}!{part.number}"
        if depth >= about.limits.mime_depth:
            reason = f"more than {about.limits.mime_depth} messages inside each other"
            inner.failed.append(Failed(Place(path), "too-deep", reason))
            continue
        own = About(path, part.name, part.charset, limits=about.limits, passwords=about.passwords)
        yield _taken(part.data, Place(path, name=part.name), own, recognised_part(part), inner, depth + 1)


def recognised_part(part: Part) -> Recognised:
    """What an attachment is: by its bytes, with what the message declares where the bytes leave it open."""
    found = recognise_bytes(part.data, part.name)
    if part.is_message and found.form is not Form.OUTLOOK_ITEM:
        return Recognised(Form.MESSAGE, "message/rfc822")
    text = part.media_type.startswith("text/")
    if found.form is Form.MBOX and (text or part.name.lower().endswith((".patch", ".diff"))):
        return Recognised(Form.TEXT, part.media_type if text else "text/plain")  # a patch, not a mailbox
    if found.form is Form.TEXT and part.media_type == "text/html":
        return Recognised(Form.HTML, "text/html")
    if found.form is Form.TEXT and text and found.media_type == "text/plain":
        return Recognised(Form.TEXT, part.media_type)
    if found.form is Form.OTHER and found.media_type == "application/octet-stream" and part.media_type:
        return Recognised(Form.OTHER, part.media_type)
    return found


def _container_document(data: bytes, about: About, recognised: Recognised) -> Document:
    """A container attached to a message is a document too; its items stand in a receipt of their own."""
    sha256 = hashlib.sha256(data).hexdigest()
    document = unread(sha256, len(data), recognised, about.name, _OPENED)
    return replace(document, status=Status.READ)
