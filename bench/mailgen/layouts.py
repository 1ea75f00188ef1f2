"""Writing items as mbox files, maildirs or folders with one file a message.

An archive is cut into containers of equal numbers of items under ``mail/``, so that an item's place follows from
its number.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from dataclasses import dataclass
from pathlib import Path

from mailgen import dates
from mailgen.records import Item

MBOX, MAILDIR, EML = "mbox", "maildir", "eml"
LAYOUTS = (MBOX, MAILDIR, EML, "mixed")

_FROM_LINE = re.compile(rb"^(>*From )", re.MULTILINE)
_BUFFER = 1 << 20


@dataclass(frozen=True, slots=True)
class Spot:
    """Where an item stands: ``path`` below the archive with forward slashes, ``index`` in that file from 1.

    In an mbox, ``offset`` and ``length`` are the bytes of the item between the separator line and the empty line
    after it, as they stand there (quoted); elsewhere the whole file.
    """

    path: str
    index: int
    offset: int
    length: int


class Container(ABC):
    """Some items of an archive that belong together; ``path`` is below ``root`` with forward slashes."""

    def __init__(self, root: Path, path: str) -> None:
        self.path = path
        self._folder = root / path

    @abstractmethod
    def put(self, item: Item, index: int) -> Spot:
        """Write the item as the ``index``-th (from 1)."""

    def close(self) -> None:  # noqa: B027 - most have nothing to finish
        """Nothing more comes."""


class Mbox(Container):
    """mboxrd: lines that begin with "From ", or ">"s and "From ", get one ">" more."""

    def __init__(self, root: Path, path: str) -> None:
        super().__init__(root, path + ".mbox")
        self._file = self._folder.open("wb", buffering=_BUFFER)
        self._offset = 0

    def put(self, item: Item, index: int) -> Spot:
        """Add it at the end; where it is not to be escaped, as careless programs leave it."""
        separator = f"From {item.sender} {dates.separator(item.seconds)}\n".encode("ascii")
        raw = _FROM_LINE.sub(rb">\1", item.raw) if item.escape and b"From " in item.raw else item.raw
        self._file.write(b"%b%b\n" % (separator, raw))
        spot = Spot(self.path, index, self._offset + len(separator), len(raw))
        self._offset = spot.offset + spot.length + 1
        return spot

    def close(self) -> None:
        """Write what is buffered."""
        self._file.close()


class Maildir(Container):
    """Everything in ``cur``, with names without flags: a colon is not allowed everywhere."""

    def __init__(self, root: Path, path: str) -> None:
        super().__init__(root, path)
        for name in ("cur", "new", "tmp"):
            (self._folder / name).mkdir(parents=True)

    def put(self, item: Item, index: int) -> Spot:
        """One file."""
        name = f"{item.seconds}.M{item.number:08}P1.mail.example"
        _write(self._folder / "cur" / name, item.raw)
        return Spot(f"{self.path}/cur/{name}", 1, 0, len(item.raw))


class Eml(Container):
    """One ``.eml`` file a message."""

    def __init__(self, root: Path, path: str) -> None:
        super().__init__(root, path)
        self._folder.mkdir(parents=True)

    def put(self, item: Item, index: int) -> Spot:
        """One file."""
        name = f"{item.number:08}.eml"
        _write(self._folder / name, item.raw)
        return Spot(f"{self.path}/{name}", 1, 0, len(item.raw))


_CONTAINERS: tuple[type[Container], ...] = (Mbox, Maildir, Eml)


class Archive:
    """Writes items in order below ``root`` (a folder that exists), ``size`` of them to a container."""

    def __init__(self, root: Path, layout: str, size: int) -> None:
        (root / "mail").mkdir()
        self._root = root
        self._kinds = _CONTAINERS if layout == "mixed" else (_CONTAINERS[LAYOUTS.index(layout)],)
        self._size = size
        self._open: Container | None = None

    def put(self, item: Item) -> Spot:
        """Write the next item; numbers must come in order from 0."""
        block, index = divmod(item.number, self._size)
        if index == 0 or self._open is None:
            self.close()
            self._open = self._kinds[block % len(self._kinds)](self._root, f"mail/{block + 1:05}")
        return self._open.put(item, index + 1)

    def close(self) -> None:
        """Finish the last container."""
        if self._open is not None:
            self._open.close()
            self._open = None


def _write(path: Path, data: bytes) -> None:
    with path.open("wb", buffering=0) as file:
        file.write(data)
