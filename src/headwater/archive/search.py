"""Search: a query's syntax tree over the index, with exact counts and every hit in reach.

Orders are total. By date they rest on the document alone (see ``index.sort_keys``). By relevance (BM25 over the
fields searched) documents of equal score come in the order of the index, which is the same for every page until
the searcher reloads; queries of filters and prefixes alone, where all scores are equal, are ordered newest first.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, tzinfo
from enum import StrEnum
from pathlib import Path
from typing import Any, cast
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import tantivy

from headwater.archive.compiling import Compiler
from headwater.archive.damage import damage_told
from headwater.archive.index import open_index
from headwater.archive.nodes import And, Node, Or, Words
from headwater.archive.resolving import Facts, Resolver
from headwater.base.errors import UsageError

_AT_ONCE = 1 << 20  # ids that are asked for at a time


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
        facts: Facts | None = None,
    ) -> Hits:
        """Hits ``offset`` up to ``offset + limit`` (all of them without a limit) and the exact total.

        Dates in the query are days in ``zone``, an IANA name. ``facts`` answer what the index alone cannot. Raises
        UsageError for an unknown zone, a negative offset or limit, or facts that are missing; InputError for a pattern
        that is too large; CaseVersion for a damaged index; and what ``facts`` raise.
        """
        if offset < 0 or (limit is not None and limit < 0):
            raise UsageError("Offset and limit must not be negative.", "Give 0 or more.")
        closed = self.resolved(query, zone=zone, facts=facts)
        compiled = self.compiled(closed, zone=zone)
        with damage_told():
            return self._found(compiled, _order_field(order, closed), offset, limit)

    def resolved(self, query: Node, *, zone: str = "UTC", facts: Facts | None = None) -> Node:
        """``query`` with sets of ids for what the index alone cannot answer; searching for it again needs no facts."""
        return Resolver(facts, lambda node: self.ids(node, zone=zone)).resolve(query)

    def compiled(self, closed: Node, *, zone: str = "UTC") -> tantivy.Query:
        """The engine's query for what ``resolved`` gave."""
        return Compiler(self._schema, zone_of(zone)).compile(closed)

    def ids(self, query: Node, *, zone: str = "UTC", facts: Facts | None = None) -> list[int]:
        """The ids of all documents that ``query`` finds, in no order of meaning."""
        compiled = self.compiled(self.resolved(query, zone=zone, facts=facts), zone=zone)
        found: list[int] = []
        with damage_told():
            while True:
                page = self._found(compiled, "oldest", len(found), _AT_ONCE)
                found.extend(page.ids)
                if len(found) >= page.total or not page.ids:
                    return found

    def aggregated(self, compiled: tantivy.Query, wanted: Mapping[str, object]) -> dict[str, Any]:
        """The engine's aggregations ``wanted`` over all documents that ``compiled`` finds."""
        with damage_told():
            return cast(dict[str, Any], self._searcher.aggregate(compiled, dict(wanted)))

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

    def count(self, query: Node, *, zone: str = "UTC", facts: Facts | None = None) -> int:
        """How many documents ``query`` finds."""
        return self.search(query, limit=0, zone=zone, facts=facts).total


def _total(found: tantivy.SearchResult) -> int:
    return cast(int, found.count)  # type: ignore[attr-defined]  # missing in tantivy's stubs


def _order_field(order: Order, query: Node) -> str | None:
    if order is Order.RELEVANCE:
        return None if _is_scored(query) else "newest"
    return order.value


def _is_scored(query: Node) -> bool:
    """Whether relevance tells the documents apart that ``query`` finds."""
    match query:
        case Words(tokens=tokens):
            return all(isinstance(token, str) for token in tokens)
        case And(parts) | Or(parts):
            return any(_is_scored(part) for part in parts)
    return False


def zone_of(name: str) -> tzinfo:
    """The zone of an IANA name. Raises UsageError where there is none."""
    if name == "UTC":
        return UTC
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise UsageError(
            f"There is no time zone {name}.", "Give an IANA name such as America/Mexico_City."
        ) from None
