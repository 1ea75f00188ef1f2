"""What a claim's page shows, put together from the ledger, the statements and the computed independence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection

from headwater.claims.citations import Cited
from headwater.claims.grounds import Grounds, grounds, interested, shown_names
from headwater.claims.independence import Weighed, accountable, weigh
from headwater.claims.ledger import Ledger
from headwater.claims.lineage import Traced, trace
from headwater.claims.sentence import sentence
from headwater.desk import history_lines, suspicion_views
from headwater.desk.evidence import Evidence, gather
from headwater.desk.views import ClaimLine, ClaimView, Edge, Node, PartView
from headwater.model.claim import Claim, Decision, Independence, Level, Lineage, Link, Origin, Role
from headwater.store import statements


def line(connection: Connection, ledger: Ledger, claim: Claim) -> ClaimLine:
    """A claim as one line of a list."""
    evidence = gather(connection, ledger, claim.links)
    traced = trace(claim.links, evidence.chained, evidence.ledger)
    supports = weigh(traced.lineage, Level.PERSON).supports
    roles = [link.role for link in claim.links]
    counted = roles.count(Role.SUPPORTS), roles.count(Role.DISPUTES)
    return ClaimLine(
        claim=claim,
        supports=counted[0],
        disputes=counted[1],
        others=len(roles) - sum(counted),
        counting_carriers=(supports.counting_carriers.strict, supports.counting_carriers.open),
        carriers_faithful=(supports.carriers_faithful.strict, supports.carriers_faithful.open),
        sentence=sentence(supports, shown_names(traced, ledger.interests), Level.PERSON, Role.SUPPORTS),
    )


def actors(connection: Connection, ledger: Ledger, claim: Claim) -> set[str]:
    """The ids of all actors in the lineage of a claim."""
    evidence = gather(connection, ledger, claim.links)
    return set(trace(claim.links, evidence.chained, evidence.ledger).names)


def cited(connection: Connection, ledger: Ledger, claim: Claim) -> tuple[Cited, ...]:
    """The documents of the case that the statements below a claim say they were taken from."""
    return gather(connection, ledger, claim.links).cited


def page(
    connection: Connection, ledger: Ledger, claim: Claim, level: Level, history: Sequence[Decision]
) -> ClaimView:
    """A claim's page at one level of accountability."""
    evidence = gather(connection, ledger, claim.links)
    traced = trace(claim.links, evidence.chained, evidence.ledger)
    weighed = weigh(traced.lineage, level)
    names = shown_names(traced, ledger.interests)
    extent = statements.extent(connection)
    told = {
        role: sentence(found, names, level, role)
        for role, found in ((Role.SUPPORTS, weighed.supports), (Role.DISPUTES, weighed.disputes))
    }
    return ClaimView(
        claim=claim,
        level=level.value,
        supports=weighed.supports,
        disputes=weighed.disputes,
        support_sentence=told[Role.SUPPORTS],
        dispute_sentence=told[Role.DISPUTES],
        parts=tuple(
            _part(number, text, claim, evidence, level) for number, text in enumerate(claim.parts, start=1)
        ),
        entries=tuple(evidence.entry(link) for link in claim.links),
        nodes=_nodes(traced, weighed, claim.links, evidence),
        edges=_edges(traced),
        names=dict(traced.names),
        lineage=traced.lineage,
        extent=extent,
        support=_grounds(traced, Role.SUPPORTS, claim, evidence),
        dispute=_grounds(traced, Role.DISPUTES, claim, evidence),
        suspicions=suspicion_views.among(connection, ledger, evidence.located),
        citations=tuple(evidence.citation(one) for one in evidence.cited),
        interests=tuple(one for actor in traced.names for one in ledger.interests.get(actor, {}).values()),
        read=f"{extent.read} of {extent.documents} documents were read for statements.",
        history=history_lines.of_claim(history, claim.id, traced, evidence),
    )


def _grounds(traced: Traced, role: Role, claim: Claim, evidence: Evidence) -> Grounds:
    bases = {key: chained.basis for key, chained in evidence.chained.items()}
    bases |= {link.statement: link.basis for link in claim.links}
    return grounds(traced, role, bases, evidence.ledger.interests)


def _part(number: int, text: str, claim: Claim, evidence: Evidence, level: Level) -> PartView:
    traced = trace(claim.links, evidence.chained, evidence.ledger, number)
    weighed = weigh(traced.lineage, level)
    return PartView(
        number=number,
        text=text,
        supports=weighed.supports,
        disputes=weighed.disputes,
        support_origins=_named(weighed.supports, traced.names),
        dispute_origins=_named(weighed.disputes, traced.names),
        sentence=sentence(
            weighed.supports, shown_names(traced, evidence.ledger.interests), level, Role.SUPPORTS
        ),
        support=_grounds(traced, Role.SUPPORTS, claim, evidence),
        dispute=_grounds(traced, Role.DISPUTES, claim, evidence),
    )


def _named(found: Independence, names: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(names.get(actor, actor) for actor in found.origins)


def _nodes(traced: Traced, weighed: Weighed, links: Sequence[Link], evidence: Evidence) -> tuple[Node, ...]:
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
                document=evidence.seen[statement].document,
                unresolved=ends and occurrence.origin not in (Origin.OBSERVATION, Origin.RECORD),
                cut=any(name in count.cut_open for count in counts),
                weak=any(name in count.weak_links_open for count in counts),
                interest=interested(evidence.ledger.interests.get(occurrence.actor, ())),
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
