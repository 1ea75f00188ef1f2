"""Who a mention means within one document: full names for short ones, names for titles and pronouns.

Rules only, and cautious ones: a mention that fits nothing stays as it is written. A code name is never taken for
anybody else.
"""

from __future__ import annotations

import heapq
import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from headwater.base.spans import Span
from headwater.statements.mentions import DOCUMENTS, PRESS, TITLES, Mention, Naming

ORGANISATIONS = frozenset(
    """agency authority bank board bureau cartel center centre college commission committee company congress corp
    corporation council court department embassy federation foundation government group house inc institute
    institution ministry movement nations office organization organisation parliament party police press senate service
    society times news post union university white states radio journal network daily herald observer tribune gazette
    magazine reuters guardian""".split()
)
FIRST_PERSON = frozenset("i we me us my our mine ours myself ourselves".split())
_WORD = re.compile(r"[^\W_]+(?:[-.'’][^\W_]+)*\.?")
_BRACKETED = re.compile(r"\(([^\W\d_]+)\)")
_QUOTE_MARK = re.compile(r"\n[ \t]*>[> \t]*")
_PICTURE = re.compile(
    "[\u200d\u20e3\u2600-\u27bf\u2b00-\u2bff\ufe0e\ufe0f\U0001f000-\U0001faff\U000e0020-\U000e007f]"
)
MOST_ROLES = 400
"""How many named ones with the same role are compared with a phrase, at most."""
LOOKED_AT = 50
"""How many mentions with the same noun or role are compared with a phrase."""
REMEMBERED = 2000
"""How many names, and how many acronyms, are taken over from what stands before in a long document."""


@dataclass(frozen=True, slots=True)
class Known:
    """The names that a document's text, or a slice of it, has.

    ``full`` has by the last words of names ("Marr", "Jane Marr") those longer names that occur most often, each with
    its place, in order; ``beginning`` has by its first word the one personal name that begins so; ``often`` how often a
    name of several words occurs; ``acronyms`` where one first stands in brackets.
    """

    text: str
    full: Mapping[str, Sequence[tuple[int, str]]]
    beginning: Mapping[str, str]
    often: Mapping[str, int]
    acronyms: Mapping[str, int]

    @classmethod
    def of(cls, text: str, within: Span, mentions: Iterable[Mention], before: Known | None = None) -> Known:
        """The names among ``mentions``, in any order, all from ``within`` a slice of ``text``. ``before`` are those of
        the slice before it: the most frequent of them stay known."""
        places: dict[str, list[int]] = defaultdict(list)
        acronyms: dict[str, int] = {}
        if before:
            places.update((name, [within.start]) for name in before.most_frequent())
            acronyms.update(islice(before.acronyms.items(), REMEMBERED))
        for mention in mentions:
            words = plain(text, mention.name).split() if mention.name else []
            if 1 < len(words) <= 6:
                places[" ".join(words)].append(mention.span.start)
        longer: dict[str, list[str]] = defaultdict(list)
        for name in places:
            words = name.split()
            for at in range(1, len(words)):
                longer[" ".join(words[at:])].append(name)
        often = {name: len(starts) for name, starts in places.items()}
        full = {}
        for ending, names in longer.items():
            most = max(often[name] for name in names)
            full[ending] = sorted((start, n) for n in names if often[n] == most for start in places[n])
        for match in _BRACKETED.finditer(text, within.start, within.end):
            acronyms.setdefault(match[1], match.start())
        return cls(text, full, _beginnings(places), often, acronyms)

    def most_frequent(self) -> list[str]:
        """Up to ``REMEMBERED`` names of several words."""
        return heapq.nlargest(REMEMBERED, self.often, key=self.often.__getitem__)

    def nearest(self, ending: str, position: int) -> str:
        """The longer name that ``ending`` ends, the last one up to ``position``, else the next; "" without any."""
        found = self.full.get(ending, ())
        before = bisect_right(found, position, key=lambda one: one[0])
        return found[max(0, before - 1)][1] if found else ""


@dataclass(frozen=True, slots=True)
class Names:
    """What a document's text calls whom.

    ``near`` are those among which a pronoun looks for what it stands for: those of the same part of a message.
    """

    known: Known
    near: Sequence[Mention]
    kinds: Mapping[str, Sequence[Mention]]  # common nouns with an indefinite article among ``near``, by head
    roles: Mapping[str, Sequence[Mention]]  # named ones among ``near``, by role

    @classmethod
    def of(cls, known: Known, near: Sequence[Mention]) -> Names:
        """The names of a document. ``near`` is in order of start."""
        kinds: dict[str, list[Mention]] = defaultdict(list)
        roles: dict[str, list[Mention]] = defaultdict(list)
        for mention in near:
            if mention.naming is Naming.NOUN and mention.indefinite:
                kinds[mention.head].append(mention)
            if mention.name is not None:
                for role in mention.roles:
                    roles[role].append(mention)
        return cls(known, near, kinds, roles)

    @property
    def text(self) -> str:
        """The document's text."""
        return self.known.text

    def called(self, mention: Mention) -> str:
        """The clearest name in the document for who or what ``mention`` speaks of; a pronoun stays (see ``speakers``)."""
        if mention.naming is Naming.PRONOUN:
            return plain(self.text, mention.span)
        if mention.naming is Naming.NAME and mention.head in DOCUMENTS - PRESS:
            return re.sub(r"^(?i:the)\s+", "", plain(self.text, mention.span))
        if mention.naming is Naming.NAME and mention.name is not None:
            full = self._full(plain(self.text, mention.name), mention.span.start)
            return full if " " in full else f"{self._title(mention)}{full}"
        return self._described(mention)

    def _full(self, name: str, position: int) -> str:
        """The name in the document that ends in the words of ``name``, the most frequent one where there are several,
        the nearest among equals; an acronym with what it stands for. One word before a full name that mostly stands
        without it is an epithet, no name."""
        if name.isupper() and name.isalpha():
            spelled_out = self._spelled_out(name)
            return self.known.nearest(name.title(), position) or name if spelled_out == name else spelled_out
        if name.isupper() and " " in name:
            name = name.title()
        words = name.split()
        organisation = any(w.lower() in ORGANISATIONS for w in words)
        if any(c.isdigit() for c in name) or (organisation and len(words) > 1):
            return name
        nearest = self.known.nearest(name, position)
        if not nearest and len(words) == 1:
            nearest = self.known.beginning.get(name, "")
        own, often = self.known.often.get(name, 0), self.known.often.get(nearest, 0)
        epithet = len(nearest.split()) == len(words) + 1 and own > 2 * often
        return name if not nearest or (len(words) > 1 and epithet) else nearest

    def _title(self, mention: Mention) -> str:
        """The title before a name of one word ("Mrs " in "a Mrs Marr"), which says more than the name alone."""
        if mention.name is None or mention.name.start <= mention.span.start:
            return ""
        before = self.text[mention.span.start : mention.name.start].split()
        last = before[-1] if before else ""
        return f"{last} " if last[:1].isupper() and last.rstrip(".").lower() in TITLES else ""

    def _spelled_out(self, acronym: str) -> str:
        at = self.known.acronyms.get(acronym)
        if at is None:
            return acronym
        words = self.text[max(0, at - 120) : at].split()
        for start in range(len(words)):
            initials = "".join(w[0] for w in words[start:] if w[0].isupper())
            if initials == acronym and words[start][0].isupper():
                return f"{' '.join(words[start:])} ({acronym})"
        return acronym

    def _described(self, mention: Mention) -> str:
        """A common noun: the name that has this role, else the fullest earlier mention with the same noun."""
        own = plain(self.text, mention.span)
        if not mention.definite:
            return own
        if mention.plural and mention.head in DOCUMENTS:
            return re.sub(r"^(?i:these|those)\s+", "", own)
        start, mine = mention.span.start, _content_words(own)
        named = [] if mention.plural else self.roles.get(mention.head, ())
        fitting = [
            o for o in named[:MOST_ROLES] if mine <= {mention.head, *o.traits, *_words(self.text, o.span)}
        ]
        if fitting:  # the last one named before, else the first one after
            at = bisect_left(fitting, start, key=lambda o: o.span.start)
            other = fitting[max(0, at - 1)]
            return self._full(plain(self.text, other.name or other.span), other.span.start)
        for other in self.kinds.get(mention.head, ())[:LOOKED_AT]:
            fits = other.span.start < start and other.plural == mention.plural
            if fits and mine <= _words(self.text, other.span):
                return plain(self.text, other.span)
        return own


def _beginnings(names: Iterable[str]) -> dict[str, str]:
    """By first word the personal name that begins with it, where there is but one."""
    out: dict[str, str] = {}
    for name in names:
        first, *rest = name.split()
        if _is_personal([first, *rest]):
            same = first not in out or out[first].split()[-1:] == rest[-1:]
            out[first] = name if same else ""
    return {first: name for first, name in out.items() if name}


def _is_personal(words: Sequence[str]) -> bool:
    return not any(w.lower() in ORGANISATIONS for w in words)


def plain(text: str, span: Span) -> str:
    """The span's words on one line, without quotation marks, possessive endings, emoji and invisible characters."""
    words = _PICTURE.sub(" ", _QUOTE_MARK.sub("\n", span.of(text)))
    words = " ".join(words.split())
    words = re.sub(r"[\"“”«»„″\[\]\u200b\u00ad]|(?<!\w)[‘']|['’](?!\w)", "", words)
    return re.sub(r"['’′]s$", "", words).strip(" ,;:")


def _words(text: str, span: Span) -> set[str]:
    return {w.lower() for w in _WORD.findall(plain(text, span))}


def _content_words(phrase: str) -> set[str]:
    return {w.lower() for w in _WORD.findall(phrase)} - {"the", "this", "that", "these", "those", "a", "an"}
