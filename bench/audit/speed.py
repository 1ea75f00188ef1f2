"""How long an article of 2,000 words takes against many messages, and how much memory."""

from __future__ import annotations

import argparse
import os
import random
import sys
from itertools import islice
from pathlib import Path

import letters
import sources
from measuring import ROOT, run
from places import Archive, Document
from planting import planted
from quotation import Planted
from writing import Article, article

from corpus import generate
from mailgen.records import Spec
from mailgen.stream import Stream
from measure import measured

WORDS, EACH, SAMPLED, SEED = 2_000, 2, 20_000, 7


def add_options(parser: argparse.ArgumentParser) -> None:
    """The options of this bench."""
    parser.add_argument("--speed", action="store_true", help="measure time and memory instead")
    parser.add_argument("--messages", type=int, default=100_000, help="in the case (default: 100,000)")
    parser.add_argument(
        "--case",
        type=Path,
        metavar="FOLDER",
        help="case of so many messages to use, made if absent, and kept",
    )


def written(messages: int) -> Article:
    """An article of 2,000 words with 30 quotations of the kinds that plain mail lends itself to."""
    spec = Spec(messages=messages, seed=SEED)
    passages = [
        passage for item in islice(Stream(spec), min(SAMPLED, messages)) for passage in sources.of_item(item)
    ]
    archive = Archive(Path(), [Document(one.sha256, one.words, one.day) for one in passages], passages, [])
    made: list[Planted] = []
    while len(made) < 30:
        made += planted(archive, SEED + len(made), EACH)
    draw = random.Random(SEED)
    people = letters.writers(draw)
    more: list[str] = []
    while True:
        one = article(made[:30], archive.holds, "speed", more)
        missing = WORDS - len(one.text.split())
        if missing <= 0:
            return one
        more += [letters.sentence(people, draw) for _ in range(1 + missing // 25)]


def built(case: Path, messages: int, work: Path) -> None:
    """Make the case, or bring the one that is there up to date."""
    if case.exists():
        run("upgrade", str(case))
        return
    print(f"making a case of {messages:,} messages in {case}", flush=True)
    mail = work / f"speed-mail-{messages}"
    if not mail.exists():
        generate(mail, Spec(messages=messages, seed=SEED), per_container=max(10_000, messages // 10))
    run("new", str(case))
    run("add", str(case), str(mail / "mail"))


def report(options: argparse.Namespace, work: Path) -> None:
    """Print seconds and memory of the audit, twice: as the case lies there, and again when it is warm."""
    case = options.case or work / f"speed-case-{options.messages}"
    built(case, options.messages, work)
    one = written(options.messages)
    path = work / "speed-article.txt"
    path.write_text(one.text, encoding="utf-8", newline="")
    print(f"{len(one.text.split()):,} words, {len(one.gold)} quotations, {options.messages:,} messages")
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    command = [sys.executable, "-m", "headwater", "audit", str(path), str(case), "--format", "json"]
    for state in ("first", "warm"):
        usage = measured(command, work / "speed.log", environment)
        cpu = "?" if usage.cpu is None else f"{usage.cpu:.1f}"
        peak = "?" if usage.peak is None else f"{usage.peak / 1e6:.0f}"
        own = "?" if usage.private is None else f"{usage.private / 1e6:.0f}"
        print(
            f"{state}: {usage.wall:.1f} s, {cpu} s CPU, peak memory {peak} MB, of its own {own} MB",
            flush=True,
        )
