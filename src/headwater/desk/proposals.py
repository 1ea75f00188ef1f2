"""Proposals for a claim: the statements of the case that seem to say it, ranked, each with its reasons.

Accepting one is an ordinary link (``claims.link``); declining one is a decision of its own. Both are undone by
``claims.undo``. Until then a proposal counts for nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from sqlalchemy import Connection

from headwater.base.errors import InputError, NotFound
from headwater.claims.ledger import Ledger
from headwater.claims.matching.encoder import compared
from headwater.claims.matching.features import LONGEST, VERSION
from headwater.claims.matching.hints import Said
from headwater.claims.matching.proposal import Proposal
from headwater.claims.matching.propose import Candidate, proposal, texts_of
from headwater.claims.matching.scores import CLOSE_SHARE, Scores
from headwater.desk.judging import require_standing
from headwater.desk.ledgers import read_ledger
from headwater.desk.matching import Found, Search, follow, search
from headwater.desk.statement_views import statement_views
from headwater.desk.views import StatementView
from headwater.model.claim import Claim
from headwater.store import decisions, matching, statements
from headwater.store.case import Case
from headwater.store.statements import Extent

WINDOW = 100
"""So many of the closest are compared by the sentence encoder too, and stand in its order; others follow in theirs."""


@dataclass(frozen=True, slots=True)
class ProposalView:
    """A proposal with its statement. ``closely`` says whether the sentence encoder has compared them."""

    proposal: Proposal
    statement: StatementView
    closely: bool


@dataclass(frozen=True, slots=True)
class ProposalPage:
    """One page of proposals for a claim, from ``offset`` on.

    ``count`` statements are close enough to be proposed and neither linked nor declined; ``statements`` were compared;
    ``declined`` were declined for this claim; ``extent`` is how much of the case was read for statements at all.
    """

    claim: Claim
    count: int
    offset: int
    proposals: tuple[ProposalView, ...]
    statements: int
    declined: int
    extent: Extent


@dataclass(frozen=True, slots=True)
class Declined:
    """A statement that was declined for a claim, with the number of the decision; None where it is no longer there."""

    decision: int
    statement_id: str
    statement: StatementView | None


def proposals(
    case: Case,
    claim_id: str,
    *,
    limit: int = 20,
    offset: int = 0,
    tell: Callable[[int, int], None] | None = None,
) -> ProposalPage:
    """The statements of the case that seem to say a claim or a part of it, or to say the contrary, the closest first.

    Left out are those that are linked to it or were declined, those that do not stand, and statements entered by
    hand for a claim. ``tell`` is called while statements that are new since the last time are made ready (documents
    done, documents in all). Raises NotFound, and InputError for a page that cannot be.
    """
    if limit < 1 or offset < 0:
        raise InputError("There is no such page of proposals.", "Give a limit from 1 and an offset from 0.")
    with case.reading() as connection, matching.opened(case.root, VERSION) as index:
        ledger = read_ledger(connection)
        claim = _claim(ledger, claim_id)
        declined = ledger.declined.get(claim_id, {})
        passed = {link.statement for link in claim.links} | set(declined)
        follow(connection, index, tell)
        found = search(index, texts_of(claim), passed, max(WINDOW, offset + limit))
        return ProposalPage(
            claim=claim,
            count=found.count,
            offset=offset,
            proposals=tuple(_page(connection, claim, found, offset, limit)),
            statements=found.statements,
            declined=len(declined),
            extent=statements.extent(connection),
        )


def _page(connection: Connection, claim: Claim, found: Search, offset: int, limit: int) -> list[ProposalView]:
    """The proposals from ``offset`` on: of the closest ones in the encoder's order, then of the rest."""
    nearest, rest = found.best[:WINDOW], found.best[WINDOW:]
    wanted = [(one, False) for one in rest[max(offset - WINDOW, 0) : max(offset + limit - WINDOW, 0)]]
    views = _views(connection, [one for one, _ in wanted])
    if offset < WINDOW:
        views |= _views(connection, nearest)
        closer = closest([one for one in nearest if one.statement in views], texts_of(claim), views)
        wanted = [(one, True) for one in closer[offset : offset + limit]] + wanted
    return [
        ProposalView(
            _proposal(claim, one, views[one.statement], found, closely), views[one.statement], closely
        )
        for one, closely in wanted
        if one.statement in views
    ]


def _views(connection: Connection, found: Sequence[Found]) -> dict[str, StatementView]:
    """The statements that are found, by id, as far as they are still there; the texts of a few at a time in memory."""
    views: dict[str, StatementView] = {}
    for first in range(0, len(found), WINDOW):
        ids = [one.statement for one in found[first : first + WINDOW]]
        held = statements.get_many(connection, ids).values()
        views |= {view.statement.id: view for view in statement_views(connection, held)}
    return views


def closest(found: Sequence[Found], claim: Sequence[str], views: dict[str, StatementView]) -> list[Found]:
    """``found`` compared once more, by the sentence encoder, and put in that order."""
    if not found:
        return []
    texts = [views[one.statement].content for one in found]
    scores = compared(claim, texts, np.array([one.words for one in found]))
    again = [
        Found(one.statement, round(float(close), 4), one.words, meaning)
        for one, close, meaning in zip(found, scores.close(), scores.meaning, strict=True)
    ]
    return sorted(again, key=lambda one: (-one.close, one.statement))


def _proposal(claim: Claim, one: Found, view: StatementView, found: Search, closely: bool) -> Proposal:
    rows = (one.words[None], one.meaning[None])
    each = (Scores(*rows, CLOSE_SHARE) if closely else Scores(*rows)).each()[0]
    said = Said(view.content[:LONGEST], view.statement.stance, view.cue)
    candidate = Candidate(one.statement, said, one.close, each, one.words, one.meaning)
    return proposal(claim, candidate, found.frequencies)


def decline(case: Case, claim_id: str, statement_id: str, *, by: str, why: str = "") -> int:
    """Decide that a statement has no part in a claim, so that it is not proposed again; returns the decision's number.

    Raises NotFound, and InputError where it is linked to the claim, was declined already or does not stand.
    """
    with case.writing() as connection:
        ledger = read_ledger(connection)
        claim = _claim(ledger, claim_id)
        linked = [link for link in claim.links if link.statement == statement_id]
        if linked:
            raise InputError(
                f"Statement {statement_id} is linked to {claim_id}.",
                f"Undo that first: headwater claim undo CASE {linked[0].id}",
            )
        if statement_id in ledger.declined.get(claim_id, {}):
            raise InputError(
                f"Statement {statement_id} was declined for {claim_id} already.", "Nothing is to be done."
            )
        require_standing(statements.get(connection, statement_id))
        body = {"claim": claim_id, "statement": statement_id, "why": why}
        return decisions.append(connection, "decline", body, by=by).id


def declined(case: Case, claim_id: str) -> tuple[Declined, ...]:
    """The statements that were declined for a claim, in the order of the decisions. Raises NotFound."""
    with case.reading() as connection:
        ledger = read_ledger(connection)
        _claim(ledger, claim_id)
        numbers = ledger.declined.get(claim_id, {})
        held = statements.get_many(connection, list(numbers)).values()
        views = {view.statement.id: view for view in statement_views(connection, held)}
        return tuple(Declined(number, key, views.get(key)) for key, number in numbers.items())


def _claim(ledger: Ledger, claim_id: str) -> Claim:
    if claim_id not in ledger.claims:
        raise NotFound(f"The case has no claim {claim_id!r}.", "headwater claims CASE lists them.")
    return ledger.claims[claim_id]
