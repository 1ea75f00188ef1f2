"""One claim against very many invented statements: how long, how much memory, how much disk."""

from __future__ import annotations

import resource
import sys
import tempfile
import time
import zlib
from pathlib import Path

import numpy as np

from headwater.claims.matching.features import TERMS, VERSION, features
from headwater.desk.matching import search
from headwater.store import matching
from headwater.store.matching import Kept, State

_PER_DOCUMENT = 5
_WORDS = 18  # of a statement
_BATCH = 20_000
CLAIM = (
    "The minister paid the company for the harbour licence",
    "The company got the licence",
    "The minister was paid",
)


def report(count: int) -> str:
    """Build what is kept of ``count`` statements in a temporary folder, ask three times, and tell."""
    with tempfile.TemporaryDirectory() as folder:
        begun = time.process_time()
        _build(Path(folder), count)
        built = time.process_time() - begun
        size = (Path(folder) / matching.MATCHING).stat().st_size / 1e6
        before = _peak()
        with matching.opened(Path(folder), VERSION) as index:
            begun, wall = time.process_time(), time.perf_counter()
            for _ in range(3):
                found = search(index, CLAIM, set(), 100)
            taken, waited = (time.process_time() - begun) / 3, (time.perf_counter() - wall) / 3
    return (
        f"{count} statements: made ready in {built:.0f} CPU seconds (reading the case left out), {size:.0f} MB on disk; "
        f"a claim of three texts takes {taken:.2f} CPU seconds ({waited:.2f} s by the clock); "
        f"{found.count} above the floor; peak memory {_peak():.0f} MB, {before:.0f} before searching"
    )


def _peak() -> float:
    """Megabytes."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / 1e6 if sys.platform == "darwin" else most / 1e3


def _build(root: Path, count: int) -> None:
    """Statements of words drawn after Zipf's law from the vocabulary of the encoder."""
    draw = np.random.default_rng(7)
    words = _vocabulary()
    chances = 1 / np.arange(1, len(words) + 1)
    chances /= chances.sum()
    counts = np.zeros(TERMS, dtype=np.uint32)
    with matching.opened(root, VERSION) as index:
        for first in range(0, count, _BATCH):
            drawn = draw.choice(len(words), size=(min(_BATCH, count - first), _WORDS), p=chances)
            texts = [" ".join(words[n] for n in row) for row in drawn]
            rows = [
                _kept((first + n) // _PER_DOCUMENT, first + n, texts[n : n + _PER_DOCUMENT])
                for n in range(0, len(texts), _PER_DOCUMENT)
            ]
            for row in rows:
                np.add.at(counts, np.frombuffer(row.terms, dtype=np.uint32), np.uint32(1))
            with matching.writing(index):
                matching.replace(index, [], rows)
                done = first + len(texts)
                matching.put_state(index, State(done, done, zlib.compress(counts.tobytes(), 1)))


def _kept(document: int, first: int, texts: list[str]) -> Kept:
    made = features(texts)
    ids = tuple(f"{first + n:016x}" for n in range(len(texts)))
    return Kept(document, ids, made.lengths.tobytes(), made.terms.tobytes(), made.vectors.tobytes())


def _vocabulary() -> list[str]:
    from importlib import resources

    file = resources.files("headwater.statements.tagger").joinpath("weights", "vocabulary.txt")
    return [word for word in file.read_text("utf-8").split("\n") if word.isalpha() and len(word) > 1]
