"""PDFs and images that tests make: fiction, in the smallest form that programs accept."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pypdf
from PIL import Image, ImageDraw, ImageFont
from pypdf.annotations import Text


def pdf_of(pages: Sequence[str], properties: dict[str, str] | None = None) -> bytes:
    """A PDF with one page for each text, a line for each of its lines."""
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    kids = []
    for text in pages:
        lines = [
            line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)") for line in text.split("\n")
        ]
        content = "BT /F1 12 Tf 14 TL 72 720 Td " + " ".join(f"({line}) Tj T*" for line in lines) + " ET"
        kids.append(f"{len(objects) + 1} 0 R")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {len(objects) + 2} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>"
        )
        objects.append(f"<< /Length {len(content)} >>\nstream\n{content}\nendstream")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    return _changed(_assembled(objects), lambda writer: writer.add_metadata(properties or {}))


def _assembled(objects: Sequence[str]) -> bytes:
    out, starts = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        starts.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    table = "".join(f"{start:010d} 00000 n \n" for start in starts)
    head = f"xref\n0 {len(starts) + 1}\n0000000000 65535 f \n{table}"
    tail = f"trailer\n<< /Size {len(starts) + 1} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF\n"
    return out + (head + tail).encode()


def _changed(pdf: bytes, *changes: object) -> bytes:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf))
    for change in changes:
        change(writer)  # type: ignore[operator]
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def with_attachment(pdf: bytes, name: str, data: bytes) -> bytes:
    """``pdf`` with a file attached."""
    return _changed(pdf, lambda writer: writer.add_attachment(name, data))


def with_note(pdf: bytes, words: str, author: str) -> bytes:
    """``pdf`` with a note on its first page."""
    note = Text(text=words, rect=(50, 550, 200, 650), title_bar=author)
    return _changed(pdf, lambda writer: writer.add_annotation(page_number=0, annotation=note))


def locked(pdf: bytes, password: str) -> bytes:
    """``pdf`` encrypted."""
    return _changed(pdf, lambda writer: writer.encrypt(password, algorithm="AES-256"))


def picture_of(text: str, size: tuple[int, int] = (1240, 400)) -> Image.Image:
    """Black letters on white, as a scanner sees them."""
    image = Image.new("L", size, 255)
    ImageDraw.Draw(image).multiline_text((60, 60), text, fill=0, font=ImageFont.load_default(44), spacing=20)
    return image


def image_of(text: str, form: str = "PNG") -> bytes:
    """``picture_of`` in a file format."""
    buffer = io.BytesIO()
    picture_of(text).save(buffer, form)
    return buffer.getvalue()


def scan_of(texts: Sequence[str], form: str = "PDF") -> bytes:
    """A PDF or TIFF whose pages are pictures."""
    first, *others = [picture_of(text) for text in texts]
    buffer = io.BytesIO()
    first.save(buffer, form, save_all=True, append_images=others, resolution=150)
    return buffer.getvalue()


def joined(*pdfs: bytes) -> bytes:
    """The pages of several PDFs in one."""
    writer = pypdf.PdfWriter()
    for pdf in pdfs:
        writer.append(io.BytesIO(pdf))
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()
