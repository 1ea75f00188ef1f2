"""What is kept to match statements with claims can be lost or damaged at any time: it is made anew."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from headwater.base.errors import CaseBusy, CaseError
from headwater.store import case as cases
from headwater.store import matching
from headwater.store.matching import Kept, State

ROW = Kept(3, ("a", "b"), b"\x01\x00\x02\x00", b"terms", b"vectors")


def fill(root: Path, version: str = "1") -> None:
    with matching.opened(root, version) as index, matching.writing(index):
        matching.replace(index, [], [ROW])
        matching.put_state(index, State(7, 2, b"counts"))


def test_what_is_kept_stays(tmp_path: Path) -> None:
    fill(tmp_path)
    with matching.opened(tmp_path, "1") as index:
        assert matching.state(index) == State(7, 2, b"counts")
        assert list(matching.batches(index)) == [[ROW]]
        assert list(matching.get(index, [2, 3])) == [ROW]
        with matching.writing(index):
            matching.replace(index, [3], [])
        assert list(matching.batches(index)) == []


def test_other_features_begin_anew(tmp_path: Path) -> None:
    fill(tmp_path)
    with matching.opened(tmp_path, "2") as index:
        assert matching.state(index) == State(0, 0, b"")
        assert list(matching.batches(index)) == []


def test_a_damaged_file_is_made_anew(tmp_path: Path) -> None:
    (tmp_path / matching.MATCHING).write_bytes(b"this was a database once" * 100)
    with matching.opened(tmp_path, "1") as index:
        assert matching.state(index) == State(0, 0, b"")


def test_half_a_change_is_no_change(tmp_path: Path) -> None:
    fill(tmp_path)
    with matching.opened(tmp_path, "1") as index:
        with pytest.raises(RuntimeError), matching.writing(index):  # noqa: PT012
            matching.clear(index)
            raise RuntimeError
        assert matching.state(index).written == 7


def test_a_reader_sees_one_state_while_another_writes(tmp_path: Path) -> None:
    fill(tmp_path)
    with matching.opened(tmp_path, "1") as reader, matching.opened(tmp_path, "1") as writer:
        with matching.snapshot(reader):
            assert matching.state(reader).written == 7
            with matching.writing(writer):
                matching.clear(writer)
            assert matching.state(reader).written == 7
        assert matching.state(reader).written == 0


def test_a_place_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    with pytest.raises(CaseError), matching.opened(tmp_path / "nowhere", "1"):
        pass


def test_another_writer_is_waited_for_and_then_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(tmp_path)
    monkeypatch.setattr(matching, "BUSY_SECONDS", 0)
    with closing(sqlite3.connect(tmp_path / matching.MATCHING, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(CaseBusy), matching.opened(tmp_path, "1") as index, matching.writing(index):
            pass


def test_a_case_half_made_may_have_it(tmp_path: Path) -> None:
    cases.create(tmp_path / "x").close()
    fill(tmp_path / "x")
    (tmp_path / "x" / cases.SETTINGS).unlink()
    cases.create(tmp_path / "x").close()
