"""The weak links of all claims of a lineage at once, by the equation of ``weaklinks``, on the arrays of a reading.

Most statements only hand on: they have one rule, which rests on one statement. They hang below the others as trees, and
what such a statement needs is read off on the way up; sets are kept only for statements with several rules, or one that
needs several. These are evaluated once each, in an order in which sources come first; those that rest on one another, and
what rests on these, until nothing changes.
"""

from __future__ import annotations

from array import array
from collections import deque
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any

from headwater.claims.readings import NOBODY, Reading
from headwater.claims.supports import Body


def weak_links_of_all(
    reading: Reading, claims: Iterable[Sequence[str]], faithful: bool
) -> Iterator[tuple[int, ...]]:
    """For each claim, given by the statements that support it, its weak links as places in ``reading``'s names, ascending.

    None where nothing supports the claim even when nobody is wrong. With ``faithful`` carriers only statements of W and
    U can be struck. Takes time linear in the lineage and in the lengths of what is needed, which are mostly short.
    """
    forest = _forest(reading, faithful)
    needs = _needs(reading, forest)
    for claim in claims:
        targets = {reading.number[statement] for statement in claim}
        common: Set[int] | None = None
        for target in targets:
            found = forest.need(target, needs, targets)
            if found is not None:
                common = found if common is None else common & found
                if not common:
                    break
        yield tuple(sorted(common or ()))


@dataclass(frozen=True, slots=True)
class _Forest:
    """``hands_on[node]``: it stands and falls with ``up[node]`` and with its own actor. ``actor[node]`` is NOBODY where
    it cannot be struck; ``origin[node]``: it stands on itself. ``root[node]`` is where the way up ends, and ``inner`` are
    the nodes with other rules.
    """

    actor: array[int]
    origin: bytes
    hands_on: bytes
    up: array[int]
    root: array[int]
    inner: Sequence[int]

    def need(
        self, node: int, needs: Mapping[int, frozenset[int]], others: Container[int] = ()
    ) -> Set[int] | None:
        """The actors that ``node`` needs; None for everyone, where it is not supported or not known to be yet.

        None also where it hands on one of ``others``, whose needs it has and more.
        """
        actor, hands_on, up = self.actor, self.hands_on, self.up
        way: set[int] = set()
        begin = node
        while hands_on[node]:
            way.add(actor[node])
            node = up[node]
            if node in others:
                return None
        if self.origin[node]:
            way.add(actor[node])
        elif node not in needs:
            return None
        elif node == begin:
            return needs[node]
        else:
            way |= needs[node]
        way.discard(NOBODY)
        return way


def _forest(reading: Reading, faithful: bool) -> _Forest:
    import numpy as np

    first, begins, bodies = (_viewed(each) for each in (reading.first, reading.begins, reading.bodies))
    actor = _viewed(reading.actor)
    if faithful:
        actor = np.where(np.frombuffer(reading.is_origin, dtype=np.bool_), actor, NOBODY).astype(np.int32)
    rules, sizes = np.diff(first), np.diff(begins)
    origin = np.zeros(len(actor), dtype=np.bool_)
    origin[np.repeat(np.arange(len(actor)), rules)[sizes == 0]] = True
    hands_on = (rules == 1) & ~origin
    hands_on[hands_on] = sizes[first[:-1][hands_on]] == 1
    up = np.arange(len(actor))
    up[hands_on] = bodies[begins[first[:-1][hands_on]]]
    root = _followed(up, hands_on)
    hands_on &= ~hands_on[root]  # some go round and never end
    free = hands_on & (actor == NOBODY)
    up = _followed(np.where(free, up, np.arange(len(up))), free)[up]
    return _Forest(
        actor=array("i", actor.tobytes()),
        origin=origin.tobytes(),
        hands_on=hands_on.tobytes(),
        up=array("i", up.astype(np.int32).tobytes()),
        root=array("i", np.where(hands_on, root, np.arange(len(up))).astype(np.int32).tobytes()),
        inner=np.flatnonzero((rules > 0) & ~origin & ~hands_on).tolist(),
    )


def _viewed(values: array[int]) -> Any:
    import numpy as np

    return np.frombuffer(values, dtype=np.int32) if values else np.zeros(0, dtype=np.int32)


def _followed(up: Any, onward: Any) -> Any:
    """Where each node's way up ends, for as long as ``onward`` holds, by doubling the step; nowhere where it goes round."""
    for _ in range(len(up).bit_length()):
        if not onward[up].any():
            break
        up = up[up]
    return up


def _needs(reading: Reading, forest: _Forest) -> dict[int, frozenset[int]]:
    """What each supported node of ``forest.inner`` needs."""
    needs: dict[int, frozenset[int]] = {}
    rules = {node: reading.rules_of(node) for node in forest.inner}
    waiting: dict[int, list[int]] = {node: [] for node in forest.inner}
    missing: dict[int, int] = {}
    for node, alternatives in rules.items():
        sources = {forest.root[source] for body in alternatives for source in body} & rules.keys()
        missing[node] = len(sources)
        for source in sources:
            waiting[source].append(node)
    ready = [node for node, number in missing.items() if not number]
    for node in ready:  # grows as it goes
        _settle(node, rules[node], forest, needs)
        for above in waiting[node]:
            missing[above] -= 1
            if not missing[above]:
                ready.append(above)
    todo = deque(dict.fromkeys(node for node, number in missing.items() if number))
    queued = set(todo)
    while todo:
        node = todo.popleft()
        queued.discard(node)
        if _settle(node, rules[node], forest, needs):
            fresh = [above for above in waiting[node] if above not in queued]
            queued.update(fresh)
            todo.extend(fresh)
    return needs


def _settle(node: int, rules: Sequence[Body], forest: _Forest, needs: dict[int, frozenset[int]]) -> bool:
    """Apply the equation to ``node``; whether that changed what it needs."""
    common: Set[int] | None = None
    for body in rules:
        each = [forest.need(source, needs) for source in body]
        known = [found for found in each if found is not None]
        if len(known) == len(each):
            every = known[0] if len(known) == 1 else frozenset().union(*known)
            common = every if common is None else common & every
    if common is None:
        return False
    actor = forest.actor[node]
    found = frozenset(common) if actor == NOBODY else frozenset((*common, actor))
    changed = needs.get(node) != found
    needs[node] = found
    return changed
