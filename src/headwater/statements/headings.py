"""What the lines at the top and bottom of a document are: dates, names, outlets, sections, page furniture, prose.

Each line is cut into pieces at strokes, dots, dashes, commas and brackets, and each piece is judged by its words alone.
What the lines say together is told in ``byline``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from headwater.statements.genders import gender
from headwater.statements.mentions import DAYS, PRESS

LONGEST = 300
"""Code points of a line that are looked at."""

_ISSUERS = frozenset(
    """advocate almanac annals archive banner beacon blog bugle circular citizen desk diary digest fortnightly gazetteer
    insider journal leader letter letters magazine messenger monthly morning network newsletter newspaper notebook notes
    online packet pages podcast programme quarterly recorder register reporter samvad savanna spectator statesman station
    studio survey today transcript tribune voice watch week wire zeitschrift""".split()
)
"""Last words of the names of outlets, beside those of the press."""
_BODIES = frozenset(
    """agency alliance association authority books briefing bureau campaign center centre circle coalition collective
    commission committee council court federation files forum foundation group house initiative institute institution
    international laboratory league library line ministry museum observatory office ombudsman parliament papers project
    secretariat senate society transparency trust union unit university""".split()
)
"""Last or first words of the names of those who publish reports, which headlines have as well."""
_ENDINGS = ("watch", "wire", "leaks", "press", "news", "net", "lab", "post", "times", "online")
_APART = frozenset("( | · • [".split())
_NOT_INSIDE = frozenset("by for from in special to with".split())
_OPENERS = frozenset("radio tv journal voice el la le der die il o".split())
_NO_OUTLET = frozenset(
    "letters letter notes diary briefing transcript today morning week desk online books papers".split()
)
"""Words that alone, or with a word of a section, name a part of an outlet."""
SECTIONS = frozenset(
    """opinion news world comment business sports sport culture politics local national international analysis feature
    features editorial report reports briefing investigation investigations exclusive breaking transcript interview blog
    books essay letters fiction column review reviews home environment technology science health travel money the and to
    special official press release media statement memorandum memo abstract body working paper number annual archive
    latest us uk europe africa asia americas court courts letter editor story poem a long read full text""".split()
)
_FURNITURE = re.compile(
    r"(?i)(?:skip to|share\b|subscribe|sign (?:in|up)|log ?in|menu\b|advertisement|sponsored|listen to|read more|read the"
    r"|most (?:popular|read)|privacy|cookie|terms of|comments?\b|no comments|\d+ (?:comments?|shares?|min(?:ute)?s?\b)"
    r"|this article is more than|updated\b|last (?:updated|modified)|print\b|e?-?mail this|tags?:|labels?:|tagged|filed under"
    r"|posted in|photo|photograph|picture|image|illustrat|video\b|contents\b|you are receiving|view (?:in|this)"
    r"|all rights|unsubscribe|follow us|related|home ?[>»]|section:|length:|contact|for immediate|embargo|ends$|to:|cc:"
    r"|present:|apologies|apologies:|presenter:|host:|guests?:|producer:|case no|dear\b|chapter\b|part [ivx\d]|isbn)"
)
_CREDIT = re.compile(
    r"(?i)\b(?:translat\w+|photo\w*|pictures?|images?|illustrat\w+|edit(?:ed|ing)|writing by|additional|as told to|graphics?|video|"
    r"contribut\w+ (?:reporting|to)|compiled|produced|directed|designed|foreword|introduction|drawings?|research)\b"
)
_POSTS = frozenset(
    """staff writer correspondent reporter editor associated special columnist journalist contributor contributing
    freelance chief political harbour court foreign senior deputy business sports science health environment economics
    legal affairs crime regional national international diplomatic defence security critic blogger anchor bureau our own
    investigations investigative education transport africa europe asia and the a an guest of for in professor dr""".split()
)
_POST_HEADS = frozenset(
    """writer correspondent reporter editor columnist journalist contributor staff critic blogger freelance bureau team
    professor lecturer researcher fellow""".split()
)
_PARTICLES = frozenset("de la del von van der den bin al el ibn ní ni mac ó da di dos du le ter y".split())
_LITTLE = frozenset("of the and & de la le du del des for et y".split())
_SMALL = frozenset("of the and & for de la le du del des on in from at by to with a an et y".split())
_NO_NAME = frozenset(
    """the a an in on at of by for to from with and our your my his her its their this that what who why how when where new
    port north south east west san santa saint st mount lake cape fort upper lower great chapter part dear minutes
    page more read about most all no not is are was were as up down out over after before under street road county city
    department faculty school general first last one two three four staff ends""".split()
)
_MONTHS = frozenset("jan feb mar apr may jun jul aug sep oct nov dec".split())
_WEEKDAYS = frozenset("mon tue wed thu fri sat sun".split())
_DATE_WORDS = frozenset(
    """at on of updated published posted last modified first no vol volume issue number nr page pages p pp pg am pm gmt bst est
    edt cst cdt pst pdt utc cet cest ist eat wat et pt spring summer autumn fall winter edition""".split()
)
_FIGURE = re.compile(r"#?\d[\d:./–-]*(?:h\d\d|st|nd|rd|th|am|pm)?")
_MONTH_NAMES = re.compile(
    r"(?:january|february|march|april|may|june|july|august|september|sept|october|november|december|"
    r"monday|tuesday|wednesday|thursday|friday|saturday|sunday|tues|thur|thurs)$"
)
_ADDRESS = re.compile(r"@\w[\w.]*|\S+@\S+\.\w+|(?:https?://|www\.)\S+")
_NAME_WORD = re.compile(r"[A-ZÀ-Þ][^\W\d_]*(?:[-.'’][^\W\d_]*)*")
_CUT = re.compile(r" ?([|•·;()\[\]]|, |(?:^| )(?:[–—/-]|--)(?= |$)) ?")
_JOINT = re.compile(r" (?:and|&|AND|with|WITH|y) ")
_SPECIAL = re.compile(r"(?i)\b(?:(?:special|exclusive(?:ly)?) (?:to|for)) (?=\S)")
_LINKS = re.compile(r" (for|of|at|in|from|on|FOR|OF|AT|IN|FROM|ON) ")


@dataclass(frozen=True, slots=True)
class Names:
    """Who a line or a stretch of it names: people, and the outlets beside them. ``more`` is True where a date, a post, a place or
    an address stands beside them, as in bylines."""

    people: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()
    more: bool = False


def lines_of(text: str, most: int) -> list[str]:
    """The first ``most`` lines that are not empty, white space folded, no more than ``LONGEST`` of each."""
    out = []
    for line in text.splitlines():
        words = " ".join(line[:LONGEST].split()).strip("*_ ")
        if words:
            out.append(words)
        if len(out) == most:
            break
    return out


def pieces(line: str) -> list[tuple[str, str]]:
    """A line's pieces, each with the mark before it ("" for the first)."""
    cut = _CUT.split(line)
    marks = ["", *(m.strip() for m in cut[1::2])]
    return [
        (mark, piece.strip(" :")) for mark, piece in zip(marks, cut[::2], strict=True) if piece.strip(" :")
    ]


def is_date(words: str) -> bool:
    """Whether words are a date, a time or the number of an issue, and nothing else."""
    tokens = re.split(r"[\s,|()·–—-]+", words.strip(" .,|-–—"))
    return any(c.isdigit() for c in words) and all(_is_date_word(t) for t in tokens if t)


def _is_date_word(token: str) -> bool:
    low = token.lower().strip(".,:")
    return (
        low in _MONTHS
        or low in _WEEKDAYS
        or low in _DATE_WORDS
        or _FIGURE.fullmatch(low) is not None
        or _MONTH_NAMES.match(low) is not None
        or low in {"a.m", "p.m"}
    )


def undated(words: str) -> str:
    """Words without a date or number behind them ("Port Notes 12")."""
    tokens = words.split()
    last = len(tokens)
    while last and any(c.isdigit() for c in " ".join(tokens[last - 1 :])) and _is_date_word(tokens[last - 1]):
        last -= 1
    return " ".join(tokens[:last])


def is_furniture(line: str) -> bool:
    """Whether a line belongs to the page rather than the text: navigation, captions, addressees."""
    return _FURNITURE.match(line) is not None or _ADDRESS.fullmatch(line) is not None


def is_section(words: str) -> bool:
    """Whether words name a section or a kind of text ("World News", "Official Report")."""
    low = re.findall(r"[^\W\d_]+", words.lower())
    return bool(low) and all(w in SECTIONS for w in low)


def is_credit(words: str) -> bool:
    """Whether words say who did something else than write: translators, photographers, editors."""
    return _CREDIT.match(words) is not None


def is_prose(line: str) -> bool:
    """Whether a line is a sentence or more, rather than a headline."""
    words = line.split()
    ends = line.rstrip("”\"’')")[-1:] in {".", "?", "!", "…"} and len(words) > 5
    return (
        len(line) > 100
        or (ends and (len(line) > 50 or line[0] in "“\"‘'«" or line[-1] == "."))
        or (
            len(words) > 9
            and line[-1:].islower()
            and len(line) > 58
            and sum(w[0].isupper() for w in words) < 6
        )
    )


def is_title(words: str) -> bool:
    """Whether all words but little ones begin with a capital, and there are no more than eight."""
    parts = words.split()
    if not 1 <= len(parts) <= 8 or words[-1] in ".?!,:;" or DAYS & set(parts) or is_date(words):
        return False
    return all(w[0].isupper() or w in _SMALL for w in parts) and parts[0] not in {"A", "An"}


def is_outlet(words: str) -> bool:
    """Whether a name is plainly that of an outlet: it has a word of the press in the place where such names have it."""
    parts = [w.rpartition("-")[2] for w in words.lower().split()]
    if not parts or len(parts) > 6 or not is_title(words) or is_section(words) or _NOT_INSIDE & set(parts):
        return False
    if is_post(words):
        return False
    known, plain_words = PRESS | _ISSUERS, [p for p in parts if p != "the"]
    if len(plain_words) == 1:
        return len(parts) == 2 and (plain_words[0] in known or plain_words[0].endswith(_ENDINGS))
    if plain_words[-1] in _NO_OUTLET and set(plain_words[:-1]) <= SECTIONS:
        return False
    return (
        plain_words[-1] in known
        or (plain_words[0] in _OPENERS and len(plain_words) <= 4 and plain_words[0] not in {"o", "die"})
        or (len(plain_words) <= 3 and plain_words[-1].endswith(_ENDINGS))
        or any(w in known and after == "of" for w, after in pairwise(plain_words))
        or (len(plain_words) > 2 and " ".join(plain_words[-2:]) in {"news service", "news agency"})
    )


def is_body(words: str) -> bool:
    """Whether a name could be that of a court, an office or an organisation."""
    parts = [w.lower() for w in words.split()]
    if len(parts) < 2 or len(parts) > 8 or not is_title(words) or is_section(words):
        return False
    led = any(w in _BODIES and after in {"of", "for", "on", "to"} for w, after in pairwise(parts))
    return (
        parts[-1] in _BODIES
        or led
        or (len(parts) <= 3 and parts[0] in PRESS | _ISSUERS | _BODIES and len(parts) == 2)
    )


def is_person(words: str) -> bool:
    """Whether words could be a person's name: two to five capitalised ones, none of which an outlet, a section, a
    place or a day has."""
    parts = words.split()
    if not 2 <= len(parts) <= 5 or parts[-1].lower() in _PARTICLES or words[-1] == ".":
        return False
    if (
        not all(_NAME_WORD.fullmatch(w) or w.lower() in _PARTICLES for w in parts)
        or not parts[0][0].isupper()
    ):
        return False
    low = {w for part in parts for w in re.split(r"[-.]", part.lower()) if len(w) > 1}
    named = sum(1 for w in parts if w.lower() not in _PARTICLES or w == parts[0])
    return (
        named >= 2
        and not low & (PRESS | _ISSUERS | _BODIES | SECTIONS | _POST_HEADS | _NO_NAME)
        and not DAYS & {w.title() for w in parts}
        and not any(len(w) > 4 and w.endswith(_ENDINGS) for w in low)
    )


def has_first_name(words: str) -> bool:
    """Whether the first word is one of the known first names."""
    return bool(gender(words.split()[:1]))


def is_post(words: str) -> bool:
    """Whether words say what a writer does ("Harbour Correspondent"), or where a scholar works."""
    low = [w.strip(".,").lower() for w in words.split()]
    works = bool(low) and low[0] in {"department", "faculty", "school", "university", "professor"}
    return works or (
        len(low) <= 6 and bool(_POST_HEADS & set(low)) and all(w in _POSTS | _POST_HEADS for w in low)
    )


def leading_name(words: str) -> str:
    """The name with which ``words`` begin: capitalised ones, and little ones between them; "" without any."""
    taken: list[str] = []
    for n, word in enumerate(words.split()[:9]):
        bare = word.rstrip('.,;:)]”"*_')
        capital = bare[:1].isupper() or (bool(taken) and bare[:1].isdigit() and len(bare) < 3)
        if not (capital or bare.lower() in _LITTLE or (n == 0 and bare == "the")) or bare in DAYS:
            break
        taken.append(bare)
        if bare != word:
            break
    while taken and not taken[-1][:1].isupper():
        taken.pop()
    return "" if " ".join(taken).lower() == "the" else " ".join(taken)


def read_names(words: str, beside: bool) -> Names:
    """Who stands in a byline (without its "By") or on a line of names. Reading ends at the first piece that is none of
    name, outlet, post, place, date and address; where that is the first one, nobody is named.

    ``beside`` is whether any name beside a person counts as an outlet, and not only those with a word of the press.
    """
    people: list[str] = []
    outlets: list[str] = []
    more = False
    every = pieces(_SPECIAL.sub(", for ", words))
    for n, (mark, piece) in enumerate(every):
        if is_credit(piece):
            more = True
            break
        if is_date(piece) or _ADDRESS.fullmatch(piece) or is_furniture(piece) or is_post(piece):
            more = more or bool(people or outlets)
            continue
        listed = any(_JOINT.search(f" {p} ") for _, p in every[n:])
        apart = bool(people) and (
            mark in _APART or (mark == "," and not listed and not has_first_name(piece))
        )
        found = _read_piece(piece, bool(people), beside, apart)
        if found is None:
            break
        people += found.people
        outlets += found.outlets
        more = more or found.more
    return Names(tuple(people), tuple(outlets), more)


def _read_piece(piece: str, after_people: bool, beside: bool, apart: bool) -> Names | None:
    """One piece of a byline; None where it is nothing that bylines have. ``apart`` is whether it is no further person."""
    posted = posted_at(piece)
    if posted:
        return Names((), (posted,), True)
    start = re.match(r"(?i)(?:for|of|at|from|in|and|&|with) ", piece)
    if start is not None and after_people:
        rest = piece[start.end() :]
        word = start[0].strip().lower()
        if word in {"in", "from"}:
            return Names((), (), True)
        if word in {"for", "of", "at"}:
            return Names((), _some(leading_name(rest)), True)
        return _read_piece(rest, False, beside, False)
    if is_outlet(piece) and not is_person(_LINKS.split(piece)[0]):
        return Names((), (piece,))
    people: list[str] = []
    outlets: tuple[str, ...] = ()
    more = False
    for part in _JOINT.split(piece):
        if is_post(part) and people:
            continue
        link = _LINKS.search(part)
        name = part[: link.start()] if link else part
        if not is_person(name):
            people, outlets = [], ()
            break
        people.append(name)
        if link and link[1].lower() in {"for", "of", "at"}:
            outlets += _some(leading_name(part[link.end() :]))
        more = more or link is not None
    if people and not apart:
        return Names(tuple(people), outlets, more)
    if after_people and beside and is_title(piece):
        return Names((), (piece,))
    return None


def posted_at(piece: str) -> str:
    """The outlet in "columnist for The Ledger", "Kvist Tribune Staff Writer", "The Ledger staff"; "" without any."""
    words = piece.split()
    last = len(words)
    while last and words[last - 1].lower() in _POSTS | _POST_HEADS:
        last -= 1
    if 0 < last < len(words) and _POST_HEADS & {w.lower() for w in words[last:]}:
        before = " ".join(words[:last])
        return before if is_outlet(before) else ""
    for n, word in enumerate(words[:8]):
        if word.lower() in {"for", "of", "at", "with"} and _POST_HEADS & {w.lower() for w in words[:n]}:
            return leading_name(" ".join(words[n + 1 :])) if not is_person(" ".join(words[:2])) else ""
    return ""


def _some(name: str) -> tuple[str, ...]:
    return (name,) if name else ()


def cased(name: str, text: str) -> str:
    """A name in capitals as the text has it elsewhere, else with capitals at the beginning of its words."""
    if not name.isupper() or (" " not in name and len(name) < 5):
        return name
    for found in re.finditer(rf"(?i)\b{re.escape(name)}\b", text):
        if not found[0].isupper() and not found[0].islower():
            return found[0]
    title = re.sub(r"(?<=['’])S\b", "s", name.title())
    first, *rest = title.split()
    return " ".join([first, *(w.lower() if w.lower() in _SMALL else w for w in rest)])


def different(outlets: Sequence[str]) -> list[str]:
    """Each outlet once, whatever its article and case; initials of another one are that one."""
    seen: dict[str, str] = {}
    for outlet in outlets:
        seen.setdefault(re.sub(r"^the ", "", outlet.casefold()), outlet)
    initials = {"".join(w[0] for w in o.split() if w[0].isupper()) for o in seen.values() if " " in o}
    return [o for o in seen.values() if o not in initials]
