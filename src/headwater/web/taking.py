"""Taking mail and documents in, in the background of the desk: one intake at a time, which can be stopped and gone on with."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from headwater.base.errors import CaseBusy, Defect, HeadwaterError, Interrupted
from headwater.desk import taking
from headwater.store.case import Case


class State(StrEnum):
    """How an intake stands."""

    GOING = "taking in"
    STOPPING = "stopping after the batch that it is at"
    DONE = "done"
    STOPPED = "stopped; what was taken in is kept, and adding the same again goes on from there"
    FAILED = "failed; what was taken in is kept"


@dataclass(frozen=True, slots=True)
class Intake:
    """An intake that was begun here: of which ``paths``, how it stands, and what it is at, came to, or failed of, in words."""

    paths: tuple[str, ...]
    state: State = State.GOING
    words: str = ""

    @property
    def goes_on(self) -> bool:
        """Whether it is not at its end."""
        return self.state in (State.GOING, State.STOPPING)


class Taking:
    """The one intake that this desk may have going on. Processes beside it read, a thread of it writes."""

    def __init__(self, case: Case) -> None:
        self._case = case
        self._thread: threading.Thread | None = None
        self._stop = threading.Event()
        self.intake: Intake | None = None

    def begin(self, paths: Sequence[Path], passwords: Sequence[str] = ()) -> None:
        """Begin to take in. Raises CaseBusy while this desk does so already."""
        if self._thread is not None and self._thread.is_alive():
            raise CaseBusy("This desk takes documents in already.", "Wait until it is done, or stop it.")
        self._stop.clear()
        self.intake = Intake(tuple(map(str, paths)))
        self._thread = threading.Thread(target=self._run, args=(self.intake, paths, passwords), name="intake")
        self._thread.start()

    def _run(self, begun: Intake, paths: Sequence[Path], passwords: Sequence[str]) -> None:
        try:
            words = taking.take_in(self._case, paths, passwords, self._tell)
            self.intake = replace(begun, state=State.DONE, words=words)
        except Interrupted:
            self.intake = replace(begun, state=State.STOPPED, words=self.intake.words if self.intake else "")
        except HeadwaterError as error:
            self.intake = replace(begun, state=State.FAILED, words=str(error))
        except Exception as error:  # the page says so; the thread's own traceback would reach nobody
            words = str(Defect(f"Headwater has a defect here: {error!r}."))
            self.intake = replace(begun, state=State.FAILED, words=words)

    def _tell(self, words: str) -> None:
        if self.intake is not None:
            self.intake = replace(self.intake, words=words)
        if self._stop.is_set():
            raise Interrupted("Stopped from the page.")

    def stop(self) -> None:
        """Ask the intake to stop; nothing where none goes on."""
        if self.intake is not None and self.intake.state is State.GOING:
            self.intake = replace(self.intake, state=State.STOPPING)
        self._stop.set()

    def wait(self, seconds: float | None = None) -> None:
        """Wait for the intake that goes on, at most so long."""
        if self._thread is not None:
            self._thread.join(seconds)

    def close(self) -> None:
        """Stop what was begun here, and wait for it."""
        self.stop()
        self.wait()
