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

THINKING = frozenset(
    """agree assume believe convince decide demand doubt expect fear feel find forbid forget gather guess hear hope infer
    instruct intend judge know laugh learn order plan predict prefer presume pray reckon refuse regard regret remember
    rule see sense show sigh suppose suspect think threaten understand want wish witness wonder worry prove record
    confirm ask like_say refute dispute""".split()
)
"""Verbs of thinking, wanting and perceiving with a clause: statements where they stand inside another's words."""

NAMING = frozenset(
    """accuse admit allege announce believe blame call confess concede confirm consider contradict criticise criticize
    demand deny describe dismiss dispute doubt dub expect fear forbid hear identify know label lay_out mention name order
    outline predict promise propose recall refuse regard reject report request reveal say see set_out suspect think
    want witness""".split()
)
"""Verbs that take what is said as their object ("denies any deal", "saw the boats"): the same."""

CLAUSAL = frozenset(
    {
        "ccomp",
        "xcomp",
        "xcomp:ing",
        "obj+xcomp",
        "quote",
        "around",
        "told_by",
        "pass:ccomp",
        "pass:xcomp",
        "so",
        "pass:around",
    }
)
NOMINAL = frozenset(
    {"obj", "obj+as", "obj+of", "obj+to", "prep:to", "prep:of", "prep:about", "oprd", "pass:as", "view"}
)

CALLED = frozenset(
    "dub nickname label brand call describe identify name codename characterise characterize".split()
)
"""Verbs by which somebody gives a name or a character, in the frames of ``CALLING``."""
CALLING = frozenset({"pass:xcomp", "pass:as", "obj+as", "oprd"})
SUPPORTED = frozenset("corroborate confirm support contradict back deny dispute echo reject".split())
"""Verbs by which one who says something bears another out, or not, where he is named ("is supported by X")."""
HOLDING = frozenset("believe think suspect fear hope know guess suppose feel understand".split())
"""Verbs of thinking that stand in a sentence like a bracket ("X, he believes, Y"), or without a name ("it is believed")."""
SAID = frozenset("allegedly reportedly purportedly".split())
SURE = frozenset("deny dispute doubt admit confess suspect fear predict allege".split())
"""Verbs of saying and thinking whatever their object is."""
HELD = frozenset(
    "claim view belief opinion assertion allegation assessment analysis conclusion warning suspicion fear prediction".split()
)
"""Nouns for what somebody says or holds."""

INSIDE = 0.55
"""The weight of a statement inside another's words where its verb is one of these, at least."""

LEAST_HITS = 3
"""From so many sightings as a cue on, a verb is known as one."""

TRUSTED = {"ccomp": 0.75, "quote": 0.75, "around": 0.7, "pass:ccomp": 0.6, "pass:xcomp": 0.6, "n:acl": 0.6}
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
def weight_inside(lemma: str, frame: str) -> float:
    """The same for a statement inside the words of another, of which PolNeAR has none: there the lists by hand count."""
    named = frame in NOMINAL and lemma in NAMING
    said = frame in CLAUSAL and (lemma in REPORTING or lemma in THINKING)
    held = frame.startswith("n:") and lemma in HELD
    supported = frame == "pass:by" and lemma in SUPPORTED
    return max(weight(lemma, frame), INSIDE if named or said or held or supported or frame == "view" else 0.0)


def _trusted(lemma: str, frame: str) -> float:
    """The rate of a word that the lists by hand hold for a cue in this frame; 0 where none does."""
    if lemma in SURE and frame in {"obj", "xcomp:ing", "prep:to", "so"}:
        return 0.6
    if (lemma in HOLDING and frame in {"around", "pass:ccomp"}) or (lemma in SAID and frame == "adverb"):
        return 0.6
    if lemma in CALLED and frame in CALLING:
        return 0.65
    if frame == "pass:around" and lemma in {"quote", "cite", "publish"}:
        return 0.6
    return TRUSTED.get(frame, 0.0) if lemma in REPORTING else 0.0


@functools.cache
def weight(lemma: str, frame: str) -> float:
    """How likely ``lemma`` in ``frame`` is a cue, in 0..1: its counts, smoothed by the frame's rate
    among rare lemmas."""
    table = _table()
    frame_hits, frame_seen = table.get(("*", frame), (0, 1))
    hits, seen = table.get((lemma, frame), (0, 0))
    rate = _trusted(lemma, frame) or frame_hits / frame_seen
    return (hits + PRIOR * rate) / (seen + PRIOR)
