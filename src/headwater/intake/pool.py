"""Items of a container read by several processes at a time, and given back in the order of the container.

What is met first is given back first, however the work falls out; so any number of workers makes the same case. Only so
much is read ahead as fits a window. A worker has limits of time and memory (``headwater.base.apart``): an item that
trips them, or that ends its worker, becomes a failure with the reason, and the rest goes on.
"""

from __future__ import annotations

import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from types import TracebackType
from typing import Self

from headwater.base.apart import ApartError, Bounds, Worker
from headwater.base.settings import MIB
from headwater.intake.items import Reading
from headwater.intake.opening import Fetched, Nested, fetch
from headwater.intake.readers import CONTAINERS
from headwater.intake.reading import BATCH_SECONDS, Made, Order, read_batch, read_one, ready
from headwater.intake.seam import Claim, Entry, Form
from headwater.model.document import Failed, Place

_BATCH_ITEMS = 100
_BATCH_BYTES = MIB
_WINDOW = 8  # batches for each worker that are read ahead
_WINDOW_BYTES = 64 * MIB
_IDLE_SECONDS = 5.0
_SWITCH = (
    0.0005  # seconds after which a thread that hands work to a worker may go on, though this process writes
)
_MEMORY = 4096 * MIB  # address space of a worker, where the system counts it


@dataclass(frozen=True, slots=True)
class Met:
    """What a container's reader gave: the how-manieth it is, and whether it takes the place of something known."""

    number: int
    item: Entry | Failed
    replaces: bool = False


@dataclass(frozen=True, slots=True)
class Done:
    """The how-manieth thing in a container, where it stands, what it is, and whether it takes the place of something."""

    number: int
    place: Place
    made: Made
    replaces: bool = False


@dataclass(slots=True)
class _Batch:
    """Neighbours in a container. What is not ``made`` yet is in ``orders``, under its position."""

    met: list[Met] = field(default_factory=list)
    made: dict[int, Made] = field(default_factory=dict)
    orders: list[Entry | Fetched] = field(default_factory=list)
    size: int = 0
    last: bool = False
    claim: Claim | None = None
    outcome: SimpleQueue[list[Made] | BaseException] = field(default_factory=SimpleQueue)

    @property
    def full(self) -> bool:
        """Whether nothing more belongs to it."""
        return self.last or len(self.met) >= _BATCH_ITEMS or self.size >= _BATCH_BYTES

    def done(self, idle: Callable[[], None]) -> Iterator[Done]:
        """Everything in it, in order, as it comes; ``idle`` is called now and then while it does not come."""
        read = self._outcome(idle)
        for position, met in enumerate(self.met):
            made = self.made.get(position)
            yield _done(met, next(read) if made is None else made)

    def _outcome(self, idle: Callable[[], None]) -> Iterator[Made]:
        while True:
            try:
                found = self.outcome.get(timeout=_IDLE_SECONDS)
            except Empty:
                idle()
                continue
            if isinstance(found, BaseException):
                raise found
            yield from found


def _done(met: Met, made: Made) -> Done:
    return Done(met.number, met.item.place, made, met.replaces)


class Pool:
    """Workers that read items as ``order`` says; none with ``workers`` 0: then items are read by this process, one by one.

    A context manager. Workers are started when there is something for them to read.
    """

    def __init__(self, order: Order, workers: int = 0) -> None:
        self._order = order
        self._workers = workers
        self._bounds = Bounds(order.limits.item_seconds + round(BATCH_SECONDS), _MEMORY)
        self._threads = ThreadPoolExecutor(workers, "reading") if workers else None
        self._own = threading.local()
        self._lock = threading.Lock()
        self._started: list[Worker] = []
        self._closed = False

    def opened(
        self, met: Iterable[Met | Claim], idle: Callable[[], None] = lambda: None
    ) -> Iterator[Done | Claim]:
        """What each item is, in the order of ``met``, which ends with a claim. While an item is long in coming, ``idle``
        is called every some seconds."""
        if self._threads is None:
            for one in met:
                yield one if isinstance(one, Claim) else _done(one, self._here(one.item))
            return
        waiting: deque[_Batch] = deque()
        batches = self._batches(iter(met))
        more = True
        while more or waiting:
            while more and self._has_room(waiting):
                batch = next(batches, None)
                more = batch is not None
                if batch is not None:
                    waiting.append(self._sent(batch))
            if waiting:
                batch = waiting.popleft()
                yield from batch.done(idle)
                if batch.claim:
                    yield batch.claim

    def _here(self, item: Entry | Failed) -> Made:
        return item if isinstance(item, Failed) else read_one(item, self._order)

    def _has_room(self, waiting: deque[_Batch]) -> bool:
        """Whether more may be read ahead: not behind a container, whose bytes are held open."""
        if not waiting:
            return True
        held = sum(batch.size for batch in waiting)
        return not waiting[-1].last and len(waiting) < _WINDOW * self._workers and held < _WINDOW_BYTES

    def _batches(self, met: Iterator[Met | Claim]) -> Iterator[_Batch]:
        batch = _Batch()
        for one in met:
            if isinstance(one, Claim):
                batch.claim, batch.last = one, True
            else:
                self._put(batch, one)
            if batch.full:
                yield batch
                batch = _Batch()
        if batch.met:
            yield batch

    def _put(self, batch: _Batch, met: Met) -> None:
        """Put something into a batch: what can be fetched anywhere as it is, the rest with its bytes."""
        found = self._fetched(met.item)
        if isinstance(found, Entry | Fetched):
            batch.orders.append(found)
            batch.size += found.size if isinstance(found, Entry) else len(found.data)
        else:
            batch.made[len(batch.met)] = ready(found, self._order) if isinstance(found, Reading) else found
            batch.last = isinstance(found, Nested)
        batch.met.append(met)

    def _fetched(self, item: Entry | Failed) -> Entry | Fetched | Reading | Nested | Failed:
        if isinstance(item, Failed):
            return item
        known = item.form in CONTAINERS and item.form is not Form.FILE
        return item if item.portable and not known else fetch(item, self._order.limits, self._order.passwords)

    def _sent(self, batch: _Batch) -> _Batch:
        if batch.orders and self._threads:
            self._threads.submit(self._read, batch.orders, batch.outcome)
        return batch

    def _read(self, orders: list[Entry | Fetched], outcome: SimpleQueue[list[Made] | BaseException]) -> None:
        """Have a batch read by this thread's worker; where it fails over it, one by one."""
        try:
            while orders:
                try:
                    made = self._asked(orders)
                    outcome.put(made)
                    orders = orders[len(made) :]
                except ApartError:
                    for one in orders:
                        outcome.put([self._alone(one)])
                    return
        except BaseException as error:  # raised again where the outcome is waited for
            outcome.put(error)

    def _alone(self, one: Entry | Fetched) -> Made:
        try:
            return self._asked([one])[0]
        except ApartError as error:
            return Failed(one.place, error.code, error.reason)

    def _asked(self, orders: Sequence[Entry | Fetched]) -> list[Made]:
        made = self._worker().call(read_batch, (orders, self._order))
        assert isinstance(made, list)
        return made

    def _worker(self) -> Worker:
        """The worker of this thread, started where there is none or where it has ended."""
        worker: Worker | None = getattr(self._own, "worker", None)
        if worker is None or not worker.usable:
            with self._lock:
                if self._closed:
                    raise ApartError("crashed", "the run was broken off")
                worker = self._own.worker = Worker(self._bounds)
                self._started.append(worker)
        return worker

    def close(self) -> None:
        """End all workers, whatever they are at."""
        with self._lock:
            self._closed = True
            for worker in self._started:
                worker.end()
        if self._threads:
            self._threads.shutdown(cancel_futures=True)

    def __enter__(self) -> Self:
        self._interval = sys.getswitchinterval()
        if self._threads:
            sys.setswitchinterval(_SWITCH)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        sys.setswitchinterval(self._interval)
        self.close()
