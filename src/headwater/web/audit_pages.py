"""What the pages on audits show: see ``pages``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from headwater.desk.audit_links import Target
from headwater.desk.views import ClaimLine
from headwater.dossier.audit_marks import Mark
from headwater.dossier.audit_sheet import Sheet
from headwater.model.claim import Claim
from headwater.store.audits import Line
from headwater.web.claim_pages import Linking
from headwater.web.framing import Frame, Pager, Problem


@dataclass(frozen=True, slots=True)
class AuditLine:
    """A kept audit in the list, with its summary in words."""

    line: Line
    summary: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """What the form for an audit holds: the pasted ``text``, or the id of a ``document`` of the case, ``mode`` and ``by``."""

    text: str
    document: str
    mode: str
    by: str


@dataclass(frozen=True, slots=True)
class AuditsPage:
    """The audits that were made, and the form for another one. ``going`` says what goes on, ``failed`` why the last one that
    was begun here came to nothing; both may be ""."""

    template: ClassVar[str] = "audits.html"
    frame: Frame
    lines: tuple[AuditLine, ...]
    pager: Pager
    going: str
    failed: str
    modes: tuple[str, ...]
    draft: Draft
    problem: Problem | None


@dataclass(frozen=True, slots=True)
class AuditPage:
    """One audit: the article with its marks and the findings beside it. ``address`` is the page's own."""

    template: ClassVar[str] = "audit.html"
    frame: Frame
    sheet: Sheet
    address: str


@dataclass(frozen=True, slots=True)
class Found:
    """A place of a finding that is to be linked, with the finding's ``mark``, the audit's ``number`` and the form's ``action``."""

    action: str
    number: int
    mark: Mark
    place: int
    subject: Target


@dataclass(frozen=True, slots=True)
class AuditLinkPage:
    """Link a place of a finding to a claim, in two steps as ``LinkPage``; ``resting`` says that the article's words are to be
    recorded as resting on it too."""

    template: ClassVar[str] = "audit_link.html"
    frame: Frame
    found: Found
    claims: tuple[ClaimLine, ...]
    claim: Claim | None
    roles: tuple[str, ...]
    bases: tuple[str, ...]
    typed: Linking
    resting: bool
    problem: Problem | None
