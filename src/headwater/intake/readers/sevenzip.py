"""7z archives, by py7zr. Members are unpacked into one file without a name of theirs, in a process of its own.

Members of a solid archive can only be unpacked in order, so all are unpacked before the first is given. The account of
such an archive is over its unpacked bytes, as of a compressed tar.
"""

from __future__ import annotations

import io
import lzma
import shutil
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO, cast

import py7zr
from py7zr.compressor import SupportedMethods

from headwater.base import apart
from headwater.base.dates import Moment
from headwater.base.settings import MIB
from headwater.intake import charsets
from headwater.intake.detect import HEAD, recognise
from headwater.intake.names import last
from headwater.intake.readers.whole import taken_whole
from headwater.intake.readers.zip import UniqueNames
from headwater.intake.seam import ARCHIVES, DAMAGE, Claim, Entry, Found, Source
from headwater.model.document import Failed, Place

ENCRYPTED = "encrypted: a password is needed"
_BOUNDS = apart.Bounds(seconds=3600, memory=4 * 1024**3)
_BROKEN = (
    *DAMAGE,
    py7zr.exceptions.ArchiveError,
    py7zr.exceptions.AbsolutePathError,
    lzma.LZMAError,
    zlib.error,
    AssertionError,
    AttributeError,
    IndexError,
    KeyError,
    TypeError,
)
"""What py7zr lets through when bytes are not what they should be."""


@dataclass(slots=True)
class Member:
    """One member: its bytes are ``size`` from ``start`` on in the file of all of them, or ``code`` and ``reason`` say
    why they are not there."""

    name: str
    size: int
    crc: int
    modified: int | None
    start: int = 0
    code: str = ""
    reason: str = ""
    empty: bool = False
    link: bool = False


@dataclass(slots=True)
class Listing:
    """What an archive holds; ``code`` and ``reason`` where it cannot be opened at all."""

    members: list[Member] = field(default_factory=list)
    code: str = ""
    reason: str = ""


def read_7z(source: Source) -> Iterator[Found]:
    """The members of a 7z archive in their order; place is the member's name, length its size unpacked."""
    with TemporaryDirectory(prefix="headwater-") as folder:
        archive, unpacked = Path(folder) / "archive", Path(folder) / "unpacked"
        if source.path is None:
            with source.opened() as stream, archive.open("wb") as out:
                shutil.copyfileobj(stream, out, MIB)
        most = source.allowance.left if source.allowance else source.limits.expansion_floor
        listing = _unpacked(source, source.path or archive, unpacked, most)
        if listing.code:
            yield from taken_whole(source, listing.code, listing.reason)
            return
        names = UniqueNames()
        for member in listing.members:
            yield _found(member, names.of(member.name), source, unpacked)
        yield Claim(len(listing.members), sum(member.size for member in listing.members), 0)


def _unpacked(source: Source, archive: Path, out: Path, most: int) -> Listing:
    try:
        return apart.call(unpack, archive, out, source.passwords, source.limits.members, most, bounds=_BOUNDS)
    except apart.ApartError as error:
        return Listing(code=error.code, reason=f"a 7z archive that cannot be unpacked: {error.reason}")


def _found(member: Member, name: str, source: Source, unpacked: Path) -> Entry | Failed:
    place = Place(name, None, member.size, f"{member.crc:08x}:{member.size}")
    if member.code:
        return Failed(place, member.code, member.reason)
    opened = partial(_slice, unpacked, member.start, member.size)
    if member.size > source.limits.item_bytes:
        with opened() as stream:
            form = recognise(stream.read(HEAD), last(member.name), member.size).form
        if form not in ARCHIVES:
            reason = f"{member.size} bytes; at most {source.limits.item_bytes} are read"
            return Failed(place, "too-large", reason)
    if not source.may_unpack(member.size):
        return Failed(place, "expansion", f"would unpack to {member.size} bytes, beyond what its archive may")
    modified = None if member.modified is None else Moment(member.modified, 0)
    return Entry(place, last(member.name), member.size, opened, modified=modified)


class _Slice(io.RawIOBase):
    """A run of bytes of a file."""

    def __init__(self, path: Path, start: int, size: int) -> None:
        self._file = path.open("rb") if size else io.BytesIO()
        self._start, self._size, self._at = start, size, 0

    def readable(self) -> bool:
        """Yes."""
        return True

    def read(self, size: int = -1) -> bytes:
        """Up to ``size`` bytes from the position on; all where it is negative."""
        left = max(0, self._size - self._at)
        self._file.seek(self._start + self._at)
        data = self._file.read(left if size < 0 else min(size, left))
        self._at += len(data)
        return data

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()
        super().close()


def _slice(path: Path, start: int, size: int) -> BinaryIO:
    return cast(BinaryIO, _Slice(path, start, size))


def unpack(archive: Path, out: Path, passwords: Sequence[str], members: int, most: int) -> Listing:
    """Unpack ``archive`` into the one file ``out``; what is in it. Nothing is written under a name from the archive.

    Of an archive with more than ``members`` members or ``most`` bytes nothing is unpacked. Folders (runs of members that
    are packed together) for which no password fits are listed as encrypted.
    """
    listing = Listing(code="encrypted", reason=f"{ENCRYPTED}, for the names of what is in it too")
    done: set[int] = set()
    with out.open("wb") as stream:
        for password in (None, *passwords):
            try:
                with py7zr.SevenZipFile(archive, password=password) as opened:
                    if not listing.members:
                        listing = _listed(opened, members, most)
                    if listing.code:
                        return listing
                    _unpack_folders(opened, password is not None, listing.members, stream, done)
            except py7zr.exceptions.PasswordRequired:
                continue
            except _BROKEN as error:
                if password is None:
                    return Listing(code="damaged", reason=f"not a readable 7z archive: {_told(error)}")
    return listing


def _told(error: Exception) -> str:
    return str(error)[:200] or type(error).__name__


def _listed(archive: py7zr.SevenZipFile, members: int, most: int) -> Listing:
    files = list(archive.files)
    if len(files) > members:
        return Listing(code="too-many", reason=f"more than {members} members")
    total = sum(file.uncompressed or 0 for file in files)
    if total > most:
        reason = f"would unpack to {total} bytes, beyond what an archive of its size may"
        return Listing(code="expansion", reason=reason)
    return Listing([_member(file) for file in files if not file.is_directory])


def _member(file: Any) -> Member:
    """A member that is not unpacked yet, and so is listed as encrypted until it is; of an empty one there is nothing to
    unpack."""
    when = file.lastwritetime
    modified = int(when.totimestamp()) if when else None
    made = Member(charsets.cleaned(file.filename), file.uncompressed or 0, file.crc32 or 0, modified)
    made.empty = bool(file.emptystream)
    if file.is_symlink or file.is_junction or file.is_socket:
        made.link, made.code, made.reason = True, "not-followed", "a link; it is not followed"
    elif not made.empty:
        made.code, made.reason = "encrypted", ENCRYPTED
    return made


def _unpack_folders(
    archive: py7zr.SevenZipFile, unlocked: bool, members: Sequence[Member], out: BinaryIO, done: set[int]
) -> None:
    """Unpack the folders that are not ``done``; those that need a password only where one was given."""
    streams = archive.header.main_streams
    if streams is None:
        return
    starts = [archive.worker.src_start + position for position in streams.packinfo.packpositions]
    packed = iter([member for member in members if not member.empty])
    for number, folder in enumerate(streams.unpackinfo.folders):
        own = [(file, next(packed)) for file in folder.files or ()]
        locked = bool(SupportedMethods.needs_password(folder.coders))
        if number in done or (locked and not unlocked):
            continue
        archive.fp.seek(starts[number])
        if _unpack_folder(archive, folder, own, out, starts[number + 1], locked):
            done.add(number)


def _unpack_folder(
    archive: py7zr.SevenZipFile,
    folder: Any,
    own: Sequence[tuple[Any, Member]],
    out: BinaryIO,
    end: int,
    locked: bool,
) -> bool:
    """Unpack the members of one folder; whether that is over, be it with damage. Where it is ``locked``, what is
    unpacked wrongly shows that the password was wrong, and nothing is kept."""
    begun = out.tell()
    reason = ""
    for file, member in own:
        start = out.tell()
        try:
            crc = (
                None
                if reason
                else archive.worker.decompress(archive.fp, folder, out, member.size, file.compressed, end)
            )
            whole = not reason and file.crc32 in (None, crc)
        except _BROKEN as error:
            whole, reason = False, _told(error)
        if not whole and locked:
            out.seek(begun)
            out.truncate()
            return False
        if not member.link:
            member.start = start
            member.code = "" if whole else "damaged"
            member.reason = "" if whole else f"cannot be unpacked whole: {reason or 'its checksum is wrong'}"
    return True
