"""Claims over a real case: what is decided stays, whatever happens around it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from headwater.base.errors import CaseError, InputError, NotFound
from headwater.claims import ledger as ledgers
from headwater.desk import adding, cases, claims, demo, reading, statements
from headwater.desk.holding import hold_readings
from headwater.model.claim import How, Level, Role
from headwater.statements.batch import Read
from headwater.store import decisions, documents
from headwater.store.case import Case

TEXT = """The Courier

The diplomat said that the crane was moved at night. It was said that the log had been burnt.

"I saw the crane move," Tom Vell said. Ida Nox denied that any crane was moved.
"""


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    (tmp_path / "courier.txt").write_text(TEXT, encoding="utf-8")
    with cases.new_case(tmp_path / "case") as made:
        adding.add(made, [tmp_path / "courier.txt"])
        reading.read_case(made)
        claims.new(made, "The crane was moved", ["It moved", "It was night"], by="ana", claim_id="crane")
        yield made


def statement(case: Case, words: str) -> str:
    _, found = statements.listing(case)
    return next(view.statement.id for view in found if words in view.content)


def support(case: Case) -> tuple[int, int]:
    count = claims.view(case, "crane").supports.counting_carriers
    return count.strict, count.open


def test_evidence_outlives_re_extraction(case: Case) -> None:
    claims.link(case, "crane", statement(case, "I saw the crane"), Role.SUPPORTS, basis="witnessed", by="ana")
    before = claims.view(case, "crane").entries[0]
    with case.writing() as connection:
        hold_readings(connection, [(documents.after(connection, 0, 1)[0], Read(()))], "another-version")
    after = claims.view(case, "crane").entries[0]
    assert (after.text, after.chain, after.document, after.start) == (
        before.text,
        before.chain,
        before.document,
        before.start,
    )
    assert support(case) == (1, 1)


def test_the_same_mention_extracted_and_entered_by_hand_is_one(case: Case) -> None:
    claims.link(case, "crane", statement(case, "at night"), Role.SUPPORTS, by="ana")
    document = claims.view(case, "crane").entries[0].document
    by_hand = claims.type_in(
        case, "the crane was moved at night", ["The diplomat"], document=document, by="ana"
    )
    claims.link(case, "crane", by_hand, Role.SUPPORTS, by="ana")
    assert support(case) == (0, 1)


def test_a_source_that_nobody_names_is_unresolved(case: Case) -> None:
    claims.link(case, "crane", statement(case, "burnt"), Role.SUPPORTS, by="ana")
    (entry,) = claims.view(case, "crane").entries
    assert entry.chain[-1] == "(nobody named)"
    assert support(case) == (0, 1)


def test_a_claim_that_was_taken_back_leaves_its_id_behind(case: Case) -> None:
    claims.link(case, "crane", statement(case, "I saw"), Role.SUPPORTS, by="ana")
    with case.reading() as connection:
        (first, *_) = decisions.history(connection)
    claims.undo(case, first.id, by="ana")
    with pytest.raises(InputError):
        claims.new(case, "Another matter", by="ana", claim_id="crane")
    with pytest.raises(NotFound):
        claims.view(case, "crane")


def test_undoing_can_be_undone(case: Case) -> None:
    link = claims.link(case, "crane", statement(case, "I saw"), Role.SUPPORTS, basis="witnessed", by="ana")
    number = claims.undo(case, link.id, by="ana")
    assert support(case) == (0, 0)
    claims.undo(case, number, by="ana")
    assert support(case) == (1, 1)
    with pytest.raises(NotFound):
        claims.undo(case, number, by="ana")
    with case.reading() as connection:
        assert len(decisions.history(connection)) == 4
        assert ledgers.fold(decisions.history(connection)).claims["crane"].links


def test_an_unnamed_actor_can_be_told_by_its_id(case: Case) -> None:
    claims.link(case, "crane", statement(case, "at night"), Role.SUPPORTS, by="ana")
    view = claims.view(case, "crane")
    unnamed = next(key for key in view.names if key.startswith("diplomat"))
    assert claims.set_actor(case, unnamed, institution="The Embassy", by="ana") == unnamed
    assert claims.is_in_a_lineage(case, unnamed)
    assert not claims.is_in_a_lineage(case, "nobody at all")
    assert "The Embassy" in claims.view(case, "crane", Level.INSTITUTION).supports.origins


@pytest.mark.parametrize("said", [{}, {"institution": ""}, {"side": "  "}])
def test_saying_nothing_of_an_actor_is_refused(case: Case, said: dict[str, str]) -> None:
    with pytest.raises(InputError):
        claims.set_actor(case, "Ida Nox", by="ana", **said)


def test_what_cannot_be_linked(case: Case) -> None:
    known = statement(case, "I saw")
    with pytest.raises(InputError):
        claims.link(case, "crane", known, Role.SUPPORTS, parts=[3], by="ana")
    with pytest.raises(InputError):
        claims.link(case, "crane", known, Role.SUPPORTS, basis="rumour", by="ana")
    with pytest.raises(NotFound):
        claims.link(case, "crane", "0" * 16, Role.SUPPORTS, by="ana")
    with pytest.raises(InputError):
        claims.derive(case, known, [known], How.CITES, by="ana")
    with pytest.raises(InputError):
        claims.type_in(
            case, "words that are not there", ["Ida Nox"], document=statement_document(case), by="ana"
        )


def statement_document(case: Case) -> str:
    return statements.listing(case, limit=1)[1][0].document


def test_a_broken_off_demo_is_built_anew(tmp_path: Path) -> None:
    def stop(words: str) -> None:
        if words == "weighing":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        demo.build(tmp_path / "demo", stop)
    assert not (tmp_path / "demo").exists()
    assert len(demo.build(tmp_path / "demo").overview.claims) == 6
    assert len(demo.build(tmp_path / "demo").overview.claims) == 6


def test_another_case_is_not_taken_for_the_demo(case: Case) -> None:
    with pytest.raises(CaseError):
        demo.build(case.root)
