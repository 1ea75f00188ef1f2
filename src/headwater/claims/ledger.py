"""The claims ledger: its state is a pure function of the append-only list of decisions.

Kinds of decision and their bodies:

claim      {claim, text, parts}                          a new claim; its id is never used for another
link       {claim, statement, role, parts, basis, why,   a statement plays a role for a claim; "seen" is the
            seen}                                        statement as it then stood
typed      {statement, text, chain, stance, citation,    a statement entered by hand, standing in a document of
            document, start, end}                        the case or cited from outside it
derivation {of, sources, how, suspected, directed, why}  one statement rests on others
actor      {actor, name, institution, side}              what an actor belongs to; null leaves what stood before
decline    {claim, statement, why}                       a statement that was proposed for a claim has no part in it
undo       {decision, why}                               takes a decision back; may itself be undone
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from headwater.base.undoing import effective
from headwater.model.claim import Actor, Claim, Decision, Derivation, Link, Role, Seen, TypedStatement


@dataclass(frozen=True, slots=True)
class Recorded:
    """A derivation between statements with the decision that recorded it."""

    decision: Decision
    derivation: Derivation


@dataclass(frozen=True, slots=True)
class Ledger:
    """What stands after all decisions: claims with their links, statements typed in, derivations, actors.

    ``declined`` has for a claim's id the statements that were proposed for it and declined, with the decision's number.
    """

    claims: Mapping[str, Claim] = field(default_factory=dict)
    typed: Mapping[str, TypedStatement] = field(default_factory=dict)
    derivations: tuple[Recorded, ...] = ()
    actors: Mapping[str, Actor] = field(default_factory=dict)
    declined: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


def standing(decisions: Sequence[Decision]) -> list[Decision]:
    """The decisions that have not been taken back, in order; undo decisions themselves are left out."""
    kept = undoable(decisions)
    return [decision for decision in decisions if decision.kind != "undo" and decision.id in kept]


def fold(decisions: Sequence[Decision]) -> Ledger:
    """The state of the ledger after ``decisions`` (in the order in which they were made)."""
    entered = {decision.body["statement"] for decision in decisions if decision.kind == "typed"}
    claims: dict[str, Claim] = {}
    links: dict[tuple[str, str], Link] = {}
    typed: dict[str, TypedStatement] = {}
    derivations: list[Recorded] = []
    actors: dict[str, Actor] = {}
    declined: dict[str, dict[str, int]] = {}
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
            actors[body["actor"]] = _actor(body, actors.get(body["actor"]))
        elif decision.kind == "decline":
            declined.setdefault(body["claim"], {})[body["statement"]] = decision.id
    withdrawn = entered - typed.keys()
    kept = [link for link in links.values() if link.statement not in withdrawn]
    based = [one for one in derivations if withdrawn.isdisjoint({one.derivation.of, *one.derivation.sources})]
    return Ledger(_with_links(claims, kept), typed, tuple(based), actors, declined)


def _actor(body: Mapping[str, Any], before: Actor | None) -> Actor:
    known = before or Actor(body["actor"])
    return Actor(body["actor"], body["institution"] or known.institution, body["side"] or known.side)


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
        seen=_seen(body.get("seen")),
    )


def _seen(body: Mapping[str, Any] | None) -> Seen | None:
    return Seen(**{**body, "chain": tuple(body["chain"])}) if body else None


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


def undoable(decisions: Sequence[Decision]) -> set[int]:
    """The numbers of the decisions that can be taken back: those that stand, and undos that took effect."""
    return effective(
        (decision.id, int(decision.body["decision"]) if decision.kind == "undo" else None)
        for decision in decisions
    )


def used_claim_ids(decisions: Iterable[Decision]) -> set[str]:
    """The ids of all claims there ever were, taken back or not."""
    return {decision.body["claim"] for decision in decisions if decision.kind == "claim"}


def next_claim_id(decisions: Iterable[Decision]) -> str:
    """The first of c1, c2, ... that no decision, undone or not, has used."""
    used = used_claim_ids(decisions)
    number = 1
    while f"c{number}" in used:
        number += 1
    return f"c{number}"
