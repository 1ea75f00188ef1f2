"""What a reply or a forward carries along of the message before it."""

from __future__ import annotations

from dataclasses import dataclass

from mailgen import dates
from mailgen.draw import Draw
from mailgen.people import Cast, Person

_CARRIED = 2_000  # code points of an earlier message that are quoted at most
_NONE, _MARKS, _BETWEEN, _BLOCK, _FORWARD = "unquoted", "quoted", "interleaved", "outlook", "forward"
_STYLES = (_NONE, _MARKS, _MARKS, _MARKS, _MARKS, _BETWEEN, _BETWEEN, _BLOCK, _BLOCK, _BLOCK)


@dataclass(frozen=True, slots=True)
class Past:
    """A message as its answers see it. ``text`` is what they quote; ``words`` are the planted words in that.

    ``ghost`` says that it is not in the archive itself; ``references`` are the identifiers before it.
    """

    message_id: str
    references: tuple[str, ...]
    subject: str
    writer: Person
    reader: Person
    seconds: int
    cast: Cast
    text: str
    words: tuple[str, ...]
    thread: int
    ghost: bool


@dataclass(frozen=True, slots=True)
class Quoted:
    """An answer's own text and what it quotes after it, with the planted words of the quoted part and its style."""

    own: str
    quoted: str
    words: tuple[str, ...]
    style: str

    @property
    def text(self) -> str:
        """The whole text."""
        return f"{self.own}\n\n{self.quoted}" if self.quoted else self.own


def quote(own: str, past: Past | None, forward: bool, draw: Draw) -> Quoted:
    """``own`` as an answer to ``past`` in one of the styles of mail programs, or alone."""
    style = _FORWARD if forward else draw.pick(_STYLES) if past else _NONE
    if past is None or style == _NONE:
        return Quoted(own, "", (), _NONE)
    carried, words = past.text, past.words
    if style == _FORWARD:
        return Quoted(own, _block(past, carried, past.cast.tongue.language.phrases.forwarded), words, style)
    if style == _BLOCK:
        return Quoted(own, _block(past, carried, past.cast.tongue.language.phrases.original), words, style)
    if style == _BETWEEN:
        return _interleave(own, past, carried, words)
    return Quoted(own, f"{_attribution(past)}\n{_marked(carried)}", words, style)


def cut(text: str) -> str:
    """``text`` up to the last whole line within the limit (the line itself is cut where it alone is longer)."""
    if len(text) <= _CARRIED:
        return text
    end = text.rfind("\n", 0, _CARRIED)
    return text[: end if end > 0 else text.rfind(" ", 0, _CARRIED)]


def _interleave(own: str, past: Past, carried: str, words: tuple[str, ...]) -> Quoted:
    """The first paragraph quoted, an answer below it, the rest quoted, the rest of the answer."""
    head, _, tail = carried.partition("\n\n")
    first, _, rest = own.partition("\n\n")
    opening = f"{_attribution(past)}\n{_marked(head)}\n\n{first}"
    closing = f"{_marked(tail)}\n\n{rest}" if tail else rest
    return Quoted(opening, closing, words, _BETWEEN)


def _marked(text: str) -> str:
    return "> " + text.replace("\n", "\n> ")


def _attribution(past: Past) -> str:
    return past.cast.tongue.language.phrases.wrote.format(
        date=dates.spoken(past.seconds, past.writer.zone), name=past.writer.name, address=past.writer.address
    )


def _block(past: Past, carried: str, title: str) -> str:
    sender, sent, to, subject = past.cast.tongue.language.phrases.header_names
    return (
        f"{title}\n{sender}: {past.writer.name} [mailto:{past.writer.address}]\n"
        f"{sent}: {dates.spoken(past.seconds, past.writer.zone)}\n"
        f"{to}: {past.reader.name}\n{subject}: {past.subject}\n\n{carried}"
    )
