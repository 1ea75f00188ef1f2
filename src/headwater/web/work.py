"""What takes long, in the background of the desk: reading documents for statements, looking for copies, auditing articles.

A thread of the desk writes what a process beside it reads; copies are looked for by a process of their own,
articles audited by a thread. So pages stay
quick. How far it is stands in the case, where any process sees it.
"""

from __future__ import annotations

import multiprocessing
import threading
from dataclasses import dataclass, replace
from multiprocessing.process import BaseProcess
from pathlib import Path

from headwater.base.errors import CaseBusy, Defect, HeadwaterError, Interrupted
from headwater.desk import auditing, copies, reading
from headwater.desk.cases import open_case
from headwater.desk.reading import Selection
from headwater.model.document import Document
from headwater.statements.mode import Mode
from headwater.store import jobs
from headwater.store.case import Case
from headwater.web.taking import Taking


@dataclass(frozen=True, slots=True)
class Auditing:
    """An audit that was begun here: what it is at in ``words``; then the ``number`` that it is kept under, or the ``error``."""

    title: str
    words: str = ""
    number: int = 0
    error: str = ""

    @property
    def goes_on(self) -> bool:
        """Whether it is not done yet."""
        return not self.number and not self.error


class Work:
    """The one reading, search for copies, audit and intake that this desk may have going on."""

    def __init__(self, case: Case) -> None:
        self._case = case
        self._thread: threading.Thread | None = None
        self._search: BaseProcess | None = None
        self._audit: threading.Thread | None = None
        self._closing = False
        self.taking = Taking(case)
        self.auditing: Auditing | None = None

    def start(self, selection: Selection) -> None:
        """Begin to read. Raises CaseBusy while this or another process reads, and what ``reading.plan`` raises."""
        last = reading.progress(self._case)
        busy = self._thread is not None and self._thread.is_alive()
        if busy or (last is not None and last.state in (jobs.RUNNING, jobs.STOPPING)):
            raise CaseBusy(
                "Documents of this case are being read already.", "Wait until it is done, or stop it."
            )
        reading.plan(self._case, selection)
        self._thread = threading.Thread(target=self._read, args=(selection,), name="reading")
        self._thread.start()

    def _read(self, selection: Selection) -> None:
        try:
            reading.read_case(self._case, selection, apart=True)
        except Exception:  # it stands in the case, where the page finds it
            return

    @property
    def searching(self) -> bool:
        """Whether a search for copies that was started here goes on."""
        return self._search is not None and self._search.is_alive()

    def search_copies(self) -> None:
        """Begin to look for copies; nothing where that goes on already."""
        if not self.searching:
            context = multiprocessing.get_context("spawn")
            self._search = context.Process(
                target=_search, args=(self._case.root,), name="copies", daemon=True
            )
            self._search.start()

    def audit(self, article: Document, mode: Mode, by: str) -> None:
        """Begin to hold an article against the case. Raises CaseBusy while another one is."""
        if self._audit is not None and self._audit.is_alive():
            raise CaseBusy("An article is being held against the case already.", "Wait until it is done.")
        self.auditing = Auditing(article.title)
        self._audit = threading.Thread(target=self._run_audit, args=(article, mode, by), name="audit")
        self._audit.start()

    def _run_audit(self, article: Document, mode: Mode, by: str) -> None:
        told = Auditing(article.title)

        def tell(words: str) -> None:
            if self._closing:
                raise Interrupted("The desk was closed.")
            self.auditing = replace(told, words=words)

        try:
            shown = auditing.run(self._case, article, by=by, mode=mode, tell=tell)
            self.auditing = replace(told, number=shown.kept.line.id)
        except HeadwaterError as error:
            self.auditing = replace(told, error=str(error))
        except Exception as error:  # the page says so; the thread's own traceback would reach nobody
            self.auditing = replace(told, error=str(Defect(f"Headwater has a defect here: {error!r}.")))

    def wait_for_audit(self, seconds: float) -> int:
        """Wait at most so long for the audit that goes on; the number that it is kept under, 0 for none yet."""
        if self._audit is not None:
            self._audit.join(seconds)
        return self.auditing.number if self.auditing else 0

    def close(self) -> None:
        """Stop what was started here, and wait for it. A search for copies that is cut short leaves what stood before."""
        if self._search is not None and self._search.is_alive():
            self._search.terminate()
            self._search.join()
        if self._thread is not None and self._thread.is_alive():
            reading.stop(self._case)
            self._thread.join()
        self.taking.close()
        self._closing = True
        if self._audit is not None:
            self._audit.join()


def _search(root: Path) -> None:
    try:
        with open_case(root) as case:
            copies.search(case)
    except CaseBusy:  # somebody else looks for them already
        return
