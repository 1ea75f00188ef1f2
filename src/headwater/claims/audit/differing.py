"""What differs where a quotation and the words of the archive do not agree: told apart by kind.

A hunk is a stretch in which the two differ. It is cut where words are the same but for their spelling or for noise
(``pairing``); what is left of it is a mark of the author's, or a change of number, negation, name or wording.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from rapidfuzz.distance import OSA

from headwater.archive.tokens import words
from headwater.base.spans import Span
from headwater.claims.audit.pairing import paired
from headwater.claims.audit.saying import Piece
from headwater.claims.audit.spelling import NEGATIONS, is_confused, is_noise, is_slip, is_variant, is_word
from headwater.claims.audit.wordlist import Words
from headwater.claims.matching.figures import values
from headwater.model.audit import MARKED, Change, Difference

Frequency = Callable[[str], int]
"""How many documents of the case have a folded word."""

APART = 8
"""Words that stand between two parts of a quotation in the archive from which on these are two places."""

IN_A_BRACKET = 12
"""Words of the archive that one insertion may stand for, at most."""

_PER_CENT, _OF_PER_CENT = "percent", ("per", "cent")
_TEARS = frozenset("in un no now not dis non a".split())
_SMALL = 3  # letters of words that are no more than joints: and, the, can
_LIKE = 0.6  # part of their letters that two words must have in common to be compared further
_SIGNS = re.compile(r"[$€£¥%‰]")


@dataclass(frozen=True, slots=True)
class Hunk:
    """A stretch in which the two differ: words ``a`` until before ``b`` of the piece, ``c`` until before ``d`` there."""

    a: int
    b: int
    c: int
    d: int


def contracted(piece: Piece, words: Words, a: int, c: int, size: int) -> Iterator[Difference]:
    """Equal words of which one stands in a contraction and the other does not."""
    for n in range(size):
        first = (a + n in piece.words.contracted) != (c + n in words.contracted)
        if (
            first
            and n + 1 < size
            and (a + n + 1 in piece.words.contracted) != (c + n + 1 in words.contracted)
        ):
            yield difference(Change.SPELLING, piece, words, Hunk(a + n, a + n + 2, c + n, c + n + 2))


def written_otherwise(piece: Piece, words: Words, a: int, c: int, size: int) -> Iterator[Difference]:
    """Equal words with another sign before a number, or another accent."""
    for n in range(size):
        hunk = Hunk(a + n, a + n + 1, c + n, c + n + 1)
        mine, there = piece.words.span(hunk.a, hunk.b), words.span(hunk.c, hunk.d)
        if piece.words.forms[hunk.a][0].isdigit():
            if _is_minus(piece.words.text, mine.start) != _is_minus(words.text, there.start):
                yield difference(Change.NUMBER, piece, words, hunk)
        elif hunk.a not in piece.stems and _accents(mine.of(piece.words.text)) != _accents(
            there.of(words.text)
        ):
            yield difference(Change.SPELLING, piece, words, hunk)


def _is_minus(text: str, start: int) -> bool:
    return start > 0 and text[start - 1] in "-\u2212" and not text[max(0, start - 2) : start - 1].strip()


def _accents(said: str) -> str:
    """The accents of a word, in order."""
    plain = unicodedata.normalize("NFD", said) if not said.isascii() else ""
    return "".join(char for char in plain if unicodedata.category(char) == "Mn")


def negates(piece: Piece, words: Words, stop: int) -> bool:
    """Whether a quotation ends with the first half of a word of the archive that is a negation ("can" of "cannot")."""
    cut = stop < len(words) and {stop - 1, stop} <= words.contracted and words.forms[stop] == "not"
    return cut and len(piece) - 1 not in piece.words.contracted


def difference(change: Change, piece: Piece, words: Words, hunk: Hunk) -> Difference:
    """A hunk as a difference of this kind, contractions whole."""
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


def told(
    piece: Piece, words: Words, hunk: Hunk, standing: set[int], frequency: Frequency
) -> list[Difference]:
    """What a hunk comes to; ``standing`` gets the words of the piece in it that stand there after all."""
    mine = piece.words.forms[hunk.a : hunk.b]
    there = words.forms[hunk.c : hunk.d]
    if not mine and hunk.a in (0, len(piece)):
        return []  # what stands before or after it
    if "".join(mine) == "".join(there) and not _is_torn(mine, there):  # e-mail and email
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
        found = [told(piece, words, one, standing, frequency) for one in parts]
        return _joined(piece, words, [one for some in found for one in some], hunk)
    change = _change(piece, words, hunk, frequency)
    if change in MARKED:
        standing.update(range(hunk.a, hunk.b))
    return [difference(change, piece, words, hunk)]


def _parted(piece: Piece, words: Words, hunk: Hunk, frequency: Frequency) -> list[Hunk]:
    """A hunk cut so that words which are the same but for their spelling or for noise stand against each other."""
    mine, there = piece.words.forms[hunk.a : hunk.b], words.forms[hunk.c : hunk.d]

    def same(a: int, b: int, c: int, d: int) -> bool:
        one, other = mine[a:b], there[c:d]
        glued, glued_there = "".join(one), "".join(other)
        if glued == glued_there:
            return not _is_torn(one, other)
        if not _is_like(glued, glued_there) and not (_counts(one) and _counts(other)):
            return False
        whole = Hunk(hunk.a + a, hunk.a + b, hunk.c + c, hunk.c + d)
        return _change(piece, words, whole, frequency) in MARKED

    return [
        Hunk(hunk.a + a, hunk.a + b, hunk.c + c, hunk.c + d)
        for a, b, c, d in paired(len(mine), len(there), same, begins=hunk.a == 0, ends=hunk.b == len(piece))
    ]


def _is_torn(mine: Sequence[str], there: Sequence[str]) -> bool:
    """Whether one word is two of another meaning: "nowhere" and "now here", "inaction" and "in action"."""
    single, several = (mine, there) if len(mine) == 1 else (there, mine)
    return (
        len(single) == 1 < len(several)
        and several[0] in _TEARS
        and is_word(single[0])
        and is_word(several[-1])
    )


def _is_like(one: str, other: str) -> bool:
    """Whether two words have so many letters in common that they may be one."""
    return OSA.normalized_similarity(one, other, score_cutoff=_LIKE) > 0


def _counts(forms: Sequence[str]) -> bool:
    return any(form[0].isdigit() or values(form) or form in _SCALES for form in forms)


def _joined(piece: Piece, words: Words, found: list[Difference], hunk: Hunk) -> list[Difference]:
    """Neighbouring changes as one, where all of them are changes of wording: a name of two words is one name."""
    real = [one for one in found if one.change not in MARKED]
    if len(real) < 2 or len(real) < len(found):
        return found
    order = (Change.NEGATION, Change.NUMBER, Change.NAME)
    change = next((one for one in order if any(d.change is one for d in real)), real[0].change)
    return [difference(change, piece, words, hunk)]


def _marked(piece: Piece, words: Words, hunk: Hunk) -> list[Difference] | None:
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


def _insertion(words: Words, span: Span, piece: Piece, hunk: Hunk) -> Difference:
    there = words.span(hunk.c, hunk.d) if hunk.c < hunk.d else None
    return Difference(Change.INSERTION, span.of(piece.words.text), words.said(hunk.c, hunk.d), span, there)


def insertions(piece: Piece, found: Sequence[Difference]) -> list[Difference]:
    """The insertions of a piece that are not told of yet: nothing of the archive stands in their place."""
    known = {one.span for one in found if one.change is Change.INSERTION}
    text = piece.words.text
    return [
        Difference(Change.INSERTION, mark.span.of(text), "", mark.span)
        for mark in piece.brackets
        if mark.span not in known
    ]


def _put_in(piece: Piece, words: Words, hunk: Hunk) -> list[Difference]:
    """What stands in the archive alone: noise, a word or a few left out, or the distance between two places."""
    forms = words.forms[hunk.c : hunk.d]
    if _is_stamp(words, hunk) or all(_is_speck(form) for form in forms):
        return [difference(Change.NOISE, piece, words, hunk)]
    if len(forms) >= APART:
        return [difference(Change.SPLICED, piece, words, hunk)]
    if any(form in NEGATIONS for form in forms):
        return [difference(Change.NEGATION, piece, words, hunk)]
    return [difference(Change.DROPPED, piece, words, hunk)]


def damaged_too(found: Sequence[Difference]) -> list[Difference]:
    """The differences, with a word that one letter parts from the other one taken for damaged where another word of the same
    quotation is: a scan makes small words out of small words too. Numbers, negations and names are never."""
    for change in (Change.SPELLING, Change.NOISE):
        if any(one.change is change and _is_broken(one, change) for one in found):
            return [replace(one, change=change) if _is_a_letter_off(one) else one for one in found]
    return list(found)


def _is_broken(one: Difference, change: Change) -> bool:
    side = one.article if change is Change.SPELLING else one.archive
    other = one.archive if change is Change.SPELLING else one.article
    return (
        bool(side)
        and any(not is_word(form) and not form.isdecimal() for form in words(side))
        and not values(other)
    )


def _is_a_letter_off(one: Difference) -> bool:
    mine, there = words(one.article), words(one.archive)
    return (
        one.change is Change.WORD
        and len(mine) == len(there)
        and all(_is_small_slip(a, b) or is_confused(a, b) for a, b in zip(mine, there, strict=True))
    )


def _is_small_slip(one: str, other: str) -> bool:
    return min(len(one), len(other)) <= _SMALL and OSA.distance(one, other) <= 1


def _is_speck(form: str) -> bool:
    """Whether a word is what a scanner makes of a speck of dirt: a letter or two that are no word."""
    return len(form) <= 2 and not form.isdecimal() and not is_word(form)


def _is_stamp(words: Words, hunk: Hunk) -> bool:
    """Whether words stand on lines of their own and are no prose: a stamp, a header or a number at a page's end."""
    span = words.span(hunk.c, hunk.d)
    before = words.text[words.ends[hunk.c - 1] if hunk.c else 0 : span.start]
    after = words.text[span.end : words.starts[hunk.d] if hunk.d < len(words) else len(words.text)]
    if ("\n" not in before and "\f" not in before) or ("\n" not in after and "\f" not in after):
        return False
    shown = [word for word in span.of(words.text).split() if any(c.isalnum() for c in word)]
    small = sum(word[:1].islower() for word in shown)
    return small * 4 <= len(shown)


def _change(piece: Piece, words: Words, hunk: Hunk, frequency: Frequency) -> Change:
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
        or ("d" in (mine, there) and not {mine, there}.isdisjoint(("would", "had")))  # I'd
        or (there == _PER_CENT and mine in _OF_PER_CENT)  # a quotation may begin or end within it
        or _is_damaged(mine, there, said, stands, frequency)
        or is_slip(mine, there, frequency, name=said[:1].isupper())
    )


def _is_damaged(mine: str, there: str, said: str, stands: str, frequency: Frequency) -> bool:
    capital = said[:1].isupper() and not is_word(mine)
    return not is_variant(mine, there) and is_noise(there, mine, frequency, name=capital)


def _is_name(piece: Piece, hunk: Hunk, said: str, stands: str) -> bool:
    """Whether one of two wordings has a capital that does not begin a sentence."""
    begins = hunk.a == 0
    return any(word[:1].isupper() for word in stands.split()) or (
        not begins and any(word[:1].isupper() for word in said.split())
    )


def _without_numbers(forms: Sequence[str]) -> list[str]:
    return [form for form in forms if not values(form) and form not in _SCALES and form not in ("and", "y")]


_BEGIN = frozenset(
    "do does did is are was were would could should has have had must need might ought will can shall".split()
)
_SCALES = frozenset("hundred thousand million billion cien mil millon millones".split())
