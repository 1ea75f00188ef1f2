"""Guesses by subject: a message that says "Re:" and names no identifier goes on with one of the same subject.

Step 5 of Zawinski's algorithm, and the "base subject" of RFC 5256, section 2.1, with the marks that mail programs write
in other languages. What is joined here is a guess and is shown as one: it never changes a thread, only says which
other thread it seems to go on with. A guess needs three things: the same subject, a message on either side that
knows the other's people, and no more than ``WINDOW`` between it and what went before.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from headwater.archive.tokens import words
from headwater.base.folding import folded
from headwater.model.document import Participant

WINDOW = 30 * 24 * 3600
"""Seconds after which the same subject is held to be another matter."""

_OPEN = 50  # conversations of one subject that are gone on with; of more the latest
_MARKS = (
    "re fw fwd aw wg sv vs vb vl tr rv rif r i res enc antw antwoord doorst odp pd ynt ilt bls trs hv ref ang"
)
_MARK = re.compile(
    rf"(?:{'|'.join(_MARKS.split())}|回复|答复|转发|回覆|轉寄|返信)(?:\s?[\[(^]?\d{{1,4}}[\])]?)?\s?:\s?"
)
_BLOB = re.compile(r"\[[^\[\]]{1,60}\]\s?")
_FORWARDED = re.compile(r"\s?\(fwd\)$")
_LONGEST = 2_000  # code points of a subject that are looked at


@dataclass(frozen=True, slots=True)
class Beginning:
    """The first message of a thread: its ``thread`` and ``code``, whether its subject is marked as an ``answer``, when it
    was sent (seconds since 1970 in UTC, None where unknown) and the people in its headers."""

    thread: int
    code: int
    answer: bool
    sent: int | None
    people: tuple[Participant, ...]


@dataclass(slots=True)
class _Open:
    """A thread and those that go on with it, as far as they were looked at."""

    thread: int
    last: int
    senders: set[str] = field(default_factory=set)
    people: set[str] = field(default_factory=set)

    def take(self, sent: int, senders: set[str], people: set[str]) -> None:
        """Add a message."""
        self.last = max(self.last, sent)
        self.senders |= senders
        self.people |= people


def base_subject(subject: str) -> tuple[str, bool]:
    """A subject folded and without marks of answers, forwards and lists, and whether it had one of an answer or a
    forward. "" where nothing is left that could be told from other subjects."""
    text = folded(subject[:_LONGEST])
    answer = False
    while True:
        bare = text.lstrip()
        if blob := _BLOB.match(bare):
            bare = bare[blob.end() :] or bare
        if mark := _MARK.match(bare):
            bare, answer = bare[mark.end() :], True
        if forward := _FORWARDED.search(bare):
            bare, answer = bare[: forward.start()], True
        if bare == text:
            return " ".join(words(text)), answer
        text = bare


def joined(beginnings: Iterable[Beginning]) -> dict[int, int]:
    """Which threads with one subject go on with which, by their keys; a thread that others go on with goes on with none.

    The same for any order. Takes time that grows with the threads.
    """
    found: dict[int, int] = {}
    begun: list[_Open] = []
    dated = (one for one in beginnings if one.sent is not None)
    for one in sorted(dated, key=lambda b: (b.sent or 0, b.code)):
        sent, senders, people = one.sent or 0, _names(one.people, ("from",)), _names(one.people)
        known = [other for other in begun if one.answer and _goes_on(other, sent, senders, people)]
        if known:
            latest = max(known, key=lambda other: other.last)
            latest.take(sent, senders, people)
            found[one.thread] = latest.thread
        else:
            begun = [*begun[1 - _OPEN :], _Open(one.thread, sent, senders, people)]
    return found


def _goes_on(other: _Open, sent: int, senders: set[str], people: set[str]) -> bool:
    return sent - other.last <= WINDOW and bool(senders & other.people or other.senders & people)


def _names(people: Iterable[Participant], roles: tuple[str, ...] = ()) -> set[str]:
    """Whoever they are, by address, else by name."""
    return {person.address or folded(person.name) for person in people if not roles or person.role in roles}
