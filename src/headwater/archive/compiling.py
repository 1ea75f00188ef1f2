"""A syntax tree as a query of the engine's. What the engine cannot answer must have been resolved before (``resolving``)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo

import tantivy

from headwater.archive.nodes import (
    And,
    Dated,
    Everything,
    Exact,
    Field,
    Filter,
    Held,
    IdSet,
    Node,
    Not,
    Or,
    StatusIs,
    Term,
    TypeIs,
    Words,
)
from headwater.archive.patterns import Fuzzy, Regex, Wild, engine_regex
from headwater.base.errors import InputError, UsageError

SEARCHED = {
    Field.ANY: ("title", "body", "people"),
    Field.FROM: ("from",),
    Field.TO: ("to",),
    Field.CC: ("cc",),
    Field.SUBJECT: ("title",),
    Field.BODY: ("body",),
    Field.PARTICIPANT: ("people",),
}
"""The index's fields for each field of a query that the index can answer."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LONGEST_SENT = 1 << 62  # beyond any instant that is indexed


def overlap(one: Term, other: Term) -> bool:
    """Whether one token might be what both stand for, as far as that is easily told."""
    if isinstance(one, str):
        return one == other if isinstance(other, str) else other.matches(one)
    if isinstance(other, str):
        return one.matches(other)
    if isinstance(one, Wild) and isinstance(other, Wild) and one.prefix and other.prefix:
        return one.prefix.startswith(other.prefix) or other.prefix.startswith(one.prefix)
    return True


@dataclass(frozen=True, slots=True)
class Compiler:
    """Turns syntax trees into tantivy's query objects, for one schema and zone."""

    schema: tantivy.Schema
    zone: tzinfo

    def compile(self, node: Node) -> tantivy.Query:
        """The query for ``node``. Raises InputError for a pattern that is too large for the engine."""
        match node:
            case Words(where, tokens, within) if where in SEARCHED:
                return _any([self._words(name, tokens, within) for name in SEARCHED[where]])
            case TypeIs(kind):
                return _filter(self._term("kind", kind.value))
            case StatusIs(status):
                return _filter(self._term("status", status.value))
            case Held(Filter.PERSON, value):
                return _filter(self._term("address", value))
            case Held(Filter.DOMAIN, value):
                return _filter(self._term("domain", value))
            case Dated(first, end):
                return _filter(self._dated(first, end))
            case IdSet(ids):
                return _filter(tantivy.Query.term_set_query(self.schema, "id", list(ids)))
            case Everything():
                return _filter(tantivy.Query.all_query())
            case Or(parts):
                return _any([self.compile(part) for part in parts])
            case And(parts):
                return self._all(parts)
            case Not():
                return self._all((node,))
            case Words() | Exact() | Held():
                raise UsageError(
                    "This query asks for what the index alone does not hold.", "Search in a case."
                )

    def _term(self, name: str, value: str) -> tantivy.Query:
        return tantivy.Query.term_query(self.schema, name, value)

    def _all(self, parts: tuple[Node, ...]) -> tantivy.Query:
        """All of ``parts``. A negation excludes from what stands beside it, or from everything when alone."""
        clauses = [
            (tantivy.Occur.MustNot, self.compile(part.part))
            if isinstance(part, Not)
            else (tantivy.Occur.Must, self.compile(part))
            for part in parts
        ]
        if all(isinstance(part, Not) for part in parts):
            clauses.append((tantivy.Occur.Must, _filter(tantivy.Query.all_query())))
        return tantivy.Query.boolean_query(clauses)

    def _words(self, name: str, terms: tuple[Term, ...], within: int | None) -> tantivy.Query:
        if len(terms) == 1:
            return self._one(name, terms[0])
        if within is None:
            return self._phrase(name, terms, 0)
        if len(terms) > 2 or overlap(*terms):
            raise UsageError("Words near each other were not resolved.", "Search in a case.")
        # The engine's slop alone finds words in the order given up to so many apart, and swapped ones less far apart.
        return _any([self._phrase(name, terms, within), self._phrase(name, terms[::-1], within)])

    def _phrase(self, name: str, terms: tuple[Term, ...], slop: int) -> tantivy.Query:
        plain = [term for term in terms if isinstance(term, str)]
        if len(plain) == len(terms):
            return tantivy.Query.phrase_query(self.schema, name, list(plain), slop)
        for term in terms:
            if isinstance(term, Wild):
                self._regex(name, term)  # while searching, the engine would call one that is too large damage
        # A letter or digit has no other meaning in an expression, so plain words stand for themselves.
        shapes = [engine_regex(term) if isinstance(term, Wild) else str(term) for term in terms]
        return _filter(tantivy.Query.regex_phrase_query(self.schema, name, list(shapes), slop))

    def _one(self, name: str, term: Term) -> tantivy.Query:
        match term:
            case str():
                return self._term(name, term)
            case Fuzzy(word, distance):
                return _filter(tantivy.Query.fuzzy_term_query(self.schema, name, word, distance, True, False))
            case Wild() if (prefix := term.prefix) is not None:
                # Distance 0 makes this an exact prefix without a ceiling; phrase_prefix_query stops at 50 words.
                return _filter(tantivy.Query.fuzzy_term_query(self.schema, name, prefix, 0, True, True))
            case _:
                return _filter(self._regex(name, term))

    def _regex(self, name: str, term: Wild | Regex) -> tantivy.Query:
        try:
            return tantivy.Query.regex_query(self.schema, name, engine_regex(term))
        except ValueError as error:
            written = term.text if isinstance(term, Wild) else f"/{term.source}/"
            step = "Use fewer or smaller repetitions, or several simpler expressions with OR."
            raise InputError(f"{written} is too large an expression.", step, code="query") from error

    def _dated(self, first: date | None, end: date | None) -> tantivy.Query:
        lower = -_LONGEST_SENT if first is None else midnight(first, self.zone)
        upper = _LONGEST_SENT if end is None else midnight(end, self.zone) - 1
        kind = tantivy.FieldType.Integer
        return tantivy.Query.range_query(self.schema, "sent", kind, lower_bound=lower, upper_bound=upper)


def _any(queries: list[tantivy.Query]) -> tantivy.Query:
    if len(queries) == 1:
        return queries[0]
    return tantivy.Query.boolean_query([(tantivy.Occur.Should, query) for query in queries])


def _filter(query: tantivy.Query) -> tantivy.Query:
    """``query`` without weight in the relevance."""
    return tantivy.Query.const_score_query(query, 0.0)


def midnight(day: date, zone: tzinfo) -> int:
    """UTC seconds at which ``day`` begins in ``zone``; where clocks skip midnight, the instant they skip it."""
    start = datetime(day.year, day.month, day.day, tzinfo=zone)
    return (start - _EPOCH) // timedelta(seconds=1)
