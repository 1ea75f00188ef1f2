"""Attachments: text, HTML, zip, other messages, and bytes that are no known format."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass, replace
from hashlib import sha256
from urllib.parse import quote

from mailgen.damage import UNREADABLE_ZIP
from mailgen.draw import Draw, Weighted
from mailgen.encoding import base64_lines, encoded_words
from mailgen.html import to_html
from mailgen.records import Attached, Item
from mailgen.tongues import Tongue

KINDS = Weighted(("text", "html", "zip", "message", "binary"), (30, 15, 15, 15, 25))

_SIZES = (100, 400, 900, 1_800, 3_500, 6_000, 10_000, 18_000, 35_000, 70_000, 200_000)
_TEXT_SIZES = (60, 200, 500, 900, 1_500, 2_400, 4_000, 7_000, 12_000, 20_000, 60_000)
_JUNK_BYTES = 1 << 20
_JUNK_NAMES = ("scan{}.bin", "IMG_{}.dat", "export{}.dmp", "backup{}.old", "record{}.dat")
_ZIP_DATE = (2006, 2, 14, 9, 30, 0)


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a multipart: header lines without the empty line after them, and the encoded body."""

    headers: str
    body: bytes


class Cupboard:
    """Makes attachments; ``draw`` decides on all but the words in them."""

    __slots__ = ("_draw", "_junk")

    def __init__(self, draw: Draw) -> None:
        self._draw = draw
        self._junk = draw.bits(8 * _JUNK_BYTES).to_bytes(_JUNK_BYTES, "little")

    def make(self, kind: str, tongue: Tongue, word: str, plain: bool) -> tuple[Attached, Part]:
        """An attachment of this kind (any but message, or a damaged zip); ``plain`` allows text without base64."""
        name = tongue.title(self._draw)[:24].replace("/", " ").replace('"', " ").strip(" .,")
        if kind == "text":
            return self._text(name, tongue, word, plain)
        if kind == "html":
            own = "\n\n".join(self._lines(tongue, word))
            data = to_html(own, "", self._draw).encode("utf-8")
            return _part("html", name + ".html", 'text/html; charset="utf-8"', data, word)
        if kind == "zip":
            data, members = self._zip(tongue, word)
            account, part = _part("zip", name + ".zip", "application/zip", data, word)
            return replace(account, members=members), part
        if kind == UNREADABLE_ZIP:
            data, _ = self._zip(tongue, "")
            return _part("zip", name + ".zip", "application/zip", data[: len(data) * 2 // 3], "")
        return self._binary()

    def message(self, item: Item, name: str) -> tuple[Attached, Part]:
        """An earlier message as an attachment, byte by byte."""
        attached = Attached("message", name, len(item.raw), item.sha256, item.word, copy_of=item.number)
        headers = f"Content-Type: message/rfc822\nContent-Disposition: {disposition(name)}"
        return attached, Part(headers, item.raw)

    def _lines(self, tongue: Tongue, word: str) -> list[str]:
        lines = tongue.lines(self._draw, 1 + self._draw.along(_TEXT_SIZES) // tongue.line_length)
        chosen = self._draw.below(len(lines))
        lines[chosen] = f"{lines[chosen]} {word}".rstrip()
        return lines

    def _text(self, name: str, tongue: Tongue, word: str, plain: bool) -> tuple[Attached, Part]:
        lines = self._lines(tongue, word)
        if self._draw.chance(0.4):
            data = "".join([f"{row};{line.replace(' ', ';')}\n" for row, line in enumerate(lines)]).encode(
                "utf-8"
            )
            return _part("text", name + ".csv", 'text/csv; charset="utf-8"', data, word)
        data = "\n".join(lines).encode("utf-8")
        content = 'text/plain; charset="utf-8"'
        if plain and self._draw.chance(0.4):
            headers = f"Content-Type: {content}\nContent-Transfer-Encoding: 8bit\n"
            headers += f"Content-Disposition: {disposition(name + '.txt')}"
            return _account("text", name + ".txt", data, word), Part(headers, data)
        return _part("text", name + ".txt", content, data, word)

    def _zip(self, tongue: Tongue, word: str) -> tuple[bytes, tuple[str, ...]]:
        """A zip and the hashes of its files. They are stored, not deflated: what zlib makes depends on its version."""
        file, members = io.BytesIO(), []
        with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
            for number in range(1 + self._draw.below(3)):
                info = zipfile.ZipInfo(f"papers/{number + 1:03}.txt", _ZIP_DATE)
                info.create_system = 3
                lines = self._lines(tongue, "" if number else word)
                data = "\n".join(lines).encode("utf-8")
                archive.writestr(info, data)
                members.append(sha256(data).hexdigest())
        return file.getvalue(), tuple(members)

    def _binary(self) -> tuple[Attached, Part]:
        size = self._draw.along(_SIZES)
        start = self._draw.below(_JUNK_BYTES - size)
        mark = self._draw.bits(96).to_bytes(12, "little")
        name = self._draw.pick(_JUNK_NAMES).format(self._draw.below(10_000))
        return _part("binary", name, "application/octet-stream", mark + self._junk[start : start + size], "")


def disposition(name: str) -> str:
    """Content-Disposition's value: the name as it is, by RFC 2231, or (often, and wrong) as an encoded word."""
    if name.isascii():
        return f'attachment; filename="{name}"'
    if len(name) % 2:
        return f"attachment;\n filename*=utf-8''{quote(name)}"
    return f'attachment;\n filename="{encoded_words(name, "utf-8")}"'


def _part(kind: str, name: str, content: str, data: bytes, word: str) -> tuple[Attached, Part]:
    headers = f"Content-Type: {content}\nContent-Transfer-Encoding: base64\nContent-Disposition: {disposition(name)}"
    return _account(kind, name, data, word), Part(headers, base64_lines(data))


def _account(kind: str, name: str, data: bytes, word: str) -> Attached:
    return Attached(kind, name, len(data), sha256(data).hexdigest(), word)
