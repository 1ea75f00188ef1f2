"""A quotation against the words of a text: what is marked, what is spelled otherwise, what is changed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headwater.base.spans import Span
from headwater.claims.audit.differing import insertions
from headwater.claims.audit.pairing import paired
from headwater.claims.audit.saying import grams, saying_of
from headwater.claims.audit.spelling import is_noise, is_slip, is_variant
from headwater.claims.audit.wording import Match, best_match
from headwater.claims.audit.wordlist import words_of
from headwater.model.audit import Change

NOTE = """Odile, these are my notes.

If a new pilot comes into the estuary, we wait and see how Brannock answers. If Brannock fights it, the newcomer loses
its berth, as a rule inside thirty days. I would not call it a deal. Nobody ever taught it to me.

A launch of the Estuary Board, EB-7, went out to the Grey Heron as she came in. He organised 2,000 peo-
ple and paid $5 million, or 62 per cent, for tbe boat. We don't talk to them.
STRICTLY PRIVATE 14/31

They read what we do and what we leave undone, and they draw the right conclusion."""


def match_of(quotation: str, text: str = NOTE) -> tuple[Match, list[tuple[Change, str, str]]]:
    """The best place of a quotation of one piece, and its differences."""
    saying = saying_of(quotation, Span(0, len(quotation)))
    assert len(saying.pieces) == 1
    words = words_of(text)
    found = best_match(saying.pieces[0], words, lambda word: int(word in words.places))
    assert found is not None
    differences = [*found.differences, *insertions(saying.pieces[0], found.differences)]
    return found, [(one.change, one.article, one.archive) for one in differences]


@pytest.mark.parametrize(
    ("quotation", "expected"),
    [
        ("I would not call it a deal,", []),
        ("“nobody EVER taught it to me”", []),
        ("he organised 2,000 people", []),  # the word is cut at the end of a line
        ("I would call it a deal", [(Change.NEGATION, "", "not")]),
        ("Nobody taught it to me", [(Change.DROPPED, "", "ever")]),
        ("Nobody ever really taught it to me", [(Change.ADDED, "really", "")]),
        ("loses its berth, as a rule inside thirteen days", [(Change.NUMBER, "thirteen", "thirty")]),
        ("loses its berth, as a rule inside 30 days", [(Change.SPELLING, "30", "thirty")]),
        ("He organized two thousand people", [(Change.SPELLING, "organized", "organised"), (Change.SPELLING, "two thousand", "2,000")]),
        ("paid $5 million, or 62%, for the boat", [(Change.NOISE, "the", "tbe")]),
        ("paid €5 million, or 62 percent", [(Change.NUMBER, "€", "$")]),
        ("paid $5 billion, or 62 percent", [(Change.NUMBER, "billion", "million")]),
        ("We do not talk to them", [(Change.SPELLING, "do not", "don't")]),
        ("We do talk to them", [(Change.NEGATION, "", "don't")]),
        ("EB-7, went out to the Lady Anne as she came in", [(Change.NAME, "Lady Anne", "Grey Heron")]),
        ("we wait and see how Brannock pays", [(Change.WORD, "pays", "answers")]),
        ("[a] launch of the Estuary Board", [(Change.INSERTION, "[a]", "")]),
        ("a new pilot comes into the estuary, [the Board will] wait", [(Change.INSERTION, "[the Board will]", "we")]),
        ("If [the] new pilot [Ferrow] comes", [(Change.INSERTION, "[the]", "a"), (Change.INSERTION, "[Ferrow]", "")]),
        ("Brannock answer[s]", []),
        ("[T]he newcomer loses its berth", []),
        ("the newcomer los[t] its berth", [(Change.INSERTION, "[t]", "loses")]),
        ("We don't talk to them. They read what we do", [(Change.NOISE, "", "STRICTLY PRIVATE 14/31")]),
        ("If Brannock fights it, they draw the right conclusion", [(Change.SPLICED, "", None)]),
    ],
)  # fmt: skip
def test_what_differs(quotation: str, expected: list[tuple[Change, str, str | None]]) -> None:
    _, found = match_of(quotation)
    inside = [one for one in found if one[0] is not Change.INSERTION or one in expected]
    if expected and expected[0][2] is None:
        assert [one[0] for one in found if one[0] is not Change.INSERTION] in (
            [Change.SPLICED],
            [Change.ADDED],
            [Change.WORD],
        )
        return
    assert inside == expected


def test_an_ellipsis_makes_two_pieces_and_none_at_the_ends() -> None:
    text = "... They read what we do [...] and they draw the right conclusion …"
    saying = saying_of(text, Span(0, len(text)))
    assert [piece.words.said(0, len(piece)) for piece in saying.pieces] == [
        "They read what we do",
        "and they draw the right conclusion",
    ]
    assert [span.of(text) for span in saying.ellipses] == ["[...]"]


def test_no_run_of_words_goes_through_a_bracket() -> None:
    text = "they [the crews] wait"
    (piece,) = saying_of(text, Span(0, len(text))).pieces
    assert list(grams(piece)) == []


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("organise", "organize", True),
        ("colour", "color", True),
        ("centre", "center", True),
        ("travelled", "traveled", True),
        ("defence", "defense", True),
        ("grey", "gray", True),
        ("four", "for", False),
        ("then", "than", False),
        ("price", "prize", False),
        ("advice", "advise", False),
    ],
)
def test_variants_of_spelling(one: str, other: str, same: bool) -> None:
    assert is_variant(one, other) is same


def test_noise_is_no_word_and_near_to_one() -> None:
    known = {"the": 90, "brannock": 40, "casual": 3, "causal": 2, "hansen": 9, "hanson": 120}
    frequency = lambda word: known.get(word, 1)  # noqa: E731
    assert is_noise("tbe", "the", frequency, name=False)
    assert is_noise("brarnock", "brannock", frequency, name=True)
    assert not is_noise("casual", "causal", frequency, name=False)  # two words of the language
    assert not is_noise("hansen", "hanson", frequency, name=True)  # two people
    assert not is_noise("1931", "1981", frequency, name=False)
    assert is_noise("3o", "30", frequency, name=False)


def test_a_slip_is_no_word_of_the_case() -> None:
    assert is_slip("lisence", "license", lambda word: 0, name=False)
    assert is_slip("5hould", "should", lambda word: 0, name=False)
    assert is_slip("br4nnock", "brannock", lambda word: 0, name=True) is False
    assert not is_slip("lisence", "license", lambda word: 1, name=False)
    assert not is_slip("brannack", "brannock", lambda word: 0, name=True)
    assert not is_slip("than", "then", lambda word: 0, name=False)


words = st.lists(st.sampled_from("a b c d e f g".split()), max_size=12)


@given(words, words)
def test_pairs_cover_both_sides_in_order(one: list[str], other: list[str]) -> None:
    ranges = paired(len(one), len(other), lambda a, b, c, d: one[a:b] == other[c:d])
    at = (0, 0)
    for a, b, c, d in ranges:
        assert (a, c) == at
        at = (b, d)
    assert at == (len(one), len(other))


@given(st.text(max_size=60), st.text(max_size=200))
def test_any_text_can_be_compared(quotation: str, text: str) -> None:
    saying = saying_of(quotation, Span(0, len(quotation))) if quotation else None
    words = words_of(text)
    for piece in saying.pieces if saying else ():
        found = best_match(piece, words, lambda word: 1)
        if found is not None:
            assert 0 <= found.first < found.stop <= len(words)
            assert found.standing <= set(range(len(piece)))
            for one in found.differences:
                assert one.span is None or one.span.of(quotation)
                assert one.at is None or one.at.of(text)


@given(
    st.lists(
        st.sampled_from("the pilot of a launch came in and went out again 30 days".split()),
        min_size=3,
        max_size=30,
    )
)
def test_the_very_words_are_exact(said: list[str]) -> None:
    quotation = " ".join(said)
    text = f"Before it. {quotation}. After it."
    saying = saying_of(quotation, Span(0, len(quotation)))
    found = best_match(saying.pieces[0], words_of(text), lambda word: 1)
    assert found is not None
    assert not found.differences
    assert len(found.standing) == len(saying)
