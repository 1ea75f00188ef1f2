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

from headwater.intake.mislabelled import cyrillic_codec, is_euc_japanese, is_mostly_high, undoubled

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
    "windows-874": "cp874",
    "x-windows-874": "cp874",
    "x-user-defined": "cp1252",
    "iso-2022-jp": "iso2022_jp_ext",
}
_WINDOWS = re.compile(r"(?:x-|ms-)?(?:cp|win|windows)[-_ ]?(125[0-8])")
_CYRILLIC = frozenset({"cp1251", "koi8-r", "koi8-u", "iso8859-5", "cp866", "mac-cyrillic"})
_CONTROLS = re.compile("[\x80-\x9f]")
_JIS = re.compile(rb"\x1b\$[B@]")
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
    if data.isascii() and not _is_stateful(declared, data):
        return _escaped(data) if b"\x1b$" in data else Decoded(data.decode("ascii"), "ascii")
    codec = known_codec(declared)
    if not declared:
        return _undeclared(data, "")
    if not codec:
        return _undeclared(data, f"charset {declared[:40]!r} is unknown")
    return _declared(data, declared, codec)


def _escaped(data: bytes) -> Decoded:
    """ASCII with escapes of ISO-2022-JP, which is that whatever it says it is."""
    text = data.decode("iso2022_jp_ext", "replace") if _JIS.search(data) else "\ufffd"
    if "\ufffd" in text:
        return Decoded(data.decode("ascii"), "ascii")
    return Decoded(text, "iso2022_jp_ext", "escapes in the text, read as iso-2022-jp (a guess)")


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
    windows = _WINDOWS.fullmatch(label)
    label = f"cp{windows[1]}" if windows else _ALIASES.get(label, label)
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


def _is_stateful(declared: str, data: bytes) -> bool:
    """Whether plain ASCII bytes may mean something else in this charset. Text in UTF-16 has at least blanks: with a NUL each."""
    label = declared.lower()
    if "utf-16" in label:
        return b"\x00" in data
    return "2022" in label or "utf-7" in label or "utf7" in label or "hz" in label


def _declared(data: bytes, declared: str, codec: str) -> Decoded:
    if (
        codec not in ("utf-8", "utf-32")
        and _is_utf8(data)
        and (not codec.startswith("utf-16") or b"\x00" not in data)
    ):
        return Decoded(data.decode("utf-8"), "utf-8", f"declared {declared}, read as utf-8")
    try:
        text = data.decode(codec)
        return _overruled(data, declared, codec, text) or Decoded(text, codec)
    except (UnicodeError, ValueError):
        pass
    if codec == "utf-8" and (joined := _joined_surrogates(data)):
        return Decoded(joined, codec, "surrogates stood in utf-8")
    if codec == "iso2022_jp_ext" and (more := _newer_jis(data)):
        return Decoded(more, codec)
    if codec == "utf-8" and _mostly_utf8(data):
        return Decoded(data.decode("utf-8", "replace"), codec, "some bytes were not utf-8")
    if codec not in ("ascii", "utf-8"):
        text = data.decode(codec, "replace")
        if text.count("\ufffd") * 20 <= sum(byte > 0x7F for byte in data[:_SAMPLE]) + 20:
            return Decoded(text, codec, f"some bytes were not {declared}")
    return _undeclared(data, f"declared {declared}")


def _overruled(data: bytes, declared: str, codec: str, text: str) -> Decoded | None:
    """Another reading where ``text``, as declared, is possible but cannot be meant; None where it may be."""
    if codec == "utf-8":
        once = undoubled(data, text)
        return Decoded(once, codec, "utf-8 was encoded twice") if once else None
    other = ""
    if codec in _CYRILLIC or (codec == "cp1252" and is_mostly_high(data)):
        other = cyrillic_codec(data, codec)
    elif codec == "cp932" and is_euc_japanese(data, text):
        other = "euc_jp"
    if not other or other == codec:
        return None
    return Decoded(data.decode(other, "replace"), other, f"declared {declared}, read as {other} (a guess)")


def _joined_surrogates(data: bytes) -> str:
    """UTF-8 with surrogates in it (CESU-8), pairs of them as the characters they stand for; "" where it is not that."""
    try:
        wide = data.decode("utf-8", "surrogatepass").encode("utf-16-le", "surrogatepass")
    except UnicodeError:
        return ""
    return wide.decode("utf-16-le", "replace")


def _newer_jis(data: bytes) -> str:
    """ISO-2022-JP with the characters that Windows added to it, such as numbers in circles; "" where it is not that."""
    try:
        return _JIS.sub(b"\x1b$(Q", data).decode("iso2022_jp_2004")
    except UnicodeError:
        return ""


def _undeclared(data: bytes, why: str) -> Decoded:
    joined = f"{why}, " if why else ""
    if _is_utf8(data):
        text = data.decode("utf-8")
        once = undoubled(data, text)
        note = f"{joined}utf-8 was encoded twice" if once else f"{joined}read as utf-8" if why else ""
        return Decoded(once or text, "utf-8", note)
    if not why and _mostly_utf8(data):
        return Decoded(data.decode("utf-8", "replace"), "utf-8", "some bytes were not utf-8")
    codec = guessed(data)
    text = data.decode(codec, "replace")
    return Decoded(text, codec, f"{joined or 'no charset declared, '}read as {codec} (a guess)")


def guessed(data: bytes) -> str:
    """The codec in which bytes that are not UTF-8 most likely are text; Windows-1252 when nothing is better."""
    sample = data[:_SAMPLE]
    if is_mostly_high(sample) and (cyrillic := cyrillic_codec(sample)):
        return cyrillic
    try:
        codec = known_codec(detect_encoding(sample, from_html_meta=False) or "")
    except (RuntimeError, ValueError):
        codec = ""
    if codec in ("", "utf-8", "ascii") or not _decodes(sample, codec):
        codec = "cp949" if _looks_korean(sample) else "cp1252"
    if codec.startswith("iso8859") and _CONTROLS.search(sample.decode(codec, "replace")):
        codec = "cp1252"  # no text has control characters there
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
