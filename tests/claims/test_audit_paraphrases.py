"""Paraphrases of an article and the passages that come nearest; all of it fiction."""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditing import article, build, holding, mail
from headwater.claims.audit.citations import citations
from headwater.claims.audit.cues import is_vague
from headwater.claims.audit.holdings import Holdings
from headwater.claims.audit.paraphrases import SHOWN, paraphrases
from headwater.claims.audit.passages import passages
from headwater.model.audit import Bearing, Paraphrase

FILES = (
    mail(
        "ana", "Ana Marr <ana@harbour.example>", "Bo Lind <bo@harbour.example>", "Wed, 19 Mar 2031 10:00:00 +0100", "Night",
        "The patrol launch was recalled by radio before it reached the ferry. I heard the order myself.\n\n"
        "The ferry carried 412 passengers that night.\n\nThe harbour lights were not repaired in February.",
    ),
    mail(
        "authority", "Port Authority <press@authority.example>", "all@harbour.example", "Thu, 20 Mar 2031 10:00:00 +0100", "Statement",
        "The Port Authority has no agreement with any towage firm. Its launches were never recalled.",
    ),
    ("gazette.txt", "Ness Gazette, 21 March 2031\n\nThe mayor, Odile Brack, denied that she had taken money from the towage firm.\n"),
    mail(
        "other", "Bo Lind <bo@harbour.example>", "Ana Marr <ana@harbour.example>", "Fri, 21 Mar 2031 10:00:00 +0100", "Lunch",
        "Shall we have lunch by the harbour? The ferry is late again. Bring the passenger lists and the radio.",
    ),
)  # fmt: skip


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Holdings]:
    root: Path = build(tmp_path_factory.mktemp("paraphrases"), FILES)
    with holding(root) as holdings:
        yield holdings


def found(case: Holdings, body: str) -> list[Paraphrase]:
    read = article(f"This is the story of a harbour.\n\n{body}\n")
    return list(paraphrases(read, case, citations(read, case)))


def bearings(one: Paraphrase) -> set[Bearing]:
    return {passage.bearing for passage in one.passages}


DECIDED = {Bearing.SUPPORTS, Bearing.CONTRADICTS}


@pytest.mark.parametrize(
    ("body", "bearing", "words"),
    [
        ("Ana Marr says that the patrol launch was recalled by radio before it reached the ferry.", Bearing.SUPPORTS, "recalled by radio"),
        ("Ana Marr says that the ferry carried 412 passengers that night.", Bearing.SUPPORTS, "412 passengers"),
        ("Ana Marr says that the ferry carried 260 passengers that night.", Bearing.CONTRADICTS, "412 passengers"),
        ("Ana Marr says that the harbour lights were repaired in February.", Bearing.CONTRADICTS, "not repaired"),
        ("The Port Authority denies that it has an agreement with any towage firm.", Bearing.SUPPORTS, "no agreement"),
        ("Critics in the council said that the mayor, Odile Brack, had taken money from the towage firm.", None, ""),
        ("Ana Marr claims that Odile Brack had taken money from the towage firm.", Bearing.CONTRADICTS, "denied"),
    ],
)  # fmt: skip
def test_what_a_passage_does(case: Holdings, body: str, bearing: Bearing | None, words: str) -> None:
    made = found(case, body)
    if bearing is None:
        assert made == []
        return
    assert made[0].passages[0].bearing is bearing
    assert words in made[0].passages[0].standing.text
    assert made[0].passages[0].reasons


@pytest.mark.parametrize(
    "body",
    [
        "Bo Lind says that the patrol launch was recalled by radio before it reached the ferry.",
        "Ana Marr says that the patrol launch of Captain Wick was recalled by radio before it reached the ferry.",
        "Ana Marr says that the ferry carried 412 passengers and 90 cows that night.",
        "Ana Marr says that lunch by the harbour is never late, and that the ferry brings passenger lists.",
        "Ana Marr says that the ferry was painted green in a shipyard far away.",
    ],
)
def test_likeness_alone_supports_nothing(case: Holdings, body: str) -> None:
    for one in found(case, body):
        assert Bearing.SUPPORTS not in bearings(one)


def test_what_is_quoted_is_no_paraphrase(case: Holdings) -> None:
    assert found(case, "“The ferry carried 412 passengers that night,” said Ana Marr.") == []
    assert found(case, "Five papers have confirmed that the ferry carried 412 passengers.") == []


@pytest.mark.parametrize(
    ("source", "vague"),
    [("five newspapers", True), ("Everybody", True), ("the e-mails", True), ("", True), ("Ana Marr", False), ("an official", False)],
)  # fmt: skip
def test_sources_that_nobody_could_ask(source: str, vague: bool) -> None:
    assert is_vague(source) is vague


@given(st.text(alphabet="ab. A?!\n\t•-“”", max_size=80) | st.text(max_size=80))
def test_any_text_is_cut_into_passages(text: str) -> None:
    spans = passages(text)
    assert spans == sorted(spans)
    assert all(one.end <= other.start for one, other in pairwise(spans))
    covered = {at for span in spans for at in range(span.start, span.end)}
    assert all(at in covered for at, char in enumerate(text) if char.isalnum())


_WORDS = st.sampled_from(
    "Ana Marr says that the ferry carried no 412 passengers denied never , . “ ” according to radio launch recalled Bo Lind five".split()
)


@settings(max_examples=15)
@given(st.lists(_WORDS, max_size=30).map(" ".join))
def test_any_article_can_be_held_against_a_case(case: Holdings, body: str) -> None:
    for one in found(case, body):
        assert len(one.passages) <= SHOWN
        assert one.spans
        order = [passage.bearing in DECIDED for passage in one.passages]
        assert order == sorted(order, reverse=True)
