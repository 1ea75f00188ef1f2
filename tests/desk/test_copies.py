"""Copies across a case: found, weighed, decided, and decisions that outlive another search."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from headwater.base.errors import CaseBusy, InputError, NotFound
from headwater.desk import adding, cases, claims, copies, judging, reading, statements
from headwater.desk.copies import Asked
from headwater.desk.judging import Change
from headwater.desk.picking import Piece
from headwater.model.claim import How, Role, whole
from headwater.model.suspicion import Suspect, Verdict
from headwater.store import suspicions
from headwater.store.case import Case

STORY = (
    "Tom Vell, who mends nets at the northern mole, said that the crane was moved under lamps at half past two in the "
    "morning, that four men in grey overalls walked beside it with ropes, and that one of them dropped a copper kettle "
    "into the basin and swore at the pigeons. The harbour master keeps a ledger of such movements, bound in green cloth, "
    "and on that page the ink had run so badly that neither the hour nor the initials could be made out any more."
)
FILLER = (
    "The council met on Tuesday to speak about the price of firewood, the leak in the roof of the school and the goat "
    "that has been seen on the bowling green again; nothing was decided and the meeting closed at nine."
)
WIRE = f"Meridian Wire, March 3, 2031\nBy Ana Ruiz\n\n{STORY}\n"
REPRINT = f"The Gazette, March 9, 2031\nBy Olaf Brandt\n\n{FILLER}\n\n{STORY}\n"


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    (tmp_path / "wire.txt").write_text(WIRE, encoding="utf-8")
    (tmp_path / "reprint.txt").write_text(REPRINT, encoding="utf-8")
    with cases.new_case(tmp_path / "case") as made:
        adding.add(made, [tmp_path / "wire.txt", tmp_path / "reprint.txt"])
        reading.read_case(made)
        claims.new(made, "The crane was moved", by="ana", claim_id="crane")
        for view in statements.listing(made)[1]:
            if "crane was moved" in view.content and "Tom Vell" in view.statement.chain[-1]:
                claims.link(made, "crane", view.statement.id, Role.SUPPORTS, basis="witnessed", by="ana")
        yield made


def ids(case: Case) -> tuple[str, str]:
    """The wire's document and the reprint's."""
    found = {entry.chain[0]: entry.document for entry in claims.view(case, "crane").entries}
    return found["Meridian Wire"], found["The Gazette"]


def origins(case: Case) -> tuple[str, ...]:
    return claims.view(case, "crane").supports.origins


def edges(case: Case) -> set[tuple[str, bool]]:
    return {
        (edge.how, edge.suspected) for edge in claims.view(case, "crane").edges if edge.how == How.REPUBLISHES
    }


def test_a_copy_is_found_with_passages_side_by_side(case: Case) -> None:
    made = copies.search(case)
    assert (made.documents, made.version) == (2, copies.VERSION)
    (line,) = copies.listing(case).lines
    wire, reprint = ids(case)
    assert (line.kind, line.verdict, line.later, line.earlier) == (Suspect.COPY, Verdict.OPEN, reprint, wire)
    assert {member.speaker for member in line.members} == {"Meridian Wire", "The Gazette"}
    (pair, *_) = copies.view(case, line.id[:6]).pairs
    assert (pair.left.document, pair.right.document) == (wire, reprint)
    marked = " ".join(mark.of(pair.right.words.text) for mark in pair.right.words.marks)
    assert "copper kettle" in marked
    assert "firewood" not in pair.right.words.text


def test_open_counts_in_strict_accepted_in_both_rejected_in_none(case: Case) -> None:
    wire, _ = ids(case)
    assert edges(case) == set()
    copies.search(case)
    (line,) = copies.listing(case).lines
    view = claims.view(case, "crane")
    assert edges(case) == {(How.REPUBLISHES, True)}
    assert [one.id for one in view.suspicions] == [line.id]
    made = copies.decide(case, line.id, Verdict.ACCEPTED, why="the wire's text", by="ana")
    assert (made.original, set(made.members)) == (wire, {one.document for one in line.members})
    assert edges(case) == {(How.REPUBLISHES, False)}
    assert "The Gazette" in claims.view(case, "crane").support.carriers
    copies.decide(case, line.id, Verdict.REJECTED, by="ana")
    assert edges(case) == set()
    copies.decide(case, line.id, Verdict.OPEN, by="ana")
    assert edges(case) == {(How.REPUBLISHES, True)}
    assert [one.verdict for one in copies.view(case, line.id).history] == ["accepted", "rejected", "open"]
    assert origins(case) == ("tom vell",)


def test_undo_of_a_decision_on_a_copy(case: Case) -> None:
    copies.search(case)
    (line,) = copies.listing(case).lines
    made = copies.decide(case, line.id, Verdict.REJECTED, by="ana")
    before = claims.view(case, "crane").edges
    number = claims.undo(case, made.id, by="ana")
    assert edges(case) == {(How.REPUBLISHES, True)}
    claims.undo(case, number, by="ana")
    assert claims.view(case, "crane").edges == before


def test_the_direction_can_be_given_and_must_be_of_a_member(case: Case) -> None:
    copies.search(case)
    (line,) = copies.listing(case).lines
    _, reprint = ids(case)
    assert copies.decide(case, line.id, Verdict.ACCEPTED, original=reprint[:8], by="ana").original == reprint
    with pytest.raises(InputError, match="not one of the documents"):
        copies.decide(case, line.id, Verdict.ACCEPTED, original="0123", by="ana")
    with pytest.raises(NotFound):
        copies.decide(case, "zzzz", Verdict.REJECTED, by="ana")


def test_an_undirected_suspicion_asks_for_the_original(tmp_path: Path) -> None:
    for name, outlet in (("one", "Meridian Wire"), ("two", "The Gazette")):
        (tmp_path / f"{name}.txt").write_text(f"{outlet}\nBy Ana Ruiz\n\n{STORY}\n", encoding="utf-8")
    with cases.new_case(tmp_path / "case") as made:
        adding.add(made, [tmp_path / "one.txt", tmp_path / "two.txt"])
        copies.search(made)
        (line,) = copies.listing(made, Asked(repeated=True)).lines
        assert line.later == ""
        with pytest.raises(InputError) as caught:
            copies.decide(made, line.id, Verdict.ACCEPTED, by="ana")
        assert caught.value.code == "original"


def test_decisions_outlive_another_search(case: Case) -> None:
    copies.search(case)
    (line,) = copies.listing(case).lines
    copies.decide(case, line.id, Verdict.ACCEPTED, by="ana")
    copies.search(case, again=True)
    assert [one.verdict for one in copies.listing(case).lines] == [Verdict.ACCEPTED]
    with case.writing() as connection:
        last = suspicions.last_search(connection)
        assert last is not None
        suspicions.put(connection, [], last)
    (gone,) = copies.listing(case).lines
    assert (gone.id, gone.verdict, gone.found) == (line.id, Verdict.ACCEPTED, False)
    assert edges(case) == {(How.REPUBLISHES, False)}
    assert copies.view(case, line.id).pairs
    copies.decide(case, line.id, Verdict.OPEN, by="ana")
    assert edges(case) == set(), "what is neither found nor accepted counts for nothing"


def test_nothing_is_searched_twice_without_new_documents(case: Case, tmp_path: Path) -> None:
    heard: list[int] = []
    copies.search(case, tell=lambda job: heard.append(job.done))
    assert heard == [2]
    copies.search(case, tell=lambda job: heard.append(job.done))
    assert heard == [2]
    (tmp_path / "third.txt").write_text(f"{FILLER} {FILLER}", encoding="utf-8")
    adding.add(case, [tmp_path / "third.txt"])
    assert copies.listing(case).behind == 1
    copies.search(case, tell=lambda job: heard.append(job.done))
    assert heard == [2, 3]
    job = copies.progress(case)
    assert job is not None
    assert (job.state, job.done) == ("done", 3)


def test_one_search_at_a_time_and_a_stopped_one_changes_nothing(case: Case) -> None:
    copies.search(case)
    before = copies.listing(case)

    def stop(_: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        copies.search(case, tell=stop, again=True)
    assert copies.listing(case) == before
    job = copies.progress(case)
    assert job is not None
    assert job.state == "stopped"
    with case.copies_lock(), pytest.raises(CaseBusy):
        copies.search(case, again=True)


def mail(number: int, writer: str, body: str) -> str:
    return (
        f"From: {writer} <{writer.split()[0].lower()}@skarre.example>\nTo: Bo Lind <bo@skarre.example>\n"
        f"Date: Mon, {number} Mar 2031 10:00:00 +0000\nMessage-ID: <{number}@skarre.example>\nSubject: x{number}\n\n{body}\n"
    )


def test_what_a_message_quotes_is_no_suspicion(tmp_path: Path) -> None:
    quoted = "\n".join(f"> {line}" for line in re.findall(r".{1,60}(?: |$)", STORY))
    (tmp_path / "1.eml").write_text(mail(3, "Ana Ruiz", STORY), encoding="utf-8")
    (tmp_path / "2.eml").write_text(
        mail(10, "Ida Nox", f"I cannot open this.\n\nOn Mon, 3 Mar 2031, Ana Ruiz wrote:\n{quoted}"),
        encoding="utf-8",
    )
    (tmp_path / "3.eml").write_text(mail(17, "Olaf Brandt", STORY), encoding="utf-8")
    with cases.new_case(tmp_path / "case") as made:
        adding.add(made, [tmp_path / f"{n}.eml" for n in (1, 2, 3)])
        copies.search(made)
        (line,) = copies.listing(made).lines
        assert [member.speaker for member in line.members if member.document == line.later] == ["Olaf Brandt"]
        assert "Ida Nox" not in {member.speaker for member in line.members}


def test_whole_documents_are_linked_and_tied(case: Case) -> None:
    wire, reprint = ids(case)
    claims.new(case, "The ink had run", by="ana", claim_id="ink")
    for document in (wire, reprint):
        claims.link(case, "ink", claims.whole_document(case, document[:6]), Role.SUPPORTS, by="ana")
    view = claims.view(case, "ink")
    assert [entry.chain for entry in view.entries] == [
        ("Meridian Wire", "Ana Ruiz"),
        ("The Gazette", "Olaf Brandt"),
    ]
    assert view.supports.origins == ("ana ruiz", "olaf brandt")
    assert claims.passage(case, whole(wire)) == (wire, 0)
    copies.search(case)
    (line,) = copies.listing(case).lines
    copies.decide(case, line.id, Verdict.ACCEPTED, by="ana")
    assert claims.view(case, "ink").supports.origins == ("ana ruiz",)
    with pytest.raises(NotFound):
        claims.whole_document(case, "ffff")


def test_a_list_of_claims_follows_what_changes(case: Case) -> None:
    first = claims.claims(case)
    assert claims.claims(case) is first
    copies.search(case)
    assert claims.claims(case) is not first
    (line,) = copies.listing(case).lines
    second = claims.claims(case)
    copies.decide(case, line.id, Verdict.ACCEPTED, by="ana")
    assert claims.claims(case) is not second
    third = claims.claims(case)
    wire, _ = ids(case)
    judging.add(
        case,
        wire,
        Change(
            source=(Piece("The harbour master"),),
            cue=(Piece("keeps"),),
            content=(Piece("a ledger of such movements"),),
        ),
        by="ana",
    )
    assert claims.claims(case) is not third
    assert claims.claims(case) == third
