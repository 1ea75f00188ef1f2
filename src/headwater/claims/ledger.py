"""The claims ledger: its state is a pure function of the append-only list of decisions.

Kinds of decision and their bodies:

claim      {claim, text, parts}                          a new claim, or a new wording of one
link       {claim, statement, role, parts, basis, why}   a statement plays a role for a claim
typed      {statement, text, chain, stance, citation,    a statement entered by hand, standing in a document of
            document, start, end}                        the case or cited from outside it
derivation {of, sources, how, suspected, directed, why}  one statement rests on others
actor      {actor, name, institution, side}              what an actor belongs to
undo       {decision, why}                               takes a decision back; may itself be undone
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from headwater.model.claim import Actor, Claim, Decision, Derivation, Link, Role, TypedStatement


@dataclass(frozen=True, slots=True)
class Recorded:
    """A derivation between statements with the decision that recorded it."""

    decision: Decision
    derivation: Derivation


@dataclass(frozen=True, slots=True)
class Ledger:
    """What stands after all decisions: claims with their links, statements typed in, derivations, actors."""

    claims: Mapping[str, Claim] = field(default_factory=dict)
    typed: Mapping[str, TypedStatement] = field(default_factory=dict)
    derivations: tuple[Recorded, ...] = ()
    actors: Mapping[str, Actor] = field(default_factory=dict)


def standing(decisions: Sequence[Decision]) -> list[Decision]:
    """The decisions that have not been taken back, in order; undo decisions themselves are left out."""
    undone: set[int] = set()
    for decision in reversed(decisions):
        if decision.kind == "undo" and decision.id not in undone:
            undone.add(int(decision.body["decision"]))
    return [d for d in decisions if d.kind != "undo" and d.id not in undone]


def fold(decisions: Sequence[Decision]) -> Ledger:
    """The state of the ledger after ``decisions`` (in the order in which they were made)."""
    claims: dict[str, Claim] = {}
    links: dict[tuple[str, str], Link] = {}
    typed: dict[str, TypedStatement] = {}
    derivations: list[Recorded] = []
    actors: dict[str, Actor] = {}
    for decision in standing(decisions):
        body = decision.body
        if decision.kind == "claim":
            claims[body["claim"]] = Claim(body["claim"], body["text"], tuple(body["parts"]))
        elif decision.kind == "link":
            links[body["claim"], body["statement"]] = _link(decision)
        elif decision.kind == "typed":
            typed[body["statement"]] = _typed(decision)
        elif decision.kind == "derivation":
            derivations.append(Recorded(decision, _derivation(decision)))
        elif decision.kind == "actor":
            actors[body["actor"]] = Actor(body["actor"], body["institution"], body["side"])
    return Ledger(_with_links(claims, links.values()), typed, tuple(derivations), actors)


def _with_links(claims: Mapping[str, Claim], links: Iterable[Link]) -> dict[str, Claim]:
    held: dict[str, list[Link]] = {}
    for link in links:
        held.setdefault(link.claim, []).append(link)
    return {
        key: replace(claim, links=tuple(sorted(held.get(key, ()), key=lambda link: link.id)))
        for key, claim in claims.items()
    }


def _link(decision: Decision) -> Link:
    body = decision.body
    return Link(
        id=decision.id,
        claim=body["claim"],
        statement=body["statement"],
        role=Role(body["role"]),
        parts=tuple(body["parts"]),
        basis=body["basis"],
        by=decision.by,
        at=decision.at,
        why=body["why"],
    )


def _typed(decision: Decision) -> TypedStatement:
    body = decision.body
    return TypedStatement(
        id=body["statement"],
        text=body["text"],
        chain=tuple(body["chain"]),
        stance=body["stance"],
        citation=body["citation"],
        document=body["document"],
        start=body["start"],
        end=body["end"],
    )


def _derivation(decision: Decision) -> Derivation:
    body = decision.body
    return Derivation(body["of"], tuple(body["sources"]), body["how"], body["suspected"], body["directed"])


def next_claim_id(decisions: Iterable[Decision]) -> str:
    """The first of c1, c2, ... that no decision, undone or not, has used."""
    used = {decision.body["claim"] for decision in decisions if decision.kind == "claim"}
    number = 1
    while f"c{number}" in used:
        number += 1
    return f"c{number}"
