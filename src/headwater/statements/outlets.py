"""Outlets that the lines above and below a text name: mastheads, reprints, sources, copyrights, datelines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from headwater.statements.headings import (
    cased,
    has_first_name,
    is_body,
    is_credit,
    is_date,
    is_furniture,
    is_outlet,
    is_person,
    is_post,
    is_prose,
    is_section,
    is_title,
    leading_name,
    lines_of,
    pieces,
    posted_at,
    undated,
)

HEAD = 2500
"""A heading stands within this many code points of the start."""
FOOT = 900
"""What is said of a document below it stands within this many code points of the end."""
TOP = 14
"""Lines, not counting empty ones, in which a byline stands."""
LOOKED_AT = 60_000
"""Code points in which it is looked whether a name comes again."""
_OUTLET_LABEL = re.compile(r"(?i)(?:publication|publisher|newspaper|outlet|journal|magazine) ?: ?(?=\S)")
ABOUT = re.compile(
    r"^[\W_]*(.{3,50}?),? (?:is|was|writes|reports|covers|lives|edits|works|has been)\b(?: (?:an?|the|our|about))?(.*)"
)
"""A note on somebody: group 1 is who, if it is a name."""
REPRINT = re.compile(
    r"(?i)^[\W_]*(?:(?:this|the|an?|our|it|read the|earlier|original|longer|shorter|version|of|article|story|piece|column"
    r"|essay|report|post|interview|text|extract|excerpt|poem|chapter|was|is|has been|been|and) )*"
    r"(?:(?:originally|first)(?: been)? (?:published|appeared|ran|printed|posted|broadcast)|reprinted|republished|published"
    r"|syndicated|cross-?posted|reproduced|appeared)(?: here)?(?: with(?: the)?(?: kind)? permission)?"
    r" (?:by|in|on|from|of|at|courtesy of) (?=\S)"
)
"""Says, at the beginning of a line, that what stands above or below it was published before, up to where."""
_PERMISSION = re.compile(r"(?i)\b(?:permission (?:of|from)|courtesy of) (?=\S)")
_SOURCE = re.compile(r"(?i)^[\W_]*(?:source ?:|via\b|courtesy of) ?(?=\S)")
_COPYRIGHT = re.compile(
    r"(?i)(?:©|\(c\)|copyright)(?: ?(?:©|\(c\)))?(?: ?\d{4}(?:[-–]\d{2,4})?)?,? (?:by )?(?=\S)"
)
_PASSED_ON = re.compile(r"(?i)republished|reprinted|reproduced|permission|syndicat")
_DATELINE = re.compile(
    r"([A-ZÀ-Þ][\w .,'’/-]{0,70})?\(([A-Z][\w .&'’-]{1,40})\) ?(?:[-–—]{1,2}(?: |$)|:|$|(?=[A-ZÀ-Þ“\"]))"
)
_FROM = re.compile(r"From (?=(?:[Tt]he )?[A-ZÀ-Þ])")

_PUBLISHED = re.compile(
    r"(?i)\b(?:article|books?|essay|stor(?:y|ies)|piece|column|report(?:s|ed)?|writ(?:es?|ing|ten)|wrote|publish\w*|appear\w*"
    r"|print\w*|observ\w*|argu\w*|reprint\w*|research|interview\w*|quot\w*)\b[^.]*$"
)
_OF_PLACES = frozenset("port new san st cape fort lake mount los".split())


@dataclass(frozen=True, slots=True)
class Page:
    """The lines of a document that can name whose it is: ``top`` of the heading, the text's first lines among them, from
    ``prose`` on; ``foot`` the last ones, and the last paragraphs as one line each."""

    top: Sequence[str]
    prose: int
    foot: Sequence[str]
    text: str

    @classmethod
    def of(cls, text: str) -> Page:
        """The lines of a text; those of its foot are none of its heading."""
        top = lines_of(text[:HEAD], TOP)
        prose = next(
            (n for n, line in enumerate(top) if is_prose(line) and not _is_standfirst(top, n)), len(top)
        )
        end = text[-FOOT:].rstrip()
        ended = [
            line
            for part in re.split(r"\n[ \t\r]*\n", end)[-6:]
            for line in lines_of(part.replace("\n", " "), 1)
        ]
        short = lines_of("\n".join(end.split("\n")[-8:]), 8)
        foot = [line for line in dict.fromkeys([*short, *ended]) if line not in top[: max(prose, 1)]]
        return cls(top, prose, foot, text[:LOOKED_AT])

    @property
    def heading(self) -> Sequence[str]:
        """The lines above the text."""
        return self.top[: self.prose]


def _is_standfirst(top: Sequence[str], at: int) -> bool:
    """Whether a sentence stands between headline and byline."""
    below = top[at + 1] if 0 < at < len(top) - 1 else ""
    return bool(below) and (
        is_date(below) or is_outlet(below) or is_person(below) or below.lower().startswith("by ")
    )


def is_place(name: str, text: str) -> bool:
    """Whether a name is more likely a place's than an outlet's: one word, "Port Calder", or what the text is "in"."""
    words = name.split()
    if len(words) == 1 or (len(words) == 2 and words[0].lower() in _OF_PLACES):
        return True
    there = re.compile(rf"\b(?:in|at|from|near|of|to) {re.escape(name)}\b(?! [A-ZÀ-Þ])")
    return any(not _PUBLISHED.search(text, max(0, m.start() - 60), m.start()) for m in there.finditer(text))


def passed_on(lines: Iterable[str]) -> list[str]:
    """Where a document was published first, or comes from, as its first and last lines say."""
    found: list[str] = []
    for line in lines:
        for pattern in (REPRINT, _PERMISSION, _SOURCE):
            match = pattern.search(line)
            name = leading_name(line[match.end() :]) if match else ""
            if name and not is_date(name) and not has_first_name(name):
                found.append(name)
                break
        else:
            if _PASSED_ON.search(line) and (held := _copyright(line)):
                found.append(held)
    return found


def _copyright(line: str) -> str:
    match = _COPYRIGHT.search(line)
    name = leading_name(line[match.end() :]) if match else ""
    return name if " " in name and not is_person(name) and not name.lower().startswith("all rights") else ""


def copyrights(page: Page) -> list[str]:
    """Who a text says holds its copyright, one at most, and no person."""
    return [name for line in [*page.heading, *page.foot] if (name := _copyright(line))][:1]


def agencies(page: Page) -> list[str]:
    """The agency in a dateline: "PORT CALDER, May 3 (Meridian Wire) -"."""
    for line in page.top:
        agency = _agency(line, line is page.top[min(page.prose, len(page.top) - 1)])
        if agency:
            return [agency]
    return []


def _agency(line: str, at_prose: bool) -> str:
    """The agency of a dateline, "" where a line is none; one without a place needs a text or a dash behind it."""
    match = _DATELINE.match(line)
    if match is None:
        return ""
    place = (match[1] or "").strip(" ,")
    first = re.split(r"[ ,]", place)[0]
    dated = "," in place and is_date(place.rpartition(",")[2])
    bare = not place and (at_prose or line.endswith(("-", "–", "—")))
    return match[2] if bare or dated or (first.isupper() and len(first) > 2) else ""


def mastheads(page: Page, at: int, people: Sequence[str], others: Sequence[str]) -> list[str]:
    """The outlet that the lines above the text name beside or without a byline: by a word of the press, a date beside it,
    its place above the headline, or, where nothing else names one, as the body that issues a report."""
    known = {re.sub(r"^the ", "", o.casefold()) for o in others}
    lines = [
        (n, line)
        for n, line in enumerate(page.heading)
        if n != at and not is_date(line) and not is_section(line) and not _is_said(line)
    ]
    beside = [piece for line in page.heading[at : at + 1] if at >= 0 for _, piece in pieces(line)]
    named = [name for name in beside if is_outlet(name) and not any(p in name for p in people)]
    found = _named_from(lines) or _labelled(lines) or _by_words(lines, page, people) or named[:1]
    found = found or _by_date(lines, page, people) or ([] if known else _by_place(lines, page, people))
    if not found and not known:
        found = _bodies(lines, page)
    return [name for name in found if re.sub(r"^the ", "", name.casefold()) not in known]


def _is_said(line: str) -> bool:
    """Whether a line belongs to the page, or says where a document comes from, who translated it and the like."""
    said = any(pattern.search(line) for pattern in (REPRINT, _SOURCE, _COPYRIGHT, ABOUT))
    return (
        said
        or line.lower().endswith(" by")
        or is_furniture(line)
        or is_credit(line)
        or bool(_agency(line, False))
    )


def _named_from(lines: Sequence[tuple[int, str]]) -> list[str]:
    """The outlet in "From Alder, a quarterly"."""
    start = _FROM.match(lines[0][1]) if lines else None
    name = leading_name(lines[0][1][start.end() :]) if start else ""
    return [name] if name else []


def _labelled(lines: Sequence[tuple[int, str]]) -> list[str]:
    labels = [(line, label) for _, line in lines if (label := _OUTLET_LABEL.match(line))]
    return [name for line, label in labels if (name := leading_name(line[label.end() :]))][:1]


def _by_words(lines: Sequence[tuple[int, str]], page: Page, people: Sequence[str]) -> list[str]:
    """The first piece of a line that is plainly an outlet's name; the only headline is none."""
    headlines = sum(1 for _, line in lines if len(line.split()) > 1 and not is_outlet(undated(line)))
    found: list[str] = []
    for _, line in lines:
        turn = re.match(r"[A-ZÀ-Þ .]{2,30}: \S", line)  # of a transcript
        whole = is_outlet(line)
        for _, piece in [] if turn else [("", line)] if whole else pieces(line):
            name = re.sub(r" [Bb]log$", "", undated(piece))
            name = posted_at(name) or name
            alone = name == line and not headlines and not people and line is lines[0][1]
            if (
                is_outlet(name)
                and name not in people
                and not (alone and is_person(name))
                and (whole or not found)
            ):
                found.append(name)
    return found[:2]


def _by_date(lines: Sequence[tuple[int, str]], page: Page, people: Sequence[str]) -> list[str]:
    """A name with a date behind it on its line: "Open Desk, 2 May 2031". Places have dates as well."""
    for _, line in lines:
        parts = [piece for _, piece in pieces(line)]
        name = undated(parts[0]) if parts else ""
        rest = [p for p in parts[1:] if not is_date(p)]
        if len(parts) > 1 and len(rest) < len(parts) - 1 and len(rest) < 2 and len(name.split()) > 1:
            fits = is_title(name) and name not in people and not is_section(name) and not is_body(name)
            if fits and not is_place(name, page.text) and not is_post(name) and not is_furniture(line):
                return [name] if not is_person(name) or people else []
    return []


def _by_place(lines: Sequence[tuple[int, str]], page: Page, people: Sequence[str]) -> list[str]:
    """A short name on the first line, above a headline: where an author is named, or the text below has it again."""
    if len(lines) < 2:
        return []
    top = re.sub(r": an? [a-z].*", "", lines[0][1])
    first = undated(pieces(top)[0][1]) if pieces(top) else ""
    called = [
        line for _, line in lines[1:] if line.startswith("The ") and len(line.split()) <= 4 and is_title(line)
    ]
    if called and people and len(lines) > 2 and not is_title(first):
        return called[:1]
    if not first or not is_title(first) or len(first.split()) > 4 or first in people or is_body(first):
        return []
    called_below = cased(first, page.text)
    again = re.search(rf"\b{re.escape(called_below)}\b(?! [A-ZÀ-Þ])", page.text[len(first) + 2 :])
    words = first.split()
    if len(words) == 1:
        placed = re.search(rf"\b(?:in|at|from|near|of) {re.escape(called_below)}\b", page.text)
        return [first] if again and not placed and len(page.heading) > 2 and lines[0][0] == 0 else []
    if is_place(called_below, page.text):
        return []
    if not people:
        return [first] if again and not is_person(first) and len(words) < 4 else []
    headline = len(re.findall(r"\w+", lines[1][1])) > 2 and not is_outlet(lines[1][1])
    verb = any(w.lower()[-1] in "sd" for w in words[1:-1])
    return [first] if headline and (words[0] == "The" or len(words) <= 2 or not verb) else []


def _bodies(lines: Sequence[tuple[int, str]], page: Page) -> list[str]:
    """The court, office or organisation that a heading of several lines names."""
    if len(page.heading) < 2:
        return []
    firsts = [piece for _, line in lines for _, piece in pieces(line)[:1]]
    return [name for piece in firsts if is_body(name := undated(piece))][:1]


def signed_outlet(foot: Sequence[str]) -> list[str]:
    """The agency that signs the last line: "— Meridian Wire"."""
    signed = [re.sub(r"^(?:[—–(]|--?) ?", "", line).rstrip(")") for line in foot if line[0] in "—–-("]
    return [name for name in signed if is_outlet(name)][:1]
