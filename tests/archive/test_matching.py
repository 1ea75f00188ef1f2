"""Words of a query in a text, and patterns against tokens: the same whichever way they are read."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headwater.archive.expressions import PatternError
from headwater.archive.matching import Text, near
from headwater.archive.nodes import Exact, Field
from headwater.archive.patterns import Fuzzy, Wild, automaton, regex
from headwater.archive.tokens import words
from scanning import assigned, edits, stands_exactly

WORDS = st.text(st.sampled_from("abc"), max_size=7)
EXPRESSIONS = st.recursive(
    st.sampled_from(["a", "b", "c", ".", "[ab]", "[^a]", "(?:ab|c)"]),
    lambda inner: (
        st.tuples(inner, st.sampled_from(["*", "+", "?", "{2}", "{1,2}", "{0,3}", "{2,}"])).map(
            lambda pair: f"({pair[0]}){pair[1]}"
        )
        | st.tuples(inner, inner).map("".join)
        | st.tuples(inner, inner).map(lambda pair: f"({pair[0]}|{pair[1]})")
    ),
    max_leaves=6,
)


@given(EXPRESSIONS, st.lists(WORDS, max_size=12))
def test_an_expression_fits_what_python_says_it_fits(source: str, tokens: list[str]) -> None:
    try:
        pattern = regex(source)
    except PatternError:
        return  # too large
    for token in tokens:
        assert pattern.matches(token) == (re.fullmatch(source, token) is not None), (source, token)


@given(st.text(st.sampled_from("ab*?"), min_size=1, max_size=8), WORDS)
def test_wildcards_fit_what_they_say(shape: str, token: str) -> None:
    expected = re.fullmatch(shape.replace("*", ".*").replace("?", "."), token) is not None
    assert Wild(shape).matches(token) == expected


@given(WORDS.filter(bool), WORDS, st.integers(1, 2))
def test_similar_spellings_are_so_many_edits_apart(word: str, token: str, distance: int) -> None:
    assert Fuzzy(word, distance).matches(token) == (edits(word, token) <= distance)


def test_no_expression_goes_back_over_a_word() -> None:
    for source in ("(a+)+b", "(a|a)*b", "(.*a){20}", "(a*)*b"):
        assert not automaton(regex(source)).matches("a" * 5_000 + "c")


@given(
    st.lists(st.sampled_from(["a", "ab", "b", None]), max_size=14),
    st.lists(st.sampled_from(["a", "b", Wild("a*"), Wild("*b")]), min_size=2, max_size=4),
    st.integers(0, 5),
)
def test_near_is_a_stretch_with_a_word_for_each_term(
    stream: list[str | None], terms: list[str | Wild], within: int
) -> None:
    def may_be(token: str | None) -> frozenset[int]:
        fits = (term == token if isinstance(term, str) else term.matches(str(token)) for term in terms)
        return frozenset() if token is None else frozenset(n for n, fit in enumerate(fits) if fit)

    kinds, length = [may_be(token) for token in stream], len(terms) + within
    stretches = [
        range(at, min(at + length, len(stream)))
        for at in range(len(stream))
        if assigned(kinds[at : at + length], frozenset(range(len(terms))))
    ]
    marked = list(near(stream, terms, within))
    assert marked == sorted(set(marked))
    assert set(marked) == {at for stretch in stretches for at in stretch if kinds[at]}


TEXTS = st.text(st.sampled_from("aA. -\n\tbé\u0301\u00ad東"), max_size=24)


@given(TEXTS, TEXTS)
def test_exact_words_stand_where_they_are_written(text: str, piece: str) -> None:
    wanted = " ".join(piece.replace("\u00ad", "").split())
    wanted = unicodedata.normalize("NFC", wanted)
    if words(wanted) and unicodedata.category(wanted[0]) != "Mn":
        found = Text(text).holds(Exact(Field.ANY, wanted, words(wanted)))
        assert found == stands_exactly(text, wanted)


@pytest.mark.parametrize(
    ("text", "wanted", "found"),
    [
        ("In the U.S. of A", "U.S.", ["U.S"]),
        ("In the u.s.", "U.S.", []),
        ("Die Straße, STRASSE", "Straße", ["Straße"]),
        ("Cafe\u0301 Café", "Café", ["Cafe\u0301", "Café"]),
        ("the  plea\ndeal", "plea deal", ["plea\ndeal"]),
        ("Stra\u00adße", "Straße", ["Stra\u00adße"]),
        ("mapleA", "A", []),
        ("a a a", "a a", ["a a", "a a"]),
    ],
)
def test_exact_words(text: str, wanted: str, found: list[str]) -> None:
    assert [span.of(text) for span in Text(text).places(Exact(Field.ANY, wanted, words(wanted)))] == found
