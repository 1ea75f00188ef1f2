"""Bytes to text: declared charsets, wrong ones, missing ones.

Declared labels are read as browsers read them (WHATWG Encoding Standard: ISO-8859-1 means Windows-1252, GB2312
means GB18030 and so on), because that is what the writers' programs did. A declared charset is believed unless
the bytes contradict it. The result never holds a lone surrogate or U+0000; each is replaced by U+FFFD, one for one.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from functools import lru_cache

from resiliparse.parse.encoding import detect_encoding

_SAMPLE = 64 * 1024  # bytes looked at when guessing: more does not make the guess better
_BAD = re.compile("[\x00\ud800-\udfff]")
_LABELS = {
    "ascii": "ascii",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
    "big5": "big5hkscs",
}
_ALIASES = {
    "ks_c_5601-1987": "cp949",
    "ks_c_5601": "cp949",
    "iso-8859-8-i": "iso8859-8",
    "iso-8859-8-e": "iso8859-8",
    "x-sjis": "cp932",
    "x-gbk": "gb18030",
    "x-euc-jp": "euc_jp",
    "x-mac-roman": "mac_roman",
    "macintosh": "mac_roman",
    "x-mac-cyrillic": "mac_cyrillic",
    "unicode-1-1-utf-8": "utf-8",
    "unicode-1-1-utf-7": "utf-7",
    "utf8mb4": "utf-8",
    "x-windows-949": "cp949",
    "x-user-defined": "cp1252",
    "iso-2022-jp": "iso2022_jp_ext",
}
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, the codec it was read with, and a note where the declared charset was not followed."""

    text: str
    codec: str
    note: str = ""


def decode(data: bytes, declared: str = "") -> Decoded:
    """``data`` as text. ``declared`` is the label given by a header or markup, empty where there is none.

    Order: byte order mark; declared charset where the bytes fit it; UTF-8 where they fit that; a guess.
    """
    found = _decoded(data, declared)
    text = cleaned(found.text)
    if text == found.text:
        return found
    return Decoded(text, found.codec, f"{found.note}, NUL replaced".removeprefix(", "))


def _decoded(data: bytes, declared: str) -> Decoded:
    for mark, codec in _BOMS:
        if data.startswith(mark):
            text = data[len(mark) :].decode(codec, "replace")
            return Decoded(text, codec, _lossy(text, codec))
    wide = wide_codec(data)
    if wide:
        text = data.decode(wide, "replace")
        return Decoded(text, wide, _lossy(text, wide))
    if data.isascii() and not _is_stateful(declared):
        return Decoded(data.decode("ascii"), "ascii")
    codec = known_codec(declared)
    if not declared:
        return _undeclared(data, "")
    if not codec:
        return _undeclared(data, f"charset {declared[:40]!r} is unknown")
    return _declared(data, declared, codec)


def wide_codec(data: bytes) -> str:
    """utf-16-le or utf-16-be where every other byte is mostly zero (UTF-16 without a mark), else ""."""
    sample = data[:2048]
    if len(sample) < 4 or sample.count(0) * 3 < len(sample):
        return ""
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if odd > 8 * even and odd * 3 > len(sample):
        return "utf-16-le"
    return "utf-16-be" if even > 8 * odd and even * 3 > len(sample) else ""


def known_codec(label: str) -> str:
    """Python's name of the codec that a charset label means, or "" where there is none for text."""
    return _codec(label.strip().strip("\"'").lower()[:64])


@lru_cache(maxsize=512)
def _codec(label: str) -> str:
    label = _ALIASES.get(label, label)
    try:
        info = codecs.lookup(label)
    except (LookupError, ValueError):
        return ""
    if not info._is_text_encoding or info.name in (
        "idna",
        "punycode",
        "unicode-escape",
        "raw-unicode-escape",
    ):
        return ""
    return _LABELS.get(info.name, info.name)


def _is_stateful(declared: str) -> bool:
    """Whether plain ASCII bytes may mean something else in this charset."""
    label = declared.lower()
    return "2022" in label or "utf-7" in label or "utf7" in label or "hz" in label or "utf-16" in label


def _declared(data: bytes, declared: str, codec: str) -> Decoded:
    if codec not in ("utf-8", "utf-16", "utf-32") and _is_utf8(data):
        return Decoded(data.decode("utf-8"), "utf-8", f"declared {declared}, read as utf-8")
    try:
        return Decoded(data.decode(codec), codec)
    except (UnicodeError, ValueError):
        pass
    if codec == "utf-8" and _mostly_utf8(data):
        return Decoded(data.decode("utf-8", "replace"), codec, "some bytes were not utf-8")
    if codec not in ("ascii", "utf-8"):
        text = data.decode(codec, "replace")
        if text.count("\ufffd") * 20 <= sum(byte > 0x7F for byte in data[:_SAMPLE]) + 20:
            return Decoded(text, codec, f"some bytes were not {declared}")
    return _undeclared(data, f"declared {declared}")


def _undeclared(data: bytes, why: str) -> Decoded:
    joined = f"{why}, " if why else ""
    if _is_utf8(data):
        text = data.decode("utf-8")
        return Decoded(text, "utf-8", f"{joined}read as utf-8" if why else "")
    if not why and _mostly_utf8(data):
        return Decoded(data.decode("utf-8", "replace"), "utf-8", "some bytes were not utf-8")
    codec = guessed(data)
    text = data.decode(codec, "replace")
    return Decoded(text, codec, f"{joined or 'no charset declared, '}read as {codec} (a guess)")


def guessed(data: bytes) -> str:
    """The codec in which bytes that are not UTF-8 most likely are text; Windows-1252 when nothing is better."""
    sample = data[:_SAMPLE]
    try:
        codec = known_codec(detect_encoding(sample, from_html_meta=False) or "")
    except (RuntimeError, ValueError):
        codec = ""
    if codec in ("", "utf-8", "ascii") or not _decodes(sample, codec):
        codec = "cp949" if _looks_korean(sample) else "cp1252"
    return codec


def _looks_korean(sample: bytes) -> bool:
    """Whether nearly all high bytes are pairs in the range of Hangul syllables of EUC-KR, which detectors miss."""
    high = sum(byte > 0x7F for byte in sample)
    pairs = len(re.findall(rb"[\xb0-\xc8][\xa1-\xfe]", sample))
    return high >= 8 and pairs * 2 >= high * 0.9 and _decodes(sample, "cp949")


def _decodes(sample: bytes, codec: str) -> bool:
    try:
        codecs.getincrementaldecoder(codec)("strict").decode(sample)
    except (UnicodeError, ValueError):
        return False
    return True


def _is_utf8(data: bytes) -> bool:
    """Whether ``data`` is valid UTF-8 that uses more than ASCII."""
    if data.isascii():
        return False
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _mostly_utf8(data: bytes) -> bool:
    """Whether at least four in five sequences beyond ASCII are valid UTF-8."""
    text = data[:_SAMPLE].decode("utf-8", "replace")
    bad = text.count("\ufffd")
    good = sum(character > "\x7f" for character in text) - bad
    return good > 0 and good >= 4 * bad


def _lossy(text: str, codec: str) -> str:
    return f"some bytes were not {codec}" if "\ufffd" in text else ""


def cleaned(text: str) -> str:
    """``text`` with U+0000 and lone surrogates replaced by U+FFFD, one for one."""
    if text.isascii():
        return text.replace("\x00", "\ufffd") if "\x00" in text else text
    return _BAD.sub("\ufffd", text)
