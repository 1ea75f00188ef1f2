"""Handlers for claims: show them, write them down, link statements to them, take a decision back.

Only those that take a form change anything; they answer with a redirect. What cannot be done because of what was typed
comes back as the same form with the reason.
"""

from __future__ import annotations

import re

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from headwater.base.errors import InputError, UsageError
from headwater.desk import claims, statements
from headwater.desk.views import ClaimView
from headwater.model.claim import Claim, Level, LinkBasis, Role
from headwater.web import asking
from headwater.web.drawing import Drawing, draw
from headwater.web.handlers import case_of, frame
from headwater.web.pages import Choice, ClaimPage, ClaimsPage, LineageFile, LinkPage, Problem
from headwater.web.reading import begins
from headwater.web.rendering import render, respond

_REFUSED = (InputError, UsageError)


def list_claims(request: Request) -> Response:
    """The claims of the case, and the form for a new one."""
    return respond(_claims_page(request, asking.remembered_name(request.cookies)))


def _claims_page(
    request: Request, by: str, text: str = "", parts: str = "", problem: Problem | None = None
) -> ClaimsPage:
    return ClaimsPage(
        frame=frame(request, "claims"),
        claims=claims.claims(case_of(request)),
        text=text,
        parts=parts,
        by=by,
        problem=problem,
    )


def new_claim(request: Request, form: FormData) -> Response:
    """Write a claim down: ``text``, ``parts`` (one a line), ``by``."""
    text, parts = asking.field(form, "text"), asking.field(form, "parts")
    rows = [line.strip() for line in parts.split("\n") if line.strip()]
    try:
        by = asking.decided_by(form)
        claim = claims.new(case_of(request), text, rows, by=by)
    except _REFUSED as error:
        page = _claims_page(request, asking.field(form, "by"), text, parts, Problem.of(error))
        return respond(page, 400)
    return _decided(f"/claim/{claim.id}", by)


def _decided(url: str, by: str) -> Response:
    response = RedirectResponse(url, status_code=303)
    asking.remember_name(response, by)
    return response


def _view(request: Request) -> ClaimView:
    level = asking.one_of(Level, asking.text(request, "level") or Level.PERSON.value, "Level")
    return claims.view(case_of(request), request.path_params["id"], level)


def claim(request: Request) -> Response:
    """A claim at one ``level``."""
    view = _view(request)
    address = f"/claim/{view.claim.id}"
    made = ClaimPage(
        frame=frame(request, "claims"),
        view=view,
        supports=view.with_role(Role.SUPPORTS),
        disputes=view.with_role(Role.DISPUTES),
        others=view.with_role(Role.QUALIFIES) + view.with_role(Role.MENTIONS),
        levels=tuple(
            Choice(level.value, f"{address}?level={level.value}", level.value == view.level)
            for level in Level
        ),
        drawing=_drawing(view),
        by=asking.remembered_name(request.cookies),
    )
    return respond(made)


def _drawing(view: ClaimView) -> Drawing:
    return draw(view.nodes, view.edges, (*view.supports.loops, *view.disputes.loops))


def lineage(request: Request) -> Response:
    """The lineage of a claim as an SVG file to keep."""
    view = _view(request)
    made = LineageFile(_drawing(view), view.claim.text)
    name = re.sub(r"[^A-Za-z0-9-]", "-", view.claim.id)
    return Response(
        render(made),
        media_type="image/svg+xml",
        headers={"Content-Disposition": f'attachment; filename="lineage-{name}.svg"'},
    )


def undo(request: Request, form: FormData) -> Response:
    """Take back the ``decision`` of this number, made for this claim: ``by``, ``why``."""
    by = asking.decided_by(form)
    number = asking.whole(asking.field(form, "decision"), "decision", least=1, default=None)
    if number is None:
        raise UsageError("No decision was named.", "Use the form beside the entry on the claim's page.")
    view = claims.view(case_of(request), request.path_params["id"])
    if number not in {link.id for link in view.claim.links}:
        raise InputError(
            f"Decision {number} is not a standing link of this claim.",
            "Open the claim again; it may be undone already.",
        )
    claims.undo(case_of(request), number, by=by, why=asking.field(form, "why"))
    return _decided(f"/claim/{view.claim.id}", by)


def link_form(request: Request) -> Response:
    """The form that links a statement to a claim; ``claim`` is the one chosen in the first step."""
    return respond(_link_page(request, asking.text(request, "claim"), None, None))


def link(request: Request, form: FormData) -> Response:
    """Link a statement to a claim: ``claim``, ``role``, ``part`` (several), ``basis``, ``why``, ``by``."""
    chosen = asking.field(form, "claim")
    try:
        by = asking.decided_by(form)
        made = claims.link(
            case_of(request),
            chosen,
            request.path_params["id"],
            asking.one_of(Role, asking.field(form, "role"), "Role"),
            parts=asking.numbers(form, "part"),
            basis=asking.one_of(LinkBasis, asking.field(form, "basis"), "Basis").value,
            why=asking.field(form, "why"),
            by=by,
        )
    except _REFUSED as error:
        return respond(_link_page(request, chosen, form, Problem.of(error)), 400)
    return _decided(f"/claim/{chosen}#link-{made.id}", by)


def _link_page(request: Request, chosen: str, form: FormData | None, problem: Problem | None) -> LinkPage:
    """The form as it was sent, or, where none was, as the statement suggests it."""
    view = statements.one(case_of(request), request.path_params["id"])
    lines = claims.claims(case_of(request))
    claim: Claim | None = next((line.claim for line in lines if line.claim.id == chosen), None)
    typed = form or FormData()
    return LinkPage(
        frame=frame(request, "claims"),
        view=view,
        start=begins(view.statement),
        claims=lines,
        claim=claim,
        roles=tuple(Role),
        bases=tuple(LinkBasis),
        role=asking.field(typed, "role"),
        basis=asking.field(typed, "basis") or view.statement.basis.value,
        parts=tuple(str(value) for value in typed.getlist("part")),
        why=asking.field(typed, "why"),
        by=asking.field(typed, "by") or asking.remembered_name(request.cookies),
        problem=problem,
    )
