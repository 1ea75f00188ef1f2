"""Handlers for audits: list and show them, hold an article against the case, decide on what was found."""

from __future__ import annotations

from typing import Any

from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import Response

from headwater.base.errors import CaseBusy, InputError, NotFound, UsageError
from headwater.desk import audit_links, auditing, audits, claims
from headwater.desk.audits import AuditView
from headwater.dossier.audit_marks import of_finding
from headwater.dossier.audit_report import report as written
from headwater.dossier.audit_sheet import summary
from headwater.model.claim import Claim, LinkBasis, Role
from headwater.model.document import Document
from headwater.statements.mode import DEFAULT, Mode
from headwater.web import asking
from headwater.web.audit_pages import AuditLine, AuditLinkPage, AuditPage, AuditsPage, Draft, Found
from headwater.web.claim_handlers import REFUSED, decided, typed_link
from headwater.web.framing import Pager, Problem
from headwater.web.handlers import case_of, frame
from headwater.web.reading_handlers import work_of
from headwater.web.rendering import respond

AUDITS = 25
"""Rows on one page of the list."""

MOST_BYTES = 64_000_000
"""Bytes of the largest article that a form may send."""

SECONDS = 20.0
"""So long a form waits for its audit; one that takes longer is found in the list."""


def list_audits(request: Request) -> Response:
    """The audits of the case, and the form for another one; ``document`` is the id of one of the case to fill in."""
    draft = Draft(
        "", asking.text(request, "document"), DEFAULT.value, asking.remembered_name(request.cookies)
    )
    return respond(_audits_page(request, draft, None))


def _audits_page(request: Request, draft: Draft, problem: Problem | None) -> AuditsPage:
    number = asking.page(request)
    count, lines = audits.listing(case_of(request), limit=AUDITS, offset=(number - 1) * AUDITS)
    going = work_of(request).auditing
    return AuditsPage(
        frame=frame(request, "audits"),
        lines=tuple(AuditLine(line, summary(line.counts)) for line in lines),
        pager=Pager.of("/audits", [], count, number, AUDITS),
        going=f"{going.title or 'An article'}: {going.words}" if going and going.goes_on else "",
        failed=going.error if going and not going.goes_on else "",
        modes=tuple(Mode),
        draft=draft,
        problem=problem,
    )


def begin(request: Request, form: FormData) -> Response:
    """Hold an article against the case: ``file``, ``text`` or ``document``, ``mode`` and ``by``."""
    try:
        by = asking.decided_by(form)
        mode = asking.one_of(Mode, asking.field(form, "mode"), "Mode")
        work_of(request).audit(_article(request, form), mode, by)
    except (*REFUSED, NotFound, CaseBusy) as error:
        draft = Draft(
            asking.field(form, "text"),
            asking.field(form, "document"),
            asking.field(form, "mode") or DEFAULT.value,
            asking.field(form, "by"),
        )
        return respond(_audits_page(request, draft, Problem.of(error)), 400)
    made = work_of(request).wait_for_audit(SECONDS)
    return decided(f"/audit/{made}" if made else "/audits", by)


def _article(request: Request, form: FormData) -> Document:
    """The article that was given in one of three ways. Raises UsageError where none or several were used."""
    sent = form.get("file")
    upload = sent if isinstance(sent, UploadFile) and sent.filename else None
    text, document = asking.field(form, "text"), asking.field(form, "document")
    if sum(map(bool, (upload, text, document))) != 1:
        raise UsageError(
            "An article is given in one of three ways.", "Choose a file, paste a text, or name a document."
        )
    if upload is not None:
        if (upload.size or 0) > MOST_BYTES:
            raise InputError(
                f"The file is larger than {MOST_BYTES:,} bytes.", "Use the command line: headwater audit"
            )
        return auditing.article_of(upload.file.read(), upload.filename or "")
    if text:
        return auditing.article_of(text.encode("utf-8", "replace"), "article.txt")
    return auditing.article_in(case_of(request), document)


def _shown(request: Request) -> AuditView:
    number = asking.whole(request.path_params["id"], "The number of the audit", least=1, default=None)
    return audits.view(case_of(request), number or 0)


def show(request: Request) -> Response:
    """One audit."""
    shown = _shown(request)
    made = AuditPage(
        frame(request, "audits"), audits.sheet(case_of(request), shown), f"/audit/{shown.kept.line.id}"
    )
    return respond(made)


def report(request: Request) -> Response:
    """One audit as a file to keep, print or send."""
    shown = _shown(request)
    text = written(audits.sheet(case_of(request), shown))
    name = f"audit-{shown.kept.line.id}.html"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(text, media_type="text/html", headers=headers)


def link_form(request: Request) -> Response:
    """The form that links a place of a finding to a claim: ``finding``, ``place``, ``claim`` once it is chosen."""
    found = _found(request, request.query_params)
    return respond(_link_page(request, found, None, None))


def link(request: Request, form: FormData) -> Response:
    """Link a place of a finding: ``finding``, ``place``, ``claim``, the fields of ``Linking``, and ``resting`` to record that the
    article's words rest on it."""
    shown, chosen = _shown(request), asking.field(form, "claim")
    finding = audits.finding(shown, asking.field(form, "finding"))
    place = asking.whole(asking.field(form, "place"), "place", least=1, default=1) or 1
    why = asking.field(form, "why")
    try:
        by = asking.decided_by(form)
        made = audit_links.link(
            case_of(request),
            shown,
            finding,
            chosen,
            asking.one_of(Role, asking.field(form, "role"), "Role"),
            place=place,
            parts=asking.numbers(form, "part"),
            basis=asking.one_of(LinkBasis, asking.field(form, "basis"), "Basis").value,
            why=why,
            by=by,
        )
        if asking.field(form, "resting"):
            audit_links.derive(case_of(request), shown, finding, place=place, why=why, by=by)
    except REFUSED as error:
        return respond(_link_page(request, _found(request, form), form, Problem.of(error)), 400)
    return decided(f"/claim/{chosen}#link-{made.id}", by)


def _found(request: Request, given: Any) -> Found:
    """The place of a finding that is asked for. Raises NotFound, InputError."""
    shown = _shown(request)
    finding = audits.finding(shown, str(given.get("finding", "")).strip())
    place = asking.whole(str(given.get("place", "")).strip(), "place", least=1, default=1) or 1
    number = shown.kept.line.id
    return Found(
        action=f"/audit/{number}/link",
        number=number,
        mark=of_finding(finding),
        place=place,
        subject=audit_links.target(finding, place),
    )


def _link_page(
    request: Request, found: Found, form: FormData | None, problem: Problem | None
) -> AuditLinkPage:
    chosen = asking.field(form, "claim") if form else asking.text(request, "claim")
    lines = claims.claims(case_of(request))
    claim: Claim | None = next((line.claim for line in lines if line.claim.id == chosen), None)
    return AuditLinkPage(
        frame=frame(request, "audits"),
        found=found,
        claims=lines,
        claim=claim,
        roles=tuple(Role),
        bases=tuple(LinkBasis),
        typed=typed_link(form, LinkBasis.UNKNOWN.value, asking.remembered_name(request.cookies)),
        resting=bool(asking.field(form, "resting")) if form else False,
        problem=problem,
    )
