"""ZIP archives whose directory is cut off or damaged: members found by the headers that stand before their data.

The headers are followed one by one from the start (APPNOTE.TXT, 4.3.7), never searched for, so that an archive inside a
member is not taken for a part of the outer one. Members written to a pipe have no sizes in their headers: the end of
deflated data is found by inflating it, and what stands behind it (4.3.9) gives the sizes.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO

from headwater.base.settings import MIB

_HEADER = struct.Struct("<4s2xHHHHIIIHH")  # signature, flags, method, time, date, CRC, sizes, lengths
_LOCAL, _DESCRIPTOR = b"PK\x03\x04", b"PK\x07\x08"
_SIZES_FOLLOW = 0x8
_UNICODE_NAME = 0x800


def whole_members(stream: BinaryIO, size: int, most: int, unpacked: int) -> Iterator[zipfile.ZipInfo]:
    """The members whose data is there from end to end, in order.

    ``most`` bounds their number, ``unpacked`` the bytes to which any is inflated in search of its end.
    """
    at = 0
    while most > 0 and (info := _member(stream, at, size, unpacked)) is not None:
        yield info
        most -= 1
        at = end_of(stream, info)


def end_of(stream: BinaryIO, info: zipfile.ZipInfo) -> int:
    """Where a member ends: after its data and the sizes that may follow it."""
    end = data_start(stream, info) + info.compress_size
    if info.flag_bits & _SIZES_FOLLOW:
        stream.seek(end)
        end += 16 if stream.read(4) == _DESCRIPTOR else 12
    return end


def data_start(stream: BinaryIO, info: zipfile.ZipInfo) -> int:
    """Where a member's data begins: after its local header, name and extra field; past the end where that is cut."""
    stream.seek(info.header_offset)
    header = stream.read(_HEADER.size)
    if len(header) < _HEADER.size:
        return info.header_offset + _HEADER.size
    name, extra = _HEADER.unpack(header)[-2:]
    return info.header_offset + _HEADER.size + int(name) + int(extra)


def _member(stream: BinaryIO, at: int, size: int, unpacked_most: int) -> zipfile.ZipInfo | None:
    """The member whose header stands at ``at``; None where there is none or its data is not whole."""
    stream.seek(at)
    header = stream.read(_HEADER.size)
    if len(header) < _HEADER.size or not header.startswith(_LOCAL):
        return None
    _, flags, method, time, date, crc, packed, unpacked, name_length, _ = _HEADER.unpack(header)
    name = stream.read(name_length).decode("utf-8" if flags & _UNICODE_NAME else "cp437", "replace")
    info = zipfile.ZipInfo(name, _when(date, time))
    info.flag_bits, info.compress_type, info.header_offset = flags, method, at
    info.CRC, info.compress_size, info.file_size = crc, packed, unpacked
    if flags & _SIZES_FOLLOW and not (method == zipfile.ZIP_DEFLATED and _sized(stream, info, unpacked_most)):
        return None
    return info if data_start(stream, info) + info.compress_size <= size else None


def _sized(stream: BinaryIO, info: zipfile.ZipInfo, most: int) -> bool:
    """Find out the sizes of deflated data by inflating it; whether it has an end within ``most`` bytes."""
    start = data_start(stream, info)
    stream.seek(start)
    inflating, packed, unpacked = zlib.decompressobj(-zlib.MAX_WBITS), 0, 0
    try:
        while not inflating.eof:
            waiting = inflating.unconsumed_tail
            chunk = waiting or stream.read(MIB // 4)
            if not chunk or unpacked > most:
                return False
            packed += 0 if waiting else len(chunk)
            unpacked += len(inflating.decompress(chunk, MIB))
    except zlib.error:
        return False
    info.compress_size, info.file_size = packed - len(inflating.unused_data), unpacked
    stream.seek(start + info.compress_size)
    after = stream.read(8)
    crc = after[4:] if after.startswith(_DESCRIPTOR) else after[:4]
    info.CRC = int.from_bytes(crc, "little")
    return len(after) == 8


def _when(date: int, time: int) -> tuple[int, int, int, int, int, int]:
    """Date and time as MS-DOS wrote them."""
    day = ((date >> 9) + 1980, (date >> 5) & 15, date & 31)
    return (*day, time >> 11, (time >> 5) & 63, (time & 31) * 2)
