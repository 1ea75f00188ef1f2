"""Independence over a lineage of the size of a whole case: all weak links at once, and kappa claim by claim.

    python bench/independence --statements 1000000 --claims 200000 --sample 2000 --seed 7
    python bench/independence --hard

makes the lineage that ``lineages.py`` describes and prints what it took, in seconds of CPU time of this one process, to
read it (both readings), to find the weak links of all claims (each reading, counting carriers and with carriers
faithful), and to answer a sample of claims whole: [strict, open], counting carriers and with carriers faithful, cuts, weak
links, origins, loops. ``--hard`` instead cuts lineages made to be hard, and says how many stayed inexact.

Then it checks: claims of the sample with few actors against the definition by trying every set of actors
(``definition.py``); larger ones in that the cut is one, and the weak links are those found by striking each actor; and
the weak links found at once against those found claim by claim. Exit status 1 where anything differs, never for being slow.
"""

from __future__ import annotations

import argparse
import platform
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from definition import Definition, Excerpts
from lineages import Casewide, casewide, hard_lineages

from headwater.claims.casewide import weak_links_of_all
from headwater.claims.cuts import smallest_cut
from headwater.claims.independence import Scales
from headwater.model.claim import Independence, Level, Lineage

KINDS = [(reading, faithful) for reading in ("strict", "open") for faithful in (False, True)]
FEW_ACTORS, FEW_CHOICES, MANY_STATEMENTS = 11, 64, 400
"""A claim is checked whole up to so many actors and choices of originals; beyond so many statements not at all."""


def main() -> int:
    """Run the bench with the arguments of the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--statements", type=int, default=1_000_000)
    parser.add_argument("--claims", type=int, default=200_000)
    parser.add_argument("--sample", type=int, default=2_000, help="claims that are answered one by one")
    parser.add_argument("--checked", type=int, default=500, help="claims of the sample that are checked")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--hard", action="store_true", help="cut lineages made to be hard instead")
    parser.add_argument("--seconds", type=float, default=10.0, help="the bound on one search, with --hard")
    asked = parser.parse_args()
    print(f"{platform.machine()}, Python {platform.python_version()}, seconds are CPU time of one process")
    if asked.hard:
        return hard(asked.seed, asked.seconds)
    made = casewide(asked.statements, asked.claims, asked.seed)
    lineage = made.lineage
    print(
        f"{len(lineage.occurrences):,} statements of {len(lineage.actors):,} actors, "
        f"{len(lineage.derivations):,} derivations, {len(made.claims):,} claims; {memory()} with these"
    )
    with timed("read, strict and open"):
        scales = Scales.of(lineage, Level.PERSON)
    at_once = all_weak_links(scales, made)
    sample = random.Random(asked.seed).sample(range(len(made.claims)), min(asked.sample, len(made.claims)))
    found = one_by_one(scales, made, sample)
    print(f"peak memory {memory()}")
    wrong = checked(lineage, made, dict(list(found.items())[: asked.checked]))
    for number, answer in found.items():
        wrong += [
            f"claim {number}: weak links at once and alone differ ({reading}, faithful: {faithful})"
            for reading, faithful in KINDS
            if at_once[reading, faithful].get(number, ()) != links_of(answer, reading, faithful)
        ]
    print(f"weak links at once against alone: {len(found):,} claims, four kinds each")
    for line in wrong[:20]:
        print(f"WRONG {line}")
    print("all right" if not wrong else f"{len(wrong)} wrong")
    return 1 if wrong else 0


# What is measured ---------------------------------------------------------------------------------------------------


def all_weak_links(scales: Scales, made: Casewide) -> dict[tuple[str, bool], dict[int, tuple[str, ...]]]:
    """The weak links of each claim that has any, for each kind."""
    found = {}
    begin = time.process_time()
    for kind in KINDS:
        reading = scales.strict if kind[0] == "strict" else scales.open
        with timed(
            f"weak links of all claims, {kind[0]}, {'carriers faithful' if kind[1] else 'counting carriers'}"
        ):
            links = list(weak_links_of_all(reading, made.claims, kind[1]))
        found[kind] = {n: reading.named(actors) for n, actors in enumerate(links) if actors}
        print(f"    {len(found[kind]):,} claims have some, {sum(map(len, links)):,} in all")
    print(f"{time.process_time() - begin:8.2f} s  all four")
    return found


def one_by_one(scales: Scales, made: Casewide, sample: Sequence[int]) -> dict[int, Independence]:
    """The whole answer for each claim of the sample."""
    found: dict[int, Independence] = {}
    took: list[float] = []
    scales.independence(made.claims[sample[0]])  # libraries are loaded once
    for number in sample:
        begin = time.process_time()
        found[number] = scales.independence(made.claims[number])
        took.append(1000 * (time.process_time() - begin))
    took.sort()
    median, p95, p99 = (took[min(len(took) - 1, int(share * len(took)))] for share in (0.5, 0.95, 0.99))
    print(
        f"{len(sample):,} claims answered whole: "
        f"median {median:.2f} ms, p95 {p95:.2f}, p99 {p99:.2f}, max {took[-1]:.2f}"
    )
    sizes = sorted(len(scales.open.below(made.claims[number]).nodes) for number in sample)
    kappas = Counter(_kappa(each.counting_carriers.open) for each in found.values())
    print(f"    statements below a claim: median {sizes[len(sizes) // 2]}, max {sizes[-1]:,}")
    print(f"    kappa, open, counting carriers: {shares(kappas)}")
    print(f"    not exact: {sum(not each.exact for each in found.values())}")
    methods: Counter[str] = Counter()
    for number in sample:
        for reading in (scales.strict, scales.open):
            below = reading.below(made.claims[number])
            for faithful in (False, True):
                methods[" + ".join(sorted(smallest_cut(below.graph(faithful)).methods)) or "no support"] += 1
    print(f"    by method, of {4 * len(sample):,} cuts: {shares(methods)}")
    return found


def _kappa(number: int) -> str:
    return str(number) if number < 10 else "10 or more"


def hard(seed: int, seconds: float) -> int:
    """Cut each lineage that is made to be hard, in open and counting carriers."""
    begin, inexact = time.process_time(), 0
    lineages = hard_lineages(seed)
    for name, lineage in lineages.items():
        graph = Scales.of(lineage, Level.PERSON).open.below(lineage.supports).graph(faithful=False)
        with timed(name):
            cut = smallest_cut(graph, seconds)
        inexact += not cut.exact
        best = f", best cut found {len(cut.actors) or 'none'}"
        print(f"    {'' if cut.exact else 'at least '}{cut.size}{'' if cut.exact else best}")
        wanted = set(graph.targets)
        definition = Definition(lineage, lineage.supports, Level.PERSON)
        names = Scales.of(lineage, Level.PERSON).open.named(cut.actors)
        if wanted and cut.actors and not definition.is_cut("open", False, names):
            print(f"WRONG {name}: not a cut")
            return 1
    print(f"{inexact} of {len(lineages)} not exact, {time.process_time() - begin:.1f} s")
    return 0


# What is checked ----------------------------------------------------------------------------------------------------


def checked(lineage: Lineage, made: Casewide, found: dict[int, Independence]) -> list[str]:
    """What is wrong with the answers ``found``."""
    excerpts = Excerpts(lineage)
    wrong: list[str] = []
    whole = larger = 0
    for number, answer in found.items():
        part = excerpts.of(made.claims[number])
        definition = Definition(part, part.supports, Level.PERSON)
        if len(part.actors) <= FEW_ACTORS and definition.choices() <= FEW_CHOICES:
            whole += 1
            if definition.independence() != answer:
                wrong.append(f"claim {number}: not what the definition says")
        elif len(part.occurrences) <= MANY_STATEMENTS and definition.choices() <= FEW_CHOICES:
            larger += 1
            for reading, faithful in KINDS:
                if definition.weak_links(reading, faithful) != links_of(answer, reading, faithful):
                    wrong.append(f"claim {number}: other weak links ({reading}, faithful: {faithful})")
                if not definition.is_cut(reading, faithful, cut_of(answer, reading, faithful)):
                    wrong.append(f"claim {number}: its cut is none ({reading}, faithful: {faithful})")
    print(
        f"checked by the definition: {whole} claims whole, {larger} for cut and weak links, "
        f"{len(found) - whole - larger} too large"
    )
    return wrong


def links_of(answer: Independence, reading: str, faithful: bool) -> tuple[str, ...]:
    """The weak links of one kind."""
    count = answer.carriers_faithful if faithful else answer.counting_carriers
    return count.weak_links_strict if reading == "strict" else count.weak_links_open


def cut_of(answer: Independence, reading: str, faithful: bool) -> tuple[str, ...]:
    """The cut of one kind."""
    count = answer.carriers_faithful if faithful else answer.counting_carriers
    return count.cut_strict if reading == "strict" else count.cut_open


# Printing -----------------------------------------------------------------------------------------------------------


@contextmanager
def timed(what: str) -> Iterator[None]:
    """Print the CPU seconds that ``what`` takes."""
    begin = time.process_time()
    yield
    print(f"{time.process_time() - begin:8.2f} s  {what}", flush=True)


def shares(counts: Mapping[str, int]) -> str:
    """Each key with its share, the most first."""
    total = sum(counts.values())
    return ", ".join(
        f"{key} {counts[key] / total:.1%}" for key in sorted(counts, key=lambda key: -counts[key])
    )


def memory() -> str:
    """The most memory that this process has held so far."""
    try:
        import resource
    except ImportError:
        return "memory not known here"
    unit = 1 if sys.platform == "darwin" else 1024
    return f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6:,.0f} MB"


if __name__ == "__main__":
    sys.exit(main())
