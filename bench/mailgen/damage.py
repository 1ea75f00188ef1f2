"""What goes wrong with messages in real archives.

Each kind names what it needs of a message's shape, and breaks the finished bytes. The planted word stays readable
to anyone who repairs what can be repaired: damage is never laid over it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from mailgen.draw import Draw

WRONG_CHARSET = "wrong-charset"
"""The charset that is declared is not the one that was used. Made while the text is encoded."""

_WRONG = {
    "utf-8": ("us-ascii", "iso-8859-1"),
    "windows-1252": ("utf-8", "us-ascii", "x-unknown"),
    "iso-8859-1": ("utf-8", "us-ascii", "unknown-8bit"),
    "koi8-r": ("windows-1251", "utf-8", "iso-8859-1"),
    "windows-1251": ("koi8-r", "us-ascii"),
    "gb2312": ("utf-8", "iso-8859-1"),
}
UNREADABLE_ZIP = "unreadable-zip"
"""A zip attachment whose directory is cut off. Made by the attachment's maker."""

_BAD_HEADERS = (
    b"this line is no header at all\n",
    b"Bad Header Name: value\n",
    b": nameless\n",
    b"X-Office: B\xfcro M\xfcnster \x96 Abt. 3\n",
    b"X-Comment: =?utf-8?B?w6k\n",
    b"X-Control: a\x00b\x01c\n",
    b"X-Long: " + b"y" * 3_000 + b"\n",
)


@dataclass(frozen=True, slots=True)
class Damage:
    """``attachment`` is the kind of attachment it needs ("" for none at all, None for as it comes).

    ``transfer`` is the transfer encoding that the text must have, None for any; ``plain`` forbids HTML;
    ``hides`` says that attachments can no longer be told byte by byte.
    """

    kind: str
    attachment: str | None
    transfer: str | None
    plain: bool
    hides: bool
    strike: Callable[[bytes, Draw], bytes]


def wrong_charset(charset: str, draw: Draw) -> str:
    """A charset to declare instead of this one."""
    return draw.pick(_WRONG[charset])


def _truncate(raw: bytes, draw: Draw) -> bytes:
    """Cut at a line end within the last part."""
    start = raw.rfind(b"\n\n") + 2
    end = raw.rindex(b"\n--")
    return raw[: raw.index(b"\n", start + draw.below(end - start)) + 1]


def _break_base64(raw: bytes, draw: Draw) -> bytes:
    """Foreign characters, a lost one and a stray padding in the last part."""
    start = raw.rfind(b"\n\n") + 2
    end = raw.index(b"\n--", start)
    first, second = start + (end - start) // 3, start + (end - start) * 2 // 3
    return raw[:first] + b"*!~ =" + raw[first:second] + raw[second + 1 :]


def _drop_boundary(raw: bytes, draw: Draw) -> bytes:
    """Content-Type: multipart/mixed without the parameter that says where parts begin."""
    start = raw.index(b"; boundary=")
    return raw[:start] + raw[raw.index(b"\n", start) :]


def _insert_nuls(raw: bytes, draw: Draw) -> bytes:
    start = raw.index(b"\n\n") + 2
    return raw[:start] + b"\0\0\0" + b"\0 filler \0\n" + raw[start:]


def _spoil_headers(raw: bytes, draw: Draw) -> bytes:
    """Two bad lines after the good ones."""
    end = raw.index(b"\n\n") + 1
    return raw[:end] + draw.pick(_BAD_HEADERS[3:]) + draw.pick(_BAD_HEADERS) + raw[end:]


def _spoil_quoted_printable(raw: bytes, draw: Draw) -> bytes:
    """Sequences that are no hexadecimal numbers, and a soft line end with blanks before it."""
    start = raw.index(b"\n\n") + 2
    return raw[:start] + b"50 =ZZ off =\n= =4 rest=  \n" + raw[start:]


def _as_it_is(raw: bytes, draw: Draw) -> bytes:
    """For damage that was done while the message was put together."""
    return raw


KINDS = (
    Damage("truncated-multipart", "binary", None, False, True, _truncate),
    Damage("broken-base64", "binary", None, False, True, _break_base64),
    Damage("missing-boundary", "text", "8bit", True, True, _drop_boundary),
    Damage("nul-bytes", "", "8bit", True, False, _insert_nuls),
    Damage("bad-headers", "", "8bit", True, False, _spoil_headers),
    Damage("bad-quoted-printable", "", "quoted-printable", True, False, _spoil_quoted_printable),
    Damage(UNREADABLE_ZIP, UNREADABLE_ZIP, None, False, False, _as_it_is),
    Damage(WRONG_CHARSET, None, None, False, False, _as_it_is),
)
