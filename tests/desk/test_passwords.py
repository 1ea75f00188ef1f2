"""Passwords that are given later open what was listed as encrypted."""

import base64
import shutil
from pathlib import Path

import office
import papers
import pytest
from building import all_documents, all_receipts, dumped, failures, message
from test_locked import aes_zipped, sevenzipped

from headwater.archive.indexing import waiting
from headwater.base.errors import CaseError
from headwater.desk import documents
from headwater.desk.adding import add, index
from headwater.desk.search import keys
from headwater.model.document import Status
from headwater.store import case as cases
from headwater.store.case import Case
from headwater.store.passwords import passwords
from headwater.store.totals import totals

PASSWORD = "grüße 7"


@pytest.fixture
def leak(tmp_path: Path) -> Path:
    folder = tmp_path / "leak"
    folder.mkdir()
    (folder / "plain.txt").write_text("nothing is locked here", encoding="utf-8")
    (folder / "a.pdf").write_bytes(papers.locked(papers.pdf_of(["The green ledger"]), PASSWORD))
    (folder / "b.docx").write_bytes(office.locked(office.word(), PASSWORD))
    (folder / "c.zip").write_bytes(aes_zipped({"x.txt": b"the red ledger"}, PASSWORD))
    (folder / "d.7z").write_bytes(sevenzipped({"y.txt": b"the blue ledger"}, PASSWORD))
    attached = aes_zipped({"z.txt": b"the yellow ledger"}, PASSWORD)
    letter = message(1, extra='MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="b"\n').partition(
        b"\n\n"
    )[0]
    part = b"Content-Type: application/zip; name=e.zip\nContent-Transfer-Encoding: base64\n\n"
    body = base64.encodebytes(attached)
    (folder / "e.eml").write_bytes(letter + b"\n\n--b\n\nsee attached\n--b\n" + part + body + b"--b--\n")
    return folder


def counts(case: Case) -> dict[str, int]:
    with case.reading() as connection:
        return dict(totals(connection).statuses)


def test_what_was_shut_is_opened_with_passwords_that_come_later(tmp_path: Path, leak: Path) -> None:
    with cases.create(tmp_path / "case") as case:
        add(case, [leak])
        assert counts(case)["encrypted"] == 2
        assert set(failures(case).values()) == {"encrypted"}
        assert not keys(case, "ledger")
        assert add(case, [leak], new_passwords=["wrong"]).documents == 0
        add(case, [leak], new_passwords=["wrong", PASSWORD])
        assert passwords(case.root) == ("wrong", PASSWORD)
        assert not failures(case)
        assert "encrypted" not in counts(case)
        assert len(keys(case, "ledger")) == 5
        assert all(receipt.reconciles and not receipt.unread for receipt in all_receipts(case))
        again = add(case, [leak])
        assert (again.documents, again.copies) == (0, 0)
        with case.reading() as connection:
            assert waiting(case, connection) == 0
        later = dumped(case)
    with cases.create(tmp_path / "other") as case:
        add(case, [leak], new_passwords=["wrong", PASSWORD])
        at_once = dumped(case)
    assert sorted(later) == sorted(at_once)


def test_originals_of_what_was_locked_can_be_had(tmp_path: Path, leak: Path) -> None:
    with cases.create(tmp_path / "case") as case:
        add(case, [leak], new_passwords=[PASSWORD])
        for stored in all_documents(case):
            assert documents.original(case, stored.document.id)
            assert stored.document.status is not Status.ENCRYPTED


def test_the_index_made_anew_holds_what_was_opened(tmp_path: Path, leak: Path) -> None:
    with cases.create(tmp_path / "case") as case:
        add(case, [leak])
        add(case, [leak], new_passwords=[PASSWORD])
        before = keys(case, "ledger")
        shutil.rmtree(case.index_path)
        index(case)
        assert keys(case, "ledger") == before


def test_a_password_file_that_is_no_text_is_told(tmp_path: Path) -> None:
    with cases.create(tmp_path / "case") as case:
        (case.root / "passwords.txt").write_bytes(b"\xff\xfe\xfa")
        with pytest.raises(CaseError, match="UTF-8"):
            passwords(case.root)
