"""From the links of a claim to the graph that independence is computed on.

A statement with chain o1 <- ... <- on makes the nodes ``ID/1`` ... ``ID/n``, each resting on the next; linking the
statement to a claim puts ``ID/1`` into K. Where lineage ends, at ``ID/n``, a link's basis decides: "witnessed" is an
observation, "record" a primary record; anything else is unresolved or not recorded, and both count as U.

A recorded derivation that quotes or cites says where the end of a chain has it from, so it starts at ``ID/n``. One that
republishes, translates or forwards says that the occurrence has no lineage but its original's: it starts at ``ID/1``,
which then stands for the whole statement, and the chain that the copy repeats is left out. A suspicion says that the
occurrence may be such a copy, so it starts at ``ID/1`` and leaves the chain in place.

Who is one actor: a name is, wherever it stands. An unnamed mention has an id of its own, but for one that the document
resolves ("the clerk", "she" of a clerk mentioned before), which is one within that document.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from headwater.claims.ledger import Ledger
from headwater.model.claim import (
    Actor,
    Derivation,
    How,
    Lineage,
    Link,
    LinkBasis,
    Occurrence,
    Origin,
    Role,
)
from headwater.people.names import NOBODY, actor_key, is_given_name, is_indefinite, is_named, is_pronoun

_COPYING = (How.REPUBLISHES, How.TRANSLATES, How.FORWARDS)
_ENDS = {LinkBasis.WITNESSED: Origin.OBSERVATION, LinkBasis.RECORD: Origin.RECORD}


@dataclass(frozen=True, slots=True)
class Chained:
    """What lineage needs of a statement, from the case or entered by hand.

    ``chain`` is outermost first; ``mention`` the source's own words where it is spoken of; ``scope`` what an unnamed
    but definite mention ("the diplomat") is unique in: its document. ``given`` are links that were given as names, in
    a mail header or by an investigator, and need no capital to be one.
    """

    id: str
    chain: tuple[str, ...]
    mention: str
    scope: str
    basis: str = LinkBasis.UNKNOWN.value
    given: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Traced:
    """A lineage with the names to show: actor id to name, node id to the statement it belongs to."""

    lineage: Lineage
    names: Mapping[str, str] = field(default_factory=dict)
    statements: Mapping[str, str] = field(default_factory=dict)


def trace(
    links: Sequence[Link], statements: Mapping[str, Chained], ledger: Ledger, part: int | None = None
) -> Traced:
    """The lineage below a claim's ``links``: supports and disputes as K, and whatever their statements rest on.

    With ``part`` (a number) only links that cover it are in K; what the others say of a statement's basis still
    holds. ``statements`` must hold every statement that ``needed`` names.
    """
    weighed = [link for link in links if part is None or not link.parts or part in link.parts]
    basis = {link.statement: link.basis for link in links}
    copied = {
        one.derivation.of
        for one in ledger.derivations
        if one.derivation.how in _COPYING and not one.derivation.suspected
    }
    present = {
        key: _shortened(statements[key], key in copied)
        for key in needed((link.statement for link in weighed), ledger)
    }
    names: dict[str, str] = {}
    owners: dict[str, str] = {}
    occurrences: list[Occurrence] = []
    for key, chained in present.items():
        for node, name in _nodes(chained, basis.get(key, chained.basis)):
            names.setdefault(node.actor, name)
            owners[node.id] = key
            occurrences.append(node)
    derivations = [step for chained in present.values() for step in _steps(chained)]
    derivations += _recorded(ledger, present)
    lineage = Lineage(
        actors=tuple(ledger.actors.get(key, Actor(key)) for key in sorted(names)),
        occurrences=tuple(_settled(occurrences, derivations)),
        derivations=tuple(derivations),
        supports=_entries(weighed, Role.SUPPORTS),
        disputes=_entries(weighed, Role.DISPUTES),
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


def _shortened(chained: Chained, copied: bool) -> Chained:
    """A statement that is recorded to be a copy as a whole keeps the first link of its chain, and no basis of its own."""
    if not chained.chain:
        return replace(chained, chain=(NOBODY,))
    return replace(chained, chain=chained.chain[:1], mention=chained.chain[0]) if copied else chained


def actors_of(chained: Chained) -> Iterator[str]:
    """The ids of the actors of a statement's chain, outermost first."""
    for position, name in enumerate(chained.chain, start=1):
        last = position == len(chained.chain)
        yield _actor(name, chained, position, chained.mention if last else name)


def _nodes(chained: Chained, basis: str) -> Iterator[tuple[Occurrence, str]]:
    actors = actors_of(chained)
    for position, (name, actor) in enumerate(zip(chained.chain, actors, strict=True), start=1):
        origin = _origin(name, chained, basis) if position == len(chained.chain) else None
        yield Occurrence(f"{chained.id}/{position}", actor, origin), name


def _named(name: str, chained: Chained) -> bool:
    return is_given_name(name) if name in chained.given else is_named(name) and name != NOBODY


def _actor(name: str, chained: Chained, position: int, mention: str) -> str:
    if _named(name, chained):
        return actor_key(name)
    if name == NOBODY or is_pronoun(name) or is_indefinite(mention or name):
        return f"{actor_key(name)} ({chained.id}/{position})"
    return f"{actor_key(name)} ({chained.scope})"


def _origin(name: str, chained: Chained, basis: str) -> Origin | None:
    if basis in _ENDS:
        return _ENDS[LinkBasis(basis)]
    return None if _named(name, chained) else Origin.UNRESOLVED


def _steps(chained: Chained) -> list[Derivation]:
    return [
        Derivation(f"{chained.id}/{n}", (f"{chained.id}/{n + 1}",), How.CITES.value)
        for n in range(1, len(chained.chain))
    ]


def _recorded(ledger: Ledger, present: Mapping[str, Chained]) -> Iterator[Derivation]:
    for recorded in ledger.derivations:
        derivation = recorded.derivation
        if derivation.of in present and present.keys() >= set(derivation.sources):
            whole = derivation.suspected or derivation.how in _COPYING
            yield Derivation(
                f"{derivation.of}/{1 if whole else len(present[derivation.of].chain)}",
                tuple(f"{source}/1" for source in derivation.sources),
                derivation.how,
                derivation.suspected,
                derivation.directed,
            )


def _settled(occurrences: Sequence[Occurrence], derivations: Sequence[Derivation]) -> Iterator[Occurrence]:
    """An end of a chain whose own lineage is recorded is no longer unresolved, nor is a copy an observation."""
    derived = {derivation.of for derivation in derivations if not derivation.suspected}
    copied = {one.of for one in derivations if one.how in _COPYING and not one.suspected}
    for node in occurrences:
        resolved = node.id in copied or (node.origin is Origin.UNRESOLVED and node.id in derived)
        yield Occurrence(node.id, node.actor, None) if resolved else node


def _entries(links: Iterable[Link], role: Role) -> tuple[str, ...]:
    return tuple(f"{link.statement}/1" for link in links if link.role is role)
