"""From words that somebody types to the places where they stand in a document."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from headwater.base.errors import InputError
from headwater.base.spans import Span
from headwater.model.statement import Passages

_SHOWN = 8  # places that an error names
_LONG, _ENDS = 1500, 200  # code points of a passage that is told by its ends, and of these
_CONTEXT = 24  # code points around a place that it shows
_LEFT_OUT = re.compile(r"\s*\[(?:…|\.\.\.)\]\s*")
_BLANK = re.compile(r"\n[^\S\n]*\n")


@dataclass(frozen=True, slots=True)
class Piece:
    """Words as they stand in a document, white space apart; ``nth`` is which of several places in it is meant, from 1.

    Of a long passage the first and the last words with […] between them will do.
    """

    words: str
    nth: int | None = None


def pick(text: str, pieces: Sequence[Piece], part: str, near: Span | None, before: Passages = ()) -> Passages:
    """Where the pieces of a ``part`` (source, cue or content) stand in ``text``, in the order of the text.

    Words that stand several times mean the place where the part was ``before``, else one within ``near``. Raises InputError
    where words stand nowhere, where it is not clear which place is meant (naming the places and their numbers), or where
    two pieces share a place.
    """
    found = sorted(_place(text, piece, part, near, before) for piece in pieces if piece.words.strip())
    for left, right in pairwise(found):
        if left.overlaps(right):
            raise InputError(f"Two pieces of the {part} overlap.", "Give each word of it once.")
    return tuple(found)


def _place(text: str, piece: Piece, part: str, near: Span | None, before: Passages) -> Span:
    shown = _brief(piece.words)
    same = [span for span in before if _flat(in_words(text, [span])[0]) == _flat(piece.words)]
    if piece.nth is None and len(same) == 1:
        return same[0]
    places = places_of(text, piece.words)
    if not places:
        raise InputError(
            f"The words of the {part} do not stand in the document: “{shown}”.",
            "Copy them from its text exactly.",
        )
    if piece.nth is not None:
        if not 1 <= piece.nth <= len(places):
            raise InputError(
                f"“{shown}” stands {len(places)} times in the document, so there is no number {piece.nth}.",
                f"Give a number from 1 to {len(places)}.",
            )
        return places[piece.nth - 1]
    close = [place for place in places if near is not None and near.holds(place)]
    for choice in (places, close):
        if len(choice) == 1:
            return choice[0]
    named = [(number, place) for number, place in enumerate(places, start=1) if not close or place in close]
    where = "; ".join(f"{number}: “{_around(text, place)}”" for number, place in named[:_SHOWN])
    more = f" and {len(named) - _SHOWN} more" if len(named) > _SHOWN else ""
    raise InputError(
        f"It is not clear which “{shown}” is the {part}: {where}{more}.",
        f"Give more words, or the number of the one that is meant (on the command line: --nth {part}={named[0][0]}).",
        code="ambiguous-words",
    )


def places_of(text: str, words: str) -> list[Span]:
    """Every place where ``words`` stand in ``text``, whatever the white space between them; places do not overlap.

    Where they do not stand as they are and hold […], from each place of what is before it to the next of what is after.
    """
    found = _as_they_are(text, words)
    first, *rest = _LEFT_OUT.split(words, maxsplit=1)
    if found or not rest:
        return found
    ends = _as_they_are(text, rest[0])
    after = (
        (start, next((end for end in ends if end.start >= start.end), None))
        for start in _as_they_are(text, first)
    )
    return [Span(start.start, end.end) for start, end in after if end is not None]


def _as_they_are(text: str, words: str) -> list[Span]:
    """Where the words stand as whole words; where they nowhere do, where they stand at all."""
    pattern = r"\s+".join(re.escape(word) for word in words.split())
    if not pattern:
        return []
    before = r"(?<!\w)" if words.strip()[0].isalnum() else ""
    after = r"(?!\w)" if words.strip()[-1].isalnum() else ""
    whole = [Span(*match.span()) for match in re.finditer(before + pattern + after, text)]
    return whole or [Span(*match.span()) for match in re.finditer(pattern, text)]


def in_words(text: str, passages: Sequence[Span]) -> list[str]:
    """What ``pick`` finds the passages by: their words, of long ones the first and the last."""
    whole = [span.of(text) for span in passages]
    return [words if len(words) <= _LONG else f"{words[:_ENDS]} […] {words[-_ENDS:]}" for words in whole]


def paragraphs_around(text: str, span: Span | None) -> Span | None:
    """The whole paragraphs, between blank lines, that ``span`` lies in; None for no span."""
    if span is None:
        return None
    after = _BLANK.search(text, span.end)
    return Span(_paragraph_start(text, span.start), after.start() if after else len(text))


def _paragraph_start(text: str, at: int) -> int:
    """The beginning of the line after the last blank one before ``at``, found backwards."""
    end = text.rfind("\n", 0, at)
    while end >= 0:
        before = text.rfind("\n", 0, end)
        if not text[before + 1 : end].strip():
            return end + 1
        end = before
    return 0


def _around(text: str, place: Span) -> str:
    start, end = max(0, place.start - _CONTEXT), min(len(text), place.end + _CONTEXT)
    left, right = "…" if start else "", "…" if end < len(text) else ""
    return left + _brief(text[start:end]) + right


def _flat(words: str) -> str:
    return " ".join(words.split())


def _brief(words: str) -> str:
    flat = _flat(words)
    return flat if len(flat) <= 90 else flat[:44] + " … " + flat[-40:]
