"""Handlers for reading documents for statements: how far it is, begin, stop."""

from __future__ import annotations

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from headwater.base.errors import CaseBusy, InputError, NotFound, UsageError
from headwater.desk import reading, statements
from headwater.desk.reading import Selection
from headwater.statements.mode import DEFAULT, Mode
from headwater.store import jobs
from headwater.store.jobs import Job
from headwater.web import asking
from headwater.web.framing import Problem
from headwater.web.handlers import case_of, frame
from headwater.web.pages import ReadingPage
from headwater.web.rendering import respond
from headwater.web.wording import instant, number, several
from headwater.web.work import Work

_WHAT = ("query", "all", "again")
_STATES = {
    jobs.RUNNING: "reading",
    jobs.STOPPING: "stopping after the documents that it is at",
    jobs.DONE: "done",
    jobs.STOPPED: "stopped; what was read is kept, and reading goes on from there",
    jobs.FAILED: "failed; what was read is kept",
}


def work_of(request: Request) -> Work:
    """What the desk has going on."""
    work: Work = request.app.state.work
    return work


def show(request: Request) -> Response:
    """How much was read, what is being read, and the form to begin."""
    return respond(_page(request, FormData(), None))


def begin(request: Request, form: FormData) -> Response:
    """Begin to read: ``what`` (query, all, again), ``query``, ``limit``, ``mode``."""
    try:
        what = asking.field(form, "what")
        if what not in _WHAT:
            raise UsageError("Nothing was chosen to be read.", "Choose what to read.")
        query = asking.field(form, "query")
        if what == "query" and not query:
            raise UsageError("There is no query.", "Write one, or choose all documents.")
        selection = Selection(
            mode=asking.one_of(Mode, asking.field(form, "mode"), "Mode"),
            query=query if what == "query" else "",
            limit=asking.whole(asking.field(form, "limit"), "The number of documents", least=1, default=None),
            again=what == "again",
        )
        work_of(request).start(selection)
    except (InputError, UsageError, NotFound, CaseBusy) as error:
        return respond(_page(request, form, Problem.of(error)), 400)
    return RedirectResponse("/reading", status_code=303)


def stop(request: Request, form: FormData) -> Response:
    """Ask whoever reads to stop."""
    reading.stop(case_of(request))
    return RedirectResponse("/reading", status_code=303)


def _page(request: Request, form: FormData, problem: Problem | None) -> ReadingPage:
    case = case_of(request)
    job = reading.progress(case)
    mode = asking.field(form, "mode") or DEFAULT.value
    others = reading.read_by_others(case, Mode(mode) if mode in list(Mode) else DEFAULT)
    return ReadingPage(
        frame=frame(request, "statements"),
        extent=statements.extent(case),
        running=job is not None and job.state in (jobs.RUNNING, jobs.STOPPING),
        stopping=job is not None and job.state == jobs.STOPPING,
        job=tuple(_told(job)) if job else (),
        share=min(1.0, job.read_length / job.length) if job and job.length else 0.0,
        left=_left(request, job),
        again=several(others, "document was", "documents were") if others else "",
        modes=tuple(Mode),
        query=asking.field(form, "query"),
        mode=mode,
        limit=asking.field(form, "limit"),
        problem=problem,
    )


def _told(job: Job) -> list[tuple[str, str]]:
    found = reading.estimate(job)
    rows = [
        ("What", f"{job.what}, mode {job.mode}"),
        ("State", _STATES.get(job.state, job.state) + (f": {job.message}" if job.message else "")),
        ("Begun", instant(job.started)),
        ("Documents", f"{number(job.done)} of {number(job.total)}"),
        ("Statements found", number(job.found)),
    ]
    if found.speed:
        rows.append(("Speed", f"{number(round(found.speed))} words a second on this machine"))
    if found.seconds is not None and job.state == jobs.RUNNING:
        rows.append(("Left", f"some {number(found.words or 0)} words, {reading.duration(found.seconds)}"))
    return rows


def _left(request: Request, job: Job | None) -> str:
    """How much of the case was never read, and how long that takes by what was measured last."""
    load = reading.plan(case_of(request), Selection())[1]
    if not load.documents:
        return "Every document with text was read."
    said = f"{several(load.documents, 'document')} with {number(load.length)} characters were not read yet"
    found = reading.estimate(job, load.length) if job else None
    if found is None or found.seconds is None:
        return f"{said}. How long they take is not known before something was read."
    return f"{said}: {reading.duration(found.seconds)} at the speed of the last reading (mode {job.mode if job else ''})."
