"""Sentences of the archive that come near to something the article says: found by rare words, ranked by these and by meaning."""

from __future__ import annotations

import functools
import math
import re
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from headwater.archive.tokens import words
from headwater.base.spans import Span, trimmed
from headwater.claims.audit.holdings import Holdings
from headwater.claims.matching.encoder import compared
from headwater.claims.matching.features import function_words, stems
from headwater.statements.paragraphs import find_paragraphs
from headwater.store.documents import Stored

QUERIED = 8
"""Rare words that the index is asked for at once."""

READ = 24
"""Documents that are read for one thing that is sought."""

KEPT = 200
"""Documents that are kept cut into sentences."""

LONGEST = 400_000
"""Code points of a document that are looked at."""

_COMMON = 0.02  # part of the documents from which on a word is too common to ask for
_FEW = 60  # documents that are few in any case
_ENCODED = 10  # passages that are compared in meaning
_LEAST = 0.2  # overlap from which on a passage is compared in meaning
_LONGEST_PASSAGE = 700
_ENDS = re.compile(r"(?<=[.!?…])[\"'”’»)\]]{0,3}\s+(?=[\"'“‘«(\[]{0,2}[A-ZÀ-Þ0-9¿¡])|\n\s*[•*-]\s+")
_LIGHT = frozenset(
    """exist exists existed existing happen happens happened make makes made take takes took taken give gives gave given get gets
    got put puts go goes went come comes came hold holds held keep keeps kept existe existen hay hace hizo hacer""".split()
)
_LIGHTLY = 0.25  # what such a verb weighs of what another word as rare would
_TELLING_NOTHING = frozenset(
    "said says told wrote write writes according also would could dijo según mr mrs ms e mail email say".split()
)


@dataclass(frozen=True, slots=True)
class Near:
    """A passage: where it stands, its words as one line, the part of what was sought that it has in rare words (``overlap``), how alike it is
    in meaning, and both together (``score``); all in 0..1. ``shared`` are the words that both have, the rarest first."""

    key: int
    span: Span
    text: str
    overlap: float
    meaning: float
    score: float
    shared: tuple[str, ...]


class Sought:
    """What is sought: the words of a text that tell something, each with its weight in this case."""

    def __init__(self, text: str, holdings: Holdings, without: Iterable[str] = ()) -> None:
        """``without`` are words that tell nothing here."""
        self.text = " ".join(text.split())
        self._holdings = holdings
        documents = max(1, holdings.extent().searchable)
        left_out = set(without)
        self.words = tuple(word for word in dict.fromkeys(content(text)) if word not in left_out)
        counts = {word: holdings.frequency(word) for word in self.words}
        self._known = {word: count for word, count in counts.items() if count}
        self._most = max(_FEW, _COMMON * documents)
        self.weights: dict[str, float] = {}
        for word, stem in zip(self.words, stems(self.words), strict=True):
            weight = math.log((documents + 1) / (min(counts[word], documents) + 0.5))
            weight *= _LIGHTLY if word in _LIGHT else 1.0
            self.weights[stem] = max(self.weights.get(stem, 0.0), weight, 0.05)

    def documents(self, beside: Sequence[str] = ()) -> list[int]:
        """The keys of the documents that have most of its rare words; ``beside`` are words to ask for as well."""
        rare = [word for word, count in self._known.items() if count <= self._most]
        rare = sorted(rare, key=lambda word: (self._known[word], word))[:QUERIED]
        more = [word for word in beside if 0 < self._holdings.frequency(word) <= self._most]
        return self._holdings.near([(word,) for word in dict.fromkeys([*rare, *more])], READ)

    def near(self, found: Iterable[Read]) -> list[Near]:
        """The passages of some documents that share most with it, compared in meaning, best first."""
        sharing = [one for document in found for one in self._in(document)]
        best = sorted(_distinct(sharing), key=lambda one: -one.overlap)[:_ENCODED]
        if not best or not self.text:
            return []
        own = np.array([[one.overlap] for one in best], dtype=np.float32)
        meaning = compared([self.text], [one.text for one in best], own).meaning[:, 0].tolist()
        ranked = [
            replace(one, meaning=alike, score=(one.overlap + alike) / 2)
            for one, alike in zip(best, meaning, strict=True)
        ]
        return sorted(ranked, key=lambda one: -one.score)

    def overlap(self, has: Mapping[str, str]) -> tuple[float, tuple[str, ...]]:
        """The part of its weight that some words have (by their stems), in 0..1, and the shared ones, the weightiest first."""
        shared = [stem for stem in self.weights if stem in has]
        total = sum(self.weights.values())
        share = sum(self.weights[stem] for stem in shared) / total if total else 0.0
        return share, tuple(has[stem] for stem in sorted(shared, key=lambda stem: -self.weights[stem]))

    def _in(self, document: Read) -> list[Near]:
        out: list[Near] = []
        for one in document.sentences:
            share, shared = self.overlap(one.words)
            if share >= _LEAST and len(shared) > 1:
                out.append(Near(document.key, one.span, one.text, share, 0.0, 0.0, shared))
        return out


@dataclass(frozen=True, slots=True)
class SentenceRead:
    """A sentence of a document: its ``text`` as one line, and its ``words`` by their stems."""

    span: Span
    text: str
    words: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Read:
    """A document cut into sentences."""

    key: int
    stored: Stored
    sentences: tuple[SentenceRead, ...]


class Shelf:
    """Documents as they were read, at most ``KEPT`` of them."""

    def __init__(self, holdings: Holdings) -> None:
        self._holdings = holdings
        self._kept: OrderedDict[int, Read] = OrderedDict()

    def read(self, keys: Iterable[int]) -> list[Read]:
        """The documents with these keys, cut into sentences, in order."""
        wanted = list(dict.fromkeys(keys))
        for stored in self._holdings.documents([key for key in wanted if key not in self._kept]):
            self._kept[stored.key] = _read(stored)
        out = [self._kept[key] for key in wanted if key in self._kept]
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        return out


def _read(stored: Stored) -> Read:
    text = stored.document.text
    found = []
    for span in passages(text):
        line = " ".join(span.of(text).split())
        found.append(SentenceRead(span, line, by_stem(line)))
    return Read(stored.key, stored, tuple(found))


def by_stem(text: str) -> dict[str, str]:
    """The folded words of a text by their stems."""
    own = words(text)
    return dict(zip(stems(own), own, strict=True))


def content(text: str) -> list[str]:
    """The folded words of a text that say something by themselves, in order."""
    function = _function_words()
    return [word for word in words(text) if word not in function and (len(word) > 1 or word.isdigit())]


@functools.cache
def _function_words() -> frozenset[str]:
    english, spanish = function_words()
    return english | spanish | _TELLING_NOTHING


def passages(text: str) -> list[Span]:
    """The sentences of a document, roughly; a table's rows are one each."""
    out: list[Span] = []
    for paragraph in find_paragraphs(text[:LONGEST]):
        start = paragraph.start
        for end in [*(m for m in _ENDS.finditer(text, paragraph.start, paragraph.end)), None]:
            stop = end.start() if end else paragraph.end
            span = trimmed(text, start, min(stop, start + _LONGEST_PASSAGE))
            if span is not None:
                out.append(span)
            start = end.end() if end else stop
    return out


def _distinct(found: Sequence[Near]) -> list[Near]:
    """Passages without those that say the same in the same words: copies, answers that quote."""
    kept: dict[tuple[str, ...], Near] = {}
    for one in found:
        kept.setdefault(words(one.text), one)
    return list(kept.values())
