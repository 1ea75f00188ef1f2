"""Office files before 2007 and encrypted ones, all of which are OLE compound files ([MS-CFB]), by olefile.

Text is read of workbooks (by calamine), of Word documents by their piece table ([MS-DOC], 2.4.1) and of presentations by
their text records ([MS-PPT], 2.9). Encrypted files are opened by msoffcrypto-tool where a password fits.
"""

from __future__ import annotations

import hashlib
import io
import struct
from collections.abc import Callable, Iterator
from dataclasses import replace

import olefile

from headwater.base.pages import PAGE_BREAK
from headwater.intake import charsets
from headwater.intake.names import shown
from headwater.intake.readers.compound import (
    BROKEN,
    ENCRYPTED,
    ENCRYPTED_PACKAGE,
    OBJECTS,
    decrypted,
    is_encrypted,
    object_in,
    stream,
)
from headwater.intake.readers.ooxml import read_ooxml
from headwater.intake.readers.sheets import CalamineError, sheets
from headwater.intake.readers.text import unread
from headwater.intake.readers.wording import tidied
from headwater.intake.seam import About, Form, Leaf, Part, Recognised
from headwater.model.document import Document, Kind, Status

_KINDS = {
    "WordDocument": Kind.WORD,
    "Workbook": Kind.SPREADSHEET,
    "Book": Kind.SPREADSHEET,
    "PowerPoint Document": Kind.PRESENTATION,
}
_MEDIA_TYPES = {
    Kind.WORD: "application/msword",
    Kind.SPREADSHEET: "application/vnd.ms-excel",
    Kind.PRESENTATION: "application/vnd.ms-powerpoint",
}
_SUMMARY = (
    ("title", "Title"),
    ("author", "Author"),
    ("last_saved_by", "Last modified by"),
    ("subject", "Subject"),
    ("keywords", "Keywords"),
    ("comments", "Description"),
    ("company", "Company"),
    ("manager", "Manager"),
    ("creating_application", "Application"),
    ("create_time", "Created"),
    ("last_saved_time", "Modified"),
    ("last_printed", "Last printed"),
    ("revision_number", "Revision"),
)


def read_oldoffice(data: bytes, recognised: Recognised, about: About) -> Leaf:
    """An office file in an OLE compound file as a document; what is none of those stays unread."""
    empty = unread(hashlib.sha256(data).hexdigest(), len(data), recognised, about.name)
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            if ole.exists(ENCRYPTED_PACKAGE):
                return _package(data, empty, about)
            kind = _kind(ole)
            if kind is None:
                return Leaf(empty)
            empty = replace(empty, kind=kind, media_type=_MEDIA_TYPES[kind])
            properties = _properties(ole)
    except BROKEN as error:
        return Leaf(replace(empty, notes=(f"a damaged compound file: {type(error).__name__}",)))
    opened = data
    if is_encrypted(data):
        found = decrypted(data, about.passwords)
        if found is None:
            return Leaf(replace(empty, status=Status.ENCRYPTED, notes=(ENCRYPTED,)))
        opened = found
    return _read(opened, replace(empty, properties=properties), about)


def _package(data: bytes, empty: Document, about: About) -> Leaf:
    """An encrypted OOXML file: what it holds, under the hash of the file as it was found."""
    opened = decrypted(data, about.passwords)
    if opened is None:
        return Leaf(replace(empty, kind=Kind.WORD, status=Status.ENCRYPTED, notes=(ENCRYPTED,)))
    leaf = read_ooxml(opened, Recognised(Form.OOXML, ""), about)
    return replace(leaf, document=replace(leaf.document, sha256=empty.sha256, size=empty.size))


def _kind(ole: olefile.OleFileIO) -> Kind | None:
    return next((kind for name, kind in _KINDS.items() if ole.exists(name)), None)


def _read(data: bytes, empty: Document, about: About) -> Leaf:
    readers: dict[Kind, Callable[[bytes], str]] = {
        Kind.WORD: _word,
        Kind.SPREADSHEET: _workbook,
        Kind.PRESENTATION: _presentation,
    }
    try:
        text = readers[empty.kind](data)
    except (CalamineError, *BROKEN) as error:
        reason = f"a damaged office file: {error or type(error).__name__}"
        return Leaf(replace(empty, notes=(reason,)), tuple(_embedded(data, about)))
    title = dict(empty.properties).get("Title", "") or shown(about.name)
    document = replace(empty, text=text, title=title, status=Status.READ, notes=())
    return Leaf(document, tuple(_embedded(data, about)))


def _workbook(data: bytes) -> str:
    return "\n\n".join(sheet.block for sheet in sheets(data))


def _word(data: bytes) -> str:
    """The text of all parts of a Word document: body, footnotes, headers, comments, endnotes, text boxes."""
    with olefile.OleFileIO(io.BytesIO(data)) as ole:
        main = stream(ole, "WordDocument")
        flags = int.from_bytes(main[10:12], "little")
        table = stream(ole, "1Table" if flags & 0x200 else "0Table")
    at, size = struct.unpack_from("<II", main, 0x1A2)
    return tidied(_without_fields("".join(_pieces(main, table[at : at + size]))))


def _pieces(main: bytes, clx: bytes) -> Iterator[str]:
    """The text of each piece, as the piece table (the Clx of [MS-DOC] 2.9.38) lists them."""
    at = 0
    while at < len(clx) and clx[at] == 1:  # what was changed by fast saves: formatting only
        at += 3 + int.from_bytes(clx[at + 1 : at + 3], "little")
    if at >= len(clx) or clx[at] != 2:
        raise ValueError("no piece table")
    plc = clx[at + 5 : at + 5 + int.from_bytes(clx[at + 1 : at + 5], "little")]
    count = (len(plc) - 4) // 12
    bounds = struct.unpack_from(f"<{count + 1}I", plc)
    for number in range(count):
        (place,) = struct.unpack_from("<I", plc, 4 * (count + 1) + 8 * number + 2)
        length = bounds[number + 1] - bounds[number]
        if length > len(main):
            raise ValueError("a piece that is longer than the file")
        if place & 0x40000000:
            start = (place & 0x3FFFFFFF) // 2
            yield main[start : start + length].decode("cp1252", "replace")
        else:
            yield main[place : place + 2 * length].decode("utf-16-le", "replace")


_MARKS = {"\r": "\n\n", "\x07": "\t", "\x0b": "\n", "\x0c": "\n", "\x1e": "\u2011", "\x1f": "\u00ad"}


def _without_fields(text: str) -> str:
    """Word's marks as characters; the codes of fields are left out, their results kept ([MS-DOC], 2.8.25)."""
    out: list[str] = []
    codes: list[bool] = []  # for each field that is open, whether its code is being read
    for character in text:
        if character == "\x13":
            codes.append(True)
        elif character == "\x14" and codes:
            codes[-1] = False
        elif character == "\x15" and codes:
            codes.pop()
        elif not any(codes):
            kept = character >= " " or character in "\t\n"
            out.append(_MARKS.get(character, character if kept else ""))
    return charsets.cleaned("".join(out))


_TEXT_RECORDS = {0x0FA0: "utf-16-le", 0x0FA8: "latin-1", 0x0FBA: "utf-16-le"}
_SLIDE = 1006


def _presentation(data: bytes) -> str:
    """The text of a presentation in the order of the file, a form feed between slides."""
    with olefile.OleFileIO(io.BytesIO(data)) as ole:
        records = stream(ole, "PowerPoint Document")
    pages: list[list[str]] = [[]]
    for kind, start, end in _records(records):
        if kind == _SLIDE and any(pages[-1]):
            pages.append([])
        elif kind in _TEXT_RECORDS:
            pages[-1].append(records[start:end].decode(_TEXT_RECORDS[kind], "replace"))
    texts = ["\n\n".join(page).replace("\r", "\n").replace("\x0b", "\n") for page in pages]
    return charsets.cleaned(PAGE_BREAK.join(map(tidied, texts)))


def _records(data: bytes) -> Iterator[tuple[int, int, int]]:
    """Every record of a stream as type, start and end of its data; containers before what is in them."""
    at = 0
    while at + 8 <= len(data):
        version, kind, length = struct.unpack_from("<HHI", data, at)
        yield kind, at + 8, at + 8 + length
        at += 8 if version & 0xF == 0xF else 8 + length


def _properties(ole: olefile.OleFileIO) -> tuple[tuple[str, str], ...]:
    try:
        metadata = ole.get_metadata()
    except BROKEN:
        return ()
    codec = f"cp{metadata.codepage}" if metadata.codepage else "cp1252"
    found = ((name, _said(getattr(metadata, key, None), codec)) for key, name in _SUMMARY)
    return tuple((name, value) for name, value in found if value)


def _said(value: object, codec: str) -> str:
    if isinstance(value, bytes):
        known = charsets.known_codec("utf-8" if codec == "cp65001" else codec) or "cp1252"
        value = value.decode(known, "replace")
    return charsets.cleaned(str(value or "")).strip("\ufffd \t\r\n")[:2000]


def _embedded(data: bytes, about: About) -> Iterator[Part]:
    """The files that are embedded in an office file, as parts named by where they stand."""
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            for path in ole.listdir(streams=True, storages=False)[: about.limits.mime_parts]:
                if path[-1] in OBJECTS and len(path) > 1:
                    name, found = object_in(path[-1], stream(ole, path))
                    if found:
                        yield Part("/".join(path[:-1]), name, "", "", found)
    except BROKEN:
        return
