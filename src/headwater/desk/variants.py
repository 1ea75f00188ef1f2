"""The same message in different bytes: which documents are variants of one another, and what is different in them."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection

from headwater.archive.variants import HeaderChange, Run, differences, header_changes
from headwater.base.errors import InputError
from headwater.intake.originals import decoded_headers, fetch
from headwater.model.document import Document
from headwater.store import documents, fingerprints
from headwater.store.case import Case

_LISTED = 200  # variants of one document that are listed


class Why(StrEnum):
    """What makes two documents variants."""

    MESSAGE_ID = "message-id"
    FINGERPRINT = "fingerprint"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Variant:
    """A document that is the same message as another one in different bytes; ``date`` is ISO 8601 in UTC or ""."""

    document: str
    sha256: str
    title: str
    date: str
    size: int
    why: Why


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two variants side by side: ``headers`` that are not the same (None where an original is no longer at hand), and the
    texts from beginning to end as runs that are the same and runs that are not."""

    left: Document
    right: Document
    why: Why
    headers: tuple[HeaderChange, ...] | None
    runs: tuple[Run, ...]

    @property
    def same_text(self) -> bool:
        """Whether the texts are the same to the letter."""
        return all(run.same for run in self.runs)


def listing(case: Case, document_id: str) -> tuple[Document, tuple[Variant, ...]]:
    """A document and its variants. Raises NotFound."""
    with case.reading() as connection:
        key = documents.find_key(connection, document_id)
        return documents.get(connection, key).document, of_document(connection, key)


def of_document(connection: Connection, key: int) -> tuple[Variant, ...]:
    """The variants of the document with this key in the order in which they were taken in, 200 at most."""
    why = _why(connection, key)
    return tuple(
        Variant(
            stored.document.id,
            stored.document.sha256,
            stored.document.title,
            stored.document.sent.iso() if stored.document.sent else "",
            stored.document.size,
            why[stored.key],
        )
        for stored in documents.get_many(connection, sorted(why)[:_LISTED])
    )


def _why(connection: Connection, key: int) -> dict[int, Why]:
    named, alike = fingerprints.variants(connection, key)
    found = dict.fromkeys(named, Why.MESSAGE_ID)
    for other in alike:
        found[other] = Why.BOTH if other in found else Why.FINGERPRINT
    return found


def compare(case: Case, document_id: str, other_id: str) -> Comparison:
    """What is different between two variants. Raises NotFound, and InputError where they are no variants."""
    with case.reading() as connection:
        key, other = documents.find_key(connection, document_id), documents.find_key(connection, other_id)
        left, right = documents.get(connection, key).document, documents.get(connection, other).document
        why = _why(connection, key).get(other)
        copies = documents.copies(connection, key), documents.copies(connection, other)
    if why is None:
        raise InputError(
            f"{left.id} and {right.id} are not the same message.",
            "Variants are listed by: headwater variants CASE DOCUMENT",
            code="no-variant",
        )
    originals = fetch(left.sha256, copies[0]), fetch(right.sha256, copies[1])
    headers = None
    if originals[0] is not None and originals[1] is not None:
        headers = header_changes(decoded_headers(originals[0]), decoded_headers(originals[1]))
    return Comparison(left, right, why, headers, differences(left.text, right.text))


def as_object(found: Comparison) -> dict[str, Any]:
    """A comparison as a JSON object (docs/schemas/variant.json)."""
    return {
        "document": found.left.id,
        "sha256": found.left.sha256,
        "other": found.right.id,
        "other_sha256": found.right.sha256,
        "why": found.why.value,
        "same_text": found.same_text,
        "headers": None
        if found.headers is None
        else [
            {"name": one.name, "left": one.left, "right": one.right, "runs": _runs(one.runs)}
            for one in found.headers
        ],
        "text": _runs(found.runs),
    }


def _runs(runs: tuple[Run, ...]) -> list[dict[str, Any]]:
    return [{**asdict(run), "same": run.same} for run in runs]
