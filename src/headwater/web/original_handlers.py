"""Handlers of originals: HTML that was cleaned, pictures of pages, and the bytes themselves behind a warning."""

from __future__ import annotations

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from headwater.base.errors import Unsupported
from headwater.desk import documents, originals, pictures
from headwater.model.document import Kind
from headwater.web import asking
from headwater.web.framing import Frame, Pager
from headwater.web.handlers import case_of, frame
from headwater.web.original_pages import HtmlPage, OriginalPage, PicturePage
from headwater.web.rendering import respond
from headwater.web.security import POLICY

PICTURED = (Kind.PDF, Kind.IMAGE, Kind.WORD, Kind.SPREADSHEET, Kind.PRESENTATION)
"""Kinds of documents whose pages can be pictured."""

_SANDBOX = "sandbox allow-same-origin; default-src 'none'; style-src 'self'; img-src 'self'"
"""Of pages with the HTML of a document: no script, form or window, and nothing but the desk's own style and icon."""


def html(request: Request) -> Response:
    """The HTML of a document, cleaned. The page has no form of the desk's own, as its policy forbids all."""
    shown = originals.html(case_of(request), request.path_params["id"])
    document = shown.document
    page = HtmlPage(Frame(), document.id, document.title, Markup(shown.markup), shown.addresses)
    response = respond(page)
    response.headers[POLICY] = _SANDBOX
    return response


def picture(request: Request) -> Response:
    """One page of a document as a picture: ``page``."""
    document, _ = originals.about(case_of(request), request.path_params["id"])
    if document.kind not in PICTURED:
        raise Unsupported(f"{document.id} has no pages to make a picture of.", code="no-picture")
    number, count = asking.page(request), pictures.page_count(document)
    known = document.kind in (Kind.PDF, Kind.IMAGE)
    pager = Pager.of(
        f"/document/{document.id}/pages", [], count if known else max(count, number + 1), number, 1
    )
    text = originals.text_of_page(document, number) if known else ""
    return respond(PicturePage(frame(request, ""), document.id, document.title, pager, text))


def original(request: Request) -> Response:
    """What is to be known before the bytes are taken."""
    document, copies = originals.about(case_of(request), request.path_params["id"])
    page = OriginalPage(
        frame(request, ""),
        document.id,
        document.title,
        document.media_type,
        document.size,
        document.sha256,
        copies,
        _file(document.id),
    )
    return respond(page)


def take(request: Request) -> Response:
    """The original bytes, as a file to keep that no program opens by itself."""
    document, _ = originals.about(case_of(request), request.path_params["id"])
    data = documents.original(case_of(request), document.id)
    headers = {"Content-Disposition": f'attachment; filename="{_file(document.id)}"', POLICY: "sandbox"}
    return Response(data, media_type="application/octet-stream", headers=headers)


def _file(document: str) -> str:
    return f"{document}.original"
