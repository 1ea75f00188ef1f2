"""Office files, RTF and books as documents."""

import hashlib
import io
from pathlib import Path

import office
import openpyxl
import papers
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from headwater.base.pages import page_of, split_pages
from headwater.base.settings import Limits
from headwater.intake.detect import recognise_bytes
from headwater.intake.guarded import leaf_of
from headwater.intake.items import read_item
from headwater.intake.seam import About, Form
from headwater.intake.single import read_bytes
from headwater.model.document import Kind, Place, Status, Taken


def taken(data: bytes, name: str = "a", *passwords: str) -> Taken:
    about = About(name, name, passwords=passwords)
    return read_item(data, Place(name), about, recognise_bytes(data, name)).taken


MADE = {
    "docx": (office.word(), Kind.WORD),
    "xlsx": (office.sheet(), Kind.SPREADSHEET),
    "pptx": (office.slides(), Kind.PRESENTATION),
    "odt": (office.opendocument_text(), Kind.WORD),
    "ods": (office.opendocument_sheet(), Kind.SPREADSHEET),
    "odp": (office.opendocument_slides(), Kind.PRESENTATION),
    "epub": (office.book(), Kind.WORD),
    "rtf": (b"{\\rtf1\\ansi The ledger is missing.}", Kind.WORD),
}


@pytest.mark.parametrize("name", MADE)
def test_office_files_are_known_by_their_content(name: str) -> None:
    data, kind = MADE[name]
    for called in ("", "a.bin", "a.zip"):
        document = read_bytes(data, called)
        assert (document.kind, document.status) == (kind, Status.READ)
        assert document.text.strip()


def test_a_letter_with_all_that_stands_beside_it() -> None:
    document = read_bytes(office.word())
    assert document.title == "Harbour dues"
    assert ("Author", "Odile Brandt") in document.properties
    assert document.text.startswith("The ledger is missing[comment 0]\n\nberth\tdues of May\nseven\t40\n")
    for beside in ("[header: Strictly private]", "[footer: Calder harbour board]"):
        assert beside in document.text
    assert "[comment 0 by Ines Calder, " in document.text
    assert document.text.endswith(": Ask Teo first]")


def test_tracked_changes_notes_and_text_boxes() -> None:
    body = (
        '<w:p><w:r><w:t>It was </w:t></w:r><w:ins w:author="Odile"><w:r><w:t>never</w:t></w:r></w:ins>'
        '<w:del w:author="Teo Marsh"><w:r><w:delText>often</w:delText></w:r></w:del><w:r><w:t xml:space="preserve">'
        ' paid</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r></w:p><w:sdt><w:sdtContent><w:p><w:r>'
        "<w:t>In a field</w:t></w:r></w:p></w:sdtContent></w:sdt><w:p><w:r><mc:AlternateContent><mc:Choice><w:txbxContent>"
        "<w:p><w:r><w:t>In a box</w:t></w:r></w:p></w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent><w:p><w:r>"
        "<w:t>In a box</w:t></w:r></w:p></w:txbxContent></mc:Fallback></mc:AlternateContent></w:r></w:p>"
        "<w:p><w:r><w:instrText>HYPERLINK x</w:instrText><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t></w:r></w:p>"
    )
    note = '<w:footnote w:id="0" w:type="separator"><w:p/></w:footnote><w:footnote w:id="2"><w:p><w:r><w:t>In May</w:t>'
    document = read_bytes(office.word_of(body, {"footnotes": note + "</w:r></w:p></w:footnote>"}))
    assert document.text == (
        "It was never[deleted by Teo Marsh: often] paid[footnote 2]\n\nIn a field\n\nIn a box\n\na\tb\nc\n\n"
        "[footnote 2: In May]"
    )
    assert document.notes == ("2 tracked changes by Odile, Teo Marsh",)


def test_cells_are_apart_by_tabs_and_sheets_have_their_names() -> None:
    text = read_bytes(office.sheet()).text
    assert text == (
        "[sheet Dues]\nberth\tpaid\tamount\tlate\nseven\t2031-03-03 10:30:00\t40.5\tTRUE\n\t\t120000\n\n"
        "[comment A2 by Teo Marsh: who is this?]\n\n[sheet Names, hidden]\nOdile"
    )


def test_slides_are_pages() -> None:
    text = read_bytes(office.slides()).text
    assert split_pages(text) == [
        "The harbour\n\ndues\nberths\n\n[notes: Say nothing of the ledger]",
        "Berths\n\nseven\t40",
    ]
    text = read_bytes(office.opendocument_slides()).text
    assert page_of(text, text.index("Berths")) == 2


def test_opendocument_notes_and_comments() -> None:
    text = read_bytes(office.opendocument_text()).text
    assert text.startswith(
        "The ledger[footnote 1] is missing[comment 1].\n\nseven\t40\n\n[footnote 1: The green one]"
    )
    assert "[comment 1 by Ines Calder, " in text
    assert read_bytes(office.opendocument_sheet()).text.startswith(
        "[sheet Dues]\nberth\n\n\t\t\tseven\n\n[header"
    )


def test_deletions_in_opendocument_texts_stand_where_they_were_made() -> None:
    change = (
        '<text:tracked-changes><text:changed-region text:id="c1"><text:deletion><office:change-info><dc:creator>Teo Marsh'
        "</dc:creator><dc:date>2031-03-03T10:00:00</dc:date></office:change-info><text:p>often</text:p></text:deletion>"
        "</text:changed-region></text:tracked-changes>"
    )
    space = (
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:'
        'xmlns:text:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    )
    body = '<text:p>Paid <text:change text:change-id="c1"/><text:s text:c="2"/>in May<text:tab/>1<text:line-break/>2</text:p>'
    content = f"<office:document-content {space}><office:body><office:text>{change}{body}</office:text></office:body></office:document-content>"
    data = office.packed(
        {"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": content.encode()}
    )
    document = read_bytes(data)
    assert document.text == "Paid [deleted by Teo Marsh: often]  in May\t1\n2"
    assert document.notes == ("1 tracked changes by Teo Marsh",)


def test_a_book_in_reading_order() -> None:
    document = read_bytes(office.book())
    assert (document.title, document.text) == ("The ledger", "The first chapter.\n\nThe second chapter.")


@pytest.mark.parametrize(
    ("rtf", "text"),
    [
        (rb"{\rtf1\ansi\ansicpg1251 \'ef\'f0\'e8\'e2\'e5\'f2}", "привет"),
        (rb"{\rtf1{\fonttbl{\f0 A;}{\f1\fcharset161 B;}}\f0 \'e9 {\f1\'e1}\'e9}", "é αé"),
        (rb"{\rtf1\uc1 \u8364?5 \u-10179?\u-8704?{\uc0\u233}x}", "€5 \U0001f600éx"),
        (rb"{\rtf1 a\par b\line c\tab d\~e\_f\-g\emdash\{\}\\}", "a\n\nb\nc\td\xa0e\u2011f\xadg—{}\\"),
        (
            rb"{\rtf1 {\header top\par}body{\footnote \chftn in May}{\*\atnauthor Teo}{\*\annotation ask}}",
            "body\n\n[header: top]\n\n[footnote: in May]\n\n[comment by Teo: ask]",
        ),
        (rb"{\rtf1 x{\*\unknown hidden}{\pict 4142}{\field{\*\fldinst LINK}{\fldrslt shown}}}", "xshown"),
        (b"{\\rtf1 a{\\pict\\bin3 }}}}b}", "ab"),
        (rb"{\rtf1 {\info{\title T}}\trowd a\cell b\cell\row c\cell\row}", "a\tb\nc"),
        (b"{" * 100_000 + rb"\rtf1 deep", ""),
    ],
)
def test_rtf(rtf: bytes, text: str) -> None:
    document = read_bytes(rtf)
    if text:
        assert document.text == text
    assert "\0" not in document.text


def test_embedded_files_are_documents_inside() -> None:
    inner = papers.pdf_of(["The hidden list"])
    data = office.with_members(
        office.word(), {"word/embeddings/list.pdf": inner, "word/media/image1.png": papers.image_of("Dues")}
    )
    found = {one.place.path: one.document for one in taken(data, "a.docx").inside}
    assert set(found) == {"a.docx!word/embeddings/list.pdf", "a.docx!word/media/image1.png"}
    assert "hidden list" in found["a.docx!word/embeddings/list.pdf"].text
    assert found["a.docx!word/media/image1.png"].status is Status.NEEDS_OCR


def test_files_embedded_in_rtf() -> None:
    body = office.native("list.txt", b"Names of the guests")
    size = len(body).to_bytes(4, "little")
    ole1 = bytes.fromhex("01050000 02000000 08000000") + b"Package\0" + bytes(8) + size + body
    data = b"{\\rtf1 see {\\object\\objemb{\\*\\objdata " + ole1.hex().encode() + b"}{\\result icon}}}"
    (inner,) = taken(data).inside
    assert (inner.document.title, inner.document.text) == ("list.txt", "Names of the guests")


def test_encrypted_office_files_are_listed_and_opened_with_the_right_password() -> None:
    data = office.locked(office.word(), "grüße 1")
    shut = taken(data, "a.docx").document
    assert (shut.status, shut.text) == (Status.ENCRYPTED, "")
    assert taken(data, "a.docx", "wrong").document.status is Status.ENCRYPTED
    opened = taken(data, "a.docx", "wrong", "grüße 1").document
    assert "The ledger is missing" in opened.text
    assert opened.sha256 == hashlib.sha256(data).hexdigest()


def test_an_archive_of_office_members_without_their_folder_stays_an_archive() -> None:
    assert (
        recognise_bytes(office.packed({"[Content_Types].xml": b"<x/>", "a.txt": b"words"})).form is Form.ZIP
    )
    assert recognise_bytes(office.packed({"META-INF/MANIFEST.MF": b"x"})).form is Form.ZIP
    assert recognise_bytes(office.packed({"mimetype": b"a/b", "a.txt": b"words"})).form is Form.ZIP


def test_entities_do_not_grow_and_nothing_is_fetched(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("SECRET", encoding="utf-8")
    bomb = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    for declared in (
        f'<!ENTITY a0 "boom">{bomb}',
        f'<!ENTITY a11 SYSTEM "{(tmp_path / "secret").as_uri()}">',
    ):
        xml = (
            f"<!DOCTYPE x [{declared}]><x:document xmlns:x='x'><x:p><x:t>words &a11;</x:t></x:p></x:document>"
        )
        data = office.packed({"_rels/.rels": b"", "word/document.xml": xml.encode()})
        document = read_bytes(data)
        assert len(document.text) < 10_000_000
        assert "SECRET" not in document.text


def test_cells_that_are_far_apart_need_no_table_between_them() -> None:
    made = openpyxl.Workbook()
    made.active["A1"], made.active["XFD1048576"], made.active["B1"] = "near words", "far words", True
    buffer = io.BytesIO()
    made.save(buffer)
    document = read_bytes(buffer.getvalue())
    assert document.text == "[sheet Sheet]\nnear words\tTRUE\nfar words"
    assert "far apart" in document.notes[0]


def test_what_unpacks_to_too_much_is_cut_and_noted() -> None:
    many = "<w:p><w:r><w:t>words</w:t></w:r></w:p>" * 200_000
    data = office.word_of(many)
    leaf = leaf_of(data, recognise_bytes(data), About("a", "a", limits=Limits(item_bytes=1_000_000)))
    assert leaf.document.status is Status.REPAIRED
    assert "unpacks to more bytes" in leaf.document.notes[0]
    assert leaf.document.text.startswith("words")


@pytest.mark.parametrize("name", ["docx", "pptx", "odt", "epub"])
def test_a_package_without_its_directory_is_read_as_far_as_it_goes(name: str) -> None:
    data, _ = MADE[name]
    document = read_bytes(data[: data.rindex(b"PK\x01\x02")])
    assert document.status in (Status.REPAIRED, Status.UNREAD)


@settings(max_examples=60)
@given(st.sampled_from(sorted(MADE)), st.floats(0, 1), st.integers(0, 255))
def test_damage_is_told_and_never_raises(name: str, at: float, byte: int) -> None:
    data, _ = MADE[name]
    cut = int(at * len(data))
    for damaged in (data[:cut], data[:cut] + bytes([byte]) + data[cut + 1 :]):
        recognised = recognise_bytes(damaged, "")
        if recognised.form not in (Form.ZIP, Form.MBOX):
            leaf = leaf_of(damaged, recognised, About("a", "a"))
            assert leaf.document.sha256 == hashlib.sha256(damaged).hexdigest()
            assert all(failed.code != "defect" for failed in leaf.failed), leaf.failed


@pytest.mark.real
def test_real_office_files(shared_data: Path) -> None:
    """Word files before 2007, OpenDocument and Excel: all are read, with text."""
    names = ("*.doc", "*.odt", "*.docx", "BACRIM*.xlsx")
    found = [
        path for name in names for folder in ("mail", "events") for path in (shared_data / folder).rglob(name)
    ]
    assert found
    for path in found:
        document = read_bytes(path.read_bytes(), path.name)
        if document.kind in (Kind.WORD, Kind.SPREADSHEET):
            assert document.status is Status.READ, path
            assert len(document.text) > 100
