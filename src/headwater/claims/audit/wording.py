"""A quotation against the words of one document, word by word.

Where its words stand is told by the diagonals on which many of its rarer words fall; there it is aligned by the Levenshtein
distance over words (rapidfuzz). What then differs is told apart in ``differing``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from rapidfuzz.distance import OSA, Levenshtein, Opcodes

from headwater.claims.audit.differing import (
    APART,
    Frequency,
    Hunk,
    contracted,
    damaged_too,
    difference,
    negates,
    told,
    written_otherwise,
)
from headwater.claims.audit.saying import Piece
from headwater.claims.audit.wordlist import Words
from headwater.model.audit import MARKED, Change, Difference

_COMMON = 300  # places of a word in one document from which on it tells nothing about where the quotation is
_DRIFT = 3  # words by which two halves of a quotation may be shifted against each other on one diagonal
_FIRST = 3  # words at the beginning of a quotation that may stand twice
_ALIKE = 0.7  # part of their letters that two words have in common of which one is damaged
_LOOSE = 3  # words beside an end that differs, among which its words may stand


@dataclass(frozen=True, slots=True)
class Match:
    """Where a piece stands in a document: its words ``first`` until before ``stop``, what differs, and the numbers of the
    piece's words that stand there (the same, or spelled otherwise, or damaged)."""

    first: int
    stop: int
    differences: tuple[Difference, ...]
    standing: frozenset[int]

    @property
    def faithful(self) -> bool:
        """Whether nothing differs but what may."""
        return all(one.change in MARKED for one in self.differences)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words of a document among which a piece may stand, and how many of its own are there in their order."""

    low: int
    high: int
    equal: int


def stretches(piece: Piece, words: Words, start: int = 0, most: int = 3) -> list[Stretch]:
    """Where a piece may stand in a document from word ``start`` on, at most ``most`` places, the best first."""
    found = [
        tight
        for low, high in _windows(piece, words, start, most)
        if (tight := _tightened(piece, words, low, high)) is not None
    ]
    return sorted(found, key=lambda one: (-one.equal, one.low))


def compared(piece: Piece, words: Words, stretch: Stretch, frequency: Frequency) -> Match | None:
    """A piece against a stretch, word by word; None where they have no word in common."""
    low, high = stretch.low, stretch.high
    while True:
        operations = Levenshtein.opcodes(piece.words.forms, words.forms[low:high])
        same = _runs(operations, low)
        if not same:
            return None
        kept = _together(same, len(piece))
        if kept != same:
            low, high = _beyond(same, kept, low, high)  # narrower each time
        elif (nearer := _nearer(piece, words, same)) > low:
            low = nearer
        else:
            return _compared(piece, words, low, operations, frequency)


def best_match(piece: Piece, words: Words, frequency: Frequency, start: int = 0) -> Match | None:
    """The best place of a piece in a document from word ``start`` on; None where none of its words stands there."""
    found = stretches(piece, words, start)
    likely = (compared(piece, words, one, frequency) for one in found if one.equal * 2 >= found[0].equal)
    return max(
        (one for one in likely if one),
        key=lambda match: (len(match.standing) - _weight(match), -match.first),
        default=None,
    )


def _weight(match: Match) -> float:
    return sum(0.0 if one.change in MARKED else 0.5 for one in match.differences)


def _windows(piece: Piece, words: Words, start: int, most: int) -> Iterator[tuple[int, int]]:
    """Ranges of the document's words in which the piece may stand, the likeliest first."""
    votes: Counter[int] = Counter()
    for at, form in enumerate(piece.words.forms):
        places = words.places.get(form, ())
        if len(places) > _COMMON and len(votes) > 0:
            continue
        weight = 1 + len(form) // 4
        for place in places:
            if place >= start:
                votes[place - at] += weight
    seen: list[int] = []
    size = len(piece)
    ranked = sorted(votes, key=lambda d: (-sum(votes[d + n] for n in range(-_DRIFT, _DRIFT + 1)), d))
    for diagonal in ranked[: 40 * most]:
        if any(abs(diagonal - other) <= 2 * _DRIFT for other in seen):
            continue
        seen.append(diagonal)
        slack = _DRIFT + APART + size // 3
        low, high = max(start, diagonal - slack), min(len(words), diagonal + size + slack)
        if low < high:
            yield low, high
        if len(seen) == most:
            return


def _tightened(piece: Piece, words: Words, low: int, high: int) -> Stretch | None:
    """A range of words cut to the place of the piece in it; None where none of its words stands there."""
    forms = piece.words.forms
    same = _runs(Levenshtein.opcodes(forms, words.forms[low:high]), low)
    kept = _together(same, len(forms))
    if not kept:
        return None
    low, high = _beyond(same, kept, low, high)
    before, after = kept[0][0], len(forms) - kept[-1][0] - kept[-1][2]
    return Stretch(
        max(low, kept[0][1] - before - (_LOOSE if before else 0)),
        min(high, kept[-1][1] + kept[-1][2] + after + (_LOOSE if after else 0)),
        sum(length for _, _, length in kept),
    )


Run = tuple[int, int, int]
"""Equal words: their first number in the piece, their first in the document, and how many they are."""


def _runs(operations: Opcodes, low: int) -> list[Run]:
    return [
        (o.src_start, o.dest_start + low, o.src_end - o.src_start) for o in operations if o.tag == "equal"
    ]


def _beyond(same: Sequence[Run], kept: Sequence[Run], low: int, high: int) -> tuple[int, int]:
    """The range without the runs that were not kept, so that they are not found again."""
    first, last = same.index(kept[0]), same.index(kept[-1])
    if first:
        low = same[first - 1][1] + same[first - 1][2]
    if last + 1 < len(same):
        high = same[last + 1][1]
    return low, high


def _nearer(piece: Piece, words: Words, same: Sequence[Run]) -> int:
    """Where the piece begins, if its first words stand right before the rest of it too ("the dog. The dog barked"): there; 0
    where they do not."""
    if len(same) < 2 or same[0][0] or same[0][2] > _FIRST or same[1][0] != same[0][2]:
        return 0
    begin = same[1][1] - same[0][2]
    there = words.forms[begin : same[1][1]]
    mine = piece.words.forms[: same[0][2]]
    like = all(
        one == other or OSA.normalized_similarity(one, other) >= _ALIKE
        for one, other in zip(mine, there, strict=True)
    )
    return begin if begin > same[0][1] and like else 0


def _together(same: list[Run], size: int) -> list[Run]:
    """The runs of equal words without stray ones at the ends: a word or two far from the rest of the quotation."""
    while len(same) > 1 and _is_stray(same[0][2], same[1][0] - same[0][0], same[1][1] - same[0][1], size):
        same = same[1:]
    while len(same) > 1 and _is_stray(
        same[-1][2], same[-1][0] - same[-2][0], same[-1][1] - same[-2][1], size
    ):
        same = same[:-1]
    return same


def _is_stray(length: int, apart: int, apart_there: int, size: int) -> bool:
    return length <= max(1, min(2, size // 4)) and apart_there - apart > 2


def _compared(piece: Piece, words: Words, low: int, operations: Opcodes, frequency: Frequency) -> Match:
    differences: list[Difference] = []
    standing: set[int] = set()
    hunk: Hunk | None = None
    for o in operations:
        a, b, c, d = o.src_start, o.src_end, o.dest_start + low, o.dest_end + low
        if o.tag != "equal":
            hunk = replace(hunk, b=b, d=d) if hunk else Hunk(a, b, c, d)
            continue
        if hunk is not None:
            differences += told(piece, words, hunk, standing, frequency)
            hunk = None
        standing.update(range(a, b))
        differences += contracted(piece, words, a, c, b - a)
        differences += written_otherwise(piece, words, a, c, b - a)
    if hunk is not None:
        differences += told(piece, words, hunk, standing, frequency)
    first, stop = _ends(operations, low, differences, words)
    if stop and negates(piece, words, stop):
        differences.append(
            difference(Change.NEGATION, piece, words, Hunk(len(piece) - 1, len(piece), stop - 1, stop + 1))
        )
        stop += 1
    return Match(first, stop, tuple(damaged_too(differences)), frozenset(standing))


def _ends(operations: Opcodes, low: int, differences: Sequence[Difference], words: Words) -> tuple[int, int]:
    """From which word of the document to which the piece stands: its equal words, and what differs beside them."""
    same = [o for o in operations if o.tag == "equal"]
    first, stop = same[0].dest_start + low, same[-1].dest_end + low
    for one in differences:
        if one.at is not None:
            first = min(first, words.after(one.at.start))
            stop = max(stop, words.after(one.at.end))
    return first, stop
