"""What is taken in: documents, their copies and renditions, and the receipts that account for them."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from headwater.base.compact import compact
from headwater.base.dates import DateRank, Moment
from headwater.base.pages import page_of

ID_LENGTH = 16
"""A document's id in a case is this many leading hexadecimal digits of its SHA-256."""


class Kind(StrEnum):
    """What a document is; the values of the search field ``type``."""

    MESSAGE = "message"
    TEXT = "text"
    HTML = "html"
    PDF = "pdf"
    WORD = "word"  # of a word processor: DOCX, ODT, RTF, old Word; also books (EPUB)
    SPREADSHEET = "spreadsheet"
    PRESENTATION = "presentation"
    IMAGE = "image"  # its words are read by OCR
    FILE = "file"  # bytes that no reader opens yet: hashed, listed, without text


PAGED = (Kind.PDF, Kind.PRESENTATION, Kind.IMAGE)
"""Kinds whose renditions have a form feed between pages or slides, and nowhere else."""


class Status(StrEnum):
    """How far a document's bytes were turned into text."""

    READ = "read"
    REPAIRED = "repaired"  # read, after damage was repaired: ``notes`` say what
    UNREAD = "unread"  # no reader for this format, or the reader failed: ``notes`` say why
    ENCRYPTED = "encrypted"  # none of the passwords that were given opens it
    NEEDS_OCR = "needs-ocr"  # it has pages that are pictures, whose words are not read yet


NOT_ALL_READ = (Status.UNREAD, Status.ENCRYPTED, Status.NEEDS_OCR)
"""What counts as unread in receipts: no text was made of the document, or not of all its pages."""


@dataclass(frozen=True, slots=True)
class Participant:
    """A name and address in a message header. ``role`` is from, sender, reply-to, to, cc or bcc.

    ``address`` is lower-cased; either may be empty, not both.
    """

    role: str
    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Message:
    """What the headers of a message say, decoded. Identifiers keep their angle brackets off."""

    subject: str = ""
    message_id: str = ""
    in_reply_to: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    participants: tuple[Participant, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """One document as its reader gives it.

    ``sha256`` is lower-case hexadecimal over its bytes; ``size`` counts bytes; ``text`` is the rendition
    (see docs/renditions.md); ``sent`` with ``rank`` is its date and where that comes from; ``notes`` say
    in words what was repaired or left unread; ``properties`` are what a file says of itself beside its text (author,
    program, times as written), as names and values.
    """

    sha256: str
    size: int
    kind: Kind
    media_type: str
    title: str
    text: str
    status: Status = Status.READ
    notes: tuple[str, ...] = ()
    sent: Moment | None = None
    rank: DateRank | None = None
    message: Message | None = None
    properties: tuple[tuple[str, str], ...] = ()

    @property
    def id(self) -> str:
        """The document's id in a case."""
        return self.sha256[:ID_LENGTH]

    def page_at(self, offset: int) -> int | None:
        """The number, from 1, of the page or slide on which a code point of the text stands; None in what has no pages."""
        return page_of(self.text, offset) if self.kind in PAGED else None


@compact
@dataclass(frozen=True, slots=True)
class Place:
    """Where in a container an item stands.

    ``path`` is relative to the container with forward slashes (a file's path in a folder or archive, "#N" for
    the Nth item of an mbox counted from 1, after "!" the number of a part of a message, as in IMAP: "2.1"); ``offset`` and ``length``
    are bytes in the container where it is one run of bytes, else None. ``stamp`` changes when the bytes at
    this place may have changed (size and modification time, or CRC). ``name`` is what a message calls its attachment;
    a file's name is the last part of its path.
    """

    path: str
    offset: int | None = None
    length: int | None = None
    stamp: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Taken:
    """An item that became a document, with the documents found inside it (attachments, in order)."""

    place: Place
    document: Document
    inside: tuple[Taken, ...] = ()


@compact
@dataclass(frozen=True, slots=True)
class Failed:
    """An item that could not be taken in; ``code`` is a slug, ``reason`` a sentence for humans."""

    place: Place
    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class Copy:
    """One place where a document was found, as read back from a case.

    ``container`` is the container's location; ``inside`` is the id of the message that carries the document
    as an attachment, or None. ``gone``: it was no longer there when the container was last read.
    """

    container: str
    place: Place
    inside: str | None = None
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Receipt:
    """The account of one container.

    Items: ``claimed`` = ``taken`` + ``failed``; of ``taken``, ``duplicates`` were already in the case at an
    earlier place. Bytes: ``size`` = ``item_bytes`` + ``structure_bytes`` + ``failed_bytes``, where structure
    is what belongs to the container itself (separators, archive headers). ``nested`` counts items that are
    containers with a receipt of their own (they count as taken). ``attachments`` counts the documents found
    inside messages of this container. ``unread`` counts documents here that have no text, or pages without one.
    """

    container: str
    kind: str
    state: str
    size: int
    claimed: int
    taken: int
    failed: int
    duplicates: int
    nested: int
    attachments: int
    unread: int
    item_bytes: int
    structure_bytes: int
    failed_bytes: int
    failures: tuple[Failed, ...] = field(default=())

    @property
    def reconciles(self) -> bool:
        """Whether the container was read to its end (or is gone, with nothing in it) and both sums hold."""
        return (
            self.state != "reading"
            and self.claimed == self.taken + self.failed
            and self.size == self.item_bytes + self.structure_bytes + self.failed_bytes
        )
