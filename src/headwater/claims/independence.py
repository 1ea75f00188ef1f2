"""How many actors would have to be wrong for a claim to lose all support, or all dispute.

The definitions and every edge case are in ``docs/independence.md``; in short: kappa is the smallest number of actors
whose discredit leaves no statement supported, given as [strict, open] and twice, counting carriers and with carriers
faithful. Support and dispute are computed apart and never set off against each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from headwater.claims.cuts import SECONDS, Cut, smallest_cut
from headwater.claims.supports import Rule, SupportGraph, supported
from headwater.model.claim import Actor, Count, Independence, Level, Lineage, Origin

UNKNOWN = {Level.INSTITUTION: "(unknown institution)", Level.SIDE: "(unknown side)"}
"""What the one actor is called that stands, in strict, for all whose institution or side is not known."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """The independence of a claim's support and of its dispute at one ``level``."""

    level: Level
    supports: Independence
    disputes: Independence


def weigh(lineage: Lineage, level: Level, seconds: float = SECONDS) -> Weighed:
    """The independence of both sides of a claim, every actor named as ``level`` sees it.

    ``lineage`` names only statements it holds (``graphfile.parse`` checks that); an actor it does not list has no known
    institution or side. ``seconds`` bounds each search for the size of a cut; where it ends one, the result says
    ``exact=False``, its numbers are lower bounds, and its cut is the best that was found.
    """
    return Weighed(
        level,
        supports=_independence(lineage, lineage.supports, level, seconds),
        disputes=_independence(lineage, lineage.disputes, level, seconds),
    )


def _independence(lineage: Lineage, targets: Sequence[str], level: Level, seconds: float) -> Independence:
    strict, open_ = _strict(lineage, level), _open(lineage, level)
    cuts = [
        smallest_cut(reading.graph(targets, faithful), seconds)
        for faithful in (False, True)
        for reading in (strict, open_)
    ]
    cone = _cone(lineage, targets)
    grounded = supported(open_.graph(targets, faithful=False))
    return Independence(
        counting_carriers=_count(strict, open_, *cuts[:2]),
        carriers_faithful=_count(strict, open_, *cuts[2:]),
        origins=_origins(open_, cone),
        loops=_loops(lineage, open_, cone),
        ungrounded=tuple(sorted(v for v in set(targets) if open_.number[v] not in grounded)),
        exact=all(cut.exact for cut in cuts),
    )


def _count(strict: _Reading, open_: _Reading, strict_cut: Cut, open_cut: Cut) -> Count:
    return Count(
        strict=strict_cut.size,
        open=open_cut.size,
        cut_strict=strict.named(strict_cut.actors),
        cut_open=open_.named(open_cut.actors),
        weak_links_strict=strict.named(strict_cut.alone),
        weak_links_open=open_.named(open_cut.alone),
    )


# Who is accountable -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Accounts:
    """Who is accountable for each statement: ``of[statement]`` is a place in ``names``, which is sorted."""

    names: tuple[str, ...]
    of: Mapping[str, int]


def _accounts(lineage: Lineage, level: Level, unknown_are_one: bool) -> _Accounts:
    """c(v) of the definition at ``level``.

    Actors are told apart by what they are, not by how they are spelt: an actor of unknown institution whose id
    happens to be the name of an institution is still another one, and is then written ``actor:ID``.
    """
    actors = {actor.id: actor for actor in lineage.actors}
    keys: dict[str, tuple[str, str]] = {}
    for occurrence in lineage.occurrences:
        actor = actors.get(occurrence.actor, Actor(occurrence.actor))
        group = {Level.PERSON: None, Level.INSTITUTION: actor.institution, Level.SIDE: actor.side}[level]
        if group is not None:
            keys[occurrence.id] = ("group", group)
        elif unknown_are_one and level is not Level.PERSON:
            keys[occurrence.id] = ("unknown", UNKNOWN[level])
        else:
            keys[occurrence.id] = ("actor", actor.id)
    groups = {name for kind, name in keys.values() if kind == "group"}
    shown = {
        key: f"{key[0]}:{key[1]}" if key[0] != "group" and key[1] in groups else key[1]
        for key in set(keys.values())
    }
    order = sorted(shown, key=lambda key: (shown[key], key))
    place = {key: number for number, key in enumerate(order)}
    return _Accounts(
        tuple(shown[key] for key in order), {statement: place[key] for statement, key in keys.items()}
    )


def accountable(lineage: Lineage, level: Level) -> dict[str, str]:
    """Who is accountable for each statement at ``level``, by the names that open's cuts and origins use."""
    accounts = _accounts(lineage, level, unknown_are_one=False)
    return {statement: accounts.names[place] for statement, place in accounts.of.items()}


# The two readings of a lineage --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Reading:
    """A lineage read as open or as strict: ``number`` of each statement's node, and the rules that may support it.

    ``actor[node]`` is accountable for the node (None where nobody is, as for a cluster as a whole) and
    ``is_origin[node]`` says that it is one of W or U, which an actor can strike even where carriers are faithful.
    """

    accounts: _Accounts
    number: Mapping[str, int]
    actor: tuple[int | None, ...]
    is_origin: tuple[bool, ...]
    rules: tuple[Rule, ...]

    def graph(self, targets: Iterable[str], faithful: bool) -> SupportGraph:
        """The support graph below ``targets``; with ``faithful`` carriers only statements of W and U can be struck."""
        strikes = (
            actor if origin or not faithful else None
            for actor, origin in zip(self.actor, self.is_origin, strict=True)
        )
        return SupportGraph.of(strikes, self.rules, (self.number[target] for target in targets))

    def named(self, actors: Iterable[int]) -> tuple[str, ...]:
        """The names of accountable actors given by their places."""
        return tuple(self.accounts.names[actor] for actor in actors)


def _open(lineage: Lineage, level: Level) -> _Reading:
    """Every unresolved origin is an origin, and suspicions are ignored."""
    accounts = _accounts(lineage, level, unknown_are_one=False)
    return _reading(
        lineage, accounts, origins=_witnessed(lineage) | _unresolved(lineage), clusters=(), suspected={}
    )


def _strict(lineage: Lineage, level: Level) -> _Reading:
    """No unresolved origin is an origin, and every suspicion is taken to be true."""
    suspected: dict[str, set[str]] = {}
    for derivation in lineage.derivations:
        if derivation.suspected and derivation.directed:
            suspected.setdefault(derivation.of, set()).update(derivation.sources)
    accounts = _accounts(lineage, level, unknown_are_one=True)
    return _reading(lineage, accounts, _witnessed(lineage), _clusters(lineage), suspected)


def _reading(
    lineage: Lineage,
    accounts: _Accounts,
    origins: frozenset[str],
    clusters: Sequence[Sequence[str]],
    suspected: Mapping[str, set[str]],
) -> _Reading:
    """The rules of a reading in which ``origins`` stand on themselves.

    A statement of a cluster becomes two nodes: its own lineage, and the statement itself, which rests on the cluster;
    the cluster rests on the own lineages of all its statements. ``docs/independence.md`` shows that this gives what the
    choice of original with the smallest kappa gives, whatever the actors struck.
    """
    number = {occurrence.id: place for place, occurrence in enumerate(lineage.occurrences)}
    ends = _witnessed(lineage) | _unresolved(lineage)
    actor: list[int | None] = [accounts.of[statement] for statement in number]
    is_origin = [statement in ends for statement in number]
    own = dict(number)
    rules: list[Rule] = []
    for cluster in clusters:
        for statement in cluster:
            own[statement] = len(actor)
            actor.append(actor[number[statement]])
            is_origin.append(is_origin[number[statement]])
        whole = len(actor)
        actor.append(None)
        is_origin.append(False)
        rules.append(Rule(whole, tuple(own[statement] for statement in cluster)))
        rules += [Rule(number[statement], (whole,)) for statement in cluster]
    bases: list[tuple[str, tuple[str, ...]]] = [(v, ()) for v in number if v in origins]
    bases += [(d.of, d.sources) for d in lineage.derivations if not d.suspected]
    for statement, sources in bases:
        body = {number[source] for source in (*sources, *suspected.get(statement, ()))}
        rules.append(Rule(own[statement], tuple(sorted(body))))
    return _Reading(accounts, number, tuple(actor), tuple(is_origin), tuple(rules))


def _witnessed(lineage: Lineage) -> frozenset[str]:
    """W of the definition: statements of own observation or primary record."""
    return frozenset(v.id for v in lineage.occurrences if v.origin in (Origin.OBSERVATION, Origin.RECORD))


def _unresolved(lineage: Lineage) -> frozenset[str]:
    """U of the definition: unresolved origins, and statements with neither origin nor recorded derivation."""
    derived = {derivation.of for derivation in lineage.derivations if not derivation.suspected}
    return frozenset(
        v.id
        for v in lineage.occurrences
        if v.origin is Origin.UNRESOLVED or (v.origin is None and v.id not in derived)
    )


def _clusters(lineage: Lineage) -> list[list[str]]:
    """The statements that undirected suspicions tie together, each cluster sorted; all of one share an original."""
    import networkx as nx

    ties: Any = nx.Graph()
    for derivation in lineage.derivations:
        if derivation.suspected and not derivation.directed:
            ties.add_edges_from((derivation.of, source) for source in derivation.sources)
    return sorted(sorted(cluster) for cluster in nx.connected_components(ties))


# What stands beside the counts --------------------------------------------------------------------------------------


def _cone(lineage: Lineage, targets: Iterable[str]) -> set[str]:
    """The statements that ``targets`` reach by recorded derivations, themselves included."""
    below: dict[str, list[str]] = {}
    for derivation in lineage.derivations:
        if not derivation.suspected:
            below.setdefault(derivation.of, []).extend(derivation.sources)
    cone = set(targets)
    todo = list(cone)
    while todo:
        fresh = set(below.get(todo.pop(), ())) - cone
        cone |= fresh
        todo.extend(fresh)
    return cone


def _origins(open_: _Reading, cone: set[str]) -> tuple[str, ...]:
    """The distinct actors of the origins in the cone, as open sees them, sorted."""
    reached = {open_.accounts.of[v] for v in cone if open_.is_origin[open_.number[v]]}
    return open_.named(sorted(reached))


def _loops(lineage: Lineage, open_: _Reading, cone: set[str]) -> tuple[tuple[str, ...], ...]:
    """Sets of two or more actors who all rest on one another, directly or through others; each sorted."""
    import networkx as nx

    rests: Any = nx.DiGraph()
    for derivation in lineage.derivations:
        if not derivation.suspected and derivation.of in cone:
            head = open_.accounts.of[derivation.of]
            rests.add_edges_from((head, open_.accounts.of[source]) for source in derivation.sources)
    rounds = (sorted(loop) for loop in nx.strongly_connected_components(rests) if len(loop) > 1)
    return tuple(open_.named(loop) for loop in sorted(rounds))
