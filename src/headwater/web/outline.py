"""The lineage of a claim as lists within lists: origins outermost, and within each what rests on it.

It says what the drawing says, in the same order. What rests on several things stands under each of them, and only under
the first with all that rests on it in turn.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from headwater.web.folding import Box, Rest


@dataclass(frozen=True, slots=True)
class Row:
    """One entry of the lists. ``how`` says how it rests on the one it stands in ("" for the outermost); ``again`` that it
    stands elsewhere with what rests on it. It ``opens`` a list within it or ``closes`` so many."""

    box: Box
    depth: int
    how: str = ""
    notes: tuple[str, ...] = ()
    again: bool = False
    opens: bool = False
    closes: int = 0


def outline(made: Sequence[Box], rests: Iterable[Rest]) -> tuple[Row, ...]:
    """The rows for all of ``made``; a loop is entered at its first box, and ends where it comes back to it."""
    by_id = {box.id: box for box in made}
    resting: dict[str, list[Rest]] = {}
    for rest in rests:
        resting.setdefault(rest.above, []).append(rest)
    below = {rest.below for found in resting.values() for rest in found}
    rows: list[Row] = []
    told: set[str] = set()
    for root in (*(box for box in made if box.id not in below), *made):
        todo: list[tuple[str, int, str]] = [] if root.id in told else [(root.id, 0, "")]
        while todo:
            key, depth, said = todo.pop()
            box = by_id[key]
            again = key in told and key in resting
            rows.append(Row(box, depth, said, notes(box), again))
            if key not in told:
                told.add(key)
                todo += [(rest.below, depth + 1, how(rest)) for rest in reversed(resting.get(key, ()))]
    following = [row.depth for row in rows[1:]] + [0]
    return tuple(
        replace(row, opens=next_depth > row.depth, closes=max(0, row.depth - next_depth))
        for row, next_depth in zip(rows, following, strict=True)
    )


def tags(box: Box) -> tuple[str, ...]:
    """What a box is, in words."""
    kind = "unresolved" if box.unresolved else "origin" if box.end else "" if box.roles else "carrier"
    return (*box.roles, kind) if kind else box.roles


def marks(box: Box) -> tuple[str, ...]:
    """What is to be noted about a box, in words."""
    found = (box.cut and "cut", box.weak and "weak link", box.loop and "loop")
    return tuple(word for word in found if word)


def notes(box: Box) -> tuple[str, ...]:
    """All that is said of a box."""
    return (*tags(box), *marks(box), *filter(None, (box.interest,)))


def how(rest: Rest) -> str:
    """How something rests on something, in words."""
    words = (
        "suspected" if rest.suspected else "",
        rest.how or "rests on",
        "with all others" if rest.joint else "",
        "each on its own" if rest.each else "",
    )
    return ", ".join(word for word in words if word)
