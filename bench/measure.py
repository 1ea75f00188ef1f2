"""Run a command and measure it: wall and CPU seconds, peak memory of its whole process tree."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

_EVERY = 0.05  # seconds between two looks at memory


class CommandFailed(Exception):
    """A measured command ended with a status other than 0; the message has the end of what it printed."""


@dataclass(frozen=True, slots=True)
class Usage:
    """What a command used; None where the system does not tell.

    ``peak`` is the most memory (bytes, resident) that its processes held together, pages shared between them and
    mapped files included; ``private`` counts only memory of their own (anonymous pages).
    """

    wall: float = 0.0
    cpu: float | None = 0.0
    peak: int | None = 0
    private: int | None = 0

    def then(self, other: Usage) -> Usage:
        """Both, one after the other: times add up, of peaks the higher counts."""
        return Usage(
            self.wall + other.wall,
            None if self.cpu is None or other.cpu is None else self.cpu + other.cpu,
            _higher(self.peak, other.peak),
            _higher(self.private, other.private),
        )


def _higher(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else max(one, other)


def measured(command: Sequence[str], log: Path, environment: Mapping[str, str]) -> Usage:
    """Run ``command``, its output going to the file ``log``. Raises CommandFailed."""
    _settle()
    with log.open("wb") as output:
        start = time.perf_counter()
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, env=dict(environment)
        )
        watch = _Watch(process.pid)
        cpu, largest = _wait(process)
        wall = time.perf_counter() - start
        watch.end()
    if process.returncode:
        tail = log.read_bytes()[-2_000:].decode("utf-8", "replace")
        raise CommandFailed(f"{' '.join(command)} ended with status {process.returncode}:\n{tail}")
    return Usage(wall, cpu, _higher(watch.peak, largest) if watch.peak else largest, watch.private or None)


def _settle() -> None:
    """Let the system write what earlier steps left, so that it is not charged to the next one."""
    if hasattr(os, "sync"):
        os.sync()


def _wait(process: subprocess.Popen[bytes]) -> tuple[float | None, int | None]:
    """CPU seconds of the process and all it waited for, and the most memory that one of them held."""
    if sys.platform == "win32":
        process.wait()
        return None, None
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    unit = 1 if sys.platform == "darwin" else 1024
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss * unit


@dataclass(slots=True)
class _Watch:
    """Looks at the memory of a process and its descendants until it is ended, where there is a /proc."""

    root: int
    peak: int = 0
    private: int = 0
    _ended: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    def __post_init__(self) -> None:
        if Path("/proc/self/status").exists():
            self._thread = threading.Thread(target=self._look, daemon=True)
            self._thread.start()

    def end(self) -> None:
        """Stop looking."""
        self._ended.set()
        if self._thread:
            self._thread.join()

    def _look(self) -> None:
        while not self._ended.is_set():
            sizes = [_memory(process) for process in _tree(self.root)]
            self.peak = max(self.peak, sum(resident for resident, _ in sizes))
            self.private = max(self.private, sum(own for _, own in sizes))
            self._ended.wait(_EVERY)


def _tree(root: int) -> list[int]:
    """The process and all its descendants that run now."""
    found = [root]
    for process in found:
        for task in _listing(Path(f"/proc/{process}/task")):
            try:
                found += map(int, (task / "children").read_text(encoding="ascii").split())
            except OSError:
                continue  # it has just ended
    return found


def _listing(folder: Path) -> list[Path]:
    try:
        return list(folder.iterdir())
    except OSError:
        return []


def _memory(process: int) -> tuple[int, int]:
    """Bytes resident, and of these anonymous; 0 for a process that has ended."""
    try:
        status = Path(f"/proc/{process}/status").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return 0, 0
    sizes = dict(
        line.split(":", 1)
        for line in status.splitlines()
        if line.startswith("Rss") or line.startswith("VmRSS")
    )
    return _kilobytes(sizes.get("VmRSS")), _kilobytes(sizes.get("RssAnon"))


def _kilobytes(size: str | None) -> int:
    return int(size.split()[0]) * 1024 if size else 0


def size_on_disk(folder: Path) -> int:
    """Bytes of all files below ``folder``."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
