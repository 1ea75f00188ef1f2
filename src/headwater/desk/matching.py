"""Find the statements of a case that are closest to a claim, however many it has.

What is kept of them (``store/matching.py``) is brought up to date first: only documents whose statements were written since
are read again. Then all of it is compared with the claim, a few thousand documents at a time, so memory does not grow
with the case.
"""

from __future__ import annotations

import sqlite3
import zlib
from bisect import bisect_right
from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection

from headwater.claims.matching.features import DIMENSIONS, TERMS, Features, Floats, features
from headwater.claims.matching.scores import Frequencies, Scores, Sought
from headwater.desk.statement_views import words
from headwater.store import documents, matching, statements, writings
from headwater.store.matching import Kept, State
from headwater.store.statements import Filter

_FAR = -1.0  # the closeness of what is not proposed
_DOCUMENTS = 400  # whose statements are kept in one go


@dataclass(frozen=True, slots=True)
class Found:
    """A statement that is close to a claim: ``close`` in 0..1, and its two measures for the claim and each part."""

    statement: str
    close: float
    words: Floats
    meaning: Floats


@dataclass(frozen=True, slots=True)
class Search:
    """The closest statements, the closest first; ``count`` of ``statements`` are close enough to be proposed at all."""

    best: tuple[Found, ...]
    count: int
    statements: int
    frequencies: Frequencies


def follow(
    connection: Connection, index: sqlite3.Connection, tell: Callable[[int, int], None] | None = None
) -> None:
    """Bring what is kept of the statements up to date with the case as ``connection`` sees it.

    ``tell`` is called with how many documents are done and how many there are. Another process may do the same.
    """
    if matching.state(index).written > writings.last(
        connection
    ):  # of a case that was put back to an earlier state
        with matching.writing(index):
            matching.clear(index)
    total = writings.count_after(connection, matching.state(index).written)
    done = 0
    while todo := writings.after(connection, (before := matching.state(index)).written, _DOCUMENTS):
        keys = [key for _, key in todo]
        rows = _kept(connection, keys)
        with matching.writing(index):
            if matching.state(index).written != before.written:
                continue  # somebody else was faster
            old = list(matching.get(index, keys))
            matching.replace(index, keys, rows)
            counts = _counts(before)
            _count(counts, rows, np.add)
            _count(counts, old, np.subtract)
            number = before.statements + sum(len(row.ids) for row in rows) - sum(len(row.ids) for row in old)
            matching.put_state(index, State(todo[-1][0], number, zlib.compress(counts.tobytes(), 1)))
        done += len(keys)
        if tell:
            tell(min(done, total), total)


def _kept(connection: Connection, keys: Sequence[int]) -> list[Kept]:
    """What is to be kept of the statements that stand in these documents and have a content."""
    spoken: dict[str, list[tuple[str, str]]] = {}
    stored = documents.get_many(connection, keys)
    texts = {one.document.sha256: one.document.text for one in stored}
    for held in statements.select_all(connection, Filter(tuple(keys))):
        if content := words(texts[held.statement.sha256], held.statement.content).strip():
            spoken.setdefault(held.statement.sha256, []).append((held.id, content))
    rows = []
    for one in stored:
        if said := spoken.get(one.document.sha256):
            made = features([content for _, content in said])
            ids = tuple(identifier for identifier, _ in said)
            rows.append(
                Kept(one.key, ids, made.lengths.tobytes(), made.terms.tobytes(), made.vectors.tobytes())
            )
    return rows


def _counts(state: State) -> NDArray[np.uint32]:
    if not state.counts:
        return np.zeros(TERMS, dtype=np.uint32)
    return np.frombuffer(zlib.decompress(state.counts), dtype=np.uint32).copy()


def _count(counts: NDArray[np.uint32], rows: Sequence[Kept], how: np.ufunc) -> None:
    how.at(counts, np.frombuffer(b"".join(row.terms for row in rows), dtype=np.uint32), np.uint32(1))


def search(index: sqlite3.Connection, texts: Sequence[str], passed: AbstractSet[str], most: int) -> Search:
    """The ``most`` statements closest to a claim (``texts`` are its sentence and its parts) but for those in ``passed``.

    Equally close ones stand in the order of their ids.
    """
    with matching.snapshot(index):
        state = matching.state(index)
        frequencies = Frequencies(state.statements, _counts(state))
        sought = Sought(texts, frequencies)
        best: list[Found] = []
        count = 0
        for rows in matching.batches(index):
            scores = sought.scores(_features(rows))
            close = np.where(scores.proposed(), np.round(scores.close(), 4), _FAR)
            close[_places(rows, passed)] = _FAR
            count += int((close > _FAR).sum())
            best = sorted([*best, *_closest(rows, scores, close, most)], key=_order)[:most]
    return Search(tuple(best), count, state.statements, frequencies)


def _order(one: Found) -> tuple[float, str]:
    return -one.close, one.statement


def _places(rows: Sequence[Kept], passed: AbstractSet[str]) -> list[int]:
    """The places of the statements in ``passed`` among those of ``rows``."""
    found, first = [], 0
    for row in rows:
        if not passed.isdisjoint(row.ids):
            found += [first + n for n, identifier in enumerate(row.ids) if identifier in passed]
        first += len(row.ids)
    return found


def _closest(rows: Sequence[Kept], scores: Scores, close: Floats, most: int) -> list[Found]:
    """The statements among those of ``rows`` that are close enough to be proposed: the ``most`` closest, and what is as close
    as the last of these."""
    least = np.partition(close, -most)[-most] if most < len(close) else _FAR
    ends = list(accumulate(len(row.ids) for row in rows))
    found = []
    for n in map(int, np.flatnonzero((close >= least) & (close > _FAR))):
        at = bisect_right(ends, n)
        identifier = rows[at].ids[n - ends[at] + len(rows[at].ids)]
        found.append(Found(identifier, float(close[n]), scores.words[n], scores.meaning[n]))
    return found


def _features(rows: Sequence[Kept]) -> Features:
    return Features(
        np.frombuffer(b"".join(row.vectors for row in rows), dtype=np.int8).reshape(-1, DIMENSIONS),
        np.frombuffer(b"".join(row.lengths for row in rows), dtype=np.uint16),
        np.frombuffer(b"".join(row.terms for row in rows), dtype=np.uint32),
    )
