"""Text as bytes: charsets, transfer encodings and the encoded words of headers."""

from __future__ import annotations

import binascii
from dataclasses import dataclass

_LINE = 76
_WORD_POINTS = 14  # code points an encoded word: below the limit of 75 bytes even for Chinese in UTF-8


@dataclass(frozen=True, slots=True)
class Encoded:
    """A text part's body, with the charset and transfer encoding that it is really in."""

    body: bytes
    charset: str
    transfer: str


def base64_lines(data: bytes) -> bytes:
    """Base64 in lines of 76 characters, without a last line end."""
    whole = binascii.b2a_base64(data, newline=False)
    return b"\n".join([whole[start : start + _LINE] for start in range(0, len(whole), _LINE)])


def encode_text(text: str, charset: str, transfer: str) -> Encoded:
    """``text`` in this charset, or in UTF-8 where the charset cannot say it; 7bit becomes quoted-printable then."""
    try:
        data = text.encode(charset)
    except UnicodeEncodeError:
        data, charset = text.encode("utf-8"), "utf-8"
        transfer = "quoted-printable" if transfer == "7bit" else transfer
    if transfer == "quoted-printable":
        data = binascii.b2a_qp(data)
    elif transfer == "base64":
        data = base64_lines(data)
    return Encoded(data, charset, transfer)


def encoded_words(text: str, charset: str) -> str:
    """``text`` as RFC 2047 words (B for UTF-8, else Q), folded; in UTF-8 where the charset cannot say it."""
    try:
        text.encode(charset)
    except UnicodeEncodeError:
        charset = "utf-8"
    chunks = [text[start : start + _WORD_POINTS] for start in range(0, len(text), _WORD_POINTS)]
    return "\n ".join([_encoded_word(chunk.encode(charset), charset) for chunk in chunks])


def _encoded_word(data: bytes, charset: str) -> str:
    if charset in ("utf-8", "gb2312"):
        return f"=?{charset}?B?{binascii.b2a_base64(data, newline=False).decode('ascii')}?="
    safe = "".join([chr(byte) if chr(byte).isalnum() and byte < 128 else f"={byte:02X}" for byte in data])
    return f"=?{charset}?Q?{safe}?="
