"""Proposals for a claim: from how close statements are, and their words, to what they may do to which part and why."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass

from headwater.archive.tokens import words
from headwater.claims.matching.features import Floats, function_words, stems, terms
from headwater.claims.matching.hints import Said, claim_names, hint
from headwater.claims.matching.proposal import Closeness, PartCloseness, Proposal, Reason, Sign
from headwater.claims.matching.scores import Frequencies
from headwater.model.claim import Claim

COVERS = 0.3
"""A part as close as this is covered, if it is not much less close than the closest one."""

_BESIDE = 0.75  # of the closest part's closeness
_ALIKE = 0.5  # of meaning, from which on it is given as a reason
_COMMON = 0.05  # words in more of the statements than this are no reason
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Candidate:
    """A statement, what is said in it, and how close it is to the claim (first) and to each part: in all, in rare words,
    in meaning; ``close`` is the one closeness by which candidates are ordered."""

    statement: str
    said: Said
    close: float
    each: Floats
    words: Floats
    meaning: Floats


def texts_of(claim: Claim) -> tuple[str, ...]:
    """The texts that statements are compared with: the claim's sentence, then its parts."""
    return (claim.text, *claim.parts)


def proposal(claim: Claim, one: Candidate, frequencies: Frequencies) -> Proposal:
    """What one candidate is proposed as."""
    each = tuple(PartCloseness(number, _closeness(one, number)) for number in range(1, len(claim.parts) + 1))
    parts = covered(one.each)
    about = claim.parts[int(one.each[1:].argmax())] if claim.parts else claim.text
    found = hint(about, claim_names(texts_of(claim)), one.said, float(one.each.max()))
    reasons = (*_alike(texts_of(claim), one, frequencies), *found.reasons)
    whole = Closeness(round(one.close, 3), *(round(float(row[0]), 3) for row in (one.words, one.meaning)))
    return Proposal(claim.id, one.statement, found.role, parts, whole, each, reasons)


def covered(each: Sequence[float] | Floats) -> tuple[int, ...]:
    """The parts that a statement seems to be about, of how close it is to the claim (first) and to its parts: the closest
    one, and others nearly as close."""
    parts = [float(one) for one in each[1:]]
    if not parts:
        return ()
    least = max(COVERS, _BESIDE * max(parts))
    near = tuple(number for number, close in enumerate(parts, start=1) if close >= least)
    return near or (parts.index(max(parts)) + 1,)


@functools.cache
def _function_words() -> frozenset[str]:
    english, spanish = function_words()
    return frozenset(stems([*english, *spanish]))


def _closeness(one: Candidate, column: int) -> Closeness:
    return Closeness(*(round(float(row[column]), 3) for row in (one.each, one.words, one.meaning)))


def _alike(texts: Sequence[str], one: Candidate, frequencies: Frequencies) -> list[Reason]:
    """Why the two are close at all: the rare words that both have, and likeness in meaning."""
    own = set(stems([word for text in texts for word in words(text)])) - _function_words()
    rare: dict[str, tuple[int, str]] = {}
    for word in words(one.said.text):
        (stem,) = stems([word])
        if stem in own:
            count = min(int(frequencies.counts[term]) for term in terms(word))
            if count <= max(_COMMON * frequencies.statements, 3):
                rare.setdefault(stem, (count, word))
    found = [
        Reason(Sign.SHARED, f"both have: {', '.join(word for _, word in sorted(rare.values())[:_SHOWN])}")
    ]
    alike = [Reason(Sign.MEANING, "alike in meaning")] if one.meaning.max() >= _ALIKE else []
    return (found if rare else []) + alike
