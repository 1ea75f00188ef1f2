"""The first hour with a leak: who is in it, when, in which languages and formats, what stayed closed, where to begin.

All of it is counted from the index's columns, from tallies and from indexes of the database, and kept for as long as the
case does not change.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from sqlalchemy import Connection

from headwater.archive.facets import Step
from headwater.desk import facets, threads
from headwater.desk.facets import UNDATED, Counted, Facet, Faceted
from headwater.desk.thread_views import ThreadLine
from headwater.desk.views import Line
from headwater.model.document import Kind, Status
from headwater.store import documents, jobs, languages, receipts, totals
from headwater.store.case import Case
from headwater.store.totals import Totals

EVERYTHING = "*"
"""The query that finds all documents."""

_VALUES, _THREADS, _FILES = 12, 8, 8
_CLOSED = {
    Status.UNREAD: "no text could be made of them",
    Status.ENCRYPTED: "encrypted, and no password of the case opens them",
    Status.NEEDS_OCR: "pages that are pictures, not read yet",
    Status.REPAIRED: "read after damage was repaired",
}
_WORDS = (
    ("Kept from others", 'confidential OR secret OR "not for distribution" OR "eyes only"'),
    ("Passwords", "password* OR passwd OR contraseña"),
    ("To be destroyed", '"delete this" OR "destroy this" OR "delete after reading"'),
    ("Money", "invoice* OR payment* OR transfer OR factura*"),
    ("Lawyers", '"attorney client" OR privileged OR lawyer*'),
)
"""What leaks are often looked through for first; shown where something is found."""


@dataclass(frozen=True, slots=True)
class Lead:
    """Somewhere to begin: a name, the query, and how many documents it finds."""

    name: str
    query: str
    count: int


@dataclass(frozen=True, slots=True)
class Closed:
    """Documents in a state that is no plain "read": how many, in words why, and the query that lists them."""

    status: str
    why: str
    count: int
    query: str


@dataclass(frozen=True, slots=True)
class FirstHour:
    """A case at first sight. ``counted`` has people, domains and the timeline over all documents in the index;
    ``languages`` are codes with counts, ``untold`` documents whose language was not told yet; ``files`` are the biggest
    documents that are no messages; ``failures`` items could not be taken in."""

    totals: Totals
    counted: Faceted
    languages: tuple[tuple[str, int], ...]
    untold: int
    closed: tuple[Closed, ...]
    failures: int
    threads: tuple[ThreadLine, ...]
    thread_count: int
    files: tuple[Line, ...]
    leads: tuple[Lead, ...]

    def values(self, facet: Facet) -> Counted:
        """The counts of one facet: people or domains."""
        return next(one for one in self.counted.facets if one.facet is facet)


_kept: WeakKeyDictionary[Case, tuple[Hashable, FirstHour]] = WeakKeyDictionary()
"""For each open case what was found and the state that it is of. It lives and goes with the process."""


def first_hour(case: Case) -> FirstHour:
    """The case at first sight, counted anew only where it has changed."""
    with case.reading() as connection:
        state = _state(case, connection)
    kept = _kept.get(case)
    if kept is not None and kept[0] == state:
        return kept[1]
    found = _look(case)
    _kept[case] = (state, found)
    return found


def _state(case: Case, connection: Connection) -> Hashable:
    """What the page depends on: the documents and their states, the index, threads, languages, failures."""
    counts = totals.totals(connection)
    done = [jobs.get(connection, name) for name in (jobs.THREADS, jobs.LANGUAGES, jobs.OCR)]
    meta = case.index_path / "meta.json"
    return (
        counts,
        receipts.failure_count(connection),
        tuple(job.changed if job else "" for job in done),
        meta.stat().st_mtime_ns if meta.exists() else 0,
    )


def _look(case: Case) -> FirstHour:
    shown = (Facet.PEOPLE, Facet.DOMAINS)
    counted = facets.facets(case, EVERYTHING, shown, limit=_VALUES, step=Step.MONTH, timeline=True)
    with case.reading() as connection:
        counts = totals.totals(connection)
        told = tuple(languages.counts(connection).items())
        files = tuple(_line(row) for row in documents.biggest_files(connection, _FILES))
        failures = receipts.failure_count(connection)
    thread_count, lines = threads.biggest(case, limit=_THREADS)
    return FirstHour(
        totals=counts,
        counted=counted,
        languages=told,
        untold=max(0, counts.documents - sum(number for _, number in told)),
        closed=tuple(_closed(counts)),
        failures=failures,
        threads=tuple(line for line in lines if line.messages > 1),
        thread_count=thread_count,
        files=files,
        leads=tuple(_leads(case, counts, counted)),
    )


def _line(row: documents.Listed) -> Line:
    return Line(row.id, row.kind, row.title, row.size, row.media_type, row.status)


def _closed(counts: Totals) -> Iterator[Closed]:
    for status, count in counts.statuses:
        if count and (why := _CLOSED.get(Status(status))):
            yield Closed(status, why, count, f"status:{status}")


def _leads(case: Case, counts: Totals, counted: Faceted) -> Iterator[Lead]:
    """Where to begin, what finds nothing left out."""
    columns = counted.timeline.columns if counted.timeline else ()
    if len(columns) > 1:
        busiest = max(columns, key=lambda column: column.count)
        yield Lead("The busiest month", f"date:{busiest.label}", busiest.count)
    kinds = dict(counts.kinds)
    for name, kind in (
        ("Spreadsheets", Kind.SPREADSHEET),
        ("PDFs", Kind.PDF),
        ("Documents of word processors", Kind.WORD),
    ):
        if kinds.get(kind.value):
            yield Lead(name, f"type:{kind.value}", kinds[kind.value])
    asked = (("Messages with attachments", "has:attachment"), *_WORDS)
    found = (Lead(name, query, facets.facets(case, query, ()).count) for name, query in asked)
    yield from (lead for lead in found if lead.count)
    if counted.timeline and counted.timeline.undated:
        yield Lead("Without a date", UNDATED, counted.timeline.undated)
