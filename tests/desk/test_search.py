"""Every hit read one by one, with the exact count, from one state of the case."""

from pathlib import Path

import pytest

from headwater.base.errors import CaseError
from headwater.desk import adding, cases
from headwater.desk.search import search, stream
from headwater.intake.run import take_in
from headwater.store import schema
from headwater.store.case import Case


@pytest.fixture
def case(tmp_path: Path) -> Case:
    folder = tmp_path / "leak"
    folder.mkdir()
    for number in range(25):
        (folder / f"{number:02}.txt").write_text(
            f"note {number} on " + "cranes " * (number % 4), encoding="utf-8"
        )
    made = cases.new_case(tmp_path / "case")
    adding.add(made, [folder])
    return made


@pytest.mark.parametrize("sort", ["relevance", "newest", "oldest"])
@pytest.mark.parametrize("query", ["note", "note cranes", "type:text", "nothing"])
def test_the_stream_is_all_the_pages(
    case: Case, monkeypatch: pytest.MonkeyPatch, query: str, sort: str
) -> None:
    monkeypatch.setattr("headwater.desk.search._ADDRESSES", 4)
    monkeypatch.setattr("headwater.desk.search._TEXTS", 3)
    with case:
        pages = [
            hit for at in range(0, 28, 7) for hit in search(case, query, limit=7, offset=at, sort=sort).hits
        ]
        for offset, limit in ((0, None), (3, None), (0, 4), (2, 9), (24, 5), (40, None), (0, 0)):
            with stream(case, query, offset=offset, limit=limit, sort=sort) as found:
                hits = list(found.hits)
            assert found.count == len(pages)
            assert hits == pages[offset:][: len(pages) if limit is None else limit]


def test_no_more_is_read_than_asked_for(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("headwater.desk.search._TEXTS", 2)
    with case:
        with case.writing() as connection:
            connection.execute(
                schema.rendition.update().where(schema.rendition.c.document_id > 4).values(text=b"?")
            )
        with stream(case, "note", sort="oldest") as found:
            assert found.count == 25
            assert {next(found.hits).title for _ in range(4)}


def test_a_stream_sees_one_state_while_documents_come_in(case: Case, tmp_path: Path) -> None:
    (tmp_path / "late.txt").write_text("note that came late", encoding="utf-8")
    with case, stream(case, "note") as found:
        adding.add(case, [tmp_path / "late.txt"])
        assert len(list(found.hits)) == found.count == 25
        assert search(case, "note").count == 26


def test_what_the_index_has_not_seen_is_said_and_what_the_case_has_not_is_an_error(
    case: Case, tmp_path: Path
) -> None:
    (tmp_path / "late.txt").write_text("note that came late", encoding="utf-8")
    with case:
        take_in(case, [tmp_path / "late.txt"])
        assert search(case, "note").to_index == 1
        with case.writing() as connection:  # as if the database had been restored from an older copy
            for table in (schema.copy, schema.rendition):
                connection.execute(table.delete().where(table.c.document_id == 7))
            connection.execute(schema.document.delete().where(schema.document.c.id == 7))
        with pytest.raises(CaseError) as caught:
            search(case, "note", limit=None)
        assert caught.value.code == "index-ahead"
