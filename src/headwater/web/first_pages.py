"""What the page of the first hour shows; see ``pages`` for how templates are held to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from headwater.desk.first_hour import FirstHour
from headwater.web.framing import Frame
from headwater.web.search_pages import FacetRow, Narrowing


@dataclass(frozen=True, slots=True)
class LeadRow:
    """Somewhere to begin: its name, the query with its address, and how many documents it finds."""

    name: str
    query: str
    count: int
    url: str


@dataclass(frozen=True, slots=True)
class FirstPage:
    """A case at first sight: ``narrowing`` has people, domains and the timeline, ``languages`` and ``closed`` are counted
    with addresses that list them, ``leads`` say where to begin."""

    template: ClassVar[str] = "first.html"
    frame: Frame
    found: FirstHour
    narrowing: Narrowing
    languages: tuple[FacetRow, ...]
    closed: tuple[FacetRow, ...]
    leads: tuple[LeadRow, ...]
