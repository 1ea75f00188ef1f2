"""What the index alone cannot answer, turned into sets of documents before the engine is asked.

Two things are not in the index. What the case's database knows and may change at any time: tags, threads, languages,
folders, attachments and their names; it comes as sets of ids. And what stands in a text in a way that the index does
not keep: exact spelling, three and more words near each other, own and quoted text; there the index gives candidates,
narrowed by all that stands beside it in the query, and their texts are read.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import Protocol

from headwater.archive.compiling import SEARCHED, overlap
from headwater.archive.index import IndexRow
from headwater.archive.matching import Text, near
from headwater.archive.nodes import (
    And,
    Exact,
    Field,
    Filter,
    Held,
    IdSet,
    Node,
    Not,
    Or,
    Words,
)
from headwater.archive.owntext import apart
from headwater.archive.tokens import words
from headwater.base.errors import UsageError
from headwater.model.document import Participant
from headwater.store.partings import Apart

_IN_INDEX = (Filter.PERSON, Filter.DOMAIN)
_ALL_PAIRS = 5  # words near each other of which every pair is asked for, not neighbours alone
_ROLES = {
    Field.FROM: ("from",),
    Field.TO: ("to", "cc", "bcc"),
    Field.CC: ("cc",),
}
_AT_ONCE = 2_000  # documents of which texts and spans are asked for at a time


class Facts(Protocol):
    """What is known of the documents of a case beside the index, all in one state of its database."""

    def held(self, asked: Held) -> Iterable[int]:
        """The ids of the documents for which ``asked`` holds. May raise InputError where its value cannot be used."""
        ...

    def names(self) -> Iterable[tuple[str, Sequence[int]]]:
        """File names, each with the ids of documents that bear it or that hold one that does."""
        ...

    def rows(self, ids: Sequence[int]) -> Iterator[IndexRow]:
        """The documents with these ids, as the index takes them."""
        ...

    def apart(self, ids: Sequence[int]) -> Mapping[int, Apart]:
        """Where own and quoted text stand in those of these documents of which that is known already."""
        ...


def is_open(node: Node) -> bool:
    """Whether anything in ``node`` must be resolved."""
    match node:
        case And(parts) | Or(parts):
            return any(map(is_open, parts))
        case Not(part):
            return is_open(part)
        case Held(what):
            return what not in _IN_INDEX
        case Words():
            return _is_read(node) or node.where is Field.FILENAME
    return isinstance(node, Exact)


def _is_read(node: Words | Exact) -> bool:
    """Whether the texts of candidates must be read."""
    if isinstance(node, Exact) or node.where in (Field.OWN, Field.QUOTED):
        return node.where is not Field.FILENAME
    if node.within is None or node.where is Field.FILENAME:
        return False
    return len(node.tokens) > 2 or overlap(*node.tokens)


@dataclass(frozen=True, slots=True)
class Resolver:
    """Puts sets of ids where ``is_open``. ``find`` gives the ids of all documents that a closed node finds."""

    facts: Facts | None
    find: Callable[[Node], Sequence[int]]

    def resolve(self, node: Node, beside: tuple[Node, ...] = ()) -> Node:
        """``node`` in a form that finds, among the documents that all of ``beside`` find, the same ones.

        Raises UsageError where there are no facts to resolve it with, and what these raise.
        """
        if not is_open(node):
            return node
        match node:
            case And(parts):
                return self._all(parts, beside)
            case Or(parts):
                return Or(tuple(self.resolve(part, beside) for part in parts))
            case Not(part):
                return Not(self.resolve(part, beside))
            case Held():
                return IdSet(tuple(self._facts().held(node)))
            case Words(where=Field.FILENAME) | Exact(where=Field.FILENAME):
                return IdSet(frozenset(self._named(node)))
            case Words() | Exact():
                return self._read(node, beside)
        raise AssertionError(node)

    def _all(self, parts: tuple[Node, ...], beside: tuple[Node, ...]) -> Node:
        """What is quick first: it narrows what must be read."""
        done = {n: self.resolve(part) for n, part in enumerate(parts) if not _reads(part)}
        narrow = (*beside, *done.values())
        done.update((n, self.resolve(part, narrow)) for n, part in enumerate(parts) if n not in done)
        return And(tuple(done[n] for n in range(len(parts))))

    def _facts(self) -> Facts:
        if self.facts is None:
            raise UsageError("This query asks for what the index alone does not hold.", "Search in a case.")
        return self.facts

    def _named(self, node: Words | Exact) -> Iterator[int]:
        for name, ids in self._facts().names():
            if Text(name).holds(node):
                yield from ids

    def _read(self, node: Words | Exact, beside: tuple[Node, ...]) -> Node:
        among = candidates(node)
        found = self.find(And((among, *beside)) if beside else among)
        kept = tuple(
            key
            for at in range(0, len(found), _AT_ONCE)
            for key in self._standing(found[at : at + _AT_ONCE], node)
        )
        return And((among, IdSet(kept)))

    def _standing(self, ids: Sequence[int], node: Words | Exact) -> Iterator[int]:
        facts = self._facts()
        apart = facts.apart(ids) if node.where in (Field.OWN, Field.QUOTED) else {}
        return (row.id for row in facts.rows(ids) if stands_in(row, node, apart.get(row.id)))


def _reads(node: Node) -> bool:
    match node:
        case And(parts) | Or(parts):
            return any(map(_reads, parts))
        case Not(part):
            return _reads(part)
        case Words() | Exact():
            return node.where is not Field.FILENAME and _is_read(node)
    return False


def candidates(node: Words | Exact) -> Node:
    """What the index can answer and finds every document that ``node`` finds."""
    where = node.where if node.where in SEARCHED else Field.BODY
    if isinstance(node, Exact) or node.within is None:
        return Words(where, node.tokens)
    terms, within = node.tokens, node.within
    pairs = combinations(terms, 2) if len(terms) <= _ALL_PAIRS else pairwise(terms)
    wider = within + len(terms) - 2
    near_pairs = [Words(where, pair, wider) for pair in pairs if not overlap(*pair)]
    alone = [Words(where, (term,)) for term in dict.fromkeys(terms)] if len(near_pairs) < len(terms) else []
    found = tuple(dict.fromkeys((*near_pairs, *alone)))
    return found[0] if len(found) == 1 else And(found)


def stands_in(row: IndexRow, node: Words | Exact, kept: Apart | None = None) -> bool:
    """Whether the words stand in the document, each field read by itself; ``kept`` is where own and quoted text stand, None
    to look for that."""
    if isinstance(node, Exact) or node.within is None:
        return any(Text(value).holds(node) for values in _fields(row, node.where, kept) for value in values)
    return any(_near(values, node) for values in _fields(row, node.where, kept))


def _near(values: Collection[str], node: Words) -> bool:
    stream: list[str | None] = []
    for value in dict.fromkeys(map(words, values)):
        if value:
            stream.extend((*value, None))
    assert node.within is not None
    return next(near(stream, node.tokens, node.within), None) is not None


def _fields(row: IndexRow, where: Field, kept: Apart | None) -> Iterator[Collection[str]]:
    """The values of each of the index's fields that make up ``where``."""
    if where in (Field.ANY, Field.SUBJECT):
        yield (row.title,)
    if where in (Field.ANY, Field.BODY):
        yield (row.body,)
    if where in (Field.OWN, Field.QUOTED):
        found = kept or apart(row.body, row.kind)
        for spans in found.own if where is Field.OWN else found.quoted:
            yield ("\n".join(span.of(row.body) for span in spans),)
    if where in (Field.ANY, Field.PARTICIPANT):
        yield _values(row.people, ())
    if where in _ROLES:
        yield _values(row.people, _ROLES[where])


def _values(people: Iterable[Participant], roles: tuple[str, ...]) -> list[str]:
    chosen = (one for one in people if not roles or one.role in roles)
    return [value for one in chosen for value in (one.name, one.address) if value]
