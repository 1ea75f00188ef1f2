"""One thing compressed with gzip, bzip2 or xz, and the unpacked stream that tar archives are read from too."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator
from functools import partial
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, cast

from headwater.base.settings import MIB
from headwater.intake.detect import HEAD, decompressor, read_head, recognise
from headwater.intake.names import restored
from headwater.intake.readers.whole import taken_whole
from headwater.intake.seam import ARCHIVES, DAMAGE, Claim, Entry, Found, Source
from headwater.model.document import Failed, Place

SPOOL = 16 * MIB
"""Bytes of a member that are kept in memory before a temporary file without a name takes over."""

CONTENT = "(content)"
"""The place of what is compressed."""

_SUFFIXES = (".gz", ".gzip", ".bz2", ".xz")


class Counted(io.RawIOBase):
    """The unpacked stream: counts what was read, ends early at damage or when the allowance is used up.

    ``stopped`` says why it ended early, ``code`` is that of the failure.
    """

    def __init__(self, inner: io.BufferedIOBase, source: Source, compressed: bool) -> None:
        self._inner, self._source, self._compressed = inner, source, compressed
        self.count = 0
        self.stopped = ""
        self.code = "damaged"

    def read(self, size: int = -1) -> bytes:
        """Up to ``size`` bytes, at most one MiB."""
        if self.stopped:
            return b""
        try:
            data = self._inner.read1(MIB if size < 0 else min(size, MIB))
        except DAMAGE as error:
            self.stopped = f"the compressed stream is damaged: {error}"
            return b""
        if self._compressed and not self._source.may_unpack(len(data)):
            self.code = "expansion"
            self.stopped = "it would unpack to more bytes than an archive of its size may"
            return b""
        self.count += len(data)
        return data


def read_packed(source: Source) -> Iterator[Found]:
    """What a compressed file holds, as its one item; damage is a second one, without bytes, after what came before it.

    The item's length is that of the file, of which it is not a run of bytes. What trips a limit is taken in as it is.
    """
    with source.opened() as stream, SpooledTemporaryFile(max_size=SPOOL) as spool:
        head = stream.read(HEAD)
        stream.seek(0)
        inner = decompressor(stream, head)
        if inner is None:
            yield from taken_whole(source, "damaged", "not a compressed file")
            return
        counted, crc = Counted(inner, source, compressed=True), 0
        while data := counted.read(MIB):
            spool.write(data)
            crc = zlib.crc32(data, crc)
        opened, most = partial(_rewound, spool), source.limits.item_bytes
        name = _without_suffix(restored(source.name))
        if counted.code == "expansion":
            yield from taken_whole(source, "expansion", counted.stopped)
            return
        if counted.count > most and recognise(read_head(opened()), name, counted.count).form not in ARCHIVES:
            reason = f"unpacks to {counted.count} bytes; at most {most} are read"
            yield from taken_whole(source, "too-large", reason)
            return
        place = Place(CONTENT, None, source.size, f"{crc:08x}:{counted.count}")
        yield Entry(place, name, counted.count, opened)
        if counted.stopped:
            yield Failed(Place("(rest)", None, 0), counted.code, counted.stopped)
        yield Claim(2 if counted.stopped else 1, source.size, 0)


def _rewound(spool: SpooledTemporaryFile[bytes]) -> BinaryIO:
    spool.seek(0)
    return cast(BinaryIO, spool)


def _without_suffix(name: str) -> str:
    suffix = next((suffix for suffix in _SUFFIXES if name.lower().endswith(suffix)), "")
    return name[: len(name) - len(suffix)]
