"""ZIP archives. Members are read in memory or through a spooled file; nothing is written under their names.

Structure is what lies outside all members' data: local headers, the directory, comments, gaps. Where the directory
is cut off or damaged, members are read by their local headers, and the rest is one failure; where there is none
either, the archive is a file.
"""

from __future__ import annotations

import calendar
import stat
import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from typing import IO, BinaryIO, cast

from headwater.base.dates import Moment
from headwater.intake.detect import read_head, recognise
from headwater.intake.names import last, placed
from headwater.intake.readers.headless import data_start, end_of, whole_members
from headwater.intake.readers.unlocking import Unlocking
from headwater.intake.readers.whole import taken_whole
from headwater.intake.seam import ARCHIVES, DAMAGE, Claim, Entry, Found, Source
from headwater.model.document import Failed, Place

_LOCAL_HEADER = 30
_ENCRYPTED = 0x1
_UNICODE_NAME = 0x800
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)
_DIRECTORY_ENTRY = 46  # bytes of the shortest entry of the directory


def read_zip(source: Source) -> Iterator[Found]:
    """The members of a ZIP archive in the order of its directory; place is the member's name.

    Length is the compressed size, so that items, structure and failures add up to the archive's bytes.
    """
    with source.opened() as stream:
        if _directory_bytes(stream, source.size) > source.limits.members * _DIRECTORY_ENTRY:
            reason = f"a directory of more than {source.limits.members} members"
            yield from taken_whole(source, "too-many", reason)
            return
        try:
            archive = zipfile.ZipFile(stream)
        except DAMAGE as error:
            yield from _without_directory(stream, source, str(error))
            return
        with archive:
            members = [info for info in archive.infolist() if not info.is_dir() or info.compress_size]
            overlapping = _overlapping(members, source.size)
            names, locks = UniqueNames(), Unlocking(stream, source.passwords)
            for info in members:
                overlaps = info.header_offset in overlapping
                opened = partial(_by_directory, archive, info)
                yield _member(opened, stream, info, names, source, overlaps, locks)
            data = sum(info.compress_size for info in members if info.header_offset not in overlapping)
            yield Claim(len(members), source.size, source.size - data)


def _without_directory(stream: BinaryIO, source: Source, error: str) -> Iterator[Found]:
    """The members that can be found without a directory, and one failure for all that follows them."""
    names, items, data, end = UniqueNames(), 0, 0, 0
    left = source.allowance.left if source.allowance else source.limits.expansion_floor
    for info in whole_members(stream, source.size, source.limits.members, left):
        end = end_of(stream, info)
        if info.compress_size or not info.is_dir():
            yield _member(partial(_by_header, stream, info), stream, info, names, source, overlaps=False)
            items, data = items + 1, data + info.compress_size
    if not items:
        yield from taken_whole(source, "damaged", f"not a readable ZIP archive: {error}")
        return
    reason = f"no readable directory ({error}); members before this were found by their own headers"
    end = min(end, source.size)
    yield Failed(Place("(rest)", end, source.size - end), "damaged", reason)
    yield Claim(items + 1, source.size, end - data)


class UniqueNames:
    """Names made unique: an archive may hold several members of one name; a later one gets "#2" and so on."""

    def __init__(self) -> None:
        self._seen: set[int] = set()
        self._last: dict[int, int] = {}  # the number given last to a name that came again

    def of(self, name: str) -> str:
        """``name`` as it can be shown, with a number where it was there before."""
        plain = placed(name) or "(no name)"
        made, key = plain, hash(plain)
        number = self._last.get(key, 1)
        while hash(made) in self._seen:
            number += 1
            made = f"{plain}#{number}"
            self._last[key] = number
        self._seen.add(hash(made))
        return made


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
    ends = [*(info.header_offset for info in ordered), size][1:]
    return frozenset(
        info.header_offset
        for info, end in zip(ordered, ends, strict=True)
        if info.header_offset + _LOCAL_HEADER + info.compress_size > end
    )


def _member(
    opened: Callable[[], BinaryIO],
    stream: BinaryIO,
    info: zipfile.ZipInfo,
    names: UniqueNames,
    source: Source,
    overlaps: bool,
    locks: Unlocking | None = None,
) -> Entry | Failed:
    name = names.of(_name(info))
    if overlaps:
        return Failed(Place(name), "overlap", "its bytes overlap those of another member")
    start = data_start(stream, info)
    place = Place(name, start, info.compress_size, f"{info.CRC:08x}:{info.file_size}")
    too_much = info.file_size > source.limits.item_bytes
    locked = bool(info.flag_bits & _ENCRYPTED)
    if locked:
        unlocked = locks.opener(info) if locks and not too_much else None
        if unlocked is None:
            return Failed(place, "encrypted", "encrypted: a password is needed")
        opened = unlocked
    if stat.S_ISLNK(info.external_attr >> 16):
        return Failed(place, "not-followed", "a link; it is not followed")
    if info.compress_type not in _METHODS and not locked:
        return Failed(place, "damaged", f"compressed by method {info.compress_type}, which is not read")
    if too_much and not _is_container(opened, info):
        return Failed(
            place, "too-large", f"{info.file_size} bytes; at most {source.limits.item_bytes} are read"
        )
    if not source.may_unpack(info.file_size):
        return Failed(
            place, "expansion", f"would unpack to {info.file_size} bytes, beyond what its archive may"
        )
    return Entry(
        place=place,
        name=last(_name(info)),
        size=info.file_size,
        opened=opened,
        modified=_modified(info),
    )


def _by_directory(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> BinaryIO:
    return cast(BinaryIO, archive.open(info))


def _by_header(stream: BinaryIO, info: zipfile.ZipInfo) -> BinaryIO:
    """A member's data; the stream serves one member at a time and stays open."""
    stream.seek(data_start(stream, info))
    return cast(BinaryIO, zipfile.ZipExtFile(cast(IO[bytes], stream), "r", info))


def _is_container(opened: Callable[[], BinaryIO], info: zipfile.ZipInfo) -> bool:
    """Whether a member too large to be read as a document is a container, which may be."""
    try:
        with opened() as stream:
            return recognise(read_head(stream), last(_name(info)), info.file_size).form in ARCHIVES
    except DAMAGE:
        return False


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
