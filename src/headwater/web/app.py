"""The application: routes, the gate before them, and pages for whatever goes wrong."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from importlib.resources import files
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from headwater.base.errors import (
    CaseBusy,
    CaseError,
    CaseVersion,
    HeadwaterError,
    InputError,
    NotFound,
    Unsupported,
    UsageError,
)
from headwater.desk.cases import open_case
from headwater.web import (
    audit_handlers,
    claim_handlers,
    first_handlers,
    folder_handlers,
    handlers,
    judge_handlers,
    ledger_handlers,
    note_handlers,
    original_handlers,
    picture_handlers,
    proposal_handlers,
    reading_handlers,
    search_handlers,
    taking_handlers,
    thread_handlers,
)
from headwater.web.framing import Frame
from headwater.web.pages import ErrorPage
from headwater.web.rendering import respond
from headwater.web.security import Gate, secure, without_token
from headwater.web.work import Work

STATUSES: tuple[tuple[type[HeadwaterError], int], ...] = (
    (NotFound, 404),
    (InputError, 400),
    (UsageError, 400),
    (Unsupported, 422),
    (CaseBusy, 503),
    (CaseVersion, 409),
    (CaseError, 500),
)
"""The HTTP status for each kind of error; the first that fits."""

_SHORT, _LONG = 1 << 20, 8 << 20
"""Bytes of a field of a form, and of one that may hold an article."""

FormHandler = Callable[[Request, FormData], Response]


def create_app(case_root: Path, token: str, hosts: Iterable[str] = (), *, may_add: bool = True) -> Starlette:
    """The desk over the case in ``case_root``, opened with ``token`` and answering under ``hosts`` and the loopback.

    With ``may_add`` whoever comes in may have any path of this machine taken into the case.

    Raises what opening the case raises: NotFound, CaseError, CaseVersion.
    """
    case = open_case(case_root)
    work = Work(case)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        yield
        await run_in_threadpool(work.close)
        case.close()

    app = Starlette(
        routes=_routes(),
        middleware=[Middleware(Gate, token=token, hosts=tuple(hosts), refuse=refusal)],
        exception_handlers=ERRORS,
        lifespan=lifespan,
    )
    app.state.case = case
    app.state.work = work
    app.state.may_add = may_add
    return app


def _routes() -> list[Route | Mount]:
    return [
        Route("/", handlers.overview),
        Route("/first", first_handlers.show),
        Route("/search", search_handlers.find),
        Route("/search/save", form_of(search_handlers.save), methods=["POST"]),
        Route("/batch", search_handlers.batch_form, methods=["GET"]),
        Route("/batch", form_of(search_handlers.run_batch, uploads=1), methods=["POST"]),
        Route("/document/{id}", handlers.document),
        Route("/document/{id}/page/{number:int}.png", picture_handlers.page),
        Route("/statements", handlers.list_statements),
        Route("/statement/{id}", handlers.statement),
        Route("/statement/{id}/link", claim_handlers.link_form, methods=["GET"]),
        Route("/statement/{id}/link", form_of(claim_handlers.link), methods=["POST"]),
        Route("/statement/{id}/judge", judge_handlers.judge_form, methods=["GET"]),
        Route("/statement/{id}/judge", form_of(judge_handlers.judge), methods=["POST"]),
        Route("/statement/{id}/correct", judge_handlers.correct_form, methods=["GET"]),
        Route("/statement/{id}/correct", form_of(judge_handlers.correct), methods=["POST"]),
        Route("/document/{id}/link", claim_handlers.link_document_form, methods=["GET"]),
        Route("/document/{id}/link", form_of(claim_handlers.link_document), methods=["POST"]),
        Route("/document/{id}/html", original_handlers.html),
        Route("/document/{id}/pages", original_handlers.picture),
        Route("/document/{id}/original", original_handlers.original),
        Route("/document/{id}/original/file", original_handlers.take),
        Route("/document/{id}/tag", form_of(note_handlers.tag), methods=["POST"]),
        Route("/document/{id}/note", note_handlers.note_form, methods=["GET"]),
        Route("/document/{id}/note", form_of(note_handlers.write), methods=["POST"]),
        Route("/note/{id}/withdraw", form_of(note_handlers.withdraw), methods=["POST"]),
        Route("/notes", note_handlers.list_notes),
        Route("/document/{id}/add", judge_handlers.add_form, methods=["GET"]),
        Route("/document/{id}/add", form_of(judge_handlers.add), methods=["POST"]),
        Route("/judgements", judge_handlers.history, methods=["GET"]),
        Route("/judgements", form_of(judge_handlers.undo), methods=["POST"]),
        Route("/reading", reading_handlers.show, methods=["GET"]),
        Route("/reading", form_of(reading_handlers.begin), methods=["POST"]),
        Route("/reading/stop", form_of(reading_handlers.stop), methods=["POST"]),
        Route("/document/{id}/variants/{other}", thread_handlers.variant),
        Route("/threads", thread_handlers.list_threads),
        Route("/thread/{id}", thread_handlers.show),
        Route("/folders", folder_handlers.show),
        Route("/receipts", handlers.receipts),
        Route("/add", taking_handlers.show, methods=["GET"]),
        Route("/add", form_of(taking_handlers.begin), methods=["POST"]),
        Route("/add/stop", form_of(taking_handlers.stop), methods=["POST"]),
        Route("/receipts/failures", handlers.failures),
        Route("/claims", claim_handlers.list_claims, methods=["GET"]),
        Route("/claims", form_of(claim_handlers.new_claim), methods=["POST"]),
        Route("/claim/{id}", claim_handlers.claim),
        Route("/claim/{id}/lineage.svg", claim_handlers.lineage),
        Route("/claim/{id}/undo", form_of(claim_handlers.undo), methods=["POST"]),
        Route("/claim/{id}/proposals", proposal_handlers.show, methods=["GET"]),
        Route("/claim/{id}/proposals", form_of(proposal_handlers.decide), methods=["POST"]),
        Route("/claim/{id}/document", ledger_handlers.choose_document),
        Route("/claim/{id}/enter", ledger_handlers.enter_form, methods=["GET"]),
        Route("/claim/{id}/enter", form_of(ledger_handlers.enter), methods=["POST"]),
        Route("/claim/{id}/interest", ledger_handlers.interest_form, methods=["GET"]),
        Route("/claim/{id}/interest", form_of(ledger_handlers.interest), methods=["POST"]),
        Route("/claim/{id}/history", ledger_handlers.history, methods=["GET"]),
        Route("/claim/{id}/history", form_of(ledger_handlers.undo), methods=["POST"]),
        Route("/history", ledger_handlers.history, methods=["GET"]),
        Route("/history", form_of(ledger_handlers.undo), methods=["POST"]),
        Route("/copies", ledger_handlers.list_copies, methods=["GET"]),
        Route("/copies", form_of(ledger_handlers.search_copies), methods=["POST"]),
        Route("/copy/{id}", ledger_handlers.copy, methods=["GET"]),
        Route("/copy/{id}", form_of(ledger_handlers.decide_copy), methods=["POST"]),
        Route("/audits", audit_handlers.list_audits, methods=["GET"]),
        Route("/audits", form_of(audit_handlers.begin, uploads=1), methods=["POST"]),
        Route("/audit/{id}", audit_handlers.show),
        Route("/audit/{id}/report", audit_handlers.report),
        Route("/audit/{id}/link", audit_handlers.link_form, methods=["GET"]),
        Route("/audit/{id}/link", form_of(audit_handlers.link), methods=["POST"]),
        Mount("/static", static_files()),
    ]


def static_files() -> StaticFiles:
    """Style sheets and icons, those of reports among them."""
    return StaticFiles(
        directory=str(files("headwater.web") / "static"), packages=[("headwater.dossier", "static")]
    )


def form_of(handler: FormHandler, *, uploads: int = 0) -> Callable[[Request], object]:
    """Read the form, with at most so many ``uploads``, then run the handler in a thread."""

    async def endpoint(request: Request) -> Response:
        most = _LONG if uploads else _SHORT
        async with request.form(max_files=uploads, max_fields=200, max_part_size=most) as form:
            return await run_in_threadpool(handler, request, form)

    return endpoint


def refusal(request: Request, status: int, code: str, message: str, next_step: str) -> Response:
    """A page that refuses, and tells nothing of the case. A cookie set a moment ago counts only from the next click on."""
    again = without_token(request.url.path, request.url.query) if code == "token" else ""
    return respond(ErrorPage(Frame(), status, code, message, next_step, again), status)


def _known(request: Request, error: Exception) -> Response:
    assert isinstance(error, HeadwaterError)
    status = next((status for kind, status in STATUSES if isinstance(error, kind)), 500)
    return _inside(request, status, error.code, error.message, error.next_step)


def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if error.status_code == 404:
        message = "There is no such page."
    elif error.status_code == 405:
        message = "This page does not take that kind of request."
    else:
        message = f"This request cannot be answered: {error.detail}."
    response = _inside(
        request, error.status_code, f"http-{error.status_code}", message, "Begin at the overview."
    )
    response.headers.update(error.headers or {})
    return response


def _unknown(request: Request, error: Exception) -> Response:
    """A defect of Headwater. The server writes the traceback to its own log, and this page stays outside the gate."""
    response = _inside(
        request,
        500,
        "defect",
        "Headwater failed at this page; that is a defect in it, and nothing in the case was changed.",
        "Report it with what headwater serve printed just now.",
    )
    secure(response.headers)
    return response


def _inside(request: Request, status: int, code: str, message: str, next_step: str) -> Response:
    case = getattr(request.app.state, "case", None)
    name = case.settings.name if case else ""
    return respond(ErrorPage(Frame(name), status, code, message, next_step, ""), status)


ERRORS: Mapping[Any, Callable[[Request, Exception], Response]] = {
    HeadwaterError: _known,
    HTTPException: _http,
    Exception: _unknown,
}
"""What answers where something goes wrong."""
