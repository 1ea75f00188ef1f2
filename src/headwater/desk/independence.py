"""Independence as an answer for machines: of a claim of a case, or of a graph file without a case."""

from __future__ import annotations

from typing import Any

from headwater.claims import graphfile
from headwater.claims.independence import Weighed
from headwater.desk.views import ClaimView
from headwater.model.claim import Level


def of_graph(text: str, level: Level) -> dict[str, Any]:
    """The answer (docs/schemas/independence.json) for the graph file ``text``. Raises InputError."""
    return graphfile.answer(text, level)


def of_claim(view: ClaimView) -> dict[str, Any]:
    """The same answer for a claim of a case; actors are named by their ids."""
    return graphfile.answer_of(Weighed(Level(view.level), view.supports, view.disputes))


def graph_of(view: ClaimView) -> dict[str, Any]:
    """The lineage of a claim as a graph file, so that others can compute on it."""
    return graphfile.graph_of(view.lineage)
