"""What the lineage of a claim takes over from the case: suspected copies, accepted ones, and citations of documents.

A case can hold any number of documents and suspicions; looked at are those that the lineage touches, and those that these
touch in turn.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from headwater.base.spans import Span
from headwater.claims.citations import Cited
from headwater.claims.ledger import Ledger, Recorded
from headwater.claims.lineage import needed
from headwater.claims.suspected import Located, Tie, content_words, derivations, tie_decided, tie_of
from headwater.desk.citing import citation_of, made, resolve
from headwater.model.claim import document_of
from headwater.model.document import ID_LENGTH, Document, Kind
from headwater.model.statement import Statement
from headwater.model.suspicion import Verdict
from headwater.store import documents, statements, suspicions


@dataclass(frozen=True, slots=True)
class Completed:
    """A ledger with what the case itself adds below some statements: ``present`` says where these, and all that they rest
    on, stand; ``cited`` which documents of the case they say they were taken from."""

    ledger: Ledger
    present: tuple[Located, ...]
    cited: tuple[Cited, ...]


def completed(connection: Connection, ledger: Ledger, linked: Sequence[str]) -> Completed:
    """``ledger`` with the derivations that the case itself gives of what ``linked`` statements rest on."""
    library = _Library(connection, ledger)
    found: dict[Recorded, None] = {}
    grown = ledger
    while True:
        present = library.located(needed(linked, grown))
        cited = tuple(one for statement in present if (one := library.cited(statement)))
        fresh = [
            Recorded(None, derivation)
            for tie in library.ties({one.document for one in present} - {""})
            for derivation in derivations(tie, present, library.candidates)
        ]
        fresh += [
            Recorded(None, derivation, one.at)
            for one in cited
            if (derivation := one.derivation(ledger.citations.get(one.id, Verdict.OPEN)))
        ]
        if found.keys() >= set(fresh):
            return Completed(grown, tuple(present), cited)
        found |= dict.fromkeys(fresh)
        grown = replace(ledger, derivations=(*ledger.derivations, *found))


class _Library:
    """Statements, documents and ties of a case, each read once."""

    def __init__(self, connection: Connection, ledger: Ledger) -> None:
        self._connection = connection
        self._ledger = ledger
        self._located: dict[str, Located] = {}
        self._candidates: dict[str, tuple[Located, ...]] = {}
        self._texts: dict[str, Document] = {}
        self._said: dict[str, tuple[tuple[str, ...], str]] = {}
        self._cited: dict[str, Cited | None] = {}
        self._ties: dict[str, Tie] = {}
        self._tied: set[str] = set()
        self._decided = [
            tie_decided(one) for one in ledger.copies.values() if one.verdict is Verdict.ACCEPTED
        ]
        self._settled = {one.suspicion for one in ledger.copies.values() if one.verdict is not Verdict.OPEN}

    def located(self, ids: Iterable[str]) -> list[Located]:
        """Where the statements with these ids stand; those that nothing is known of are left out."""
        wanted = list(ids)
        new = [one for one in wanted if one not in self._located]
        for held in statements.get_many(self._connection, new).values():
            document = self._text(held.statement.sha256[:ID_LENGTH])
            self._located[held.id] = _located(held.statement, document)
            self._said[held.id] = (held.statement.chain, _words(held.statement, document))
        for one in new:
            if name := document_of(one):
                self._located[one] = _whole(one, self._text(name))
            elif one in self._ledger.typed:
                typed = self._ledger.typed[one]
                held_in = typed.start is not None and typed.end is not None
                spans = (Span(typed.start or 0, typed.end or 0),) if held_in else ()
                self._located[one] = Located(one, typed.document, spans, content_words(typed.text))
                self._said[one] = (typed.chain, typed.text)
        return [self._located[one] for one in wanted if one in self._located]

    def candidates(self, document: str) -> tuple[Located, ...]:
        """All standing statements of a document."""
        if document not in self._candidates:
            self._candidates[document] = tuple(
                _located(statement, self._text(document)) for statement in self._statements(document)
            )
        return self._candidates[document]

    def _statements(self, document: str) -> list[Statement]:
        holds = statements.of_document(self._connection, documents.find_key(self._connection, document))
        return [held.statement for held in holds if held.standing.stands]

    def cited(self, located: Located) -> Cited | None:
        """The document of the case that a statement says it was taken from; None where it says none or that is open."""
        if located.id not in self._cited:
            self._cited[located.id] = self._resolved(located)
        return self._cited[located.id]

    def _resolved(self, located: Located) -> Cited | None:
        if located.id not in self._said:
            return None
        chain, text = self._said[located.id]
        document = self._text(located.document) if located.document else None
        around = self._statements(document.id) if document and document.kind is Kind.MESSAGE else []
        citation = citation_of(located, chain, text, document, around)
        found = resolve(self._connection, citation, located.document) if citation else None
        if citation is None or found is None:
            return None
        return made(citation, found[0], found[1], located, self.candidates(found[0]))

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
    return Located(statement.id, document.id, spans, content_words(_words(statement, document)))


def _words(statement: Statement, document: Document) -> str:
    spans = statement.content or statement.cue or statement.source
    return " ".join(span.of(document.text) for span in spans)


def _whole(identifier: str, document: Document) -> Located:
    spans = (Span(0, len(document.text)),) if document.text else ()
    return Located(identifier, document.id, spans, frozenset())
