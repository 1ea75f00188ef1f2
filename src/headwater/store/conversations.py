"""Reading threads: which one a document is in, what is in it and in which order, and which go on with it.

A *conversation* is a thread with those that by their subjects seem to go on with it (a guess, marked as one).
Ids are 16 hexadecimal digits; that of a thread is its first node's (``headwater.archive.threads.shown``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, func, or_, select

from headwater.base.errors import NotFound
from headwater.store import documents, schema

_thread, _node, _member = schema.thread, schema.node, schema.member
_SIGN = 1 << 63


@dataclass(frozen=True, slots=True)
class Thread:
    """A thread: its key, its code (None where its tree is still to be made), how many ``nodes`` are in it, documents
    (``messages``) and ``ghosts`` among them, the key of the first document, and when it began and ended (seconds since
    1970 in UTC). ``joined`` is the key of the thread that it seems to go on with."""

    key: int
    code: int | None
    nodes: int
    messages: int
    ghosts: int
    lead: int | None
    first: int | None
    last: int | None
    joined: int | None


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a message stands: the key of its thread, its node's code, and its position there."""

    thread: int
    node: int
    position: int


@dataclass(frozen=True, slots=True)
class Node:
    """A message in its thread: ``name`` is its Message-ID, "" where it has none; ``parent`` the code of what it answers and
    ``how`` what says so; ``keys`` those of its documents, none for a ghost."""

    code: int
    name: str
    parent: int | None
    how: str
    position: int
    depth: int
    keys: tuple[int, ...]


def find(connection: Connection, text: str) -> Spot:
    """The message or ghost that ``text`` names: by its id, by a document's id (or its first digits), or by the id of the
    thread that it begins.

    An id that a thread once had goes on naming the message that it began with. Raises NotFound.
    """
    found = _spot(connection, _node.c.code == _parsed(text)) or _of_document_id(connection, text)
    if found is None:
        raise NotFound(
            f"No thread of this case is named {text!r}.",
            "Give the id of a thread or of a document that is in one; headwater add puts messages into threads.",
        )
    return found


def _spot(connection: Connection, which: ColumnElement[bool]) -> Spot | None:
    row = connection.execute(
        select(_node.c.thread_id, _node.c.code, _node.c.position).where(which)
    ).one_or_none()
    return None if row is None else Spot(row.thread_id, row.code, row.position)


def _parsed(text: str) -> int | None:
    wanted = text.strip()
    if len(wanted) != 16 or any(c not in "0123456789abcdefABCDEF" for c in wanted):
        return None
    value = int(wanted, 16)
    return value - 2 * _SIGN if value >= _SIGN else value


def _of_document_id(connection: Connection, text: str) -> Spot | None:
    try:
        document = documents.find_key(connection, text)
    except NotFound:
        return None
    return of_document(connection, document)


def of_document(connection: Connection, key: int) -> Spot | None:
    """Where a document stands; None for what is no message or was not linked yet."""
    at = select(_member.c.node_id).where(_member.c.document_id == key).scalar_subquery()
    return _spot(connection, _node.c.id == at)


def get(connection: Connection, key: int) -> Thread:
    """The thread with this key. Raises NotFound."""
    found = _threads(connection, _thread.c.id == key)
    if not found:
        raise NotFound("This thread has become part of another one.", "Ask for it by one of its messages.")
    return found[0]


def top(connection: Connection, thread: Thread) -> Thread:
    """The thread that ``thread`` goes on with, or itself."""
    return thread if thread.joined is None else get(connection, thread.joined)


def going_on(connection: Connection, thread: Thread) -> list[Thread]:
    """The threads that seem to go on with ``thread``, in the order in which they began."""
    found = _threads(connection, _thread.c.joined_id == thread.key)
    return sorted(found, key=lambda one: (one.first or 0, one.code or 0))


def thread_members(connection: Connection, thread_id: str) -> list[int]:
    """Keys of all documents in the conversation that ``thread_id`` names (see ``find``), ascending: those that are guessed
    to go on with the thread among them. Raises NotFound."""
    key = top(connection, get(connection, find(connection, thread_id).thread)).key
    query = (
        select(_member.c.document_id)
        .join(_node, _node.c.id == _member.c.node_id)
        .join(_thread, _thread.c.id == _node.c.thread_id)
        .where(or_(_thread.c.id == key, _thread.c.joined_id == key))
    )
    return sorted(connection.scalars(query))


def nodes(connection: Connection, thread: Thread, first: int = 0, limit: int | None = None) -> list[Node]:
    """The nodes of a thread in the order in which it is read, from position ``first`` on."""
    parent = _node.alias("parent")
    query = (
        select(_node, parent.c.code.label("above"))
        .outerjoin(parent, parent.c.id == _node.c.parent_id)
        .where(_node.c.thread_id == thread.key, _node.c.position >= first)
        .order_by(_node.c.position)
    )
    if limit is not None:
        query = query.where(_node.c.position < first + limit)
    rows = connection.execute(query).all()
    keys = _keys(connection, thread, first, limit)
    return [
        Node(row.code, row.name, row.above, row.how, row.position, row.depth, tuple(keys.get(row.id, ())))
        for row in rows
    ]


def _keys(connection: Connection, thread: Thread, first: int, limit: int | None) -> dict[int, list[int]]:
    """The documents at the nodes of a stretch of a thread, by the nodes' keys."""
    query = (
        select(_member.c.node_id, _member.c.document_id)
        .join(_node, _node.c.id == _member.c.node_id)
        .where(_node.c.thread_id == thread.key, _node.c.position >= first)
        .order_by(_member.c.document_id)
    )
    if limit is not None:
        query = query.where(_node.c.position < first + limit)
    found: dict[int, list[int]] = {}
    for node, document in connection.execute(query):
        found.setdefault(node, []).append(document)
    return found


def biggest(connection: Connection, limit: int, offset: int = 0) -> list[Thread]:
    """The threads with the most messages, those of one message too, in a fixed order."""
    query = _SELECT.where(_thread.c.code.is_not(None)).order_by(_thread.c.messages.desc(), _thread.c.code)
    return [_made(row) for row in connection.execute(query.limit(limit).offset(offset))]


def count(connection: Connection) -> int:
    """How many threads the case has."""
    return int(connection.scalar(select(func.count()).select_from(_thread)) or 0)


_SELECT = select(_thread)


def _threads(connection: Connection, which: ColumnElement[bool]) -> Sequence[Thread]:
    return [_made(row) for row in connection.execute(_SELECT.where(which))]


def _made(row: Row[Any]) -> Thread:
    return Thread(
        row.id,
        row.code,
        row.nodes,
        row.messages,
        row.ghosts,
        row.lead_id,
        row.first,
        row.last,
        row.joined_id,
    )
