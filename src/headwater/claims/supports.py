"""Which statements are still supported once a set of actors is discredited, and how much of a graph matters for that.

A support graph is what some targets rest on under one reading, written as rules: a node is supported when it is not
struck and all of some rule's body is supported; an empty body is an origin. Supported is the *least* such set, so that a
loop cannot support itself. It is found by forward chaining in time linear in the rules (Dowling and Gallier 1984).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

Body: TypeAlias = tuple[int, ...]
"""The nodes on all of which a rule rests."""


@dataclass(frozen=True, slots=True)
class SupportGraph:
    """Nodes 0..n-1. ``strikes[v]`` is the actor whose discredit strikes node v, None where nobody's does.

    ``rules[v]`` are the bodies by any of which v is supported; ``targets`` are the distinct nodes whose support is in
    question.
    """

    strikes: Sequence[int | None]
    rules: Sequence[Sequence[Body]]
    targets: Sequence[int]

    def actors(self) -> list[int]:
        """The actors who can strike a node, in ascending order."""
        return sorted({actor for actor in self.strikes if actor is not None})


def supported(graph: SupportGraph, discredited: Collection[int] = ()) -> dict[int, None]:
    """Every node that keeps support when the actors in ``discredited`` are struck.

    The order is one of derivation: some rule of each node has its whole body before the node.
    """
    waiting: list[list[int]] = [[] for _ in graph.rules]
    heads: list[int] = []
    missing: list[int] = []
    ready: deque[int] = deque()
    for head, alternatives in enumerate(graph.rules):
        for body in alternatives:
            for node in body:
                waiting[node].append(len(heads))
            if not body:
                ready.append(head)
            heads.append(head)
            missing.append(len(body))
    carried: dict[int, None] = {}
    while ready:
        head = ready.popleft()
        if head in carried or graph.strikes[head] in discredited:
            continue
        carried[head] = None
        for rule in waiting[head]:
            missing[rule] -= 1
            if not missing[rule]:
                ready.append(heads[rule])
    return carried


def reduced(graph: SupportGraph) -> tuple[frozenset[int], SupportGraph]:
    """The actors who are in every cut, and what is left to cut once they are struck: no target where that is all.

    A set of actors leaves no target of ``graph`` supported if and only if it holds those actors and leaves no target
    of the smaller graph supported. Each step keeps that: see ``_narrowed`` and ``_condensed``; and a target that is an
    origin falls only with its actor.
    """
    certain: frozenset[int] = frozenset()
    while True:
        graph = _narrowed(graph, certain)
        origins = {graph.strikes[target] for target in graph.targets if () in graph.rules[target]}
        if origins:
            certain |= {actor for actor in origins if actor is not None}
            continue
        smaller = _condensed(graph)
        if smaller is graph:
            return certain, graph
        graph = smaller


def _narrowed(graph: SupportGraph, struck: Collection[int]) -> SupportGraph:
    """What the targets that are still supported rest on, by rules that can matter.

    A rule that rests on a target cannot: a cut leaves no target supported, and the first target to be supported
    again would be so by other rules. Nor can one that rests on its own head, or on all that another needs and more.
    """
    targets = frozenset(graph.targets)
    useful = [
        [()] if () in bodies else [body for body in bodies if head not in body and targets.isdisjoint(body)]
        for head, bodies in enumerate(graph.rules)
    ]
    carried = supported(SupportGraph(graph.strikes, useful, graph.targets), struck)
    nodes = [target for target in graph.targets if target in carried]
    wanted = len(nodes)
    place = {node: number for number, node in enumerate(nodes)}
    rules = []
    for node in nodes:  # grows as it goes
        live = _fewest([body for body in useful[node] if all(source in carried for source in body)])
        for source in (source for body in live for source in body):
            if source not in place:
                place[source] = len(nodes)
                nodes.append(source)
        rules.append([tuple([place[source] for source in body]) for body in live])
    return SupportGraph([graph.strikes[node] for node in nodes], rules, range(wanted))


def _fewest(bodies: Sequence[Body]) -> Sequence[Body]:
    """``bodies`` without those that need all that another needs; each as distinct nodes."""
    if len(bodies) == 1 and len(bodies[0]) <= 1:
        return bodies
    sets = sorted({frozenset(body) for body in bodies}, key=lambda body: (len(body), sorted(body)))
    single = {node for body in sets if len(body) == 1 for node in body}
    kept = [body for body in sets if len(body) <= 1 or single.isdisjoint(body)]
    several = [body for body in kept if len(body) > 1]
    return [
        tuple(sorted(body)) for body in kept if len(body) <= 1 or not any(other < body for other in several)
    ]


def _condensed(graph: SupportGraph) -> SupportGraph:
    """The same graph without nodes that nobody can strike, where they only hand on; ``graph`` itself if there is none.

    Such a target with single sources is lost when all of these are: they become targets in its place. Any other such
    node with a single source stands and falls with it.
    """
    free = [actor is None for actor in graph.strikes]
    if not any(free):
        return graph
    asked = list(graph.targets)
    seen, targets = set(asked), set()
    for target in asked:  # grows as it goes
        if free[target] and all(len(body) == 1 for body in graph.rules[target]):
            fresh = {node for (node,) in graph.rules[target]} - seen
            seen |= fresh
            asked += fresh
        else:
            targets.add(target)
    onward = {
        node: bodies[0][0]
        for node, bodies in enumerate(graph.rules)
        if free[node] and node not in targets and len(bodies) == 1 and len(bodies[0]) == 1
    }
    if len(asked) == len(graph.targets) and not onward:
        return graph
    rules = [[tuple([_end(onward, node) for node in body]) for body in bodies] for bodies in graph.rules]
    return SupportGraph(graph.strikes, rules, sorted(targets))


def _end(onward: dict[int, int], node: int) -> int:
    """Where the steps of ``onward`` lead from ``node``; they are shortened, so that long ways are walked once."""
    end = node
    while end in onward:
        end = onward[end]
    while node in onward:
        onward[node], node = end, onward[node]
    return end


def components(graph: SupportGraph) -> Iterator[SupportGraph]:
    """The graph in parts that share neither a node nor an actor, so that each can be cut on its own."""
    import networkx as nx

    if len(graph.targets) == 1:
        yield graph
        return
    ties = nx.Graph()
    ties.add_nodes_from(range(len(graph.strikes)))
    ties.add_edges_from(
        (head, node) for head, bodies in enumerate(graph.rules) for body in bodies for node in body
    )
    ties.add_edges_from((node, -1 - actor) for node, actor in enumerate(graph.strikes) if actor is not None)
    for part in nx.connected_components(ties):
        yield _part(graph, sorted(node for node in part if node >= 0))


def _part(graph: SupportGraph, nodes: Iterable[int]) -> SupportGraph:
    place = {node: number for number, node in enumerate(nodes)}
    return SupportGraph(
        [graph.strikes[node] for node in place],
        [[tuple([place[source] for source in body]) for body in graph.rules[node]] for node in place],
        [place[target] for target in graph.targets if target in place],
    )
