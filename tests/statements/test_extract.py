"""Statements of plain text by the rules: forms, spans, stance, nesting and chains. All people and papers are invented."""

from functools import partial
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from headwater.base.spans import Span
from headwater.model.statement import Provenance, Statement
from headwater.statements.extract import extract as extract_in
from headwater.statements.extract import row
from headwater.statements.mode import Mode

SOURCE = Provenance("0" * 64)
extract = partial(extract_in, mode=Mode.FAST)


def words(spans: tuple[Span, ...], text: str) -> str:
    return " / ".join(" ".join(s.of(text).split()) for s in spans)


def triples(text: str) -> list[tuple[str, str, str]]:
    return [
        (words(s.source, text), words(s.cue, text), words(s.content, text)) for s in extract(SOURCE, text)
    ]


def one(text: str, cue: str) -> Statement:
    return next(s for s in extract(SOURCE, text) if cue in words(s.cue, text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Odile Marr said the dock was closed.", ("Odile Marr", "said", "the dock was closed")),
        ("“The dock is closed,” Odile Marr said.", ("Odile Marr", "said", "“The dock is closed,”")),
        ("“The dock is closed,” said Odile Marr.", ("Odile Marr", "said", "“The dock is closed,”")),
        (
            "“The dock,” said Odile Marr, “is closed. Nobody works.”",
            ("Odile Marr", "said", "“The dock,” / “is closed. Nobody works.”"),
        ),
        (
            "According to the harbour board, the dock was closed.",
            ("the harbour board", "According to", "the dock was closed"),
        ),
        (
            "Odile Marr announced that the dock was “closed for good” on Friday.",
            ("Odile Marr", "announced", "that the dock was “closed for good” on Friday"),
        ),
        (
            "Two reports suggest that the ships never sailed.",
            ("Two reports", "suggest", "that the ships never sailed"),
        ),
        (
            "The minister declined to say whether the ships had sailed.",
            ("The minister", "declined", "to say whether the ships had sailed"),
        ),
        (
            "Officials have said for years that some of the cargo comes from Porto Alvo.",
            ("Officials", "have said", "that some of the cargo comes from Porto Alvo"),
        ),
    ],
)
def test_forms(text: str, expected: tuple[str, str, str]) -> None:
    assert expected in triples(text)


@pytest.mark.parametrize(
    ("text", "cue", "stance"),
    [
        ("The company denies that any deal exists.", "denies", "denies"),
        ("The company did not deny that a deal exists.", "deny", "hedges"),
        ("Odile Marr called the story a complete fabrication and a lie.", "called", "denies"),
        ("The mayor doubts that the ships sailed.", "doubts", "doubts"),
        ("The mayor said the ships had allegedly sailed at night.", "said", "hedges"),
        ("“Who paid for the ships?” the mayor asked.", "asked", "asks"),
        ("The mayor said the ships had sailed.", "said", "asserts"),
    ],
)
def test_stance(text: str, cue: str, stance: str) -> None:
    assert one(text, cue).stance == stance


def test_form_is_direct_mixed_or_indirect() -> None:
    assert one("“It is closed,” Odile Marr said.", "said").form == "direct"
    assert one("Odile Marr said that it was “closed for good” then.", "said").form == "mixed"
    assert one("Odile Marr said that it was closed.", "said").form == "indirect"


def test_basis() -> None:
    assert one("Experts estimate that forty ships sailed.", "estimate").basis == "inferred"
    assert one("“I saw the ships leave at night,” Odile Marr said.", "said").basis == "witnessed"


def test_a_quotation_goes_on_in_the_next_paragraph() -> None:
    text = "“It is closed,” Odile Marr said. “Nobody works there.\n\n“Nobody will.”"
    said = one(text, "said")
    assert words(said.content, text) == "“It is closed,” / “Nobody works there. / “Nobody will.”"


ARTICLE = """Ships in the Night
By Ines Caldera, The Coastal Ledger

Harbour Wire investigative journalist Bruno Salk revealed that “a senior
smuggler’s claim that ministers struck a deal appears to be borne out by
the letters of a Lusitan diplomat.”

In an earlier Harbour Wire story, Salk disclosed that “soldiers are working
on the docks,” the Lusitan diplomat claimed in letters.

“However,” Salk wrote, “the diplomat fears that the meeting was watched.”

According to the 2031 Ports Report, published by the Office for Ports and Customs (OPC): “Coast authorities
have estimated for several years that some 40% of the cargo is stolen.”

As Harbour Wire reported, “the ministry, however, denies that any such deal exists.”

Salk disclosed: “In a Tidewater email dated May 3, 2031, QX7 lays out the plan as follows:
The plan is not to talk at all.
• No one gets hurt;
• The police look away.

“In a separate Tidewater email dated May 9, 2031,” Salk wrote, “QX7’s view of the plan is set out again:”
We believe that the notice was a signal to the crews.
One dissenting analyst thinks that the notice is the opposite.

“Unusual” perhaps, but nobody was surprised by any of it.
"""


def chains(text: str, cue: str) -> list[tuple[str, ...]]:
    return [s.chain for s in extract(SOURCE, text) if cue in words(s.cue, text)]


@pytest.mark.parametrize(
    ("cue", "chain"),
    [
        ("revealed", ("Harbour Wire", "Bruno Salk")),
        ("claimed", ("Harbour Wire", "Bruno Salk", "letters", "a Lusitan diplomat")),
        ("fears", ("Bruno Salk", "a Lusitan diplomat")),
        ("have estimated", ("Office for Ports and Customs (OPC)", "2031 Ports Report", "Coast authorities")),
        ("denies", ("Harbour Wire", "the ministry")),
        ("lays out", ("Bruno Salk", "a Tidewater email dated May 3, 2031", "QX7")),
        ("thinks", ("Bruno Salk", "a separate Tidewater email dated May 9, 2031", "One dissenting analyst")),
    ],
)
def test_chains_from_the_article_down(cue: str, chain: tuple[str, ...]) -> None:
    assert ("The Coastal Ledger", "Ines Caldera", *chain) in chains(ARTICLE, cue)


def test_blocks_end_where_the_outer_speaker_is_back() -> None:
    laid = one(ARTICLE, "lays out")
    assert laid.form == "block"
    assert laid.date == "2031-05-03"
    assert words(laid.content, ARTICLE).endswith("The police look away.")
    assert not any("Unusual" in words(s.content, ARTICLE) for s in extract(SOURCE, ARTICLE))


def test_outlet_and_author_known_from_outside_come_first() -> None:
    known = Provenance("0" * 64, author="A. Reader", outlet="The Copyist")
    chain = extract(known, "Odile Marr said the dock was closed.")[0].chain
    assert chain == ("The Copyist", "A. Reader", "Odile Marr")


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("Odile Marr ran the dock. She said it was closed.", "Odile Marr"),
        ("Clerk Odile Marr met us. Marr said it was closed.", "Odile Marr"),
        ("A retired diplomat called. The diplomat said it was closed.", "A retired diplomat"),
        ("The journalist Odile Marr called. The journalist said it was closed.", "Odile Marr"),
        ("Ann Marr and Odile Marr came. Odile Marr sat. Marr said it was closed.", "Odile Marr"),
        (
            "Odile Marr sat. Odile Marr ate. Odile Marr slept. Wily Odile Marr left. Odile Marr said it was closed.",
            "Odile Marr",
        ),
        ("The report was read out. It said the dock was closed.", "The report"),
        ("The Port Workers Union (PWU) met. PWU said it was closed.", "Port Workers Union (PWU)"),
    ],
)
def test_names_at_their_clearest_mention(text: str, last: str) -> None:
    assert one(text, "said").chain[-1] == last


@settings(deadline=None, max_examples=60)
@given(
    st.lists(
        st.sampled_from(
            [
                "She said ",
                "that ",
                "“",
                "”",
                "\n\n",
                "\r\n",
                "the dock ",
                "closed. ",
                "According to ",
                "Marr, ",
                "he ",
                "denies ",
                "\U0001f600 ",
                "\u200b",
                "\u00ad",
                "[x] ",
                "> ",
                "• ",
                ":\n",
                "\u00a0",
                "‘",
                "’",
                "’s claim that ",
                "wrote ",
                '"',
                "(",
                ")",
            ]
        ),
        max_size=30,
    ).map("".join)
)
def test_any_text_gives_exact_spans_and_a_forest(text: str) -> None:
    statements = extract(SOURCE, text)
    by_id = {s.id: s for s in statements}
    assert len(by_id) == len(statements)
    for s in statements:
        made = row(s, "d", text)
        for role in ("source", "cue", "content"):
            value = made[role]
            for passage in value if isinstance(value, list) else [value] if value else []:
                assert passage["text"] == text[passage["start"] : passage["end"]] != ""
        seen, at = set(), s
        while at.nested_in is not None:
            assert at.id not in seen
            seen.add(at.id)
            at = by_id[at.nested_in]


def test_ids_are_stable_and_belong_to_the_document() -> None:
    text = "Odile Marr said the dock was closed."
    assert [s.id for s in extract(SOURCE, text)] == [s.id for s in extract(SOURCE, text)]
    assert extract(SOURCE, text)[0].id != extract(Provenance("1" * 64), text)[0].id


def test_a_real_article_has_exact_spans_and_deep_chains(shared_data: Path) -> None:
    text = (shared_data / "seed" / "managing-the-plaza.txt").read_bytes().decode("utf-8")
    statements = extract(SOURCE, text)
    assert max(len(s.chain) for s in statements) >= 5
    assert any(s.stance == "denies" and s.nested_in for s in statements)
    for s in statements:
        for span in (*s.source, *s.cue, *s.content):
            assert 0 <= span.start < span.end <= len(text)


@pytest.mark.parametrize(
    ("text", "cue", "last"),
    [
        (
            "The lawyers lost in the Court of Appeals. In May, they argue that the dock was sold.",
            "argue",
            "The lawyers",
        ),
        ("The case went to the Court of Appeals. They argue that the dock was sold.", "argue", "They"),
        ("Odile \U0001f600 Marr \U0001f44d\ufe0f said the dock was closed.", "said", "Marr"),
        ("On Monday, Bob wrote that the dock is closed.", "wrote", "Bob"),
    ],
)
def test_names_are_whole_and_nothing_but_names(text: str, cue: str, last: str) -> None:
    assert one(text, cue).chain[-1] == last


@pytest.mark.parametrize(
    "text",
    [
        "The Latest: Dock is closed after the fire.",
        "He left the organizations that inflate the prices of ships.",
        "The ships that the town wants were closed.",
        "How can you say that the dock is closed?",
        "What did you say about the dock?",
    ],
)
def test_what_nobody_says_is_no_statement(text: str) -> None:
    assert extract(SOURCE, text) == []


def test_who_says_something_in_a_relative_clause_is_found() -> None:
    assert one("People who say that the dock is closed are wrong.", "say").chain == ("People",)
