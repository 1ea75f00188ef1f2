"""Threads: which message answers which, from their headers alone.

The algorithm is Jamie Zawinski's ("message threading", https://www.jwz.org/doc/threading.html; RFC 5256 has it too),
with three changes that make the result a function of the set of messages, whatever the order in which they came:

- a thread is everything that is connected by any identifier in References and In-Reply-To, absent messages included;
  nothing is split because two messages tell its order differently;
- what a message says of itself goes before what others say of it, the latest message first: where headers go round in
  a circle, the earliest message of it is its beginning;
- what the References of others say of a message that says nothing itself is taken oldest first, and never makes a
  message the answer to a later one.

Subjects play no part here (see ``headwater.archive.guesses``). Nothing is fetched and nothing raised, whatever the
headers hold.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from headwater.model.document import Message

_SIGN = 1 << 63
_FIRST, _LAST = 100, 900  # of longer References so many at either end are looked at: more is an attack


class How(StrEnum):
    """Which header says whose answer a message is."""

    NONE = ""  # it is the answer to nothing that is known
    REFERENCES = "references"
    IN_REPLY_TO = "in-reply-to"
    MENTION = "mention"  # the References of another message
    SUBJECT = "subject"  # a guess


@dataclass(frozen=True, slots=True)
class Ancestry:
    """What the headers of a message say of those before it: ``references`` from the oldest on, and ``in_reply_to``,
    without what cannot be the identifier of another message."""

    references: tuple[str, ...]
    in_reply_to: tuple[str, ...]

    @property
    def all(self) -> tuple[str, ...]:
        """Every identifier, each once."""
        return tuple(dict.fromkeys((*self.references, *self.in_reply_to)))


@dataclass(frozen=True, slots=True)
class Mail:
    """A message as threading sees it: codes stand for identifiers (see ``code_of``), ``sent`` is seconds since 1970 in
    UTC, None where unknown. Several mails may have one ``node``: the same message in different bytes."""

    node: int
    sha256: str
    sent: int | None
    references: tuple[int, ...]
    in_reply_to: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A message's place in its thread: ``parent`` is what it answers (None: nothing known), ``how`` says what says so;
    ``position`` counts from 0 in the order in which a tree is read, ``depth`` from 0 at a beginning."""

    node: int
    parent: int | None
    how: How
    position: int
    depth: int


def code_of(identifier: str) -> int:
    """A signed 64-bit number for a Message-ID without its brackets: the first bytes of its SHA-256."""
    return _code("m", identifier)


def code_of_document(sha256: str) -> int:
    """The same for a message that has no Message-ID, from the hash of its bytes."""
    return _code("d", sha256)


def shown(code: int) -> str:
    """A code as people see it: 16 hexadecimal digits."""
    return f"{code % (1 << 64):016x}"


def parsed(text: str) -> int | None:
    """The code that ``shown`` shows as ``text``; None where it is none."""
    if not re.fullmatch(r"[0-9a-fA-F]{16}", text):
        return None
    value = int(text, 16)
    return value - (1 << 64) if value >= _SIGN else value


def _code(kind: str, text: str) -> int:
    digest = hashlib.sha256(f"{kind}\0{text}".encode("utf-8", "surrogatepass")).digest()
    return int.from_bytes(digest[:8], "big", signed=True)


def ancestry(message: Message) -> Ancestry:
    """What ``message`` says it answers.

    In-Reply-To may hold prose ("Your message of Monday", "Jane <jane@x.example>'s message of ..."): what is the
    address of a participant is no identifier, and neither is what has no digit before its "@" where something else
    has one. A message is never its own ancestor. Of more than 1,000 references those in the middle are left out.
    """
    own = message.message_id
    people = {person.address for person in message.participants}
    answered = [name for name in message.in_reply_to if name != own and name.lower() not in people]
    numbered = [name for name in answered if any(c.isdigit() for c in name.partition("@")[0])]
    named = tuple(dict.fromkeys(name for name in message.references if name != own))
    return Ancestry(
        named if len(named) <= _FIRST + _LAST else (*named[:_FIRST], *named[-_LAST:]),
        tuple(dict.fromkeys(numbered or answered)),
    )


class Union:
    """Disjoint sets of numbers (Tarjan, "Efficiency of a Good But Not Linear Set Union Algorithm", JACM 1975)."""

    def __init__(self) -> None:
        self._up: dict[int, int] = {}

    def find(self, member: int) -> int:
        """The number that stands for the set of ``member``."""
        top = member
        while (above := self._up.get(top, top)) != top:
            top = above
        while member != top:
            self._up[member], member = top, self._up.get(member, member)
        return top

    def put_under(self, lower: int, upper: int) -> None:
        """Join the set of ``lower`` with that of ``upper``, which stands for both from now on."""
        self._up[self.find(lower)] = self.find(upper)


def arrange(mails: Iterable[Mail]) -> list[Place]:
    """Everything in one thread in the order in which a tree is read: the mails, and as ghosts what they name and is not
    among them. Beginnings and answers stand by date, ghosts by that of what answers them.

    Takes time and memory that grow with the identifiers, however deep the tree; the same for any order of ``mails``.
    """
    order = sorted(mails, key=by_date)
    parent, how = _linked(order)
    dates = _dates(order, parent)
    named = (code for mail in order for code in (*mail.references, *mail.in_reply_to))
    nodes = set(dates).union(named)
    below: dict[int | None, list[int]] = {}
    for node in sorted(nodes, key=lambda n: (*dates.get(n, (True, 0)), n)):
        below.setdefault(parent.get(node), []).append(node)
    return _read(below, parent, how)


def by_date(mail: Mail) -> tuple[bool, int, str]:
    """What mails are sorted by: the date, those without one last; then the hash."""
    return (mail.sent is None, mail.sent or 0, mail.sha256)


def _linked(order: Sequence[Mail]) -> tuple[dict[int, int], dict[int, How]]:
    """What each message answers and which header says so. No circles: a link that would close one is passed over."""
    parent: dict[int, int] = {}
    how: dict[int, How] = {}
    tops = Union()

    def link(child: int, above: int, by: How) -> bool:
        if child in parent or tops.find(above) == child:
            return False
        parent[child], how[child] = above, by
        tops.put_under(child, above)
        return True

    for mail in reversed(order):
        for above, by in _claimed(mail):
            if link(mail.node, above, by):
                break
    dates = {mail.node: by_date(mail)[:2] for mail in reversed(order)}
    for mail in order:
        for above, child in pairwise((*mail.references, *_beyond(mail))):
            if child != mail.node and not dates.get(above, (False, 0)) > dates.get(child, (True, 0)):
                link(child, above, How.MENTION)
    return parent, how


def _beyond(mail: Mail) -> tuple[int, ...]:
    """What In-Reply-To names first where References do not name it."""
    return tuple(code for code in mail.in_reply_to[:1] if code not in mail.references)


def _claimed(mail: Mail) -> list[tuple[int, How]]:
    """What a message may answer by its own word, the likeliest first: what In-Reply-To names first, which counts as
    the last of the References, then the References from the last on."""
    first = [(code, How.IN_REPLY_TO) for code in mail.in_reply_to[:1]]
    rest = [(code, How.REFERENCES) for code in reversed(mail.references)]
    more = [(code, How.IN_REPLY_TO) for code in mail.in_reply_to[1:]]
    if rest[:1] == [(code, How.REFERENCES) for code, _ in first]:
        first = []
    return [*first, *rest, *more]


def _dates(order: Sequence[Mail], parent: dict[int, int]) -> dict[int, tuple[bool, int]]:
    """When each message was sent, of several copies the first; a ghost has the date of its earliest answer."""
    dates: dict[int, tuple[bool, int]] = {}
    for mail in order:
        dates.setdefault(mail.node, by_date(mail)[:2])
    for mail in order:
        above = parent.get(mail.node)
        while above is not None and above not in dates:
            dates[above] = by_date(mail)[:2]
            above = parent.get(above)
    return dates


def _read(below: dict[int | None, list[int]], parent: dict[int, int], how: dict[int, How]) -> list[Place]:
    places: list[Place] = []
    waiting = [(node, 0) for node in reversed(below.get(None, []))]
    while waiting:
        node, depth = waiting.pop()
        places.append(Place(node, parent.get(node), how.get(node, How.NONE), len(places), depth))
        waiting.extend((answer, depth + 1) for answer in reversed(below.get(node, [])))
    return places
