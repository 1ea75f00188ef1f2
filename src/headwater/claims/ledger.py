"""The claims ledger: its state is a pure function of the append-only list of decisions.

Kinds of decision and their bodies:

claim      {claim, text, parts}                          a new claim; its id is never used for another
link       {claim, statement, role, parts, basis, why,   a statement plays a role for a claim; "seen" is the
            seen}                                        statement as it then stood
typed      {statement, text, chain, stance, citation,    a statement entered by hand, standing in a document of
            document, start, end}                        the case or cited from outside it
derivation {of, sources, how, suspected, directed, why}  one statement rests on others
actor      {actor, name, institution, side}              what an actor belongs to; null leaves what stood before
interest   {actor, name, interest, note, why}            what an actor stands to gain or lose; a later one of the same
                                                         kind replaces it
copy       {suspicion, verdict, members, original,       a suspected copy is accepted, rejected or open again; "pairs"
            pairs, why}                                  are the places that correspond
citation   {citation, verdict, statement, source, why}   a citation of a document of the case is accepted, rejected, open
decline    {claim, statement, why}                       a statement that was proposed for a claim has no part in it
undo       {decision, why}                               takes a decision back; may itself be undone

Links, typed statements and derivations may have an "origin": in words, what led to them, such as a finding of an audit.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from headwater.base.spans import Span
from headwater.base.undoing import effective
from headwater.model.claim import (
    TYPED,
    Actor,
    Claim,
    Decision,
    Derivation,
    Interest,
    Link,
    Role,
    Seen,
    TypedStatement,
)
from headwater.model.suspicion import CopyDecision, Place, Verdict


@dataclass(frozen=True, slots=True)
class Recorded:
    """A derivation between statements with the decision that recorded it; None where it follows from the case itself.

    ``at`` is the number of the link of a statement's chain that it starts at, for a citation; None for the last one.
    """

    decision: Decision | None
    derivation: Derivation
    at: int | None = None


@dataclass(frozen=True, slots=True)
class Ledger:
    """What stands after all decisions: claims with their links, statements typed in, derivations, actors with their
    interests (by kind), and what was decided of suspected copies and of citations, by their ids.

    ``declined`` has for a claim's id the statements that were proposed for it and declined, with the decision's number.
    """

    claims: Mapping[str, Claim] = field(default_factory=dict)
    typed: Mapping[str, TypedStatement] = field(default_factory=dict)
    derivations: tuple[Recorded, ...] = ()
    actors: Mapping[str, Actor] = field(default_factory=dict)
    declined: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    interests: Mapping[str, Mapping[str, Interest]] = field(default_factory=dict)
    copies: Mapping[str, CopyDecision] = field(default_factory=dict)
    citations: Mapping[str, Verdict] = field(default_factory=dict)


def standing(decisions: Sequence[Decision]) -> list[Decision]:
    """The decisions that have not been taken back, in order; undo decisions themselves are left out."""
    kept = undoable(decisions)
    return [decision for decision in decisions if decision.kind != "undo" and decision.id in kept]


def fold(decisions: Sequence[Decision]) -> Ledger:
    """The state of the ledger after ``decisions`` (in the order in which they were made).

    It depends on those that stand alone, so that taking one back gives exactly what there would be without it.
    """
    state = _State()
    for decision in standing(decisions):
        _TAKE.get(decision.kind, _State.pass_over)(state, decision)
    return state.ledger()


@dataclass(slots=True)
class _State:
    """A ledger while decisions are taken in."""

    claims: dict[str, Claim] = field(default_factory=dict)
    links: dict[tuple[str, str], Link] = field(default_factory=dict)
    typed: dict[str, TypedStatement] = field(default_factory=dict)
    derivations: list[Recorded] = field(default_factory=list)
    actors: dict[str, Actor] = field(default_factory=dict)
    declined: dict[str, dict[str, int]] = field(default_factory=dict)
    interests: dict[str, dict[str, Interest]] = field(default_factory=dict)
    copies: dict[str, CopyDecision] = field(default_factory=dict)
    citations: dict[str, Verdict] = field(default_factory=dict)

    def claim(self, decision: Decision) -> None:
        body = decision.body
        self.claims[body["claim"]] = Claim(body["claim"], body["text"], tuple(body["parts"]))

    def link(self, decision: Decision) -> None:
        self.links[decision.body["claim"], decision.body["statement"]] = _link(decision)

    def type_in(self, decision: Decision) -> None:
        self.typed[decision.body["statement"]] = _typed(decision)

    def derive(self, decision: Decision) -> None:
        self.derivations.append(Recorded(decision, _derivation(decision)))

    def actor(self, decision: Decision) -> None:
        key = decision.body["actor"]
        self.actors[key] = _actor(decision.body, self.actors.get(key))

    def decline(self, decision: Decision) -> None:
        self.declined.setdefault(decision.body["claim"], {})[decision.body["statement"]] = decision.id

    def interest(self, decision: Decision) -> None:
        found = _interest(decision)
        self.interests.setdefault(found.actor, {})[found.kind] = found

    def copy(self, decision: Decision) -> None:
        self.copies[decision.body["suspicion"]] = _copy(decision)

    def citation(self, decision: Decision) -> None:
        self.citations[decision.body["citation"]] = Verdict(decision.body["verdict"])

    def pass_over(self, decision: Decision) -> None:
        """A kind that a later version wrote says nothing here."""

    def ledger(self) -> Ledger:
        """What was taken in, without what speaks of a statement entered by hand that does not stand."""
        links = [link for link in self.links.values() if self._is_there(link.statement)]
        derivations = tuple(
            one
            for one in self.derivations
            if all(map(self._is_there, (one.derivation.of, *one.derivation.sources)))
        )
        claims = _with_links(self.claims, links)
        return Ledger(
            claims=claims,
            typed=self.typed,
            derivations=derivations,
            actors=self.actors,
            declined=self.declined,
            interests=self.interests,
            copies=self.copies,
            citations=self.citations,
        )

    def _is_there(self, statement: str) -> bool:
        return not statement.startswith(TYPED) or statement in self.typed


_TAKE = {
    "claim": _State.claim,
    "link": _State.link,
    "typed": _State.type_in,
    "derivation": _State.derive,
    "actor": _State.actor,
    "decline": _State.decline,
    "interest": _State.interest,
    "copy": _State.copy,
    "citation": _State.citation,
}


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


def _interest(decision: Decision) -> Interest:
    body = decision.body
    return Interest(
        decision.id, body["actor"], body["name"], body["interest"], body["note"], decision.by, decision.at
    )


def _copy(decision: Decision) -> CopyDecision:
    body = decision.body
    return CopyDecision(
        id=decision.id,
        suspicion=body["suspicion"],
        verdict=Verdict(body["verdict"]),
        members=tuple(body["members"]),
        original=body["original"],
        pairs=tuple((_place(left), _place(right)) for left, right in body["pairs"]),
        by=decision.by,
        at=decision.at,
        why=body["why"],
    )


def decided_of_copy(decisions: Iterable[Decision], suspicion: str) -> tuple[CopyDecision, ...]:
    """All that was ever decided of a suspicion, taken back or not, in order."""
    return tuple(_copy(one) for one in decisions if one.kind == "copy" and one.body["suspicion"] == suspicion)


def _place(row: Sequence[Any]) -> Place:
    return Place(row[0], Span(row[1], row[2]))


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
