"""From the links of a claim to the graph that independence is computed on.

A statement with chain o1 <- ... <- on makes the nodes ``ID/1`` ... ``ID/n``, each resting on the next; linking the
statement to a claim puts ``ID/1`` into K. Where lineage ends, at ``ID/n``, a link's basis decides: "witnessed" is an
observation; anything else is unresolved or not recorded, and both count as U.

A recorded derivation that quotes or cites says where the end of a chain has it from, so it starts at ``ID/n``. One that
republishes, translates or forwards says that the occurrence has no lineage but its original's: it starts at ``ID/1``,
which then stands for the whole statement, and the chain that the copy repeats is left out. A suspicion says that the
occurrence may be such a copy, so it starts at ``ID/1`` and leaves the chain in place.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from headwater.claims.ledger import Ledger
from headwater.model.claim import Actor, Derivation, How, Lineage, Link, Occurrence, Origin, Role
from headwater.model.statement import Basis
from headwater.people.names import actor_key, is_indefinite, is_named

_COPYING = (How.REPUBLISHES, How.TRANSLATES, How.FORWARDS)


@dataclass(frozen=True, slots=True)
class Chained:
    """What lineage needs of a statement, from the case or typed in.

    ``chain`` is outermost first; ``mention`` the source's own words where it is spoken of; ``scope`` what an unnamed
    but definite mention ("the diplomat") is unique in: its document.
    """

    id: str
    chain: tuple[str, ...]
    mention: str
    scope: str
    basis: str = Basis.UNKNOWN.value


@dataclass(frozen=True, slots=True)
class Traced:
    """A lineage with the names to show: actor id to name, node id to the statement it belongs to."""

    lineage: Lineage
    names: Mapping[str, str] = field(default_factory=dict)
    statements: Mapping[str, str] = field(default_factory=dict)


def trace(links: Iterable[Link], statements: Mapping[str, Chained], ledger: Ledger) -> Traced:
    """The lineage below ``links``: supports and disputes as K, and whatever their statements rest on.

    ``statements`` must hold every linked statement and every one that ``needed`` names.
    """
    rows = list(links)
    basis = {link.statement: link.basis for link in rows}
    names: dict[str, str] = {}
    owners: dict[str, str] = {}
    occurrences: list[Occurrence] = []
    derivations: list[Derivation] = []
    copied = _copied(ledger)
    for identifier in needed((link.statement for link in rows), ledger):
        chained = statements[identifier]
        if identifier in copied:
            chained = replace(chained, chain=chained.chain[:1], mention="")
        known = Basis.UNKNOWN.value if identifier in copied else basis.get(identifier, chained.basis)
        for node in _nodes(chained, known, names):
            owners[node.id] = identifier
            occurrences.append(node)
        derivations += _steps(chained)
    derivations += _recorded(ledger, statements, owners.values())
    lineage = Lineage(
        actors=tuple(ledger.actors.get(key, Actor(key)) for key in sorted(names)),
        occurrences=tuple(_settled(occurrences, derivations)),
        derivations=tuple(derivations),
        supports=_entries(rows, Role.SUPPORTS),
        disputes=_entries(rows, Role.DISPUTES),
    )
    return Traced(lineage, names, owners)


def needed(linked: Iterable[str], ledger: Ledger) -> list[str]:
    """The linked statements and all that they rest on by recorded or suspected derivation, each once, in order."""
    sources: dict[str, list[str]] = {}
    for recorded in ledger.derivations:
        derivation = recorded.derivation
        sources.setdefault(derivation.of, []).extend(derivation.sources)
        if derivation.suspected and not derivation.directed:
            for source in derivation.sources:
                sources.setdefault(source, []).append(derivation.of)
    found: dict[str, None] = {}
    todo = list(linked)[::-1]
    while todo:
        identifier = todo.pop()
        if identifier not in found:
            found[identifier] = None
            todo += sources.get(identifier, [])[::-1]
    return list(found)


def _copied(ledger: Ledger) -> set[str]:
    """The statements that are recorded to be copies of others as a whole."""
    derivations = (recorded.derivation for recorded in ledger.derivations)
    return {one.of for one in derivations if one.how in _COPYING and not one.suspected}


def _nodes(chained: Chained, basis: str, names: dict[str, str]) -> Iterable[Occurrence]:
    chain = chained.chain or ("(nobody named)",)
    for position, name in enumerate(chain, start=1):
        last = position == len(chain)
        actor = _actor(name, chained, position, chained.mention if last else name)
        names.setdefault(actor, name)
        yield Occurrence(f"{chained.id}/{position}", actor, _origin(name, basis) if last else None)


def _actor(name: str, chained: Chained, position: int, mention: str) -> str:
    """Named actors are one everywhere; a definite mention is one in its document; an indefinite one is its own."""
    if is_named(name):
        return actor_key(name)
    if is_indefinite(mention or name):
        return f"{actor_key(name)} ({chained.id}/{position})"
    return f"{actor_key(name)} ({chained.scope})"


def _origin(name: str, basis: str) -> Origin | None:
    if basis == Basis.WITNESSED:
        return Origin.OBSERVATION
    return None if is_named(name) else Origin.UNRESOLVED


def _steps(chained: Chained) -> list[Derivation]:
    return [
        Derivation(f"{chained.id}/{n}", (f"{chained.id}/{n + 1}",), How.CITES.value)
        for n in range(1, len(chained.chain))
    ]


def _recorded(ledger: Ledger, statements: Mapping[str, Chained], present: Iterable[str]) -> list[Derivation]:
    inside = set(present)
    made = []
    for recorded in ledger.derivations:
        derivation = recorded.derivation
        if derivation.of in inside and inside.issuperset(derivation.sources):
            whole = derivation.suspected or derivation.how in _COPYING
            depth = 1 if whole else max(1, len(statements[derivation.of].chain))
            made.append(
                Derivation(
                    f"{derivation.of}/{depth}",
                    tuple(f"{source}/1" for source in derivation.sources),
                    derivation.how,
                    derivation.suspected,
                    derivation.directed,
                )
            )
    return made


def _settled(occurrences: Sequence[Occurrence], derivations: Sequence[Derivation]) -> Iterable[Occurrence]:
    """An end of a chain whose own lineage is recorded is no longer unresolved."""
    derived = {derivation.of for derivation in derivations if not derivation.suspected}
    for node in occurrences:
        resolved = node.origin is Origin.UNRESOLVED and node.id in derived
        yield Occurrence(node.id, node.actor, None) if resolved else node


def _entries(links: Iterable[Link], role: Role) -> tuple[str, ...]:
    return tuple(f"{link.statement}/1" for link in links if link.role is role)
