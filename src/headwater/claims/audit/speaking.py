"""Who says what stands at a place of the archive, and when; and whether that is whom an article means."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from headwater.archive.tokens import words
from headwater.base.spans import Span
from headwater.claims.audit.holdings import Holdings
from headwater.model.document import Document
from headwater.model.statement import Form, Statement
from headwater.people.names import actor_key, is_named
from headwater.statements.byline import find_byline
from headwater.statements.extract import PART_NAMED, PART_UNNAMED
from headwater.statements.paragraphs import find_paragraphs
from headwater.statements.quotes import find_quotations

_COVERED = 0.8
_HONORIFICS = frozenset(
    """mr mrs ms miss dr prof sir dame lord lady señor señora sr sra don doña president minister secretary senator judge
    general colonel captain ambassador director chief inspector detective officer the a an of and for former""".split()
)
_BODIES = frozenset(
    """office agency bureau ministry department police army navy court council commission committee embassy party company
    bank union university newspaper institute authority inspectorate press group inc ltd llc corp service services
    government wire news times post review gazette ledger""".split()
)
_ADDRESS = re.compile(r"[\w.+-]+@[\w.-]+")
_NAME_PART = re.compile(r"[^\W_]+")
_PAGE = 4000  # code points on either side of a place in which its paragraph lies
_SHORT = 4  # letters of a short form that is not the beginning of a name: Len for Leonard
_LONGEST_PERSON = 4  # words of a person's name


@dataclass(frozen=True, slots=True)
class Speaking:
    """Who says what stands at a place.

    ``chain`` is outermost first; ``own`` are those of its links who say the words (the writer of this part of the text and
    whoever is quoted in it), the speaker last; it is empty where nobody is known to. ``names`` are other ways in which the writer
    is named there (addresses). ``days`` are the days of that writing by the clocks that count, ISO 8601; ``quoted`` says that
    the part quotes or forwards another text. ``statement`` is the innermost attribution; ``reported`` says that the words stand in
    quotation marks there without anybody known to be quoted.
    """

    chain: tuple[str, ...]
    own: tuple[str, ...]
    names: tuple[str, ...]
    days: tuple[str, ...]
    recipients: tuple[str, ...]
    quoted: bool
    statement: Statement | None
    reported: bool = False

    @property
    def speaker(self) -> str:
        """Who says it; "" where that is not known."""
        return self.own[-1] if self.own else ""


def said_at(holdings: Holdings, key: int, span: Span) -> Speaking:
    """Who says what stands at ``span`` of a document."""
    document = holdings.document(key).document
    holding = [
        one
        for one in holdings.statements_around(key, span)
        if sum(_shared(content, span) for content in one.content) >= _COVERED * len(span)
        if not any(span.holds(cue) for cue in one.cue)
    ]
    inner = min(holding, key=lambda one: sum(map(len, one.content)), default=None)
    parts = [one for one in holding if one.form is Form.BLOCK and not _is_reported(one, holding)]
    part = min(parts, key=lambda one: sum(map(len, one.content)), default=None)
    if part is None:
        return _of_article(document, inner)
    quoted = part.nested_in is not None
    unknown = quoted and not part.source
    chain = inner.chain if inner else part.chain
    above = next((one for one in holding if one.id == part.nested_in), None)
    first = min(len(above.chain), len(part.chain) - 1) if above is not None else len(part.chain) - 1
    own = () if unknown and inner is part else chain[max(0, first) :]
    people = document.message.participants if document.message else ()
    return Speaking(
        chain=chain,
        own=own,
        names=()
        if quoted
        else tuple(x for p in people if p.role in ("from", "sender") for x in (p.name, p.address) if x),
        days=_days(document, part, quoted),
        recipients=() if quoted else tuple(p.name or p.address for p in people if p.role in ("to", "cc")),
        quoted=quoted,
        statement=inner if inner is not part else None,
        reported=inner is part and is_quoted_there(document.text, span),
    )


def is_quoted_there(text: str, span: Span) -> bool:
    """Whether words stand in quotation marks in a text."""
    start = text.rfind("\n", 0, max(0, span.start - _PAGE)) + 1
    around = [
        one for one in find_paragraphs(text, start, min(len(text), span.end + _PAGE)) if one.overlaps(span)
    ]
    return any(one.span.holds(span) for one in find_quotations(text, around))


def _is_reported(block: Statement, holding: Sequence[Statement]) -> bool:
    """Whether a block is words that somebody reports and no part of a message: what announces it is said by another."""
    around = next((one for one in holding if one.id == block.nested_in), None)
    if around is None:
        return bool(block.cue) and block.confidence not in (PART_NAMED, PART_UNNAMED)
    return any(content.holds(cue) for content in around.content for cue in block.cue)


def _shared(one: Span, other: Span) -> int:
    return max(0, min(one.end, other.end) - max(one.start, other.start))


def _of_article(document: Document, inner: Statement | None) -> Speaking:
    """Of a text that is no message: its author and outlet, and who is quoted there."""
    byline = find_byline(document.text)
    chain = inner.chain if inner else tuple(x for x in (*byline.outlets, byline.author) if x)
    day = document.sent.local().date().isoformat() if document.sent and document.message else ""
    return Speaking(chain, chain, (document.title,), (day,) if day else (), (), False, inner)


def _days(document: Document, part: Statement, quoted: bool) -> tuple[str, ...]:
    if quoted or document.sent is None:
        return (part.date[:10],) if part.date else ()
    found = (document.sent.local().date().isoformat(), document.sent.iso()[:10])
    return tuple(dict.fromkeys(day for day in found if day))


def is_said_by(speaker: str, speaking: Speaking) -> bool | None:
    """Whether somebody whom an article names says the words; None where either is not known well enough to tell."""
    named = [link for link in speaking.own if _is_telling(link)]
    if not _is_telling(speaker) or not named:
        return None
    if any(may_be(speaker, link) for link in speaking.own):
        return True
    if any(_is_addressed(speaker, name) for name in speaking.names) and not any(
        _is_namesake(speaker, link) for link in speaking.own
    ):
        return True
    return (
        False if not speaking.reported and all(is_named(link) or "@" in link for link in named[-1:]) else None
    )


def may_be(one: str, other: str) -> bool:
    """Whether two names may mean the same: they share a word, and no given names speak against it."""
    mine, theirs = name_words(one), name_words(other)
    shared = set(mine) & set(theirs)
    if not shared:
        return False
    if not (_is_person(one, mine) and _is_person(other, theirs)) or mine[-1] != theirs[-1]:
        return True
    return shared != {mine[-1]} or len(mine) < 2 or len(theirs) < 2 or _abbreviates(mine[0], theirs[0])


def _is_addressed(speaker: str, name: str) -> bool:
    """Whether an address means somebody: by all words of a name in what stands before the "@", or by one word, a firm's, in its
    domain. A shown name is compared as other names are."""
    if "@" not in name:
        return may_be(speaker, name)
    local, _, domain = name.rpartition("@")
    own, mine = set(name_words(speaker)), set(words(_NAME_PART.sub(r"\g<0> ", local)))
    firm = len(own) == 1 or bool(_BODIES & own)
    return bool(own) and (own <= mine or (firm and not own.isdisjoint(domain.casefold().split(".")[:-1])))


def _is_namesake(one: str, other: str) -> bool:
    """Whether two people have a surname in common and given names that speak against each other."""
    mine, theirs = name_words(one), name_words(other)
    people = _is_person(one, mine) and _is_person(other, theirs) and len(mine) > 1 and len(theirs) > 1
    return people and mine[-1] == theirs[-1] and not may_be(one, other)


def _abbreviates(one: str, other: str) -> bool:
    """Whether one given name may be short for the other: an initial, its beginning, or a few of its letters in order."""
    short, long = sorted((one, other), key=len)
    if short[0] != long[0]:
        return False
    letters = iter(long)
    return long.startswith(short) or (len(short) <= _SHORT and all(letter in letters for letter in short))


def name_words(name: str) -> list[str]:
    """The folded words of a name that tell who it is; an address gives those of both its sides."""
    parts: list[str] = []
    for address in _ADDRESS.findall(name):
        local, _, domain = address.partition("@")
        parts += [*_NAME_PART.findall(local), *domain.split(".")[:-1]]
    bare = actor_key(_ADDRESS.sub(" ", name))
    found = [*words(bare), *words(" ".join(parts))]
    return [word for word in found if word not in _HONORIFICS]


def _is_person(name: str, found: Sequence[str]) -> bool:
    return "@" not in name and 1 <= len(found) <= _LONGEST_PERSON and not _BODIES & set(found)


def _is_telling(name: str) -> bool:
    """Whether a name has a word by which somebody can be told from others."""
    return is_named(name) and any(len(word) > 1 for word in name_words(name))


def any_is_said_by(names: Iterable[str], speaking: Speaking) -> bool | None:
    """Whether any of some names says the words; None where that cannot be told of any."""
    found = [is_said_by(name, speaking) for name in names]
    return True if True in found else False if False in found else None
