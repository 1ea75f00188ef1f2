"""Cutting texts for display: nothing is lost, and every segment knows what covers it."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from headwater.base.spans import Span
from headwater.web.marking import (
    Mark,
    Marked,
    Part,
    Segment,
    cut_text,
    highlighted,
    paragraphs,
    segments,
)

TEXTS = st.text(st.sampled_from("ab \n\r\t𐍈é水"), max_size=60)


@st.composite
def marked_texts(draw: st.DrawFn) -> tuple[str, list[Marked]]:
    text = draw(TEXTS)
    spans = st.builds(
        lambda start, length: Span(start, start + length), st.integers(0, 70), st.integers(1, 30)
    )
    rows = draw(st.lists(st.tuples(st.integers(1, 5), st.sampled_from(Part), spans), max_size=8))
    return text, [Marked(*row) for row in rows]


def test_nested_spans() -> None:
    text = "She said he said it."
    outer = Marked(1, Part.CONTENT, Span(9, 19))
    inner = Marked(2, Part.CONTENT, Span(17, 19))
    source = Marked(2, Part.SOURCE, Span(9, 11))
    assert segments(text, [inner, source, outer]) == [
        Segment(0, "She said "),
        Segment(9, "he", (Mark(1, Part.CONTENT, True, False), Mark(2, Part.SOURCE, True, True))),
        Segment(11, " said ", (Mark(1, Part.CONTENT, False, False),)),
        Segment(17, "it", (Mark(1, Part.CONTENT, False, True), Mark(2, Part.CONTENT, True, True))),
        Segment(19, "."),
    ]
    assert [segment.depth(Part.CONTENT) for segment in segments(text, [inner, source, outer])] == [
        0,
        1,
        1,
        2,
        0,
    ]


def test_overlapping_spans() -> None:
    first, second = Marked(1, Part.CONTENT, Span(0, 4)), Marked(2, Part.CONTENT, Span(2, 6))
    cut = segments("abcdef", [first, second])
    assert [(s.text, [m.number for m in s.marks]) for s in cut] == [("ab", [1]), ("cd", [1, 2]), ("ef", [2])]
    assert cut[1].marks == (Mark(1, Part.CONTENT, False, True), Mark(2, Part.CONTENT, True, False))


def test_marks_that_reach_beyond_the_text_neither_begin_nor_end_in_it() -> None:
    assert segments("cd", [Marked(1, Part.CUE, Span(0, 9))], start=2) == [
        Segment(2, "cd", (Mark(1, Part.CUE, False, False),))
    ]


def test_stops_cut_where_nothing_is_marked() -> None:
    assert [segment.start for segment in segments("abcdef", [], stops=[3, 99])] == [0, 3]


@given(marked_texts(), st.integers(0, 20), st.lists(st.integers(0, 80), max_size=4))
def test_segments_are_the_text_and_carry_exactly_the_marks_that_cover_them(
    drawn: tuple[str, list[Marked]], start: int, stops: list[int]
) -> None:
    text, marks = drawn
    cut = segments(text, marks, stops, start)
    assert "".join(segment.text for segment in cut) == text
    assert all(segment.text for segment in cut)
    at = start
    for segment in cut:
        assert segment.start == at
        at = segment.end
        covering = [m for m in marks if m.span.start <= segment.start and segment.end <= m.span.end]
        touching = [m for m in marks if m.span.start < segment.end and segment.start < m.span.end]
        expected = sorted(
            (m.number, m.part, m.span.start == segment.start, m.span.end == segment.end) for m in covering
        )
        assert sorted((m.number, m.part, m.begins, m.ends) for m in segment.marks) == expected
        assert len(touching) == len(covering), "a span begins or ends inside a segment"


@given(marked_texts())
def test_every_mark_begins_once_and_ends_once(drawn: tuple[str, list[Marked]]) -> None:
    text, marks = drawn
    inside = [mark for mark in marks if mark.span.end <= len(text)]
    cut = segments(text, inside)
    assert sum(mark.begins for segment in cut for mark in segment.marks) == len(inside)
    assert sum(mark.ends for segment in cut for mark in segment.marks) == len(inside)


def test_highlighted_joins_overlapping_hits() -> None:
    pieces = highlighted("the gate opened", [Span(4, 8), Span(6, 8)])
    assert "".join(piece for piece, _ in pieces) == "the gate opened"
    assert "".join(piece for piece, marked in pieces if marked) == "gate"
    assert highlighted("", []) == []


@given(TEXTS, st.integers(1, 20))
def test_parts_adjoin_and_are_bounded(text: str, most: int) -> None:
    parts = cut_text(text, 0, len(text), most)
    assert "".join(part.of(text) for part in parts) == text
    assert all(len(part) <= most for part in parts)


def test_parts_end_after_a_line_where_they_can() -> None:
    assert [part.of("aa\nbb\ncc") for part in cut_text("aa\nbb\ncc", 0, 8, 7)] == ["aa\nbb\n", "cc"]


@given(TEXTS, st.integers(1, 20))
def test_paragraphs_lose_nothing_but_white_space(text: str, most: int) -> None:
    found = paragraphs(text, 0, len(text), most)
    assert all(left.end <= right.start for left, right in pairwise(found))
    kept = {offset for span in found for offset in range(span.start, span.end)}
    assert not "".join(letter for offset, letter in enumerate(text) if offset not in kept).strip()


def test_paragraphs_break_at_blank_lines_whatever_the_line_ends() -> None:
    text = "one\r\ntwo\r\n \t\r\nthree\n\n\nfour"
    assert [span.of(text) for span in paragraphs(text, 0, len(text), 100)] == ["one\r\ntwo", "three", "four"]
