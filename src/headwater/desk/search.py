"""Search a case: one page, or every hit as it is read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection

from headwater.archive.highlight import Snippet, snippet
from headwater.archive.query import Node, parse
from headwater.archive.search import Hits, Order
from headwater.base.errors import CaseError
from headwater.base.spans import Span
from headwater.desk.asking import Asked, ask, state
from headwater.desk.views import Fragment, Hit, HitStream, Results
from headwater.store import documents, totals
from headwater.store.case import Case
from headwater.store.documents import Stored

_TEXTS = 200  # documents whose texts are in memory at a time
_ADDRESSES = 100_000  # hits that the index is asked for at a time


def search(
    case: Case, query: str, *, limit: int | None = 20, offset: int = 0, sort: str = Order.RELEVANCE.value
) -> Results:
    """One page of the documents that ``query`` finds, all from ``offset`` on without a limit, and the exact count.

    Raises QueryError where the query cannot be parsed, CaseVersion where the index must be made anew first,
    CaseError (``index-ahead``) where the index finds what the case does not hold.
    """
    with stream(case, query, limit=limit, offset=offset, sort=sort) as found:
        return Results(query, found.count, offset, tuple(found.hits), found.to_index, found.notes)


@contextmanager
def stream(
    case: Case, query: str, *, limit: int | None = None, offset: int = 0, sort: str = Order.RELEVANCE.value
) -> Iterator[HitStream]:
    """The same, its hits read as they are asked for while the block lasts, in a memory that does not grow with them.

    All hits and the count are of one state of the case. Raises what ``search`` raises, ``index-ahead`` while the hits are read.
    """
    order = Order(sort)
    with state(case) as (connection, searcher):
        if searcher is None:
            parse(query)
            yield HitStream(0, totals.documents(connection), iter(()))
            return
        asked = ask(case, query, connection, searcher)
        first = _page(asked, order, offset, _at_most(limit))
        pages = _pages(asked, order, first, offset, limit)
        hits = _hits(case, connection, asked.tree, pages)
        yield HitStream(first.total, asked.to_index, hits, asked.notes)


def keys(case: Case, query: str) -> list[int]:
    """The database keys of all documents that ``query`` finds, in no order. Raises what ``search`` raises."""
    with state(case) as (connection, searcher):
        if searcher is None:
            parse(query)
            return []
        return ask(case, query, connection, searcher).keys()


def _page(asked: Asked, order: Order, offset: int, limit: int) -> Hits:
    return asked.searcher.search(asked.closed, order=order, offset=offset, limit=limit, zone=asked.zone)


def _pages(
    asked: Asked, order: Order, first: Hits, offset: int, limit: int | None
) -> Iterator[tuple[int, ...]]:
    """The keys of ``first``, which begins at ``offset``, and of all that follow up to ``limit``."""
    page, read = first.ids, 0
    while page:
        yield page
        read += len(page)
        if read == limit or offset + read >= first.total:
            return
        left = _at_most(None if limit is None else limit - read)
        page = _page(asked, order, offset + read, left).ids


def _at_most(limit: int | None) -> int:
    return _ADDRESSES if limit is None else min(limit, _ADDRESSES)


def _hits(case: Case, connection: Connection, tree: Node, pages: Iterator[tuple[int, ...]]) -> Iterator[Hit]:
    for page in pages:
        for start in range(0, len(page), _TEXTS):
            keys = page[start : start + _TEXTS]
            stored = documents.get_many(connection, keys)
            if len(stored) < len(keys):
                raise CaseError(
                    f"The search index finds {len(keys) - len(stored)} documents that the case does not hold.",
                    f"Delete {case.index_path}, then make it anew with: headwater index {case.root}",
                    code="index-ahead",
                )
            yield from (_hit(one, tree) for one in stored)


def _hit(stored: Stored, tree: Node) -> Hit:
    document = stored.document
    people = document.message.participants if document.message else ()
    shown = snippet(tree, document.text)
    senders = [person.name or person.address for person in people if person.role == "from"]
    return Hit(
        id=document.id,
        sha256=document.sha256,
        kind=document.kind.value,
        title=document.title,
        date=document.sent.iso() if document.sent else "",
        sender=", ".join(senders),
        snippet=_fragment(shown),
        page=document.page_at(shown.marks[0].start) if shown and shown.marks else None,
    )


def _fragment(shown: Snippet | None) -> Fragment:
    """The snippet with its marks counted from its own beginning."""
    if shown is None:
        return Fragment("")
    start = shown.span.start
    return Fragment(shown.text, tuple(Span(mark.start - start, mark.end - start) for mark in shown.marks))
