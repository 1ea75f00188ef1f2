"""How close many statements are to one claim.

Two measures, each in 0..1: how many rare words both have (the cosine of binary term vectors weighted by inverse document
frequency; Spärck Jones 1972), and how alike they are in meaning (the cosine of their vectors). A claim is compared as a
whole and part by part, since a statement mostly says one part. Where one of the two is not English, rare words stand for both measures.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from headwater.claims.matching.features import TERMS, Features, Floats, terms, vectors

PART = 0.5
"""What the closest part counts beside the whole claim, which counts one."""

QUICK_SHARE = 0.5
"""What words count beside meaning where meaning comes from static vectors."""

CLOSE_SHARE = 0.2
"""What words count where meaning comes from the encoder, which is better at it."""

FLOOR = 0.25
"""What is less close than this to the claim and to each of its parts is not proposed. Nine in ten of the dev statements that
are to be found are above it, and one in twenty of all."""


@dataclass(frozen=True, slots=True)
class Frequencies:
    """In how many of ``statements`` each term stands; ``counts`` has a number for every term."""

    statements: int
    counts: NDArray[np.uint32]

    def squared_weights(self) -> Floats:
        """The square of each term's inverse document frequency; never quite nothing."""
        counts = self.counts.astype(np.float32)
        rarity = np.log((max(self.statements, 1) + 1) / (counts + 0.5))
        return np.asarray(np.maximum(rarity, 0.01) ** 2, dtype=np.float32)


@dataclass(frozen=True, slots=True)
class Scores:
    """How close statements are to a claim, one row each; the first column is the whole claim, then its parts.

    ``words`` and ``meaning`` are the two measures, in 0..1; ``share`` is what words count of both together.
    """

    words: Floats
    meaning: Floats
    share: float = QUICK_SHARE

    def each(self) -> Floats:
        """Both measures together, for the claim and for each part, in 0..1."""
        return np.asarray(self.share * self.words + (1 - self.share) * self.meaning, dtype=np.float32)

    def proposed(self) -> NDArray[np.bool_]:
        """Which statements are close enough to be proposed."""
        return np.asarray(self.each().max(axis=1) >= FLOOR)

    def close(self) -> Floats:
        """One closeness in 0..1 for each statement: the whole claim's and the closest part's, weighted."""
        each = self.each()
        if each.shape[1] == 1:
            return each[:, 0]
        return np.asarray((each[:, 0] + PART * each[:, 1:].max(axis=1)) / (1 + PART), dtype=np.float32)


def foreign(words: Floats) -> Floats:
    """What stands for likeness in meaning where one of the two is not English: twice what rare words say. A word that two
    languages share is mostly a name or a figure."""
    return np.asarray(np.minimum(2 * words, 1), dtype=np.float32)


class Sought:
    """A claim made ready to be compared with the statements of a case."""

    def __init__(self, texts: Sequence[str], frequencies: Frequencies) -> None:
        """``texts`` are the claim's sentence and its parts."""
        self._vectors = vectors(texts)
        self._weights = frequencies.squared_weights()
        self._terms = [terms(text) for text in texts]
        self._any = np.zeros(TERMS, dtype=bool)
        for one in self._terms:
            self._any[one] = True

    def scores(self, some: Features) -> Scores:
        """How close each of ``some`` statements is, as far as static vectors can tell."""
        words = self._words(some)
        meaning = np.clip(some.vectors.astype(np.float32) @ self._vectors.T / 127, 0, 1)
        known = np.outer(np.any(some.vectors, axis=1), np.any(self._vectors, axis=1))
        return Scores(words, np.where(known, meaning, foreign(words)))

    def _words(self, some: Features) -> Floats:
        """The first measure: only terms that the claim has too are looked at one by one."""
        ends = np.cumsum(some.lengths, dtype=np.int64)
        sums = np.concatenate([[0.0], np.cumsum(self._weights[some.terms], dtype=np.float64)])
        squares = sums[ends] - sums[ends - some.lengths]
        places = np.flatnonzero(self._any[some.terms])
        rows, found = np.searchsorted(ends, places, side="right"), some.terms[places]
        out = np.zeros((len(some), len(self._terms)), dtype=np.float32)
        for column, own in enumerate(self._terms):
            shared = np.isin(found, own)
            weights = self._weights[found[shared]]
            overlap = np.bincount(rows[shared], weights=weights, minlength=len(some))
            lengths = np.sqrt(squares * self._weights[own].sum(dtype=np.float64))
            out[:, column] = np.divide(overlap, lengths, out=np.zeros(len(some)), where=lengths > 0)
        return np.clip(out, 0, 1)
