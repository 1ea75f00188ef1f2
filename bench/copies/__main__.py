"""Plant copies in a case of real documents and fiction, and measure how many are found and how many are false.

    python bench/copies CLINTON_FOLDER --seeds 3
    python bench/copies --scale 1000000

Exit status: 0; 1 where an invented copy is missed or a false one found more often than docs/copies.md promises.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path

from planting import LEVELS, Planted, planted, read
from scale import peak, scale

from headwater.claims.copies.find import find
from headwater.claims.copies.suspicion import Kind, Suspicion, Text

PROMISED = {"verbatim": 0.98, "part": 0.98, "10 %": 0.98, "30 %": 0.9, "50 %": 0.5}
"""Recall that the exit status holds; PRECISION goes with each."""

PRECISION = 0.95


@dataclass(slots=True)
class Tally:
    """What was counted at one level, over all seeds."""

    planted: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    false: Counter[str] = field(default_factory=Counter)
    directed: Counter[str] = field(default_factory=Counter)
    shingles: int = 0
    seconds: float = 0.0

    def recall(self, kind: str) -> float:
        """Part of the planted copies of a kind that was found; 1 where none was planted."""
        return self.found[kind] / self.planted[kind] if self.planted[kind] else 1.0

    def precision(self) -> float:
        """Part of the pairs found that are copies; pairs of two real documents are in neither number."""
        found = self.found.total()
        return found / (found + self.false.total()) if found else 1.0


def pairs_of(suspicion: Suspicion) -> Iterable[tuple[str, str]]:
    """The pairs of texts that a suspicion holds for copies of one another."""
    return combinations(suspicion.members, 2)


def measure(case: Planted, suspicions: Iterable[Suspicion], tally: Tally) -> None:
    """Count found and false pairs; pairs of two real documents are not judged here."""
    truth = {frozenset(pair): "invented" for pair in case.invented} | {
        frozenset(pair): "real" for pair in case.real
    }
    copies = {copy for _, copy in case.real}
    alike = _alike(suspicions)
    seen: set[frozenset[str]] = set()
    for suspicion in suspicions:
        for pair in map(frozenset, pairs_of(suspicion)):
            if pair in seen or not pair & (case.fiction | copies):
                continue
            seen.add(pair)
            kind = truth.get(pair)
            if kind:
                tally.found[kind] += 1
                tally.directed[_direction(suspicion, case)] += kind == "invented"
            elif not _is_second_hand(pair, case, alike):
                tally.false["invented" if pair <= case.fiction else "mixed"] += 1
    tally.planted.update(truth.values())


def _direction(suspicion: Suspicion, case: Planted) -> str:
    if suspicion.later is None:
        return "none"
    return "right" if (suspicion.earlier, suspicion.later) in case.invented else "wrong"


def _alike(suspicions: Iterable[Suspicion]) -> set[frozenset[str]]:
    return {frozenset(pair) for suspicion in suspicions for pair in pairs_of(suspicion)}


def _is_second_hand(pair: frozenset[str], case: Planted, alike: set[frozenset[str]]) -> bool:
    """A planted copy of a real document that has real duplicates is a copy of these too."""
    originals = {copy: original for original, copy in case.real}
    one, other = sorted(pair, key=lambda id_: id_ not in originals)
    return one in originals and frozenset((originals[one], originals.get(other, other))) in alike


def shingled(case: Planted) -> int:
    """How many planted copies plain MinHash finds: three-word shingles, whole documents, similarity of 0.4."""
    from datasketch import MinHash, MinHashLSH

    index = MinHashLSH(threshold=0.4, num_perm=128)
    sketches = {}
    for text in case.texts:
        heard = text.text.lower().split()
        sketch = MinHash(num_perm=128)
        sketch.update_batch([" ".join(heard[at : at + 3]).encode() for at in range(max(1, len(heard) - 2))])
        sketches[text.id] = sketch
        index.insert(text.id, sketch)
    return sum(copy in index.query(sketches[original]) for original, copy in case.invented)


def level(real: Sequence[Text], name: str, seeds: int) -> Tally:
    """One row of the table."""
    tally = Tally()
    for seed in range(1, seeds + 1):
        case = planted(real, name, seed)
        start = time.process_time()
        found = find(case.texts)
        tally.seconds += time.process_time() - start
        measure(case, found.suspicions, tally)
        tally.shingles += shingled(case)
    return tally


def table(real: Sequence[Text], seeds: int) -> bool:
    """Print the figures; whether all of them keep the promise."""
    print(
        "| level | recall, invented | recall, real | precision | false | plain MinHash | direction | CPU a case |"
    )
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    kept = True
    for name in LEVELS:
        tally = level(real, name, seeds)
        good = (
            min(tally.recall("invented"), tally.recall("real")) >= PROMISED[name]
            and tally.precision() >= PRECISION
        )
        kept = kept and good and not tally.directed["wrong"]
        ways = tally.directed
        print(
            f"| {name} | {tally.recall('invented'):.1%} of {tally.planted['invented']} "
            f"| {tally.recall('real'):.1%} of {tally.planted['real']} | {tally.precision():.1%} "
            f"| {tally.false['invented']} + {tally.false['mixed']} | {tally.shingles / tally.planted['invented']:.1%} "
            f"| {ways['right']} right, {ways['wrong']} wrong, {ways['none']} open "
            f"| {tally.seconds / seeds:.1f} s |" + ("" if good else " below what is promised")
        )
    return kept


def among_real(real: Sequence[Text]) -> None:
    """What is found among the real documents alone, by how much of the smaller one is shared."""
    start = time.process_time()
    found = find(real)
    spent = time.process_time() - start
    print(
        f"\n{len(real)} real documents, {found.passages} passages, {found.candidates} candidates, {spent:.1f} s CPU"
    )
    kinds: Counter[str] = Counter()
    for suspicion in found.suspicions:
        share = max(suspicion.shares)
        size = max(
            sum(len(span) for span in side.shared) for e in suspicion.evidence for side in (e.left, e.right)
        )
        kinds[
            "shared errors alone"
            if suspicion.kind is Kind.SHARED_ERRORS
            else "one line (an attachment's name, an address, a stamp)"
            if size < 160 and len(suspicion.evidence) < 3
            else "half or more of a document"
            if share >= 0.5
            else "a passage"
        ] += 1
    for kind, count in kinds.most_common():
        print(f"  {count} suspicions: {kind}")
    print(f"  {len(found.common)} passages left out as common to many")


def main(arguments: Sequence[str] | None = None) -> int:
    """The command; gives the exit status."""
    parser = argparse.ArgumentParser(
        prog="bench/copies", description="Measure the finding of suspected copies."
    )
    parser.add_argument("folder", type=Path, nargs="?", help="folder with the real documents, C0*.txt")
    parser.add_argument("--seeds", type=int, default=3, help="cases for each level (default: 3)")
    parser.add_argument(
        "--scale", type=int, default=0, metavar="PASSAGES", help="measure the candidates at this size"
    )
    chosen = parser.parse_args(arguments)
    if chosen.scale:
        scale(chosen.scale)
        return 0
    if chosen.folder is None or not chosen.folder.is_dir():
        parser.error("give the folder with the real documents")
    real = read(chosen.folder)
    kept = table(real, chosen.seeds)
    among_real(real)
    print(f"peak memory {peak():.0f} MB")
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
