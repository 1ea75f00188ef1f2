"""From a finding of an audit to the ledger, by a decision: what stands at one of its places is linked to a claim, or the
article's words are recorded as resting on it."""

from __future__ import annotations

from dataclasses import dataclass

from headwater.base.errors import CaseBusy, InputError, NotFound
from headwater.base.spans import Span, hull
from headwater.claims.audit.findings import Finding, kind_of, place_of, standings
from headwater.desk import claims, reading
from headwater.desk.audits import AuditView
from headwater.desk.bylines import chain_of
from headwater.desk.reading import Selection
from headwater.model.audit import Audit, Candidate, Citation, Paraphrase, Quotation
from headwater.model.claim import How, Link, Role
from headwater.model.statement import Statement
from headwater.people.names import actor_key
from headwater.statements.mode import Mode
from headwater.store import documents, readings, statements
from headwater.store.case import Case

_COVERED = 0.8  # part of the words at a place that a statement's content must hold to stand for them
_LOOSE = 4  # times so long may that content be
_SHORT = 400  # code points up to which a content is never too long


@dataclass(frozen=True, slots=True)
class Target:
    """What a decision on a finding is about: words at a ``span`` of a document with the chain of who says them, or, without a
    span, a document that a citation speaks of, as a whole."""

    document: str
    title: str
    date: str
    words: str
    chain: tuple[str, ...]
    span: Span | None = None

    @property
    def start(self) -> int | None:
        """Where the words begin; None for a document as a whole."""
        return self.span.start if self.span else None


def target(finding: Finding, place: int) -> Target:
    """The place (or document) of this number of a finding, from 1. Raises InputError where there is none."""
    found = finding.candidates if isinstance(finding, Citation) else standings(finding)
    if not 1 <= place <= len(found):
        raise InputError(
            f"Finding {finding.id} has no place {place}." if found else f"Finding {finding.id} has no place.",
            f"Its places are numbered 1 to {len(found)}." if found else "There is nothing to link.",
        )
    one = found[place - 1]
    if isinstance(one, Candidate):
        chain = (one.writer,) if one.writer else ()
        return Target(one.document, one.title, one.date, one.title, chain)
    return Target(one.document, one.title, one.date, one.text, one.chain, hull(one.spans))


def origin_of(shown: AuditView, finding: Finding) -> str:
    """Where a decision comes from, in words."""
    return f"audit {shown.kept.line.id}, {kind_of(finding)} {finding.id}"


def link(
    case: Case,
    shown: AuditView,
    finding: Finding,
    claim_id: str,
    role: Role,
    *,
    place: int = 1,
    parts: tuple[int, ...] = (),
    basis: str = "",
    why: str = "",
    by: str,
) -> Link:
    """Link what stands at a place of a finding to a claim.

    The statement that the case holds there is linked, after reading the document for statements if nobody did; where there is
    none, the words are entered as one. Raises what ``claims.link`` raises, and InputError where there is no such place.
    """
    chosen = target(finding, place)
    claims.require_claim(case, claim_id, parts)
    statement = _statement(case, shown, finding, chosen, by)
    return claims.link(
        case,
        claim_id,
        statement,
        role,
        parts=parts,
        basis=basis,
        why=why,
        origin=origin_of(shown, finding),
        by=by,
    )


def derive(case: Case, shown: AuditView, finding: Finding, *, place: int = 1, why: str = "", by: str) -> int:
    """Record that the article's words rest on a place of a finding, a quotation by quoting it and all else by citing it;
    returns the decision's number. Raises InputError where there is no such place."""
    chosen = target(finding, place)
    source = _statement(case, shown, finding, chosen, by)
    of = _article_statement(case, shown, finding, by)
    how = How.QUOTES if isinstance(finding, Quotation) else How.CITES
    return claims.derive(case, of, [source], how, why=why, origin=origin_of(shown, finding), by=by)


def _statement(case: Case, shown: AuditView, finding: Finding, chosen: Target, by: str) -> str:
    """The id of what stands at a place: a statement of the case, one entered now, or a document as a whole."""
    if chosen.span is None:
        return claims.whole_document(case, chosen.document)
    _read(case, chosen.document, shown.kept.line.mode)
    speaker = chosen.chain[-1] if chosen.chain else ""
    return _held(case, chosen.document, chosen.span, speaker) or claims.type_in(
        case,
        chosen.words,
        chosen.chain or _whose(case, chosen.document),
        document=chosen.document,
        start=chosen.start,
        origin=origin_of(shown, finding),
        by=by,
    )


def _whose(case: Case, document: str) -> tuple[str, ...]:
    with case.reading() as connection:
        return chain_of(documents.get(connection, documents.find_key(connection, document)).document)


def _read(case: Case, document: str, mode: str) -> None:
    """Read a document for statements where nobody did; while another process reads, it stays as it is."""
    with case.reading() as connection:
        key = documents.find_key(connection, document)
        if readings.note_of(connection, key) is not None:
            return
    try:
        reading.read_case(case, Selection(Mode(mode), (document,)))
    except CaseBusy:
        return


def _held(case: Case, document: str, span: Span, speaker: str) -> str:
    """The id of the statement that stands for the words at ``span``, said by ``speaker``; "" where there is none."""
    with case.reading() as connection:
        key = documents.find_key(connection, document)
        fitting = [
            (sum(map(len, held.statement.content)), held.id)
            for held in statements.of_document(connection, key)
            if held.standing.stands and _stands_for(held.statement, span, speaker)
        ]
    return min(fitting)[1] if fitting else ""


def _stands_for(statement: Statement, span: Span, speaker: str) -> bool:
    covered = sum(max(0, min(one.end, span.end) - max(one.start, span.start)) for one in statement.content)
    length = sum(map(len, statement.content))
    same = not speaker or (bool(statement.chain) and actor_key(statement.chain[-1]) == actor_key(speaker))
    tight = length <= max(_SHORT, _LOOSE * len(span))
    return same and tight and covered >= _COVERED * len(span)


def _article_statement(case: Case, shown: AuditView, finding: Finding, by: str) -> str:
    """The id of what the article says at a finding: its statement where the article is in the case, else one entered now."""
    audit = shown.kept.audit
    span = place_of(finding)
    chain = _article_chain(audit, finding)
    try:
        with case.reading() as connection:
            documents.find_key(connection, audit.sha256)
    except NotFound:
        return claims.type_in(
            case,
            span.of(audit.text),
            chain,
            citation=_cited_as(audit),
            origin=origin_of(shown, finding),
            by=by,
        )
    _read(case, audit.sha256, shown.kept.line.mode)
    held = _held(case, audit.sha256, span, chain[-1])
    return held or claims.type_in(
        case,
        span.of(audit.text),
        chain,
        document=audit.sha256,
        start=span.start,
        origin=origin_of(shown, finding),
        by=by,
    )


def _article_chain(audit: Audit, finding: Finding) -> tuple[str, ...]:
    """Outlet, author, and whoever the article gives the words to."""
    speaker = finding.speaker if isinstance(finding, Quotation | Paraphrase) else ""
    named = tuple(name for name in (audit.outlet, audit.author, speaker) if name)
    return named or (audit.title or "the article",)


def _cited_as(audit: Audit) -> str:
    """The article as a citation."""
    said = [audit.author, audit.title, audit.outlet, audit.date]
    return ", ".join(one for one in said if one) or f"an article with the SHA-256 {audit.sha256}"
