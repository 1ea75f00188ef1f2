"""The handler of the folders in which documents were found. It changes nothing."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from headwater.desk import folders
from headwater.web import asking
from headwater.web.folder_pages import FolderPage
from headwater.web.framing import Pager
from headwater.web.handlers import case_of, frame
from headwater.web.rendering import respond
from headwater.web.wording import search_url

DOCUMENTS = 100
"""Documents on one page of a folder."""


def show(request: Request) -> Response:
    """The folder at the path ``in``, by default the outermost one; ``page`` of its documents."""
    path, number = request.query_params.get("in", ""), asking.page(request)
    view = folders.view(case_of(request), path, limit=DOCUMENTS, offset=(number - 1) * DOCUMENTS)
    pager = Pager.of("/folders", [("in", path)], view.count, number, DOCUMENTS)
    search = search_url(view.query) if view.query else ""
    return respond(FolderPage(frame(request, "folders"), view, pager, search))
