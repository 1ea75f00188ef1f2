"""An entry of a container opened: read as a document, found to be a container itself, or refused with a reason."""

from __future__ import annotations

import hashlib
import io
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import IO, BinaryIO, cast

from headwater.base.errors import HeadwaterError
from headwater.base.settings import MIB, Limits
from headwater.intake.detect import read_head, recognise, unarchived
from headwater.intake.guarded import code_and_reason, entry_failed
from headwater.intake.items import Attached, Reading, read_item
from headwater.intake.names import placed
from headwater.intake.readers import CONTAINERS
from headwater.intake.readers.folder import why
from headwater.intake.readers.outlook import ITEM as OUTLOOK_ITEM
from headwater.intake.readers.packed import SPOOL
from headwater.intake.readers.text import unread
from headwater.intake.seam import DAMAGE, About, Entry, Form, Recognised
from headwater.model.document import Failed, Place, Taken


@dataclass(frozen=True, slots=True)
class Nested:
    """An item that is a container: its form, its size, its bytes (as often as asked for), and how to let go."""

    form: Form
    size: int
    opened: Callable[[], BinaryIO]
    close: Callable[[], None]
    path: Path | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class Fetched:
    """An item whose bytes were read and recognised; ``read_fetched`` makes a document of it."""

    data: bytes
    place: Place
    about: About
    recognised: Recognised


def open_entry(entry: Entry, limits: Limits, passwords: tuple[str, ...] = ()) -> Reading | Nested | Failed:
    """What ``entry`` is, ``passwords`` tried where it is encrypted. Damage, a limit or the system's refusal make a failure;
    nothing raises."""
    made = fetch(entry, limits, passwords)
    return read_fetched(made) if isinstance(made, Fetched) else made


def read_fetched(fetched: Fetched) -> Reading | Failed:
    """What became of an item that was fetched."""
    try:
        return read_item(fetched.data, fetched.place, fetched.about, fetched.recognised)
    except HeadwaterError:
        raise
    except Exception as error:  # hostile bytes must not end a run
        return Failed(fetched.place, *code_and_reason(error))


def fetch(
    entry: Entry, limits: Limits, passwords: tuple[str, ...] = ()
) -> Fetched | Reading | Nested | Failed:
    """The bytes of ``entry``, or what it is where these are not needed. As ``open_entry``, nothing raises."""
    if entry.form is not None and entry.form in CONTAINERS and entry.form is not Form.FILE:
        return Nested(entry.form, entry.size, entry.opened, _nothing, entry.path)
    try:
        with entry.opened() as stream:
            return _opened(entry, stream, limits, passwords)
    except DAMAGE as error:
        if isinstance(error, OSError) and error.errno is not None:
            return Failed(entry.place, "unreadable", why(error))
        return Failed(entry.place, "damaged", f"cannot be read whole: {error or type(error).__name__}")
    except HeadwaterError:
        raise
    except Exception as error:  # hostile bytes must not end a run
        return entry_failed(entry, error)


def attached_container(attached: Attached) -> Nested:
    """A container that was attached to a message."""
    opened = partial(io.BytesIO, attached.data)
    return Nested(attached.form, len(attached.data), opened, _nothing, name=placed(attached.name))


def _opened(
    entry: Entry, stream: BinaryIO, limits: Limits, passwords: tuple[str, ...]
) -> Fetched | Reading | Nested | Failed:
    head = read_head(stream)
    recognised = _recognised(entry, head)
    if entry.form is Form.FILE and recognised.form not in CONTAINERS:
        return Nested(Form.FILE, entry.size, entry.opened, _nothing, entry.path)
    if recognised.form in CONTAINERS:
        return _nested(entry, stream, head, recognised.form)
    if entry.size > limits.item_bytes:
        if entry.path is not None:
            return _hashed(entry, stream, head, recognised, limits)
        return Failed(entry.place, "too-large", f"{entry.size} bytes; at most {limits.item_bytes} are read")
    data = head + stream.read(limits.item_bytes)
    about = About(entry.place.path, entry.name, "", entry.envelope, entry.modified, limits, passwords)
    return Fetched(data, entry.place, about, recognised)


def _recognised(entry: Entry, head: bytes) -> Recognised:
    if entry.form is Form.MESSAGE:
        return Recognised(Form.MESSAGE, "message/rfc822")
    if entry.form is Form.OUTLOOK_ITEM:
        return Recognised(Form.OUTLOOK_ITEM, OUTLOOK_ITEM)
    if entry.form is Form.OTHER:
        return unarchived(head, entry.name, entry.size)
    return recognise(head, entry.name, entry.size)


def _hashed(entry: Entry, stream: BinaryIO, head: bytes, recognised: Recognised, limits: Limits) -> Reading:
    """A file too large to be read into memory: hashed and listed, without text."""
    digest, size = hashlib.sha256(head), len(head)
    while chunk := stream.read(MIB):
        digest.update(chunk)
        size += len(chunk)
    reason = f"larger than the {limits.item_bytes} bytes that are read"
    return Reading(Taken(entry.place, unread(digest.hexdigest(), size, recognised, entry.name, reason)))


def _nested(entry: Entry, stream: BinaryIO, head: bytes, form: Form) -> Nested:
    """A container on disk is read where it is; one in an archive is copied to memory or a nameless file first."""
    if entry.path is not None:
        return Nested(form, entry.size, entry.opened, _nothing, entry.path)
    spool = SpooledTemporaryFile(max_size=SPOOL)  # noqa: SIM115  closed by whoever reads the container
    try:
        spool.write(head)
        shutil.copyfileobj(stream, spool, MIB)
        return Nested(form, spool.tell(), partial(_view, cast(IO[bytes], spool)), spool.close)
    except BaseException:
        spool.close()
        raise


def _nothing() -> None:
    """Nothing to let go of."""


def _view(shared: IO[bytes]) -> BinaryIO:
    return cast(BinaryIO, _View(shared))


class _View(io.RawIOBase):
    """A reader of a shared file with a position of its own."""

    def __init__(self, shared: IO[bytes]) -> None:
        self._shared = shared
        self._position = 0

    def readable(self) -> bool:
        """Yes."""
        return True

    def seekable(self) -> bool:
        """Yes."""
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Move; returns the new position."""
        if whence == io.SEEK_SET:
            self._position = offset
        elif whence == io.SEEK_CUR:
            self._position += offset
        else:
            self._position = self._shared.seek(0, io.SEEK_END) + offset
        return self._position

    def tell(self) -> int:
        """The position."""
        return self._position

    def read(self, size: int = -1) -> bytes:
        """Up to ``size`` bytes from the position on; all where it is negative."""
        self._shared.seek(self._position)
        data = self._shared.read(size)
        self._position += len(data)
        return data

    read1 = read

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        """Fill ``buffer``; returns how many bytes."""
        data = self.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)
