"""Lineage from what the case knows: an article that cites a message of the case, a message that quotes another."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from headwater.base.errors import NotFound
from headwater.desk import adding, cases, claims, reading, statements
from headwater.desk.views import CitationLine
from headwater.model.claim import Role
from headwater.model.suspicion import Verdict
from headwater.store.case import Case

SAID = "The crane is moved by signals and never by meetings, whatever the harbour master may write in his ledger."
MAIL = (
    "From: Dov Carrasquel <dov@skarre.example>\nTo: Bo Lind <bo@skarre.example>\nDate: {date}\n"
    "Message-ID: <{number}@skarre.example>\nSubject: {number}\n\n{body}\n"
)
ARTICLE = f"""The Courier, May 3, 2031
By Ana Ruiz

In a Skarre e-mail dated April 19, 2031, HERON-2 wrote: "{SAID}"
"""


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    (tmp_path / "article.txt").write_text(ARTICLE, encoding="utf-8")
    rows = [
        (1, "Sat, 19 Apr 2031 09:00:00 +0200", f'HERON-2 told me on the quay: "{SAID}"'),
        (2, "Sat, 19 Apr 2031 11:00:00 +0200", "HERON-2 is late again. Skarre will not like it."),
        (3, "Sun, 20 Apr 2031 11:00:00 +0200", "Nothing today."),
    ]
    for number, date, body in rows:
        text = MAIL.format(number=number, date=date, body=body)
        (tmp_path / f"{number}.eml").write_text(text, encoding="utf-8")
    with cases.new_case(tmp_path / "case") as made:
        adding.add(made, [tmp_path / "article.txt", *(tmp_path / f"{n}.eml" for n, _, _ in rows)])
        reading.read_case(made)
        claims.new(made, "The crane is moved by signals", by="ana", claim_id="crane")
        yield made


def link(case: Case, words: str, speaker: str, outlet: str) -> str:
    _, found = statements.listing(case)
    (chosen, *_) = (
        view.statement
        for view in found
        if words in view.content and speaker in view.statement.chain[-1] and view.statement.chain[0] == outlet
    )
    claims.link(case, "crane", chosen.id, Role.SUPPORTS, basis="unknown", by="ana")
    return chosen.id


def citation(case: Case) -> CitationLine:
    (found,) = claims.view(case, "crane").citations
    return found


def test_an_article_rests_on_the_one_message_with_the_very_words(case: Case) -> None:
    link(case, "signals", "HERON-2", "The Courier")
    found = citation(case)
    assert (found.certain, found.verdict, found.how) == (True, Verdict.OPEN, "cites")
    assert found.title == "1"
    view = claims.view(case, "crane")
    assert "Dov Carrasquel" in view.support.carriers
    assert view.supports.loops == ()
    assert view.supports.carriers_faithful.open == 1


def test_what_is_recorded_can_be_rejected_and_undone(case: Case) -> None:
    link(case, "signals", "HERON-2", "The Courier")
    before = claims.view(case, "crane")
    number = claims.decide_citation(case, "crane", citation(case).id[:8], Verdict.REJECTED, by="ana")
    assert "Dov Carrasquel" not in claims.view(case, "crane").support.carriers
    assert citation(case).counts.startswith("rejected")
    claims.undo(case, number, by="ana")
    after = claims.view(case, "crane")
    assert (after.edges, after.citations) == (before.edges, before.citations)
    with pytest.raises(NotFound):
        claims.decide_citation(case, "crane", "0000", Verdict.ACCEPTED, by="ana")


def test_without_the_words_it_is_a_proposal_or_left_alone(case: Case) -> None:
    by_hand = claims.type_in(
        case,
        "He was late.",
        ["The Gazette", "an e-mail dated 20 April 2031", "Dov Carrasquel"],
        citation="p. 2",
        by="ana",
    )
    claims.link(case, "crane", by_hand, Role.SUPPORTS, by="ana")
    found = citation(case)
    assert (found.certain, found.title) == (False, "3")
    edges = [edge for edge in claims.view(case, "crane").edges if edge.suspected]
    assert [edge.how for edge in edges] == ["cites"]
    claims.decide_citation(case, "crane", found.id, Verdict.ACCEPTED, by="ana")
    assert not any(edge.suspected for edge in claims.view(case, "crane").edges)


def test_of_two_that_fit_none_is_taken(case: Case) -> None:
    by_hand = claims.type_in(
        case,
        "He was late.",
        ["The Gazette", "an e-mail dated 19 April 2031", "HERON-2"],
        citation="p. 2",
        by="ana",
    )
    claims.link(case, "crane", by_hand, Role.SUPPORTS, by="ana")
    assert claims.view(case, "crane").citations == ()


def test_a_quoted_message_that_is_in_the_case(case: Case, tmp_path: Path) -> None:
    quoted = f'> HERON-2 told me on the quay: "{SAID}"'
    body = f"See below.\n\nOn Sat, 19 Apr 2031, Dov Carrasquel wrote:\n{quoted}"
    text = MAIL.format(number=9, date="Mon, 21 Apr 2031 09:00:00 +0200", body=body)
    text = text.replace("From: Dov Carrasquel <dov", "From: Ida Nox <ida")
    (tmp_path / "9.eml").write_text(text, encoding="utf-8")
    adding.add(case, [tmp_path / "9.eml"])
    reading.read_case(case)
    link(case, "signals", "HERON-2", "Ida Nox")
    found = citation(case)
    assert (found.certain, found.title, found.how) == (True, "1", "quotes")
