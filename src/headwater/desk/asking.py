"""A query made ready to be asked: parsed, and resolved once against one state of the case."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import Connection

from headwater.archive.nodes import Node
from headwater.archive.query import parse
from headwater.archive.search import Searcher
from headwater.desk.facts import CaseFacts
from headwater.store import totals
from headwater.store.case import Case


@dataclass(frozen=True, slots=True)
class Asked:
    """``tree`` is the query as parsed, ``closed`` what finds the same with the index alone. ``held`` counts the documents
    of the case, ``to_index`` those that are not in the index yet; ``notes`` are sentences on what else was left out."""

    tree: Node
    closed: Node
    searcher: Searcher
    zone: str
    connection: Connection
    held: int
    to_index: int
    notes: tuple[str, ...]

    def count(self) -> int:
        """How many documents the query finds."""
        return self.searcher.count(self.closed, zone=self.zone)

    def keys(self) -> list[int]:
        """The database keys of all documents that it finds, in no order of meaning."""
        return self.searcher.ids(self.closed, zone=self.zone)


@contextmanager
def state(case: Case) -> Iterator[tuple[Connection, Searcher | None]]:
    """One state of the case's database and of its index; None where nothing was indexed yet."""
    # The index first: whatever it holds was in the database before, so it is in the state read below.
    searcher = Searcher(case.index_path) if case.index_path.exists() else None
    with case.reading() as connection:
        yield connection, searcher


def ask(case: Case, query: str, connection: Connection, searcher: Searcher) -> Asked:
    """``query`` made ready. Raises QueryError where it cannot be parsed or a value in it cannot be used."""
    tree, zone = parse(query), case.settings.zone
    facts = CaseFacts(connection, query)
    closed = searcher.resolved(tree, zone=zone, facts=facts)
    held = totals.documents(connection)
    to_index = max(0, held - searcher.documents)
    return Asked(tree, closed, searcher, zone, connection, held, to_index, facts.notes(tree, held))
