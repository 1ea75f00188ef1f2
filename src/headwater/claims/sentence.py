"""Independence in one plain sentence for a human; never a score, and never "independent" for what is not known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

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

    ``names`` maps actor ids to the names to show; an id without one, such as an institution's name, is shown as is.
    """
    noun = "dispute" if role is Role.DISPUTES else "support"
    count = found.counting_carriers
    bound = "" if found.exact else " (at least: the search was ended by its bound)"
    if count.open == 0 and not found.ungrounded:
        return f"Nothing {noun}s it yet."
    if count.open == 0:
        return f"No origin of this {noun} is recorded: what is linked rests on itself{_loops(found, names)}."
    if count.strict == 0:
        return f"{_unrecorded(found, count, names, level, noun)}{bound}"
    if count.strict == count.open:
        return f"{_certain(count, names, level, noun)}{_carriers(found)}{bound}"
    return (
        f"{_quantity(count.strict, level, capital=True)} at least, and {_quantity(count.open, level)} at most, would have to "
        f"be wrong for this to lose all {noun}; the least is {_listed(count.cut_strict, names)}.{bound}"
    )


def _certain(count: Count, names: Mapping[str, str], level: Level, noun: str) -> str:
    if count.open > 1:
        return (
            f"{_quantity(count.open, level, capital=True)} would have to be wrong for this to lose all {noun}: "
            f"{_listed(count.cut_open, names)}."
        )
    others = [actor for actor in count.weak_links_open if actor not in count.cut_open]
    also = f", and so if {_listed(others, names, 'or')} is" if others else ""
    return f"All {noun} is lost if {_listed(count.cut_open, names)} is wrong{also}."


def _unrecorded(found: Independence, count: Count, names: Mapping[str, str], level: Level, noun: str) -> str:
    origins = _listed(found.origins, names)
    return (
        f"Lineage not recorded: for certain nobody stands behind this {noun}, at most {_quantity(count.open, level)} "
        f"({origins})."
    )


def _carriers(found: Independence) -> str:
    faithful = found.carriers_faithful
    if faithful.strict == faithful.open and faithful.open > found.counting_carriers.open:
        return f" If those who only passed it on were faithful, it would take {_number(faithful.open)}."
    return ""


def _loops(found: Independence, names: Mapping[str, str]) -> str:
    return f" ({'; '.join(_listed(loop, names) for loop in found.loops)} in a circle)" if found.loops else ""


def _quantity(number: int, level: Level, capital: bool = False) -> str:
    words = f"{_number(number)} {_WHO[level][number != 1]}"
    return words[0].upper() + words[1:] if capital else words


def _number(number: int) -> str:
    return _NUMBERS[number] if number < len(_NUMBERS) else str(number)


def _listed(actors: Sequence[str], names: Mapping[str, str], word: str = "and") -> str:
    shown = [names.get(actor, actor) for actor in actors[:_MOST_NAMED]]
    left = len(actors) - len(shown)
    if left:
        return f"{', '.join(shown)} {word} {left} more"
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} {word} {shown[-1]}" if shown else "nobody"
