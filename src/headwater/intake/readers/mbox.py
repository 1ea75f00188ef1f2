"""mbox files and pipermail text, read as a stream: memory is bounded by the longest message, not the file.

A line separates messages when it reads "From sender date" (weekday, month, time of day) and stands at the start
of the file, after a blank line, or right before a header line. "From " lines of bodies do not have that form, or
are quoted; Python's ``mailbox`` splits at every line that begins with "From ". A Content-Length that fits passes over
such lines (lengths.py). docs/formats.md has the rule and what it means for the variants (mboxo, mboxrd, mboxcl, mboxcl2).
"""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import BinaryIO

from headwater.intake.detect import is_envelope, is_patch_envelope
from headwater.intake.lengths import Lengths
from headwater.intake.seam import Claim, Entry, Form, Found, Source
from headwater.intake.sent import of_separator
from headwater.intake.stretch import is_blank, stretch
from headwater.model.document import Failed, Place

_BLOCK = 4 * 1024 * 1024
_LONGEST_LINE = 2048  # bytes of a line in which an envelope is looked for
_LOOKAHEAD = _LONGEST_LINE + 128  # the line and the beginning of the next one
_LOOKBEHIND = 4  # a blank line before
_HEADER = re.compile(rb"[A-Za-z][A-Za-z0-9_-]{0,60}[ \t]{0,3}:")
_QUOTED = re.compile(rb"(?m)^>(>*From )")


@dataclass(frozen=True, slots=True)
class _Separator:
    """A separator: offset of its line, offset after it, the line, and bytes of the blank line before it."""

    start: int
    end: int
    line: bytes
    blank: int


def read_mbox(source: Source) -> Iterator[Found]:
    """The messages of an mbox: place "#N", the bytes between separators as offset and length.

    What stands before the first separator and is not blank is one failure, with its bytes.
    """
    items = structure = start = 0
    line: bytes | None = None
    with source.opened() as stream, source.opened() as second:
        lengths = Lengths(second, source.size)
        quoted = not lengths.are_of_mboxcl2()
        for separator in _separators(stream, source.size, lengths):
            blank = min(separator.blank, separator.start - start)
            stop = separator.start - blank
            if line is not None or not is_blank(second, start, stop):
                items += 1
                yield _item(source.path or second, items, start, stop - start, line, quoted)
                structure += blank
            else:
                structure += separator.start - start
            structure += separator.end - separator.start
            start, line = separator.end, separator.line
    yield Claim(items, source.size, structure)


def unquoted(raw: bytes) -> bytes:
    """The bytes of a message as they were before the mbox: one ">" less before each quoted "From " line."""
    return _QUOTED.sub(rb"\1", raw) if b">From " in raw else raw


def _item(
    origin: Path | BinaryIO, number: int, start: int, length: int, line: bytes | None, quoted: bool
) -> Entry | Failed:
    if line is None:
        reason = "bytes before the first separator line of the mbox"
        return Failed(Place("#0", start, length), "before-first", reason)
    return Entry(
        place=Place(f"#{number}", start, length, f"{start}:{length}"),
        name="",
        size=length,
        opened=partial(_read, origin, start, length, quoted),
        portable=isinstance(origin, Path),
        form=Form.MESSAGE,
        envelope=of_separator(line),
    )


def _read(origin: Path | BinaryIO, start: int, length: int, quoted: bool) -> BinaryIO:
    raw = stretch(origin, start, length)
    return io.BytesIO(unquoted(raw) if quoted else raw)


def _separators(stream: BinaryIO, size: int, lengths: Lengths) -> Iterator[_Separator]:
    """The separator lines of an mbox in order, and an empty one at its end. Those within a declared length are passed over."""
    body = 0
    buffer, base = b"\n\n", -2  # as if a blank line stood before the file
    position, patches, final, first = 0, None, False, 0
    tail = b""
    while not final:
        block = stream.read(_BLOCK)
        final = not block
        if base == -2 and block.startswith(codecs.BOM_UTF8):
            block, base, first = block[3:], base + 3, 3
        buffer += block
        tail = (tail + block)[-3:]
        limit = len(buffer) if final else len(buffer) - _LOOKAHEAD
        if limit <= position and not final:
            continue
        at = buffer.find(b"\nFrom ", position, limit + 6)
        while 0 <= at < limit:
            found = _separator(buffer, at, base, first)
            if found and patches is None:
                patches = is_patch_envelope(found.line)
            if found and found.start >= body and (patches or not is_patch_envelope(found.line)):
                yield found
                if lengths.may_be_declared(buffer, found.end - base):
                    body = lengths.end(found.end) or 0
            position = at + 1
            at = buffer.find(b"\nFrom ", position, limit + 6)
        cut = max(0, limit - _LOOKBEHIND)
        buffer, base, position = buffer[cut:], base + cut, limit - cut
    yield _Separator(size, size, b"", 1 if tail.endswith(b"\n\n") else 2 if tail == b"\n\r\n" else 0)


def _separator(buffer: bytes, at: int, base: int, first: int) -> _Separator | None:
    """The separator whose line begins after the newline at ``at``, or None where that line is none.

    ``first`` is the offset at which the text of the file begins.
    """
    start = at + 1
    newline = buffer.find(b"\n", start, start + _LONGEST_LINE)
    end = newline + 1 if newline >= 0 else len(buffer)
    line = buffer[start : newline if newline >= 0 else end].rstrip(b"\r")
    if len(line) > _LONGEST_LINE or not is_envelope(line):
        return None
    blank = 1 if buffer[at - 1 : at] == b"\n" else 2 if buffer[at - 2 : at] == b"\n\r" else 0
    if not blank and not _HEADER.match(buffer, end):
        return None
    return _Separator(base + start, base + end, line, blank if base + start > first else 0)
