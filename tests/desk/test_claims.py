"""Claims over a real case: what is decided stays, whatever happens around it."""

from collections.abc import Callable, Iterator
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


def test_interests_are_shown_wherever_the_actor_stands(case: Case) -> None:
    claims.link(
        case, "crane", statement(case, "I saw"), Role.SUPPORTS, parts=[1], basis="witnessed", by="ana"
    )
    made = claims.set_interest(case, "Tom Vell", " rival ", note="he owns the other crane", by="ana")
    assert (made.kind, claims.interests(case)) == ("rival", (made,))
    view = claims.view(case, "crane")
    assert view.interests == view.entries[0].interests == (made,)
    assert "an interested party: rival" in view.support_sentence
    assert "an interested party: rival" in view.parts[0].support.words
    assert {node.interest for node in view.nodes if node.name == "Tom Vell"} == {"an interested party: rival"}
    assert "interested" not in view.parts[1].support.words
    assert "interested" in claims.claims(case)[0].sentence
    claims.undo(case, made.id, by="ana")
    assert claims.interests(case) == ()
    with pytest.raises(InputError):
        claims.set_interest(case, "Tom Vell", "  ", by="ana")


def test_the_history_of_a_claim_and_of_the_ledger(case: Case) -> None:
    claims.new(case, "Another matter", by="bo", claim_id="other")
    link = claims.link(case, "crane", statement(case, "I saw"), Role.SUPPORTS, why="his words", by="ana")
    by_hand = claims.type_in(case, "I moved it.", ["Ida Nox"], citation="The Gazette, p. 4", by="ana")
    derived = claims.derive(case, link.statement, [by_hand], How.CITES, by="ana")
    claims.set_actor(case, "Ida Nox", institution="The Port", by="ana")
    claims.set_actor(case, "Nobody Here", institution="Elsewhere", by="ana")
    undone = claims.undo(case, derived, by="bo", why="not so")
    told = claims.history(case)
    assert [line.kind for line in told] == [
        *("claim", "claim", "link", "typed", "derivation", "actor", "actor", "undo"),
    ]
    row = next(line for line in told if line.decision == derived)
    assert (row.stands, row.undone_by, row.can_undo) == (False, undone, False)
    assert "“" in row.words
    of_claim = claims.history(case, "crane")
    assert [line.kind for line in of_claim] == ["claim", "link", "derivation", "undo"]
    claims.undo(case, undone, by="bo")
    assert [line.kind for line in claims.history(case, "crane")] == [
        *("claim", "link", "typed", "derivation", "actor", "undo", "undo"),
    ]
    assert all(line.told().startswith("20") for line in claims.history(case, "crane"))
    with pytest.raises(NotFound):
        claims.history(case, "never")


def test_the_history_of_a_claim_that_was_taken_back(case: Case) -> None:
    first = claims.history(case)[0].decision
    claims.undo(case, first, by="ana")
    assert [line.kind for line in claims.history(case, "crane")] == ["claim", "undo"]


def test_undo_of_each_kind_restores_what_was_shown(case: Case) -> None:
    saw, night = statement(case, "I saw"), statement(case, "at night")
    claims.link(case, "crane", saw, Role.SUPPORTS, basis="witnessed", by="ana")
    claims.link(case, "crane", night, Role.SUPPORTS, by="ana")

    def shown() -> tuple[object, ...]:
        view = claims.view(case, "crane")
        return (
            view.entries,
            view.parts,
            view.nodes,
            view.edges,
            view.support,
            view.interests,
            claims.claims(case),
        )

    document = claims.whole_document(case, statement_document(case))
    steps: list[Callable[[], object]] = [
        lambda: claims.link(case, "crane", saw, Role.DISPUTES, by="ana"),
        lambda: claims.link(case, "crane", document, Role.SUPPORTS, basis="record", by="ana"),
        lambda: claims.derive(case, night, [saw, document], How.CITES, by="ana"),
        lambda: claims.derive(case, night, [saw], How.CITES, suspected=True, directed=False, by="ana"),
        lambda: claims.set_actor(case, "Tom Vell", institution="The Port", side="crew", by="ana"),
        lambda: claims.set_interest(case, "Tom Vell", "rival", by="ana"),
    ]
    for step in steps:
        before = shown()
        step()
        after = shown()
        assert after != before or step is steps[4], "an institution shows at its own level only"
        number = claims.undo(case, claims.history(case)[-1].decision, by="ana")
        assert shown() == before
        claims.undo(case, number, by="ana")
        assert shown() == after


def test_alternatives_and_joint_sources(case: Case) -> None:
    saw = statement(case, "I saw")
    one, two, three = (
        claims.type_in(case, f"Note {n}", [f"Ida {n}"], citation="a notebook", by="ana")
        for n in ("A", "B", "C")
    )
    claims.link(case, "crane", saw, Role.SUPPORTS, basis="heard", by="ana")
    claims.derive(case, saw, [one, two], How.CITES, by="ana")
    both = claims.view(case, "crane").supports.carriers_faithful
    assert both.open == 1, "either of the two who are needed would do"
    claims.derive(case, saw, [three], How.CITES, by="ana")
    assert claims.view(case, "crane").supports.carriers_faithful.open == 2
