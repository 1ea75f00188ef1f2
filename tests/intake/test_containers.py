"""Containers: every byte and item accounted for, whatever is in them."""

import base64
import hashlib
import os
import socket
import stat
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from building import SEPARATOR, add, all_documents, all_receipts, failures, mbox, message, tarred, zipped

from headwater.base.errors import InputError, Interrupted, NotFound
from headwater.base.settings import Limits
from headwater.intake.originals import fetch
from headwater.intake.readers import CONTAINERS, LEAVES
from headwater.intake.readers.mbox import read_mbox
from headwater.intake.run import take_in
from headwater.intake.seam import About, Form, Found, Leaf, Recognised, Source
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
    assert sorted(kinds(case)) == ["html", "image", *["message"] * 5, *["text"] * 2]
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
    summary = add(case, leak)
    assert (summary.failed, summary.not_followed) == (5, 5)
    assert failures(case) == {
        "link.txt": "not-followed",
        "loop": "not-followed",
        "dangling": "not-followed",
        "pipe": "not-followed",
        "socket": "not-followed",
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


def test_a_container_reader_that_breaks_does_not_end_the_run(
    case: Case, leak: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(source: Source) -> Iterator[Found]:
        for found in read_mbox(source):
            yield found
            raise KeyError("unforeseen")

    monkeypatch.setitem(CONTAINERS, Form.MBOX, breaks)  # type: ignore[arg-type]
    (leak / "a.mbox").write_bytes(mbox(message(1), message(2)))
    (leak / "b.txt").write_bytes(b"after it")
    add(case, leak)
    receipt = all_receipts(case)[1]
    assert (receipt.taken, receipt.failed) == (1, 1)
    assert receipt.failed_bytes == receipt.size - len(message(1))
    assert (receipt.failures[0].code, "KeyError" in receipt.failures[0].reason) == ("defect", True)
    assert len(all_documents(case)) == 2


def test_a_leaf_reader_that_breaks_leaves_the_bytes_and_says_so(
    case: Case, leak: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(data: bytes, recognised: Recognised, about: About) -> Leaf:
        raise RecursionError

    monkeypatch.setitem(LEAVES, Form.HTML, breaks)  # type: ignore[arg-type]
    (leak / "a.html").write_bytes(b"<html><body>words</body></html>")
    (leak / "b.txt").write_bytes(b"after it")
    add(case, leak)
    first = all_documents(case)[0].document
    assert (first.status, first.kind) == (Status.UNREAD, Kind.FILE)
    assert "RecursionError" in first.notes[0]
    assert failures(case) == {"a.html": "defect"}


def test_headwaters_own_errors_and_the_users_stop_pass_through(
    case: Case, leak: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (leak / "a.html").write_bytes(b"<html><body>words</body></html>")
    for error in (Interrupted("stopped"), KeyboardInterrupt()):

        def breaks(data: bytes, recognised: Recognised, about: About, error: BaseException = error) -> Leaf:
            raise error

        monkeypatch.setitem(LEAVES, Form.HTML, breaks)  # type: ignore[arg-type]
        with pytest.raises(type(error)):
            take_in(case, [leak])


def test_documents_that_are_zip_archives_inside_are_no_containers(case: Case, leak: Path) -> None:
    (leak / "a").write_bytes(zipped({"[Content_Types].xml": b"<x/>", "word/document.xml": b"<w/>"}))
    (leak / "b").write_bytes(
        zipped({"mimetype": b"application/vnd.oasis.opendocument.text", "c.xml": b""}, zipfile.ZIP_STORED)
    )
    add(case, leak)
    types = [stored.document.media_type for stored in all_documents(case)]
    assert types[0].endswith("wordprocessingml.document")
    assert types[1] == "application/vnd.oasis.opendocument.text"
    assert kinds(case) == ["word", "word"]
    assert all_documents(case)[1].document.status is Status.UNREAD


def test_an_exclamation_mark_in_a_name_is_no_step(case: Case, leak: Path) -> None:
    (leak / "a.zip").write_bytes(zipped({"b.zip": zipped({"c.txt": b"inner"}), "d!e.txt": b"marked"}))
    (leak / "a.zip!b.zip").write_bytes(zipped({"c.txt": b"outer"}))
    alone = leak.parent / "x!y.eml"
    alone.write_bytes(message(1))
    add(case, leak, alone)
    assert add(case, leak, alone).documents == 0
    assert {stored.document.text.strip() for stored in all_documents(case)} >= {"inner", "outer", "marked"}
    assert {stored.document.title for stored in all_documents(case)} >= {"d!e.txt"}
    assert len({receipt.container for receipt in all_receipts(case)}) == 5
    with case.reading() as connection:
        for stored in documents.after(connection, 0, 99):
            assert fetch(stored.document.sha256, documents.copies(connection, stored.key))


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
