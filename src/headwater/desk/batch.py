"""Many queries at once: how much each finds, what it adds, and which of them cannot be asked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sqlalchemy import Connection

from headwater.archive.query import parse
from headwater.archive.search import Searcher
from headwater.base.errors import InputError, QueryError
from headwater.desk.asking import ask, state
from headwater.store import totals
from headwater.store.case import Case

LONGEST = 20_000
"""Characters of a line that is still taken for a query."""


@dataclass(frozen=True, slots=True)
class Line:
    """A query and the number of its line, counted from 1."""

    number: int
    query: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What a query finds: ``count`` documents, ``added`` of which no query before it found, and ``alone`` that no other
    query finds. All are None where it cannot be asked; then ``problem`` says why, ``position`` where in the query (None
    where that has no place) and ``next_step`` what to do."""

    line: int
    query: str
    count: int | None
    added: int | None = None
    alone: int | None = None
    problem: str = ""
    position: int | None = None
    next_step: str = ""


@dataclass(frozen=True, slots=True)
class Batch:
    """All answers in the order of the lines; ``distinct`` documents are found by at least one query. ``to_index`` and
    ``notes`` as in Results."""

    answers: tuple[Answer, ...]
    distinct: int
    to_index: int
    notes: tuple[str, ...]

    @property
    def refused(self) -> int:
        """How many queries cannot be asked."""
        return sum(answer.count is None for answer in self.answers)


def decoded(data: bytes) -> str:
    """The text of a file of queries. Raises InputError where it is not UTF-8."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        step = "Save the file as UTF-8."
        raise InputError(f"Line {line} of the queries is not in UTF-8.", step, code="batch") from error


def lines(text: str) -> tuple[Line, ...]:
    """The queries of a file: one on each line, without blank lines and those that begin with #."""
    numbered = ((number, line.strip()) for number, line in enumerate(text.lstrip("\ufeff").splitlines(), 1))
    return tuple(Line(number, line) for number, line in numbered if line and not line.startswith("#"))


def batch_whole(found: Batch) -> dict[str, Any]:
    """What a batch is as JSON beside its answers: docs/schemas/batch.json."""
    return {
        "queries": len(found.answers),
        "refused": found.refused,
        "distinct": found.distinct,
        "waiting_for_index": found.to_index,
        "notes": list(found.notes),
    }


def batch(case: Case, asked: Sequence[Line]) -> Batch:
    """Ask every query of one state of the case. One that cannot be asked is told, and the others go on."""
    with state(case) as (connection, searcher):
        held = totals.documents(connection)
        if searcher is None:
            answers = tuple(_refused(line) or Answer(line.number, line.query, 0, 0, 0) for line in asked)
            return Batch(answers, 0, held, ())
        found = _Found()
        notes: dict[str, None] = {}
        answers = tuple(_answers(case, asked, connection, searcher, found, notes))
        alone = found.alone()
        whole = tuple(_with_alone(answer, alone.get(answer.line, 0)) for answer in answers)
        return Batch(whole, found.distinct(), max(0, held - searcher.documents), tuple(notes))


class _Found:
    """By how many queries each document is found, and by which first; places are keys of documents."""

    def __init__(self) -> None:
        self._times = np.zeros(1, dtype=np.uint32)
        self._first = np.zeros(1, dtype=np.uint32)

    def add(self, line: int, keys: Sequence[int]) -> int:
        """Note what a query finds; returns how many documents none before it found."""
        if not keys:
            return 0
        places = np.asarray(keys, dtype=np.int64)
        missing = int(places.max()) + 1 - len(self._times)
        if missing > 0:
            self._times = np.pad(self._times, (0, missing))
            self._first = np.pad(self._first, (0, missing))
        fresh = places[self._times[places] == 0]
        self._first[fresh] = line
        self._times[places] += 1
        return len(fresh)

    def distinct(self) -> int:
        """How many documents are found at all."""
        return int((self._times > 0).sum())

    def alone(self) -> dict[int, int]:
        """By line, how many documents this query alone finds."""
        numbers, counts = np.unique(self._first[self._times == 1], return_counts=True)
        return {int(number): int(count) for number, count in zip(numbers, counts, strict=True)}


def _answers(
    case: Case,
    asked: Sequence[Line],
    connection: Connection,
    searcher: Searcher,
    found: _Found,
    notes: dict[str, None],
) -> Iterator[Answer]:
    for line in asked:
        refused = _refused(line)
        if refused is not None:
            yield refused
            continue
        try:
            ready = ask(case, line.query, connection, searcher)
            keys = ready.keys()
        except InputError as error:
            yield _told(line, error)
            continue
        notes.update(dict.fromkeys(ready.notes))
        yield Answer(line.number, line.query, len(keys), found.add(line.number, keys))


def _refused(line: Line) -> Answer | None:
    """The answer to a query that cannot be parsed."""
    try:
        if len(line.query) > LONGEST:
            raise InputError(f"This line has more than {LONGEST} characters.", "Make several queries of it.")
        parse(line.query)
    except InputError as error:
        return _told(line, error)
    return None


def _told(line: Line, error: InputError) -> Answer:
    position = error.position if isinstance(error, QueryError) else None
    return Answer(
        line.number, line.query, None, problem=error.message, position=position, next_step=error.next_step
    )


def _with_alone(answer: Answer, alone: int) -> Answer:
    if answer.count is None:
        return answer
    return Answer(answer.line, answer.query, answer.count, answer.added, alone)
