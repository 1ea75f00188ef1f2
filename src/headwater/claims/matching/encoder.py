"""How alike a few texts are in meaning, by the whole sentence encoder: too slow for a case, right for its best candidates.

all-MiniLM-L6-v2 in ONNX with weights in eight bits, made by ``scripts/training/distil.py`` (docs/matching.md).
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from importlib import resources
from itertools import chain
from typing import Any

import numpy as np

from headwater.claims.matching.features import LONGEST, Floats, is_english
from headwater.claims.matching.scores import CLOSE_SHARE, Scores, foreign
from headwater.statements.tagger.pieces import begin, end, pieces

WIDTH = 384
"""Numbers in a vector."""

_MOST = 254  # word pieces of a text that are read, beside those of its beginning and end
_AT_ONCE = 16  # texts, of about the same length


def encoded(texts: Sequence[str]) -> Floats:
    """The vector of each text, of length one."""
    rows = [_row(text) for text in texts]
    out = np.zeros((len(rows), WIDTH), dtype=np.float32)
    order = sorted(range(len(rows)), key=lambda n: len(rows[n]))
    for first in range(0, len(order), _AT_ONCE):
        some = order[first : first + _AT_ONCE]
        width = len(rows[some[-1]])
        numbers = np.zeros((len(some), width), dtype=np.int64)
        mask = np.zeros_like(numbers)
        for at, n in enumerate(some):
            numbers[at, : len(rows[n])] = rows[n]
            mask[at, : len(rows[n])] = 1
        out[some] = _graph().run(None, {"pieces": numbers, "mask": mask})[0]
    return out


def compared(claim: Sequence[str], texts: Sequence[str], words: Floats) -> Scores:
    """How close each of ``texts`` is to each text of a claim, by the encoder and by rare words (``words``: as measured before).

    Meaning is the cosine, and nothing below 0; where one of the two is not English, rare words stand for it.
    """
    meaning = np.clip(encoded(texts) @ encoded(claim).T, 0, 1)
    known = np.outer([is_english(text) for text in texts], [is_english(text) for text in claim])
    return Scores(words, np.where(known, meaning, foreign(words)), CLOSE_SHARE)


def _row(text: str) -> list[int]:
    words = chain.from_iterable(pieces(word) for word in text[:LONGEST].split())
    return [begin(), *list(words)[:_MOST], end()]


@functools.cache
def _graph() -> Any:
    """The encoder, on one thread."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    weights = resources.files("headwater.claims.matching").joinpath("weights", "encoder.onnx")
    return onnxruntime.InferenceSession(weights.read_bytes(), options, providers=["CPUExecutionProvider"])
