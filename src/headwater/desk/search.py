"""Search a case."""

from __future__ import annotations

from headwater.archive import indexing
from headwater.archive.highlight import Snippet, snippet
from headwater.archive.query import Node, parse
from headwater.archive.search import Order, Searcher
from headwater.base.spans import Span
from headwater.desk.views import Fragment, Hit, Results
from headwater.store import documents
from headwater.store.case import Case
from headwater.store.documents import Stored


def search(
    case: Case, query: str, *, limit: int | None = 20, offset: int = 0, sort: str = Order.RELEVANCE.value
) -> Results:
    """One page of the documents that ``query`` finds, all from ``offset`` on without a limit, and the exact count.

    Raises QueryError where the query cannot be parsed, CaseVersion where the index must be made anew first.
    """
    tree = parse(query)
    with case.reading() as connection:
        to_index = indexing.waiting(case, connection)
        if not case.index_path.exists():
            return Results(query, 0, offset, (), to_index)
        found = Searcher(case.index_path).search(
            tree, order=Order(sort), offset=offset, limit=limit, zone=case.settings.zone
        )
        stored = documents.get_many(connection, found.ids)
    return Results(query, found.total, offset, tuple(_hit(one, tree) for one in stored), to_index)


def _hit(stored: Stored, tree: Node) -> Hit:
    document = stored.document
    people = document.message.participants if document.message else ()
    senders = [person.name or person.address for person in people if person.role == "from"]
    return Hit(
        id=document.id,
        sha256=document.sha256,
        kind=document.kind.value,
        title=document.title,
        date=document.sent.iso() if document.sent else "",
        sender=", ".join(senders),
        snippet=_fragment(snippet(tree, document.text)),
    )


def _fragment(shown: Snippet | None) -> Fragment:
    """The snippet with its marks counted from its own beginning."""
    if shown is None:
        return Fragment("")
    start = shown.span.start
    return Fragment(shown.text, tuple(Span(mark.start - start, mark.end - start) for mark in shown.marks))
