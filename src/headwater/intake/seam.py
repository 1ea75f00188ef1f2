"""The seam between readers and the rest: what a reader is given and what it gives back.

A *leaf* reader turns the bytes of one item into a document. A *container* reader lists the items of one
container and closes with a claim of its own, so that the receipt compares two accounts: what the reader says
it saw, and what was written down. Each format is one module in ``headwater.intake.readers``.
"""

from __future__ import annotations

import lzma
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO, Protocol

from headwater.base.compact import compact
from headwater.base.dates import Moment
from headwater.base.settings import Limits
from headwater.model.document import Document, Failed, Place


class Form(StrEnum):
    """What bytes were recognised as."""

    MESSAGE = "message"
    HTML = "html"
    TEXT = "text"
    PDF = "pdf"
    IMAGE = "image"
    OOXML = "ooxml"  # office files since 2007
    OLDOFFICE = "oldoffice"  # those before 2007, and encrypted ones
    OPENDOCUMENT = "opendocument"
    RTF = "rtf"
    EPUB = "epub"
    OTHER = "other"  # bytes without a reader of their own
    MSG = "msg"  # an Outlook item in a file of its own
    TNEF = "tnef"  # one packed as winmail.dat
    OUTLOOK_ITEM = "outlook-item"  # the serialisation of one (docs/renditions.md)
    FILE = "file"  # one file that was added by itself: a container with one item
    EMLX = "emlx"  # a message of Apple Mail with its length before and a property list after it
    EMLXPART = "emlxpart"  # an attachment that it keeps beside its message
    MBOX = "mbox"
    LISTSERV = "listserv"  # a log file of a mailing list
    ZIP = "zip"
    TAR = "tar"
    SEVENZIP = "7z"
    PACKED = "packed"  # one thing compressed with gzip, bzip2 or xz
    PST = "pst"  # a store of Outlook: PST, OST or PAB
    FOLDER = "folder"
    MAILDIR = "maildir"


ARCHIVES = (Form.MBOX, Form.LISTSERV, Form.ZIP, Form.TAR, Form.SEVENZIP, Form.PACKED, Form.PST)
"""Containers that are one run of bytes, wherever these stand."""

APART = frozenset(
    {Form.PDF, Form.IMAGE, Form.OOXML, Form.OLDOFFICE, Form.OPENDOCUMENT, Form.RTF, Form.EPUB, Form.MSG}
)
"""Leaves that are read in a process of their own: by libraries in C, or that hostile bytes can keep busy for ever."""


@dataclass(frozen=True, slots=True)
class Recognised:
    """A form and its media type (lower case, without parameters)."""

    form: Form
    media_type: str


@dataclass(frozen=True, slots=True)
class About:
    """What is known of an item beside its bytes.

    ``path`` is its place in the container, ``name`` its file name (may be empty), ``charset`` what a message declares of
    its attachment (empty where nothing does), ``envelope`` the date of an mbox separator, ``modified`` the
    file's time, ``passwords`` those to be tried on what is encrypted.
    """

    path: str = ""
    name: str = ""
    charset: str = ""
    envelope: Moment | None = None
    modified: Moment | None = None
    limits: Limits = field(default_factory=Limits)
    passwords: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """Bytes found inside an item that are a thing of their own: an attachment, a forwarded message.

    ``number`` is the part's number as in IMAP's BODY sections (RFC 3501, 6.4.5): "2", "2.1".
    """

    number: str
    name: str
    media_type: str
    charset: str
    data: bytes
    is_message: bool = False


@dataclass(frozen=True, slots=True)
class Leaf:
    """What a leaf reader makes of one item: its document, the parts inside it, the parts that failed."""

    document: Document
    parts: tuple[Part, ...] = ()
    failed: tuple[Failed, ...] = ()


@compact
@dataclass(frozen=True, slots=True)
class Entry:
    """One item of a container, not yet read.

    ``opened`` gives its bytes; where the container is a stream it must be called before the next entry is asked
    for, or not at all. ``size`` is the number of bytes it will give, ``form`` is set where the container itself
    says what its items are (OTHER: no container, whatever it begins with), and ``path`` where the item is a file or
    folder on disk. ``portable``: ``opened`` may be called at any time, and in another process.
    """

    place: Place
    name: str
    size: int
    opened: Callable[[], BinaryIO]
    form: Form | None = None
    path: Path | None = None
    modified: Moment | None = None
    envelope: Moment | None = None
    portable: bool = False


@dataclass(frozen=True, slots=True)
class Claim:
    """A container reader's own account, given last: items found, bytes in all, bytes of structure."""

    items: int
    size: int
    structure: int


class Allowance:
    """How many bytes an outermost archive and all that is nested in it may still unpack; ``refused``: more was asked for."""

    def __init__(self, left: int) -> None:
        self.left = left
        self.spent = 0
        self.refused = False

    def take(self, count: int) -> bool:
        """Whether ``count`` more bytes may be unpacked; if so they are spent."""
        if count > self.left:
            self.refused = True
            return False
        self.left -= count
        self.spent += count
        return True


@dataclass(frozen=True, slots=True)
class Source:
    """A container to be read: ``location`` as in the case, seekable bytes or a folder on disk.

    ``name`` is as in a place. ``allowance`` is what an archive may still unpack (None: it is in no archive). ``apart`` holds the locations of folders and files on disk that have an account of their own already, ``barred``
    those that must not be read: the case itself.
    """

    location: str
    name: str
    size: int
    opened: Callable[[], BinaryIO]
    limits: Limits
    allowance: Allowance | None = None
    path: Path | None = None
    apart: frozenset[str] = frozenset()
    barred: frozenset[str] = frozenset()
    passwords: tuple[str, ...] = ()

    def may_unpack(self, count: int) -> bool:
        """Whether ``count`` more bytes may be unpacked; if so they are spent."""
        return self.allowance is None or self.allowance.take(count)


DAMAGE = (
    OSError,
    EOFError,
    ValueError,  # UnicodeError and struct's and json's errors among them
    RuntimeError,  # NotImplementedError among them: a compression method that is not known
    OverflowError,
    struct.error,
    zipfile.BadZipFile,
    tarfile.TarError,
    zlib.error,
    lzma.LZMAError,
)
"""What the standard library raises when bytes are not what they should be."""

Found = Entry | Failed | Claim


class LeafReader(Protocol):
    """Turns the bytes of one item into a document. Must not raise, whatever the bytes are."""

    def __call__(self, data: bytes, recognised: Recognised, about: About) -> Leaf:
        """The document that ``data`` is, and what is inside it."""
        ...


class ContainerReader(Protocol):
    """Lists a container's items in a fixed order: entries and failures, then one claim.

    Whatever the bytes are, it ends with a claim that counts each entry and failure that it gave.
    """

    def __call__(self, source: Source) -> Iterator[Found]:
        """The items of ``source``."""
        ...
