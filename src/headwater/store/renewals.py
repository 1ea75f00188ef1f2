"""Documents whose text becomes another one: what was encrypted and is opened, and pages that were read by OCR.

The index follows: what was renewed stands in a table of its own until the index holds the new text, so that a killed run
leaves nothing behind that searches the old one.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, exists, func, insert, or_, select, update

from headwater.model.document import NOT_ALL_READ, Document, Status
from headwater.store import filing, languages, schema, totals
from headwater.store.filing import Item
from headwater.store.totals import Counted

_CHUNK = 500
_UNREAD = frozenset(status.value for status in NOT_ALL_READ)


def renew(connection: Connection, key: int, document: Document, version: str) -> None:
    """Put what was made of a document now in the place of what was made before: rendition, status, notes, title and
    properties. ``version`` is that of the rendition.

    A reading for statements of an empty text is struck out, so that the new text is read; any other is kept, as one of
    another version's.
    """
    _put(connection, key, filing.rows_of(document), version)
    empty = (schema.reading.c.document_id == key) & (schema.reading.c.statements == 0)
    struck = connection.execute(delete(schema.reading).where(empty)).rowcount
    totals.add(connection, {(totals.READ, ""): -struck})
    connection.execute(
        update(schema.reading).where(schema.reading.c.document_id == key).values(extractor=EARLIER)
    )


EARLIER = "an earlier rendition"
"""Stands for the extractor of what was read in a text that has become another one."""


def unlock(connection: Connection, items: Sequence[Item]) -> None:
    """Of ``items``, which are all in the case, renew those documents that were encrypted and are open now."""
    opened = {one.sha256: one for one in items if one.rows.counted.status != Status.ENCRYPTED.value}
    table = schema.document
    hashes = sorted(opened)
    for start in range(0, len(hashes), _CHUNK):
        chunk = hashes[start : start + _CHUNK]
        rows = connection.execute(
            select(table.c.id, table.c.sha256).where(
                table.c.sha256.in_(chunk), table.c.status == Status.ENCRYPTED.value
            )
        ).all()
        for row in rows:
            _put(connection, row.id, opened[row.sha256].rows, filing.RENDITION_VERSION)


def _put(connection: Connection, key: int, rows: filing.Rows, version: str) -> None:
    table, rendition = schema.document, schema.rendition
    before = connection.execute(
        select(table.c.kind, table.c.status, table.c.media_type).where(table.c.id == key)
    ).one()
    columns = [column.name for column in list(table.columns)[1:]]
    values = dict(zip(columns, rows.document, strict=True))
    for name in ("notes", "properties"):  # rows hold JSON as it is written
        values[name] = json.loads(values[name]) if values[name] else None
    connection.execute(update(table).where(table.c.id == key).values(**values))
    names = [column.name for column in list(rendition.columns)[1:]]
    made: dict[str, Any] = {**dict(zip(names, rows.rendition, strict=True)), "version": version}
    connection.execute(update(rendition).where(rendition.c.document_id == key).values(**made))
    languages.forget(connection, [key])
    if not connection.scalar(select(exists().where(schema.renewed.c.document_id == key))):
        connection.execute(insert(schema.renewed).values(document_id=key))
    _move_totals(connection, before, rows.counted)
    _recount(connection, key, (rows.counted.status in _UNREAD) - (before.status in _UNREAD))


def _move_totals(connection: Connection, before: Any, now: Counted) -> None:
    """Count the document under what it is now."""
    changes: Counter[tuple[str, str]] = Counter()
    for measure in (totals.KIND, totals.STATUS, totals.MEDIA_TYPE):
        changes[measure, getattr(before, measure)] -= 1
        changes[measure, getattr(now, measure)] += 1
    totals.add(connection, changes)
    connection.execute(
        delete(schema.tally).where(schema.tally.c.number == 0, schema.tally.c.measure != totals.FIRST)
    )


def _recount(connection: Connection, key: int, change: int) -> None:
    """Keep up what receipts say of unread documents; of a container that is being read this is counted at its end."""
    copy, table = schema.copy, schema.container
    if change:
        held = (
            select(func.count())
            .where(copy.c.container_id == table.c.id, copy.c.document_id == key, copy.c.gone == 0)
            .scalar_subquery()
        )
        holding = select(copy.c.container_id).where(copy.c.document_id == key, copy.c.gone == 0)
        connection.execute(
            update(table)
            .where(table.c.id.in_(holding), table.c.state == "done")
            .values(unread=table.c.unread + change * held)
        )


def with_status(connection: Connection, status: Status, after: int, limit: int) -> list[int]:
    """Up to ``limit`` keys above ``after`` of documents with this status, in order."""
    table = schema.document
    wanted = (table.c.status == status.value) & (table.c.id > after)
    return list(connection.scalars(select(table.c.id).where(wanted).order_by(table.c.id).limit(limit)))


def count_with(connection: Connection, status: Status) -> int:
    """How many documents have this status."""
    return totals.of(connection, totals.STATUS).get(status.value, 0)


def waiting(connection: Connection, highest: int, limit: int) -> list[int]:
    """Up to ``limit`` keys, none above ``highest``, of documents whose new text is not in the index yet, in order."""
    key = schema.renewed.c.document_id
    return list(connection.scalars(select(key).where(key <= highest).order_by(key).limit(limit)))


def count(connection: Connection, highest: int) -> int:
    """How many documents with keys up to ``highest`` have a new text that is not in the index yet."""
    key = schema.renewed.c.document_id
    return int(connection.scalar(select(func.count()).select_from(schema.renewed).where(key <= highest)) or 0)


def settled(connection: Connection, keys: Iterable[int]) -> None:
    """Note that the index holds the present text of these documents."""
    table = schema.renewed
    for key in keys:
        connection.execute(delete(table).where(table.c.document_id == key))


def read_locked_again(connection: Connection, locations: Sequence[str]) -> None:
    """Have what is encrypted in and below ``locations`` read again the next time that these are added.

    Struck out are the stamps by which it would be passed over: of containers with encrypted members, of encrypted
    documents, and of all in which these stand.
    """
    table, failure, copy, document = schema.container, schema.failure, schema.copy, schema.document
    locked = exists().where(failure.c.container_id == table.c.id, failure.c.code == "encrypted")
    shut = exists().where(
        copy.c.container_id == table.c.id,
        copy.c.document_id == document.c.id,
        document.c.status == Status.ENCRYPTED.value,
        copy.c.gone == 0,
    )
    below = or_(*(_at_or_below(location) for location in locations))
    found = connection.execute(select(table.c.id).where(or_(locked, shut), below)).scalars().all()
    for container in found:
        _strike_encrypted_copies(connection, container)
        _strike_stamps(connection, container)


def _at_or_below(location: str) -> ColumnElement[bool]:
    table = schema.container
    inside = [
        (table.c.location >= location + mark) & (table.c.location < location + chr(ord(mark) + 1))
        for mark in "/!"
    ]
    return or_(table.c.location == location, *inside)


def _strike_encrypted_copies(connection: Connection, container: int) -> None:
    copy, document = schema.copy, schema.document
    paths = connection.scalars(
        select(copy.c.path)
        .join(document, document.c.id == copy.c.document_id)
        .where(copy.c.container_id == container, document.c.status == Status.ENCRYPTED.value)
    ).all()
    _strike_items(connection, container, {path.partition("!")[0] for path in paths})


def _strike_items(connection: Connection, container: int, paths: Iterable[str]) -> None:
    copy = schema.copy
    for path in paths:
        connection.execute(
            update(copy).where(copy.c.container_id == container, copy.c.path == path).values(stamp="")
        )


def _strike_stamps(connection: Connection, container: int) -> None:
    """Strike the stamp of a container and of all around it; where it is attached to a message, the message's too."""
    table = schema.container
    key: int | None = container
    while key is not None:
        row = connection.execute(
            select(table.c.location, table.c.parent_id, table.c.inside).where(table.c.id == key)
        ).one()
        connection.execute(update(table).where(table.c.id == key).values(stamp=""))
        if row.inside and row.parent_id is not None:
            around = connection.scalar(select(table.c.location).where(table.c.id == row.parent_id)) or ""
            path = row.location[len(around) + 1 :].partition("!")[0]
            _strike_items(connection, row.parent_id, [path])
        key = row.parent_id
