"""What the benches on copies plant and read is what their pages say."""

import random

import pytest

from copies import fiction, rewriting
from truth.authors import authors

STOCK = [f"new{letter}" for letter in "abcdefgh"]


@pytest.mark.parametrize("share", [0.0, 0.1, 0.3, 0.5, 1.0])
def test_the_share_of_words_that_are_not_kept_is_exact(share: float) -> None:
    names = [f"w{number}x" for number in range(200)]
    text = "\n\n".join(", ".join(names[at : at + 10]) + "." for at in range(0, 200, 10))
    copy = rewriting.rewritten(text, share, STOCK, random.Random(1))
    assert sum(name in copy for name in names) == 200 - round(share * 200)
    assert copy.count("\n\n") == text.count("\n\n")


def test_a_part_is_a_run_of_whole_sentences() -> None:
    draw = random.Random(2)
    text = fiction.account(fiction.topic(draw), draw).replace("\n\n", " ")
    part = rewriting.part(text, draw)
    assert part in text
    assert 30 <= rewriting.words_in(part) < rewriting.words_in(text)


def test_accounts_of_an_event_share_its_facts_and_no_sentence() -> None:
    draw = random.Random(3)
    about = fiction.topic(draw)
    one, other = (fiction.account(about, draw, 12) for _ in range(2))
    assert any(fact in one and fact in other for fact in about.facts)
    assert not set(one.split(". ")) & set(other.split(". "))


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Brandt, Ada E.", "brandt"),
        ("Ada E. Brandt", "brandt"),
        ("Brandt, Ada; Marrow, Tilda", "brandt; marrow"),
        ("Ada Brandt, Tilda Marrow and Bo Yarrow", "brandt; marrow; yarrow"),
        ("By (author) Brandt, Ada By (author) Marrow, Tilda", "brandt; marrow"),
        ("BRANDT, ADA (UNIVERSITY OF SKARRE)", "brandt"),
        ("Br&uuml;nn, Ada", "brunn"),
        ("Not Available", ""),
        ("", ""),
    ],
)
def test_author_lists_come_to_one_form(written: str, read: str) -> None:
    assert authors(written) == read
