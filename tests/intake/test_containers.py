"""Containers: every byte and item accounted for, whatever is in them."""

import base64
import bz2
import gzip
import hashlib
import io
import os
import random
import socket
import stat
import struct
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest
from building import SEPARATOR, add, all_documents, all_receipts, failures, mbox, message, tarred, zipped

from headwater.base.errors import InputError, NotFound
from headwater.base.settings import Limits
from headwater.intake.originals import fetch
from headwater.intake.run import take_in
from headwater.model.document import Kind, Status
from headwater.store import documents
from headwater.store.case import Case


def kinds(case: Case) -> list[str]:
    return [stored.document.kind.value for stored in all_documents(case)]


def test_a_folder_of_everything(case: Case, leak: Path) -> None:
    (leak / "b").mkdir()
    (leak / "b" / "one.eml").write_bytes(message(1))
    (leak / "a.mbox").write_bytes(mbox(message(2), message(3)))
    (leak / "notes.txt").write_text("plain words\n", encoding="utf-8")
    (leak / "page.html").write_text("<html><title>T</title><body><p>seen</p></body></html>", encoding="utf-8")
    (leak / "photo").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(50))
    (leak / "c.zip").write_bytes(zipped({"x/two.eml": message(4), "y.txt": b"in a zip"}))
    (leak / "d.tgz").write_bytes(tarred({"z.eml": message(5)}, "w:gz"))
    summary = add(case, leak)
    assert summary.documents == 9
    assert sorted(kinds(case)) == ["file", "html", *["message"] * 5, *["text"] * 2]
    found = {receipt.kind: receipt for receipt in all_receipts(case)}
    assert set(found) == {"folder", "mbox", "zip", "tar"}
    assert (found["folder"].claimed, found["folder"].nested, found["folder"].unread) == (7, 3, 1)
    assert found["mbox"].taken == 2


def test_every_document_can_be_read_again_from_its_copies(case: Case, leak: Path) -> None:
    outer = message(1, extra='Content-Type: multipart/mixed; boundary="b"\n')
    attached = zipped({"deep.txt": b"deep", "deep.mbox": mbox(message(7), message(8, "From here\n"))})
    body = (
        outer.split(b"\n\n")[0]
        + b"\n\n--b\n\nsee attached\n--b\nContent-Type: message/rfc822\n\n"
        + message(2)
        + b"\n--b\nContent-Type: application/zip; name=a.zip\nContent-Transfer-Encoding: base64\n\n"
        + base64.encodebytes(attached)
        + b"--b--\n"
    )
    (leak / "x!y.eml").write_bytes(body)
    (leak / "all.mbox").write_bytes(mbox(message(3), body, message(4, "From this line on\n>From that")))
    (leak / "in.zip").write_bytes(
        zipped({"p!q/m.mbox": mbox(body), "t.tar.gz": tarred({"a!b": body}, "w:gz")})
    )
    alone = leak.parent / "alone.eml"
    alone.write_bytes(body + b"different")
    add(case, leak, alone)
    with case.reading() as connection:
        for stored in documents.after(connection, 0, 1000):
            copies = documents.copies(connection, stored.key)
            for copy in copies:
                data = fetch(stored.document.sha256, [copy])
                assert data is not None, copy
                assert len(data) == stored.document.size


def test_a_changed_original_is_not_passed_off_as_the_old_one(case: Case, leak: Path) -> None:
    (leak / "a.txt").write_bytes(b"before")
    add(case, leak)
    (leak / "a.txt").write_bytes(b"after!")
    with case.reading() as connection:
        assert fetch(hashlib.sha256(b"before").hexdigest(), documents.copies(connection, 1)) is None


def test_a_maildir_is_recognised_and_its_files_are_messages(case: Case, leak: Path) -> None:
    box = leak / "box"
    for name in ("cur", "new", "tmp", ".Sent/cur", ".Sent/new"):
        (box / name).mkdir(parents=True)
    (box / "cur" / "1.host!2,S").write_bytes(message(1))
    (box / "new" / "2.host").write_bytes(b"From odile@calder.example Mon Mar  3 10:00:00 2031\n" + message(2))
    (box / "new" / "3.host").write_bytes(b"no header at all")
    (box / ".Sent" / "cur" / "4").write_bytes(message(4))
    (box / "index").write_bytes(b"an index of the server\n")
    add(case, leak)
    assert [(r.kind, r.claimed) for r in all_receipts(case)] == [
        ("folder", 1),
        ("maildir", 5),
        ("maildir", 1),
    ]
    assert kinds(case).count("message") == 4


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_links_pipes_and_sockets_are_listed_and_not_opened(case: Case, leak: Path) -> None:
    (leak / "real.txt").write_text("real", encoding="utf-8")
    (leak / "link.txt").symlink_to("real.txt")
    (leak / "loop").symlink_to(leak, target_is_directory=True)
    (leak / "dangling").symlink_to("nowhere")
    os.mkfifo(leak / "pipe")
    with socket.socket(socket.AF_UNIX) as server:
        here = Path.cwd()
        os.chdir(leak)
        try:
            server.bind("socket")
        finally:
            os.chdir(here)
    add(case, leak)
    assert failures(case) == {
        "link.txt": "not-followed",
        "loop": "not-followed",
        "dangling": "not-followed",
        "pipe": "special-file",
        "socket": "special-file",
    }


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_unreadable_files_and_folders_are_failures(case: Case, leak: Path) -> None:
    (leak / "shut").mkdir()
    (leak / "shut.txt").write_text("secret", encoding="utf-8")
    (leak / "shut").chmod(0)
    (leak / "shut.txt").chmod(0)
    try:
        add(case, leak)
        assert failures(case) == {"shut": "unreadable", "shut.txt": "unreadable"}
    finally:
        (leak / "shut").chmod(stat.S_IRWXU)


@pytest.mark.skipif(sys.platform != "linux", reason="file names are bytes on Linux only")
def test_names_that_are_not_utf8_are_stored_reversibly(case: Case, leak: Path) -> None:
    for name in (b"caf\xe9.txt", b"tab\there\\.txt", b"line\nbreak"):
        (leak / os.fsdecode(name)).write_bytes(b"words of " + name)
    assert add(case, leak).documents == 3
    assert add(case, leak).skipped == 3
    with case.reading() as connection:
        paths = {documents.copies(connection, key)[0].place.path for key in (1, 2, 3)}
        assert paths == {"caf\\xe9.txt", "tab\\u0009here\\\\.txt", "line\\u000abreak"}
        for stored in documents.after(connection, 0, 9):
            assert fetch(stored.document.sha256, documents.copies(connection, stored.key))


def test_the_case_is_never_taken_into_itself(tmp_path: Path, case: Case) -> None:
    (tmp_path / "a.txt").write_text("a", encoding="utf-8")
    add(case, tmp_path)
    assert failures(case) == {"case": "own-case"}
    with pytest.raises(InputError, match="case itself"):
        take_in(case, [case.root])


def test_missing_paths_are_named_before_anything_is_read(case: Case, leak: Path) -> None:
    (leak / "a.txt").write_text("a", encoding="utf-8")
    with pytest.raises(NotFound, match="nowhere"):
        take_in(case, [leak, leak / "nowhere"])
    assert all_documents(case) == []


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
def test_a_cut_zip_is_one_failure_with_all_its_bytes(case: Case, leak: Path, cut: int) -> None:
    raw = zipped({f"{n}.txt": bytes(str(n) * 50, "ascii") for n in range(4)})
    (leak / "a.zip").write_bytes(raw[:cut])
    add(case, leak)
    assert all_receipts(case)[1].failed_bytes == len(raw[:cut])


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
    assert failures(case) == {"dev": "special-file", "sym": "not-followed", "hard": "not-followed"}
    assert all_receipts(case)[1].taken == 2


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


def test_documents_that_are_zip_archives_inside_are_files(case: Case, leak: Path) -> None:
    (leak / "a").write_bytes(zipped({"[Content_Types].xml": b"<x/>", "word/document.xml": b"<w/>"}))
    (leak / "b").write_bytes(
        zipped({"mimetype": b"application/vnd.oasis.opendocument.text", "c.xml": b""}, zipfile.ZIP_STORED)
    )
    add(case, leak)
    types = [stored.document.media_type for stored in all_documents(case)]
    assert types[0].endswith("wordprocessingml.document")
    assert types[1] == "application/vnd.oasis.opendocument.text"
    assert all(stored.document.status is Status.UNREAD for stored in all_documents(case))


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress])
def test_a_compressed_single_file_is_listed_unread(case: Case, leak: Path, pack: object) -> None:
    (leak / "a.gz").write_bytes(pack(b"words " * 50))  # type: ignore[operator]
    add(case, leak)
    assert [(s.document.kind, s.document.status) for s in all_documents(case)] == [(Kind.FILE, Status.UNREAD)]


def test_a_file_too_large_to_read_is_hashed_and_listed(case: Case, leak: Path) -> None:
    (leak / "big.txt").write_bytes(b"words " * 100_000)
    (leak / "in.zip").write_bytes(zipped({"big.txt": b"words " * 100_000}))
    take_in(case, [leak], limits=Limits(item_bytes=100_000))
    (only,) = all_documents(case)
    assert only.document.sha256 == hashlib.sha256(b"words " * 100_000).hexdigest()
    assert only.document.status is Status.UNREAD
    assert failures(case) == {"big.txt": "too-large"}


def test_duplicates_are_one_document_with_all_its_copies(case: Case, leak: Path) -> None:
    (leak / "a.eml").write_bytes(message(1))
    (leak / "b.mbox").write_bytes(mbox(message(1), message(2), message(1)))
    add(case, leak)
    assert [(r.taken, r.duplicates) for r in all_receipts(case)] == [(2, 0), (3, 2)]
    with case.reading() as connection:
        assert len(documents.copies(connection, 1)) == 3


def test_mbox_offsets_point_at_the_message(case: Case, leak: Path) -> None:
    raw = mbox(message(1), message(2))
    (leak / "a.mbox").write_bytes(raw)
    add(case, leak / "a.mbox")
    with case.reading() as connection:
        place = documents.copies(connection, 2)[0].place
    assert place.path == "#2"
    assert raw[place.offset : (place.offset or 0) + (place.length or 0)] == message(2)
    assert all_receipts(case)[0].structure_bytes == 2 * len(SEPARATOR) + 2
