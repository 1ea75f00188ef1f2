"""Who answers whom: threads that grow, and messages that are answered but not there.

What can still be answered stands on a shelf of fixed size, where each newcomer takes the place of one drawn by
lot. Threads that were much answered stand there often and are answered again, so their sizes get a long tail.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from mailgen.draw import Draw, Weighted
from mailgen.envelope import chain
from mailgen.languages import LANGUAGES
from mailgen.people import Cast, Person, firms, people
from mailgen.prose import own_text
from mailgen.quoting import Past, cut
from mailgen.records import Spec
from mailgen.tongues import Tongue

_FORWARD_SHARE = 0.08  # of answers
_GHOST_SHARE = 0.05  # of answers
_FIRMS = 60
_MOST_PERSONS = 4_000

T = TypeVar("T")


class Shelf(Generic[T]):
    """At most ``limit`` things; when it is full, a newcomer replaces one drawn by lot."""

    __slots__ = ("_draw", "_limit", "things")

    def __init__(self, limit: int, draw: Draw) -> None:
        self._limit = limit
        self._draw = draw
        self.things: list[T] = []

    def put(self, thing: T) -> None:
        """Add one."""
        if len(self.things) < self._limit:
            self.things.append(thing)
        else:
            self.things[self._draw.below(self._limit)] = thing

    def pick(self) -> T | None:
        """One drawn by lot; None for an empty place, so that the first things are not drawn all the time."""
        place = self._draw.below(self._limit)
        return self.things[place] if place < len(self.things) else None


@dataclass(frozen=True, slots=True)
class Turn:
    """One message's place in its thread, before it is written. ``parent`` is what it answers, None for a first one."""

    number: int
    seconds: int
    thread: int
    parent: Past | None
    forward: bool
    cast: Cast
    writer: Person
    reader: Person
    subject: str


class Threads:
    """Deals out turns."""

    def __init__(self, spec: Spec) -> None:
        self._draw = Draw(spec.seed, "threads")
        self._replies = spec.replies
        self._casts = _hire(spec)
        self._answerable: Shelf[Past] = Shelf(spec.window, self._draw)
        self._count = 0

    def turn(self, number: int, seconds: int) -> Turn:
        """The turn of message ``number``, sent at ``seconds``."""
        draw = self._draw
        parent = self._parent(number, seconds)
        if parent is None:
            cast = self._casts.pick(draw)
            self._count += 1
            writer, reader = _person(cast, draw), _person(cast, draw)
            return Turn(
                number, seconds, self._count, None, False, cast, writer, reader, cast.tongue.title(draw)
            )
        forward = draw.chance(_FORWARD_SHARE)
        writer, reader = _answering(parent, draw)
        subject = _answered(parent, forward, draw)
        return Turn(number, seconds, parent.thread, parent, forward, parent.cast, writer, reader, subject)

    def remember(
        self, turn: Turn, message_id: str, references: tuple[str, ...], text: str, words: list[str]
    ) -> None:
        """A message was written with this ``text``, in which these planted ``words`` stand: it may be answered."""
        shown = cut(text)
        kept = tuple([word for word in words if word in shown])
        self._answerable.put(
            Past(
                message_id=message_id,
                references=references,
                subject=turn.subject,
                writer=turn.writer,
                reader=turn.reader,
                seconds=turn.seconds,
                cast=turn.cast,
                text=shown,
                words=kept,
                thread=turn.thread,
                ghost=False,
            )
        )

    def _parent(self, number: int, seconds: int) -> Past | None:
        draw = self._draw
        known = self._answerable.pick() if draw.chance(self._replies) else None
        if known is None:
            return None
        return self._ghost(known, number, seconds) if draw.chance(_GHOST_SHARE) else known

    def _ghost(self, known: Past, number: int, seconds: int) -> Past:
        """An answer to ``known`` that is not in the archive; some are answered more than once."""
        draw = self._draw
        writer, reader = _answering(known, draw)
        ghost = Past(
            message_id=f"ghost.{number:x}.{draw.bits(32):x}@{writer.host}",
            references=chain(known.references, known.message_id),
            subject=_answered(known, False, draw),
            writer=writer,
            reader=reader,
            seconds=seconds - 1_800,
            cast=known.cast,
            text=cut(own_text(known.cast.tongue, writer, reader, "", draw)),
            words=(),
            thread=known.thread,
            ghost=True,
        )
        if draw.chance(0.4):
            self._answerable.put(ghost)
        return ghost


def _hire(spec: Spec) -> Weighted[Cast]:
    """The writers of every language, more of them for larger archives."""
    draw = Draw(spec.seed, "people")
    tongues = [Tongue(language, Draw(spec.seed, language.code)) for language in LANGUAGES]
    hosts = firms(tongues[0], draw, _FIRMS)
    count = min(_MOST_PERSONS, 40 + spec.messages // 40)
    sizes = [8 + count * language.share // 100 for language in LANGUAGES]
    casts = [
        Cast(tongue, people(tongue, hosts, draw, size)) for tongue, size in zip(tongues, sizes, strict=True)
    ]
    return Weighted(casts, [language.share for language in LANGUAGES])


def _person(cast: Cast, draw: Draw) -> Person:
    return cast.persons[draw.early(len(cast.persons))]


def _answering(past: Past, draw: Draw) -> tuple[Person, Person]:
    """Who answers and to whom: mostly the reader to the writer."""
    writer = past.reader if draw.chance(0.6) else _person(past.cast, draw)
    return writer, past.writer


def _answered(past: Past, forward: bool, draw: Draw) -> str:
    """The subject of an answer; prefixes pile up only now and then."""
    prefix = (
        draw.pick(("Fwd: ", "FW: "))
        if forward
        else draw.pick(past.cast.tongue.language.phrases.reply_prefixes)
    )
    again = past.subject.startswith(prefix) and not draw.chance(0.05)
    return past.subject if again or len(past.subject) > 150 else prefix + past.subject
