"""What a proposal is: a statement that may bear on a claim, what it may do to it, and why that is thought."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from headwater.model.claim import Role


class Sign(StrEnum):
    """What a reason was read from."""

    SHARED = "shared"
    MEANING = "meaning"
    STANCE = "stance"
    NEGATION = "negation"
    DENIAL = "denial"
    OPPOSITE = "opposite"
    LIMIT = "limit"
    FIGURE = "figure"
    NAME = "name"
    DISTANCE = "distance"


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason in plain words, such as "other figure: 40 against 90"."""

    sign: Sign
    words: str


@dataclass(frozen=True, slots=True)
class Closeness:
    """How close a statement is to a claim or to one part of it: ``total`` of rare words that both have (``words``) and of
    likeness in meaning (``meaning``). All in 0..1; an order for reading, no measure of truth."""

    total: float
    words: float
    meaning: float


@dataclass(frozen=True, slots=True)
class PartCloseness:
    """How close a statement is to one part of the claim (numbered from 1)."""

    number: int
    closeness: Closeness


@dataclass(frozen=True, slots=True)
class Proposal:
    """A statement that may bear on a claim. Nobody has decided anything: it counts for nothing until it is linked.

    ``parts`` are the numbers of the parts that it seems to be about; none where the claim has no parts. ``each`` has
    how close it is to every part.
    """

    claim: str
    statement: str
    role: Role
    parts: tuple[int, ...]
    closeness: Closeness
    each: tuple[PartCloseness, ...]
    reasons: tuple[Reason, ...]
