"""Items read in batches: pure functions that any process may run, and what they hand back.

What comes back is ready to be written: the rows that stand for each document, and what was derived from it for whoever
is told of new documents. A small archive that is attached to a message is read along with it.
"""

from __future__ import annotations

import io
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from headwater.base.collecting import collect_seldom
from headwater.base.compact import compact
from headwater.base.settings import MIB, Limits
from headwater.intake.guarded import items_of
from headwater.intake.items import Attached, Reading
from headwater.intake.names import last, placed
from headwater.intake.opening import Fetched, Nested, open_entry, read_fetched
from headwater.intake.seam import Allowance, Claim, Entry, Source
from headwater.model.document import Failed, Place, Taken
from headwater.store import filing
from headwater.store.filing import Item

_ALONG_BYTES = (
    4 * MIB
)  # of an attached archive, and of what is unpacked from it, that is read along with its message
_ALONG_ITEMS = 100
_ALONG_DEPTH = 3

BATCH_SECONDS = 5.0
"""After so long a batch is handed back, even if not all of it was read yet."""

Derive = Callable[[Taken], Any]
"""Makes something of a document that was read; a function of a module, so that other processes find it."""


@compact
@dataclass(frozen=True, slots=True)
class Read:
    """An item that became documents: itself first, then what is inside it. Parts that failed, containers attached."""

    items: tuple[Item, ...]
    failed: tuple[Failed, ...] = ()
    attached: tuple[Along, ...] = ()

    @property
    def size(self) -> int:
        """Bytes of the item."""
        return self.items[0].rows.counted.size


@compact
@dataclass(frozen=True, slots=True)
class Along:
    """A container attached to a message; ``found`` is what is in it, where it was read along with the message, and
    ``unpacked`` how many bytes that took."""

    attached: Attached
    found: tuple[tuple[Place, Made] | Claim, ...] | None = None
    unpacked: int = 0


Made = Read | Nested | Failed


@dataclass(frozen=True, slots=True)
class Order:
    """How items are to be read: within which limits, what is derived from each document, and the passwords that are tried
    on what is encrypted."""

    limits: Limits
    derive: Derive | None = None
    passwords: tuple[str, ...] = ()


def read_batch(batch: Sequence[Entry | Fetched], order: Order) -> list[Made]:
    """What the first items of ``batch`` are: all of them, or as many as are read within some seconds, but at least one."""
    until = time.monotonic() + BATCH_SECONDS
    made: list[Made] = []
    collect_seldom()
    for one in batch:
        made.append(read_one(one, order))
        if time.monotonic() > until:
            break
    return made


def read_one(one: Entry | Fetched, order: Order, depth: int = 0) -> Made:
    """What an item is. Nothing raises."""
    found = open_entry(one, order.limits, order.passwords) if isinstance(one, Entry) else read_fetched(one)
    return ready(found, order, depth) if isinstance(found, Reading) else found


def ready(reading: Reading, order: Order, depth: int = 0) -> Read:
    """What was read, made ready to be written."""
    items = tuple(filing.items(reading.taken, order.derive))
    return Read(items, reading.failed, tuple(_along(one, order, depth) for one in reading.attached))


def _along(attached: Attached, order: Order, depth: int) -> Along:
    """An attached container, and what is in it where that is little and can be handed on."""
    if depth >= _ALONG_DEPTH or len(attached.data) > _ALONG_BYTES:
        return Along(attached)
    allowance = Allowance(_ALONG_BYTES)
    name = placed(attached.name) or last(attached.path)
    opened = partial(io.BytesIO, attached.data)
    source = Source("", name, len(attached.data), opened, order.limits, allowance, passwords=order.passwords)
    found: list[tuple[Place, Made] | Claim] = []
    unpacked = 0
    for item in items_of(attached.form, source):
        if isinstance(item, Claim):
            found.append(item)
            continue
        made = read_one(item, order, depth + 1) if isinstance(item, Entry) else item
        if isinstance(made, Nested):
            made.close()
        if isinstance(made, Nested) or len(found) >= _ALONG_ITEMS or allowance.refused:
            return Along(attached)
        if isinstance(made, Read) and any(inner.found is None for inner in made.attached):
            return Along(attached)
        unpacked += sum(inner.unpacked for inner in made.attached) if isinstance(made, Read) else 0
        found.append((item.place, made))
    return Along(attached) if allowance.refused else Along(attached, tuple(found), allowance.spent + unpacked)
