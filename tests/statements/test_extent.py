"""How much of a document is read: texts of any size and kind end, and say how far they were read."""

import pytest

from headwater.base.spans import Span
from headwater.model.document import Kind
from headwater.model.statement import Provenance
from headwater.statements.chains import LEFT_OUT, LONGEST, joined
from headwater.statements.extent import MOST_READ, is_prose, read_extent
from headwater.statements.extract import extract

SOURCE = Provenance("0" * 64)
SAID = "Odile Marr said the dock was closed. "


def test_a_text_is_read_to_its_end_or_to_the_bound_at_white_space() -> None:
    assert read_extent("") == 0
    assert read_extent("a " * 10) == 20
    assert read_extent("x" * MOST_READ) == MOST_READ
    assert read_extent("word " * MOST_READ) == MOST_READ
    assert read_extent("words " * MOST_READ) == MOST_READ // 6 * 6
    assert read_extent("x" * (2 * MOST_READ)) == MOST_READ


@pytest.mark.parametrize(
    ("filler", "kind"),
    [("word ", Kind.TEXT), ('"', Kind.TEXT), ("7 1,2\n", Kind.TEXT), ("> x\n", Kind.MESSAGE)],
)
def test_what_lies_beyond_the_bound_is_not_read(filler: str, kind: Kind) -> None:
    text = SAID + "\n\n" + filler * (MOST_READ // len(filler)) + "\n\n" + SAID
    found = [s for s in extract(Provenance("0" * 64, kind=kind), text) if s.form != "block"]
    assert [s.cue[0].of(text) for s in found if "Marr" in s.source[0].of(text)] == ["said"]
    assert all(s.content[-1].end <= read_extent(text) < len(text) for s in found)


@pytest.mark.parametrize(
    "text",
    [
        "No.",
        "Odile Marr said: no.",
        "“No,” she said on 3 May 2031 at 14:05.",
        "The memo (http://x.example/a?b=1) says 1,200 of 3,400 ships sailed.",
        "QX7: NO.",
        "the dock—closed—was sold and/or let " * 3,
        SAID * 3,
    ],
)
def test_prose_is_read(text: str) -> None:
    assert is_prose(text, Span(0, len(text)))


@pytest.mark.parametrize(
    "text",
    [
        "1,200\t3,400\t2031-05-03\n" * 9,
        "A9f+/x0Zq3T" * 40,
        "word " * 500,
        "he said that " * 200,
        '"' * 300,
        '"ship","dock","port"\n' * 60,
        " ".join(f'"ship" "dock{n}" said x{chr(97 + n % 26)}' for n in range(200)),
        "\x00\x01Ωд\x7f~\x02" * 50,
    ],
)
def test_what_is_no_prose_is_not(text: str) -> None:
    assert not is_prose(text, Span(0, len(text)))


def test_a_statement_among_tables_is_found() -> None:
    text = "12\t13\t14\n" * 50 + "\n\n" + SAID + "\n\n" + "AAAA//9f" * 500
    (found,) = extract(SOURCE, text)
    assert found.content[0].of(text) == "the dock was closed"


def test_quotations_that_go_on_for_long_belong_to_one_statement() -> None:
    text = "“The dock,” said Odile Marr, “is closed.”\n\n" + "“Nobody works there on the day.”\n\n" * 300
    (found,) = [s for s in extract(SOURCE, text) if s.cue[0].of(text) == "said"]
    assert len(found.content) == 302


def test_contents_of_one_size_that_hold_each_other_are_told() -> None:
    text = "ABC said (x. " * 4
    assert len([s.nested_in for s in extract(SOURCE, text) if s.nested_in]) > 0


def test_a_chain_leaves_out_its_middle_and_says_so() -> None:
    links = [f"Clerk {n}" for n in range(LONGEST)]
    assert joined(links[:-1], links[-1:]) == tuple(links)
    chain = joined(links, ["Odile Marr"])
    assert len(chain) == LONGEST
    assert chain[-2:] == (links[-1], "Odile Marr")
    assert (chain[0], chain[LONGEST // 2]) == ("Clerk 0", LEFT_OUT)
    assert joined(chain, ["Ann"])[:3] == chain[:3]
