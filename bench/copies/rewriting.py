"""Copies: verbatim, cut to a part, and rewritten to a given share.

"x % rewritten" means exactly: of the n words of the original, round(x n / 100) do not stand in the copy any more. Which
ones is drawn evenly over all words, names and figures included. Two in three of them are replaced by another word, the
rest is left out; for every third, a new word is put in somewhere; and one sentence in four that has a comma or a semicolon
has its clauses put in another order, which keeps their words.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
REPLACED, INSERTED, REORDERED = 2 / 3, 1 / 3, 1 / 4


def words_in(text: str) -> int:
    """How many words a text has."""
    return sum(1 for _ in _WORD.finditer(text))


def part(text: str, draw: random.Random) -> str:
    """A run of the text's sentences: about a third of them, 30 words or more where it has them."""
    sentences = _SENTENCE.split(text)
    start = draw.randrange(max(1, len(sentences) * 2 // 3))
    taken: list[str] = []
    while start + len(taken) < len(sentences) and (
        len(taken) * 3 < len(sentences) or words_in(" ".join(taken)) < 30
    ):
        taken.append(sentences[start + len(taken)])
    while words_in(" ".join(taken)) < 30 and start > 0:
        start -= 1
        taken.insert(0, sentences[start])
    return " ".join(taken)


def rewritten(text: str, share: float, stock: Sequence[str], draw: random.Random) -> str:
    """``text`` with ``share`` (0 to 1) of its words rewritten; new words come from ``stock``. Paragraphs are kept."""
    places = [match.span() for match in _WORD.finditer(text)]
    gone = set(draw.sample(range(len(places)), round(share * len(places))))
    pieces: list[str] = []
    done = 0
    for number, (start, end) in enumerate(places):
        pieces.append(text[done:start])
        done = end
        if number not in gone:
            pieces.append(text[start:end])
            continue
        replaced = draw.random() < REPLACED
        pieces.append(_other(text[start:end], stock, draw) if replaced else "")
        if draw.random() < INSERTED:
            pieces.append(f" {draw.choice(stock)}")
    pieces.append(text[done:])
    return "\n\n".join(_reordered(paragraph, draw) for paragraph in "".join(pieces).split("\n\n"))


def _other(word: str, stock: Sequence[str], draw: random.Random) -> str:
    """Another word: a number for a number."""
    if word.isdigit():
        return str(int(word) + draw.randint(1, 9))
    while (other := draw.choice(stock)).lower() == word.lower():
        pass
    return other.capitalize() if word[0].isupper() else other


def _reordered(paragraph: str, draw: random.Random) -> str:
    sentences = []
    for sentence in _SENTENCE.split(paragraph):
        clauses = re.split(r"[,;] ", sentence.rstrip(".!? "))
        if len(clauses) > 1 and draw.random() < REORDERED:
            draw.shuffle(clauses)
            sentence = f"{', '.join(clauses)}."
        sentences.append(sentence)
    return " ".join(sentences)
