"""Read the documents of a case for statements: a selection or all, in one process or several, again and again.

What was read is written in the order of the documents and committed every few of them, so that a run that is stopped or
killed goes on where it was, and ends with the same case as one that was not.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from multiprocessing.process import BaseProcess

from headwater.base.errors import CaseBusy, Defect, UsageError
from headwater.desk.holding import hold_readings
from headwater.desk.search import keys
from headwater.model.statement import Provenance
from headwater.statements.batch import Batch, read_batch
from headwater.statements.extract import extractor
from headwater.statements.mode import DEFAULT, Mode
from headwater.statements.provenance import provenance
from headwater.store import documents, jobs, readings
from headwater.store.case import Case
from headwater.store.documents import Stored
from headwater.store.jobs import Job
from headwater.store.readings import Load, Unread

LARGE = 6_000_000
"""Code points of unread text, some million words, from which on a selection must be made: minutes of reading."""

PARALLEL = 1_500_000
"""Code points of unread text from which on further processes are worth the seconds that they take to start."""

_BATCH = 32  # documents of one transaction at most
_LENGTH = 200_000  # code points of one transaction, give or take a document's
_MESSAGE = 4000  # characters of a message
_WARM = "Somebody said so."  # read before the clock starts, so that the models are there
TRIAL_SECONDS = 3.0
"""How long a large case is read on trial, to learn how fast this machine is."""


@dataclass(frozen=True, slots=True)
class Selection:
    """What is to be read: documents by id, or what a query finds, or else the whole case; at most ``limit`` of them.

    Without ``again``, only what no version has read; with it, also what another version or mode has read than the
    present one in ``mode``.
    """

    mode: Mode = DEFAULT
    documents: tuple[str, ...] = ()
    query: str = ""
    limit: int | None = None
    again: bool = False

    @property
    def everything(self) -> bool:
        """Whether nothing is selected."""
        return not self.documents and not self.query and self.limit is None

    def words(self) -> str:
        """What was asked for, in words."""
        what = f"documents {', '.join(self.documents)}" if self.documents else "the whole case"
        what = f"what {self.query!r} finds" if self.query else what
        limit = f", at most {self.limit} documents" if self.limit is not None else ""
        return what + limit + (", again" if self.again else "")


def plan(case: Case, selection: Selection) -> tuple[Unread, Load]:
    """Which documents a selection means and how much text there is in them, before its limit.

    Raises NotFound and InputError for ids and queries that cannot be used.
    """
    among: tuple[int, ...] | None = None
    if selection.query:
        among = tuple(sorted(keys(case, selection.query)))
    with case.reading() as connection:
        if selection.documents:
            among = tuple(sorted({documents.find_key(connection, one) for one in selection.documents}))
        wanted = Unread(extractor(selection.mode) if selection.again else "", among)
        return wanted, readings.load(connection, wanted)


def read_case(
    case: Case,
    selection: Selection | None = None,
    *,
    tell: Callable[[Job], None] | None = None,
    jobs_at_once: int = 1,
    apart: bool = False,
) -> Job:
    """Read what ``selection`` (by default all that no version has read) means; how far it came.

    ``tell`` hears of every batch. ``jobs_at_once`` processes read where there is enough text; with ``apart`` this one
    never does. Stops early, without an error, when ``stop`` is called by any process. Raises CaseBusy while another
    process reads, and what ``plan`` raises.
    """
    chosen = selection or Selection()
    with case.reading_lock():
        wanted, load = plan(case, chosen)
        job = _begun(load, chosen)
        _put(case, job)
        state, reason = jobs.FAILED, ""
        try:
            for step in _steps(case, chosen, wanted, job, _workers(load, jobs_at_once, apart)):
                job = step
                if tell:
                    tell(job)
            state = jobs.STOPPED if job.state == jobs.STOPPING else jobs.DONE
        except (KeyboardInterrupt, SystemExit):
            state = jobs.STOPPED
            raise
        except Exception as error:
            reason = str(error)
            raise
        finally:
            job = replace(job, state=state, message=reason or job.message)
            _put(case, job)
    return job


def _begun(load: Load, selection: Selection) -> Job:
    """The job before its first batch; of a selection with a limit, the length is as if all documents were as long."""
    total, length = load.documents, load.length
    if selection.limit is not None and selection.limit < total:
        total, length = selection.limit, length * selection.limit // total
    return jobs.begun(selection.words(), selection.mode.value, total, length)


def _workers(load: Load, jobs_at_once: int, apart: bool) -> int:
    """How many processes read beside this one."""
    if apart:
        return max(1, jobs_at_once)
    return jobs_at_once if jobs_at_once > 1 and load.length >= PARALLEL else 0


def _put(case: Case, job: Job) -> None:
    with case.writing() as connection:
        jobs.put(connection, jobs.EXTRACT, job)


def _steps(case: Case, selection: Selection, wanted: Unread, job: Job, workers: int) -> Iterator[Job]:
    """Read batch by batch, and say after each how far the work is."""
    with _reader(workers) as start:
        for warmed in [
            start([(Provenance(sha256=""), _WARM)], selection.mode) for _ in range(max(1, workers))
        ]:
            warmed()
        begun = time.monotonic()
        batches = _batches(case, wanted, selection.limit)
        pending: deque[tuple[list[Stored], Callable[[], Batch]]] = deque()
        while True:
            while len(pending) < max(1, 2 * workers) and (batch := next(batches, None)):
                given = [(provenance(stored.document), stored.document.text) for stored in batch]
                pending.append((batch, start(given, selection.mode)))
            if not pending:
                return
            batch, result = pending.popleft()
            job = _write(case, extractor(selection.mode), batch, result(), job, begun)
            yield job
            if job.state == jobs.STOPPING:
                return


def _write(case: Case, name: str, batch: list[Stored], result: Batch, job: Job, begun: float) -> Job:
    """Write one batch down; how far the work is then. ``begun`` is when the first one was, by the steady clock."""
    with case.writing() as connection:
        read = list(zip(batch, result.read, strict=True))
        hold_readings(connection, read, name)
        told = jobs.get(connection, jobs.EXTRACT)
        job = replace(
            job,
            state=told.state if told else job.state,
            done=job.done + len(batch),
            found=job.found + sum(len(read.statements) for read in result.read),
            read_length=job.read_length + sum(len(stored.document.text) for stored in batch),
            words=job.words + result.words,
            milliseconds=round((time.monotonic() - begun) * 1000),
            message=_failures(job.message, [stored.document.id for stored, one in read if one.failed]),
        )
        jobs.put(connection, jobs.EXTRACT, job)
    return job


def _failures(said: str, ids: list[str]) -> str:
    """What is said of the documents that Headwater failed at, with those of one more batch."""
    if not ids:
        return said
    return f"{said or 'Headwater failed at these documents, which were passed over:'} {' '.join(ids)}"[
        :_MESSAGE
    ]


def _batches(case: Case, wanted: Unread, limit: int | None) -> Iterator[list[Stored]]:
    """The documents to be read in the order of their keys, a few at a time."""
    after, left = 0, limit
    while left is None or left > 0:
        with case.reading() as connection:
            size = _BATCH if left is None else min(_BATCH, left)
            found = documents.get_many(connection, readings.unread(connection, wanted, after, size))
        if not found:
            return
        batch: list[Stored] = []
        length = 0
        for stored in found:
            batch.append(stored)
            length += len(stored.document.text)
            if length >= _LENGTH:
                break
        after, left = batch[-1].key, None if left is None else left - len(batch)
        yield batch


Start = Callable[[Sequence[tuple[Provenance, str]], Mode], Callable[[], Batch]]
"""Begins to read a batch; what it returns waits for the outcome."""


@contextmanager
def _reader(workers: int) -> Iterator[Start]:
    """What reads batches: processes of their own, started anew so that they share nothing, or this one when it is asked
    for the outcome."""
    if not workers:
        yield lambda given, mode: partial(read_batch, given, mode)
        return
    fresh = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(workers, mp_context=fresh, initializer=_serve_the_parent)
    try:
        yield lambda given, mode: partial(_outcome, pool.submit(read_batch, given, mode))
    finally:
        pool.shutdown(cancel_futures=True)


def _outcome(future: Future[Batch]) -> Batch:
    try:
        return future.result()
    except BrokenProcessPool as error:
        raise Defect("A process that was reading documents ended without a word.") from error


def _serve_the_parent() -> None:
    """How a process that reads is set up: Ctrl-C is for the one that writes, and where that one is killed it ends too."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: BaseProcess) -> None:
    parent.join()
    os._exit(1)


@dataclass(frozen=True, slots=True)
class Estimate:
    """What is left of a job: ``words`` and, at ``speed`` words a second, ``seconds``; None where nothing was measured."""

    words: int | None
    speed: float | None
    seconds: float | None


def estimate(job: Job, left: int | None = None) -> Estimate:
    """How long a job takes from here, judged by how it went so far on this machine; of ``left`` code points, by default
    of those that it has not read yet."""
    if not job.read_length or not job.milliseconds:
        return Estimate(None, None, None)
    left = max(0, job.length - job.read_length) if left is None else left
    words = round(left * job.words / job.read_length)
    return Estimate(
        words, job.words * 1000 / job.milliseconds, left * job.milliseconds / 1000 / job.read_length
    )


def require_selection(case: Case, selection: Selection, tell: Callable[[Job], None] | None = None) -> None:
    """Nothing where ``selection`` selects something or the case has less than ``LARGE`` to read. Else read for a few
    seconds, to learn how fast this machine is, and raise UsageError with the time that the whole would take."""
    if not selection.everything:
        return
    if plan(case, selection)[1].length < LARGE:
        return
    begun = time.monotonic()

    def until(job: Job) -> None:
        if tell:
            tell(job)
        if time.monotonic() - begun > TRIAL_SECONDS:
            stop(case)

    job = read_case(case, selection, tell=until)
    found = estimate(job)
    if job.state == jobs.STOPPED:
        raise UsageError(
            f"There are {job.total - job.done:,} documents to read, some {found.words:,} words: "
            f"{duration(found.seconds or 0)} at the {found.speed:,.0f} words a second that this machine made just now.",
            "Choose with --query, --document or --limit, or say --all.",
            code="selection",
        )


def told(job: Job, *, ended: bool = False) -> str:
    """How far a job is, in words; with ``ended``, what it came to."""
    found = estimate(job)
    speed = f" at {found.speed:,.0f} words a second" if found.speed else ""
    if ended:
        stopped = "Stopped. " if job.state == jobs.STOPPED else ""
        failed = f" {job.message}" if job.message else ""
        return (
            f"{stopped}Read {job.done} documents ({job.words:,} words{speed}); "
            f"{job.found} statements in them.{failed}"
        )
    left = f", {duration(found.seconds)} left" if found.seconds is not None else ""
    return f"{job.done} of {job.total} documents, {job.found} statements{speed}{left}"


def read_by_others(case: Case, mode: Mode) -> int:
    """How many documents of the case were read by another version or mode than the present one in ``mode``."""
    with case.reading() as connection:
        return readings.by_others(connection, extractor(mode))


def duration(seconds: float) -> str:
    """A length of time in words, as exactly as an estimate is."""
    minutes = seconds / 60
    if minutes < 1.5:
        return (
            "about a minute" if seconds > 45 else "a second" if seconds < 1.5 else f"{round(seconds)} seconds"
        )
    if minutes < 90:
        return f"about {round(minutes)} minutes"
    hours = minutes / 60
    return f"about {round(hours)} hours" if hours < 72 else f"about {round(hours / 24)} days"


def progress(case: Case) -> Job | None:
    """The reading that goes on, or the last one; None where there was none.

    One that says it runs but whose process is gone was stopped.
    """
    with case.reading() as connection:
        job = jobs.get(connection, jobs.EXTRACT)
    if job is None or job.state not in (jobs.RUNNING, jobs.STOPPING):
        return job
    try:
        with case.reading_lock():
            pass
    except CaseBusy:
        return job
    with case.reading() as connection:  # it may have ended between the two looks
        job = jobs.get(connection, jobs.EXTRACT) or job
    return replace(job, state=jobs.STOPPED) if job.state in (jobs.RUNNING, jobs.STOPPING) else job


def stop(case: Case) -> None:
    """Ask the process that reads to stop after what it is at; nothing happens where none reads."""
    with case.writing() as connection:
        jobs.ask_to_stop(connection, jobs.EXTRACT)
