"""Cases: making, opening, versions, and several processes at once."""

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing, suppress
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from headwater.base.errors import CaseBusy, CaseError, CaseVersion, NotFound
from headwater.model.judgement import Standing
from headwater.store import case as cases
from headwater.store import decisions, statements, writings
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


def test_a_case_of_the_first_revision_is_brought_up_to_date(tmp_path: Path) -> None:
    cases.create(tmp_path / "x").close()
    with closing(sqlite3.connect(tmp_path / "x" / "case.db")) as database:
        for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            database.execute(f"DROP TABLE {name}")
        database.commit()
    engine = cases._engine(tmp_path / "x")
    cases.migrate(engine, "1")
    with engine.begin() as connection:
        for line in (
            "INSERT INTO document VALUES (1, 'ab', 3, 'text', 'text/plain', 't', 'read', '[]', 0, NULL, 'file')",
            "INSERT INTO reading VALUES (1, 'rules-2', 'cd', 2)",
            "INSERT INTO tally VALUES ('kind', 'text', 1), ('read', '', 1), ('statements', '', 2)",
            *(
                f"INSERT INTO statement VALUES ('s{n}', 1, {n}, '[]', '[]', '[[0, 3]]', 'asserts', 'unknown', "
                "'indirect', NULL, '[\"Eve\"]', NULL, 500, 'eve')"
                for n in range(2)
            ),
        ):
            connection.exec_driver_sql(line)
    engine.dispose()
    with pytest.raises(CaseVersion, match="headwater upgrade"):
        cases.open_case(tmp_path / "x")
    assert cases.upgrade(tmp_path / "x") == (1, REVISION)
    with cases.open_case(tmp_path / "x") as opened, opened.writing() as connection:
        assert statements.extent(connection) == statements.Extent(1, 1, 2)
        holds = list(statements.select_all(connection, statements.Filter()))
        assert [(held.id, held.standing, held.found) for held in holds] == [
            ("s0", Standing.PROPOSED, True),
            ("s1", Standing.PROPOSED, True),
        ]
        assert writings.after(connection, 0, 9) == [(1, 1)]
        statements.put(connection, 1, holds[:1])
        assert writings.after(connection, 0, 9) == [(2, 1)]
        assert (writings.last(connection), writings.count_after(connection, 2)) == (2, 0)
        assert statements.extent(connection) == statements.Extent(1, 1, 1)
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_one_process_at_a_time_reads_for_statements(tmp_path: Path) -> None:
    with cases.create(tmp_path / "x") as one, cases.open_case(tmp_path / "x") as two:
        with one.reading_lock(), pytest.raises(CaseBusy), two.reading_lock():
            pass
        with two.reading_lock():
            pass


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
        with suppress(RuntimeError), made.writing() as connection:
            decisions.append(connection, "claim", {"claim": "c1", "text": "x", "parts": []}, by="test")
            raise RuntimeError
        with made.reading() as connection:
            assert decisions.history(connection) == []


@pytest.mark.parametrize("name", ["who?", "a?mode=memory", "100%", "%(here)s", "a#b", "file:x"])
def test_any_folder_name_holds_its_own_database(tmp_path: Path, name: str) -> None:
    with cases.create(tmp_path / name) as made, made.writing() as connection:
        decisions.append(connection, "claim", {"claim": "c1", "text": "x", "parts": []}, by="test")
    assert [path.name for path in tmp_path.iterdir()] == [name]
    assert {path.name for path in (tmp_path / name).iterdir()} >= {"case.toml", "case.db"}
    with cases.open_case(tmp_path / name) as opened, opened.reading() as connection:
        assert len(decisions.history(connection)) == 1


@pytest.mark.parametrize(
    "left", [["case.toml"], ["case.toml.new"], ["case.db"], ["case.db", "case.toml.new"]]
)
def test_a_case_half_made_is_made_to_its_end(tmp_path: Path, left: list[str]) -> None:
    for name in left:
        (tmp_path / name).write_bytes(b"")
    with pytest.raises(NotFound, match="headwater new"):
        cases.open_case(tmp_path)
    cases.create(tmp_path, name="whole").close()
    with cases.open_case(tmp_path) as opened:
        assert opened.settings.name == "whole"
    assert not (tmp_path / "case.toml.new").exists()


def test_lost_settings_are_written_anew_and_nothing_else_is_lost(tmp_path: Path) -> None:
    with cases.create(tmp_path / "x") as made, made.writing() as connection:
        decisions.append(connection, "claim", {"claim": "c1", "text": "x", "parts": []}, by="test")
    (tmp_path / "x" / "case.toml").unlink()
    with cases.create(tmp_path / "x", zone="Europe/Madrid") as made, made.reading() as connection:
        assert made.settings.zone == "Europe/Madrid"
        assert len(decisions.history(connection)) == 1


def test_a_whole_case_is_never_made_again(tmp_path: Path) -> None:
    cases.create(tmp_path / "x", name="first").close()
    with pytest.raises(CaseError) as caught:
        cases.create(tmp_path / "x", name="second")
    assert caught.value.code == "case-exists"
    with cases.open_case(tmp_path / "x") as opened:
        assert opened.settings.name == "first"


def test_what_cannot_be_made_leaves_what_was_there(tmp_path: Path) -> None:
    (tmp_path / "case.db").write_bytes(b"this was a database once" * 100)
    with pytest.raises(CaseError) as caught:
        cases.create(tmp_path)
    assert caught.value.code == "case-damaged"
    assert [path.name for path in tmp_path.iterdir()] == ["case.db"]


def test_a_database_that_cannot_be_opened_is_a_clear_error(tmp_path: Path) -> None:
    with cases.create(tmp_path / "x") as made:
        made.close()
        shutil.move(tmp_path / "x", tmp_path / "y")
        with pytest.raises(CaseError) as caught, made.reading():
            pass
    assert caught.value.next_step


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="the superuser may write anywhere")
def test_a_folder_without_the_right_to_write(tmp_path: Path) -> None:
    cases.create(tmp_path / "x").close()
    (tmp_path / "x" / "case.db").chmod(0o444)
    (tmp_path / "x").chmod(0o555)
    try:
        with pytest.raises(CaseError) as caught:
            cases.open_case(tmp_path / "x")
        assert caught.value.code == "case-read-only"
        with pytest.raises(CaseError):
            cases.create(tmp_path / "x" / "inner")
    finally:
        (tmp_path / "x").chmod(0o755)


def test_writes_survive_a_power_cut(tmp_path: Path) -> None:
    with cases.create(tmp_path / "x") as made, made.writing() as connection:
        assert (
            connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2
        )  # FULL: on disk before it is said
