"""What a claim's page shows, put together from the ledger, the statements and the computed independence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from textwrap import shorten

from sqlalchemy import Connection

from headwater.claims.independence import Weighed, accountable, weigh
from headwater.claims.ledger import Ledger
from headwater.claims.lineage import Chained, Traced, needed, trace
from headwater.claims.sentence import sentence
from headwater.desk.statement_views import statement_views
from headwater.desk.views import ClaimLine, ClaimView, Edge, Entry, Node, PartView, StatementView
from headwater.model.claim import (
    Claim,
    Decision,
    Independence,
    Level,
    Lineage,
    Link,
    Origin,
    Role,
    TypedStatement,
)
from headwater.model.document import Document
from headwater.store import documents, statements


@dataclass(frozen=True, slots=True)
class _Material:
    """What a claim's links rest on: every needed statement of the case and what lineage needs of each."""

    views: Mapping[str, StatementView]
    chained: Mapping[str, Chained]
    typed_in: Mapping[str, Document]
    """The documents that statements entered by hand stand in, by id."""

    def document_of(self, statement: str, ledger: Ledger) -> str:
        """The id of the document that a statement stands in; "" outside the case."""
        if statement in ledger.typed:
            return ledger.typed[statement].document
        return self.views[statement].document if statement in self.views else ""

    def words_of(self, statement: str, ledger: Ledger) -> str:
        """The first words of a statement, or its id where it is no longer at hand."""
        if statement in ledger.typed:
            text = ledger.typed[statement].text
        else:
            text = self.views[statement].content if statement in self.views else statement
        return shorten(text, 60, placeholder=" …")


def line(connection: Connection, ledger: Ledger, claim: Claim) -> ClaimLine:
    """A claim as one line of a list."""
    traced = trace(claim.links, _material(connection, ledger, claim.links).chained, ledger)
    supports = weigh(traced.lineage, Level.PERSON).supports.counting_carriers
    roles = [link.role for link in claim.links]
    counted = roles.count(Role.SUPPORTS), roles.count(Role.DISPUTES)
    return ClaimLine(claim, *counted, len(roles) - sum(counted), supports.strict, supports.open)


def page(
    connection: Connection, ledger: Ledger, claim: Claim, level: Level, history: Sequence[Decision]
) -> ClaimView:
    """A claim's page at one level of accountability."""
    material = _material(connection, ledger, claim.links)
    traced = trace(claim.links, material.chained, ledger)
    weighed = weigh(traced.lineage, level)
    return ClaimView(
        claim=claim,
        level=level.value,
        supports=weighed.supports,
        disputes=weighed.disputes,
        support_sentence=sentence(weighed.supports, traced.names, level, Role.SUPPORTS),
        dispute_sentence=sentence(weighed.disputes, traced.names, level, Role.DISPUTES),
        parts=tuple(
            _part(number, text, claim, material, ledger, level)
            for number, text in enumerate(claim.parts, start=1)
        ),
        entries=tuple(_entry(link, material, ledger) for link in claim.links),
        nodes=_nodes(traced, weighed, claim.links, material, ledger),
        edges=_edges(traced),
        names=dict(traced.names),
        lineage=traced.lineage,
        extent=statements.extent(connection),
        history=tuple(_told(one, material, ledger) for one in history if one.body.get("claim") == claim.id),
    )


def _material(connection: Connection, ledger: Ledger, links: Sequence[Link]) -> _Material:
    wanted = needed((link.statement for link in links), ledger)
    found = statements.get_many(connection, wanted)
    views = {view.statement.id: view for view in statement_views(connection, found.values())}
    chained = {key: _chained(view) for key, view in views.items()}
    for key in wanted:
        if key in ledger.typed:
            typed = ledger.typed[key]
            chained[key] = Chained(key, typed.chain, typed.chain[-1], typed.document or typed.citation)
        elif key not in chained:
            chained[key] = Chained(key, ("(statement no longer extracted)",), "", key)
    places = {ledger.typed[key].document for key in wanted if key in ledger.typed} - {""}
    stored = documents.get_many(
        connection, [documents.find_key(connection, place) for place in sorted(places)]
    )
    return _Material(views, chained, {found.document.id: found.document for found in stored})


def _chained(view: StatementView) -> Chained:
    statement = view.statement
    return Chained(statement.id, statement.chain, view.source, statement.sha256, statement.basis.value)


def _part(
    number: int, text: str, claim: Claim, material: _Material, ledger: Ledger, level: Level
) -> PartView:
    links = [link for link in claim.links if not link.parts or number in link.parts]
    traced = trace(links, material.chained, ledger)
    weighed = weigh(traced.lineage, level)
    return PartView(
        number=number,
        text=text,
        supports=weighed.supports,
        disputes=weighed.disputes,
        support_origins=_named(weighed.supports, traced.names),
        dispute_origins=_named(weighed.disputes, traced.names),
        sentence=sentence(weighed.supports, traced.names, level, Role.SUPPORTS),
    )


def _named(found: Independence, names: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(names.get(actor, actor) for actor in found.origins)


def _entry(link: Link, material: _Material, ledger: Ledger) -> Entry:
    if link.statement in ledger.typed:
        return _typed_entry(link, ledger.typed[link.statement], material)
    view = material.views.get(link.statement)
    if view is None:
        lost = "This statement is not among those that the current extractor finds."
        return Entry(link, (), lost, "", "", "", "", "", "", None)
    spans = view.statement.content or view.statement.cue or view.statement.source
    return Entry(
        link=link,
        chain=view.statement.chain,
        text=view.content,
        source=view.source,
        cue=view.cue,
        stance=view.statement.stance.value,
        document=view.document,
        title=view.title,
        date=view.date,
        start=spans[0].start if spans else None,
    )


def _typed_entry(link: Link, typed: TypedStatement, material: _Material) -> Entry:
    document = material.typed_in.get(typed.document)
    return Entry(
        link=link,
        chain=typed.chain,
        text=typed.text,
        source=typed.chain[-1],
        cue="",
        stance=typed.stance,
        document=typed.document,
        title=document.title if document else "",
        date=document.sent.iso() if document and document.sent else "",
        start=typed.start,
        citation=typed.citation,
    )


def _nodes(
    traced: Traced, weighed: Weighed, links: Sequence[Link], material: _Material, ledger: Ledger
) -> tuple[Node, ...]:
    lineage = traced.lineage
    roles = {f"{link.statement}/1": link.role.value for link in links}
    resting = {derivation.of for derivation in lineage.derivations if not derivation.suspected}
    accounts = accountable(lineage, weighed.level)
    sides = [
        (_reach(lineage, lineage.supports), weighed.supports.counting_carriers),
        (_reach(lineage, lineage.disputes), weighed.disputes.counting_carriers),
    ]
    made = []
    for occurrence in lineage.occurrences:
        statement, name = traced.statements[occurrence.id], accounts[occurrence.id]
        counts = [count for reach, count in sides if occurrence.id in reach]
        ends = occurrence.id not in resting
        made.append(
            Node(
                id=occurrence.id,
                actor=occurrence.actor,
                name=traced.names[occurrence.actor],
                kind="origin" if ends else "entry" if occurrence.id in roles else "carrier",
                role=roles.get(occurrence.id, ""),
                statement=statement,
                document=material.document_of(statement, ledger),
                unresolved=ends and occurrence.origin not in (Origin.OBSERVATION, Origin.RECORD),
                cut=any(name in count.cut_open for count in counts),
                weak=any(name in count.weak_links_open for count in counts),
            )
        )
    return tuple(made)


def _reach(lineage: Lineage, entries: Sequence[str]) -> set[str]:
    """The nodes that ``entries`` rest on by recorded derivations, themselves included."""
    below: dict[str, list[str]] = {}
    for derivation in lineage.derivations:
        if not derivation.suspected:
            below.setdefault(derivation.of, []).extend(derivation.sources)
    found, todo = set(entries), list(entries)
    while todo:
        fresh = set(below.get(todo.pop(), ())) - found
        found |= fresh
        todo.extend(fresh)
    return found


def _edges(traced: Traced) -> tuple[Edge, ...]:
    return tuple(
        Edge(derivation.of, source, derivation.how, derivation.suspected, len(derivation.sources) > 1)
        for derivation in traced.lineage.derivations
        for source in derivation.sources
    )


def _told(decision: Decision, material: _Material, ledger: Ledger) -> str:
    """One decision in words; statements are told by their first words."""
    body = decision.body
    if decision.kind == "link":
        what = f"linked “{material.words_of(body['statement'], ledger)}” as {body['role']}"
    else:
        what = "wrote the claim"
    return f"{decision.at} {decision.by} {what} (decision {decision.id})"
