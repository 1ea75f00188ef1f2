"""The handler of the first hour with a leak. It changes nothing."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from headwater.desk import first_hour
from headwater.desk.facts import UNKNOWN
from headwater.desk.first_hour import FirstHour
from headwater.web.first_pages import FirstPage, LeadRow
from headwater.web.handlers import case_of, frame
from headwater.web.rendering import respond
from headwater.web.search_handlers import narrowing_of
from headwater.web.search_pages import FacetRow
from headwater.web.wording import search_url


def show(request: Request) -> Response:
    """Who, when, in which languages and formats, what stayed closed, the biggest threads and files, where to begin."""
    found = first_hour.first_hour(case_of(request))
    page = FirstPage(
        frame=frame(request, "first"),
        found=found,
        narrowing=narrowing_of(found.counted),
        languages=tuple(_languages(found)),
        closed=tuple(FacetRow(one.status, one.why, one.count, search_url(one.query)) for one in found.closed),
        leads=tuple(LeadRow(one.name, one.query, one.count, search_url(one.query)) for one in found.leads),
    )
    return respond(page)


def _languages(found: FirstHour) -> list[FacetRow]:
    rows = [
        FacetRow(code or UNKNOWN, "", count, search_url(f"lang:{code or UNKNOWN}"))
        for code, count in found.languages
    ]
    if found.untold:
        rows.append(FacetRow("not told yet", "", found.untold, ""))
    return rows
