"""Take mail and documents in: intake, index and threads in one go."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path

from headwater.archive.deriving import derive
from headwater.archive.indexing import Keeper
from headwater.archive.relations import link, relate
from headwater.intake.roots import roots
from headwater.intake.run import Progress, Summary, take_in
from headwater.store import passwords, renewals
from headwater.store.case import Case
from headwater.store.filing import Item

MOST_WORKERS = 16
"""More than so many would wait for the one process that writes."""


def usual_workers() -> int:
    """How many processes read where nothing else is asked for: one for each core."""
    return max(1, min(MOST_WORKERS, os.cpu_count() or 1))


def add(
    case: Case,
    paths: Sequence[Path],
    tick: Callable[[int, int | None, str], None] | None = None,
    *,
    workers: int = 0,
    new_passwords: Sequence[str] = (),
) -> Summary:
    """Take ``paths`` into the case, make what is new searchable and put it into its threads; says what came in.

    ``workers`` processes read what this one writes, and an item that takes too long or breaks its worker is a recorded
    failure; with 0 this process reads too, which does for little. The case is the same with any number of them.

    ``new_passwords`` are kept with the case; they and those that it has are tried on what is encrypted. Where there are new
    ones, what was found encrypted at ``paths`` before is read again.

    Adding again reads only what is new, and after an interruption goes on where it stopped. Raises NotFound for a
    path that is not there (before anything is read) and CaseBusy while another process takes in documents.
    """

    def told(progress: Progress) -> None:
        if tick:
            tick(progress.items, None, f"{progress.items} items, {progress.failed} failed")

    def written(new: Sequence[tuple[int, Item]]) -> None:
        keeper.add([(key, item.derived.terms) for key, item in new])
        link(case, [(key, item.derived.link) for key, item in new])

    locations = [root.location for root in roots(case, paths)]
    with Keeper(case) as keeper:
        if passwords.add(case.root, new_passwords):
            with case.writing() as connection:
                renewals.read_locked_again(connection, locations)
        summary = take_in(
            case,
            paths,
            written,
            told,
            derive=derive,
            workers=workers,
            passwords=passwords.passwords(case.root),
        )
    relate(case, tick)
    return summary


def index(case: Case) -> int:
    """Check every byte of the search index and bring it up to date with the case; how many documents were indexed.

    It is made anew where it is missing, damaged or of another version. Raises CaseBusy.
    """
    with Keeper(case, verify=True) as keeper:
        return keeper.caught_up
