"""Judgements on statements: what an investigator decided about what the extractor proposed.

They are kept apart from extraction, and what a case holds of a document is made of the two together.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from headwater.model.statement import Basis, Form, Stance, Statement


class Verdict(StrEnum):
    """What is decided: ``add`` enters a statement that was missed, ``withdraw`` takes an earlier judgement back."""

    ACCEPT = "accept"
    REJECT = "reject"
    CORRECT = "correct"
    ADD = "add"
    WITHDRAW = "withdraw"


class Standing(StrEnum):
    """How a statement stands after all judgements.

    proposed    nobody judged it
    accepted    somebody accepted it or entered it
    rejected    it is no statement
    corrected   another one, entered by hand, stands in its place
    superseded  the present version of the extractor finds another one in its place
    withdrawn   it was entered by hand and taken back, and is kept because something refers to it
    """

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    CORRECTED = "corrected"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"

    @property
    def stands(self) -> bool:
        """Whether lists show it unless asked otherwise."""
        return self in (Standing.PROPOSED, Standing.ACCEPTED)


class Made(StrEnum):
    """Where a statement comes from: the extractor, a correction of another one, or somebody who found it missing."""

    EXTRACTED = "extracted"
    CORRECTED = "corrected"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Quote:
    """A passage by position and by words, so that it can be found again in another rendition.

    The Text Position and Text Quote Selectors of the W3C Web Annotation Data Model: ``start`` and ``end`` are code points,
    ``exact`` the words there, ``prefix`` and ``suffix`` some of what stands before and after.
    """

    start: int
    end: int
    exact: str
    prefix: str = ""
    suffix: str = ""


@dataclass(frozen=True, slots=True)
class Wording:
    """A statement by its words: all that is needed to have it again without the extraction it came from."""

    id: str
    source: tuple[Quote, ...]
    cue: tuple[Quote, ...]
    content: tuple[Quote, ...]
    stance: Stance
    basis: Basis
    form: Form
    chain: tuple[str, ...]
    date: str | None = None


@dataclass(frozen=True, slots=True)
class Judgement:
    """One row of the append-only log of a document: who decided what of which statement, when (UTC) and why.

    ``targets`` are the ids of the statement that was judged, first the one that was shown, then those of earlier versions
    that it stood in the place of; empty for ``add`` and ``withdraw``. ``seen`` is the statement as it was shown,
    ``made`` the one that a correction or an addition enters, ``withdraws`` the number of the judgement taken back.
    """

    id: int
    at: str
    by: str
    verdict: Verdict
    targets: tuple[str, ...] = ()
    seen: Wording | None = None
    made: Wording | None = None
    withdraws: int | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Proposed:
    """What the extractor said of a statement's place where a judgement on one around it has changed that."""

    nested_in: str | None
    chain: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Held:
    """A statement as a case holds it.

    ``found`` says whether the present version of the extractor finds it (or it was entered by hand); ``instead`` is the id
    of the statement that stands in its place, for those that are corrected or superseded.
    """

    statement: Statement
    standing: Standing = Standing.PROPOSED
    made: Made = Made.EXTRACTED
    found: bool = True
    instead: str | None = None
    proposed: Proposed | None = None

    @property
    def id(self) -> str:
        """The statement's id."""
        return self.statement.id
