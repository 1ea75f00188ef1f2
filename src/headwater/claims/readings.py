"""A lineage read as strict or as open: the rules by which its statements are supported, and who is accountable.

A reading is held in flat arrays, made once (``headwater.claims.rules``) for a lineage of any number of claims; what one
claim rests on is then found without looking at the rest.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from headwater.claims.supports import Body, SupportGraph

NOBODY = -1
"""In ``Reading.actor``: nobody can strike this node."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The rules of a lineage under one reading.

    ``number`` gives each statement's node. ``actor[node]`` is accountable for it, a place in ``names``, which is sorted;
    NOBODY for the nodes that stand for a cluster. ``is_origin[node]`` says that it is one of W or U, which an actor can strike even where carriers are
    faithful. The rules of a node are ``first[node]`` up to ``first[node + 1]``; a rule rests on all of
    ``bodies[begins[rule]:begins[rule + 1]]``, and is an origin where that is empty.
    """

    names: tuple[str, ...]
    number: Mapping[str, int]
    actor: array[int]
    is_origin: bytes
    first: array[int]
    begins: array[int]
    bodies: array[int]

    def below(self, targets: Iterable[str]) -> Ancestry:
        """All that ``targets`` rest on, by any rule."""
        place: dict[int, int] = {}
        for target in targets:
            place.setdefault(self.number[target], len(place))
        wanted = len(place)
        nodes = list(place)
        rules = []
        for node in nodes:  # grows as it goes
            alternatives = self.rules_of(node)
            for source in chain.from_iterable(alternatives):
                if source not in place:
                    place[source] = len(nodes)
                    nodes.append(source)
            rules.append([tuple([place[source] for source in body]) for body in alternatives])
        return Ancestry(self, nodes, rules, wanted)

    def rules_of(self, node: int) -> list[Body]:
        """The bodies by any of which ``node`` is supported."""
        begins = self.begins
        return [
            tuple(self.bodies[begins[rule] : begins[rule + 1]])
            for rule in range(self.first[node], self.first[node + 1])
        ]

    def named(self, actors: Iterable[int]) -> tuple[str, ...]:
        """The names of accountable actors given by their places."""
        return tuple(self.names[actor] for actor in actors)


@dataclass(frozen=True, slots=True)
class Ancestry:
    """What some targets rest on under a reading: its ``nodes``, the first ``wanted`` of which are the targets.

    ``rules[n]`` are the alternatives of the n-th node, each the places in ``nodes`` that it rests on.
    """

    reading: Reading
    nodes: Sequence[int]
    rules: Sequence[Sequence[tuple[int, ...]]]
    wanted: int

    def graph(self, faithful: bool) -> SupportGraph:
        """The support graph of the targets; with ``faithful`` carriers only statements of W and U can be struck."""
        actor, is_origin = self.reading.actor, self.reading.is_origin
        strikes = [
            actor[node] if actor[node] != NOBODY and (is_origin[node] or not faithful) else None
            for node in self.nodes
        ]
        return SupportGraph(strikes, self.rules, range(self.wanted))

    def origins(self) -> tuple[str, ...]:
        """The distinct actors of the statements of W and U among the nodes, sorted."""
        reading = self.reading
        return reading.named(sorted({reading.actor[node] for node in self.nodes if reading.is_origin[node]}))

    def loops(self) -> tuple[tuple[str, ...], ...]:
        """Sets of two or more actors who all rest on one another, directly or through others; each sorted."""
        import networkx as nx

        actors = [self.reading.actor[node] for node in self.nodes]
        rests = {
            (actors[head], actors[source])
            for head, alternatives in enumerate(self.rules)
            for body in alternatives
            for source in body
        }
        graph: Any = nx.DiGraph(rests)
        rounds = (sorted(loop) for loop in nx.strongly_connected_components(graph) if len(loop) > 1)
        return tuple(self.reading.named(loop) for loop in sorted(rounds))
