"""A quotation against the words of one document, word by word.

Where its words stand is told by the diagonals on which many of its rarer words fall; there it is aligned by the Levenshtein
distance over words (rapidfuzz). What then differs is told apart: what the author marked, spelling, the archive's noise, and
changes of number, negation, name or wording.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from rapidfuzz.distance import OSA, Levenshtein, Opcodes

from headwater.base.spans import Span
from headwater.claims.audit.pairing import paired
from headwater.claims.audit.saying import Piece
from headwater.claims.audit.spelling import NEGATIONS, is_noise, is_slip, is_variant, is_word
from headwater.claims.audit.wordlist import Words
from headwater.claims.matching.figures import values
from headwater.model.audit import MARKED, Change, Difference

Frequency = Callable[[str], int]
"""How many documents of the case have a folded word."""

APART = 8
"""Words that stand between two parts of a quotation in the archive from which on these are two places."""

IN_A_BRACKET = 12
"""Words of the archive that one insertion may stand for, at most."""

_COMMON = 300  # places of a word in one document from which on it tells nothing about where the quotation is
_DRIFT = 3  # words by which two halves of a quotation may be shifted against each other on one diagonal
_PER_CENT, _OF_PER_CENT = "percent", ("per", "cent")
_LIKE = 0.6
_LOOSE = 3  # words beside an end that differs, among which its words may stand
_SIGNS = re.compile(r"[$€£¥%‰]")


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
    operations = Levenshtein.opcodes(piece.words.forms, words.forms[stretch.low : stretch.high])
    if not any(one.tag == "equal" for one in operations):
        return None
    return _compared(piece, words, stretch.low, operations, frequency)


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
    operations = Levenshtein.opcodes(forms, words.forms[low:high])
    same = [
        (o.src_start, o.dest_start + low, o.src_end - o.src_start) for o in operations if o.tag == "equal"
    ]
    kept = _together(same, len(forms))
    if not kept:
        return None
    first, last = same.index(kept[0]), same.index(kept[-1])
    if first:
        low = same[first - 1][1] + same[first - 1][2]  # what was left out there shall not be found again
    if last + 1 < len(same):
        high = same[last + 1][1]
    before, after = kept[0][0], len(forms) - kept[-1][0] - kept[-1][2]
    return Stretch(
        max(low, kept[0][1] - before - (_LOOSE if before else 0)),
        min(high, kept[-1][1] + kept[-1][2] + after + (_LOOSE if after else 0)),
        sum(length for _, _, length in kept),
    )


def _together(same: list[tuple[int, int, int]], size: int) -> list[tuple[int, int, int]]:
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


@dataclass(frozen=True, slots=True)
class _Hunk:
    """A stretch in which the two differ: words ``a`` until before ``b`` of the piece, ``c`` until before ``d`` there."""

    a: int
    b: int
    c: int
    d: int


def _compared(piece: Piece, words: Words, low: int, operations: Opcodes, frequency: Frequency) -> Match:
    differences: list[Difference] = []
    standing: set[int] = set()
    hunk: _Hunk | None = None
    for o in operations:
        a, b, c, d = o.src_start, o.src_end, o.dest_start + low, o.dest_end + low
        if o.tag != "equal":
            hunk = replace(hunk, b=b, d=d) if hunk else _Hunk(a, b, c, d)
            continue
        if hunk is not None:
            differences += _told(piece, words, hunk, standing, frequency)
            hunk = None
        standing.update(range(a, b))
        differences += _contracted(piece, words, a, c, b - a)
    if hunk is not None:
        differences += _told(piece, words, hunk, standing, frequency)
    first, stop = _ends(operations, low, differences, words)
    return Match(first, stop, tuple(differences), frozenset(standing))


def _ends(operations: Opcodes, low: int, differences: Sequence[Difference], words: Words) -> tuple[int, int]:
    """From which word of the document to which the piece stands: its equal words, and what differs beside them."""
    same = [o for o in operations if o.tag == "equal"]
    first, stop = same[0].dest_start + low, same[-1].dest_end + low
    for one in differences:
        if one.at is not None:
            first = min(first, words.after(one.at.start))
            stop = max(stop, words.after(one.at.end))
    return first, stop


def _contracted(piece: Piece, words: Words, a: int, c: int, size: int) -> Iterator[Difference]:
    """Equal words of which one stands in a contraction and the other does not."""
    for n in range(size):
        first = (a + n in piece.words.contracted) != (c + n in words.contracted)
        if (
            first
            and n + 1 < size
            and (a + n + 1 in piece.words.contracted) != (c + n + 1 in words.contracted)
        ):
            yield _difference(Change.SPELLING, piece, words, _Hunk(a + n, a + n + 2, c + n, c + n + 2))


def _difference(change: Change, piece: Piece, words: Words, hunk: _Hunk) -> Difference:
    a, c = _whole(piece.words, hunk.a, hunk.b), _whole(words, hunk.c, hunk.d)
    return Difference(
        change,
        piece.words.said(a, hunk.b),
        words.said(c, hunk.d),
        piece.words.span(a, hunk.b) if a < hunk.b else None,
        words.span(c, hunk.d) if c < hunk.d else None,
    )


def _whole(words: Words, first: int, stop: int) -> int:
    """``first``, or the word before it where that is the beginning of a contraction ("do" of "don't")."""
    inside = first < stop and first in words.contracted and words.forms[first] not in _BEGIN
    return first - 1 if inside and first - 1 in words.contracted else first


def _told(
    piece: Piece, words: Words, hunk: _Hunk, standing: set[int], frequency: Frequency
) -> list[Difference]:
    """What a hunk comes to; ``standing`` gets the words of the piece in it that stand there after all."""
    mine = piece.words.forms[hunk.a : hunk.b]
    there = words.forms[hunk.c : hunk.d]
    if not mine and hunk.a in (0, len(piece)):
        return []  # what stands before or after it
    if "".join(mine) == "".join(there):  # e-mail and email, a word cut at the end of a line
        standing.update(range(hunk.a, hunk.b))
        return []
    marked = _marked(piece, words, hunk)
    if marked is not None:
        standing.update(range(hunk.a, hunk.b))
        return marked
    if not mine:
        return _put_in(piece, words, hunk)
    parts = _parted(piece, words, hunk, frequency)
    if parts != [hunk]:
        told = [_told(piece, words, one, standing, frequency) for one in parts]
        return _joined(piece, words, [one for some in told for one in some], hunk)
    change = _change(piece, words, hunk, frequency)
    if change in MARKED:
        standing.update(range(hunk.a, hunk.b))
    return [_difference(change, piece, words, hunk)]


def _parted(piece: Piece, words: Words, hunk: _Hunk, frequency: Frequency) -> list[_Hunk]:
    """A hunk cut so that words which are the same but for their spelling or for noise stand against each other."""
    mine, there = piece.words.forms[hunk.a : hunk.b], words.forms[hunk.c : hunk.d]

    def same(a: int, b: int, c: int, d: int) -> bool:
        one, other = mine[a:b], there[c:d]
        glued, glued_there = "".join(one), "".join(other)
        if glued == glued_there:
            return True
        if not _is_like(glued, glued_there) and not (_counts(one) and _counts(other)):
            return False
        whole = _Hunk(hunk.a + a, hunk.a + b, hunk.c + c, hunk.c + d)
        return _change(piece, words, whole, frequency) in MARKED

    return [
        _Hunk(hunk.a + a, hunk.a + b, hunk.c + c, hunk.c + d)
        for a, b, c, d in paired(len(mine), len(there), same, begins=hunk.a == 0, ends=hunk.b == len(piece))
    ]


def _is_like(one: str, other: str) -> bool:
    """Whether two words have so many letters in common that they may be one."""
    return OSA.normalized_similarity(one, other, score_cutoff=_LIKE) > 0


def _counts(forms: Sequence[str]) -> bool:
    return any(form[0].isdigit() or values(form) or form in _SCALES for form in forms)


def _joined(piece: Piece, words: Words, found: list[Difference], hunk: _Hunk) -> list[Difference]:
    """Neighbouring changes as one, where all of them are changes of wording: a name of two words is one name."""
    real = [one for one in found if one.change not in MARKED]
    if len(real) < 2 or len(real) < len(found):
        return found
    order = (Change.NEGATION, Change.NUMBER, Change.NAME)
    change = next((one for one in order if any(d.change is one for d in real)), real[0].change)
    return [_difference(change, piece, words, hunk)]


def _marked(piece: Piece, words: Words, hunk: _Hunk) -> list[Difference] | None:
    """The insertions that account for a hunk; None where they do not."""
    within = [mark for mark in piece.brackets if mark.within and hunk.a <= mark.at < hunk.b]
    if within and hunk.b - hunk.a == hunk.d - hunk.c == 1:
        stem, form = piece.stems[hunk.a], words.forms[hunk.c]
        if form.startswith(stem) or form.endswith(stem):
            return [_insertion(words, within[0].span, piece, hunk)]
    between = [mark for mark in piece.brackets if not mark.within and hunk.a <= mark.at <= hunk.b]
    if between and hunk.a == hunk.b and hunk.d - hunk.c <= IN_A_BRACKET * len(between):
        return [_insertion(words, mark.span, piece, hunk) for mark in between]
    return None


def _insertion(words: Words, span: Span, piece: Piece, hunk: _Hunk) -> Difference:
    there = words.span(hunk.c, hunk.d) if hunk.c < hunk.d else None
    return Difference(Change.INSERTION, span.of(piece.words.text), words.said(hunk.c, hunk.d), span, there)


def insertions(piece: Piece, told: Sequence[Difference]) -> list[Difference]:
    """The insertions of a piece that are not told of yet: nothing of the archive stands in their place."""
    known = {one.span for one in told if one.change is Change.INSERTION}
    text = piece.words.text
    return [
        Difference(Change.INSERTION, mark.span.of(text), "", mark.span)
        for mark in piece.brackets
        if mark.span not in known
    ]


def _put_in(piece: Piece, words: Words, hunk: _Hunk) -> list[Difference]:
    """What stands in the archive alone: noise, a word or a few left out, or the distance between two places."""
    forms = words.forms[hunk.c : hunk.d]
    if _is_stamp(words, hunk) or all(_is_speck(form) for form in forms):
        return [_difference(Change.NOISE, piece, words, hunk)]
    if len(forms) >= APART:
        return [_difference(Change.SPLICED, piece, words, hunk)]
    if any(form in NEGATIONS for form in forms):
        return [_difference(Change.NEGATION, piece, words, hunk)]
    return [_difference(Change.DROPPED, piece, words, hunk)]


def _is_speck(form: str) -> bool:
    """Whether a word is what a scanner makes of a speck of dirt: a letter or two that are no word."""
    return len(form) <= 2 and not form.isdecimal() and not is_word(form)


def _is_stamp(words: Words, hunk: _Hunk) -> bool:
    """Whether words stand on lines of their own and are no prose: a stamp, a header or a number at a page's end."""
    span = words.span(hunk.c, hunk.d)
    before = words.text[words.ends[hunk.c - 1] if hunk.c else 0 : span.start]
    after = words.text[span.end : words.starts[hunk.d] if hunk.d < len(words) else len(words.text)]
    if ("\n" not in before and "\f" not in before) or ("\n" not in after and "\f" not in after):
        return False
    shown = [word for word in span.of(words.text).split() if any(c.isalnum() for c in word)]
    small = sum(word[:1].islower() for word in shown)
    return small * 4 <= len(shown)


def _change(piece: Piece, words: Words, hunk: _Hunk, frequency: Frequency) -> Change:
    """What differs in a hunk that has words of the piece."""
    mine, there = piece.words.forms[hunk.a : hunk.b], words.forms[hunk.c : hunk.d]
    said, stands = piece.words.said(hunk.a, hunk.b), words.said(hunk.c, hunk.d)
    one, other = values(said), values(stands)
    signs = _SIGNS.findall(said) == _SIGNS.findall(stands)
    if one and one == other and signs and _without_numbers(mine) == _without_numbers(there):
        return Change.SPELLING
    if len(mine) == len(there) == 1 and _is_same_word(mine[0], there[0], said, stands, frequency):
        return Change.NOISE if _is_damaged(mine[0], there[0], said, stands, frequency) else Change.SPELLING
    if len(mine) + len(there) <= _PIECES and there and not one:
        glued, glued_there = "".join(mine), "".join(there)
        broken = any(not is_word(form) for form in there)
        if broken and is_noise(glued_there, glued, frequency, name=_is_name(piece, hunk, said, stands)):
            return Change.NOISE
    if (set(mine) & NEGATIONS) != (set(there) & NEGATIONS):
        return Change.NEGATION
    if one != other or not signs or (set(mine) & _SCALES) != (set(there) & _SCALES):
        return Change.NUMBER
    if not there:
        return Change.ADDED
    return Change.NAME if _is_name(piece, hunk, said, stands) else Change.WORD


_PIECES = 4  # words of both sides together in which a scan may have cut or glued one word


def _is_same_word(mine: str, there: str, said: str, stands: str, frequency: Frequency) -> bool:
    return (
        is_variant(mine, there)
        or (there == _PER_CENT and mine in _OF_PER_CENT)  # a quotation may begin or end within it
        or _is_damaged(mine, there, said, stands, frequency)
        or is_slip(mine, there, frequency, name=said[:1].isupper())
    )


def _is_damaged(mine: str, there: str, said: str, stands: str, frequency: Frequency) -> bool:
    capital = said[:1].isupper() and not is_word(mine)
    return not is_variant(mine, there) and is_noise(there, mine, frequency, name=capital)


def _is_name(piece: Piece, hunk: _Hunk, said: str, stands: str) -> bool:
    """Whether one of two wordings has a capital that does not begin a sentence."""
    begins = hunk.a == 0
    return any(word[:1].isupper() for word in stands.split()) or (
        not begins and any(word[:1].isupper() for word in said.split())
    )


def _without_numbers(forms: Sequence[str]) -> list[str]:
    return [form for form in forms if not values(form) and form not in _SCALES and form != "and"]


_BEGIN = frozenset(
    "do does did is are was were would could should has have had must need might ought will can shall".split()
)
_SCALES = frozenset("hundred thousand million billion cien mil millon millones".split())
