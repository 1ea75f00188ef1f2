"""Find copying sources in the claims of booksellers about books, and see what folding their copies does to the vote.

    python bench/truth FOLDER

FOLDER holds ``book.txt`` (source, ISBN, title, authors; tabs) and ``book_golden.txt`` (ISBN, authors from the book's
cover), the data of Dong, Berti-Equille and Srivastava (PVLDB 2009). Exit status: 0; 1 where nothing can be read.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from authors import authors

from headwater.claims.copies.sources import Model, Reading, copying_sources, folded, origins, votes

SUSPECTED = (0.5, 0.9, 0.99)
COPIED = (0.5, 0.8, 0.9)
"""The published figure is that of the defaults of ``Model``; the others show how much hangs on them."""


def isbn(written: str) -> str:
    """An ISBN without its prefix and check digit, so that both lengths are one."""
    return written.strip()[-10:-1]


def claims(path: Path) -> list[Reading]:
    """What the booksellers say; lines that name nobody are left out."""
    rows = (line.rstrip("\n").split("\t") for line in path.open(encoding="utf-8", errors="replace"))
    read = [Reading(row[0], isbn(row[1]), authors(row[3])) for row in rows if len(row) >= 4]
    return [reading for reading in read if reading.value]


def gold(path: Path) -> dict[str, str]:
    """The authors on the covers."""
    rows = (line.split("\t") for line in path.read_text(encoding="utf-8", errors="replace").splitlines())
    return {isbn(row[0]): authors(row[1]) for row in rows if len(row) >= 2}


def accuracy(elected: Mapping[str, str], truth: Mapping[str, str]) -> str:
    """How many of the books of known truth the vote gets right."""
    known = [item for item in truth if item in elected]
    right = sum(elected[item] == truth[item] for item in known)
    return f"{right} of {len(known)} ({right / len(known):.1%})"


def main(arguments: Sequence[str]) -> int:
    """The command; gives the exit status."""
    folder = Path(arguments[0]) if arguments else Path()
    if not (folder / "book.txt").is_file():
        print("give the folder that holds book.txt and book_golden.txt", file=sys.stderr)
        return 1
    readings, truth = claims(folder / "book.txt"), gold(folder / "book_golden.txt")
    sources = {reading.source for reading in readings}
    print(f"{len(readings)} claims of {len(sources)} sources about {len({r.item for r in readings})} books")
    attainable = {
        item for item, value in truth.items() if any(r.item == item and r.value == value for r in readings)
    }
    print(
        f"at most {len(attainable)} of {len(truth)} can be right: of the others no source gives the true list"
    )
    print("\n| vote | right | pairs suspected | CPU |\n| --- | --- | --- | --- |")
    print(f"| plain | {accuracy(votes(readings), truth)} | | |")
    for copied in COPIED:
        for suspected in SUSPECTED:
            _row(readings, truth, Model(copied=copied, suspected=suspected))
    _examples(readings, truth)
    return 0


def _row(readings: list[Reading], truth: Mapping[str, str], model: Model) -> None:
    start = time.process_time()
    pairs = copying_sources(readings, model)
    spent = time.process_time() - start
    copying = sum(pair.probability >= model.suspected for pair in pairs)
    right = accuracy(folded(readings, pairs, model.suspected), truth)
    default = ", the defaults" if model == Model() else ""
    print(
        f"| folded from {model.suspected:g} where copiers copy {model.copied:g}{default} | {right} | "
        f"{copying} of {len(pairs)} | {spent:.1f} s |"
    )


def _examples(readings: list[Reading], truth: Mapping[str, str]) -> None:
    """Where the two votes differ: how many sources and origins stand for either value."""
    model = Model()
    pairs = copying_sources(readings, model)
    plain, other = votes(readings), folded(readings, pairs, model.suspected)
    counted = origins(readings, pairs, model.suspected)
    print(
        "\n| book | plain vote: sources, origins | folded vote: sources, origins | right |\n| --- | --- | --- | --- |"
    )
    for item in sorted(truth):
        if item in plain and plain[item] != other[item]:
            first, second = counted[item][plain[item]], counted[item][other[item]]
            right = (
                "plain"
                if plain[item] == truth[item]
                else "folded"
                if other[item] == truth[item]
                else "neither"
            )
            print(f"| {item} | {first[0]}, {first[1]} | {second[0]}, {second[1]} | {right} |")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
