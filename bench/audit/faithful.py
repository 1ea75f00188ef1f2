"""Quotations that are right: as they stand, in other dress, with marked changes, or misread by a machine."""

from __future__ import annotations

import re

from places import Archive, Passage, damage
from quotation import (
    BREAK,
    EXACT,
    FAITHFUL,
    HYPHEN,
    MARKS,
    Draw,
    Planted,
    cut,
    plant,
)


def exact(passage: Passage, archive: Archive, draw: Draw) -> Planted | None:
    """The words as they stand."""
    return None if passage.damaged else plant("exact", passage, cut(passage.words, draw), [EXACT])


_EXPLAINED = (
    "as it then was", "the subsidiary", "in the region", "sic", "the minister", "last spring", "a shell company",
    "of the committee", "emphasis added", "the lawyers", "under the old rules", "the delegation", "his deputy",
)  # fmt: skip
_REPLACEABLE = re.compile(
    r"\b(they|them|we|us|it|he|she|him|his|her|their|our|this|that|these|those|is|are|was|has|have)\b"
)
_PUT_IN = {
    "is": "was", "are": "were", "was": "is", "has": "had", "have": "had", "we": "the staff", "us": "the staff",
    "our": "the office’s", "it": "the matter", "they": "the visitors", "them": "the visitors", "he": "the envoy",
    "she": "the envoy", "him": "the envoy", "his": "the envoy’s", "her": "the envoy’s", "their": "the visitors’",
    "this": "the proposal", "that": "the proposal", "these": "the papers", "those": "the papers",
}  # fmt: skip


def bracketed(passage: Passage, archive: Archive, draw: Draw) -> Planted | None:
    """Something put in or replaced in square brackets."""
    words = cut(passage.words, draw, 7)
    tokens = words.split(" ")
    if passage.damaged or len(tokens) < 7:
        return None
    places = [match for match in _REPLACEABLE.finditer(words) if match.start()]
    if places and draw.random() < 0.4:
        match = draw.choice(places)
        put = f"[{_PUT_IN[match[0]]}]"
        return plant(
            "bracketed",
            passage,
            words[: match.start()] + put + words[match.end() :],
            [FAITHFUL],
            put,
            match[0],
        )
    for _ in range(draw.choice([1, 1, 2])):
        at = draw.randint(2, len(tokens) - 1)
        tokens.insert(at, f"[{draw.choice(_EXPLAINED)}]")
    return plant("bracketed", passage, " ".join(tokens), [FAITHFUL])


_TURNS = re.compile(
    r"\b(no|not|never|nobody|nothing|none|without|but|however|although|if|unless|\w+n['’]t)\b", re.I
)


def elided(passage: Passage, archive: Archive, draw: Draw) -> Planted | None:
    """Words left out of the middle, with one of the usual marks. What is left out turns nothing round."""
    tokens = passage.words.split(" ")
    if passage.damaged or len(tokens) < 13:
        return None
    first = draw.randint(4, len(tokens) - 8)
    last = draw.randint(first + 2, min(first + 14, len(tokens) - 4))
    if _TURNS.search(" ".join(tokens[first:last])):
        return None
    mark = draw.choice(MARKS)
    before, after = " ".join(tokens[:first]).rstrip(",;"), " ".join(tokens[last:])
    joint = f"{before}{mark}{after}" if mark == "…" and draw.random() < 0.3 else f"{before} {mark} {after}"
    return plant("elided", passage, joint, [FAITHFUL], mark, " ".join(tokens[first:last]))


def dressed(passage: Passage, archive: Archive, draw: Draw) -> Planted | None:
    """Wrapped over lines, with a word broken at a line's end, in other marks, or with another first letter in brackets."""
    words = cut(passage.words, draw)
    way = draw.choice(["wrapped", "hyphenated", "marks", "capital"])
    if passage.damaged:
        return None
    if way == "marks":
        style = draw.choice(["guillemets", "single", "low"])
        if style == "single" and re.search(r"['’]", words):
            style = "low"
        return plant("dressed", passage, words, [EXACT], style=style)
    tokens = words.split(" ")
    if way == "capital" and words[0].isalpha() and not words.startswith("I "):
        other = words[0].lower() if words[0].isupper() else words[0].upper()
        if words[0].isupper() and tokens[0].lower() not in archive.vocabulary:
            return None
        return plant("dressed", passage, f"[{other}]{words[1:]}", [EXACT, FAITHFUL], f"[{other}]", words[0])
    if way == "hyphenated":
        long = [
            number
            for number, token in enumerate(tokens)
            if len(token) > 7 and token.isalpha() and token.islower()
        ]
        if not long:
            return None
        at = draw.choice(long)
        half = len(tokens[at]) // 2
        tokens[at] = f"{tokens[at][:half]}{HYPHEN}{tokens[at][half:]}"
        return plant("dressed", passage, " ".join(tokens), [EXACT, FAITHFUL])
    for at in sorted(draw.sample(range(1, len(tokens)), min(2, len(tokens) - 1))):
        tokens[at] = BREAK + tokens[at]
    return plant("dressed", passage, " ".join(tokens).replace(f" {BREAK}", BREAK), [EXACT])


def misread_article(passage: Passage, archive: Archive, draw: Draw) -> Planted | None:
    """OCR errors in 2 % of the article's characters."""
    words = cut(passage.words, draw, 7)
    made = damage(words, draw, archive.vocabulary)
    if passage.damaged or made == words:
        return None
    return plant("ocr in article", passage, made, [EXACT, FAITHFUL])


def misread_archive(passage: Passage, archive: Archive, draw: Draw) -> Planted | None:
    """OCR errors in 2 % of the archive's characters."""
    if not passage.damaged:
        return None
    return plant("ocr in archive", passage, cut(passage.words, draw, 12), [EXACT, FAITHFUL])
