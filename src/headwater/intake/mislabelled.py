"""Texts under a wrong label that can be told by their letters: Cyrillic, Japanese, UTF-8 that was encoded twice.

Nothing here decodes: each function says of bytes or a text whether the evidence is strong. It must be, since a label that
is right must never be overruled.
"""

from __future__ import annotations

import codecs
import re

_SAMPLE = 16 * 1024  # bytes looked at
_CYRILLIC = ("cp1251", "koi8-r", "iso8859-5", "cp866", "mac-cyrillic")
_COMMON = frozenset("оеаинтсрвлкмдпуі")
"""The letters of which two thirds of any text in Russian, Ukrainian or Bulgarian consist."""
_MANY = 12  # bytes beyond ASCII that are needed
_HALFWIDTH = re.compile("[\uff61-\uff9f]")
_TWICE = re.compile(rb"\xc3[\x82-\xb4](?:\xc2[\x80-\xbf]|\xc5|\xc6|\xcb|\xe2)")
_SEQUENCES = 3  # characters encoded twice that are needed
_HIGH = bytes(range(0x80, 0x100))
_C1 = {ord(bytes([byte]).decode("cp1252", "ignore") or chr(byte)): byte for byte in range(0x80, 0xA0)}


def is_mostly_high(data: bytes) -> bool:
    """Whether most letters are beyond ASCII, as in no text in Latin letters."""
    sample = data[:_SAMPLE]
    high = len(sample) - len(sample.translate(None, _HIGH))
    blanks = sum(map(sample.count, (b" ", b"\n", b"\r")))
    return high >= _MANY and high * 2 > len(sample) - blanks


def cyrillic_codec(data: bytes, declared: str = "") -> str:
    """The codec in which ``data`` is Cyrillic text beyond doubt, or "". ``declared`` (a codec) wins where it gives such a text.

    Told by the share of common small letters: well above half in the right codec, below a third in any other.
    """
    sample = data[:_SAMPLE]
    shares = {codec: _share(sample, codec) for codec in dict.fromkeys((declared, *_CYRILLIC)) if codec}
    best = max(shares, key=lambda codec: shares[codec])
    if shares[best] < 0.5 or shares.get(declared, 0.0) > 0.4:
        return ""
    return best


def _share(sample: bytes, codec: str) -> float:
    """The share of common small Cyrillic letters among the characters beyond ASCII."""
    text = sample.decode(codec, "replace")
    beyond = [character for character in text if character > "\x7f"]
    return sum(character in _COMMON for character in beyond) / len(beyond) if len(beyond) >= _MANY else 0.0


def is_euc_japanese(data: bytes, text: str) -> bool:
    """Whether ``text``, read as Shift_JIS, is EUC-JP: half-width katakana throughout, where the bytes are EUC-JP too."""
    beyond = sum(character > "\x7f" for character in text[:_SAMPLE])
    if beyond < _MANY or len(_HALFWIDTH.findall(text[:_SAMPLE])) * 2 < beyond:
        return False
    try:
        codecs.getincrementaldecoder("euc_jp")("strict").decode(data[:_SAMPLE])
    except UnicodeError:
        return False
    return True


def undoubled(data: bytes, text: str) -> str:
    """``text``, which is ``data`` read as UTF-8, with one encoding less where all of it was encoded twice; else "".

    Twice means: UTF-8 that was read as Windows-1252 and encoded again. All its characters beyond ASCII must be so.
    """
    if len(_TWICE.findall(data)) < _SEQUENCES:
        return ""
    try:
        return text.translate(_C1).encode("latin-1").decode("utf-8")
    except UnicodeError:
        return ""
