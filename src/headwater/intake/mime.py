"""The parts of a message: its bytes cut at boundaries, nothing copied that need not be (RFC 2046).

Offsets come from the bytes themselves, so a forwarded message keeps the bytes, and the hash, that it has.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from headwater.base.settings import Limits
from headwater.intake.headers import ContentType, Headers, content_type, split
from headwater.intake.transfer import Undone

_LONGEST_TAIL = 1000  # bytes of white space that may follow a boundary on its line


@dataclass(slots=True)
class Node:
    """One part: headers, type, the bytes of its body, its children if it is a multipart.

    ``number`` is as in IMAP's BODY sections: the only part of a message is "1". ``around`` is what stands in a multipart
    before its first and after its last part (preamble and epilogue). ``undone`` is the body without its transfer encoding,
    once somebody has asked for it.
    """

    number: str
    headers: Headers
    type: ContentType
    body: bytes
    children: list[Node]
    around: bytes = b""
    undone: Undone | None = None


@dataclass(slots=True)
class Budget:
    """What one message may still be cut into, and what was noted on the way."""

    parts: int
    depth: int
    notes: list[str]
    refused: list[tuple[str, str, str]]


def parse(raw: bytes, limits: Limits) -> tuple[Node, Budget]:
    """The tree of parts of the message ``raw``. Never raises; damage is in the budget's notes.

    ``refused`` lists (part number, code, reason) of what the limits kept from being cut.
    """
    if b"\r" in raw[:8192] and b"\n" not in raw:
        raw = raw.replace(b"\r", b"\n")  # as old Macs wrote it
    budget = Budget(limits.mime_parts, limits.mime_depth, [], [])
    headers, offset = split(raw, limits.header_bytes)
    budget.notes.extend(headers.notes)
    node = _node("", headers, raw[offset:], "text/plain", budget, limits, 0)
    if not node.children:
        node.number = "1"
    return node, budget


def charset_of(root: Node) -> str:
    """The charset in which 8-bit headers of a message most likely are: that of its first part."""
    node = root
    while node.children:
        node = node.children[0]
    return node.type.charset


def _node(
    number: str, headers: Headers, body: bytes, default: str, budget: Budget, limits: Limits, depth: int
) -> Node:
    declared = content_type(headers, default)
    node = Node(number, headers, declared, body, [])
    if not declared.media_type.startswith("multipart/"):
        return node
    cut = _pieces(body, declared.boundary, budget) if depth < budget.depth else None
    if cut is None:
        budget.refused.append((number, "too-deep", f"more than {budget.depth} multiparts inside each other"))
        return node
    pieces, node.around = cut
    inner = "message/rfc822" if declared.media_type == "multipart/digest" else "text/plain"
    for position, piece in enumerate(pieces, 1):
        if budget.parts <= 0:
            budget.refused.append(
                (number, "too-many-parts", f"more than {limits.mime_parts} parts in one message")
            )
            break
        budget.parts -= 1
        own, offset = split(piece, limits.header_bytes)
        child = f"{number}.{position}" if number else str(position)
        node.children.append(_node(child, own, piece[offset:], inner, budget, limits, depth + 1))
    return node


def _pieces(body: bytes, boundary: bytes, budget: Budget) -> tuple[list[bytes], bytes]:
    """The bytes between boundary lines, and what stands around them; nothing where there is no boundary."""
    if not boundary:
        budget.notes.append("a multipart declares no boundary")
        boundary = _found_boundary(body)
        if not boundary:
            return [], b""
    pieces: list[bytes] = []
    before, start = b"", -1
    for at, end, closing in _delimiters(body, b"--" + boundary):
        if start >= 0:
            pieces.append(body[start : _without_line_end(body, at, start)])
        else:
            before = body[:at]
        if closing:
            return pieces, before + body[end:]
        start = end
    if start < 0:
        budget.notes.append("a multipart's boundary does not occur")
        return [], b""
    budget.notes.append("a multipart has no closing boundary")
    if start < len(body):
        pieces.append(body[start:])
    return pieces, before


def _delimiters(body: bytes, line: bytes) -> Iterator[tuple[int, int, bool]]:
    """Each boundary line: where it starts, where the next line starts, whether it closes the multipart."""
    at = body.find(line)
    while at >= 0:
        if at == 0 or body[at - 1 : at] == b"\n":
            newline = body.find(b"\n", at, at + len(line) + _LONGEST_TAIL)
            end = newline + 1 if newline >= 0 else len(body)
            after = body[at + len(line) : end][:_LONGEST_TAIL].rstrip()
            if after in (b"", b"--"):
                yield at, end, after == b"--"
        at = body.find(line, at + len(line))


def _without_line_end(body: bytes, end: int, start: int) -> int:
    """The line end before a boundary belongs to the boundary (RFC 2046, 5.1.1)."""
    if end > start and body[end - 1 : end] == b"\n":
        end -= 1
    if end > start and body[end - 1 : end] == b"\r":
        end -= 1
    return end


def _found_boundary(body: bytes) -> bytes:
    """The boundary that a multipart uses without having declared it: its first line "--x", if x closes it."""
    first = re.search(rb"(?m)^--([^\s-][^\r\n]{0,200}?)[ \t]*\r?$", body[:65536])
    return first[1] if first and b"\n--" + first[1] + b"--" in body else b""
