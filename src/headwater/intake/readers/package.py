"""ZIP files that are one document inside: office files and books. Their members, in bounded memory, and their XML.

XML is read as a stream of events, so no tree of it is ever in memory. Entities are not resolved, no document type is
loaded, and nothing is fetched.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import unquote

from lxml import etree

from headwater.base.settings import MIB, Limits
from headwater.intake.readers.headless import data_start, whole_members
from headwater.intake.seam import DAMAGE

_ENCRYPTED = 0x1
_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


class Package:
    """The members of ``data``, a ZIP file. ``notes`` grow with what could not be read of it.

    Where the directory is damaged, members are found by their own headers. What is unpacked in all is bounded by
    ``item_bytes``.
    """

    def __init__(self, data: bytes, limits: Limits) -> None:
        self.notes: list[str] = []
        self._stream = io.BytesIO(data)
        self._left = limits.item_bytes
        self._archive: zipfile.ZipFile | None = None
        try:
            self._archive = zipfile.ZipFile(self._stream)
            found = self._archive.infolist()
        except DAMAGE:
            self._note("the file is damaged: what is whole in it was read")
            found = list(whole_members(self._stream, len(data), limits.members, limits.item_bytes))
        self._members: Mapping[str, zipfile.ZipInfo] = {info.filename.lstrip("/"): info for info in found}

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the members, in the order of the file."""
        return tuple(self._members)

    def glance(self, name: str) -> bytes:
        """As ``read``, for bytes that are looked at and let go: they do not count against what may be unpacked."""
        left = self._left
        data = self.read(name)
        self._left = left
        return data

    def read(self, name: str) -> bytes:
        """The bytes of a member, as far as they can be read; empty where it is missing."""
        info = self._members.get(name)
        if info is None:
            return b""
        if info.flag_bits & _ENCRYPTED:
            self._note("parts of the file are encrypted")
            return b""
        out = bytearray()
        try:
            with self._opened(info) as member:
                while chunk := member.read(min(MIB, self._left + 1)):
                    out += chunk[: self._left]
                    if len(chunk) > self._left:
                        self._left = 0
                        self._note("it unpacks to more bytes than a document may: not all of it was read")
                        break
                    self._left -= len(chunk)
        except DAMAGE:
            self._note(f"{name} is damaged")
        return bytes(out)

    def _opened(self, info: zipfile.ZipInfo) -> io.BufferedIOBase:
        if self._archive is not None:
            return self._archive.open(info)  # type: ignore[return-value]
        self._stream.seek(data_start(self._stream, info))
        return zipfile.ZipExtFile(self._stream, "r", info)

    def walk(self, name: str, handler: Handler) -> None:
        """Tell ``handler`` of the XML of a member, element by element; of a damaged one, what can be made out."""
        data = self.read(name)
        if data and not walk(data, handler):
            self._note(f"{name} is damaged: not all of it was read")

    def relations(self, name: str) -> Mapping[str, Relation]:
        """What a member of an OOXML package refers to inside the package, by id."""
        folder, _, file = name.rpartition("/")
        found = _Relations(folder)
        self.walk(posixpath.join(folder, "_rels", file + ".rels"), found)
        return found.relations

    def _note(self, words: str) -> None:
        if words not in self.notes:
            self.notes.append(words)


class Handler(Protocol):
    """What is told of XML: tags and attributes with their namespaces in braces, as lxml writes them."""

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        ...

    def end(self, tag: str) -> None:
        """An element ends."""
        ...

    def data(self, text: str) -> None:
        """Text stands here."""
        ...


class _Target:
    """A handler in the form that lxml wants; ``depth`` counts the elements that have begun and not ended."""

    def __init__(self, handler: Handler) -> None:
        self._handler = handler
        self.data = handler.data
        self.depth = 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        self.depth += 1
        self._handler.start(tag, attributes)

    def end(self, tag: str) -> None:
        """An element ends."""
        self.depth -= 1
        self._handler.end(tag)

    def close(self) -> bool:
        """Whether everything that began has ended."""
        return self.depth == 0


def walk(data: bytes, handler: Handler) -> bool:
    """Tell ``handler`` of the XML in ``data``; whether it was read to its end."""
    target = _Target(handler)
    parser = etree.XMLParser(
        target=target, resolve_entities=False, no_network=True, load_dtd=False, recover=True
    )
    try:
        for start in range(0, len(data), MIB):
            parser.feed(data[start : start + MIB])
        parser.close()
    except etree.XMLSyntaxError:
        return False
    return target.depth == 0


@dataclass(frozen=True, slots=True)
class Relation:
    """A reference from one member to another: ``kind`` is the last word of its type ("footnotes", "slide")."""

    kind: str
    target: str


class _Relations:
    """Collects relations; those to places outside the package are left out."""

    def __init__(self, folder: str) -> None:
        self._folder = folder
        self.relations: dict[str, Relation] = {}

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag != _RELATIONS or attributes.get("TargetMode") == "External":
            return
        target = unquote(attributes.get("Target", ""))
        inside = target if target.startswith("/") else posixpath.join(self._folder, target)
        kind = attributes.get("Type", "").rpartition("/")[2]
        self.relations[attributes.get("Id", "")] = Relation(kind, posixpath.normpath(inside).lstrip("/"))

    def end(self, tag: str) -> None:
        """Nothing."""

    def data(self, text: str) -> None:
        """Nothing."""


def local(tag: str) -> str:
    """A tag or attribute without its namespace."""
    return tag.rpartition("}")[2]


def named(attributes: Mapping[str, str], name: str) -> str:
    """The attribute of this local name in whatever namespace; empty where there is none."""
    return next((value for key, value in attributes.items() if local(key) == name), "")
