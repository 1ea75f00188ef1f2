"""What each page shows: one frozen dataclass per template, its fields the only names that the template may use.

``tests/web/test_pages.py`` holds every template to its dataclass, in both directions. Offsets are code points of a
document's rendition. Addresses are relative to the desk. What is shown of claims stands in ``claim_pages``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from headwater.desk.judging import Told
from headwater.desk.statements import Wanted
from headwater.desk.views import DocumentView, Overview, StatementView
from headwater.model.document import Failed, Receipt
from headwater.store.statements import Extent
from headwater.web.audit_pages import AuditLinkPage, AuditPage, AuditsPage
from headwater.web.claim_pages import (
    ChoosePage,
    ClaimPage,
    ClaimsPage,
    CopiesPage,
    CopyPage,
    EnterPage,
    HistoryPage,
    InterestPage,
    LineageFile,
    LinkPage,
    ProposalsPage,
)
from headwater.web.first_pages import FirstPage
from headwater.web.folder_pages import FolderPage
from headwater.web.framing import Choice, Frame, Pager, Problem
from headwater.web.marking import Segment
from headwater.web.note_pages import NotePage, NotesPage, Remarks
from headwater.web.original_pages import HtmlPage, OriginalPage, PicturePage
from headwater.web.search_pages import BatchPage, SearchPage
from headwater.web.taking_pages import AddPage, ShelfPage
from headwater.web.thread_pages import ThreadPage, ThreadsPage, VariantPage


@dataclass(frozen=True, slots=True)
class OverviewPage:
    """The state of the case: counts, dates, formats, failures, what was not read or indexed, and its claims."""

    template: ClassVar[str] = "overview.html"
    frame: Frame
    overview: Overview


@dataclass(frozen=True, slots=True)
class Piece:
    """A segment of text as it is marked: CSS ``classes``, the ``anchor`` at its start (None for none), and the numbers
    of the statements that ``ends`` with it."""

    segment: Segment
    classes: str
    anchor: int | None
    ends: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """A statement in the margin: its number in the document, the offset where it begins, and the judgement in force on it
    or that entered it (None for none)."""

    number: int
    start: int
    view: StatementView
    told: Told | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph with the notes on what begins in it; ``whole`` are the statements whose content holds all of it;
    ``setting`` is a value of ``headwater.web.setting.Setting``."""

    start: int
    pieces: tuple[Piece, ...]
    notes: tuple[Note, ...]
    whole: tuple[int, ...]
    setting: str


@dataclass(frozen=True, slots=True)
class DocumentPage:
    """A document, or one of the ``parts`` of a long one; ``people`` are participants by role; ``faces`` the typefaces
    to choose from; ``fixed`` whether letters of one width are chosen. ``standing`` counts the statements that stand,
    ``shown`` are the choices of which are shown (none where all stand). ``by`` is the name last given in a form,
    ``remarks`` are tags and notes."""

    template: ClassVar[str] = "document.html"
    frame: Frame
    view: DocumentView
    people: tuple[tuple[str, tuple[str, ...]], ...]
    blocks: tuple[Block, ...]
    parts: tuple[Choice, ...]
    faces: tuple[Choice, ...]
    fixed: bool
    standing: int
    shown: tuple[Choice, ...]
    by: str
    remarks: Remarks


@dataclass(frozen=True, slots=True)
class StatementsPage:
    """The statements of the case that are ``wanted``, with how much of the case they were taken from. ``problem`` says why
    what was asked for cannot be looked for; then there are no rows."""

    template: ClassVar[str] = "statements.html"
    frame: Frame
    rows: tuple[StatementView, ...]
    pager: Pager
    extent: Extent
    wanted: Wanted
    stances: tuple[str, ...]
    bases: tuple[str, ...]
    forms: tuple[str, ...]
    whiches: tuple[tuple[str, str], ...]
    problem: Problem | None


@dataclass(frozen=True, slots=True)
class JudgePage:
    """One statement in its passage (``blocks``; ``cut`` where it goes on beyond them), what was judged of it, and the form
    to judge it."""

    template: ClassVar[str] = "judge.html"
    frame: Frame
    view: StatementView
    start: int | None
    blocks: tuple[Block, ...]
    cut: bool
    history: tuple[Told, ...]
    why: str
    by: str
    problem: Problem | None


@dataclass(frozen=True, slots=True)
class Typed:
    """What a form about a statement holds, as it was typed: a piece of a passage is set off by a line with an ellipsis, a
    chain has one link a line, ``numbers`` say which of several places is meant, by part."""

    source: str
    cue: str
    content: str
    numbers: dict[str, str]
    stance: str
    basis: str
    form: str
    chain: str
    why: str
    by: str


@dataclass(frozen=True, slots=True)
class WordsPage:
    """A form that says a statement by its words: a correction of ``view``, or one that was missed (None). ``blocks`` show
    where the words stand."""

    template: ClassVar[str] = "words.html"
    frame: Frame
    view: StatementView | None
    document: str
    title: str
    action: str
    typed: Typed
    stances: tuple[str, ...]
    bases: tuple[str, ...]
    forms: tuple[str, ...]
    blocks: tuple[Block, ...]
    cut: bool
    problem: Problem | None


@dataclass(frozen=True, slots=True)
class JudgementsPage:
    """The judgements of the case, or of one document, the latest first."""

    template: ClassVar[str] = "judgements.html"
    frame: Frame
    history: tuple[Told, ...]
    pager: Pager
    document: str
    by: str


@dataclass(frozen=True, slots=True)
class ReadingPage:
    """Reading for statements: what was read, the ``job`` that goes on or the last one in words, and the form to begin.
    ``left`` says how much there is to read and how long it would take."""

    template: ClassVar[str] = "reading.html"
    frame: Frame
    extent: Extent
    running: bool
    stopping: bool
    job: tuple[tuple[str, str], ...]
    share: float
    left: str
    again: str
    modes: tuple[str, ...]
    query: str
    mode: str
    limit: str
    problem: Problem | None


@dataclass(frozen=True, slots=True)
class ReceiptsPage:
    """What intake did with each container; ``failures`` counts what is listed as failed in all of them."""

    template: ClassVar[str] = "receipts.html"
    frame: Frame
    receipts: tuple[Receipt, ...]
    pager: Pager
    views: tuple[Choice, ...]
    failures: int


@dataclass(frozen=True, slots=True)
class FailuresPage:
    """Everything that could not be taken in: container, and what failed there."""

    template: ClassVar[str] = "failures.html"
    frame: Frame
    failures: tuple[tuple[str, Failed], ...]
    pager: Pager


@dataclass(frozen=True, slots=True)
class ErrorPage:
    """Something could not be shown or done: HTTP ``status``, a stable ``code``, a sentence and what to try next.

    ``again`` is an address worth opening again, "" for none.
    """

    template: ClassVar[str] = "error.html"
    frame: Frame
    status: int
    code: str
    message: str
    next_step: str
    again: str


Page = (
    OverviewPage
    | FirstPage
    | NotePage
    | NotesPage
    | HtmlPage
    | PicturePage
    | OriginalPage
    | FolderPage
    | SearchPage
    | BatchPage
    | DocumentPage
    | StatementsPage
    | JudgePage
    | WordsPage
    | JudgementsPage
    | ReadingPage
    | ReceiptsPage
    | FailuresPage
    | AddPage
    | ShelfPage
    | ClaimsPage
    | ClaimPage
    | LineageFile
    | LinkPage
    | ProposalsPage
    | ChoosePage
    | EnterPage
    | InterestPage
    | CopiesPage
    | CopyPage
    | HistoryPage
    | ThreadPage
    | ThreadsPage
    | VariantPage
    | AuditsPage
    | AuditPage
    | AuditLinkPage
    | ErrorPage
)
"""Whatever can be rendered."""
