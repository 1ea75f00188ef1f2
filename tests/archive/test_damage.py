"""A damaged index: said in one sentence whatever is damaged, and made anew by ``headwater index``."""

import random
from pathlib import Path

import pytest

from headwater.archive.damage import damage_told, find_damage
from headwater.archive.index import IndexRow, Writer, create, is_ready, is_sound
from headwater.archive.query import parse
from headwater.archive.search import Order, Searcher
from headwater.base.errors import CaseVersion, InputError
from headwater.desk import adding, cases, search
from headwater.model.document import Kind

PARTS = ("term", "idx", "pos", "store", "fast", "fieldnorm", "del")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "index"
    create(made)
    with Writer(made, heap=15_000_000) as writer:
        for at in (0, 50):
            writer.add(IndexRow(n, Kind.MESSAGE, "a", f"alpha beta w{n}", (), n) for n in range(at, at + 50))
            writer.commit()
        writer.delete([3])
        writer.commit()
    return made


def one(folder: Path, part: str) -> Path:
    """A file of this part that the index is made of."""
    for path in sorted(folder.glob(f"*.{part}")):
        whole = path.read_bytes()
        path.write_bytes(b"")
        used = find_damage(folder) == path.name
        path.write_bytes(whole)
        if used:
            return path
    raise AssertionError(f"no .{part} in {sorted(folder.iterdir())}")


def use(folder: Path, what: str) -> None:
    if what == "write":
        with Writer(folder, heap=15_000_000) as writer:
            writer.delete_above(10)
            writer.commit()
    else:
        Searcher(folder).search(parse('alpha OR "beta w1*" OR w2*'), order=Order(what))


def test_a_sound_index_has_no_damage(folder: Path) -> None:
    assert find_damage(folder) == find_damage(folder, checksums=True) == ""
    assert is_sound(folder, checksums=True)
    for what in ("write", "newest", "relevance"):
        use(folder, what)


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("damage", [b"junk\n", b"", b"\x00" * 5000, None])
def test_a_damaged_file_is_named_and_the_next_step_said(
    folder: Path, part: str, damage: bytes | None
) -> None:
    path = one(folder, part)
    if damage is None:
        path.unlink()
    else:
        path.write_bytes(damage)
    assert is_ready(folder)
    assert not is_sound(folder)
    assert find_damage(folder) == path.name
    for what in ("write", "newest", "relevance"):
        with pytest.raises(CaseVersion, match="headwater index") as caught:
            use(folder, what)
        assert caught.value.code == "index-stale"


@pytest.mark.parametrize("name", [".managed.json", "meta.json"])
def test_so_is_damage_of_the_lists_of_files(folder: Path, name: str) -> None:
    (folder / name).write_bytes(b"junk\n")
    assert not is_sound(folder)
    with pytest.raises(CaseVersion, match="headwater index"):
        use(folder, "newest")


@pytest.mark.parametrize("part", PARTS)
def test_a_changed_byte_shows_by_the_checksum(folder: Path, part: str) -> None:
    path = one(folder, part)
    whole = path.read_bytes()
    dice = random.Random(part)
    for _ in range(8):
        changed = bytearray(whole)
        changed[dice.randrange(len(whole) - 95)] ^= 1 << dice.randrange(8)
        path.write_bytes(changed)
        assert not is_sound(folder, checksums=True)
        assert find_damage(folder, checksums=True) == path.name


def test_what_is_no_damage_goes_through() -> None:
    for error in (KeyboardInterrupt(), SystemExit(1), InputError("a"), RuntimeError("a")):
        with pytest.raises(type(error)), damage_told():
            raise error


@pytest.mark.parametrize("whole_file", [True, False])
def test_indexing_makes_a_damaged_index_anew(tmp_path: Path, whole_file: bool) -> None:
    (tmp_path / "note.txt").write_text("the crane fell " * 50, encoding="utf-8")
    with cases.new_case(tmp_path / "case") as case:
        adding.add(case, [tmp_path / "note.txt"])
        assert adding.index(case) == 0
        path = one(case.index_path, "store" if whole_file else "idx")
        damaged = b"junk\n" if whole_file else bytes([path.read_bytes()[0] ^ 255]) + path.read_bytes()[1:]
        path.write_bytes(damaged)
        if whole_file:
            with pytest.raises(CaseVersion, match="headwater index"):
                search.search(case, "crane")
        assert adding.index(case) == 1
        assert search.search(case, "crane").count == 1
        assert adding.index(case) == 0
