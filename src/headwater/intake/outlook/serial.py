"""The canonical serialisation of an Outlook item: a mail message in MIME, the same bytes wherever the item is found.

Items of PST stores and those embedded in MSG files have no bytes of their own. They are identified by the SHA-256 of what
``serialised`` makes of them and read from it as any message is. docs/renditions.md has the rules; a change in them raises
VERSION.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator
from datetime import datetime
from email.utils import format_datetime
from urllib.parse import quote

from headwater.base.dates import Moment
from headwater.base.settings import Limits
from headwater.intake import charsets
from headwater.intake.headers import split
from headwater.intake.outlook import fields, rtf, tags
from headwater.intake.outlook.item import Attachment, Item
from headwater.intake.outlook.people import recipients, senders
from headwater.intake.outlook.properties import Properties, binary, charset_of, instant, number, text

VERSION = 1
"""Of the rules in docs/renditions.md."""

MARK = b"X-Headwater-Outlook-Item: "
"""How every serialisation begins."""

NOTE = "X-Headwater-Note"
"""The header that says what of an item was repaired."""

TROUBLE = "X-Headwater-Trouble"
"""The header that says what of an item could not be read."""

_MARKED = re.compile(rb"X-Headwater-Outlook-Item: \d+; class=\"([^\"\r\n]{0,100})\"\r\n")
_OWN = ("content-", "mime-version", "x-headwater-")
_ORIGINAL = b"X-Headwater-Original-"
_LINE_END = re.compile(r"\r\n|\r|\n")
_SPACES = re.compile(r"[\s\x00-\x1f\x7f]+")
_FOLD = re.compile(rb"[\r\n]+[ \t]*")
_CLASS = re.compile(r"[^A-Za-z0-9._-]")
_TYPE = re.compile(r"[a-z0-9][a-z0-9.+-]{0,60}/[a-z0-9][a-z0-9.+-]{0,90}")
_MOST_HEADERS = 64 * 1024  # bytes of headers of a signed content
_SIGNED = re.compile(rb"(?i)content-type:[ \t\r\n]*multipart/signed")
_IDENTIFIER = re.compile(r"[^\x21-\x7e]+")
_IMPORTANCE = {0: "low", 2: "high"}
_SENSITIVITY = {1: "Personal", 2: "Private", 3: "Company-Confidential"}
_EXCHANGE_HEADERS = "Microsoft Mail Internet Headers Version"


def message_class(data: bytes) -> str | None:
    """The class of the item of which ``data`` is the serialisation; None where it is none."""
    found = _MARKED.match(data)
    return found[1].decode("ascii", "replace") if found else None


def fallback(item: Item) -> Moment | None:
    """When an item was made or changed last: its date where nothing else gives one."""
    return instant(item.properties, tags.CREATION_TIME, tags.LAST_MODIFICATION_TIME)


def serialised(item: Item, limits: Limits, depth: int = 0) -> bytes:
    """The item as a mail message, items embedded in it included, as deep as the limits allow."""
    own = _CLASS.sub("_", text(item.properties, tags.MESSAGE_CLASS))[:100]
    parts, notes, trouble = _parts(item, own, limits, depth)
    lines = [MARK + f'{VERSION}; class="{own}"'.encode("ascii")]
    lines += [f"{NOTE}: {_one_line(words)}".encode() for words in (*item.notes, *notes)]
    lines += [f"{TROUBLE}: {_one_line(words)}".encode() for words in (*item.trouble, *trouble)]
    given = _transported(item.properties)
    lines += [name + b": " + value for name, value in given]
    present = {name.lower() for name, _ in given}
    lines += [
        f"{name}: {value}".encode()
        for name, value in _built(item)
        if name.lower().encode("ascii") not in present
    ]
    lines.append(b"MIME-Version: 1.0")
    return b"\r\n".join(lines) + b"\r\n" + parts


def _one_line(words: str) -> str:
    return charsets.cleaned(_SPACES.sub(" ", words)).strip()


def _transported(values: Properties) -> list[tuple[bytes, bytes]]:
    """The headers with which a message came, in order; those that speak of its parts under another name."""
    raw = text(values, tags.TRANSPORT_HEADERS)
    if raw.startswith(_EXCHANGE_HEADERS):
        raw = raw.partition("\n")[2]
    if not raw:
        return []
    headers, _ = split(_LINE_END.sub("\n", raw).encode("utf-8"), len(raw) * 4 + 1)
    return [_header(name.encode("ascii"), value) for name, value in headers.fields]


def _header(name: bytes, value: bytes) -> tuple[bytes, bytes]:
    name = _ORIGINAL + name if name.lower().decode("ascii").startswith(_OWN) else name
    return name, _FOLD.sub(b"\r\n ", value.strip())


def _built(item: Item) -> Iterator[tuple[str, str]]:
    """Headers made of properties; those that the transport gave already are passed over by the caller."""
    values = item.properties
    author, agent = senders(values)
    people = {"From": [author], "Sender": [agent], **recipients(values, item.recipients)}
    for role, addresses in people.items():
        if any(addresses):
            yield role, ",\r\n ".join(charsets.cleaned(one) for one in addresses)
    yield "Subject", _one_line(_subject(values))
    yield from _dates(values)
    yield from _identifiers(values)
    if thread := _one_line(text(values, tags.CONVERSATION_TOPIC)):
        yield "Thread-Topic", thread
    if index := binary(values, tags.CONVERSATION_INDEX)[:3000]:
        yield "Thread-Index", base64.b64encode(index).decode("ascii")
    if importance := _IMPORTANCE.get(number(values, tags.IMPORTANCE, 1)):
        yield "Importance", importance
    if sensitivity := _SENSITIVITY.get(number(values, tags.SENSITIVITY)):
        yield "Sensitivity", sensitivity
    keywords = values.get((tags.PUBLIC, "Keywords"))
    if isinstance(keywords, tuple):
        yield "Keywords", ", ".join(_one_line(word) for word in keywords if isinstance(word, str))


def _subject(values: Properties) -> str:
    """The subject; a control character and a number before it (PST stores) only say how long its prefix is."""
    subject = values.get(tags.SUBJECT)
    if isinstance(subject, str) and subject:
        return subject[2:] if subject[0] == "\x01" else subject
    return text(values, tags.SUBJECT_PREFIX) + text(values, tags.NORMALIZED_SUBJECT)


def _dates(values: Properties) -> Iterator[tuple[str, str]]:
    submitted, delivered = instant(values, tags.CLIENT_SUBMIT_TIME), instant(values, tags.DELIVERY_TIME)
    if submitted:
        yield "Date", _date(submitted)
    elif delivered:
        yield "Received", f"by the store in which it was found; {_date(delivered)}"


def _date(when: Moment) -> str:
    """An instant in UTC with an unknown offset (RFC 5322, 3.3: -0000)."""
    at: datetime = when.utc().replace(tzinfo=None)
    return format_datetime(at)


def _identifiers(values: Properties) -> Iterator[tuple[str, str]]:
    for name, key in (
        ("Message-ID", tags.INTERNET_MESSAGE_ID),
        ("In-Reply-To", tags.IN_REPLY_TO),
        ("References", tags.REFERENCES),
    ):
        if found := _IDENTIFIER.sub(" ", text(values, key)).strip():
            yield name, found


def _parts(item: Item, own: str, limits: Limits, depth: int) -> tuple[bytes, list[str], list[str]]:
    """The headers of the content and the content, what of it was repaired, and what could not be read."""
    if signed := _signed(item, own):
        return signed, [], []
    bodies, kept, notes = _bodies(item, own)
    trouble: list[str] = []
    parts = [bodies[0] if len(bodies) == 1 else _multipart("alternative", bodies)]
    parts += [_file("application/rtf", "body.rtf", kept)] if kept else []
    for position, attachment in enumerate(item.attachments, 1):
        part, words = _attached(attachment, limits, depth)
        if words:
            trouble.append(f"attachment {position} ({_file_name(attachment) or 'no name'}): {words}")
        if part:
            parts.append(part)
    return parts[0] if len(parts) == 1 else _multipart("mixed", parts), notes, trouble


def _signed(item: Item, own: str) -> bytes:
    """The content of a signed message, which Outlook keeps whole as its one attachment; empty where it is no such message."""
    data = item.attachments[0].data if len(item.attachments) == 1 else None
    if not own.lower().endswith(".smime.multipartsigned") or not data or not _SIGNED.match(data):
        return b""
    names = {name.lower() for name, _ in split(data, _MOST_HEADERS)[0].fields}
    return data if all(name.startswith("content-") for name in names) else b""


def _bodies(item: Item, own: str) -> tuple[list[bytes], bytes, list[str]]:
    """Plain text and HTML as parts; RTF that is kept beside them; what was repaired."""
    values = item.properties
    said = "\n".join(fields.lines(own, values))
    plain, html, notes, kept = values.get(tags.BODY), _html(values), [], b""
    plain = plain if isinstance(plain, str) else ""
    packed = binary(values, tags.RTF_COMPRESSED)
    if packed and not plain.strip() and not html[0].strip():
        rich, note = rtf.unpacked(packed)
        body = rtf.read(rich)
        html = (body.text.encode("utf-8"), "utf-8") if body.html else html
        plain, kept = ("", b"") if body.html else (body.text, rich)
        notes += [note] if note else []
    plain = "\n\n".join(one for one in (said, plain) if one.strip())
    bodies = [_text(plain)] if plain.strip() or not html[0] else []
    if html[0]:
        bodies.append(_base64(f"text/html; charset={html[1]}" if html[1] else "text/html", html[0]))
    return bodies, kept, notes


def _html(values: Properties) -> tuple[bytes, str]:
    """The HTML body and its charset."""
    html = values.get(tags.HTML)
    if isinstance(html, str):
        return html.encode("utf-8"), "utf-8"
    return (html if isinstance(html, bytes) else b""), charset_of(number(values, tags.INTERNET_CODEPAGE))


def _text(words: str) -> bytes:
    head = b"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    return head + _LINE_END.sub("\r\n", charsets.cleaned(words)).encode("utf-8")


def _base64(declared: str, data: bytes, more: str = "") -> bytes:
    head = f"Content-Type: {declared}\r\n{more}Content-Transfer-Encoding: base64\r\n\r\n".encode()
    return head + base64.encodebytes(data).replace(b"\n", b"\r\n")


def _file(media_type: str, name: str, data: bytes, content_id: str = "") -> bytes:
    return _base64(
        media_type, data, _disposition(name) + (f"Content-ID: <{content_id}>\r\n" if content_id else "")
    )


def _disposition(name: str) -> str:
    return (
        f"Content-Disposition: attachment; filename*=utf-8''{quote(name, safe='')}\r\n"
        if name
        else ("Content-Disposition: attachment\r\n")
    )


def _attached(attachment: Attachment, limits: Limits, depth: int) -> tuple[bytes, str]:
    """An attachment as a part, empty where nothing of it is there, and what was wrong with it."""
    name = _file_name(attachment)
    if attachment.item is not None:
        if depth >= limits.mime_depth:
            return b"", f"more than {limits.mime_depth} items inside each other"
        head = f"Content-Type: message/rfc822\r\n{_disposition(name)}\r\n".encode()
        return head + serialised(attachment.item, limits, depth + 1), attachment.trouble
    if attachment.data is None:
        return b"", attachment.trouble or _linked(attachment) or "it holds nothing"
    declared = text(attachment.properties, tags.ATTACH_MIME_TAG).lower()
    if not _TYPE.fullmatch(declared) or declared.startswith(("multipart/", "message/")):
        declared = "application/octet-stream"
    content_id = _IDENTIFIER.sub("", text(attachment.properties, tags.ATTACH_CONTENT_ID)).strip("<>")[:500]
    return _file(declared, name, attachment.data, content_id), attachment.trouble


def _file_name(attachment: Attachment) -> str:
    keys = (tags.ATTACH_LONG_FILENAME, tags.ATTACH_FILENAME, tags.DISPLAY_NAME)
    return _one_line(text(attachment.properties, *keys))[:255]


def _linked(attachment: Attachment) -> str:
    path = text(attachment.properties, tags.ATTACH_LONG_PATHNAME, tags.ATTACH_PATHNAME)
    return f"only a link to {path[:300]}" if path else ""


def _multipart(kind: str, parts: list[bytes]) -> bytes:
    """Parts between boundaries that occur in none of them, being made of their hash."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(hashlib.sha256(part).digest())
    boundary = f"hw-{digest.hexdigest()[:40]}"
    line = f"\r\n--{boundary}\r\n".encode("ascii")
    head = f'Content-Type: multipart/{kind}; boundary="{boundary}"\r\n'.encode("ascii")
    return head + line + line.join(parts) + f"\r\n--{boundary}--\r\n".encode("ascii")
