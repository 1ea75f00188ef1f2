"""Claims and what they rest on: links, derivations, and the lineage graph that independence is computed on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Role(StrEnum):
    """What a linked statement does to a claim."""

    SUPPORTS = "supports"
    DISPUTES = "disputes"
    QUALIFIES = "qualifies"
    MENTIONS = "mentions"


class How(StrEnum):
    """How one statement rests on another."""

    QUOTES = "quotes"
    CITES = "cites"
    REPUBLISHES = "republishes"
    FORWARDS = "forwards"
    TRANSLATES = "translates"


class Origin(StrEnum):
    """Where lineage ends. No origin at all (None) is lineage not recorded, and counts as unresolved."""

    OBSERVATION = "observation"
    RECORD = "record"
    UNRESOLVED = "unresolved"


class LinkBasis(StrEnum):
    """How the source of a linked statement comes to know, as the investigator decides.

    The values of model.statement.Basis, and "record" for a source that is itself the primary record.
    """

    WITNESSED = "witnessed"
    RECORD = "record"
    HEARD = "heard"
    INFERRED = "inferred"
    UNKNOWN = "unknown"


class Level(StrEnum):
    """At which level an actor is accountable."""

    PERSON = "person"
    INSTITUTION = "institution"
    SIDE = "side"


@dataclass(frozen=True, slots=True)
class Actor:
    """Someone accountable for statements; ``institution`` and ``side`` are None where unknown."""

    id: str
    institution: str | None = None
    side: str | None = None


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A node of the lineage: one statement occurrence and the actor accountable for it."""

    id: str
    actor: str
    origin: Origin | None = None


@dataclass(frozen=True, slots=True)
class Derivation:
    """``of`` rests on all of ``sources``; several derivations of one node are alternatives.

    ``suspected`` marks a suspected copy, which strict counts and open ignores; an undirected suspicion says that the
    nodes share one original without saying which.
    """

    of: str
    sources: tuple[str, ...]
    how: str = ""
    suspected: bool = False
    directed: bool = True


@dataclass(frozen=True, slots=True)
class Lineage:
    """The whole graph of one claim; ``supports`` and ``disputes`` are node ids (K of the definition)."""

    actors: tuple[Actor, ...] = ()
    occurrences: tuple[Occurrence, ...] = ()
    derivations: tuple[Derivation, ...] = ()
    supports: tuple[str, ...] = ()
    disputes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Count:
    """kappa as [``strict``, ``open``] with the cuts that reach it and the weak links, as sorted actor keys."""

    strict: int
    open: int
    cut_strict: tuple[str, ...] = ()
    cut_open: tuple[str, ...] = ()
    weak_links_strict: tuple[str, ...] = ()
    weak_links_open: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Independence:
    """Independence of one side (support or dispute) of a claim at one level. ``exact`` is False where a bound ended the search."""

    counting_carriers: Count
    carriers_faithful: Count
    origins: tuple[str, ...] = ()
    loops: tuple[tuple[str, ...], ...] = ()
    ungrounded: tuple[str, ...] = ()
    exact: bool = True


@dataclass(frozen=True, slots=True)
class Seen:
    """A statement as it stood when it was linked, so that the evidence of a decision outlives re-extraction.

    ``document`` is its document's id and ``start`` the code point of its rendition where its content begins.
    """

    document: str
    chain: tuple[str, ...]
    text: str
    source: str
    cue: str
    stance: str
    start: int | None


@dataclass(frozen=True, slots=True)
class Link:
    """A decision that ``statement`` plays ``role`` for ``claim``, covering ``parts`` (1-based numbers; empty: the whole).

    ``basis`` is a value of LinkBasis; ``id`` is the decision's; ``seen`` is the statement as it then stood, None for one
    entered by hand.
    """

    id: int
    claim: str
    statement: str
    role: Role
    parts: tuple[int, ...]
    basis: str
    by: str
    at: str
    why: str = ""
    seen: Seen | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """A proposition the investigator cares about. ``id`` is a short slug; ``parts`` are sentences, numbered from 1."""

    id: str
    text: str
    parts: tuple[str, ...] = ()
    links: tuple[Link, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Interest:
    """What an actor stands to gain or lose, as somebody noted: ``kind`` in a word or two ("defendant", "a rival"),
    ``note`` what there is to say of it. ``id`` is the decision's number, ``name`` the actor's as it was given."""

    id: int
    actor: str
    name: str
    kind: str
    note: str
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class Decision:
    """One row of the append-only ledger: who decided what, when (UTC). ``body`` depends on ``kind``."""

    id: int
    at: str
    by: str
    kind: str
    body: Mapping[str, Any]


TYPED = "t"
"""What the id of a statement that was entered by hand begins with; ids of extracted ones are hexadecimal alone."""

WHOLE = "whole-"
"""What stands before a document's id where the document as a whole is linked or rested on."""


def whole(document: str) -> str:
    """The id by which the document with the id ``document`` is linked as a whole."""
    return WHOLE + document


def document_of(identifier: str) -> str:
    """The id of the document that ``identifier`` links as a whole, "" where it is a statement's."""
    return identifier[len(WHOLE) :] if identifier.startswith(WHOLE) else ""


@dataclass(frozen=True, slots=True)
class TypedStatement:
    """A statement entered by hand; ``chain`` is outermost first.

    It stands either in a document of the case (``document`` is its id, ``start`` and ``end`` are code points of its
    rendition) or outside the case (``document`` is "" and ``citation`` says where).
    """

    id: str
    text: str
    chain: tuple[str, ...]
    stance: str
    citation: str
    document: str = ""
    start: int | None = None
    end: int | None = None
