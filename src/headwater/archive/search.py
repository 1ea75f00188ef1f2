"""Search: a query's syntax tree over the index, with exact counts and every hit in reach.

Orders are total. By date they rest on the document alone (see ``index.sort_keys``). By relevance (BM25 over the
fields searched) documents of equal score come in the order of the index, which is the same for every page until
the searcher reloads; queries of filters and prefixes alone, where all scores are equal, are ordered newest first.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from enum import StrEnum
from pathlib import Path
from typing import cast
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import tantivy

from headwater.archive.damage import damage_told
from headwater.archive.index import open_index
from headwater.archive.query import And, Dated, Everything, Field, Node, Not, Or, TypeIs, Words
from headwater.base.errors import InputError, UsageError

MOST_EXPANSIONS = 100_000
"""Different words that a prefix at the end of a phrase may stand for, in one field."""

_SEARCHED = {
    Field.ANY: ("title", "body", "people"),
    Field.FROM: ("from",),
    Field.TO: ("to",),
    Field.CC: ("cc",),
    Field.SUBJECT: ("title",),
    Field.BODY: ("body",),
    Field.PARTICIPANT: ("people",),
}
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LONGEST_SENT = 1 << 62  # beyond any instant that is indexed


class Order(StrEnum):
    """How hits are sorted."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    OLDEST = "oldest"


@dataclass(frozen=True, slots=True)
class Hits:
    """``total`` counts all documents found; ``ids`` are those of the page asked for, in order."""

    total: int
    ids: tuple[int, ...]


class Searcher:
    """A reader of the index in ``folder``; many may read while one process writes.

    It sees one commit, and the newest one after ``reload``. Raises CaseVersion (``index-stale``) where the index
    must be made anew.
    """

    def __init__(self, folder: Path) -> None:
        self._index = open_index(folder)
        self._schema = self._index.schema
        with damage_told():
            self._index.config_reader("manual", 0)
        self.reload()

    def reload(self) -> None:
        """See what was committed since."""
        with damage_told():
            self._index.reload()
            self._searcher = self._index.searcher()

    @property
    def documents(self) -> int:
        """How many documents can be found."""
        return self._searcher.num_docs

    def search(
        self,
        query: Node,
        *,
        order: Order = Order.RELEVANCE,
        offset: int = 0,
        limit: int | None = None,
        zone: str = "UTC",
    ) -> Hits:
        """Hits ``offset`` up to ``offset + limit`` (all of them without a limit) and the exact total.

        Dates in the query are days in ``zone``, an IANA name. Raises UsageError for an unknown zone or a negative
        offset or limit, InputError for a phrase that ends in too short a prefix, CaseVersion for a damaged index.
        """
        if offset < 0 or (limit is not None and limit < 0):
            raise UsageError("Offset and limit must not be negative.", "Give 0 or more.")
        compiler = _Compiler(self._schema, self._searcher, _zone(zone))
        with damage_told():
            return self._found(compiler.compile(query), _order_field(order, query), offset, limit)

    def _found(self, compiled: tantivy.Query, key: str | None, offset: int, limit: int | None) -> Hits:
        wanted = self.documents if limit is None else min(limit, self.documents)
        if wanted == 0 or offset >= self.documents:
            found = self._searcher.search(compiled, limit=1)
            return Hits(_total(found), ())
        found = self._page(compiled, key, offset, wanted)
        addresses = [address for _, address in found.hits]
        ids = cast(list[int], self._searcher.fast_field_values("id", addresses))
        return Hits(_total(found), tuple(ids))

    def _page(self, query: tantivy.Query, key: str | None, offset: int, limit: int) -> tantivy.SearchResult:
        direction = tantivy.Order.Asc if key == "oldest" else tantivy.Order.Desc
        return self._searcher.search(query, limit=limit, offset=offset, order_by_field=key, order=direction)

    def count(self, query: Node, *, zone: str = "UTC") -> int:
        """How many documents ``query`` finds."""
        return self.search(query, limit=0, zone=zone).total


def _total(found: tantivy.SearchResult) -> int:
    return cast(int, found.count)  # type: ignore[attr-defined]  # missing in tantivy's stubs


def _order_field(order: Order, query: Node) -> str | None:
    if order is Order.RELEVANCE:
        return None if _is_scored(query) else "newest"
    return order.value


def _is_scored(query: Node) -> bool:
    """Whether relevance tells the documents apart that ``query`` finds."""
    match query:
        case Words(prefix=prefix):
            return not prefix
        case And(parts) | Or(parts):
            return any(_is_scored(part) for part in parts)
    return False


def _zone(name: str) -> tzinfo:
    if name == "UTC":
        return UTC
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise UsageError(
            f"There is no time zone {name}.", "Give an IANA name such as America/Mexico_City."
        ) from None


@dataclass(frozen=True, slots=True)
class _Compiler:
    """Turns a syntax tree into tantivy's query objects, for one searcher and zone."""

    schema: tantivy.Schema
    searcher: tantivy.Searcher
    zone: tzinfo

    def compile(self, node: Node) -> tantivy.Query:
        match node:
            case Words(where, tokens, prefix):
                return _any([self._words(name, tokens, prefix) for name in _SEARCHED[where]])
            case TypeIs(kind):
                return _filter(tantivy.Query.term_query(self.schema, "kind", kind.value))
            case Dated(first, end):
                return _filter(self._dated(first, end))
            case Everything():
                return _filter(tantivy.Query.all_query())
            case Or(parts):
                return _any([self.compile(part) for part in parts])
            case And(parts):
                return self._all(parts)
            case Not():
                return self._all((node,))

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

    def _words(self, name: str, tokens: tuple[str, ...], prefix: bool) -> tantivy.Query:
        if not prefix and len(tokens) == 1:
            return tantivy.Query.term_query(self.schema, name, tokens[0])
        if not prefix:
            return tantivy.Query.phrase_query(self.schema, name, list(tokens))
        if len(tokens) == 1:
            # Distance 0 makes this an exact prefix without a ceiling; phrase_prefix_query stops at 50 words.
            return _filter(tantivy.Query.fuzzy_term_query(self.schema, name, tokens[0], 0, True, True))
        return _filter(self._phrase_prefix(name, list(tokens[:-1]), tokens[-1]))

    def _phrase_prefix(self, name: str, before: list[str], prefix: str) -> tantivy.Query:
        ends = self.searcher.terms_with_prefix(name, prefix, None, MOST_EXPANSIONS + 1)
        if len(ends) > MOST_EXPANSIONS:
            step = "Write more of its letters."
            raise InputError(f"{prefix}* at the end of a phrase stands for too many words.", step)
        return _any([tantivy.Query.phrase_query(self.schema, name, [*before, end]) for end, _ in ends])

    def _dated(self, first: date | None, end: date | None) -> tantivy.Query:
        lower = -_LONGEST_SENT if first is None else _midnight(first, self.zone)
        upper = _LONGEST_SENT if end is None else _midnight(end, self.zone) - 1
        kind = tantivy.FieldType.Integer
        return tantivy.Query.range_query(self.schema, "sent", kind, lower_bound=lower, upper_bound=upper)


def _any(queries: list[tantivy.Query]) -> tantivy.Query:
    if len(queries) == 1:
        return queries[0]
    return tantivy.Query.boolean_query([(tantivy.Occur.Should, query) for query in queries])


def _filter(query: tantivy.Query) -> tantivy.Query:
    """``query`` without weight in the relevance."""
    return tantivy.Query.const_score_query(query, 0.0)


def _midnight(day: date, zone: tzinfo) -> int:
    """UTC seconds at which ``day`` begins in ``zone``; where clocks skip midnight, the instant they skip it."""
    start = datetime(day.year, day.month, day.day, tzinfo=zone)
    return (start - _EPOCH) // timedelta(seconds=1)
