"""What the links of a claim rest on: the words, the place and the chain of each statement.

A statement comes from one of three places: as the extractor finds it now; as it stood when it was linked, where the
extractor no longer finds it; or as it was entered by hand.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from textwrap import shorten

from sqlalchemy import Connection

from headwater.claims.ledger import Ledger
from headwater.claims.lineage import Chained, needed
from headwater.desk.statement_views import statement_views
from headwater.desk.views import Entry, StatementView
from headwater.model.claim import Link, Seen, TypedStatement
from headwater.model.document import Document
from headwater.model.statement import Basis, Form
from headwater.people.names import NOBODY
from headwater.store import documents, statements

_WORDS = 60  # characters of a statement that stand for it in a line of text


@dataclass(frozen=True, slots=True)
class Evidence:
    """Every statement that a claim's links need, by id, and the documents they stand in, by theirs."""

    seen: Mapping[str, Seen]
    chained: Mapping[str, Chained]
    documents: Mapping[str, Document]
    typed: Mapping[str, TypedStatement]
    views: Mapping[str, StatementView]

    def words(self, statement: str) -> str:
        """The first words of a statement, or its id where nothing is known of it any more."""
        text = self.seen[statement].text if statement in self.seen else statement
        return shorten(text, _WORDS, placeholder=" …")

    def entry(self, link: Link) -> Entry:
        """One link with what it rests on."""
        seen = self.seen[link.statement]
        document = self.documents.get(seen.document)
        typed = self.typed.get(link.statement)
        view = self.views.get(link.statement)
        return Entry(
            link=link,
            chain=seen.chain,
            text=seen.text,
            source=seen.source,
            cue=seen.cue,
            stance=seen.stance,
            document=seen.document,
            title=document.title if document else "",
            date=document.sent.iso() if document and document.sent else "",
            start=seen.start,
            citation=typed.citation if typed else "",
            standing=view.held.standing.value if view else "",
            instead=(view.held.instead or "") if view else "",
        )


def seen_of(view: StatementView) -> Seen:
    """An extracted statement as it stands now, to be kept with a link."""
    spans = view.statement.content or view.statement.cue or view.statement.source
    return Seen(
        document=view.document,
        chain=_chain(view),
        text=view.content,
        source=view.source,
        cue=view.cue,
        stance=view.statement.stance.value,
        start=spans[0].start if spans else None,
    )


def gather(connection: Connection, ledger: Ledger, links: Sequence[Link]) -> Evidence:
    """The evidence below ``links``, and below all that their statements rest on."""
    wanted = needed((link.statement for link in links), ledger)
    views = {
        view.statement.id: view
        for view in statement_views(connection, statements.get_many(connection, wanted).values())
    }
    kept = {
        link.statement: link.seen for claim in ledger.claims.values() for link in claim.links if link.seen
    }
    seen = {key: _seen(key, views, ledger, kept) for key in wanted}
    places = sorted({one.document for one in seen.values()} - {""})
    stored = documents.get_many(connection, [documents.find_key(connection, place) for place in places])
    found = {one.document.id: one.document for one in stored}
    chained = {key: _chained(key, seen[key], views.get(key), found, ledger) for key in wanted}
    return Evidence(seen, chained, found, ledger.typed, views)


def _seen(key: str, views: Mapping[str, StatementView], ledger: Ledger, kept: Mapping[str, Seen]) -> Seen:
    if key in ledger.typed:
        typed = ledger.typed[key]
        return Seen(typed.document, typed.chain, typed.text, typed.chain[-1], "", typed.stance, typed.start)
    if key in views:
        return seen_of(views[key])
    return kept.get(key) or Seen("", (NOBODY,), "", "", "", "", None)


def _chain(view: StatementView) -> tuple[str, ...]:
    """The chain, with a link for the source that the text does not name ("it was said that ...").

    The text of a mail's part has its writer as its source, though he is named in the headers alone.
    """
    statement = view.statement
    if statement.source or statement.form is Form.BLOCK:
        return statement.chain
    return (*statement.chain, NOBODY)


def _chained(
    key: str, seen: Seen, view: StatementView | None, found: Mapping[str, Document], ledger: Ledger
) -> Chained:
    typed = key in ledger.typed
    return Chained(
        id=key,
        chain=seen.chain,
        mention=seen.source or (seen.chain[-1] if seen.chain else ""),
        scope=seen.document or (ledger.typed[key].citation if typed else key),
        basis=(view.statement.basis if view else Basis.UNKNOWN).value,
        given=frozenset(seen.chain) if typed else _header_names(found.get(seen.document)),
    )


def _header_names(document: Document | None) -> frozenset[str]:
    people = document.message.participants if document and document.message else ()
    return frozenset(name for person in people for name in (person.name, person.address) if name)
