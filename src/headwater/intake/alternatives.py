"""Whether one of two alternative texts of a message says what the other does not."""

from __future__ import annotations

import re
from collections.abc import Sequence

_WIDE = "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"  # written without blanks: each letter counts as a word
_WORD = re.compile(rf"[{_WIDE}]|[^\W_{_WIDE}]+")
_SIGN = re.compile(r"[^\w\s]")
# UTF-8 to UTF-8: ASCII letters in lower case, other ASCII but digits as spaces.
_SPACED = bytes(
    byte if byte > 127 else ord(chr(byte).lower()) if chr(byte).isalnum() else 32 for byte in range(256)
)
_WIDE_CHARACTER = re.compile(f"[{_WIDE}]")
_MARKUP = re.compile(r"<[^<>\n]{0,200}>")
_LONGEST = 2_000_000  # characters
MOST_MISSING = 10
"""Distinct words that may be missing, and no more than a tenth of them."""


def says_no_more(other: str, text: str) -> bool:
    """Whether nearly all words of ``other`` stand in ``text`` too, in any order and case.

    Layouts differ: buttons, link texts, words broken by a line end. So a few may be missing. Texts too long to compare
    count as different.
    """
    if max(len(other), len(text)) > _LONGEST:
        return False
    other = _MARKUP.sub(" ", other) if "<" in other else other
    ascii = other.isascii() and text.isascii()
    said, there = (_ascii_words(other), _ascii_words(text)) if ascii else (_words(other), _words(text))
    if said == there:
        return True
    words = set(said)
    return len(words.difference(there)) <= min(MOST_MISSING, len(words) / 10)


def _ascii_words(text: str) -> Sequence[str | bytes]:
    return text.encode("ascii").translate(_SPACED).split()


def _words(text: str) -> Sequence[str | bytes]:
    """As ``_WORD`` finds them; where letters are not words of their own by translating bytes, in a tenth of the time."""
    folded = text.casefold()
    if _WIDE_CHARACTER.search(folded):
        return _WORD.findall(folded)
    spaced = folded.encode("utf-8", "replace").translate(_SPACED).decode("utf-8")
    for sign in set(_SIGN.findall(spaced)):
        spaced = spaced.replace(sign, " ")
    return spaced.split()
