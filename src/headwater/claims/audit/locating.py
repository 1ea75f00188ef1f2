"""Where a quotation stands in a case: candidates from the index, then each read word by word.

A quotation that stands nowhere as it is may be spliced from two places; then its longest part and what is left of it are
looked for apart.
"""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from headwater.archive.query import Node
from headwater.base.spans import Span
from headwater.claims.audit.differing import insertions
from headwater.claims.audit.holdings import Holdings
from headwater.claims.audit.saying import Piece, Saying, grams
from headwater.claims.audit.speaking import is_quoted_there
from headwater.claims.audit.spelling import NEGATIONS
from headwater.claims.audit.wording import Match, best_match, stretches
from headwater.claims.audit.wordlist import Words, words_of
from headwater.model.audit import MARKED, Change, Difference
from headwater.model.document import Kind

CANDIDATES = 24
"""Documents that are read for one quotation because they have the rarest of its words."""

KEPT = 500_000
"""Words of documents that are in memory at a time, some hundred megabytes."""

HINTED = 12
"""Documents that are read for each further hint."""

COMPARED = 40
"""Documents in which a quotation is compared word by word, at most."""

PLACES = 50
"""Places of the very words that are listed, the earliest; how many there are is counted in full."""

_NEARLY = 0.75  # part of the words that the best document has in a row which another must have
_GRAMS = 18  # runs of words that are asked for
_RARE = 6  # single words that are asked for
_RARE_SHARE = 0.02  # part of the documents that may have such a word
_ADJACENT = 20  # code points between two halves that are one place
_LEAST_SPLICED = 4  # words of the shortest part of a spliced quotation
_FEW, _FEW_OF = 20, 2000
_ENOUGH = 0.8  # part of its words that a part of a spliced quotation must have

_LENIENT = ((4, 0.74), (7, 0.66), (12, 0.6), (20, 0.55))
_LONG_SHARE = 0.5
_INFORMATION = 11.0  # nats that the words which stand there must carry: one chance in sixty thousand


@dataclass(frozen=True, slots=True)
class Place:
    """A quotation as it stands in one document: ``spans`` are its pieces there, ``share`` the part of its words that stand,
    ``information`` what these tell, in nats. ``borrowed`` says that they stand in quotation marks there too, in a text that is no
    message: another article, which bears out nothing that the message it quotes does not say.
    """

    key: int
    spans: tuple[Span, ...]
    text: str
    differences: tuple[Difference, ...]
    share: float
    information: float
    borrowed: bool

    @property
    def rank(self) -> tuple[int, float]:
        """What is better comes first: exact, faithful, then the fewer unmarked changes, and the less at the ellipses."""
        real = [one for one in self.differences if one.change not in MARKED]
        kind = 2 if real else 1 if self.differences else 0
        gaps = sum(len(one.archive) for one in self.differences if one.change is Change.ELLIPSIS)
        return kind, len(real) - 4 * self.share + min(gaps, _SHOWN) / _SHOWN


@dataclass(frozen=True, slots=True)
class Located:
    """The places of a quotation that are equally good, the earliest first, and how many documents have them; where it
    stands nowhere, the one that is ``nearest``, if any has a few of its words."""

    places: tuple[Place, ...]
    total: int
    nearest: Place | None = None


class Locator:
    """Looks for quotations in one case; what it read is kept for the next one."""

    def __init__(self, holdings: Holdings) -> None:
        self._holdings = holdings
        self._words: OrderedDict[int, Words] = OrderedDict()
        self._kept = 0
        self._documents = max(1, holdings.extent().searchable)

    def locate(self, saying: Saying, hints: Sequence[Node] = ()) -> Located:
        """Where a quotation stands, or stands altered; no place where too little of it stands anywhere.

        ``hints`` are queries for documents that it is said to come from; what they find too is looked at beside the rest.
        """
        found = self._whole(saying, hints)
        if not any(one.rank[0] < 2 and not one.borrowed for one in found) and len(saying.pieces) == 1:
            found = [*found, *self._spliced(saying, found)]
        accepted = [one for one in found if self._accepted(saying, one)]
        if not accepted:
            return Located((), 0, max(found, key=lambda one: one.information, default=None))
        sources = [one for one in accepted if not one.borrowed] or accepted
        faithful = [one for one in sources if one.rank[0] < 2]
        best = min(one.rank for one in sources)
        return self._everywhere(saying, faithful or [one for one in sources if one.rank == best], hints)

    def words(self, key: int) -> Words:
        """The words of a document."""
        if key in self._words:
            self._words.move_to_end(key)
            return self._words[key]
        found = self._words[key] = words_of(self._holdings.document(key).document.text)
        self._kept += len(found)
        while self._kept > KEPT and len(self._words) > 1:
            self._kept -= len(self._words.popitem(last=False)[1])
        return found

    def _whole(self, saying: Saying, hints: Sequence[Node] = ()) -> list[Place]:
        """The quotation as it stands in each document that may have it, those that have most of its words in a row."""
        rough = {key: self._equal(saying, key) for key in self._candidates(saying, hints)}
        least = _NEARLY * max(rough.values(), default=0)
        likely = sorted((key for key, equal in rough.items() if equal >= least), key=lambda key: -rough[key])
        places = (self._in_document(saying, key) for key in likely[:COMPARED])
        return [place for place in places if place is not None]

    def _equal(self, saying: Saying, key: int) -> int:
        """How many of a quotation's words stand in a document in order, piece by piece, wherever the pieces are."""
        words = self.words(key)
        found = (stretches(piece, words, most=2) for piece in saying.pieces)
        return sum(some[0].equal for some in found if some)

    def _candidates(self, saying: Saying, hints: Sequence[Node]) -> list[int]:
        """The documents that may have a quotation: where some have its very words, these, and what the hints lead to."""
        exact: list[int] = []
        whole = len(saying.pieces) == 1 and not saying.pieces[0].brackets
        if whole and len(saying) > 1:
            exact = self._phrase(saying.pieces[0].words.indexed(0, len(saying)), hints)
        runs, rare = self._sought(saying.pieces)
        sought = [*runs, *((form,) for form in rare)]
        near: list[int] = []
        places = (self._in_document(saying, key) for key in exact[:HINTED])
        if all(place is None or place.borrowed for place in places):
            near = [
                *self._holdings.near(sought, CANDIDATES),
                *self._holdings.near([(one,) for one in rare], HINTED),
            ]
        for hint in hints:
            near += self._holdings.near(sought, HINTED, hint)
        return list(dict.fromkeys([*exact, *near]))

    def _phrase(self, run: Sequence[str], hints: Sequence[Node]) -> list[int]:
        """The documents that have a run of words: the earliest, and those that the hints find too."""
        keys = self._holdings.phrase(run, PLACES)[1]
        if len(keys) == PLACES:
            for hint in hints:
                keys += self._holdings.near([run], HINTED, hint)
        return keys

    def _sought(self, pieces: Iterable[Piece]) -> tuple[list[tuple[str, ...]], list[str]]:
        """The runs of words and the single words that tell most, as far as any document has them."""
        pieces = list(pieces)
        runs = dict.fromkeys(gram for piece in pieces for gram in grams(piece))
        ranked = sorted((run for run in runs if self._is_known(run)), key=self._commonness)
        single = {form for piece in pieces for form in piece.words.forms if form.isalnum()}
        rare = [form for form in single if 0 < self._holdings.frequency(form) <= self._rare()]
        return ranked[:_GRAMS], sorted(rare, key=lambda form: (self._holdings.frequency(form), form))[:_RARE]

    def _rare(self) -> float:
        return max(3.0, _RARE_SHARE * self._documents)

    def _is_known(self, run: tuple[str, ...]) -> bool:
        return all(self._holdings.frequency(form) for form in run)

    def _commonness(self, run: tuple[str, ...]) -> tuple[float, tuple[str, ...]]:
        return min(self._holdings.frequency(form) for form in run), run

    def _in_document(self, saying: Saying, key: int) -> Place | None:
        """The best place of a quotation in a document, its pieces one after the other."""
        words = self.words(key)
        matches: list[tuple[Piece, Match]] = []
        start = 0
        for piece in saying.pieces:
            match = best_match(piece, words, self._holdings.frequency, start)
            if match is None and start:
                match = best_match(piece, words, self._holdings.frequency)
            if match is None:
                continue
            matches.append((piece, match))
            start = match.stop
        return self._place(saying, key, words, matches) if matches else None

    def _place(self, saying: Saying, key: int, words: Words, matches: Sequence[tuple[Piece, Match]]) -> Place:
        spans = tuple(words.span(match.first, match.stop) for _, match in matches)
        differences: list[Difference] = []
        for number, (piece, match) in enumerate(matches):
            if number:
                differences.append(_ellipsis(saying, number, words, matches[number - 1][1], match))
            differences += [*match.differences, *insertions(piece, match.differences)]
        differences += _cut_off(saying, words, *matches[0])
        missing = [piece for piece in saying.pieces if not any(piece is one for one, _ in matches)]
        differences += [
            Difference(
                Change.ADDED,
                piece.words.said(0, len(piece)),
                "",
                piece.words.span(0, len(piece)),
            )
            for piece in missing
        ]
        low, high = min(span.start for span in spans), max(span.end for span in spans)
        standing = [piece.words.forms[n] for piece, match in matches for n in match.standing]
        return Place(
            key=key,
            spans=spans,
            text=" ".join(words.text[low:high].split()) if high - low < _SHOWN else _shown(words, spans),
            differences=tuple(sorted(differences, key=_order)),
            share=len(standing) / len(saying),
            information=self._information(standing),
            borrowed=self._is_borrowed(key, spans[0]),
        )

    def _is_borrowed(self, key: int, span: Span) -> bool:
        document = self._holdings.document(key).document
        return document.kind is not Kind.MESSAGE and is_quoted_there(document.text, span)

    def _information(self, forms: Iterable[str]) -> float:
        """What words tell of which document they stand in, in nats, each word once."""
        seen = {form: self._holdings.frequency(form) for form in forms if form.isalnum()}
        return sum(math.log(self._documents / max(1, min(n, self._documents))) for n in seen.values())

    def _accepted(self, saying: Saying, place: Place) -> bool:
        """Whether so much of a quotation stands in a place that it is this one, however altered."""
        kind, _ = place.rank
        if kind < 2:
            return place.share > _ENOUGH
        size = len(saying)
        least = next((share for longest, share in _LENIENT if size <= longest), _LONG_SHARE)
        return place.share >= least and (
            place.information >= min(_INFORMATION, self._most()) or place.share > 0.8
        )

    def _most(self) -> float:
        """What can be asked in a small case, where one rare word tells almost all."""
        return 1.5 * math.log(self._documents)

    def _everywhere(self, saying: Saying, same: Sequence[Place], hints: Sequence[Node]) -> Located:
        """All documents that have the very words of the best places."""
        known = {one.key: one for one in same}
        total = len(known)
        first = min(same, key=lambda one: one.rank)
        if len(first.spans) == 1:
            words = self.words(first.key)
            low, high = words.after(first.spans[0].start), words.after(first.spans[0].end)
            run = words.indexed(low, high)
            for key in self._phrase(run, hints):
                place = None if key in known else self._in_document(saying, key)
                if place is not None and place.rank == first.rank:
                    known[key] = place
            total = max(self._holdings.phrase(run, 0)[0], len(known))
        order = {stored.key: _when(stored.document.sent) for stored in self._holdings.documents(list(known))}
        places = sorted(known.values(), key=lambda one: (order.get(one.key, _NEVER), one.key))
        return Located(tuple(places), total)

    def _spliced(self, saying: Saying, found: Sequence[Place]) -> list[Place]:
        """A quotation of one piece as two places: where its longest part stands, and where the rest of it does."""
        piece = saying.pieces[0]
        out: list[Place] = []
        for cut in _cuts(piece, found):
            halves = (_part(piece, 0, cut), _part(piece, cut, len(piece)))
            sides = [self._half(saying, half) for half in halves]
            if sides[0] is None or sides[1] is None:
                continue
            one, other = sides[0], sides[1]
            if one.key == other.key and 0 <= other.spans[0].start - one.spans[-1].end < _ADJACENT:
                continue  # one place, with something odd between
            whole = [self._in_document(saying, key) for key in {one.key, other.key}]
            better = [place for place in whole if place is not None and place.rank[0] < 2]
            if better:  # a document that the words of the whole did not lead to
                return better
            text = f"{one.text} / {other.text}"
            splice = Difference(
                Change.SPLICED, piece.words.said(0, cut), text, halves[1].words.span(0, len(halves[1]))
            )
            same = one.key == other.key
            out.append(
                replace(
                    one,
                    spans=(*one.spans, *other.spans) if same else one.spans,
                    text=text,
                    differences=(*one.differences, splice, *other.differences),
                    share=(one.share * len(halves[0]) + other.share * len(halves[1])) / len(piece),
                    information=one.information + other.information,
                )
            )
        return out

    def _half(self, saying: Saying, half: Piece) -> Place | None:
        """The best place of a part of a quotation, where some document has its very words, but for one by which it was
        joined, and so few have them that it must come from one of them."""
        first = 1 if half.words.forms[0] in _JOINTS else 0
        stop = len(half) - 1 if half.words.forms[-1] in _JOINTS else len(half)
        if stop - first < _LEAST_SPLICED - 1:
            return None
        bare = _part(half, first, stop)
        total, keys = self._holdings.phrase(bare.words.indexed(0, len(bare)), HINTED)
        if not 0 < total <= max(_FEW, self._documents // _FEW_OF):
            return None
        alone = replace(saying, span=bare.words.span(0, len(bare)), pieces=(bare,), ellipses=())
        places = [place for key in keys if (place := self._in_document(alone, key)) is not None]
        return min((one for one in places if one.rank[0] < 2), key=lambda one: one.rank, default=None)


_JOINTS = frozenset("and but or so that which then y e o pero que".split())
_NEVER = 1 << 62
_SHOWN = 2000  # code points of a place that are shown in one


def _when(sent: object) -> int:
    return getattr(sent, "seconds", _NEVER)


def _order(one: Difference) -> tuple[int, int]:
    return (one.span.start if one.span else (one.at.start if one.at else 0), 0 if one.span else 1)


def _shown(words: Words, spans: Sequence[Span]) -> str:
    return " … ".join(" ".join(span.of(words.text).split()) for span in spans)


def _cut_off(saying: Saying, words: Words, piece: Piece, match: Match) -> list[Difference]:
    """A negation that stands right before a quotation which begins with a capital, as if the sentence began there."""
    text, start = piece.words.text, piece.words.starts[0]
    before = match.first - 1
    if before < 0 or piece is not saying.pieces[0] or words.forms[before] not in NEGATIONS:
        return []
    here = words.text[words.starts[match.first]]
    joined = not words.text[words.ends[before] : words.starts[match.first]].strip(" \t\r\n>")
    if not (joined and text[start].isupper() and here.islower()):
        return []
    at = words.span(before, match.first)
    return [Difference(Change.NEGATION, "", at.of(words.text), None, at)]


def _ellipsis(saying: Saying, number: int, words: Words, before: Match, match: Match) -> Difference:
    """What stands in the archive at an ellipsis; two pieces that are not in this order are spliced."""
    span = saying.ellipses[number - 1]
    shown = span.of(saying.pieces[0].words.text)
    if match.first < before.stop:
        return Difference(Change.SPLICED, shown, "", span)
    left_out = words.said(before.stop, match.first)
    at = words.span(before.stop, match.first) if before.stop < match.first else None
    return Difference(
        Change.ELLIPSIS, shown, left_out if len(left_out) <= _SHOWN else left_out[:_SHOWN] + " …", span, at
    )


def _part(piece: Piece, first: int, stop: int) -> Piece:
    return Piece(
        piece.words.part(first, stop),
        tuple(replace(mark, at=mark.at - first) for mark in piece.brackets if first <= mark.at <= stop),
        {at - first: stem for at, stem in piece.stems.items() if first <= at < stop},
    )


def _cuts(piece: Piece, found: Sequence[Place]) -> list[int]:
    """Where a quotation may have been joined: at the ends of its runs that stand in some document, the longest first."""
    size = len(piece)
    if size < 2 * _LEAST_SPLICED:
        return []
    ends: dict[int, int] = {}
    for place in found:
        changed = [one.span for one in place.differences if one.span and one.change not in MARKED]
        gone = {n for n in range(size) for span in changed if span.start <= piece.words.starts[n] < span.end}
        prefix = next((n for n in range(size) if n in gone), size)
        suffix = next((n for n in range(size - 1, -1, -1) if n in gone), -1) + 1
        ways = (
            (prefix, prefix),
            (suffix, size - suffix),
            (prefix + 1, prefix - 1),
            (suffix - 1, size - suffix - 1),
        )
        for cut, length in ways:  # a word that both places have may belong to either
            if _LEAST_SPLICED <= cut <= size - _LEAST_SPLICED:
                ends[cut] = max(ends.get(cut, 0), length)
    return sorted(ends, key=lambda cut: -ends[cut])[:4]
