"""Whether one of two alternative texts of a message says what the other does not."""

from __future__ import annotations

import re

_WIDE = "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"  # written without blanks: each letter counts as a word
_WORD = re.compile(rf"[{_WIDE}]|[^\W_{_WIDE}]+")
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
    words = _words(_MARKUP.sub(" ", other))
    return len(words - _words(text)) <= min(MOST_MISSING, len(words) / 10)


def _words(text: str) -> set[str]:
    return set(_WORD.findall(text.casefold()))
