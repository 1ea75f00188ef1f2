"""Facets of a search: by whom, where and when its documents are, counted over all of them, each a way to narrow it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from headwater.archive import facets as counting
from headwater.archive.facets import Bar, Counts, Step
from headwater.archive.leaves import QUOTES
from headwater.archive.query import Everything, Or, parse
from headwater.base.errors import UsageError
from headwater.desk.asking import Asked, ask, state
from headwater.desk.facts import UNKNOWN
from headwater.store import holdings, languages, tags, totals
from headwater.store.case import Case

UNDATED = "NOT date:..9999"
"""Finds documents without a date."""


class Facet(StrEnum):
    """What documents can be counted by."""

    PEOPLE = "people"
    DOMAINS = "domains"
    MONTH = "month"
    TYPE = "type"
    LANGUAGE = "language"
    STATUS = "status"
    TAG = "tag"
    FOLDER = "folder"


_NAMES = {
    "person": Facet.PEOPLE,
    "domain": Facet.DOMAINS,
    "months": Facet.MONTH,
    "year-month": Facet.MONTH,
    "types": Facet.TYPE,
    "lang": Facet.LANGUAGE,
    "languages": Facet.LANGUAGE,
    "tags": Facet.TAG,
    "folders": Facet.FOLDER,
}
_IN_INDEX = {Facet.PEOPLE: "address", Facet.DOMAINS: "domain", Facet.TYPE: "kind", Facet.STATUS: "status"}
_FILTERS = {
    Facet.PEOPLE: "person",
    Facet.DOMAINS: "domain",
    Facet.TYPE: "type",
    Facet.STATUS: "status",
    Facet.LANGUAGE: "lang",
    Facet.TAG: "tag",
    Facet.FOLDER: "folder",
}


@dataclass(frozen=True, slots=True)
class Value:
    """``count`` documents have ``value``; ``label`` says more of it ("" where nothing is known), and ``query`` finds them
    ("" where none can be written)."""

    value: str
    label: str
    count: int
    query: str


@dataclass(frozen=True, slots=True)
class Counted:
    """A facet's values, most documents first (months in order). ``distinct`` is how many values there are in all, None
    where there are too many to tell."""

    facet: Facet
    values: tuple[Value, ...]
    distinct: int | None


@dataclass(frozen=True, slots=True)
class Column:
    """A stretch of time with ``count`` documents: ``first`` day and ``label`` as ISO 8601, and a ``query`` that finds them."""

    first: str
    label: str
    count: int
    query: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """Documents by date: ``columns`` in order, those without documents left out, and how many are ``undated``."""

    step: Step
    columns: tuple[Column, ...]
    undated: int


@dataclass(frozen=True, slots=True)
class Faceted:
    """Facets and timeline of a query, with its exact ``count``. ``to_index`` and ``notes`` as in Results."""

    query: str
    count: int
    to_index: int
    notes: tuple[str, ...]
    facets: tuple[Counted, ...]
    timeline: Timeline | None


def named(names: Iterable[str]) -> tuple[Facet, ...]:
    """The facets of these names, each once. Raises UsageError for one that there is not."""
    found = []
    for name in names:
        wanted = name.strip().lower()
        if wanted not in tuple(Facet) and wanted not in _NAMES:
            raise UsageError(f"There is no facet {name.strip()!r}.", f"They are {', '.join(Facet)}.")
        found.append(_NAMES.get(wanted) or Facet(wanted))
    return tuple(dict.fromkeys(found))


def facets(
    case: Case,
    query: str,
    wanted: Sequence[Facet],
    *,
    limit: int = 20,
    step: Step | None = None,
    timeline: bool = False,
) -> Faceted:
    """Counts over all documents that ``query`` finds: up to ``limit`` values of each facet and, if asked for, a
    ``timeline`` in steps of ``step`` (None: what fits). Raises what ``search`` raises."""
    with state(case) as (connection, searcher):
        if searcher is None:
            parse(query)
            empty = Timeline(step or Step.MONTH, (), 0) if timeline else None
            return Faceted(
                query, 0, totals.documents(connection), (), tuple(Counted(f, (), 0) for f in wanted), empty
            )
        asked = ask(case, query, connection, searcher)
        counts = _Counts(asked, query, limit)
        return Faceted(
            query,
            asked.count(),
            asked.to_index,
            asked.notes,
            tuple(map(counts.facet, wanted)),
            counts.timeline(step) if timeline else None,
        )


def narrowed(query: str, clause: str) -> str:
    """A query that finds what ``query`` and ``clause`` both find."""
    return f"{_head(query)}{clause}"


@lru_cache(maxsize=16)
def _head(query: str) -> str:
    """What stands before a clause that narrows ``query``."""
    tree = parse(query)
    if isinstance(tree, Everything):
        return ""
    return f"({query}) " if isinstance(tree, Or) else f"{query} "


def facets_object(found: Faceted) -> dict[str, Any]:
    """As JSON: docs/schemas/facets.json."""
    timeline = found.timeline
    return {
        "query": found.query,
        "count": found.count,
        "waiting_for_index": found.to_index,
        "notes": list(found.notes),
        "facets": {
            one.facet.value: {"distinct": one.distinct, "values": [asdict(value) for value in one.values]}
            for one in found.facets
        },
        "histogram": None
        if timeline is None
        else {
            "step": timeline.step.value,
            "undated": timeline.undated,
            "columns": [asdict(column) for column in timeline.columns],
        },
    }


class _Counts:
    """Counts over what one query finds; the keys of its documents are asked for once, if at all."""

    def __init__(self, asked: Asked, query: str, limit: int) -> None:
        self._asked = asked
        self._query = query
        self._limit = limit
        self._found: npt.NDArray[np.bool_] | None = None

    def facet(self, facet: Facet) -> Counted:
        if facet is Facet.MONTH:
            columns = self.timeline(Step.MONTH).columns
            values = tuple(Value(one.label, "", one.count, one.query) for one in columns)
            return Counted(facet, values, len(values))
        counts = self._counts(facet)
        labels: dict[str, str] = {}
        if facet is Facet.PEOPLE:
            labels = holdings.names_of(self._asked.connection, [value for value, _ in counts.values])
        values = tuple(
            Value(value, labels.get(value, ""), count, self._narrowed(_FILTERS[facet], value))
            for value, count in counts.values
        )
        return Counted(facet, values, counts.distinct)

    def timeline(self, step: Step | None) -> Timeline:
        found = counting.histogram(self._asked.searcher, self._asked.closed, step, self._asked.zone)
        columns = tuple(self._column(bar, found.step) for bar in found.bars)
        return Timeline(found.step, columns, found.undated)

    def _column(self, bar: Bar, step: Step) -> Column:
        label = bar.first.isoformat()[: {Step.DAY: 10, Step.MONTH: 7, Step.YEAR: 4}[step]]
        return Column(bar.first.isoformat(), label, bar.count, narrowed(self._query, f"date:{label}"))

    def _narrowed(self, name: str, value: str) -> str:
        if set(value) & set(QUOTES):
            return ""  # no quotation mark can stand inside others
        plain = value.replace("-", "").isalnum()
        return narrowed(self._query, f"{name}:{value}" if plain else f'{name}:"{value}"')

    def _counts(self, facet: Facet) -> Counts:
        asked = self._asked
        if facet in _IN_INDEX:
            return counting.values(asked.searcher, asked.closed, _IN_INDEX[facet], self._limit, asked.zone)
        return _ranked(self._held(facet), self._limit)

    def _held(self, facet: Facet) -> dict[str, int]:
        """Counts of values that the database knows."""
        connection = self._asked.connection
        if facet is Facet.LANGUAGE:
            codes = languages.counts(connection)
            return {code or UNKNOWN: self._among(languages.members(connection, code)) for code in codes}
        if facet is Facet.TAG:
            every = tags.every(connection)
            return {tag.name: self._among(tags.members(connection, tag.name)) for tag in every}
        found = self._mask()
        pairs = {
            (folder, key) for folder, key in holdings.folders(connection) if key < len(found) and found[key]
        }
        return Counter(folder for folder, _ in pairs)

    def _among(self, keys: Sequence[int]) -> int:
        found, wanted = self._mask(), np.asarray(keys, dtype=np.int64)
        return int(found[wanted[wanted < len(found)]].sum())

    def _mask(self) -> npt.NDArray[np.bool_]:
        """For each key whether the document is found."""
        if self._found is None:
            keys = np.asarray(self._asked.keys(), dtype=np.int64)
            self._found = np.zeros(int(keys.max()) + 1 if len(keys) else 1, dtype=np.bool_)
            self._found[keys] = True
        return self._found


def _ranked(counts: dict[str, int], limit: int) -> Counts:
    kept = sorted(
        ((value, count) for value, count in counts.items() if count), key=lambda one: (-one[1], one[0])
    )
    return Counts(tuple(kept[:limit]), len(kept))
