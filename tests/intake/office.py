"""Office files that tests make, by the libraries that others use to make them."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Mapping
from datetime import datetime

import docx
import msoffcrypto
import odfdo
import openpyxl
import pptx
from openpyxl.comments import Comment
from pptx.util import Inches


def word() -> bytes:
    """A letter with a table, a header, a footer and a comment."""
    made = docx.Document()
    made.core_properties.author, made.core_properties.title = "Odile Brandt", "Harbour dues"
    run = made.add_paragraph("The ledger is ").add_run("missing")
    made.add_comment(run, text="Ask Teo first", author="Ines Calder", initials="IC")
    table = made.add_table(2, 2)
    for at, words in {(0, 0): "berth", (0, 1): "dues\nof May", (1, 0): "seven", (1, 1): "40"}.items():
        table.cell(*at).text = words
    made.sections[0].header.paragraphs[0].text = "Strictly private"
    made.sections[0].footer.paragraphs[0].text = "Calder harbour board"
    return _saved(made)


def _saved(made: object) -> bytes:
    buffer = io.BytesIO()
    made.save(buffer)  # type: ignore[attr-defined]
    return buffer.getvalue()


def word_of(body: str, beside: Mapping[str, str] | None = None) -> bytes:
    """A letter with this WordprocessingML as its body; ``beside`` holds parts by their kind, such as "footnotes"."""
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    space += ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    types = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    kinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    relations = "http://schemas.openxmlformats.org/package/2006/relationships"
    others = "".join(
        f'<Relationship Id="r{kind}" Type="{kinds}/{kind}" Target="{kind}.xml"/>' for kind in beside or {}
    )
    members = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override'
        f' PartName="/word/document.xml" ContentType="{types}.document.main+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{relations}"><Relationship Id="r1" Type="{kinds}/officeDocument"'
        ' Target="word/document.xml"/></Relationships>',
        "word/document.xml": f"<w:document {space}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{relations}">{others}</Relationships>',
    }
    members |= {
        f"word/{kind}.xml": f"<w:{kind} {space}>{text}</w:{kind}>" for kind, text in (beside or {}).items()
    }
    return packed({name: text.encode() for name, text in members.items()})


def packed(members: Mapping[str, bytes]) -> bytes:
    """A ZIP file of ``members``; one named "mimetype" is stored as it is."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data, zipfile.ZIP_STORED if name == "mimetype" else None)
    return buffer.getvalue()


def with_members(package: bytes, members: Mapping[str, bytes]) -> bytes:
    """``package`` with more members."""
    buffer = io.BytesIO(package)
    with zipfile.ZipFile(buffer, "a") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def sheet() -> bytes:
    """A workbook with a date, a comment and a hidden sheet."""
    made = openpyxl.Workbook()
    first = made.active
    first.title = "Dues"
    first.append(["berth", "paid", "amount", "late"])
    first.append(["seven", datetime(2031, 3, 3, 10, 30), 40.5, True])
    first["C4"] = 120000
    first["A2"].comment = Comment("who is this?", "Teo Marsh")
    hidden = made.create_sheet("Names")
    hidden.sheet_state = "hidden"
    hidden["B2"] = "Odile"
    return _saved(made)


def slides() -> bytes:
    """Two slides, with notes and a table."""
    made = pptx.Presentation()
    first = made.slides.add_slide(made.slide_layouts[1])
    first.shapes.title.text, first.placeholders[1].text = "The harbour", "dues\nberths"
    first.notes_slide.notes_text_frame.text = "Say nothing of the ledger"
    second = made.slides.add_slide(made.slide_layouts[5])
    second.shapes.title.text = "Berths"
    table = second.shapes.add_table(1, 2, 0, 0, Inches(2), Inches(1)).table
    table.cell(0, 0).text, table.cell(0, 1).text = "seven", "40"
    return _saved(made)


def opendocument_text() -> bytes:
    """A text with a footnote, a comment and a table."""
    made = odfdo.Document("text")
    made.body.clear()
    paragraph = odfdo.Paragraph("The ledger is missing.")
    made.body.append(paragraph)
    paragraph.insert_note(after="ledger", note_id="n1", citation="1", body="The green one")
    paragraph.insert_annotation(after="missing", body="Ask Teo first", creator="Ines Calder")
    table = odfdo.Table("Berths", width=2, height=1)
    table.set_value("A1", "seven")
    table.set_value("B1", 40)
    made.body.append(table)
    return _saved(made)


def opendocument_sheet() -> bytes:
    """A workbook whose cells are far apart."""
    made = odfdo.Document("spreadsheet")
    made.body.clear()
    table = odfdo.Table("Dues")
    table.set_value("A1", "berth")
    table.set_value("D3", "seven")
    made.body.append(table)
    return _saved(made)


def opendocument_slides() -> bytes:
    """Two slides."""
    made = odfdo.Document("presentation")
    made.body.clear()
    for words in ("The harbour", "Berths"):
        page = odfdo.DrawPage(words, name=words)
        page.append(odfdo.Frame.text_frame(words))
        made.body.append(page)
    return _saved(made)


def book() -> bytes:
    """A book of two chapters, stored in the other order."""
    plan = (
        '<package xmlns="http://www.idpf.org/2007/opf"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/">'
        "<dc:title>The ledger</dc:title><dc:creator>Odile Brandt</dc:creator></metadata><manifest>"
        '<item id="b" href="two.xhtml" media-type="application/xhtml+xml"/>'
        '<item id="a" href="one.xhtml" media-type="application/xhtml+xml"/></manifest>'
        '<spine><itemref idref="a"/><itemref idref="b"/></spine></package>'
    )
    container = (
        '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
        '<rootfile full-path="OEBPS/plan.opf"/></rootfiles></container>'
    )
    page = "<html xmlns='http://www.w3.org/1999/xhtml'><body><p>{}</p></body></html>"
    members = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": container,
        "OEBPS/plan.opf": plan,
        "OEBPS/two.xhtml": page.format("The second chapter."),
        "OEBPS/one.xhtml": page.format("The first chapter."),
    }
    return packed({name: text.encode() for name, text in members.items()})


def locked(office: bytes, password: str) -> bytes:
    """An office file encrypted as Office does it."""
    out = io.BytesIO()
    msoffcrypto.OfficeFile(io.BytesIO(office)).encrypt(password, out)
    return out.getvalue()


def native(name: str, data: bytes) -> bytes:
    """A file as the stream of an embedded object holds it, without the length before it."""
    words = name.encode() + b"\0"
    body = struct.pack("<H", 2) + words + b"C:\\" + words + struct.pack("<HHI", 0, 3, len(words)) + words
    return body + struct.pack("<I", len(data)) + data
