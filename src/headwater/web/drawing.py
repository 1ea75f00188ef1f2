"""The lineage of a claim as a drawing with coordinates: origins at the top, what rests on them below.

The same is said in words, for whoever cannot see it. All units are pixels.
"""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import networkx as nx

from headwater.desk.views import Edge, Node
from headwater.web.folding import Box, Rest, boxes
from headwater.web.layout import HEIGHT, MARGIN, WIDTH, Layout, graph_of, lay_out
from headwater.web.outline import Row, how, marks, notes, outline, tags

MOST = 400
"""More boxes than this are not drawn, only told in words: nobody could read them."""

_NAME_COLUMNS, _NAME_LINES = 22, 2
_LINE = 12.0  # from one label to the next


@dataclass(frozen=True, slots=True)
class Placed:
    """A box at its place: ``x``, ``y`` its upper left corner; ``lines`` its name as it fits; ``tags`` what it is and
    ``marks`` what is to be noted about it, in words; ``said`` is all of that in one line."""

    box: Box
    x: float
    y: float
    lines: tuple[str, ...]
    tags: tuple[str, ...]
    marks: tuple[str, ...]
    said: str


@dataclass(frozen=True, slots=True)
class Curve:
    """A rest as it is drawn, from above to below: ``path`` and ``head`` (the arrow) are SVG path data.

    ``label`` says how, at ``x``, ``y``; "" where nothing needs saying, or where another curve that ends at the same box says
    the same. ``loop`` marks a rest that closes a loop.
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
    """A lineage laid out in ``width`` x ``height``; ``summary``, ``words`` and ``rows`` say the same as text.

    ``rows`` are a list within lists, origins outermost; ``unfolded`` says that something is shown that could be folded.
    """

    width: float
    height: float
    box_width: float
    box_height: float
    boxes: tuple[Placed, ...]
    curves: tuple[Curve, ...]
    summary: str
    words: tuple[str, ...]
    rows: tuple[Row, ...] = ()
    unfolded: bool = False


def draw(
    nodes: Sequence[Node],
    edges: Sequence[Edge],
    loops: Iterable[Iterable[str]] = (),
    unfolded: Collection[str] = (),
) -> Drawing:
    """Lay out a lineage. Deterministic. An empty lineage gives an empty drawing of height 0; one of more than ``MOST``
    boxes gives no boxes and curves, but its words.

    ``loops`` are actors who rest on each other in a circle, be it through different statements. ``unfolded`` are ids of
    boxes that would be folded and are not to be.
    """
    made, rests = boxes(nodes, edges, unfolded)
    if not made:
        return Drawing(0, 0, WIDTH, HEIGHT, (), (), "No lineage is recorded.", ())
    graph = graph_of(made, rests)
    looping = {node for part in nx.strongly_connected_components(graph) if len(part) > 1 for node in part}
    looping |= set(nx.nodes_with_selfloops(graph))
    circling = {actor for loop in loops for actor in loop}
    looping |= {node.id for node in nodes if node.actor in circling}
    made = [replace(box, loop=box.id in looping) for box in made]
    words, rows = _in_words(made, rests), outline(made, rests)
    if len(made) > MOST:
        return Drawing(0, 0, WIDTH, HEIGHT, (), (), _summary(made), words, rows)
    layout = lay_out(made, rests)
    return Drawing(
        width=round(layout.width, 1),
        height=round(layout.height, 1),
        box_width=WIDTH,
        box_height=HEIGHT,
        boxes=tuple(_placed(box, *layout.tops[box.id]) for box in made),
        curves=_spaced([_drawn(rest, layout) for rest in rests]),
        summary=_summary(made),
        words=words,
        rows=rows,
        unfolded=not {node.id for node in nodes}.isdisjoint(unfolded),
    )


def _placed(box: Box, x: float, y: float) -> Placed:
    name = f"{box.name} ×{box.count}" if box.count > len(box.names) else box.name
    return Placed(
        box=box,
        x=round(x - WIDTH / 2, 1),
        y=round(y, 1),
        lines=_fitted(name),
        tags=tags(box),
        marks=marks(box),
        said=", ".join(notes(box)),
    )


def _fitted(name: str) -> tuple[str, ...]:
    """A name on few short lines; what does not fit is left to the text beside the drawing."""
    wide = any(unicodedata.east_asian_width(letter) in "WF" for letter in name)
    columns = _NAME_COLUMNS // 2 if wide else _NAME_COLUMNS
    lines = textwrap.wrap(" ".join(name.split()), columns, max_lines=_NAME_LINES, placeholder=" …")
    return tuple(lines) or ("(no name)",)


def _drawn(rest: Rest, layout: Layout) -> Curve:
    if (rest.above, rest.below) in layout.closing:
        return _loop(rest, layout.tops[rest.above], layout.tops[rest.below])
    return _curve(rest, layout.paths[rest.above, rest.below], layout.tops)


def _curve(rest: Rest, path: Sequence[str], tops: Mapping[str, tuple[float, float]]) -> Curve:
    x, y = tops[path[0]]
    y += HEIGHT
    data = [f"M{x:.1f} {y:.1f}"]
    for node in path[1:]:
        to_x, to_y = tops[node]
        to_y -= 7 if node == path[-1] else 0
        half = (y + to_y) / 2
        data.append(f"C{x:.1f} {half:.1f} {to_x:.1f} {half:.1f} {to_x:.1f} {to_y:.1f}")
        x, y = to_x, to_y
        if node != path[-1]:
            y += HEIGHT
            data.append(f"L{x:.1f} {y:.1f}")
    head = f"M{x - 4:.1f} {y - 1:.1f}h8l-4 7z"
    return Curve(rest, "".join(data), head, _label(rest), round(x, 1), round(y - 9, 1), False)


def _loop(rest: Rest, above: tuple[float, float], below: tuple[float, float]) -> Curve:
    """From the right side of what is rested on, around, to the right side of what rests on it."""
    (x, y), (to_x, to_y) = above, below
    x, to_x, y, to_y = x + WIDTH / 2, to_x + WIDTH / 2 + 7, y + HEIGHT * 0.65, to_y + HEIGHT * 0.35
    out = max(x, to_x) + MARGIN
    path = f"M{x:.1f} {y:.1f}C{out:.1f} {y:.1f} {out:.1f} {to_y:.1f} {to_x:.1f} {to_y:.1f}"
    head = f"M{to_x + 1:.1f} {to_y - 4:.1f}v8l-7 -4z"
    return Curve(rest, path, head, _label(rest), round(out - MARGIN / 2, 1), round((y + to_y) / 2, 1), True)


def _spaced(curves: Iterable[Curve]) -> tuple[Curve, ...]:
    """Labels stand where curves end; those that end at the same box stand over each other, each word once."""
    said: dict[str, list[str]] = {}
    made = []
    for curve in curves:
        labels = said.setdefault(curve.rest.below, [])
        if curve.loop or not curve.label:
            made.append(curve)
        elif curve.label in labels:
            made.append(replace(curve, label=""))
        else:
            made.append(replace(curve, y=round(curve.y - _LINE * len(labels), 1)))
            labels.append(curve.label)
    return tuple(made)


def _label(rest: Rest) -> str:
    """Citing goes without saying."""
    said = "" if rest.how == "cites" and not (rest.suspected or rest.joint) else rest.how
    return " ".join(
        word
        for word in (
            "suspected:" if rest.suspected else "",
            said,
            "(with all others)" if rest.joint else "",
            "each on its own" if rest.each else "",
        )
        if word
    )


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


def _in_words(made: Sequence[Box], rests: Iterable[Rest]) -> tuple[str, ...]:
    """One sentence for each box."""
    by_id = {box.id: box for box in made}
    below: dict[str, list[Rest]] = {}
    for rest in rests:
        below.setdefault(rest.below, []).append(rest)
    return tuple(_told(box, below.get(box.id, ()), by_id) for box in made)


def _told(box: Box, rests: Sequence[Rest], by_id: Mapping[str, Box]) -> str:
    names = ", ".join(box.names) + (f" ({box.count} statements)" if box.count > len(box.names) else "")
    said = ", ".join(notes(box))
    if not rests:
        return f"{names}: {said}."
    on = "; ".join(f"{by_id[rest.above].name} ({how(rest)})" for rest in rests)
    return f"{names}: {said}; rests on {on}."
