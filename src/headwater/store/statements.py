"""The statements of a case: of each document, what its last reading and its judgements come to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, delete, func, insert, select

from headwater.base.errors import NotFound
from headwater.base.folding import folded
from headwater.base.spans import Span
from headwater.model.judgement import Held, Made, Proposed, Standing
from headwater.model.statement import Basis, Form, Passages, Stance, Statement
from headwater.store import schema, totals, writings

_STANDING = tuple(one.value for one in Standing if one.stands)
_JUDGED = (Standing.ACCEPTED.value, Standing.REJECTED.value, Standing.CORRECTED.value)


class Which(StrEnum):
    """Which statements of a case are meant, by how they stand.

    standing   all but those that are rejected or that another one stands in the place of
    unjudged   of these, those that nobody judged
    accepted   of these, those that somebody accepted or entered
    judged     all that somebody judged or entered, rejected and corrected ones among them
    rejected   those that are rejected
    corrected  those that a correction stands in the place of
    lost       those that are kept because of a decision, though the present version does not find them
    all        everything
    """

    STANDING = "standing"
    UNJUDGED = "unjudged"
    ACCEPTED = "accepted"
    JUDGED = "judged"
    REJECTED = "rejected"
    CORRECTED = "corrected"
    LOST = "lost"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Filter:
    """Which statements are wanted; what is empty does not limit.

    ``speaker`` is part of the name of the last link, whatever its case and accents; ``documents`` are keys, None for all.
    """

    documents: tuple[int, ...] | None = None
    speaker: str = ""
    stance: str = ""
    basis: str = ""
    form: str = ""
    which: Which = Which.STANDING


def put(connection: Connection, key: int, holds: Sequence[Held]) -> None:
    """Make ``holds``, in the order of the text, the statements of this document."""
    table = schema.statement
    mine = table.c.document_id == key
    rows = connection.execute(
        select(table.c.standing, func.count()).where(mine).group_by(table.c.standing)
    ).all()
    changes: Counter[tuple[str, str]] = Counter()
    for standing, count in rows:
        changes[totals.STATEMENTS, standing] -= count
    changes.update((totals.STATEMENTS, held.standing.value) for held in holds)
    connection.execute(delete(table).where(mine))
    if holds:
        connection.execute(insert(table), [_row(key, n, held) for n, held in enumerate(holds)])
    writings.note(connection, key)
    totals.add(connection, changes)


def _row(key: int, position: int, held: Held) -> dict[str, Any]:
    statement = held.statement
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
        "standing": held.standing.value,
        "made": held.made.value,
        "found": int(held.found),
        "instead": held.instead,
        "proposed": [held.proposed.nested_in, list(held.proposed.chain)] if held.proposed else None,
    }


def _pairs(passages: Passages) -> list[list[int]]:
    return [[span.start, span.end] for span in passages]


def _passages(pairs: Sequence[Sequence[int]]) -> Passages:
    return tuple(Span(start, end) for start, end in pairs)


def _held(row: Row[Any]) -> Held:
    statement = Statement(
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
    proposed = Proposed(row.proposed[0], tuple(row.proposed[1])) if row.proposed else None
    return Held(statement, Standing(row.standing), Made(row.made), bool(row.found), row.instead, proposed)


_SELECT = select(schema.statement, schema.document.c.sha256).join(
    schema.document, schema.document.c.id == schema.statement.c.document_id
)


def of_document(connection: Connection, key: int) -> list[Held]:
    """All statements of one document in the order of its text, whatever their standing."""
    table = schema.statement
    rows = connection.execute(_SELECT.where(table.c.document_id == key).order_by(table.c.position))
    return [_held(row) for row in rows]


def as_extracted(holds: Sequence[Held]) -> tuple[list[Statement], list[Statement]]:
    """Of what a document holds: what the extractor's last reading found, as it said it, and what earlier ones found."""
    present: list[Statement] = []
    earlier: list[Statement] = []
    for held in holds:
        if held.made is Made.EXTRACTED:
            said = held.statement
            if held.proposed:
                said = replace(said, nested_in=held.proposed.nested_in, chain=held.proposed.chain)
            (present if held.found else earlier).append(said)
    return present, earlier


def get(connection: Connection, statement_id: str) -> Held:
    """The statement with this id. Raises NotFound."""
    found = get_many(connection, [statement_id])
    if not found:
        raise NotFound(
            f"The case has no statement {statement_id!r}.",
            "headwater statements CASE lists them with their ids.",
        )
    return found[statement_id]


def get_many(connection: Connection, ids: Sequence[str]) -> dict[str, Held]:
    """The statements with these ids, by id, whatever their standing; unknown ids are left out."""
    found: dict[str, Held] = {}
    wanted = sorted(set(ids))
    for start in range(0, len(wanted), 500):
        rows = connection.execute(_SELECT.where(schema.statement.c.id.in_(wanted[start : start + 500])))
        found.update((row.id, _held(row)) for row in rows)
    return found


def select_all(
    connection: Connection, wanted: Filter, *, limit: int | None = None, offset: int = 0
) -> Iterator[Held]:
    """The statements that are wanted, in document order: ``limit`` of them (all without one) from ``offset`` on.

    What comes before ``offset`` is passed over in the index.
    """
    table = schema.statement
    order = (table.c.document_id, table.c.position)
    query = _SELECT.where(*_conditions(wanted)).order_by(*order)
    if limit is not None or offset:
        rows = select(*order).where(*_conditions(wanted)).order_by(*order)
        page = rows.limit(limit).offset(offset).subquery()
        same = and_(page.c.document_id == table.c.document_id, page.c.position == table.c.position)
        query = _SELECT.join(page, same).order_by(page.c.document_id, page.c.position)
    for row in connection.execute(query):
        yield _held(row)


def count_all(connection: Connection, wanted: Filter) -> int:
    """How many statements ``select_all`` yields for the same filter."""
    if wanted == Filter():
        return extent(connection).statements
    query = select(func.count()).select_from(schema.statement).where(*_conditions(wanted))
    return int(connection.scalar(query) or 0)


def documents_with(connection: Connection, after: int, limit: int) -> list[int]:
    """Up to ``limit`` keys above ``after`` of documents that have statements, in order."""
    column = schema.statement.c.document_id
    return list(
        connection.scalars(select(column).where(column > after).distinct().order_by(column).limit(limit))
    )


def _conditions(wanted: Filter) -> list[ColumnElement[bool]]:
    table = schema.statement
    found: list[ColumnElement[bool]] = []
    if wanted.documents is not None:
        found.append(table.c.document_id.in_(wanted.documents))
    if speaker := folded(wanted.speaker):
        found.append(func.instr(table.c.speaker_folded, speaker) > 0)
    for column, value in (
        (table.c.stance, wanted.stance),
        (table.c.basis, wanted.basis),
        (table.c.form, wanted.form),
    ):
        if value:
            found.append(column == value)
    return found + _standing(wanted.which)


def _standing(which: Which) -> list[ColumnElement[bool]]:
    table = schema.statement
    if which is Which.ALL:
        return []
    if which is Which.STANDING:
        return [table.c.standing.in_(_STANDING)]
    if which is Which.UNJUDGED:
        return [table.c.standing == Standing.PROPOSED.value]
    if which is Which.JUDGED:
        return [table.c.standing.in_(_JUDGED)]
    if which is Which.LOST:
        return [table.c.found == 0, table.c.standing != Standing.SUPERSEDED.value]
    return [table.c.standing == which.value]


@dataclass(frozen=True, slots=True)
class Extent:
    """How much of a case was read for statements: documents with text, those read, statements that stand, those that
    are rejected and those that a correction stands in the place of."""

    documents: int
    read: int
    statements: int
    rejected: int = 0
    corrected: int = 0


def extent(connection: Connection) -> Extent:
    """How much of the case was read for statements, by whatever version."""
    kinds = totals.of(connection, totals.KIND)
    standing: Mapping[str, int] = totals.of(connection, totals.STATEMENTS)
    return Extent(
        sum(kinds.get(kind, 0) for kind in schema.TEXT_KINDS),
        totals.one(connection, totals.READ),
        sum(standing.get(value, 0) for value in _STANDING),
        standing.get(Standing.REJECTED.value, 0),
        standing.get(Standing.CORRECTED.value, 0),
    )
