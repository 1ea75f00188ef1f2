"""Audits of articles as they were when they were made, one row for each run. Nothing here is changed or deleted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select

from headwater.base import dates
from headwater.base.errors import NotFound
from headwater.base.spans import Span
from headwater.model.audit import (
    Agreement,
    Audit,
    Bearing,
    Candidate,
    Caution,
    Change,
    Citation,
    Difference,
    Extent,
    Figure,
    Found,
    Mismatch,
    Paraphrase,
    Passage,
    Quotation,
    Sentence,
    SentenceKind,
    Standing,
    Verdict,
)
from headwater.store import schema
from headwater.store.keys import inserted

Counts = Mapping[str, Mapping[str, int]]
"""How many findings there are, by kind and outcome."""

Body = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Line:
    """A kept audit without its findings: ``article`` is the SHA-256 of the article's bytes, ``documents`` how many the case
    held when it was made, ``version`` that of what reads. ``at`` is ISO 8601 in UTC.
    """

    id: int
    article: str
    title: str
    at: str
    by: str
    mode: str
    version: str
    documents: int
    counts: Counts


@dataclass(frozen=True, slots=True)
class Kept:
    """A kept audit with all that it found."""

    line: Line
    audit: Audit


def put(connection: Connection, audit: Audit, counts: Counts, *, by: str, mode: str, version: str) -> Kept:
    """Keep an audit that was made just now by ``by`` (a name)."""
    values: dict[str, Any] = {
        "article": audit.sha256,
        "title": audit.title,
        "at": dates.now(),
        "by": by,
        "mode": mode,
        "version": version,
        "documents": audit.extent.documents,
        "counts": {kind: dict(rows) for kind, rows in counts.items()},
    }
    result = connection.execute(insert(schema.audit).values(**values, result=asdict(audit)))
    return Kept(Line(id=inserted(result), **values), audit)


def get(connection: Connection, number: int) -> Kept:
    """The audit of this number. Raises NotFound."""
    row = connection.execute(select(schema.audit).where(schema.audit.c.id == number)).one_or_none()
    if row is None:
        raise NotFound(f"The case has no audit {number}.", "headwater audits CASE lists them.")
    return _kept(row)


def last_of(connection: Connection, article: str, before: int | None = None) -> Kept | None:
    """The last audit of the article with this SHA-256, or the last before the number ``before``; None for none."""
    table = schema.audit
    query = select(table).where(table.c.article == article).order_by(table.c.id.desc()).limit(1)
    row = connection.execute(query if before is None else query.where(table.c.id < before)).one_or_none()
    return None if row is None else _kept(row)


def count(connection: Connection) -> int:
    """How many audits are kept."""
    return int(connection.scalar(select(func.count()).select_from(schema.audit)) or 0)


def lines(connection: Connection, limit: int | None = None, offset: int = 0) -> list[Line]:
    """The kept audits from ``offset`` on, the latest first."""
    table = schema.audit
    columns = [column for column in table.c if column.name != "result"]
    rows = connection.execute(select(*columns).order_by(table.c.id.desc()).limit(limit).offset(offset))
    return [Line(**row._mapping) for row in rows]


def _kept(row: Row[Any]) -> Kept:
    values = dict(row._mapping)
    return Kept(audit=_audit(values.pop("result")), line=Line(**values))


def _audit(body: Body) -> Audit:
    return Audit(
        **_with(
            body,
            extent=Extent(**body["extent"]),
            sentences=tuple(map(_sentence, body["sentences"])),
            quotations=tuple(map(_quotation, body["quotations"])),
            citations=tuple(map(_citation, body["citations"])),
            paraphrases=tuple(map(_paraphrase, body["paraphrases"])),
            figures=tuple(map(_figure, body["figures"])),
            notes=tuple(body["notes"]),
        )
    )


def _with(body: Body, **made: Any) -> dict[str, Any]:
    """The fields of ``body``, those of ``made`` in the place of what JSON had of them."""
    return {**body, **made}


def _span(body: Body) -> Span:
    return Span(body["start"], body["end"])


def _span_or_none(body: Body | None) -> Span | None:
    return None if body is None else _span(body)


def _spans(bodies: Sequence[Body]) -> tuple[Span, ...]:
    return tuple(map(_span, bodies))


def _sentence(body: Body) -> Sentence:
    return Sentence(**_with(body, span=_span(body["span"]), kind=SentenceKind(body["kind"])))


def _standing(body: Body) -> Standing:
    return Standing(
        **_with(
            body,
            spans=_spans(body["spans"]),
            chain=tuple(body["chain"]),
            recipients=tuple(body["recipients"]),
        )
    )


def _standings(bodies: Sequence[Body]) -> tuple[Standing, ...]:
    return tuple(map(_standing, bodies))


def _mismatches(bodies: Sequence[Body]) -> tuple[Mismatch, ...]:
    return tuple(Mismatch(**body) for body in bodies)


def _difference(body: Body) -> Difference:
    return Difference(
        **_with(
            body,
            change=Change(body["change"]),
            span=_span_or_none(body["span"]),
            at=_span_or_none(body["at"]),
        )
    )


def _caution(body: Body) -> Caution:
    return Caution(**_with(body, at=_span_or_none(body["at"])))


def _quotation(body: Body) -> Quotation:
    return Quotation(
        **_with(
            body,
            span=_span(body["span"]),
            verdict=Verdict(body["verdict"]),
            differences=tuple(map(_difference, body["differences"])),
            mismatches=_mismatches(body["mismatches"]),
            cautions=tuple(map(_caution, body["cautions"])),
            places=_standings(body["places"]),
            nearest=None if body["nearest"] is None else _standing(body["nearest"]),
        )
    )


def _candidate(body: Body) -> Candidate:
    return Candidate(**_with(body, recipients=tuple(body["recipients"]), reasons=tuple(body["reasons"])))


def _citation(body: Body) -> Citation:
    return Citation(
        **_with(
            body,
            span=_span(body["span"]),
            recipients=tuple(body["recipients"]),
            found=Found(body["found"]),
            candidates=tuple(map(_candidate, body["candidates"])),
            mismatches=_mismatches(body["mismatches"]),
        )
    )


def _passage(body: Body) -> Passage:
    return Passage(
        **_with(
            body,
            standing=_standing(body["standing"]),
            bearing=Bearing(body["bearing"]),
            reasons=tuple(body["reasons"]),
        )
    )


def _paraphrase(body: Body) -> Paraphrase:
    return Paraphrase(
        **_with(body, spans=_spans(body["spans"]), passages=tuple(map(_passage, body["passages"])))
    )


def _figure(body: Body) -> Figure:
    return Figure(
        **_with(
            body,
            span=_span(body["span"]),
            agreement=Agreement(body["agreement"]),
            places=_standings(body["places"]),
            reasons=tuple(body["reasons"]),
        )
    )
