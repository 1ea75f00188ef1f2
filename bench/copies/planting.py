"""A case with copies planted in it: real documents, invented accounts, and copies of both, with the truth about them."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import fiction
from rewriting import part, rewritten, words_in

from headwater.base.spans import Span
from headwater.claims.copies.passages import own_words
from headwater.claims.copies.suspicion import DAY, Text

EVENTS, REAL = 60, 60
"""Copies planted at a level: of invented accounts, and of real documents."""

RIVALS = 2
"""Independent accounts of each event beside the one that is copied."""

START = 1_900_000_000
"""When the invented accounts begin, in seconds since 1970."""

LEVELS = ("verbatim", "part", "10 %", "30 %", "50 %")

STAMP = re.compile(
    r"UNCLASSIFIED|U\.S\. Department of State|Case No|Doc No|^ *Date:|RELEASE IN|STATE DEPT|SUBJECT TO AGREEMENT|"
    r"^ *(From|Sent|To|Cc|Subject|Attachments):|^ *(FULL|PART)\b|^ *B\d\b"
)
"""Lines of a print-out that are not its writer's."""

Change = Callable[[str, random.Random], str]


@dataclass(frozen=True, slots=True)
class Planted:
    """A case and what is true of it: which pairs of ids are copies (original first), and who is invented."""

    texts: tuple[Text, ...]
    invented: frozenset[tuple[str, str]]
    real: frozenset[tuple[str, str]]
    fiction: frozenset[str]


def read(folder: Path) -> tuple[Text, ...]:
    """The real documents: their own words, without what they quote and forward. Undated."""
    paths = sorted(folder.rglob("C0*.txt"))
    texts = ((path.stem, path.read_text(encoding="utf-8", errors="replace")) for path in paths)
    return tuple(Text(id_, text, own_words(text, printed=True)) for id_, text in texts)


def stock_of(texts: Sequence[Text]) -> list[str]:
    """Words that rewriting puts in: the real documents' own, as often as they stand there, and the fiction's."""
    real = [
        word
        for text in texts
        for span in text.own or ()
        for word in span.of(text.text).split()
        if word.isalpha()
    ]
    return [*real, *fiction.STOCK, *fiction.VERBS, *fiction.QUALITIES]


def planted(real: Sequence[Text], level: str, seed: int) -> Planted:
    """The case for one level. Half of the invented originals and copies are dated."""
    draw = random.Random(f"{seed} {level}")
    stock = stock_of(real)
    texts, pairs = _invented(_change(level, stock), level, draw)
    copies, real_pairs = _of_real(real, _change(level, stock), draw)
    return Planted(
        (*real, *texts, *copies),
        frozenset(pairs),
        frozenset(real_pairs),
        frozenset(text.id for text in texts),
    )


def _change(level: str, stock: Sequence[str]) -> Change:
    if level == "verbatim":
        return lambda text, draw: text
    if level == "part":
        return part
    share = float(level.removesuffix(" %")) / 100
    return lambda text, draw: rewritten(text, share, stock, draw)


def _invented(change: Change, level: str, draw: random.Random) -> tuple[list[Text], list[tuple[str, str]]]:
    texts, pairs = [], []
    for event in range(EVENTS):
        about = fiction.topic(draw)
        when = START + event * 30 * DAY if event % 2 else None
        original = fiction.account(about, draw)
        copy = change(original, draw)
        if level == "part":
            copy = f"{fiction.account(about, draw, 1)}\n\n{copy}\n\n{fiction.account(about, draw, 1)}"
        rivals = [fiction.account(about, draw) for _ in range(RIVALS)]
        for number, body in enumerate((original, copy, *rivals)):
            text = f"{body}\n\n{fiction.DISCLAIMER}" if draw.random() < 0.3 else body
            dated = None if when is None else when + 3 * DAY * number
            texts.append(
                Text(f"event {event:02} {'ocrr'[number]}{number}", text, None, dated, fiction.name(draw))
            )
        pairs.append((f"event {event:02} o0", f"event {event:02} c1"))
    return texts, pairs


def _of_real(
    real: Sequence[Text], change: Change, draw: random.Random
) -> tuple[list[Text], list[tuple[str, str]]]:
    """Copies of real documents' longest own stretch, where that has 60 to 600 words without the stamps."""
    cleaned = [(text.id, _cleaned(text.text, max(text.own, key=len))) for text in real if text.own]
    usable = [(id_, body) for id_, body in cleaned if 60 <= words_in(body) <= 600]
    chosen = draw.sample(usable, min(REAL, len(usable)))
    copies = [Text(f"copy of {id_}", change(body, draw)) for id_, body in chosen]
    return copies, [(id_, f"copy of {id_}") for id_, _ in chosen]


def _cleaned(text: str, span: Span) -> str:
    """The stretch without the stamps of the release and with its lines joined, as somebody who republishes it would."""
    lines = ("" if STAMP.search(line) else line.strip() for line in span.of(text).split("\n"))
    paragraphs = "\n".join(lines).split("\n\n")
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in paragraphs if paragraph.strip())
