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
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?"
_DATE = (
    r"(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*\.?,? )?"
    rf"(?:{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?(?:,? \d{{4}})?|\d{{1,2}}(?:st|nd|rd|th)? (?:of )?{_MONTH},?(?: \d{{4}})?"
    rf"|(?:{_MONTH}|Spring|Summer|Autumn|Fall|Winter) \d{{4}}|\d{{1,2}}[./]\d{{1,2}}[./]\d{{2,4}}|\d{{4}}-\d\d-\d\d"
    r"|(?:[Nn]o|[Ii]ssue|[Vv]ol(?:ume)?|[Nn]umber)\.? ?\d{1,4}|(?:p|page)\.? ?\d{1,4})(?!\w)"
)
_BYLINE = re.compile(rf"(?m)(?:^[ \t]*|[ \t])(?:By|BY)(?:[ \t]*:)?[ \t]*(?:\r?\n[ \t]*|(?<=[ \t]))({_NAME})")
_LINE_START = re.compile(
    rf"(?m)^[ \t*_–—-]*(?:(?:(?!(?:[Pp]hoto|[Pp]icture|[Ii]llustration|[Tt]ranslat|[Ee]dit))[A-Za-z]+ ){{0,3}}"
    rf"(?:By|BY|by)|(?:Author|Words|Text|Story|Report|Reporting|Reporter|Writer|Column|Columnist|Interview)(?=:)):?[ \t]+({_NAME})"
)
_AND = re.compile(rf"[ \t]+and[ \t]+({_CAPS}(?:[ \t]+{_CAPS}){{1,3}})[ \t]*(?=[\r\n,|]|$)")
_REPORTS = re.compile(
    rf"(?m)^[ \t]*({_CAPS}(?: (?:{_CAPS}|de|la|von|van|der)){{1,3}}) (?:reports\b|in {_CAPS}[ \t]*$)"
)
_TAIL = re.compile(rf"(?m)[,—–|:-][ \t]+(?:an? )?(?:[a-z]+ ){{0,3}}by ({_NAME})[ \t]*$")
_DATED = re.compile(rf"\s*[,|–—-]\s*{_DATE}")
_AFTER = re.compile(
    rf"(?:[ \t]*(?:,|\||–|—|/)[ \t]*(?:(?:for|of|in)[ \t]+)?|[ \t]+(?:for|of|in|at)[ \t]+)"
    rf"((?:[Tt]he[ \t]+)?{_NAME})[ \t]*(?=\r?\n|$)"
)
_OUTLET_LINE = re.compile(
    rf"((?:The )?{_CAPS}(?: (?:{_CAPS}|{_LITTLE})){{0,5}})[ \t]*(?:,|\||–|—|-|·|\()[ \t]*{_DATE}.{{0,30}}"
)
_FROM = re.compile(rf"From ((?:[Tt]he )?{_CAPS}(?: (?:{_CAPS}|{_LITTLE})){{0,5}})(?:,.*)?")
_AGENCY = re.compile(
    r"(?m)^[ \t]*(?:[A-ZÀ-Þ]{3}[\w .,'’-]{0,60})?\(([A-Z][\w .&'’-]{1,40})\)[ \t]*(?:[-–—]{1,2})(?=\s)"
)
_REPRINT = re.compile(
    rf"(?:(?i:(?:originally|first|(?:article|story|piece|column|essay|report|interview|extract)(?:\swas)?)\s"
    rf"(?:published|appeared|ran|printed)|reprinted|republished|syndicated)(?i:\swith\s(?:kind\s)?permission)?"
    rf"|(?m:^[ \t]*)(?:Published|Appeared|Printed))\s+(?:by|in|on|from|of|at)\s+((?:[Tt]he[ \t]+)?{_NAME})"
)
_REPORTING = re.compile(rf"\b[Rr]eporting by ({_CAPS}(?: {_CAPS}){{1,3}})")
_COLUMN = re.compile(
    rf"\b(?:column|pieces?|work|writing)s? (?:appears?|is published|runs) (?:every \w+ |weekly )?in ((?:the )?{_NAME})"
)
_ABOUT = re.compile(
    rf"(?m)^[ \t*_–—-]*({_CAPS}(?: (?:{_CAPS}|de|la|von|van|der)){{1,3}}),? (?:is|was|writes|reports|covers)"
    r" (?:an? |the |our )?(?:[\w-]+ ){0,4}?(?:reporter|journalist|writer|columnist|correspondent|editor|author|historian"
    r"|researcher|blogger|novelist|for|from|about)\b"
)
_COPYRIGHT = re.compile(rf"(?:©|\(c\)|Copyright)[ \t]*(?:\d{{4}})?,?[ \t]*(?:by )?((?:[Tt]he[ \t]+)?{_NAME})")
_SOURCE = re.compile(
    rf"(?m)^[ \t]*(?:Source[ \t]*:|[Vv]ia\b|Courtesy of)[ \t-]*((?:The[ \t]+)?{_NAME})[ \t]*\.?\r?$"
)
_SEPARATOR = re.compile(r"\s*(?:[|•·/]|\s[–—-]|[–—]|,|:)\s+|\s*[|•·]\s*")
_ISSUERS = PRESS | frozenset(
    """advocate agency alliance almanac annals archive banner beacon circular citizen desk diary leader newsletter packet
    recorder register spectator statesman unit voice association blog books briefing bureau campaign center centre circle coalition collective
    commission committee council court desk digest federation files foundation forum gazetteer group initiative institute
    institution journal laboratory league letters library line magazine museum network notebook notes observatory office
    ombudsman papers pages podcast programme project quarterly radio society station studio survey transparency trust
    union university watch week weekly""".split()
)
"""Words in the names of outlets and of those who publish reports."""
_ISSUING = ("watch", "wire", "leaks", "press", "news", "net", "lab", "post", "international", "online")
"""Ends of the last word of such names."""
_SECTIONS = frozenset(
    """opinion news world comment business sports culture politics local national international analysis feature
    features editorial report briefing investigation exclusive breaking transcript interview blog books essay letters
    fiction column review reviews""".split()
)
_FOOT = 900  # code points at the end in which an author or a copyright is named
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
    match = next(
        (m for p in (_LINE_START, _BYLINE, _TAIL) for m in p.finditer(head) if _is_byline(head, m)), None
    )
    if match is not None:
        author, rest = _split(match[1], text, match.start(1))
        other = _AND.match(head, match.end()) if not rest else None
        author = f"{author} and {_cased(other[1])}" if other is not None else author
        dated = _DATED.match(head, match.end())
        after = _AFTER.match(head, match.end())
        if rest and dated:
            outlets.append(rest)
        if after is not None and not dated and not _STAFF & set(after[1].lower().split()):
            outlets.append(after[1])
    else:
        reports = _REPORTS.search(head)
        told = reports[1] if reports is not None and _is_person(reports[1]) else ""
        author = told or _bare_author(lines) or _author_below(text)
    own = _outlet_above(lines, author, text) if not outlets else ""
    outlets += [own] if own else []
    for pattern, where in ((_COLUMN, text), (_COPYRIGHT, text[-_FOOT:])):
        found = pattern.search(where) if author and not outlets else None
        if found is not None and found[1] != author:
            outlets.append(" ".join(found[1].split()).rstrip(" ."))
    for pattern, where in ((_REPRINT, text), (_SOURCE, text), (_AGENCY, head)):
        found = pattern.search(where)
        if found is not None:
            outlets.append(" ".join(found[1].split()).rstrip(" ."))
    return Byline(tuple(_different(outlets)), author)


def _author_below(text: str) -> str:
    """Who the last lines say wrote it: "Ines Caldera is a reporter for ..."."""
    foot = max(0, len(text) - _FOOT)
    found = _REPORTING.search(text, foot) or _ABOUT.search(text, foot)
    return found[1] if found is not None else ""


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
    ends = re.match(r"[ \t]*(?:\r?\n|$|[,|–—/•·;-]|and\b|for\b|in\b|on\b)", head[match.end() :])
    return (
        lines_before <= TOP
        and len(words) > 1
        and words[0] != "The"
        and not DAYS & set(words)
        and ends is not None
        and words[-1][-1] != "."
    )


def _bare_author(lines: Sequence[str]) -> str:
    """A line below the headline that is nothing but a person's name, with a date, an outlet, a post or prose right behind
    it; or the part of a line that is one, with a date or an outlet beside it."""
    for at in range(min(6, len(lines) - 1)):
        after = lines[at + 1]
        follows = re.match(_DATE, after) or after[-1] in ".?!" or len(after) > 80 or _is_post(after)
        if (
            at
            and all(_is_person(name) for name in lines[at].split(" and "))
            and (follows or _OUTLET_LINE.match(after) or _is_issuer(after, True))
        ):
            return _cased(lines[at])
        pieces = _SEPARATOR.split(lines[at])
        beside = any(re.fullmatch(_DATE, x) or _is_issuer(x, True) or _is_post(x) for x in pieces)
        found = next((piece for piece in pieces if beside and _is_person(piece)), None)
        if found is not None and len(pieces) > 1 and len(lines[at]) < 80:
            return _cased(found)
    return ""


def _is_person(words: str) -> bool:
    """Whether a line is two to four capitalised words, none of which an outlet, a section or a day has."""
    parts = words.split()
    if not 2 <= len(parts) <= 4 or words[-1] == "." or not all(_NAME_WORD.fullmatch(w) for w in parts):
        return False
    low = {w.lower() for w in parts}
    return not (
        low & (_ISSUERS | _STAFF | _SECTIONS)
        or DAYS & set(parts)
        or parts[0] in {"The", "A", "An", "In", "On"}
    )


def _is_post(line: str) -> bool:
    """Whether a line says what its writer does: "Harbour correspondent"."""
    return len(line.split()) <= 5 and bool(_STAFF & {w.lower() for w in line.split()})


def _outlet_above(lines: Sequence[str], author: str, text: str) -> str:
    """The outlet in the lines above the text: "NAME, date", "From NAME, a quarterly", or a line, or a part of one, that
    is a name with a word of the press in it; the first line too where it is a short name that comes again below."""
    top = list(lines[: next((n for n, line in enumerate(lines) if _is_prose(line)), len(lines))])
    if not top:
        return ""
    source = _FROM.fullmatch(top[0])
    if source is not None:
        return source[1]
    for line in top:
        dated = _OUTLET_LINE.fullmatch(line)
        if dated is not None and dated[1] != author and not _is_place(dated[1]):
            return _cased(dated[1])
    for at, line in enumerate(top):
        for piece in [line, *_SEPARATOR.split(line)]:
            if (
                (not author or author not in piece)
                and _is_title(piece)
                and _is_issuer(piece, alone=at > 0 or len(top) > 1)
            ):
                return _cased(piece)
    called = [
        line for line in top[1:] if line.startswith("The ") and len(line.split()) <= 4 and _is_title(line)
    ]
    if called and author and len(top) > 2:
        return _cased(called[0])
    first = _SEPARATOR.split(top[0])[0]
    turn = top[0].startswith(f"{first}:") and first.isupper()  # of a transcript
    own = bool(author) and author.split(" and ")[0].lower() in first.lower()
    if turn or own or len(top) < 2 or not _is_title(first) or len(first.split()) > 4:
        return ""
    below = text[text.find(top[0]) + len(top[0]) :]
    again = len(first.split()) <= 3 and _comes_again(_cased(first), below)
    return _cased(first) if again or (author and _is_masthead(first, top[1:], author)) else ""


def _is_masthead(first: str, others: Sequence[str], author: str) -> bool:
    """Whether a short line above a headline and an author is an outlet's name, rather than itself a headline with a
    verb ("Storm Hits Port")."""
    above = [line for line in others if line.lower() not in _SECTIONS and not re.match(_DATE, line)]
    headline = bool(above) and author.lower() not in above[0].lower() and len(above[0].split()) > 2
    words = first.split()
    return headline and (words[0] == "The" or len(words) <= 2 or not any(w[-1] in "sd" for w in words[1:-1]))


def _is_prose(line: str) -> bool:
    return len(line) > 100 or (len(line) > 50 and line[-1] in '.?!”"’')


def _is_title(words: str) -> bool:
    """Whether all words but little ones begin with a capital, and there are no more than six."""
    parts = words.split()
    if not 1 <= len(parts) <= 6 or words[-1] in ".?!,:;" or DAYS & set(parts):
        return False
    little = {
        "of",
        "the",
        "and",
        "&",
        "for",
        "de",
        "la",
        "del",
        "on",
        "in",
        "from",
        "at",
        "by",
        "to",
        "with",
        "a",
        "an",
    }
    return all(w[0].isupper() or w in little for w in parts) and words.lower() not in _SECTIONS


def _is_issuer(words: str, alone: bool) -> bool:
    """Whether a name ends like that of an outlet, or begins so with few words ("Radio Alma")."""
    parts = [w.lower() for w in words.split()]
    if not parts or not alone or (len(parts) == 1 and parts[0] in _ISSUERS):
        return False
    return (
        parts[-1] in _ISSUERS
        or (len(parts) <= 4 and bool(_ISSUERS & set(parts)))
        or (len(parts) <= 3 and parts[-1].endswith(_ISSUING))
    )


def _comes_again(name: str, text: str) -> bool:
    """Whether a name stands in a text other than as the beginning of a longer one."""
    return re.search(rf"\b{re.escape(name)}\b(?! [A-ZÀ-Þ])", text) is not None


def _cased(name: str) -> str:
    """A name in capitals as it is written in prose."""
    return re.sub(r"(?<=['’])S\b", "s", name.title()) if name.isupper() else name


def _is_place(name: str) -> bool:
    return bool(DAYS & set(name.split()))


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
