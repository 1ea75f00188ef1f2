"""Which statements are still supported once a set of actors is discredited.

A support graph is the lineage under one reading, written as rules: a node is supported when it is not struck and all
of some rule's body is supported; an empty body is an origin. Supported is the *least* such set, so that a loop cannot
support itself. It is found by forward chaining in time linear in the rules (Dowling and Gallier 1984).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rule:
    """``head`` rests on all of ``body`` (distinct nodes); an empty body is an origin."""

    head: int
    body: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class SupportGraph:
    """Nodes 0..n-1. ``strikes[v]`` is the actor whose discredit strikes node v, None where nobody's does;
    ``targets`` are the nodes whose support is in question; ``waiting[v]`` numbers the rules with v in their body."""

    strikes: tuple[int | None, ...]
    rules: tuple[Rule, ...]
    targets: tuple[int, ...]
    waiting: tuple[tuple[int, ...], ...]

    @classmethod
    def of(cls, strikes: Iterable[int | None], rules: Iterable[Rule], targets: Iterable[int]) -> SupportGraph:
        """The graph of these rules. Repeated targets count once."""
        struck, ruled = tuple(strikes), tuple(rules)
        waiting: list[list[int]] = [[] for _ in struck]
        for number, rule in enumerate(ruled):
            for node in rule.body:
                waiting[node].append(number)
        return cls(struck, ruled, tuple(dict.fromkeys(targets)), tuple(map(tuple, waiting)))

    def actors(self) -> list[int]:
        """The actors who can strike a node, in ascending order."""
        return sorted({actor for actor in self.strikes if actor is not None})


def supported(graph: SupportGraph, discredited: Collection[int] = ()) -> dict[int, Rule]:
    """Every node that keeps support when the actors in ``discredited`` are struck, with the rule that carries it.

    The order is one of derivation: the body of a node's rule stands before the node.
    """
    missing = [len(rule.body) for rule in graph.rules]
    ready = deque(rule for rule in graph.rules if not rule.body)
    carried: dict[int, Rule] = {}
    while ready:
        rule = ready.popleft()
        if rule.head in carried or graph.strikes[rule.head] in discredited:
            continue
        carried[rule.head] = rule
        for number in graph.waiting[rule.head]:
            missing[number] -= 1
            if not missing[number]:
                ready.append(graph.rules[number])
    return carried


def vouchers(graph: SupportGraph, carried: dict[int, Rule], node: int) -> set[int]:
    """The actors who must be believed for the one line of support that ``carried`` gives ``node``."""
    seen, todo = {node}, [node]
    while todo:
        for below in carried[todo.pop()].body:
            if below not in seen:
                seen.add(below)
                todo.append(below)
    return {actor for each in seen if (actor := graph.strikes[each]) is not None}


def narrowed(graph: SupportGraph) -> SupportGraph:
    """The part that matters: targets and rules that are supported at all, and the cone of nodes below them."""
    carried = supported(graph)
    by_head: dict[int, list[Rule]] = {}
    for rule in graph.rules:
        if all(node in carried for node in rule.body):
            by_head.setdefault(rule.head, []).append(rule)
    cone = dict.fromkeys(target for target in graph.targets if target in carried)
    todo = list(cone)
    while todo:
        for rule in by_head.get(todo.pop(), ()):
            fresh = [node for node in rule.body if node not in cone]
            cone.update(dict.fromkeys(fresh))
            todo.extend(fresh)
    return _renumbered(graph, sorted(cone), [rule for node in cone for rule in by_head[node]])


def components(graph: SupportGraph) -> list[SupportGraph]:
    """The graph in parts that share neither a node nor an actor, so that each can be cut on its own."""
    import networkx as nx

    ties = nx.Graph()
    ties.add_nodes_from(range(len(graph.strikes)))
    ties.add_edges_from((rule.head, node) for rule in graph.rules for node in rule.body)
    ties.add_edges_from(
        (node, ("actor", actor)) for node, actor in enumerate(graph.strikes) if actor is not None
    )
    part_of = {}
    parts: list[list[int]] = []
    for number, part in enumerate(nx.connected_components(ties)):
        parts.append(sorted(node for node in part if isinstance(node, int)))
        part_of.update(dict.fromkeys(parts[-1], number))
    rules: list[list[Rule]] = [[] for _ in parts]
    for rule in graph.rules:
        rules[part_of[rule.head]].append(rule)
    return [_renumbered(graph, nodes, rules[number]) for number, nodes in enumerate(parts)]


def _renumbered(graph: SupportGraph, nodes: list[int], rules: Iterable[Rule]) -> SupportGraph:
    """``graph`` on ``nodes`` alone, numbered anew from 0; ``rules`` must stay within them. Actors keep theirs."""
    number = {node: place for place, node in enumerate(nodes)}
    return SupportGraph.of(
        (graph.strikes[node] for node in nodes),
        (Rule(number[rule.head], tuple(number[node] for node in rule.body)) for rule in rules),
        (number[target] for target in graph.targets if target in number),
    )
