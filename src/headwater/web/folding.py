"""From the lineage of a claim to the few boxes that are worth drawing.

Two steps, both of display only; what is computed on the lineage is untouched. Occurrences are *merged* where they look
the same all the way up: same actor, on the same side, resting on the same boxes in the same way (the coarsest such
partition, found by refinement as for bisimilar states: Kanellakis and Smolka 1990, the naive method). Boxes that rest on
the same and carry nothing are then *folded* into one where there are many: the reprints of one wire story. So are lines
that stand alone and look the same but for who carries them: twenty papers, each with an official of its own whom nobody
names. A folded box can be unfolded by its id.

Support, dispute and what counts for neither are never merged with each other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from headwater.desk.views import Edge, Node
from headwater.model.claim import How

FOLD_FROM = 5
"""So many boxes that differ only in their names become one."""


@dataclass(frozen=True, slots=True)
class Box:
    """What is drawn as one box. ``names`` are those it stands for, ``count`` the statement occurrences.

    ``side`` is the role of the linked statement that brought it in ("" for one that others rest on), ``roles`` what it
    does to the claim itself; ``end`` says that lineage ends here, ``unresolved`` that it does so without an origin.
    ``statement`` is one statement behind it, ``document`` its document ("" for a statement typed in). ``loop`` marks
    boxes that rest on themselves in the end, ``interest`` says what an interested party is, ``folded`` those that stand for many that differ in their names alone, and
    ``reprints`` those of them that all republish.
    """

    id: str
    names: tuple[str, ...]
    side: str
    end: bool
    roles: tuple[str, ...]
    statement: str
    document: str
    unresolved: bool
    cut: bool
    weak: bool
    count: int = 1
    loop: bool = False
    interest: str = ""
    folded: bool = False
    reprints: bool = False

    @property
    def name(self) -> str:
        """The first name and how many more there are, or how many reprints it stands for."""
        if self.reprints:
            return f"{len(self.names)} reprints"
        return self.names[0] if len(self.names) == 1 else f"{self.names[0]} and {len(self.names) - 1} more"


@dataclass(frozen=True, slots=True)
class Rest:
    """``below`` rests on ``above`` (ids of boxes); with ``each``, each of those that it stands for on one of its own."""

    below: str
    above: str
    how: str = ""
    suspected: bool = False
    joint: bool = False
    each: bool = False


def boxes(
    nodes: Sequence[Node], edges: Sequence[Edge], unfolded: Collection[str] = ()
) -> tuple[list[Box], list[Rest]]:
    """The boxes and rests to draw for a lineage, merged and folded, in the order of the nodes.

    Edges that name unknown nodes are left out. Folded boxes whose ids are in ``unfolded`` are drawn as what they stand for.
    """
    known = {node.id for node in nodes}
    rests = [edge for edge in edges if edge.below in known and edge.above in known]
    single = _as_boxes(nodes)
    actors = {node.id: node.actor for node in nodes}
    merged, joined = _collapse(single, _as_rests(rests), _merged(single, actors, rests))
    lines = _lines(merged, joined, unfolded)
    joined = [replace(rest, each=rest.below in lines) for rest in joined]
    representative = _folded(merged, joined, unfolded) | lines
    made, drawn = _collapse(merged, joined, representative)
    return _with_folds(made, drawn, [box.id for box in merged], representative), drawn


def _as_boxes(nodes: Sequence[Node]) -> list[Box]:
    sides = {node.statement: node.role for node in nodes if node.role}
    return [
        Box(
            id=node.id,
            names=(node.name,),
            side=sides.get(node.statement, ""),
            end=node.kind == "origin",
            roles=(node.role,) if node.role else (),
            statement=node.statement,
            document=node.document,
            unresolved=node.unresolved,
            cut=node.cut,
            weak=node.weak,
            interest=node.interest,
        )
        for node in nodes
    ]


def _as_rests(edges: Iterable[Edge]) -> list[Rest]:
    return [Rest(e.below, e.above, e.how, e.suspected, e.joint) for e in edges]


def _merged(single: Sequence[Box], actors: Mapping[str, str], edges: Sequence[Edge]) -> dict[str, str]:
    """Each box's representative: the first of its block."""
    block: dict[str, Hashable] = {
        box.id: (actors[box.id], box.names, _camp(box.side), box.end, box.unresolved, box.cut, box.weak)
        for box in single
    }
    blocks = 0
    while len(set(block.values())) > blocks:
        blocks = len(set(block.values()))
        signatures = {key: (label, _sources(block, edges).get(key)) for key, label in block.items()}
        numbers = {signature: n for n, signature in enumerate(dict.fromkeys(signatures.values()))}
        block = {key: numbers[signature] for key, signature in signatures.items()}
    return _first_of_each(block)


def _camp(side: str) -> str:
    """Support and what supporters rest on, dispute, and what counts for neither."""
    return side if side in ("disputes", "qualifies", "mentions") else "supports"


def _sources(block: Mapping[str, Hashable], edges: Iterable[Edge | Rest]) -> dict[str, frozenset[Hashable]]:
    found: dict[str, set[Hashable]] = {}
    for edge in edges:
        found.setdefault(edge.below, set()).add((block[edge.above], edge.how, edge.suspected, edge.joint))
    return {below: frozenset(sources) for below, sources in found.items()}


def _first_of_each(block: Mapping[str, Hashable]) -> dict[str, str]:
    first: dict[Hashable, str] = {}
    return {key: first.setdefault(label, key) for key, label in block.items()}


def _folded(made: Sequence[Box], rests: Sequence[Rest], unfolded: Collection[str]) -> dict[str, str]:
    """Each box's representative: the first of those that rest on the same and carry nothing, if they are many."""
    carrying = {rest.above for rest in rests}
    sources = _sources({box.id: box.id for box in made}, rests)
    alike: dict[str, Hashable] = {}
    for box in made:
        leaf = box.id in sources and box.id not in carrying
        alike[box.id] = (_flags(box), sources.get(box.id)) if leaf else box.id
    sizes = Counter(alike.values())
    first = _first_of_each(alike)
    return {
        key: first[key] if sizes[label] >= FOLD_FROM and first[key] not in unfolded else key
        for key, label in alike.items()
    }


def _lines(made: Sequence[Box], rests: Sequence[Rest], unfolded: Collection[str]) -> dict[str, str]:
    """Representatives for the boxes of lines that stand alone, end at somebody unnamed, and are many."""
    down: dict[str, list[Rest]] = {}
    resting = Counter(rest.below for rest in rests)
    for rest in rests:
        down.setdefault(rest.above, []).append(rest)
    by_id = {box.id: box for box in made}
    alike: dict[Hashable, list[list[str]]] = {}
    for end in (box for box in made if box.unresolved and not resting[box.id]):
        line, label = [end.id], [end.names, _flags(end)]
        while len(down.get(line[-1], ())) == 1 and resting[(rest := down[line[-1]][0]).below] == 1:
            line.append(rest.below)
            label.append((_flags(by_id[rest.below]), rest.how, rest.suspected))
        if len(line) > 1 and line[-1] not in down:
            alike.setdefault(tuple(label), []).append(line)
    return {
        box: first
        for found in alike.values()
        if len(found) >= FOLD_FROM and not set(found[0]) & set(unfolded)
        for line in found
        for box, first in zip(line, found[0], strict=True)
    }


def _flags(box: Box) -> Hashable:
    return box.side, box.roles, box.end, box.unresolved, box.cut, box.weak, box.interest


def _with_folds(
    made: Iterable[Box], rests: Iterable[Rest], merged: Iterable[str], representative: Mapping[str, str]
) -> list[Box]:
    """The boxes, those that stand for several of the ``merged`` ones marked."""
    sizes = Counter(representative[key] for key in merged)
    hows: dict[str, set[str]] = {}
    for rest in rests:
        hows.setdefault(rest.below, set()).add(rest.how)
    return [
        replace(box, folded=True, reprints=hows.get(box.id) == {How.REPUBLISHES.value})
        if sizes[box.id] > 1
        else box
        for box in made
    ]


def _collapse(
    made: Sequence[Box], rests: Sequence[Rest], representative: Mapping[str, str]
) -> tuple[list[Box], list[Rest]]:
    kept: dict[str, Box] = {}
    for box in made:
        key = representative[box.id]
        if key == box.id:
            kept[key] = box
        else:
            names = tuple(dict.fromkeys((*kept[key].names, *box.names)))
            roles = tuple(dict.fromkeys((*kept[key].roles, *box.roles)))
            kept[key] = replace(kept[key], names=names, roles=roles, count=kept[key].count + box.count)
    moved = (replace(r, below=representative[r.below], above=representative[r.above]) for r in rests)
    return list(kept.values()), list(dict.fromkeys(moved))
