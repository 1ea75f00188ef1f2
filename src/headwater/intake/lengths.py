"""Content-Length in an mbox: how the variants mboxcl and mboxcl2 say where a message ends.

The header is wrong too often to be believed by itself: programs copy it from elsewhere, change bodies, or count other
line ends. It counts only where it leads exactly to a separator line or to the end of the file. In mboxcl2, "From " lines of
bodies are not quoted, and nothing must be unquoted there.
"""

from __future__ import annotations

import re
from typing import BinaryIO

from headwater.intake.detect import is_envelope

_NAMES = (b"\nContent-Length:", b"\nContent-length:", b"\ncontent-length:", b"\nCONTENT-LENGTH:")
_LENGTH = re.compile(rb"(?im)^content-length:[ \t]{0,20}([0-9]{1,15})[ \t]{0,20}\r?$")
_BODY = re.compile(rb"\r?\n\r?\n")
_HEADERS = 64 * 1024  # bytes of headers in which the length is looked for
_LONGEST_LINE = 2048
_LONGEST_BODY = 64 * 1024 * 1024  # bytes of a body that are looked through for lines that should be quoted


class Lengths:
    """What the messages of one mbox declare of their lengths; ``stream`` gives its ``size`` bytes."""

    def __init__(self, stream: BinaryIO, size: int) -> None:
        self._stream = stream
        self._size = size

    @staticmethod
    def may_be_declared(buffer: bytes, at: int) -> bool:
        """Whether the headers that begin at ``at`` may have a length: so they have, or do not end in ``buffer``."""
        end = at + _HEADERS
        following = buffer.find(b"\nFrom ", at, end)
        blank = -1
        for line in (b"\n\n", b"\n\r\n"):
            blank = blank if blank >= 0 else buffer.find(line, at, following if following >= 0 else end)
        if blank < 0:
            return following < 0  # before another separator: a message without a body
        return any(buffer.find(name, at - 1, blank) >= 0 for name in _NAMES)

    def end(self, start: int) -> int | None:
        """Where the body ends of the message whose headers begin at ``start``.

        None where it declares no length, or one that leads to no separator and not to the end.
        """
        bounds = self._body(start)
        return bounds[1] if bounds and self._fits(bounds[1]) else None

    def are_of_mboxcl2(self) -> bool:
        """Whether all messages declare lengths that fit, and a line "From " stands unquoted in one of them."""
        self._stream.seek(0)
        first = self._stream.readline(_LONGEST_LINE)
        position, unquoted = len(first), False
        if not is_envelope(first.rstrip(b"\r\n")):
            return False
        while position < self._size:
            bounds = self._body(position)
            if bounds is None or not self._fits(bounds[1]):
                return False
            unquoted = unquoted or self._has_from_line(*bounds)
            position = self._next(bounds[1])
        return unquoted

    def _body(self, start: int) -> tuple[int, int] | None:
        """Where the body begins and ends, by the length that the headers at ``start`` declare."""
        self._stream.seek(start)
        raw = self._stream.read(_HEADERS)
        blank = _BODY.search(raw)
        declared = _LENGTH.search(raw, 0, blank.start() + 2) if blank else None
        if blank is None or declared is None:
            return None
        begin = start + blank.end()
        return begin, begin + int(declared[1])

    def _fits(self, end: int) -> bool:
        """Whether a separator, or nothing but blank lines, follows at ``end``."""
        if end > self._size:
            return False
        self._stream.seek(end)
        after = self._stream.read(_LONGEST_LINE).lstrip(b"\r\n")
        return is_envelope(after.partition(b"\n")[0].rstrip(b"\r")) if after else True

    def _next(self, end: int) -> int:
        """Where the headers of the next message begin: after the blank lines and the separator at ``end``."""
        self._stream.seek(end)
        after = self._stream.read(_LONGEST_LINE)
        blank = len(after) - len(after.lstrip(b"\r\n"))
        newline = after.find(b"\n", blank)
        return end + newline + 1 if newline >= 0 else self._size

    def _has_from_line(self, begin: int, end: int) -> bool:
        if end - begin > _LONGEST_BODY:
            return False
        self._stream.seek(begin - 1)
        return b"\nFrom " in self._stream.read(end - begin + 1)
