"""Quotation marks and paragraphs."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headwater.statements.paragraphs import LONGEST, find_paragraphs
from headwater.statements.quotes import find_quotations


def quoted(text: str) -> list[tuple[int, bool, bool, str]]:
    found = find_quotations(text, find_paragraphs(text))
    return [(q.depth, q.closed, q.follows, q.span.of(text)) for q in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He said “no.” Then left.", [(1, True, False, "“no.”")]),
        ('He said "no." Then left.', [(1, True, False, '"no."')]),
        ("Dijo «nunca» y calló.", [(1, True, False, "«nunca»")]),
        ("It's the boys' and Ann's.", []),
        (
            "“She said ‘no’ to me,” he said.",
            [(1, True, False, "“She said ‘no’ to me,”"), (2, True, False, "‘no’")],
        ),
        ("“It isn't Ann's,” he said.", [(1, True, False, "“It isn't Ann's,”")]),
        ("“Never closed\n\nNext.", [(1, False, False, "“Never closed")]),
        ("“One.\n\n“Two.”", [(1, False, False, "“One."), (1, True, True, "“Two.”")]),
    ],
)
def test_marks(text: str, expected: list[tuple[int, bool, bool, str]]) -> None:
    assert quoted(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One line\nwrapped here. And on\nand on.", ["One line\nwrapped here. And on\nand on."]),
        ("First.\nSecond.", ["First.", "Second."]),
        ("A\n\nB", ["A", "B"]),
        ("> A\n>\n> B", ["> A", "> B"]),
        ("As follows:\n• one\n• two", ["As follows:", "• one", "• two"]),
        ("“Well,”\nAnn said.", ["“Well,”\nAnn said."]),
    ],
)
def test_paragraphs(text: str, expected: list[str]) -> None:
    assert [p.of(text) for p in find_paragraphs(text)] == expected


@given(st.text(alphabet=st.sampled_from("ab \n\r.\"'“”‘’«»>•\u2033"), max_size=80))
def test_paragraphs_hold_every_word_and_quotations_stay_inside_one(text: str) -> None:
    paragraphs = find_paragraphs(text)
    covered = {i for p in paragraphs for i in range(p.start, p.end)}
    assert all(i in covered for i, c in enumerate(text) if c.isalnum())
    assert all(a.end <= b.start for a, b in pairwise(paragraphs))
    for q in find_quotations(text, paragraphs):
        assert any(p.holds(q.span) for p in paragraphs)


def test_long_paragraphs_are_cut_without_loss() -> None:
    text = "word " * LONGEST
    pieces = find_paragraphs(text)
    assert max(len(p) for p in pieces) <= LONGEST
    assert " ".join(p.of(text) for p in pieces).split() == text.split()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("‘The lamp was lit,’ said the keeper.", ["‘The lamp was lit,’"]),
        ("'It wasn't lit,' said Nessa. 'The boys' lamp was.'", ["'It wasn't lit,'", "'The boys' lamp was.'"]),
        ("‘She said “no,”’ he told us.", ["‘She said “no,”’", "“no,”"]),
        ("‘He is asleep.\n\n‘He was.’", ["‘He is asleep.", "‘He was.’"]),
        ("The ‘cartels’ met.", ["‘cartels’"]),
        ("The sailors’ dog didn’t bark.", []),
        ("He called it ''a trap,'' she said.", ["''a trap,''"]),
    ],
)
def test_single_marks_outside_of_double_ones(text: str, expected: list[str]) -> None:
    assert [q.span.of(text) for q in find_quotations(text, find_paragraphs(text))] == expected
