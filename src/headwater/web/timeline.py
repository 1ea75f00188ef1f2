"""A timeline as a drawing with coordinates: a bar for each day, month or year, over an axis of equal steps.

The same stands in a table beside it, for whoever cannot see it. Units are those of the drawing's own box.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from headwater.archive.facets import Step
from headwater.desk.facets import Column, Timeline

WIDTH, HEIGHT = 720.0, 120.0
"""Of the box in which the bars stand."""

MOST = 1500
"""Steps from the first to the last column that are still drawn; more would be thinner than a line."""

_GAP = 0.15  # of a step


@dataclass(frozen=True, slots=True)
class Bar:
    """A column at its place: its left upper corner, its size, and what it stands for in words."""

    x: float
    y: float
    width: float
    height: float
    said: str


@dataclass(frozen=True, slots=True)
class TimelineDrawing:
    """``bars`` in a box of ``width`` x ``height``, from ``first`` to ``last``; the highest stands for ``most`` documents.
    ``columns`` are for the table, ``undated`` documents in neither. Without bars there is only the table."""

    width: float
    height: float
    bars: tuple[Bar, ...]
    columns: tuple[Column, ...]
    first: str
    last: str
    most: int
    step: str
    undated: int


def drawn(timeline: Timeline) -> TimelineDrawing:
    """``timeline`` laid out; the columns may be few or none."""
    columns = timeline.columns
    places = [_place(column, timeline.step) for column in columns]
    steps = places[-1] - places[0] + 1 if places else 0
    most = max((column.count for column in columns), default=0)
    return TimelineDrawing(
        WIDTH,
        HEIGHT,
        tuple(_bars(columns, places, most)) if 1 < steps <= MOST else (),
        columns,
        columns[0].label if columns else "",
        columns[-1].label if columns else "",
        most,
        timeline.step.value,
        timeline.undated,
    )


def _bars(columns: tuple[Column, ...], places: list[int], most: int) -> list[Bar]:
    step = WIDTH / (places[-1] - places[0] + 1)
    made = []
    for column, place in zip(columns, places, strict=True):
        height = max(1.0, HEIGHT * column.count / most)
        x = (place - places[0]) * step
        made.append(
            Bar(
                round(x, 2),
                round(HEIGHT - height, 2),
                round(step * (1 - _GAP), 2),
                round(height, 2),
                column.label,
            )
        )
    return made


def _place(column: Column, step: Step) -> int:
    """The number of a column's step, counted from some fixed one."""
    first = date.fromisoformat(column.first)
    if step is Step.DAY:
        return first.toordinal()
    return first.year * 12 + first.month if step is Step.MONTH else first.year
