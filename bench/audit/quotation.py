"""A planted quotation: what an article says, what is right about it, and the words cut from a passage."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from places import Passage

EXACT, FAITHFUL, ALTERED = "exact", "faithful", "altered"
MISATTRIBUTED, MISDATED, NOT_FOUND = "misattributed", "misdated", "not-found"
MARKS = ("…", "...", "[...]", "[…]", ". . .", "....")

BREAK, HYPHEN = "\ue002", "\ue003"
"""A line break, and a word broken at the end of a line: they become one when the article is laid out."""

Draw = random.Random


@dataclass(frozen=True, slots=True)
class Planted:
    """A quotation to be put into an article. ``words`` stand between the marks; ``passage`` is where they come from.

    ``accepted`` are the right verdicts. ``speaker``, ``day`` and ``recipient`` are what the article shall say, whether
    true or not, None where it must say nothing. ``article`` and ``archive`` are the change, ``change`` is where in ``words``
    it starts (None: it is of the whole). ``style`` names quotation marks that must be used ("" for any).
    """

    kind: str
    words: str
    accepted: frozenset[str]
    passage: Passage | None
    speaker: str | None = None
    day: str | None = None
    recipient: str | None = None
    article: str = ""
    archive: str = ""
    style: str = ""
    change: int | None = None


def plant(
    kind: str, passage: Passage, words: str, accepted: Sequence[str], article: str = "", archive: str = "", style: str = "",
    change: int | None = None,
) -> Planted:  # fmt: skip
    """A quotation from ``passage`` that says by whom and when as the archive does; the rest as in ``Planted``."""
    return Planted(
        kind, words, frozenset(accepted), passage, passage.speaker, passage.day, passage.recipient, article, archive, style,
        change,
    )  # fmt: skip


def cut(words: str, draw: Draw, least: int = 5) -> str:
    """The whole, or in half of the cases a run of its words of ``least`` or more."""
    tokens = words.split(" ")
    if draw.random() < 0.5 or len(tokens) <= least:
        return words
    first = draw.randint(0, len(tokens) - least)
    last = draw.randint(first + least, len(tokens))
    run = " ".join(tokens[first:last])
    return run if last == len(tokens) else run.rstrip(",;:")


def cut_around(words: str, start: int, end: int, draw: Draw, least: int) -> tuple[str, int]:
    """Like ``cut``, with code points ``start`` to ``end`` in it; and where ``start`` is then."""
    if draw.random() < 0.5:
        return words, start
    gaps = [0, *(at + 1 for at, sign in enumerate(words) if sign == " "), len(words) + 1]
    first = draw.choice([gap for gap in gaps if gap <= start])
    last = draw.choice([gap - 1 for gap in gaps if gap - 1 >= end])
    run = words[first:last]
    if len(run.split()) < least:
        return words, start
    return (run if last == len(words) else run.rstrip(",;:")), start - first
