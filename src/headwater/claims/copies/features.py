"""Passages as numbers: words, how rare they are, and pairs of neighbouring content words.

A passage's features are its *pairs*: two content words of which the second stands at most ``REACH`` content words after
the first, in either order. Half of the words replaced leaves a quarter of the pairs, spread over the whole passage;
of the five-word shingles it leaves one in thirty-two. A pair is a hash of 64 bits.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from headwater.archive.tokens import words

REACH = 3
"""Content words from the first of a pair to the last that it is paired with."""

PRIOR = 0.5
EXPECTED = 1e-3
"""A word that no other passage has is taken to be as rare as one in 1/``EXPECTED`` in a case of no size, and rarer
the more passages lack it: (others + PRIOR) / (passages + PRIOR / EXPECTED)."""

EVERYWHERE = 20
FOLLOWERS = 100
"""A word that more than one in ten passages have, and more than ``EVERYWHERE``, is a function word where half as many
different words come after it, or more than ``FOLLOWERS``."""

PARTS = 4
"""Bits of the hash by which pairs are sorted in parts."""

LANGUAGES = ("en", "es", "fr", "de", "it", "pt")

Ids = NDArray[np.int32]
Hashes = NDArray[np.uint64]
Counts = NDArray[np.int32]
Offsets = NDArray[np.int64]


class Vocabulary:
    """Words numbered as they come; grows."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def numbered(self, texts: Iterable[str]) -> Ids:
        """The number of each word, new ones included."""
        numbers = self._numbers
        return np.fromiter((numbers.setdefault(word, len(numbers)) for word in texts), np.int32)

    def is_content(self) -> NDArray[np.bool_]:
        """For each number whether its word can be a content word: no function word, no single letter."""
        common = function_words()
        return np.fromiter(
            (
                word not in common and (len(word) > 1 or not word.isascii() or word.isdigit())
                for word in self._numbers
            ),
            np.bool_,
            len(self._numbers),
        )


@cache
def function_words() -> frozenset[str]:
    """The function words of ``LANGUAGES`` after spaCy's lists, folded as the search index folds words."""
    from importlib import import_module

    lists = (import_module(f"spacy.lang.{language}.stop_words").STOP_WORDS for language in LANGUAGES)
    return frozenset(word for stop_words in lists for entry in stop_words for word in words(entry))


@dataclass(frozen=True, slots=True)
class Features:
    """The batch. ``ids`` has the words of all passages one after another, those of passage p at offsets[p]:offsets[p+1].

    ``content`` tells for each word number whether it is a content word; ``pairs`` has each passage's pairs, sorted and
    each once, at pair_offsets[p]:pair_offsets[p+1].
    """

    ids: Ids
    offsets: Offsets
    content: NDArray[np.bool_]
    pairs: Hashes
    pair_offsets: Offsets

    def __len__(self) -> int:
        return len(self.offsets) - 1

    def words_of(self, passage: int) -> Ids:
        """The numbers of a passage's words, in order."""
        return self.ids[self.offsets[passage] : self.offsets[passage + 1]]

    def pairs_of(self, passage: int) -> Hashes:
        """A passage's pairs, sorted, each once."""
        return self.pairs[self.pair_offsets[passage] : self.pair_offsets[passage + 1]]


def features(passages: Iterable[str]) -> Features:
    """The features of ``passages``, given by their words."""
    vocabulary = Vocabulary()
    every = array("i")
    lengths: list[int] = []
    for passage in passages:
        numbers = vocabulary.numbered(words(passage))
        every.frombytes(numbers.tobytes())
        lengths.append(len(numbers))
    ids = np.frombuffer(every, np.int32) if every else np.empty(0, np.int32)
    offsets = _offsets(lengths)
    content = vocabulary.is_content()
    content &= ~_everywhere(ids, passages_with(ids, offsets, len(content)), content, len(lengths))
    pairs, pair_offsets = _pairs(ids, offsets, content)
    return Features(ids, offsets, content, pairs, pair_offsets)


def _everywhere(ids: Ids, counts: Counts, content: NDArray[np.bool_], passages: int) -> NDArray[np.bool_]:
    """Which content words are function words all the same: in many passages, with many different words after them.

    A word of a text that many reprint is in many passages too, and the same word comes after it.
    """
    often = content & (counts > max(EVERYWHERE, passages / 10))
    places = np.flatnonzero(often[ids[:-1]])
    followed = np.unique((ids[places].astype(np.int64) << 32) | ids[places + 1])
    followers = np.bincount(followed >> 32, minlength=len(counts))
    return often & (followers > np.minimum(counts / 2, FOLLOWERS))


def _pairs(ids: Ids, offsets: Offsets, content: NDArray[np.bool_]) -> tuple[Hashes, Offsets]:
    """The pairs of each passage, in one buffer that grows, as the half of memory goes to them."""
    every = array("Q")
    lengths = []
    for start, end in pairwise(offsets.tolist()):
        row = ids[start:end]
        own = np.unique(pairs_at(row[content[row]])[2])
        every.frombytes(own.tobytes())
        lengths.append(len(own))
    return np.frombuffer(every, np.uint64) if every else np.empty(0, np.uint64), _offsets(lengths)


def passages_with(ids: Ids, offsets: Offsets, size: int) -> Counts:
    """For each of ``size`` word numbers, in how many passages it occurs."""
    counts = np.zeros(size, np.int32)
    for start, end in pairwise(offsets.tolist()):
        counts[np.unique(ids[start:end])] += 1
    return counts


def _offsets(lengths: Sequence[int]) -> Offsets:
    return np.concatenate(([0], np.cumsum(lengths, dtype=np.int64))).astype(np.int64)


def pairs_at(content: Ids) -> tuple[NDArray[np.intp], NDArray[np.intp], Hashes]:
    """The pairs of a passage's content words: the index in ``content`` of the first and of the second, and the hash."""
    index = np.arange(len(content))
    first = np.concatenate([index[:-step] for step in range(1, REACH + 1)]) if len(content) else index
    second = np.concatenate([index[step:] for step in range(1, REACH + 1)]) if len(content) else index
    low = np.minimum(content[first], content[second]).astype(np.uint64)
    high = np.maximum(content[first], content[second]).astype(np.uint64)
    return first, second, _mixed((low << np.uint64(32)) | high)


def _mixed(keys: Hashes) -> Hashes:
    """The finaliser of SplitMix64 (Steele, Lea and Flood, 2014), one to one on 64 bits: neighbours come to lie far apart."""
    keys = (keys ^ (keys >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    keys = (keys ^ (keys >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    mixed: Hashes = keys ^ (keys >> np.uint64(31))
    return mixed


def bits(counts: Counts, passages: int) -> NDArray[np.float64]:
    """How surprising it is, in bits, that two passages share something that ``counts`` of ``passages`` have."""
    others = np.maximum(counts - 2, 0)
    surprise: NDArray[np.float64] = np.log2((passages + PRIOR / EXPECTED) / (others + PRIOR))
    return np.maximum(surprise, 0.0)


@dataclass(frozen=True, slots=True)
class Rarity:
    """In how many passages words and pairs occur. Pairs that only one has are not listed; ``pairs`` is sorted."""

    words: Counts
    pairs: Hashes
    pair_counts: Counts
    passages: int

    def word_bits(self, ids: Ids) -> NDArray[np.float64]:
        """The surprise of sharing each of the words."""
        return bits(self.words[ids], self.passages)

    def counts_of(self, pairs: Hashes) -> Counts:
        """In how many passages each of ``pairs`` occurs; 1 for one that is not listed."""
        if not len(self.pairs):
            return np.ones(len(pairs), np.int32)
        at = np.minimum(np.searchsorted(self.pairs, pairs), len(self.pairs) - 1)
        return np.where(self.pairs[at] == pairs, self.pair_counts[at], 1).astype(np.int32)


def rarity(features: Features, chosen: NDArray[np.int64]) -> Rarity:
    """How rare words and pairs are among the ``chosen`` passages."""
    counts = np.zeros(len(features.content), np.int32)
    for passage in chosen.tolist():
        counts[np.unique(features.words_of(passage))] += 1
    is_chosen = np.zeros(len(features), np.bool_)
    is_chosen[chosen] = True
    counted = np.repeat(is_chosen, np.diff(features.pair_offsets))
    parts = [_several(features.pairs, counted, part) for part in range(1 << PARTS)]
    pairs = np.concatenate([pairs for pairs, _ in parts])
    return Rarity(counts, pairs, np.concatenate([times for _, times in parts]), len(chosen))


def _several(pairs: Hashes, counted: NDArray[np.bool_], part: int) -> tuple[Hashes, Counts]:
    """Those of a part of all hashes that several passages have, and how many: parts bound the memory of sorting."""
    inside = counted & (pairs >> np.uint64(64 - PARTS) == np.uint64(part))
    found, times = np.unique(pairs[inside], return_counts=True)
    return found[times > 1], times[times > 1].astype(np.int32)
