"""Handlers of search: hits with their facets, batches of queries, and searches that are kept."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from headwater.base.errors import InputError, UsageError
from headwater.desk import batch as desk_batch
from headwater.desk import facets, search, tagging
from headwater.desk.facets import Counted, Facet, Faceted
from headwater.web import asking
from headwater.web.framing import Pager, Problem
from headwater.web.handlers import case_of, frame
from headwater.web.rendering import respond
from headwater.web.search_pages import BatchPage, FacetBlock, FacetRow, Narrowing, SearchPage
from headwater.web.timeline import drawn
from headwater.web.wording import search_url

HITS = 25
"""Hits on one page."""

VALUES = 12
"""Values of a facet that are shown."""

MOST_LINES = 1000
"""Lines of a batch that the page takes; the command line takes any number."""

SORTS = ("relevance", "newest", "oldest")
_SHOWN = (Facet.PEOPLE, Facet.DOMAINS, Facet.TYPE, Facet.LANGUAGE, Facet.STATUS, Facet.TAG)
_TITLES = {
    Facet.PEOPLE: "People",
    Facet.DOMAINS: "Domains",
    Facet.TYPE: "Type",
    Facet.LANGUAGE: "Language",
    Facet.STATUS: "Status",
    Facet.TAG: "Tags",
    Facet.FOLDER: "Folders",
}


def find(request: Request) -> Response:
    """Search: ``q`` the query, ``sort``, ``page``; ``by=folder`` counts folders too."""
    query, number = asking.text(request, "q"), asking.page(request)
    sort = asking.text(request, "sort") or SORTS[0]
    if sort not in SORTS:
        raise UsageError(f"Results cannot be sorted by {sort[:40]!r}.", f"Choose one of {', '.join(SORTS)}.")
    folders = asking.text(request, "by") == "folder"
    case = case_of(request)
    results = pager = problem = narrowing = None
    if query:
        try:
            results = search.search(case, query, limit=HITS, offset=(number - 1) * HITS, sort=sort)
            values = [("q", query), ("sort", sort), ("by", "folder" * folders)]
            pager = Pager.of("/search", values, results.count, number, HITS)
            wanted = (*_SHOWN, *([Facet.FOLDER] if folders else []))
            found = facets.facets(case, query, wanted, limit=VALUES, timeline=True)
            narrowing = narrowing_of(found, sort, "" if folders else search_url(query, sort, by="folder"))
        except InputError as error:
            problem = Problem.of(error)
    saved = tuple((one, search_url(one.query, "")) for one in tagging.saved_searches(case))
    by = asking.remembered_name(request.cookies)
    framed = frame(request, "search")
    made = SearchPage(framed, query, sort, SORTS, results, pager, problem, narrowing, saved, by)
    return respond(made, 400 if problem else 200)


def narrowing_of(found: Faceted, sort: str = "", folders: str = "") -> Narrowing:
    """Facets and timeline laid out, each value with the address that narrows to it; ``folders`` as in Narrowing."""
    assert found.timeline is not None
    columns = found.timeline.columns
    rows = [FacetRow(one.label, "", one.count, search_url(one.query, sort)) for one in columns]
    if found.timeline.undated:
        query = facets.narrowed(found.query, facets.UNDATED)
        rows.append(FacetRow("without a date", "", found.timeline.undated, search_url(query, sort)))
    blocks = tuple(_block(one, sort) for one in found.facets if one.values)
    return Narrowing(blocks, drawn(found.timeline), tuple(rows), folders)


def _block(counted: Counted, sort: str) -> FacetBlock:
    rows = tuple(
        FacetRow(one.value, one.label, one.count, search_url(one.query, sort) if one.query else "")
        for one in counted.values
    )
    left = None if counted.distinct is None else counted.distinct - len(rows)
    more = "and more than can be counted" if left is None else f"and {left} more" if left else ""
    return FacetBlock(_TITLES[counted.facet], rows, more)


def save(request: Request, form: FormData) -> Response:
    """Keep the query ``q`` under ``name``, or with ``forget`` let go of the one of this name."""
    name, query = asking.field(form, "name"), asking.field(form, "q")
    if asking.field(form, "forget"):
        tagging.forget_search(case_of(request), name)
        return RedirectResponse("/search", status_code=303)
    by = asking.decided_by(form)
    tagging.save_search(case_of(request), name, query, by=by)
    response = RedirectResponse(search_url(query, ""), status_code=303)
    asking.remember_name(response, by)
    return response


def batch_form(request: Request) -> Response:
    """The form for a batch of queries."""
    return respond(BatchPage(frame(request, "search"), "", None, {}, None))


def run_batch(request: Request, form: FormData) -> Response:
    """Ask every line of ``queries``, or of the file that was sent with the form."""
    text, problem, found = asking.field(form, "queries"), None, None
    asked: Sequence[desk_batch.Line] = ()
    try:
        sent = form.get("file")
        if isinstance(sent, UploadFile) and sent.filename:
            text = desk_batch.decoded(sent.file.read())
        asked = desk_batch.lines(text)
        if not asked:
            raise InputError("There is no query in this.", "Write one on each line.", code="batch")
        if len(asked) > MOST_LINES:
            step = "Ask fewer at once, or use headwater search CASE --batch FILE."
            raise InputError(f"These are more than {MOST_LINES} queries.", step, code="batch")
        found = desk_batch.batch(case_of(request), asked)
    except InputError as error:
        problem = Problem.of(error)
    urls = {line.number: search_url(line.query, "") for line in asked}
    made = BatchPage(frame(request, "search"), text, found, urls, problem)
    return respond(made, 400 if problem else 200)
