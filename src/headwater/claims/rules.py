"""From a lineage to its two readings: names become numbers, derivations and suspicions become rules in flat arrays.

The readings and the levels are defined in ``docs/independence.md``.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from headwater.claims.readings import NOBODY, Reading
from headwater.claims.supports import Body
from headwater.model.claim import Actor, Derivation, Level, Lineage, Origin

UNKNOWN = {Level.INSTITUTION: "(unknown institution)", Level.SIDE: "(unknown side)"}
"""What the one actor is called that stands, in strict, for all whose institution or side is not known."""


def read(lineage: Lineage, level: Level) -> tuple[Reading, Reading]:
    """The strict and the open reading of ``lineage``, every actor as ``level`` sees it.

    Strict: no unresolved origin is an origin, and every suspicion is taken to be true. Open: every unresolved origin is
    one, and suspicions are ignored.
    """
    numbered = _numbered(lineage)
    return _strict(lineage, numbered, level), _open(lineage, numbered, level)


def _open(lineage: Lineage, numbered: _Numbered, level: Level) -> Reading:
    names, actor = _accounts(lineage.actors, numbered, level, unknown_are_one=False)
    rules = _origins(numbered.ends).joined(numbered.recorded)
    return _reading(names, numbered.number, actor, numbered.ends, rules)


def _strict(lineage: Lineage, numbered: _Numbered, level: Level) -> Reading:
    """A copy needs its originals beside its own lineage, and a cluster is one matter.

    A statement of a cluster becomes two nodes: its own lineage, and the statement itself, which rests on the cluster;
    the cluster rests on the own lineages of all its statements. ``docs/independence.md`` shows that this gives what the
    choice of original with the smallest kappa gives, whatever the actors struck.
    """
    import numpy as np

    names, actor = _accounts(lineage.actors, numbered, level, unknown_are_one=True)
    own = np.arange(len(actor))
    doubles: list[int] = []
    ties: list[tuple[int, Body]] = []
    for cluster in _clusters(lineage, numbered.number):
        first = len(own) + len(doubles)
        own[cluster] = range(first, first + len(cluster))
        whole = first + len(cluster)
        ties.append((whole, tuple(range(first, whole))))
        ties += [(statement, (whole,)) for statement in cluster]
        doubles += [*cluster, NOBODY]
    rules = _origins(numbered.witnessed).joined(numbered.recorded)
    rules = _needing(rules, _copied_from(lineage, numbered.number), len(own))
    rules = _Rules(own[rules.heads], rules.sizes, rules.bodies).joined(_Rules.of(ties))
    statement_of = np.append(np.arange(len(own)), np.array(doubles, dtype=np.int64))
    is_cluster = statement_of == NOBODY
    return _reading(
        names,
        numbered.number,
        np.where(is_cluster, NOBODY, actor[statement_of]),
        numbered.ends[statement_of] & ~is_cluster,
        rules,
    )


def _reading(
    names: tuple[str, ...], number: Mapping[str, int], actor: Any, is_origin: Any, rules: _Rules
) -> Reading:
    first, begins, bodies = rules.by_head(len(actor))
    return Reading(
        names, number, _array(actor), is_origin.tobytes(), _array(first), _array(begins), _array(bodies)
    )


def _array(values: Any) -> array[int]:
    """The numbers of a numpy array as an array that is fast to read one by one."""
    import numpy as np

    return array("i", values.astype(np.intc).tobytes())


# Rules --------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Rules:
    """Rules in numpy arrays: the n-th is for ``heads[n]`` and rests on the next ``sizes[n]`` of ``bodies``."""

    heads: Any
    sizes: Any
    bodies: Any

    @classmethod
    def of(cls, rules: Sequence[tuple[int, Body]]) -> _Rules:
        """The rules given as heads and bodies."""
        import numpy as np

        return cls(
            np.array([head for head, _ in rules], dtype=np.int64),
            np.array([len(body) for _, body in rules], dtype=np.int64),
            np.array([node for _, body in rules for node in body], dtype=np.int64),
        )

    def joined(self, other: _Rules) -> _Rules:
        """These rules and then those of ``other``."""
        import numpy as np

        return _Rules(
            np.append(self.heads, other.heads),
            np.append(self.sizes, other.sizes),
            np.append(self.bodies, other.bodies),
        )

    def only(self, chosen: Any) -> _Rules:
        """The rules for which ``chosen`` holds."""
        import numpy as np

        return _Rules(self.heads[chosen], self.sizes[chosen], self.bodies[np.repeat(chosen, self.sizes)])

    def listed(self) -> Iterator[tuple[int, Body]]:
        """Head and body of each."""
        end = 0
        for head, size in zip(self.heads.tolist(), self.sizes.tolist(), strict=True):
            begin, end = end, end + size
            yield head, tuple(self.bodies[begin:end].tolist())

    def by_head(self, nodes: int) -> tuple[Any, Any, Any]:
        """``first``, ``begins`` and ``bodies`` of a Reading of so many nodes."""
        import numpy as np

        order = np.argsort(self.heads, kind="stable")
        sizes = self.sizes[order]
        begins = _summed(sizes)
        steps = np.arange(len(self.bodies)) - np.repeat(begins[:-1], sizes)
        bodies = self.bodies[np.repeat(_summed(self.sizes)[:-1][order], sizes) + steps]
        return _summed(np.bincount(self.heads, minlength=nodes)), begins, bodies


def _summed(counts: Any) -> Any:
    """0 and the running sums of ``counts``."""
    import numpy as np

    return np.append(0, np.cumsum(counts))


def _origins(chosen: Any) -> _Rules:
    """A rule that rests on nothing for each node for which ``chosen`` holds."""
    import numpy as np

    heads = np.flatnonzero(chosen)
    return _Rules(heads, np.zeros_like(heads), heads[:0])


def _needing(rules: _Rules, originals: Mapping[int, Iterable[int]], nodes: int) -> _Rules:
    """The same rules, in which each of ``originals`` (a copy among so many nodes) also needs its originals."""
    import numpy as np

    if not originals:
        return rules
    is_copy = np.zeros(nodes, dtype=np.bool_)
    is_copy[list(originals)] = True
    touched = is_copy[rules.heads]
    needing = [(head, (*body, *originals[head])) for head, body in rules.only(touched).listed()]
    return rules.only(~touched).joined(_Rules.of(needing))


# Numbers for names --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Numbered:
    """A lineage whose statements and actors are numbers; the last four are numpy arrays and rules of these.

    ``actor[n]`` is the place in ``actor_ids`` of the n-th statement's; ``witnessed`` are W of the definition, and ``ends``
    W and U: unresolved origins, and statements with neither origin nor recorded derivation.
    """

    number: Mapping[str, int]
    actor_ids: Sequence[str]
    actor: Any
    witnessed: Any
    ends: Any
    recorded: _Rules


def _numbered(lineage: Lineage) -> _Numbered:
    import numpy as np

    number = {occurrence.id: place for place, occurrence in enumerate(lineage.occurrences)}
    actors: dict[str, int] = {}
    actor = [actors.setdefault(occurrence.actor, len(actors)) for occurrence in lineage.occurrences]
    origins = [occurrence.origin for occurrence in lineage.occurrences]
    recorded = _recorded([each for each in lineage.derivations if not each.suspected], number)
    witnessed = np.array([v is Origin.OBSERVATION or v is Origin.RECORD for v in origins], dtype=np.bool_)
    derived = np.zeros(len(number), dtype=np.bool_)
    derived[recorded.heads] = True
    unresolved = np.array([origin is Origin.UNRESOLVED for origin in origins], dtype=np.bool_)
    nothing = np.array([origin is None for origin in origins], dtype=np.bool_)
    ends = witnessed | unresolved | (nothing & ~derived)
    return _Numbered(number, list(actors), np.array(actor, dtype=np.int64), witnessed, ends, recorded)


def _recorded(derivations: Sequence[Derivation], number: Mapping[str, int]) -> _Rules:
    import numpy as np

    return _Rules(
        np.array([number[each.of] for each in derivations], dtype=np.int64),
        np.array([len(each.sources) for each in derivations], dtype=np.int64),
        np.array([number[source] for each in derivations for source in each.sources], dtype=np.int64),
    )


def _accounts(
    listed: Sequence[Actor], numbered: _Numbered, level: Level, unknown_are_one: bool
) -> tuple[tuple[str, ...], Any]:
    """The sorted names of those accountable at ``level``, and the place among them of each statement's.

    With ``unknown_are_one`` all of unknown institution or side are one. Actors are told apart by what they are, not by
    how they are spelt: an actor of unknown institution whose id happens to be the name of an institution is still another
    one, and is then written ``actor:ID``.
    """
    import numpy as np

    by_id = {actor.id: actor for actor in listed}
    keys = [
        _key(by_id.get(actor_id) or Actor(actor_id), level, unknown_are_one)
        for actor_id in numbered.actor_ids
    ]
    groups = {name for kind, name in keys if kind == "group"}
    shown = {key: f"{key[0]}:{key[1]}" if key[0] != "group" and key[1] in groups else key[1] for key in keys}
    order = sorted(shown, key=lambda key: (shown[key], key))
    place = {key: number for number, key in enumerate(order)}
    places = np.array([place[key] for key in keys], dtype=np.int64)
    return tuple(shown[key] for key in order), places[numbered.actor]


def _key(actor: Actor, level: Level, unknown_are_one: bool) -> tuple[str, str]:
    group = {Level.PERSON: None, Level.INSTITUTION: actor.institution, Level.SIDE: actor.side}[level]
    if group is not None:
        return "group", group
    if unknown_are_one and level is not Level.PERSON:
        return "unknown", UNKNOWN[level]
    return "actor", actor.id


# Suspicions ---------------------------------------------------------------------------------------------------------


def _copied_from(lineage: Lineage, number: Mapping[str, int]) -> dict[int, set[int]]:
    """The suspected originals of each suspected copy."""
    originals: dict[int, set[int]] = {}
    for derivation in lineage.derivations:
        if derivation.suspected and derivation.directed:
            sources = (number[source] for source in derivation.sources)
            originals.setdefault(number[derivation.of], set()).update(sources)
    return originals


def _clusters(lineage: Lineage, number: Mapping[str, int]) -> list[list[int]]:
    """The statements that undirected suspicions tie together, each cluster sorted; all of one share an original."""
    import networkx as nx

    ties: Any = nx.Graph()
    for derivation in lineage.derivations:
        if derivation.suspected and not derivation.directed:
            of = number[derivation.of]
            ties.add_edges_from((of, number[source]) for source in derivation.sources)
    return sorted(sorted(cluster) for cluster in nx.connected_components(ties))
