"""What takes long, in the background of the desk: reading documents for statements, and looking for copies.

A thread of the desk writes what a process beside it reads; copies are looked for by a process of their own. So pages stay
quick. How far it is stands in the case, where any process sees it.
"""

from __future__ import annotations

import multiprocessing
import threading
from multiprocessing.process import BaseProcess
from pathlib import Path

from headwater.base.errors import CaseBusy
from headwater.desk import copies, reading
from headwater.desk.cases import open_case
from headwater.desk.reading import Selection
from headwater.store import jobs
from headwater.store.case import Case


class Work:
    """The one reading and the one search for copies that this desk may have going on."""

    def __init__(self, case: Case) -> None:
        self._case = case
        self._thread: threading.Thread | None = None
        self._search: BaseProcess | None = None

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

    def close(self) -> None:
        """Stop what was started here, and wait for it. A search for copies that is cut short leaves what stood before."""
        if self._search is not None and self._search.is_alive():
            self._search.terminate()
            self._search.join()
        if self._thread is not None and self._thread.is_alive():
            reading.stop(self._case)
            self._thread.join()


def _search(root: Path) -> None:
    try:
        with open_case(root) as case:
            copies.search(case)
    except CaseBusy:  # somebody else looks for them already
        return
