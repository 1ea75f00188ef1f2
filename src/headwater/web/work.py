"""Reading documents for statements in the background of the desk.

A thread of the desk writes, a process beside it reads, so that pages stay quick. How far it is stands in the case, where
any process sees it.
"""

from __future__ import annotations

import threading

from headwater.base.errors import CaseBusy
from headwater.desk import reading
from headwater.desk.reading import Selection
from headwater.store import jobs
from headwater.store.case import Case


class Work:
    """The one reading that this desk may have going on."""

    def __init__(self, case: Case) -> None:
        self._case = case
        self._thread: threading.Thread | None = None

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

    def close(self) -> None:
        """Stop what was started here, and wait for it."""
        if self._thread is not None and self._thread.is_alive():
            reading.stop(self._case)
            self._thread.join()
