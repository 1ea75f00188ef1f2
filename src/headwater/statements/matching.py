"""Which statement of a new reading is the one of an earlier reading."""

from __future__ import annotations

from collections.abc import Sequence

from headwater.base.spans import merged
from headwater.model.statement import Passages, Statement

LEAST_SHARED = 0.5
"""The least part of the code points of both contents together that the two must share."""


def likeness(one: Statement, other: Statement) -> float:
    """How much two statements of one text are the same, 0 to 1; 0 where they are not.

    They are where their cues overlap (or both have none) and their contents share at least ``LEAST_SHARED`` of their
    code points (intersection over union); of two without content, their sources.
    """
    if not _cues_meet(one.cue, other.cue):
        return 0.0
    if one.content or other.content:
        share = shared(one.content, other.content)
    else:
        share = shared(one.source, other.source)
    return share if share >= LEAST_SHARED else 0.0


def _cues_meet(one: Passages, other: Passages) -> bool:
    if not one or not other:
        return not one and not other
    return any(left.overlaps(right) for left in one for right in other)


def shared(one: Passages, other: Passages) -> float:
    """Intersection over union of two sets of spans, in code points; 0 where both are empty."""
    left, right = merged(one), merged(other)
    union = sum(len(span) for span in merged((*left, *right)))
    both = sum(len(span) for span in left) + sum(len(span) for span in right) - union
    return both / union if union else 0.0


def matched(earlier: Sequence[Statement], present: Sequence[Statement]) -> dict[str, str]:
    """For each earlier statement the id of the present one that it became, by id; those without one are left out.

    One to one: the most alike are matched first, of equally alike ones those that come first.
    """
    pairs = [
        (-share, rank, place)
        for rank, one in enumerate(earlier)
        for place, other in enumerate(present)
        if (share := likeness(one, other))
    ]
    found: dict[str, str] = {}
    taken: set[int] = set()
    for _, rank, place in sorted(pairs):
        if earlier[rank].id not in found and place not in taken:
            found[earlier[rank].id] = present[place].id
            taken.add(place)
    return found
