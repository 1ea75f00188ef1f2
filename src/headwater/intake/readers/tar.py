"""tar archives, plain or compressed with gzip, bzip2 or xz, read as a stream.

Sizes are those of the unpacked stream: a member's length is that of its data, structure is headers and padding.
Nothing is written under a member's name; links and devices are listed, never made or followed.
"""

from __future__ import annotations

import io
import shutil
import tarfile
from collections.abc import Iterator
from functools import partial
from tempfile import SpooledTemporaryFile
from typing import IO, BinaryIO, cast

from headwater.base.dates import Moment
from headwater.base.settings import MIB
from headwater.intake.detect import HEAD, decompressor
from headwater.intake.names import last, shown
from headwater.intake.readers.packed import SPOOL, Counted
from headwater.intake.readers.zip import UniqueNames
from headwater.intake.seam import DAMAGE, Claim, Entry, Found, Source
from headwater.model.document import Failed, Place


class _Header(tarfile.TarInfo):
    """A header that leaves word with its archive of how the sequence of headers ended."""

    @classmethod
    def fromtarfile(cls, archive: tarfile.TarFile) -> tarfile.TarInfo:  # type: ignore[override]
        """The next header. Raises HeaderError at the end."""
        try:
            return super().fromtarfile(archive)
        except tarfile.HeaderError as error:
            archive.ending = type(error).__name__  # type: ignore[attr-defined]
            raise


def read_tar(source: Source) -> Iterator[Found]:
    """The members of a tar archive in order; place is the member's name.

    What cannot be read as members (damage, a cut, bytes after the end mark) is one failure with its bytes.
    """
    with source.opened() as stream:
        head = stream.read(HEAD)
        stream.seek(0)
        inner = decompressor(stream, head)
        counted = Counted(inner or cast(io.BufferedIOBase, stream), source, inner is not None)
        items = structure = position = 0
        for found, start in _members(counted, source):
            structure += start - position
            length = found.place.length or 0 if found else 0
            position = start + length
            items += found is not None
            if found:
                yield found
        yield Claim(items, counted.count, structure + counted.count - position)


def _members(counted: Counted, source: Source) -> Iterator[tuple[Entry | Failed | None, int]]:
    """Each member with the offset at which its bytes begin in the stream; at last a failure for the rest, if any."""
    names, number, reached = UniqueNames(), 0, 0
    archive: tarfile.TarFile | None = None
    reason = ""
    try:
        archive = _opened(counted)
        while number < source.limits.members and (info := archive.next()) is not None:
            archive.members.clear()  # type: ignore[attr-defined]  # or memory would grow with each member
            number += 1
            with SpooledTemporaryFile(max_size=SPOOL) as spool:
                yield _member(archive, info, names, counted, source, spool), info.offset_data
            reached = min(archive.offset, counted.count)
            if counted.stopped:
                break
    except DAMAGE as error:
        reason = str(error)
    yield from _rest(archive, counted, reached, reason, number >= source.limits.members)


def _opened(counted: Counted) -> tarfile.TarFile:
    """The archive over a stream, which stays the caller's to close."""
    stream = cast(BinaryIO, counted)
    return tarfile.open(fileobj=stream, mode="r|", bufsize=MIB, tarinfo=_Header)


def _rest(
    archive: tarfile.TarFile | None, counted: Counted, reached: int, reason: str, too_many: bool
) -> Iterator[tuple[Failed, int]]:
    """One failure for what follows the last member, where that is more than the end mark and its padding."""
    ending = getattr(archive, "ending", "")
    blank = _drain(archive, counted)
    if counted.stopped:
        reason = counted.stopped
    elif too_many and not blank:
        reason = "more members than an archive may have"
    elif ending in ("InvalidHeaderError", "TruncatedHeaderError", "SubsequentHeaderError"):
        reason = "a damaged header: what follows cannot be told apart"
    elif not blank:
        reason = "bytes after the end mark"
    if reason:
        place = Place("(rest)", reached, counted.count - reached)
        yield Failed(place, counted.code, reason), reached


def _drain(archive: tarfile.TarFile | None, counted: Counted) -> bool:
    """Read the stream to its end; whether only zeros were left."""
    blank = True
    if archive is None:
        while counted.read(MIB):
            blank = False
        return blank
    stream = cast(IO[bytes], archive.fileobj)
    try:
        while data := stream.read(MIB):
            blank = blank and not data.strip(b"\0")
    except DAMAGE:
        return False
    return blank


def _member(
    archive: tarfile.TarFile,
    info: tarfile.TarInfo,
    names: UniqueNames,
    counted: Counted,
    source: Source,
    spool: SpooledTemporaryFile[bytes],
) -> Entry | Failed | None:
    """One member, its data in ``spool``; None for a folder."""
    if info.isdir():
        return None
    name = names.of(info.name)
    stored = max(0, archive.offset - info.offset_data)
    length = stored if info.issparse() else min(info.size, stored)
    place = Place(name, info.offset_data, length, f"{info.size}:{info.mtime}")
    if info.issym() or info.islnk():
        return Failed(place, "not-followed", f"a link to {shown(info.linkname)[:200]}; it is not followed")
    if not info.isreg():
        return Failed(place, "not-followed", "a device or another special file; it is not made")
    if info.issparse() and not source.may_unpack(info.size):
        return Failed(place, "expansion", f"would unpack to {info.size} bytes, beyond what its archive may")
    try:
        with cast(IO[bytes], archive.extractfile(info)) as data:
            shutil.copyfileobj(data, spool, MIB)
    except DAMAGE as error:
        there = Place(name, info.offset_data, max(0, min(length, counted.count - info.offset_data)))
        return Failed(there, counted.code, counted.stopped or f"cannot be read whole: {error}")
    return Entry(place, last(info.name), info.size, partial(_rewound, spool), modified=_modified(info))


def _rewound(spool: SpooledTemporaryFile[bytes]) -> BinaryIO:
    spool.seek(0)
    return cast(BinaryIO, spool)


def _modified(info: tarfile.TarInfo) -> Moment | None:
    try:
        seconds = int(info.mtime)
    except (ValueError, OverflowError, TypeError):
        return None
    return Moment(seconds) if 0 < seconds < 1 << 36 else None
