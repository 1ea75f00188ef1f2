"""Handlers of tags and notes: put on, take off, write, take back, list."""

from __future__ import annotations

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from headwater.base.errors import InputError, UsageError
from headwater.desk import documents, notes, tagging
from headwater.web import asking
from headwater.web.framing import Pager, Problem
from headwater.web.handlers import case_of, frame
from headwater.web.note_pages import NotePage, NotesPage
from headwater.web.rendering import respond
from headwater.web.search_pages import FacetRow
from headwater.web.wording import tag_url

NOTES = 50
"""Notes on one page."""


def tag(request: Request, form: FormData) -> Response:
    """Put the tag ``tag`` on a document, or with ``remove`` take it off: ``by``."""
    document, by = request.path_params["id"], asking.decided_by(form)
    remove = bool(asking.field(form, "remove"))
    tagging.tag_document(case_of(request), document, asking.field(form, "tag"), by=by, remove=remove)
    return _done(f"/document/{document}#remarks", by)


def note_form(request: Request) -> Response:
    """The form for a note on a document."""
    return respond(_page(request, FormData(), None))


def write(request: Request, form: FormData) -> Response:
    """Note ``text`` on a document, or on the passage with these ``words`` (the ``nth`` of them): ``by``."""
    case, document = case_of(request), request.path_params["id"]
    words = asking.field(form, "words")
    try:
        by = asking.decided_by(form)
        nth = asking.whole(asking.field(form, "nth"), "The number of the place", least=1, default=None)
        notes.write(case, document, asking.field(form, "text"), by=by, words=words, nth=nth)
    except (InputError, UsageError) as error:
        return respond(_page(request, form, Problem.of(error)), 400)
    return _done(f"/document/{document}#remarks", by)


def withdraw(request: Request, form: FormData) -> Response:
    """Take a note back: ``by``."""
    by = asking.decided_by(form)
    number = asking.whole(request.path_params["id"], "The number of the note", least=1, default=None) or 0
    return _done(f"/document/{notes.withdraw(case_of(request), number, by=by)}#remarks", by)


def list_notes(request: Request) -> Response:
    """The tags of the case, and its notes."""
    case, number = case_of(request), asking.page(request)
    count, found = notes.latest(case, limit=NOTES, offset=(number - 1) * NOTES)
    page = NotesPage(
        frame=frame(request, "notes"),
        tags=tuple(
            FacetRow(one.name, "", one.documents, tag_url(one.name)) for one in tagging.every_tag(case)
        ),
        notes=found,
        pager=Pager.of("/notes", [], count, number, NOTES),
        by=asking.remembered_name(request.cookies),
    )
    return respond(page)


def _done(url: str, by: str) -> Response:
    response = RedirectResponse(url, status_code=303)
    asking.remember_name(response, by)
    return response


def _page(request: Request, form: FormData, problem: Problem | None) -> NotePage:
    document = documents.view(case_of(request), request.path_params["id"]).document
    return NotePage(
        frame=frame(request, ""),
        document=document.id,
        title=document.title,
        text=asking.field(form, "text"),
        words=asking.field(form, "words"),
        nth=asking.field(form, "nth"),
        by=asking.field(form, "by") or asking.remembered_name(request.cookies),
        problem=problem,
    )
