"""The fewest actors whose discredit leaves none of a support graph's targets supported.

This is the resilience of a Boolean query (Makhija and Gatterbauer, "A Unified Approach for Resilience and
Causal Responsibility with Integer Linear Programming (ILP) and LP Relaxations", SIGMOD 2024) over recursive
rules, and hard in general. The graph is first reduced and split into parts that share nothing. A part that one
actor cuts, and one that is a plain graph, is cut in polynomial time; what is left goes to HiGHS as an integer programme.

With x_a = 1 for an actor struck and r_v = 1 for a node that keeps support, each rule (v; P) gives
``r_v + x_c(v) + sum over p in P of (1 - r_p) >= 1`` and each target ``r = 0``. On loops this is exact: the
nodes with r = 1 are closed under the rules, so they hold the least closed set, which is what is supported; and
that set itself is a solution. Only x need be integral, as the rules then force r up to 1 from the origins on.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import ceil, inf
from typing import Any

from headwater.claims.flows import flow_cut, is_plain
from headwater.claims.supports import SupportGraph, components, reduced, supported
from headwater.claims.weaklinks import weak_links

SECONDS = 10.0
"""How long the search for the size of one part's smallest cut may take before it gives only a lower bound."""

ORDERED = 60
"""In parts of up to so many actors the cut that comes first in order is sought; beyond, that would take longer
than all the rest, and the cut is the one the solver meets (it is deterministic, but other versions may differ)."""

_TRIAL_NODES = 1000
"""Branch-and-bound nodes for one trial of that search: a count, so that its outcome is always the same."""

_OPTIMAL = 0
"""What scipy.optimize.milp reports as its status."""


class Method(StrEnum):
    """How a part of a cut was found: its actors are in every cut, one alone is a cut, by flow, or by the programme."""

    CERTAIN = "certain"
    ALONE = "alone"
    FLOW = "flow"
    PROGRAMME = "programme"


@dataclass(frozen=True, slots=True)
class Cut:
    """``size`` is the smallest number of actors (a lower bound where not ``exact``).

    ``actors`` are a cut of that size, ascending (where not exact: the best cut found, which may be larger, or
    none); ``alone`` are the actors each of whom is a cut, ascending; ``methods`` say how it was found.
    """

    size: int
    actors: tuple[int, ...] = ()
    alone: tuple[int, ...] = ()
    exact: bool = True
    methods: frozenset[Method] = frozenset()


def smallest_cut(graph: SupportGraph, seconds: float = SECONDS) -> Cut:
    """The fewest actors to discredit so that no target keeps support; ``size`` 0 where none has any.

    Of several smallest cuts it takes the one that comes first when cuts are compared as ascending tuples; where a part
    that needs the programme has more than ``ORDERED`` actors, the one that the solver meets.
    """
    certain, rest = reduced(graph)
    parts = [_cut_of_part(part, seconds) for part in components(rest)] if rest.targets else []
    if certain:
        alone = tuple(certain) if len(certain) == 1 else ()
        parts.append(Cut(len(certain), tuple(certain), alone, methods=frozenset({Method.CERTAIN})))
    return Cut(
        size=sum(part.size for part in parts),
        actors=tuple(sorted(actor for part in parts for actor in part.actors)),
        alone=parts[0].alone if len(parts) == 1 else (),
        exact=all(part.exact for part in parts),
        methods=frozenset().union(*(part.methods for part in parts)),
    )


def _cut_of_part(graph: SupportGraph, seconds: float) -> Cut:
    alone = weak_links(graph)
    if alone:
        return Cut(1, alone[:1], alone, methods=frozenset({Method.ALONE}))
    if is_plain(graph):
        actors = flow_cut(graph)
        return Cut(len(actors), actors, methods=frozenset({Method.FLOW}))
    programme = _Programme(graph)
    found, bound = programme.smallest(at_least=2, seconds=seconds)
    by_programme = frozenset({Method.PROGRAMME})
    if found is None or len(found) > bound:
        return Cut(bound, found or (), exact=False, methods=by_programme)
    ordered = _first_in_order(programme, found) if len(programme.actors) <= ORDERED else found
    return Cut(bound, ordered, methods=by_programme)


def _first_in_order(programme: _Programme, chosen: tuple[int, ...]) -> tuple[int, ...]:
    """The smallest cut that comes first in order, starting from any smallest cut.

    Place by place: is there a cut of this size with the same actors before this place and a lower one at it?
    """
    place = 0
    while place < len(chosen):
        better = programme.another(len(chosen), holding=chosen[:place], below=chosen[place])
        if better is None:
            place += 1
        else:
            chosen = better
    return chosen


class _Programme:
    """The integer programme of one graph: a column for each actor, ascending, then one for each node."""

    def __init__(self, graph: SupportGraph) -> None:
        self.actors = graph.actors()
        self._graph = graph
        self._column = {actor: place for place, actor in enumerate(self.actors)}
        self._rules = self._constraint_of_rules()

    def smallest(self, at_least: int, seconds: float) -> tuple[tuple[int, ...] | None, int]:
        """The smallest cut, known to have ``at_least`` so many actors, and its size.

        When the time is up: the best cut found so far, or None, and a lower bound on the size.
        """
        count = self._constraint_on(self.actors, at_least, inf)
        result = self._solved(1, [count], {"time_limit": seconds})
        cut = self._cut(result)
        if cut is not None and result.status == _OPTIMAL:
            return cut, len(cut)
        known = at_least if result.mip_dual_bound is None else ceil(result.mip_dual_bound - 1e-6)
        return cut, max(at_least, known)

    def another(self, size: int, holding: tuple[int, ...], below: int) -> tuple[int, ...] | None:
        """A cut of ``size`` actors that begins with ``holding`` and goes on with an actor lower than ``below``.

        None if none is found.
        """
        low = [int(actor in holding) for actor in self.actors]
        high = [int(actor in holding or not holding or actor > holding[-1]) for actor in self.actors]
        lower = [actor for actor in self.actors if actor < below and actor not in holding]
        conditions = [self._constraint_on(self.actors, size, size), self._constraint_on(lower, 1, inf)]
        return self._cut(self._solved(0, conditions, {"node_limit": _TRIAL_NODES}, low, high))

    def _solved(
        self,
        cost: int,
        constraints: list[Any],
        options: dict[str, Any],
        low: Sequence[int] | int = 0,
        high: Sequence[int] | int = 1,
    ) -> Any:
        """A solution with ``low`` and ``high`` bounds on the actors, each of whom costs ``cost`` to strike."""
        import numpy as np
        from scipy.optimize import Bounds, milp

        actors, nodes = len(self.actors), len(self._graph.strikes)
        lowest, highest = np.zeros(actors + nodes), np.ones(actors + nodes)
        lowest[:actors], highest[:actors] = low, high
        highest[[actors + target for target in self._graph.targets]] = 0
        return milp(
            np.repeat([cost, 0], [actors, nodes]),
            integrality=np.repeat([1, 0], [actors, nodes]),
            bounds=Bounds(lowest, highest),
            constraints=[self._rules, *constraints],
            options={"mip_rel_gap": 0.0, **options},
        )

    def _cut(self, result: Any) -> tuple[int, ...] | None:
        """The actors struck in a solution, if they are a cut: forward chaining has the last word on rounding."""
        if result.x is None:
            return None
        struck = tuple(actor for actor, column in self._column.items() if result.x[column] > 0.5)
        carried = supported(self._graph, frozenset(struck))
        return None if any(target in carried for target in self._graph.targets) else struck

    def _constraint_of_rules(self) -> Any:
        from scipy.optimize import LinearConstraint
        from scipy.sparse import csr_array

        first_node = len(self.actors)
        rows: list[int] = []
        columns: list[int] = []
        values: list[int] = []
        least: list[int] = []
        for head, alternatives in enumerate(self._graph.rules):
            actor = self._graph.strikes[head]
            plus = [first_node + head] + ([] if actor is None else [self._column[actor]])
            for body in alternatives:
                minus = [first_node + node for node in body]
                rows += [len(least)] * (len(plus) + len(minus))
                columns += plus + minus
                values += [1] * len(plus) + [-1] * len(minus)
                least.append(1 - len(body))
        shape = (len(least), first_node + len(self._graph.strikes))
        return LinearConstraint(csr_array((values, (rows, columns)), shape=shape), least, inf)

    def _constraint_on(self, actors: Collection[int], least: float, most: float) -> Any:
        """At least and at most so many of ``actors`` are struck."""
        from scipy.optimize import LinearConstraint
        from scipy.sparse import csr_array

        columns = [self._column[actor] for actor in actors]
        row = csr_array(
            ([1] * len(columns), ([0] * len(columns), columns)),
            shape=(1, len(self.actors) + len(self._graph.strikes)),
        )
        return LinearConstraint(row, least, most)
