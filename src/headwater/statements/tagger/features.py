"""A parsed paragraph as the arrays that the tagger reads beside its word pieces.

Per token: part of speech, dependency label, shape, and place in quotations. Per pair of a cue's head word and a
token: how the token hangs in the tree seen from the cue, which is what tells a subject from a complement.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from headwater.statements.parse import Parsed
from headwater.statements.quotes import Quotation

Ints = NDArray[np.int64]

POS = (
    "ADJ", "ADP", "ADV", "AUX", "CCONJ", "DET", "INTJ", "NOUN", "NUM", "PART", "PRON", "PROPN", "PUNCT", "SCONJ",
    "SYM", "VERB", "X", "SPACE",
)  # fmt: skip
DEPS = (
    "ROOT", "acl", "acomp", "advcl", "advmod", "agent", "amod", "appos", "attr", "aux", "auxpass", "case", "cc",
    "ccomp", "compound", "conj", "csubj", "csubjpass", "dative", "dep", "det", "dobj", "expl", "intj", "mark", "meta",
    "neg", "nmod", "npadvmod", "nsubj", "nsubjpass", "nummod", "oprd", "parataxis", "pcomp", "pobj", "poss", "preconj",
    "predet", "prep", "prt", "punct", "quantmod", "relcl", "xcomp",
)  # fmt: skip
_POS = {label: n + 1 for n, label in enumerate(POS)}
_DEP = {label: n + 1 for n, label in enumerate(DEPS)}

SIZES = {"pos": len(POS) + 1, "dep": len(DEPS) + 1, "shape": 6, "quote": 5}
"""How many values each feature of a token has; 0 is the unknown one."""

UPWARDS = 4
"""Steps from a cue towards the root of its sentence that are told apart."""

SELF = len(DEPS) + 1
"""What stands for "the word itself" where a label of a child is meant."""

PAIR_SIZES = {"up": UPWARDS + 2, "by": len(DEPS) + 1, "down": len(DEPS) + 2, "far": 16, "quoted": 8}
"""How many values each feature of a pair has."""

_BINS = np.array([-40, -20, -10, -5, -3, -1, 0, 1, 2, 4, 6, 11, 21, 41])


def token_features(p: Parsed, quotations: Sequence[Quotation]) -> dict[str, Ints]:
    """For each token its part of speech, label, shape and place in the paragraph's quotations, as small integers."""
    return {
        "pos": np.array([_POS.get(x, 0) for x in p.pos], dtype=np.int64),
        "dep": np.array([_DEP.get(x, 0) for x in p.deps], dtype=np.int64),
        "shape": np.array([_shape(x) for x in p.words], dtype=np.int64),
        "quote": _quoted(p, quotations),
    }


def _shape(word: str) -> int:
    if not word[:1].isalpha():
        return 4 if word[:1].isdigit() else 5
    if word.islower():
        return 1
    return 3 if len(word) > 1 and word.isupper() else 2


def _quoted(p: Parsed, quotations: Sequence[Quotation]) -> Ints:
    """0 outside, 1 in a quotation, 2 in one inside another; 3 a token of a mark that opens the outer one, 4 closes it."""
    out = np.zeros(len(p), dtype=np.int64)
    for q in quotations:
        inside = p.starting_in(q.span)
        if not len(inside):
            continue
        out[inside.start : inside.stop] = np.minimum(out[inside.start : inside.stop] + 1, 2)
        if q.depth == 1:
            out[inside.start] = 3
            if q.closed:
                out[inside.stop - 1] = 4
    return out


def pair_features(p: Parsed, cues: Sequence[int], tokens: dict[str, Ints]) -> dict[str, Ints]:
    """For each of ``cues`` (token indices) and each token, arrays of shape (cues, tokens).

    ``up`` counts the steps from the cue to the nearest word above it that the token hangs on (the last value: none, or
    more than ``UPWARDS``); ``by`` is the label by which the cue's side hangs on that word, ``down`` the label by which
    the token's side does; ``far`` is the distance in tokens; ``quoted`` says whether cue and token stand in quotations.
    """
    length = len(p)
    deps = tokens["dep"]
    up = np.full((len(cues), length), UPWARDS + 1, dtype=np.int64)
    by = np.zeros((len(cues), length), dtype=np.int64)
    down = np.zeros((len(cues), length), dtype=np.int64)
    for row, cue in enumerate(cues):
        _hang(p, cue, deps, up[row], by[row], down[row])
    places = np.arange(length)[None, :] - np.asarray(cues, dtype=np.int64)[:, None]
    far = np.digitize(places, _BINS).astype(np.int64)
    inside = tokens["quote"] > 0
    sentence = np.asarray(p.sentences, dtype=np.int64)
    same = sentence[None, :] == sentence[list(cues)][:, None]
    quoted = inside[None, :] + 2 * inside[list(cues)][:, None] + 4 * same
    return {"up": up, "by": by, "down": down, "far": far, "quoted": quoted.astype(np.int64)}


def _hang(p: Parsed, cue: int, deps: Ints, up: Any, by: Any, down: Any) -> None:
    """Fill one cue's rows, from the cue's own subtree outwards."""
    node, below, label = cue, -1, 0
    for step in range(UPWARDS + 1):
        for child in p.children[node]:
            if child != below:
                reach = slice(p.firsts[child], p.lasts[child] + 1)
                fresh = up[reach] == UPWARDS + 1
                up[reach][fresh] = step
                by[reach][fresh] = label
                down[reach][fresh] = deps[child]
        if up[node] == UPWARDS + 1:
            up[node], by[node], down[node] = step, label, SELF
        if p.heads[node] == node:
            return
        below, label, node = node, int(deps[node]), p.heads[node]
