"""Whether one of two alternative texts of a message says what the other does not."""

from __future__ import annotations

import re

_WIDE = "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"  # written without blanks: each letter counts as a word
_WORD = re.compile(rf"[{_WIDE}]|[^\W_{_WIDE}]+")
_BEYOND = re.compile(r"[^\x00-\x7f]")
_SPACED = bytes(byte if byte > 127 or chr(byte).isalnum() else 32 for byte in range(256))
_FEW = 20  # distinct characters beyond ASCII that are looked at one by one
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
    words = _words(_MARKUP.sub(" ", other) if "<" in other else other)
    return len(words - _words(text)) <= min(MOST_MISSING, len(words) / 10)


def _words(text: str) -> set[str]:
    """As ``_WORD`` finds them; where nearly all is ASCII, by translating bytes, which takes a tenth of the time."""
    folded = text.casefold()
    beyond = set() if folded.isascii() else set(_BEYOND.findall(folded))
    if len(beyond) > _FEW or any(_WIDE_CHARACTER.match(character) for character in beyond):
        return set(_WORD.findall(folded))
    spaced = folded.encode("utf-8", "replace").translate(_SPACED).decode("utf-8")
    for character in beyond:
        if not character.isalnum():
            spaced = spaced.replace(character, " ")
    return set(spaced.split())
