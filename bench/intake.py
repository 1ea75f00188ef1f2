"""Measure how fast and in how much memory Headwater takes in mail, beside ``notmuch new`` on the same messages.

    bench/intake --messages 20000 --seed 7 --rounds 2

One archive is made twice, as one file a message (notmuch reads nothing else) and as mbox. Every round runs, in
turns, ``headwater new`` and ``headwater add`` on both and ``notmuch new`` on the first, each time from nothing.
Afterwards the cases are checked through the command line against the archive's manifest: nothing may be lost.

Exit status: 0; 1 where a case holds other than the archive (slowness is no error); 69 where a program is missing or
fails.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from account import Cli, expected, problems
from corpus import generate
from mailgen.layouts import MAILDIR, MBOX
from mailgen.records import Spec
from measure import CommandFailed, Usage, measured, size_on_disk

ROOT = Path(__file__).resolve().parent.parent
WORK = ROOT / "bench" / "work"
HEADWATER, NOTMUCH = "headwater", "notmuch"
RUNS = ((HEADWATER, MAILDIR), (NOTMUCH, MAILDIR), (HEADWATER, MBOX))
_MEGA = 1_000_000


@dataclass(frozen=True, slots=True)
class Figure:
    """One run of one program on one layout. ``disk`` is what it wrote, in bytes: the case, or notmuch's database;
    ``index`` is the part of it that is the search index, all of it where the two are one."""

    program: str
    layout: str
    round: int
    usage: Usage
    disk: int
    index: int


@dataclass(frozen=True, slots=True)
class Bench:
    """Where a bench works, and the programs it runs; None for one that is not there."""

    work: Path
    headwater: str | None
    notmuch: str | None
    workers: int | None = None

    @property
    def environment(self) -> dict[str, str]:
        """A home of its own, so that no settings of the user come in."""
        home = str(self.work / "home")
        return {**os.environ, "HOME": home, "XDG_CONFIG_HOME": home, "XDG_DATA_HOME": home}

    def archive(self, layout: str) -> Path:
        """Where the archive of this layout stands."""
        return self.work / layout

    def case(self, layout: str) -> Path:
        """The case that this layout is taken into."""
        return self.work / f"case-{layout}"

    def run(self, program: str, layout: str, number: int) -> Figure:
        """Take the archive in from nothing."""
        if program == HEADWATER:
            return self._headwater(layout, number)
        return self._notmuch(layout, number)

    def _headwater(self, layout: str, number: int) -> Figure:
        assert self.headwater
        workers = [f"--workers={self.workers}"] if self.workers else []
        case, log = self.case(layout), self.work / "headwater.log"
        shutil.rmtree(case, ignore_errors=True)
        usage = measured([self.headwater, "new", str(case)], log, self.environment)
        add = [self.headwater, "add", *workers, str(case), str(self.archive(layout) / "mail")]
        usage = usage.then(measured(add, log, self.environment))
        return Figure(HEADWATER, layout, number, usage, size_on_disk(case), size_on_disk(case / "index"))

    def _notmuch(self, layout: str, number: int) -> Figure:
        assert self.notmuch
        database, config = self.work / "notmuch", self.work / "notmuch-config"
        shutil.rmtree(database, ignore_errors=True)
        database.mkdir()
        config.write_text(
            f"[database]\npath={database}\nmail_root={self.archive(layout) / 'mail'}\n"
            "[user]\nname=Bench\nprimary_email=bench@bench.example\n"
            "[new]\ntags=new\nignore=\n[maildir]\nsynchronize_flags=false\n",
            encoding="utf-8",
        )
        command = [self.notmuch, f"--config={config}", "new", "--no-hooks", "--quiet"]
        usage = measured(command, self.work / "notmuch.log", self.environment)
        size = size_on_disk(database)
        return Figure(NOTMUCH, layout, number, usage, size, size)


def rounds(bench: Bench, count: int) -> list[Figure]:
    """All runs, in turns; every second round backwards, so that no program always comes first."""
    there = {HEADWATER: bench.headwater, NOTMUCH: bench.notmuch}
    runs = [run for run in RUNS if there[run[0]]]
    figures = []
    for number in range(1, count + 1):
        for program, layout in runs if number % 2 else reversed(runs):
            figures.append(bench.run(program, layout, number))
            print(_line(figures[-1], None), file=sys.stderr, flush=True)
    return figures


def means(figures: Sequence[Figure]) -> dict[tuple[str, str], Figure]:
    """For each program and layout the mean times and the highest memory of its rounds."""
    found: dict[tuple[str, str], Figure] = {}
    for run in RUNS:
        mine = [figure for figure in figures if (figure.program, figure.layout) == run]
        if mine:
            total = Usage()
            for figure in mine:
                total = total.then(figure.usage)
            cpu = None if total.cpu is None else total.cpu / len(mine)
            usage = Usage(total.wall / len(mine), cpu, total.peak, total.private)
            found[run] = Figure(*run, 0, usage, mine[-1].disk, mine[-1].index)
    return found


def _line(figure: Figure, messages: int | None, size: int = 0) -> str:
    usage = figure.usage
    speed = [_rate(messages, usage.wall), _rate(messages, usage.cpu), _rate(size / _MEGA, usage.wall)]
    cells = [
        f"{figure.program:<10}{figure.layout:<9}",
        f"{f'round {figure.round}':>30}" if messages is None else "{:>10}{:>11}{:>9}".format(*speed),
        f"{usage.wall:>9.1f}{'-' if usage.cpu is None else f'{usage.cpu:.1f}':>9}",
        f"{_mega(usage.peak):>9}{_mega(usage.private):>9}{_mega(figure.disk):>9}{_mega(figure.index):>9}",
    ]
    return "".join(cells)


def _rate(amount: float | None, seconds: float | None) -> str:
    return "-" if not seconds or amount is None else f"{amount / seconds:,.0f}"


def _mega(size: int | None) -> str:
    return "-" if size is None else f"{size / _MEGA:,.0f}"


HEADER = (
    f"{'program':<10}{'layout':<9}{'msg/s':>10}{'msg/CPU-s':>11}{'MB/s':>9}{'wall s':>9}{'CPU s':>9}"
    f"{'peak MB':>9}{'own MB':>9}{'disk MB':>9}{'index MB':>9}"
)


def report(found: dict[tuple[str, str], Figure], messages: int, size: int) -> list[str]:
    """The table of means for an archive of so many messages and bytes, and the ratios to notmuch."""
    lines = [HEADER, *[_line(figure, messages, size) for figure in found.values()]]
    other = found.get((NOTMUCH, MAILDIR))
    if other is None:
        return lines
    for layout in (MAILDIR, MBOX):
        mine = found.get((HEADWATER, layout))
        if mine:
            lines.append(
                f"ratio, headwater {layout} : notmuch {MAILDIR} = {_ratio(other.usage.wall, mine.usage.wall)} by wall time, "
                f"{_ratio(other.usage.cpu, mine.usage.cpu)} by CPU time, {_ratio(mine.usage.peak, other.usage.peak)} in memory"
            )
    return lines


def _ratio(one: float | None, other: float | None) -> str:
    return "-" if not one or not other else f"{one / other:.2f}"


def verify(bench: Bench, sample: int) -> list[str]:
    """What is wrong in the cases of the last round."""
    assert bench.headwater
    found = []
    for layout in (MAILDIR, MBOX):
        wanted = expected(bench.archive(layout), sample)
        wrong = problems(Cli(bench.headwater, bench.environment), bench.case(layout), wanted)
        found += [f"{layout}: {problem}" for problem in wrong]
        print(f"checked {layout}: {len(wanted.words)} planted words, {len(wrong)} problems", flush=True)
    return found


def _programs(only: str | None) -> tuple[str | None, str | None]:
    beside = Path(sys.executable).parent
    environment = ROOT / ".venv" / ("Scripts" if os.name == "nt" else "bin")
    places = os.pathsep.join([str(environment), str(beside), os.environ.get("PATH", "")])
    headwater = shutil.which(HEADWATER, path=places) if only != NOTMUCH else None
    return headwater, shutil.which(NOTMUCH) if only != HEADWATER else None


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="bench/intake", description="Measure intake beside notmuch.")
    parser.add_argument("--messages", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--workers", type=int, metavar="N", help="for headwater add; its own choice without")
    parser.add_argument(
        "--sample", type=int, default=200, help="planted words to look for afterwards, of each kind"
    )
    parser.add_argument("--only", choices=(HEADWATER, NOTMUCH), help="run one of the two")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all figures there too")
    parser.add_argument(
        "--work", type=Path, metavar="FOLDER", help=f"make the folder of the work in there, not {WORK}"
    )
    parser.add_argument("--keep", action="store_true", help="keep that folder, with archives, cases and logs")
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """The command; see the module's text for its exit status."""
    options = _parser().parse_args(arguments)
    work = options.work / "intake-bench" if options.work else WORK
    bench = Bench(work, *_programs(options.only), options.workers)
    if bench.headwater is None and options.only != NOTMUCH:
        print("bench/intake: there is no headwater command; run: make install", file=sys.stderr)
        return 69
    if bench.notmuch is None and options.only != HEADWATER:
        print(
            "notmuch is not installed (Debian: apt-get install notmuch): these are Headwater's figures alone."
        )
    shutil.rmtree(work, ignore_errors=True)
    (work / "home").mkdir(parents=True)
    try:
        return _measure(bench, options)
    except CommandFailed as error:
        print(f"bench/intake: {error}", file=sys.stderr)
        return 69
    finally:
        if not options.keep:
            shutil.rmtree(work, ignore_errors=True)


def _measure(bench: Bench, options: argparse.Namespace) -> int:
    spec = Spec(messages=options.messages, seed=options.seed)
    for layout in (MAILDIR, MBOX):
        totals = generate(bench.archive(layout), spec, layout)["totals"]
    print(f"{spec.messages:,} messages (seed {spec.seed}), {totals['bytes'] / _MEGA:,.0f} MB; {_machine()}")
    figures = rounds(bench, options.rounds)
    print("\n".join(report(means(figures), spec.messages, totals["bytes"])), flush=True)
    wrong = verify(bench, options.sample) if bench.headwater else []
    for problem in wrong:
        print(f"WRONG {problem}")
    if options.json:
        found = {
            "messages": spec.messages,
            "seed": spec.seed,
            "bytes": totals["bytes"],
            "machine": _machine(),
        }
        runs = [asdict(figure) for figure in figures]
        options.json.write_text(
            json.dumps({**found, "runs": runs, "problems": wrong}, indent=2) + "\n", encoding="utf-8"
        )
    return 1 if wrong else 0


def _machine() -> str:
    return f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}, Python {platform.python_version()}"


if __name__ == "__main__":
    sys.exit(main())
