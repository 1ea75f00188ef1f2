"""Taking in from a page: which paths may be given, what of an intake was broken off, and how the latest receipts fill."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from headwater.base.errors import InputError
from headwater.desk import adding, work
from headwater.intake.roots import roots
from headwater.model.document import Receipt
from headwater.store import containers, receipts
from headwater.store.case import Case

_MOST_PATHS = 100
_UNFINISHED = 20


@dataclass(frozen=True, slots=True)
class Account:
    """How intake stands: the latest ``receipts``, the last first, their failures not listed; ``unfinished`` are locations
    that were not read to their end."""

    receipts: tuple[Receipt, ...]
    unfinished: tuple[str, ...]


def account(case: Case, limit: int) -> Account:
    """Up to ``limit`` of the latest receipts, and what was broken off."""
    with case.reading() as connection:
        return Account(
            tuple(receipts.latest(connection, limit)), tuple(containers.unfinished(connection, _UNFINISHED))
        )


def checked(case: Case, text: str) -> list[Path]:
    """The files and folders that ``text`` names, one a line, each by its whole path ("~" is the home folder).

    Raises InputError where none is named, a path is not whole, or one lies in the case itself; NotFound for one that is not
    there.
    """
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    if not lines or len(lines) > _MOST_PATHS:
        raise InputError(
            f"Name at least one file or folder, and at most {_MOST_PATHS}.", "Write one path on each line."
        )
    paths = [_whole(line) for line in lines]
    roots(case, paths)
    return paths


def _whole(line: str) -> Path:
    step = "Write it from its beginning, such as /home/ana/leak or C:\\leak."
    try:
        path = Path(line).expanduser()
    except RuntimeError as error:
        raise InputError(f"{line[:200]!r} names a home folder that is not known.", step) from error
    if "\0" in line or not path.is_absolute():
        raise InputError(f"{line[:200]!r} is not a whole path.", step)
    return path


def take_in(case: Case, paths: Sequence[Path], passwords: Sequence[str], tell: Callable[[str], None]) -> str:
    """Take ``paths`` in, and do the work that follows; says what came in, in words.

    ``tell`` hears what is being done; what it raises ends the intake between two batches, and what was taken in stays.
    Raises what ``adding.add`` raises.
    """
    summary = adding.add(
        case,
        paths,
        lambda done, total, words: tell(words),
        workers=adding.usual_workers(),
        new_passwords=passwords,
    )
    work.do(case, tell=lambda name, done, total, words: tell(f"{name}: {words}"))
    return (
        f"{summary.documents} new documents, {summary.copies} copies, {summary.failed} failed, "
        f"{summary.unread} without text"
    )
