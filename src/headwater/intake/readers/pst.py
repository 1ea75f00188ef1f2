"""PST, OST and PAB stores of Outlook, read by libpff in another process, so that a crash of it is a failure of one item.

An item has no run of bytes in the store: what it says is spread over blocks that items share. So the receipt counts items,
and all bytes of the store are structure.
"""

from __future__ import annotations

import contextlib
import io
import shutil
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from headwater.base import apart
from headwater.base.settings import MIB
from headwater.intake.outlook import stores
from headwater.intake.readers.whole import taken_whole
from headwater.intake.seam import Claim, Entry, Form, Found, Source
from headwater.model.document import Failed, Place

_MOST_BROKEN = 30  # items of one store over which the reader may break: each may take its whole time
_REST = "(rest)"


def read_pst(source: Source) -> Iterator[Found]:
    """The items of a store, folder by folder, then those that stand in none; place is "folder/folder/#identifier"."""
    with _on_disk(source) as path:
        yield from _items(source, path)


def item_at(source: Source, place: str) -> bytes | None:
    """The serialisation of the item that stands at ``place``; None where there is none that can be read."""
    with _on_disk(source) as path:
        try:
            read = apart.call(stores.read_at, str(path), place, source.limits)
        except apart.ApartError:
            return None
    return read.data if read else None


@contextlib.contextmanager
def _on_disk(source: Source) -> Iterator[Path]:
    """Where the store is, or a copy of one that stands in an archive or a message, under a name of our own."""
    if source.path is not None:
        yield source.path
        return
    with tempfile.TemporaryDirectory(prefix="headwater-", ignore_cleanup_errors=True) as folder:
        path = Path(folder) / "store"
        with source.opened() as stream, path.open("wb") as copy:
            shutil.copyfileobj(stream, copy, MIB)
        try:
            yield path
        finally:
            _let_go()


def _items(source: Source, path: Path) -> Iterator[Found]:
    refused, count = _refusal(path), 0
    for found in _walked(source, path):
        count += 1
        if count > source.limits.members:
            yield Failed(Place(_REST), "too-many", f"more than {source.limits.members} items")
            break
        yield found
    if not refused:
        yield Claim(count, source.size, source.size)
        return
    for last in taken_whole(source, *refused):
        yield Claim(count + last.items, last.size, last.structure) if isinstance(last, Claim) else last


def _walked(source: Source, path: Path) -> Iterator[Entry | Failed]:
    """The items one after the other; one over which the reader breaks is a failure, and the walk goes on behind it."""
    done = broken = alone = 0
    while True:
        batch = _batch(path, done, 1 if alone else stores.MOST, source)
        if isinstance(batch, stores.Batch):
            yield from (_found(read, source) for read in batch.items)
            done, alone = done + len(batch.items), max(0, alone - 1)
            if batch.last:
                return
        elif not alone:
            alone = stores.MOST  # find out at which item: one by one
        else:
            place = _place(path, done, source)
            if place is None or broken >= _MOST_BROKEN:
                yield Failed(Place(_REST), batch.code, f"not read from item {done + 1} on: {batch.reason}")
                return
            yield Failed(Place(place), batch.code, f"cannot be read: {batch.reason}")
            done, broken = done + 1, broken + 1


def _refusal(path: Path) -> tuple[str, str] | None:
    try:
        return apart.call(stores.refusal, str(path))
    except apart.ApartError as error:
        return error.code, f"not a readable store: {error.reason}"


def _batch(path: Path, done: int, most: int, source: Source) -> stores.Batch | apart.ApartError:
    try:
        return apart.call(stores.read_on, str(path), done, most, source.limits)
    except apart.ApartError as error:
        return error


def _place(path: Path, index: int, source: Source) -> str | None:
    """Where an item stands that cannot be read; None where it cannot even be reached."""
    try:
        return apart.call(stores.place_of, str(path), index, source.limits)
    except apart.ApartError:
        return None


def _found(read: stores.Read, source: Source) -> Entry | Failed:
    place = Place(read.path)
    if read.data is None:
        return Failed(place, read.code, read.reason)
    if not source.may_unpack(len(read.data)):
        return Failed(place, "expansion", f"{len(read.data)} bytes, beyond what its store may give")
    opened = partial(io.BytesIO, read.data)
    return Entry(place, "", len(read.data), opened, Form.OUTLOOK_ITEM, modified=read.modified)


def _let_go() -> None:
    with contextlib.suppress(apart.ApartError):
        apart.call(stores.let_go)
