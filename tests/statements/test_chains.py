"""Chains: who a source is, through whom it came, and what is nested in what. All people and papers are invented."""

import re

import pytest

from headwater.model.statement import Provenance, Statement
from headwater.statements.extract import extract
from headwater.statements.mode import Mode

SOURCE = Provenance("0" * 64)


def found(text: str) -> list[Statement]:
    return extract(SOURCE, text, Mode.FAST)


def said(text: str, cue: str) -> Statement:
    """The first statement with ``cue`` in its cue."""
    return next(s for s in found(text) if any(cue in c.of(text) for c in s.cue))


def links(text: str, cue: str) -> tuple[str, ...]:
    """The chain without the articles of names ("the Coastal Ledger", "The Ledger")."""
    return tuple(re.sub(r"^[Tt]he (?=[A-Z])", "", link) for link in said(text, cue).chain)


def content(text: str, cue: str) -> str:
    return " / ".join(" ".join(s.of(text).split()) for s in said(text, cue).content)


@pytest.mark.parametrize(
    ("text", "cue", "chain"),
    [
        # pronouns: sex, number, and whose words they stand in
        ("Ida Brandt met Karl Voss. He said the crane was unsafe.", "said", ("Karl Voss",)),
        ("Ida Brandt met Karl Voss. Karl Voss sat. She said it was safe.", "said", ("Ida Brandt",)),
        (
            "A miner's widow wrote to us. Hugo, is it true? She adds that nobody came.",
            "adds",
            ("A miner's widow",),
        ),
        ("“My brother told me,” Voss wrote. “He swore it was true.”", "swore", ("Voss", "My brother")),
        ("Brandt said she believes the crane is safe.", "believes", ("Brandt",)),
        ("The reports say it sank. It says nobody drowned.", "says", ("The reports",)),
        # first persons: whoever is quoted, else whoever the text is by
        ("“I think it sank,” Ida Brandt wrote.", "think", ("Ida Brandt",)),
        (
            "By Ida Brandt\n\nVoss said I believe him. He left.",
            "believe",
            ("Ida Brandt", "Voss", "Ida Brandt"),
        ),
        # names at their clearest
        ("A source, code-named Heron, told us that it sank.", "told", ("Heron",)),
        ("The diplomat, code-named “Heron,” wrote that it sank.", "wrote", ("Heron",)),
        ("A deckhand whom we call “Heron” said that it sank.", "said", ("Heron",)),
        ("People close to the talks said it sank.", "said", ("People close to the talks",)),
        ("Officials on Tuesday said it sank.", "said", ("Officials",)),
        ("The Ministry of Ports said that it sank.", "said", ("Ministry of Ports",)),
        ("A Mrs Adler wrote that it sank.", "wrote", ("Mrs Adler",)),
        ("HALE: I know him.\n\nProfessor Ivo Hale left. Ivo Hale said it sank.", ":", ("Ivo Hale",)),
        ("Colin Reyes came. Ask Colin, he swears that it sank.", "swears", ("Colin Reyes",)),
        (
            "Harbour Post reporter Ida Brandt left. The Post reported that it sank.",
            "reported",
            ("Harbour Post",),
        ),
        # ways
        (
            "In an e-mail dated March 3, 2031, Voss wrote that it sank.",
            "wrote",
            ("an e-mail dated March 3, 2031", "Voss"),
        ),
        (
            "In an interview with the Coastal Ledger, Voss said that it sank.",
            "said",
            ("Coastal Ledger", "Voss"),
        ),
        ("The union said via its spokesman Karl Voss that it sank.", "said", ("Karl Voss", "The union")),
        ("Ida Brandt told the Coastal Ledger that it sank.", "told", ("Coastal Ledger", "Ida Brandt")),
        # reporters and their papers
        (
            "Harbour Post reporter Ida Brandt revealed that it sank.",
            "revealed",
            ("Harbour Post", "Ida Brandt"),
        ),
        (
            "Ida Brandt, a reporter for the Coastal Ledger, wrote that it sank.",
            "wrote",
            ("Coastal Ledger", "Ida Brandt"),
        ),
        ("The Ledger's Ida Brandt wrote that it sank.", "wrote", ("Ledger", "Ida Brandt")),
        ("Harbour commission clerk Ida Brandt said that it sank.", "said", ("Ida Brandt",)),
        (
            "The toll, according to figures published by the Coastal Office, rose.",
            "according",
            ("Coastal Office",),
        ),
    ],
)
def test_links(text: str, cue: str, chain: tuple[str, ...]) -> None:
    assert links(text, cue) == chain


@pytest.mark.parametrize(
    ("text", "cue", "chain"),
    [
        (
            "Rios said the inspectors reported that the owner claims it was checked.",
            "claims",
            ("Rios", "the inspectors", "the owner"),
        ),
        (
            "The Ledger reported on Monday, citing two officials, that the dock had been sold.",
            "citing",
            ("Ledger", "two officials"),
        ),
        (
            "As reported by the Coastal Ledger, the mayor said it sank.",
            "said",
            ("Coastal Ledger", "the mayor"),
        ),
        ("“It sank,” Ida Brandt said, as quoted in the Coastal Ledger.", "quoted", ("Coastal Ledger",)),
        ("Brandt said she heard from a clerk that it sank.", "heard", ("Brandt", "a clerk")),
        ("Brandt dismissed Voss's claim that it sank.", "claim", ("Brandt", "Voss")),
        ("Voss said the company denies having been warned.", "denies", ("Voss", "the company")),
        (
            "“The inspector said, ‘Nobody knows,’ and laughed,” Voss recalled.",
            "said",
            ("Voss", "The inspector"),
        ),
        (
            "The toll (1,200 dead according to the Statistics Office, as reported by the daily Le Phare) rose.",
            "according",
            ("Le Phare", "Statistics Office"),
        ),
    ],
)
def test_nested(text: str, cue: str, chain: tuple[str, ...]) -> None:
    assert links(text, cue) == chain


@pytest.mark.parametrize(
    ("text", "cue", "expected"),
    [
        ("Dubbed “Heron” by Tidewater, he works at the port.", "Dubbed", "“Heron”"),
        ("The firm identified him in its letters as Luis Orta.", "identified", "him / as Luis Orta"),
        (
            "“The crane,” Voss, who leads the union, said, “was never checked.”",
            "said",
            "“The crane,” / “was never checked.”",
        ),
        ("The dock will close, as first reported by the Ledger.", "reported", "The dock will close"),
        ("The crane, Voss believes, was cut.", "believes", "The crane / was cut"),
        ("In her view the army is waiting.", "view", "the army is waiting"),
        ("The owner allegedly paid him.", "allegedly", "The owner / paid him"),
        ("The inspectors are of the opinion that it sank.", "opinion", "that it sank"),
        ("Voss called again; he says the boat sank.", "says", "the boat sank"),
        ("He denied that it sank, and he blamed the crew for the story.", "denied", "that it sank"),
        ("Voss blasted the plan, which failed in May.", "blasted", "the plan"),
        ("“He said, ‘Nobody knows,’ and left,” Voss recalled.", "said", "‘Nobody knows,’"),
        ("‘He was asleep,’ she said. ‘I was not.’", "said", "‘He was asleep,’ / ‘I was not.’"),
        ("Voss wrote in a letter to the board, dated 3 March 2031, that it sank.", "wrote", "that it sank"),
    ],
)
def test_contents(text: str, cue: str, expected: str) -> None:
    assert content(text, cue) == expected


def test_nobody_says_what_the_reader_is_told_to_note() -> None:
    assert not [s for s in found("Look at it and note that the dock is closed.") if s.source]


LETTER = """Voss wrote to his sister in May:

    I saw the cable. Pete told me that Brandt had ordered it.

His sister said that she kept it.
"""


def test_an_indented_block_ends_with_its_indent_and_its_i_is_its_writer() -> None:
    wrote = said(LETTER, "wrote")
    assert wrote.form == "block"
    assert content(LETTER, "wrote") == "I saw the cable. Pete told me that Brandt had ordered it."
    assert said(LETTER, "told").chain == ("Voss", "Pete")
    assert said(LETTER, "told").nested_in == wrote.id
    assert next(s for s in found(LETTER) if s.chain == ("His sister",)).nested_in is None


LIST = """In a memo to the board, Brandt lists three findings:
• The crane was never checked.
• The inspector says he was paid.

The board denies any payment.
"""


def test_bullets_are_a_block() -> None:
    assert said(LIST, "says").chain == ("a memo", "Brandt", "The inspector")
    assert said(LIST, "denies").nested_in is None


SIGNAL = """“In a letter of May 9, 2031,” Salk wrote, “QX7’s view of the plan is set out again:”
We believe that the port sent them a signal that reads as follows:
“To the crews: thank you. We are concerned about the boats.”
One clerk thinks that it meant nothing.
"""


def test_whose_a_block_is_when_it_sets_out_somebodys_view() -> None:
    assert said(SIGNAL, "believe").chain == ("Salk", "a letter of May 9, 2031", "QX7")
    assert said(SIGNAL, "concerned").chain[-1] == "the port"
    assert said(SIGNAL, "thinks").chain == ("Salk", "a letter of May 9, 2031", "One clerk")


def test_a_turn_of_a_transcript_is_a_block() -> None:
    assert said("HALE: I grew up with that question.", ":").form == "block"


def test_a_quotation_over_two_paragraphs_is_direct() -> None:
    text = "“It sank,” Voss said. “Nobody came.\n\n“Nobody will.”"
    assert said(text, "said").form == "direct"
