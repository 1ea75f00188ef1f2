"""Citations of documents of the case by the statements of a lineage: found, resolved, and what is decided of them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection

from headwater.archive.tokens import words
from headwater.base.spans import hull
from headwater.claims.citations import Candidate, Citation, Cited, cited, resolved
from headwater.claims.suspected import Located, nearest_of
from headwater.model.claim import How
from headwater.model.document import Document, Kind
from headwater.model.statement import Form, Statement
from headwater.store import documents

_MOST = 2_000  # documents of one day: where there are more, nothing is proposed
_AROUND = 14 * 3600  # seconds by which the clocks of the world differ from UTC


def citation_of(
    located: Located, chain: Sequence[str], text: str, document: Document | None, around: Sequence[Statement]
) -> Citation | None:
    """What a statement says it was taken from: what its chain names, or the part of a message in which it stands.

    ``around`` are the statements of its ``document``.
    """
    found = cited(located.id, chain, text)
    if found or document is None or document.kind is not Kind.MESSAGE or not located.spans:
        return found
    place = hull(located.spans)
    parts = [
        one
        for one in around
        if one.form is Form.BLOCK and len(one.chain) > 1 and one.date and one.content
        if hull(one.content).holds(place)
    ]
    if not parts:
        return None
    part = min(parts, key=lambda one: len(hull(one.content)))
    writer = part.chain[-1]
    named = f"a message of {writer}"
    return Citation(
        located.id, named, str(part.date)[:10], True, (writer,), text, len(part.chain) - 1, How.QUOTES
    )


def resolve(connection: Connection, citation: Citation, own: str) -> tuple[str, bool] | None:
    """The document of the case that a citation in the document ``own`` means, and whether that is certain."""
    return resolved(citation, _candidates(connection, citation, own))


def _candidates(connection: Connection, citation: Citation, own: str) -> list[Candidate]:
    """The documents of the day that a citation names, by whoever's clock, but for the one it stands in."""
    try:
        day = datetime.fromisoformat(citation.day).replace(tzinfo=UTC)
        first = int(day.timestamp()) - _AROUND
        last = int((day + timedelta(days=1)).timestamp()) + _AROUND
    except (ValueError, OverflowError):
        return []
    keys = documents.sent_between(connection, first, last, _MOST + 1)
    if len(keys) > _MOST:
        return []
    return [
        _candidate(stored.document)
        for stored in documents.get_many(connection, keys)
        if stored.document.id != own and _fits(stored.document, citation)
    ]


def _fits(document: Document, citation: Citation) -> bool:
    if document.sent is None or (citation.mail and document.kind is not Kind.MESSAGE):
        return False
    return citation.day in (document.sent.iso()[:10], document.sent.local().date().isoformat())


def _candidate(document: Document) -> Candidate:
    people = document.message.participants if document.message else ()
    names = tuple(name for person in people for name in (person.name, person.address) if name)
    return Candidate(document.id, words(f"{document.title}\n{document.text}"), names)


def made(
    citation: Citation, document: str, certain: bool, located: Located, there: Sequence[Located]
) -> Cited:
    """The citation resolved to ``document``, whose statements are ``there``."""
    seed = f"{citation.statement}\n{document}"
    return Cited(
        id=hashlib.sha256(seed.encode()).hexdigest()[:16],
        statement=citation.statement,
        named=citation.named,
        document=document,
        source=nearest_of(located, document, there),
        certain=certain,
        how=citation.how,
        at=citation.at,
    )
