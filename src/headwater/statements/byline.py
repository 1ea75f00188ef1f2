"""Whose document it is: author and outlets as an article's own text names them.

Looked at are the first lines (masthead, headline, byline, dateline) and the last ones (who reports, who published it
first, who holds the copyright). ``headings`` says what each line is. What fits nothing is not guessed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from headwater.statements.headings import (
    Names,
    cased,
    different,
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
    pieces,
    read_names,
    undated,
)
from headwater.statements.outlets import (
    ABOUT,
    REPRINT,
    Page,
    agencies,
    copyrights,
    is_place,
    mastheads,
    passed_on,
    signed_outlet,
)

_BY = re.compile(r"(?i)\bby\b *:?(?: |$)")
_BEFORE_BY = frozenset(
    """a an and analysis article blog brief column comment commentary essay exclusive feature interview investigation
    on opinion piece post posted published report reported review special story submitted text the written words
    reporting at last updated novel tale poem""".split()
)
_AUTHOR_LABEL = re.compile(
    r"(?i)(?:author|byline|words|text|story|report|reporting|reporter|writer|column|columnist|interview|correspondent)s? ?: ?(?=\S)"
)
_SENDER = re.compile(r"(?i)from ?: ?(?=\S)")
_REPORTS = re.compile(
    r"^(.{3,60}?),? (?:reports|investigates|writes)(?: (?:from|in|on) [^.]{1,60})?\.?$|^(.{3,60}?) reporting$"
)
_REPORTING = re.compile(r"(?i:\breporting by) (?=[A-ZÀ-Þ])")
_WRITES = re.compile(
    r"(?i)\b(?:reporter|columnist|correspondent|editor|writer|journalist|contributor|critic|blogger|novelist|historian"
    r"|poet|researcher|author|writes|column|reports|covers|essayist|biographer|freelance)\b"
)
_WRITES_FOR = re.compile(
    r"\b(?:reporter|columnist|correspondent|editor|writer|journalist|contributor|critic|writes|reports|covers|works|edits"
    r"|staff)\b[^.]{0,60}? (?:for|at|of|with) (?=(?:[Tt]he )?[A-ZÀ-Þ])"
    r"|\b(?:column|essays|stories|work|writing)\b[^.]{0,60}? (?:for|in) (?=(?:[Tt]he )?[A-ZÀ-Þ])"
)


@dataclass(frozen=True, slots=True)
class Byline:
    """``outlets`` outermost first; ``author`` is "" where none is named."""

    outlets: tuple[str, ...] = ()
    author: str = ""


def find_byline(text: str) -> Byline:
    """Author and outlets that the text names as its own: masthead, byline, dateline, "originally published by"."""
    page = Page.of(text)
    named, at = _byline(page)
    if not named.people and not named.outlets:
        named, at = _bare(page)
    if not named.people:
        signed = _signed(page.foot)
        named = Names(signed.people, (*named.outlets, *signed.outlets)) if signed.people else named
    author, note_outlets = _note(page, named.people)
    people = named.people or author
    sources = passed_on([*page.heading, *page.foot])
    datelines = agencies(page)
    beside = named.outlets or _post_below(page.top, at) or (note_outlets if people else ())
    own = mastheads(page, at, people, [*beside, *sources, *datelines])
    plain = [o for o in beside if is_outlet(o) or o.lower().startswith("the ") or not own]
    outlets = [*own, *plain]
    outlets += [] if outlets or sources else copyrights(page)
    if not outlets and not datelines and not people and not sources:
        outlets += signed_outlet(page.foot)
    every = [cased(o, page.text) for o in (*outlets, *sources, *datelines)]
    return Byline(
        tuple(different([o for o in every if o not in people])), _joined([cased(p, "") for p in people])
    )


def _joined(people: Sequence[str]) -> str:
    people = list(dict.fromkeys(people))
    return " and ".join([*([", ".join(people[:-1])] if people[:-1] else []), *people[-1:]])


def _byline(page: Page) -> tuple[Names, int]:
    """The first line that says "by", "words:" or the like with somebody behind it, and its place."""
    letter = any(re.match(r"(?i)to ?:", line) for line in page.heading)
    for at, line in enumerate(page.top):
        label = _AUTHOR_LABEL.match(line) or (_SENDER.match(line) if letter else None)
        rest = line[label.end() :] if label else _after_by(line, page.top[at + 1 : at + 2])
        if not rest:
            found = _teller(line) if at <= page.prose else Names()
        else:
            found = read_names(_run_apart(rest, page.text), beside=True)
            found = _placeless(found, page.text)
            if not found.people and not found.outlets and re.search(r"(?i)\bposted .*\bby\b", line):
                found = Names((rest.split()[0],))
        if found.people or found.outlets:
            return found, at + (rest in page.top[at + 1 : at + 2])
    return Names(), -1


def _after_by(line: str, following: Sequence[str]) -> str:
    """What stands behind the "by" of a line that is a byline, else ""; the next line where nothing does."""
    by = _BY.search(line)
    if by is None or is_credit(line[: by.start()]) or is_credit(line):
        return ""
    before = re.sub(r"[^\w ]", " ", line[: by.start()]).lower().split()
    set_off = line[: by.start()].rstrip()[-1:] in {",", "—", "–", "|", ":", "-"}
    headline = by[0][0] == "B" and not line[: by.start()].isupper() and by.start() > 0
    rest = line[by.end() :] or (following[0] if following and by[0][0] == "B" else "")
    ends = headline and is_person(rest)
    spoken = all(word in _BEFORE_BY or is_date(word) or is_month(word) for word in before)
    if not spoken and not set_off and not ends and line[by.end() :]:
        return ""
    return "" if is_prose(line) and len(line) > 140 else rest


def is_month(word: str) -> bool:
    """Whether a word is a month's or a day's name, or part of a time."""
    return is_date(f"{word} 1")


def _run_apart(rest: str, text: str) -> str:
    """A byline with a comma between the name and the outlet that stands right behind it ("Ines Caldera Open Desk"): the
    name is the longest beginning that comes again in the text, or its first two words where a date stands behind all."""
    first, *others = [piece for _, piece in pieces(rest)] or [""]
    words = first.split()
    if len(words) < 4 or not all(w[0].isupper() for w in words):
        return rest
    dated = bool(others) and is_date(" ".join(others))
    for count in (3, 2):
        name, behind = " ".join(words[:count]), " ".join(words[count:])
        again = text.count(name) > 1 or is_outlet(behind) or (dated and count == 2)
        if is_person(name) and again and is_title(behind):
            return ", ".join([name, behind, *others])
    return rest


def _placeless(found: Names, text: str) -> Names:
    """Names without the outlets that are places: what the text is "in" or "from"."""
    kept = tuple(o for o in found.outlets if is_outlet(o) or not is_place(o, text))
    return Names(found.people, kept, found.more)


def _teller(line: str) -> Names:
    """Who a line says reports: "A town is drowning. Ines Caldera reports from Kvist."."""
    last = re.split(r"[.?!] ", line.rstrip(". "))[-1]
    reports = _REPORTS.match(last)
    name = (reports[1] or reports[2]) if reports is not None else ""
    return Names((name,)) if is_person(name) else Names()


def _bare(page: Page) -> tuple[Names, int]:
    """A line of the heading that is nothing but names, with what else stands in bylines on it or right below it, or below a
    headline and above the text."""
    headlines = 0
    for at, line in enumerate(page.top[: page.prose + 2]):
        if is_prose(line) or is_date(line) or is_furniture(line) or is_section(line):
            continue
        following = page.top[at + 1] if at + 1 < len(page.top) else ""
        found = _names_alone(line)
        if found.people and _stands_alone(page, found, at, headlines, following):
            return Names(found.people, _placeless(found, page.text).outlets, found.more), at
        headlines += not is_outlet(undated(line))
    return Names(), -1


def _names_alone(line: str) -> Names:
    """The names of a line that has nothing else but what bylines have; an outlet may come first."""
    parts = pieces(line.lstrip("—–- "))
    if any(is_credit(p) for _, p in parts[:1]) or len(line) > 120:
        return Names()
    found = read_names(line.lstrip("—–- "), beside=True)
    if found.people:
        return found if len(parts) < 2 or found.more or found.outlets or len(found.people) > 1 else Names()
    first = [n for n, (_, piece) in enumerate(parts) if is_person(piece)]
    told = any(is_date(piece) or is_post(piece) or is_outlet(piece) for _, piece in parts)
    if first and told and len(parts) > 1 and not any(mark == "," for mark, _ in parts[: first[0] + 1]):
        return Names((parts[first[0]][1],), (), True)
    return Names()


def _stands_alone(page: Page, found: Names, at: int, headlines: int, following: str) -> bool:
    """Whether a line of names is an author's, by what stands around it."""
    if headlines == 0 and at + 1 >= page.prose:
        return found.more and bool(found.outlets)
    if (found.more and (headlines or found.outlets)) or is_post(following):
        return True
    below = (
        is_date(following) or is_credit(following) or _is_dated_outlet(following) or REPRINT.match(following)
    )
    if headlines and (below or "@" in following.split(" ")[0]):
        return True
    if any(_comes_again(person, page) for person in found.people):
        return False
    if has_first_name(found.people[0]):
        return True
    last = at + 1 == page.prose or is_furniture(following) or is_outlet(following)
    last = last or (at + 2 == page.prose and following.isalpha() and following[0].isupper())
    above_headline = 0 < at == page.prose - 2 and headlines == 0 and len(following.split()) > 3
    two = all(len(person.split()) == 2 or "." in person for person in found.people)
    return two and ((headlines > 0 and last and len(found.people) == 1) or above_headline)


def _is_dated_outlet(line: str) -> bool:
    parts = [piece for _, piece in pieces(line)]
    return len(parts) > 1 and is_title(undated(parts[0]) or "-") and is_date(parts[-1])


def _comes_again(person: str, page: Page) -> bool:
    """Whether the text speaks of a person, rather than tell at its end who wrote it."""
    surname = re.escape(person.split()[-1])
    for found in re.finditer(rf"(?i:\b{surname}\b)", page.text):
        start = page.text.rfind("\n", 0, found.start()) + 1
        line = page.text[start : start + 200].partition("\n")[0]
        if " ".join(line.split()) in page.heading:
            continue
        if not line.isupper() and person.lower() not in line.lower()[: len(person) + 8]:
            return True
    return False


def _post_below(top: Sequence[str], at: int) -> tuple[str, ...]:
    """The outlet on the line below a byline: "Kvist Tribune Staff Writer", "Special to The Post"."""
    if not 0 <= at < len(top) - 1:
        return ()
    below = read_names(f"- {top[at + 1]}", beside=False)
    special = re.match(r"(?i)(?:exclusive )?(?:special )?(?:to|for) (?=\S)", top[at + 1])
    if special is not None:
        return tuple(filter(None, [leading_name(top[at + 1][special.end() :])]))
    return below.outlets if below.more and not below.people else ()


def _signed(foot: Sequence[str]) -> Names:
    """Who the last lines say wrote it: "Reporting by ...", "By ...", "— Ines Caldera"; a name alone at the end."""
    for line in foot:
        reporting = _REPORTING.search(line)
        rest = line[reporting.end() :] if reporting else _after_by(line, ()) if len(line) < 100 else ""
        label = _AUTHOR_LABEL.match(line)
        rest = line[label.end() :] if label else rest
        dash = re.match(r"(?:[—–]|--?) ?(?=[A-ZÀ-Þ])", line)
        found = read_names(rest or (line[dash.end() :] if dash else ""), beside=False)
        if not found.people:
            found = _teller(line)
        if found.people:
            return found
    for line, after in zip(foot, [*foot, ""][1:], strict=True):
        place = after[:1].isupper() and after.isalpha()
        if is_person(line) and (has_first_name(line) or place) and (place or line == foot[-1]):
            return Names((line,))
    return Names()


def _note(page: Page, people: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Who a note says writes, and for which outlet: "Ines Caldera is a columnist for The Port Ledger."."""
    for line in [*page.top[1 : page.prose + 1], *reversed(page.foot)]:
        about = ABOUT.match(line)
        unnamed = about is not None and bool(people) and about[1].lower() in {"the writer", "the author"}
        same = about is not None and (not people or about[1].lower() in map(str.lower, people))
        if about is None or not (unnamed or (same and is_person(about[1]))):
            continue
        outlet = _WRITES_FOR.search(line)
        name = leading_name(line[outlet.end() :]) if outlet else ""
        outlets = (name,) if name and not is_body(name) and not is_person(name) else ()
        writes = _WRITES.search(line) and (line in page.foot or outlets)
        if people or (writes and not _comes_again(about[1], page)):
            return (about[1],), outlets
    return (), ()
