"""RTF bodies of Outlook items: unpacked, and read as the HTML that Exchange wrapped in them or as plain text.

Packing is that of [MS-OXRTFCP]; HTML and text inside RTF follow [MS-OXRTFEX]. One pass, linear in the length of the body.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from compressed_rtf import decompress
from compressed_rtf.crc32 import crc32

from headwater.intake import charsets
from headwater.intake.fontcharsets import FONT_CHARSETS

_TOKEN = re.compile(
    r"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])|[\r\n]+|([^\\{}\r\n]+)|\\",
    re.DOTALL,
)
_SAID = {
    "par": "\n",
    "line": "\n",
    "sect": "\n",
    "page": "\n",
    "row": "\n",
    "tab": "\t",
    "cell": "\t",
    "nestcell": "\t",
    "lquote": "\u2018",
    "rquote": "\u2019",
    "ldblquote": "\u201c",
    "rdblquote": "\u201d",
    "bullet": "\u2022",
    "endash": "\u2013",
    "emdash": "\u2014",
    "enspace": "\u2002",
    "emspace": "\u2003",
    "qmspace": "\u2005",
}
_SYMBOLS = {"~": "\xa0", "_": "\u2011", "-": "\xad", "\n": "\n", "\r": "\n", "\\": "\\", "{": "{", "}": "}"}
_SILENT = frozenset(
    "fonttbl colortbl stylesheet info pict object objdata header headerl headerr headerf footer footerl footerr footerf"
    " fldinst mhtmltag listtable listoverridetable rsidtbl generator xmlnstbl themedata datastore bkmkstart bkmkend"
    " filetbl revtbl private template latentstyles".split()
)
_HEADER = 16  # bytes before the packed data: two sizes, the method, a checksum
_LARGEST = 64 * 1024 * 1024  # bytes of a packed body that are unpacked: Outlook's own limit is far below


@dataclass(frozen=True, slots=True)
class Body:
    """What an RTF body says: ``html`` where it wraps HTML, else ``text``."""

    text: str
    html: bool


def unpacked(data: bytes) -> tuple[bytes, str]:
    """The RTF in a compressed body and a note on what was wrong with it; empty where it cannot be unpacked."""
    if data[:5] == b"{\\rtf":
        return data, ""
    if len(data) < _HEADER or len(data) > _LARGEST:
        return b"", "an RTF body cannot be unpacked"
    note, end = "", max(_HEADER, min(len(data), 4 + int.from_bytes(data[:4], "little")))
    packed = data[_HEADER:end]
    if data[8:12] == b"LZFu" and crc32(packed) != int.from_bytes(data[12:16], "little"):
        note = "the checksum of an RTF body is wrong"
        data = data[:12] + crc32(packed).to_bytes(4, "little") + packed
    try:
        return bytes(decompress(data)), note
    except Exception as error:  # the library raises Exception itself, and whatever struct does
        return b"", f"an RTF body cannot be unpacked: {error}"


@dataclass(slots=True)
class _Group:
    """What holds inside one pair of braces."""

    silent: bool = False
    suppressed: bool = False
    fonts: bool = False
    skip: int = 1
    charset: str = ""

    def inner(self) -> _Group:
        """A group inside this one, which begins with what holds here."""
        return _Group(self.silent, self.suppressed, self.fonts, self.skip, self.charset)


@dataclass(slots=True)
class _Reading:
    """The state of one pass."""

    html: bool = False
    charset: str = "cp1252"
    font: int = 0
    fonts: dict[int, str] = field(default_factory=dict)
    out: list[str] = field(default_factory=list)
    pending: bytearray = field(default_factory=bytearray)
    skip: int = 0
    star: bool = False
    group: _Group = field(default_factory=_Group)
    stack: list[_Group] = field(default_factory=list)
    over: bool = False

    @property
    def quiet(self) -> bool:
        """Whether text says nothing here."""
        return self.group.silent or (self.html and self.group.suppressed)

    def flush(self) -> None:
        """Decode the bytes that were given by their numbers."""
        if self.pending:
            codec = charsets.known_codec(self.group.charset or self.charset) or "cp1252"
            self.out.append(bytes(self.pending).decode(codec, "replace"))
            self.pending.clear()

    def say(self, text: str) -> None:
        """Add text, unless it is not meant to be read or stands in for a character that was given already."""
        self.flush()
        if self.skip:
            cut = min(self.skip, len(text))
            self.skip -= cut
            text = text[cut:]
        if text and not self.quiet:
            self.out.append(text)


def read(rtf: bytes) -> Body:
    """The HTML or text that an RTF body holds; never raises."""
    source = rtf.decode("latin-1")
    reading, position = _Reading(), 0
    while not reading.over and (found := _TOKEN.match(source, position)):
        position = found.end()
        word, argument, code, symbol, brace, text = found.groups()
        if code:
            _byte(reading, int(code, 16))
        elif brace:
            _brace(reading, brace)
        elif symbol:
            _symbol(reading, symbol)
        elif word == "bin":
            position += max(0, int(argument or 0))
        elif word:
            reading.flush()
            _word(reading, word.lower(), None if argument is None else int(argument))
        elif text:
            reading.say(_bytes_said(reading, text))
    reading.flush()
    return Body(charsets.cleaned(_paired("".join(reading.out))), reading.html)


def _paired(text: str) -> str:
    """``text`` with the halves of characters beyond U+FFFF put together."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _bytes_said(reading: _Reading, text: str) -> str:
    """Text that holds bytes beyond ASCII as they are, which RTF forbids and programs write."""
    if text.isascii():
        return text
    return charsets.decode(text.encode("latin-1"), reading.group.charset or reading.charset).text


def _byte(reading: _Reading, code: int) -> None:
    if reading.skip:
        reading.skip -= 1
    elif not reading.quiet:
        reading.pending.append(code)


def _brace(reading: _Reading, brace: str) -> None:
    reading.flush()
    reading.skip, reading.star = 0, False
    if brace == "{":
        reading.stack.append(reading.group)
        reading.group = reading.group.inner()
    elif reading.stack:
        reading.group = reading.stack.pop()
        reading.over = not reading.stack


def _symbol(reading: _Reading, symbol: str) -> None:
    if symbol == "*":
        reading.flush()
        reading.star = True
    else:
        reading.say(_SYMBOLS.get(symbol, ""))


def _word(reading: _Reading, word: str, argument: int | None) -> None:
    star, reading.star = reading.star, False
    group = reading.group
    if word == "fromhtml":
        reading.html = True
    elif word == "htmlrtf":
        group.suppressed = argument != 0
    elif word == "htmltag":
        group.silent = group.silent or not reading.html
    elif word == "fonttbl":
        group.silent = group.fonts = True
    elif star or word in _SILENT:
        group.silent = True
    elif word in _SAID:
        reading.say(_SAID[word])
    elif word == "u" and argument is not None:
        reading.say(chr(argument % 0x10000))
        reading.skip = group.skip
    elif argument is not None:
        _setting(reading, word, argument)


def _setting(reading: _Reading, word: str, argument: int) -> None:
    group = reading.group
    if word == "ansicpg":
        reading.charset = "utf-8" if argument == 65001 else f"cp{argument}"
    elif word == "uc":
        group.skip = max(0, min(argument, 8))
    elif word in ("f", "deff"):
        reading.font = argument
        group.charset = "" if group.fonts else reading.fonts.get(argument, "")
    elif word == "fcharset" and group.fonts:
        reading.fonts[reading.font] = FONT_CHARSETS.get(argument, "")
