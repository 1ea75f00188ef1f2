"""What Python's standard library reads in a message, laid beside what Headwater reads: for the test of conformance."""

from __future__ import annotations

import email
import re
from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import UTC
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime

from headwater.base.dates import DateRank
from headwater.intake.items import Reading, read_item
from headwater.intake.seam import About, Form, Recognised
from headwater.model.document import Place

_TEXTS = ("text/plain", "text/html", "text/enriched")
MESSAGE = Recognised(Form.MESSAGE, "message/rfc822")


@dataclass(frozen=True)
class Facts:
    """What is compared of a message. ``text`` is without white space; None: not to be compared."""

    subject: str
    senders: tuple[str, ...]
    date: str
    message_id: str
    attachments: int
    text: str | None


def differing(raw: bytes) -> tuple[str, ...]:
    """The names of the facts on which Headwater and the standard library differ over ``raw``."""
    expected, found = by_the_library(raw), by_headwater(raw)
    return tuple(
        one.name
        for one in fields(Facts)
        if getattr(expected, one.name) != getattr(found, one.name)
        and not (one.name == "text" and _fits(expected.text, found.text))
    )


def _fits(expected: str | None, found: str | None) -> bool:
    """Of a message with HTML besides, the library gives the plain text, with which ours begins."""
    return expected is None or found is None or (bool(expected) and found.startswith(expected))


def by_headwater(raw: bytes) -> Facts:
    """The facts as Headwater reads them."""
    made: Reading = read_item(raw, Place("x"), About("x"), MESSAGE)
    document = made.taken.document
    people = document.message.participants if document.message else ()
    sent = document.sent if document.sent and document.rank is DateRank.HEADER else None
    return Facts(
        subject=_bare(document.title),
        senders=tuple(sorted(p.address for p in people if p.role == "from" and "@" in p.address)),
        date=sent.iso() if sent else "",
        message_id=document.message.message_id if document.message else "",
        attachments=len(made.taken.inside) + sum(failed.place.path != "x" for failed in made.failed),
        text=_bare(document.text),
    )


def by_the_library(raw: bytes) -> Facts:
    """The facts as Python's email package reads them."""
    parsed = email.message_from_bytes(raw)
    addresses = getaddresses([_header(value) for value in parsed.get_all("from", [])])
    return Facts(
        subject=_bare(_header(parsed.get("subject", ""))),
        senders=tuple(sorted(address.lower() for _, address in addresses if "@" in address)),
        date=_date(str(parsed.get("date", ""))),
        message_id=str(parsed.get("message-id", "")).strip().strip("<>"),
        attachments=sum(1 for _ in _attachments(parsed)),
        text=_text(parsed),
    )


def _header(value: object) -> str:
    try:
        return str(make_header(decode_header(value)))  # type: ignore[arg-type]
    except (HeaderParseError, LookupError, UnicodeError, ValueError):
        return str(value)


def _date(value: str) -> str:
    try:
        when = parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError):
        return ""
    when = when if when.tzinfo else when.replace(tzinfo=UTC)
    return f"{when.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}" if 1970 <= when.year <= 2099 else ""


def _leaves(part: Message, top: bool = True) -> Iterator[tuple[Message, bool]]:
    """The parts that hold no others, and whether each is the message itself; forwarded messages whole."""
    if part.get_content_maintype() == "multipart" and part.is_multipart():
        for child in part.get_payload():
            yield from _leaves(child, False)  # type: ignore[arg-type]
    else:
        yield part, top


def _is_body(part: Message, top: bool) -> bool:
    if part.get_content_type() not in _TEXTS and part.get_content_maintype() != "multipart":
        return False
    return top or not (part.get_filename() or part.get_content_disposition() == "attachment")


def _attachments(message: Message) -> Iterator[Message]:
    return (part for part, top in _leaves(message) if not _is_body(part, top))


def _text(message: Message) -> str | None:
    """The plain text; None where there is only HTML, whose text is not the library's business."""
    bodies = [part for part, top in _leaves(message) if _is_body(part, top)]
    if any(part.get_content_type() != "text/plain" for part in bodies) and not any(
        part.get_content_type() == "text/plain" and _payload(part).strip() for part in bodies
    ):
        return None
    return _bare("".join(_payload(part) for part in bodies if part.get_content_type() == "text/plain"))


def _payload(part: Message) -> str:
    raw = part.get_payload(decode=True)
    if not isinstance(raw, bytes):
        return ""
    try:
        return raw.decode(part.get_content_charset() or "utf-8")
    except (LookupError, UnicodeError):
        return raw.decode("cp1252", "replace")


def _bare(text: str) -> str:
    return re.sub(r"\s+", "", text)
