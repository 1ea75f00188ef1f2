"""Variants: the same message in different bytes, and what is different in it.

Two documents are variants where they have the same Message-ID, or the same fingerprint: sender, minute, subject and
words are the same once folded (case, accents, white space, line ends, charset and transfer encoding do not count).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from rapidfuzz.distance import Indel

from headwater.archive.guesses import base_subject
from headwater.archive.tokens import words
from headwater.base.folding import folded
from headwater.model.document import Document

_LEAST_WORDS = 12  # a message without a date needs so many to be told from others
_PIECE = re.compile(r"\w+|[^\w\s]|\s+")
_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_MOST = 10_000  # pieces of each side that are compared; of a longer text the lines, of a still longer one its ends


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of two texts: the words on either side, "" where one has none."""

    left: str
    right: str

    @property
    def same(self) -> bool:
        """Whether both sides have the same words here."""
        return self.left == self.right


@dataclass(frozen=True, slots=True)
class HeaderChange:
    """A header that is not the same: its name as written and both values, None where one side does not have it; ``runs``
    say what is different where both have it."""

    name: str
    left: str | None
    right: str | None
    runs: tuple[Run, ...] = ()


def fingerprint(document: Document, tokens: str | None = None) -> int | None:
    """A signed 64-bit number that is the same for the same message in other bytes; None for what is no message, or
    says too little to be told from others. ``tokens`` is what ``tokens.index_text`` makes of its text, where that is at
    hand."""
    if document.message is None:
        return None
    said = words(document.text) if tokens is None else tokens.split()
    if document.sent is None and len(said) < _LEAST_WORDS:
        return None
    senders = sorted(p.address or folded(p.name) for p in document.message.participants if p.role == "from")
    minute = str(document.sent.seconds // 60) if document.sent else ""
    subject, _ = base_subject(document.title)
    whole = "\0".join((" ".join(senders), minute, subject, " ".join(said)))
    digest = hashlib.sha256(whole.encode("utf-8", "surrogatepass")).digest()
    return int.from_bytes(digest[:8], "big", signed=True)


def differences(left: str, right: str) -> tuple[Run, ...]:
    """Both texts from beginning to end as runs that are the same and runs that are not, word by word.

    The fewest words are different (longest common subsequence; Hyyrö, "Bit-Parallel LCS-length Computation Revisited",
    2004, by rapidfuzz). Texts of more than 10,000 words and signs are compared line by line; of still longer ones what
    is the same at the beginning and at the end is told from the rest.
    """
    ours, theirs = _pieces(left), _pieces(right)
    if min(len(ours), len(theirs)) > _MOST:
        return _ends(left, right)
    runs = (
        ("".join(ours[op.src_start : op.src_end]), "".join(theirs[op.dest_start : op.dest_end]))
        for op in Indel.opcodes(ours, theirs)
    )
    grouped = groupby(runs, key=lambda run: run[0] == run[1])
    return tuple(Run(*("".join(words) for words in zip(*group, strict=True))) for _, group in grouped)


def header_changes(
    left: Sequence[tuple[str, str]], right: Sequence[tuple[str, str]]
) -> tuple[HeaderChange, ...]:
    """The headers (names and decoded values in their order) that only one side has or that have another value, in the
    order of the left side, then of the right one. Names are compared without case."""
    ours, theirs = _by_name(left), _by_name(right)
    found = []
    for key in dict.fromkeys((*ours, *theirs)):
        mine, other = ours.get(key, []), theirs.get(key, [])
        for at in range(max(len(mine), len(other))):
            name = (mine or other)[0][0]
            one = mine[at][1] if at < len(mine) else None
            two = other[at][1] if at < len(other) else None
            if one != two:
                runs = differences(one, two) if one is not None and two is not None else ()
                found.append(HeaderChange(name, one, two, runs))
    return tuple(found)


def _by_name(headers: Iterable[tuple[str, str]]) -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = {}
    for name, value in headers:
        found.setdefault(name.lower(), []).append((name, value))
    return found


def _pieces(text: str) -> list[str]:
    """Its words, signs and blanks, or its lines where these are too many."""
    found = _PIECE.findall(text)
    return found if len(found) <= _MOST else _LINE.findall(text)


def _ends(left: str, right: str) -> tuple[Run, ...]:
    """What is the same at the beginning and at the end; all between it is different."""
    most = min(len(left), len(right))
    begin = next((n for n in range(most) if left[n] != right[n]), most)
    end = next((n for n in range(most - begin) if left[-1 - n] != right[-1 - n]), most - begin)
    until, till = len(left) - end, len(right) - end
    runs = (
        Run(left[:begin], right[:begin]),
        Run(left[begin:until], right[begin:till]),
        Run(left[until:], right[till:]),
    )
    return tuple(run for run in runs if run.left or run.right)
