"""The state of judgements is a pure function of their log, and taking back is exact."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from headwater.base.undoing import effective
from headwater.model.judgement import Judgement, Verdict, Wording
from headwater.model.statement import Basis, Form, Stance
from headwater.statements.judged import Judged, fold, standing, withdrawable

IDS = ("a", "b", "c")


def wording(key: str) -> Wording:
    return Wording(key, (), (), (), Stance.ASSERTS, Basis.UNKNOWN, Form.INDIRECT, ())


def judgement(
    number: int, verdict: Verdict, target: str = "", made: str = "", withdraws: int = 0
) -> Judgement:
    return Judgement(
        number,
        "2031-03-03T09:00:00Z",
        "ana",
        verdict,
        (target,) if target else (),
        made=wording(made) if made else None,
        withdraws=withdraws or None,
    )


@st.composite
def logs(draw: st.DrawFn) -> list[Judgement]:
    """Logs as they can come about: only what stands is judged or taken back."""
    log: list[Judgement] = []
    for number in range(1, draw(st.integers(0, 14)) + 1):
        verdict = draw(st.sampled_from(Verdict))
        open_ = sorted(withdrawable(log))
        target = draw(st.sampled_from([*IDS, *sorted(fold(log).made)]))
        if verdict is Verdict.WITHDRAW:
            if open_:
                log.append(judgement(number, verdict, withdraws=draw(st.sampled_from(open_))))
        elif verdict is Verdict.ADD:
            log.append(judgement(number, verdict, made=f"m{number}"))
        else:
            log.append(judgement(number, verdict, target, f"m{number}" if verdict is Verdict.CORRECT else ""))
    return log


def state(log: list[Judgement]) -> tuple[dict[str, int], set[str]]:
    judged = fold(log)
    return {key: one.id for key, one in judged.decided.items()}, set(judged.made)


@given(logs())
def test_taking_the_last_one_back_gives_the_state_before_it(log: list[Judgement]) -> None:
    for length in range(1, len(log) + 1):
        before, after = log[: length - 1], log[:length]
        undone = [*after, judgement(99, Verdict.WITHDRAW, withdraws=after[-1].id)]
        assert state(undone) == state(before)
        redone = [*undone, judgement(100, Verdict.WITHDRAW, withdraws=99)]
        assert state(redone) == state(after)


@given(logs())
def test_the_last_judgement_on_a_statement_that_was_not_taken_back_is_in_force(log: list[Judgement]) -> None:
    judged = fold(log)
    kept = standing(log)
    for key in (*IDS, *judged.entered):
        about = [one for one in kept if key in one.targets]
        assert judged.decided.get(key) == (about[-1] if about else None)
    for key, one in judged.made.items():
        assert one in kept
        assert one.made is not None
        assert one.made.id == key


@given(logs())
def test_a_correction_stands_only_on_what_stands(log: list[Judgement]) -> None:
    judged = fold(log)
    for one in judged.made.values():
        if one.verdict is Verdict.CORRECT:
            (target,) = one.targets
            assert judged.decided[target] is one
            assert target in IDS or target in judged.made


def test_a_correction_of_a_correction_falls_with_the_first() -> None:
    log = [judgement(1, Verdict.CORRECT, "a", "b"), judgement(2, Verdict.CORRECT, "b", "c")]
    assert set(fold(log).made) == {"b", "c"}
    assert fold([*log, judgement(3, Verdict.WITHDRAW, withdraws=1)]).made == {}
    assert set(fold([*log, judgement(3, Verdict.WITHDRAW, withdraws=2)]).made) == {"b"}
    assert fold([*log, judgement(3, Verdict.ACCEPT, "a")]).made == {}


def test_nothing_judged_is_nothing() -> None:
    assert fold([]) == Judged()


@given(st.lists(st.integers(0, 12), max_size=12))
def test_what_takes_back_can_be_taken_back(backs: list[int]) -> None:
    entries = [(n, back if 0 < back < n else None) for n, back in enumerate(backs, start=1)]
    kept = effective(entries)
    for number, back in entries:
        taken = [n for n, b in entries if b == number and n in kept]
        assert (number in kept) is not bool(taken)
        assert back is None or number not in kept or back not in kept
