"""Handlers for the rest of the ledger: its history and undo, statements entered by hand, interests, suspected copies."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from headwater.base.errors import InputError, UsageError
from headwater.desk import claims, copies, search
from headwater.desk.copies import Asked
from headwater.model.claim import Claim, LinkBasis, Role
from headwater.model.statement import Stance
from headwater.model.suspicion import Suspect, Verdict
from headwater.people.names import actor_key
from headwater.store import jobs
from headwater.web import asking
from headwater.web.claim_handlers import REFUSED, decided, typed_link
from headwater.web.claim_pages import (
    ChoosePage,
    CopiesPage,
    CopyPage,
    Entered,
    EnterPage,
    HistoryPage,
    InterestPage,
)
from headwater.web.framing import Choice, Pager, Problem
from headwater.web.handlers import case_of, frame
from headwater.web.rendering import respond

DECISIONS, SUSPICIONS = 50, 25
"""Rows on one page of each list."""

HITS = 30
"""So many documents are offered to be linked; a narrower query finds the others."""


def history(request: Request) -> Response:
    """The decisions of the ledger, or those that a claim rests on, the latest first."""
    return respond(_history_page(request, "", None))


def undo(request: Request, form: FormData) -> Response:
    """Take back the decision of the number ``undo``: ``by``, ``why``."""
    try:
        by = asking.decided_by(form)
        number = asking.whole(asking.field(form, "undo"), "undo", least=1, default=None)
        if number is None:
            raise UsageError("No decision was named.", "Use the button beside it.")
        known = {line.decision for line in claims.history(case_of(request), _claim_id(request))}
        if number not in known:
            raise InputError(f"No decision {number} is listed here.", "Open the whole history.")
        claims.undo(case_of(request), number, by=by, why=asking.field(form, "why"))
    except REFUSED as error:
        return respond(_history_page(request, asking.field(form, "by"), Problem.of(error)), 400)
    return decided(f"{request.url.path}#decision-{number}", by)


def _claim_id(request: Request) -> str:
    return str(request.path_params.get("id", ""))


def _history_page(request: Request, by: str, problem: Problem | None) -> HistoryPage:
    case, claim_id, number = case_of(request), _claim_id(request), asking.page(request)
    lines = claims.history(case, claim_id)[::-1]
    first = (number - 1) * DECISIONS
    return HistoryPage(
        frame=frame(request, "claims"),
        claim=_standing(request, claim_id),
        lines=lines[first : first + DECISIONS],
        pager=Pager.of(request.url.path, [], len(lines), number, DECISIONS),
        action=request.url.path,
        by=by or asking.remembered_name(request.cookies),
        problem=problem,
    )


def _standing(request: Request, claim_id: str) -> Claim | None:
    """The claim of this id if it stands."""
    found = (line.claim for line in claims.claims(case_of(request)))
    return next((claim for claim in found if claim.id == claim_id), None)


def choose_document(request: Request) -> Response:
    """Search for the document that is to be linked to a claim as a whole: ``q``."""
    query, results, problem = asking.text(request, "q"), None, None
    if query:
        try:
            results = search.search(case_of(request), query, limit=HITS)
        except InputError as error:
            problem = Problem.of(error)
    claim = claims.view(case_of(request), _claim_id(request)).claim
    made = ChoosePage(frame(request, "claims"), claim, query, results, problem)
    return respond(made, 400 if problem else 200)


def enter_form(request: Request) -> Response:
    """The form for a statement entered by hand."""
    return respond(_enter_page(request, None, None))


def enter(request: Request, form: FormData) -> Response:
    """Enter a statement and link it: the fields of ``Entered`` and of ``Linking``."""
    entered, case = _entered(form), case_of(request)
    claim = claims.view(case, _claim_id(request)).claim
    try:
        by, parts = asking.decided_by(form), asking.numbers(form, "part")
        role = asking.one_of(Role, asking.field(form, "role"), "Role")
        basis = asking.one_of(LinkBasis, asking.field(form, "basis"), "Basis")
        if not all(1 <= number <= len(claim.parts) for number in parts):
            raise InputError("The claim has no such part.", "Choose among its parts.")
        statement = claims.type_in(
            case,
            entered.text,
            [line.strip() for line in entered.chain.split("\n") if line.strip()],
            citation=entered.citation,
            document=entered.document,
            stance=asking.one_of(Stance, entered.stance, "Stance"),
            by=by,
        )
        why = asking.field(form, "why")
        made = claims.link(case, claim.id, statement, role, parts=parts, basis=basis.value, why=why, by=by)
    except REFUSED as error:
        return respond(_enter_page(request, form, Problem.of(error)), 400)
    return decided(f"/claim/{claim.id}#link-{made.id}", by)


def _entered(form: FormData) -> Entered:
    return Entered(
        text=asking.field(form, "text"),
        chain=asking.field(form, "chain"),
        citation=asking.field(form, "citation"),
        document=asking.field(form, "document"),
        stance=asking.field(form, "stance") or Stance.ASSERTS.value,
    )


def _enter_page(request: Request, form: FormData | None, problem: Problem | None) -> EnterPage:
    return EnterPage(
        frame=frame(request, "claims"),
        claim=claims.view(case_of(request), _claim_id(request)).claim,
        stances=tuple(Stance),
        roles=tuple(Role),
        bases=tuple(LinkBasis),
        entered=_entered(form or FormData()),
        typed=typed_link(form, LinkBasis.UNKNOWN.value, asking.remembered_name(request.cookies)),
        problem=problem,
    )


def interest_form(request: Request) -> Response:
    """The form that notes an interest; ``actor`` is the id of the chosen one."""
    return respond(_interest_page(request, None, None))


def interest(request: Request, form: FormData) -> Response:
    """Note an interest of the ``actor`` with this id: ``kind``, ``note``, ``by``."""
    view = claims.view(case_of(request), _claim_id(request))
    actor = asking.field(form, "actor")
    try:
        by = asking.decided_by(form)
        if actor not in view.names:
            raise InputError("Nobody of the lineage was chosen.", "Choose whose interest it is.")
        name = view.names[actor] if actor_key(view.names[actor]) == actor else actor
        kind, note = asking.field(form, "kind"), asking.field(form, "note")
        claims.set_interest(case_of(request), name, kind, note=note, by=by)
    except REFUSED as error:
        return respond(_interest_page(request, form, Problem.of(error)), 400)
    return decided(f"/claim/{view.claim.id}#interests", by)


def _interest_page(request: Request, form: FormData | None, problem: Problem | None) -> InterestPage:
    view = claims.view(case_of(request), _claim_id(request))
    typed = form or FormData()
    return InterestPage(
        frame=frame(request, "claims"),
        claim=view.claim,
        actors=tuple(sorted(view.names.items(), key=lambda row: (row[1].casefold(), row[0]))),
        actor=asking.field(typed, "actor") or asking.text(request, "actor"),
        kind=asking.field(typed, "kind"),
        note=asking.field(typed, "note"),
        by=asking.field(typed, "by") or asking.remembered_name(request.cookies),
        problem=problem,
    )


def list_copies(request: Request) -> Response:
    """Suspected copies by ``verdict``, ``kind`` and ``document``."""
    asked = {name: asking.text(request, name) for name in ("verdict", "kind", "document")}
    wanted = Asked(
        verdict=asking.one_of(Verdict, asked["verdict"], "Verdict") if asked["verdict"] else None,
        kind=asking.one_of(Suspect, asked["kind"], "Kind") if asked["kind"] else None,
        document=asked["document"],
    )
    number = asking.page(request)
    found = copies.listing(case_of(request), wanted, limit=SUSPICIONS, offset=(number - 1) * SUSPICIONS)
    made = CopiesPage(
        frame=frame(request, "claims"),
        found=found,
        pager=Pager.of("/copies", list(asked.items()), found.count, number, SUSPICIONS),
        decided=_choices(asked, "verdict", [one.value for one in Verdict]),
        kinds=_choices(asked, "kind", [one.value for one in Suspect]),
        document=asked["document"],
        searching=_searching(request),
    )
    return respond(made)


def _choices(asked: dict[str, str], name: str, values: Sequence[str]) -> tuple[Choice, ...]:
    """One of several values of a field, or all; the other fields stay as they are."""
    made = []
    for value in ("", *values):
        query = urlencode({key: one for key, one in {**asked, name: value}.items() if one})
        made.append(Choice(value or "all", f"/copies?{query}" if query else "/copies", asked[name] == value))
    return tuple(made)


def _searching(request: Request) -> str:
    """How far a search for copies is that goes on, in words; "" where none does."""
    job = copies.progress(case_of(request))
    if job is None or job.state != jobs.RUNNING:
        return "Copies are being looked for." if request.app.state.work.searching else ""
    return f"Copies are being looked for: {job.done:,} of {job.total:,} documents are prepared."


def search_copies(request: Request, form: FormData) -> Response:
    """Begin to look for copies in the background."""
    request.app.state.work.search_copies()
    return decided("/copies", asking.remembered_name(request.cookies))


def copy(request: Request) -> Response:
    """One suspected copy."""
    return respond(_copy_page(request, None, None))


def decide_copy(request: Request, form: FormData) -> Response:
    """Accept, reject or reopen a suspicion: ``verdict``, ``original`` (a document's id), ``why``, ``by``."""
    try:
        by = asking.decided_by(form)
        made = copies.decide(
            case_of(request),
            request.path_params["id"],
            asking.one_of(Verdict, asking.field(form, "verdict"), "Verdict"),
            original=asking.field(form, "original"),
            why=asking.field(form, "why"),
            by=by,
        )
    except REFUSED as error:
        return respond(_copy_page(request, form, Problem.of(error)), 400)
    return decided(f"/copy/{made.suspicion}", by)


def _copy_page(request: Request, form: FormData | None, problem: Problem | None) -> CopyPage:
    view = copies.view(case_of(request), request.path_params["id"])
    typed = form or FormData()
    return CopyPage(
        frame=frame(request, "claims"),
        view=view,
        original=asking.field(typed, "original") or view.line.original or view.line.earlier,
        why=asking.field(typed, "why"),
        by=asking.field(typed, "by") or asking.remembered_name(request.cookies),
        problem=problem,
    )
