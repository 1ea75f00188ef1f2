"""Log files of LISTSERV ("notebooks"): the messages of a list in a week or month, one after another.

Before each message stands a line of 73 equals signs. Only one that a header line follows separates: such lines in
bodies are text.
"""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import BinaryIO

from headwater.intake.detect import LONGEST_LOG_SEPARATOR, log_separator_end
from headwater.intake.seam import Claim, Entry, Form, Found, Source
from headwater.intake.stretch import is_blank, stretch
from headwater.model.document import Failed, Place

_BLOCK = 4 * 1024 * 1024
_SEPARATOR = b"\n" + b"=" * 73


def read_listserv(source: Source) -> Iterator[Found]:
    """The messages of a log: place "#N", the bytes between separator lines as offset and length.

    What stands before the first separator and is not blank is one failure, with its bytes.
    """
    items = structure = start = number = 0
    with source.opened() as stream, source.opened() as second:
        for at, end in _separators(stream, source.size):
            if number or not is_blank(second, start, at):
                items += 1
                yield _item(source.path or second, number, start, at - start)
            else:
                structure += at - start
            structure += end - at
            start, number = end, number + 1
    yield Claim(items, source.size, structure)


def _item(origin: Path | BinaryIO, number: int, start: int, length: int) -> Entry | Failed:
    if not number:
        return Failed(
            Place("#0", start, length), "before-first", "bytes before the first separator line of the log"
        )
    return Entry(
        place=Place(f"#{number}", start, length, f"{start}:{length}"),
        name="",
        size=length,
        opened=partial(_read, origin, start, length),
        portable=isinstance(origin, Path),
        form=Form.MESSAGE,
    )


def _read(origin: Path | BinaryIO, start: int, length: int) -> BinaryIO:
    return io.BytesIO(stretch(origin, start, length))


def _separators(stream: BinaryIO, size: int) -> Iterator[tuple[int, int]]:
    """Where each separator line begins and ends, and an empty one at the end of the file."""
    buffer, base, final = b"\n", -1, False  # as if a line ended before the file
    while not final:
        block = stream.read(_BLOCK)
        final = not block
        if base == -1 and block.startswith(codecs.BOM_UTF8):
            block, base = block[3:], 2
        buffer += block
        limit = len(buffer) if final else len(buffer) - LONGEST_LOG_SEPARATOR
        at = buffer.find(_SEPARATOR)
        while 0 <= at < limit:
            end = log_separator_end(buffer, at + 1)
            if end:
                yield base + at + 1, base + end
            at = buffer.find(_SEPARATOR, at + 1)
        cut = max(0, limit)
        buffer, base = buffer[cut:], base + cut
    yield size, size
