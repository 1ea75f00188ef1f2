"""Search beside notmuch: the same generated messages, fifty mixed queries, the median and the 95th percentile.

    python bench/search --messages 100000
    python bench/search --messages 20000 --work FOLDER     (archive, case and database are kept for the next run)

Each query asks for the count of all hits and for the first twenty with what a list shows of them (sender, date, title;
Headwater's snippets too). Headwater's time is that of ``headwater.desk.search.search`` in one process, index and
database opened anew for each query; notmuch's that of its commands ``count`` and ``search``, less what the command
takes to start. Both are CPU seconds, of three goes the middle one. The exit status is 2 without notmuch.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from corpus import generate
from headwater.archive.facets import Step
from headwater.archive.indexing import index_row
from headwater.desk import adding, cases
from headwater.desk.facets import Facet, facets
from headwater.desk.search import search
from headwater.store import documents
from headwater.store.case import Case
from mailgen.records import Spec
from search.queries import Asked, queries

_GOES = 3
_SAMPLE = 3_000
_CONFIG = "[database]\npath={database}\nmail_root={mail}\n[user]\nname=bench\nprimary_email=bench@example.org\n[new]\ntags=new\n"


def cpu(action: Callable[[], object], children: bool = False) -> float:
    """CPU milliseconds of this process, or of those that it starts."""

    def spent() -> float:
        if not children:
            return time.process_time()
        usage = resource.getrusage(resource.RUSAGE_CHILDREN)
        return usage.ru_utime + usage.ru_stime

    times = []
    for _ in range(_GOES):
        before = spent()
        action()
        times.append((spent() - before) * 1000)
    return statistics.median(times)


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which so large a share of ``values`` lies, between neighbours in proportion."""
    ranked = sorted(values)
    at = share * (len(ranked) - 1)
    low = int(at)
    return ranked[low] + (at - low) * (ranked[min(low + 1, len(ranked) - 1)] - ranked[low])


class Notmuch:
    """notmuch over a folder of messages, with a database and a configuration of its own."""

    def __init__(self, mail: Path, database: Path) -> None:
        database.mkdir(exist_ok=True)
        config = database / "config"
        config.write_text(_CONFIG.format(database=database, mail=mail), encoding="utf-8")
        self._environment: Mapping[str, str] = {
            **os.environ,
            "NOTMUCH_CONFIG": str(config),
            "HOME": str(database),
        }
        self.run("new", "--no-hooks", "--quiet")
        self.start = cpu(lambda: self.run("--version"), children=True)

    def run(self, *arguments: str) -> str:
        """What a command prints."""
        done = subprocess.run(
            ["notmuch", *arguments], env=self._environment, capture_output=True, text=True, check=True
        )
        return done.stdout

    def ask(self, query: str) -> None:
        """The count of all messages, and the first twenty as a list shows them."""
        self.run("count", "--exclude=false", query)
        self.run("search", "--exclude=false", "--limit=20", query)

    def milliseconds(self, query: str) -> float:
        """CPU time of asking, without starting the two commands."""
        return max(0.0, cpu(lambda: self.ask(query), children=True) - 2 * self.start)


def sample(case: Case) -> tuple[list[Asked], int]:
    """The queries about a case, and how many documents it holds."""
    months = [one.value for one in facets(case, "*", [Facet.MONTH]).facets[0].values]
    with case.reading() as connection:
        rows = [index_row(stored) for stored in documents.after(connection, 0, _SAMPLE)]
    return queries(rows, months, seed=7), search(case, "*", limit=0).count


def report(case: Case, notmuch: Notmuch) -> None:
    """Ask everything and print what it took."""
    asked, held = sample(case)
    mine = [cpu(lambda query=one.headwater: search(case, query, limit=20)) for one in asked]  # type: ignore[misc]
    theirs = [notmuch.milliseconds(one.notmuch) if one.notmuch else None for one in asked]
    print(f"{held:,} documents; {len(asked)} queries, CPU milliseconds, median of {_GOES}")
    print(f"{'':30}{'Headwater':>12}{'notmuch':>12}{'ratio':>8}")
    for kind in dict.fromkeys(one.kind for one in asked):
        own = [spent for one, spent in zip(asked, mine, strict=True) if one.kind == kind]
        other = [
            spent for one, spent in zip(asked, theirs, strict=True) if one.kind == kind and spent is not None
        ]
        _line(kind, statistics.median(own), statistics.median(other) if other else None)
    both = [(own, other) for own, other in zip(mine, theirs, strict=True) if other is not None]
    for share, name in ((0.5, "p50"), (0.95, "p95")):
        shared = [own for own, _ in both]
        _line(
            f"{name}, {len(both)} queries of both",
            percentile(shared, share),
            percentile([o for _, o in both], share),
        )
        _line(f"{name}, all {len(asked)}", percentile(mine, share), None)
    shown = [Facet.PEOPLE, Facet.DOMAINS, Facet.TYPE, Facet.STATUS]
    _line("four facets of everything", cpu(lambda: facets(case, "*", shown)), None)
    _line("its histogram by day", cpu(lambda: facets(case, "*", [], timeline=True, step=Step.DAY)), None)


def _line(name: str, own: float, other: float | None) -> None:
    beside = f"{'–':>12}" if other is None else f"{other:12.1f}{other / own:8.1f}"
    print(f"{name:30}{own:12.1f}{beside}")


def main() -> int:
    """Run it; see the module's docstring."""
    parser = argparse.ArgumentParser(prog="bench/search", description=__doc__.partition("\n")[0])
    parser.add_argument("--messages", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--work", type=Path, help="keep archive, case and database in this folder")
    options = parser.parse_args()
    if shutil.which("notmuch") is None:
        print("notmuch is not installed; on Debian: apt-get install notmuch", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as temporary:
        work = options.work or Path(temporary)
        mail = work / "archive"
        if not (mail / "mail").exists():
            generate(mail, Spec(messages=options.messages, seed=options.seed), "maildir")
        fresh = not (work / "case").exists()
        with cases.new_case(work / "case") if fresh else cases.open_case(work / "case") as case:
            if fresh:
                adding.add(case, [mail / "mail"])
            report(case, Notmuch(mail / "mail", work / "notmuch"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
