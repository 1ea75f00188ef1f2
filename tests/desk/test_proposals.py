"""Proposals over a real case: what is proposed follows the statements and the decisions, and counts for nothing."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from headwater import demo as files
from headwater.base.errors import InputError, NotFound
from headwater.claims.matching.features import VERSION
from headwater.desk import adding, cases, claims, judging, proposals, reading, statements
from headwater.desk.holding import hold_readings
from headwater.desk.proposals import ProposalPage, ProposalView
from headwater.model.claim import Role
from headwater.statements.batch import Read
from headwater.store import decisions, documents, matching
from headwater.store.case import Case

TEXT = """The Courier

The diplomat said that the crane was moved at night. "I saw the crane move," Tom Vell said.

Ida Nox denied that the crane was moved. The mayor said that the soup was cold.
"""
MORE = """The Clarion

Odo Lusk said that the crane had been moved during the night.
"""


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    with cases.new_case(tmp_path / "case") as made:
        take(made, tmp_path / "courier.txt", TEXT)
        claims.new(
            made, "The crane was moved at night", ["It moved", "It was night"], by="ana", claim_id="crane"
        )
        yield made


def take(case: Case, path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
    adding.add(case, [path])
    reading.read_case(case)


def page(case: Case, limit: int = 20, offset: int = 0) -> ProposalPage:
    return proposals.proposals(case, "crane", limit=limit, offset=offset)


def said(case: Case) -> list[str]:
    return [view.statement.content for view in page(case).proposals]


def of(case: Case, words: str) -> ProposalView:
    return next(view for view in page(case).proposals if words in view.statement.content)


def test_what_says_the_claim_is_proposed_and_the_soup_is_not(case: Case) -> None:
    found = page(case)
    assert "the crane was moved at night" in found.proposals[0].statement.content
    assert not any("soup" in content for content in said(case))
    assert found.count == len(found.proposals)
    assert found.statements == statements.count(case)
    assert all(view.closely for view in found.proposals)
    denial = next(view for view in found.proposals if view.statement.statement.stance.value == "denies")
    assert denial.proposal.role is Role.DISPUTES
    assert "denies" in [reason.words for reason in denial.proposal.reasons]


def test_a_proposal_counts_for_nothing_until_it_is_linked(case: Case) -> None:
    before = claims.view(case, "crane")
    page(case)
    assert claims.view(case, "crane") == before
    with case.reading() as connection:
        assert [one.kind for one in decisions.history(connection)] == ["claim"]


def test_what_is_linked_is_no_longer_proposed_until_that_is_undone(case: Case) -> None:
    view = page(case).proposals[0]
    link = claims.link(
        case, "crane", view.proposal.statement, view.proposal.role, parts=view.proposal.parts, by="ana"
    )
    assert view.statement.content not in said(case)
    claims.undo(case, link.id, by="ana")
    assert page(case).proposals[0] == view


def test_declining_is_a_decision_that_can_be_undone(case: Case) -> None:
    before = page(case)
    view = before.proposals[0]
    number = proposals.decline(case, "crane", view.proposal.statement, by="ana", why="another crane")
    after = page(case)
    assert view.proposal.statement not in [one.proposal.statement for one in after.proposals]
    assert (after.count, after.declined) == (before.count - 1, 1)
    (kept,) = proposals.declined(case, "crane")
    assert (kept.decision, kept.statement) == (number, view.statement)
    with pytest.raises(InputError, match="already"):
        proposals.decline(case, "crane", view.proposal.statement, by="ana")
    claims.undo(case, number, by="ana")
    assert page(case) == before
    assert proposals.declined(case, "crane") == ()


def test_what_is_linked_or_unknown_cannot_be_declined(case: Case) -> None:
    statement = page(case).proposals[0].proposal.statement
    claims.link(case, "crane", statement, Role.SUPPORTS, by="ana")
    with pytest.raises(InputError, match="linked"):
        proposals.decline(case, "crane", statement, by="ana")
    with pytest.raises(NotFound):
        proposals.decline(case, "crane", "nothing", by="ana")
    with pytest.raises(NotFound):
        proposals.decline(case, "nothing", statement, by="ana")
    with pytest.raises(NotFound):
        proposals.proposals(case, "nothing")
    with pytest.raises(InputError):
        page(case, limit=0)


def test_new_statements_are_followed(case: Case, tmp_path: Path) -> None:
    before = page(case)
    take(case, tmp_path / "clarion.txt", MORE)
    after = page(case)
    assert after.statements > before.statements
    assert any("during the night" in content for content in said(case))


def test_judgements_are_followed(case: Case) -> None:
    statement = page(case).proposals[0].proposal.statement
    judgement = judging.reject(case, statement, by="ana")
    assert statement not in [view.proposal.statement for view in page(case).proposals]
    judging.withdraw(case, judgement.id, by="ana")
    assert page(case).proposals[0].proposal.statement == statement


def test_another_reading_is_followed(case: Case) -> None:
    assert page(case).statements
    with case.writing() as connection:
        hold_readings(connection, [(documents.after(connection, 0, 1)[0], Read(()))], "another-version")
    found = page(case)
    assert (found.statements, found.count, found.proposals) == (0, 0, ())


def test_what_is_kept_is_the_same_made_at_once_or_step_by_step(case: Case, tmp_path: Path) -> None:
    page(case)
    take(case, tmp_path / "clarion.txt", MORE)
    judging.reject(case, of(case, "during the night").proposal.statement, by="ana")
    step_by_step = page(case), kept(case)
    (case.root / matching.MATCHING).unlink()
    assert (page(case), kept(case)) == step_by_step


def kept(case: Case) -> tuple[object, ...]:
    with matching.opened(case.root, VERSION) as index:
        return matching.state(index), list(matching.batches(index))


def test_a_case_put_back_to_an_earlier_state_is_matched_anew(case: Case, tmp_path: Path) -> None:
    early = page(case)
    case.close()
    shutil.copy(case.root / "case.db", tmp_path / "early.db")
    take(case, tmp_path / "clarion.txt", MORE)
    assert page(case) != early
    case.close()
    for ending in ("-wal", "-shm"):
        (case.root / f"case.db{ending}").unlink(missing_ok=True)
    shutil.copy(tmp_path / "early.db", case.root / "case.db")
    with cases.open_case(case.root) as again:
        assert page(again) == early


def test_pages_follow_each_other(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proposals, "WINDOW", 2)
    whole = page(case)
    assert whole.count > 2
    one_by_one = [view for n in range(whole.count + 1) for view in page(case, 1, n).proposals]
    assert one_by_one == list(whole.proposals)
    assert [view.closely for view in whole.proposals] == [n < 2 for n in range(whole.count)]


def test_what_supports_the_claims_of_the_demo_stands_high(demo_case: Path, tmp_path: Path) -> None:
    root = tmp_path / "case"
    shutil.copytree(demo_case, root)
    places = []
    with cases.open_case(root) as case:
        with case.reading() as connection:
            history = decisions.history(connection)
        links = [one for one in history if one.kind == "link" and one.body["seen"]]
        for one in links:
            claims.undo(case, one.id, by="test")
        for claim in json.loads(files.expected())["claims"]:
            found = proposals.proposals(case, claim["id"], limit=100)
            ranks = {view.proposal.statement: rank for rank, view in enumerate(found.proposals, start=1)}
            places += [
                ranks.get(one.body["statement"], 1000)
                for one in links
                if one.body["claim"] == claim["id"] and one.body["role"] == "supports"
            ]
    assert len(places) >= 10
    assert sum(place <= 10 for place in places) >= 0.5 * len(places)
    assert sum(place <= 100 for place in places) >= 0.8 * len(places)
