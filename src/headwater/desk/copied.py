"""What the lineage of a claim takes over from the case: suspected copies, accepted ones, and citations of documents.

A case can hold any number of documents and suspicions; looked at are those that the lineage touches, and those that these
touch in turn.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from sqlalchemy import Connection

from headwater.base.spans import Span
from headwater.claims.ledger import Ledger, Recorded
from headwater.claims.lineage import needed
from headwater.claims.suspected import Located, Tie, content_words, derivations, tie_decided, tie_of
from headwater.model.claim import Derivation, document_of
from headwater.model.document import Document
from headwater.model.judgement import Held
from headwater.model.statement import Statement
from headwater.model.suspicion import Verdict
from headwater.store import documents, statements, suspicions


def completed(
    connection: Connection, ledger: Ledger, linked: Sequence[str]
) -> tuple[Ledger, tuple[Located, ...]]:
    """``ledger`` with the derivations that the case itself gives of what ``linked`` statements rest on, and where all of
    these stand."""
    library = _Library(connection, ledger)
    found: dict[Derivation, None] = {}
    grown = ledger
    while True:
        present = library.located(needed(linked, grown))
        fresh = {
            derivation: None
            for tie in library.ties({one.document for one in present} - {""})
            for derivation in derivations(tie, present, library.candidates)
        }
        if fresh.keys() <= found.keys():
            return grown, tuple(present)
        found |= fresh
        grown = replace(ledger, derivations=(*ledger.derivations, *(Recorded(None, one) for one in found)))


class _Library:
    """Statements, documents and ties of a case, each read once."""

    def __init__(self, connection: Connection, ledger: Ledger) -> None:
        self._connection = connection
        self._ledger = ledger
        self._located: dict[str, Located] = {}
        self._candidates: dict[str, tuple[Located, ...]] = {}
        self._texts: dict[str, Document] = {}
        self._ties: dict[str, Tie] = {}
        self._tied: set[str] = set()
        self._decided = [
            tie_decided(one) for one in ledger.copies.values() if one.verdict is Verdict.ACCEPTED
        ]
        self._settled = {one.suspicion for one in ledger.copies.values() if one.verdict is not Verdict.OPEN}

    def located(self, ids: Iterable[str]) -> list[Located]:
        """Where the statements with these ids stand; those that stand nowhere in the case are left out."""
        wanted = list(ids)
        new = [one for one in wanted if one not in self._located]
        for held in statements.get_many(self._connection, new).values():
            document = self._text(held.statement.sha256[:16])
            self._located[held.id] = _located(held.statement, document)
        for one in new:
            if name := document_of(one):
                self._located[one] = _whole(one, self._text(name))
            elif one in self._ledger.typed:
                typed = self._ledger.typed[one]
                if typed.document and typed.start is not None and typed.end is not None:
                    span = Span(typed.start, typed.end)
                    self._located[one] = Located(one, typed.document, (span,), content_words(typed.text))
        return [self._located[one] for one in wanted if one in self._located]

    def candidates(self, document: str) -> tuple[Located, ...]:
        """All standing statements of a document."""
        if document not in self._candidates:
            key = documents.find_key(self._connection, document)
            holds: list[Held] = statements.of_document(self._connection, key)
            self._candidates[document] = tuple(
                _located(held.statement, self._text(document)) for held in holds if held.standing.stands
            )
        return self._candidates[document]

    def ties(self, touched: set[str]) -> list[Tie]:
        """The ties that have any of these documents."""
        new = touched - self._tied
        self._tied |= new
        for one in suspicions.of_documents(self._connection, new).values():
            tie = tie_of(one) if one.id not in self._settled else None
            if tie:
                self._ties[one.id] = tie
        return [*self._ties.values(), *(tie for tie in self._decided if tie.documents() & touched)]

    def _text(self, document: str) -> Document:
        if document not in self._texts:
            key = documents.find_key(self._connection, document)
            self._texts[document] = documents.get(self._connection, key).document
        return self._texts[document]


def _located(statement: Statement, document: Document) -> Located:
    spans = statement.content or statement.cue or statement.source
    said = " ".join(span.of(document.text) for span in spans)
    return Located(statement.id, document.id, spans, content_words(said))


def _whole(identifier: str, document: Document) -> Located:
    spans = (Span(0, len(document.text)),) if document.text else ()
    return Located(identifier, document.id, spans, frozenset())
