"""Sources that copy from one another, told from the values that they agree on, and voting with copies folded into one.

After Dong, Berti-Equille and Srivastava, "Integrating Conflicting Data: The Role of Source Dependence", PVLDB 2(1), 2009:
agreement on a rare value speaks for copying, disagreement against it, and what the rare values are follows from the vote
with copies folded, so the two are computed in turn. Simpler than theirs in two ways: all sources are taken to be equally
accurate, and agreement on the value that most give is no evidence at all, as everybody may know it. How rare a value is,
is read from the other sources instead of being assumed to be the same for all wrong values. Copiers who outvote all others
on every item are therefore not seen.

No value is ever declared true by this: the votes are counts, and the pairs are suspicions.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import exp, log

from networkx.utils import UnionFind


@dataclass(frozen=True, slots=True)
class Reading:
    """``source`` gives ``value`` for ``item``. Of several for one item, the source's most frequent counts, then the least."""

    source: str
    item: str
    value: str


@dataclass(frozen=True, slots=True)
class Dependence:
    """Two sources (sorted) and how probable it is, under the model, that one copies from the other, 0 to 1.

    ``usual`` counts the items on which they agree with the vote, ``rare`` those on which they agree against it,
    ``different`` those on which they differ.
    """

    one: str
    other: str
    probability: float
    usual: int
    rare: int
    different: int


@dataclass(frozen=True, slots=True)
class Model:
    """What the computation assumes.

    ``copied``: part of its values that a copier takes from its original, and ``before``: how probable it is that two
    sources are dependent before anything is known, both between 0 and 1 and as in the paper's experiments. ``least``:
    items that two sources must both have. ``suspected``: probability from which copies are folded. ``rounds``: most
    times that votes and dependences are computed in turn.
    """

    copied: float = 0.8
    before: float = 0.2
    least: int = 3
    suspected: float = 0.9
    rounds: int = 10


Values = dict[str, dict[str, str]]


def votes(readings: Iterable[Reading]) -> dict[str, str]:
    """For each item the value that most sources give; of several, the least in order."""
    return _elected(_values(readings), {})


def folded(
    readings: Iterable[Reading], dependences: Iterable[Dependence], suspected: float
) -> dict[str, str]:
    """The vote where sources that give one value, and are tied together by dependences at least as probable as
    ``suspected``, count as one origin."""
    return _elected(_values(readings), _ties(dependences, suspected))


def origins(
    readings: Iterable[Reading], dependences: Iterable[Dependence], suspected: float
) -> dict[str, dict[str, tuple[int, int]]]:
    """For each item and value: how many sources give it, and how many origins are left with suspected copies folded."""
    ties = _ties(dependences, suspected)
    return {
        item: {
            value: (len(sources), _folded_count(sources, ties)) for value, sources in _givers(given).items()
        }
        for item, given in _values(readings).items()
    }


def copying_sources(readings: Iterable[Reading], model: Model | None = None) -> tuple[Dependence, ...]:
    """Pairs of sources with ``model.least`` items in common or more, the most probably dependent first."""
    model = model or Model()
    values = _values(readings)
    elected = _elected(values, {})
    seen = {tuple(sorted(elected.items()))}
    for _ in range(max(1, model.rounds)):
        found = _dependences(values, elected, model)
        elected = _elected(values, _ties(found, model.suspected))
        state = tuple(sorted(elected.items()))
        if state in seen:
            break
        seen.add(state)
    return tuple(sorted(found, key=lambda pair: (-pair.probability, -pair.rare, pair.one, pair.other)))


def _values(readings: Iterable[Reading]) -> Values:
    """Item to source to value."""
    times: defaultdict[str, defaultdict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    for reading in readings:
        times[reading.item][reading.source][reading.value] += 1
    return {
        item: {source: _first(counts) for source, counts in sorted(given.items())}
        for item, given in sorted(times.items())
    }


def _first(counts: Mapping[str, int]) -> str:
    return min(counts, key=lambda value: (-counts[value], value))


def _givers(given: Mapping[str, str]) -> dict[str, list[str]]:
    """Value to the sources that give it."""
    givers: defaultdict[str, list[str]] = defaultdict(list)
    for source, value in given.items():
        givers[value].append(source)
    return dict(givers)


def _elected(values: Values, ties: Mapping[str, frozenset[str]]) -> dict[str, str]:
    return {
        item: _first({value: _folded_count(sources, ties) for value, sources in _givers(given).items()})
        for item, given in values.items()
    }


def _ties(dependences: Iterable[Dependence], suspected: float) -> dict[str, frozenset[str]]:
    """Each source with those that it is suspected to depend on, either way."""
    ties: defaultdict[str, set[str]] = defaultdict(set)
    for pair in dependences:
        if pair.probability >= suspected:
            ties[pair.one].add(pair.other)
            ties[pair.other].add(pair.one)
    return {source: frozenset(others) for source, others in ties.items()}


def _folded_count(sources: Sequence[str], ties: Mapping[str, frozenset[str]]) -> int:
    """How many are left when sources that are tied together, directly or through one another, count as one."""
    sets = UnionFind(sources)
    present = set(sources)
    for source in sources:
        sets.union(source, *(ties.get(source, frozenset()) & present))
    return len({sets[source] for source in sources})


def _dependences(values: Values, elected: Mapping[str, str], model: Model) -> list[Dependence]:
    counts: defaultdict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0, 0])
    evidence: defaultdict[tuple[str, str], float] = defaultdict(float)
    for item, given in values.items():
        shares = _shares(given)
        for one, other in combinations(given, 2):
            value = given[one]
            if value != given[other]:
                counts[(one, other)][2] += 1
                evidence[(one, other)] += log(1 - model.copied)
            elif value == elected[item]:
                counts[(one, other)][0] += 1
            else:
                counts[(one, other)][1] += 1
                evidence[(one, other)] += log(model.copied / shares[value] + 1 - model.copied)
    return [
        Dependence(one, other, _probability(evidence[(one, other)], model), *agreements)
        for (one, other), agreements in counts.items()
        if sum(agreements) >= model.least
    ]


def _shares(given: Mapping[str, str]) -> dict[str, float]:
    """How probable it is that a source gives each value by itself, after all but two of those that do."""
    return {
        value: (max(len(sources) - 2, 0) + 0.5) / (max(len(given) - 2, 0) + 1)
        for value, sources in _givers(given).items()
    }


def _probability(evidence: float, model: Model) -> float:
    """From the evidence, as a natural logarithm of odds, and what was probable before."""
    odds = evidence + log(model.before / (1 - model.before))
    return 1 / (1 + exp(-max(odds, -700)))
