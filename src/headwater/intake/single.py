"""One document without a case: what ``headwater read FILE`` reads."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

from headwater.base.errors import InputError, NotFound
from headwater.base.settings import Limits
from headwater.intake.detect import recognise_bytes
from headwater.intake.items import read_item
from headwater.intake.readers import CONTAINERS, LEAVES
from headwater.intake.readers.folder import modified, why
from headwater.intake.seam import About, Entry, Form, Recognised, Source
from headwater.model.document import Document, Place, Taken


def read_file(path: Path, limits: Limits | None = None) -> Document:
    """The document that the file at ``path`` is.

    Raises NotFound where it is missing, InputError where it cannot be read, is too large, or is a container.
    """
    return _read_path(path, limits or Limits()).document


def _read_path(path: Path, limits: Limits) -> Taken:
    try:
        if not path.is_file():
            raise _not_a_file(path)
        status = path.stat()
        if status.st_size > limits.item_bytes:
            raise InputError(f"{path} is larger than {limits.item_bytes} bytes.", "Add it to a case instead.")
        return _read(
            path.read_bytes(), path.name, About(name=path.name, modified=modified(status), limits=limits)
        )
    except OSError as error:
        raise InputError(
            f"{path} cannot be read: {why(error)}.", "Check its name and permissions."
        ) from error


def read_all(path: Path, limits: Limits | None = None) -> tuple[Document, ...]:
    """The document that the file at ``path`` is, then all that is inside it, in order: attachments, forwarded messages
    and what is attached to these.

    Containers among them are listed, not opened. Raises as ``read_file``.
    """
    return tuple(_flat(_read_path(path, limits or Limits())))


def _flat(taken: Taken) -> Iterator[Document]:
    yield taken.document
    for inner in taken.inside:
        yield from _flat(inner)


def read_bytes(data: bytes, name: str = "", limits: Limits | None = None) -> Document:
    """The document that ``data`` is; ``name`` is its file name, which may tip the scales in doubtful cases.

    Raises InputError where the bytes are a container of several documents.
    """
    return _read(data, name, About(name=name, limits=limits or Limits())).document


def _not_a_file(path: Path) -> InputError | NotFound:
    if path.is_dir():
        return InputError(
            f"{path} is a folder.", "Make a case and add the folder to it: headwater add CASE FOLDER"
        )
    if path.exists():
        return InputError(f"{path} is not a regular file.", "Give a file.")
    return NotFound(f"There is no file {path}.", "Check the name.", code="file-missing")


def _read(data: bytes, name: str, about: About) -> Taken:
    recognised = recognise_bytes(data, name)
    if recognised.form in (Form.MBOX, Form.LISTSERV):
        only = _only_message(recognised.form, data, about.limits)
        if only is not None:
            recognised, data = Recognised(Form.MESSAGE, "message/rfc822"), only
    if recognised.form not in LEAVES:
        raise InputError(
            f"{name or 'This'} is a container that holds other documents ({recognised.media_type}).",
            "Make a case and add it there: headwater new CASE, then headwater add CASE FILE",
            code="container",
        )
    return read_item(data, Place(name), about, recognised).taken


def _only_message(form: Form, data: bytes, limits: Limits) -> bytes | None:
    """The bytes of the message of a mailbox that holds one and nothing else; None where it holds more."""
    source = Source("", "", len(data), lambda: io.BytesIO(data), limits)
    found = []
    for item in CONTAINERS[form](source):
        if isinstance(item, Entry):
            found.append(item.opened().read())
        if len(found) > 1:
            return None
    return found[0] if len(found) == 1 else None
