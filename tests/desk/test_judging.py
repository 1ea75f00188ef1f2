"""Judgements over a real case: they survive another version of the extractor, and links are never orphaned."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from headwater.base.errors import InputError, NotFound
from headwater.base.spans import Span
from headwater.desk import adding, cases, claims, judging, reading, statements
from headwater.desk.documents import view as document_view
from headwater.desk.judging import Change
from headwater.desk.picking import Piece
from headwater.desk.reading import Selection
from headwater.desk.statements import Wanted
from headwater.model.claim import Role
from headwater.model.judgement import Held, Made, Standing, Verdict
from headwater.model.statement import Basis, Provenance, Stance, Statement
from headwater.statements import batch
from headwater.statements.extract import extract
from headwater.statements.mode import Mode
from headwater.store.case import Case
from headwater.store.statements import Which

TEXT = """The Courier

Ada Marr said that the crane was moved at night. Jon Lund denied that any crane was moved.

"I saw the log burn," Tom Vell said on Friday. The clerk told Ada Marr that there was a list.
"""


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    (tmp_path / "courier.txt").write_text(TEXT, encoding="utf-8")
    with cases.new_case(tmp_path / "case") as made:
        adding.add(made, [tmp_path / "courier.txt"])
        reading.read_case(made, Selection(Mode.FAST))
        yield made


def find(case: Case, words: str, which: Which = Which.ALL) -> Held:
    _, found = statements.listing(case, Wanted(which=which))
    return next(view.held for view in found if words in view.content)


def held(case: Case, statement: str) -> Held:
    return statements.one(case, statement).held


def document(case: Case) -> str:
    return statements.listing(case, limit=1)[1][0].document


def read_by_another_version(
    case: Case, monkeypatch: pytest.MonkeyPatch, *, shift: int = 0, without: str = ""
) -> None:
    """Read the case again by an extractor of another name that finds other spans, or leaves something out."""

    def another(source: Provenance, text: str, mode: Mode) -> list[Statement]:
        found = [
            one for one in extract(source, text, mode) if not (without and without in words_of(text, one))
        ]
        return [moved(one, shift) for one in found]

    monkeypatch.setattr(batch, "extract", another)
    monkeypatch.setattr(reading, "extractor", lambda mode: f"another-{shift}-{without}")
    assert reading.read_case(case, Selection(Mode.FAST, again=True)).done == 1


def moved(one: Statement, shift: int) -> Statement:
    if not shift:
        return one
    first, *rest = one.content
    content = (Span(first.start + shift, first.end), *rest)
    return replace(one, id=f"{one.id[:12]}{shift:04}", content=content, nested_in=None)


def words_of(text: str, one: Statement) -> str:
    return " ".join(span.of(text) for span in one.content)


def test_verdicts_show_in_lists_and_totals(case: Case) -> None:
    before = statements.extent(case).statements
    judging.accept(case, find(case, "at night").id, by="ana")
    judging.reject(case, find(case, "log burn").id, by="ana", why="it is a caption")
    extent = statements.extent(case)
    assert (extent.statements, extent.rejected) == (before - 1, 1)
    assert statements.listing(case)[0] == before - 1 == len(statements.listing(case)[1])
    for which, count in (
        (Which.REJECTED, 1),
        (Which.JUDGED, 2),
        (Which.ACCEPTED, 1),
        (Which.UNJUDGED, before - 2),
    ):
        assert statements.count(case, Wanted(which=which)) == count
    assert statements.count(case, Wanted(which=Which.ALL)) == before


@pytest.mark.parametrize("shift", [0, 4])
def test_decisions_survive_another_version(case: Case, monkeypatch: pytest.MonkeyPatch, shift: int) -> None:
    accepted, rejected, old = find(case, "at night"), find(case, "log burn"), find(case, "any crane")
    judging.accept(case, accepted.id, by="ana")
    judging.reject(case, rejected.id, by="ana")
    _, new = judging.correct(case, old.id, Change(chain=("The Courier", "J. Lund")), by="ana")
    _, added = judging.add(
        case, document(case), Change(cue=(Piece("burn"),), content=(Piece("the log"),)), by="ana"
    )
    claims.new(case, "The crane was moved", by="ana", claim_id="crane")
    for one in (accepted.id, new, added):
        claims.link(case, "crane", one, Role.SUPPORTS, by="ana")
    entries = [(entry.text, entry.chain) for entry in claims.view(case, "crane").entries]
    hidden = statements.extent(case).rejected
    read_by_another_version(case, monkeypatch, shift=shift)
    assert find(case, "at night"[shift:], Which.STANDING).standing is Standing.ACCEPTED
    assert find(case, "log burn", Which.REJECTED).standing is Standing.REJECTED
    assert find(case, "any crane"[shift:], Which.CORRECTED).instead == new
    assert (held(case, new).made, held(case, new).standing) == (Made.CORRECTED, Standing.ACCEPTED)
    assert held(case, added).standing is Standing.ACCEPTED
    assert [(entry.text, entry.chain) for entry in claims.view(case, "crane").entries] == entries
    assert statements.extent(case).rejected == hidden
    for one in (accepted.id, rejected.id, old.id):
        assert (held(case, one).standing is Standing.SUPERSEDED) is bool(shift)


def test_what_the_present_version_does_not_find_stays_and_says_so(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    linked, accepted = find(case, "at night").id, find(case, "log burn").id
    gone = find(case, "there was a list").id
    claims.new(case, "The crane was moved", by="ana", claim_id="crane")
    claims.link(case, "crane", linked, Role.SUPPORTS, by="ana")
    judging.accept(case, accepted, by="ana")
    for without in ("at night", "log burn", "there was a list"):
        read_by_another_version(case, monkeypatch, without=without)
    read_by_another_version(case, monkeypatch, without="w")
    assert not held(case, linked).found
    assert (held(case, accepted).found, held(case, accepted).standing) == (False, Standing.ACCEPTED)
    assert statements.count(case, Wanted(which=Which.LOST)) == 2
    with pytest.raises(NotFound):
        held(case, gone)
    (entry,) = claims.view(case, "crane").entries
    assert "at night" in entry.text
    monkeypatch.undo()
    reading.read_case(case, Selection(Mode.FAST, again=True))
    assert held(case, linked).found
    assert statements.count(case, Wanted(which=Which.LOST)) == 0


def test_the_same_case_however_it_came_about(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    judging.reject(case, find(case, "at night").id, by="ana")
    judging.correct(case, find(case, "any crane").id, Change(stance=Stance.DOUBTS), by="ana")
    before = list(cases.dump(case))
    assert sum('"table": "judgement"' in line for line in before) == 2
    read_by_another_version(case, monkeypatch, shift=4)
    assert list(cases.dump(case)) != before
    monkeypatch.undo()
    reading.read_case(case, Selection(Mode.FAST, again=True))
    assert list(cases.dump(case)) == before


def test_every_judgement_can_be_taken_back_and_that_too(case: Case) -> None:
    old = find(case, "any crane").id
    before = statements.listing(case)
    judgement, new = judging.correct(case, old, Change(stance=Stance.DOUBTS), by="ana", why="hedged")
    after = statements.listing(case)
    undone = judging.withdraw(case, judgement.id, by="bo", why="no")
    assert statements.listing(case) == before
    with pytest.raises(NotFound):
        judging.withdraw(case, judgement.id, by="bo")
    judging.withdraw(case, undone.id, by="bo")
    assert statements.listing(case) == after
    told = judging.history(case, statement_id=new)
    assert [(one.judgement.verdict, one.judgement.by, one.in_force) for one in told] == [
        (Verdict.CORRECT, "ana", True),
        (Verdict.WITHDRAW, "bo", False),
        (Verdict.WITHDRAW, "bo", True),
    ]
    assert judging.history(case) == judging.history(case, document(case)) == told


def test_a_correction_takes_new_words(case: Case) -> None:
    old = find(case, "there was a list")
    change = Change(source=(Piece("clerk"),), content=(Piece("a  list"),), basis=Basis.HEARD)
    _, new = judging.correct(case, old.id, change, by="ana")
    view = statements.one(case, new)
    assert (view.source, view.cue, view.content) == ("clerk", statements.one(case, old.id).cue, "a list")
    assert (view.statement.basis, view.statement.chain[-1]) == (Basis.HEARD, "clerk")


def test_one_that_was_missed_gets_the_chain_of_what_it_stands_in(case: Case) -> None:
    _, found = statements.listing(case, Wanted(words="burn"))
    outer = min(found, key=lambda view: len(view.content)).held
    change = Change(source=(Piece("the log"),), content=(Piece("burn"),))
    _, new = judging.add(case, document(case), change, by="ana")
    assert held(case, new).statement.nested_in == outer.id
    assert held(case, new).statement.chain == (*outer.statement.chain, "the log")
    judging.reject(case, outer.id, by="ana")
    assert held(case, new).statement.nested_in == outer.statement.nested_in


def test_words_that_cannot_be_used(case: Case) -> None:
    old = find(case, "at night").id
    with pytest.raises(InputError, match="do not stand"):
        judging.correct(case, old, Change(content=(Piece("the crane was sold"),)), by="ana")
    with pytest.raises(InputError) as caught:
        judging.correct(case, old, Change(content=(Piece("was moved"),)), by="ana")
    assert caught.value.code == "ambiguous-words"
    assert "1: “" in caught.value.message
    assert "--nth content=1" in caught.value.next_step
    _, new = judging.correct(case, old, Change(content=(Piece("was moved", 2),)), by="ana")
    assert held(case, new).statement.content[0].start == TEXT.rindex("was moved")
    with pytest.raises(InputError, match="number 3"):
        judging.add(case, document(case), Change(content=(Piece("was moved", 3),)), by="ana")
    with pytest.raises(InputError, match="overlap"):
        judging.add(case, document(case), Change(content=(Piece("a list"), Piece("list"))), by="ana")
    with pytest.raises(InputError, match="content or a cue"):
        judging.add(case, document(case), Change(source=(Piece("Tom Vell"),)), by="ana")


def test_what_is_not_judged(case: Case) -> None:
    old = find(case, "at night").id
    with pytest.raises(InputError, match="Nothing was changed"):
        judging.correct(case, old, Change(), by="ana")
    with pytest.raises(NotFound):
        judging.accept(case, "0" * 16, by="ana")
    with pytest.raises(InputError):
        judging.accept(case, old, by=" ")
    _, new = judging.correct(case, old, Change(stance=Stance.HEDGES), by="ana")
    with pytest.raises(InputError, match=new):
        judging.accept(case, old, by="ana")
    claims.new(case, "The crane was moved", by="ana", claim_id="crane")
    with pytest.raises(InputError, match=new):
        claims.link(case, "crane", old, Role.SUPPORTS, by="ana")
    judging.reject(case, new, by="ana")
    with pytest.raises(InputError, match="rejected"):
        claims.link(case, "crane", new, Role.SUPPORTS, by="ana")
    judging.accept(case, new, by="ana")
    claims.link(case, "crane", new, Role.SUPPORTS, by="ana")
    same = Change(content=(Piece("there was a list"),), cue=(Piece("told"),), source=(Piece("The clerk"),))
    _, added = judging.add(case, document(case), replace(same, source=None), by="ana")
    with pytest.raises(InputError, match=added):
        judging.add(case, document(case), replace(same, source=None), by="ana")


def test_a_statement_rejected_after_it_was_linked_says_so_on_the_claim(case: Case) -> None:
    one = find(case, "at night").id
    claims.new(case, "The crane was moved", by="ana", claim_id="crane")
    claims.link(case, "crane", one, Role.SUPPORTS, by="ana")
    judging.reject(case, one, by="ana")
    (entry,) = claims.view(case, "crane").entries
    assert (entry.standing, entry.instead) == ("rejected", "")


def test_statements_are_found_by_the_words_of_their_content(case: Case, tmp_path: Path) -> None:
    assert [view.source for view in statements.listing(case, Wanted(words="CRÁNE moved"))[1]] == [
        "Ada Marr",
        "Jon Lund",
    ]
    assert statements.count(case, Wanted(words='"any crane"')) == 1
    assert statements.count(case, Wanted(words='"crane any"')) == 0
    assert statements.count(case, Wanted(words="cra*", speaker="lund")) == 1
    assert statements.count(case, Wanted(words="Lund")) == 0
    assert [
        row["source"]["text"] for row in statements.rows(case, Wanted(words="moved"), limit=1, offset=1)
    ] == ["Jon Lund"]
    with pytest.raises(InputError):
        statements.count(case, Wanted(words="?!"))


def test_a_document_shows_all_its_statements_and_counts_those_that_stand(case: Case) -> None:
    judging.reject(case, find(case, "at night").id, by="ana")
    shown = document_view(case, document(case))
    assert {view.held.standing for view in shown.statements} == {Standing.PROPOSED, Standing.REJECTED}
