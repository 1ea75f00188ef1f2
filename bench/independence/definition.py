"""Independence word for word as it is defined in docs/independence.md, by trying every set of actors. Slow on purpose.

Nothing of ``headwater.claims`` is used, so that it can bear witness against it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, combinations, product
from math import prod

from headwater.model.claim import Actor, Count, Derivation, Independence, Level, Lineage, Occurrence, Origin

WITNESSED = (Origin.OBSERVATION, Origin.RECORD)
Rule = tuple[int, int]
"""A statement, as a bit, and all that it rests on, as bits."""


class Excerpts:
    """Cuts small lineages out of a large one."""

    def __init__(self, lineage: Lineage) -> None:
        self._actors = {actor.id: actor for actor in lineage.actors}
        self._statements = {v.id: v for v in lineage.occurrences}
        self._derivations: dict[str, list[Derivation]] = {}
        for one in lineage.derivations:
            tied = one.sources if one.suspected and not one.directed else ()
            for statement in dict.fromkeys((one.of, *tied)):
                self._derivations.setdefault(statement, []).append(one)

    def of(self, targets: Iterable[str]) -> Lineage:
        """All that ``targets`` can rest on under any reading; they are its ``supports``."""
        found = dict.fromkeys(targets)
        supports = tuple(found)
        derivations: dict[int, Derivation] = {}
        todo = list(found)
        while todo:
            for one in self._derivations.get(todo.pop(), ()):
                derivations[id(one)] = one
                fresh = [v for v in (one.of, *one.sources) if v not in found]
                found |= dict.fromkeys(fresh)
                todo += fresh
        statements = tuple(self._statements[v] for v in found)
        actors = {v.actor: self._actors.get(v.actor, Actor(v.actor)) for v in statements}
        return Lineage(tuple(actors.values()), statements, tuple(derivations.values()), supports)


@dataclass(frozen=True)
class Definition:
    """One side of the claim of a small ``lineage``, at ``level``."""

    lineage: Lineage
    targets: tuple[str, ...]
    level: Level

    def independence(self) -> Independence:
        """The whole answer. Takes time exponential in the number of actors."""
        cone = self._cone()
        accountable = self._accountable("open")
        ends = self._witnessed | self._unresolved
        grounded = _supp(next(self._rules("open")), 0)
        return Independence(
            counting_carriers=self._count(faithful=False),
            carriers_faithful=self._count(faithful=True),
            origins=tuple(sorted({accountable[v.id] for v in cone if self._bit[v.id] & ends})),
            loops=self._loops(cone, accountable),
            ungrounded=tuple(sorted(v for v in set(self.targets) if not self._bit[v] & grounded)),
        )

    def choices(self) -> int:
        """In how many ways an original can be chosen in each cluster."""
        return prod(len(cluster) for cluster in self._clusters())

    def smallest_cuts(self, reading: str, faithful: bool) -> list[tuple[str, ...]]:
        """Every smallest cut, as sorted names, in order."""
        actors = sorted(set(self._accountable(reading).values()))
        for size in range(len(actors) + 1):
            cuts = [each for each in combinations(actors, size) if self.is_cut(reading, faithful, each)]
            if cuts:
                return cuts
        raise AssertionError("striking everyone is a cut")

    def is_cut(self, reading: str, faithful: bool, discredited: Iterable[str]) -> bool:
        """Whether no target keeps support, for some choice of an original in each cluster."""
        masks = self._strikes[reading, faithful]
        struck = 0
        for actor in discredited:
            struck |= masks.get(actor, 0)
        wanted = self._mask(self.targets)
        return any(not _supp(rules, struck) & wanted for rules in self._all_rules[reading])

    def weak_links(self, reading: str, faithful: bool) -> tuple[str, ...]:
        """The actors each of whom alone is a cut; none where nobody need be struck."""
        if self.is_cut(reading, faithful, ()):
            return ()
        actors = sorted(self._strikes[reading, faithful])
        return tuple(actor for actor in actors if self.is_cut(reading, faithful, (actor,)))

    def _count(self, faithful: bool) -> Count:
        strict, open_ = self.smallest_cuts("strict", faithful)[0], self.smallest_cuts("open", faithful)[0]
        return Count(
            len(strict),
            len(open_),
            strict,
            open_,
            self.weak_links("strict", faithful),
            self.weak_links("open", faithful),
        )

    @cached_property
    def _bit(self) -> dict[str, int]:
        return {v.id: 1 << place for place, v in enumerate(self.lineage.occurrences)}

    def _mask(self, statements: Iterable[str]) -> int:
        mask = 0
        for statement in statements:
            mask |= self._bit[statement]
        return mask

    @cached_property
    def _recorded(self) -> list[Derivation]:
        return [one for one in self.lineage.derivations if not one.suspected]

    @cached_property
    def _witnessed(self) -> int:
        return self._mask(v.id for v in self.lineage.occurrences if v.origin in WITNESSED)

    @cached_property
    def _unresolved(self) -> int:
        derived = {one.of for one in self._recorded}
        return self._mask(
            v.id
            for v in self.lineage.occurrences
            if v.origin is Origin.UNRESOLVED or (v.origin is None and v.id not in derived)
        )

    @cached_property
    def _all_rules(self) -> dict[str, list[list[Rule]]]:
        return {reading: list(self._rules(reading)) for reading in ("strict", "open")}

    @cached_property
    def _strikes(self) -> dict[tuple[str, bool], dict[str, int]]:
        """The statements that each actor strikes."""
        strikes: dict[tuple[str, bool], dict[str, int]] = {}
        for reading, faithful in product(("strict", "open"), (False, True)):
            masks = strikes.setdefault((reading, faithful), {})
            for statement, actor in self._accountable(reading).items():
                if not faithful or self._bit[statement] & (self._witnessed | self._unresolved):
                    masks[actor] = masks.get(actor, 0) | self._bit[statement]
        return strikes

    def _accountable(self, reading: str) -> dict[str, str]:
        actors = {actor.id: actor for actor in self.lineage.actors}
        name = {}
        for v in self.lineage.occurrences:
            actor = actors.get(v.actor, Actor(v.actor))
            group = {Level.PERSON: actor.id, Level.INSTITUTION: actor.institution, Level.SIDE: actor.side}
            unknown = actor.id if reading == "open" else f"(unknown {self.level.value})"
            name[v.id] = group[self.level] or unknown
        return name

    def _rules(self, reading: str) -> Iterator[list[Rule]]:
        """The derivations under a reading, an origin as one from nothing; in strict for each choice of originals."""
        origins = self._witnessed | (self._unresolved if reading == "open" else 0)
        plain = [(bit, 0) for bit in self._bit.values() if bit & origins]
        plain += [(self._bit[one.of], self._mask(one.sources)) for one in self._recorded]
        if reading == "open":
            yield plain
            return
        clusters = self._clusters()
        for originals in product(*clusters):
            needed = dict.fromkeys(self._bit.values(), 0)
            for one in self.lineage.derivations:
                if one.suspected and one.directed:
                    needed[self._bit[one.of]] |= self._mask(one.sources)
            for cluster, original in zip(clusters, originals, strict=True):
                for statement in cluster:
                    needed[self._bit[statement]] |= self._bit[original] if statement != original else 0
            yield [(head, body | needed[head]) for head, body in plain]

    def _clusters(self) -> list[list[str]]:
        cluster: dict[str, list[str]] = {}
        for one in self.lineage.derivations:
            if one.suspected and not one.directed:
                tied = dict.fromkeys(chain.from_iterable(cluster.get(v, [v]) for v in (one.of, *one.sources)))
                cluster |= {statement: list(tied) for statement in tied}
        return [members for first, members in cluster.items() if members[0] == first]

    def _cone(self) -> list[Occurrence]:
        cone = set(self.targets)
        while more := {s for one in self._recorded if one.of in cone for s in one.sources} - cone:
            cone |= more
        return [v for v in self.lineage.occurrences if v.id in cone]

    def _loops(self, cone: list[Occurrence], accountable: dict[str, str]) -> tuple[tuple[str, ...], ...]:
        """Actors who reach each other, by closing the relation step by step."""
        below = {v.id for v in cone}
        reach: dict[str, set[str]] = {}
        for one in self._recorded:
            if one.of in below:
                reach.setdefault(accountable[one.of], set()).update(accountable[s] for s in one.sources)
        grown = True
        while grown:
            grown = False
            for actor, reached in reach.items():
                more = set().union(*(reach.get(each, set()) for each in reached)) - reached
                reach[actor] = reached | more
                grown |= bool(more)
        groups = {
            tuple(sorted({actor} | {each for each in reached if actor in reach.get(each, ())}))
            for actor, reached in reach.items()
        }
        return tuple(sorted(group for group in groups if len(group) > 1))


def _supp(rules: Iterable[Rule], struck: int) -> int:
    """The least set that holds every statement that is not struck and all of one of whose derivations is in it."""
    live = [(head, body) for head, body in rules if not head & struck]
    held, before = 0, -1
    while held != before:
        before = held
        for head, body in live:
            if body & held == body:
                held |= head
    return held
