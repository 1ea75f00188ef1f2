"""Parts of a claim against origins: a table that says which part rests on whom, and which on nobody."""

from __future__ import annotations

from dataclasses import dataclass, replace

from headwater.claims.grounds import Ground, Grounds, interested
from headwater.desk.views import ClaimView

WIDEST = 10
"""More origins than this are listed in words instead of having a column each."""


@dataclass(frozen=True, slots=True)
class Origin:
    """The head of a column: who, what has to be known about them ("" for nothing), and whether their own lineage is known."""

    actor: str
    name: str
    note: str
    certain: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """What one origin does to one part: how it knows what supports it, and what disputes it; "" where it does not."""

    supports: str
    disputes: str


@dataclass(frozen=True, slots=True)
class Part:
    """A row: the part with its ``number`` (0 for a claim without parts), a cell for each column, and whom it rests on."""

    number: int
    text: str
    cells: tuple[Cell, ...]
    support: Grounds
    dispute: Grounds
    sentence: str


@dataclass(frozen=True, slots=True)
class Covering:
    """The whole table. ``columns`` is empty where there are no origins, or more than ``WIDEST``."""

    columns: tuple[Origin, ...]
    rows: tuple[Part, ...]


def covering(view: ClaimView) -> Covering:
    """The parts of a claim, or the claim as a whole where it has none, against all origins of its support and dispute."""
    parts = [(part.number, part.text, part.support, part.dispute, part.sentence) for part in view.parts] or [
        (0, "The claim as a whole", view.support, view.dispute, view.support_sentence)
    ]
    columns = _columns([side for part in parts for side in part[2:4]])
    if len(columns) > WIDEST:
        columns = ()
    rows = tuple(
        Part(
            number=number,
            text=text,
            cells=_cells(columns, support, dispute),
            support=support,
            dispute=dispute,
            sentence=sentence,
        )
        for number, text, support, dispute, sentence in parts
    )
    return Covering(columns, rows)


def _columns(sides: list[Grounds]) -> tuple[Origin, ...]:
    """Every origin once; it is certain if it is so for any part."""
    found: dict[str, Origin] = {}
    for ground in (ground for side in sides for ground in side.origins):
        known = found.setdefault(ground.actor, _origin(ground))
        if ground.certain and not known.certain:
            found[ground.actor] = replace(known, certain=True)
    return tuple(found.values())


def _origin(ground: Ground) -> Origin:
    return Origin(ground.actor, ground.name, interested(ground.interests), ground.certain)


def _cells(columns: tuple[Origin, ...], support: Grounds, dispute: Grounds) -> tuple[Cell, ...]:
    supports = {ground.actor: ground.basis for ground in support.origins}
    disputes = {ground.actor: ground.basis for ground in dispute.origins}
    return tuple(Cell(supports.get(one.actor, ""), disputes.get(one.actor, "")) for one in columns)
