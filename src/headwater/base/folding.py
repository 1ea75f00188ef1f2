"""Spellings that people take for the same, made the same."""

from __future__ import annotations

import unicodedata

_LATIN_VARIANTS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th"}
)


def folded(text: str) -> str:
    """``text`` without case and accents: full case folding, compatibility decomposition (NFKD), marks off.

    Runs of white space become one space. ``Ñandú``, ``ÑANDÚ`` and ``nandu`` fold to the same, and so do ``Łódź`` and
    ``Lodz``, ``Straße`` and ``STRASSE``. Folding twice changes nothing.
    """
    bare = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold()).casefold()
    plain = "".join(c for c in bare if not unicodedata.combining(c)).translate(_LATIN_VARIANTS)
    return " ".join(plain.split())
