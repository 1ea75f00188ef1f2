"""Names and addresses in headers (RFC 5322, section 3.4), and how mail programs really write them.

Beside the grammar: unquoted commas in names ("Doe, Jane <jane@example.org>"), semicolons between recipients,
"jane at example.org (Jane Doe)" of list archives, Exchange and Notes names without an address ("Jane
Doe/Sales/Example@Example", "/O=EXAMPLE/OU=SALES/CN=JDOE"), quoted addresses ("'jane@example.org'").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from headwater.intake.headers import decoded_words
from headwater.model.document import Participant

_ADDRESS = re.compile(r"[^\s<>()\"',;:@]+@[^\s<>()\"',;@]+")
_AT = re.compile(r"^(\S+)\s+at\s+([\w.-]+\.[\w.-]+)$", re.IGNORECASE)
_RUN_ON = re.compile(r">[ \t]++(?=[^<>]*<[^<>@]+@[^<>@]+>)")
_AWKWARD = re.compile(r"[\"(\\:]|<[^<>]*[,;]")
_COMMAS = re.compile("[,;]")
_COMMENT = re.compile(r"\((?:[^()\\]|\\.)*+\)")
_BLANKS = re.compile(r"\s+")
_LONGEST = 2_000  # characters of one name and address that are looked at
_LONGEST_KEPT = (
    200  # characters of a header, or of a name and address, whose reading is kept: people come again
)
_MOST_CARRIED = 1_000  # pieces without an address that are held back at a time


def participants(role: str, value: str) -> Iterable[Participant]:
    """The people in one unfolded header value (encoded words still in it); addresses lower-cased."""
    return _usual(role, value) if len(value) <= _LONGEST_KEPT else _participants(role, value)


@lru_cache(maxsize=8192)
def _usual(role: str, value: str) -> tuple[Participant, ...]:
    return tuple(_participants(role, value))


def _participants(role: str, value: str) -> Iterator[Participant]:
    carried: list[str] = []
    for piece in _apart(value):
        if not piece.strip():
            continue
        name, address = _one(piece)
        if not address and _may_go_on(piece):
            carried.append(piece.strip())
            if len(carried) > _MOST_CARRIED:
                yield from _nameless(role, carried)
                carried = []
            continue
        if carried and address and name:
            name = f"{_plain(carried.pop())}, {name}"
        yield from _nameless(role, carried)
        carried = []
        if name or address:
            yield Participant(role, name, address)
    yield from _nameless(role, carried)


def _may_go_on(piece: str) -> bool:
    """Whether a piece without an address may be the first half of a name cut at an unquoted comma."""
    return "/" not in piece and '"' not in piece and "<" not in piece and bool(piece.strip())


def _nameless(role: str, carried: list[str]) -> Iterator[Participant]:
    """Pieces that turned out to be names without addresses: "Doe, Jane" is one, "a, b, c" are three."""
    pieces = [", ".join(carried)] if len(carried) == 2 and " " not in carried[0] else carried
    for piece in pieces:
        name = _plain(piece)
        if name:
            yield Participant(role, name, "")


def _apart(value: str) -> Iterator[str]:
    """The pieces of ``value``, one address each even where the comma between two of them is missing."""
    for piece in _pieces(value):
        if piece.count("<") > 1 and piece.count("@") > 1:
            yield from _RUN_ON.sub(">\n", piece).split("\n")
        elif "<" not in piece and piece.count("@") > 1 and all(map(_ADDRESS.fullmatch, piece.split())):
            yield from piece.split()
        else:
            yield piece


def _pieces(value: str) -> Iterator[str]:
    """``value`` cut at commas and semicolons outside quotes, comments and angle brackets; groups opened."""
    if not _AWKWARD.search(value):
        yield from _COMMAS.split(value)
        return
    start, depth, quoted, angle, group, position = 0, 0, False, False, True, 0
    last_quote, last_close, last_angle = value.rfind('"'), value.rfind(")"), value.rfind(">")
    while position < len(value):
        character = value[position]
        if character == "\\":
            position += 1
        elif character == '"' and not depth and (quoted or position < last_quote):
            quoted = not quoted
        elif quoted:
            pass
        elif character == "(":
            depth += position < last_close
        elif character == ")" and depth:
            depth -= 1
        elif depth:
            pass
        elif character == "<" and position < last_angle:
            angle = True
        elif character == ">":
            angle = False
        elif angle:
            pass
        elif character in ",;":
            yield value[start:position]
            start, group = position + 1, True
        elif character in "@=":
            group = False
        elif character == ":" and group:
            start = position + 1  # a group's name, or a stray "mailto:" and the like
        position += 1
    yield value[start:]


def _one(piece: str) -> tuple[str, str]:
    """Name and address of one piece; either may be empty."""
    piece = piece.strip()[:_LONGEST]
    return _one_usual(piece) if len(piece) <= _LONGEST_KEPT else _name_and_address(piece)


def _name_and_address(piece: str) -> tuple[str, str]:
    if piece.endswith(">") or "<" in piece:
        before, _, rest = piece.rpartition("<")
        inner, _, after = rest.partition(">")
        address = _address(inner)
        if address:
            return _plain(before) or _plain(_without(after)), address
        return _plain(before) or _plain(inner), _exchange(inner)
    comment = _comment(piece)
    bare = piece[: piece.rindex("(")].strip() if comment and "(" in piece else piece
    address = _address(bare)
    if address:
        return _plain(comment) or _beside(bare, address), address
    return _plain(bare) or _plain(comment), ""


_one_usual = lru_cache(maxsize=8192)(_name_and_address)


def _address(text: str) -> str:
    text = (_COMMENT.sub("", text) if "(" in text else text).strip().strip("'\"")
    obscured = _AT.match(text)
    if obscured:
        return f"{obscured[1]}@{obscured[2]}".lower()
    if text.lower().startswith(("smtp:", "mailto:")):
        text = text.partition(":")[2]
    if "/" in text and not re.search(r"@[\w-]+\.", text):
        return ""  # a Notes or Exchange name, not an address
    match = _ADDRESS.search(text)
    return match[0].strip(".").lower() if match else ""


def _exchange(inner: str) -> str:
    """What stood in angle brackets without being an address: kept as it is when it is a directory name."""
    inner = _BLANKS.sub(" ", inner).strip()
    return inner.lower() if inner.startswith("/") or ("/" in inner and "@" in inner) else ""


def _beside(bare: str, address: str) -> str:
    """The name in "Jane Doe jane@example.org"; none where the address is all there is."""
    at = bare.lower().find(address)
    name = _plain(bare[:at]) if at > 0 else ""
    return "" if name in ("'", "smtp:", "mailto:") else name


def _comment(piece: str) -> str:
    if piece.endswith(")") and "(" in piece:
        return piece[piece.rindex("(") + 1 : -1]
    return ""


def _without(after: str) -> str:
    return after.strip().strip("()")


def _plain(text: str) -> str:
    """A display name without quotes, escapes and folds, its encoded words decoded."""
    text = text.strip()
    if len(text) >= 2 and text[0] == text[-1] and text[0] in "\"'":
        text = text[1:-1]
    text = text.replace('\\"', '"').replace("\\\\", "\\")
    text = " ".join(decoded_words(text).split()).strip(" ,;")
    if text.count('"') % 2 or (text.startswith('"') and text.endswith('"')):
        text = text.strip('"').strip(" ,;")
    return text
