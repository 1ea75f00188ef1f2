"""What a claim, or a part of it, rests on in plain words: who is at the end of its lineage, how they come to know, who
brought it to us, and who of them has an interest.

Ends of lineage are those that recorded derivations reach, as in open. Whoever is there without own observation or a
primary record is said to be so: "lineage not recorded", never "independent".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from headwater.claims.lineage import Traced
from headwater.model.claim import Interest, LinkBasis, Occurrence, Origin, Role

_KNOWS = {
    LinkBasis.WITNESSED: "own observation",
    LinkBasis.RECORD: "primary record",
    LinkBasis.HEARD: "heard from others; lineage not recorded",
    LinkBasis.INFERRED: "by inference; lineage not recorded",
    LinkBasis.UNKNOWN: "lineage not recorded",
}


@dataclass(frozen=True, slots=True)
class Ground:
    """Somebody at the end of a lineage. ``certain`` says that it is own observation or a primary record; ``basis`` how
    they come to know, in words; ``interests`` their kinds."""

    actor: str
    name: str
    basis: str
    certain: bool
    interests: tuple[str, ...] = ()

    def words(self) -> str:
        """The name with how they come to know, and their interest."""
        return f"{self.name} ({'; '.join(one for one in (self.basis, interested(self.interests)) if one)})"


@dataclass(frozen=True, slots=True)
class Grounds:
    """Whom a side of a claim rests on: the ends of its lineage, and the names of those who passed it on, outermost first.
    ``words`` says it in a sentence."""

    origins: tuple[Ground, ...]
    carriers: tuple[str, ...]
    words: str


def interested(kinds: Iterable[str]) -> str:
    """ "an interested party: defendant"; "" for no interest."""
    listed = " and ".join(kinds)
    return f"an interested party: {listed}" if listed else ""


def shown_names(traced: Traced, interests: Mapping[str, Mapping[str, Interest]]) -> dict[str, str]:
    """The names of a lineage's actors, an interest behind each that has one."""
    return {
        actor: f"{name} [{interested(interests[actor])}]" if interests.get(actor) else name
        for actor, name in traced.names.items()
    }


def grounds(
    traced: Traced,
    role: Role,
    bases: Mapping[str, str],
    interests: Mapping[str, Mapping[str, Interest]],
) -> Grounds:
    """Whom the side of ``role`` (supports or disputes) rests on. ``bases`` says how the source of each statement knows."""
    lineage = traced.lineage
    entries = lineage.disputes if role is Role.DISPUTES else lineage.supports
    reached, resting = _reached(traced, entries)
    ends: dict[str, Ground] = {}
    carriers: dict[str, str] = {}
    for node in reached:
        if node.id in resting and node.origin is None:
            carriers.setdefault(node.actor, traced.names[node.actor])
            continue
        basis = bases.get(traced.statements[node.id], "")
        found = _ground(node, traced.names[node.actor], basis, tuple(interests.get(node.actor, ())))
        if node.actor not in ends or found.certain > ends[node.actor].certain:
            ends[node.actor] = found
    passed_on = tuple(name for actor, name in carriers.items() if actor not in ends)
    origins = tuple(ends.values())
    return Grounds(origins, passed_on, _told(origins, passed_on, bool(entries), role))


def _ground(node: Occurrence, name: str, basis: str, interests: tuple[str, ...]) -> Ground:
    certain = node.origin in (Origin.OBSERVATION, Origin.RECORD)
    known = LinkBasis(basis) if basis in set(LinkBasis) else LinkBasis.UNKNOWN
    if not certain and known in (LinkBasis.WITNESSED, LinkBasis.RECORD):
        known = LinkBasis.UNKNOWN
    return Ground(node.actor, name, _KNOWS[known], certain, interests)


def _reached(traced: Traced, entries: Sequence[str]) -> tuple[list[Occurrence], set[str]]:
    """The nodes that ``entries`` rest on by recorded derivations, themselves first, and which of all rest on others."""
    nodes = {node.id: node for node in traced.lineage.occurrences}
    below: dict[str, list[str]] = {}
    for derivation in traced.lineage.derivations:
        if not derivation.suspected:
            below.setdefault(derivation.of, []).extend(derivation.sources)
    found = dict.fromkeys(entries)
    todo = list(found)
    for node in todo:  # grows as it goes
        fresh = [source for source in below.get(node, ()) if source not in found]
        found |= dict.fromkeys(fresh)
        todo += fresh
    return [nodes[node] for node in found], set(below)


def _told(origins: Sequence[Ground], carriers: Sequence[str], linked: bool, role: Role) -> str:
    if not linked:
        return f"Nobody: no statement that {role} it is linked."
    if not origins:
        return "Nobody: what is linked rests on itself alone."
    through = f"; it reached us through {_listed(carriers)}" if carriers else ""
    return f"{_listed([ground.words() for ground in origins])}{through}."


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
