"""The garbage collector, held back while values are made by the thousand that no cycle holds."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_SELDOM = (100_000, 20, 100)


def collect_seldom() -> None:
    """Have the collector look for cycles far more seldom from now on: for a process that does nothing else."""
    gc.set_threshold(*_SELDOM)


@contextmanager
def seldom_collected() -> Iterator[None]:
    """Within the block the collector looks for cycles far more seldom. It would go through all values that wait to be
    written, again and again: a third of the time of the process that writes."""
    before = gc.get_threshold()
    collect_seldom()
    try:
        yield
    finally:
        gc.set_threshold(*before)
