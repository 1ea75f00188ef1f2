"""Which words are cues: the table ``cues.tsv`` of counts from PolNeAR's training part (see scripts/learn_cues.py)."""

from __future__ import annotations

import functools
from importlib.resources import files

PRIOR = 3.0
"""How many sightings a frame's own rate is worth beside a lemma's counts."""

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
