"""What bytes are, by what stands in them. A file's name only tips the scales, never decides.

Looked at: the first HEAD bytes, more of long headers. docs/formats.md gives the rules in words.
"""

from __future__ import annotations

import bz2
import codecs
import gzip
import io
import lzma
import re
import tarfile
import zlib
from mimetypes import MimeTypes
from typing import BinaryIO, cast

from headwater.base.settings import MIB
from headwater.intake import charsets, sent
from headwater.intake.headers import KNOWN, Headers, split, text_of
from headwater.intake.outlook import ole, pff, serial, tnef
from headwater.intake.seam import Form, Recognised

HEAD = 64 * 1024
"""Bytes at the start of a file by which it is recognised."""

LONGEST_HEAD = 16 * MIB
"""Bytes that are looked at where a file begins with headers of mail that do not end sooner."""

_TYPES = MimeTypes()  # the built-in table only: the same on every machine
_PACKED = (
    (b"\x1f\x8b", "application/gzip"),
    (b"BZh", "application/x-bzip2"),
    (b"\xfd7zXZ\x00", "application/x-xz"),
)
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"!BDN", "application/vnd.ms-outlook-pst"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"SQLite format 3\x00", "application/vnd.sqlite3"),
    (b"MZ", "application/vnd.microsoft.portable-executable"),
    (b"\x7fELF", "application/x-executable"),
    *_PACKED,
)
_IMAGES: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"\x00\x00\x00\x0cjP  \r\n\x87\n", "image/jp2"),
)
_BEFORE_PDF = 1024  # bytes that may stand before the mark of a PDF, as in Adobe's readers
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MEDIA_TYPE = re.compile(rb"[a-z]+/[a-z0-9.+-]+")
_OOXML_FIRST = re.compile(rb"^(?:\[Content_Types\]\.xml|_rels/|docProps/|customXml/|word/|xl/|ppt/)")
_OOXML_PART = re.compile(rb"PK\x03\x04.{26}(word|xl|ppt)/", re.DOTALL)  # a member in such a folder
_OOXML_TYPES = {
    b"word": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    b"xl": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    b"ppt": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
_HTML = re.compile(
    rb"(?i)(?:<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>]|<title>|<(?:div|table|p|span|font|meta|style|center|h1)[\s>/])",
)
_MAX_COMMENTS = 20  # comments before the first tag that are looked past
_CLOSING = re.compile(rb"(?i)</(?:html|body|div|table|p|span|font|a|td|head|title)>|<br\s*/?>")
_ENVELOPE = re.compile(
    rb"^From (?:[^\r\n]{0,500}?[ \t])?(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),?[ \t]+"
    rb"(?:(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[ \t]+\d{1,2},?[ \t]+|"
    rb"\d{1,2}[ \t]+(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[ \t]+(?:\d{4}[ \t]+)?)"
    rb"\d{1,2}:\d{2}(?::\d{2})?(?:[ \t]+[A-Za-z+-][\w+-]{0,6}){0,2}(?:[ \t]+\d{4})?(?:[ \t]+[+-]\d{4})?"
    rb"(?:[ \t]+remote from \S{1,200})?[ \t]*$"
)
_PATCH = re.compile(rb"^From [0-9a-f]{40} Mon Sep 17 00:00:00 2001[ \t]*$")
_LOG_SEPARATOR = re.compile(rb"={73}[ \t]{0,20}\r?\n")
LONGEST_LOG_SEPARATOR = 200
"""Bytes from the line end before a separator of a LISTSERV log by which it can be told."""
_COUNT = re.compile(rb"[0-9]{1,12}[ \t]{0,20}\r?\n")
_BASE64_LINES = re.compile(rb"(?:[A-Za-z0-9+/]{76}\r?\n){0,2}[A-Za-z0-9+/]{1,76}={0,2}(?:\r?\n|$)")
_STRONG = frozenset(
    "received return-path delivered-to message-id mime-version content-type content-transfer-encoding dkim-signature"
    " in-reply-to references x-mailer user-agent x-originating-ip authentication-results list-id list-unsubscribe"
    " x-from x-to x-folder x-mozilla-status x-gm-thrid x-spam-status x-received arc-seal thread-topic thread-index"
    " domainkey-signature newsgroups x-store-info x-ms-exchange-organization-authas envelope-to".split()
)
_FIRST_HEADER = re.compile(
    rb"(?:\xef\xbb\xbf)?[\r\n]{0,100}(?:>?From [^\n]{0,1000}\n)?([!-9;-~]{1,100})[ \t]{0,9}:"
)
_CONTROL = bytes(set(range(32)) - {7, 8, 9, 10, 12, 13, 27}) + b"\x7f"
_YEAR_AND_TIME = re.compile(r"\d{1,2}:\d{2}")


def is_envelope(line: bytes) -> bool:
    """Whether ``line`` (without its line end) is the "From sender date" line that separates messages in an mbox."""
    return _ENVELOPE.match(line) is not None


def is_patch_envelope(line: bytes) -> bool:
    """Whether ``line`` is the fixed first line of a patch made by git: not the separator of a mailbox."""
    return _PATCH.match(line) is not None


def read_head(stream: BinaryIO) -> bytes:
    """The bytes at the start of ``stream`` by which it is recognised: HEAD, or more where headers of mail go on.

    Of bzip2, enough for its first block to be whole, or nothing could be unpacked; of OLE storage, the start of its directory.
    """
    head = stream.read(HEAD)
    if head.startswith(b"BZh") and len(head) == HEAD:
        return head + stream.read(MIB)
    if (end := ole.directory_end(head)) > len(head):
        return head + stream.read(min(end, LONGEST_HEAD) - len(head))
    while HEAD <= len(head) < LONGEST_HEAD and _headers_go_on(head):
        more = stream.read(3 * len(head))
        if not more:
            break
        head += more
    return head


def _headers_go_on(head: bytes) -> bool:
    """Whether ``head`` begins with a header of mail and ends before the blank line after the headers."""
    first = _FIRST_HEADER.match(head)
    return (
        first is not None
        and head.find(b"\n\n", first.end()) < 0
        and head.find(b"\n\r\n", first.end()) < 0
        and (first[1].lower().decode("ascii") in _STRONG or KNOWN.match(first[1] + b":") is not None)
    )


def recognise_bytes(data: bytes, name: str = "") -> Recognised:
    """What ``data`` is, all of it."""
    return recognise(read_head(io.BytesIO(data)), name, len(data))


def recognise(head: bytes, name: str = "", size: int | None = None) -> Recognised:
    """What a file is that begins with ``head`` (as ``read_head`` gives it); ``size`` is that of the whole file."""
    return _archive(head, name) or unarchived(head, name, size)


def unarchived(head: bytes, name: str = "", size: int | None = None) -> Recognised:
    """As ``recognise``, but never an archive: for what begins like one and is none."""
    document = _document(head) or _outlook(head, name)
    if document is not None:
        return document
    if head.startswith(_OLE):
        return Recognised(Form.OLDOFFICE, _guessed_type(name, "application/x-ole-storage"))
    for magic, media_type in _MAGIC:
        if head.startswith(magic):
            return Recognised(Form.OTHER, media_type)
    if is_mbox(head):
        return Recognised(Form.MBOX, "application/mbox")
    if is_listserv(head):
        return Recognised(Form.LISTSERV, "application/x-listserv-log")
    if is_emlx(head):
        return Recognised(Form.EMLX, "message/x-emlx")
    if name.lower().endswith(".emlxpart") and _BASE64_LINES.match(head):
        return Recognised(Form.EMLXPART, "application/x-emlxpart")
    if is_message(head, name):  # before the question whether it is text: bodies hold all kinds of bytes
        return Recognised(Form.MESSAGE, "message/rfc822")
    if not is_text(head, size is None or size <= len(head)):
        return Recognised(Form.OTHER, _guessed_type(name, "application/octet-stream"))
    if is_html(head, name):
        return Recognised(Form.HTML, "text/html")
    guess = _guessed_type(name, "text/plain")
    return Recognised(
        Form.TEXT, guess if guess.startswith("text/") and guess != "text/html" else "text/plain"
    )


def _document(head: bytes) -> Recognised | None:
    """A PDF, RTF or image. Bytes before the mark of a PDF count only where they are no text, such as a mail it stands in."""
    at = head.find(b"%PDF-", 0, _BEFORE_PDF)
    if at == 0 or (at > 0 and not head[:at].strip()) or (at > 0 and not is_text(head[:at])):
        return Recognised(Form.PDF, "application/pdf")
    if head.startswith(b"{\\rtf"):
        return Recognised(Form.RTF, "application/rtf")
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return Recognised(Form.IMAGE, "image/webp")
    if (
        head.startswith(b"BM")
        and len(head) > 18
        and head[14:18] in (b"\x28\0\0\0", b"\x0c\0\0\0", b"\x7c\0\0\0")
    ):
        return Recognised(Form.IMAGE, "image/bmp")
    image = next((media_type for magic, media_type in _IMAGES if head.startswith(magic)), None)
    return Recognised(Form.IMAGE, image) if image else None


def _outlook(head: bytes, name: str) -> Recognised | None:
    """An item of Outlook: in a file of its own, packed as TNEF, or serialised."""
    if serial.message_class(head) is not None:
        return Recognised(Form.OUTLOOK_ITEM, "application/x-headwater-outlook-item")
    if head.startswith(tnef.MAGIC):
        return Recognised(Form.TNEF, "application/ms-tnef")
    return Recognised(Form.MSG, "application/vnd.ms-outlook") if ole.is_msg(head, name) else None


def _archive(head: bytes, name: str) -> Recognised | None:
    if head.startswith(pff.MAGIC):
        return Recognised(Form.PST, pff.media_type(head))
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _zip(head, name)
    if head.startswith(b"7z\xbc\xaf\x27\x1c"):
        return Recognised(Form.SEVENZIP, "application/x-7z-compressed")
    if is_tar(head):
        return Recognised(Form.TAR, "application/x-tar")
    inner = unpacked_head(head)
    if inner and is_tar(inner):
        return Recognised(Form.TAR, "application/x-tar")
    packed = next((media_type for magic, media_type in _PACKED if head.startswith(magic)), None)
    return Recognised(Form.PACKED, packed) if packed and inner else None


def _zip(head: bytes, name: str) -> Recognised:
    """A ZIP archive, or one of the document formats that are ZIP archives inside."""
    first = head[30 : 30 + int.from_bytes(head[26:28], "little")] if head.startswith(b"PK\x03\x04") else b""
    if first == b"mimetype":
        declared = head[30 + len(first) + int.from_bytes(head[28:30], "little") :][:100]
        found = _MEDIA_TYPE.match(declared)
        media_type = found[0].decode("ascii") if found else ""
        if media_type.startswith("application/vnd.oasis.opendocument."):
            return Recognised(Form.OPENDOCUMENT, media_type)
        if media_type == "application/epub+zip":
            return Recognised(Form.EPUB, media_type)
    if _OOXML_FIRST.match(first) and (inside := _OOXML_PART.search(head)):
        return Recognised(Form.OOXML, _OOXML_TYPES[inside[1]])
    return Recognised(Form.ZIP, "application/zip")


def is_tar(head: bytes) -> bool:
    """Whether ``head`` begins with a valid tar header (ustar, GNU or the old form: the checksum must hold)."""
    if len(head) < tarfile.BLOCKSIZE or head[0] == 0:
        return False
    try:
        tarfile.TarInfo.frombuf(head[: tarfile.BLOCKSIZE], "utf-8", "surrogateescape")
    except tarfile.HeaderError:
        return False
    return True


def unpacked_head(head: bytes) -> bytes:
    """The first bytes of what a gzip, bzip2 or xz stream holds; empty where it is none or damaged."""
    opened = decompressor(io.BytesIO(head), head)
    data = b""
    try:
        while opened and len(data) < tarfile.BLOCKSIZE and (more := opened.read1(tarfile.BLOCKSIZE)):
            data += more
    except (OSError, EOFError, lzma.LZMAError, zlib.error, ValueError):
        return data
    return data


def decompressor(stream: BinaryIO, head: bytes) -> io.BufferedIOBase | None:
    """A reader of what the compressed ``stream`` holds, by the magic in ``head``; None where there is none.

    Of a damaged stream, ``read1`` gives all that comes before the damage; ``read`` loses some of it.
    """
    if head.startswith(b"\x1f\x8b"):
        return cast(io.BufferedIOBase, gzip.GzipFile(fileobj=stream))
    if head.startswith(b"BZh"):
        return cast(io.BufferedIOBase, bz2.BZ2File(stream))
    return cast(io.BufferedIOBase, lzma.LZMAFile(stream)) if head.startswith(b"\xfd7zXZ\x00") else None


def is_text(head: bytes, whole: bool = True) -> bool:
    """Whether ``head`` is text in some charset: nearly no control characters. An empty file is text."""
    if not head or head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or charsets.wide_codec(head):
        return True
    control = len(head) - len(head.translate(None, _CONTROL))
    if control == 0 and head.isascii():
        return True
    try:
        codecs.getincrementaldecoder("utf-8")("strict").decode(head, final=whole)
        return control * 100 <= len(head)
    except UnicodeDecodeError:
        return control * 500 <= len(head)


def is_mbox(head: bytes) -> bool:
    """Whether the first line that is not blank separates messages in an mbox.

    A patch by git begins with a line of that form and is a message, unless a second one follows.
    """
    text = head[3:] if head.startswith(codecs.BOM_UTF8) else head
    line = text.lstrip(b"\r\n").split(b"\n", 1)[0].rstrip(b"\r")
    if is_patch_envelope(line):
        return len(re.findall(rb"(?m)^From [0-9a-f]{40} Mon Sep 17 00:00:00 2001", head)) > 1
    return is_envelope(line)


def is_listserv(head: bytes) -> bool:
    """Whether a log file of LISTSERV begins: the first line that is not blank separates messages in one."""
    text = head[3:] if head.startswith(codecs.BOM_UTF8) else head
    blank = len(text) - len(text.lstrip(b"\r\n"))
    return log_separator_end(text, blank) > 0


def log_separator_end(data: bytes, at: int) -> int:
    """Where the line after the one at ``at`` begins if that separates messages in a log file of LISTSERV; else 0.

    It has 73 equals signs, and a header of mail follows.
    """
    found = _LOG_SEPARATOR.match(data, at)
    return found.end() if found and KNOWN.match(data, found.end()) else 0


def is_emlx(head: bytes) -> bool:
    """Whether a file of Apple Mail begins: a number on a line of its own, then the headers of a message."""
    found = _COUNT.match(head)
    return found is not None and is_message(head[found.end() :], ".emlx")


def is_message(head: bytes, name: str = "") -> bool:
    """Whether ``head`` begins with the headers of a mail message.

    Technical headers (Received, Message-ID, MIME-Version ...) weigh most, then a From with an address and a Date with a
    time of day. A printed or exported mail ("From:", "Sent:", "To:") is a text.
    """
    headers, end = split(head, LONGEST_HEAD)
    names = [field.lower() for field, _ in headers.fields]
    if not names or not _begins_well(head, headers) or not is_text(head[:end], whole=end < len(head)):
        return False
    if names[0] == "begin" or (len(names) == 1 and names[0] not in _STRONG):
        return False
    score = _score(headers)
    mail_like = name.lower().endswith((".eml", ".emlx", ".mht"))
    return score >= (3 if mail_like or headers.separator else 4)


def _score(headers: Headers) -> int:
    names = headers.by_name.keys()
    strong = len(names & _STRONG)
    score = (
        3 * strong
        + any(name.startswith("x-") for name in names)
        + len(names & {"to", "cc", "subject", "reply-to", "sender"})
    )
    if "sent" in names and strong < 2:
        return 0
    if "from" in names:
        sender = headers.first("from")
        score += 2 if b"@" in sender or b" at " in sender or b"=?" in sender else 1
    if "date" in names:
        date = text_of(headers.first("date"))
        score += 2 if _YEAR_AND_TIME.search(date) and sent.parsed(date) else 0
    return (
        score
        if names & {"from", "to", "subject", "date", "received", "message-id", "return-path"}
        else score - 2
    )


def _begins_well(head: bytes, headers: Headers) -> bool:
    """Whether headers are the first thing in ``head``: at most a mark, blank lines and a "From " line before."""
    start = head.find(headers.fields[0][0].encode("ascii"))
    before = head[: max(start, 0)].lstrip(codecs.BOM_UTF8).strip(b"\r\n")
    return not before or before.startswith((b"From ", b">From "))


def is_html(head: bytes, name: str = "") -> bool:
    """Whether ``head`` is HTML: it begins with markup that only HTML has, or with a fragment and closing tags."""
    start = head[3:] if head.startswith(codecs.BOM_UTF8) else head
    wide = charsets.wide_codec(head)
    if wide or head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        start = charsets.decode(head).text.encode("utf-8")
    if _HTML.match(_past_comments(start)):
        return True
    return name.lower().endswith((".html", ".htm", ".xhtml")) and len(_CLOSING.findall(start)) >= 2


def _past_comments(markup: bytes) -> bytes:
    """``markup`` from its first tag on: without blanks, an XML declaration and comments before it."""
    rest = markup.lstrip()
    for opening, closing in ((b"<?xml", b"?>"), *[(b"<!--", b"-->")] * _MAX_COMMENTS):
        if rest.startswith(opening):
            rest = rest[rest.find(closing) + len(closing) :].lstrip() if closing in rest else b""
    return rest


def _guessed_type(name: str, otherwise: str) -> str:
    return (
        _TYPES.guess_type("x." + name.rpartition(".")[2].lower())[0] or otherwise
        if "." in name
        else otherwise
    )
