"""What the faces show of threads: frozen values that hold no connection, as in ``views``."""

from __future__ import annotations

from dataclasses import dataclass

from headwater.archive.quoted import Quoted
from headwater.archive.threads import How

HOWS = {
    How.NONE: "",
    How.REFERENCES: "by its References",
    How.IN_REPLY_TO: "by its In-Reply-To",
    How.MENTION: "by the References of another message",
    How.SUBJECT: "a guess, by its subject",
}
"""What says that a message answers the one above it, in words."""


@dataclass(frozen=True, slots=True)
class ThreadDocument:
    """A document at a place in a thread; ``date`` is ISO 8601 in UTC or "", ``sender`` a name or address or ""."""

    document: str
    sha256: str
    title: str
    date: str
    sender: str


@dataclass(frozen=True, slots=True)
class Quotation:
    """A message that another one quotes or forwards; ``document`` is the id of the one whose own words these are, "" where
    the case has none: a ghost that nothing names."""

    quoted: Quoted
    document: str


@dataclass(frozen=True, slots=True)
class ThreadNode:
    """A message in a thread: its id, its Message-ID ("" for none), what it answers (an id, "" for nothing known) and how
    that is known; ``depth`` counts from 0. ``documents`` are its copies in different bytes; a ghost has none.

    ``quotes`` are the messages of which this one quotes or forwards words, where what it answers is not in the case;
    ``told`` is what answers quote of a ghost.
    """

    node: str
    message_id: str
    answers: str
    how: How
    depth: int
    documents: tuple[ThreadDocument, ...]
    quotes: tuple[Quotation, ...] = ()
    told: Quoted | None = None

    @property
    def ghost(self) -> bool:
        """Whether the message is named by others and not in the case."""
        return not self.documents


@dataclass(frozen=True, slots=True)
class ThreadLine:
    """A thread in a list, with its first ``document``. Instants are ISO 8601 in UTC, "" where unknown; ``goes_on`` is the id
    of the thread that it seems to go on with, "" for none."""

    thread: str
    title: str
    messages: int
    ghosts: int
    first: str
    last: str
    goes_on: str
    document: str


@dataclass(frozen=True, slots=True)
class ThreadView:
    """One page of a conversation: ``line`` is its first thread, ``guessed`` the threads that seem to go on with it. ``count``
    is how many nodes all of them have, ``offset`` where this page begins."""

    line: ThreadLine
    guessed: tuple[ThreadLine, ...]
    count: int
    offset: int
    nodes: tuple[ThreadNode, ...]
