"""Suspected copies as a case holds them: which documents, on what evidence, and what was decided of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from headwater.base.spans import Span


class Suspect(StrEnum):
    """What is suspected.

    copy                  one was taken from the other, or both from a third
    possibly coordinated  several speakers say nearly the same at nearly the same time
    repeated              a speaker's own words again: shown, and counted by nobody, as it is no derivation
    shared errors         no passage in common, but rare errors
    """

    COPY = "copy"
    COORDINATED = "possibly coordinated"
    REPEATED = "repeated"
    SHARED_ERRORS = "shared errors"


class Verdict(StrEnum):
    """What is decided of a suspicion. ``open`` is what one is that nobody decided on, or that was reopened."""

    OPEN = "open"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of a document's rendition, in code points; ``document`` is the document's id."""

    document: str
    span: Span


@dataclass(frozen=True, slots=True)
class Marked:
    """One side of a pair of passages: the words that both have, the rest, and the part of it that is shared (0 to 1)."""

    place: Place
    shared: tuple[Span, ...]
    differing: tuple[Span, ...]
    share: float


@dataclass(frozen=True, slots=True)
class Pair:
    """Two passages that share more than chance; ``left`` is of the document that comes first by date and id."""

    left: Marked
    right: Marked
    score: float = 0.0
    phrases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CommonError:
    """A rare form that documents share where ``others`` have the ``usual`` one; ``places`` are where they have it."""

    kind: str
    value: str
    usual: str
    places: tuple[Place, ...]
    others: int


@dataclass(frozen=True, slots=True)
class Suspicion:
    """Documents of a case that are suspected to be copies.

    ``id`` depends on the documents alone, so that a decision finds it again after another search. ``members`` are ids of
    documents, sorted; ``later`` was taken from ``earlier``, both "" where there is no direction. ``shares`` gives, for each
    member in order, which part of its own words is shared. ``score`` is in bits, over all pairs.
    """

    id: str
    kind: Suspect
    members: tuple[str, ...]
    later: str
    earlier: str
    shares: tuple[float, ...]
    reasons: tuple[str, ...]
    pairs: tuple[Pair, ...]
    errors: tuple[CommonError, ...] = ()
    score: float = 0.0


@dataclass(frozen=True, slots=True)
class CopyDecision:
    """What was decided of a suspicion, with all that it needs to outlive another search.

    ``original`` is the document that the other ``members`` were taken from, "" but for accepted ones; ``pairs`` are the
    places that correspond. ``id`` is the decision's number.
    """

    id: int
    suspicion: str
    verdict: Verdict
    members: tuple[str, ...]
    original: str
    pairs: tuple[tuple[Place, Place], ...]
    by: str
    at: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Search:
    """The last search for copies: by which version, when, over how many documents up to which key, what it compared,
    and the passages it left out since they stand in many documents (an example and how many)."""

    version: str
    at: str
    documents: int
    up_to: int
    passages: int
    candidates: int
    common: tuple[tuple[Place, int], ...] = ()
