"""Handlers that show the case: each takes a request, calls ``headwater.desk``, and answers with one page.

They are synchronous, as the desk is, and run in threads. None changes anything.
"""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from headwater.base.errors import InputError, NotFound
from headwater.desk import cases, claims, documents, judging, notes, statements, tagging
from headwater.model.statement import Basis, Form, Stance
from headwater.store.case import Case
from headwater.store.statements import Which
from headwater.web import asking
from headwater.web.framing import Choice, Frame, Pager, Problem
from headwater.web.note_pages import Remarks
from headwater.web.pages import FailuresPage, OverviewPage, ReceiptsPage, StatementsPage
from headwater.web.reading import Wanted, document_page
from headwater.web.rendering import respond
from headwater.web.wording import WHICHES, passage_url, tag_url

STATEMENTS, RECEIPTS, FAILURES = 50, 100, 200
"""Rows on one page of each list."""


def case_of(request: Request) -> Case:
    """The open case that the desk serves."""
    case: Case = request.app.state.case
    return case


def frame(request: Request, section: str) -> Frame:
    """The frame of a page of the case."""
    return Frame(case_of(request).settings.name, section)


def overview(request: Request) -> Response:
    """The state of the case."""
    return respond(OverviewPage(frame(request, "overview"), cases.overview(case_of(request))))


def document(request: Request) -> Response:
    """A document: ``part`` of a long one, or the part that holds offset ``at``; ``type=fixed`` for tables made of letters,
    ``statements=all`` for those too that do not stand."""
    view = documents.view(case_of(request), request.path_params["id"])
    wanted = Wanted(
        part=asking.whole(asking.text(request, "part"), "part", least=1, default=1) or 1,
        at=asking.whole(asking.text(request, "at"), "at", least=0, default=None),
        fixed=asking.text(request, "type") == "fixed",
        every=asking.text(request, "statements") == "all",
    )
    told = judging.history(case_of(request), view.document.id)
    by = asking.remembered_name(request.cookies)
    tagged = tagging.tags_of(case_of(request), view.document.id)
    remarks = Remarks(
        tuple((tag, tag_url(tag.name)) for tag in tagged),
        notes.of_document(case_of(request), view.document),
    )
    return respond(document_page(frame(request, ""), view, wanted, told, by, remarks))


def statement(request: Request) -> Response:
    """A statement: on to where it stands in its document."""
    document, start = claims.passage(case_of(request), request.path_params["id"])
    if not document:
        raise NotFound(
            "This statement stands outside the case.",
            "Its citation is given with each claim it is linked to.",
        )
    return RedirectResponse(passage_url(document, start), status_code=303)


def list_statements(request: Request) -> Response:
    """The statements of the case, by ``speaker``, ``stance``, ``basis``, ``form``, ``document``, by ``words`` of their
    content and by ``which``: how they stand."""
    names = ("document", "speaker", "stance", "basis", "form", "words")
    asked = {name: asking.text(request, name) for name in names}
    for kind, name in ((Stance, "stance"), (Basis, "basis"), (Form, "form")):
        if asked[name]:
            asking.one_of(kind, asked[name], name.title())
    which = asking.one_of(Which, asking.text(request, "which") or Which.STANDING.value, "Which")
    wanted = statements.Wanted(
        asked["document"],
        asked["speaker"],
        asked["stance"],
        asked["basis"],
        asked["form"],
        asked["words"],
        which,
    )
    number, problem = asking.page(request), None
    try:
        count, rows = statements.listing(
            case_of(request), wanted, limit=STATEMENTS, offset=(number - 1) * STATEMENTS
        )
    except (InputError, NotFound) as error:
        count, rows, problem = 0, (), Problem.of(error)
    values = [*asked.items(), ("which", "" if which is Which.STANDING else which.value)]
    made = StatementsPage(
        frame=frame(request, "statements"),
        rows=rows,
        pager=Pager.of("/statements", values, count, 1 if problem else number, STATEMENTS),
        extent=statements.extent(case_of(request)),
        wanted=wanted,
        stances=tuple(Stance),
        bases=tuple(Basis),
        forms=tuple(Form),
        whiches=tuple(WHICHES.items()),
        problem=problem,
    )
    return respond(made, 400 if problem else 200)


def receipts(request: Request) -> Response:
    """What intake did with each container; ``failed=1`` keeps those with something to look at."""
    failed_only = asking.text(request, "failed") == "1"
    number = asking.page(request)
    found = documents.receipt_page(
        case_of(request), failed_only=failed_only, limit=RECEIPTS, offset=(number - 1) * RECEIPTS
    )
    made = ReceiptsPage(
        frame=frame(request, "receipts"),
        receipts=found.receipts,
        pager=Pager.of("/receipts", [("failed", "1" * failed_only)], found.count, number, RECEIPTS),
        views=(
            Choice("all containers", "/receipts", not failed_only),
            Choice("only those with something to look at", "/receipts?failed=1", failed_only),
        ),
        failures=found.failures,
    )
    return respond(made)


def failures(request: Request) -> Response:
    """Everything that could not be taken in."""
    number = asking.page(request)
    count, rows = documents.failure_page(case_of(request), limit=FAILURES, offset=(number - 1) * FAILURES)
    pager = Pager.of("/receipts/failures", [], count, number, FAILURES)
    return respond(FailuresPage(frame(request, "receipts"), rows, pager))
