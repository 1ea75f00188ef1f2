"""Which statements seem to say a claim: features, closeness, hints, proposals. All names and events are invented."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from headwater.claims.matching.encoder import WIDTH, compared, encoded
from headwater.claims.matching.features import (
    DIMENSIONS,
    TERMS,
    Features,
    features,
    is_english,
    terms,
    vectors,
)
from headwater.claims.matching.figures import figures, names, years
from headwater.claims.matching.hints import Said, claim_names, closest_clause, hint
from headwater.claims.matching.proposal import Proposal, Sign
from headwater.claims.matching.propose import Candidate, covered, proposal, texts_of
from headwater.claims.matching.scores import Frequencies, Sought
from headwater.model.claim import Claim, Role
from headwater.model.statement import Stance

GOLD = Path(__file__).resolve().parents[1] / "gold" / "matching"
CLAIM = Claim(
    "ferry",
    "The ferry Ostra sailed overloaded, and the port office knew.",
    ("The ferry carried 90 more passengers than allowed.", "The port office knew."),
)
TEXTS = (
    "the ferry Ostra was overloaded when she sailed",
    "the port office knew that too many people were aboard",
    "a recipe for plum dumplings with poppy seed",
    "El ferry Ostra zarpó con más pasajeros de los permitidos",
    "",
)


def frequencies(kept: Features) -> Frequencies:
    return Frequencies(len(kept), np.bincount(kept.terms, minlength=TERMS).astype(np.uint32))


def proposed(text: str, claim: Claim = CLAIM, stance: Stance = Stance.ASSERTS, cue: str = "said") -> Proposal:
    kept = features([text, *TEXTS])
    scores = compared(
        texts_of(claim), [text], Sought(texts_of(claim), frequencies(kept)).scores(kept).words[:1]
    )
    one = Candidate(
        "s1",
        Said(text, stance, cue),
        float(scores.close()[0]),
        scores.each()[0],
        scores.words[0],
        scores.meaning[0],
    )
    return proposal(claim, one, frequencies(kept))


def reasons(made: Proposal, *signs: Sign) -> list[str]:
    return [reason.words for reason in made.reasons if reason.sign in signs]


def test_the_closest_come_first_and_other_things_last() -> None:
    kept = features(TEXTS)
    scores = Sought(texts_of(CLAIM), frequencies(kept)).scores(kept)
    assert set(np.argsort(-scores.close())[:2]) == {0, 1}
    assert list(scores.proposed()[[0, 1, 2, 4]]) == [True, True, False, False]
    assert scores.close()[4] == 0


def test_another_language_is_found_by_the_words_it_shares() -> None:
    kept = features(TEXTS)
    scores = Sought(texts_of(CLAIM), frequencies(kept)).scores(kept)
    assert not is_english(TEXTS[3])
    assert scores.close()[3] > scores.close()[2]
    assert scores.words[3].max() > 0.1


def test_a_word_that_few_statements_have_counts_more() -> None:
    kept = features(["the harbour lamp", "the harbour bell", *["the harbour wall"] * 30])
    scores = Sought(["the harbour lamp bell wall"], frequencies(kept)).scores(kept)
    assert scores.words[0, 0] == pytest.approx(scores.words[1, 0])
    assert scores.words[0, 0] > scores.words[5, 0]


@settings(max_examples=60)
@given(st.lists(st.text(max_size=60), max_size=6), st.text(max_size=60))
def test_closeness_is_in_range_and_the_same_every_time(texts: list[str], claim: str) -> None:
    kept = features(texts)
    assert kept.vectors.shape == (len(texts), DIMENSIONS)
    assert int(kept.lengths.sum()) == len(kept.terms)
    first, second = (Sought([claim, claim], frequencies(kept)).scores(kept) for _ in range(2))
    for measure in (first.words, first.meaning, first.each(), first.close()):
        assert np.isfinite(measure).all()
        assert ((measure >= 0) & (measure <= 1.0001)).all()
    assert (first.close() == second.close()).all()


@given(st.lists(st.text(max_size=40), min_size=1, max_size=5))
def test_a_text_has_the_same_features_alone_and_among_others(texts: list[str]) -> None:
    together, at = features(texts), 0
    for n, text in enumerate(texts):
        alone = features([text])
        length = int(together.lengths[n])
        assert (together.terms[at : at + length] == alone.terms).all()
        assert (together.vectors[n] == alone.vectors[0]).all()
        at += length


@given(st.text(max_size=80))
def test_a_text_is_as_close_to_itself_as_can_be(text: str) -> None:
    kept = features([text])
    scores = Sought([text], frequencies(kept)).scores(kept)
    assert scores.words[0, 0] == pytest.approx(1 if len(terms(text)) else 0)
    if vectors([text]).any():
        assert scores.meaning[0, 0] > 0.98


def test_the_encoder_gives_the_same_whatever_stands_beside_a_text() -> None:
    texts = ["a crane fell", "the port office knew of the overloaded ferry " * 4, "", "word " * 900]
    together = encoded(texts)
    assert together.shape == (4, WIDTH)
    assert np.linalg.norm(together, axis=1) == pytest.approx(np.ones(4), abs=1e-3)
    for text, row in zip(texts, together, strict=True):
        assert encoded([text])[0] @ row > 0.95  # eight-bit activations depend a little on the batch
    assert encoded([]).shape == (0, WIDTH)


def test_meaning_is_found_without_a_shared_word() -> None:
    close = compared(
        ["The vessel sank."], ["the ship went down", "the soup was cold"], np.zeros((2, 1), np.float32)
    )
    assert close.close()[0] > close.close()[1] + 0.2


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("paid 90,000 crowns", [(90000, "crown")]),
        ("pagó 90.000 coronas", [(90000, "corona")]),
        ("ninety thousand crowns and twenty-five tugs", [(90000, "crown"), (25, "tug")]),
        ("two million of the tonnes", [(2_000_000, "the")]),
        ("2.5 percent", [(2.5, "percent")]),
        ("on 3 March 2031 they came", []),
        ("one of them said", []),
        ("1.2.3.4 x", []),
        ("", []),
    ],
)
def test_figures(text: str, expected: list[tuple[float, str]]) -> None:
    assert [(one.value, one.unit) for one in figures(text)] == expected


@given(st.text(alphabet="0123456789., abcmil-twenty", max_size=40))
def test_any_string_can_be_searched_for_figures(text: str) -> None:
    assert all(np.isfinite(one.value) for one in figures(text))


def test_years_and_names() -> None:
    assert years("In 2031 some 2000 tonnes went, and 2029 was worse") == {2031, 2029}
    assert names("The mayor of Port Calder met Odile. She left Tarn in March") == {
        "port": "Port",
        "calder": "Calder",
        "odile": "Odile",
        "tarn": "Tarn",
    }


@pytest.mark.parametrize(
    ("text", "stance", "role", "said"),
    [
        ("the ferry carried 90 more passengers than allowed", Stance.ASSERTS, Role.SUPPORTS, ""),
        ("the ferry carried more passengers than allowed", Stance.DENIES, Role.DISPUTES, "denies"),
        ("the ferry carried more passengers than allowed", Stance.DOUBTS, Role.DISPUTES, "doubts"),
        ("the ferry carried more passengers than allowed", Stance.HEDGES, Role.QUALIFIES, "hedges"),
        ("the ferry carried more passengers than allowed", Stance.ASKS, Role.MENTIONS, "asks"),
        ("the ferry did not carry more passengers than allowed", Stance.ASSERTS, Role.DISPUTES, "negated"),
        ("the ferry didn’t carry more passengers than allowed", Stance.ASSERTS, Role.DISPUTES, "negated"),
        (
            "the ferry carried 40 more passengers than allowed",
            Stance.ASSERTS,
            Role.DISPUTES,
            "other figure: 40 against 90",
        ),
        ("the port office denied that it knew", Stance.ASSERTS, Role.MENTIONS, "reports a denial: “denied”"),
        ("it is false that the port office knew", Stance.ASSERTS, Role.DISPUTES, "says “false”"),
        (
            "the ferry Amity of Lorne carried more passengers than allowed",
            Stance.ASSERTS,
            Role.MENTIONS,
            "other names: Amity, Lorne against Ostra",
        ),
    ],
)
def test_what_a_statement_may_do(text: str, stance: Stance, role: Role, said: str) -> None:
    made = proposed(text, stance=stance, cue="denied" if stance is Stance.DENIES else "said")
    assert made.role is role
    assert not said or said in [reason.words for reason in made.reasons]


def test_saying_that_there_was_none_is_denied_once() -> None:
    made = proposed("the ferry did not carry more passengers than allowed", stance=Stance.DENIES, cue="said")
    assert made.role is Role.DISPUTES
    twice = proposed(
        "the ferry did not carry more passengers than allowed", stance=Stance.DENIES, cue="denied"
    )
    assert twice.role is Role.SUPPORTS


def test_a_negated_claim_is_supported_by_what_is_negated() -> None:
    claim = Claim("c", "No inspector has boarded the ferry.")
    assert proposed("no inspector ever boarded the ferry", claim).role is Role.SUPPORTS
    assert proposed("an inspector boarded the ferry", claim).role is Role.DISPUTES


def test_only_the_clause_that_is_close_counts() -> None:
    text = "Nobody slept that night; the ferry carried more passengers than allowed, but I was not asked"
    assert closest_clause(
        CLAIM.parts[0], text
    ).strip() == "the ferry carried more passengers than allowed,".rstrip(",")
    assert proposed(text).role is Role.SUPPORTS


def test_what_is_far_away_only_mentions() -> None:
    made = proposed("a recipe for plum dumplings")
    assert made.role is Role.MENTIONS
    assert reasons(made, Sign.DISTANCE)


def test_the_parts_that_are_covered() -> None:
    assert proposed("the port office knew of it").parts == (2,)
    assert proposed("the ferry had more passengers than allowed").parts == (1,)
    assert covered(np.array([0.9], dtype=np.float32)) == ()
    assert covered(np.array([0.9, 0.1, 0.05], dtype=np.float32)) == (1,)
    assert covered(np.array([0.9, 0.5, 0.45, 0.2], dtype=np.float32)) == (1, 2)


def test_shared_words_are_a_reason_and_function_words_are_none() -> None:
    (shared,) = reasons(proposed("the Ostra was overloaded when they and the others sailed"), Sign.SHARED)
    assert {"ostra", "overloaded", "sailed"} <= set(shared.removeprefix("both have: ").split(", "))
    assert not {"the", "and", "when"} & set(shared.removeprefix("both have: ").split(", "))


@given(st.text(max_size=80), st.text(max_size=80), st.sampled_from(Stance), st.floats(0, 1))
def test_hints_take_any_strings_and_say_the_same_twice(
    claim: str, text: str, stance: Stance, closeness: float
) -> None:
    found = [hint(claim, claim_names([claim]), Said(text, stance), closeness) for _ in range(2)]
    assert found[0] == found[1]
    assert all(reason.words.strip() for reason in found[0].reasons)


def rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (GOLD / name).read_text(encoding="utf-8").splitlines()]


def test_the_gold_pairs_are_whole() -> None:
    claims = {row["claim"]: row for row in rows("claims.jsonl")}
    statements = rows("statements.jsonl")
    assert len(statements) >= 150
    assert {row["split"] for row in claims.values()} == {"dev", "held"}
    for row in statements:
        assert row["says"] in ("paraphrase", "part", "contradiction", "topic")
        assert (Role(row["role"]), Stance(row["stance"])) == (row["role"], row["stance"])
        assert row["text"].strip()
        assert all(1 <= part <= len(claims[row["claim"]]["parts"]) for part in row["parts"])
        assert bool(row["parts"]) is (row["says"] != "topic")


def test_the_gold_statements_of_a_claim_come_before_those_of_others() -> None:
    """A floor far below the figures that docs/matching.md has, so that what breaks is seen."""
    statements, right = rows("statements.jsonl"), []
    kept = features([row["text"] for row in statements])
    for row in rows("claims.jsonl"):
        sought = Sought([row["text"], *row["parts"]], frequencies(kept))
        best = np.argsort(-sought.scores(kept).close(), kind="stable")[:5]
        right += [statements[n]["claim"] == row["claim"] for n in best]
    assert np.mean(right) > 0.8
