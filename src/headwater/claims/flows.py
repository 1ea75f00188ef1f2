"""The smallest cut as a maximum flow, where lineage is a plain graph: every rule rests on one node, no actor occurs twice.

By Menger's theorem the fewest actors to strike are then as many as there are lines of support that share nobody. Each
node becomes an edge of capacity 1 (unbounded where nobody strikes it), and scipy finds the flow (Dinitz 1970).
"""

from __future__ import annotations

from typing import Any

from headwater.claims.supports import SupportGraph


def is_plain(graph: SupportGraph) -> bool:
    """Whether the smallest cut is a maximum flow."""
    struck = [actor for actor in graph.strikes if actor is not None]
    return len(set(struck)) == len(struck) and all(
        len(body) < 2 for alternatives in graph.rules for body in alternatives
    )


def flow_cut(graph: SupportGraph) -> tuple[int, ...]:
    """The smallest cut of a plain graph that comes first when cuts are compared as ascending tuples.

    An actor is in some smallest cut if and only if flow passes and no path of the residual network leads round him
    (Picard and Queyranne 1980): the lowest of these is taken and struck, and so on with the rest.
    """
    network = _Network(graph)
    chosen: list[int] = []
    while critical := network.critical():
        node = min(critical, key=lambda each: graph.strikes[each] or 0)
        chosen.append(graph.strikes[node] or 0)
        network.strike(node)
    return tuple(sorted(chosen))


class _Network:
    """Node v is the edge 2v -> 2v + 1; the source leads to all origins, the targets to the sink."""

    def __init__(self, graph: SupportGraph) -> None:
        import numpy as np
        from scipy.sparse import csr_array

        nodes = len(graph.strikes)
        self._source, self._sink = 2 * nodes, 2 * nodes + 1
        edges = [(2 * node, 2 * node + 1) for node in range(nodes)]
        for head, alternatives in enumerate(graph.rules):
            for body in alternatives:
                edges.append((2 * body[0] + 1 if body else self._source, 2 * head))
        edges += [(2 * target + 1, self._sink) for target in graph.targets]
        unbounded = nodes + 1
        room = [unbounded if actor is None else 1 for actor in graph.strikes]
        room += [unbounded] * (len(edges) - nodes)
        tails, heads = np.array(edges, dtype=np.int32).T
        size = self._sink + 1
        self._room: Any = csr_array((np.array(room, dtype=np.int32), (tails, heads)), shape=(size, size))
        self._strikable = np.array([n for n, actor in enumerate(graph.strikes) if actor is not None])

    def critical(self) -> list[int]:
        """The nodes each of which is in some smallest cut; none where nothing flows."""
        from scipy.sparse.csgraph import connected_components, maximum_flow

        found = maximum_flow(self._room, self._source, self._sink)
        if not found.flow_value:
            return []
        residual = self._room - found.flow
        residual.eliminate_zeros()
        _, part = connected_components(residual, connection="strong")
        enter, leave = 2 * self._strikable, 2 * self._strikable + 1
        full = found.flow[enter, leave] == 1
        return [int(node) for node in self._strikable[full & (part[enter] != part[leave])]]

    def strike(self, node: int) -> None:
        """Let nothing more flow through ``node``."""
        self._room[2 * node, 2 * node + 1] = 0
