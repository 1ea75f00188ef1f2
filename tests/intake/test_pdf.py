"""PDFs and images as documents."""

import hashlib
from pathlib import Path

import papers
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from headwater.base import apart
from headwater.base.pages import page_of, ranges, split_pages
from headwater.intake.guarded import leaf_of
from headwater.intake.items import read_item
from headwater.intake.seam import About, Form, Recognised
from headwater.intake.single import read_bytes
from headwater.model.document import Document, Kind, Place, Status, Taken

PDF = Recognised(Form.PDF, "application/pdf")
LEDGER = papers.pdf_of(
    ["The harbour ledger\nis missing.", "Odile Brandt (director)\nsigned it."], {"/Author": "Teo Marsh"}
)


def taken(data: bytes, *passwords: str) -> Taken:
    return read_item(data, Place("a.pdf"), About("a.pdf", "a.pdf", passwords=passwords), PDF).taken


def test_pages_are_apart_and_numbered() -> None:
    document = read_bytes(LEDGER, "a.pdf")
    assert document.kind is Kind.PDF
    assert document.status is Status.READ
    assert split_pages(document.text) == [
        "The harbour ledger\nis missing.",
        "Odile Brandt (director)\nsigned it.",
    ]
    assert page_of(document.text, document.text.index("missing")) == 1
    assert page_of(document.text, document.text.index("Odile")) == 2
    assert ("Author", "Teo Marsh") in document.properties


def test_a_title_of_its_own_comes_before_the_file_name() -> None:
    assert read_bytes(papers.pdf_of(["x"], {"/Title": "Dues"}), "a.pdf").title == "Dues"
    assert read_bytes(papers.pdf_of(["x"]), "a.pdf").title == "a.pdf"


def test_pictures_of_pages_need_ocr() -> None:
    document = read_bytes(papers.scan_of(["One", "Two"]))
    assert (document.status, document.text.strip()) == (Status.NEEDS_OCR, "")
    mixed = read_bytes(papers.joined(LEDGER, papers.scan_of(["One"])))
    assert mixed.status is Status.NEEDS_OCR
    assert "ledger" in mixed.text
    assert mixed.notes == ("of 3 pages, these are pictures and need OCR: 3",)


def test_an_empty_page_needs_nothing() -> None:
    document = read_bytes(papers.pdf_of(["", "words"]))
    assert document.status is Status.READ
    assert page_of(document.text, document.text.index("words")) == 2


def test_attached_files_are_documents_inside() -> None:
    inner = papers.with_attachment(LEDGER, "list.txt", b"Names of the guests")
    outer = taken(papers.with_attachment(papers.pdf_of(["Cover"]), "ledger.pdf", inner))
    (ledger,) = outer.inside
    assert ledger.document.sha256 == hashlib.sha256(inner).hexdigest()
    assert ledger.place.path == "a.pdf!1"
    (names,) = ledger.inside
    assert (names.place.path, names.document.text) == ("a.pdf!1!1", "Names of the guests")


def test_notes_on_a_page_are_kept() -> None:
    text = read_bytes(papers.with_note(LEDGER, "Ask Odile first", "Teo Marsh")).text
    assert "[note by Teo Marsh: Ask Odile first]" in split_pages(text)[0]


def test_encrypted_pdfs_are_listed_and_opened_with_the_right_password() -> None:
    data = papers.locked(LEDGER, "grüße 1")
    shut = taken(data).document
    assert (shut.kind, shut.status, shut.text) == (Kind.PDF, Status.ENCRYPTED, "")
    assert taken(data, "wrong", "worse").document.status is Status.ENCRYPTED
    opened = taken(data, "wrong", "grüße 1").document
    assert "ledger" in opened.text
    assert opened.sha256 == shut.sha256


@pytest.mark.parametrize("form", ["PNG", "JPEG", "TIFF", "GIF", "BMP", "WEBP"])
def test_images_need_ocr(form: str) -> None:
    document = read_bytes(papers.image_of("Harbour dues", form))
    assert (document.kind, document.status) == (Kind.IMAGE, Status.NEEDS_OCR)
    assert "1240 × 400 pixels" in document.notes[0]


def test_pages_of_a_tiff_are_counted() -> None:
    assert "2 pages" in read_bytes(papers.scan_of(["One", "Two"], "TIFF")).notes[0]


def test_damaged_images_are_unread() -> None:
    assert read_bytes(b"\x89PNG\r\n\x1a\n").status is Status.UNREAD


@settings(max_examples=60)
@given(st.integers(0, len(LEDGER)), st.integers(0, 255))
def test_damage_is_told_and_never_raises(cut: int, byte: int) -> None:
    for data in (LEDGER[:cut], LEDGER[:cut] + bytes([byte]) + LEDGER[cut + 1 :]):
        leaf = leaf_of(data, PDF, About("a.pdf", "a.pdf"))
        assert leaf.document.sha256 == hashlib.sha256(data).hexdigest()
        assert leaf.document.status is not Status.UNREAD or leaf.document.notes


@pytest.mark.parametrize("numbers", [[], [1], [1, 2, 3, 7], [2, 4, 5]])
def test_ranges(numbers: list[int]) -> None:
    assert ranges(numbers) == {0: "", 1: "1", 4: "1-3, 7", 3: "2, 4-5"}[len(numbers)]


@pytest.mark.parametrize(
    ("function", "arguments", "code"),
    [
        ("time:sleep", (9,), "too-slow"),
        ("os:_exit", (3,), "crashed"),
        ("builtins:bytearray", (1 << 40,), "too-large"),
        ("builtins:int", ("x",), "defect"),
    ],
)
def test_what_goes_wrong_apart_costs_no_more_than_the_call(
    function: str, arguments: tuple[object, ...], code: str
) -> None:
    module, name = function.split(":")
    called = getattr(__import__(module), name)
    with pytest.raises(apart.ApartError) as caught:
        apart.call(called, *arguments, bounds=apart.Bounds(seconds=1))
    assert caught.value.code == code
    assert apart.call(len, b"abc", bounds=apart.Bounds(seconds=1)) == 3


@pytest.mark.real
def test_real_pdfs(shared_data: Path) -> None:
    found = [path for path in (shared_data / "mail").rglob("*.pdf") if path.stat().st_size]
    assert found
    for path in found:
        document: Document = read_bytes(path.read_bytes(), path.name)
        assert document.kind is Kind.PDF
        assert document.status in (Status.READ, Status.NEEDS_OCR)
