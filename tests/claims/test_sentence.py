"""Independence in one sentence."""

import pytest

from headwater.claims.independence import weigh
from headwater.claims.sentence import sentence
from headwater.model.claim import (
    Actor,
    Count,
    Derivation,
    Independence,
    Level,
    Lineage,
    Occurrence,
    Origin,
    Role,
)

NAMES = {"ada": "Ada Marrow", "bo": "Bo Lind", "paper": "The Paper", "post": "The Post", "off": "an official"}
W, U = Origin.OBSERVATION, Origin.UNRESOLVED


def told(
    statements: dict[str, tuple[str, Origin | None]],
    derivations: list[tuple[str, ...]],
    claim: list[str],
    level: Level = Level.PERSON,
    role: Role = Role.SUPPORTS,
    suspected: list[tuple[str, str]] | None = None,
    actors: tuple[Actor, ...] = (),
) -> str:
    lineage = Lineage(
        actors=actors,
        occurrences=tuple(Occurrence(v, actor, origin) for v, (actor, origin) in statements.items()),
        derivations=(
            *(Derivation(of, tuple(sources)) for of, *sources in derivations),
            *(Derivation(of, (source,), suspected=True) for of, source in suspected or []),
        ),
        supports=tuple(claim) if role is Role.SUPPORTS else (),
        disputes=tuple(claim) if role is Role.DISPUTES else (),
    )
    weighed = weigh(lineage, level)
    return sentence(weighed.disputes if role is Role.DISPUTES else weighed.supports, NAMES, level, role)


def test_two_witnesses_through_one_paper() -> None:
    statements = {"a": ("paper", None), "b": ("paper", None), "wa": ("ada", W), "wb": ("bo", W)}
    assert told(statements, [("a", "wa"), ("b", "wb")], ["a", "b"]) == (
        "Two people would have to be wrong for this to lose all support: Ada Marrow and Bo Lind; "
        "both reached us only through The Paper."
    )


def test_one_witness() -> None:
    assert told({"w": ("ada", W)}, [], ["w"]) == (
        "One person would have to be wrong for this to lose all support: Ada Marrow."
    )


def test_either_of_two_inputs() -> None:
    statements = {"share": ("paper", None), "part": ("ada", W), "whole": ("bo", W)}
    assert told(statements, [("share", "part", "whole")], ["share"]) == (
        "One person would have to be wrong for this to lose all support: Ada Marrow or Bo Lind; "
        "it reached us only through The Paper."
    )


def test_the_level_is_named() -> None:
    actors = (Actor("ada", institution="Agency"), Actor("bo", institution="Agency"))
    statements = {"a": ("ada", W), "b": ("bo", W)}
    assert told(statements, [], ["a", "b"], Level.INSTITUTION, actors=actors) == (
        "One institution would have to be wrong for this to lose all support: Agency."
    )
    assert told(statements, [], ["a", "b"], Level.SIDE, actors=actors) == (
        "Between one and two sides would have to be wrong for this to lose all support: one (whoever has no known side) "
        "if nothing unknown or suspected is trusted, two (Ada Marrow and Bo Lind) if all of it is."
    )


def test_a_dispute() -> None:
    statements = {"a": ("ada", W), "b": ("bo", W)}
    assert told(statements, [], ["a", "b"], role=Role.DISPUTES) == (
        "Two people would have to be wrong for this to stand undisputed: Ada Marrow and Bo Lind."
    )


def test_an_interval() -> None:
    statements = {"x": ("paper", None), "y": ("post", None), "wx": ("ada", W), "wy": ("bo", W)}
    assert told(statements, [("x", "wx"), ("y", "wy")], ["x", "y"], suspected=[("y", "x")]) == (
        "Between one and two people would have to be wrong for this to lose all support: one (Ada Marrow) if nothing "
        "unknown or suspected is trusted, two (Ada Marrow and Bo Lind) if all of it is."
    )


def test_lineage_not_recorded() -> None:
    assert told({"x": ("paper", None), "o": ("off", U)}, [("x", "o")], ["x"]) == (
        "Lineage not recorded: nobody is known for certain to stand behind this support; if all that is unknown or "
        "suspected is trusted, one person would have to be wrong for this to lose all support: an official; "
        "it reached us only through The Paper."
    )


def test_a_circle_and_nothing_at_all() -> None:
    statements = {"x": ("paper", None), "y": ("post", None)}
    assert told(statements, [("x", "y"), ("y", "x")], ["x"]) == (
        "No origin of this support is recorded: what is linked goes round in a circle (The Paper and The Post)."
    )
    assert told(statements, [("x", "x")], ["x"], role=Role.DISPUTES) == (
        "No origin of this dispute is recorded: what is linked rests only on itself."
    )
    assert told(statements, [], []) == "Nothing supports it yet."
    assert told(statements, [], [], role=Role.DISPUTES) == "Nothing disputes it yet."


def test_fewer_carriers_than_origins() -> None:
    statements = {"x": ("paper", None), "y": ("post", None)} | {f"w{n}": (f"W{n}", W) for n in range(6)}
    derivations = [("x", f"w{n}") for n in range(3)] + [("y", f"w{n}") for n in range(3, 6)]
    assert told(statements, derivations, ["x", "y"]) == (
        "Six people would have to be wrong for this to lose all support: W0, W1, W2, W3 and 2 more; "
        "counting those who passed it on, two would do: The Paper and The Post."
    )


def test_a_cut_that_is_one_of_several_is_an_instance() -> None:
    """Two of three would do, whichever: each of two papers needs two of them."""
    statements = {
        "x": ("paper", None),
        "y": ("post", None),
        "a": ("ada", W),
        "b": ("bo", W),
        "c": ("cy", W),
        "d": ("di", W),
    }
    assert told(statements, [("x", "a", "b"), ("y", "c", "d")], ["x", "y"]) == (
        "Two people would have to be wrong for this to lose all support: for instance Ada Marrow and cy."
    )


def test_a_carrier_who_is_an_origin_too() -> None:
    statements = {"x": ("paper", None), "p": ("paper", W), "a": ("ada", W)}
    assert told(statements, [("x", "p"), ("x", "a")], ["x"]) == (
        "Two people would have to be wrong for this to lose all support: Ada Marrow and The Paper; "
        "all of it reached us only through The Paper."
    )


def test_a_search_that_ended_early() -> None:
    count = Count(3, 3, ("ada", "bo", "cy", "di"), ("ada", "bo", "cy", "di"))
    found = Independence(count, count, origins=("ada", "bo", "cy", "di", "ed"), exact=False)
    assert sentence(found, NAMES, Level.PERSON, Role.SUPPORTS) == (
        "At least three people would have to be wrong for this to lose all support: the search was ended early."
    )


@pytest.mark.parametrize("level", list(Level))
def test_never_independent_and_never_a_score(level: Level) -> None:
    statements = {"x": ("paper", None), "o": ("off", U), "a": ("ada", W)}
    for claim in (["x"], ["o"], ["a"], ["x", "a"]):
        text = told(statements, [("x", "o")], claim, level)
        assert "independent" not in text
        assert "%" not in text
