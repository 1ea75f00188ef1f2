"""From the links of a claim to the graph that independence is computed on.

A statement with chain o1 <- ... <- on makes the nodes ``ID/1`` ... ``ID/n``, each resting on the next; linking the
statement to a claim puts ``ID/1`` into K. Where lineage ends, at ``ID/n``, a link's basis decides: "witnessed" is an
observation, "record" a primary record; anything else is unresolved or not recorded, and both count as U.

A recorded derivation that quotes or cites says where the end of a chain has it from, so it starts at ``ID/n``. One that
republishes, translates or forwards says that the occurrence has no lineage but its original's: it starts at ``ID/1``,
which then stands for the whole statement, and the chain that the copy repeats is left out; what is decided of how its
source knows holds for the original's. The same is done from the link on that names a document of the case. A suspicion says that the
occurrence may be such a copy, so it starts at ``ID/1`` and leaves the chain in place.

Who is one actor: a name is, wherever it stands. An unnamed mention has an id of its own, but for one that the document
resolves ("the clerk", "she" of a clerk mentioned before), which is one within that document.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
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
    ends = _ends(ledger)
    basis = _handed_on({link.statement: link.basis for link in links}, statements, ledger, ends)
    present = {
        key: _shortened(statements[key], ends.get(key))
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
        occurrences=tuple(_settled(occurrences, derivations, {f"{key}/{end}" for key, end in ends.items()})),
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


def _ends(ledger: Ledger) -> dict[str, int]:
    """For statements whose recorded lineage goes on elsewhere: the number of the link of their chain that it goes on from.

    A copy as a whole keeps the first link, and one that says which document it was taken from those down to there.
    """
    ends: dict[str, int] = {}
    for one in ledger.derivations:
        at = 1 if one.derivation.how in _COPYING else one.at
        if at is not None and not one.derivation.suspected:
            ends[one.derivation.of] = min(at, ends.get(one.derivation.of, at))
    return ends


def _handed_on(
    basis: Mapping[str, str], statements: Mapping[str, Chained], ledger: Ledger, ends: Mapping[str, int]
) -> dict[str, str]:
    """What is decided of how the source of a copy knows holds for its original too, where that has the same source and
    nothing was decided of it."""
    found = dict(basis)
    sources = {
        one.derivation.of: one.derivation.sources
        for one in ledger.derivations
        if one.derivation.of in ends and len(one.derivation.sources) == 1 and not one.derivation.suspected
    }
    todo = list(found)
    for key in todo:  # grows as it goes
        for source in sources.get(key, ()):
            if (
                source in statements
                and source not in found
                and _same_source(statements[key], statements[source])
            ):
                found[source] = found[key]
                todo.append(source)
    return found


def _same_source(one: Chained, other: Chained) -> bool:
    return bool(one.chain and other.chain) and actor_key(one.chain[-1]) == actor_key(other.chain[-1])


def _shortened(chained: Chained, end: int | None) -> Chained:
    """A statement whose chain ends with the link number ``end``, where there is one; behind it the lineage goes on."""
    if not chained.chain:
        return replace(chained, chain=(NOBODY,))
    if end is None or end >= len(chained.chain):
        return chained
    return replace(chained, chain=chained.chain[:end], mention=chained.chain[end - 1])


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
            last = len(present[derivation.of].chain)
            yield Derivation(
                f"{derivation.of}/{1 if whole else min(recorded.at or last, last)}",
                tuple(f"{source}/1" for source in derivation.sources),
                derivation.how,
                derivation.suspected,
                derivation.directed,
            )


def _settled(
    occurrences: Sequence[Occurrence], derivations: Sequence[Derivation], ends: Set[str]
) -> Iterator[Occurrence]:
    """An end of a chain whose own lineage is recorded is no longer unresolved, nor is one of ``ends`` an observation."""
    derived = {derivation.of for derivation in derivations if not derivation.suspected}
    for node in occurrences:
        goes_on = node.id in derived and (node.id in ends or node.origin is Origin.UNRESOLVED)
        yield Occurrence(node.id, node.actor, None) if goes_on else node


def _entries(links: Iterable[Link], role: Role) -> tuple[str, ...]:
    return tuple(f"{link.statement}/1" for link in links if link.role is role)
