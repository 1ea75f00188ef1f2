"""Which document of the case a statement was taken from, where it says so: a citation, a quoted or a forwarded message.

A citation names a document with its day ("an e-mail dated May 3, 2031"); a part of a message has its writer and day in its
own headers. Of the documents of that day one is meant *for certain* where it alone holds the very words. Without words it
is a proposal where one alone has the people who are named with it, and nothing is said where several have or none has.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from headwater.archive.dating import written_day
from headwater.archive.tokens import words
from headwater.model.claim import Derivation, How
from headwater.model.suspicion import Verdict
from headwater.people.names import actor_key, is_named
from headwater.statements.mentions import DOCUMENTS

RUN = 5
"""Words in a row that two texts must have in common to have a passage in common."""

VERY_WORDS = 0.6
"""Part of its runs that a statement must share with a document to be in its very words."""

FEWEST = 4
"""Runs of the shortest statement that can be known by its words."""

_MAIL = frozenset("email e-mail mail message correspondence".split())


@dataclass(frozen=True, slots=True)
class Citation:
    """A document that a statement says it was taken from.

    ``named`` is how it is spoken of; ``day`` ISO 8601; ``mail`` says that it must be a message; ``people`` are named with
    it; ``text`` is what is said to stand in it; ``how`` the statement takes it from there, and ``at`` the number of the link of
    its chain that does so.
    """

    statement: str
    named: str
    day: str
    mail: bool
    people: tuple[str, ...]
    text: str
    at: int
    how: How = How.CITES


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation resolved to a document of the case.

    ``id`` is what decisions on it name; ``certain`` says that the document alone has its very words; ``source`` is what the
    statement rests on from the link number ``at`` of its chain: a statement there, or the document as a whole.
    """

    id: str
    statement: str
    named: str
    document: str
    source: str
    certain: bool
    how: How
    at: int

    def derivation(self, verdict: Verdict) -> Derivation | None:
        """What it comes to after what was decided: recorded where certain or accepted, None where rejected."""
        if verdict is Verdict.REJECTED:
            return None
        suspected = not self.certain and verdict is not Verdict.ACCEPTED
        return Derivation(self.statement, (self.source,), self.how.value, suspected)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A document that may be meant: its id, its words, and the names of those who wrote and got it."""

    document: str
    words: tuple[str, ...]
    people: tuple[str, ...]


def cited(statement: str, chain: Sequence[str], text: str) -> Citation | None:
    """The document that a chain names with its day, the innermost of several; None where it names none."""
    for place in range(len(chain) - 1, -1, -1):
        named = chain[place]
        kinds = {word.casefold() for word in named.replace("’", " ").split()} & DOCUMENTS
        day = written_day(named) if kinds else None
        if day:
            inside = [
                word.strip(".,") for word in named.split() if word[:1].isupper() and not _is_of_a_date(word)
            ]
            people = [*(name for name in chain[place + 1 :] if is_named(name)), *inside]
            return Citation(
                statement, named, day, kinds <= _MAIL, tuple(dict.fromkeys(people)), text, place + 1
            )
    return None


def _is_of_a_date(word: str) -> bool:
    return written_day(f"1 {word.strip('.,')} 2000") is not None


def resolved(citation: Citation, candidates: Iterable[Candidate]) -> tuple[str, bool] | None:
    """The id of the document that is meant, and whether that is certain; None where nothing or several may be."""
    known = list(candidates)
    runs = _runs(words(citation.text))
    if len(runs) >= FEWEST:
        saying = [one for one in known if len(runs & _runs(one.words)) >= VERY_WORDS * len(runs)]
        if saying:
            return (saying[0].document, True) if len(saying) == 1 else None
    people = [found for one in citation.people if (found := words(one))]
    fitting = [one for one in known if people and all(_has(one, person) for person in people)]
    return (fitting[0].document, False) if len(fitting) == 1 else None


def _has(candidate: Candidate, person: tuple[str, ...]) -> bool:
    keys = {actor_key(name) for name in candidate.people}
    return " ".join(person) in keys or any(True for _ in _places(candidate.words, person))


def _places(text: Sequence[str], sought: tuple[str, ...]) -> Iterator[int]:
    for at, word in enumerate(text):
        if word == sought[0] and tuple(text[at : at + len(sought)]) == sought:
            yield at


def _runs(found: Sequence[str]) -> set[tuple[str, ...]]:
    return {tuple(found[at : at + RUN]) for at in range(len(found) - RUN + 1)}
