"""What a case's database answers when a query asks for more than the index holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from sqlalchemy import Connection

from headwater.archive.index import IndexRow
from headwater.archive.indexing import index_row
from headwater.archive.nodes import And, Filter, Held, Node, Not, Or
from headwater.base.errors import InputError, NotFound, QueryError
from headwater.store import conversations, documents, holdings, languages, partings, tags
from headwater.store.partings import Apart

_TEXTS = 200  # documents whose texts are in memory at a time

UNKNOWN = "unknown"
"""The language of what cannot be told."""


class CaseFacts:
    """The facts of one state of a case's database, for ``query`` (named where a value in it cannot be used)."""

    def __init__(self, connection: Connection, query: str) -> None:
        self._connection = connection
        self._query = query

    def held(self, asked: Held) -> Iterable[int]:
        """Keys of the documents for which ``asked`` holds. Raises QueryError for a thread that is not there."""
        match asked.what:
            case Filter.HAS:
                return holdings.holders(self._connection)
            case Filter.LANGUAGE:
                return languages.members(self._connection, "" if asked.value == UNKNOWN else asked.value)
            case Filter.FOLDER:
                return holdings.in_folder(self._connection, asked.value)
            case Filter.TAG:
                return tags.members(self._connection, asked.value)
            case Filter.THREAD:
                return self._thread(asked)
        raise AssertionError(asked)

    def _thread(self, asked: Held) -> list[int]:
        try:
            return conversations.thread_members(self._connection, asked.value)
        except (NotFound, InputError) as error:
            step = error.next_step or "Search shows the ids of documents."
            raise QueryError(error.message, self._query, asked.position, step) from error

    def names(self) -> Iterator[tuple[str, Sequence[int]]]:
        """File names with the keys of what bears them and of the messages that hold it."""
        yield from holdings.names(self._connection)

    def rows(self, ids: Sequence[int]) -> Iterator[IndexRow]:
        """These documents, as the index takes them, a few at a time."""
        for start in range(0, len(ids), _TEXTS):
            yield from map(index_row, documents.get_many(self._connection, ids[start : start + _TEXTS]))

    def apart(self, ids: Sequence[int]) -> Mapping[int, Apart]:
        """Where own and quoted text stand in those of these documents of which that is kept."""
        return partings.get_many(self._connection, ids)

    def notes(self, tree: Node, held: int) -> tuple[str, ...]:
        """What is to be said beside the results of a query in a case that holds so many documents."""
        if not any(one.what is Filter.LANGUAGE for one in _asked(tree)):
            return ()
        untold = held - languages.count(self._connection)
        return (f"The language of {untold} documents was not told yet.",) if untold > 0 else ()


def _asked(tree: Node) -> Iterator[Held]:
    match tree:
        case Held():
            yield tree
        case And(parts) | Or(parts):
            for part in parts:
                yield from _asked(part)
        case Not(part):
            yield from _asked(part)
