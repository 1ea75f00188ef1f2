"""Handlers of the pages about threads and variants. None changes anything."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from headwater.desk import threads, variants
from headwater.web import asking
from headwater.web.framing import Pager
from headwater.web.handlers import case_of, frame
from headwater.web.rendering import respond
from headwater.web.thread_pages import ThreadPage, ThreadsPage, VariantPage, answers

NODES, THREADS = 200, 50
"""Rows on one page of a thread and of the list of threads."""


def show(request: Request) -> Response:
    """A conversation by its thread's id; that of a message, ghost or document in it leads on to its place there."""
    number, asked = asking.page(request), request.path_params["id"]
    thread, node, position = threads.locate(case_of(request), asked)
    if asked != thread:
        page = f"?page={position // NODES + 1}" if position >= NODES else ""
        return RedirectResponse(f"/thread/{thread}{page}#n{node}", status_code=303)
    view = threads.view(case_of(request), asked, limit=NODES, offset=(number - 1) * NODES)
    pager = Pager.of(f"/thread/{view.line.thread}", [], view.count, number, NODES)
    return respond(ThreadPage(frame(request, "threads"), view, answers(view), pager))


def list_threads(request: Request) -> Response:
    """All threads, the biggest first."""
    number = asking.page(request)
    count, lines = threads.biggest(case_of(request), limit=THREADS, offset=(number - 1) * THREADS)
    return respond(
        ThreadsPage(frame(request, "threads"), lines, Pager.of("/threads", [], count, number, THREADS))
    )


def variant(request: Request) -> Response:
    """Two variants and what is different in them."""
    compared = variants.compare(case_of(request), request.path_params["id"], request.path_params["other"])
    return respond(VariantPage(frame(request, ""), compared))
