"""Plant quotations, true and wrong, in articles about real print-outs and invented mail, and measure what an audit says.

    python bench/audit DATA                            both archives, one seed
    python bench/audit --archive mail --seeds 3        invented mail alone needs no data
    python bench/audit DATA --dry --print              write the articles and check their truth; no audit
    python bench/audit --speed --messages 100000       how long an article of 2,000 words takes

DATA is the folder of real data, or the one with the print-outs (C0*.txt). Exit status: 0; 1 where fewer than 95 % of the
verdicts are right or a fault was reported as exact or faithful; never for being slow.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

sys.path.insert(1, str(Path(__file__).resolve().parents[1]))

import sources
import speed
from measuring import CommandFailed, Tally, audited, run
from places import Archive
from planting import FAULTS, KINDS, planted
from writing import Article, article

BOUND = 0.95
"""Share of right verdicts below which the exit status is 1."""

_SHOWN = ("span", "speaker", "date", "differences", "mismatches")

IN_ARTICLE = 21
"""Quotations to an article."""


def archive_of(name: str, data: Path | None, seed: int, work: Path) -> tuple[Archive, Path]:
    """The archive, made below ``work``, and where its case is or shall be."""
    place = work / (f"clinton-{sources.VERSION}" if name == "clinton" else f"mail-{sources.VERSION}-{seed}")
    if name == "mail":
        return sources.mail(seed, place), place / "case"
    assert data is not None
    folder = data / "documents" / "clinton"
    return sources.clinton(folder if folder.is_dir() else data, place), place / "case"


def case_of(archive: Archive, case: Path) -> Path:
    """The case with the archive in it; one that is there already is brought up to date and taken."""
    if case.exists():
        run("upgrade", str(case))
    else:
        run("new", str(case))
        run("add", str(case), str(archive.folder))
    return case


def articles_of(archive: Archive, name: str, seed: int, each: int) -> Iterator[Article]:
    """The articles of one archive and seed."""
    made = planted(archive, seed, each)
    for start in range(0, len(made), IN_ARTICLE):
        yield article(made[start : start + IN_ARTICLE], archive.holds, f"{name} {seed} {start}")


def dry(articles: Sequence[Article], show: bool) -> None:
    """Say what was planted, and print it if asked to."""
    for number, one in enumerate(articles):
        if show:
            print(f"--- article {number + 1}\n{one.text}")
            for gold in one.gold:
                p = gold.planted
                print(
                    f"  {p.kind} [{gold.manner}]: {' | '.join(one.text[s:e] for s, e in gold.pieces)!r}; "
                    f"{p.article!r} for {p.archive!r}; {p.speaker}, {p.day}"
                )
    print(f"{sum(len(one.gold) for one in articles)} quotations in {len(articles)} articles")


def report(tally: Tally, title: str, show: int) -> bool:
    """Print the figures; whether they keep the bounds."""
    print(f"\n## {title}\n\n| kind | planted | right | | verdicts |\n| --- | --- | --- | --- | --- |")
    for kind in KINDS:
        if count := tally.planted[kind]:
            verdicts = ", ".join(
                f"{verdict} {number}"
                for (of, verdict), number in sorted(tally.confusion.items(), key=lambda item: -item[1])
                if of == kind
            )
            print(
                f"| {kind} | {count} | {tally.right[kind]} | {tally.right[kind] / count:.0%} | {verdicts} |"
            )
    total, right = tally.planted.total(), tally.right.total()
    print(f"\n{right} of {total} right: {right / total:.1%}")
    faults = sum(tally.planted[kind] for kind in FAULTS)
    print(f"faults reported as exact or faithful: {len(tally.broken)} of {faults}")
    wrong = ", ".join(
        f"{name} {tally.wrong_manners[name]} of {count}" for name, count in tally.manners.items()
    )
    print(f"wrong by manner: {wrong}")
    for name, (good, of) in sorted(tally.sides.items()):
        print(f"{name}: {good} of {of}")
    accused = [finding for finding in tally.accused if finding["verdict"] != "not-found"]
    print(
        f"titles and scare quotes: {len(tally.accused) - len(accused)} reported as not found, {len(accused)} accused"
    )
    for one in [*tally.broken, *(one for one in tally.wrong if not one.broken)][:show]:
        p = one.gold.planted
        print(f"- {p.kind} [{one.gold.manner}] is {one.verdict}: {one.text!r}")
        print(f"    planted {p.article!r} for {p.archive!r}; {p.speaker}, {p.day}; from {p.passage}")
        if one.finding:
            shown = {key: one.finding.get(key) for key in _SHOWN}
            print(f"    found {shown}; {(one.finding.get('places') or [])[:1]}")
    for finding in accused[:show]:
        print(f"- not planted, yet {finding['verdict']}: {finding['span']['text']!r}")
    return right >= BOUND * total and not tally.broken


def measure(name: str, options: argparse.Namespace, work: Path) -> bool:
    """All seeds of one archive; whether the bounds are kept."""
    tally = Tally()
    for seed in range(options.seed, options.seed + options.seeds):
        archive, case = archive_of(name, options.data, seed, work)
        articles = list(articles_of(archive, name, seed, options.each))
        if options.dry:
            dry(articles, options.print)
            continue
        case_of(archive, case)
        for number, one in enumerate(articles):
            path = case.parent / f"article-{seed}-{number + 1}.txt"
            path.write_text(one.text, encoding="utf-8", newline="")
            tally.add(one, audited(path, case))
    return options.dry or report(tally, f"{name}, {options.seeds} seeds", options.show)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="bench/audit", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", type=Path, nargs="?", metavar="DATA", help="folder with real data")
    parser.add_argument("--archive", choices=["clinton", "mail", "both"], default="both")
    parser.add_argument("--seeds", type=int, default=1, help="how many (default: 1)")
    parser.add_argument("--seed", type=int, default=1, help="the first (default: 1)")
    parser.add_argument("--each", type=int, default=14, help="quotations of every kind (default: 14)")
    parser.add_argument("--show", type=int, default=0, metavar="N", help="print so many wrong ones")
    parser.add_argument("--work", type=Path, help="folder in which archives and cases are kept")
    parser.add_argument("--dry", action="store_true", help="make and check the articles; no audit")
    parser.add_argument("--print", action="store_true", help="print the articles (with --dry)")
    speed.add_options(parser)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """The command; gives the exit status."""
    parser = _parser()
    options = parser.parse_args(arguments)
    names = ["clinton", "mail"] if options.archive == "both" else [options.archive]
    if "clinton" in names and options.data is None and not options.speed:
        if options.archive == "clinton":
            parser.error("give the folder with the real documents")
        names.remove("clinton")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as temporary:
        work = options.work or Path(temporary)
        try:
            if options.speed:
                speed.report(options, work)
                return 0
            kept = [measure(name, options, work) for name in names]
            return 0 if all(kept) else 1
        except CommandFailed as error:
            print(f"bench/audit: {error}", file=sys.stderr)
            return 69


if __name__ == "__main__":
    sys.exit(main())
