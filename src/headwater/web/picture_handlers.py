"""Pictures of pages. Nothing of a document but pixels gets to the browser."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from headwater.desk import pictures
from headwater.web.handlers import case_of


def page(request: Request) -> Response:
    """A picture of one page of a document, as PNG."""
    document, number = request.path_params["id"], request.path_params["number"]
    made = pictures.picture(case_of(request), document, number)
    return Response(made, media_type="image/png")
