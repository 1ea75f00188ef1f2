"""Words that somebody types become places in a document, or an error that says how to choose."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headwater.base.errors import InputError
from headwater.base.spans import Span
from headwater.desk.picking import Piece, in_words, paragraphs_around, pick, places_of

TEXT = "The clerk said there is a list.\r\n\r\nShe said\u00a0that the\nlist was long. (The list.)\n"


def picked(
    words: str, nth: int | None = None, near: Span | None = None, before: tuple[Span, ...] = ()
) -> str:
    return " | ".join(span.of(TEXT) for span in pick(TEXT, [Piece(words, nth)], "content", near, before))


def test_white_space_need_not_match_and_words_are_whole() -> None:
    assert picked("that the list") == "that the\nlist"
    assert picked("said that") == "said\u00a0that"
    assert picked("is") == "is"
    assert picked("(The list.)") == "(The list.)"


def test_where_no_whole_word_fits_a_part_of_one_does() -> None:
    assert picked("ong") == "ong"


def test_the_paragraph_decides_then_the_number() -> None:
    second = paragraphs_around(TEXT, Span(TEXT.index("She"), TEXT.index("She") + 3))
    assert second is not None
    assert second.of(TEXT).startswith("She said")
    (span,) = pick(TEXT, [Piece("said")], "cue", second)
    assert span.start == TEXT.rindex("said")
    (span,) = pick(TEXT, [Piece("said", 1)], "cue", second)
    assert span.start == TEXT.index("said")
    with pytest.raises(InputError) as caught:
        pick(TEXT, [Piece("list")], "content", second)
    assert "2: “" in caught.value.message
    assert "1: “" not in caught.value.message
    assert "--nth content=2" in caught.value.next_step


def test_what_the_part_was_before_is_meant() -> None:
    last = places_of(TEXT, "list")[-1]
    assert pick(TEXT, [Piece("list")], "content", None, (last,)) == (last,)


def test_a_long_passage_by_its_ends() -> None:
    assert picked("The clerk […] said\u00a0that") == TEXT[: TEXT.index("that") + 4]
    assert picked("She [...] long.").startswith("She said")
    with pytest.raises(InputError):
        picked("long. […] She")


@given(st.text("ab .\n", min_size=1, max_size=40), st.data())
def test_what_is_told_in_words_is_found_again(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    span = Span(start, data.draw(st.integers(start + 1, len(text))))
    if span.of(text).strip():
        assert pick(text, [Piece(in_words(text, [span])[0])], "content", None, (span,)) == (span,)


def test_the_ends_of_a_long_passage_find_it_again() -> None:
    text = "Before it. " + " ".join(f"word{n}" for n in range(900)) + " After it."
    span = Span(len("Before it. "), text.index(" After it."))
    (told,) = in_words(text, [span])
    assert len(told) < 500
    assert pick(text, [Piece(told)], "content", None) == (span,)
