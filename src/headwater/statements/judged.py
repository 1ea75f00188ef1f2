"""What stands after the judgements on one document: a pure function of their log."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from headwater.base.undoing import effective
from headwater.model.judgement import Judgement, Verdict

_ON_A_STATEMENT = (Verdict.ACCEPT, Verdict.REJECT, Verdict.CORRECT)


@dataclass(frozen=True, slots=True)
class Judged:
    """``decided`` is the judgement in force on each statement by its id; ``made`` the one that entered each statement
    that stands by hand; ``entered`` the last one that entered each, whether it stands or not."""

    decided: Mapping[str, Judgement] = field(default_factory=dict)
    made: Mapping[str, Judgement] = field(default_factory=dict)
    entered: Mapping[str, Judgement] = field(default_factory=dict)


def standing(log: Sequence[Judgement]) -> list[Judgement]:
    """The judgements that were not taken back, in order; those that take back are left out."""
    kept = withdrawable(log)
    return [one for one in log if one.id in kept and one.verdict is not Verdict.WITHDRAW]


def withdrawable(log: Sequence[Judgement]) -> set[int]:
    """The numbers of the judgements that can be taken back: those that stand, withdrawals among them."""
    return effective((one.id, one.withdraws) for one in log)


def fold(log: Sequence[Judgement]) -> Judged:
    """The state after ``log``, in the order in which it was written.

    The last judgement on a statement is in force. A correction's statement stands while the correction is in force and
    what it corrects was not itself entered by hand and taken back.
    """
    kept = standing(log)
    decided = {target: one for one in kept if one.verdict in _ON_A_STATEMENT for target in one.targets}
    entered = {one.made.id: one for one in log if one.made is not None}
    in_force = [
        one
        for one in kept
        if one.made is not None and (one.verdict is Verdict.ADD or decided[one.targets[0]] is one)
    ]
    made = {one.made.id: one for one in in_force if one.made is not None}
    return Judged(decided, {key: one for key, one in made.items() if _rests(one, made, entered)}, entered)


def _rests(one: Judgement, made: Mapping[str, Judgement], entered: Mapping[str, Judgement]) -> bool:
    """Whether what a judgement is about stands, down to what was extracted or added."""
    seen: set[int] = set()
    while one.verdict is Verdict.CORRECT and one.targets[0] in entered and one.id not in seen:
        seen.add(one.id)
        if one.targets[0] not in made:
            return False
        one = made[one.targets[0]]
    return one.id not in seen
