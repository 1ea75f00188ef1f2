"""Content-Transfer-Encoding undone (RFC 2045, section 6), damage tolerated and noted."""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass

_NOT_BASE64 = bytes(
    byte for byte in range(256) if not (chr(byte).isalnum() and byte < 128) and byte not in b"+/"
)
_INNER_BLANK = re.compile(rb"[^\s] [^\s]")
_UU_BEGIN = re.compile(rb"(?:^|\n)begin(?:-base64)? [0-7]{3,4} ([^\n]*)\n")
_UU_END = re.compile(rb"\nend[ \t\r]*(?:\n|$)")
_MOST_FILES = 100  # uuencoded files in one text
_COMMENT = re.compile(r"\([^()]{0,80}\)")
_LINES = re.compile(
    rb"\s*(?:[A-Za-z0-9+/]{20,}+[ \t]*+\r?\n)++(?:[A-Za-z0-9+/]*+={0,2}[ \t]*+\r?\n)?+(?=\s*+[^\sA-Za-z0-9+/=])"
)
_URL_ALPHABET = bytes.maketrans(b"-_", b"+/")
_PROSE_WITHIN = 4096  # bytes at the start by which prose is told from base64
_PLAIN = frozenset({"", "7bit", "8bit", "binary", "none", "7-bit", "8-bit"})
_UU = frozenset({"x-uuencode", "uuencode", "uue", "x-uue"})


@dataclass(frozen=True, slots=True)
class Undone:
    """Decoded bytes, notes on damage; ``failed`` says why nothing could be decoded, else it is empty."""

    data: bytes
    notes: tuple[str, ...] = ()
    failed: str = ""


def undo(body: bytes, encoding: str) -> Undone:
    """The bytes that ``body`` stands for under the named transfer encoding (any case, comments ignored)."""
    name = encoding.lower()
    if name in _PLAIN:
        return Undone(body)
    name = _COMMENT.sub("", name.partition(";")[0]).strip().strip("\"'").replace(" ", "-").replace("_", "-")
    if name in _PLAIN:
        return Undone(body)
    if name == "quoted-printable":
        return Undone(binascii.a2b_qp(_trimmed_lines(body)))
    if name == "base64":
        return _base64(body)
    if name in _UU:
        return _uuencoded(body)
    if name == "mac-binhex40":
        return Undone(b"", (), "encoded as BinHex, which is not read")
    return Undone(body, (f"unknown transfer encoding {name[:40]!r}, read as it is",))


def _trimmed_lines(body: bytes) -> bytes:
    """White space at the end of a line was added on the way and does not count (RFC 2045, 6.7, rule 3)."""
    if b" \n" in body or b"\t\n" in body or b" \r\n" in body or b"\t\r\n" in body:
        return b"\n".join(_trimmed(line) for line in body.split(b"\n"))
    return body


def _trimmed(line: bytes) -> bytes:
    end = b"\r" if line.endswith(b"\r") else b""
    return line.rstrip(b" \t\r") + end


def _base64(body: bytes) -> Undone:
    clean = _without_white(body)
    if not _is_sound(clean) or _is_prose(body[:_PROSE_WITHIN]) or _is_prose(body[-_PROSE_WITHIN:]):
        return _damaged_base64(body)
    return _undone_base64(clean, [])


def _is_sound(clean: bytes) -> bool:
    """Whether there are only letters of base64, and nothing after the padding."""
    letters, _, rest = clean.partition(b"=")
    return not rest.strip(b"=") and len(letters.translate(None, _NOT_BASE64)) == len(letters)


def _damaged_base64(body: bytes) -> Undone:
    """Base64 with words after it, in the alphabet for URLs (RFC 4648, 5) or with foreign bytes; or no base64 at all."""
    lines = _LINES.match(body)
    if lines and _is_prose(body[lines.end() :][:_PROSE_WITHIN]):
        note = f"{len(body) - lines.end()} bytes after the base64 were left out"
        return _undone_base64(_without_white(lines[0]), [note])
    clean = _without_white(body)
    for_urls = clean.translate(_URL_ALPHABET)
    blanks = _INNER_BLANK.search(body[:_PROSE_WITHIN])
    if b"+" not in clean and b"/" not in clean and not blanks and _is_sound(for_urls):
        return _undone_base64(for_urls, ["base64 of the alphabet for URLs"])
    if _is_prose(body[:_PROSE_WITHIN]):
        return Undone(body, ("declared base64 is none; read as it is",))
    return _undone_base64(clean, [])


def _undone_base64(clean: bytes, notes: list[str]) -> Undone:
    """What base64 without white space stands for; foreign bytes are passed over."""
    letters, padding, rest = clean.partition(b"=")
    tail = rest.lstrip(b"=")
    kept = letters.translate(None, _NOT_BASE64)
    if len(kept) != len(letters):
        notes.append("foreign bytes in base64 were left out")
    if tail:
        notes.append("base64 goes on after its end")
        return Undone(_padded(kept) + _padded(tail.translate(None, _NOT_BASE64)), tuple(notes))
    if len(kept) % 4 == 1 or (len(kept) % 4 and not padding):
        notes.append("base64 is cut off")
    return Undone(_padded(kept), tuple(notes))


def _is_prose(start: bytes) -> bool:
    """Whether text was declared base64 without being it: blanks between words, or many foreign bytes."""
    letters = len(_without_white(start))
    foreign = letters - len(start.translate(None, _NOT_BASE64)) - start.count(b"=")
    blanks = len(_INNER_BLANK.findall(start)) if b" " in start else 0
    return (foreign + blanks) * 20 > letters > 0


def _without_white(body: bytes) -> bytes:
    return body.translate(None, b" \t\r\n\x0b\x0c")


def _padded(kept: bytes) -> bytes:
    """Decode base64 letters without padding; a single left-over letter stands for no byte."""
    kept = kept[: len(kept) - 1] if len(kept) % 4 == 1 else kept
    return binascii.a2b_base64(kept + b"=" * (-len(kept) % 4))


def uuencoded_files(body: bytes) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of each file that stands uuencoded in a text, whole from "begin" to "end"; at most 100."""
    begin = _UU_BEGIN.search(body) if b"begin " in body else None
    for _ in range(_MOST_FILES):
        if begin is None:
            return
        end = _UU_END.search(body, begin.end())
        if end is None:
            return
        undone = _uuencoded(body[begin.start() : end.end()])
        if undone.data and not undone.notes:
            yield begin[1].strip().decode("utf-8", "replace"), undone.data
        begin = _UU_BEGIN.search(body, end.end() - 1)


def _uuencoded(body: bytes) -> Undone:
    begin = _UU_BEGIN.search(body)
    if begin is None:
        return Undone(b"", (), "declared uuencode has no begin line")
    out: list[bytes] = []
    for line in body[begin.end() :].split(b"\n"):
        line = line.rstrip(b"\r")
        if line == b"end":
            return Undone(b"".join(out))
        piece = _uu_line(line)
        if piece is None:
            return Undone(b"".join(out), ("uuencode is damaged from one line on",))
        out.append(piece)
    return Undone(b"".join(out), ("uuencode is cut off",))


def _uu_line(line: bytes) -> bytes | None:
    try:
        return binascii.a2b_uu(line)
    except binascii.Error:
        pass
    try:  # some programs get the padding wrong: count what the length letter promises
        return binascii.a2b_uu(line[: (((line[0] - 32) & 63) * 4 + 5) // 3]) if line else b""
    except binascii.Error:
        return None
