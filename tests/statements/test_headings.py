"""Tops and ends of documents: outlets and authors that they name. All people and papers are invented."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from headwater.statements.byline import find_byline

DOCUMENTS = Path(__file__).parent / "data" / "headings.txt"
BODIES = (
    "Mayor Ana Torvik said on Monday that the dock in Port Calder had been sold. “It was sold in May,” she said.\n\n"
    "The clerk told reporters that Torvik knew nothing of it.",
    "The dock was sold in May, according to minutes of the harbour board. Two of its members had voted against it.\n\n"
    "A fisherman from Kvist, who did not want to be named, says that he saw the papers.",
    "For nine years nobody asked whose the dock was. Then, one morning in March, a lorry came\nand took the cranes away, "
    "and with them\nthe last of the work.\n\n“I knew,” the harbour master told the court.",
)


def documents() -> list[tuple[str, tuple[str, ...], str, str]]:
    """Name, outlets, author and text of each."""
    out = []
    for at, block in enumerate(DOCUMENTS.read_text(encoding="utf-8").split("#### ")[1:]):
        name, expected, text = block.split("\n", 2)
        outlets, author = expected.removeprefix("=").split("|")
        called = tuple(o.strip() for o in outlets.split(">") if o.strip())
        out.append((name, called, author.strip(), text.strip("\n").replace("%%", BODIES[at % len(BODIES)])))
    return out


def plain(name: str) -> str:
    return re.sub(r"^the ", "", name.casefold())


@pytest.mark.parametrize(("outlets", "author", "text"), [pytest.param(*d[1:], id=d[0]) for d in documents()])
def test_headings(outlets: tuple[str, ...], author: str, text: str) -> None:
    found = find_byline(text)
    assert ([plain(o) for o in found.outlets], found.author) == ([plain(o) for o in outlets], author)


def test_there_are_many() -> None:
    assert len(documents()) >= 80


@pytest.mark.parametrize(
    "text",
    [
        "By " * 330_000,
        "Ines Caldera and " * 60_000,
        "A " * 500_000,
        "a, " * 330_000,
        "© " * 500_000,
        "(" * 1_000_000,
        "— | · " * 160_000,
        "First published in " * 50_000,
        " " * 1_000_000,
        "By Ines Caldera\n" * 60_000,
        "A\n" * 500_000,
        "\n" * 1_000_000,
        "The Port Ledger, \r\n" * 50_000,
        "Ines Caldera is a " * 50_000,
    ],
    ids=range(14),
)
def test_hostile_text_is_read(text: str) -> None:
    found = find_byline(text)
    assert all(len(name) < 200 for name in (*found.outlets, found.author))


MARKS = [
    "By",
    "by",
    ":",
    "|",
    ",",
    "(",
    ")",
    "—",
    "\n",
    "\n\n",
    "©",
    "2031",
    "May",
    "The Port Ledger",
    "Ines Caldera",
    "for",
]
MARKS += [
    "Special to",
    "Source:",
    "first published in",
    ".",
    "and",
    "A",
    "x",
    "“",
    "\u2028",
    "\x1c",
    "reports",
    "is a writer",
]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(MARKS), max_size=12).map(" ".join) | st.text(max_size=60))
def test_any_text_is_read_and_nothing_is_made_up(text: str) -> None:
    found = find_byline(text)
    words = re.findall(r"\w+", text.casefold())
    named = re.findall(r"\w+", " ".join((*found.outlets, found.author)).casefold())
    assert set(named) <= {*words, "and"}
