"""What finding candidates takes at a size: CPU time and memory, step by step."""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Iterator
from itertools import pairwise

import fiction
import numpy as np
from rewriting import rewritten as changed

from headwater.claims.copies.candidates import groups, rewritten
from headwater.claims.copies.features import features, rarity

NAMES = 100_000
"""Rare words beside the common stock."""

WORDS = 80
"""Of a passage."""

EVERY, SHARE = 100, 0.3
"""Every so manieth passage is the one before it, with this share of its words rewritten."""


def scale(passages: int) -> None:
    """Print CPU time and peak memory of the steps among this many invented passages, and how many copies they find."""
    steps = [("", time.process_time(), peak())]
    made = features(_written(passages))
    steps.append(("writing, words and pairs", time.process_time(), peak()))
    firsts = groups(made)
    steps.append(("groups (MinHash)", time.process_time(), peak()))
    leaders = np.flatnonzero(firsts == np.arange(len(firsts)))
    found = list(rewritten(made, leaders, rarity(made, leaders)))
    steps.append(("rare pairs", time.process_time(), peak()))
    for (_, before, _), (name, after, memory) in pairwise(steps):
        print(f"{name}: {after - before:.0f} s CPU, peak {memory:.0f} MB")
    grouped = {
        (int(firsts[number]), int(number)) for number in np.flatnonzero(firsts != np.arange(len(firsts)))
    }
    copies = {(number - 1, number) for number in range(EVERY - 1, passages, EVERY)}
    print(f"{passages} passages, {len(made.pairs)} pairs, {len(found) + len(grouped)} candidates")
    print(
        f"{len(copies & (grouped | set(found)))} of {len(copies)} rewritten passages are among the candidates"
    )


def _written(passages: int) -> Iterator[str]:
    """Passages whose words follow Zipf's law: the n-th most frequent word comes as often as 1/n."""
    draw = random.Random(passages)
    stock = [*fiction.STOCK, *fiction.VERBS, *fiction.QUALITIES]
    draw.shuffle(stock)
    stock += (fiction.name(draw).lower() + draw.choice(fiction.ENDINGS) for _ in range(NAMES))
    last = ""
    for number in range(passages):
        if number % EVERY == EVERY - 1:
            yield changed(last, SHARE, stock, draw)
            continue
        last = " ".join(stock[int(len(stock) ** draw.random()) - 1] for _ in range(WORDS))
        yield last


def peak() -> float:
    """The most memory that this process has held, in MB; 0 where the system does not tell."""
    if sys.platform == "win32":
        return 0.0
    import resource

    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6
