"""Handlers for taking in: the form, how far it is, begin, stop."""

from __future__ import annotations

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from headwater.base.errors import CaseBusy, InputError, NotFound
from headwater.desk import taking
from headwater.web import asking
from headwater.web.framing import Problem
from headwater.web.handlers import case_of, frame
from headwater.web.reading_handlers import work_of
from headwater.web.rendering import respond
from headwater.web.taking_pages import AddPage

RECEIPTS = 12
"""So many of the latest receipts are shown while they fill."""

SECONDS = 1.0
"""A short intake is waited for, so that its page shows what came in."""


def show(request: Request) -> Response:
    """How far taking in is, with the receipts that fill; ``watch=1`` looks again by itself."""
    return respond(_page(request, "", None))


def begin(request: Request, form: FormData) -> Response:
    """Take in the ``paths``, one a line, and try ``passwords``, one a line, on what is encrypted."""
    typed = asking.field(form, "paths")
    try:
        if not may_add(request):
            raise InputError(
                "This desk can be reached from other machines, so nothing is added from its pages.",
                "Add on the machine itself: headwater add CASE PATH",
            )
        paths = taking.checked(case_of(request), typed)
        passwords = [line for line in asking.field(form, "passwords").split("\n") if line]
        work_of(request).taking.begin(paths, passwords)
    except (InputError, NotFound, CaseBusy) as error:
        return respond(_page(request, typed, Problem.of(error)), 400)
    work_of(request).taking.wait(SECONDS)
    return RedirectResponse("/add", status_code=303)


def stop(request: Request, form: FormData) -> Response:
    """Ask the intake to stop."""
    work_of(request).taking.stop()
    work_of(request).taking.wait(SECONDS)
    return RedirectResponse("/add", status_code=303)


def may_add(request: Request) -> bool:
    """Whether paths of this machine may be named on a page: only where the desk answers this machine alone."""
    return bool(request.app.state.may_add)


def _page(request: Request, paths: str, problem: Problem | None) -> AddPage:
    intake = work_of(request).taking.intake
    return AddPage(
        frame=frame(request, "receipts"),
        intake=intake,
        account=taking.account(case_of(request), RECEIPTS),
        paths=paths,
        allowed=may_add(request),
        watching=bool(intake and intake.goes_on and asking.text(request, "watch") == "1"),
        problem=problem,
    )
