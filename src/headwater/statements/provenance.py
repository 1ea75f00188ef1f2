"""What is known of a document before its text is read for statements."""

from __future__ import annotations

from headwater.model.document import Document
from headwater.model.statement import Provenance


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
