"""Which words are cues, and what stance they give.

The table ``cues.tsv`` holds counts from PolNeAR's training part (see scripts/learn_cues.py); the word lists below are
by hand and only say what kind of cue a word is.
"""

from __future__ import annotations

import functools
from importlib.resources import files

from headwater.model.statement import Stance

PRIOR = 3.0
"""How many sightings a frame's own rate is worth beside a lemma's counts."""

DENIES = frozenset(
    "deny dispute refute reject rebut contradict disavow repudiate dismiss disagree denial rebuttal refutation rejection "
    "disclaim contest".split()
)
DOUBTS = frozenset(
    "doubt question challenge skeptical sceptical dubious doubtful suspicious unconvinced unsure uncertain unclear "
    "distrust mistrust skepticism scepticism dissent dissenting".split()
)
HEDGES = frozenset(
    "suggest speculate suspect guess suppose assume seem appear allege imply hint estimate expect believe think feel "
    "fear hope reckon presume theorize conjecture surmise wonder worry allegation speculation suspicion rumor rumour "
    "guess estimate belief impression possible likely".split()
)
ASKS = frozenset("ask inquire enquire query wonder question demand request urge plead beg".split())
HEDGING = frozenset(
    "allegedly reportedly apparently perhaps possibly probably maybe purportedly supposedly seemingly presumably "
    "might may could would likely".split()
)

HEARD = frozenset("hear learn told rumor rumour gather understand hearsay".split())
WITNESSED = frozenset("see witness watch observe notice recall remember overhear".split())
INFERRED = frozenset(
    "estimate conclude infer calculate deduce assess believe think suspect guess suppose assume predict forecast project "
    "expect speculate interpret reckon analysis assessment estimate conclusion".split()
)


@functools.cache
def _table() -> dict[tuple[str, str], tuple[int, int]]:
    rows = (files("headwater.statements") / "cues.tsv").read_text(encoding="utf-8").splitlines()
    fields = (row.split("\t") for row in rows if row and not row.startswith("#"))
    return {(lemma, frame): (int(hits), int(seen)) for lemma, frame, hits, seen in fields}


@functools.cache
def weight(lemma: str, frame: str) -> float:
    """How likely ``lemma`` in ``frame`` is a cue, in 0..1: its counts, smoothed by the frame's own rate."""
    table = _table()
    frame_hits, frame_seen = table.get(("*", frame), (0, 1))
    rate = frame_hits / frame_seen
    hits, seen = table.get((lemma, frame), (0, 0))
    return (hits + PRIOR * rate) / (seen + PRIOR)
