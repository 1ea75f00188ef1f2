"""Whose document it is: author and outlets as an article's own text names them.

Looked at are the first lines (masthead, headline, byline, dateline) and the phrases by which reprints name where
they come from. What fits none of these is not guessed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from headwater.statements.mentions import DAYS, PRESS

HEAD = 2500
"""A byline stands within this many code points of the start."""

TOP = 8
"""Lines, not counting empty ones, in which a byline stands."""

_CAPS = r"[A-ZÀ-Þ][\w.'’-]*"
_LITTLE = r"(?:de|la|del|von|van|der|bin|al|of|the|and|&)"
_NAME = rf"{_CAPS}(?:[ \t]+(?:{_CAPS}|de|la|del|von|van|der|bin|al)){{0,6}}"
_DATE = (
    r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,? )?"
    r"(?:[A-Z][a-z]+\.? \d{1,2},? \d{4}|\d{1,2} [A-Z][a-z]+\.?,? \d{4}|\d{1,2}/\d{1,2}/\d{2,4}|\d{4}-\d\d-\d\d)"
)
_BYLINE = re.compile(rf"(?m)(?:^[ \t]*|[ \t])(?:By|BY)(?:[ \t]*:)?[ \t]*(?:\r?\n[ \t]*|(?<=[ \t]))({_NAME})")
_LINE_START = re.compile(rf"(?m)^[ \t]*(?:By|BY|by)[ \t]+({_NAME})")
_DATED = re.compile(rf"\s*[,|–—-]\s*{_DATE}")
_AFTER = re.compile(
    rf"[ \t]*(?:,|\||–|—|/)[ \t]*(?:(?:for|of|in)[ \t]+)?((?:The[ \t]+)?{_NAME})[ \t]*(?=\r?\n|$)"
)
_OUTLET_LINE = re.compile(
    rf"((?:The )?{_CAPS}(?: (?:{_CAPS}|{_LITTLE})){{0,5}})[ \t]*(?:,|\||–|—|-)[ \t]*{_DATE}"
)
_FROM = re.compile(rf"From ((?:[Tt]he )?{_CAPS}(?: (?:{_CAPS}|{_LITTLE})){{0,5}})(?:,.*)?")
_AGENCY = re.compile(
    r"(?m)^[ \t]*(?:[A-ZÀ-Þ]{3}[\w .,'’-]{0,60})?\(([A-Z][\w .&'’-]{1,40})\)[ \t]*(?:[-–—]{1,2})(?=\s)"
)
_REPRINT = re.compile(
    rf"(?i:originally\s(?:published|appeared|ran)|first\s(?:published|appeared|ran)|reprinted|republished|syndicated)"
    rf"[ \t\r\n]+(?:(?:by|in|on|from|at)[ \t\r\n]+)((?:[Tt]he[ \t]+)?{_NAME})"
)
_COLUMN = re.compile(
    rf"\b(?:column|pieces?|work|writing)s? (?:appears?|is published|runs) (?:every \w+ |weekly )?in ((?:the )?{_NAME})"
)
_SOURCE = re.compile(rf"(?m)^[ \t]*Source[ \t]*:[ \t-]*((?:The[ \t]+)?{_NAME})[ \t]*\.?\r?$")
_STAFF = frozenset("staff writer correspondent reporter editor associated special".split())
_NAME_WORD = re.compile(r"[A-ZÀ-Þ][^\W\d_]*(?:[-.'’][^\W\d_]*)*")


@dataclass(frozen=True, slots=True)
class Byline:
    """``outlets`` outermost first; ``author`` is "" where none is named."""

    outlets: tuple[str, ...] = ()
    author: str = ""


def find_byline(text: str) -> Byline:
    """Author and outlets that the text names as its own: masthead, byline, dateline, "originally published by"."""
    head = text[:HEAD]
    lines = [line.strip() for line in head.splitlines() if line.strip()][: TOP + 1]
    outlets: list[str] = []
    author = ""
    match = next((m for p in (_LINE_START, _BYLINE) for m in p.finditer(head) if _is_byline(head, m)), None)
    if match is not None:
        author, rest = _split(match[1], text, match.start(1))
        dated = _DATED.match(head, match.end())
        after = _AFTER.match(head, match.end())
        if rest and dated:
            outlets.append(rest)
        if after is not None and not dated and not _STAFF & set(after[1].lower().split()):
            outlets.append(after[1])
    else:
        author = _bare_author(lines)
    own = _outlet_above(lines, author, text) if not outlets else ""
    outlets += [own] if own else []
    for pattern, where in ((_COLUMN, text), (_REPRINT, text), (_SOURCE, text), (_AGENCY, head)):
        found = pattern.search(where)
        if found is not None and (pattern is not _COLUMN or (author and not outlets)):
            outlets.append(" ".join(found[1].split()).rstrip(" ."))
    return Byline(tuple(_different(outlets)), author)


def _different(outlets: Sequence[str]) -> list[str]:
    """Each outlet once, whatever its article and case."""
    seen: dict[str, str] = {}
    for outlet in outlets:
        seen.setdefault(re.sub(r"^the ", "", outlet.casefold()), outlet)
    return list(seen.values())


def _is_byline(head: str, match: re.Match[str]) -> bool:
    """Whether a "By ..." stands near the top, names two words or more and ends its line or goes on as bylines do."""
    lines_before = sum(1 for line in head[: match.start(1)].splitlines() if line.strip())
    words = match[1].split()
    ends = re.match(r"[ \t]*(?:\r?\n|$|[,|–—/]|and\b)", head[match.end() :])
    return (
        lines_before <= TOP
        and len(words) > 1
        and words[0] != "The"
        and not DAYS & set(words)
        and ends is not None
        and words[-1][-1] != "."
    )


def _bare_author(lines: Sequence[str]) -> str:
    """A line below the headline that is nothing but a person's name, with a date or prose right behind it."""
    for at in range(1, min(5, len(lines) - 1)):
        words, after = lines[at].split(), lines[at + 1]
        if not 2 <= len(words) <= 4 or not all(_NAME_WORD.fullmatch(w) for w in words):
            continue
        names = {w.lower() for w in words}
        if names & (PRESS | _STAFF) or DAYS & set(words) or words[0] in {"The", "A", "An"}:
            continue
        if re.match(_DATE, after) or len(after) > 80 or after[-1] in ".?!":
            return lines[at].title() if lines[at].isupper() else lines[at]
    return ""


def _outlet_above(lines: Sequence[str], author: str, text: str) -> str:
    """The outlet in the first lines: "NAME, date", "From NAME, a quarterly", or a masthead, which is the first line
    where it has a word of the press in it or comes again below the headline."""
    for line in lines[1:5]:
        found = _OUTLET_LINE.fullmatch(line)
        if found is not None and found[1] != author and not _is_place(found[1]):
            return found[1]
    if not lines:
        return ""
    source = _FROM.fullmatch(lines[0])
    if source is not None:
        return source[1]
    words = lines[0].split()
    if len(words) > 6 or len(lines) < 3 or lines[0][-1] in ".?!,:;" or lines[0] == author:
        return ""
    if not all(w[0].isupper() or w in {"of", "the", "and", "&", "for", "de", "la"} for w in words):
        return ""
    name = lines[0].title().replace("’S", "’s").replace("'S", "'s") if lines[0].isupper() else lines[0]
    press = bool({w.lower() for w in words} & PRESS) and (bool(author) or len(words) <= 4)
    again = len(words) > 1 and name in text[text.find(lines[0]) + len(lines[0]) :]
    return name if press or again else ""


def _is_place(name: str) -> bool:
    return name.isupper() or bool(DAYS & set(name.split()))


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
