"""Read documents for statements, with and without a case, and list what was found."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from headwater.desk.statement_views import statement_views
from headwater.desk.views import StatementView
from headwater.intake.single import read_all, read_bytes
from headwater.model.document import Document, Status
from headwater.model.statement import Provenance, Statement
from headwater.statements.extent import read_extent
from headwater.statements.extract import EXTRACTOR, extract, row
from headwater.store import documents, statements
from headwater.store.case import Case
from headwater.store.statements import Extent

STANDARD_INPUT = "-"
_BATCH = 32  # documents read for statements in one transaction
_ROWS = 200  # statements whose documents are in memory at a time


def provenance(document: Document) -> Provenance:
    """What is known of a document before its text is read."""
    people = document.message.participants if document.message else ()
    writers = [person.name or person.address for person in people if person.role == "from"]
    return Provenance(
        sha256=document.sha256,
        kind=document.kind,
        title=document.title,
        date=document.sent.iso() if document.sent else None,
        writer=writers[0] if writers else "",
        recipients=tuple(person.name or person.address for person in people if person.role in ("to", "cc")),
    )


def extract_document(document: Document) -> list[Statement]:
    """The statements of one document, in the order of its text."""
    return extract(provenance(document), document.text)


def read_files(paths: Sequence[Path], tell: Callable[[str], None] | None = None) -> Iterator[dict[str, Any]]:
    """The statements of files, without a case: one JSON object each (docs/schemas/statements.json).

    ``document`` is the path as given; "-" is standard input. ``tell`` gets a sentence for whatever was not read: a
    file without text, attachments, the rest of a very long text. Raises InputError or NotFound for a file that
    cannot be read.
    """
    for path in paths:
        if str(path) == STANDARD_INPUT:
            document, inside = read_bytes(sys.stdin.buffer.read()), 0
        else:
            document, *attached = read_all(path)
            inside = len(attached)
        for sentence in _not_read(document, inside):
            if tell:
                tell(f"{path}: {sentence}")
        for statement in extract_document(document):
            yield row(statement, str(path), document.text)


def _not_read(document: Document, inside: int) -> Iterator[str]:
    if document.status is Status.UNREAD:
        yield f"not read: {'; '.join(document.notes) or 'no text'}."
    elif not document.text.strip():
        yield "there is no text in it."
    if inside:
        yield f"{inside} attached documents were not read; add it to a case to read them."
    if (limit := read_extent(document.text)) < len(document.text):
        yield f"only the first {limit} of {len(document.text)} characters were read."


def read_case(
    case: Case, progress: Callable[[int, int], None] | None = None, limit: int | None = None
) -> int:
    """Read documents of the case that this version of the extractor has not read; returns how many were.

    Committed every few documents, so that a killed run goes on where it stopped. ``progress`` gets documents
    read and statements found so far.
    """
    done = found = after = 0
    while limit is None or done < limit:
        size = _BATCH if limit is None else min(_BATCH, limit - done)
        with case.reading() as connection:
            keys = statements.unread(connection, EXTRACTOR, after, size)
            batch = documents.get_many(connection, keys)
        if not batch:
            break
        extracted = [(stored.key, extract_document(stored.document)) for stored in batch]
        with case.writing() as connection:
            for key, rows in extracted:
                statements.replace(connection, key, EXTRACTOR, rows)
        done, found, after = done + len(batch), found + sum(len(rows) for _, rows in extracted), batch[-1].key
        if progress:
            progress(done, found)
    return done


def listing(
    case: Case,
    *,
    document: str = "",
    speaker: str = "",
    stance: str = "",
    limit: int | None = None,
    offset: int = 0,
) -> tuple[int, tuple[StatementView, ...]]:
    """Statements of the case in document order, filtered: how many there are, and one page of them."""
    with case.reading() as connection:
        key = documents.find_key(connection, document) if document else None
        total = statements.count_all(connection, document=key, speaker=speaker, stance=stance)
        page = statements.select_all(
            connection, document=key, speaker=speaker, stance=stance, limit=limit, offset=offset
        )
        return total, tuple(statement_views(connection, page))


def one(case: Case, statement_id: str) -> StatementView:
    """One statement of the case. Raises NotFound."""
    with case.reading() as connection:
        statement = statements.get(connection, statement_id)
        return statement_views(connection, [statement])[0]


def rows(case: Case, *, document: str = "", speaker: str = "", stance: str = "") -> Iterator[dict[str, Any]]:
    """The same as JSON objects (docs/schemas/statements.json), all of them; ``document`` is the document's id."""
    with case.reading() as connection:
        key = documents.find_key(connection, document) if document else None
        found = statements.select_all(connection, document=key, speaker=speaker, stance=stance)
        while chunk := list(islice(found, _ROWS)):
            stored = documents.by_sha256(connection, (statement.sha256 for statement in chunk))
            for statement in chunk:
                document_of = stored[statement.sha256]
                yield row(statement, document_of.id, document_of.text)


def extent(case: Case) -> Extent:
    """How much of the case was read for statements."""
    with case.reading() as connection:
        return statements.extent(connection)
