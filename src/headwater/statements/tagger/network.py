"""The trained network: word pieces and features in, cues and the roles of the tokens around them out.

Two graphs in ONNX, made by ``scripts/train_tagger.py``. The encoder is MiniLM (Wang et al., "MiniLM: Deep Self-Attention
Distillation", NeurIPS 2020) fine-tuned on PolNeAR's training part; it gives each token a state and the chance that it heads a
cue. The second graph looks at each such cue and every token of its paragraph, and says which role the token has.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import resources
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

from headwater.statements.parse import Parsed
from headwater.statements.quotes import Quotation
from headwater.statements.tagger.features import PAIR_SIZES, SIZES, Ints, pair_features, token_features
from headwater.statements.tagger.pieces import begin, end, pieces

Floats = NDArray[np.float32]

OTHER, SOURCE, CUE, CONTENT = range(4)
"""The roles, in the order of the network's output."""

MOST_PIECES = 512
"""Word pieces that the encoder takes at once; what is longer is read in stretches of whole sentences."""

_BATCH = 1500  # word pieces in one run of the encoder, padding included
_PAIRS = 6000  # pairs of a cue and a token in one run of the second graph, padding included


@dataclass(frozen=True, slots=True)
class Tagged:
    """A cue: the index of its head token, the chance that it is one, and log chances of shape (tokens, 4)."""

    cue: int
    chance: float
    roles: Floats


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Some whole sentences of a paragraph: what the encoder sees at once."""

    paragraph: int
    first: int
    pieces: Ints
    places: Ints


def tag(paragraphs: Sequence[tuple[Parsed, Sequence[Quotation]]], least: float) -> list[list[Tagged]]:
    """For each paragraph its cues with at least ``least`` chance (0..1), in the order of their tokens."""
    features = [token_features(p, quotations) for p, quotations in paragraphs]
    found: list[list[tuple[int, float]]] = [[] for _ in paragraphs]
    states: list[Floats] = [np.zeros((len(p), 0), dtype=np.float32) for p, _ in paragraphs]
    for batch in _batches(_stretches([p for p, _ in paragraphs])):
        _encode(batch, features, states, found, least)
    out: list[list[Tagged]] = []
    for (parsed, _), tokens, cues, state in zip(paragraphs, features, found, states, strict=True):
        out.append(_roles(parsed, tokens, sorted(cues), state) if cues else [])
    return out


def _stretches(paragraphs: Sequence[Parsed]) -> list[_Stretch]:
    """Every paragraph as one stretch, or as several where it is long."""
    full = [n for n, p in enumerate(paragraphs) if len(p)]
    out: list[_Stretch] = []
    for n in full:
        cut = [pieces(word) for word in paragraphs[n].words]
        places = _firsts(cut)
        numbers = np.array([begin(), *chain.from_iterable(cut), end()], dtype=np.int64)
        if len(numbers) <= MOST_PIECES:
            out.append(_Stretch(n, 0, numbers, places))
        else:
            out.extend(_cut(n, paragraphs[n], numbers, places))
    return out


def _firsts(cut: Sequence[Sequence[int]]) -> Ints:
    """For each token the place of its first piece; that of the token before where it has none."""
    lengths = np.array([len(some) for some in cut], dtype=np.int64)
    out = 1 + np.cumsum(lengths) - lengths
    out[lengths == 0] = 0
    return np.maximum.accumulate(out)


def _cut(n: int, p: Parsed, numbers: Ints, places: Ints) -> Iterator[_Stretch]:
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
        yield _Stretch(n, first, own, np.minimum(places[first:last] - start + 1, len(own) - 1))
        first = last


def _batches(stretches: Sequence[_Stretch]) -> Iterator[list[_Stretch]]:
    """Stretches of like length together, so that little is padded."""
    batch: list[_Stretch] = []
    for stretch in sorted(stretches, key=lambda s: len(s.pieces)):
        if batch and len(stretch.pieces) * (len(batch) + 1) > _BATCH:
            yield batch
            batch = []
        batch.append(stretch)
    if batch:
        yield batch


def _encode(
    batch: Sequence[_Stretch],
    features: Sequence[dict[str, Ints]],
    states: list[Floats],
    found: list[list[tuple[int, float]]],
    least: float,
) -> None:
    """Run the encoder; put each token's state and the cues into ``states`` and ``found``."""
    width = max(len(s.pieces) for s in batch)
    length = max(len(s.places) for s in batch)
    inputs = {"pieces": np.zeros((len(batch), width), dtype=np.int64)}
    inputs["mask"] = np.zeros_like(inputs["pieces"])
    for name in ("first", *SIZES):
        inputs[name] = np.zeros((len(batch), length), dtype=np.int64)
    for row, s in enumerate(batch):
        inputs["pieces"][row, : len(s.pieces)] = s.pieces
        inputs["mask"][row, : len(s.pieces)] = 1
        inputs["first"][row, : len(s.places)] = s.places
        for name in SIZES:
            values = features[s.paragraph][name][s.first : s.first + len(s.places)]
            inputs[name][row, : len(values)] = values
    state, chances = _graph("encoder").run(None, inputs)
    for row, s in enumerate(batch):
        own = state[row, : len(s.places)]
        whole = states[s.paragraph]
        if not whole.shape[1]:
            whole = states[s.paragraph] = np.zeros((len(whole), own.shape[1]), dtype=np.float32)
        whole[s.first : s.first + len(own)] = own
        for token in np.flatnonzero(chances[row, : len(own)] >= least):
            found[s.paragraph].append((s.first + int(token), float(chances[row, token])))


def _roles(
    p: Parsed, tokens: dict[str, Ints], cues: Sequence[tuple[int, float]], states: Floats
) -> list[Tagged]:
    """The second graph, over as many cues at a time as memory is meant to hold."""
    at_once = max(1, _PAIRS // len(p))
    out: list[Tagged] = []
    for at in range(0, len(cues), at_once):
        some = cues[at : at + at_once]
        heads = [cue for cue, _ in some]
        pairs = pair_features(p, heads, tokens)
        inputs = {name: pairs[name] for name in PAIR_SIZES}
        around = np.broadcast_to(states, (len(heads), *states.shape))
        (roles,) = _graph("roles").run(
            None, {"cue": states[heads], "tokens": np.ascontiguousarray(around), **inputs}
        )
        out.extend(
            Tagged(cue, chance if math.isfinite(chance) else 0.0, roles[row])
            for row, (cue, chance) in enumerate(some)
        )
    return out


@functools.cache
def _graph(name: str) -> Any:
    """One of the two graphs, on one thread: many documents are read side by side instead."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    weights = resources.files("headwater.statements.tagger").joinpath("weights", f"{name}.onnx")
    return onnxruntime.InferenceSession(weights.read_bytes(), options, providers=["CPUExecutionProvider"])
