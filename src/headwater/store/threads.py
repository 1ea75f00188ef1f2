"""Making threads: nodes are grouped as messages come in, and each group's tree is put down when it is made.

Codes are signed 64-bit numbers that stand for identifiers (``headwater.archive.threads.code_of``). Everything here is
derived from the messages of the case. What is read of threads stands in ``headwater.store.conversations``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update
from sqlalchemy.dialects import sqlite

from headwater.model.document import Message
from headwater.store import schema

_CHUNK = 500  # bound variables in one statement

_thread, _node, _member, _stale = schema.thread, schema.node, schema.member, schema.stale_subject


@dataclass(frozen=True, slots=True)
class Known:
    """A node that is in the database already."""

    node: int
    thread: int


@dataclass(frozen=True, slots=True)
class Group:
    """What belongs to one thread: keys of ``threads`` that are there already, and ``new`` nodes as codes and names."""

    threads: tuple[int, ...]
    new: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Placed:
    """A node's place in its thread, by codes; see ``headwater.archive.threads.Place``."""

    node: int
    parent: int | None
    how: str
    position: int
    depth: int


@dataclass(frozen=True, slots=True)
class Tree:
    """What is kept of a thread whose tree was made. ``lead`` is the key of its first document; ``subject`` its code and
    ``answer`` whether it is marked as an answer; instants are seconds since 1970 in UTC."""

    thread: int
    code: int
    messages: int
    ghosts: int
    lead: int | None
    first: int | None
    last: int | None
    subject: int | None
    answer: bool
    places: tuple[Placed, ...]


@dataclass(frozen=True, slots=True)
class Header:
    """A document at a node of a thread (keys of both, the node by its code), without its text; ``message`` without the
    people in it."""

    thread: int
    node: int
    key: int
    sha256: str
    sent: int | None
    message: Message


@dataclass(frozen=True, slots=True)
class Lead:
    """The first message of a thread, for guessing by subjects; ``subject`` is a code."""

    thread: int
    code: int
    answer: bool
    key: int
    sent: int | None


def known(connection: Connection, codes: Iterable[int]) -> dict[int, Known]:
    """The nodes with these codes that are there, by code."""
    found: dict[int, Known] = {}
    for chunk in _chunks(sorted(set(codes))):
        rows = connection.execute(
            select(_node.c.code, _node.c.id, _node.c.thread_id).where(_node.c.code.in_(chunk))
        )
        found.update((row.code, Known(row.id, row.thread_id)) for row in rows)
    return found


def join(connection: Connection, groups: Sequence[Group]) -> None:
    """Put the new nodes of each group into one thread, together with all nodes of its threads. Every thread that is
    touched loses its code: its tree is to be made."""
    sizes = _sizes(connection, {thread for group in groups for thread in group.threads})
    thread, node = _next(connection, _thread.c.id), _next(connection, _node.c.id)
    threads: list[dict[str, Any]] = []
    nodes: list[dict[str, Any]] = []
    grown: list[dict[str, Any]] = []
    for group in groups:
        if group.threads:
            kept = max(group.threads, key=lambda one: (sizes[one], -one))
            others = [one for one in group.threads if one != kept]
            _absorb(connection, kept, others)
            grown.append({"at": kept, "size": sum(sizes[one] for one in group.threads) + len(group.new)})
        else:
            kept, thread = thread, thread + 1
            threads.append(_thread_row(kept, len(group.new)))
        nodes.extend(_node_row(node + at, code, name, kept) for at, (code, name) in enumerate(group.new))
        node += len(group.new)
    _insert(connection, _thread, threads)
    _insert(connection, _node, nodes)
    if grown:
        query = update(_thread).where(_thread.c.id == bindparam("at"))
        connection.execute(query.values(code=None, nodes=bindparam("size")), grown)


def _absorb(connection: Connection, kept: int, others: Sequence[int]) -> None:
    """Move the nodes of other threads into one. What was guessed to go on with them is to be guessed anew."""
    for other in others:
        connection.execute(update(_node).where(_node.c.thread_id == other).values(thread_id=kept))
        connection.execute(update(_thread).where(_thread.c.joined_id == other).values(joined_id=None))
        subject = connection.scalar(select(_thread.c.subject).where(_thread.c.id == other))
        _mark_stale(connection, [subject])
        connection.execute(delete(_thread).where(_thread.c.id == other))


def _thread_row(key: int, size: int) -> dict[str, Any]:
    nothing = dict.fromkeys(("code", "lead_id", "first", "last", "subject", "joined_id"))
    return {**nothing, "id": key, "nodes": size, "messages": 0, "ghosts": 0, "answer": 0}


def _node_row(key: int, code: int, name: str, thread: int) -> dict[str, Any]:
    return {
        "id": key,
        "code": code,
        "name": name,
        "thread_id": thread,
        "parent_id": None,
        "how": "",
        "position": 0,
        "depth": 0,
    }


def _sizes(connection: Connection, threads: Iterable[int]) -> dict[int, int]:
    found: dict[int, int] = {}
    for chunk in _chunks(sorted(threads)):
        rows = connection.execute(select(_thread.c.id, _thread.c.nodes).where(_thread.c.id.in_(chunk)))
        found.update((row.id, row.nodes) for row in rows)
    return found


def _next(connection: Connection, column: Any) -> int:
    return int(connection.scalar(select(func.max(column))) or 0) + 1


def add_members(connection: Connection, nodes: Mapping[int, int]) -> None:
    """Note at which node each document is, both by their keys."""
    _insert(connection, _member, [{"document_id": key, "node_id": node} for key, node in nodes.items()])


def unmade(connection: Connection, most: int) -> list[int]:
    """Threads whose tree is to be made: as many as have ``most`` nodes together, at least one where there is any."""
    query = select(_thread.c.id, _thread.c.nodes).where(_thread.c.code.is_(None))
    chosen: list[int] = []
    size = 0
    for row in connection.execute(query.order_by(_thread.c.id).limit(most)):
        size += row.nodes
        if chosen and size > most:
            break
        chosen.append(row.id)
    return chosen


def headers(connection: Connection, threads: Sequence[int]) -> Iterator[Header]:
    """The documents in these threads, in no order; some hundred are in memory at a time."""
    for chunk in _chunks(threads):
        query = select(_member.c.document_id, _node.c.thread_id, _node.c.code)
        query = query.join(_node, _node.c.id == _member.c.node_id).where(_node.c.thread_id.in_(chunk))
        places = {row.document_id: (row.thread_id, row.code) for row in connection.execute(query)}
        for keys in _chunks(list(places)):
            yield from _headers(connection, keys, places)


def _headers(
    connection: Connection, keys: Sequence[int], places: Mapping[int, tuple[int, int]]
) -> Iterator[Header]:
    document, message = schema.document, schema.message
    query = (
        select(
            document.c.id,
            document.c.sha256,
            document.c.sent,
            document.c.title,
            message.c.message_id,
            message.c.in_reply_to,
            message.c.references,
        )
        .join(message, message.c.document_id == document.c.id)
        .where(document.c.id.in_(keys))
    )
    for row in connection.execute(query).all():
        said = Message(row.title, row.message_id, tuple(row.in_reply_to), tuple(row.references))
        yield Header(*places[row.id], row.id, row.sha256, row.sent, said)


def nodes(connection: Connection, threads: Sequence[int]) -> dict[int, Known]:
    """The nodes in these threads, by their codes."""
    found: dict[int, Known] = {}
    for chunk in _chunks(threads):
        query = select(_node.c.code, _node.c.id, _node.c.thread_id).where(_node.c.thread_id.in_(chunk))
        found.update((row.code, Known(row.id, row.thread_id)) for row in connection.execute(query))
    return found


def put_trees(connection: Connection, trees: Sequence[Tree], known: Mapping[int, Known]) -> None:
    """Put down the trees of threads, whose nodes are ``known``; guesses for their subjects, old and new, are to be made
    anew."""
    threads = [tree.thread for tree in trees]
    old = [
        subject
        for chunk in _chunks(threads)
        for subject in connection.scalars(select(_thread.c.subject).where(_thread.c.id.in_(chunk)))
    ]
    _mark_stale(connection, [*old, *(tree.subject for tree in trees)])
    places = [
        {
            "at": known[place.node].node,
            "parent_id": None if place.parent is None else known[place.parent].node,
            "how": place.how,
            "position": place.position,
            "depth": place.depth,
        }
        for tree in trees
        for place in tree.places
    ]
    names = ("parent_id", "how", "position", "depth")
    query = update(_node).where(_node.c.id == bindparam("at"))
    connection.execute(query.values({name: bindparam(name) for name in names}), places)
    connection.execute(
        update(_thread)
        .where(_thread.c.id == bindparam("at"))
        .values({name: bindparam(name) for name in _kept(trees[0])}),
        [{"at": tree.thread, **_kept(tree)} for tree in trees],
    )


def _kept(tree: Tree) -> dict[str, Any]:
    return {
        "code": tree.code,
        "messages": tree.messages,
        "ghosts": tree.ghosts,
        "lead_id": tree.lead,
        "first": tree.first,
        "last": tree.last,
        "subject": tree.subject,
        "answer": int(tree.answer),
        "joined_id": None,
    }


def _mark_stale(connection: Connection, subjects: Iterable[int | None]) -> None:
    rows = [{"subject": subject} for subject in sorted({one for one in subjects if one is not None})]
    if rows:
        connection.execute(sqlite.insert(_stale).on_conflict_do_nothing(), rows)


def stale(connection: Connection, limit: int) -> list[int]:
    """Codes of subjects for which guesses are to be made anew."""
    return list(connection.scalars(select(_stale.c.subject).order_by(_stale.c.subject).limit(limit)))


def leads(connection: Connection, subjects: Sequence[int]) -> dict[int, list[Lead]]:
    """The first messages of the threads with these subjects, by subject, in no order."""
    found: dict[int, list[Lead]] = {}
    document = schema.document
    for chunk in _chunks(subjects):
        query = (
            select(_thread, document.c.sent)
            .join(document, document.c.id == _thread.c.lead_id)
            .where(_thread.c.subject.in_(chunk))
        )
        for row in connection.execute(query):
            lead = Lead(row.id, row.code, bool(row.answer), row.lead_id, row.sent)
            found.setdefault(row.subject, []).append(lead)
    return found


def put_joined(connection: Connection, subjects: Sequence[int], joined: Mapping[int, int]) -> None:
    """Put down which threads with these subjects go on with which; the others with nothing. Their guesses are made."""
    for chunk in _chunks(subjects):
        among = (_thread.c.subject.in_(chunk)) & (_thread.c.joined_id.is_not(None))
        connection.execute(update(_thread).where(among).values(joined_id=None))
        connection.execute(delete(_stale).where(_stale.c.subject.in_(chunk)))
    if joined:
        query = update(_thread).where(_thread.c.id == bindparam("at"))
        rows = [{"at": thread, "to": other} for thread, other in joined.items()]
        connection.execute(query.values(joined_id=bindparam("to")), rows)


def _insert(connection: Connection, table: Any, rows: Sequence[Mapping[str, Any]]) -> None:
    if rows:
        connection.execute(insert(table), rows)


def _chunks(values: Sequence[int]) -> Iterable[Sequence[int]]:
    for start in range(0, len(values), _CHUNK):
        yield values[start : start + _CHUNK]
