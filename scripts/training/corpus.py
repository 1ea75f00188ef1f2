"""PolNeAR as what the tagger learns from: paragraphs with, for each cue, the roles of the tokens around it."""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from headwater.base.spans import Span
from headwater.statements.paragraphs import find_paragraphs
from headwater.statements.parse import Parsed, parse
from headwater.statements.quotes import find_quotations
from headwater.statements.tagger.features import PAIR_SIZES, SIZES, pair_features, token_features
from headwater.statements.tagger.network import CONTENT, CUE, MOST_PIECES, SOURCE
from headwater.statements.tagger.pieces import begin, end, pieces
from learn_cues import read_gold

Roles = dict[int, Any]
"""For each cue's head token an array with the role of every token of the paragraph."""


@dataclass(frozen=True, slots=True)
class Example:
    """A paragraph: its parse, its arrays, and what each annotator found in it."""

    document: str
    parsed: Parsed
    features: dict[str, Any]
    numbers: Any
    places: Any
    gold: list[Roles]


def read(folder: Path) -> list[Example]:
    """All paragraphs of a part of PolNeAR (a folder with text/ and attributions/) that the encoder can hold at once."""
    out: list[Example] = []
    for path in sorted((folder / "text").glob("*.txt")):
        text = path.read_bytes().decode("utf-8")
        annotations = sorted((folder / "attributions").glob(f"{path.stem}_*.ann"))
        gold = [read_gold(a) for a in annotations if a.stem.rsplit("_", 1)[0] == path.stem]
        paragraphs = find_paragraphs(text)
        quotations = find_quotations(text, paragraphs)
        for parsed in parse(text, paragraphs):
            here = [q for q in quotations if parsed.span.holds(q.span)]
            cut = [pieces(word) for word in parsed.words]
            numbers = np.array([begin(), *(n for some in cut for n in some), end()])
            if len(parsed) and len(numbers) <= MOST_PIECES:
                lengths = np.array([len(some) for some in cut])
                first = 1 + np.cumsum(lengths) - lengths
                first[lengths == 0] = 0
                roles = [_roles(parsed, attributions) for attributions in gold]
                features = token_features(parsed, here)
                out.append(Example(path.stem, parsed, features, numbers, np.maximum.accumulate(first), roles))
    return out


def _roles(p: Parsed, attributions: Sequence[dict[str, list[Span]]]) -> Roles:
    out: Roles = {}
    for attribution in attributions:
        cue = _tokens(p, attribution["cue"])
        if not cue.any():
            continue
        roles = np.zeros(len(p), dtype=np.int64)
        roles[_tokens(p, attribution["content"])] = CONTENT
        roles[_tokens(p, attribution["source"])] = SOURCE
        roles[cue] = CUE
        head = next((t for t in _heads(p, cue) if t not in out), None)
        if head is not None:
            out[head] = roles
    return out


def _tokens(p: Parsed, spans: Sequence[Span]) -> Any:
    starts, ends = np.array(p.starts), np.array(p.ends)
    out = np.zeros(len(p), dtype=bool)
    for span in spans:
        out |= (starts < span.end) & (ends > span.start)
    return out


def _heads(p: Parsed, cue: Any) -> list[int]:
    """The tokens of a cue that could stand for it, the best first: a verb that hangs on a word outside of the cue."""
    tokens = [int(t) for t in np.flatnonzero(cue)]
    roots = [t for t in tokens if p.heads[t] == t or not cue[p.heads[t]]]
    order = {"VERB": 0, "NOUN": 1, "ADJ": 1, "AUX": 1, "PROPN": 1, "PUNCT": 3}
    return [*sorted(roots, key=lambda t: (order.get(p.pos[t], 2), t)), *tokens]


def batches(examples: Sequence[Example], size: int, shuffle: bool) -> list[list[Example]]:
    """Paragraphs of like length together, ``size`` word pieces at a time with their padding."""
    order = list(examples)
    if shuffle:
        random.shuffle(order)
    out: list[list[Example]] = []
    for start in range(0, len(order), 800):
        batch: list[Example] = []
        for example in sorted(order[start : start + 800], key=lambda e: len(e.numbers)):
            if batch and len(example.numbers) * (len(batch) + 1) > size:
                out.append(batch)
                batch = []
            batch.append(example)
        out.append(batch)
    if shuffle:
        random.shuffle(out)
    return out


def padded(arrays: Sequence[Any]) -> torch.Tensor:
    """Arrays of different length as one tensor, zeros behind."""
    out = np.zeros((len(arrays), max(len(a) for a in arrays)), dtype=np.int64)
    for row, array in enumerate(arrays):
        out[row, : len(array)] = array
    return torch.from_numpy(out)


def inputs(batch: Sequence[Example]) -> dict[str, torch.Tensor]:
    """What the encoder is given, and ``valid``: which tokens are no padding."""
    out = {name: padded([e.features[name] for e in batch]) for name in SIZES}
    out["pieces"] = padded([e.numbers for e in batch])
    out["mask"] = padded([np.ones(len(e.numbers)) for e in batch])
    out["first"] = padded([e.places for e in batch])
    out["valid"] = padded([np.ones(len(e.places)) for e in batch]).bool()
    return out


def pairs(batch: Sequence[Example], rows: Sequence[tuple[int, int]], length: int) -> dict[str, torch.Tensor]:
    """The features of pairs, for rows of (example, cue), padded to ``length`` tokens."""
    out = {name: np.zeros((len(rows), length), dtype=np.int64) for name in PAIR_SIZES}
    for example, of_example in _by_example(rows):
        found = pair_features(
            batch[example].parsed, [rows[n][1] for n in of_example], batch[example].features
        )
        for name, values in found.items():
            out[name][of_example, : values.shape[1]] = values
    return {name: torch.from_numpy(values) for name, values in out.items()}


def _by_example(rows: Sequence[tuple[int, int]]) -> Iterator[tuple[int, list[int]]]:
    grouped: dict[int, list[int]] = {}
    for n, (example, _) in enumerate(rows):
        grouped.setdefault(example, []).append(n)
    yield from grouped.items()
