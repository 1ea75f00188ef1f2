"""All kinds of quotations, planted and checked.

Every kind is one function from a passage to a ``Planted``, or to None where the passage does not lend itself to it. What it
gives is checked against the whole archive: altered words stand nowhere in it, right ones do.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping

import faithful
import faults
from places import Archive, Passage
from quotation import ALTERED, BREAK, Draw, Planted

KINDS: Mapping[str, Callable[[Passage, Archive, Draw], Planted | None]] = {
    "exact": faithful.exact,
    "bracketed": faithful.bracketed,
    "elided": faithful.elided,
    "dressed": faithful.dressed,
    "ocr in article": faithful.misread_article,
    "ocr in archive": faithful.misread_archive,
    "number": faults.figure,
    "negation dropped": faults.negation_dropped,
    "negation added": faults.negation_added,
    "name": faults.named,
    "word": faults.word,
    "spliced": faults.spliced,
    "wrong speaker": faults.wrong_speaker,
    "wrong date": faults.wrong_date,
    "invented": faults.invented,
}
"""How each kind is made."""

FAULTS = frozenset(list(KINDS)[6:])
"""Kinds that must never be reported as exact or faithful."""


def planted(archive: Archive, seed: int, each: int) -> list[Planted]:
    """``each`` quotations of every kind, in mixed order; no passage is used twice. Fewer where the archive has no more."""
    draw = random.Random(f"planted {seed}")
    pool = sorted(archive.passages, key=lambda passage: draw.random() / (12 if passage.speaker else 1))
    used: set[str] = set()
    made: list[Planted] = []
    for kind in sorted(KINDS, key=lambda kind: kind not in _SCARCE):
        count = 0
        for passage in pool:
            if count == each:
                break
            one = None if passage.words in used else KINDS[kind](passage, archive, draw)
            if one is not None and _holds_true(one, archive):
                used.add(passage.words)
                made.append(one)
                count += 1
    draw.shuffle(made)
    return made


_SCARCE = ("ocr in archive", "wrong date", "wrong speaker")
"""Kinds that are drawn first, since few passages lend themselves to them."""


def _holds_true(one: Planted, archive: Archive) -> bool:
    """Whether the archive bears out what is planted: right words stand in it, wrong ones nowhere."""
    if not 5 <= len(one.words.replace(BREAK, " ").split()) <= 45:
        return False
    if one.passage is None or ALTERED in one.accepted:
        return not archive.holds(one.words)
    source = one.passage.words
    return archive.holds(source) or (one.passage.damaged and one.kind == "ocr in archive")
