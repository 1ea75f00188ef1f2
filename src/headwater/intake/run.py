"""Take files, folders and archives into a case, so that nothing is lost and a killed run can go on.

The order is fixed: paths sorted, depth first, items of a container in its reader's order. What was read is
written in batches, each in one transaction. A container inside another is written when it is met, after all before
it; one that is attached to a message just before that message. So the rows of a run that was killed and started again
are those of an unbroken one, with any number of workers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from pathlib import Path

from sqlalchemy import Connection

from headwater.base.collecting import seldom_collected
from headwater.base.settings import Limits
from headwater.intake.batch import TOO_DEEP, Batch, Group, write
from headwater.intake.guarded import items_of
from headwater.intake.names import last, placed
from headwater.intake.opening import Nested, attached_container
from headwater.intake.pool import Done, Met, Pool
from headwater.intake.readers.folder import open_file
from headwater.intake.reading import Along, Derive, Order
from headwater.intake.roots import Root, form_on_disk, roots, still_file
from headwater.intake.seam import ARCHIVES, Allowance, Claim, Entry, Form, Found, Source
from headwater.intake.single import read_bytes, read_file
from headwater.model.document import NOT_ALL_READ, Failed, Place
from headwater.store import containers, renewals
from headwater.store.case import Case
from headwater.store.containers import Container, Parent
from headwater.store.filing import Item

__all__ = ["Progress", "Summary", "read_bytes", "read_file", "take_in"]

_WALKED = (Form.FOLDER, Form.MAILDIR)
_UNREAD = frozenset(status.value for status in NOT_ALL_READ)
_LOOKED_UP = 400  # paths whose stamps are asked for at a time


OnBatch = Callable[[list[tuple[int, Item]]], None]
"""Told of new documents, by their keys and what was written of them."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run has come: items met so far (skipped ones too), failures among them, the container at hand."""

    items: int
    failed: int
    container: str


@dataclass(slots=True)
class Summary:
    """What a run did: new ``documents``, ``copies`` written (attachments too), items and containers ``skipped`` as
    known already, items and parts ``failed`` (of these, links and special files ``not_followed``), and new documents
    ``unread`` (without text)."""

    documents: int = 0
    copies: int = 0
    skipped: int = 0
    failed: int = 0
    unread: int = 0
    not_followed: int = 0


def take_in(
    case: Case,
    paths: Sequence[Path],
    on_batch: OnBatch | None = None,
    progress: Callable[[Progress], None] | None = None,
    limits: Limits | None = None,
    *,
    derive: Derive | None = None,
    workers: int = 0,
    passwords: tuple[str, ...] = (),
) -> Summary:
    """Take everything at ``paths`` into ``case``; returns what was done.

    ``on_batch`` gets the keys and items of documents that are new after each commit, in the order of their keys, and none
    now and then while nothing comes;
    ``derive`` (a function of a module) makes of each document what stands in its item as ``derived``. Items are read by
    ``workers`` processes, under limits of time and memory, or with 0 by this one without; the case is the same.
    ``passwords`` are tried on what is encrypted.

    Taking in again reads only what is new or changed, and goes on where a killed run stopped. Raises NotFound or
    InputError for a path that is not there or lies in the case itself, before anything is read; CaseBusy while another
    process writes.
    """
    limits = limits or Limits()
    found = roots(case, paths)
    order = Order(limits, derive, passwords)
    with seldom_collected(), Pool(order, workers) as pool:
        run = _Run(case, order, pool, on_batch, progress)
        for root in found:
            run.root(root)
    return run.summary


@dataclass(slots=True)
class _Account:
    """One container being read."""

    container: Container
    source: Source
    form: Form
    depth: int
    batch: Batch

    @property
    def walked(self) -> bool:
        """Whether it is walked again each time, its items known by their stamps."""
        return self.form in _WALKED

    def location(self, path: str) -> str:
        """The location of a container that stands, or is attached, at ``path``."""
        if self.walked:
            return f"{self.source.location}/{path}"
        if self.form is Form.FILE:
            return self.source.location + path[len(self.source.name) :]
        return f"{self.source.location}!{path}"


class _Run:
    """One run of ``take_in``."""

    def __init__(
        self,
        case: Case,
        order: Order,
        pool: Pool,
        on_batch: OnBatch | None,
        progress: Callable[[Progress], None] | None,
    ) -> None:
        self._case = case
        self._limits = order.limits
        self._passwords = order.passwords
        self._pool = pool
        self._on_batch = on_batch
        self._progress = progress
        self._items = 0
        self.summary = Summary()

    def root(self, root: Root) -> None:
        """Take in one path."""
        source = Source(
            location=root.location,
            name=placed(root.path.name),
            size=root.size,
            opened=partial(open_file, root.path),
            limits=self._limits,
            path=root.path,
            apart=root.apart,
            barred=root.barred,
            passwords=self._passwords,
        )
        self._container(source, root.form, root.stamp, None, 0)

    def _container(self, source: Source, form: Form, stamp: str, parent: Parent | None, depth: int) -> None:
        """Read a container that is new, changed or was broken off; pass over one that is done."""
        if source.allowance is None and form in ARCHIVES:
            most = max(self._limits.expansion_floor, self._limits.expansion_ratio * source.size)
            source = replace(source, allowance=Allowance(most))
        walked = form in _WALKED
        with self._case.writing(durable=False) as connection:
            opened = containers.begin_unless_done(
                connection, source.location, form.value, stamp, parent, walked=walked
            )
        if opened is None:
            self.summary.skipped += 1
            return
        account = _Account(opened, source, form, depth, Batch(opened.done))
        before = source.allowance.spent if source.allowance else 0
        if source.allowance:
            source.allowance.take(opened.unpacked)
        claim = self._read(account)
        self._flush(account)
        self._close(account, claim, source.allowance.spent - before if source.allowance else 0)

    def _read(self, account: _Account) -> Claim:
        """Take the items of a container one by one; returns its reader's claim."""
        for one in self._pool.opened(self._met(account), partial(self._idle, account)):
            if isinstance(one, Claim):
                return one
            self._items += 1
            self._take(account, one)
            account.batch.done = one.number
            if account.batch.full:
                self._flush(account)
        raise AssertionError("a container reader ended without a claim")

    def _idle(self, account: _Account) -> None:
        """While an item is long in coming: what came before it is written, and may be made searchable."""
        if account.batch.items or account.batch.failed:
            self._flush(account)
        elif self._on_batch:
            self._on_batch([])

    def _skip(self) -> None:
        self.summary.skipped += 1
        self._items += 1

    def _met(self, account: _Account) -> Iterator[Met | Claim]:
        """What stands in a container and is to be read: not what was done before it was broken off."""
        found = items_of(account.form, account.source)
        if account.walked:
            yield from self._news(account, found)
            return
        for number, item in enumerate(found, 1):
            if isinstance(item, Claim):
                yield item
            elif number <= account.container.done:
                self._skip()
            else:
                yield Met(number, item)

    def _news(self, account: _Account, found: Iterator[Found]) -> Iterator[Met | Claim]:
        """Of what stands in a walked container, that which is new or changed, and all containers and failures."""
        number = 0
        while chunk := list(islice(found, _LOOKED_UP)):
            paths = [item.place.path for item in chunk if not isinstance(item, Claim)]
            with self._case.reading() as connection:
                known = containers.known_stamps(connection, account.container.id, paths)
            for item in chunk:
                if isinstance(item, Claim):
                    yield item
                elif isinstance(item, Entry) and known.get(item.place.path) == item.place.stamp:
                    self._skip()
                else:
                    number += 1
                    yield Met(number, item, item.place.path in known)

    def _take(self, account: _Account, done: Done) -> None:
        """Put an item into the batch that is written next; a container is written by itself."""
        place, made = done.place, done.made
        if done.replaces:
            account.batch.replaced.append(place.path)
        if isinstance(made, Nested):
            parent = Parent(account.container.id, place.length or 0)
            refused = self._nested(account, place, made, parent)
            account.batch.failed.extend([refused] if refused else [])
        elif isinstance(made, Failed):
            account.batch.add_failed(made)
        else:
            refusals = [failed for along in made.attached if (failed := self._attached(account, along))]
            account.batch.add(made, refusals)

    def _attached(self, account: _Account, along: Along) -> Failed | None:
        """Have a container that is attached to a message written before it: with it, where it was read along."""
        attached = along.attached
        if along.found is not None and _may_unpack(account.source, along.unpacked):
            deeper = self._limits.container_depth - account.depth
            return account.batch.add_along(along, account.location(attached.path), deeper)
        parent = Parent(account.container.id, len(attached.data), inside=True)
        place = Place(attached.path, stamp=attached.sha256)
        return self._nested(account, place, attached_container(attached), parent)

    def _nested(self, account: _Account, place: Place, nested: Nested, parent: Parent) -> Failed | None:
        """Read a container inside another, after all that was met before it is written."""
        try:
            if account.depth >= self._limits.container_depth:
                return Failed(place, "too-deep", TOO_DEEP)
            self._flush(account)
            source = replace(
                account.source,
                location=account.location(place.path),
                name=nested.name or last(place.path),
                size=nested.size,
                opened=nested.opened,
                path=nested.path,
            )
            self._container(source, nested.form, place.stamp, parent, account.depth + 1)
            return None
        finally:
            nested.close()

    def _flush(self, account: _Account) -> None:
        """Write what was read of a container in one transaction, then say what is new."""
        batch = account.batch
        account.batch = Batch(batch.done)
        with self._case.writing(durable=False) as connection:
            new, groups = write(connection, account.container, batch, walked=account.walked)
            if self._passwords:
                renewals.unlock(connection, [item for _, item in batch.items])
        self._count(batch, new, groups)
        if new and self._on_batch:
            self._on_batch(new)
        if self._progress:
            self._progress(Progress(self._items, self.summary.failed, account.source.location))

    def _count(self, batch: Batch, new: Sequence[tuple[int, Item]], groups: Sequence[Group]) -> None:
        """Add to the summary what was written."""
        parts: list[Batch | Group] = [batch, *groups]
        failures = [failed for part in parts for failed in (*part.failed, *part.failed_inside)]
        self.summary.documents += len(new)
        self.summary.unread += sum(item.rows.counted.status in _UNREAD for _, item in new)
        self.summary.copies += sum(group is None or group.key is not None for group, _ in batch.items)
        self.summary.failed += len(failures)
        self.summary.skipped += len(batch.groups) - len(groups)
        self.summary.not_followed += sum(failed.code == "not-followed" for failed in failures)

    def _close(self, account: _Account, claim: Claim, unpacked: int) -> None:
        """Write the reader's claim; where more is in the case than was met, find out what is gone."""
        key = account.container.id
        with self._case.writing(durable=account.depth == 0) as connection:
            if account.walked and containers.present(connection, key) != claim.items:
                self._sweep(connection, account)
            containers.finish(
                connection,
                key,
                claimed=claim.items,
                size=claim.size,
                structure_bytes=claim.structure,
                unpacked=unpacked,
            )

    def _sweep(self, connection: Connection, account: _Account) -> None:
        assert account.source.path is not None
        after = ""
        while paths := containers.top_level_paths(connection, account.container.id, after, _LOOKED_UP):
            missing = [path for path in paths if not still_file(account.source.path, path)]
            containers.mark_gone(connection, account.container, missing)
            after = paths[-1]
        inner = containers.nested(connection, account.container.id)
        gone = [child.id for child in inner if form_on_disk(child.location) != child.kind]
        containers.mark_containers_gone(connection, gone)


def _may_unpack(source: Source, count: int) -> bool:
    """Whether ``count`` bytes more may be unpacked from a source; if so they are spent."""
    return source.allowance is None or (count <= source.allowance.left and source.may_unpack(count))
