"""A quotation as its author marked it: pieces of words, with the brackets and the points where words were left out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from headwater.base.spans import Span
from headwater.claims.audit.wordlist import Words, words_of

_ELLIPSIS = re.compile(
    r"[\[(]\s*(?:…|\.\s?\.\s?\.(?:\s?\.)?)\s*[\])]|\[\s*\]|…(?:\s?\.)?|\.\s?\.\s?\.(?:\s?\.)?|\s--?-?\s?\.\.\.?"
)
_BRACKET = re.compile(r"\[([^\[\]]{0,400})\]")
_SILENT = (
    "\u2060"  # stands for a character of a bracket, so that places stay what they are; it separates nothing
)


@dataclass(frozen=True, slots=True)
class Bracket:
    """An insertion in brackets: ``at`` is the number of the word of its piece before which it stands, ``span`` where it
    stands in the article. ``within`` says that it is part of that word ("[T]he", "start[s]")."""

    at: int
    span: Span
    within: bool


@dataclass(frozen=True, slots=True)
class Piece:
    """Words in a row, without the brackets that stand between them; ``stems`` has, by number, what is left of a word of
    which a part stands in brackets."""

    words: Words
    brackets: tuple[Bracket, ...]
    stems: dict[int, str]

    def __len__(self) -> int:
        return len(self.words)


@dataclass(frozen=True, slots=True)
class Saying:
    """A quotation as it is looked for: its pieces in order, and the ellipses between them."""

    span: Span
    pieces: tuple[Piece, ...]
    ellipses: tuple[Span, ...]

    def __len__(self) -> int:
        return sum(map(len, self.pieces))


def saying_of(text: str, span: Span) -> Saying:
    """What is quoted at ``span`` of ``text``. Places in it count code points of ``text``.

    An ellipsis at either end says nothing. Pieces without a word are left out.
    """
    cuts = [Span(m.start(), m.end()) for m in _ELLIPSIS.finditer(text, span.start, span.end)]
    pieces: list[Piece] = []
    ellipses: list[Span] = []
    start, before = span.start, None
    for cut in [*cuts, None]:
        piece = _piece(text, start, cut.start if cut else span.end)
        if piece is not None:
            if pieces and before:
                ellipses.append(before)
            pieces.append(piece)
        if cut is not None:
            start, before = cut.end, cut
    return Saying(span, tuple(pieces), tuple(ellipses))


def _piece(text: str, start: int, end: int) -> Piece | None:
    brackets = list(_BRACKET.finditer(text, start, end))
    shown = _without(text, start, end, brackets)
    words = _moved(words_of(shown), start, text)
    if not len(words):
        return None
    return Piece(words, *_marks(text, words, brackets))


def _without(text: str, start: int, end: int, brackets: Sequence[re.Match[str]]) -> str:
    """The text from ``start`` to ``end`` with what stands in brackets taken out, character for character.

    Part of a word stays with the word; what stands between words becomes white space.
    """
    out = list(text[start:end])
    for found in brackets:
        within = _is_within(text, found)
        for at in range(found.start() - start, found.end() - start):
            inside = found.start(1) - start <= at < found.end(1) - start
            if within and inside:
                continue
            out[at] = _SILENT if within else " "
    return "".join(out)


def _is_within(text: str, found: re.Match[str]) -> bool:
    """Whether a bracket is part of a word: letters touch it, and it holds letters alone."""
    before = found.start() > 0 and text[found.start() - 1].isalpha()
    after = found.end() < len(text) and text[found.end()].isalpha()
    return (before or after) and found[1].isalpha()


def _moved(words: Words, by: int, text: str) -> Words:
    return Words(
        text,
        words.forms,
        [start + by for start in words.starts],
        [end + by for end in words.ends],
        words.contracted,
        words.places,
    )


def _marks(
    text: str, words: Words, brackets: Sequence[re.Match[str]]
) -> tuple[tuple[Bracket, ...], dict[int, str]]:
    marks: list[Bracket] = []
    stems: dict[int, str] = {}
    for found in brackets:
        span = Span(found.start(), found.end())
        if not _is_within(text, found):
            marks.append(Bracket(words.after(span.start), span, within=False))
            continue
        at = next((n for n in range(len(words)) if words.ends[n] > span.start), len(words) - 1)
        left = text[words.starts[at] : span.start] + text[span.end : max(words.ends[at], span.end)]
        stems[at] = "".join(words_of(left).forms)
        marks.append(Bracket(at, span, within=True))
    return tuple(marks), stems


def grams(piece: Piece) -> Iterator[tuple[str, ...]]:
    """The runs of two and three words of a piece that no bracket interrupts, of three alone where it has more than eight,
    as the index has them; contractions and signs are left out."""
    cut = {mark.at for mark in piece.brackets}
    words = piece.words
    for size in (3,) if len(piece) > _LONG else (3, 2):
        for at in range(len(piece) - size + 1):
            run = range(at, at + size)
            plain = all(words.indexed(n, n + 1) == (words.forms[n],) for n in run)
            if (
                plain
                and not words.contracted.intersection(run)
                and not any(at < place < run.stop for place in cut)
            ):
                yield tuple(words.forms[at : run.stop])


_LONG = 8
