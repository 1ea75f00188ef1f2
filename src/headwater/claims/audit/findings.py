"""The findings of an audit in the order of the article, what each came to, and how many there are of each."""

from __future__ import annotations

from collections import Counter

from headwater.base.spans import Span, hull
from headwater.model.audit import (
    Agreement,
    Audit,
    Bearing,
    Citation,
    Figure,
    Paraphrase,
    Quotation,
    Sentence,
    SentenceKind,
    Standing,
    Verdict,
)

Finding = Quotation | Citation | Paraphrase | Figure
"""Whatever an audit found of one place of the article."""

NO_PASSAGE = "no passage"
"""What a paraphrase came to that nothing in the case comes near to."""

CAUTION = "perhaps out of context"
"""Quotations whose words stand in the case, with a sign beside them that they mean something else there."""

_FOUND = (Verdict.EXACT, Verdict.FAITHFUL, Verdict.MISATTRIBUTED, Verdict.MISDATED)
_FAULTS = (Verdict.ALTERED, Verdict.MISATTRIBUTED, Verdict.MISDATED, Verdict.NOT_FOUND)


def findings(audit: Audit) -> tuple[Finding, ...]:
    """All findings, in the order in which their places begin in the article."""
    found: list[Finding] = [*audit.quotations, *audit.citations, *audit.paraphrases, *audit.figures]
    return tuple(sorted(found, key=lambda one: (place_of(one), kind_of(one))))


def kind_of(finding: Finding) -> str:
    """``quotation``, ``citation``, ``paraphrase`` or ``figure``."""
    return type(finding).__name__.lower()


def spans_of(finding: Finding) -> tuple[Span, ...]:
    """Where it stands in the article."""
    return finding.spans if isinstance(finding, Paraphrase) else (finding.span,)


def place_of(finding: Finding) -> Span:
    """From where it begins in the article to where it ends."""
    return hull(spans_of(finding))


def outcome(finding: Finding) -> str:
    """What it came to, as a slug: a Verdict, Found or Agreement, or of a paraphrase the Bearing of what comes nearest."""
    match finding:
        case Quotation():
            return finding.verdict.value
        case Citation():
            return finding.found.value
        case Figure():
            return finding.agreement.value
    return finding.passages[0].bearing.value if finding.passages else NO_PASSAGE


def is_doubtful(finding: Finding) -> bool:
    """Whether its words stand in the case, but perhaps out of their context."""
    return isinstance(finding, Quotation) and bool(finding.cautions) and finding.verdict in _FOUND


def does_not_hold(finding: Finding) -> bool:
    """Whether the article does not hold here: a quotation that is altered, of somebody else, of another date or not found,
    a figure that differs, a document of which the article says what is not so. Proposals do not count."""
    match finding:
        case Quotation():
            return finding.verdict in _FAULTS
        case Citation():
            return bool(finding.mismatches)
        case Figure():
            return finding.agreement is Agreement.DIFFERS
    return False


def standings(finding: Finding) -> tuple[Standing, ...]:
    """The places in the case that it speaks of, in their order; none for a citation, which has documents instead."""
    match finding:
        case Paraphrase():
            return tuple(passage.standing for passage in finding.passages)
        case Citation():
            return ()
    return finding.places


def sentences(audit: Audit, kind: SentenceKind) -> tuple[Sentence, ...]:
    """The sentences of one kind."""
    return tuple(one for one in audit.sentences if one.kind is kind)


def counts(audit: Audit) -> dict[str, dict[str, int]]:
    """How many findings there are of each kind and outcome, and sentences of each kind; what there is none of is left out."""
    made: dict[str, dict[str, int]] = {}
    for finding in findings(audit):
        rows = made.setdefault(kind_of(finding), {})
        rows[outcome(finding)] = rows.get(outcome(finding), 0) + 1
        if is_doubtful(finding):
            rows[CAUTION] = rows.get(CAUTION, 0) + 1
    if audit.sentences:
        made["sentence"] = dict(Counter(one.kind.value for one in audit.sentences))
    return {
        kind: dict(sorted(rows.items(), key=lambda row: _rank(kind, row[0]))) for kind, rows in made.items()
    }


_ORDER = {
    "quotation": (*(one.value for one in Verdict), CAUTION),
    "citation": ("resolved", "ambiguous", "not-found"),
    "paraphrase": (*(one.value for one in Bearing), NO_PASSAGE),
    "figure": tuple(one.value for one in Agreement),
    "sentence": tuple(one.value for one in SentenceKind),
}


def _rank(kind: str, value: str) -> int:
    return _ORDER[kind].index(value)
