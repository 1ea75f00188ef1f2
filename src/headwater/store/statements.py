"""Extracted statements, per document and extractor version."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, delete, func, insert, select

from headwater.base.errors import NotFound
from headwater.base.folding import folded
from headwater.base.spans import Span
from headwater.model.document import Kind
from headwater.model.statement import Basis, Form, Passages, Stance, Statement
from headwater.store import schema, totals

_TEXT_KINDS = (Kind.MESSAGE.value, Kind.TEXT.value, Kind.HTML.value)


@dataclass(frozen=True, slots=True)
class Extent:
    """How much of a case was read for statements: documents with text, those read, and statements found."""

    documents: int
    read: int
    statements: int


def replace(connection: Connection, key: int, extractor: str, statements: Sequence[Statement]) -> None:
    """Put ``statements`` in the place of what an earlier reading of this document found."""
    table = schema.statement
    fewer = connection.execute(delete(table).where(table.c.document_id == key)).rowcount
    before = connection.execute(delete(schema.reading).where(schema.reading.c.document_id == key)).rowcount
    rendition = connection.scalar(
        select(schema.rendition.c.sha256).where(schema.rendition.c.document_id == key)
    )
    connection.execute(
        insert(schema.reading).values(
            document_id=key, extractor=extractor, rendition=rendition or "", statements=len(statements)
        )
    )
    if statements:
        connection.execute(insert(table), [_row(key, n, s) for n, s in enumerate(statements)])
    totals.add(connection, {(totals.READ, ""): 1 - before, (totals.STATEMENTS, ""): len(statements) - fewer})


def _row(key: int, position: int, statement: Statement) -> dict[str, Any]:
    return {
        "id": statement.id,
        "document_id": key,
        "position": position,
        "source": _pairs(statement.source),
        "cue": _pairs(statement.cue),
        "content": _pairs(statement.content),
        "stance": statement.stance.value,
        "basis": statement.basis.value,
        "form": statement.form.value,
        "nested_in": statement.nested_in,
        "chain": list(statement.chain),
        "date": statement.date,
        "confidence": round(statement.confidence * 1000),
        "speaker_folded": folded(statement.chain[-1]) if statement.chain else "",
    }


def _pairs(passages: Passages) -> list[list[int]]:
    return [[span.start, span.end] for span in passages]


def _passages(pairs: Sequence[Sequence[int]]) -> Passages:
    return tuple(Span(start, end) for start, end in pairs)


def _statement(row: Row[Any]) -> Statement:
    return Statement(
        id=row.id,
        sha256=row.sha256,
        source=_passages(row.source),
        cue=_passages(row.cue),
        content=_passages(row.content),
        stance=Stance(row.stance),
        basis=Basis(row.basis),
        form=Form(row.form),
        nested_in=row.nested_in,
        chain=tuple(row.chain),
        date=row.date,
        confidence=row.confidence / 1000,
    )


_SELECT = select(schema.statement, schema.document.c.sha256).join(
    schema.document, schema.document.c.id == schema.statement.c.document_id
)


def of_document(connection: Connection, key: int) -> list[Statement]:
    """The statements of one document in the order of extraction."""
    table = schema.statement
    rows = connection.execute(_SELECT.where(table.c.document_id == key).order_by(table.c.position))
    return [_statement(row) for row in rows]


def get(connection: Connection, statement_id: str) -> Statement:
    """The statement with this id. Raises NotFound."""
    found = get_many(connection, [statement_id])
    if not found:
        raise NotFound(
            f"The case has no statement {statement_id!r}.",
            "headwater statements CASE lists them with their ids.",
        )
    return found[statement_id]


def get_many(connection: Connection, ids: Sequence[str]) -> dict[str, Statement]:
    """The statements with these ids, by id; unknown ids are left out."""
    found: dict[str, Statement] = {}
    wanted = sorted(set(ids))
    for start in range(0, len(wanted), 500):
        rows = connection.execute(_SELECT.where(schema.statement.c.id.in_(wanted[start : start + 500])))
        found.update((row.id, _statement(row)) for row in rows)
    return found


def select_all(
    connection: Connection,
    *,
    document: int | None = None,
    speaker: str = "",
    stance: str = "",
    limit: int | None = None,
    offset: int = 0,
) -> Iterator[Statement]:
    """The statements of the case in document order, filtered: ``limit`` of them (all without one) from ``offset`` on.

    ``speaker`` matches part of the name of the last link, whatever its case and accents. What comes before
    ``offset`` is passed over in the index.
    """
    table = schema.statement
    order = (table.c.document_id, table.c.position)
    query = _SELECT.where(*_wanted(document, speaker, stance)).order_by(*order)
    if limit is not None or offset:
        rows = select(*order).where(*_wanted(document, speaker, stance)).order_by(*order)
        page = rows.limit(limit).offset(offset).subquery()
        same = and_(page.c.document_id == table.c.document_id, page.c.position == table.c.position)
        query = _SELECT.join(page, same).order_by(page.c.document_id, page.c.position)
    for row in connection.execute(query):
        yield _statement(row)


def count_all(
    connection: Connection, *, document: int | None = None, speaker: str = "", stance: str = ""
) -> int:
    """How many statements ``select_all`` yields with the same filter."""
    wanted = _wanted(document, speaker, stance)
    if not wanted:
        return totals.one(connection, totals.STATEMENTS)
    query = select(func.count()).select_from(schema.statement).where(*wanted)
    return int(connection.scalar(query) or 0)


def _wanted(document: int | None, speaker: str, stance: str) -> list[ColumnElement[bool]]:
    table = schema.statement
    wanted: list[ColumnElement[bool]] = []
    if document is not None:
        wanted.append(table.c.document_id == document)
    if folded(speaker):
        wanted.append(func.instr(table.c.speaker_folded, folded(speaker)) > 0)
    if stance:
        wanted.append(table.c.stance == stance)
    return wanted


def unread(connection: Connection, extractor: str, after: int, limit: int) -> list[int]:
    """Up to ``limit`` keys above ``after`` of documents with text that this extractor version has not read."""
    table, reading = schema.document, schema.reading
    return list(
        connection.scalars(
            select(table.c.id)
            .outerjoin(reading, reading.c.document_id == table.c.id)
            .where(
                table.c.id > after,
                table.c.kind.in_(_TEXT_KINDS),
                (reading.c.extractor.is_(None)) | (reading.c.extractor != extractor),
            )
            .order_by(table.c.id)
            .limit(limit)
        )
    )


def extent(connection: Connection) -> Extent:
    """How much of the case was read for statements, by whatever version."""
    kinds = totals.of(connection, totals.KIND)
    return Extent(
        sum(kinds.get(kind, 0) for kind in _TEXT_KINDS),
        totals.one(connection, totals.READ),
        totals.one(connection, totals.STATEMENTS),
    )


def was_read(connection: Connection, key: int) -> bool:
    """Whether any version of the extractor has read this document."""
    table = schema.reading
    return connection.scalar(select(table.c.document_id).where(table.c.document_id == key)) is not None
