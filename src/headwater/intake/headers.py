"""The header block of a message: split, unfolded, decoded, with repairs.

Follows RFC 5322 and RFC 2047, and the habits of programs that do not: 8-bit bytes without a charset, encoded
words with spaces in them or split inside a character, names with a blank before the colon, lines broken without a
fold, an mbox "From " line or a byte order mark first.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from email.message import Message as Parameters
from functools import lru_cache

from headwater.intake import charsets
from headwater.intake.transfer import undo

_NAME = re.compile(rb"([!-9;-~]+)[ \t]*:")
_FIELD = re.compile(rb"([!-9;-~]+)[ \t]*:([^\n]*\n(?:[ \t][^\n]*\n)*+)")
_FROM_LINE = re.compile(rb">?From (?![ \t]*:)")
KNOWN = re.compile(
    rb"(?i)(?:from|to|cc|bcc|subject|date|sender|reply-to|received|return-path|message-id|mime-version|references"
    rb"|in-reply-to|content-[a-z-]+|x-[a-z0-9-]+|list-[a-z-]+|delivered-to|user-agent|importance|organization)[ \t]*:"
)
"""A line that begins like a header which mail programs write."""

_WORD = re.compile(r"=\?\s?([^?\s=]{1,60})\s?\?\s?([bBqQ])\s?\?([^\n]{0,2000}?)\?=")
_NO_BASE64 = re.compile(rb"[^A-Za-z0-9+/=]")
_FOLD = re.compile(r"\r?\n|\r")
_SPACES = re.compile(r"[ \t\r\n]+")
_MAX_DECODED = 100_000  # characters of a header in which encoded words are decoded
_MAX_WORDS = 2_000  # encoded words in one header: more is an attack, the rest is shown as it stands
_PLAIN_FORM = re.compile(
    rb"([A-Za-z0-9!#$&^_.+/-]{1,200})[ \t]*((?:;(?:\r?\n)?[ \t]*[A-Za-z0-9_-]{1,60}="
    rb'(?:"[ !#-\[\]-~]*+"|[!#-&+-:=?-\[\]-~]++)[ \t]*+)*+);?'
)
_PLAIN_PARAMETER = re.compile(rb"""([A-Za-z0-9_-]{1,60})=(?:"([^"]*+)"|([^\s;]++))""")
_LONGEST_KEPT = 300  # bytes of a Content-Type whose meaning is kept: parts say the same again and again
_MAX_PARAMETERS = 10_000  # bytes of Content-Type that are parsed: the standard library takes quadratic time


@dataclass(frozen=True, slots=True)
class Headers:
    """A header block: ``fields`` in order, names as written, values as bytes with their folds.

    ``by_name`` has the values under the lower-cased names; ``separator`` is the mbox "From " line that stood before
    the headers, or empty.
    """

    fields: tuple[tuple[str, bytes], ...]
    by_name: Mapping[str, list[bytes]]
    notes: tuple[str, ...] = ()
    separator: bytes = b""

    def first(self, name: str) -> bytes:
        """The first value of the header ``name`` (lower case), or empty."""
        return self.by_name.get(name, [b""])[0]

    def every(self, name: str) -> list[bytes]:
        """All values of the header ``name`` (lower case), in order."""
        return self.by_name.get(name, [])


def split(raw: bytes, limit: int) -> tuple[Headers, int]:
    """The headers at the start of ``raw`` and the offset at which the body begins.

    At most ``limit`` bytes are looked at; headers that are longer are cut there, with a note.
    """
    start, separator, notes = _before_headers(raw)
    stop = min(len(raw), start + limit)
    fields, sound = _sound_fields(raw, start, stop)
    position = sound
    for position, line, end in _lines(raw, sound, stop):
        if not line.strip(b"\r\n"):
            position = end
            break
        name = _NAME.match(line)
        if line[:1] in (b" ", b"\t") and fields:
            fields[-1][1].append(line)
        elif name:
            fields.append((name[1].decode("ascii"), [line[name.end() :]]))
        elif not fields and KNOWN.match(line.lstrip(b" \t")) and KNOWN.match(raw, end):
            notes.append("blanks stood before the first header")
            first, _, rest = line.lstrip(b" \t").partition(b":")
            fields.append((first.decode("ascii").rstrip(), [rest]))
        elif fields and KNOWN.match(raw, end):
            notes.append("a header line was broken without a fold")
            fields[-1][1].append(b" " + line)
        else:
            if fields:
                notes.append("no blank line between headers and text")
            break
        position = end
    if position >= start + limit:
        notes.append("headers are longer than is looked at; the rest counts as text")
    made = tuple((name, b"".join(pieces).strip(b" \t\r\n")) for name, pieces in fields)
    by_name: dict[str, list[bytes]] = {}
    for field, value in made:
        by_name.setdefault(field.lower(), []).append(value)
    return Headers(made, by_name, tuple(dict.fromkeys(notes)), separator), position


def _sound_fields(raw: bytes, position: int, stop: int) -> tuple[list[tuple[str, list[bytes]]], int]:
    """The fields that follow each other from ``position`` on without any fault, and where they end."""
    fields = []
    while found := _FIELD.match(raw, position, stop):
        fields.append((found[1].decode("ascii"), [found[2]]))
        position = found.end()
    return fields, position


def _before_headers(raw: bytes) -> tuple[int, bytes, list[str]]:
    """What may stand before the first header: a mark, blank lines, an mbox line."""
    start, notes, separator = 0, [], b""
    if raw.startswith(b"\xef\xbb\xbf"):
        start = 3
        notes.append("a byte order mark stood before the headers")
    blank = start
    while raw.startswith((b"\n", b"\r\n"), blank):
        blank += 1 if raw.startswith(b"\n", blank) else 2
    if blank > start and _NAME.match(raw, blank):
        start = blank
        notes.append("blank lines stood before the headers")
    while _FROM_LINE.match(raw, start):
        end = raw.find(b"\n", start) + 1 or len(raw)
        separator = separator or raw[start:end].rstrip(b"\r\n")
        start = end
    return start, separator, notes


def _lines(raw: bytes, start: int, limit: int) -> Iterator[tuple[int, bytes, int]]:
    while start < limit:
        end = raw.find(b"\n", start, limit) + 1 or limit
        yield start, raw[start:end], end
        start = end


def text_of(value: bytes, charset: str = "") -> str:
    """A header's value as one line of text: unfolded, encoded words decoded, 8-bit bytes repaired."""
    text = decoded_words(unfolded(value, charset))
    if "  " in text or "\t" in text or "\n" in text or "\r" in text:
        text = _SPACES.sub(" ", text)
    return text.strip()


def unfolded(value: bytes, charset: str = "") -> str:
    """A header's value as text with its folds undone and its encoded words as they are."""
    if value.isascii() and b"\x1b" not in value:
        text = charsets.cleaned(value.decode("ascii"))
    else:
        text = charsets.decode(value, charset if charsets.known_codec(charset) != "ascii" else "").text
    return _FOLD.sub("", text) if "\n" in text or "\r" in text else text


def decoded_words(text: str) -> str:
    """``text`` with its RFC 2047 encoded words decoded; words that cannot be are left as they are.

    Blanks between two encoded words fall away; neighbours of one charset are joined as bytes first, since
    many programs split them inside a character.
    """
    if "=?" not in text:
        return text
    text, rest = text[:_MAX_DECODED], text[_MAX_DECODED:]
    out: list[str] = []
    pending: list[tuple[str, bytes]] = []
    position = 0
    for count, match in enumerate(_WORD.finditer(text)):
        raw = _word_bytes(match[2], match[3])
        if raw is None or count >= _MAX_WORDS:
            continue
        between = text[position : match.start()]
        if not pending or between.strip():
            out.append(_joined(pending))
            out.append(between)
            pending = []
        pending.append((match[1].partition("*")[0], raw))
        position = match.end()
    out.append(_joined(pending))
    out.extend((text[position:], rest))
    return "".join(out)


def _word_bytes(encoding: str, body: str) -> bytes | None:
    try:
        raw = body.encode("utf-8")
        if encoding in "qQ":
            return binascii.a2b_qp(raw.replace(b" ", b"=20"), header=True)
        undone = undo(raw if b" " in raw else _NO_BASE64.sub(b"", raw), "base64")
        return None if undone.failed else undone.data
    except (binascii.Error, ValueError):
        return None


def _joined(words: list[tuple[str, bytes]]) -> str:
    out: list[str] = []
    charset, data = "", b""
    for label, raw in words:
        if label.lower() != charset.lower() and data:
            out.append(charsets.decode(data, charset).text)
            data = b""
        charset, data = label, data + raw
    out.append(charsets.decode(data, charset).text if data else "")
    return "".join(out)


@dataclass(frozen=True, slots=True)
class ContentType:
    """A part's declared type (``main``/``sub``), lower case, and the parameters that matter here."""

    media_type: str
    charset: str
    boundary: bytes
    name: str
    disposition: str


def content_type(headers: Headers, default: str = "text/plain") -> ContentType:
    """What Content-Type and Content-Disposition say (RFC 2045, 2183, 2231), with the RFC's defaults."""
    raw_type, raw_disposition = headers.first("content-type"), headers.first("content-disposition")
    if not raw_type and not raw_disposition:
        return ContentType(default, "", b"", "", "")
    if len(raw_type) + len(raw_disposition) <= _LONGEST_KEPT:
        return _usual_type(raw_type, raw_disposition, default)
    return _content_type(raw_type, raw_disposition, default)


def _content_type(raw_type: bytes, raw_disposition: bytes, default: str) -> ContentType:
    of_type, of_disposition = _simple(raw_type), _simple(raw_disposition)
    if of_type is None or of_disposition is None or "/" not in of_type[0]:
        return _awkward_type(raw_type, raw_disposition, default)
    return ContentType(
        media_type=of_type[0].lower()[:200],
        charset=of_type[1].get("charset", "")[:60],
        boundary=of_type[1].get("boundary", "").rstrip().encode("ascii"),
        name=file_name(of_disposition[1].get("filename", "") or of_type[1].get("name", "")),
        disposition=of_disposition[0].lower()[:20],
    )


_usual_type = lru_cache(maxsize=4096)(_content_type)


def _simple(raw: bytes) -> tuple[str, dict[str, str]] | None:
    """The word that begins a structured header, and its parameters; None where the header is not of the plain form."""
    if not raw:
        return "", {}
    found = _PLAIN_FORM.fullmatch(raw) if len(raw) <= _MAX_PARAMETERS else None
    if found is None:
        return None
    made: dict[str, str] = {}
    for name, quoted, bare in _PLAIN_PARAMETER.findall(found[2]):
        made.setdefault(name.decode("ascii").lower(), (quoted or bare).decode("ascii"))
    return found[1].decode("ascii"), made


def _awkward_type(raw_type: bytes, raw_disposition: bytes, default: str) -> ContentType:
    holder = Parameters()
    holder["Content-Type"] = unfolded(raw_type[:_MAX_PARAMETERS]).strip("\r\n") or default
    holder["Content-Disposition"] = unfolded(raw_disposition[:_MAX_PARAMETERS]).strip("\r\n")
    declared = holder.get_content_type() if "/" in holder["Content-Type"].partition(";")[0] else default
    of_type, of_disposition = _parameters(holder, "Content-Type"), _parameters(holder, "Content-Disposition")
    return ContentType(
        media_type=charsets.cleaned(declared.strip()[:200]),
        charset=of_type.get("charset", "")[:60],
        boundary=of_type.get("boundary", "").rstrip().encode("utf-8", "replace"),
        name=file_name(of_disposition.get("filename", "") or of_type.get("name", "")),
        disposition=holder["Content-Disposition"].partition(";")[0].strip().lower()[:20],
    )


def _parameters(holder: Parameters, header: str) -> dict[str, str]:
    """The parameters of a header, the first of each name; RFC 2231 undone."""
    if ";" not in holder[header]:
        return {}
    try:
        found = holder.get_params(None, header) or []
    except (
        ValueError,
        LookupError,
        TypeError,
    ):  # the standard library stumbles over some broken RFC 2231 forms
        return {}
    made: dict[str, str] = {}
    for name, value in found:
        made.setdefault(name.lower(), _plain_value(value))
    return made


def _plain_value(value: str | tuple[str | None, str | None, str]) -> str:
    if isinstance(value, tuple):
        charset, _, text = value
        return charsets.decode(text.encode("latin-1", "replace"), charset or "utf-8").text
    return value or ""


def file_name(name: str) -> str:
    """A declared file name as one line without folders: what follows the last slash or backslash.

    A name that is an encoded word once it is decoded is decoded again: some programs encode names that are encoded already.
    """
    words = decoded_words(name)
    words = decoded_words(words) if words.startswith("=?") and words.endswith("?=") else words
    plain = _SPACES.sub(" ", words).strip(" \"'")
    plain = charsets.cleaned(plain).replace("\ufffd", "_") if "\x00" in plain else charsets.cleaned(plain)
    return plain.replace("\\", "/").rpartition("/")[2][:255]
