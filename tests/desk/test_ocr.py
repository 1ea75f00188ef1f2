"""Pages that are pictures, read by Tesseract."""

import os
import shutil
from pathlib import Path

import papers
import pytest
from building import all_documents, all_receipts

from headwater.base.errors import InputError, Unsupported
from headwater.base.pages import page_of, split_pages
from headwater.desk import ocr
from headwater.desk.adding import add
from headwater.desk.reading import read_case
from headwater.desk.search import keys
from headwater.intake import tesseract
from headwater.model.document import Status
from headwater.store import case as cases
from headwater.store import jobs, readings, statements
from headwater.store.case import Case
from headwater.store.dump import dump


@pytest.fixture(autouse=True, scope="module")
def _tesseract() -> None:
    if shutil.which(tesseract.PROGRAM) is None and not os.environ.get("CI"):
        pytest.skip("Tesseract is not installed")


@pytest.fixture
def case(tmp_path: Path) -> Case:
    folder = tmp_path / "leak"
    folder.mkdir()
    (folder / "a.png").write_bytes(papers.image_of("The green ledger\nis missing"))
    typed = papers.pdf_of(["A typed cover page about the harbour board of Calder"])
    scan = papers.scan_of(["The red ledger", "The blue ledger"])
    (folder / "b.pdf").write_bytes(papers.joined(typed, scan, papers.pdf_of(["typed end"])))
    (folder / "c.tiff").write_bytes(papers.scan_of(["first sheet", "second sheet"], "TIFF"))
    (folder / "d.txt").write_text("nothing to see", encoding="utf-8")
    made = cases.create(tmp_path / "case")
    add(made, [folder])
    return made


def test_what_is_read_can_be_searched_and_stands_on_its_page(case: Case) -> None:
    with case:
        assert ocr.waiting(case) == 3
        assert not keys(case, "ledger")
        job = ocr.read_pictures(case, workers=2)
        assert (job.state, job.done, job.total, job.found) == (jobs.DONE, 3, 3, 5)
        assert ocr.waiting(case) == 0
        assert len(keys(case, "ledger")) == 2
        found = {stored.document.title: stored.document for stored in all_documents(case)}
        assert found["a.png"].text == "The green ledger\nis missing"
        assert found["a.png"].status is Status.READ
        assert "OCR (tesseract" in found["a.png"].notes[0]
        scan = found["b.pdf"].text
        assert len(split_pages(scan)) == 4
        assert [page_of(scan, scan.index(word)) for word in ("typed cover", "red", "blue", "typed end")] == [
            1,
            2,
            3,
            4,
        ]
        assert split_pages(found["c.tiff"].text) == ["first sheet", "second sheet"]
        assert sum(receipt.unread for receipt in all_receipts(case)) == 0
        with case.reading() as connection:
            versions = [line for line in dump(connection) if '"table": "rendition"' in line]
        assert sum("ocr tesseract" in line for line in versions) == 3


def test_adding_again_changes_nothing_that_was_read(case: Case, tmp_path: Path) -> None:
    with case:
        ocr.read_pictures(case)
        with case.reading() as connection:
            before = list(dump(connection))
        add(case, [tmp_path / "leak"])
        with case.reading() as connection:
            assert list(dump(connection)) == before
        assert ocr.read_pictures(case).done == 0


def test_a_run_goes_on_where_one_stopped(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    with case:
        assert ocr.read_pictures(case, limit=1).done == 1
        assert ocr.waiting(case) == 2
        monkeypatch.setattr(ocr, "_PARTLY", 1)
        told: list[int] = []

        def stop(job: jobs.Job) -> None:
            told.append(job.found)
            if len(told) == 1:  # the first page of the second document is written
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            ocr.read_pictures(case, tell=stop)
        (half,) = [one.document for one in all_documents(case) if one.document.title == "b.pdf"]
        assert half.status is Status.NEEDS_OCR
        assert "red ledger" in half.text
        assert "blue ledger" not in half.text
        assert len(keys(case, "red")) == 1
        job = ocr.read_pictures(case)
        assert (job.done, job.found) == (2, 3)
        assert len(keys(case, "red blue")) == 1


def test_a_page_without_words_is_read_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "white.png").write_bytes(papers.image_of(""))
    with cases.create(tmp_path / "case") as case:
        add(case, [tmp_path / "white.png"])
        assert ocr.read_pictures(case).done == 1
        (white,) = all_documents(case)
        assert (white.document.text, white.document.status) == ("", Status.READ)


def test_an_original_that_is_gone_is_told_and_waits(case: Case, tmp_path: Path) -> None:
    with case:
        (tmp_path / "leak" / "a.png").unlink()
        job = ocr.read_pictures(case)
        assert job.done == 3
        assert "no longer where they were found" in job.message
        assert ocr.waiting(case) == 1


def test_missing_models_and_a_missing_program_are_told(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    with case:
        for language in ("zzz", "eng; rm", ""):
            with pytest.raises(InputError):
                ocr.read_pictures(case, language)
        tesseract.version.cache_clear()
        monkeypatch.setenv("PATH", "")
        with pytest.raises(Unsupported, match="PATH"):
            ocr.read_pictures(case)
        tesseract.version.cache_clear()


def test_documents_read_for_statements_before_are_read_again_with_their_words(case: Case) -> None:
    with case:
        read_case(case)
        ocr.read_pictures(case)
        with case.reading() as connection:
            wanted = readings.unread(connection, readings.Unread(), 0, 10)
            assert len(wanted) == 3
            for stored in all_documents(case):
                for held in statements.of_document(connection, stored.key):
                    for span in held.statement.content:
                        assert span.of(stored.document.text)
