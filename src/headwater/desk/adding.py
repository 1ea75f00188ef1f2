"""Take mail and documents in: intake and index in one go."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from headwater.archive.indexing import Keeper
from headwater.intake.run import Progress, Summary, take_in
from headwater.store.case import Case


def add(
    case: Case, paths: Sequence[Path], tick: Callable[[int, int | None, str], None] | None = None
) -> Summary:
    """Take ``paths`` into the case and make what is new searchable; says what came in.

    Adding again reads only what is new, and after an interruption goes on where it stopped. Raises NotFound for a
    path that is not there (before anything is read) and CaseBusy while another process takes in documents.
    """

    def told(progress: Progress) -> None:
        if tick:
            tick(progress.items, None, f"{progress.items} items, {progress.failed} failed")

    with Keeper(case) as keeper:
        return take_in(case, paths, keeper.add, told)


def index(case: Case) -> int:
    """Check every byte of the search index and bring it up to date with the case; how many documents were indexed.

    It is made anew where it is missing, damaged or of another version. Raises CaseBusy.
    """
    with Keeper(case, verify=True) as keeper:
        return keeper.caught_up
