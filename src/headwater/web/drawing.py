"""The lineage of a claim as a drawing with coordinates: origins at the top, what rests on them below.

Layers as in Sugiyama, Tagawa and Toda, "Methods for Visual Understanding of Hierarchical System Structures" (IEEE
Trans. SMC 1981): rests that close a loop are set aside, boxes go as high as what they rest on allows (at most ``ACROSS``
side by side), long rests get a waypoint on every layer they pass, and crossings are reduced by barycentres. Places
across come from isotonic regression: as near as possible to the neighbours without touching. All units are pixels.
"""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import fmean

import networkx as nx

from headwater.desk.views import Edge, Node
from headwater.web.folding import Box, Rest, boxes

WIDTH, HEIGHT = 164.0, 80.0
ACROSS = 7
"""So many boxes stand side by side at most; more take another row."""

_GAP, _ROW_GAP, _MARGIN, _WAYPOINT = 22.0, 58.0, 26.0, 10.0
_SWEEPS = 12
_SIDES = {"disputes": 1, "qualifies": 2, "mentions": 3}  # from left to right after support
_NAME_COLUMNS, _NAME_LINES = 22, 2


@dataclass(frozen=True, slots=True)
class Placed:
    """A box at its place: ``x``, ``y`` its upper left corner; ``lines`` its name as it fits; ``tags`` what it is and
    ``marks`` what is to be noted about it, in words."""

    box: Box
    x: float
    y: float
    lines: tuple[str, ...]
    tags: tuple[str, ...]
    marks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Curve:
    """A rest as it is drawn, from above to below: ``path`` and ``head`` (the arrow) are SVG path data.

    ``label`` says how, at ``x``, ``y``; "" where nothing needs saying. ``loop`` marks a rest that closes a loop.
    """

    rest: Rest
    path: str
    head: str
    label: str
    x: float
    y: float
    loop: bool


@dataclass(frozen=True, slots=True)
class Drawing:
    """A lineage laid out in ``width`` x ``height``; ``summary`` and ``words`` say the same as text."""

    width: float
    height: float
    box_width: float
    box_height: float
    boxes: tuple[Placed, ...]
    curves: tuple[Curve, ...]
    summary: str
    words: tuple[str, ...]


def draw(nodes: Sequence[Node], edges: Sequence[Edge]) -> Drawing:
    """Lay out a lineage. Deterministic; an empty lineage gives an empty drawing of height 0."""
    made, rests = boxes(nodes, edges)
    if not made:
        return Drawing(0, 0, WIDTH, HEIGHT, (), (), "No lineage is recorded.", ())
    graph = _graph(made, rests)
    looping = {node for part in nx.strongly_connected_components(graph) if len(part) > 1 for node in part}
    looping |= set(nx.nodes_with_selfloops(graph))
    made = [replace(box, loop=box.id in looping) for box in made]
    closing = _closing(graph)
    layers, hops = _layered(made, [rest for rest in rests if (rest.above, rest.below) not in closing])
    across = _across(layers, hops)
    return _finished(made, rests, closing, layers, hops, across)


def _graph(made: Iterable[Box], rests: Iterable[Rest]) -> nx.DiGraph:
    """Arcs run from above to below; ``weight`` is 0 where all between two boxes is suspected."""
    graph = nx.DiGraph()
    graph.add_nodes_from(box.id for box in made)
    for rest in rests:
        sure = graph.get_edge_data(rest.above, rest.below, {"sure": False})["sure"] or not rest.suspected
        graph.add_edge(rest.above, rest.below, sure=sure)
    return graph


def _closing(graph: nx.DiGraph) -> set[tuple[str, str]]:
    """Arcs without which nothing loops: suspected ones are set aside before recorded ones, later before earlier."""
    kept = nx.DiGraph()
    kept.add_nodes_from(graph)
    arcs = list(graph.edges(data="sure"))
    closing = {(a, b) for a, b, _ in arcs if a == b}
    inside = {n: k for k, part in enumerate(nx.strongly_connected_components(graph)) for n in part}
    for above, below, _ in sorted(arcs, key=lambda arc: not arc[2]):
        if above != below:
            if inside[above] == inside[below] and nx.has_path(kept, below, above):
                closing.add((above, below))
            else:
                kept.add_edge(above, below)
    return closing


Layers = list[list[str]]
Hops = dict[tuple[str, str], tuple[str, ...]]
"""For each (above, below) the ids it passes, both ends included; waypoints are named by what they belong to."""


def _layered(made: Sequence[Box], rests: Sequence[Rest]) -> tuple[Layers, Hops]:
    graph = _graph(made, rests)
    level = _levels(made, graph)
    layers: Layers = [[] for _ in range(max(level.values()) + 1)]
    for box in sorted(made, key=lambda box: _SIDES.get(box.side, 0)):
        layers[level[box.id]].append(box.id)
    hops: Hops = {}
    for above, below in graph.edges:
        between = range(level[above] + 1, level[below])
        waypoints = [f"{above}\n{below}\n{n}" for n in between]
        for n, waypoint in zip(between, waypoints, strict=True):
            layers[n].append(waypoint)
        hops[above, below] = (above, *waypoints, below)
    return layers, hops


def _levels(made: Sequence[Box], graph: nx.DiGraph) -> dict[str, int]:
    """Ends of lineage fill the first rows; everything else stands below all that it rests on."""
    roles = {box.id: (_SIDES.get(box.side, 0), position) for position, box in enumerate(made)}
    level: dict[str, int] = {}
    ends = [box.id for box in made if not graph.in_degree(box.id)]
    for position, end in enumerate(sorted(ends, key=lambda end: roles[end])):
        level[end] = position // ACROSS
    taken: dict[int, int] = {}
    first = max(level.values(), default=-1) + 1
    for node in nx.lexicographical_topological_sort(graph, key=lambda node: roles[node]):
        if node not in level:
            row = max(first, *(level[above] + 1 for above in graph.predecessors(node)))
            while taken.get(row, 0) >= ACROSS:
                row += 1
            level[node], taken[row] = row, taken.get(row, 0) + 1
    return level


def _across(layers: Layers, hops: Hops) -> dict[str, float]:
    """The middle of everything across, and the order in ``layers`` that goes with it (changed in place)."""
    up: dict[str, list[str]] = {}
    down: dict[str, list[str]] = {}
    for path in hops.values():
        for above, below in pairwise(path):
            up.setdefault(below, []).append(above)
            down.setdefault(above, []).append(below)
    place: dict[str, float] = {}
    for layer in layers:
        place.update(_spread(layer, {}))
    for sweep in range(_SWEEPS):
        order = layers if sweep % 2 == 0 else layers[::-1]
        near = up if sweep % 2 == 0 else down
        for layer in order:
            wished = {n: fmean(place[m] for m in near[n]) if near.get(n) else place[n] for n in layer}
            layer.sort(key=lambda n: wished[n])
            place.update(_spread(layer, wished))
    return place


def _spread(layer: Sequence[str], wished: Mapping[str, float]) -> dict[str, float]:
    """Places as near to the wished ones as the widths allow, in the given order: isotonic least squares, by pooling."""
    offset, offsets = 0.0, []
    for left, right in zip([None, *layer], layer, strict=False):
        offset += 0 if left is None else (_width(left) + _width(right)) / 2 + _GAP
        offsets.append(offset)
    pools: list[tuple[float, int]] = []  # mean and size of each run of equal values
    for node, shift in zip(layer, offsets, strict=True):
        mean, size = wished.get(node, 0.0) - shift, 1
        while pools and pools[-1][0] >= mean:
            other, count = pools.pop()
            mean, size = (mean * size + other * count) / (size + count), size + count
        pools.append((mean, size))
    values = [mean for mean, size in pools for _ in range(size)]
    return {node: value + shift for node, value, shift in zip(layer, values, offsets, strict=True)}


def _width(node: str) -> float:
    return _WAYPOINT if "\n" in node else WIDTH


def _finished(
    made: Sequence[Box],
    rests: Sequence[Rest],
    closing: set[tuple[str, str]],
    layers: Layers,
    hops: Hops,
    across: Mapping[str, float],
) -> Drawing:
    left = min(across[n] - _width(n) / 2 for layer in layers for n in layer) - _MARGIN
    right = max(across[n] + _width(n) / 2 for layer in layers for n in layer) + _MARGIN
    middle = {n: (across[n] - left, _MARGIN + row * (HEIGHT + _ROW_GAP)) for row, layer in enumerate(layers) for n in layer}
    aside = _MARGIN if closing else 0.0
    curves = [
        _loop(rest, middle) if (rest.above, rest.below) in closing else _curve(rest, hops, middle) for rest in rests
    ]
    by_id = {box.id: box for box in made}
    return Drawing(
        round(right - left + aside, 1),
        round(2 * _MARGIN + len(layers) * (HEIGHT + _ROW_GAP) - _ROW_GAP, 1),
        WIDTH,
        HEIGHT,
        tuple(_placed(box, *middle[box.id]) for box in made),
        tuple(curves),
        _summary(made),
        tuple(_told(box, [rest for rest in rests if rest.below == box.id], by_id) for box in made),
    )


def _placed(box: Box, x: float, y: float) -> Placed:
    name = f"{box.name} ×{box.count}" if box.count > len(box.names) else box.name
    return Placed(box, round(x - WIDTH / 2, 1), round(y, 1), _fitted(name), _tags(box), _marks(box))


def _fitted(name: str) -> tuple[str, ...]:
    """A name on few short lines; what does not fit is left to the text beside the drawing."""
    wide = any(unicodedata.east_asian_width(letter) in "WF" for letter in name)
    columns = _NAME_COLUMNS // 2 if wide else _NAME_COLUMNS
    lines = textwrap.wrap(" ".join(name.split()), columns, max_lines=_NAME_LINES, placeholder=" …")
    return tuple(lines) or ("(no name)",)


def _tags(box: Box) -> tuple[str, ...]:
    kind = "unresolved" if box.unresolved else "origin" if box.end else "" if box.roles else "carrier"
    return (*box.roles, kind) if kind else box.roles


def _marks(box: Box) -> tuple[str, ...]:
    marks = (box.cut and "cut", box.weak and "weak link", box.loop and "loop")
    return tuple(word for word in marks if word)


def _curve(rest: Rest, hops: Hops, middle: Mapping[str, tuple[float, float]]) -> Curve:
    path = hops[rest.above, rest.below]
    x, y = middle[path[0]]
    y += HEIGHT
    data = [f"M{x:.1f} {y:.1f}"]
    for node in path[1:]:
        to_x, to_y = middle[node]
        to_y -= 7 if node == path[-1] else 0
        half = (y + to_y) / 2
        data.append(f"C{x:.1f} {half:.1f} {to_x:.1f} {half:.1f} {to_x:.1f} {to_y:.1f}")
        label_x, label_y = (x + to_x) / 2, half
        x, y = to_x, to_y
        if node != path[-1]:
            y += HEIGHT
            data.append(f"L{x:.1f} {y:.1f}")
    head = f"M{x - 4:.1f} {y - 1:.1f}h8l-4 7z"
    return Curve(rest, "".join(data), head, _label(rest), round(label_x, 1), round(label_y, 1), False)


def _loop(rest: Rest, middle: Mapping[str, tuple[float, float]]) -> Curve:
    """From the right side of what is rested on, around, to the right side of what rests on it."""
    (x, y), (to_x, to_y) = middle[rest.above], middle[rest.below]
    x, to_x, y, to_y = x + WIDTH / 2, to_x + WIDTH / 2 + 7, y + HEIGHT * 0.65, to_y + HEIGHT * 0.35
    out = max(x, to_x) + _MARGIN
    path = f"M{x:.1f} {y:.1f}C{out:.1f} {y:.1f} {out:.1f} {to_y:.1f} {to_x:.1f} {to_y:.1f}"
    head = f"M{to_x + 1:.1f} {to_y - 4:.1f}v8l-7 -4z"
    return Curve(rest, path, head, _label(rest), round(out - _GAP, 1), round((y + to_y) / 2, 1), True)


def _label(rest: Rest) -> str:
    """Citing goes without saying."""
    how = "" if rest.how == "cites" and not (rest.suspected or rest.joint) else rest.how
    return " ".join(word for word in ("suspected:" if rest.suspected else "", how, "(with all others)" if rest.joint else "") if word)


def _summary(made: Sequence[Box]) -> str:
    def several(count: int, one: str, many: str) -> str:
        return f"{count} {one if count == 1 else many}"

    ends = [box for box in made if box.end]
    said = [
        several(sum(not box.unresolved for box in ends), "origin", "origins"),
        several(sum(box.unresolved for box in ends), "unresolved end", "unresolved ends"),
        several(sum(len(box.names) for box in made if not box.end), "carrier", "carriers"),
    ]
    if any(box.loop for box in made):
        said.append("with a loop")
    return f"Lineage of the claim: {', '.join(said)}. Origins stand at the top, what rests on them below."


def _told(box: Box, rests: Sequence[Rest], by_id: Mapping[str, Box]) -> str:
    names = ", ".join(box.names) + (f" ({box.count} statements)" if box.count > len(box.names) else "")
    marks = ", ".join((*_tags(box), *_marks(box)))
    if not rests:
        return f"{names}: {marks}."
    on = "; ".join(f"{by_id[rest.above].name} ({_how(rest)})" for rest in rests)
    return f"{names}: {marks}; rests on {on}."


def _how(rest: Rest) -> str:
    words = ("suspected" if rest.suspected else "", rest.how or "rests on", "with all others" if rest.joint else "")
    return ", ".join(word for word in words if word)
