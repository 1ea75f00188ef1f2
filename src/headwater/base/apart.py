"""A function called in a process of its own, with limits of time and memory.

Documents are hostile, and what reads them best is written in C: it may crash, run for ever or ask for all memory.
Here that costs the process that reads the document, and not the run. One process is kept for each bounds and made anew
where it has ended. It ends by itself when the one that asked is gone, and when its time is over.
"""

from __future__ import annotations

import atexit
import contextlib
import faulthandler
import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, TypeVar, cast

_T = TypeVar("_T")
_PROTOCOL = 5
_PIPE = 1024 * 1024  # bytes
_SOURCE = Path(__file__).resolve().parents[2]  # where this package is imported from


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a call may take: ``seconds`` by the clock, bytes of ``memory`` (address space, where the system counts it)."""

    seconds: int = 120
    memory: int = 2 * 1024**3


class ApartError(Exception):
    """The call did not come back with a value; ``code`` is a slug, the text a sentence's end: "took longer than 9 s"."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


def call(function: Callable[..., _T], *arguments: object, bounds: Bounds | None = None) -> _T:
    """What ``function`` of a module gives for ``arguments``, worked out in another process.

    All of them must be picklable, and so must be the value. Raises ApartError: ``too-slow``, ``too-large`` (memory),
    ``crashed`` (the process ended), ``defect`` (the function raised; its exception's name is the reason).
    """
    with _LOCK:
        return cast(_T, _worker(bounds or Bounds()).call(function, arguments))


class Worker:
    """One process and the pipes to it."""

    def __init__(self, bounds: Bounds) -> None:
        self.bounds = bounds
        self.owner = os.getpid()
        environment = dict(os.environ)
        environment["PYTHONPATH"] = os.pathsep.join(
            [str(_SOURCE), *filter(None, [environment.get("PYTHONPATH")])]
        )
        self._process = subprocess.Popen(
            [sys.executable, "-m", "headwater.base.apart", str(bounds.seconds), str(bounds.memory)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
        )
        for stream in (self._process.stdin, self._process.stdout):
            _widen(cast(BinaryIO, stream))

    @property
    def usable(self) -> bool:
        """Whether it runs and was started by this process, not by the one that this one is a fork of."""
        return self.owner == os.getpid() and self._process.poll() is None

    def call(self, function: Callable[..., object], arguments: tuple[object, ...]) -> object:
        """As the module's ``call``."""
        begun = time.monotonic()
        try:
            self._ask((function, arguments))
            done, value = pickle.load(cast(BinaryIO, self._process.stdout))
        except (EOFError, OSError, pickle.UnpicklingError) as error:
            self.end()
            if time.monotonic() - begun >= self.bounds.seconds:
                raise ApartError("too-slow", f"took longer than {self.bounds.seconds} s") from error
            raise ApartError("crashed", "the process that read it ended without a word") from error
        except BaseException:  # interrupted between question and answer: the next answer would be this one's
            self.end()
            raise
        if done:
            return value
        raise ApartError(*value)

    def _ask(self, question: object) -> None:
        stream = cast(BinaryIO, self._process.stdin)
        pickle.dump(question, stream, _PROTOCOL)
        stream.flush()

    def end(self) -> None:
        """Let it go."""
        if self.owner != os.getpid():
            return
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()


_LOCK = threading.Lock()
_KEPT: dict[Bounds, Worker] = {}


def _worker(bounds: Bounds) -> Worker:
    """The process that is kept for calls with these bounds, where it serves; else a new one."""
    kept = _KEPT.get(bounds)
    if kept is None or not kept.usable:
        if kept is not None:
            kept.end()
        kept = _KEPT[bounds] = Worker(bounds)
    return kept


@atexit.register
def close() -> None:
    """End the processes that are kept."""
    with _LOCK:
        while _KEPT:
            _KEPT.popitem()[1].end()


def _serve(seconds: int, memory: int) -> None:
    """Answer questions until there are no more. What libraries print is thrown away."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the one that asks
    _bound_memory(memory)
    answers = os.fdopen(os.dup(1), "wb")
    with Path(os.devnull).open("wb") as nowhere:
        os.dup2(nowhere.fileno(), 1)
        while True:
            try:
                function, arguments = pickle.load(sys.stdin.buffer)
            except EOFError:
                return
            faulthandler.dump_traceback_later(seconds, exit=True, file=nowhere)
            answer = _answer(function, arguments)
            faulthandler.cancel_dump_traceback_later()
            pickle.dump(answer, answers, _PROTOCOL)
            answers.flush()


def _answer(function: Callable[..., object], arguments: tuple[Any, ...]) -> tuple[bool, object]:
    try:
        return True, function(*arguments)
    except MemoryError:
        return False, ("too-large", "needs more memory than it may have")
    except Exception as error:  # whatever it is, it must not end the process
        return False, ("defect", f"the reader failed: {type(error).__name__}")


def _widen(stream: BinaryIO) -> None:
    """Let a pipe hold a whole batch, where the system can: else each side waits for the other, piece by piece."""
    try:
        import fcntl

        fcntl.fcntl(stream.fileno(), fcntl.F_SETPIPE_SZ, _PIPE)  # type: ignore[attr-defined,unused-ignore]
    except (ImportError, AttributeError, OSError):
        return


def _bound_memory(memory: int) -> None:
    """Where the system can, let no more be asked for."""
    try:
        import resource
    except ImportError:  # Windows
        return
    with contextlib.suppress(ValueError, OSError):  # macOS takes no such limit
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


if __name__ == "__main__":
    _serve(int(sys.argv[1]), int(sys.argv[2]))
