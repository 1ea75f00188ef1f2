"""Two ways to find the outermost statements of a text: fast by rules, accurate by a trained model."""

from __future__ import annotations

from enum import StrEnum


class Mode(StrEnum):
    """``fast`` reads by rules and a lexicon over a light parse; ``accurate`` by a trained model as well."""

    FAST = "fast"
    ACCURATE = "accurate"


DEFAULT = Mode.ACCURATE
"""What is used where nobody says which."""
