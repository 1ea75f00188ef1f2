"""Marks and snippets: exactly what the query matched, in places of the text itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headwater.archive.highlight import SEEN, WIDTH, marks, snippet
from headwater.archive.patterns import Wild
from headwater.archive.query import Field, Node, Not, Words, parse
from headwater.archive.tokens import tokens, words

TEXT = "The Deal: Ms Jane\nDoe of Café Noir re-sealed the deals; jane and doe. E-mail it."


@pytest.mark.parametrize(
    ("query", "marked"),
    [
        ("deal", ["Deal"]),
        ("deal*", ["Deal", "deals"]),
        ('"jane doe"', ["Jane\nDoe"]),
        ('"the deal*"', ["The Deal", "the deals"]),
        ("cafe\u0301 e-mail", ["Café", "E-mail"]),
        ('jane OR "jane doe"', ["Jane\nDoe", "jane"]),
        ("jane -doe", ["Jane", "jane"]),
        ("NOT jane", []),
        ("NOT (a -jane)", ["Jane", "jane"]),
        ("body:noir subject:jane from:doe", ["Noir"]),
        ("type:message date:2010 *", []),
        ("nothing", []),
    ],
)
def test_marks(query: str, marked: list[str]) -> None:
    assert [span.of(TEXT) for span in marks(parse(query), TEXT)] == marked


def test_marks_of_a_title() -> None:
    query = parse("subject:jane body:doe deal")
    assert [span.of("Jane Doe deal") for span in marks(query, "Jane Doe deal", Field.SUBJECT)] == [
        "Jane",
        "deal",
    ]


def test_the_fragment_with_most_different_words_is_shown() -> None:
    text = "deal " * 40 + "x " * 300 + "the cartel made a deal there " + "y " * 300
    found = snippet(parse("deal cartel"), text)
    assert found is not None
    assert [mark.of(text) for mark in found.marks] == ["cartel", "deal"]
    assert len(found.span) <= WIDTH
    assert "".join(piece for piece, _ in found.pieces()) == found.text == found.span.of(text)
    assert [piece for piece, marked in found.pieces() if marked] == ["cartel", "deal"]


def test_without_a_match_the_beginning_is_shown() -> None:
    text = "  \n Lorem ipsum " + "dolor " * 100
    found = snippet(parse("from:jane"), text)
    assert found is not None
    assert found.text.startswith("Lorem ipsum dolor")
    assert found.text.endswith("dolor")
    assert found.marks == ()
    assert 200 < len(found.text) <= WIDTH
    assert snippet(parse("a"), " \n ") is None
    assert snippet(parse("a"), "") is None


def test_no_word_is_cut_and_none_gets_lost_at_the_edges() -> None:
    text = " ".join(f"word{number}" for number in range(500))
    for number in (0, 1, 250, 498, 499):
        found = snippet(parse(f"word{number}"), text)
        assert found is not None
        assert set(found.text.split()) <= set(text.split())
        assert [mark.of(text) for mark in found.marks] == [f"word{number}"]
        assert len(found.text) > 200


def test_a_match_longer_than_the_fragment_is_clipped() -> None:
    text = "a " + "x" * 5000 + " b"
    found = snippet(parse("x*"), text)
    assert found is not None
    assert found.text == "x" * WIDTH
    assert found.marks == (found.span,)


TEXTS = st.text(st.sampled_from("ab é\u0301ßが東\u00ad 🙂.-\n") | st.characters(codec=None), max_size=80)
NEEDLES = st.lists(st.sampled_from(["a", "b", "ab", "e", "ss", "東", "aa"]), min_size=1, max_size=3).map(
    tuple
)


@given(TEXTS, NEEDLES, st.booleans(), st.integers(1, 40))
def test_marks_and_snippets_agree_with_the_tokens(
    text: str, needle: tuple[str, ...], star: bool, width: int
) -> None:
    terms = (*needle[:-1], Wild(needle[-1] + "*")) if star else needle
    query: Node = Words(Field.ANY, terms)
    stream = list(tokens(text))
    covered = set()
    for at in range(len(stream) - len(needle) + 1):
        here = tuple(token.text for token in stream[at : at + len(needle)])
        if here[:-1] == needle[:-1] and (
            here[-1] == needle[-1] or (star and here[-1].startswith(needle[-1]))
        ):
            covered |= set(range(stream[at].start, stream[at + len(needle) - 1].end))
    found = marks(query, text)
    assert {place for span in found for place in range(span.start, span.end)} == covered
    assert marks(Not(query), text) == ()
    shown = snippet(query, text, width=width)
    assert (shown is None) == (not text.strip())
    if shown is not None:
        assert shown.text == shown.span.of(text)
        assert len(shown.span) <= width
        assert all(shown.span.holds(mark) for mark in shown.marks)
        assert bool(shown.marks) == bool(covered)
        assert "".join(piece for piece, _ in shown.pieces()) == shown.text


def test_tokens_of_a_marked_phrase_are_those_of_the_query() -> None:
    (mark,) = marks(parse('"jane doe"'), TEXT)
    assert words(mark.of(TEXT)) == ("jane", "doe")


@pytest.mark.parametrize("word", ["ship ", "schiff straße "])
def test_a_snippet_looks_at_the_beginning_of_a_long_text_only(word: str) -> None:
    filler = word * (SEEN // len(word))
    text = "\n" * SEEN + "the deal " + filler + "cartel " + filler
    found = snippet(parse("deal cartel"), text)
    assert found is not None
    assert [mark.of(text) for mark in found.marks] == ["deal"]
    assert found.text.startswith("the deal")
    late = snippet(parse("cartel"), text)
    assert late is not None
    assert (late.marks, late.text[:8]) == ((), "the deal")
    assert [mark.of(text) for mark in marks(parse("cartel"), text)] == ["cartel"]


def test_a_word_at_the_bound_is_not_taken_for_a_shorter_one() -> None:
    text = "x " * (SEEN // 2 - 2) + "dealer"
    for query in ("deal", "deal*"):
        found = snippet(parse(query), text)
        assert found is not None
        assert found.marks == ()
    whole = snippet(parse("dealer"), text[2:])
    assert whole is not None


def test_long_words_are_marked_once() -> None:
    text = ("a" * 4000 + " ") * 500
    assert len(marks(parse("a*"), text)) == 500
    assert len(marks(parse("a*"), text, Field.SUBJECT)) == 500
