"""The ledger's state is a function of its decisions alone."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from headwater.claims.ledger import decided_of_copy, fold, next_claim_id, standing, undoable
from headwater.model.claim import Decision, Role
from headwater.model.suspicion import Verdict


def decided(*rows: tuple[str, dict[str, Any]]) -> list[Decision]:
    return [
        Decision(n, f"2031-01-01T00:00:{n % 60:02}Z", "ana", kind, body)
        for n, (kind, body) in enumerate(rows, start=1)
    ]


CLAIM = ("claim", {"claim": "c1", "text": "A deal existed.", "parts": ["one", "two"]})


def link(
    role: str = "supports", statement: str = "s1", parts: tuple[int, ...] = ()
) -> tuple[str, dict[str, Any]]:
    body = {
        "claim": "c1",
        "statement": statement,
        "role": role,
        "parts": list(parts),
        "basis": "heard",
        "why": "",
    }
    return "link", body


def undo(number: int) -> tuple[str, dict[str, Any]]:
    return "undo", {"decision": number, "why": ""}


def test_a_claim_with_links() -> None:
    ledger = fold(decided(CLAIM, link(parts=(2,)), link("disputes", "s2")))
    first, second = ledger.claims["c1"].links
    assert (first.statement, first.role, first.parts) == ("s1", Role.SUPPORTS, (2,))
    assert (second.statement, second.role, second.parts) == ("s2", Role.DISPUTES, ())
    assert (first.by, first.at) == ("ana", "2031-01-01T00:00:02Z")


def test_a_later_link_of_the_same_two_replaces_the_earlier() -> None:
    (found,) = fold(decided(CLAIM, link("supports"), link("disputes"))).claims["c1"].links
    assert found.role is Role.DISPUTES


def test_undo_brings_back_what_stood_before() -> None:
    (found,) = fold(decided(CLAIM, link("supports"), link("disputes"), undo(3))).claims["c1"].links
    assert found.role is Role.SUPPORTS


def test_undo_can_be_undone() -> None:
    rows = decided(CLAIM, link(), undo(2), undo(3))
    assert [decision.id for decision in standing(rows)] == [1, 2]
    assert len(fold(rows).claims["c1"].links) == 1
    assert fold(decided(CLAIM, link(), undo(2), undo(3), undo(4))).claims["c1"].links == ()


def test_links_of_a_claim_that_was_taken_back_are_gone_with_it() -> None:
    assert fold(decided(CLAIM, link(), undo(1))).claims == {}


def test_a_declined_proposal_can_come_back() -> None:
    rows = decided(CLAIM, ("decline", {"claim": "c1", "statement": "s1", "why": "another crane"}))
    assert fold(rows).declined == {"c1": {"s1": 2}}
    assert fold(rows).claims["c1"].links == ()
    assert fold([*rows, decided(CLAIM, CLAIM, undo(2))[-1]]).declined == {}


def test_ids_are_never_used_twice() -> None:
    rows = decided(CLAIM, undo(1))
    assert next_claim_id(rows) == "c2"
    assert next_claim_id([]) == "c1"


@given(st.lists(st.integers(1, 12), max_size=12))
def test_a_decision_stands_unless_a_standing_undo_strikes_it(targets: list[int]) -> None:
    rows = decided(CLAIM, link(), *(undo(min(target, n + 2)) for n, target in enumerate(targets)))
    struck = {int(d.body["decision"]) for d in _effective_undos(rows)}
    assert {d.id for d in standing(rows)} == {1, 2} - struck


def _effective_undos(rows: list[Decision]) -> list[Decision]:
    """Written apart from the ledger: an undo takes effect if no later effective undo names it."""
    undos = [d for d in rows if d.kind == "undo"]
    effective: list[Decision] = []
    for decision in undos[::-1]:
        if not any(int(later.body["decision"]) == decision.id for later in effective):
            effective.append(decision)
    return effective


def typed(statement: str = "t1") -> tuple[str, dict[str, Any]]:
    body = {
        "statement": statement,
        "text": "x",
        "chain": ["Ida Nox"],
        "stance": "asserts",
        "citation": "p. 4",
    }
    return "typed", {**body, "document": "", "start": None, "end": None}


def test_a_statement_that_was_taken_back_takes_its_links_along() -> None:
    rows = decided(CLAIM, typed(), link(statement="t1"), undo(2))
    assert fold(rows).claims["c1"].links == ()
    assert len(fold(decided(CLAIM, typed(), link(statement="t1"), undo(2), undo(4))).claims["c1"].links) == 1


def test_what_is_said_of_an_actor_adds_up() -> None:
    rows = decided(
        ("actor", {"actor": "ida nox", "name": "Ida Nox", "institution": "Port", "side": None}),
        ("actor", {"actor": "ida nox", "name": "Ida Nox", "institution": None, "side": "crew"}),
    )
    found = fold(rows).actors["ida nox"]
    assert (found.institution, found.side) == ("Port", "crew")


def test_what_can_be_undone() -> None:
    rows = decided(CLAIM, link(), undo(2))
    assert undoable(rows) == {1, 3}


def of_kind(kind: str, **body: Any) -> st.SearchStrategy[tuple[str, dict[str, Any]]]:
    return st.fixed_dictionaries(body).map(lambda made: (kind, made))


STATEMENTS = st.sampled_from(["s1", "s2", "t1", "t2", "whole-ab"])
ACTORS = st.sampled_from(["ida nox", "bo lind"])
WORDS = st.sampled_from(["", "one", "two"])
PLACES = st.just([[["ab", 0, 9], ["cd", 3, 12]]])
ANY = st.one_of(
    of_kind("claim", claim=st.sampled_from(["c1", "c2"]), text=WORDS, parts=st.lists(WORDS, max_size=2)),
    of_kind(
        "link",
        claim=st.sampled_from(["c1", "c2"]),
        statement=STATEMENTS,
        role=st.sampled_from([role.value for role in Role]),
        parts=st.lists(st.integers(1, 2), max_size=2),
        basis=st.sampled_from(["heard", "witnessed"]),
        why=WORDS,
    ),
    st.sampled_from(["t1", "t2"]).map(lambda key: typed(key)),
    of_kind(
        "derivation",
        of=STATEMENTS,
        sources=st.lists(STATEMENTS, min_size=1, max_size=3),
        how=st.just("cites"),
        suspected=st.booleans(),
        directed=st.booleans(),
        why=WORDS,
    ),
    of_kind(
        "actor",
        actor=ACTORS,
        name=WORDS,
        institution=st.sampled_from([None, "Port"]),
        side=st.sampled_from([None, "crew"]),
    ),
    of_kind(
        "interest", actor=ACTORS, name=WORDS, interest=st.sampled_from(["defendant", "rival"]), note=WORDS
    ),
    of_kind(
        "copy",
        suspicion=st.sampled_from(["x", "y"]),
        verdict=st.sampled_from([one.value for one in Verdict]),
        members=st.just(["ab", "cd"]),
        original=st.sampled_from(["", "ab"]),
        pairs=PLACES,
        why=WORDS,
    ),
    of_kind("decline", claim=st.sampled_from(["c1", "c2"]), statement=STATEMENTS, why=WORDS),
    of_kind("kind of a later version", anything=WORDS),
    st.integers(1, 20).map(undo),
)


@given(st.lists(ANY, max_size=20), ANY)
def test_undo_of_any_decision_restores_exactly_the_earlier_state(
    rows: list[tuple[str, dict[str, Any]]], last: tuple[str, dict[str, Any]]
) -> None:
    before = decided(*rows)
    number = len(rows) + 1
    after = decided(*rows, last, undo(number))
    assert fold(after) == fold(before)
    assert undoable(after) - {number + 1} == undoable(before)
    assert fold(decided(*rows, last, undo(number), undo(number + 1))) == fold(decided(*rows, last))


@given(st.lists(ANY, min_size=1, max_size=20), st.data())
def test_undo_of_an_earlier_decision_gives_what_there_would_be_without_it(
    rows: list[tuple[str, dict[str, Any]]], data: st.DataObject
) -> None:
    before = decided(*rows)
    standing_now = sorted(one.id for one in standing(before))
    if not standing_now:
        return
    target = data.draw(st.sampled_from(standing_now))
    assert fold(decided(*rows, undo(target))) == fold([one for one in before if one.id != target])
    again = decided(*rows, undo(target), undo(len(rows) + 1))
    assert fold(again) == fold(before)


def test_an_interest_of_the_same_kind_replaces_the_earlier() -> None:
    def interest(kind: str, note: str) -> tuple[str, dict[str, Any]]:
        return "interest", {"actor": "ida nox", "name": "Ida Nox", "interest": kind, "note": note}

    found = fold(
        decided(interest("rival", "old"), interest("payer", "x"), interest("rival", "new"))
    ).interests
    assert {kind: one.note for kind, one in found["ida nox"].items()} == {"rival": "new", "payer": "x"}


def test_a_later_decision_on_a_copy_replaces_the_earlier() -> None:
    def copy(verdict: str, original: str) -> tuple[str, dict[str, Any]]:
        places = [[["ab", 0, 9], ["cd", 3, 12]]]
        body = {"suspicion": "x", "verdict": verdict, "members": ["ab", "cd"], "original": original}
        return "copy", {**body, "pairs": places, "why": ""}

    rows = decided(copy("accepted", "ab"), copy("rejected", ""), undo(2))
    (found,) = fold(rows).copies.values()
    assert (found.verdict, found.original, found.id) == (Verdict.ACCEPTED, "ab", 1)
    assert [one.verdict for one in decided_of_copy(rows, "x")] == [Verdict.ACCEPTED, Verdict.REJECTED]
