"""Show a document and account for containers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from itertools import count
from typing import Any

from headwater.base.errors import NotFound
from headwater.desk import threads, variants
from headwater.desk.statement_views import statement_view
from headwater.desk.views import DocumentView, Line, ReceiptPage
from headwater.intake.originals import decoded_headers, fetch, raw_headers
from headwater.intake.webpage import has_html
from headwater.model.document import Copy, Document, Failed, Kind, Receipt
from headwater.store import documents, languages, readings, statements
from headwater.store import receipts as store_receipts
from headwater.store.case import Case
from headwater.store.passwords import passwords

_RECEIPTS = 200  # receipts that are in memory at a time, where all are asked for


def view(case: Case, document_id: str) -> DocumentView:
    """A document with its headers, statements, attachments and copies. Raises NotFound."""
    with case.reading() as connection:
        key = documents.find_key(connection, document_id)
        document = documents.get(connection, key).document
        copies = documents.copies(connection, key)
        found = statements.of_document(connection, key)
        inside = documents.inside(connection, key)
        note = readings.note_of(connection, key)
        thread = threads.of_document(connection, key)
        same = variants.of_document(connection, key)
        language = languages.of_document(connection, key)
    headers, raw, html = _headers(case, document, copies)
    return DocumentView(
        document=document,
        headers=headers,
        raw_headers=raw,
        html=html,
        statements=tuple(statement_view(held, document) for held in found),
        attachments=tuple(_line(stored.document) for stored in inside),
        copies=tuple(copies),
        read=note is not None,
        note=note or "",
        thread=thread,
        variants=same,
        language=language,
    )


def _line(document: Document) -> Line:
    return Line(
        document.id,
        document.kind.value,
        document.title,
        document.size,
        document.media_type,
        document.status.value,
    )


def _headers(
    case: Case, document: Document, copies: list[Copy]
) -> tuple[tuple[tuple[str, str], ...], tuple[str, ...], bool]:
    """The headers decoded, their values as sent, and whether the document has HTML to show."""
    data = fetch(document.sha256, copies, passwords(case.root)) if document.kind is Kind.MESSAGE else None
    if data is None:
        return (), (), document.kind is Kind.HTML
    return decoded_headers(data), raw_headers(data), has_html(data)


def original(case: Case, document_id: str) -> bytes:
    """The original bytes of a document, read from the first of its copies that still has them.

    Raises NotFound where none has.
    """
    with case.reading() as connection:
        key = documents.find_key(connection, document_id)
        document = documents.get(connection, key).document
        copies = documents.copies(connection, key)
    data = fetch(document.sha256, copies, passwords(case.root))
    if data is None:
        raise NotFound(
            f"The original of {document.id} is no longer where it was found.",
            f"It was last seen in {copies[0].container}." if copies else "",
            code="original-missing",
        )
    return data


def receipts(case: Case, *, failed_only: bool = False) -> Iterator[Receipt]:
    """The receipts of the case's containers with all their failures; with ``failed_only`` those that need a look."""
    with case.reading() as connection:
        for offset in count(0, _RECEIPTS):
            page = store_receipts.receipts(
                connection, failed_only=failed_only, limit=_RECEIPTS, offset=offset
            )
            yield from page
            if len(page) < _RECEIPTS:
                return


def receipt_page(case: Case, *, failed_only: bool = False, limit: int, offset: int = 0) -> ReceiptPage:
    """One page of the receipts, failures counted but not listed, and how many there are with the same filter."""
    with case.reading() as connection:
        found = store_receipts.receipts(
            connection, failed_only=failed_only, limit=limit, offset=offset, listed=False
        )
        return ReceiptPage(
            count=store_receipts.count(connection, failed_only=failed_only),
            failures=store_receipts.failure_count(connection),
            receipts=tuple(found),
        )


def failure_page(case: Case, *, limit: int, offset: int = 0) -> tuple[int, tuple[tuple[str, Failed], ...]]:
    """How many items and parts failed, and one page of them: where the container is, and what failed in it."""
    with case.reading() as connection:
        found = store_receipts.failures(connection, limit, offset)
        return store_receipts.failure_count(connection), tuple(found)


def as_object(shown: DocumentView) -> dict[str, Any]:
    """A document as a JSON object (docs/schemas/document.json)."""
    document = shown.document
    return {
        "document": document.id,
        "sha256": document.sha256,
        "type": document.kind.value,
        "media_type": document.media_type,
        "size": document.size,
        "title": document.title,
        "status": document.status.value,
        "notes": list(document.notes),
        "date": document.sent.iso() if document.sent else None,
        "date_from": document.rank.value if document.rank else None,
        "language": shown.language,
        "participants": [asdict(p) for p in document.message.participants] if document.message else [],
        "headers": [list(header) for header in shown.headers],
        "properties": [list(pair) for pair in document.properties],
        "attachments": [asdict(line) for line in shown.attachments],
        "thread": shown.thread.thread if shown.thread else None,
        "variants": [{**asdict(one), "why": one.why.value} for one in shown.variants],
        "copies": [
            {
                "container": copy.container,
                "path": copy.place.path,
                "offset": copy.place.offset,
                "length": copy.place.length,
                "inside": copy.inside,
                "gone": copy.gone,
            }
            for copy in shown.copies
        ],
        "statements": sum(view.held.standing.stands for view in shown.statements),
        "read": shown.read,
        "text": document.text,
    }
