"""Subjects without their marks, and which threads seem to go on with which."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headwater.archive.guesses import WINDOW, Beginning, base_subject, joined
from headwater.model.document import Participant

DAY = 86_400


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        ("Crane 4", ("crane 4", False)),
        ("Re: Crane 4", ("crane 4", True)),
        ("RE[2]: Fwd: AW: crane 4 (fwd)", ("crane 4", True)),
        ("[port] Re: [port] Crane 4", ("crane 4", True)),
        ("Re^3: Crane  4!", ("crane 4", True)),
        ("Rif: R: I: RV: ENC: Grúa", ("grua", True)),
        ("回复：起重机", ("起 重 机", True)),
        ("Antw.: no mark", ("antw no mark", False)),
        ("Report: the crane", ("report the crane", False)),
        ("[port]", ("port", False)),
        ("Re:", ("", True)),
        ("", ("", False)),
        ("re: " * 400 + "x", ("x", True)),
    ],
)
def test_the_base_of_a_subject(subject: str, expected: tuple[str, bool]) -> None:
    assert base_subject(subject) == expected


@given(st.text(max_size=80))
def test_marks_of_answers_change_nothing_but_that_there_is_one(subject: str) -> None:
    assert base_subject(f"Re: {subject}") == (base_subject(subject)[0], True)


def begins(thread: int, day: float | None, who: str, answer: bool = True) -> Beginning:
    """A thread begun by the first of ``who`` and sent to the others."""
    people = tuple(
        Participant("from" if n == 0 else "to", "", f"{name}@x") for n, name in enumerate(who.split())
    )
    return Beginning(thread, thread, answer, None if day is None else int(day * DAY), people)


def test_an_answer_goes_on_with_what_its_writer_was_sent() -> None:
    assert joined([begins(1, 0, "ann bob", answer=False), begins(2, 1, "bob ann")]) == {2: 1}
    assert joined([begins(1, 0, "ann list", answer=False), begins(2, 1, "bob ann list")]) == {2: 1}


def test_no_guess_without_each_of_its_reasons() -> None:
    question = begins(1, 0, "ann bob", answer=False)
    assert joined([question, begins(2, 1, "eve sam")]) == {}  # other people
    assert joined([question, begins(2, 1, "eve bob")]) == {}  # nobody of them wrote to the other
    assert joined([question, begins(2, 1, "bob ann", answer=False)]) == {}  # no mark of an answer
    assert joined([question, begins(2, 31, "bob ann")]) == {}  # too late
    assert joined([question, begins(2, None, "bob ann")]) == {}  # no date
    assert joined([begins(2, -1, "bob ann"), question]) == {}  # before it


def test_a_month_counts_from_the_last_of_them_and_the_latest_is_gone_on_with() -> None:
    weekly = [begins(n, 7 * n, "ann bob", answer=False) for n in range(3)]
    assert joined(
        [*weekly, begins(9, 15, "bob ann"), begins(10, 40, "ann bob"), begins(11, 69, "bob ann")]
    ) == {
        9: 2,
        10: 2,
        11: 2,
    }


def test_answers_whose_question_is_absent_go_on_with_the_first_of_them() -> None:
    assert joined([begins(1, 0, "bob ann"), begins(2, 1, "ann bob")]) == {2: 1}


@given(
    st.lists(
        st.builds(
            begins,
            st.integers(0, 1000),
            st.none() | st.integers(0, 90),
            st.sampled_from(["ann bob", "bob ann", "eve sam", "sam bob"]),
            st.booleans(),
        ),
        max_size=12,
        unique_by=lambda one: one.thread,
    ),
    st.randoms(use_true_random=False),
)
def test_order_does_not_matter_and_guesses_have_one_step(
    found: list[Beginning], chance: random.Random
) -> None:
    made = joined(found)
    again = list(found)
    chance.shuffle(again)
    assert joined(again) == made
    at = {one.thread: one for one in found}
    for thread, other in made.items():
        assert other not in made
        assert at[thread].answer
        assert (at[other].sent or 0) <= (at[thread].sent or 0)


def test_the_window_is_thirty_days() -> None:
    assert WINDOW == 30 * DAY
