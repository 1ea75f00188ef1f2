"""What pages have in common: the frame, problems with what was asked, choices between views, and pages of a list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from headwater.base.errors import HeadwaterError, NotFound, QueryError


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around every page: the case's name ("" where there is none to show) and the section it belongs to."""

    case: str = ""
    section: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """Why something that was asked for was not done. ``before``, ``at`` and ``after`` are a query cut where it fails."""

    message: str
    next_step: str
    before: str = ""
    at: str = ""
    after: str = ""

    @classmethod
    def of(cls, error: HeadwaterError) -> Problem:
        """From an error."""
        if not isinstance(error, QueryError):
            return cls(error.message, error.next_step)
        query, at = error.query, error.position
        return cls(error.message, error.next_step, query[:at], query[at : at + 1], query[at + 1 :])


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several views of a page: its label, its address, and whether it is the one that is shown."""

    label: str
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class Pager:
    """Where a page stands in a list of ``count`` rows: it shows ``first`` to ``last`` (from 1; 0 to 0 when empty)."""

    count: int
    first: int
    last: int
    page: int
    pages: int
    previous: str
    next: str

    @classmethod
    def of(cls, path: str, values: Sequence[tuple[str, str]], count: int, page: int, size: int) -> Pager:
        """For the address ``path`` with query ``values``; empty values are left out. Raises NotFound beyond the end."""
        pages = max(1, -(-count // size))
        if page > pages:
            raise NotFound(f"There is no page {page}; the last one is {pages}.", "Go back to the first page.")

        def url(number: int) -> str:
            kept = [(key, value) for key, value in values if value] + [("page", str(number))] * (number > 1)
            return f"{path}?{urlencode(kept)}" if kept else path

        return cls(
            count=count,
            first=min(count, (page - 1) * size + 1),
            last=min(count, page * size),
            page=page,
            pages=pages,
            previous=url(page - 1) if page > 1 else "",
            next=url(page + 1) if page < pages else "",
        )
