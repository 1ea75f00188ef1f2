"""Handlers for proposals: which statements seem to bear on a claim, to be accepted or declined one by one."""

from __future__ import annotations

from urllib.parse import quote

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from headwater.base.errors import UsageError
from headwater.desk import claims, proposals
from headwater.desk.proposals import ProposalView
from headwater.model.claim import LinkBasis, Role
from headwater.web import asking
from headwater.web.claim_handlers import REFUSED, decided, typed_link
from headwater.web.claim_pages import Linking, ProposalsPage, Proposed
from headwater.web.framing import Pager, Problem
from headwater.web.handlers import case_of, frame
from headwater.web.reading import begins
from headwater.web.rendering import respond

PROPOSALS = 10
"""On one page."""


def show(request: Request) -> Response:
    """The statements that are proposed for a claim, the closest first."""
    return respond(_page(request, None, None))


def decide(request: Request, form: FormData) -> Response:
    """Accept the proposed ``statement`` as a link, with the fields of ``Linking``, or decline it: ``do``."""
    case, claim_id = case_of(request), request.path_params["id"]
    statement, what = asking.field(form, "statement"), asking.field(form, "do")
    try:
        by, why = asking.decided_by(form), asking.field(form, "why")
        if what == "decline":
            proposals.decline(case, claim_id, statement, by=by, why=why)
        elif what == "accept":
            claims.link(
                case,
                claim_id,
                statement,
                asking.one_of(Role, asking.field(form, "role"), "Role"),
                parts=asking.numbers(form, "part"),
                basis=asking.one_of(LinkBasis, asking.field(form, "basis"), "Basis").value,
                why=why,
                by=by,
            )
        else:
            raise UsageError("Nothing was chosen.", "Accept the proposal or decline it.")
    except REFUSED as error:
        return respond(_page(request, form, Problem.of(error)), 400)
    number = asking.page(request)
    address = f"/claim/{quote(claim_id)}/proposals"
    return decided(f"{address}?page={number}" if number > 1 else address, by)


def _page(request: Request, form: FormData | None, problem: Problem | None) -> ProposalsPage:
    case, claim_id, number = case_of(request), request.path_params["id"], asking.page(request)
    by = asking.remembered_name(request.cookies)
    found = proposals.proposals(case, claim_id, limit=PROPOSALS, offset=(number - 1) * PROPOSALS)
    last = max(1, -(-found.count // PROPOSALS))
    if number > last:  # the only one on the last page was just decided on
        number = last
        found = proposals.proposals(case, claim_id, limit=PROPOSALS, offset=(number - 1) * PROPOSALS)
    chosen = asking.field(form, "statement") if form else ""
    return ProposalsPage(
        frame=frame(request, "claims"),
        claim=found.claim,
        proposed=tuple(
            _proposed(one, form if one.proposal.statement == chosen else None, by) for one in found.proposals
        ),
        compared=found.statements,
        extent=found.extent,
        declined=found.declined,
        pager=Pager.of(f"/claim/{quote(claim_id)}/proposals", [], found.count, number, PROPOSALS),
        roles=tuple(Role),
        bases=tuple(LinkBasis),
        problem=problem,
    )


def _proposed(one: ProposalView, form: FormData | None, by: str) -> Proposed:
    """A proposal with its form as it was sent, or filled with what is proposed."""
    held, made = one.statement.statement, one.proposal
    suggested = Linking(made.role.value, held.basis.value, tuple(map(str, made.parts)), "", by)
    typed = typed_link(form, held.basis.value, by) if form else suggested
    return Proposed(one, begins(held), typed)
