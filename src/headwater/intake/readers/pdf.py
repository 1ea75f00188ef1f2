"""PDF: the text of each page, what is noted on it, attached files; by PDFium, the engine of Chromium.

Pages are apart by form feeds. A page that is a picture is noted as one that needs OCR. Read it in a process of its
own (``headwater.base.apart``): PDFium is written in C++.
"""

from __future__ import annotations

import ctypes
import hashlib
import math
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

import pypdfium2 as pdfium
import pypdfium2.raw as raw
from PIL import Image

from headwater.base.pages import PAGE_BREAK, ranges
from headwater.intake import charsets
from headwater.intake.names import shown
from headwater.intake.readers.text import unread
from headwater.intake.seam import About, Leaf, Part, Recognised
from headwater.model.document import Document, Failed, Kind, Place, Status

NEEDS_OCR = "of {pages} pages, these are pictures and need OCR: {which}"
ENCRYPTED = "encrypted: a password is needed"

_LITTLE = 100  # letters on a page that is a picture: a stamp, a page number
_COVERED = 0.5  # share of a page that a picture must cover to be the page
_MOST_OBJECTS = 2000  # objects of one page that are looked at
_MOST_ANNOTATIONS = 5000
_HYPHEN = re.compile("\ufffe\r?\n?|\ufffe")  # where PDFium met a hyphen at the end of a line
_BREAKS = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_PROPERTIES = ("Title", "Author", "Subject", "Keywords", "Creator", "Producer", "CreationDate", "ModDate")


def read_pdf(data: bytes, recognised: Recognised, about: About) -> Leaf:
    """A PDF as a document; its attached files come back as parts, numbered from 1."""
    sha256 = hashlib.sha256(data).hexdigest()
    empty = replace(unread(sha256, len(data), recognised, about.name), kind=Kind.PDF)
    try:
        with opened(data, about.passwords) as pdf:
            return _read(pdf, empty, about)
    except pdfium.PdfiumError as error:
        if is_locked(error):
            return Leaf(replace(empty, status=Status.ENCRYPTED, notes=(ENCRYPTED,)))
        return Leaf(replace(empty, notes=(f"not a readable PDF: {_told(error)}",)))


def page_texts(data: bytes, passwords: Sequence[str] = ()) -> tuple[list[str], list[int]] | None:
    """The text of each page, and the numbers of those that are pictures; None where the PDF cannot be opened."""
    try:
        with opened(data, passwords) as pdf:
            texts, pictures, _ = _pages(pdf)
    except pdfium.PdfiumError:
        return None
    return texts, pictures


def picture(
    data: bytes, page: int, dots: int, most: int, passwords: Sequence[str] = ()
) -> Image.Image | None:
    """Page ``page`` (from 1) at ``dots`` per inch, but of no more than ``most`` pixels; None where there is none."""
    try:
        with opened(data, passwords) as pdf:
            if not 1 <= page <= len(pdf):
                return None
            found = pdf[page - 1]
            width, height = found.get_size()
            scale = min(dots / 72, math.sqrt(most / max(1.0, width * height)))
            bitmap = found.render(scale=scale, may_draw_forms=True)
            made: Image.Image = bitmap.to_pil().convert("RGB")
            bitmap.close()
            found.close()
            return made
    except pdfium.PdfiumError:
        return None


@contextmanager
def opened(data: bytes, passwords: Sequence[str] = ()) -> Iterator[pdfium.PdfDocument]:
    """The PDF, opened without a password or with the first of ``passwords`` that fits.

    Raises PdfiumError where it cannot be opened; ``is_locked`` says whether for want of a password.
    """
    for number, password in enumerate((None, *passwords), 1):
        try:
            pdf = pdfium.PdfDocument(data, password=password)
            break
        except pdfium.PdfiumError as error:
            if not is_locked(error) or number > len(passwords):
                raise
    try:
        yield pdf
    finally:
        pdf.close()


def is_locked(error: pdfium.PdfiumError) -> bool:
    """Whether a PDF could not be opened for want of the right password."""
    return bool(error.err_code == raw.FPDF_ERR_PASSWORD)


def _told(error: Exception) -> str:
    """What PDFium says of its failure, in its words."""
    return str(error).rpartition("PDFium: ")[2].rstrip(").").lower() or type(error).__name__


def _read(pdf: pdfium.PdfDocument, empty: Document, about: About) -> Leaf:
    pages, pictures, damaged = _pages(pdf)
    parts, failed = _attached(pdf, about)
    properties = _properties(pdf)
    notes = [f"pages that cannot be read: {ranges(damaged)}"] if damaged else []
    notes += [NEEDS_OCR.format(pages=len(pages), which=ranges(pictures))] if pictures else []
    document = replace(
        empty,
        title=dict(properties).get("Title", "").strip() or shown(about.name),
        text=PAGE_BREAK.join(pages),
        status=Status.NEEDS_OCR if pictures else Status.REPAIRED if damaged else Status.READ,
        notes=tuple(notes),
        properties=properties,
    )
    return Leaf(document, tuple(parts), tuple(failed))


def _pages(pdf: pdfium.PdfDocument) -> tuple[list[str], list[int], list[int]]:
    """The text of each page, the numbers of pages that are pictures, and of those that cannot be read."""
    pages: list[str] = []
    pictures: list[int] = []
    damaged: list[int] = []
    for number in range(1, len(pdf) + 1):
        try:
            text, picture = _page(pdf, number)
        except pdfium.PdfiumError:
            text, picture = "", False
            damaged.append(number)
        pages.append(text)
        pictures += [number] if picture else []
    return pages, pictures, damaged


def _page(pdf: pdfium.PdfDocument, number: int) -> tuple[str, bool]:
    """The text of a page with what is noted on it, and whether the page is a picture."""
    page = pdf[number - 1]
    try:
        textpage = page.get_textpage()
        try:
            text = cleaned_page(textpage.get_text_range())
        finally:
            textpage.close()
        said = "\n\n".join(filter(None, [text, *_annotations(page)]))
        return said, len(text) < _LITTLE and _is_picture(page, bool(text))
    finally:
        page.close()


def cleaned_page(text: str) -> str:
    """The text of one page: line ends as ``\\n``, no form feed within, no blanks at its end."""
    lines = _BREAKS.sub("\n", _HYPHEN.sub("-\n", text)).split("\n")
    return charsets.cleaned("\n".join(line.rstrip() for line in lines)).strip("\n")


def _is_picture(page: pdfium.PdfPage, has_text: bool) -> bool:
    """Whether a page with little text shows more than that: without any, whatever is drawn; else a picture that
    covers most of it."""
    left, bottom, right, top = page.get_bbox()
    whole = max(1.0, (right - left) * (top - bottom))
    for number, drawn in enumerate(page.get_objects(max_depth=3)):
        if number >= _MOST_OBJECTS:
            return True
        if drawn.type not in (raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_SHADING):
            continue
        if not has_text:
            return True
        if drawn.type == raw.FPDF_PAGEOBJ_IMAGE:
            x1, y1, x2, y2 = drawn.get_bounds()
            if abs((x2 - x1) * (y2 - y1)) >= _COVERED * whole:
                return True
    return False


def _annotations(page: pdfium.PdfPage) -> Iterator[str]:
    """What stands in notes, marks and form fields on a page, each as ``[note by NAME: words]`` or ``[field NAME: words]``."""
    for index in range(min(raw.FPDFPage_GetAnnotCount(page), _MOST_ANNOTATIONS)):
        annotation = raw.FPDFPage_GetAnnot(page, index)
        if not annotation:
            continue
        try:
            value = _string(annotation, b"V")
            name = _string(annotation, b"T")
            if raw.FPDFAnnot_GetSubtype(annotation) == raw.FPDF_ANNOT_WIDGET:
                if value and value != "Off":
                    yield f"[field {name}: {value}]"
            elif words := _string(annotation, b"Contents"):
                yield f"[note by {name}: {words}]" if name else f"[note: {words}]"
        finally:
            raw.FPDFPage_CloseAnnot(annotation)


def _string(annotation: object, key: bytes) -> str:
    size = raw.FPDFAnnot_GetStringValue(annotation, key, None, 0)
    if size <= 2:
        return ""
    buffer = ctypes.create_string_buffer(size)
    raw.FPDFAnnot_GetStringValue(annotation, key, ctypes.cast(buffer, ctypes.POINTER(raw.FPDF_WCHAR)), size)
    return cleaned_page(buffer.raw[: size - 2].decode("utf-16-le", "replace"))


def _properties(pdf: pdfium.PdfDocument) -> tuple[tuple[str, str], ...]:
    found = ((name, charsets.cleaned(pdf.get_metadata_value(name)).strip()) for name in _PROPERTIES)
    return tuple((name, value) for name, value in found if value)


def _attached(pdf: pdfium.PdfDocument, about: About) -> tuple[list[Part], list[Failed]]:
    """The files attached to a PDF, up to as many as a message may have parts."""
    parts: list[Part] = []
    failed: list[Failed] = []
    for index in range(pdf.count_attachments()):
        place = Place(f"{about.path}!{index + 1}")
        if index >= about.limits.mime_parts:
            failed.append(Failed(place, "too-many", f"more than {about.limits.mime_parts} attached files"))
            break
        try:
            attachment = pdf.get_attachment(index)
            name = charsets.cleaned(attachment.get_name())
            parts.append(Part(str(index + 1), name, "", "", bytes(attachment.get_data())))
        except (pdfium.PdfiumError, ValueError) as error:
            failed.append(Failed(place, "damaged", f"an attached file cannot be read: {_told(error)}"))
    return parts, failed
