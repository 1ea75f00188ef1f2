"""Write down what a document holds: its last reading and its judgements, put together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import Connection

from headwater.model.document import Document
from headwater.model.judgement import Held, Judgement
from headwater.model.statement import Statement
from headwater.statements.anchors import anchored, quoted
from headwater.statements.batch import Read
from headwater.statements.settling import settle
from headwater.store import decisions, judgements, readings, statements
from headwater.store.documents import Stored


def hold_readings(connection: Connection, read: Sequence[tuple[Stored, Read]], extractor: str) -> None:
    """Put what ``extractor`` has just read of some documents in the place of what was read before.

    Judgements find their statements again, and no statement that a decision refers to is lost. Where reading failed,
    what was read before stays; a document that was never read is noted as one that cannot be.
    """
    keys = [stored.key for stored, _ in read]
    logs = judgements.of_documents(connection, keys)
    before = readings.read_before(connection, keys)
    referred = decisions.referred(connection) if before or logs else set[str]()
    for stored, one in read:
        if one.failed and stored.key in before:
            continue
        present, earlier = _as_extracted(connection, stored.key) if stored.key in before else ([], [])
        holds = _settled(
            stored.document, one.statements, logs.get(stored.key, ()), (*present, *earlier), referred
        )
        statements.put(connection, stored.key, holds)
        readings.record(connection, stored.key, extractor, len(one.statements), one.note)


def hold_in_new_text(connection: Connection, key: int, before: str, after: str) -> None:
    """Find the words of a document's statements again in its new text; of those whose words are not there any more nothing
    but the id is kept."""
    held = statements.of_document(connection, key)
    if held and before != after:
        statements.put(
            connection, key, [replace(one, statement=_moved(one.statement, before, after)) for one in held]
        )


def _moved(one: Statement, before: str, after: str) -> Statement:
    source, cue, content = (
        anchored(after, quoted(before, passages)) for passages in (one.source, one.cue, one.content)
    )
    return replace(one, source=source, cue=cue, content=content)


def hold_again(connection: Connection, stored: Stored) -> list[Held]:
    """Put a document's statements together anew after a judgement; what it holds now."""
    present, earlier = _as_extracted(connection, stored.key)
    log = judgements.of_documents(connection, [stored.key]).get(stored.key, ())
    holds = _settled(stored.document, present, log, earlier, decisions.referred(connection))
    statements.put(connection, stored.key, holds)
    return holds


def _as_extracted(connection: Connection, key: int) -> tuple[list[Statement], list[Statement]]:
    return statements.as_extracted(statements.of_document(connection, key))


def _settled(
    document: Document,
    extracted: Sequence[Statement],
    log: Sequence[Judgement],
    earlier: Sequence[Statement],
    referred: set[str],
) -> list[Held]:
    return settle(document.sha256, document.text, extracted, log, earlier, referred)
