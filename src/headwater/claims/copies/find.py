"""From texts to suspicions: passages, candidates, alignment, clusters."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from headwater.archive.tokens import tokens
from headwater.base.spans import Span
from headwater.claims.copies.align import Alignment, Words, align, spans_of, words_of
from headwater.claims.copies.candidates import Groups, groups, rewritten
from headwater.claims.copies.clusters import suspicions
from headwater.claims.copies.errors import shared_errors
from headwater.claims.copies.features import Features, Rarity, features, rarity
from headwater.claims.copies.passages import passages
from headwater.claims.copies.suspicion import Common, Found, Limits, Passage, Shared, Side, Text

OTHERWISE = 0.1
"""Part of their pairs that the rest of two texts share where one is a reprint of the other."""

_KEPT = 2_000
"""Passages whose tokens are kept between two alignments."""


@dataclass(frozen=True, slots=True)
class _Batch:
    """The texts in the order of their dates, the passages of all of them, and their features."""

    texts: tuple[Text, ...]
    owners: tuple[int, ...]
    spans: tuple[Span, ...]
    features: Features

    def passage(self, number: int) -> Passage:
        return Passage(self.texts[self.owners[number]].id, self.spans[number])

    def words(self, number: int) -> str:
        return self.spans[number].of(self.texts[self.owners[number]].text)


def find(texts: Sequence[Text], limits: Limits | None = None) -> Found:
    """The suspected copies among ``texts``, whose ids must differ. The order of ``texts`` makes no difference.

    Raises ValueError where two texts have one id.
    """
    limits = limits or Limits()
    ordered = _in_order(texts)
    batch = _batch(ordered)
    firsts = groups(batch.features)
    common = _common(batch, firsts, limits.many)
    leaders = np.flatnonzero(firsts == np.arange(len(firsts)))
    rare = rarity(batch.features, leaders)
    pairs = list(_pairs(batch, firsts, leaders, rare, common))
    shared = _verified(batch, pairs, rare, limits.score)
    return Found(
        suspicions(ordered, shared, shared_errors(ordered), limits),
        tuple(Common(batch.passage(first), count) for first, count in sorted(common.items())),
        len(firsts),
        len(pairs),
    )


def _in_order(texts: Sequence[Text]) -> tuple[Text, ...]:
    """By date, those without one last, then by id: the order in which the first of a group is its likeliest original."""
    if len({text.id for text in texts}) < len(texts):
        raise ValueError("two texts have one id")
    return tuple(sorted(texts, key=lambda text: (text.when is None, text.when or 0, text.id)))


def _batch(texts: tuple[Text, ...]) -> _Batch:
    cut = [(owner, span) for owner, text in enumerate(texts) for span in passages(text.text, text.own)]
    found = features(span.of(texts[owner].text) for owner, span in cut)
    return _Batch(texts, tuple(owner for owner, _ in cut), tuple(span for _, span in cut), found)


def _common(batch: _Batch, firsts: Groups, many: int) -> dict[int, int]:
    """Groups that stand in ``many`` texts or more which otherwise differ, with how many: a disclaimer, not a reprint."""
    holding: defaultdict[int, dict[int, set[int]]] = defaultdict(lambda: defaultdict(set))
    of_text: defaultdict[int, list[int]] = defaultdict(list)
    for number, (first, owner) in enumerate(zip(firsts.tolist(), batch.owners, strict=True)):
        holding[first][owner].add(number)
        of_text[owner].append(number)
    return {
        first: len(held)
        for first, held in holding.items()
        if len(held) >= many and _otherwise_differ(batch, held, of_text, batch.owners[first])
    }


def _otherwise_differ(
    batch: _Batch, held: dict[int, set[int]], of_text: dict[int, list[int]], leader: int
) -> bool:
    """Whether most of the texts that hold a passage have other words too, and not those of the ``leader``."""
    rests = {
        owner: [batch.features.pairs_of(number) for number in of_text[owner] if number not in held[owner]]
        for owner in held
    }
    pairs = {owner: np.unique(np.concatenate(rest)) for owner, rest in rests.items() if rest}
    own = pairs.get(leader, np.empty(0, np.uint64))
    differing = sum(
        len(np.intersect1d(rest, own)) < OTHERWISE * min(len(rest), len(own)) or not len(own)
        for owner, rest in pairs.items()
        if owner != leader and len(rest)
    )
    return differing > len(held) / 2


def _pairs(
    batch: _Batch, firsts: Groups, leaders: Groups, rare: Rarity, common: dict[int, int]
) -> Iterator[tuple[int, int]]:
    """Pairs of passages of different texts that are worth aligning, the earlier first."""
    grouped = (
        (int(firsts[number]), int(number)) for number in np.flatnonzero(firsts != np.arange(len(firsts)))
    )
    for one, other in [*grouped, *rewritten(batch.features, leaders, rare)]:
        if batch.owners[one] != batch.owners[other] and one not in common and other not in common:
            yield one, other


def _verified(batch: _Batch, pairs: Sequence[tuple[int, int]], rare: Rarity, least: float) -> list[Shared]:
    """What the pairs share, for those that share enough."""
    words = _words(batch, rare)
    found = []
    for one, other in pairs:
        alignment = align(words(one), words(other), rare)
        if alignment is not None and alignment.score >= least:
            found.append(_shared(batch, (one, other), (words(one), words(other)), alignment))
    return found


def _words(batch: _Batch, rare: Rarity) -> Callable[[int], Words]:
    @lru_cache(maxsize=_KEPT)
    def words(number: int) -> Words:
        text = batch.words(number)
        return words_of(
            text, tuple(tokens(text)), batch.features.words_of(number), batch.features.content, rare
        )

    return words


def _shared(
    batch: _Batch, numbers: tuple[int, int], words: tuple[Words, Words], alignment: Alignment
) -> Shared:
    left, right = (_side(batch.passage(numbers[side]), words[side], alignment, side) for side in (0, 1))
    text = batch.words(numbers[0])
    placed = words[0].tokens
    phrases = tuple(text[placed[start].start : placed[end - 1].end] for start, end in alignment.phrases)
    return Shared(left, right, alignment.score, phrases)


def _side(passage: Passage, words: Words, alignment: Alignment, side: int) -> Side:
    stretch, shared = alignment.stretches[side], alignment.shared[side]
    offset = passage.span.start
    held = Span(offset + words.tokens[stretch[0]].start, offset + words.tokens[stretch[1] - 1].end)
    return Side(
        Passage(passage.text, held),
        spans_of(words, shared, stretch, offset),
        spans_of(words, ~shared, stretch, offset),
        alignment.shares[side],
    )
