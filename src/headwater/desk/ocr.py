"""Read pages that are pictures: scans in PDFs and images, by Tesseract.

What was read is written document by document, and of long ones every few pages, so that a run that is stopped or killed
goes on where it was. The words become the document's rendition, and the index follows.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial

from headwater.archive.indexing import Keeper
from headwater.base import apart
from headwater.base.errors import CaseBusy
from headwater.base.pages import PAGE_BREAK, ranges, split_pages
from headwater.desk.holding import hold_in_new_text
from headwater.intake import scans, tesseract
from headwater.intake.originals import fetch
from headwater.intake.scans import Pages
from headwater.intake.tesseract import Read
from headwater.model.document import Document, Status
from headwater.store import documents, jobs, languages, renewals
from headwater.store.case import Case
from headwater.store.documents import Stored
from headwater.store.filing import RENDITION_VERSION
from headwater.store.jobs import Job
from headwater.store.passwords import passwords

LANGUAGE = "eng"
"""What is read where nothing else is asked for."""

_BOUNDS = apart.Bounds(seconds=tesseract.PAGE_SECONDS + 60, memory=3 * 1024**3)
_PARTLY = 20  # pages of a long document after which what was read is written
_INDEX_SECONDS = 60.0  # what was read can be searched after so long, give or take a document
_MESSAGE = 4000  # characters of a message


@dataclass(frozen=True, slots=True)
class _Scan:
    """A document whose pages are being read: what was known of them, and the outcome of each that is a picture."""

    stored: Stored
    pages: Pages
    outcomes: tuple[tuple[int, Future[Read]], ...]


def waiting(case: Case) -> int:
    """How many documents have pages that need OCR."""
    with case.reading() as connection:
        return renewals.count_with(connection, Status.NEEDS_OCR)


def read_pictures(
    case: Case,
    language: str = LANGUAGE,
    *,
    limit: int | None = None,
    workers: int = 1,
    tell: Callable[[Job], None] | None = None,
) -> Job:
    """Read the documents of the case that need OCR, at most ``limit`` of them; how far it came.

    ``language`` names Tesseract's models ("eng", "eng+spa"); ``workers`` pages are read at a time. ``tell`` hears of every
    few pages. Raises Unsupported and InputError where Tesseract or a model is missing, CaseBusy while another process
    reads pictures. A page that cannot be read is noted with its document.
    """
    version = f"{RENDITION_VERSION} ocr tesseract {tesseract.version(language)}"[:32]
    with case.ocr_lock():
        total = waiting(case) if limit is None else min(limit, waiting(case))
        run = _Run(case, version, jobs.begun("pages that need OCR", language[:16], total, 0), tell)
        run.put()
        state, reason = jobs.FAILED, ""
        try:
            with _Readers(workers, language, passwords(case.root)) as readers:
                for scan in _scans(case, readers, limit, run.missing):
                    run.take(scan)
                    if run.job.state == jobs.STOPPING:
                        break
            state = jobs.STOPPED if run.job.state == jobs.STOPPING else jobs.DONE
        except (KeyboardInterrupt, SystemExit):
            state = jobs.STOPPED
            raise
        except Exception as error:
            reason = str(error)
            raise
        finally:
            run.index()
            run.job = replace(run.job, state=state, message=reason or run.job.message)
            run.put()
    return run.job


def stop(case: Case) -> None:
    """Ask the process that reads pictures to stop after the document it is at; nothing happens where none reads."""
    with case.writing() as connection:
        jobs.ask_to_stop(connection, jobs.OCR)


def told(job: Job) -> str:
    """How far a job is, in words."""
    minutes = job.milliseconds / 60_000
    speed = f", {job.found / minutes:.1f} pages a minute" if job.found and minutes else ""
    return f"{job.done} of {job.total} documents, {job.found} pages, {job.words} words{speed}"


class _Run:
    """One run: writes what was read and says how far it is."""

    def __init__(self, case: Case, version: str, job: Job, tell: Callable[[Job], None] | None) -> None:
        self._case = case
        self._version = version
        self._tell = tell
        self._begun = self._indexed = time.monotonic()
        self.job = job

    def take(self, scan: _Scan) -> None:
        """Wait for the pages of a document and write them down."""
        texts, failed, sure = list(scan.pages.texts), dict[int, str](), list[int]()
        stored, since = scan.stored, 0
        for page, outcome in scan.outcomes:
            read = _outcome(outcome)
            texts[page - 1] = read.text or texts[page - 1]
            sure += [read.confidence] if read.confidence is not None else []
            failed |= {page: read.failed} if read.failed else {}
            self.job = replace(
                self.job, found=self.job.found + 1, words=self.job.words + len(read.text.split())
            )
            since += 1
            if since == _PARTLY:
                stored, since = self._write(stored, replace(stored.document, text=PAGE_BREAK.join(texts))), 0
        notes = _notes(scan, failed, sure, self._version)
        unread = len(failed) == len(texts)
        status = Status.UNREAD if unread else Status.READ
        made = replace(stored.document, text=PAGE_BREAK.join(texts), status=status, notes=notes)
        self.job = replace(self.job, done=self.job.done + 1)
        self._write(stored, made)
        if time.monotonic() - self._indexed > _INDEX_SECONDS:
            self.index()

    def missing(self, document: Document) -> None:
        """A document whose original cannot be had."""
        said = self.job.message or "The originals of these documents are no longer where they were found:"
        self.job = replace(self.job, done=self.job.done + 1, message=f"{said} {document.id}"[:_MESSAGE])

    def _write(self, before: Stored, made: Document) -> Stored:
        with self._case.writing() as connection:
            renewals.renew(connection, before.key, made, self._version)
            hold_in_new_text(connection, before.key, before.document.text, made.text)
            languages.forget(connection, [before.key])
            asked = jobs.get(connection, jobs.OCR)
            milliseconds = round((time.monotonic() - self._begun) * 1000)
            state = asked.state if asked else self.job.state
            self.job = replace(self.job, state=state, milliseconds=milliseconds)
            jobs.put(connection, jobs.OCR, self.job)
        if self._tell:
            self._tell(self.job)
        return Stored(before.key, made)

    def put(self) -> None:
        """Write down how far the job is."""
        with self._case.writing() as connection:
            jobs.put(connection, jobs.OCR, self.job)

    def index(self) -> None:
        """Make what was read searchable; where another process writes the index, that one does it."""
        with suppress(CaseBusy), Keeper(self._case):
            pass
        self._indexed = time.monotonic()


def _notes(scan: _Scan, failed: dict[int, str], sure: list[int], version: str) -> tuple[str, ...]:
    program = version.partition("ocr ")[2]
    confidence = f", on average {round(sum(sure) / len(sure))} of 100 sure of its words" if sure else ""
    read = [page for page, _ in scan.outcomes if page not in failed]
    notes = [f"read by OCR ({program}{confidence}): pages {ranges(read)}"] if read else []
    notes += [f"page {page} could not be read by OCR: {why}" for page, why in sorted(failed.items())]
    return tuple(notes)


def _outcome(outcome: Future[Read]) -> Read:
    try:
        return outcome.result()
    except apart.ApartError as error:
        return Read("", failed=error.reason)


def _scans(
    case: Case, readers: _Readers, limit: int | None, missing: Callable[[Document], None]
) -> Iterator[_Scan]:
    """The documents that need OCR in the order of their keys, their pages being read a little ahead."""
    ahead: deque[_Scan] = deque()
    found = _found(case, limit)
    more = True
    while more or ahead:
        while more and sum(len(scan.outcomes) for scan in ahead) < 2 * readers.workers:
            stored = next(found, None)
            more = stored is not None
            if stored is not None:
                scan = _begun(case, stored, readers)
                if scan is None:
                    missing(stored.document)
                else:
                    ahead.append(scan)
        if ahead:
            yield ahead.popleft()


def _found(case: Case, limit: int | None) -> Iterator[Stored]:
    after, left = 0, limit
    while left is None or left > 0:
        with case.reading() as connection:
            keys = renewals.with_status(connection, Status.NEEDS_OCR, after, 1)
            stored = documents.get_many(connection, keys)
        if not stored:
            return
        after, left = stored[0].key, None if left is None else left - 1
        yield stored[0]


def _begun(case: Case, stored: Stored, readers: _Readers) -> _Scan | None:
    """A document with its pages being read, but for those that a run which was broken off has read."""
    with case.reading() as connection:
        copies = documents.copies(connection, stored.key)
    data = fetch(stored.document.sha256, copies, readers.passwords)
    try:
        pages = apart.call(scans.pages, data, readers.passwords) if data is not None else None
    except apart.ApartError:
        pages = None
    if data is None or pages is None:
        return None
    before = split_pages(stored.document.text)
    done = before if len(before) == len(pages.texts) else pages.texts
    read = [page for page in pages.pictures if done[page - 1] != pages.texts[page - 1]]
    texts = tuple(done[page] if page + 1 in read else text for page, text in enumerate(pages.texts))
    left = [page for page in pages.pictures if page not in read]
    return _Scan(
        stored, Pages(texts, pages.pictures), tuple((page, readers.begin(data, page)) for page in left)
    )


class _Readers:
    """Threads that each have a process to read pages in; a context manager."""

    def __init__(self, workers: int, language: str, given: tuple[str, ...]) -> None:
        self.workers = max(1, workers)
        self.passwords = given
        self._language = language
        self._threads = ThreadPoolExecutor(self.workers, "ocr")
        self._own = threading.local()
        self._lock = threading.Lock()
        self._started: list[apart.Worker] = []

    def begin(self, data: bytes, page: int) -> Future[Read]:
        """Begin to read a page."""
        return self._threads.submit(partial(self._read, data, page))

    def _read(self, data: bytes, page: int) -> Read:
        worker: apart.Worker | None = getattr(self._own, "worker", None)
        if worker is None or not worker.usable:
            worker = self._own.worker = apart.Worker(_BOUNDS)
            with self._lock:
                self._started.append(worker)
        read = worker.call(tesseract.read_page, (data, page, self._language, self.passwords))
        assert isinstance(read, Read)
        return read

    def __enter__(self) -> _Readers:
        return self

    def __exit__(self, *_: object) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)
        for worker in self._started:
            worker.end()
        self._threads.shutdown()
