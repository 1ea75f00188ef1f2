"""Sheets of XLSX files whose cells lie so far apart that a table of all between them would not fit in memory.

Their cells are read one after the other from the XML. Dates stand there as numbers of days and are left so.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from headwater.intake.readers.package import Package, local

MOST_CELLS = 20_000_000
"""Cells of a table that is made in memory, empty ones too."""

_CELL = re.compile(rb'<(?:\w{1,10}:)?c r="([A-Z]{1,3})(\d{1,7})"')


def are_far_apart(sheet: bytes) -> bool:
    """Whether the table that spans all cells of a sheet, given as its XML, has more than ``MOST_CELLS``."""
    widest = highest = 0
    for column, row in _CELL.findall(sheet):
        widest = max(widest, _number(column))
        highest = max(highest, int(row))
    return widest * highest > MOST_CELLS


def _number(letters: bytes) -> int:
    """The number of a column: A is 1, AA is 27."""
    value = 0
    for letter in letters:
        value = value * 26 + letter - 64
    return value


def shared_strings(package: Package, name: str) -> Sequence[str]:
    """The strings that cells refer to by number."""
    found = _Strings()
    package.walk(name, found)
    return found.strings


def text_of(package: Package, name: str, shared: Sequence[str]) -> str:
    """The cells of a sheet, a row a line, with one tab between neighbours however far apart they are."""
    found = _Cells(shared)
    package.walk(name, found)
    return "\n".join("\t".join(row) for row in found.rows if row)


class _Strings:
    """A handler that collects shared strings, without phonetic hints."""

    def __init__(self) -> None:
        self.strings: list[str] = []
        self._text: list[str] = []
        self._talking = False
        self._hint = False

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        name = local(tag)
        self._hint = self._hint or name == "rPh"
        self._talking = name == "t" and not self._hint
        if name == "si":
            self._text = []

    def end(self, tag: str) -> None:
        """An element ends."""
        name = local(tag)
        self._talking = False
        self._hint = self._hint and name != "rPh"
        if name == "si":
            self.strings.append(" ".join("".join(self._text).split()))

    def data(self, text: str) -> None:
        """Text stands here."""
        if self._talking:
            self._text.append(text)


class _Cells:
    """A handler that collects the cells of a sheet by rows."""

    def __init__(self, shared: Sequence[str]) -> None:
        self.rows: list[list[str]] = []
        self._shared = shared
        self._kind = ""
        self._text: list[str] = []
        self._talking = False

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        name = local(tag)
        self._talking = name in ("v", "t")
        if name == "row":
            self.rows.append([])
        elif name == "c":
            self._kind, self._text = attributes.get("t", ""), []

    def end(self, tag: str) -> None:
        """An element ends."""
        self._talking = False
        if local(tag) == "c" and self.rows and (value := self._value()):
            self.rows[-1].append(value)

    def data(self, text: str) -> None:
        """Text stands here."""
        if self._talking:
            self._text.append(text)

    def _value(self) -> str:
        value = " ".join("".join(self._text).split())
        if self._kind == "s":
            return self._shared[int(value)] if value.isdecimal() and int(value) < len(self._shared) else ""
        return {"1": "TRUE", "0": "FALSE"}.get(value, value) if self._kind == "b" else value
