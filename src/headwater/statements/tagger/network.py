"""The trained network: word pieces and features in, cues and the roles of the tokens around them out.

Two graphs in ONNX, made by ``scripts/training/train.py``. The encoder is MiniLM (Wang et al., "MiniLM: Deep Self-Attention
Distillation", NeurIPS 2020) fine-tuned on PolNeAR's training part; it gives each token a state and the chance that it heads a
cue. The second graph looks at each such cue and every token of its paragraph, and says which role the token has.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import resources
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

from headwater.statements.parse import Parsed
from headwater.statements.quotes import Quotation
from headwater.statements.tagger.features import SIZES, Ints, pair_features, token_features
from headwater.statements.tagger.pieces import begin, end, pieces

Floats = NDArray[np.float32]

OTHER, SOURCE, CUE, CONTENT = range(4)
"""The roles, in the order of the network's output."""

MOST_PIECES = 512
"""Word pieces that the encoder takes at once; what is longer is read in stretches of whole sentences."""

_PAIRS = 6000  # pairs of a cue and a token in one run of the second graph


@dataclass(frozen=True, slots=True)
class Tagged:
    """The cues of a paragraph: the indices of their head tokens, in order; for each the chance that it is one; and log
    chances of roles, of shape (cues, tokens, 4)."""

    cues: tuple[int, ...]
    chances: tuple[float, ...]
    roles: Floats


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Some whole sentences of a paragraph, from the token ``first`` on: what the encoder sees at once."""

    first: int
    pieces: Ints
    places: Ints


def tag(p: Parsed, quotations: Sequence[Quotation], least: float) -> Tagged:
    """The cues of a paragraph with at least ``least`` chance (0..1)."""
    if not len(p):
        return Tagged((), (), np.zeros((0, 0, 4), dtype=np.float32))
    features = token_features(p, quotations)
    encoded = [_encode(stretch, features) for stretch in _stretches(p)]
    states = np.concatenate([states for states, _ in encoded])
    chances = np.concatenate([chances for _, chances in encoded])
    cues = [int(token) for token in np.flatnonzero(chances >= least)]
    return Tagged(tuple(cues), tuple(map(float, chances[cues])), _roles(p, features, cues, states))


def _stretches(p: Parsed) -> Iterator[_Stretch]:
    """The paragraph as one stretch, or as several where it is long."""
    cut = [pieces(word) for word in p.words]
    places = _firsts(cut)
    numbers = np.array([begin(), *chain.from_iterable(cut), end()], dtype=np.int64)
    if len(numbers) <= MOST_PIECES:
        yield _Stretch(0, numbers, places)
    else:
        yield from _cut(p, numbers, places)


def _firsts(cut: Sequence[Sequence[int]]) -> Ints:
    """For each token the place of its first piece; that of the token before where it has none."""
    lengths = np.array([len(some) for some in cut], dtype=np.int64)
    out = 1 + np.cumsum(lengths) - lengths
    out[lengths == 0] = 0
    return np.maximum.accumulate(out)


def _cut(p: Parsed, numbers: Ints, places: Ints) -> Iterator[_Stretch]:
    """A long paragraph in stretches that end with a sentence where one fits, else in the middle of it."""
    first = 0
    while first < len(p):
        last = first + 1
        limit = places[first] + MOST_PIECES - 2
        fits = int(np.searchsorted(places, limit))
        if fits >= len(p):
            last = len(p)
        else:
            fits -= 1  # the last token's own pieces must fit as well
            ends = [t for t in range(first + 1, max(fits, first + 1)) if p.sentences[t] != p.sentences[t - 1]]
            last = ends[-1] if ends else max(fits, first + 1)
        start = places[first]
        stop = places[last] if last < len(p) else len(numbers) - 1
        inside = numbers[start:stop][: MOST_PIECES - 2]
        own = np.concatenate([numbers[:1], inside, numbers[-1:]])
        yield _Stretch(first, own, np.minimum(places[first:last] - start + 1, len(own) - 1))
        first = last


def _encode(stretch: _Stretch, features: dict[str, Ints]) -> tuple[Floats, Floats]:
    """Each token's state, and its chance to head a cue. One stretch at a time: padding would cost more than it saves."""
    own = slice(stretch.first, stretch.first + len(stretch.places))
    inputs = {"pieces": stretch.pieces, "mask": np.ones_like(stretch.pieces), "first": stretch.places}
    inputs |= {name: features[name][own] for name in SIZES}
    states, chances = _graph("encoder").run(None, {name: array[None] for name, array in inputs.items()})
    return states[0], chances[0]


def _roles(p: Parsed, features: dict[str, Ints], cues: Sequence[int], states: Floats) -> Floats:
    """The second graph, over as many cues at a time as memory is meant to hold."""
    at_once = max(1, _PAIRS // len(p))
    out = [np.zeros((0, len(p), 4), dtype=np.float32)]
    for at in range(0, len(cues), at_once):
        some = cues[at : at + at_once]
        inputs: dict[str, Any] = dict(pair_features(p, some, features))
        inputs["cue"] = states[some]
        inputs["tokens"] = np.repeat(states[None], len(some), axis=0)
        out.extend(_graph("roles").run(None, inputs))
    return np.concatenate(out)


@functools.cache
def _graph(name: str) -> Any:
    """One of the two graphs, on one thread: many documents are read side by side instead."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    weights = resources.files("headwater.statements.tagger").joinpath("weights", f"{name}.onnx")
    return onnxruntime.InferenceSession(weights.read_bytes(), options, providers=["CPUExecutionProvider"])
