"""Search a case: one page, or every hit as it is read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection

from headwater.archive.highlight import Snippet, snippet
from headwater.archive.query import Node, parse
from headwater.archive.search import Hits, Order, Searcher
from headwater.base.errors import CaseError
from headwater.base.spans import Span
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
        return Results(query, found.count, offset, tuple(found.hits), found.to_index)


@contextmanager
def stream(
    case: Case, query: str, *, limit: int | None = None, offset: int = 0, sort: str = Order.RELEVANCE.value
) -> Iterator[HitStream]:
    """The same, its hits read as they are asked for while the block lasts, in a memory that does not grow with them.

    All hits and the count are of one state of the case. Raises what ``search`` raises, ``index-ahead`` while the hits are read.
    """
    tree, order = parse(query), Order(sort)
    # The index first: whatever it holds was in the database before, so it is in the state read below.
    searcher = Searcher(case.index_path) if case.index_path.exists() else None
    with case.reading() as connection:
        held = totals.documents(connection)
        if searcher is None:
            yield HitStream(0, held, iter(()))
            return
        first = searcher.search(
            tree, order=order, offset=offset, limit=_at_most(limit), zone=case.settings.zone
        )
        pages = _pages(case, searcher, tree, order, first, offset, limit)
        yield HitStream(first.total, max(0, held - searcher.documents), _hits(case, connection, tree, pages))


def keys(case: Case, query: str) -> list[int]:
    """The database keys of all documents that ``query`` finds, in no order. Raises what ``search`` raises."""
    tree = parse(query)
    if not case.index_path.exists():
        return []
    searcher = Searcher(case.index_path)
    first = searcher.search(tree, order=Order.OLDEST, offset=0, limit=_ADDRESSES, zone=case.settings.zone)
    pages = _pages(case, searcher, tree, Order.OLDEST, first, 0, None)
    return [key for page in pages for key in page]


def _pages(
    case: Case, searcher: Searcher, tree: Node, order: Order, first: Hits, offset: int, limit: int | None
) -> Iterator[tuple[int, ...]]:
    """The keys of ``first``, which begins at ``offset``, and of all that follow up to ``limit``."""
    page, read = first.ids, 0
    while page:
        yield page
        read += len(page)
        if read == limit or offset + read >= first.total:
            return
        left = _at_most(None if limit is None else limit - read)
        page = searcher.search(
            tree, order=order, offset=offset + read, limit=left, zone=case.settings.zone
        ).ids


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
