"""Handlers for claims: show them, write them down, link statements and documents to them, take a link back.

Only those that take a form change anything; they answer with a redirect. What cannot be done because of what was typed
comes back as the same form with the reason.
"""

from __future__ import annotations

import re
from urllib.parse import urlencode

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from headwater.base.errors import InputError, UsageError
from headwater.desk import claims, documents, statements
from headwater.desk.claim_levels import at_levels
from headwater.desk.evidence import seen_whole
from headwater.desk.proposal_counts import open_proposals
from headwater.desk.views import ClaimView
from headwater.model.claim import Claim, Level, LinkBasis, Role
from headwater.web import asking
from headwater.web.claim_pages import (
    ClaimPage,
    ClaimsPage,
    Column,
    LineageFile,
    Linking,
    LinkPage,
    Subject,
)
from headwater.web.covering import covering
from headwater.web.drawing import Drawing, draw
from headwater.web.framing import Choice, Problem
from headwater.web.handlers import case_of, frame
from headwater.web.reading import begins
from headwater.web.rendering import render, respond
from headwater.web.wording import passage_url, speaker

REFUSED = (InputError, UsageError)
"""What sends a form back to whoever filled it in."""

ENTRIES = 8
"""So many linked statements of each role are shown at once; the rest is folded."""

_COLUMNS = (
    (Role.SUPPORTS, "Supporting", "supporting"),
    (Role.DISPUTES, "Disputing", "disputing"),
    (Role.QUALIFIES, "Qualifying", "qualifying"),
    (Role.MENTIONS, "Mentioning", "mentioning"),
)


def list_claims(request: Request) -> Response:
    """The claims of the case, and the form for a new one."""
    return respond(_claims_page(request, asking.remembered_name(request.cookies)))


def _claims_page(
    request: Request, by: str, text: str = "", parts: str = "", problem: Problem | None = None
) -> ClaimsPage:
    return ClaimsPage(
        frame=frame(request, "claims"),
        claims=claims.claims(case_of(request)),
        proposed=open_proposals(case_of(request)),
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
    except REFUSED as error:
        page = _claims_page(request, asking.field(form, "by"), text, parts, Problem.of(error))
        return respond(page, 400)
    return decided(f"/claim/{claim.id}", by)


def decided(url: str, by: str) -> Response:
    """On to ``url`` after a decision; the name is kept for the next one."""
    response = RedirectResponse(url, status_code=303)
    asking.remember_name(response, by)
    return response


def _view(request: Request) -> ClaimView:
    level = asking.one_of(Level, asking.text(request, "level") or Level.PERSON.value, "Level")
    return claims.view(case_of(request), request.path_params["id"], level)


def claim(request: Request) -> Response:
    """A claim at one ``level``; ``unfold`` (several) are ids of folded boxes of the drawing to unfold."""
    view = _view(request)
    address, unfolded = f"/claim/{view.claim.id}", request.query_params.getlist("unfold")
    drawing = _drawing(view, unfolded)
    made = ClaimPage(
        frame=frame(request, "claims"),
        view=view,
        columns=tuple(
            Column(title, anchor, view.with_role(role), ENTRIES) for role, title, anchor in _COLUMNS
        ),
        levels=tuple(
            Choice(level.value, f"{address}?level={level.value}", level.value == view.level)
            for level in Level
        ),
        counts=at_levels(view),
        covering=covering(view),
        drawing=drawing,
        folds={
            placed.box.id: _lineage_url(view, [*unfolded, placed.box.id])
            for placed in drawing.boxes
            if placed.box.folded
        },
        folded=_lineage_url(view, []),
        by=asking.remembered_name(request.cookies),
    )
    return respond(made)


def _lineage_url(view: ClaimView, unfolded: list[str]) -> str:
    query = urlencode([("level", view.level), *(("unfold", one) for one in unfolded)])
    return f"/claim/{view.claim.id}?{query}#lineage"


def _drawing(view: ClaimView, unfolded: list[str]) -> Drawing:
    return draw(view.nodes, view.edges, (*view.supports.loops, *view.disputes.loops), unfolded)


def lineage(request: Request) -> Response:
    """The lineage of a claim as an SVG file to keep."""
    view = _view(request)
    made = LineageFile(_drawing(view, request.query_params.getlist("unfold")), view.claim.text)
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
    return decided(f"/claim/{view.claim.id}", by)


def link_form(request: Request) -> Response:
    """The form that links a statement to a claim; ``claim`` is the one chosen in the first step."""
    return respond(_link_page(request, _statement(request), None, None))


def link(request: Request, form: FormData) -> Response:
    """Link a statement to a claim: ``claim`` and the fields of ``Linking``."""
    return _link(request, form, request.path_params["id"])


def link_document_form(request: Request) -> Response:
    """The form that links a document as a whole to a claim; ``claim`` as for a statement."""
    return respond(_link_page(request, _document(request), None, None))


def link_document(request: Request, form: FormData) -> Response:
    """Link a document as a whole to a claim: the fields as for a statement."""
    return _link(request, form, claims.whole_document(case_of(request), request.path_params["id"]))


def _link(request: Request, form: FormData, statement: str) -> Response:
    chosen = asking.field(form, "claim")
    try:
        by = asking.decided_by(form)
        made = claims.link(
            case_of(request),
            chosen,
            statement,
            asking.one_of(Role, asking.field(form, "role"), "Role"),
            parts=asking.numbers(form, "part"),
            basis=asking.one_of(LinkBasis, asking.field(form, "basis"), "Basis").value,
            why=asking.field(form, "why"),
            by=by,
        )
    except REFUSED as error:
        whole = request.url.path.startswith("/document/")
        subject = _document(request) if whole else _statement(request)
        return respond(_link_page(request, subject, form, Problem.of(error)), 400)
    return decided(f"/claim/{chosen}#link-{made.id}", by)


def _statement(request: Request) -> tuple[Subject, str]:
    """The statement to link, and the basis that it suggests."""
    view = statements.one(case_of(request), request.path_params["id"])
    said = view.statement
    subject = Subject(
        action=f"/statement/{said.id}/link",
        words=view.content or view.source or view.cue,
        speaker=speaker(said.chain, view.source),
        stance=said.stance.value,
        chain=said.chain,
        url=passage_url(view.document, begins(said)),
        title=view.title,
        date=view.date,
    )
    return subject, said.basis.value


def _document(request: Request) -> tuple[Subject, str]:
    """The document to link, and the basis that it suggests."""
    document = documents.view(case_of(request), request.path_params["id"]).document
    seen = seen_whole(document)
    subject = Subject(
        action=f"/document/{document.id}/link",
        words=document.title,
        speaker=speaker(seen.chain, seen.source),
        stance="",
        chain=seen.chain,
        url=f"/document/{document.id}",
        title=document.title,
        date=document.sent.iso() if document.sent else "",
    )
    return subject, LinkBasis.UNKNOWN.value


def typed_link(form: FormData | None, basis: str, by: str) -> Linking:
    """A form about a link as it was sent; where none was, with the ``basis`` and name that are suggested."""
    sent = form or FormData()
    return Linking(
        role=asking.field(sent, "role"),
        basis=asking.field(sent, "basis") or basis,
        parts=tuple(str(value) for value in sent.getlist("part")),
        why=asking.field(sent, "why"),
        by=asking.field(sent, "by") or by,
    )


def _link_page(
    request: Request, linked: tuple[Subject, str], form: FormData | None, problem: Problem | None
) -> LinkPage:
    subject, basis = linked
    chosen = asking.field(form, "claim") if form else asking.text(request, "claim")
    lines = claims.claims(case_of(request))
    claim: Claim | None = next((line.claim for line in lines if line.claim.id == chosen), None)
    return LinkPage(
        frame=frame(request, "claims"),
        subject=subject,
        claims=lines,
        claim=claim,
        roles=tuple(Role),
        bases=tuple(LinkBasis),
        typed=typed_link(form, basis, asking.remembered_name(request.cookies)),
        problem=problem,
    )
