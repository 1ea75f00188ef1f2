"""Cases: making, opening, versions, and several processes at once."""

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from headwater.base.errors import CaseError, CaseVersion, NotFound
from headwater.store import case as cases
from headwater.store import decisions
from headwater.store.schema import REVISION, metadata


def test_a_new_case_opens_again(tmp_path: Path) -> None:
    cases.create(tmp_path / "affair", zone="Europe/Madrid").close()
    with cases.open_case(tmp_path / "affair") as opened:
        assert opened.settings.name == "affair"
        assert opened.settings.zone == "Europe/Madrid"


def test_names_with_quotes_and_accents_survive(tmp_path: Path) -> None:
    name = 'The "Ñandú" affair \\ 2031\n'
    cases.create(tmp_path / "x", name=name).close()
    with cases.open_case(tmp_path / "x") as opened:
        assert opened.settings.name == name


def test_migrations_make_the_tables_that_the_code_knows(tmp_path: Path) -> None:
    with cases.create(tmp_path / "x") as made, made.reading() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(CaseError) as caught:
        cases.create(tmp_path)
    assert caught.value.code == "case-exists"
    assert (tmp_path / "notes.txt").read_text(encoding="utf-8") == "mine"


def test_no_case_there(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="headwater new"):
        cases.open_case(tmp_path)


def test_unknown_zone(tmp_path: Path) -> None:
    with pytest.raises(CaseError, match="Mars"):
        cases.create(tmp_path / "x", zone="Mars/Olympus")
    assert not (tmp_path / "x").exists()


@pytest.mark.parametrize(("stamp", "code"), [(REVISION + 1, "case-newer"), (0, "case-older")])
def test_other_versions_get_a_clear_message(tmp_path: Path, stamp: int, code: str) -> None:
    cases.create(tmp_path / "x").close()
    with sqlite3.connect(tmp_path / "x" / "case.db") as database:
        database.execute("UPDATE alembic_version SET version_num = ?", (str(stamp),))
    database.close()
    with pytest.raises(CaseVersion) as caught:
        cases.open_case(tmp_path / "x")
    assert caught.value.code == code
    assert caught.value.next_step


def test_damaged_settings_and_database(tmp_path: Path) -> None:
    cases.create(tmp_path / "x").close()
    (tmp_path / "x" / "case.toml").write_text("name = ", encoding="utf-8")
    with pytest.raises(CaseError) as caught:
        cases.open_case(tmp_path / "x")
    assert caught.value.code == "case-settings"
    cases.create(tmp_path / "y").close()
    (tmp_path / "y" / "case.db").write_bytes(b"this was a database once" * 100)
    with pytest.raises(CaseError) as caught:
        cases.open_case(tmp_path / "y")
    assert caught.value.code == "case-damaged"


_WRITER = """
import sys
from pathlib import Path
from headwater.store import case, decisions
with case.open_case(Path(sys.argv[1])) as opened:
    for number in range(25):
        with opened.writing() as connection:
            decisions.append(connection, "claim", {"claim": f"c{number}", "text": "x", "parts": []}, by="test")
"""


def test_several_processes_write_and_read(tmp_path: Path) -> None:
    root = tmp_path / "x"
    cases.create(root).close()
    writers = [subprocess.Popen([sys.executable, "-c", _WRITER, str(root)]) for _ in range(3)]
    with cases.open_case(root) as opened:
        seen = 0
        while any(writer.poll() is None for writer in writers):
            with opened.reading() as connection:
                count = len(decisions.history(connection))
            assert count >= seen
            seen = count
        assert [writer.wait() for writer in writers] == [0, 0, 0]
        with opened.reading() as connection:
            assert [d.id for d in decisions.history(connection)] == list(range(1, 76))


def test_a_reader_sees_one_state_while_another_writes(tmp_path: Path) -> None:
    root = tmp_path / "x"
    with cases.create(root) as one, cases.open_case(root) as two, one.reading() as reading:
        assert decisions.history(reading) == []
        with two.writing() as writing:
            decisions.append(writing, "claim", {"claim": "c1", "text": "x", "parts": []}, by="test")
        assert decisions.history(reading) == []


def test_a_write_that_fails_leaves_nothing(tmp_path: Path) -> None:
    with cases.create(tmp_path / "x") as made:
        with pytest.raises(RuntimeError), made.writing() as connection:
            decisions.append(connection, "claim", {"claim": "c1", "text": "x", "parts": []}, by="test")
            raise RuntimeError
        with made.reading() as connection:
            assert decisions.history(connection) == []
