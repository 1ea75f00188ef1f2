"""Who a mention means within one document: full names for short ones, names for titles and pronouns.

Rules only, and cautious ones: a mention that fits nothing stays as it is written. A code name is never taken for
anybody else.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from headwater.base.spans import Span
from headwater.statements.mentions import DOCUMENTS, TITLES, Mention, Naming

ORGANISATIONS = frozenset(
    """agency authority bank board bureau cartel center centre college commission committee company congress corp
    corporation council court department embassy federation foundation government group house inc institute
    institution ministry movement nations office organization organisation parliament party police press senate service
    society times news post union university white states radio journal network daily herald observer tribune gazette
    magazine reuters guardian""".split()
)
PEOPLE = TITLES | frozenset(
    """adviser advisor activist aide author banker boss broker captain clerk colleague critic dealer defendant
    diplomat doctor driver engineer expert friend historian informant insider investigator lawmaker leaker man mother
    nurse official operative owner participant person pilot politician researcher resident scholar scientist soldier
    source speaker student supporter teacher trader veteran victim voter whistleblower witness woman worker writer
    trafficker narco-trafficker prosecutor economist pollster strategist manager smuggler""".split()
)
FIRST_PERSON = frozenset("i we me us my our mine ours myself ourselves".split())
_SINGULAR = frozenset("he she him her his hers himself herself who whom".split())
_NEUTER = frozenset("it its itself which that".split())
_PLURAL = frozenset("they them their theirs themselves".split())
_WORD = re.compile(r"[^\W_]+(?:[-.'’][^\W_]+)*\.?")
BACK = 12
"""How many mentions before a pronoun are looked at."""


@dataclass(frozen=True, slots=True)
class Names:
    """The mentions of a document, in order of their start, and its text."""

    text: str
    mentions: Sequence[Mention]

    def called(self, mention: Mention) -> str:
        """The clearest name in the document for who or what ``mention`` speaks of."""
        if mention.naming is Naming.PRONOUN:
            found = self._antecedent(mention)
            return self.called(found) if found is not None else plain(self.text, mention.span)
        if mention.naming is Naming.NAME and mention.name is not None:
            return self._full(plain(self.text, mention.name), mention.span.start)
        return self._described(mention)

    def _before(self, position: int) -> Sequence[Mention]:
        return self.mentions[: bisect_left(self.mentions, position, key=lambda m: m.span.start)]

    def _full(self, name: str, position: int) -> str:
        """The longest name in the document that ends in the words of ``name``; an acronym with what it stands for."""
        if name.isupper() and name.isalpha():
            return self._spelled_out(name)
        words = name.split()
        if any(w.lower() in ORGANISATIONS for w in words) or any(c.isdigit() for c in name):
            return name
        longer: list[tuple[int, str]] = []
        for other in self.mentions:
            if other.name is None:
                continue
            full = plain(self.text, other.name)
            parts = full.split()
            if len(words) < len(parts) <= 6 and parts[-len(words) :] == words and _is_personal(parts):
                longer.append((other.span.start, full))
        if not longer:
            return name
        if len({full.split()[0] for _, full in longer}) > 1:
            earlier = [full for start, full in longer if start <= position]
            return earlier[-1] if earlier else longer[0][1]
        return max((full for _, full in longer), key=len)

    def _spelled_out(self, acronym: str) -> str:
        pattern = re.compile(rf"((?:[\w’'&-]+\s+){{1,9}})\({re.escape(acronym)}\)")
        match = pattern.search(self.text)
        if match is None:
            return acronym
        words = match[1].split()
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
        earlier = self._before(mention.span.start)
        mine = _content_words(own)
        if not mention.plural:
            for other in reversed(earlier):
                if mention.head in other.roles and other.name is not None and mine <= {mention.head, *_words(self.text, other.span)}:
                    return self._full(plain(self.text, other.name), other.span.start)
        same = [m for m in earlier if m.head == mention.head and m.plural == mention.plural and m.naming is Naming.NOUN]
        fitting = [m for m in same if mine <= _words(self.text, m.span)]
        for other in fitting:
            if other.indefinite:
                return plain(self.text, other.span)
        return own

    def _antecedent(self, mention: Mention) -> Mention | None:
        word = mention.head
        near = list(self._before(mention.span.start))[-BACK:]
        fits = _fits_person if word in _SINGULAR else _fits_thing if word in _NEUTER else _fits_many if word in _PLURAL else None
        if fits is None:
            return None
        able = [m for m in near if m.span.end <= mention.span.start and fits(self.text, m)]
        subjects = [m for m in able if m.subject]
        return subjects[-1] if subjects else able[-1] if able else None


def _is_personal(words: Sequence[str]) -> bool:
    return not any(w.lower() in ORGANISATIONS for w in words)


def _fits_person(text: str, m: Mention) -> bool:
    if m.naming is Naming.NOUN:
        return not m.plural and m.head in PEOPLE
    words = plain(text, m.name or m.span).split()
    if any(c.isdigit() for w in words for c in w):
        return True
    if not _is_personal(words) or (len(words) == 1 and words[0].isupper()):
        return False
    return m.subject or len(words) > 1 or bool(PEOPLE & set(m.roles))


def _fits_thing(text: str, m: Mention) -> bool:
    if m.naming is Naming.NOUN:
        return not m.plural and (m.head in DOCUMENTS or m.head in ORGANISATIONS)
    words = plain(text, m.name or m.span).split()
    return not _is_personal(words) or (len(words) == 1 and words[0].isupper())


def _fits_many(text: str, m: Mention) -> bool:
    return m.plural and (m.naming is Naming.NAME or m.head.rstrip("s") in PEOPLE)


def plain(text: str, span: Span) -> str:
    """The span's words on one line, without quotation marks and possessive endings, and invisible characters."""
    words = " ".join(span.of(text).split())
    words = re.sub(r"[\"“”«»„″\u200b\u00ad]|(?<!\w)[‘']|['’](?!\w)", "", words)
    return re.sub(r"['’′]s$", "", words).strip(" ,;:")


def _words(text: str, span: Span) -> set[str]:
    return {w.lower() for w in _WORD.findall(plain(text, span))}


def _content_words(phrase: str) -> set[str]:
    return {w.lower() for w in _WORD.findall(phrase)} - {"the", "this", "that", "these", "those", "a", "an"}
