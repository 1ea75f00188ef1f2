"""The index on disk: commits, deletion, killed writers, versions."""

import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headwater.archive.index import MARKER, IndexRow, Writer, create, is_ready, sort_keys
from headwater.archive.query import parse
from headwater.archive.search import Order, Searcher
from headwater.base.errors import CaseBusy, CaseError, CaseVersion
from headwater.model.document import Kind


def message(id: int, body: str, sent: int | None = None) -> IndexRow:
    return IndexRow(id, Kind.MESSAGE, "", body, (), sent)


def indexed(folder: Path, rows: Sequence[IndexRow], batch: int = 1000) -> Searcher:
    create(folder)
    with Writer(folder, heap=15_000_000) as writer:
        for at in range(0, len(rows), batch):
            writer.add(rows[at : at + batch])
            writer.commit()
    return Searcher(folder)


def ids(searcher: Searcher, query: str) -> tuple[int, ...]:
    return searcher.search(parse(query), order=Order.OLDEST).ids


@given(
    st.lists(
        st.tuples(st.integers(0, 2**30 - 1), st.none() | st.integers(-8 * 10**9, 8 * 10**9)), unique=True
    )
)
def test_sort_keys_keep_the_order_of_dates_and_ids(documents: list[tuple[int, int | None]]) -> None:
    dated = [(sent, id) for id, sent in documents if sent is not None]
    assert sorted(dated) == sorted(dated, key=lambda one: sort_keys(one[1], one[0])[1])
    assert sorted(dated) == sorted(dated, key=lambda one: sort_keys(one[1], one[0])[0])
    for id, sent in documents:
        assert all(0 <= key < 2**64 for key in sort_keys(id, sent))
        if sent is None:
            assert all(sort_keys(id, None)[0] < sort_keys(other, when)[0] for when, other in dated)
            assert all(sort_keys(id, None)[1] > sort_keys(other, when)[1] for when, other in dated)


def test_a_reader_sees_one_commit_until_it_reloads(tmp_path: Path) -> None:
    folder = tmp_path / "index"
    searcher = indexed(folder, [message(1, "a")])
    with Writer(folder) as writer:
        writer.add([message(2, "a"), message(3, "a")])
        writer.delete([1, 99])
        searcher.reload()
        assert ids(searcher, "a") == (1,)
        writer.commit()
        assert ids(searcher, "a") == (1,)
        searcher.reload()
        assert ids(searcher, "a") == (2, 3)
        assert searcher.documents == 2
        assert ids(Searcher(folder), "NOT b") == (2, 3)


def failing() -> Iterator[IndexRow]:
    yield message(3, "a")
    raise RuntimeError("the source of the rows failed")


def test_what_was_not_committed_is_dropped(tmp_path: Path) -> None:
    folder = tmp_path / "index"
    indexed(folder, [message(1, "a")])
    with Writer(folder) as writer:
        writer.add([message(2, "a")])
    with pytest.raises(RuntimeError), Writer(folder) as writer:
        writer.add(failing())
    assert ids(Searcher(folder), "a") == (1,)


def test_deleting_above_an_id_and_adding_again(tmp_path: Path) -> None:
    folder = tmp_path / "index"
    rows = [message(n, f"a b{n}", n if n % 3 else None) for n in range(0, 200)]
    expected = ids(indexed(folder, rows, 30), "a")
    for watermark in (-1, 0, 57, 120, 199, 5000):
        with Writer(folder) as writer:
            writer.delete_above(watermark)
            writer.commit()
            assert sorted(ids(Searcher(folder), "a")) == list(range(0, min(200, watermark + 1)))
            writer.delete_above(watermark)
            writer.add(rows[watermark + 1 :])
            writer.commit()
        assert ids(Searcher(folder), "a") == expected


KILLED = """
import os, sys
from pathlib import Path
from headwater.archive.index import IndexRow, Writer
writer = Writer(Path(sys.argv[1]), heap=15_000_000)
writer.add(IndexRow(n, "message", "", f"a w{n}") for n in range(1000, 1100))
writer.commit()
writer.add(IndexRow(n, "message", "", f"a w{n} " * 200) for n in range(1100, 9000))
print("killed", flush=True)
os._exit(9)
"""


def test_a_killed_writer_leaves_its_last_commit(tmp_path: Path) -> None:
    folder = tmp_path / "index"
    indexed(folder, [message(1, "a")])
    ended = subprocess.run(
        [sys.executable, "-c", KILLED, folder], capture_output=True, text=True, check=False
    )
    assert ended.stdout.strip() == "killed", ended.stderr
    assert ids(Searcher(folder), "a") == (1, *range(1000, 1100))
    with Writer(folder) as writer:
        writer.delete_above(1050)
        writer.add([message(1051, "a")])
        writer.commit()
    assert ids(Searcher(folder), "a") == (1, *range(1000, 1052))


def test_one_process_writes_at_a_time(tmp_path: Path) -> None:
    create(tmp_path / "index")
    with Writer(tmp_path / "index"), pytest.raises(CaseBusy):
        Writer(tmp_path / "index")
    Writer(tmp_path / "index").close()


def test_an_index_of_another_version_is_to_be_made_anew(tmp_path: Path) -> None:
    folder = tmp_path / "index"
    assert not is_ready(folder)
    indexed(folder, [message(1, "a")])
    assert is_ready(folder)
    for damage in ('{"format": 0}', "[]", "", "\0"):
        (folder / MARKER).write_text(damage, encoding="utf-8")
        assert not is_ready(folder)
        for opener in (Searcher, Writer):
            with pytest.raises(CaseVersion) as caught:
                opener(folder)
            assert caught.value.code == "index-stale"
    create(folder)
    assert is_ready(folder)
    assert Searcher(folder).documents == 0
    (folder / "meta.json").write_text("{}", encoding="utf-8")
    with pytest.raises(CaseVersion):
        Searcher(folder)
    create(folder)
    (folder / "meta.json").unlink()
    assert not is_ready(folder)


def test_an_index_never_takes_the_place_of_something_else(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("precious", encoding="utf-8")
    with pytest.raises(CaseError):
        create(tmp_path)
    assert (tmp_path / "notes.txt").exists()


def test_ids_out_of_range_are_refused(tmp_path: Path) -> None:
    create(tmp_path / "index")
    with Writer(tmp_path / "index") as writer:
        for id in (-1, 2**30):
            with pytest.raises(ValueError):
                writer.add([message(id, "a")])
