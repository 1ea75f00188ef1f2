"""What the pages of search show; see ``pages`` for how templates are held to these."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from headwater.desk.batch import Batch
from headwater.desk.views import Results
from headwater.store.saved import Saved
from headwater.web.framing import Frame, Pager, Problem
from headwater.web.timeline import TimelineDrawing


@dataclass(frozen=True, slots=True)
class FacetRow:
    """A value with its ``count``: ``label`` says more of it ("" for nothing), ``url`` narrows to it ("" where that cannot be
    written)."""

    value: str
    label: str
    count: int
    url: str


@dataclass(frozen=True, slots=True)
class FacetBlock:
    """A facet under its ``title``; ``more`` says how many values are not shown ("" where all are)."""

    title: str
    rows: tuple[FacetRow, ...]
    more: str


@dataclass(frozen=True, slots=True)
class Narrowing:
    """Counts over all hits: facets, the timeline (``stretches`` are its rows as a table), and ``folders``, the address that
    counts folders too ("" where it does)."""

    facets: tuple[FacetBlock, ...]
    timeline: TimelineDrawing
    stretches: tuple[FacetRow, ...]
    folders: str


@dataclass(frozen=True, slots=True)
class SearchPage:
    """A query with one page of its hits; ``results``, ``pager`` and ``narrowing`` are None where nothing was asked or it
    failed. ``saved`` are the searches that are kept, ``by`` the name last given in a form."""

    template: ClassVar[str] = "search.html"
    frame: Frame
    query: str
    sort: str
    sorts: tuple[str, ...]
    results: Results | None
    pager: Pager | None
    problem: Problem | None
    narrowing: Narrowing | None
    saved: tuple[tuple[Saved, str], ...]
    by: str


@dataclass(frozen=True, slots=True)
class BatchPage:
    """A batch of queries as ``text``, and what each finds (None before any was asked); ``urls`` search by line."""

    template: ClassVar[str] = "batch.html"
    frame: Frame
    text: str
    batch: Batch | None
    urls: dict[int, str]
    problem: Problem | None
