"""A store read some items at a time, in a process of its own (``headwater.base.apart``).

The order is fixed: folders by libpff, items that stand in none, what can be recovered. The process keeps its place for the next
call; where it has lost it, it walks there again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from headwater.base.dates import Moment
from headwater.base.settings import Limits
from headwater.intake.outlook import ltp, pff, recovery, serial
from headwater.intake.outlook.item import Item

MOST = 200
"""Items that are read at a time at most."""

_BATCH_BYTES = 4 * 1024 * 1024
_ERRORS = (*pff.ERRORS, *ltp.ERRORS)


@dataclass(frozen=True, slots=True)
class Read:
    """One item: where it stands, its serialisation and its time; or, with ``data`` None, why there is none."""

    path: str
    data: bytes | None = None
    modified: Moment | None = None
    code: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Batch:
    """The next items of a store (none: it was searched and nothing found yet), and whether these are the last."""

    items: tuple[Read, ...]
    last: bool


class _Walk:
    """A store being read: ``items`` are places with what stands there, None for a pause."""

    def __init__(self, path: str, limits: Limits) -> None:
        self.path, self.limits, self.done = path, limits, 0
        self.opened: pff.Opened | None = None
        try:
            self.opened = pff.opened(path)
        except pff.EncryptedError:
            self.items: Iterator[tuple[str, Any] | None] = iter(())
            return
        except pff.ERRORS:  # what can be recovered may still be
            pass
        self.items = self._all()

    def _all(self) -> Iterator[tuple[str, Any] | None]:
        seen: set[int] = set()
        if self.opened:
            yield from pff.walk(self.opened, seen)
        names, charset = (self.opened.names, self.opened.charset) if self.opened else ({}, "")
        yield from recovery.beyond(self.path, seen, names, charset, self.limits)

    def batch(self, most: int) -> Batch:
        """The next ``most`` items or fewer."""
        read: list[Read] = []
        size = 0
        while len(read) < min(most, MOST) and size < _BATCH_BYTES:
            try:
                found = next(self.items)
            except StopIteration:
                return Batch(tuple(read), True)
            if found is None:
                break
            self.done += 1
            read.append(self.read(*found))
            size += len(read[-1].data or b"")
        return Batch(tuple(read), False)

    def places(self) -> Iterator[tuple[str, Any]]:
        """The items without the pauses."""
        return (found for found in self.items if found is not None)

    def read(self, path: str, found: Any) -> Read:
        """What stands at a place; never raises."""
        if isinstance(found, LookupError):
            return Read(path, code="missing", reason=str(found))
        if isinstance(found, Exception):
            return Read(path, code="damaged", reason=f"cannot be read: {pff.short(found)}")
        try:
            return self._serialised(path, found)
        except MemoryError:
            return Read(path, code="too-large", reason="needs more memory than it may have")
        except _ERRORS as error:
            return Read(path, code="damaged", reason=f"cannot be read: {pff.short(error)}")

    def _serialised(self, path: str, found: Any) -> Read:
        if not isinstance(found, Item):
            size, most = pff.attached_bytes(found), self.limits.item_bytes
            if size > most:
                return Read(path, code="too-large", reason=f"{size} bytes; at most {most} are read")
            assert self.opened
            found = pff.item_of(found, self.opened, self.limits)
        return Read(path, serial.serialised(found, self.limits), serial.fallback(found))

    def close(self) -> None:
        """Let the store go."""
        if self.opened:
            self.opened.file.close()


_KEPT: list[_Walk] = []


def read_on(path: str, first: int, most: int, limits: Limits) -> Batch:
    """Up to ``most`` items of the store at ``path`` from number ``first`` on, counted from 0 in the order of the walk."""
    if not _KEPT or _KEPT[0].path != path or _KEPT[0].done != first:
        let_go()
        _KEPT.append(_Walk(path, limits))
        _KEPT[0].done = sum(1 for _ in islice(_KEPT[0].places(), first))
    batch = _KEPT[0].batch(most)
    if batch.last:
        let_go()
    return batch


def refusal(path: str) -> tuple[str, str] | None:
    """Why libpff cannot open the store at ``path``, as a code and a reason; None where it can."""
    let_go()
    try:
        pff.opened(path).file.close()
    except pff.EncryptedError as error:
        return "encrypted", str(error)
    except MemoryError:
        return "damaged", "not a readable store: it asks for more memory than there is"
    except pff.ERRORS as error:
        return "damaged", f"not a readable store: {pff.short(error)}"
    return None


def place_of(path: str, index: int, limits: Limits) -> str | None:
    """Where item number ``index`` stands, without reading it; None where there are fewer items."""
    let_go()
    walk = _Walk(path, limits)
    try:
        found = next(islice(walk.places(), index, None), None)
        return found[0] if found else None
    finally:
        walk.close()


def read_at(path: str, place: str, limits: Limits) -> Read | None:
    """The item at ``place``, found without reading those before it; None where there is none."""
    let_go()
    walk = _Walk(path, limits)
    try:
        found = next((found for found in walk.places() if found[0] == place), None)
        return walk.read(*found) if found else None
    finally:
        walk.close()


def let_go() -> None:
    """Close the store that is kept open."""
    while _KEPT:
        _KEPT.pop().close()
