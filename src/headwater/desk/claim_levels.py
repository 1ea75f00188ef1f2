"""What it would take for a claim to fall, at every level of accountability."""

from __future__ import annotations

from dataclasses import dataclass

from headwater.claims.independence import weigh
from headwater.claims.sentence import sentence
from headwater.desk.views import ClaimView
from headwater.model.claim import Independence, Level, Role


@dataclass(frozen=True, slots=True)
class AtLevel:
    """The independence of a claim's support and dispute at one level, each with its sentence."""

    level: Level
    supports: Independence
    disputes: Independence
    support_sentence: str
    dispute_sentence: str


def at_levels(view: ClaimView) -> tuple[AtLevel, ...]:
    """The claim of ``view`` at each level, from the finest to the coarsest."""
    made = []
    for level in Level:
        found = weigh(view.lineage, level)
        made.append(
            AtLevel(
                level,
                found.supports,
                found.disputes,
                sentence(found.supports, view.names, level, Role.SUPPORTS),
                sentence(found.disputes, view.names, level, Role.DISPUTES),
            )
        )
    return tuple(made)
