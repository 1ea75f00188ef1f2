"""Fifty mixed queries about an archive, drawn from its own words, each for both programs where both know it."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from headwater.archive.index import IndexRow
from headwater.archive.tokens import words


@dataclass(frozen=True, slots=True)
class Asked:
    """A query of one ``kind``: in Headwater's language and in notmuch's, None where that has nothing like it."""

    kind: str
    headwater: str
    notmuch: str | None


NUMBERS = {
    "frequent word": 4,
    "rare word": 4,
    "both words": 4,
    "either word": 3,
    "one and not the other": 3,
    "phrase": 5,
    "sender": 3,
    "subject": 3,
    "word in a month": 3,
    "beginning of a word": 3,
    "two words near each other": 3,
    "three words near each other": 2,
    "inside of a word": 3,
    "wildcards": 2,
    "similar spelling": 2,
    "regular expression": 1,
    "as it is written": 2,
}
"""How many of each kind; fifty in all."""


class Vocabulary:
    """Words of a sample of messages by how many of these have them."""

    def __init__(self, rows: Sequence[IndexRow], chance: random.Random) -> None:
        self.rows = [row for row in rows if len(words(row.body)) > 20 and row.people]
        self.chance = chance
        counts = Counter(word for row in self.rows for word in set(words(row.body)) if len(word) > 3)
        ranked = [word for word, count in counts.most_common() if count > 1 and word.isascii()]
        self.frequent, self.rare = ranked[:100], ranked[len(ranked) // 2 :]

    def stretch(self, length: int) -> list[str]:
        """So many words that follow each other in some message."""
        found = words(self.chance.choice(self.rows).body)
        at = self.chance.randrange(len(found) - length + 1)
        return list(found[at : at + length])


def queries(rows: Sequence[IndexRow], months: Sequence[str], seed: int) -> list[Asked]:
    """The queries of ``NUMBERS`` about a sample of documents; ``months`` (2010-04) are some in which they were sent."""
    chance = random.Random(seed)
    known = Vocabulary(rows, chance)
    return [_made(kind, known, months) for kind, number in NUMBERS.items() for _ in range(number)]


def _made(kind: str, known: Vocabulary, months: Sequence[str]) -> Asked:
    chance = known.chance
    frequent, other = chance.sample(known.frequent, 2)
    rare = chance.choice(known.rare)
    match kind:
        case "frequent word":
            return Asked(kind, frequent, frequent)
        case "rare word":
            return Asked(kind, rare, rare)
        case "both words":
            return Asked(kind, f"{frequent} {other}", f"{frequent} and {other}")
        case "either word":
            return Asked(kind, f"{frequent} OR {rare}", f"{frequent} or {rare}")
        case "one and not the other":
            return Asked(kind, f"{frequent} -{other}", f"{frequent} and not {other}")
        case "phrase":
            phrase = f'"{" ".join(known.stretch(chance.choice([2, 2, 3, 4])))}"'
            return Asked(kind, phrase, phrase)
        case "sender":
            person = words(chance.choice(known.rows).people[0].name or "anna")[0]
            return Asked(kind, f"from:{person}", f"from:{person}")
        case "subject":
            return Asked(kind, f"subject:{frequent}", f"subject:{frequent}")
        case "word in a month":
            month = chance.choice(list(months))
            return Asked(kind, f"{frequent} date:{month}", f"{frequent} and date:{month}..{month}")
        case "beginning of a word":
            return Asked(kind, f"{frequent[:4]}*", f"{frequent[:4]}*")
        case "two words near each other":
            first, *_, last = known.stretch(4)
            return Asked(kind, f'"{first} {last}"~5', f"{first} NEAR/6 {last}")
    return Asked(kind, _ours(kind, known, frequent, rare), None)


def _ours(kind: str, known: Vocabulary, frequent: str, rare: str) -> str:
    """A query of a kind that notmuch does not know."""
    match kind:
        case "three words near each other":
            first, _, second, _, third = known.stretch(5)
            return f'"{first} {second} {third}"~8'
        case "inside of a word":
            return f"*{rare[1:5]}*"
        case "wildcards":
            return f"{frequent[0]}?{frequent[2:]} OR {rare[:2]}*{rare[-1]}"
        case "similar spelling":
            return f"{frequent[1]}{frequent[0]}{frequent[2:]}~2"
        case "regular expression":
            return f"/{frequent[:2]}[a-m]+{frequent[-1]}?/"
    return f'="{rare.capitalize()}"'
