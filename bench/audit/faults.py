"""Quotations with something wrong: words changed without a mark, another speaker or day, or nobody's words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from difflib import SequenceMatcher

from places import Archive, Passage
from quotation import (
    ALTERED,
    MISATTRIBUTED,
    MISDATED,
    NOT_FOUND,
    Draw,
    Planted,
    cut,
    cut_around,
    plant,
)
from sources import shifted

_NUMBER = re.compile(r"\b\d[\d,]*(?:\.\d+)?\b")
_NUMERAL = re.compile(
    r"\b(two|three|four|five|six|seven|eight|nine|ten|twenty|thirty|million|billion|first|second)\b"
)
_OTHER = {
    "two": "three", "three": "five", "four": "two", "five": "eight", "six": "four", "seven": "nine", "eight": "six",
    "nine": "five", "ten": "twelve", "twenty": "thirty", "thirty": "forty", "million": "billion", "billion": "million",
    "first": "third", "second": "first",
}  # fmt: skip


def figure(passage: Passage, archive: Archive, draw: Draw) -> Planted | None:
    """A number changed."""
    places = [*_NUMBER.finditer(passage.words), *_NUMERAL.finditer(passage.words)]
    if not places:
        return None
    match = draw.choice(places)
    other = _OTHER.get(match[0]) or _other_figure(match[0], draw)
    return _altered("number", passage, archive, draw, match, other)


def _other_figure(number: str, draw: Draw) -> str:
    digits = [at for at, sign in enumerate(number) if sign.isdigit()]
    at = draw.choice(digits)
    choices = [sign for sign in "123456789" if sign != number[at]]
    return number[:at] + draw.choice(choices) + number[at + 1 :]


def _altered(
    kind: str, passage: Passage, archive: Archive, draw: Draw, match: re.Match[str], other: str
) -> Planted | None:
    """``passage`` with ``other`` in place of ``match``, cut around it; None where the archive has these words."""
    made = (passage.words[: match.start()] + other + passage.words[match.end() :]).strip()
    words, change = cut_around(
        made, match.start(), min(len(made), match.start() + len(other.strip())), draw, 9
    )
    if passage.damaged or len(words.split()) < 8 or archive.holds(words):
        return None
    return plant(kind, passage, words, [ALTERED], other.strip(), match[0].strip(), change=change)


_DROPPED = re.compile(
    r"\b(?:(?P<aux>do|does|did) not (?=\w)|(?:not|never) (?=\w)|(?P<no>No|no) (?=[a-z]{4})|(?P<without>without) |"
    r"(?P<body>Nobody|nobody|No one|no one) |(?P<nothing>nothing) |(?P<cannot>cannot|can not) |"
    r"(?P<short>(?:is|are|was|were|have|has|had|would|could|should|did|does|do)n['’]t) )"
)


def negation_dropped(passage: Passage, archive: Archive, draw: Draw) -> Planted | None:
    """A "not", "never", "no", "nobody", "nothing", "without" or "cannot" made positive, nothing marked."""
    places = list(_DROPPED.finditer(passage.words))
    if not places:
        return None
    match = draw.choice(places)
    groups = {name: text for name, text in match.groupdict().items() if text}
    name, text = next(iter(groups.items()), ("", ""))
    other = {
        "aux": f"{text} ", "no": "Some " if text == "No" else "some ", "without": "with ",
        "body": "Somebody " if text[:1] == "N" else "somebody ", "nothing": "something ", "cannot": "can ",
        "short": f"{text[:-3]} ",
    }.get(name, "")  # fmt: skip
    return _altered("negation dropped", passage, archive, draw, match, other)


_AUXILIARY = re.compile(
    r"\b(?:is|are|was|were|will|would|has|have|had|can|could|should|must|may)\b(?= [a-z]+)"
)


def negation_added(passage: Passage, archive: Archive, draw: Draw) -> Planted | None:
    """A "not" put in after an auxiliary."""
    if re.search(r"\b(?:not|never|no|nobody)\b|n['’]t\b", passage.words, re.I):
        return None
    places = list(_AUXILIARY.finditer(passage.words))
    if not places:
        return None
    match = draw.choice(places)
    return _altered(
        "negation added", passage, archive, draw, match, f"{match[0]} {draw.choice(['not', 'not', 'never'])}"
    )


def named(passage: Passage, archive: Archive, draw: Draw) -> Planted | None:
    """The name of somebody or of a place changed."""
    known = set(archive.capitalised)
    places = [
        match
        for match in re.finditer(r"(?<=[a-z,] )[A-Z][a-z]{3,}\b(?![’'-])", passage.words)
        if match[0] in known
    ]
    if not places:
        return None
    match = draw.choice(places)
    other = _unlike(match[0], archive.capitalised, draw)
    return _altered("name", passage, archive, draw, match, other)


def _unlike(word: str, words: Sequence[str], draw: Draw) -> str:
    while True:
        other = draw.choice(words)
        if other != word and SequenceMatcher(None, other.lower(), word.lower()).ratio() < 0.6:
            return other


_TURNED = {
    "will": "may", "may": "will", "must": "may", "should": "must", "could": "will", "all": "some", "some": "all",
    "most": "some", "many": "few", "before": "after", "after": "before", "always": "sometimes", "never": "rarely",
    "more": "less", "less": "more", "wants": "refuses", "agreed": "objected", "accept": "reject", "under": "over",
    "from": "to", "against": "for", "with": "against", "only": "mostly", "already": "nearly", "and": "or",
}  # fmt: skip


def word(passage: Passage, archive: Archive, draw: Draw) -> Planted | None:
    """A word changed: one that carries meaning for another, or a small one that turns the sentence."""
    if draw.random() < 0.3:
        places = [match for match in re.finditer(r"\b[a-z]+\b", passage.words) if match[0] in _TURNED]
        if not places:
            return None
        match = draw.choice(places)
        return _altered("word", passage, archive, draw, match, _TURNED[match[0]])
    common = _common(archive)
    places = [
        match
        for match in re.finditer(r"\b[a-z]{5,}\b", passage.words)
        if match[0] in common and match.start()
    ]
    if not places:
        return None
    match = draw.choice(places)
    return _altered("word", passage, archive, draw, match, _unlike(match[0], common[match[0]], draw))


_COMMON: dict[int, Mapping[str, Sequence[str]]] = {}


def _common(archive: Archive) -> Mapping[str, Sequence[str]]:
    """Words of five letters and more with those that have the same last two letters (so, often, the same form)."""
    if id(archive) not in _COMMON:
        names = {name.lower() for name in archive.capitalised}
        words = sorted(
            word for word, count in archive.vocabulary.items()
            if count >= 12 and len(word) >= 5 and word.isalpha() and word.isascii() and word not in names
        )  # fmt: skip
        ends: dict[str, list[str]] = {}
        for one in words:
            ends.setdefault(one[-2:], []).append(one)
        _COMMON[id(archive)] = {one: ends[one[-2:]] for one in words if len(ends[one[-2:]]) > 20}
    return _COMMON[id(archive)]


def spliced(passage: Passage, archive: Archive, draw: Draw) -> Planted | None:
    """The beginning of one passage and the end of another (or of the same, words left out), with no mark between."""
    first = passage.words.split(" ")
    if passage.damaged or len(first) < 10:
        return None
    if draw.random() < 0.3 and len(first) >= 14:
        start = draw.randint(5, len(first) - 9)
        end = start + draw.randint(3, min(8, len(first) - start - 5))
        made = " ".join([*first[:start], *first[end:]])
        left = " ".join(first[start:end])
        if archive.holds(made):
            return None
        return plant("spliced", passage, made, [ALTERED], "", left)
    other = draw.choice(archive.passages)
    second = other.words.split(" ")
    if other.damaged or len(second) < 10 or other.sha256 == passage.sha256:
        return None
    head = " ".join(first[: draw.randint(6, min(len(first) - 2, 16))]).rstrip(",;:.")
    tail = " ".join(second[draw.randint(max(2, len(second) - 16), len(second) - 6) :])
    joint = draw.choice([" ", " ", ", ", " and ", ", and "])
    made = f"{head}{joint}{tail[0].lower() if joint != ' ' else tail[0]}{tail[1:]}"
    return None if archive.holds(made) else plant("spliced", passage, made, [ALTERED], tail, "")


def wrong_speaker(passage: Passage, archive: Archive, draw: Draw) -> Planted | None:
    """Words that stand there, given to somebody who never wrote them: in a third, to one who only quoted them."""
    if passage.damaged or not passage.speaker or not archive.names:
        return None
    words = cut(passage.words, draw, 8)
    holders = archive.holders(words)
    if not 0 < len(holders) <= 4 or any(holder.day is None for holder in holders):
        return None
    said = archive.writers_of(words)
    quoters = [name for name in passage.quoters if name not in said]
    if quoters and draw.random() < 0.7:
        other = draw.choice(quoters)
    else:
        texts = " ".join(holder.text for holder in holders).lower()
        others = [
            name for name in archive.names
            if name.split()[-1].lower() not in texts and name not in said
            and SequenceMatcher(None, name.lower(), passage.speaker.lower()).ratio() < 0.6
        ]  # fmt: skip
        if not others:
            return None
        other = draw.choice(others)
    return Planted(
        "wrong speaker", words, frozenset([MISATTRIBUTED]), passage, other,
        passage.day if draw.random() < 0.4 else None, None, other, passage.speaker,
    )  # fmt: skip


def wrong_date(passage: Passage, archive: Archive, draw: Draw) -> Planted | None:
    """Words that stand there, in a message of another day than the article says."""
    if passage.damaged or not passage.day:
        return None
    words = cut(passage.words, draw, 8)
    day = shifted(passage.day, draw.choice([-1, 1]) * draw.choice([3, 7, 14, 31, 61, 365, 730]))
    holders = archive.holders(words)
    near = {shifted(day, days) for days in (-1, 0, 1)}
    if any(holder.day is None or holder.day in near or _dated(holder.text, day) for holder in holders):
        return None
    return Planted(
        "wrong date", words, frozenset([MISDATED]), passage, passage.speaker, day, passage.recipient, day, passage.day
    )  # fmt: skip


def _dated(text: str, day: str) -> bool:
    """Whether the day stands in a text, as headers of mail quoted in it have it."""
    when = date.fromisoformat(day)
    return bool(re.search(rf"{day}|{when:%B} +0?{when.day}, +{when.year}|0?{when.month}/0?{when.day}/", text))


_INVENTED = (
    "The {a} was settled over dinner, long before the {b} had even asked for a {c}.",
    "Burn whatever is left in the cabinet and tell the {a} it was the damp.",
    "If the {a} ever comes out, we shall say that the {b} was drunk and the {c} was asleep.",
    "My wife says I should have stayed in the {a} trade and left politics to the {b}.",
    "They laughed when the {a} fell off the stage, and then the {b} stopped laughing.",
    "Every {a} in this town has a price, and I happen to keep the list in my {b}.",
    "You will find the {a} under the third step, wrapped in a {b} and tied with string.",
    "What worries me about the {a} is how calmly the {b} took the news of the {c}.",
    "Somebody ought to buy that {a} a drink for keeping the {b} out of the photographs.",
    "Tell him the {a} has been sunk, the {b} drained and the {c} sold for scrap.",
    "I slept badly and dreamed of a {a} that swallowed the whole {b} without a sound.",
    "It takes a certain kind of {a} to smile at a {b} while emptying the {c}.",
    "Half of them could not spell {a}, and the other half pretended to own a {b}.",
    "The orchestra refused to play until the {a} had been carried out through the {b}.",
    "We drew straws for the {a}, and as usual the {b} ended up with the short one.",
    "Between the {a} and the deep blue sea I would still choose a rotten {b}.",
    "Please thank the {a} for the marmalade and return the {b} to its cage.",
    "Any fool can forge a {a}; the art lies in forging the {b} that goes with it.",
    "When the lights went out the {a} was heard whistling an aria beside the {b}.",
    "A retired {a} with a limp has been following the {b} since the carnival.",
)
_NOUNS = "bishop lighthouse trombone orchard submarine beekeeper cathedral violinist greenhouse pawnbroker windmill magician telescope butler gondola taxidermist aquarium croupier piano vineyard".split()


def invented(passage: Passage, archive: Archive, draw: Draw) -> Planted | None:
    """Words that nobody wrote, given to somebody who wrote other things."""
    a, b, c = draw.sample(_NOUNS, 3)
    words = draw.choice(_INVENTED).format(a=a, b=b, c=c)
    if archive.holds(words):
        return None
    return Planted(
        "invented", words, frozenset([NOT_FOUND]), None, passage.speaker, passage.day, passage.recipient
    )  # fmt: skip
