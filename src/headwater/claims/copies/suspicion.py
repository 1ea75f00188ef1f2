"""What goes in and what comes out: texts, passages, what they share, and suspicions."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from headwater.base.spans import Span
from headwater.model.claim import Derivation, How

DAY = 86_400
"""Seconds."""


@dataclass(frozen=True, slots=True)
class Text:
    """A document as it is compared.

    ``own`` spans its own words in ``text`` (code points): what it quotes or forwards as such rests on a recorded
    derivation and is no suspicion, and signatures are nobody's statement; None takes all of the text
    (``passages.own_words`` gives them for mail). ``when`` is seconds since 1970 in UTC, None where no date can be
    trusted. ``speaker`` is who says it, "" where that is not known; ``names`` are other names by which a text can
    cite it: its outlet, its title.
    """

    id: str
    text: str
    own: tuple[Span, ...] | None = None
    when: int | None = None
    speaker: str = ""
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of one text, in code points."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Side:
    """One side of two passages that share words.

    ``passage`` holds the stretch that they have in common; ``shared`` are the words in it that stand on the other side
    too, ``differing`` the rest of its words. Both are sorted spans of the text, without overlaps. ``share`` is the part
    of the stretch's words that is shared, weighted by how rare they are: 0 to 1.
    """

    passage: Passage
    shared: tuple[Span, ...]
    differing: tuple[Span, ...]
    share: float


@dataclass(frozen=True, slots=True)
class Shared:
    """Two passages of different texts and what they share; ``left`` is of the text that comes first by date and id.

    ``score`` is in bits: see ``align``. ``phrases`` are runs of words, as they stand on the left, that no other text
    of the case has: the longest first, five at most.
    """

    left: Side
    right: Side
    score: float
    phrases: tuple[str, ...] = ()


class ErrorKind(StrEnum):
    """What a shared error is in."""

    NAME = "name"
    FIGURE = "figure"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class SharedError:
    """A rare form that two or more texts have where most that speak of the same thing have another.

    ``value`` is the rare form and ``usual`` the common one, as written; ``texts`` are the ids of those that have the
    rare one (sorted), ``places`` where, in the same order; ``others`` counts the texts that have the usual one.
    """

    kind: ErrorKind
    value: str
    usual: str
    texts: tuple[str, ...]
    places: tuple[Span, ...]
    others: int


class Kind(StrEnum):
    """What is suspected."""

    COPY = "copy"
    """One was taken from the other, or both from a third."""
    COORDINATED = "possibly coordinated"
    """Several speakers say nearly the same at nearly the same time."""
    REPEATED = "repeated"
    """A speaker's own words again."""
    SHARED_ERRORS = "shared errors"
    """No passage in common, but rare errors."""


@dataclass(frozen=True, slots=True)
class Suspicion:
    """Texts that are suspected to be copies.

    Directed: ``later`` was taken from ``earlier``, and ``members`` are these two. Undirected: both are None, and one
    of ``members`` (sorted ids, two or more) is the original of the rest, or none is and it is not in the case.
    ``shares`` gives, for each member in order, which part of its own words is shared, 0 to 1. ``reasons`` are
    sentences for a reader, without the words of the texts beyond short phrases.
    """

    kind: Kind
    members: tuple[str, ...]
    later: str | None
    earlier: str | None
    evidence: tuple[Shared, ...]
    errors: tuple[SharedError, ...]
    shares: tuple[float, ...]
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Common:
    """A passage that stands in many texts which otherwise differ: a disclaimer, a header. Left out, and said so."""

    example: Passage
    texts: int


@dataclass(frozen=True, slots=True)
class Found:
    """The suspicions, strongest first, and what was left out as common to many. ``passages`` counts what was compared."""

    suspicions: tuple[Suspicion, ...]
    common: tuple[Common, ...]
    passages: int
    candidates: int


@dataclass(frozen=True, slots=True)
class Limits:
    """Where suspicion begins.

    ``score``: bits that two passages must share beyond what their differences speak against (see ``align``).
    ``apart``: seconds by which dates must differ to give a direction; a day, as dates without a zone may be half a
    day off to either side. ``together``: seconds within which statements are simultaneous, and ``speakers``, how many
    different ones make them possibly coordinated. ``many``: texts from which a passage can be common to many.
    ``errors``: shared errors that alone are a suspicion.
    """

    score: float = 30.0
    apart: int = DAY
    together: int = DAY
    speakers: int = 3
    many: int = 12
    errors: int = 2


def derivations(suspicion: Suspicion) -> tuple[Derivation, ...]:
    """A suspicion as ``model.claim`` takes it, its nodes named by the ids of the texts: one derivation.

    Undirected, the first member rests on all others, which makes them a cluster with one original.
    """
    if suspicion.later is not None and suspicion.earlier is not None:
        return (Derivation(suspicion.later, (suspicion.earlier,), How.REPUBLISHES, suspected=True),)
    first, *rest = suspicion.members
    return (Derivation(first, tuple(rest), How.REPUBLISHES, suspected=True, directed=False),)
