"""Shared rare errors: what few have where most that speak of the same thing have another."""

import random

import pytest

from headwater.claims.copies.errors import shared_errors
from headwater.claims.copies.find import find
from headwater.claims.copies.suspicion import ErrorKind, Kind, Text


def prose(seed: object, count: int) -> str:
    """Lower-case words that no other seed has in this order."""
    draw = random.Random(str(seed))
    return " ".join(
        "".join(draw.choices(["bar", "cel", "dun", "fom", "gri", "kurn", "lip"], k=4)) for _ in range(count)
    )


OPENINGS = [
    "Witnesses said",
    "Later it was learnt",
    "A clerk recalled",
    "Two ferrymen told",
    "Papers show",
    "Nobody denied",
]


def reports(*sentences: str) -> list[Text]:
    """One text a sentence, each with an opening of its own."""
    return [
        Text(f"r{number}", f"{OPENINGS[number % len(OPENINGS)]} nothing more {number + 900}. {sentence}")
        for number, sentence in enumerate(sentences)
    ]


def toll(number: str) -> str:
    return f"The quay explosion killed roughly {number} dockers at Skarre harbour."


def test_a_figure_that_two_have_wrong() -> None:
    texts = reports(*[toll("43")] * 4, toll("34"), toll("34"))
    (error,) = shared_errors(texts)
    assert (error.kind, error.value, error.usual, error.texts, error.others) == (
        ErrorKind.FIGURE,
        "34",
        "43",
        ("r4", "r5"),
        4,
    )
    assert [place.of(texts[4 + number].text) for number, place in enumerate(error.places)] == ["34", "34"]


@pytest.mark.parametrize(
    "figures",
    [
        ["43"] * 6,
        ["43"] * 5 + ["34"],
        ["43"] * 3 + ["34"] * 2,
        ["43"] * 3 + ["34"] * 3,
        ["43"] * 4 + ["4312"] * 2,
        ["43", "12", "56", "77", "34", "34"],
    ],
    ids=["all agree", "one alone", "few others", "no majority", "another magnitude", "no usual one"],
)
def test_what_is_no_shared_error(figures: list[str]) -> None:
    assert shared_errors(reports(*map(toll, figures))) == ()


def test_a_figure_about_something_else_is_no_error() -> None:
    other = "The flooded mine employed nearly 34 surveyors in Calder county."
    assert shared_errors(reports(*[toll("43")] * 4, other, other)) == ()


def test_a_date() -> None:
    texts = reports(
        *[
            f"The Calder warehouse burnt on {day} March near Vessel bridge."
            for day in (14, 14, 14, 14, 15, 15)
        ]
    )
    assert {(error.kind, error.value) for error in shared_errors(texts)} == {(ErrorKind.DATE, "15")}


def test_grouped_digits_are_one_figure() -> None:
    texts = reports(*[toll(figure) for figure in ("1,430", "1,430", "1,430", "1,430", "1,340", "1,340")])
    (error,) = shared_errors(texts)
    assert (error.value, error.usual) == ("1,340", "1,430")


def test_a_misspelt_name() -> None:
    texts = reports(
        *[
            f"Lawyers questioned deputy {name} about smuggling."
            for name in ["Quorvane"] * 4 + ["Quorvanne"] * 2
        ]
    )
    (error,) = shared_errors(texts)
    assert (error.kind, error.value, error.usual, error.texts) == (
        ErrorKind.NAME,
        "Quorvanne",
        "Quorvane",
        ("r4", "r5"),
    )


@pytest.mark.parametrize(
    ("usual", "rare"),
    [("Quorvane", "Quorvanes"), ("Quorvane", "Tilmarra"), ("Marlo", "Marla"), ("quorvane", "quorvanne")],
    ids=["an ending", "another name", "too short", "no name"],
)
def test_what_is_no_misspelling(usual: str, rare: str) -> None:
    names = [usual] * 4 + [rare] * 2
    assert (
        shared_errors(reports(*[f"Lawyers questioned deputy {name} about smuggling." for name in names]))
        == ()
    )


def test_two_shared_errors_are_a_suspicion_and_one_is_not() -> None:
    def told(number: str, name: str, seed: int) -> str:
        return (
            f"{prose((seed, 1), 30)} explosion killed {number} dockers. {prose((seed, 2), 30)} deputy {name}. "
            f"{prose((seed, 3), 30)}"
        )

    usual = [told("43", "Quorvane", seed) for seed in range(5)]
    both = find(reports(*usual, told("34", "Quorvanne", 5), told("34", "Quorvanne", 6))).suspicions
    assert [(s.kind, s.members, s.later) for s in both] == [(Kind.SHARED_ERRORS, ("r5", "r6"), None)]
    assert any("34 where 5 others have 43" in reason for reason in both[0].reasons)
    assert find(reports(*usual, told("34", "Quorvane", 5), told("34", "Quorvane", 6))).suspicions == ()
