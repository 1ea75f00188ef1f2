"""Independence in one plain sentence for a human; never a score, and never "independent" for what is not known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from headwater.claims.rules import UNKNOWN
from headwater.model.claim import Count, Independence, Level, Role

_NUMBERS = "no one two three four five six seven eight nine ten eleven twelve".split()
_WHO = {
    Level.PERSON: ("person", "people"),
    Level.INSTITUTION: ("institution", "institutions"),
    Level.SIDE: ("side", "sides"),
}
_MOST_NAMED = 4


def sentence(found: Independence, names: Mapping[str, str], level: Level, role: Role) -> str:
    """What ``found`` says of a claim's support or dispute (``role``) at ``level``.

    The numbers are those with carriers faithful, and what carriers change is added: "Two people would have to be wrong
    for this to lose all support: Ada and Bo; both reached us only through The Paper." ``names`` maps actor ids to the
    names to show; an id without one, such as an institution's name, is shown as it is.
    """
    teller = _Teller(names, level, role)
    if found.carriers_faithful.open == 0:
        return teller.nothing(found)
    if not found.exact:
        return teller.early(found.carriers_faithful)
    if found.carriers_faithful.strict == 0:
        told = teller.unrecorded(found)
    elif found.carriers_faithful.strict == found.carriers_faithful.open:
        told = teller.settled(found)
    else:
        told = teller.between(found.carriers_faithful)
    return f"{told}{teller.carriers(found)}."


@dataclass(frozen=True, slots=True)
class _Teller:
    names: Mapping[str, str]
    level: Level
    role: Role

    def nothing(self, found: Independence) -> str:
        if not found.ungrounded:
            return "Nothing disputes it yet." if self.role is Role.DISPUTES else "Nothing supports it yet."
        rounds = "; ".join(self.listed(loop) for loop in found.loops)
        circle = f"goes round in a circle ({rounds})" if rounds else "rests only on itself"
        return f"No origin of this {self.noun()} is recorded: what is linked {circle}."

    def early(self, count: Count) -> str:
        least = (
            f"at least {self.quantity(count.strict or count.open)} would have to be wrong for {self.goal()}"
        )
        told = _capital(least) if count.strict else f"{self.unknown()}, {least}"
        return f"{told}: the search was ended early."

    def unrecorded(self, found: Independence) -> str:
        count = found.carriers_faithful
        return (
            f"{self.unknown()}, {self.quantity(count.open)} would have to be wrong for {self.goal()}: "
            f"{self.cut(count.cut_open, found)}"
        )

    def unknown(self) -> str:
        return (
            f"Lineage not recorded: nobody is known for certain to stand behind this {self.noun()}; "
            "if all that is unknown or suspected is trusted"
        )

    def settled(self, found: Independence) -> str:
        count = found.carriers_faithful
        return (
            f"{_capital(self.quantity(count.open))} would have to be wrong for {self.goal()}: "
            f"{self.cut(count.cut_open, found)}"
        )

    def between(self, count: Count) -> str:
        return (
            f"Between {_number(count.strict)} and {self.quantity(count.open)} would have to be wrong for {self.goal()}: "
            f"{_number(count.strict)} ({self.listed(count.cut_strict)}) if nothing unknown or suspected is trusted, "
            f"{_number(count.open)} ({self.listed(count.cut_open)}) if all of it is"
        )

    def carriers(self, found: Independence) -> str:
        """What it changes that those who pass on may be wrong too; nothing where it changes nothing."""
        counting, faithful = found.counting_carriers, found.carriers_faithful
        if counting.open == 1:
            through = [actor for actor in counting.weak_links_open if actor not in faithful.weak_links_open]
            return (
                f"; {self.all_of(faithful, through)} reached us only through {self.listed(through)}"
                if through
                else ""
            )
        if (counting.strict, counting.open) == (faithful.strict, faithful.open):
            return ""
        least = counting.strict or counting.open
        fewest = (
            _number(counting.open)
            if least == counting.open
            else f"{_number(least)} to {_number(counting.open)}"
        )
        return f"; counting those who passed it on, {fewest} would do: {self.listed(counting.cut_open)}"

    def cut(self, cut: Sequence[str], found: Independence) -> str:
        """The actors of an open cut; the one who alone would do with every other like it."""
        if len(cut) == 1:
            return self.listed(found.carriers_faithful.weak_links_open, "or")
        return self.listed(cut) if len(cut) == len(found.origins) else f"for instance {self.listed(cut)}"

    def all_of(self, count: Count, through: Sequence[str]) -> str:
        """How to speak of the actors of an open cut together, where some may be among those they came ``through``."""
        if not set(count.cut_open).isdisjoint(through):
            return "all of it"
        return {1: "it", 2: "both"}.get(count.open, f"all {_number(count.open)}")

    def listed(self, actors: Sequence[str], word: str = "and") -> str:
        shown = [self.name(actor) for actor in actors[:_MOST_NAMED]]
        if len(actors) > len(shown):
            shown.append(f"{len(actors) - len(shown)} more")
        return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} {word} {shown[-1]}"

    def name(self, actor: str) -> str:
        if actor == UNKNOWN.get(self.level):
            return f"whoever has no known {self.level.value}"
        return self.names.get(actor, actor)

    def quantity(self, number: int) -> str:
        return f"{_number(number)} {_WHO[self.level][number != 1]}"

    def noun(self) -> str:
        return "dispute" if self.role is Role.DISPUTES else "support"

    def goal(self) -> str:
        return "this to stand undisputed" if self.role is Role.DISPUTES else "this to lose all support"


def _number(number: int) -> str:
    return _NUMBERS[number] if number < len(_NUMBERS) else str(number)


def _capital(words: str) -> str:
    return words[0].upper() + words[1:]
