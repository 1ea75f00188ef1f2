"""Notes on documents and passages: append-only, found again in another text, taken back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from headwater.base.errors import InputError, NotFound
from headwater.desk import adding, documents, notes
from headwater.desk import cases as cases_desk
from headwater.model.document import Document
from headwater.store import case as cases
from headwater.store import documents as store_documents
from headwater.store import renewals
from headwater.store.case import Case

TEXT = "The gate was shut. The gate was open.\n\nNobody  knew\nwhy.\n"


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    (tmp_path / "gate.txt").write_text(TEXT, encoding="utf-8")
    with cases.create(tmp_path / "case") as made:
        adding.add(made, [tmp_path / "gate.txt"])
        yield made


def only(case: Case) -> Document:
    with case.reading() as connection:
        return store_documents.after(connection, 0, 1)[0].document


def test_a_note_stands_at_its_words(case: Case) -> None:
    document = only(case)
    notes.write(case, document.id, " On all of it. ", by="Ana")
    notes.write(case, document.id, "Why?", by="Ben", words="Nobody knew why")
    notes.write(case, document.id, "Which?", by="Ben", words="The gate", nth=2)
    shown = notes.of_document(case, document)
    assert [(one.start, one.note.text, one.note.by, one.lost) for one in shown] == [
        (None, "On all of it.", "Ana", False),
        (19, "Which?", "Ben", False),
        (39, "Why?", "Ben", False),
    ]
    assert shown[2].note.words == "Nobody  knew\nwhy"


@pytest.mark.parametrize(
    ("text", "words"), [("", ""), ("  \n", ""), ("x" * 20_001, ""), ("a", "The gate"), ("a", "no such words")]
)
def test_what_cannot_be_noted_is_refused_and_leaves_nothing(case: Case, text: str, words: str) -> None:
    with pytest.raises(InputError):
        notes.write(case, only(case).id, text, by="Ana", words=words)
    assert notes.latest(case, limit=5) == (0, ())


def test_a_note_is_taken_back_once_and_stays_in_the_log(case: Case) -> None:
    document = only(case)
    number = notes.write(case, document.id, "Wrong.", by="Ana")
    notes.write(case, document.id, "Right.", by="Ana")
    assert notes.withdraw(case, number, by="Ben") == document.id
    assert [one.note.text for one in notes.of_document(case, document)] == ["Right."]
    count, shown = notes.latest(case, limit=5)
    assert (count, [one.note.text for one in shown]) == (2, ["Right.", "Wrong."])
    assert shown[1].note.withdrawn is not None
    assert shown[1].note.withdrawn[0] == "Ben"
    assert [one.note.text for one in notes.latest(case, limit=1, offset=1)[1]] == ["Wrong."]
    for gone in (number, number + 2, 99):
        with pytest.raises(NotFound):
            notes.withdraw(case, gone, by="Ben")
    assert sum('"note"' in line for line in cases_desk.dump(case)) == 3


def test_a_passage_is_found_again_in_another_text_or_said_to_be_lost(case: Case) -> None:
    document = only(case)
    notes.write(case, document.id, "Why?", by="Ana", words="Nobody knew why")
    notes.write(case, document.id, "Open?", by="Ana", words="was open")
    with case.writing() as connection:
        key = store_documents.find_key(connection, document.id)
        changed = documents.view(case, document.id).document
        made = Document(
            **{
                **{name: getattr(changed, name) for name in changed.__slots__},
                "text": "Ah. Nobody knew why. Not.",
            }
        )
        renewals.renew(connection, key, made, "another")
    shown = {one.note.text: (one.start, one.lost) for one in notes.of_document(case, only(case))}
    assert shown == {"Why?": (4, False), "Open?": (None, True)}
