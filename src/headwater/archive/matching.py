"""Where the words of a query stand in a text: the one definition for highlighting, and for what the index leaves open.

A text is read as its tokens (see ``tokens``). Most texts are searched as a folded string; tokens one by one, some
hundred times slower, are for those where folding moves places.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from headwater.archive.leaves import exact_text
from headwater.archive.nodes import Exact, Term, Words
from headwater.archive.tokens import Token, folded_in_place, tokens
from headwater.base.spans import Span

_TOKEN = re.compile("[^ ]+")


class Text:
    """A text made ready to be searched several times."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._folded = folded_in_place(text)
        self._stream: list[Token] | None = None

    @property
    def stream(self) -> list[Token]:
        """Its tokens."""
        if self._stream is None:
            folded = self._folded
            if folded is None:
                self._stream = list(tokens(self.text))
            else:
                self._stream = [Token(m.group(), m.start(), m.end()) for m in _TOKEN.finditer(folded)]
        return self._stream

    def places(self, wanted: Words | Exact) -> Iterator[Span]:
        """Every place of a word or phrase, overlapping ones too; of words near each other, each of those words."""
        if isinstance(wanted, Exact):
            yield from self._exact(wanted)
        elif wanted.within is not None:
            stream = self.stream
            for at in near([token.text for token in stream], wanted.tokens, wanted.within):
                yield Span(stream[at].start, stream[at].end)
        elif self._folded is not None and all(isinstance(token, str) for token in wanted.tokens):
            yield from _in_place(self._folded, wanted.tokens)
        else:
            stream = self.stream
            size = len(wanted.tokens)
            for at in following([token.text for token in stream], wanted.tokens):
                yield Span(stream[at].start, stream[at + size - 1].end)

    def holds(self, wanted: Words | Exact) -> bool:
        """Whether it stands anywhere in the text."""
        return next(self.places(wanted), None) is not None

    def _exact(self, wanted: Exact) -> Iterator[Span]:
        if self.text.isascii():
            yield from _as_written(self.text, wanted.text)
            return
        before, core, after = _around(wanted.text)
        for place in self.places(Words(wanted.where, wanted.tokens)):
            span = Span(place.start, _with_accents(self.text, place.end))
            if (
                exact_text(span.of(self.text)) == core
                and (
                    not before
                    or exact_text(self.text[: span.start][-4 * len(before) - 64 :]).endswith(before)
                )
                and (not after or exact_text(self.text[span.end :][: 4 * len(after) + 64]).startswith(after))
            ):
                yield span


@lru_cache(maxsize=64)
def _around(text: str) -> tuple[str, str, str]:
    """What stands before the first token of ``text``, from there to the last one's end, and after it."""
    stream = list(tokens(text))
    start, end = stream[0].start, _with_accents(text, stream[-1].end)
    return text[:start], text[start:end], text[end:]


def _with_accents(text: str, end: int) -> int:
    """``end`` of a token moved past the accents and invisible characters that follow it, which are no part of tokens."""
    while end < len(text) and unicodedata.category(text[end]) in ("Mn", "Me", "Cf"):
        end += 1
    return end


def _as_written(text: str, wanted: str) -> Iterator[Span]:
    """Exact words in a text of ASCII, where nothing is composed and tokens are runs of letters and digits."""
    pattern = _written(wanted)
    hit = pattern.search(text) if pattern else None
    while pattern and hit:
        yield Span(*hit.span(1))
        hit = pattern.search(text, hit.start() + 1)


@lru_cache(maxsize=64)
def _written(wanted: str) -> re.Pattern[str] | None:
    """Finds exact words in ASCII; None where they hold anything else. Group 1 goes from the first token to the last."""
    if not wanted.isascii():
        return None
    pieces = [r"\s+".join(map(re.escape, piece.split(" "))) for piece in _around(wanted)]
    begins = "(?<![0-9A-Za-z])" if wanted[0].isalnum() else ""
    ends = "(?![0-9A-Za-z])" if wanted[-1].isalnum() else ""
    return re.compile(f"{begins}{pieces[0]}({pieces[1]}){pieces[2]}{ends}")


def _in_place(folded: str, words: Iterable[Term]) -> Iterator[Span]:
    """Occurrences of plain words in a text folded in place, where only spaces stand between tokens."""
    pattern = re.compile("(?<![^ ])" + " +".join(str(word) for word in words) + "(?![^ ])")
    hit = pattern.search(folded)
    while hit:
        yield Span(*hit.span())
        hit = pattern.search(folded, hit.start() + 1)


def fits(term: Term, token: str) -> bool:
    """Whether a term of a query stands for a folded token."""
    return term == token if isinstance(term, str) else term.matches(token)


def _fitting(stream: Sequence[str | None], term: Term) -> frozenset[str]:
    """The different tokens of ``stream`` that ``term`` stands for."""
    different = {token for token in stream if token is not None}
    if isinstance(term, str):
        return frozenset(different & {term})
    return frozenset(filter(term.matches, different))


def following(stream: Sequence[str | None], terms: Sequence[Term]) -> Iterator[int]:
    """Where in ``stream`` (None: a border that no phrase crosses) the terms follow each other: places of the first."""
    sets = [_fitting(stream, term) for term in terms]
    if not all(sets):
        return
    size = len(terms)
    for at, token in enumerate(stream[: len(stream) - size + 1]):
        if token in sets[0] and all(stream[at + n] in sets[n] for n in range(1, size)):
            yield at


def near(stream: Sequence[str | None], terms: Sequence[Term], within: int) -> Iterator[int]:
    """Places of tokens in ``stream`` that stand near each other, in order.

    They lie in a stretch of as many tokens as there are terms and ``within`` more, in which each term has a token of its
    own. None in ``stream`` is a border between values: it counts as one word.
    """
    sets = [_fitting(stream, term) for term in terms]
    if not all(sets):
        return
    kinds = {
        token: frozenset(n for n, one in enumerate(sets) if token in one) for one in sets for token in one
    }
    found = [(at, kinds[token]) for at, token in enumerate(stream) if token in kinds]
    length, first, given = len(terms) + within, 0, 0
    inside: Counter[frozenset[int]] = Counter()
    for last, (at, kind) in enumerate(found):
        inside[kind] += 1
        while found[first][0] <= at - length:
            inside[found[first][1]] -= 1
            first += 1
        if _assigned([one for one, count in inside.items() for _ in range(min(count, len(one)))], len(terms)):
            yield from (place for place, _ in found[max(first, given) : last + 1])
            given = last + 1


def _assigned(kinds: Sequence[frozenset[int]], count: int) -> bool:
    """Whether each of ``count`` terms can have a token of its own, ``kinds`` being what each token may stand for."""
    if len(frozenset[int]().union(*kinds)) < count:
        return False
    holder: dict[int, int] = {}  # term to token

    def take(token: int, tried: set[int]) -> bool:
        for term in kinds[token] - tried:
            tried.add(term)
            if term not in holder or take(holder[term], tried):
                holder[term] = token
                return True
        return False

    return sum(take(token, set()) for token in range(len(kinds))) >= count
