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
from headwater.intake.outlook import pff
from headwater.intake.readers.whole import taken_whole
from headwater.intake.seam import Claim, Entry, Form, Found, Source
from headwater.model.document import Failed, Place

_MANY = 1_000
_MOST_CRASHES = 100
_REST = "(rest)"


def read_pst(source: Source) -> Iterator[Found]:
    """The items of a store, folder by folder, then those that stand in none; place is "folder/folder/#identifier"."""
    if source.path is not None:
        yield from _items(source, source.path)
        return
    with tempfile.TemporaryDirectory(prefix="headwater-", ignore_cleanup_errors=True) as folder:
        path = Path(folder) / "store"
        with source.opened() as stream, path.open("wb") as copy:
            shutil.copyfileobj(stream, copy, MIB)
        try:
            yield from _items(source, path)
        finally:
            _let_go()


def _items(source: Source, path: Path) -> Iterator[Found]:
    done, most, crashes, last = 0, _MANY, 0, False
    while not last:
        try:
            batch = apart.call(pff.read_on, str(path), done, most, source.limits)
        except apart.ApartError as error:
            if most > 1:
                most = 1  # to find out at which item
                continue
            crashes += 1
            yield Failed(Place(f"(item {done + 1})"), error.code, f"cannot be read: {error.reason}")
            done += 1
            if crashes >= _MOST_CRASHES:
                yield Failed(
                    Place(_REST), "damaged", f"not read after {crashes} items over which the reader broke"
                )
                done += 1
                break
            continue
        if batch.refused and not done:
            yield from taken_whole(source, *batch.refused)
            return
        for read in batch.items:
            yield _found(read, source)
        done += len(batch.items)
        last = batch.last
        if done >= source.limits.members:
            yield Failed(Place(_REST), "too-many", f"more than {source.limits.members} items")
            done += 1
            break
    yield Claim(done, source.size, source.size)


def _found(read: pff.Read, source: Source) -> Entry | Failed:
    place = Place(read.path)
    if read.data is None:
        return Failed(place, read.code, read.reason)
    if not source.may_unpack(len(read.data)):
        return Failed(place, "expansion", f"{len(read.data)} bytes, beyond what its store may give")
    opened = partial(io.BytesIO, read.data)
    return Entry(place, "", len(read.data), opened, Form.OUTLOOK_ITEM, modified=read.modified)


def _let_go() -> None:
    with contextlib.suppress(apart.ApartError):
        apart.call(pff.let_go)
