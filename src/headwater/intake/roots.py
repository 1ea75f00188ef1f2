"""The paths that were given, made into containers to read; and what stands on disk at a location.

One place on disk has one account: a path inside a folder that is in the case already means that folder, read again.
A folder or file that has an account of its own keeps it when a folder around it is added later.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from headwater.base.errors import InputError, NotFound
from headwater.intake.detect import read_head, recognise
from headwater.intake.names import placed, restored
from headwater.intake.readers import CONTAINERS
from headwater.intake.readers.folder import is_maildir, stamp_of
from headwater.intake.seam import Form
from headwater.store import containers
from headwater.store.case import Case

_ON_DISK = (Form.FOLDER.value, Form.MAILDIR.value, Form.FILE.value)


@dataclass(frozen=True, slots=True)
class Root:
    """A container on disk that is to be read: see ``seam.Source`` for ``apart`` and ``barred``."""

    path: Path
    location: str
    form: Form
    size: int
    stamp: str
    apart: frozenset[str]
    barred: frozenset[str]


def location_of(path: Path) -> str:
    """A resolved path as the case knows it: forward slashes, and what cannot be shown escaped."""
    return placed(path.as_posix())


def roots(case: Case, paths: Sequence[Path]) -> list[Root]:
    """The containers to read for the given paths, each once, in order of their locations.

    Raises NotFound for a path that is not there, InputError for one that is neither file nor folder or lies in
    the case itself.
    """
    home = case.root.resolve()
    wanted = {_checked(path, home) for path in paths}
    with case.reading() as connection:
        apart = containers.apart(connection, _ON_DISK)
    wanted = {_outermost(path, apart) for path in wanted}
    barred = frozenset({location_of(home)})
    kept = [path for path in wanted if not any(parent in wanted for parent in path.parents)]
    return [_root(path, apart, barred) for path in sorted(kept, key=location_of)]


def _checked(path: Path, home: Path) -> Path:
    try:
        real = path.resolve(strict=True)
        mode = real.stat().st_mode
    except (OSError, RuntimeError) as error:
        raise NotFound(
            f"There is no file or folder {path}.", "Check the name.", code="path-missing"
        ) from error
    if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
        raise InputError(f"{path} is neither a file nor a folder.", "Give a file or a folder.")
    if real == home or home in real.parents:
        raise InputError(f"{path} belongs to the case itself.", "Give the originals.")
    return real


def _outermost(path: Path, known: frozenset[str]) -> Path:
    """The outermost folder around ``path`` (or itself) that has an account in the case; else ``path``."""
    around = [*reversed(path.parents), path]
    return next((folder for folder in around if location_of(folder) in known), path)


def _root(path: Path, apart: frozenset[str], barred: frozenset[str]) -> Root:
    location, form, status = location_of(path), _form(path), path.stat()
    folder = form in (Form.FOLDER, Form.MAILDIR)
    stamp = "" if folder else stamp_of(status)
    return Root(path, location, form, 0 if folder else status.st_size, stamp, apart - {location}, barred)


def _form(path: Path) -> Form:
    if path.is_dir():
        return Form.MAILDIR if is_maildir(path) else Form.FOLDER
    try:
        with path.open("rb") as stream:
            form = recognise(read_head(stream), path.name, path.stat().st_size).form
    except Exception:  # its reader says why it cannot be read or recognised
        return Form.FILE
    return form if form in CONTAINERS else Form.FILE


def form_on_disk(location: str) -> str:
    """The form of container that stands at a location on disk; empty where nothing stands there."""
    path = Path(restored(location))
    return _form(path).value if path.exists() and not path.is_symlink() else ""


def still_file(folder: Path, shown_path: str) -> bool:
    """Whether a regular file stands at ``shown_path`` in ``folder``."""
    try:
        return stat.S_ISREG(os.lstat(folder / restored(shown_path)).st_mode)
    except OSError:
        return False
