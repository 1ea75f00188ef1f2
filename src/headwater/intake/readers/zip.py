"""ZIP archives. Members are read in memory or through a spooled file; nothing is written under their names.

Structure is what lies outside all members' data: local headers, the directory, comments, gaps.
"""

from __future__ import annotations

import calendar
import stat
import struct
import zipfile
from collections.abc import Iterator
from functools import partial
from typing import BinaryIO, cast

from headwater.base.dates import Moment
from headwater.intake.names import last, shown
from headwater.intake.seam import DAMAGE, Claim, Entry, Found, Source
from headwater.model.document import Failed, Place

_LOCAL_HEADER = 30
_ENCRYPTED = 0x1
_UNICODE_NAME = 0x800
_DIRECTORY_ENTRY = 46  # bytes of the shortest entry of the directory


def read_zip(source: Source) -> Iterator[Found]:
    """The members of a ZIP archive in the order of its directory; place is the member's name.

    Length is the compressed size, so that items, structure and failures add up to the archive's bytes.
    """
    with source.opened() as stream:
        archive = _opened(stream, source)
        if isinstance(archive, Failed):
            yield archive
            yield Claim(1, source.size, 0)
            return
        with archive:
            members = [info for info in archive.infolist() if not info.is_dir() or info.compress_size]
            overlapping = _overlapping(members, source.size)
            names = UniqueNames()
            for info in members:
                name = names.of(_name(info))
                yield _member(archive, stream, info, name, source, info.header_offset in overlapping)
            data = sum(info.compress_size for info in members if info.header_offset not in overlapping)
            yield Claim(len(members), source.size, source.size - data)


class UniqueNames:
    """Names made unique: an archive may hold several members of one name; a later one gets "#2" and so on."""

    def __init__(self) -> None:
        self._seen: set[int] = set()
        self._last: dict[int, int] = {}  # the number given last to a name that came again

    def of(self, name: str) -> str:
        """``name`` as it can be shown, with a number where it was there before."""
        plain = shown(name) or "(no name)"
        made, key = plain, hash(plain)
        number = self._last.get(key, 1)
        while hash(made) in self._seen:
            number += 1
            made = f"{plain}#{number}"
            self._last[key] = number
        self._seen.add(hash(made))
        return made


def _opened(stream: BinaryIO, source: Source) -> zipfile.ZipFile | Failed:
    whole = Place(".", 0, source.size)
    if _directory_bytes(stream, source.size) > source.limits.members * _DIRECTORY_ENTRY:
        return Failed(whole, "too-many", f"a directory of more than {source.limits.members} members")
    try:
        return zipfile.ZipFile(stream)
    except DAMAGE as error:
        return Failed(whole, "damaged", f"not a readable ZIP archive: {error}")


def _directory_bytes(stream: BinaryIO, size: int) -> int:
    """The size that the end record gives for the directory; 0 where there is no end record."""
    stream.seek(max(0, size - 66_000))
    tail = stream.read(66_000)
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) < at + 22:
        return 0
    found = int.from_bytes(tail[at + 12 : at + 16], "little")
    wide = tail.rfind(b"PK\x06\x06")
    if found == 0xFFFFFFFF and 0 <= wide <= len(tail) - 56:
        found = int.from_bytes(tail[wide + 40 : wide + 48], "little")
    return min(found, size)


def _overlapping(members: list[zipfile.ZipInfo], size: int) -> frozenset[int]:
    """Header offsets of members whose data runs into the next member, or past the end: a known trick of bombs."""
    ordered = sorted(members, key=lambda info: info.header_offset)
    following = [info.header_offset for info in ordered[1:]] + [size]
    return frozenset(
        info.header_offset
        for info, end in zip(ordered, following, strict=True)
        if info.header_offset + _LOCAL_HEADER + info.compress_size > end
    )


def _member(
    archive: zipfile.ZipFile,
    stream: BinaryIO,
    info: zipfile.ZipInfo,
    name: str,
    source: Source,
    overlaps: bool,
) -> Entry | Failed:
    if overlaps:
        return Failed(Place(name), "overlap", "its bytes overlap those of another member")
    start = _data_start(stream, info)
    place = Place(name, start, info.compress_size, f"{info.CRC:08x}:{info.file_size}")
    if info.flag_bits & _ENCRYPTED:
        return Failed(place, "encrypted", "encrypted: a password is needed")
    if stat.S_ISLNK(info.external_attr >> 16):
        return Failed(place, "not-followed", "a link; it is not followed")
    if not source.may_unpack(info.file_size):
        return Failed(
            place, "expansion", f"would unpack to {info.file_size} bytes, beyond what its archive may"
        )
    return Entry(
        place=place,
        name=last(name),
        size=info.file_size,
        opened=partial(_member_opened, archive, info),
        modified=_modified(info),
    )


def _member_opened(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> BinaryIO:
    return cast(BinaryIO, archive.open(info))


def _data_start(stream: BinaryIO, info: zipfile.ZipInfo) -> int | None:
    """Where a member's data begins: after its local header, name and extra field."""
    stream.seek(info.header_offset)
    header = stream.read(_LOCAL_HEADER)
    if len(header) < _LOCAL_HEADER:
        return None
    name, extra = struct.unpack("<HH", header[26:30])
    return info.header_offset + _LOCAL_HEADER + int(name) + int(extra)


def _name(info: zipfile.ZipInfo) -> str:
    """A member's name: declared UTF-8, or bytes that are UTF-8 without saying so, else code page 437."""
    if info.flag_bits & _UNICODE_NAME:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return info.filename


def _modified(info: zipfile.ZipInfo) -> Moment | None:
    """The member's time; ZIP gives no zone, so it counts as UTC with unknown offset."""
    try:
        return Moment(calendar.timegm((*info.date_time, 0, 0, 0))) if info.date_time[1] else None
    except (ValueError, OverflowError):
        return None
