"""How a paragraph of plain text wants to be set, judged by the shape of its lines alone.

Mail is broken into lines of some 70 letters by its sender; kept on a narrow screen, such breaks leave stumps. They are
kept in the page's source all the same, so that offsets and copied text stay as they are.
"""

from __future__ import annotations

import re
from enum import StrEnum
from itertools import pairwise

_NARROW, _WIDE = 50, 132
"""Lines that a program broke are filled up to a width between these."""

_OWN_LINE = re.compile(r"[\s>|*•–+-]|\d{1,3}[.)]\s")
"""Beginnings of lines that were meant to begin there: quoted, listed, indented."""

_COLUMN = re.compile(r"\S(?: {3}|\t)\s*\S|^\||\|$")


class Setting(StrEnum):
    """The values are CSS classes."""

    LINES = "lines"  # line breaks are the writer's
    FLOWING = "flowing"  # line breaks are a program's
    COLUMNS = "columns-of-text"  # a table made of letters: needs letters of one width


def setting_of(text: str) -> Setting:
    """The setting for a paragraph without blank lines."""
    lines = [line.rstrip("\r") for line in text.split("\n")]
    if len(lines) > 1 and sum(bool(_COLUMN.search(line[:500])) for line in lines) > len(lines) / 2:
        return Setting.COLUMNS
    return Setting.FLOWING if len(lines) > 1 and _filled(lines) else Setting.LINES


def _filled(lines: list[str]) -> bool:
    """Whether each line ends where the first word of the next would not have fitted any more."""
    width = max(len(line) for line in lines)
    if not _NARROW <= width <= _WIDE or any(_OWN_LINE.match(line) or not line for line in lines):
        return False
    return all(
        len(line.rstrip()) + 1 + len(after.split(None, 1)[0]) > width - 2 for line, after in pairwise(lines)
    )
