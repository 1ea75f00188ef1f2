"""How many actors would have to be wrong for a claim to lose all support, or all dispute.

The definitions and every edge case are in ``docs/independence.md``; in short: kappa is the smallest number of actors
whose discredit leaves no statement supported, given as [strict, open] and twice, counting carriers and with carriers
faithful. Support and dispute are computed apart and never set off against each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from headwater.claims.cuts import SECONDS, Cut, smallest_cut
from headwater.claims.readings import Reading
from headwater.claims.rules import read
from headwater.claims.supports import supported
from headwater.model.claim import Count, Independence, Level, Lineage


@dataclass(frozen=True, slots=True)
class Weighed:
    """The independence of a claim's support and of its dispute at one ``level``."""

    level: Level
    supports: Independence
    disputes: Independence


def weigh(lineage: Lineage, level: Level, seconds: float = SECONDS) -> Weighed:
    """The independence of both sides of a claim, every actor named as ``level`` sees it.

    ``lineage`` names only statements it holds (``graphfile.parse`` checks that); an actor it does not list has no known
    institution or side. ``seconds`` bounds each search for the size of a cut; where it ends one, the result says
    ``exact=False``, its numbers are lower bounds, and its cut is the best that was found.
    """
    scales = Scales.of(lineage, level)
    return Weighed(
        level,
        supports=scales.independence(lineage.supports, seconds),
        disputes=scales.independence(lineage.disputes, seconds),
    )


@dataclass(frozen=True, slots=True)
class Scales:
    """A lineage made ready for weighing any number of claims at one level: its two readings."""

    strict: Reading
    open: Reading

    @classmethod
    def of(cls, lineage: Lineage, level: Level) -> Scales:
        """The readings of ``lineage``; what it says of a claim itself is not looked at."""
        return cls(*read(lineage, level))

    def independence(self, targets: Sequence[str], seconds: float = SECONDS) -> Independence:
        """The independence of a claim that the statements ``targets`` support (or dispute); ``seconds`` as in ``weigh``."""
        strict, open_ = self.strict.below(targets), self.open.below(targets)
        cuts = [
            smallest_cut(ancestry.graph(faithful), seconds)
            for faithful in (False, True)
            for ancestry in (strict, open_)
        ]
        grounded = supported(open_.graph(faithful=False))
        return Independence(
            counting_carriers=self._count(*cuts[:2]),
            carriers_faithful=self._count(*cuts[2:]),
            origins=open_.origins(),
            loops=open_.loops(),
            ungrounded=tuple(sorted(v for n, v in enumerate(dict.fromkeys(targets)) if n not in grounded)),
            exact=all(cut.exact for cut in cuts),
        )

    def _count(self, strict: Cut, open_: Cut) -> Count:
        return Count(
            strict=strict.size,
            open=open_.size,
            cut_strict=self.strict.named(strict.actors),
            cut_open=self.open.named(open_.actors),
            weak_links_strict=self.strict.named(strict.alone),
            weak_links_open=self.open.named(open_.alone),
        )


def accountable(lineage: Lineage, level: Level) -> dict[str, str]:
    """Who is accountable for each statement at ``level``, by the names that open's cuts and origins use."""
    _, open_ = read(lineage, level)
    return {statement: open_.names[open_.actor[node]] for statement, node in open_.number.items()}
