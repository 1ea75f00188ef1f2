"""The original bytes of a document, read again from where it was found; and the headers of a message as text."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import BinaryIO

from headwater.base import apart
from headwater.base.settings import Limits
from headwater.intake.detect import read_head, recognise, recognise_bytes
from headwater.intake.guarded import items_of, leaf_of
from headwater.intake.headers import text_of
from headwater.intake.items import recognised_part
from headwater.intake.mime import Node, charset_of, parse
from headwater.intake.names import restored
from headwater.intake.readers import CONTAINERS, LEAVES
from headwater.intake.readers.emlx import message_in
from headwater.intake.readers.folder import open_file
from headwater.intake.readers.mbox import unquoted
from headwater.intake.readers.outlook import message_of
from headwater.intake.readers.pst import item_at
from headwater.intake.seam import DAMAGE, About, Entry, Form, Recognised, Source
from headwater.model.document import Copy

_MESSAGE = Recognised(Form.MESSAGE, "message/rfc822")
_PLAIN = (
    Form.TEXT,
    Form.HTML,
    Form.OTHER,
)  # what holds nothing, so that it must be a message that is hard to tell


def decoded_headers(data: bytes) -> tuple[tuple[str, str], ...]:
    """The header fields of a message in order, names as written, values decoded to one line each.

    Of an Outlook file these are the headers with which the message came, then those made of its properties.
    """
    root = _message(data)
    charset = charset_of(root)
    return tuple((name, text_of(value, charset)) for name, value in root.headers.fields)


def raw_headers(data: bytes) -> tuple[str, ...]:
    """The values of the same header fields as they were sent, with their folds; a byte that is no ASCII stands as \\xNN."""
    return tuple(value.decode("ascii", "backslashreplace") for _, value in _message(data).headers.fields)


def _message(data: bytes) -> Node:
    return parse(as_message(data), Limits())[0]


def as_message(data: bytes) -> bytes:
    """The message that an Outlook file holds, made anew from its properties, or that stands in a file of Apple Mail; other
    bytes as they are."""
    recognised = recognise_bytes(data)
    if recognised.form is Form.EMLX:
        return message_in(data)
    if recognised.form not in (Form.MSG, Form.TNEF):
        return data
    try:
        return apart.call(message_of, data, recognised, Limits())
    except apart.ApartError:
        return b""


def fetch(sha256: str, copies: Sequence[Copy], passwords: tuple[str, ...] = ()) -> bytes | None:
    """The bytes with this hash from the first of the copies that still gives them; None where none does.

    ``passwords`` are tried on what holds a copy and is encrypted.

    Nothing is trusted: bytes whose hash differs are passed over.
    """
    for copy in copies:
        for path, steps in _candidates(copy):
            try:
                data = _at(copy, path, steps, passwords)
            except DAMAGE:
                continue
            for form in (data, unquoted(data)) if data is not None else ():
                if hashlib.sha256(form).hexdigest() == sha256:
                    return form
    return None


def _candidates(copy: Copy) -> Iterator[tuple[Path, str]]:
    """Files on disk that may hold a copy, with the steps inside each: "#5!2", "inner.zip!a.eml"."""
    folder = copy.container.rpartition("/")[0]
    is_folder = _path(copy.container).is_dir()
    wholes = (
        (f"{copy.container}/{copy.place.path}",)
        if is_folder
        else (f"{copy.container}!{copy.place.path}", f"{folder}/{copy.place.path}")
    )
    for whole in wholes:
        file, _, steps = whole.partition("!")
        if _path(file).is_file():
            yield _path(file), steps


def _at(copy: Copy, path: Path, steps: str, passwords: tuple[str, ...]) -> bytes | None:
    if copy.place.offset is not None and steps == copy.place.path and steps.startswith("#"):
        with path.open("rb") as stream:
            stream.seek(copy.place.offset)
            return stream.read(copy.place.length or 0)
    size = path.stat().st_size
    if not steps:
        return path.read_bytes() if size <= Limits().item_bytes else None
    with path.open("rb") as stream:
        form = recognise(read_head(stream), path.name, size).form
    source = Source("", "", size, partial(open_file, path), Limits(), path=path, passwords=passwords)
    return _below(source, form, steps)


def _path(location: str) -> Path:
    return Path(restored(location))


def _below(source: Source, form: Form, steps: str) -> bytes | None:
    """What stands at ``steps`` inside a file or attachment."""
    if form is Form.PST:
        place, _, rest = steps.partition("!")
        item = item_at(source, place)
        return _inside(item, "", rest, Form.OUTLOOK_ITEM, source.passwords) if item is not None else None
    if form in CONTAINERS:
        return _in_container(source, form, steps)
    with source.opened() as stream:
        return _in_document(stream.read(), steps, source.passwords)


def _in_container(source: Source, form: Form, steps: str) -> bytes | None:
    for item in items_of(form, source):
        if not isinstance(item, Entry):
            continue
        rest = steps.removeprefix(item.place.path)
        if rest == steps or (rest and not rest.startswith("!")):
            continue
        with item.opened() as stream:
            data = stream.read(Limits().item_bytes)
        return _inside(data, item.name, rest[1:], item.form, source.passwords)
    return None


def _in_document(data: bytes, steps: str, passwords: tuple[str, ...]) -> bytes | None:
    """An attachment, or a file embedded in a document."""
    number, _, rest = steps.partition("!")
    found = recognise_bytes(data)
    plain = found.form not in LEAVES or found.form in _PLAIN
    recognised = _MESSAGE if plain else found
    for part in leaf_of(data, recognised, About(passwords=passwords)).parts:
        if part.number == number:
            return _inside(part.data, part.name, rest, recognised_part(part).form, passwords)
    return None


def _inside(
    data: bytes, name: str, steps: str, form: Form | None, passwords: tuple[str, ...]
) -> bytes | None:
    if not steps:
        return data
    form = form or recognise_bytes(data, name).form
    source = Source("", "", len(data), partial(_bytes, data), Limits(), passwords=passwords)
    return _below(source, form, steps)


def _bytes(data: bytes) -> BinaryIO:
    return io.BytesIO(data)
