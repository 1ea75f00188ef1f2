"""What a message quotes or forwards: messages that may be in the case or not, told from the text alone."""

from __future__ import annotations

from dataclasses import dataclass

from headwater.archive.parts import Part, PartKind, split_parts
from headwater.archive.tokens import words

_WORDS = 12  # by which a quoted message is found again
_LEAST = 4  # fewer say nothing


@dataclass(frozen=True, slots=True)
class Quoted:
    """A message that another one quotes or forwards. ``writer``, ``date`` and ``subject`` are as written there, "" where
    nothing is; ``words`` its first words, folded; ``depth`` from 1: a quotation in a quotation has 2."""

    writer: str
    date: str
    subject: str
    words: tuple[str, ...]
    forwarded: bool
    depth: int


def quoted(text: str) -> tuple[Quoted, ...]:
    """The messages that ``text`` quotes or forwards with a word on who wrote them or when, in the order in which they
    stand."""
    return tuple(_quoted(part, text) for part in split_parts(text) if _is_message(part))


def _is_message(part: Part) -> bool:
    return part.kind in (PartKind.QUOTED, PartKind.FORWARDED) and bool(part.writer or part.date)


def _quoted(part: Part, text: str) -> Quoted:
    longest = max((span.of(text) for span in part.spans), key=len, default="")
    found = words(longest[: _WORDS * 40])
    return Quoted(
        part.writer,
        part.date,
        part.subject,
        found[:_WORDS] if len(found) >= _LEAST else (),
        part.kind is PartKind.FORWARDED,
        part.depth,
    )


def says(text: str, found: Quoted) -> bool:
    """Whether ``text`` has the words of a quotation as its own: as a message that is quoted has, and one that quotes it
    too has not."""
    if not found.words:
        return False
    own = " ".join(span.of(text) for span in split_parts(text)[0].spans)
    return f" {' '.join(found.words)} " in f" {' '.join(words(own))} "
