"""Author lists as booksellers write them, brought to one form: the surnames, folded and sorted."""

from __future__ import annotations

import html
import re

from headwater.archive.tokens import words

_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_ROLES = re.compile(
    r"\b(by|author|editor|eds?|joint|foreword|illustrator|translator|with|contributor|et al)\b\.?", re.I
)
_BETWEEN = re.compile(r"[;/&|]|\band\b|\bBy\b", re.I)
_SUFFIXES = frozenset("jr sr ii iii iv phd md dr prof mr mrs ms".split())
_NOBODY = frozenset({"not available", "unknown", "various", "n a", "no author", "staff", "none"})


def authors(written: str) -> str:
    """The surnames of an author list, sorted and separated by "; "; "" where it names nobody."""
    if " ".join(words(written)) in _NOBODY:
        return ""
    bare = _ROLES.sub(";", _BRACKETS.sub(";", html.unescape(written)))
    return "; ".join(sorted({name for piece in _BETWEEN.split(bare) for name in _surnames(piece)}))


def _surnames(piece: str) -> list[str]:
    """The surnames in "Knuth, Donald E.", "Donald E. Knuth" or "Bob Beauchemin, Niels Berglund"."""
    parts = [tuple(word for word in words(part) if word not in _SUFFIXES) for part in piece.split(",")]
    parts = [part for part in parts if part]
    if len(parts) < 2 or all(len(part) > 1 for part in parts):
        return [part[-1] for part in parts]
    if len(parts) % 2 == 0 and all(len(part) <= 2 for part in parts[::2]):
        return [part[-1] for part in parts[::2]]
    return [part[-1] for part in parts if len(part[-1]) > 1]
