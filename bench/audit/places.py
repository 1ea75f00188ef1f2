"""What an archive holds, as the bench knows it: passages with their truth, and a search over all texts."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

_WORD = re.compile(r"[^\W_]+")
_BREAK = "\n"


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of whole sentences that stands in the archive.

    ``words`` have single spaces between them. ``speaker`` (full name), ``recipient`` and ``day`` (ISO) are those of the
    message in which somebody wrote them, None where the archive does not plainly say; ``sha256`` is that message's.
    ``quoters`` are others whose replies carry the words, marked as quoted. ``damaged`` says that the archive's text
    is ``words`` with OCR errors in them.
    """

    words: str
    sha256: str
    speaker: str | None = None
    day: str | None = None
    recipient: str | None = None
    quoters: tuple[str, ...] = ()
    damaged: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """A text of the archive: its hash, what it says, and the day it is dated (None: not plainly)."""

    sha256: str
    text: str
    day: str | None = None
    names: frozenset[str] = frozenset()


@dataclass(slots=True)
class Archive:
    """An archive on disk, below ``folder``, with what the bench knows of it; ``names`` are people who write in it."""

    folder: Path
    documents: Sequence[Document]
    passages: Sequence[Passage]
    names: Sequence[str]
    vocabulary: Counter[str] = field(default_factory=Counter)
    capitalised: Sequence[str] = ()
    _all: str = ""
    _heard: list[tuple[str, str]] = field(default_factory=list)
    _starts: list[tuple[int, Document]] = field(default_factory=list)

    def __post_init__(self) -> None:
        pieces: list[str] = []
        at = 0
        for document in self.documents:
            piece = f"{_BREAK} {normal(document.text)} "
            self._starts.append((at, document))
            pieces.append(piece)
            at += len(piece)
        self._all = "".join(pieces)
        self.vocabulary = Counter(self._all.split())
        self.capitalised = _names_in(self.documents, self.vocabulary)

    def holds(self, words: str) -> bool:
        """Whether any document has these words one after the other, whatever stands between them."""
        return f" {normal(words)} " in self._all

    def holders(self, words: str) -> list[Document]:
        """The documents that have these words, by day; undated ones last."""
        wanted, found, at = f" {normal(words)} ", [], -1
        while (at := self._all.find(wanted, at + 1)) >= 0:
            document = self._document(at)
            if document not in found:
                found.append(document)
        return sorted(found, key=lambda document: document.day or "9999")

    def writers_of(self, words: str) -> set[str]:
        """Who is known to have written these words."""
        if not self._heard:
            self._heard = [(normal(one.words), one.speaker) for one in self.passages if one.speaker]
        wanted = normal(words)
        return {speaker for heard, speaker in self._heard if wanted in heard}

    def _document(self, at: int) -> Document:
        low, high = 0, len(self._starts)
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if self._starts[middle][0] <= at else (low, middle)
        return self._starts[low][1]


def normal(text: str) -> str:
    """Letters and digits only, in lower case, words apart by one space."""
    return " ".join(_WORD.findall(text.casefold().replace("’", "'").replace("'", "")))


def _names_in(documents: Iterable[Document], vocabulary: Mapping[str, int]) -> list[str]:
    """Words that stand in the middle of sentences with a capital and hardly ever without one."""
    seen: Counter[str] = Counter()
    small: Counter[str] = Counter()
    for document in documents:
        seen.update(re.findall(r"(?<=[a-z,] )[A-Z][a-z]{3,}\b", document.text))
        small.update(re.findall(r"\b[a-z]{4,}\b", document.text))
    calendar = "January February March April June July August September October November December Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
    return sorted(
        word
        for word, count in seen.items()
        if count >= 6 and small[word.lower()] <= count // 20 and word not in calendar
    )


_LOOKS = {
    "rn": "m", "m": "rn", "d": "cl", "l": "1", "i": "1", "o": "0", "e": "c", "h": "li", "u": "ii", "s": "5", "n": "ri",
    "w": "vv", "g": "q",
}  # fmt: skip
_KEEP = re.compile(r"\d|['’]|^[A-Z]|^(?:no|not|nor|never|none|nobody|nothing|without|neither|cannot)$")


def damage(words: str, draw: random.Random, vocabulary: Mapping[str, int], share: float = 0.02) -> str:
    """``words`` with OCR errors in ``share`` of their characters, at least one.

    Words with a digit, negations and words with a capital are left alone, and no error makes a word that stands in the
    archive: what remains is noise that no reader would take for another word.
    """
    tokens = words.split(" ")
    usable = [number for number, token in enumerate(tokens) if len(token) > 3 and not _protected(token)]
    wanted = max(1, round(share * len(words)))
    draw.shuffle(usable)
    done = 0
    for number in usable:
        if done >= wanted:
            break
        changed = _misread(tokens[number], draw, vocabulary)
        done += changed != tokens[number]
        tokens[number] = changed
    return " ".join(tokens)


def _protected(token: str) -> bool:
    bare = token.strip('()[].,;:!?"“”')
    return not bare or bool(_KEEP.search(bare))


def _misread(token: str, draw: random.Random, vocabulary: Mapping[str, int]) -> str:
    places = [(at, look) for at in range(len(token)) for look in _LOOKS if token.startswith(look, at)]
    draw.shuffle(places)
    for at, look in places:
        made = token[:at] + _LOOKS[look] + token[at + len(look) :]
        if normal(made) not in vocabulary and " " not in normal(made):
            return made
    return token
