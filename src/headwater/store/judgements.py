"""The append-only log of judgements on statements. Nothing here is ever changed or deleted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, Row, insert, select

from headwater.base import dates
from headwater.model.judgement import Judgement, Quote, Verdict, Wording
from headwater.model.statement import Basis, Form, Stance
from headwater.store import schema
from headwater.store.keys import inserted

_CHUNK = 500


def append(
    connection: Connection,
    key: int,
    verdict: Verdict,
    *,
    by: str,
    why: str = "",
    targets: Sequence[str] = (),
    seen: Wording | None = None,
    made: Wording | None = None,
    withdraws: int | None = None,
) -> Judgement:
    """Record a judgement of ``by`` (a name) on a statement of the document with this key, now; return it as it stands."""
    at = dates.now()
    result = connection.execute(
        insert(schema.judgement).values(
            document_id=key,
            at=at,
            by=by,
            verdict=verdict.value,
            targets=list(targets),
            seen=asdict(seen) if seen else None,
            made=asdict(made) if made else None,
            withdraws=withdraws,
            why=why,
        )
    )
    return Judgement(inserted(result), at, by, verdict, tuple(targets), seen, made, withdraws, why)


def of_documents(connection: Connection, keys: Sequence[int]) -> dict[int, list[Judgement]]:
    """The log of each of these documents in the order in which it was written; documents without one are left out."""
    table = schema.judgement
    found: dict[int, list[Judgement]] = {}
    for start in range(0, len(keys), _CHUNK):
        chunk = keys[start : start + _CHUNK]
        rows = connection.execute(select(table).where(table.c.document_id.in_(chunk)).order_by(table.c.id))
        for row in rows:
            found.setdefault(row.document_id, []).append(_judgement(row))
    return found


def document_of(connection: Connection, judgement: int) -> int | None:
    """The key of the document that the judgement with this number is about; None where there is no such judgement."""
    table = schema.judgement
    key: int | None = connection.scalar(select(table.c.document_id).where(table.c.id == judgement))
    return key


def _judgement(row: Row[Any]) -> Judgement:
    return Judgement(
        id=row.id,
        at=row.at,
        by=row.by,
        verdict=Verdict(row.verdict),
        targets=tuple(row.targets),
        seen=_wording(row.seen),
        made=_wording(row.made),
        withdraws=row.withdraws,
        why=row.why,
    )


def _wording(body: Mapping[str, Any] | None) -> Wording | None:
    if body is None:
        return None
    return Wording(
        id=body["id"],
        source=_quotes(body["source"]),
        cue=_quotes(body["cue"]),
        content=_quotes(body["content"]),
        stance=Stance(body["stance"]),
        basis=Basis(body["basis"]),
        form=Form(body["form"]),
        chain=tuple(body["chain"]),
        date=body["date"],
    )


def _quotes(rows: Sequence[Mapping[str, Any]]) -> tuple[Quote, ...]:
    return tuple(Quote(**row) for row in rows)


def documents(connection: Connection) -> dict[int, str]:
    """The documents that anything was judged in: SHA-256 by key, in the order of the keys."""
    table, document = schema.judgement, schema.document
    rows = connection.execute(
        select(document.c.id, document.c.sha256)
        .where(document.c.id.in_(select(table.c.document_id)))
        .order_by(document.c.id)
    )
    return {row.id: row.sha256 for row in rows}
