"""Subjects in front of a verb and behind it. Ranges are of token indices, both ends included."""

from __future__ import annotations

from headwater.statements.spanish.conjugation import Mood
from headwater.statements.spanish.cues import verb_forms
from headwater.statements.spanish.phrases import noun_phrase
from headwater.statements.spanish.tokens import Sentence
from headwater.statements.spanish.verbs import is_finite
from headwater.statements.spanish.words import (
    ADVERBS,
    BREAKS,
    CONJUNCTIONS,
    DEFINITE,
    DETERMINERS,
    INDEFINITE,
    POSSESSIVE,
    PREPOSITIONS,
    PRONOUNS,
    RELATIVES,
    Range,
)

LONGEST_PHRASE = 40
"""Tokens of a subject, at most."""
_TIMES = frozenset("lunes martes miércoles jueves viernes sábado domingo mañana tarde noche semana mes año enero febrero marzo "
    "abril mayo junio julio agosto septiembre octubre noviembre diciembre".split())  # fmt: skip


def subject_before(s: Sentence, verb: int) -> Range | None:
    """The subject that ends right before token ``verb``, with appositions and relative clauses; None where it is left
    out. Adverbs and phrases between commas may stand in between."""
    end = verb - 1
    for _ in range(3):
        while end >= 0 and (s[end].word in ADVERBS or s[end].word.endswith("mente")) and not s[end].capital:
            end -= 1
        if end < 0:
            return None
        if s[end].word in RELATIVES:
            return (end, end) if _is_relative(s, end) else None
        if s[end].word not in (",", ")", "—", "–"):
            found = _ending_at(s, end)
            return found
        opening = _opening(s, end)
        if opening is None:
            return None
        found = _ending_at(s, opening - 1)
        if found is None or _is_adverbial(s, found):
            end = opening - 1
            continue
        return (found[0], end - 1) if _describes(s, opening + 1, end) else found
    return None


def _opening(s: Sentence, close: int) -> int | None:
    """The comma, bracket or dash that opens what ``close`` closes; at most 30 tokens back."""
    mark = {")": "("}.get(s[close].word, s[close].word)
    for at in range(close - 1, max(-1, close - 30), -1):
        if s[at].word == mark:
            return at
        if s[at].word in (";", ":") or (s[at].quoted and at == 0):
            return None
    return None


def _describes(s: Sentence, first: int, end: int) -> bool:
    """Whether what stands between commas is an apposition or a clause about the subject, so that it belongs to it."""
    word = s[first].word
    if s[first].capital or word in RELATIVES or word in (DEFINITE | INDEFINITE | POSSESSIVE):
        return True
    form = verb_forms().get(word)
    if s[first].is_word and word not in PREPOSITIONS | ADVERBS | CONJUNCTIONS | {"es", "no", "eso", "acto"}:
        return not any(is_finite(s, at) for at in range(first, end))
    participle = word.endswith(("ado", "ada", "ados", "adas", "ido", "ida", "idos", "idas"))
    return first < end and (participle or (form is not None and form.mood is Mood.PARTICIPLE))


def _is_relative(s: Sentence, at: int) -> bool:
    """Whether "que", "quien" takes up a noun: after a comma that follows a noun or a name, or "quien" anywhere."""
    if s[at].word in ("quien", "quienes"):
        return True
    if at < 2 or s[at].word != "que":
        return False
    before = at - 2 if s[at - 1].word == "," else at - 1
    token = s[before]
    if s[at - 1].word != "," and not token.capital:
        return False
    return (
        token.is_word
        and (token.capital or token.word not in (PREPOSITIONS | CONJUNCTIONS | ADVERBS))
        and not is_finite(s, before)
    )


def is_time(s: Sentence, first: int, last: int) -> bool:
    """Whether a phrase names a time rather than somebody: "el martes", "este lunes", "el 3 de mayo"."""
    return _is_adverbial(s, (first, last))


def _is_adverbial(s: Sentence, found: Range) -> bool:
    """Whether a phrase names a time rather than somebody: "el martes", "esta semana"."""
    return (
        any(s[at].word in _TIMES for at in range(found[0], found[1] + 1))
        and found[1] - found[0] < 4
        and not any(s[at].capital for at in range(found[0] + 1, found[1] + 1))
    )


def _ending_at(s: Sentence, end: int) -> Range | None:
    """The longest noun phrase that ends at ``end`` and begins after the last clause boundary."""
    if end < 0 or not s[end].is_word or s[end].word in CONJUNCTIONS:
        return None
    first = end
    while first > 0 and end - first < LONGEST_PHRASE and not _bounds(s, first - 1, end):
        first -= 1
    for at in range(first, end + 1):
        if _may_begin(s, at, first) and _reaches(s, at, end):
            found = at, end
            return None if _is_adverbial(s, found) else found
    return None


def _bounds(s: Sentence, at: int, end: int) -> bool:
    """Whether a clause boundary stands at ``at``, seen from a subject that ends at ``end``."""
    token = s[at]
    if token.quoted:
        return True
    if token.word in BREAKS or token.word in (
        "pero",
        "sino",
        "aunque",
        "mientras",
        "porque",
        "pues",
        "cuando",
        "si",
        "como",
    ):
        return True
    if token.word == "que":
        inner = any(is_finite(s, k) for k in range(at + 1, end + 1))
        before = s[at - 1] if at else None
        return not (
            inner
            and before is not None
            and before.is_word
            and not is_finite(s, at - 1)
            and before.word not in PREPOSITIONS
        )
    return token.word in ("y", "e") and any(is_finite(s, k) for k in range(max(0, at - 12), at))


def _may_begin(s: Sentence, at: int, first: int) -> bool:
    token = s[at]
    if not token.is_word or token.word in ADVERBS:
        return False
    before = s[at - 1].word if at else ""
    if at > first and (before in PREPOSITIONS or before in DETERMINERS):
        return False
    if (
        token.word in DETERMINERS
        or token.word in PRONOUNS
        or token.word == "ni"
        or token.word in ("don", "doña")
    ):
        return True
    if token.capital:
        return token.word not in PREPOSITIONS and token.word not in CONJUNCTIONS
    return (
        at == first and token.word.endswith("s") and token.word not in PREPOSITIONS and not is_finite(s, at)
    )


def _reaches(s: Sentence, at: int, end: int) -> bool:
    """Whether everything from ``at`` to ``end`` is one phrase: no finite verb but in a relative clause."""
    relative = False
    for k in range(at, end + 1):
        if s[k].word in RELATIVES or s[k].word == "donde":
            relative = True
        elif (is_finite(s, k) and not relative) or (s[k].word in ADVERBS and not relative and k == at + 1):
            return False
    return True


def subject_after(s: Sentence, verb: int, end: int | None = None) -> Range | None:
    """The subject that begins right after token ``verb``, with an apposition; None where none does."""
    end = len(s) if end is None else end
    at = verb + 1
    while at < len(s) and (s[at].word in ADVERBS or s[at].word.endswith("mente")):
        at += 1
    told = at + 1 < len(s) and s[at].word in ("a", "al") and noun_phrase(s, at + 1)
    if told and told + 1 < end and (s[told + 1].word in DETERMINERS or s[told + 1].capital):
        at = told + 1  # "dijo a los periodistas la presidenta"
    if at >= len(s) or not s[at].is_word or s[at].word in PREPOSITIONS or s[at].word in RELATIVES - PRONOUNS:
        return None
    last = noun_phrase(s, at, end)
    if last is None or _is_adverbial(s, (at, last)):
        return None
    return (at, last) if last + 1 >= end else (at, _with_apposition(s, last))


def _with_apposition(s: Sentence, last: int) -> int:
    """The end of a phrase with ", the director ," or a relative clause "que ..." after it."""
    after = last + 1
    if after < len(s) and s[after].word == "que" and after + 1 < len(s):
        return _clause_end(s, after)
    if (
        after + 1 < len(s)
        and s[after].word == ","
        and (s[after + 1].capital or s[after + 1].word in DEFINITE | INDEFINITE)
    ):
        inner = noun_phrase(s, after + 1)
        if inner is not None and (inner + 1 >= len(s) or s[inner + 1].word in BREAKS):
            return inner
    return last


def _clause_end(s: Sentence, at: int) -> int:
    """The last token before the next mark."""
    while at + 1 < len(s) and s[at + 1].word not in BREAKS and not s[at + 1].quoted:
        at += 1
    return at
