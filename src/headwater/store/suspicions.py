"""The suspected copies of a case, as the last search found them. What was decided of them stands in the decisions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select

from headwater.base.errors import InputError, NotFound
from headwater.base.spans import Span
from headwater.model.suspicion import CommonError, Marked, Pair, Place, Search, Suspect, Suspicion
from headwater.store import schema

COPIES = "copies"
_CHUNK = 500


def put(connection: Connection, found: Sequence[Suspicion], search: Search) -> None:
    """Make ``found``, the strongest first, the suspicions of the case, and ``search`` what is known of how."""
    connection.execute(delete(schema.suspect))
    connection.execute(delete(schema.suspicion))
    connection.execute(delete(schema.search).where(schema.search.c.name == COPIES))
    if found:
        connection.execute(insert(schema.suspicion), [_row(n, one) for n, one in enumerate(found)])
        connection.execute(
            insert(schema.suspect),
            [{"document": member, "suspicion_id": one.id} for one in found for member in one.members],
        )
    common = [[*_placed(place), count] for place, count in search.common]
    connection.execute(insert(schema.search).values(name=COPIES, **{**asdict(search), "common": common}))


def last_search(connection: Connection) -> Search | None:
    """The last search for copies; None where there was none."""
    table = schema.search
    row = connection.execute(select(table).where(table.c.name == COPIES)).one_or_none()
    if row is None:
        return None
    common = tuple((_place(found[:3]), found[3]) for found in row.common)
    return Search(row.version, row.at, row.documents, row.up_to, row.passages, row.candidates, common)


def documents_with_text(connection: Connection) -> tuple[int, int]:
    """How many documents have a text, and the highest key of one (0 for none)."""
    table = schema.document
    query = select(func.count(), func.max(table.c.id)).where(table.c.kind.in_(schema.TEXT_KINDS))
    count, highest = connection.execute(query).one()
    return int(count), int(highest or 0)


def text_keys(connection: Connection, after: int, limit: int) -> list[int]:
    """Up to ``limit`` keys above ``after`` of documents that have a text, in order."""
    table = schema.document
    query = select(table.c.id).where(table.c.kind.in_(schema.TEXT_KINDS), table.c.id > after)
    return list(connection.scalars(query.order_by(table.c.id).limit(limit)))


def every(connection: Connection) -> Iterator[Suspicion]:
    """All suspicions, the strongest first, read as they are asked for."""
    for row in connection.execute(select(schema.suspicion).order_by(schema.suspicion.c.position)):
        yield _suspicion(row)


def get(connection: Connection, suspicion_id: str) -> Suspicion:
    """The suspicion whose id begins with ``suspicion_id``. Raises NotFound, and InputError where several do."""
    table = schema.suspicion
    wanted = suspicion_id.strip().lower()
    query = select(table).where(table.c.id >= wanted, table.c.id < wanted + "g").limit(2)
    rows = connection.execute(query).all() if wanted.isalnum() else []
    if not rows:
        raise NotFound(
            f"The case has no suspicion {suspicion_id!r}.",
            "headwater copies CASE --list shows them with their ids.",
        )
    if len(rows) > 1:
        raise InputError(
            f"Several suspicions have ids beginning with {wanted}.", "Give more of it.", code="ambiguous"
        )
    return _suspicion(rows[0])


def of_documents(connection: Connection, ids: Iterable[str]) -> dict[str, Suspicion]:
    """The suspicions that have any of these documents as a member, by id."""
    wanted = sorted(set(ids))
    found: dict[str, Suspicion] = {}
    table, suspect = schema.suspicion, schema.suspect
    for start in range(0, len(wanted), _CHUNK):
        chunk = wanted[start : start + _CHUNK]
        among = select(suspect.c.suspicion_id).where(suspect.c.document.in_(chunk))
        query = select(table).where(table.c.id.in_(among)).order_by(table.c.position)
        found.update((row.id, _suspicion(row)) for row in connection.execute(query))
    return found


def _row(position: int, one: Suspicion) -> dict[str, Any]:
    return {
        "id": one.id,
        "position": position,
        "kind": one.kind.value,
        "later": one.later,
        "earlier": one.earlier,
        "members": list(one.members),
        "shares": list(one.shares),
        "reasons": list(one.reasons),
        "pairs": [[_marked_row(p.left), _marked_row(p.right), p.score, list(p.phrases)] for p in one.pairs],
        "errors": [_error_row(error) for error in one.errors],
        "score": one.score,
    }


def _marked_row(side: Marked) -> list[Any]:
    return [_placed(side.place), _spans(side.shared), _spans(side.differing), side.share]


def _error_row(error: CommonError) -> dict[str, Any]:
    return {
        "kind": error.kind,
        "value": error.value,
        "usual": error.usual,
        "places": [_placed(place) for place in error.places],
        "others": error.others,
    }


def _placed(place: Place) -> list[Any]:
    return [place.document, place.span.start, place.span.end]


def _spans(spans: Iterable[Span]) -> list[list[int]]:
    return [[span.start, span.end] for span in spans]


def _suspicion(row: Row[Any]) -> Suspicion:
    return Suspicion(
        id=row.id,
        kind=Suspect(row.kind),
        members=tuple(row.members),
        later=row.later,
        earlier=row.earlier,
        shares=tuple(row.shares),
        reasons=tuple(row.reasons),
        pairs=tuple(Pair(_marked(p[0]), _marked(p[1]), p[2], tuple(p[3])) for p in row.pairs),
        errors=tuple(_error(error) for error in row.errors),
        score=row.score,
    )


def _marked(row: Sequence[Any]) -> Marked:
    return Marked(_place(row[0]), _unspanned(row[1]), _unspanned(row[2]), row[3])


def _error(row: Mapping[str, Any]) -> CommonError:
    places = tuple(_place(place) for place in row["places"])
    return CommonError(row["kind"], row["value"], row["usual"], places, row["others"])


def _place(row: Sequence[Any]) -> Place:
    return Place(row[0], Span(row[1], row[2]))


def _unspanned(rows: Iterable[Sequence[int]]) -> tuple[Span, ...]:
    return tuple(Span(start, end) for start, end in rows)
