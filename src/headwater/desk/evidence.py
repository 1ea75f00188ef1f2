"""What the links of a claim rest on: the words, the place and the chain of each statement.

A statement comes from one of four places: as the extractor finds it now; as it stood when it was linked, where the
extractor no longer finds it; as it was entered by hand; or it is a document as a whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from textwrap import shorten

from sqlalchemy import Connection

from headwater.claims.citations import Cited
from headwater.claims.ledger import Ledger
from headwater.claims.lineage import Chained, actors_of, needed
from headwater.claims.suspected import Located
from headwater.desk.bylines import chain_of
from headwater.desk.copied import completed
from headwater.desk.statement_views import statement_views
from headwater.desk.views import CitationLine, Entry, StatementView
from headwater.model.claim import Interest, Link, Seen, TypedStatement, document_of
from headwater.model.document import Document
from headwater.model.statement import Basis, Form, Stance
from headwater.model.suspicion import Verdict
from headwater.people.names import NOBODY
from headwater.store import documents, statements

_WORDS = 60  # characters of a statement that stand for it in a line of text


@dataclass(frozen=True, slots=True)
class Evidence:
    """Every statement that a claim's links need, by id, and the documents they stand in, by theirs.

    ``ledger`` has the derivations that the case itself gives beside those that somebody recorded, and ``located`` says
    where the statements stand; ``cited`` are the documents of the case that they say they were taken from.
    """

    ledger: Ledger
    located: tuple[Located, ...]
    cited: tuple[Cited, ...]
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
            interests=self.interests(link.statement),
        )

    def citation(self, cited: Cited) -> CitationLine:
        """One citation of a document of the case, with what it counts for."""
        verdict = self.ledger.citations.get(cited.id, Verdict.OPEN)
        document = self.documents.get(cited.document)
        return CitationLine(
            id=cited.id,
            statement=cited.statement,
            words=self.words(cited.statement),
            named=cited.named,
            document=cited.document,
            title=document.title if document else "",
            source=cited.source,
            how=cited.how.value,
            certain=cited.certain,
            verdict=verdict,
            counts=_counts(cited, verdict),
        )

    def interests(self, statement: str) -> tuple[Interest, ...]:
        """The interests of those who stand in a statement's chain, the source's first."""
        actors = reversed(list(actors_of(self.chained[statement])))
        return tuple(
            interest
            for actor in dict.fromkeys(actors)
            for interest in self.ledger.interests.get(actor, {}).values()
        )


def _counts(cited: Cited, verdict: Verdict) -> str:
    if verdict is Verdict.REJECTED:
        return "rejected: counts for nothing"
    if verdict is Verdict.ACCEPTED:
        return "accepted: recorded"
    if cited.certain:
        return "recorded: that document alone has the very words"
    return "open: counted in strict, ignored in open"


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
    linked = [link.statement for link in links]
    grown = completed(connection, ledger, linked)
    wanted = needed(linked, grown.ledger)
    views = {
        view.statement.id: view
        for view in statement_views(connection, statements.get_many(connection, wanted).values())
    }
    kept = {
        link.statement: link.seen for claim in ledger.claims.values() for link in claim.links if link.seen
    }
    whole = _documents(connection, map(document_of, wanted))
    seen = {key: _seen(key, views, whole, ledger, kept) for key in wanted}
    found = whole | _documents(connection, (one.document for one in seen.values()), whole)
    chained = {key: _chained(key, seen[key], views.get(key), found, ledger) for key in wanted}
    return Evidence(grown.ledger, grown.present, grown.cited, seen, chained, found, ledger.typed, views)


def seen_whole(document: Document) -> Seen:
    """A document as a whole as it stands now, to be kept with a link."""
    chain = chain_of(document)
    return Seen(
        document.id, chain, document.title, chain[-1], "", Stance.ASSERTS.value, 0 if document.text else None
    )


def _documents(
    connection: Connection, ids: Iterable[str], known: Mapping[str, Document] | None = None
) -> dict[str, Document]:
    places = sorted(set(ids) - {""} - (known or {}).keys())
    stored = documents.get_many(connection, [documents.find_key(connection, place) for place in places])
    return {one.document.id: one.document for one in stored}


def _seen(
    key: str,
    views: Mapping[str, StatementView],
    whole: Mapping[str, Document],
    ledger: Ledger,
    kept: Mapping[str, Seen],
) -> Seen:
    if key in ledger.typed:
        typed = ledger.typed[key]
        return Seen(typed.document, typed.chain, typed.text, typed.chain[-1], "", typed.stance, typed.start)
    if key in views:
        return seen_of(views[key])
    if document_of(key) in whole:
        return seen_whole(whole[document_of(key)])
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
    given = typed or bool(document_of(key))
    return Chained(
        id=key,
        chain=seen.chain,
        mention=seen.source or (seen.chain[-1] if seen.chain else ""),
        scope=seen.document or (ledger.typed[key].citation if typed else key),
        basis=(view.statement.basis if view else Basis.UNKNOWN).value,
        given=frozenset(seen.chain) if given else _header_names(found.get(seen.document)),
    )


def _header_names(document: Document | None) -> frozenset[str]:
    people = document.message.participants if document and document.message else ()
    return frozenset(name for person in people for name in (person.name, person.address) if name)
