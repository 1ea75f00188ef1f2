"""What the faces show: views of a case, each a frozen value that holds no connection (but for HitStream).

Offsets are code points of the document's rendition, instants ISO 8601 in UTC, ids of documents as in ``model.document``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from headwater.base.spans import Span
from headwater.claims.grounds import Grounds
from headwater.desk.thread_views import ThreadLine
from headwater.desk.variants import Variant
from headwater.model.claim import Claim, Independence, Interest, Lineage, Link, Role
from headwater.model.document import Copy, Document, Receipt
from headwater.model.judgement import Held
from headwater.model.statement import Statement
from headwater.model.suspicion import CommonError, CopyDecision, Search, Suspect, Verdict
from headwater.store.audits import Line as AuditLine
from headwater.store.statements import Extent
from headwater.store.totals import Totals


@dataclass(frozen=True, slots=True)
class ClaimLine:
    """A claim in a list: how many statements are linked in each role, and what its support would take to fall.

    The intervals are (strict, open) at person level; ``sentence`` says them in words, as the claim's page does.
    """

    claim: Claim
    supports: int
    disputes: int
    others: int
    counting_carriers: tuple[int, int]
    carriers_faithful: tuple[int, int]
    sentence: str


@dataclass(frozen=True, slots=True)
class Overview:
    """The state of a case. ``to_index`` documents are in the case but cannot be searched yet; ``failures`` counts all
    that is listed as failed in the receipts of its ``containers``; ``audits`` are the latest ones."""

    name: str
    root: str
    zone: str
    totals: Totals
    extent: Extent
    to_index: int
    containers: int
    failures: int
    claims: tuple[ClaimLine, ...]
    audits: tuple[AuditLine, ...]


@dataclass(frozen=True, slots=True)
class ReceiptPage:
    """One page of receipts, their failures not listed: ``count`` receipts fit the filter, ``failures`` are in the case."""

    count: int
    failures: int
    receipts: tuple[Receipt, ...]


@dataclass(frozen=True, slots=True)
class Fragment:
    """A piece of a text with the spans to mark in it; ``marks`` are relative to ``text``."""

    text: str
    marks: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """One search result. ``page`` is that of the first word that was found, None in what has no pages."""

    id: str
    sha256: str
    kind: str
    title: str
    date: str
    sender: str
    snippet: Fragment
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Results:
    """One page of results: ``count`` is exact over the whole case, ``offset`` is where this page begins.

    ``to_index`` documents were not searched because they are not in the index yet; anything but 0 is to be shown, and so
    are the ``notes``, sentences on what else was left out.
    """

    query: str
    count: int
    offset: int
    hits: tuple[Hit, ...]
    to_index: int
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HitStream:
    """All results asked for: ``count``, ``to_index`` and ``notes`` as in Results, ``hits`` read one by one."""

    count: int
    to_index: int
    hits: Iterator[Hit]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """A document in a list (an attachment, a holder)."""

    id: str
    kind: str
    title: str
    size: int
    media_type: str
    status: str


@dataclass(frozen=True, slots=True)
class StatementView:
    """A statement with its words: source, cue and content as they stand in the text. ``held`` is how it stands in the
    case, ``page`` the page on which it begins, None in what has no pages."""

    statement: Statement
    document: str
    title: str
    date: str
    source: str
    cue: str
    content: str
    held: Held
    page: int | None = None


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A document as it is shown. ``headers`` are names and decoded values in order, ``raw_headers`` the values as sent; both
    empty where the original is not at hand. ``read`` says whether it was read for statements, ``note`` why nothing of it
    could be. ``statements`` are all, whatever their standing. ``thread`` is its conversation, ``variants`` the same message in
    other bytes. ``language`` is "" where nothing can be said of it, None before. ``html``: it has HTML to show."""

    document: Document
    headers: tuple[tuple[str, str], ...]
    statements: tuple[StatementView, ...]
    attachments: tuple[Line, ...]
    copies: tuple[Copy, ...]
    read: bool
    note: str = ""
    thread: ThreadLine | None = None
    variants: tuple[Variant, ...] = ()
    language: str | None = None
    raw_headers: tuple[str, ...] = ()
    html: bool = False


@dataclass(frozen=True, slots=True)
class Member:
    """A document in a suspicion: who says what it says ("" where nobody is named), and which part of its own words is
    shared, 0 to 1 (0 where the last search does not find the suspicion)."""

    document: str
    title: str
    speaker: str
    date: str
    share: float


@dataclass(frozen=True, slots=True)
class SuspicionLine:
    """A suspected copy in a list.

    ``later`` was taken from ``earlier``, both "" where there is no direction; ``original`` is what was decided.
    ``found`` says whether the last search finds it; ``counts`` in words what it does to the weighing of claims.
    """

    id: str
    kind: Suspect
    verdict: Verdict
    members: tuple[Member, ...]
    later: str
    earlier: str
    original: str
    reasons: tuple[str, ...]
    score: float
    found: bool
    decision: CopyDecision | None
    counts: str


@dataclass(frozen=True, slots=True)
class PassageSide:
    """One of two passages side by side: the document, where it begins, and its words, those that both have marked.

    ``gone`` says that the document's rendition no longer holds the place.
    """

    document: str
    title: str
    speaker: str
    date: str
    start: int
    words: Fragment
    gone: bool = False


@dataclass(frozen=True, slots=True)
class PassagePair:
    """Two passages that share more than chance, the earlier document's left; ``phrases`` no other document has."""

    left: PassageSide
    right: PassageSide
    score: float
    phrases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SuspicionView:
    """A suspected copy with its evidence, passage beside passage, and the decisions made of it, oldest first."""

    line: SuspicionLine
    pairs: tuple[PassagePair, ...]
    errors: tuple[CommonError, ...]
    history: tuple[CopyDecision, ...]


@dataclass(frozen=True, slots=True)
class SuspicionPage:
    """One page of suspicions: ``count`` fit what was asked for, ``verdicts`` counts all of the case by verdict.

    ``search`` is the last search, None before the first; ``behind`` counts documents with text that it did not compare.
    """

    count: int
    lines: tuple[SuspicionLine, ...]
    verdicts: Mapping[Verdict, int]
    search: Search | None
    behind: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One link of a claim with what it rests on.

    ``document`` is "" for a statement typed in; then ``citation`` says where it stands outside the case. ``standing`` is
    how the statement stands in the case now and ``instead`` the one in its place, "" where that cannot be said.
    ``interests`` are those of whoever stands in its chain, the source's first.
    """

    link: Link
    chain: tuple[str, ...]
    text: str
    source: str
    cue: str
    stance: str
    document: str
    title: str
    date: str
    start: int | None
    citation: str = ""
    standing: str = ""
    instead: str = ""
    interests: tuple[Interest, ...] = ()


@dataclass(frozen=True, slots=True)
class PartView:
    """A part of a claim against the origins of what supports and disputes it.

    ``support`` and ``dispute`` say whom it rests on and who passed that on, with their interests, in words too.
    """

    number: int
    text: str
    supports: Independence
    disputes: Independence
    support_origins: tuple[str, ...]
    dispute_origins: tuple[str, ...]
    sentence: str
    support: Grounds
    dispute: Grounds


@dataclass(frozen=True, slots=True)
class Node:
    """A node of the drawn lineage: one statement occurrence.

    ``kind`` is entry (linked to the claim), carrier or origin; ``role`` what the entry does to the claim, "" for others.
    ``unresolved`` marks an origin that nobody named or whose lineage is not recorded; ``interest`` says "an interested
    party: ..." where the actor has one.
    """

    id: str
    actor: str
    name: str
    kind: str
    role: str
    statement: str
    document: str
    unresolved: bool
    cut: bool
    weak: bool
    interest: str = ""


@dataclass(frozen=True, slots=True)
class Edge:
    """``below`` rests on ``above``; ``how`` says how; ``suspected`` and ``joint`` (with others of one AND) change how it is drawn."""

    below: str
    above: str
    how: str
    suspected: bool = False
    joint: bool = False


@dataclass(frozen=True, slots=True)
class CitationLine:
    """A document of the case that a statement of a lineage says it was taken from.

    ``words`` are the statement's first ones, ``named`` how it speaks of the document; ``certain`` says that the document
    alone holds its very words. ``counts`` says in words what it does to the weighing.
    """

    id: str
    statement: str
    words: str
    named: str
    document: str
    title: str
    source: str
    how: str
    certain: bool
    verdict: Verdict
    counts: str


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """A decision of the ledger in words. ``stands`` says whether it is in force; ``undone_by`` is the decision that took it
    back, ``undoes`` the one that it takes back; ``can_undo`` whether undoing it would change anything."""

    decision: int
    at: str
    by: str
    kind: str
    words: str
    why: str
    claim: str
    stands: bool
    undone_by: int | None
    undoes: int | None
    can_undo: bool

    def told(self) -> str:
        """The line as one sentence."""
        undone = f", taken back by decision {self.undone_by}" if self.undone_by else ""
        why = f": {self.why}" if self.why else ""
        return f"{self.at} {self.by} {self.words} (decision {self.decision}{undone}){why}"


@dataclass(frozen=True, slots=True)
class ClaimView:
    """A claim's page: entries by role, the counts at one level, each in words, and the lineage to draw.

    ``support`` and ``dispute`` say whom each rests on; ``suspicions`` are the suspected copies among the documents of the
    lineage, ``citations`` the documents of the case that it cites, whatever was decided of them; ``interests`` those of its actors; ``read`` how much of the case was read.
    """

    claim: Claim
    level: str
    supports: Independence
    disputes: Independence
    support_sentence: str
    dispute_sentence: str
    parts: tuple[PartView, ...]
    entries: tuple[Entry, ...]
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    names: dict[str, str]
    lineage: Lineage
    extent: Extent
    support: Grounds
    dispute: Grounds
    suspicions: tuple[SuspicionLine, ...]
    citations: tuple[CitationLine, ...]
    interests: tuple[Interest, ...]
    read: str
    history: tuple[HistoryLine, ...] = field(default=())

    def with_role(self, role: Role) -> tuple[Entry, ...]:
        """The entries of one role, in the order in which they were linked."""
        return tuple(entry for entry in self.entries if entry.link.role is role)
