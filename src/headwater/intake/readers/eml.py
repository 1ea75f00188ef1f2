"""Mail messages (RFC 5322, MIME): header fields, the body as the rendition, attachments as parts.

What becomes of headers, alternatives, HTML and line ends is written in docs/renditions.md.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from headwater.intake import charsets
from headwater.intake.addresses import participants
from headwater.intake.alternatives import says_no_more
from headwater.intake.headers import Headers, decoded_words, file_name, text_of, unfolded
from headwater.intake.mime import Node, charset_of, parse
from headwater.intake.readers.html import render
from headwater.intake.seam import About, Leaf, Part, Recognised
from headwater.intake.sent import sent
from headwater.intake.transfer import Undone, undo, uuencoded_files
from headwater.model.document import Document, Failed, Kind, Message, Participant, Place, Status

_BOTH = "the alternatives differ: the text has the plain one, then what the other one says"
_ROLES = ("from", "sender", "reply-to", "to", "cc", "bcc")
_ID = re.compile(r"<([^<>\s]{1,990})>")
_COMMENTED = re.compile(rb"(?i)(to|cc):(?=[^@]{0,2000}@)")
_MAX_PEOPLE = 500_000  # participants of one message: about as many as the longest headers can hold
_MAX_IDS = 5_000  # references of one message
_MIME_SAYS_SO = re.compile(
    rb"(?i)\bmime\b|multi-?part message"
)  # what programs write there for readers without MIME
_LONGEST_PHRASE = 500  # bytes of such a phrase


@dataclass(slots=True)
class _Found:
    """What a walk over the parts collects: ``notes`` on what was repaired, ``remarks`` on the rest worth knowing."""

    texts: list[str] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    failed: list[Failed] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


def read_message(data: bytes, recognised: Recognised, about: About) -> Leaf:
    """A message as a document; never raises. Its attachments come back as parts."""
    root, budget = parse(data, about.limits)
    found = _Found(notes=budget.notes)
    for number, code, reason in budget.refused:
        found.failed.append(Failed(_place(about, number), code, reason))
    _collect(root, found, about, top=True)
    moment, rank = sent(root.headers, about.envelope, about.modified)
    message = _message(root, found)
    notes = tuple(dict.fromkeys(note for note in found.notes if note))
    document = Document(
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
        kind=Kind.MESSAGE,
        media_type="message/rfc822",
        title=message.subject,
        text=_joined(found.texts),
        status=Status.REPAIRED if notes else Status.READ,
        notes=tuple(dict.fromkeys((*notes, *found.remarks))),
        sent=moment,
        rank=rank,
        message=message,
    )
    return Leaf(document, tuple(found.parts), tuple(found.failed))


def _place(about: About, number: str) -> Place:
    return Place(f"{about.path}!{number}" if number else about.path)


def _message(root: Node, found: _Found) -> Message:
    headers, charset = root.headers, charset_of(root)
    people = list(islice(_people(headers, charset), _MAX_PEOPLE + 1))
    if len(people) > _MAX_PEOPLE:
        found.notes.append(f"only the first {_MAX_PEOPLE} people in the headers are kept")
    return Message(
        subject=text_of(headers.first("subject"), charset),
        message_id=_one_id(text_of(headers.first("message-id"))),
        in_reply_to=_ids(headers, "in-reply-to"),
        references=_ids(headers, "references"),
        participants=tuple(people[:_MAX_PEOPLE]),
    )


def _people(headers: Headers, charset: str) -> Iterator[Participant]:
    for role in _ROLES:
        for value in headers.every(role):
            yield from participants(role, unfolded(value, charset))
    for value in headers.every("comments"):  # where logs of LISTSERV keep recipients: "Comments: To: ..."
        found = _COMMENTED.match(value)
        if found and not headers.first(role := found[1].decode("ascii").lower()):
            yield from participants(role, unfolded(value[found.end() :], charset))


def _one_id(value: str) -> str:
    match = _ID.search(value)
    return match[1] if match else value.strip("<> ")[:990]


def _ids(headers: Headers, name: str) -> tuple[str, ...]:
    text = " ".join(unfolded(value) for value in headers.every(name))
    found = _ID.findall(text)
    if not found and "@" in text and not text.strip().count(" "):
        found = [text.strip("<> \t")]
    return tuple(dict.fromkeys(found))[:_MAX_IDS]


def _collect(node: Node, found: _Found, about: About, top: bool = False) -> None:
    """Texts, parts and failures of ``node`` and what is below it, in the order of the message."""
    if node.children:
        if node.around.strip():
            _note_around(node.around, found)
        if node.type.media_type == "multipart/alternative":
            _collect_alternatives(node.children, found, about)
        else:
            for child in node.children:
                _collect(child, found, about)
        return
    kind = node.type.media_type
    if _left_out(node):
        found.failed.append(Failed(_place(about, node.number), "missing", _missing(node)))
        found.remarks.append(_missing(node))
    elif kind.startswith("message/") and kind not in ("message/delivery-status", "message/partial"):
        _attach(node, found, about, is_message=kind in ("message/rfc822", "message/global", "message/news"))
    elif _is_body(node, top):
        _take_text(node, found, about)
    else:
        _attach(node, found, about)


def _left_out(node: Node) -> bool:
    """Whether Apple Mail keeps the body of a part beside the message and left it out here (``.partial.emlx``)."""
    return bool(node.headers.first("x-apple-content-length")) and not node.body.strip()


def _missing(node: Node) -> str:
    size = text_of(node.headers.first("x-apple-content-length"))[:20]
    name = f" ({node.type.name})" if node.type.name else ""
    return f"part {node.number}{name} of {size} bytes is kept beside the message by Apple Mail"


def _note_around(around: bytes, found: _Found) -> None:
    """Say that words before the first part or after the last are left out, unless it is the phrase of a program."""
    words = around.strip()
    if len(words) > _LONGEST_PHRASE or not _MIME_SAYS_SO.search(words):
        found.remarks.append(f"{len(words)} bytes outside the parts of a multipart are left out")


def _collect_alternatives(children: list[Node], found: _Found, about: About) -> None:
    """Of alternatives the best text, and after it any other that says what those before it do not.

    What is no text is collected from all of them.
    """
    best, others, before = _best(children), [], len(found.texts)
    for child in children:
        own = found if child is best or not _text_type(child) else _Found()
        _collect(child, own, about)
        if own is not found:
            found.parts.extend(own.parts)
            found.failed.extend(own.failed)
            others.append(own)
    for other in others:
        if other.texts and not says_no_more("\n".join(other.texts), "\n".join(found.texts[before:])):
            found.texts.extend(other.texts)
            found.notes.extend(other.notes)
            found.remarks.extend((*other.remarks, _BOTH))


def _best(children: list[Node]) -> Node | None:
    """The plain text if it says anything, else the last alternative that is text."""
    bodies = [child for child in children if _text_type(child)]
    plain = [child for child in bodies if _text_type(child) == "text/plain" and _says_something(child)]
    best = plain[0] if plain else next((c for c in reversed(bodies) if _text_type(c) != "text/plain"), None)
    return best or (bodies[0] if bodies else None)


def _text_type(node: Node) -> str:
    """text/plain or text/html where ``node`` is, or begins with, that; else empty."""
    while node.children and node.type.media_type != "multipart/mixed":
        node = node.children[0]
    kind = "multipart/mixed" if node.children else node.type.media_type
    return kind if kind in ("text/plain", "text/html", "multipart/mixed", "text/enriched") else ""


def _says_something(node: Node) -> bool:
    return bool(_undone(node).data.strip())


def _undone(node: Node) -> Undone:
    """The body of a part without its transfer encoding; undone once, since alternatives are looked at twice."""
    if node.undone is None:
        node.undone = undo(node.body, text_of(node.headers.first("content-transfer-encoding")))
    return node.undone


def _is_body(node: Node, top: bool) -> bool:
    """Whether a leaf is part of the message's text: text that is neither named nor marked as an attachment."""
    if node.type.media_type.startswith("multipart/"):
        return True  # declared as one, but not cut: it is shown as text rather than lost
    if node.type.media_type not in ("text/plain", "text/html", "text/enriched", "text"):
        return False
    return top or (node.type.disposition != "attachment" and not node.type.name)


def _take_text(node: Node, found: _Found, about: About) -> None:
    undone = _undone(node)
    found.notes.extend(undone.notes)
    if undone.failed:
        found.failed.append(Failed(_place(about, node.number), "undecodable", undone.failed))
        return
    if node.type.media_type == "text/html":
        rendered = render(undone.data, node.type.charset)
        found.notes.extend(rendered.notes)
        found.texts.append(rendered.text)
        return
    decoded = charsets.decode(undone.data, node.type.charset)
    files = uuencoded_files(undone.data) if b"begin" in undone.data else ()
    for count, (name, data) in enumerate(files, 1):
        found.parts.append(Part(f"{node.number}u{count}", file_name(name), "", "", data))
    found.notes.append(decoded.note)
    found.texts.append(_lines(decoded.text))


def _lines(text: str) -> str:
    """Line ends of a body are those of the transport and become "\\n"."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _joined(texts: list[str]) -> str:
    """Several text parts with one blank line between them."""
    kept = [text for text in texts if text.strip()]
    if len(kept) <= 1:
        return kept[0] if kept else (texts[0] if texts else "")
    return "\n\n".join([text.rstrip("\n") for text in kept[:-1]] + [kept[-1]])


def _attach(node: Node, found: _Found, about: About, *, is_message: bool = False) -> None:
    undone = _undone(node)
    found.notes.extend(undone.notes)
    if undone.failed:
        found.failed.append(Failed(_place(about, node.number), "undecodable", undone.failed))
        return
    name = node.type.name or decoded_words(unfolded(node.headers.first("content-description")))[:255]
    found.parts.append(
        Part(node.number, name, node.type.media_type, node.type.charset, undone.data, is_message)
    )
