"""What is kept of a case's statements for matching them with claims: CASE/matching.db.

Derived and disposable: it is made from the statements and may be deleted at any time. It is a database of its own, so
that its size (some 400 MB for a million statements) is none of the case's, and so that a reader of it never waits for
somebody who writes there. One row holds all that stands in a document, as arrays of bytes; ``written`` says how far it follows
the writings of the case (``store/writings.py``).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from headwater.base.errors import CaseBusy, CaseError
from headwater.store.case import BUSY_SECONDS, MATCHING

_LAYOUT = "1"
_ROWS = 4000  # documents whose rows are read at a time
_TABLES = """
CREATE TABLE IF NOT EXISTS kept (
    document INTEGER PRIMARY KEY, ids TEXT NOT NULL, lengths BLOB NOT NULL, terms BLOB NOT NULL, vectors BLOB NOT NULL
);
CREATE TABLE IF NOT EXISTS fact (name TEXT PRIMARY KEY, value BLOB NOT NULL);
"""


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept of one document's statements: their ids, and their features one after the other."""

    document: int
    ids: tuple[str, ...]
    lengths: bytes
    terms: bytes
    vectors: bytes


@dataclass(frozen=True, slots=True)
class State:
    """How far the rows follow the case: the number of the last writing that is in them, how many statements there are, and
    in how many of these each term stands (bytes; empty at the beginning)."""

    written: int
    statements: int
    counts: bytes


@contextmanager
def opened(root: Path, version: str) -> Iterator[sqlite3.Connection]:
    """The database of the case in ``root``; made anew where it is missing, damaged, or of another ``version`` of features.

    Raises CaseError where it cannot be written, CaseBusy where another process has been writing it for too long.
    """
    path = root / MATCHING
    try:
        connection = _connected(path, version)
    except sqlite3.OperationalError as error:
        raise _ours(path, error) from error
    except sqlite3.DatabaseError:
        _remove(path)
        connection = _connected(path, version)
    with closing(connection):
        try:
            yield connection
        except sqlite3.OperationalError as error:
            raise _ours(path, error) from error


def _connected(path: Path, version: str) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
    try:
        connection.execute("PRAGMA page_size = 16384")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.executescript(_TABLES)
        wanted = f"{_LAYOUT}/{version}".encode()
        if _fact(connection, "version") != wanted:
            with writing(connection):
                clear(connection)
                connection.execute("INSERT OR REPLACE INTO fact VALUES ('version', ?)", (wanted,))
        return connection
    except BaseException:
        connection.close()
        raise


def _remove(path: Path) -> None:
    for ending in ("", "-wal", "-shm", "-journal"):
        with suppress(OSError):
            path.with_name(path.name + ending).unlink(missing_ok=True)


def _ours(path: Path, error: sqlite3.OperationalError) -> CaseError:
    if "locked" in str(error):
        return CaseBusy(f"Another process is writing {path}.", "Wait until it is done, then try again.")
    return CaseError(
        f"{path} cannot be used: {error}.", "It is derived: check disk and permissions, or delete it."
    )


@contextmanager
def snapshot(connection: sqlite3.Connection) -> Iterator[None]:
    """One consistent state of the database until the block ends."""
    connection.execute("BEGIN")
    try:
        yield
    finally:
        connection.execute("ROLLBACK")


@contextmanager
def writing(connection: sqlite3.Connection) -> Iterator[None]:
    """A write transaction: committed when the block ends, undone when it raises."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def state(connection: sqlite3.Connection) -> State:
    """How far the rows follow the case."""
    return State(
        int(_fact(connection, "written") or 0),
        int(_fact(connection, "statements") or 0),
        _fact(connection, "counts") or b"",
    )


def _fact(connection: sqlite3.Connection, name: str) -> bytes | None:
    row = connection.execute("SELECT value FROM fact WHERE name = ?", (name,)).fetchone()
    return bytes(row[0]) if row else None


def put_state(connection: sqlite3.Connection, new: State) -> None:
    """Write down how far the rows follow the case."""
    facts = {
        "written": str(new.written).encode(),
        "statements": str(new.statements).encode(),
        "counts": new.counts,
    }
    connection.executemany("INSERT OR REPLACE INTO fact VALUES (?, ?)", facts.items())


def clear(connection: sqlite3.Connection) -> None:
    """Forget all that is kept, as at the beginning."""
    connection.execute("DELETE FROM kept")
    connection.execute("DELETE FROM fact WHERE name <> 'version'")


def get(connection: sqlite3.Connection, keys: Sequence[int]) -> Iterator[Kept]:
    """What is kept of these documents."""
    for key in keys:
        row = connection.execute("SELECT * FROM kept WHERE document = ?", (key,)).fetchone()
        if row:
            yield _kept(row)


def replace(connection: sqlite3.Connection, keys: Sequence[int], rows: Sequence[Kept]) -> None:
    """Forget what was kept of the documents with these keys, and keep ``rows``."""
    connection.executemany("DELETE FROM kept WHERE document = ?", [(key,) for key in keys])
    connection.executemany(
        "INSERT INTO kept VALUES (?, ?, ?, ?, ?)",
        [(row.document, "\n".join(row.ids), row.lengths, row.terms, row.vectors) for row in rows],
    )


def batches(connection: sqlite3.Connection) -> Iterator[list[Kept]]:
    """All rows in the order of the documents, some at a time."""
    cursor = connection.execute("SELECT * FROM kept ORDER BY document")
    while rows := cursor.fetchmany(_ROWS):
        yield [_kept(row) for row in rows]


def _kept(row: tuple[int, str, bytes, bytes, bytes]) -> Kept:
    return Kept(row[0], tuple(row[1].split("\n")), row[2], row[3], row[4])
