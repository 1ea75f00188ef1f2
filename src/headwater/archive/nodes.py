"""The syntax tree of a query: what ``query.parse`` makes and everything that searches or highlights reads.

All types are frozen; a tree is never changed, only made anew.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from headwater.archive.patterns import Fuzzy, Regex, Wild
from headwater.model.document import Kind, Status


class Field(StrEnum):
    """Where words are looked for. ANY is subject, body and participants together."""

    ANY = ""
    FROM = "from"
    TO = "to"
    CC = "cc"
    SUBJECT = "subject"
    BODY = "body"
    PARTICIPANT = "participant"
    OWN = "own"  # what the writer of a message wrote there; all of any other document's text
    QUOTED = "quoted"  # what a message quotes or forwards
    FILENAME = "filename"  # of the document, or of something attached to it


class Filter(StrEnum):
    """What the case's database knows of a document, and a query may ask for by a value."""

    PERSON = "person"
    DOMAIN = "domain"
    LANGUAGE = "lang"
    HAS = "has"
    THREAD = "thread"
    FOLDER = "folder"
    TAG = "tag"


Term = str | Wild | Fuzzy | Regex
"""One word of a query: a folded token, or what stands for many tokens."""


@dataclass(frozen=True, slots=True)
class Words:
    """Terms that follow each other in ``where``; never empty. One is a word, several are a phrase.

    With ``within`` they may stand in any order, each a word of its own, with at most so many other words among them.
    """

    where: Field
    tokens: tuple[Term, ...]
    within: int | None = None


@dataclass(frozen=True, slots=True)
class Exact:
    """``text`` as it is written, in ``where``; ``tokens`` are its folded tokens, never empty."""

    where: Field
    text: str
    tokens: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TypeIs:
    """Documents of one kind."""

    kind: Kind


@dataclass(frozen=True, slots=True)
class StatusIs:
    """Documents whose bytes were turned into text so far."""

    status: Status


@dataclass(frozen=True, slots=True)
class Dated:
    """Dated documents from the start of day ``first`` until before the start of day ``end``; None is open.

    Days are those of the case's zone. Documents without a date are never among them.
    """

    first: date | None
    end: date | None


@dataclass(frozen=True, slots=True)
class Held:
    """Documents for which the database has ``value`` under ``what``. ``position`` is where the query says so."""

    what: Filter
    value: str
    position: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class IdSet:
    """Documents by their ids, in any order; what ``resolving`` puts in the place of nodes that the index cannot answer."""

    ids: tuple[int, ...] | frozenset[int]


@dataclass(frozen=True, slots=True)
class Everything:
    """Every document."""


@dataclass(frozen=True, slots=True)
class Not:
    """Documents that ``part`` does not find."""

    part: Node


@dataclass(frozen=True, slots=True)
class And:
    """Documents that all parts find; at least two parts."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Documents that some part finds; at least two parts."""

    parts: tuple[Node, ...]


Node = Words | Exact | TypeIs | StatusIs | Dated | Held | IdSet | Everything | Not | And | Or
