"""What a statement may do to a claim that it is about.

Likeness finds the topic, not the side: a contradiction is nearly as close to a claim as a paraphrase. So rules look at the
clause that is closest: who stands how to it (stance), whether one of the two is negated, words of denial, words that are
each other's opposites, figures of the same kind that differ, and names. The rules propose; they are wrong often enough
(docs/matching.md has the rates) that nothing may rest on them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from headwater.archive.tokens import words
from headwater.claims.matching.features import stems
from headwater.claims.matching.figures import figures, names, years
from headwater.claims.matching.proposal import Reason, Sign
from headwater.model.claim import Role
from headwater.model.statement import Stance

ABOUT = 0.42
"""What is less close than this to the claim and to each part is only proposed as mentioning the topic."""

_NEGATIONS = frozenset(
    "no not never none nobody nothing nowhere neither nor cannot "
    "nunca jamas nadie nada ningun ninguno ninguna tampoco".split()
)
_CONTRACTED = re.compile(r"n['’]t\b", re.IGNORECASE)
_NO_NEGATION = re.compile(
    r"\b(?:not only|not just|not merely|no doubt|no more than|no less than|no later than|nothing but|"
    r"whether or not|or not|not least|no sooner|sin duda|no solo)\b",
    re.IGNORECASE,
)
_FALSE = frozenset(
    "false untrue untruth lie lies myth fabricated invented baseless unfounded falso mentira".split()
)
_DENIALS = frozenset(
    "deny denies denied denying denial denials niega nego niegan desmiente desmintio".split()
)
_DENYING = _DENIALS | frozenset(
    "reject rejects rejected dismiss dismisses dismissed refute refutes refuted".split()
)
_LIMITS = frozenset("only except unless although partly apparently perhaps solo salvo excepto".split())
_OPPOSITES = tuple(
    tuple(pair.split())
    for pair in (
        "before after", "rose fell", "rise fall", "increased decreased", "open closed", "opened shut", "legal illegal",
        "guilty innocent", "accepted refused", "accepted rejected", "allowed forbidden", "alive dead", "won lost",
        "arrived left", "hired fired", "safe unsafe", "safe dangerous", "passed failed", "hid reported", "hid disclosed",
        "hid told", "public secret", "full empty", "same different", "antes despues", "legal ilegal",
    )
)  # fmt: skip
_CLAUSES = re.compile(r"[;:—–…]|[.!?]\s|\n\s*\n|, and |,? (?:but|while|whereas|although|pero|aunque) ")
_OWN_DENIAL = re.compile(r"\b(?:i|we) (?:\w+ )?(?:deny|denied)\b|\b(?:niego|negamos)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Said:
    """What is said in a statement: the words of its content, the stance of its source to them, the words of its cue."""

    text: str
    stance: Stance
    cue: str = ""


@dataclass(frozen=True, slots=True)
class Hint:
    """A role that a statement may play, and why."""

    role: Role
    reasons: tuple[Reason, ...]


def claim_names(texts: Iterable[str]) -> dict[str, str]:
    """The names in the sentence of a claim and in its parts, folded, with how they stand."""
    return {folded: word for text in texts for folded, word in names(text).items()}


def hint(claim: str, named: Mapping[str, str], said: Said, closeness: float) -> Hint:
    """What a statement may do to a claim without parts, or to the part (``claim``) that it is closest to.

    ``named`` are the names in the whole claim; ``closeness`` is how close the two are. Deterministic; any strings will do.
    """
    if closeness < ABOUT:
        return Hint(Role.MENTIONS, (Reason(Sign.DISTANCE, "not close: perhaps the topic alone"),))
    clause = closest_clause(claim, said.text)
    against = _against(claim, clause, said)
    figure = _other_figures(claim, clause)
    if said.stance is Stance.ASKS:
        return Hint(Role.MENTIONS, (Reason(Sign.STANCE, "asks"), *against, *figure))
    if reported := _reported_denial(claim, clause):
        return Hint(Role.MENTIONS, reported)
    if others := _other_names(named, said.text):
        return Hint(Role.MENTIONS, (*others, *against, *figure))
    beside = [*_limits(claim, clause), *_other_years(claim, clause)]
    if said.stance is Stance.HEDGES:
        beside.append(Reason(Sign.STANCE, "hedges"))
    if len(against) % 2 or (figure and not against):
        return Hint(Role.DISPUTES, (*against, *figure, *beside))
    return Hint(Role.QUALIFIES if beside else Role.SUPPORTS, (*against, *figure, *beside))


def closest_clause(claim: str, statement: str) -> str:
    """The clause of ``statement`` that shares most stems with ``claim``; all of it where none shares any."""
    own = set(stems(words(claim)))
    clauses = [clause for clause in _CLAUSES.split(statement) if clause.strip()]
    shared = [len(own.intersection(stems(words(clause)))) for clause in clauses]
    most = max(shared, default=0)
    return clauses[shared.index(most)] if most else statement


def _against(claim: str, clause: str, said: Said) -> list[Reason]:
    """What turns the statement round; two of these cancel out.

    "He said that there was no deal" is a denial for the negation alone: where nobody is said to deny, it counts once.
    """
    found = []
    denying = not _DENYING.isdisjoint(words(said.cue)) or not _negated(clause)
    if said.stance is Stance.DOUBTS or (said.stance is Stance.DENIES and denying):
        found.append(Reason(Sign.STANCE, said.stance.value))
    if _negated(claim) is not _negated(clause):
        found.append(
            Reason(Sign.NEGATION, "negated" if _negated(clause) else "the claim is negated, this is not")
        )
    if false := _FALSE.intersection(words(clause)) - set(words(claim)):
        found.append(Reason(Sign.DENIAL, f"says “{min(false)}”"))
    return [*found, *_opposites(claim, clause)]


def _negated(text: str) -> bool:
    """Whether a text is negated; a claim that something was denied is."""
    plain = _NO_NEGATION.sub(" ", text)
    return bool(_CONTRACTED.search(plain)) or not (_NEGATIONS | _DENIALS).isdisjoint(words(plain))


def _reported_denial(claim: str, clause: str) -> tuple[Reason, ...]:
    """A report of a denial supports only that it was denied."""
    said = _DENIALS.intersection(words(clause))
    if not said or _OWN_DENIAL.search(clause) or not _DENIALS.isdisjoint(words(claim)):
        return ()
    return (Reason(Sign.DENIAL, f"reports a denial: “{min(said)}”"),)


def _opposites(claim: str, clause: str) -> list[Reason]:
    ours, theirs = set(words(claim)), set(words(clause))
    only_ours, only_theirs = ours - theirs, theirs - ours
    for one, other in (*_OPPOSITES, *(pair[::-1] for pair in _OPPOSITES)):
        if one in only_ours and other in only_theirs:
            return [Reason(Sign.OPPOSITE, f"opposite: {other} against {one}")]
    return []


def _limits(claim: str, clause: str) -> list[Reason]:
    found = _LIMITS.intersection(words(clause)) - set(words(claim))
    return [Reason(Sign.LIMIT, f"limits: “{min(found)}”")] if found else []


def _other_figures(claim: str, clause: str) -> list[Reason]:
    """Figures of the same kind, none of which agrees: theirs against ours."""
    ours, theirs = figures(claim), figures(clause)
    pairs = [(a, b) for a in ours for b in theirs if a.unit and a.unit == b.unit]
    if not pairs or any(a.value == b.value for a in ours for b in theirs):
        return []
    ours_, theirs_ = pairs[0]
    return [Reason(Sign.FIGURE, f"other figure: {theirs_.words} against {ours_.words}")]


def _other_years(claim: str, clause: str) -> list[Reason]:
    ours, theirs = years(claim), years(clause)
    if not ours or not theirs or ours & theirs:
        return []
    return [Reason(Sign.FIGURE, f"other year: {_listed(theirs)} against {_listed(ours)}")]


def _other_names(ours: Mapping[str, str], statement: str) -> list[Reason]:
    """Names on both sides, none of which the two share."""
    theirs = names(statement)
    if not ours or not theirs or not set(words(statement)).isdisjoint(ours):
        return []
    return [Reason(Sign.NAME, f"other names: {_listed(theirs.values())} against {_listed(ours.values())}")]


def _listed(found: Iterable[object]) -> str:
    return ", ".join(sorted(map(str, found))[:3])
