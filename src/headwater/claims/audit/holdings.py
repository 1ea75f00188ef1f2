"""What a case holds, as the audit asks for it: words to documents, documents to statements. Nothing is written."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import TypeVar

from sqlalchemy import Connection

from headwater.archive.query import And, Dated, Field, Node, Or, Words
from headwater.archive.search import Order, Searcher
from headwater.base.spans import Span
from headwater.model.audit import Extent
from headwater.model.statement import Passages, Statement
from headwater.statements.extract import extract
from headwater.statements.mode import Mode
from headwater.statements.provenance import provenance
from headwater.store import documents, filenames, readings, receipts, statements, totals
from headwater.store.documents import Stored
from headwater.store.schema import TEXT_KINDS

KEPT = 256
"""Documents that are in memory at a time, and as many with their statements."""

LONG = 40_000
"""Code points of a document that is read as a whole only where that was done before."""

AROUND = 8_000
"""Code points on either side of a place in a longer one that are read."""

_Value = TypeVar("_Value")


class Holdings:
    """A case as one audit sees it: one state of its database and of its index.

    ``searcher`` is None where nothing was indexed yet; ``zone`` is the case's, in which days begin; ``mode`` is how
    documents are read for who speaks in them; ``apart`` are the keys of documents that are passed over: the article itself,
    where it stands in the case. What is asked for twice is kept, at most ``KEPT`` documents.
    """

    def __init__(
        self,
        connection: Connection,
        searcher: Searcher | None,
        zone: str,
        mode: Mode,
        apart: frozenset[int] = frozenset(),
    ) -> None:
        self._connection = connection
        self._searcher = searcher
        self._zone = zone
        self._mode = mode
        self._apart = apart
        self._documents: OrderedDict[int, Stored] = OrderedDict()
        self._statements: OrderedDict[int, tuple[Statement, ...]] = OrderedDict()
        self.frequency: Callable[[str], int] = lru_cache(maxsize=100_000)(self._frequency)

    def extent(self) -> Extent:
        """How much of the case could be searched."""
        kinds = dict(totals.totals(self._connection).kinds)
        return Extent(
            documents=totals.documents(self._connection),
            readable=sum(kinds.get(kind, 0) for kind in TEXT_KINDS),
            searchable=self._searcher.documents if self._searcher else 0,
            failed=receipts.failure_count(self._connection),
        )

    def _frequency(self, word: str) -> int:
        """How many documents have a folded word in their text; 0 where none has."""
        return self.count(Words(Field.BODY, (word,)))

    def count(self, query: Node) -> int:
        """How many documents a query finds."""
        return self._searcher.count(query, zone=self._zone) if self._searcher else 0

    def phrase(self, words: Sequence[str], limit: int) -> tuple[int, list[int]]:
        """How many documents have these folded words in a row in their text, and the keys of the ``limit`` earliest."""
        return self.found(Words(Field.BODY, tuple(words)), limit, Order.OLDEST)

    def found(self, query: Node, limit: int, order: Order = Order.RELEVANCE) -> tuple[int, list[int]]:
        """How many documents a query finds, and the keys of the first ``limit``; documents set apart that stand behind
        these are counted still."""
        if self._searcher is None:
            return 0, []
        wanted = limit + len(self._apart)
        hits = self._searcher.search(query, order=order, limit=wanted, zone=self._zone)
        kept = [key for key in hits.ids if key not in self._apart]
        return hits.total - (len(hits.ids) - len(kept)), kept[:limit]

    def near(self, phrases: Sequence[Sequence[str]], limit: int, beside: Node | None = None) -> list[int]:
        """The keys of up to ``limit`` documents that have most of these runs of folded words, weighed by rarity, and that
        ``beside`` finds too."""
        parts: list[Node] = [Words(Field.BODY, tuple(words)) for words in phrases if words]
        if not parts:
            return []
        some = parts[0] if len(parts) == 1 else Or(tuple(parts))
        return self.found(And((some, beside)) if beside is not None else some, limit)[1]

    def of_days(self, first: date | None, end: date | None, beside: Node | None, limit: int) -> list[int]:
        """The keys of up to ``limit`` documents dated from ``first`` until before ``end`` (days of the case's zone) that
        ``beside`` finds too, the earliest first."""
        dated: Node = Dated(first, end)
        query = And((dated, beside)) if beside is not None else dated
        return self.found(query, limit, Order.OLDEST)[1]

    def placed(self, name: str, limit: int) -> list[int]:
        """The keys of up to ``limit`` documents of which a copy's file has ``name`` in its own name, as a word."""
        found = filenames.placed(self._connection, name, limit + len(self._apart))
        return [key for key in found if key not in self._apart][:limit]

    def document(self, key: int) -> Stored:
        """The document with this key. Raises NotFound."""
        return self.documents([key])[0]

    def documents(self, keys: Sequence[int]) -> list[Stored]:
        """The documents with these keys, in their order."""
        missing = [key for key in dict.fromkeys(keys) if key not in self._documents]
        fresh = {stored.key: stored for stored in documents.get_many(self._connection, missing)}
        out = [
            fresh[key] if key in fresh else self._documents[key]
            for key in keys
            if key in fresh or key in self._documents
        ]
        for stored in out:
            _keep(self._documents, stored.key, stored)
        return out

    def statements(self, key: int) -> tuple[Statement, ...]:
        """The statements of a document as they stand in the case, judgements and all; where it was not read yet, as it is
        read now in the mode of this audit, without being written down."""
        if key not in self._statements:
            if readings.note_of(self._connection, key) is not None:
                held = statements.of_document(self._connection, key)
                found = tuple(one.statement for one in held if one.standing.stands)
            else:
                document = self.document(key).document
                found = tuple(extract(provenance(document), document.text, self._mode))
            _keep(self._statements, key, found)
        return self._statements[key]

    def statements_around(self, key: int, span: Span) -> tuple[Statement, ...]:
        """The statements of a document; of a long one that was not read yet, those of some pages around ``span``."""
        document = self.document(key).document
        long = len(document.text) > LONG and readings.note_of(self._connection, key) is None
        if not long:
            return self.statements(key)
        start = document.text.rfind("\n", 0, max(0, span.start - AROUND)) + 1
        page = document.text[start : span.end + AROUND]
        return tuple(_shifted(one, start) for one in extract(provenance(document), page, self._mode))


def _shifted(statement: Statement, by: int) -> Statement:
    def moved(spans: Passages) -> Passages:
        return tuple(Span(span.start + by, span.end + by) for span in spans)

    return replace(
        statement,
        source=moved(statement.source),
        cue=moved(statement.cue),
        content=moved(statement.content),
    )


def _keep(kept: OrderedDict[int, _Value], key: int, value: _Value) -> None:
    kept[key] = value
    kept.move_to_end(key)
    while len(kept) > KEPT:
        kept.popitem(last=False)
