"""The words in office XML: WordprocessingML and DrawingML (ECMA-376), which share the names of what matters here.

Paragraphs become lines or blocks, cells of a table are apart by tabs, one row a line. Text that was deleted with changes
being tracked is kept as ``[deleted by NAME: words]``; what refers to a note or comment, as ``[footnote 2]``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from headwater.intake.readers.package import local, named

_SILENT = frozenset(
    "pPr rPr sectPr tblPr trPr tcPr tblGrid bodyPr lstStyle instrText delInstrText fldData Fallback nvSpPr nvPicPr"
    " spPr docPr".split()
)
_SAID = {
    "tab": "\t",
    "ptab": "\t",
    "br": "\n",
    "cr": "\n",
    "noBreakHyphen": "\u2011",
    "softHyphen": "\u00ad",
}
_REFERENCES = {"footnoteReference": "footnote", "endnoteReference": "endnote", "commentReference": "comment"}
_NOTES = frozenset(("footnote", "endnote", "comment", "cm"))
_WORDS = frozenset(("t", "delText", "text"))
_TAKEN_AWAY = {"del": "deleted", "moveFrom": "moved away"}
_BLANK_LINES = re.compile(r"\n[ \t]*(?:\n[ \t]*)+\n")
_BLANKS = re.compile(r"\s*\n\s*")


class Words:
    """A handler that collects the words of one part of an office file.

    ``apart`` is what stands after a paragraph. ``changes`` counts what was inserted and deleted by whom, ``notes`` holds
    the footnotes, endnotes and comments, each with its kind, attributes and words.
    """

    def __init__(self, apart: str = "\n\n") -> None:
        self.changes: dict[str, int] = {}
        self.notes: list[tuple[str, dict[str, str], str]] = []
        self._apart = apart
        self._out: list[list[str]] = [
            []
        ]  # the innermost cell, deletion or note that is being read comes last
        self._open: list[tuple[str, dict[str, str]]] = []
        self._silent = self._talking = 0
        self._listed = False

    @property
    def text(self) -> str:
        """All words, at most one blank line between blocks."""
        return tidied("".join(self._out[0]))

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        name = local(tag)
        if self._silent:
            self._silent += 1
            self._listed = self._listed or name == "numPr"
        elif name in _SILENT:
            self._silent = 1
        elif name in _WORDS:
            self._talking += 1
        elif name in _SAID:
            self._say(_SAID[name])
        elif name in _REFERENCES:
            self._say(f"[{_REFERENCES[name]} {named(attributes, 'id')}]")
        elif name == "sym":
            self._say(_symbol(named(attributes, "char")))
        elif name in _TAKEN_AWAY or name in _NOTES or name == "tc":
            self._out.append([])
            self._open.append((name, {local(key): value for key, value in attributes.items()}))
        if name in ("ins", "del", "moveFrom") and not self._silent:
            who = named(attributes, "author")
            self.changes[who] = self.changes.get(who, 0) + 1

    def end(self, tag: str) -> None:
        """An element ends."""
        name = local(tag)
        if self._silent:
            self._silent -= 1
        elif name in _WORDS:
            self._talking -= 1
        elif name == "p":
            self._say("\n" if self._listed else self._apart)
            self._listed = False
        elif name in ("tr", "tbl", "sp", "txbxContent"):
            self._say("\n")
        elif self._open and name == self._open[-1][0]:
            self._closed()

    def data(self, text: str) -> None:
        """Text stands here."""
        if self._talking and not self._silent:
            self._say(text)

    def _say(self, text: str) -> None:
        self._out[-1].append(text)

    def _closed(self) -> None:
        """A cell, deletion or note has ended: what it says goes where it belongs."""
        name, attributes = self._open.pop()
        words = "".join(self._out.pop())
        if name == "tc":
            self._say(_BLANKS.sub(" ", words).strip() + "\t")
        elif name in _NOTES:
            if attributes.get("type", "") in ("", "normal"):
                self.notes.append((name, attributes, tidied(words)))
        elif words.strip():
            who = f" by {attributes['author']}" if attributes.get("author") else ""
            self._say(f"[{_TAKEN_AWAY[name]}{who}: {words.strip()}]" + "\n" * words.endswith("\n"))


def tidied(text: str) -> str:
    """``text`` with no blanks at the end of lines, no blank line after another one, and none around it."""
    lines = "\n".join(line.rstrip() for line in text.replace("\f", "\n").split("\n"))
    return _BLANK_LINES.sub("\n\n", lines).strip("\n")


def _symbol(code: str) -> str:
    """A character of a symbol font; those in the private area have no meaning outside of it."""
    try:
        value = int(code, 16)
    except ValueError:
        return ""
    return chr(value) if 0x20 <= value < 0xD800 else "\ufffd"


class Leaves:
    """A handler that keeps the text of elements without elements in them, by local name: what properties are."""

    def __init__(self) -> None:
        self.values: dict[str, str] = {}
        self._text: list[str] = []

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        self._text = []

    def end(self, tag: str) -> None:
        """An element ends."""
        value = " ".join("".join(self._text).split())
        if value:
            self.values.setdefault(local(tag), value)
        self._text = []

    def data(self, text: str) -> None:
        """Text stands here."""
        self._text.append(text)


class Elements:
    """A handler that keeps the attributes of every element of some local names, in order: name and attributes."""

    def __init__(self, *names: str) -> None:
        self.found: list[tuple[str, dict[str, str]]] = []
        self._names = frozenset(names)

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        name = local(tag)
        if name in self._names:
            self.found.append(
                (name, {**{local(key): value for key, value in attributes.items()}, **attributes})
            )

    def end(self, tag: str) -> None:
        """Nothing."""

    def data(self, text: str) -> None:
        """Nothing."""
