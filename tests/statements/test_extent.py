"""How a document is read: to its end, whatever its size and kind."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headwater.base.spans import Span
from headwater.model.document import Kind
from headwater.model.statement import Provenance
from headwater.statements import extent
from headwater.statements.chains import LEFT_OUT, LONGEST, joined
from headwater.statements.extent import SLICE, is_prose
from headwater.statements.extract import extract
from headwater.statements.mode import Mode

SOURCE = Provenance("0" * 64)
SAID = "Odile Marr said the dock was closed. "


@given(st.lists(st.sampled_from(["a", " ", "\n", "\n\n", "> b", "“c”\r\n\r\n", "\U0001f600"]), max_size=200))
def test_slices_are_the_whole_text_in_order(pieces: list[str]) -> None:
    text = "".join(pieces)
    with pytest.MonkeyPatch.context() as small:
        small.setattr(extent, "SLICE", 40)
        small.setattr(extent, "_TAIL", 10)
        found = list(extent.slices(text))
    assert "".join(s.of(text) for s in found) == text
    assert all(len(s) <= 40 for s in found)


def test_a_slice_ends_where_a_paragraph_does_rather_than_a_line_or_a_word() -> None:
    start, filler = "x" * (SLICE - 100), "word " * 40
    for end in ("aa\n\nbb\ncc dd\n\n“ee", "aa\nbb cc", "aa bb"):
        first, _ = extent.slices(start + end.replace(" ", "_", end.count(" ") - 1) + filler.replace(" ", "_"))
        assert first.end == len(start) + end.index("bb")
    assert [len(s) for s in extent.slices("x" * (2 * SLICE))] == [SLICE, SLICE]


@pytest.fixture
def small_slices(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extent, "SLICE", 200)
    monkeypatch.setattr(extent, "_TAIL", 100)


@pytest.mark.usefixtures("small_slices")
def test_a_long_text_is_read_to_its_end_and_names_go_over() -> None:
    first = "By Ines Roth\n\nThe Harbour Works Committee (HWC) met. Odile Marr said the dock was closed.\n\n"
    text = (
        first
        + "The dock is old and nobody works there on the day.\n\n" * 3
        + "Marr said it leaks.\n\n" * 3
        + "HWC said that it will close."
    )
    found = extract(SOURCE, text)
    assert [s.cue[0].of(text) for s in found] == ["said"] * 5
    assert [s.chain for s in found[:4]] == [("Ines Roth", "Odile Marr")] * 4
    assert found[4].chain[-1] == "Harbour Works Committee (HWC)"
    assert len({s.id for s in found}) == 5


@pytest.mark.usefixtures("small_slices")
def test_the_part_of_a_message_that_goes_on_is_still_its_writer_s() -> None:
    text = (
        "Here it is.\n\n-----Original Message-----\nFrom: Odile Marr\nSent: Monday, May 3, 2032 9:00 AM\n"
        "To: Ines Roth\nSubject: Dock\n\n" + "The dock leaks and I told the others.\n\n" * 8
    )
    blocks = [
        s for s in extract(replace(SOURCE, kind=Kind.MESSAGE, writer="Ines Roth"), text) if s.form == "block"
    ]
    assert len(blocks) > 3
    assert [s.chain for s in blocks] == [("Ines Roth",)] + [("Ines Roth", "Odile Marr")] * (len(blocks) - 1)
    assert {s.nested_in for s in blocks[1:]} == {blocks[0].id}
    told = [s for block in blocks for s in block.content]
    assert [s.start for s in told] == sorted(s.start for s in told)
    assert sum(s.of(text).count("leaks") for s in told) == 8


@pytest.mark.usefixtures("small_slices")
def test_a_quoted_part_does_not_go_on_without_its_marks() -> None:
    text = (
        "> "
        + "Yes, they know of the dock by now.\n> " * 2
        + "\n"
        + "So far the others; we are closing it.\n" * 4
    )
    text = "On Monday, Odile Marr <o@x.example> wrote:\n" + text
    blocks = [
        s for s in extract(replace(SOURCE, kind=Kind.MESSAGE, writer="Ines Roth"), text) if s.form == "block"
    ]
    assert [s.chain[-1] for s in blocks if "closing" in s.content[-1].of(text)] == ["Ines Roth"] * 2


@pytest.mark.parametrize(
    ("filler", "kind"),
    [("word ", Kind.TEXT), ('"', Kind.TEXT), ("7 1,2\n", Kind.TEXT), ("> x\n", Kind.MESSAGE)],
)
def test_what_stands_after_much_that_says_nothing_is_found(filler: str, kind: Kind) -> None:
    text = SAID + "\n\n" + filler * (SLICE // len(filler)) + "\n\n" + SAID
    found = [s for s in extract(replace(SOURCE, kind=kind), text) if s.form != "block"]
    assert [s.content[-1].of(text) for s in found if "Marr" in s.source[0].of(text)] == [
        "the dock was closed"
    ] * 2


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


def test_a_book_in_one_line_is_prose_however_few_of_its_words_are_new() -> None:
    topics = [
        [f"w{chr(97 + a)}{chr(97 + b)}{chr(97 + c)}" for b in range(20) for c in range(10)] for a in range(2)
    ]
    text = " ".join(word for topic in topics * 20 for word in topic)
    assert len(set(text.split())) < 0.1 * len(text.split())
    assert is_prose(text, Span(0, len(text)))


def test_people_who_are_numbered_are_heard() -> None:
    text = " ".join(f"Person{n} said that the dock number {n} was sold." for n in range(60))
    assert len(extract(SOURCE, text, Mode.FAST)) == 60


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
    assert len([s.nested_in for s in extract(SOURCE, text, Mode.FAST) if s.nested_in]) > 0


def test_a_chain_leaves_out_its_middle_and_says_so() -> None:
    links = [f"Clerk {n}" for n in range(LONGEST)]
    assert joined(links[:-1], links[-1:]) == tuple(links)
    chain = joined(links, ["Odile Marr"])
    assert len(chain) == LONGEST
    assert chain[-2:] == (links[-1], "Odile Marr")
    assert (chain[0], chain[LONGEST // 2]) == ("Clerk 0", LEFT_OUT)
    assert joined(chain, ["Ann"])[:3] == chain[:3]
