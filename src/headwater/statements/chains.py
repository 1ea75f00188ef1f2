"""Chains: through whom a statement reached us, outermost first, its source last."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from headwater.base.spans import Span
from headwater.statements.headings import is_outlet, leading_name
from headwater.statements.mentions import (
    DOCUMENTS,
    PEOPLE,
    PRESS,
    PUBLICATIONS,
    SAYINGS,
    Mention,
    Naming,
    mention_at,
    mention_of,
)
from headwater.statements.names import Names, plain
from headwater.statements.parse import Parsed

_DAY = (
    r"((?:[A-Z][a-z]{2,8}\.?\s+\d{1,2},?|\d{1,2}\s+[A-Z][a-z]{2,8}\.?,?)\s+\d{4}"
    r"|\d{4}-\d\d-\d\d)"
)
_DATED = re.compile(rf"\b(?:dated|sent on|written on|of|on|from|for)\s+{_DAY}")
_BEHIND = re.compile(rf"(?:\s+to\s+[^,.;:\n]{{1,40}}?)?,?\s+(?:dated|sent on|written on)\s+{_DAY}")


@dataclass(frozen=True, slots=True)
class Spoken:
    """Who stands in an attribution: ``who`` is its source, ``through`` the documents and outlets that it names as the
    way ("in an e-mail", "told the Observer"), outermost first; ``dated`` is the date as written, or ""; ``holder`` is whose
    views its content sets out, where its source is a document that says so."""

    who: Mention | None
    through: tuple[Mention, ...] = ()
    dated: str = ""
    holder: Mention | None = None


_WHOSE = re.compile(r"^(?:his|her|its|their|my|our|your)\s+", re.IGNORECASE)
_AND = re.compile(r"\s+(?:y|e|et|und)\s+[A-ZÀ-Þ]\w+")
_ROLE = r"(?:reporter|journalist|correspondent|columnist|editor|writer|staff writer)"
_REPORTER = re.compile(rf"(?:^| )(?:[a-z]+ ){{0,2}}{_ROLE}$")
_REPORTER_FOR = re.compile(
    rf",? (?:an? |the )?(?:[a-z]+ ){{0,2}}{_ROLE} (?:for|at|with|of) (?=(?:the |The )?[A-ZÀ-Þ])"
)
NOBODY = Spoken(None)
MEETINGS = frozenset("interview statement conversation comment remark briefing".split())
"""Acts of speaking: no links themselves, but whom one speaks to may be an outlet."""
LONGEST = 64
"""Links of a chain, at most."""
LEFT_OUT = "…"
"""Stands for links that are not told."""


def spoken(p: Parsed, text: str, source: Sequence[Span], cue: Span, content: Sequence[Span]) -> Spoken:
    """Who stands in the attribution of this source, cue and content."""
    who = mention_at(p, source[0]) if source else None
    taken = [*source, *content]
    ways = [m for t in _verbs(p, cue) for m in _ways(p, t)]
    through = tuple(m for m in ways if not any(m.span.overlaps(s) for s in taken))
    through = (*through, *_ways_inside(p, source[0])) if source else through
    named = [*through, *([who] if who else [])]
    dates = [d for m in named if (d := written_date(text, m))]
    return Spoken(who, through, dates[0] if dates else "")


def _ways_inside(p: Parsed, source: Span) -> list[Mention]:
    """The documents in a source that is somebody's words: "the statements of X in letters to Y"."""
    sayings = [t for t in p.inside(source) if p.lemmas[t] in SAYINGS]
    inside = [m for t in sayings[:1] for c in (t, *_owners(p, t)) for m in _ways(p, c)]
    return [m for m in inside if m.head in DOCUMENTS]


def _owners(p: Parsed, saying: int) -> list[int]:
    return [
        who
        for c in p.children[saying]
        if p.words[c].lower() == "of" and (who := p.child(c, "pobj")) is not None
    ]


def written_date(text: str, mention: Mention) -> str:
    """The date in or right behind a mention of a document ("an e-mail dated May 3, 2010"), as written; "" where there is
    none with a year."""
    if mention.head not in DOCUMENTS:
        return ""
    found = _DATED.search(plain(text, mention.span)) or _BEHIND.match(text, mention.span.end)
    return found[1] if found else ""


def _verbs(p: Parsed, cue: Span) -> list[int]:
    """The tokens whose adjuncts count: the cue's main word, and what it hangs on by "to" or "and"."""
    inside = p.inside(cue)
    top = next((t for t in inside if p.heads[t] not in inside or p.heads[t] == t), None)
    out: list[int] = []
    while top is not None and len(out) < 4:
        out.append(top)
        top = p.heads[top] if p.deps[top] == "xcomp" else None
    return out


def _ways(p: Parsed, verb: int) -> list[Mention]:
    """Documents ("in a letter") and outlets ("told the Observer") among what hangs on ``verb``."""
    out: list[Mention] = []
    for child in p.children[verb]:
        word = p.words[child].lower()
        if p.deps[child] == "prep" and word in {"via", "through"} and (who := _carrier(p, child)) is not None:
            out.append(who)
        elif p.deps[child] == "prep" and word in {"in", "from", "via", "by", "through", "on", "to"}:
            thing = p.child(child, "pobj")
            if thing is not None and p.pos[thing] in {"NOUN", "PROPN"}:
                out.extend(_way(p, thing, outlet_only=word in {"on", "to", "by", "via", "through"}))
        elif p.deps[child] in {"dobj", "dative"} and p.pos[child] in {"NOUN", "PROPN"}:
            out.extend(_way(p, child, outlet_only=True))
    return out


def _carrier(p: Parsed, prep: int) -> Mention | None:
    """The person in "said through a spokesman"."""
    who = p.child(prep, "pobj")
    mention = mention_of(p, who) if who is not None and p.pos[who] in {"NOUN", "PROPN"} else None
    speaks = mention is not None and (mention.head in PEOPLE or bool(PEOPLE & set(mention.roles)))
    return mention if speaks else None


def _spoken_to(p: Parsed, thing: int) -> list[Mention]:
    """The outlet in "an interview with the Observer", "a statement to the Observer"."""
    links = [c for c in p.children[thing] if p.words[c].lower() in {"with", "to", "on"}]
    outlets = [who for c in links if (who := p.child(c, "pobj")) is not None]
    return [m for who in outlets if _is_outlet(p, who, m := mention_of(p, who))]


def _way(p: Parsed, thing: int, outlet_only: bool) -> list[Mention]:
    mention = mention_of(p, thing)
    if _is_outlet(p, thing, mention):
        return [mention]
    if p.lemmas[thing] in MEETINGS:
        return _spoken_to(p, thing)
    if outlet_only or mention.head not in DOCUMENTS:
        return []
    return [mention]


def _is_outlet(p: Parsed, thing: int, mention: Mention) -> bool:
    if p.pos[thing] != "PROPN" or mention.name is None:
        return False
    first = p.inside(mention.span).start
    words = {w.lower() for w in p.words[first : thing + 1]}
    return bool(words & PRESS) or (
        p.words[first] == "The" and first > 0 and p.words[first - 1] not in {".", '"'}
    )


def links(s: Spoken, names: Names, person: str) -> list[str]:
    """The links of this attribution, outermost first: the ways that it names, then ``person``, the name of its source
    ("" where there is none)."""
    out: list[str] = []
    for mention in s.through:
        out.extend(_document_links(mention, names, person))
    if s.who is not None:
        if s.who.publisher is not None and s.who.head in DOCUMENTS:
            out.append(_publisher(s.who, names))
        elif s.who.publisher is not None:  # "estimates published by X" are X's own words
            person = _publisher(s.who, names)
        if person:
            out += [*_paper(s.who, names, person), person]
    return [link for n, link in enumerate(out) if link and link not in out[:n]]


def _paper(who: Mention, names: Names, person: str) -> list[str]:
    """The outlet for which a reporter writes, where the phrase says so: "Harbour Post reporter Ida Brandt", "Ida Brandt,
    a reporter for the Harbour Post", "the Post's Ida Brandt"."""
    if who.name is None or who.naming is not Naming.NAME or " " not in person:
        return []
    start, name = who.span.start, who.name
    before = plain(names.text, Span(start, name.start)) if start < name.start else ""
    owned = names.text[start : name.start].rstrip().endswith(("'s", "’s", "s'", "s’"))
    reporter = _REPORTER.search(before)
    behind = _REPORTER_FOR.match(names.text, name.end)
    if reporter is not None:
        outlet = before[: reporter.start()]
    elif behind is not None:
        outlet = leading_name(names.text[behind.end() : behind.end() + 80])
    else:
        outlet = before if owned else ""
    outlet = re.sub(r"^(?:an?|the|The|An?) ", "", re.sub(r"['’]s?$", "", outlet.strip()))
    return [outlet] if is_outlet(f"The {outlet}") or (outlet and behind is not None) else []


def _document_links(mention: Mention, names: Names, person: str) -> list[str]:
    """A document named as the way: its publisher, the outlet it names itself by, and the document where it is dated
    or no outlet is known."""
    own = _WHOSE.sub("", plain(names.text, mention.span))
    if mention.head not in DOCUMENTS:
        return [own if own.startswith("The ") else names.called(mention)]
    dated = _DATED.search(own) is not None
    if mention.head in PUBLICATIONS and not dated:
        if mention.publisher is not None:
            return [_publisher(mention, names)]
        outlet = _outlet_in(own)
        if outlet and outlet not in person and person.split()[-1:] != outlet.split()[-1:]:
            return [outlet]
        return []
    called = _WHOSE.sub("", names.called(mention))
    return [*([_publisher(mention, names)] if mention.publisher else []), called]


def _publisher(mention: Mention, names: Names) -> str:
    if mention.publisher is None:
        return ""
    more = _AND.match(names.text, mention.publisher.end)
    end = more.end() if more else mention.publisher.end
    name = re.sub(r"^the ", "", plain(names.text, Span(mention.publisher.start, end)))
    after = re.compile(r"\s*(?:\(|, or\s+)([A-Z]{2,8})\b").match(names.text, end)
    return f"{name} ({after[1]})" if after else name


def _outlet_in(phrase: str) -> str:
    """The capitalised words in "an earlier Harbour Post story"."""
    found = re.findall(
        r"(?:[A-Z][\w.'’-]*)(?:\s+[A-Z][\w.'’-]*)*", re.sub(r"^(?:The|A|An|In|This|That)\s+", "", phrase)
    )
    return re.sub(r"['’]s?$", "", max(found, key=len)) if found else ""


def joined(above: Sequence[str], own: Sequence[str]) -> tuple[str, ...]:
    """One chain: ``own`` below ``above``; nobody stands twice in a row. What is in the midst of a longer one than
    ``LONGEST`` is left out, and ``LEFT_OUT`` stands for it."""
    out: list[str] = []
    for link in (*above, *own):
        if not out or out[-1] != link:
            out.append(link)
    if len(out) > LONGEST:
        half = LONGEST // 2
        out = [*out[:half], LEFT_OUT, *out[half + 1 - LONGEST :]]
    return tuple(out)
