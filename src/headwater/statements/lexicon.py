"""Which words are cues: the table ``cues.tsv`` of counts from PolNeAR's training part (see scripts/learn_cues.py)."""

from __future__ import annotations

import functools
from importlib.resources import files

PRIOR = 3.0
"""How many sightings the rate of a frame's rare lemmas is worth beside a lemma's counts."""
REPORTING = frozenset(
    """acknowledge add admit affirm allege announce answer argue assert attest aver avow boast caution charge cite claim
    comment complain concede conclude confess confide confirm contend counter declare deny describe disclose divulge
    elaborate emphasize emphasise exclaim explain express hint imply indicate inform insist interject lament maintain
    mention mutter note observe opine phrase pledge point_out proclaim promise pronounce protest quip read recall recount
    reiterate remark remind repeat reply report respond retort reveal say scoff shout speculate state stress
    submit suggest surmise swear tell testify tweet underline underscore urge utter vow warn whisper write""".split()
)
"""Verbs of reporting, by hand: where the table knows too little of one, it counts as a likely cue."""

LEAST_HITS = 3
"""From so many sightings as a cue on, a verb is known as one."""

TRUSTED = {"ccomp": 0.75, "quote": 0.75, "around": 0.7, "pass:ccomp": 0.6, "n:acl": 0.6}
"""The rate of a verb of reporting in these frames."""


@functools.cache
def _table() -> dict[tuple[str, str], tuple[int, int]]:
    rows = (files("headwater.statements") / "cues.tsv").read_text(encoding="utf-8").splitlines()
    fields = (row.split("\t") for row in rows if row and not row.startswith("#"))
    return {(lemma, frame): (int(hits), int(seen)) for lemma, frame, hits, seen in fields}


def is_known(lemma: str, frame: str) -> bool:
    """Whether ``lemma`` in ``frame`` was a cue often enough, or is a verb of reporting."""
    return lemma in REPORTING or _table().get((lemma, frame), (0, 0))[0] >= LEAST_HITS


@functools.cache
def weight(lemma: str, frame: str) -> float:
    """How likely ``lemma`` in ``frame`` is a cue, in 0..1: its counts, smoothed by the frame's rate
    among rare lemmas."""
    table = _table()
    frame_hits, frame_seen = table.get(("*", frame), (0, 1))
    rate = TRUSTED[frame] if lemma in REPORTING and frame in TRUSTED else frame_hits / frame_seen
    hits, seen = table.get((lemma, frame), (0, 0))
    return (hits + PRIOR * rate) / (seen + PRIOR)
