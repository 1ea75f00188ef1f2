"""Folders on disk: regular files in a fixed order; links and special files are listed, never followed.

The order is that of the paths' code points with "/" between components, depth first, so that two runs over
the same folder see the same sequence. Nothing but the listing of one folder at a time is held in memory.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import BinaryIO

from headwater.base.dates import Moment
from headwater.intake.names import placed
from headwater.intake.seam import Claim, Entry, Form, Found, Source
from headwater.model.document import Failed, Place


def read_folder(source: Source) -> Iterator[Found]:
    """The files below a folder: place is the path relative to it, stamp is size and modification time.

    A maildir below, and what has an account of its own already (``source.apart``), is one item.
    """
    items = size = 0
    for found in walk(source):
        items += 1
        size += found.place.length or 0
        yield found
    yield Claim(items, size, 0)


def read_file_alone(source: Source) -> Iterator[Found]:
    """A file that was added by itself: one item, its place the file's name."""
    assert source.path is not None
    plain = placed(source.path.name)
    try:
        found: Entry | Failed = _file_entry(source.path, plain, os.lstat(source.path))
    except OSError as error:
        found = Failed(Place(plain), "unreadable", why(error))
    yield found
    yield Claim(1, found.place.length or 0, 0)


def is_maildir(path: Path) -> bool:
    """Whether a folder is a maildir: it holds the folders cur and new (and most often tmp)."""
    return all((path / name).is_dir() and not (path / name).is_symlink() for name in ("cur", "new"))


def stamp_of(status: os.stat_result) -> str:
    """What changes when a file's bytes may have changed."""
    return f"{status.st_size}:{status.st_mtime_ns}"


def modified(status: os.stat_result) -> Moment:
    """A file's modification time."""
    return Moment(status.st_mtime_ns // 1_000_000_000)


def why(error: OSError) -> str:
    """An operating system's error as words, without the path."""
    return error.strerror or type(error).__name__


def tree_bytes(path: Path) -> int:
    """The bytes of all regular files at or below ``path``; what cannot be listed counts nothing."""
    total = 0
    pending = [path]
    while pending:
        current = pending.pop()
        try:
            status = os.lstat(current)
            if stat.S_ISDIR(status.st_mode):
                pending.extend(current.iterdir())
            elif stat.S_ISREG(status.st_mode):
                total += status.st_size
        except OSError:
            continue
    return total


def walk(source: Source) -> Iterator[Entry | Failed]:
    """Everything below the folder ``source.path``, in order."""
    assert source.path is not None
    stack = [_listing(source.path, "")]
    while stack:
        listed = stack[-1]
        relative = None if isinstance(listed, Failed) else next(listed, None)
        if isinstance(listed, Failed):
            yield listed
        if relative is None:
            stack.pop()
            continue
        found = _look(source, relative)
        if found is None:
            stack.append(_listing(source.path, relative))
        else:
            yield found


def _listing(root: Path, relative: str) -> Iterator[str] | Failed:
    """Paths of what stands in one folder, relative to ``root``, in order; folders end with "/"."""
    try:
        with os.scandir(root / relative) as entries:
            names = [e.name + "/" if e.is_dir(follow_symlinks=False) else e.name for e in entries]
    except OSError as error:
        return Failed(Place(placed(relative.rstrip("/")) or "."), "unreadable", f"folder: {why(error)}")
    return iter([relative + name for name in sorted(names, key=placed)])


def _look(source: Source, relative: str) -> Entry | Failed | None:
    """What stands at one path: an entry, a failure, or None for a folder to walk into."""
    assert source.path is not None
    path = source.path / relative
    plain = placed(relative.rstrip("/"))
    try:
        status = os.lstat(path)
    except OSError as error:
        return Failed(Place(plain), "unreadable", why(error))
    location = f"{source.location}/{plain}"
    if location in source.barred:
        return Failed(Place(plain), "own-case", "the folder of this case; it is not taken in")
    if stat.S_ISLNK(status.st_mode) or _is_junction(status):
        return Failed(Place(plain), "not-followed", "a link; it is not followed")
    if stat.S_ISDIR(status.st_mode):
        form = Form.MAILDIR if is_maildir(path) else Form.FOLDER if location in source.apart else None
        return _folder_entry(path, plain, form) if form else None
    if not stat.S_ISREG(status.st_mode):
        return Failed(Place(plain), "not-followed", "not a regular file; it is not opened")
    return _file_entry(path, plain, status, Form.FILE if location in source.apart else None)


def _is_junction(status: os.stat_result) -> bool:
    """Whether a folder is a Windows junction, which links elsewhere without being a symbolic link."""
    return getattr(status, "st_reparse_tag", 0) == getattr(stat, "IO_REPARSE_TAG_MOUNT_POINT", -1)


def _folder_entry(path: Path, plain: str, form: Form) -> Entry:
    size = tree_bytes(path)
    return Entry(Place(plain, None, size), path.name, size, partial(open_file, path), form=form, path=path)


def _file_entry(path: Path, plain: str, status: os.stat_result, form: Form | None = None) -> Entry:
    return Entry(
        place=Place(plain, None, status.st_size, stamp_of(status)),
        name=path.name,
        size=status.st_size,
        opened=partial(open_file, path),
        form=form,
        path=path,
        modified=modified(status),
        portable=True,
    )


def open_file(path: Path) -> BinaryIO:
    """A file's bytes."""
    return path.open("rb")
