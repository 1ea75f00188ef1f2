"""Search a case."""

from __future__ import annotations

from headwater.archive import indexing
from headwater.archive.highlight import snippet
from headwater.archive.query import Node, parse
from headwater.archive.search import Order, Searcher
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
    text, marks = snippet(tree, document.text)
    return Hit(
        id=document.id,
        sha256=document.sha256,
        kind=document.kind.value,
        title=document.title,
        date=document.sent.iso() if document.sent else "",
        sender=", ".join(senders),
        snippet=Fragment(text, marks),
    )
