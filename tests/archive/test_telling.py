"""The language of each document: told of its own words, in breaks or at once, and anew where a text changed."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from headwater.archive import telling
from headwater.archive.telling import language_of_document, tell_languages, waiting
from headwater.model.document import Document, Kind, Message, Place, Taken
from headwater.store import case as cases
from headwater.store import containers, filing, jobs, languages
from headwater.store.case import Case

ENGLISH = "The harbour master says that the crane was moved and that nobody asked him about it."
SPANISH = "El capitán del puerto dice que la grúa fue movida y que nadie le preguntó nada de eso."
FRENCH = "Le capitaine du port dit que la grue a été déplacée et que personne ne lui a rien demandé."


def document(text: str, kind: Kind = Kind.MESSAGE) -> Document:
    return Document(
        hashlib.sha256(text.encode()).hexdigest(),
        len(text),
        kind,
        "text/plain",
        "",
        text,
        message=Message() if kind is Kind.MESSAGE else None,
    )


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (ENGLISH, "en"),
        (SPANISH, "es"),
        (FRENCH, "fr"),
        (f"{SPANISH}\n\n> " + "\n> ".join([ENGLISH] * 5), "es"),
        ("Ok.\n\n> " + "\n> ".join([ENGLISH] * 2), "en"),
        ("4711 / 22", ""),
        ("", ""),
    ],
)
def test_a_message_is_in_the_language_of_its_own_words_where_they_say_enough(text: str, code: str) -> None:
    assert language_of_document(document(text)) == code


def take_in(case: Case, *texts: str) -> None:
    with case.writing() as connection:
        container = containers.begin(connection, "/leak", "folder", "1").id
        taken = [Taken(Place(str(n)), document(text, Kind.TEXT)) for n, text in enumerate(texts)]
        items = [(container, item) for one in taken for item in filing.items(one)]
        filing.add_items(connection, items)


def test_every_document_is_told_once_and_new_ones_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(telling, "_BATCH", 2)
    with cases.create(tmp_path / "x") as case:
        take_in(case, ENGLISH, SPANISH, FRENCH, "1 2 3", SPANISH + " ")
        steps: list[int] = []
        assert tell_languages(case, lambda job: steps.append(job.done)).state == jobs.DONE
        assert steps == [2, 4, 5, 5]
        take_in(case, ENGLISH + " ")
        with case.reading() as connection:
            assert waiting(connection) == 1
            assert languages.counts(connection) == {"es": 2, "": 1, "en": 1, "fr": 1}
        assert tell_languages(case).done == 1
        with case.reading() as connection:
            assert languages.counts(connection)["en"] == 2
            found = languages.members(connection, "es")
            assert list(found) == sorted(found)
            assert {languages.of_document(connection, key) for key in found} == {"es"}
            assert languages.of_document(connection, 99) is None


def test_it_stops_when_asked_and_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(telling, "_BATCH", 1)
    with cases.create(tmp_path / "x") as case:
        take_in(case, ENGLISH, SPANISH, FRENCH)

        def stop(_: object) -> None:
            with case.writing() as connection:
                jobs.ask_to_stop(connection, jobs.LANGUAGES)

        stopped = tell_languages(case, stop)
        assert (stopped.state, stopped.done, stopped.total) == (jobs.STOPPED, 2, 3)
        assert tell_languages(case).done == 1


def test_what_changed_is_told_anew(tmp_path: Path) -> None:
    with cases.create(tmp_path / "x") as case:
        take_in(case, ENGLISH, SPANISH)
        tell_languages(case)
        with case.writing() as connection:
            languages.forget(connection, languages.members(connection, "en"))
            assert waiting(connection) == 1
        assert tell_languages(case).done == 1
