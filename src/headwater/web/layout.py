"""Places for the boxes of a lineage: what rests on something stands below it.

Layers as in Sugiyama, Tagawa and Toda, "Methods for Visual Understanding of Hierarchical System Structures" (IEEE
Trans. SMC 1981): rests that close a loop are set aside, boxes go as high as what they rest on allows (at most ``ACROSS``
side by side), long rests get a waypoint on every layer they pass, and crossings are reduced by barycentres. Places
across come from isotonic regression: as near as possible to the neighbours without touching. What is not connected is
laid out apart, and put on shelves from left to right. All units are pixels.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import fmean

import networkx as nx

from headwater.web.folding import Box, Rest

WIDTH, HEIGHT = 164.0, 80.0
"""Of a box."""

ACROSS = 6
"""So many boxes stand side by side at most; more take another row."""

MARGIN = 26.0

_GAP, _ROW_GAP, _WAYPOINT = 22.0, 54.0, 10.0
_SHELF = ACROSS * (WIDTH + _GAP)
_SWEEPS = 12
_SIDES = {"disputes": 1, "qualifies": 2, "mentions": 3}  # from left to right after support

Arc = tuple[str, str]
"""What is rested on and what rests on it: ids of boxes."""


@dataclass(frozen=True, slots=True)
class Layout:
    """``tops`` is the middle of the upper side of each box and waypoint; ``paths`` what each arc passes, both ends
    included; ``closing`` are the arcs without which nothing loops, which have no path."""

    tops: Mapping[str, tuple[float, float]]
    paths: Mapping[Arc, tuple[str, ...]]
    closing: frozenset[Arc]
    width: float
    height: float


def graph_of(made: Iterable[Box], rests: Iterable[Rest]) -> nx.DiGraph:
    """Arcs run from what is rested on; ``sure`` is False where all that lies behind an arc is suspected."""
    graph = nx.DiGraph()
    graph.add_nodes_from(box.id for box in made)
    for rest in rests:
        sure = graph.get_edge_data(rest.above, rest.below, {"sure": False})["sure"] or not rest.suspected
        graph.add_edge(rest.above, rest.below, sure=sure)
    return graph


def lay_out(made: Sequence[Box], rests: Sequence[Rest]) -> Layout:
    """Places for all of ``made`` (at least one), which ``rests`` connect. Deterministic."""
    graph = graph_of(made, rests)
    closing = _closing(graph)
    ranks = {box.id: (_SIDES.get(box.side, 0), position) for position, box in enumerate(made)}
    parts = sorted(nx.weakly_connected_components(graph), key=lambda part: min(ranks[n] for n in part))
    graph.remove_edges_from(closing)
    return _shelved([_part(graph.subgraph(part), part, ranks, closing) for part in parts], frozenset(closing))


def _closing(graph: nx.DiGraph) -> set[Arc]:
    """Suspected arcs are set aside before recorded ones, later before earlier."""
    kept = nx.DiGraph()
    kept.add_nodes_from(graph)
    inside = {n: k for k, part in enumerate(nx.strongly_connected_components(graph)) for n in part}
    closing = set()
    for above, below, _ in sorted(graph.edges(data="sure"), key=lambda arc: not arc[2]):
        if above == below or (inside[above] == inside[below] and nx.has_path(kept, below, above)):
            closing.add((above, below))
        else:
            kept.add_edge(above, below)
    return closing


def _part(
    graph: nx.DiGraph, part: Collection[str], ranks: Mapping[str, tuple[int, int]], closing: Collection[Arc]
) -> Layout:
    """One connected part on its own, from 0, 0."""
    layers, paths = _layered(graph, _levels(graph, ranks), ranks)
    middles = _across(layers, paths)
    left = min(middles[n] - _width(n) / 2 for layer in layers for n in layer)
    right = max(middles[n] + _width(n) / 2 for layer in layers for n in layer)
    aside = MARGIN if any(above in part for above, _ in closing) else 0.0
    tops = {
        n: (middles[n] - left, row * (HEIGHT + _ROW_GAP)) for row, layer in enumerate(layers) for n in layer
    }
    height = len(layers) * (HEIGHT + _ROW_GAP) - _ROW_GAP
    return Layout(tops, paths, frozenset(), right - left + aside, height)


def _levels(graph: nx.DiGraph, ranks: Mapping[str, tuple[int, int]]) -> dict[str, int]:
    """Ends of lineage fill the first rows; everything else stands below all that it rests on."""
    ends = sorted((node for node in graph if not graph.in_degree(node)), key=lambda node: ranks[node])
    level = {end: position // ACROSS for position, end in enumerate(ends)}
    first = max(level.values(), default=-1) + 1
    taken: dict[int, int] = {}
    for node in nx.lexicographical_topological_sort(graph, key=lambda node: ranks[node]):
        if node not in level:
            row = max(first, *(level[above] + 1 for above in graph.predecessors(node)))
            while taken.get(row, 0) >= ACROSS:
                row += 1
            level[node], taken[row] = row, taken.get(row, 0) + 1
    return level


def _layered(
    graph: nx.DiGraph, level: Mapping[str, int], ranks: Mapping[str, tuple[int, int]]
) -> tuple[list[list[str]], dict[Arc, tuple[str, ...]]]:
    """The boxes of each row and the waypoints between them, named by what they belong to."""
    layers: list[list[str]] = [[] for _ in range(max(level.values()) + 1)]
    for node in sorted(graph, key=lambda node: ranks[node]):
        layers[level[node]].append(node)
    paths: dict[Arc, tuple[str, ...]] = {}
    for above, below in sorted(graph.edges, key=lambda arc: (ranks[arc[0]], ranks[arc[1]])):
        between = range(level[above] + 1, level[below])
        waypoints = [f"{above}\n{below}\n{row}" for row in between]
        for row, waypoint in zip(between, waypoints, strict=True):
            layers[row].append(waypoint)
        paths[above, below] = (above, *waypoints, below)
    return layers, paths


def _across(layers: list[list[str]], paths: Mapping[Arc, tuple[str, ...]]) -> dict[str, float]:
    """The middle of everything across, and the order in ``layers`` that goes with it (changed in place)."""
    up: dict[str, list[str]] = {}
    down: dict[str, list[str]] = {}
    for path in paths.values():
        for above, below in pairwise(path):
            up.setdefault(below, []).append(above)
            down.setdefault(above, []).append(below)
    place: dict[str, float] = {}
    for layer in layers:
        place.update(_spread(layer, {}))
    for sweep in range(_SWEEPS):
        order, near = (layers, up) if sweep % 2 == 0 else (layers[::-1], down)
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


def _shelved(parts: Sequence[Layout], closing: frozenset[Arc]) -> Layout:
    """The parts beside each other, on as many shelves as the width asks for."""
    tops: dict[str, tuple[float, float]] = {}
    paths: dict[Arc, tuple[str, ...]] = {}
    x, y, shelf, widest = 0.0, 0.0, 0.0, 0.0
    for part in parts:
        if x and x + part.width > _SHELF:
            x, y, shelf = 0.0, y + shelf + _ROW_GAP, 0.0
        tops.update((n, (MARGIN + x + left, MARGIN + y + top)) for n, (left, top) in part.tops.items())
        paths.update(part.paths)
        widest, shelf = max(widest, x + part.width), max(shelf, part.height)
        x += part.width + 2 * _GAP
    return Layout(tops, paths, closing, widest + 2 * MARGIN, y + shelf + 2 * MARGIN)
