"""Show threads: who answered whom, what is absent, and what by its subject seems to belong to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from itertools import takewhile
from typing import Any

from sqlalchemy import Connection

from headwater.archive.quoted import Quoted, quoted, says
from headwater.archive.threads import How, shown
from headwater.base.dates import Moment
from headwater.desk import search
from headwater.desk.thread_views import Quotation, ThreadDocument, ThreadLine, ThreadNode, ThreadView
from headwater.model.document import Document
from headwater.store import conversations, documents
from headwater.store.case import Case
from headwater.store.conversations import Node, Thread

_READ = 60  # messages of one page whose texts are looked through for what they quote
_LOOKED_AT = 5  # documents that hold the words of a quotation, to find the one that says them itself


def view(case: Case, thread_id: str, *, limit: int | None = None, offset: int = 0) -> ThreadView:
    """The conversation that ``thread_id`` names: a thread's id, or that of any message, ghost or document in it.

    First the thread itself as a tree, then those that seem to go on with it. Raises NotFound.
    """
    with case.reading() as connection:
        spot = conversations.find(connection, thread_id)
        first = conversations.top(connection, conversations.get(connection, spot.thread))
        guessed = conversations.going_on(connection, first)
        nodes = _nodes(connection, [first, *guessed], offset, limit)
        line, lines = _line(connection, first), tuple(_line(connection, one) for one in guessed)
    count = sum(one.nodes for one in (first, *guessed))
    return ThreadView(line, lines, count, offset, tuple(_with_quotations(case, nodes)))


def biggest(case: Case, *, limit: int, offset: int = 0) -> tuple[int, tuple[ThreadLine, ...]]:
    """How many threads the case has, and those with the most messages."""
    with case.reading() as connection:
        found = conversations.biggest(connection, limit, offset)
        return conversations.count(connection), tuple(_line(connection, one) for one in found)


def of_document(connection: Connection, key: int) -> ThreadLine | None:
    """The conversation that a document is in; None for what is in none."""
    spot = conversations.of_document(connection, key)
    if spot is None:
        return None
    return _line(connection, conversations.top(connection, conversations.get(connection, spot.thread)))


def locate(case: Case, named: str) -> tuple[str, str, int]:
    """The id of the conversation that ``named`` is in, the id of its node, and how many nodes are read before it.

    ``named`` is what ``view`` takes. Raises NotFound.
    """
    with case.reading() as connection:
        spot = conversations.find(connection, named)
        thread = conversations.get(connection, spot.thread)
        first = conversations.top(connection, thread)
        before = 0
        if thread.key != first.key:
            others = conversations.going_on(connection, first)
            before = first.nodes + sum(
                one.nodes for one in takewhile(lambda one: one.key != thread.key, others)
            )
        return _line(connection, first).thread, shown(spot.node), before + spot.position


def _line(connection: Connection, thread: Thread) -> ThreadLine:
    lead = None if thread.lead is None else documents.get(connection, thread.lead).document
    goes_on = None if thread.joined is None else conversations.get(connection, thread.joined).code
    return ThreadLine(
        "" if thread.code is None else shown(thread.code),
        lead.title if lead else "",
        thread.messages,
        thread.ghosts,
        "" if thread.first is None else Moment(thread.first).iso(),
        "" if thread.last is None else Moment(thread.last).iso(),
        "" if goes_on is None else shown(goes_on),
        lead.id if lead else "",
    )


def _nodes(
    connection: Connection, threads: Sequence[Thread], offset: int, limit: int | None
) -> list[ThreadNode]:
    """The nodes of all threads one after the other, from the ``offset``-th on; guessed threads stand one level deeper."""
    found: list[ThreadNode] = []
    begins = 0
    for at, thread in enumerate(threads):
        left = None if limit is None else limit - len(found)
        if begins + thread.nodes > offset and left != 0:
            rows = conversations.nodes(connection, thread, max(0, offset - begins), left)
            found.extend(_made(connection, rows, threads[0] if at else None))
        begins += thread.nodes
    return found


def _made(connection: Connection, rows: Sequence[Node], guessed_on: Thread | None) -> list[ThreadNode]:
    """Nodes with their documents; ``guessed_on`` is the thread that they seem to go on with, None for the first one."""
    keys = [key for row in rows for key in row.keys]
    stored = {one.key: one.document for one in documents.get_many(connection, keys)}
    return [_node(row, [stored[key] for key in row.keys], guessed_on) for row in rows]


def _node(row: Node, copies: Sequence[Document], guessed_on: Thread | None) -> ThreadNode:
    parent, how = row.parent, How(row.how)
    if guessed_on is not None and parent is None:
        parent, how = guessed_on.code, How.SUBJECT
    return ThreadNode(
        shown(row.code),
        row.name,
        "" if parent is None else shown(parent),
        how,
        row.depth + (guessed_on is not None),
        tuple(map(_document, copies)),
    )


def _document(document: Document) -> ThreadDocument:
    people = document.message.participants if document.message else ()
    senders = [person.name or person.address for person in people if person.role == "from"]
    date = document.sent.iso() if document.sent else ""
    return ThreadDocument(document.id, document.sha256, document.title, date, ", ".join(senders))


def _with_quotations(case: Case, nodes: Sequence[ThreadNode]) -> list[ThreadNode]:
    """The nodes with what those whose answered message is absent quote: a quotation of a ghost tells of the ghost, one of
    a message that nothing names is a message of its own."""
    at = {node.node: node for node in nodes}
    told: dict[str, Quoted] = {}
    quotes: dict[str, list[Quoted]] = {}
    orphans = [node for node in nodes if node.documents and not _has_parent(node, at)]
    texts = _texts(case, [node.documents[0].document for node in orphans[:_READ]])
    for node in orphans[:_READ]:
        for one in quoted(texts[node.documents[0].document]):
            above = None if one.forwarded else _above(node, one.depth, at)
            if above is None:
                quotes.setdefault(node.node, []).append(one)
            elif above.ghost:
                told.setdefault(above.node, one)
    return [
        replace(node, told=told.get(node.node), quotes=_found(case, node, quotes.get(node.node, ())))
        for node in nodes
    ]


def _has_parent(node: ThreadNode, at: Mapping[str, ThreadNode]) -> bool:
    """Whether what a message answers is known, in the case, and on the same page."""
    parent = at.get(node.answers)
    return parent is not None and not parent.ghost and node.how is not How.SUBJECT


def _above(node: ThreadNode, steps: int, at: Mapping[str, ThreadNode]) -> ThreadNode | None:
    """What a message answers, ``steps`` up; None beyond what is known."""
    above: ThreadNode | None = node
    for _ in range(steps):
        above = None if above is None or above.how is How.SUBJECT else at.get(above.answers)
    return above


def _texts(case: Case, ids: Sequence[str]) -> dict[str, str]:
    with case.reading() as connection:
        keys = [documents.find_key(connection, one) for one in ids]
        return {one.document.id: one.document.text for one in documents.get_many(connection, keys)}


def _found(case: Case, node: ThreadNode, quotes: Iterable[Quoted]) -> tuple[Quotation, ...]:
    """Quotations with the document whose own words they are, where the case has one."""
    return tuple(Quotation(one, _said_in(case, node, one)) for one in quotes)


def _said_in(case: Case, node: ThreadNode, one: Quoted) -> str:
    if not one.words:
        return ""
    hits = search.keys(case, f'body:"{" ".join(one.words)}"')
    with case.reading() as connection:
        for stored in documents.get_many(connection, sorted(hits)[:_LOOKED_AT]):
            other = stored.document
            if all(other.id != own.document for own in node.documents) and says(other.text, one):
                return other.id
    return ""


def as_object(shown_view: ThreadView) -> dict[str, Any]:
    """A conversation as a JSON object (docs/schemas/thread.json), without its rows."""
    return {
        **asdict(shown_view.line),
        "guessed": [asdict(line) for line in shown_view.guessed],
        "count": shown_view.count,
        "offset": shown_view.offset,
    }


def row(node: ThreadNode) -> dict[str, Any]:
    """A node as a JSON object, one of the rows of docs/schemas/thread.json."""
    return {
        "node": node.node,
        "message_id": node.message_id,
        "ghost": node.ghost,
        "depth": node.depth,
        "answers": node.answers or None,
        "how": node.how.value or None,
        "documents": [asdict(one) for one in node.documents],
        "quotes": [{**_told(one.quoted), "document": one.document or None} for one in node.quotes],
        "told": None if node.told is None else _told(node.told),
    }


def _told(one: Quoted) -> dict[str, Any]:
    return {
        "writer": one.writer,
        "date": one.date,
        "subject": one.subject,
        "words": " ".join(one.words),
        "forwarded": one.forwarded,
    }
