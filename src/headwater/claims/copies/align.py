"""Two passages word by word: what they share, what differs, and whether that is more than chance and common facts.

The content words are aligned by their longest common subsequence (rapidfuzz), then what is left by that of the rest, so
that clauses that changed places are found too. A match counts only where it is *anchored*: it belongs to a pair of
neighbouring content words (``features.pairs_at``) that both passages have and few others do. Words that merely occur on
both sides are not anchored, and nor is what is said everywhere.

A word weighs the surprise, in bits, of two passages sharing it (``features.bits``), divided among the places where the
passage has it: a name that comes five times is no more evidence than once. Capitalised words and figures weigh half, as
reports of one event agree on its names and numbers without being copied. The score of a stretch is the weight of
its anchored words less ``AGAINST`` times that of all its content words, and the stretch with the highest score is
taken (as in local alignment of sequences: Karlin and Altschul, PNAS 87, 1990). So a paragraph copied into a longer
one scores like the paragraph alone, and two reports of one event, which agree on less than that part of their words, have
short stretches of low score. The score of two passages is the lower one of their sides.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from headwater.archive.tokens import Token
from headwater.base.spans import Span
from headwater.claims.copies.candidates import COMMON
from headwater.claims.copies.features import Ids, Rarity, pairs_at

AGAINST = 0.3
"""Part of its content words' weight that a stretch must share for its score to rise."""

FACTUAL = 2
"""By what the weight of a capitalised word or a figure is divided."""

ROUNDS = 4
"""Times that what is left is aligned again; each finds clauses that changed places."""

PHRASE = 4
"""Words of the shortest run that is shown as a rare phrase; two of them content words."""

Flags = NDArray[np.bool_]
Places = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Words:
    """A passage to be aligned: its tokens, their numbers, which are content words and what each of these weighs.

    ``weights`` is 0 for all others. Tokens are placed in the passage, from 0.
    """

    tokens: tuple[Token, ...]
    ids: Ids
    content: Places
    weights: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Alignment:
    """What two passages share. For each side: which tokens are shared, the tokens start to end of the stretch with the
    highest score, and the part of its weight that is shared. ``phrases`` are ranges of tokens on the left."""

    shared: tuple[Flags, Flags]
    stretches: tuple[tuple[int, int], tuple[int, int]]
    shares: tuple[float, float]
    score: float
    phrases: tuple[tuple[int, int], ...]


def words_of(text: str, tokens: Sequence[Token], ids: Ids, is_content: Flags, rarity: Rarity) -> Words:
    """The passage ``text``, its tokens and their numbers, ready to be aligned."""
    content = np.flatnonzero(is_content[ids])
    weights = np.zeros(len(ids))
    weights[content] = rarity.word_bits(ids[content])
    factual = [place for place in content.tolist() if _is_factual(text, tokens[place])]
    weights[factual] /= FACTUAL
    _, word, times = np.unique(ids, return_inverse=True, return_counts=True)
    weights /= times[word]
    return Words(tuple(tokens), ids, content, weights)


def _is_factual(text: str, token: Token) -> bool:
    """Whether a token is a figure or written with a capital, but for one that may begin a sentence."""
    first = text[token.start]
    if first.isdigit():
        return True
    before = text[: token.start].rstrip("\"'“‘«([ \t\r\n")[-1:]
    return first.isupper() and before not in ("", ".", "!", "?", ":", "…")


def align(left: Words, right: Words, rarity: Rarity) -> Alignment | None:
    """What the two share, or None where that is nothing. Of alignments that are as long, one or another is taken,
    always the same for the same arguments in the same order."""
    anchored = _anchored(left, right, rarity)
    if anchored is None:
        return None
    matches = np.array(
        [
            (left.content[one], right.content[other])
            for one, other in _matches(left.ids[left.content].tolist(), right.ids[right.content].tolist())
            if anchored[0][one] and anchored[1][other]
        ],
        np.intp,
    ).reshape(-1, 2)
    matches, stretches = _stretches(left, right, matches)
    if not len(matches):
        return None
    shared = _grown(left.ids, right.ids, matches)
    sides = [
        _scored(words, places, stretch)
        for words, places, stretch in zip((left, right), matches.T, stretches, strict=True)
    ]
    score = min(score for score, _ in sides)
    return Alignment(
        shared, stretches, (sides[0][1], sides[1][1]), score, _phrases(left, shared[0], matches, anchored[2])
    )


def _anchored(left: Words, right: Words, rarity: Rarity) -> tuple[Flags, Flags, Flags] | None:
    """For each side's content words whether a rare shared pair holds them; thirdly, on the left, one that no other has."""
    sides = [pairs_at(words.ids[words.content]) for words in (left, right)]
    common = np.intersect1d(sides[0][2], sides[1][2])
    counts = rarity.counts_of(common)
    rare = common[counts <= COMMON]
    if not len(rare):
        return None
    alone = common[counts <= 2]
    return (
        _in_pairs(sides[0], rare, len(left.content)),
        _in_pairs(sides[1], rare, len(right.content)),
        _in_pairs(sides[0], alone, len(left.content)),
    )


def _in_pairs(
    pairs: tuple[Places, Places, NDArray[np.uint64]], chosen: NDArray[np.uint64], size: int
) -> Flags:
    flags = np.zeros(size, np.bool_)
    held = np.isin(pairs[2], chosen)
    flags[pairs[0][held]] = True
    flags[pairs[1][held]] = True
    return flags


def _matches(left: list[int], right: list[int]) -> Iterator[tuple[int, int]]:
    """Matching indices of two sequences, each index once: the longest common subsequence, then that of the rest."""
    from rapidfuzz.distance import LCSseq

    ones, others = list(range(len(left))), list(range(len(right)))
    for _ in range(ROUNDS):
        blocks = LCSseq.opcodes([left[one] for one in ones], [right[other] for other in others])
        equal = [block for block in blocks if block.tag == "equal"]
        if not equal:
            return
        for block in equal:
            size = block.src_end - block.src_start
            yield from (
                (ones[block.src_start + step], others[block.dest_start + step]) for step in range(size)
            )
        gone = {index for block in equal for index in range(block.src_start, block.src_end)}
        gone_other = {index for block in equal for index in range(block.dest_start, block.dest_end)}
        ones = [one for index, one in enumerate(ones) if index not in gone]
        others = [other for index, other in enumerate(others) if index not in gone_other]


def _stretches(
    left: Words, right: Words, matches: Places
) -> tuple[Places, tuple[tuple[int, int], tuple[int, int]]]:
    """The stretch of the highest score on each side, and the matches that lie in both."""
    spans: list[tuple[int, int]] = [(0, 0), (0, 0)]
    for side in (0, 1, 0, 1):
        if not len(matches):
            break
        words, places = (left, right)[side], matches[:, side]
        gains = -AGAINST * words.weights
        gains[places] += words.weights[places]
        start, end = spans[side] = _best(gains)
        matches = matches[(places >= start) & (places < end)]
    return matches, (spans[0], spans[1])


def _best(gains: NDArray[np.float64]) -> tuple[int, int]:
    """The range of the greatest sum (Bentley, 1984), the first and shortest of several."""
    sums = np.concatenate(([0.0], np.cumsum(gains)))
    low = np.minimum.accumulate(sums[:-1])
    end = int(np.argmax(sums[1:] - low)) + 1
    start = int(np.flatnonzero(sums[:end] == sums[:end].min())[-1])
    return start, end


def _scored(words: Words, places: Places, stretch: tuple[int, int]) -> tuple[float, float]:
    """Score and share of one side."""
    whole = float(words.weights[stretch[0] : stretch[1]].sum())
    held = float(words.weights[places].sum())
    return held - AGAINST * whole, held / whole if whole else 0.0


def _grown(left: Ids, right: Ids, matches: Places) -> tuple[Flags, Flags]:
    """Which tokens are shared: those matched, and equal ones that adjoin them on both sides, so that phrases are whole."""
    shared = np.zeros(len(left), np.bool_), np.zeros(len(right), np.bool_)
    shared[0][matches[:, 0]] = True
    shared[1][matches[:, 1]] = True
    for step in (-1, 1):
        for one, other in matches.tolist():
            one, other = one + step, other + step
            while (
                0 <= one < len(left)
                and 0 <= other < len(right)
                and left[one] == right[other]
                and not shared[0][one]
                and not shared[1][other]
            ):
                shared[0][one] = shared[1][other] = True
                one, other = one + step, other + step
    return shared


def _phrases(left: Words, shared: Flags, matches: Places, alone: Flags) -> tuple[tuple[int, int], ...]:
    """Runs of shared tokens that hold two content words or more in pairs that no other passage has; the longest first."""
    rare = np.zeros(len(shared), np.bool_)
    rare[left.content[alone]] = True
    telling = np.zeros(len(shared), np.int32)
    telling[matches[:, 0]] = rare[matches[:, 0]]
    found = [
        (start, end) for start, end in runs(shared) if end - start >= PHRASE and telling[start:end].sum() >= 2
    ]
    return tuple(sorted(found, key=lambda run: (run[0] - run[1], run[0]))[:5])


def runs(flags: Flags) -> list[tuple[int, int]]:
    """The ranges, end exclusive, in which ``flags`` holds without a break."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], flags.astype(np.int8), [0]))))
    return [(int(start), int(end)) for start, end in edges.reshape(-1, 2)]


def spans_of(words: Words, flags: Flags, stretch: tuple[int, int], offset: int) -> tuple[Span, ...]:
    """The flagged tokens of a stretch as spans of the text, those next to each other in one; ``offset`` as the passage's."""
    inside = np.zeros(len(flags), np.bool_)
    inside[stretch[0] : stretch[1]] = flags[stretch[0] : stretch[1]]
    return tuple(
        Span(offset + words.tokens[start].start, offset + words.tokens[end - 1].end)
        for start, end in runs(inside)
    )
