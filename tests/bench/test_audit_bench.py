"""The bench of the audit plants what it says: the truth about a quotation can be told from its archive."""

import random
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "bench" / "audit"))

import letters
import manners
from places import Archive, Document, Passage, damage, normal
from planting import FAULTS, KINDS, planted
from writing import article


@pytest.fixture(scope="module")
def archive() -> Archive:
    """A hundred letters, all sentences passages."""
    made = letters.letters(random.Random(3), 100, 0)
    documents, passages = [], []
    for number, letter in enumerate(made):
        text = letters.body(letter, 72)
        day = f"{letter.when:%Y-%m-%d}"
        documents.append(Document(str(number), text, day))
        passages += [
            Passage(one, str(number), letter.writer.name, day, letter.reader.name)
            for paragraph in letter.paragraphs
            for one in paragraph
        ]
    return Archive(Path(), documents, passages, sorted({letter.writer.name for letter in made}))


def test_right_words_stand_in_the_archive_and_changed_ones_nowhere(archive: Archive) -> None:
    made = planted(archive, 1, 5)
    assert {one.kind for one in made} >= {*KINDS} - {"ocr in archive"}
    for one in made:
        if one.kind in FAULTS and one.kind not in ("wrong speaker", "wrong date"):
            assert not archive.holds(one.words)
        if one.kind in ("exact", "wrong speaker", "wrong date"):
            assert archive.holds(one.words)


def test_the_spans_of_the_gold_hold_the_planted_words(archive: Archive) -> None:
    made = planted(archive, 2, 5)
    written = article(made, archive.holds, "test")
    assert [gold.planted for gold in written.gold] == made
    for gold in written.gold:
        told = " ".join(written.text[start:end] for start, end in gold.pieces)
        if "hyphen" not in gold.planted.kind and gold.planted.kind != "dressed":
            assert normal(told) == normal(gold.planted.words)
    assert not {manners.OPEN, manners.CLOSE} & {*written.text}


def test_the_same_seed_gives_the_same_articles(archive: Archive) -> None:
    one, other = (article(planted(archive, 4, 2), archive.holds, "a").text for _ in range(2))
    assert one == other


def test_misread_words_keep_figures_negations_and_names() -> None:
    words = "The minister did not pay 4,200 crowns to Harol Bennor because nobody understood the arrangement"
    for seed in range(50):
        made = damage(words, random.Random(seed), {}, 0.1)
        assert made != words
        for kept in ("not", "4,200", "Harol", "Bennor", "nobody", "The"):
            assert kept in made.split()
