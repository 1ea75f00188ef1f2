"""Invented lineages: one of the size of a whole case, and small ones that are hard to cut.

The lineage of a case is made of *stories*. A story has 5 statements and more, Pareto distributed (alpha 1.2, at most
5,000, mean about 20), and begins with its origins; each further statement rests on earlier ones of the story:

| share | kind | rests on | who says it |
| --- | --- | --- | --- |
| 38 % | a reprint | one of the story's wire pieces, the first far more often: trees of hundreds | one of 20,000 outlets, Zipf |
| 22 % | an article | 1 to 3 statements, each enough by itself (70, 20 and 10 %) | an outlet |
| 22 % | a mail that forwards | the last mail of one of its threads: chains | one of 60,000 people, Zipf |
| 13 % | an origin | nothing: 55 % observation, 15 % record, 20 % unresolved, 10 % not recorded | 60 % new, else one of the people |
| 3 % | a figure worked out | 2 or 3 statements, all of them needed | an outlet |
| 2 % | an article | a statement of another, earlier story | an outlet |

In 1 of 8,000 stories all mails are one thread of 1,000 to 4,000. One statement in 200 that rests on others rests, as an
alternative, on a later one as well: loops. One in 50 is suspected of having been copied from another of its story, one in
100 that either was copied from the other. 30 % of actors have no known institution; the others have one of 5,000.

A claim has 1 to 40 supporting statements (geometric, mean 6 before the cut) from a stretch of one story, so that they hang together; one
claim in ten has some of another story too.

The same size and seed give the same lineage everywhere.
"""

from __future__ import annotations

import random
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from headwater.model.claim import Actor, Derivation, Lineage, Occurrence, Origin

OUTLETS, PEOPLE, INSTITUTIONS = 20_000, 60_000, 5_000
KINDS = ("reprint", "article", "mail", "origin", "figure", "elsewhere")
SHARES = list(accumulate((0.38, 0.22, 0.22, 0.13, 0.03, 0.02)))
ENDS = (Origin.OBSERVATION, Origin.RECORD, Origin.UNRESOLVED, None)
END_SHARES = list(accumulate((0.55, 0.15, 0.20, 0.10)))


@dataclass(frozen=True, slots=True)
class Casewide:
    """A lineage of many claims; ``claims[n]`` are the ids of the statements that support the n-th."""

    lineage: Lineage
    claims: tuple[tuple[str, ...], ...]


def casewide(statements: int, claims: int, seed: int) -> Casewide:
    """A lineage of so many statements and claims, of the shape that this module describes."""
    maker = _Maker(random.Random(seed))
    while len(maker.occurrences) < statements:
        maker.story(statements - len(maker.occurrences))
    supports = tuple(maker.claim() for _ in range(claims))
    actors = tuple(maker.actor(name) for name in maker.names)
    return Casewide(Lineage(actors, tuple(maker.occurrences), tuple(maker.derivations)), supports)


class _Maker:
    def __init__(self, dice: random.Random) -> None:
        self.dice = dice
        self.occurrences: list[Occurrence] = []
        self.derivations: list[Derivation] = []
        self.names: dict[str, None] = {}
        self.stories: list[range] = []

    def lineage(self, supports: Sequence[int]) -> Lineage:
        """What was made, as one claim's."""
        ids = tuple(f"s{n}" for n in supports)
        return Lineage((), tuple(self.occurrences), tuple(self.derivations), ids)

    def actor(self, name: str) -> Actor:
        known = self.dice.random() < 0.7
        return Actor(name, f"institution {self.zipf(INSTITUTIONS)}" if known else None)

    def zipf(self, number: int) -> int:
        """One of 0..number-1, the n-th about 1/n as often as the first."""
        return int(number ** self.dice.random()) - 1 if number > 1 else 0

    def story(self, room: int) -> None:
        """A story of at most ``room`` statements."""
        dice = self.dice
        size = min(room, 5_000, int(5 * dice.paretovariate(1.2)))
        thread = dice.random() < 1 / 8_000
        if thread:
            size = min(room, dice.randint(1_000, 4_000))
        first = len(self.occurrences)
        wires: list[int] = []
        mails: list[int] = []
        for place in range(first, first + size):
            kind = KINDS[bisect_left(SHARES, dice.random())]
            if place == first:
                kind = "origin"
            elif thread:
                kind = "mail"
            self.statement(kind, first, place, wires, mails, thread)
        self.stories.append(range(first, first + size))
        self.loops_and_suspicions(first, size)

    def statement(
        self, kind: str, first: int, place: int, wires: list[int], mails: list[int], thread: bool
    ) -> None:
        dice = self.dice
        if kind == "origin":
            self.say(self.person(0.6), ENDS[bisect_left(END_SHARES, dice.random())])
        elif kind == "mail":
            last = dice.randrange(len(mails)) if mails and (thread or dice.random() < 0.8) else len(mails)
            if last == len(mails):
                mails.append(dice.randrange(first, place))
            self.say(self.person(0.1))
            self.rest(place, mails[last], how="forwards")
            mails[last] = place
        elif kind == "reprint" and wires:
            self.say(self.outlet())
            self.rest(place, wires[self.zipf(len(wires))], how="republishes")
        elif kind == "figure":
            self.say(self.outlet())
            self.rest(place, *dice.sample(range(first, place), min(place - first, dice.choice((2, 2, 3)))))
        elif kind == "elsewhere" and first:
            self.say(self.outlet())
            self.rest(place, dice.randrange(first))
        else:
            self.say(self.outlet())
            wires.append(place)
            for _ in range(bisect_left((0.7, 0.9, 1.0), dice.random()) + 1):
                self.rest(place, dice.randrange(first, place))

    def loops_and_suspicions(self, first: int, size: int) -> None:
        dice = self.dice
        for place in range(first + 1, first + size):
            draw = dice.random()
            if draw < 1 / 200 and self.occurrences[place].origin is None:
                self.rest(place, dice.randrange(place, first + size))
            elif draw < 1 / 200 + 1 / 50:
                self.rest(place, dice.randrange(first, place), how="shares an error", suspected=True)
            elif draw < 1 / 200 + 1 / 50 + 1 / 100:
                other = dice.randrange(first, place)
                self.rest(place, other, how="shares an error", suspected=True, directed=False)

    def claim(self) -> tuple[str, ...]:
        dice = self.dice
        found: dict[str, None] = {}
        for _ in range(1 + (dice.random() < 0.1)):
            stretch = self.stories[self.story_of(dice.randrange(len(self.occurrences)))]
            wanted = 1
            while wanted < 40 and dice.random() < 0.83:
                wanted += 1
            begin = dice.randrange(stretch.start, stretch.stop)
            near = range(max(stretch.start, begin - 3 * wanted), min(stretch.stop, begin + 3 * wanted))
            found |= dict.fromkeys(f"s{n}" for n in dice.sample(near, min(wanted, len(near))))
        return tuple(found)

    def story_of(self, statement: int) -> int:
        return bisect_left(self.stories, statement + 1, key=lambda story: story.stop)

    def person(self, new: float) -> str:
        return f"source {len(self.names)}" if self.dice.random() < new else f"person {self.zipf(PEOPLE)}"

    def outlet(self) -> str:
        return f"outlet {self.zipf(OUTLETS)}"

    def say(self, actor: str, origin: Origin | None = None) -> None:
        self.names[actor] = None
        self.occurrences.append(Occurrence(f"s{len(self.occurrences)}", actor, origin))

    def rest(
        self, place: int, *sources: int, how: str = "cites", suspected: bool = False, directed: bool = True
    ) -> None:
        self.derivations.append(
            Derivation(f"s{place}", tuple(f"s{n}" for n in sources), how, suspected, directed)
        )


# Hard to cut --------------------------------------------------------------------------------------------------------


def hard_lineages(seed: int) -> dict[str, Lineage]:
    """Lineages of 300 statements and few actors, each of whom speaks in many places, by a name that describes them."""
    dice = random.Random(seed)
    found = {}
    for width, depth, actors, needs in (
        (15, 20, 100, 0.0),
        (30, 10, 40, 0.0),
        (30, 10, 100, 0.0),
        (30, 10, 100, 0.2),
        (30, 10, 100, 0.6),
        (30, 10, 250, 0.0),
        (60, 5, 100, 0.0),
    ):
        name = f"{depth} layers of {width}, {actors} actors, {needs:.0%} need two"
        found[name] = layered(dice, width, depth, actors, needs)
    for lines, length, actors in ((60, 5, 40), (100, 3, 60)):
        found[f"{lines} chains of {length}, {actors} actors"] = chains(dice, lines, length, actors)
    for rules, needs in ((2, 0.0), (3, 0.3)):
        name = f"300 at random with {rules} rules, 100 actors, {needs:.0%} need two"
        found[name] = tangle(dice, 300, rules, 100, needs)
    return found


def layered(dice: random.Random, width: int, depth: int, actors: int, needs: float) -> Lineage:
    """``depth`` layers of ``width`` statements: the first is the claim's, the last are observations.

    Each statement rests on two or three of the next layer, as alternatives; the share ``needs`` of derivations need two.
    """
    maker = _Maker(dice)
    for layer in range(depth):
        last = layer == depth - 1
        for place in range(width):
            maker.say(f"a{dice.randrange(actors):03}", Origin.OBSERVATION if last else None)
            for below in () if last else dice.sample(range(width), dice.choice((2, 3))):
                sources = dice.sample(range(width), 2) if dice.random() < needs else [below]
                maker.rest(layer * width + place, *((layer + 1) * width + each for each in sources))
    return maker.lineage(range(width))


def chains(dice: random.Random, lines: int, length: int, actors: int) -> Lineage:
    """``lines`` separate chains of ``length`` different actors: to cut them all is to hit every set of actors."""
    maker = _Maker(dice)
    for line in range(lines):
        for place, actor in enumerate(dice.sample(range(actors), length)):
            last = place == length - 1
            maker.say(f"a{actor:03}", Origin.OBSERVATION if last else None)
            if not last:
                maker.rest(line * length + place, line * length + place + 1)
    return maker.lineage(range(0, lines * length, length))


def tangle(dice: random.Random, statements: int, rules: int, actors: int, needs: float) -> Lineage:
    """Four in five statements rest on others anywhere, loops and all; a tenth is the claim's."""
    maker = _Maker(dice)
    for place in range(statements):
        last = place >= statements * 4 // 5
        maker.say(f"a{dice.randrange(actors):03}", Origin.OBSERVATION if last else None)
        for _ in range(0 if last else rules):
            maker.rest(place, *dice.sample(range(statements), 2 if dice.random() < needs else 1))
    return maker.lineage(range(statements // 10))
