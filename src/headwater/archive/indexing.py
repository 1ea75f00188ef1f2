"""Keep the search index in step with the case.

The database is the truth and the index is derived. ``progress.indexed`` in the database is the highest document key
that a commit of the index holds, and documents are added in the order of their keys; so a killed run leaves at worst
documents that wait for the index, never documents that only the index knows.
"""

from __future__ import annotations

import os
import time
from collections.abc import Sequence

from sqlalchemy import Connection

from headwater.archive.index import IndexRow, Terms, Writer, create, is_ready, is_sound, terms
from headwater.model.document import Taken
from headwater.store import documents, partings, progress, renewals
from headwater.store.case import Case
from headwater.store.documents import Stored

_CHUNK = 500  # documents read back at a time when the index catches up
_COMMIT_EVERY = 20_000  # documents between commits
_COMMIT_SECONDS = 30.0  # new documents can be searched after so long at the latest


def index_row(stored: Stored) -> IndexRow:
    """What the index needs of a document."""
    document = stored.document
    return IndexRow(
        id=stored.key,
        kind=document.kind.value,
        title=document.title,
        body=document.text,
        people=document.message.participants if document.message else (),
        sent_seconds=document.sent.seconds if document.sent else None,
        status=document.status.value,
    )


def terms_of(taken: Taken) -> Terms:
    """What the index needs of a document that was just read, made where it was read."""
    return terms(index_row(Stored(0, taken.document)))


def waiting(case: Case, connection: Connection) -> int:
    """How many documents of the case cannot be searched yet."""
    indexed = progress.get(connection, progress.INDEXED) if is_ready(case.index_path) else 0
    return progress.documents_above(connection, indexed) + renewals.count(connection, indexed)


class Keeper:
    """The writing end of the index while documents come in; a context manager.

    On entry it takes the index's lock (CaseBusy where another process has it), makes the index anew where it is
    missing, stale or damaged, and catches up with the database. On leaving it commits what was added. With
    ``verify`` every byte of the index is checked on entry, else only what shows when it is opened.

    ``caught_up`` is how many documents of the database were indexed on entry.
    """

    def __init__(self, case: Case, *, verify: bool = False) -> None:
        self._case = case
        self._verify = verify
        self.caught_up = 0
        self._highest = 0
        self._pending = 0
        self._committed_at = time.monotonic()

    def __enter__(self) -> Keeper:
        self._prepare()
        self._writer = Writer(self._case.index_path, threads=max(1, min(4, (os.cpu_count() or 2) - 1)))
        try:
            self._catch_up()
        except BaseException:
            self._writer.close()
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        try:
            if kind is None:
                self.commit()
        finally:
            self._writer.close()

    def add(self, new: Sequence[tuple[int, Terms]]) -> None:
        """Add the terms of documents that were just written to the database, in the order of their keys."""
        self._writer.add_terms(new)
        if new:
            self._highest = new[-1][0]
            self._pending += len(new)
        late = time.monotonic() - self._committed_at > _COMMIT_SECONDS
        if self._pending >= _COMMIT_EVERY or (self._pending and late):
            self.commit()

    def commit(self) -> None:
        """Make what was added durable, first in the index, then in the database's watermark."""
        if self._pending:
            self._writer.commit()
            with self._case.writing() as connection:
                progress.put(connection, progress.INDEXED, self._highest)
        self._renew()
        self._pending = 0
        self._committed_at = time.monotonic()

    def _renew(self) -> None:
        """Index anew the documents whose text became another one since they were indexed."""
        while True:
            with self._case.reading() as connection:
                keys = renewals.waiting(connection, self._highest, _CHUNK)
                found = documents.get_many(connection, keys)
            if not keys:
                return
            self._writer.delete(keys)
            self._writer.add_terms([(stored.key, terms(index_row(stored))) for stored in found])
            self._writer.commit()
            with self._case.writing() as connection:
                renewals.settled(connection, keys)
                partings.forget(connection, keys)

    def _prepare(self) -> None:
        if not is_sound(self._case.index_path, checksums=self._verify):
            with self._case.writing() as connection:
                progress.put(connection, progress.INDEXED, 0)
            create(self._case.index_path)

    def _catch_up(self) -> None:
        """Index what the database holds and the index does not, committed as it goes: a kill costs one commit's work."""
        with self._case.reading() as connection:
            self._highest = progress.get(connection, progress.INDEXED)
        self._writer.delete_above(self._highest)
        self._writer.commit()
        while batch := self._waiting():
            self.add([(stored.key, terms(index_row(stored))) for stored in batch])
            self.caught_up += len(batch)
        self.commit()

    def _waiting(self) -> list[Stored]:
        with self._case.reading() as connection:
            return documents.after(connection, self._highest, _CHUNK)
