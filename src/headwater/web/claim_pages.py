"""What the pages on claims show: one frozen dataclass per template, held to it as those of ``pages`` are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from headwater.desk.claim_levels import AtLevel
from headwater.desk.proposals import ProposalView
from headwater.desk.views import (
    ClaimLine,
    ClaimView,
    Entry,
    HistoryLine,
    Results,
    SuspicionPage,
    SuspicionView,
)
from headwater.model.claim import Claim
from headwater.store.statements import Extent
from headwater.web.covering import Covering
from headwater.web.drawing import Drawing
from headwater.web.framing import Choice, Frame, Pager, Problem


@dataclass(frozen=True, slots=True)
class ClaimsPage:
    """The claims of the case and a form for a new one, filled with what was typed if that could not be used.

    ``proposed`` counts the open proposals by the claim's id; a claim that is not in it was not counted.
    """

    template: ClassVar[str] = "claims.html"
    frame: Frame
    claims: tuple[ClaimLine, ...]
    proposed: Mapping[str, int]
    text: str
    parts: str
    by: str
    problem: Problem | None


@dataclass(frozen=True, slots=True)
class Column:
    """The entries of one role under a title; only the first ``shown`` of them are unfolded."""

    title: str
    anchor: str
    entries: tuple[Entry, ...]
    shown: int


@dataclass(frozen=True, slots=True)
class ClaimPage:
    """One claim at one level: support and dispute apart, parts against origins (``covering``), what it takes at every level
    (``counts``), lineage, and the linked statements in ``columns`` by role.

    ``folds`` gives the address that unfolds a folded box, by its id, and ``folded`` the one that folds all again. ``by`` is
    the name last given in a form.
    """

    template: ClassVar[str] = "claim.html"
    frame: Frame
    view: ClaimView
    columns: tuple[Column, ...]
    levels: tuple[Choice, ...]
    counts: tuple[AtLevel, ...]
    covering: Covering
    drawing: Drawing
    folds: dict[str, str]
    folded: str
    by: str


@dataclass(frozen=True, slots=True)
class LineageFile:
    """The lineage of a claim as an SVG file that stands on its own."""

    template: ClassVar[str] = "lineage.svg"
    drawing: Drawing
    title: str


@dataclass(frozen=True, slots=True)
class Subject:
    """What is linked to a claim: a statement or a whole document, and the address of its form. ``words`` are what it says or
    its title, ``url`` leads to where it stands."""

    action: str
    words: str
    speaker: str
    stance: str
    chain: tuple[str, ...]
    url: str
    title: str
    date: str


@dataclass(frozen=True, slots=True)
class Linking:
    """What a form about a link holds, as it was typed; ``parts`` are numbers."""

    role: str
    basis: str
    parts: tuple[str, ...]
    why: str
    by: str


@dataclass(frozen=True, slots=True)
class LinkPage:
    """Link a statement or a document to a claim, in two steps: ``claims`` to choose from, then what the link says of ``claim``."""

    template: ClassVar[str] = "link.html"
    frame: Frame
    subject: Subject
    claims: tuple[ClaimLine, ...]
    claim: Claim | None
    roles: tuple[str, ...]
    bases: tuple[str, ...]
    typed: Linking
    problem: Problem | None


@dataclass(frozen=True, slots=True)
class ChoosePage:
    """Find the document that is to be linked to ``claim`` as a whole: a ``query`` and the first of its hits."""

    template: ClassVar[str] = "choose.html"
    frame: Frame
    claim: Claim
    query: str
    results: Results | None
    problem: Problem | None


@dataclass(frozen=True, slots=True)
class Proposed:
    """A proposal, where its words begin in its document, and the form to accept it, filled with what is proposed."""

    view: ProposalView
    start: int | None
    typed: Linking


@dataclass(frozen=True, slots=True)
class ProposalsPage:
    """The statements that seem to bear on ``claim``, the closest first. ``compared`` statements were looked at, ``declined``
    ones are left out."""

    template: ClassVar[str] = "proposals.html"
    frame: Frame
    claim: Claim
    proposed: tuple[Proposed, ...]
    compared: int
    extent: Extent
    declined: int
    pager: Pager
    roles: tuple[str, ...]
    bases: tuple[str, ...]
    problem: Problem | None


@dataclass(frozen=True, slots=True)
class Entered:
    """What the form for a statement entered by hand holds, as it was typed; ``chain`` has one link a line."""

    text: str
    chain: str
    citation: str
    document: str
    stance: str


@dataclass(frozen=True, slots=True)
class EnterPage:
    """Enter a statement by hand, with a citation of something outside the case or a document of it, and link it to ``claim``."""

    template: ClassVar[str] = "enter.html"
    frame: Frame
    claim: Claim
    stances: tuple[str, ...]
    roles: tuple[str, ...]
    bases: tuple[str, ...]
    entered: Entered
    typed: Linking
    problem: Problem | None


@dataclass(frozen=True, slots=True)
class InterestPage:
    """Note what somebody in the lineage of ``claim`` stands to gain or lose. ``actors`` are ids with the names to show,
    ``actor`` the chosen one."""

    template: ClassVar[str] = "interest.html"
    frame: Frame
    claim: Claim
    actors: tuple[tuple[str, str], ...]
    actor: str
    kind: str
    note: str
    by: str
    problem: Problem | None


@dataclass(frozen=True, slots=True)
class CopiesPage:
    """Suspected copies of the case, the strongest first, and the form that looks for them; ``document`` is the one that
    they are limited to, "" for all."""

    template: ClassVar[str] = "copies.html"
    frame: Frame
    found: SuspicionPage
    pager: Pager
    decided: tuple[Choice, ...]
    kinds: tuple[Choice, ...]
    document: str
    searching: str


@dataclass(frozen=True, slots=True)
class CopyPage:
    """One suspected copy: passages side by side with what they share marked, why it is suspected, and the form to decide."""

    template: ClassVar[str] = "copy.html"
    frame: Frame
    view: SuspicionView
    original: str
    why: str
    by: str
    problem: Problem | None


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """The decisions of the ledger, or those that ``claim`` rests on (None for all), the latest first; ``action`` takes undos."""

    template: ClassVar[str] = "history.html"
    frame: Frame
    claim: Claim | None
    lines: tuple[HistoryLine, ...]
    pager: Pager
    action: str
    by: str
    problem: Problem | None
