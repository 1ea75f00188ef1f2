"""The messages of an archive in order, duplicates and variants among them, in memory that does not grow with it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256

from mailgen import dates
from mailgen.draw import Draw
from mailgen.envelope import Facts, chain, hop
from mailgen.message import Built, Press, Shape, date_header, lacks_id, shape
from mailgen.people import Person
from mailgen.prose import own_text
from mailgen.quoting import Quoted, quote
from mailgen.records import Item, Spec
from mailgen.threads import Shelf, Threads, Turn
from mailgen.tongues import planted_word

_REPEATABLE = 200
_REPEATABLE_BYTES = 60_000
_UNTHREADED_SHARE = 0.03  # of answers: Re: in the subject, nothing in the headers
_UNREFERENCED_SHARE = 0.05  # of answers: In-Reply-To alone
_UNESCAPED_SHARE = 0.3  # of messages with a "From " line
_WORDS_EACH = 32  # planted words set aside for a message: its own and its attachments'
_ODDITIES = ("odd-date", "unthreaded")  # noted as traits: nothing is broken
_QUOTED_FROM = re.compile(rb"^>+From ", re.MULTILINE)


class Stream:
    """Iterate over it, once, to get the items of the archive that ``spec`` describes."""

    def __init__(self, spec: Spec) -> None:
        self._spec = spec
        self._draw = Draw(spec.seed, "stream")
        self._press = Press(Draw(spec.seed, "press"))
        self._threads = Threads(spec)
        self._repeatable: Shelf[Item] = Shelf(_REPEATABLE, self._draw)

    def __iter__(self) -> Iterator[Item]:
        """The items, in order."""
        spec, draw, earlier = self._spec, self._draw, self._repeatable.things
        for number in range(spec.messages):
            roll = draw.random()
            if earlier and roll < spec.duplicates:
                first = draw.pick(earlier)
                yield replace(first, number=number, copy_of=first.number)
            elif earlier and roll < spec.duplicates + spec.variants:
                yield self._variant(number, draw.pick(earlier))
            else:
                yield self._fresh(number)

    def _variant(self, number: int, first: Item) -> Item:
        """The same message as it came by another way: with one Received header more."""
        end = b"\r\n" if "crlf" in first.traits else b"\n"
        stamp = dates.header(first.seconds + 60, 0)
        line = hop(first.sender.rpartition("@")[2], stamp, self._draw).encode("ascii")
        raw = line.replace(b"\n", end) + end + first.raw
        return replace(first, number=number, raw=raw, sha256=sha256(raw).hexdigest(), variant_of=first.number)

    def _fresh(self, number: int) -> Item:
        """A message that was not there before."""
        draw = self._draw
        seconds = dates.FIRST + dates.SPAN * number // self._spec.messages + draw.below(3_600)
        turn = self._threads.turn(number, seconds)
        form = shape(self._spec, turn.cast.tongue.language.code, draw)
        words = [planted_word(number * _WORDS_EACH + offset) for offset in range(1 + len(form.attachments))]
        own = own_text(turn.cast.tongue, turn.writer, turn.reader, words[0], draw)
        if form.needs_accents:
            own += f"\n\n{turn.cast.tongue.language.phrases.accents}"
        text = quote(own, turn.parent, turn.forward, draw)
        facts, flaws = self._facts(turn, form)
        earlier = self._repeatable.things
        built = self._press.build(form, facts, text, turn.cast.tongue, words[1:], earlier, f"{number:09}")
        item = self._item(turn, words[0], form, facts, flaws, text, built)
        if facts.message_id:
            self._threads.remember(
                turn, facts.message_id, facts.references, text.text, [item.word, *item.carries]
            )
            if len(item.raw) < _REPEATABLE_BYTES:
                self._repeatable.put(item)
        return item

    def _facts(self, turn: Turn, form: Shape) -> tuple[Facts, list[str]]:
        """What the headers say, and the names of what is odd about them."""
        draw, parent = self._draw, turn.parent
        date, flaw = date_header(turn.seconds, turn.writer.zone, draw)
        flaws = [flaw] if flaw else []
        nameless = lacks_id(draw)
        threaded = parent is not None and not draw.chance(_UNTHREADED_SHARE)
        if nameless:
            flaws.append("missing-message-id")
        if parent and not threaded:
            flaws.append("unthreaded")
        facts = Facts(
            writer=turn.writer,
            to=(turn.reader, *self._others(turn, 0.25)),
            cc=self._others(turn, 0.4),
            subject=turn.subject,
            date=date,
            seconds=turn.seconds,
            message_id=None if nameless else f"{turn.number:x}.{draw.bits(48):x}@{turn.writer.host}",
            in_reply_to=parent.message_id if parent and threaded else None,
            references=self._references(turn) if threaded else (),
            charset=form.charset,
        )
        return facts, flaws

    def _references(self, turn: Turn) -> tuple[str, ...]:
        if turn.parent is None or self._draw.chance(_UNREFERENCED_SHARE):
            return ()
        return chain(turn.parent.references, turn.parent.message_id)

    def _others(self, turn: Turn, share: float) -> tuple[Person, ...]:
        """More recipients, none in most messages."""
        draw, persons = self._draw, turn.cast.persons
        if not draw.chance(share):
            return ()
        return tuple([persons[draw.early(len(persons))] for _ in range(1 + draw.early(6))])

    def _item(
        self, turn: Turn, word: str, form: Shape, facts: Facts, flaws: list[str], text: Quoted, built: Built
    ) -> Item:
        has_from = b"\nFrom " in built.raw
        unescaped = has_from and self._draw.chance(_UNESCAPED_SHARE) and not _QUOTED_FROM.search(built.raw)
        traits = [form.body, *[flaw for flaw in flaws if flaw in _ODDITIES]]
        if turn.parent:
            traits += ["forward"] if turn.forward else ["reply", text.style]
        traits += [name for name, holds in (("crlf", form.crlf), ("from-line", has_from)) if holds]
        damage = [flaw for flaw in flaws if flaw not in _ODDITIES]
        if form.damage:
            damage.append(form.damage.kind)
        return Item(
            number=turn.number,
            raw=built.raw,
            sha256=sha256(built.raw).hexdigest(),
            sender=turn.writer.address,
            seconds=turn.seconds,
            message_id=facts.message_id,
            thread=turn.thread,
            parent=turn.parent.message_id if turn.parent else None,
            ghost=turn.parent is not None and turn.parent.ghost,
            word=word,
            carries=text.words,
            language=turn.cast.tongue.language.code,
            charset=built.charset,
            traits=tuple(traits),
            damage=tuple(damage),
            attached=built.attached,
            escape=not unescaped,
        )
