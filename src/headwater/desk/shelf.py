"""The cases that stand in one folder: look over them, and make another."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from headwater.base.errors import HeadwaterError, InputError
from headwater.base.folding import folded
from headwater.desk import cases
from headwater.store import totals
from headwater.store.case import DATABASE, INDEX, SETTINGS, Case

_LONGEST = 60
_NO_LETTER = re.compile(r"\W+")


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case in a folder of cases: the name of its own ``folder``, its ``name``, how many documents it has; ``problem`` says
    why it cannot be opened, "" where it can."""

    folder: str
    name: str
    documents: int = 0
    problem: str = ""


def is_shelf(root: Path) -> bool:
    """Whether ``root`` is a folder that is no case itself, not even a damaged one, so that cases may stand in it."""
    return root.is_dir() and not any((root / name).exists() for name in (SETTINGS, DATABASE, INDEX))


def lines(shelf: Path) -> tuple[CaseLine, ...]:
    """The cases in the folders of ``shelf``, by name."""
    found = [_line(path) for path in sorted(shelf.iterdir()) if (path / SETTINGS).is_file()]
    return tuple(sorted(found, key=lambda line: (folded(line.name), line.folder)))


def _line(path: Path) -> CaseLine:
    try:
        with cases.open_case(path) as case, case.reading() as connection:
            return CaseLine(path.name, case.settings.name, totals.documents(connection))
    except HeadwaterError as error:
        return CaseLine(path.name, path.name, problem=str(error))


def make(shelf: Path, name: str, zone: str) -> Case:
    """Make a case of this ``name`` in a folder of ``shelf`` that is named after it, and open it.

    Raises InputError for a name without letters, CaseError where the folder is there already or the zone is unknown.
    """
    shown = " ".join(name.split())
    folder = "-".join(filter(None, _NO_LETTER.split(folded(shown))))[:_LONGEST].strip("-_")
    if not folder or not shown.isprintable():
        raise InputError("The name of a case needs a letter or a number.", "Give it a name.")
    return cases.new_case(shelf / folder, name=shown, zone=zone or "UTC")
