"""What is kept of a statement's words so that a claim can be compared with a million of them.

terms    hashes of its words' stems and of the first letters of longer words. Stems are Snowball's for English; the first five
         letters serve other languages and names (McNamee and Mayfield, "Character N-Gram Tokenization for European
         Language Text Retrieval", Information Retrieval 7, 2004, measure how well such cuts do without a stemmer).
vector   the sum of static vectors of its word pieces, which were distilled from a sentence encoder (docs/matching.md), at
         length one, in eight bits.
"""

from __future__ import annotations

import functools
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

from headwater.archive.tokens import index_text
from headwater.statements.tagger.pieces import pieces

VERSION = "1"
"""Goes up whenever the same text gets other features."""

TERMS = 1 << 20
"""Terms are numbers below this; different words share one about once in a hundred thousand pairs."""

DIMENSIONS = 256
LONGEST = 4000
"""Code points of a text that are looked at; what a longer one says is seldom one claim."""

_STEPS = 127
_HEAD = 5  # letters of a word that stand for it in languages without a stemmer here

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Features:
    """The features of texts, in order: ``vectors`` of shape (texts, DIMENSIONS); ``terms`` of all texts one after the
    other, ascending and distinct within a text; ``lengths`` says how many each text has."""

    vectors: NDArray[np.int8]
    lengths: NDArray[np.uint16]
    terms: NDArray[np.uint32]

    def __len__(self) -> int:
        return len(self.lengths)


def features(texts: Sequence[str]) -> Features:
    """The features of ``texts``. Any string will do; one without words has no terms and a vector of zeros."""
    found = [terms(text) for text in texts]
    return Features(
        vectors=np.rint(vectors(texts) * _STEPS).astype(np.int8),
        lengths=np.array([len(one) for one in found], dtype=np.uint16),
        terms=np.concatenate([*found, np.zeros(0, np.uint32)]),
    )


def terms(text: str) -> NDArray[np.uint32]:
    """The terms of a text, ascending and distinct."""
    words = index_text(text[:LONGEST]).split()
    heads = ("~" + word[:_HEAD] for word in words if len(word) >= _HEAD)
    hashes = {zlib.crc32(word.encode("utf-8", "replace")) % TERMS for word in chain(stems(words), heads)}
    return np.array(sorted(hashes), dtype=np.uint32)


def stems(words: Sequence[str]) -> list[str]:
    """The English stems (Snowball) of folded words, one each, in order."""
    return [_stem(word) for word in words]


@functools.lru_cache(maxsize=200_000)
def _stem(word: str) -> str:
    found: list[str] = _stemmer().analyze(word)
    return found[0] if found else word


@functools.cache
def _stemmer() -> Any:
    from tantivy import Filter, TextAnalyzerBuilder, Tokenizer

    return TextAnalyzerBuilder(Tokenizer.whitespace()).filter(Filter.stemmer("english")).build()


@functools.cache
def function_words() -> tuple[frozenset[str], frozenset[str]]:
    """The folded words that say nothing by themselves: of English, and of Spanish."""
    from spacy.lang.en.stop_words import STOP_WORDS as ENGLISH
    from spacy.lang.es.stop_words import STOP_WORDS as SPANISH

    return frozenset(index_text(" ".join(ENGLISH)).split()), frozenset(index_text(" ".join(SPANISH)).split())


def is_english(text: str) -> bool:
    """Whether a text can be compared in meaning: Spanish function words do not outnumber English ones in it.

    The encoder was trained on English; what it makes of other languages is noise.
    """
    english, spanish = _telling()
    words = index_text(text[:LONGEST]).split()
    return sum(word in spanish for word in words) <= sum(word in english for word in words)


@functools.cache
def _telling() -> tuple[frozenset[str], frozenset[str]]:
    english, spanish = function_words()
    return english - spanish, spanish - english


def vectors(texts: Sequence[str]) -> Floats:
    """Each text's vector, of length one; zeros for a text without words, or that is not English."""
    steps, scales = _weights()
    found = [[number for word in text[:LONGEST].split() for number in pieces(word)] or [0] for text in texts]
    out = np.zeros((len(found), DIMENSIONS), dtype=np.float32)
    for row, numbers in enumerate(found):
        out[row] = scales[numbers] @ steps[numbers].astype(np.float32)
    lengths = np.linalg.norm(out, axis=1, keepdims=True)
    return np.asarray(out / np.where(lengths > 0, lengths, 1), dtype=np.float32)


@functools.cache
def _weights() -> tuple[NDArray[np.int8], Floats]:
    """The pieces' vectors in eight bits, and the scale of each."""
    folder = resources.files("headwater.claims.matching").joinpath("weights")
    with (
        folder.joinpath("vectors.npy").open("rb") as steps,
        folder.joinpath("scales.npy").open("rb") as scales,
    ):
        return np.load(steps, allow_pickle=False), np.load(scales, allow_pickle=False)
