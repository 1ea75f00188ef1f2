"""What stands for many words: wildcards, similar spellings and regular expressions, each held against one folded token."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA

from headwater.archive.automata import ANY, Automaton, Chars, Rep, Seq, Tree, engine_syntax, size_of
from headwater.archive.expressions import PatternError, parsed

LARGEST = 400
"""Letters that a pattern may have when its repetitions are written out; the index takes no larger automaton."""


@dataclass(frozen=True, slots=True)
class Wild:
    """A folded token with ``*`` for any letters, or none, and ``?`` for exactly one."""

    text: str

    @property
    def prefix(self) -> str | None:
        """The letters before the one asterisk that ends it; None for any other pattern."""
        head = self.text[:-1]
        return head if self.text.endswith("*") and not set(head) & {"*", "?"} else None

    def tree(self) -> Tree:
        """As a pattern."""
        return Seq(
            tuple(_WILD[char] if char in _WILD else Chars(False, ((char, char),)) for char in self.text)
        )

    def matches(self, token: str) -> bool:
        """Whether it stands for the folded ``token``."""
        prefix = self.prefix
        return token.startswith(prefix) if prefix is not None else automaton(self).matches(token)


@dataclass(frozen=True, slots=True)
class Fuzzy:
    """Tokens at most ``distance`` edits from ``word``: optimal string alignment (Damerau 1964; no stretch edited twice),
    where a letter put in, left out or exchanged, and two neighbours swapped, count one each."""

    word: str
    distance: int

    def matches(self, token: str) -> bool:
        """Whether it stands for the folded ``token``."""
        return bool(OSA.distance(self.word, token, score_cutoff=self.distance) <= self.distance)


@dataclass(frozen=True, slots=True)
class Regex:
    """``source`` as written between the slashes; it must fit a whole token. Make one with ``regex``, which checks it."""

    source: str

    def tree(self) -> Tree:
        """As a pattern. Raises PatternError."""
        return parsed(self.source)

    def matches(self, token: str) -> bool:
        """Whether it stands for the folded ``token``."""
        return automaton(self).matches(token)


_WILD: dict[str, Tree] = {"?": ANY, "*": Rep(ANY, 0, None)}


def regex(source: str) -> Regex:
    """The regular expression ``source``. Raises PatternError where it cannot be one, or would be too large."""
    found = Regex(unicodedata.normalize("NFC", source))
    check_size(found)
    return found


def check_size(pattern: Wild | Regex) -> None:
    """Raise PatternError where ``pattern`` is larger than ``LARGEST``."""
    if size_of(pattern.tree()) > LARGEST:
        message = f"This pattern stands for more than {LARGEST} letters when its repetitions are written out."
        raise PatternError(message, 0, "Use smaller numbers in braces, or * or +, which have no limit.")


def engine_regex(pattern: Wild | Regex) -> str:
    """``pattern`` in the syntax of Rust's regex-syntax, for a whole token."""
    return engine_syntax(pattern.tree())


@lru_cache(maxsize=256)
def automaton(pattern: Wild | Regex) -> Automaton:
    """The automaton of ``pattern``."""
    return Automaton(pattern.tree())
