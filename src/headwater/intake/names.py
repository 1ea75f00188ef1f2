"""File names as text that can be shown, stored and turned back.

Names on disk and in archives are bytes or 16-bit units that need not be valid Unicode. What cannot be shown is
written as ``\\xNN`` (a byte that is not UTF-8) or ``\\uNNNN`` (any other lone surrogate, a control
character, and in places "!"), a backslash as ``\\\\``. ``restored`` undoes it exactly.
"""

from __future__ import annotations

import re

_AWKWARD = re.compile("[\\\\\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_ESCAPE = re.compile(r"\\(\\|x[0-9a-f]{2}|u[0-9a-f]{4})")


def shown(name: str) -> str:
    """``name`` (as ``os.fsdecode`` gives it) as valid Unicode without control characters."""
    return _AWKWARD.sub(lambda match: _escaped(match[0]), name)


def placed(name: str) -> str:
    """``name`` as a step of a place: as ``shown``, with "!" escaped too, which stands between the steps."""
    return shown(name).replace("!", "\\u0021")


def restored(text: str) -> str:
    """The name of which ``shown`` or ``placed`` made ``text``."""
    return _ESCAPE.sub(lambda match: _unescaped(match[1]), text)


def _escaped(character: str) -> str:
    code = ord(character)
    if character == "\\":
        return "\\\\"
    if 0xDC80 <= code <= 0xDCFF:
        return f"\\x{code - 0xDC00:02x}"
    return f"\\u{code:04x}"


def _unescaped(escape: str) -> str:
    if escape == "\\":
        return "\\"
    code = int(escape[1:], 16)
    return chr(code + 0xDC00 if escape[0] == "x" else code)


def last(path: str) -> str:
    """The last component of a path with forward slashes."""
    return path.rstrip("/").rpartition("/")[2]
