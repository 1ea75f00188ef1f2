"""The whole case as lines of JSON in a canonical order, without surrogate ids and times of running.

Two cases are the same when their dumps are equal. Rows of documents, copies and containers stand in the order in
which they were taken in, since that order decides what counts as a duplicate; all else is sorted.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Select, select

from headwater.store import schema

_document, _copy, _container = schema.document, schema.copy, schema.container
_holder, _parent = schema.document.alias("holder"), schema.container.alias("parent")


def dump(connection: Connection) -> Iterator[str]:
    """One line for each row of the case: ``{"table": ..., ...}``, keys sorted."""
    for name, query in _queries():
        for row in connection.execute(query).mappings():
            yield json.dumps({"table": name, **row}, ensure_ascii=False, sort_keys=True)


def _columns(table: Any, *left_out: str) -> list[Any]:
    return [column for column in table.c if column.name not in left_out]


def _of_document(table: Any, *order: str) -> Select[Any]:
    """Rows that belong to a document, under its hash, in the order of the documents and then of ``order``."""
    own = [
        column
        for column in _columns(table, "document_id", "text", "speaker_folded")
        if column.name != "sha256"
    ]
    hashes = [table.c.sha256.label("text_sha256")] if "sha256" in table.c else []
    return (
        select(_document.c.sha256.label("document"), *own, *hashes)
        .join(_document, _document.c.id == table.c.document_id)
        .order_by(_document.c.id, *(table.c[name] for name in order))
    )


def _queries() -> Iterator[tuple[str, Select[Any]]]:
    yield "document", select(*_columns(_document, "id")).order_by(_document.c.id)
    yield "rendition", _of_document(schema.rendition)
    yield "message", _of_document(schema.message)
    yield "participant", _of_document(schema.participant, "position")
    yield "container", _containers()
    yield "copy", _copies()
    yield "failure", _failures()
    yield "thread", _threads()
    yield "node", _nodes()
    yield "member", _members()
    yield "fingerprint", _of_document(schema.fingerprint)
    yield "language", _of_document(schema.language)
    yield "told_apart", _of_document(schema.told_apart)
    yield "reading", _of_document(schema.reading)
    yield "statement", _of_document(schema.statement, "position")
    yield "judgement", _judgements()
    decision = schema.decision
    yield "decision", select(*_columns(decision, "id", "at")).order_by(decision.c.id)
    yield "tagging", _taggings()
    yield "note", _notes()
    saved = schema.saved_search
    yield "saved_search", select(*_columns(saved, "id", "at")).order_by(saved.c.name)


def _containers() -> Select[Any]:
    return (
        select(*_columns(_container, "id", "parent_id"), _parent.c.location.label("parent"))
        .outerjoin(_parent, _parent.c.id == _container.c.parent_id)
        .order_by(_container.c.id)
    )


def _copies() -> Select[Any]:
    return (
        select(
            *_columns(_copy, "id", "container_id", "document_id", "inside_id"),
            _container.c.location.label("container"),
            _document.c.sha256.label("document"),
            _holder.c.sha256.label("inside"),
        )
        .join(_container, _container.c.id == _copy.c.container_id)
        .join(_document, _document.c.id == _copy.c.document_id)
        .outerjoin(_holder, _holder.c.id == _copy.c.inside_id)
        .order_by(_copy.c.id)
    )


def _threads() -> Select[Any]:
    table, joined = schema.thread, schema.thread.alias("joined")
    return (
        select(
            *_columns(table, "id", "lead_id", "joined_id"),
            _document.c.sha256.label("lead"),
            joined.c.code.label("joined"),
        )
        .select_from(table)
        .outerjoin(_document, _document.c.id == table.c.lead_id)
        .outerjoin(joined, joined.c.id == table.c.joined_id)
        .order_by(table.c.code, table.c.nodes)
    )


def _nodes() -> Select[Any]:
    table, parent = schema.node, schema.node.alias("parent")
    return (
        select(
            *_columns(table, "id", "thread_id", "parent_id"),
            schema.thread.c.code.label("thread"),
            parent.c.code.label("parent"),
        )
        .select_from(table)
        .join(schema.thread, schema.thread.c.id == table.c.thread_id)
        .outerjoin(parent, parent.c.id == table.c.parent_id)
        .order_by(table.c.code)
    )


def _members() -> Select[Any]:
    table = schema.member
    return (
        select(_document.c.sha256.label("document"), schema.node.c.code.label("node"))
        .select_from(table)
        .join(_document, _document.c.id == table.c.document_id)
        .join(schema.node, schema.node.c.id == table.c.node_id)
        .order_by(_document.c.id)
    )


def _judgements() -> Select[Any]:
    """In the order in which they were made; ``withdraws`` is a number in that order."""
    table = schema.judgement
    return (
        select(_document.c.sha256.label("document"), *_columns(table, "id", "document_id", "at"))
        .join(_document, _document.c.id == table.c.document_id)
        .order_by(table.c.id)
    )


def _taggings() -> Select[Any]:
    table = schema.tagging
    return (
        select(_document.c.sha256.label("document"), *_columns(table, "id", "document_id", "tag", "at"))
        .join(_document, _document.c.id == table.c.document_id)
        .order_by(table.c.id)
    )


def _notes() -> Select[Any]:
    table = schema.note
    return (
        select(_document.c.sha256.label("document"), *_columns(table, "document_id", "at"))
        .join(_document, _document.c.id == table.c.document_id)
        .order_by(table.c.id)
    )


def _failures() -> Select[Any]:
    table = schema.failure
    return (
        select(*_columns(table, "id", "container_id"), _container.c.location.label("container"))
        .join(_container, _container.c.id == table.c.container_id)
        .order_by(_container.c.id, table.c.path, table.c.inside, table.c.code, table.c.reason)
    )
