"""RTF (Microsoft's specification 1.9.1): text in the charsets of its fonts, with headers, footers, notes and comments, and
the files embedded in it. One pass over the bytes, in linear time.
"""

from __future__ import annotations

import binascii
import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from headwater.intake import charsets
from headwater.intake.fontcharsets import FONT_CHARSETS
from headwater.intake.names import shown
from headwater.intake.readers.compound import native_object
from headwater.intake.readers.text import unread
from headwater.intake.readers.wording import tidied
from headwater.intake.seam import About, Leaf, Part, Recognised
from headwater.model.document import Kind, Status

_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])|[\r\n\0]+|([^\\{}\r\n\0]+)|\\",
    re.DOTALL,
)
_SAID = {
    b"par": "\n\n",
    b"sect": "\n\n",
    b"page": "\n\n",
    b"line": "\n",
    b"row": "\n",
    b"nestrow": "\n",
    b"tab": "\t",
    b"cell": "\t",
    b"nestcell": "\t",
    b"lquote": "\u2018",
    b"rquote": "\u2019",
    b"ldblquote": "\u201c",
    b"rdblquote": "\u201d",
    b"bullet": "\u2022",
    b"endash": "\u2013",
    b"emdash": "\u2014",
    b"enspace": "\u2002",
    b"emspace": "\u2003",
    b"qmspace": "\u2005",
    b"chftn": "",
}
_SYMBOLS = {b"~": "\xa0", b"_": "\u2011", b"-": "\xad", b"\n": "\n\n", b"\r": "\n\n"}
_SYMBOLS |= {b"\\": "\\", b"{": "{", b"}": "}"}
_ASIDE = {
    b"header": "header",
    b"headerl": "header",
    b"headerr": "header",
    b"headerf": "header",
    b"footer": "footer",
    b"footerl": "footer",
    b"footerr": "footer",
    b"footerf": "footer",
    b"footnote": "footnote",
    b"annotation": "comment",
}
"""Groups whose text stands beside the body."""

_PROPERTIES = {
    b"title": "Title",
    b"author": "Author",
    b"operator": "Last modified by",
    b"subject": "Subject",
    b"keywords": "Keywords",
    b"doccomm": "Description",
    b"company": "Company",
    b"manager": "Manager",
    b"generator": "Application",
}
_READ_THOUGH_MARKED = frozenset(
    (*_PROPERTIES, *_ASIDE, b"objdata", b"atnauthor", b"shptxt", b"nesttableprops")
)
"""Groups that are read though a star says that a reader who does not know them may pass over them."""

_SILENT = frozenset(
    b"fonttbl colortbl stylesheet pict fldinst listtable listoverridetable rsidtbl xmlnstbl themedata datastore bkmkstart"
    b" bkmkend filetbl revtbl private template latentstyles objclass objname listtext pntext pnseclvl sp nonshppict"
    b" nonesttables creatim revtim printim buptim info".split()
)
_DEEPEST = 10_000  # groups inside each other that are told apart; deeper ones count as one


def read_rtf(data: bytes, recognised: Recognised, about: About) -> Leaf:
    """An RTF file as a document; embedded files come back as parts, numbered from 1."""
    reading = _Reading()
    _read(data, reading)
    whole = not reading.stack
    reading.close_all()
    text = "\n\n".join(filter(None, [tidied("".join(reading.body)), *reading.aside]))
    parts = []
    for number, (name, found) in enumerate(reading.objects[: about.limits.mime_parts], 1):
        parts.append(Part(str(number), name, "", "", found))
    document = replace(
        unread(hashlib.sha256(data).hexdigest(), len(data), recognised, about.name),
        kind=Kind.WORD,
        title=reading.properties.get("Title", "") or shown(about.name),
        text=charsets.cleaned(_paired(text)),
        status=Status.READ if whole else Status.REPAIRED,
        notes=() if whole else ("the file is cut off",),
        properties=tuple(reading.properties.items()),
    )
    return Leaf(document, tuple(parts))


def _paired(text: str) -> str:
    """RTF gives characters beyond U+FFFF as two surrogates; here they become one."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


@dataclass(slots=True)
class _Group:
    """What holds inside one pair of braces. ``ends`` is told where it closes what is collected apart."""

    out: list[str] | None
    skip: int = 1
    charset: str = ""
    fonts: bool = False
    ends: Callable[[str], None] | None = None


@dataclass(slots=True)
class _Reading:
    """The state of one pass."""

    body: list[str] = field(default_factory=list)
    aside: list[str] = field(default_factory=list)
    properties: dict[str, str] = field(default_factory=dict)
    objects: list[tuple[str, bytes]] = field(default_factory=list)
    author: str = ""
    charset: str = "cp1252"
    font: int = 0
    fonts: dict[int, str] = field(default_factory=dict)
    pending: bytearray = field(default_factory=bytearray)
    skip: int = 0
    star: bool = False
    group: _Group = field(init=False)
    stack: list[_Group] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.group = _Group(self.body)

    def flush(self) -> None:
        """Decode the bytes that wait."""
        if self.pending:
            codec = charsets.known_codec(self.group.charset or self.charset) or "cp1252"
            self._say(bytes(self.pending).decode(codec, "replace"))
            self.pending.clear()

    def _say(self, text: str) -> None:
        if self.group.out is not None:
            self.group.out.append(text)

    def say(self, text: str) -> None:
        """Add characters, unless they stand in for one that was given already."""
        self.flush()
        if self.skip:
            self.skip -= 1
        else:
            self._say(text)

    def raw(self, data: bytes) -> None:
        """Add bytes of text."""
        if self.skip:
            cut = min(self.skip, len(data))
            self.skip -= cut
            data = data[cut:]
        self.pending += data

    def open(self) -> None:
        """A group begins with what holds around it."""
        self.flush()
        self.skip, self.star = 0, False
        if len(self.stack) < _DEEPEST:
            self.stack.append(self.group)
            self.group = replace(self.group, ends=None)

    def close(self) -> None:
        """A group ends."""
        self.flush()
        self.skip, self.star = 0, False
        if not self.stack:
            return
        ended, self.group = self.group, self.stack.pop()
        if ended.ends is not None:
            ended.ends("".join(ended.out or ()))

    def close_all(self) -> None:
        """The file ends, and all that is open."""
        while self.stack:
            self.close()
        self.flush()

    def collect(self, ends: Callable[[str], None]) -> None:
        """Keep the text of the present group apart, for ``ends``."""
        self.group.out, self.group.ends = [], ends

    def beside(self, kind: str) -> Callable[[str], None]:
        """What keeps a text that stands beside the body."""

        def keep(text: str) -> None:
            words = tidied(text).strip()
            who = f" by {self.author}" if kind == "comment" and self.author else ""
            block = f"[{kind}{who}: {words}]"
            if words and (kind in ("footnote", "comment") or block not in self.aside):
                self.aside.append(block)

        return keep

    def said(self, name: str) -> Callable[[str], None]:
        """What keeps a property."""

        def keep(text: str) -> None:
            if value := " ".join(text.strip(" ;").split())[:2000]:
                self.properties.setdefault(name, charsets.cleaned(value))

        return keep

    def is_author(self, text: str) -> None:
        """The name of who wrote the comment that comes next."""
        self.author = " ".join(text.split())

    def embedded(self, text: str) -> None:
        """An embedded object in hexadecimal digits."""
        digits = re.sub("[^0-9a-fA-F]", "", text)
        data = binascii.unhexlify(digits[: len(digits) // 2 * 2])
        if found := native_object(data):
            self.objects.append(found)


def _read(data: bytes, reading: _Reading) -> None:
    position = 0
    while found := _TOKEN.match(data, position):
        position = found.end()
        word, argument, code, symbol, brace, text = found.groups()
        if text:
            reading.raw(text)
        elif code:
            reading.raw(bytes([int(code, 16)]))
        elif brace == b"{":
            reading.open()
        elif brace:
            reading.close()
        elif symbol == b"*":
            reading.flush()
            reading.star = True
        elif symbol:
            reading.say(_SYMBOLS.get(symbol, ""))
        elif word == b"bin":
            position += max(0, int(argument or 0))
        elif word:
            _word(reading, word.lower(), None if argument is None else int(argument))


def _word(reading: _Reading, word: bytes, argument: int | None) -> None:
    reading.flush()
    star, reading.star = reading.star, False
    if word == b"fonttbl":
        reading.group.out, reading.group.fonts = None, True
    elif word == b"info":
        reading.group.out = None
    elif word in _PROPERTIES:
        reading.collect(reading.said(_PROPERTIES[word]))
    elif word in _ASIDE:
        reading.collect(reading.beside(_ASIDE[word]))
    elif word == b"atnauthor":
        reading.collect(reading.is_author)
    elif word == b"objdata":
        reading.collect(reading.embedded)
    elif word in _SILENT or (star and word not in _READ_THOUGH_MARKED):
        reading.group.out = None
    elif word in _SAID:
        reading.say(_SAID[word])
    elif word == b"u" and argument is not None:
        reading.say(chr(argument % 0x10000))
        reading.skip = reading.group.skip
    else:
        _setting(reading, word, argument)


def _setting(reading: _Reading, word: bytes, argument: int | None) -> None:
    group = reading.group
    if word == b"ansicpg" and argument:
        reading.charset = "utf-8" if argument == 65001 else f"cp{argument}"
    elif word == b"mac":
        reading.charset = "mac-roman"
    elif word == b"pc":
        reading.charset = "cp437"
    elif word == b"uc" and argument is not None:
        group.skip = max(0, min(argument, 8))
    elif word in (b"f", b"deff") and argument is not None:
        reading.font = argument
        group.charset = "" if group.fonts else reading.fonts.get(argument, "")
    elif word == b"fcharset" and group.fonts and argument is not None:
        reading.fonts[reading.font] = FONT_CHARSETS.get(argument, "")
