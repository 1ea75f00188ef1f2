"""Whose document it is: author and outlet as an article's own text names them."""

from __future__ import annotations

import re
from dataclasses import dataclass

HEAD = 2500
"""A byline stands within this many code points of the start."""

_CAPS = r"[A-ZÀ-Þ][\w.'’-]*"
_NAME = rf"{_CAPS}(?:[ \t]+(?:{_CAPS}|de|la|del|von|van|der|bin|al)){{0,6}}"
_BYLINE = re.compile(rf"(?m)(?:^[ \t]*|[ \t])(?:By|BY)(?:[ \t]*:)?[ \t]*(?:\r?\n[ \t]*|(?<=[ \t]))({_NAME})")
_LINE_START = re.compile(rf"(?m)^[ \t]*(?:By|BY|by)[ \t]+({_NAME})")
_DATED = re.compile(
    r"\s*[,|–—-]\s*(?:[A-Z][a-z]+\.? \d{1,2},? \d{4}|\d{1,2} [A-Z][a-z]+\.? \d{4}|\d{1,2}/\d{1,2}/\d{2,4})"
)
_AFTER = re.compile(
    rf"[ \t]*(?:,|\||–|—|/)[ \t]*(?:(?:for|of|in)[ \t]+)?((?:The[ \t]+)?{_NAME})[ \t]*(?=\r?\n|$)"
)
_DATELINE = re.compile(r"(?m)^[ \t]*[A-ZÀ-Þ]{3}[A-ZÀ-Þa-z .,'’-]{0,50}\(([A-Z][\w .&'’-]{1,40})\)[ \t]*[-–—]")
_AGENCY = re.compile(r"(?m)^[ \t]*\(([A-Z][\w .&'’-]{1,40})\)[ \t]*[-–—]")
_REPRINT = re.compile(
    rf"(?i:originally (?:published|appeared)|first (?:published|appeared)|reprinted|republished)"
    rf"[ \t]+(?:(?:by|in|on|from|at)[ \t]+)((?:[Tt]he[ \t]+)?{_NAME})"
)
_SOURCE = re.compile(rf"(?m)^[ \t]*Source[ \t]*:[ \t-]*((?:The[ \t]+)?{_NAME})[ \t]*\.?\r?$")
_STAFF = frozenset("staff writer correspondent reporter editor associated special".split())


@dataclass(frozen=True, slots=True)
class Byline:
    """``outlets`` outermost first; ``author`` is "" where none is named."""

    outlets: tuple[str, ...] = ()
    author: str = ""


def find_byline(text: str) -> Byline:
    """Author and outlets that the text names as its own: byline, dateline, agency, "originally published by"."""
    head = text[:HEAD]
    outlets: list[str] = []
    author = ""
    match = next((m for p in (_LINE_START, _BYLINE) for m in p.finditer(head) if _is_byline(head, m)), None)
    if match is not None:
        author, rest = _split(match[1], text, match.start(1))
        if rest and _DATED.match(head, match.end()):
            outlets.append(rest)
        after = _AFTER.match(head, match.end())
        if (
            after is not None
            and not _DATED.match(head, match.end())
            and not _STAFF & set(after[1].lower().split())
        ):
            outlets.append(after[1])
    for pattern, where in ((_REPRINT, text), (_SOURCE, text), (_DATELINE, head), (_AGENCY, head)):
        found = pattern.search(where)
        if found is not None:
            outlets.append(" ".join(found[1].split()).rstrip(" ."))
    return Byline(tuple(dict.fromkeys(outlets)), author)


def _is_byline(head: str, match: re.Match[str]) -> bool:
    """Whether a "By ..." stands near the top, names two words or more and ends its line or goes on as bylines do."""
    lines_before = sum(1 for line in head[: match.start(1)].splitlines() if line.strip())
    words = match[1].split()
    ends = re.match(r"[ \t]*(?:\r?\n|$|[,|–—/]|and\b)", head[match.end() :])
    return (
        lines_before <= 8
        and len(words) > 1
        and words[0] != "The"
        and ends is not None
        and words[-1][-1] != "."
    )


def _split(names: str, text: str, at: int) -> tuple[str, str]:
    """A run of capitalised words as a person's name and what follows it: the longest beginning that comes again."""
    words = names.split()
    rest_of_text = text[at + len(names) :]
    for count in range(min(4, len(words)), 1, -1):
        name = " ".join(words[:count])
        if name in rest_of_text:
            return name, " ".join(words[count:])
    count = 3 if len(words) > 2 and (words[1].rstrip(".").isalpha() and len(words[1].rstrip(".")) == 1) else 2
    if len(words) == 3:
        count = 3
    name = " ".join(words[:count])
    return (name.title() if name.isupper() else name), " ".join(words[count:])
