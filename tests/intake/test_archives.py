"""Archives and compressed files: whole, cut, damaged, forged, too large; every byte accounted for."""

import base64
import bz2
import gzip
import hashlib
import io
import lzma
import random
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from building import add, all_documents, all_receipts, failures, mbox, message, tarred, zipped

from headwater.base.settings import Limits
from headwater.intake.originals import fetch
from headwater.intake.run import take_in
from headwater.model.document import Kind
from headwater.store import documents
from headwater.store.case import Case


def test_an_encrypted_zip_member_is_a_failure_and_the_rest_comes_in(case: Case, leak: Path) -> None:
    raw = bytearray(zipped({"open.txt": b"open", "shut.txt": b"shut"}, zipfile.ZIP_STORED))
    for mark in (b"PK\x03\x04", b"PK\x01\x02"):
        at = raw.rfind(mark)
        raw[at + (6 if mark[2] == 3 else 8)] |= 1
    (leak / "a.zip").write_bytes(raw)
    add(case, leak)
    assert failures(case) == {"shut.txt": "encrypted"}
    assert [stored.document.text for stored in all_documents(case)] == ["open"]


def test_a_damaged_zip_member_fails_with_its_bytes(case: Case, leak: Path) -> None:
    good, bad = b"good words", random.Random(1).randbytes(400)
    raw = bytearray(zipped({"good.txt": good, "bad.bin": bad}, zipfile.ZIP_STORED))
    raw[raw.find(bad) + 5] ^= 0xFF
    (leak / "a.zip").write_bytes(raw)
    add(case, leak)
    receipt = all_receipts(case)[1]
    assert (receipt.taken, receipt.failed, receipt.failed_bytes) == (1, 1, len(bad))
    assert failures(case) == {"bad.bin": "damaged"}


@pytest.mark.parametrize("cut", [5, 40, 200, -1])
def test_of_a_cut_zip_whole_members_come_in_and_no_byte_is_without_an_account(
    case: Case, leak: Path, cut: int
) -> None:
    raw = zipped({f"{n}.txt": random.Random(n).randbytes(50).hex().encode() for n in range(4)})
    (leak / "a.zip").write_bytes(raw[:cut])
    add(case, leak)
    receipt = all_receipts(case)[1]
    assert receipt.kind == "zip"
    assert receipt.size == len(raw[:cut])
    assert [failed.code for failed in receipt.failures] == ["damaged"]
    texts = [stored.document for stored in all_documents(case)]
    if cut in (5, 40):  # nothing whole: the file itself is taken in
        assert [document.sha256 for document in texts] == [hashlib.sha256(raw[:cut]).hexdigest()]
    else:
        assert len(texts) == {200: 1, -1: 4}[cut]
        assert all(len(document.text) == 100 for document in texts)


def test_members_written_to_a_pipe_are_found_without_a_directory(case: Case, leak: Path) -> None:
    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

    pipe = Pipe()
    inner = zipped({"deep.txt": b"deep words"}, zipfile.ZIP_STORED)
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in (("a/one.txt", b"one " * 500), ("in.zip", inner), ("two.txt", b"two")):
            archive.writestr(name, data)
    raw = pipe.getvalue()
    (leak / "a.zip").write_bytes(raw[: raw.index(b"PK\x01\x02") + 7])
    add(case, leak)
    assert [stored.document.text for stored in all_documents(case)] == ["one " * 500, "deep words", "two"]
    assert failures(case) == {"(rest)": "damaged"}
    with case.reading() as connection:
        for stored in documents.after(connection, 0, 9):
            assert fetch(stored.document.sha256, documents.copies(connection, stored.key))


def test_damaged_data_of_a_member_without_a_directory_is_its_own_failure(case: Case, leak: Path) -> None:
    good, bad = b"good words", random.Random(1).randbytes(400)
    raw = bytearray(zipped({"bad.bin": bad, "good.txt": good}, zipfile.ZIP_STORED))
    raw[raw.find(bad) + 5] ^= 0xFF
    (leak / "a.zip").write_bytes(raw[: raw.index(b"PK\x01\x02")])
    add(case, leak)
    assert failures(case) == {"bad.bin": "damaged", "(rest)": "damaged"}
    assert [stored.document.text for stored in all_documents(case)] == ["good words"]


def test_a_text_that_begins_like_a_zip_is_a_text(case: Case, leak: Path) -> None:
    (leak / "a.zip").write_bytes(b"PK\x03\x04" + b" is how the harbour office marks its ledgers.\n" * 9)
    add(case, leak)
    (only,) = all_documents(case)
    assert only.document.kind is Kind.TEXT
    assert failures(case) == {".": "damaged"}
    with case.reading() as connection:
        assert fetch(only.document.sha256, documents.copies(connection, only.key))


def test_an_empty_zip_is_a_container_without_items(case: Case, leak: Path) -> None:
    (leak / "a.zip").write_bytes(b"PK\x05\x06" + bytes(18))
    (leak / "b.txt").write_bytes(b"after it")
    add(case, leak)
    assert (all_receipts(case)[1].claimed, all_receipts(case)[1].structure_bytes) == (0, 22)
    assert len(all_documents(case)) == 1


def test_a_member_that_is_refused_does_not_spend_what_others_may_unpack(case: Case, leak: Path) -> None:
    raw = zipped({"big.txt": b"words " * 300_000, "small.txt": b"small words " * 5_000})
    (leak / "a.zip").write_bytes(raw)
    take_in(case, [leak], limits=Limits(item_bytes=100_000, expansion_floor=200_000, expansion_ratio=1))
    assert failures(case) == {"big.txt": "too-large"}
    assert [len(stored.document.text) for stored in all_documents(case)] == [60_000]


def test_a_container_larger_than_an_item_may_be_is_opened_in_a_zip(case: Case, leak: Path) -> None:
    big = mbox(*(message(n, "words " * 50) for n in range(100)))
    (leak / "a.zip").write_bytes(zipped({"a.mbox": big}))
    take_in(case, [leak], limits=Limits(item_bytes=len(big) // 2))
    assert len(all_documents(case)) == 100


def test_overlapping_zip_members_are_refused(case: Case, leak: Path) -> None:
    raw = bytearray(zipped({"a.txt": b"a" * 900, "b.txt": b"b" * 900}, zipfile.ZIP_STORED))
    second = raw.rfind(b"PK\x01\x02")
    raw[second + 42 : second + 46] = struct.pack("<I", 0)  # both members now claim the bytes of the first
    (leak / "a.zip").write_bytes(raw)
    add(case, leak)
    assert set(failures(case).values()) <= {"overlap", "damaged"}
    assert failures(case)["a.txt"] == "overlap"


def test_members_that_climb_out_or_share_a_name_are_taken_in_and_nothing_is_written(
    case: Case, leak: Path, tmp_path: Path
) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in ("../../out.txt", "/abs.txt", "same.txt"):
            archive.writestr(name, "the same words")
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("same.txt", "the same words")
    (leak / "a.zip").write_bytes(buffer.getvalue())
    (leak / "b.tar").write_bytes(tarred({"../../out2.txt": b"x", "/abs2.txt": b"y"}))
    before = {path for path in tmp_path.rglob("*") if "case" not in path.parts}
    add(case, leak)
    assert {path for path in tmp_path.rglob("*") if "case" not in path.parts} == before
    assert not Path("/abs.txt").exists()
    assert [r.taken for r in all_receipts(case)] == [2, 4, 2]


def test_a_zip_bomb_trips_the_limits_and_the_run_goes_on(case: Case, leak: Path) -> None:
    bomb = zipped({"zeros": bytes(3_000_000), "small.txt": b"small"})
    (leak / "a.zip").write_bytes(zipped({f"{n}.zip": bomb for n in range(5)}))
    limits = Limits(expansion_floor=4_000_000, expansion_ratio=2)
    take_in(case, [leak], limits=limits)
    found = all_receipts(case)
    assert all(receipt.reconciles for receipt in found)
    codes = [failed.code for receipt in found for failed in receipt.failures]
    assert codes.count("expansion") == 4
    assert sum(stored.document.size for stored in all_documents(case)) < 4_000_000


def test_a_tar_bomb_is_cut_off(case: Case, leak: Path) -> None:
    (leak / "a.tgz").write_bytes(tarred({"zeros": bytes(9_000_000), "b.txt": b"b"}, "w:gz"))
    take_in(case, [leak], limits=Limits(expansion_floor=2_000_000, expansion_ratio=2))
    found = all_receipts(case)
    assert all(receipt.reconciles for receipt in found)
    assert {failed.code for failed in found[1].failures} == {"expansion"}


def test_nesting_is_bounded(case: Case, leak: Path) -> None:
    data = zipped({"core.txt": b"core"})
    for depth in range(12):
        data = zipped({f"{depth}.zip": data})
    (leak / "a.zip").write_bytes(data)
    take_in(case, [leak], limits=Limits(container_depth=6))
    found = all_receipts(case)
    assert all(receipt.reconciles for receipt in found)
    assert [failed.code for receipt in found for failed in receipt.failures] == ["too-deep"]


def test_a_tar_with_links_and_devices(case: Case, leak: Path) -> None:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for name, kind in (("dev", tarfile.CHRTYPE), ("sym", tarfile.SYMTYPE), ("hard", tarfile.LNKTYPE)):
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, "a.txt"
            archive.addfile(info)
        for name in ("d/", "d/a.txt", "d/" + "n" * 300 + ".txt"):
            info = tarfile.TarInfo(name)
            info.type = tarfile.DIRTYPE if name.endswith("/") else tarfile.REGTYPE
            info.size = 0 if name.endswith("/") else 3
            archive.addfile(info, io.BytesIO(b"abc"))
    (leak / "a.tar").write_bytes(buffer.getvalue())
    add(case, leak)
    assert failures(case) == {"dev": "not-followed", "sym": "not-followed", "hard": "not-followed"}
    assert all_receipts(case)[1].taken == 2


@pytest.mark.parametrize("mode", ["w", "w:gz", "w:bz2", "w:xz"])
def test_of_a_cut_tar_all_that_can_be_unpacked_comes_in(case: Case, leak: Path, mode: str) -> None:
    members = {f"{n}.txt": random.Random(n).randbytes(500).hex().encode() for n in range(2000)}
    whole = tarred(members, mode)
    raw = whole[: len(whole) * 2 // 3]
    there = _unpacked(raw)
    (leak / "a.tar").write_bytes(raw)
    add(case, leak)
    assert all_receipts(case)[1].size == there
    assert len(all_documents(case)) == (there - 512 - 1000) // 1536 + 1


def _unpacked(raw: bytes) -> int:
    """How many bytes the libraries give of a cut stream."""
    for magic, unpacking in (
        (b"\x1f\x8b", zlib.decompressobj(31)),
        (b"BZh", bz2.BZ2Decompressor()),
        (b"\xfd7z", lzma.LZMADecompressor()),
    ):
        if raw.startswith(magic):
            return len(unpacking.decompress(raw))
    return len(raw)


@pytest.mark.parametrize("mode", ["w", "w:gz", "w:bz2", "w:xz"])
@pytest.mark.parametrize("share", [0.2, 0.5, 0.8, 0.97])
def test_a_cut_tar_accounts_for_all_bytes_that_are_there(
    case: Case, leak: Path, mode: str, share: float
) -> None:
    raw = tarred({f"{n}.bin": random.Random(n).randbytes(3000) for n in range(9)}, mode)
    (leak / "a.tar").write_bytes(raw[: int(len(raw) * share)])
    add(case, leak)


def test_damage_inside_a_tar_is_one_failure_for_the_rest(case: Case, leak: Path) -> None:
    raw = bytearray(tarred({f"{n}.txt": b"words %d" % n for n in range(5)}))
    raw[1024 + 5] ^= 0xFF  # the header of the second member
    (leak / "a.tar").write_bytes(raw)
    add(case, leak)
    assert all_receipts(case)[1].taken == 1
    assert failures(case) == {"(rest)": "damaged"}


def test_bytes_after_the_end_of_a_tar_are_accounted_for(case: Case, leak: Path) -> None:
    (leak / "a.tar").write_bytes(tarred({"a.txt": b"a"}) + b"smuggled" * 100)
    add(case, leak)
    assert failures(case) == {"(rest)": "damaged"}


PACKERS = [gzip.compress, bz2.compress, lzma.compress]


@pytest.mark.parametrize("pack", PACKERS)
def test_a_compressed_single_file_is_opened(case: Case, leak: Path, pack: Callable[[bytes], bytes]) -> None:
    (leak / "a.txt.gz").write_bytes(pack(b"words " * 50))
    (leak / "list.mbox.gz").write_bytes(pack(mbox(message(1), message(2))))
    (leak / "mail.eml").write_bytes(
        message(3, extra='Content-Type: multipart/mixed; boundary="b"\n').rpartition(b"\n\n")[0]
        + b"\n\n--b\nContent-Type: application/gzip; name=log.txt.gz\nContent-Transfer-Encoding: base64\n\n"
        + base64.encodebytes(pack(b"attached words"))
        + b"--b--\n"
    )
    add(case, leak)
    found = [stored.document for stored in all_documents(case)]
    assert [document.title for document in found if document.kind is Kind.TEXT] == ["a.txt", "log.txt"]
    assert sum(document.kind is Kind.MESSAGE for document in found) == 3
    assert sorted(r.kind for r in all_receipts(case)) == ["folder", "mbox", "packed", "packed", "packed"]
    with case.reading() as connection:
        for stored in documents.after(connection, 0, 99):
            assert fetch(stored.document.sha256, documents.copies(connection, stored.key))


@pytest.mark.parametrize("pack", PACKERS)
def test_of_a_cut_compressed_file_the_beginning_comes_in(
    case: Case, leak: Path, pack: Callable[[bytes], bytes]
) -> None:
    raw = pack(b"\n".join(b"%d harbour dues" % random.Random(n).getrandbits(60) for n in range(100_000)))
    (leak / "a.gz").write_bytes(raw[: len(raw) * 2 // 3])
    add(case, leak)
    (only,) = all_documents(case)
    assert len(only.document.text) == _unpacked(raw[: len(raw) * 2 // 3])
    assert failures(case) == {"(rest)": "damaged"}


def test_a_compressed_bomb_is_a_file(case: Case, leak: Path) -> None:
    (leak / "a.gz").write_bytes(gzip.compress(bytes(3_000_000)))
    (leak / "b.gz").write_bytes(gzip.compress(b"words " * 50_000))
    limits = Limits(item_bytes=100_000, expansion_floor=2_000_000, expansion_ratio=2)
    take_in(case, [leak], limits=limits)
    assert all(receipt.reconciles for receipt in all_receipts(case))
    assert [f.code for r in all_receipts(case) for f in r.failures] == ["expansion", "too-large"]
    assert [stored.document.media_type for stored in all_documents(case)] == ["application/gzip"] * 2
