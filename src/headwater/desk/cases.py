"""Make, open, upgrade and look over a case."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from headwater.archive import indexing
from headwater.desk import claim_lists
from headwater.desk.views import Overview
from headwater.store import audits, receipts, statements, totals
from headwater.store import case as cases
from headwater.store.case import Case
from headwater.store.dump import dump as dump_lines

AUDITS = 3
"""So many audits are listed in the overview."""


def new_case(root: Path, *, name: str = "", zone: str = "UTC") -> Case:
    """Make a case in ``root`` (absent or an empty folder). Raises CaseError."""
    return cases.create(root, name=name, zone=zone)


def open_case(root: Path) -> Case:
    """Open the case in ``root``. Raises NotFound, CaseError, CaseVersion."""
    return cases.open_case(root)


def upgrade_case(root: Path) -> tuple[int, int]:
    """Bring the tables of an older case up to date; the revisions before and after."""
    return cases.upgrade(root)


def overview(case: Case) -> Overview:
    """Counts, dates, formats, containers, failures, claims, and what cannot be searched or was not read yet."""
    with case.reading() as connection:
        return Overview(
            name=case.settings.name,
            root=str(case.root),
            zone=case.settings.zone,
            totals=totals.totals(connection),
            extent=statements.extent(connection),
            to_index=indexing.waiting(case, connection),
            containers=receipts.count(connection),
            failures=receipts.failure_count(connection),
            claims=claim_lists.lines(case, connection),
            audits=tuple(audits.lines(connection, AUDITS)),
        )


def dump(case: Case) -> Iterator[str]:
    """The whole case as JSON lines in canonical order, without surrogate ids and times of running."""
    with case.reading() as connection:
        yield from dump_lines(connection)
