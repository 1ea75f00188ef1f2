"""The marks of an audited article: for each finding a code, a sign and words, so that none is told by colour alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from headwater.base.spans import Span, hull
from headwater.claims.audit.changes import Changed, Turn
from headwater.claims.audit.findings import (
    Finding,
    findings,
    is_doubtful,
    kind_of,
    outcome,
    sentences,
    spans_of,
)
from headwater.dossier.comparing import Sides, sides
from headwater.model.audit import Audit, Quotation, Sentence, SentenceKind

ASSERTION, INFERENCE = SentenceKind.ASSERTION.value, SentenceKind.INFERENCE.value

_LETTERS = {
    "quotation": "Q",
    "citation": "C",
    "paraphrase": "P",
    "figure": "F",
    ASSERTION: "A",
    INFERENCE: "I",
}

NAMES = {
    "quotation": "Quotation",
    "citation": "Citation",
    "paraphrase": "Paraphrase",
    "figure": "Figure or date",
    ASSERTION: "Unsourced assertion",
    INFERENCE: "Inference or opinion",
}
"""What each kind of mark is called."""

SEVERAL = {
    "quotation": "Quotations",
    "citation": "Citations",
    "paraphrase": "Paraphrases",
    "figure": "Figures and dates",
    ASSERTION: "Unsourced assertions",
    INFERENCE: "Inferences and opinions",
}
"""And what several of them are."""

OUTCOMES: Mapping[tuple[str, str], tuple[str, str]] = {
    ("quotation", "exact"): ("=", "exact"),
    ("quotation", "faithful"): ("≈", "faithful with marked changes"),
    ("quotation", "altered"): ("≠", "altered"),
    ("quotation", "misattributed"): ("≠who", "said by somebody else"),
    ("quotation", "misdated"): ("≠when", "of another date"),
    ("quotation", "not-found"): ("∅", "not found"),
    ("citation", "resolved"): ("=", "resolved"),
    ("citation", "ambiguous"): ("?", "ambiguous"),
    ("citation", "not-found"): ("∅", "not found"),
    ("paraphrase", "supports"): ("≈", "perhaps supported"),
    ("paraphrase", "contradicts"): ("≠", "perhaps contradicted"),
    ("paraphrase", "topic"): ("~", "only on the topic"),
    ("paraphrase", "unclear"): ("?", "unclear"),
    ("paraphrase", "no passage"): ("∅", "nothing comes near"),
    ("figure", "agrees"): ("=", "agreeing"),
    ("figure", "differs"): ("≠", "differing"),
    ("figure", "not-found"): ("∅", "not found"),
}
"""The sign in the text and the words in the margin, by kind and outcome."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark: ``code`` is a letter for its kind and a number ("Q4"), ``state`` the outcome as a CSS class, ``sign`` stands in
    the text and ``words`` in the margin. ``finding`` is None for a ``sentence`` that is listed for its kind. ``sides`` are the
    words of both for a quotation that is not exact. ``turn`` says what it is against the audit before: new, changed or ""."""

    code: str
    kind: str
    state: str
    sign: str
    words: str
    spans: tuple[Span, ...]
    finding: Finding | None = None
    sentence: Sentence | None = None
    sides: Sides | None = None
    doubtful: bool = False
    turn: str = ""

    @property
    def letter(self) -> str:
        """The letter of its kind in lower case, for CSS."""
        return _LETTERS[self.kind].lower()

    @property
    def name(self) -> str:
        """What its kind is called."""
        return NAMES[self.kind]


def marks(audit: Audit, changes: Iterable[Changed] = ()) -> tuple[Mark, ...]:
    """The marks of an article in the order of its text: all findings, and the sentences that are the author's own assertions,
    inferences or opinions."""
    turns = {
        (kind_of(one.after), one.after.id): one.turn
        for one in changes
        if one.after is not None and one.turn is not Turn.GONE
    }
    numbers: Counter[str] = Counter()
    listed = (*sentences(audit, SentenceKind.ASSERTION), *sentences(audit, SentenceKind.INFERENCE))
    everything: list[Finding | Sentence] = [*findings(audit), *listed]
    everything.sort(key=lambda one: hull(_spans(one)))
    made = []
    for one in everything:
        kind = one.kind.value if isinstance(one, Sentence) else kind_of(one)
        numbers[kind] += 1
        code = f"{_LETTERS[kind]}{numbers[kind]}"
        turn = "" if isinstance(one, Sentence) else turns.get((kind, one.id), "")
        made.append(_of_sentence(code, one) if isinstance(one, Sentence) else of_finding(one, code, turn))
    return tuple(made)


def _spans(one: Finding | Sentence) -> tuple[Span, ...]:
    return (one.span,) if isinstance(one, Sentence) else spans_of(one)


def _of_sentence(code: str, sentence: Sentence) -> Mark:
    kind = sentence.kind.value
    return Mark(code, kind, kind, "", NAMES[kind].lower(), (sentence.span,), sentence=sentence)


def of_finding(finding: Finding, code: str = "", turn: str = "") -> Mark:
    """The mark of one finding."""
    kind, state = kind_of(finding), outcome(finding)
    sign, words = OUTCOMES[kind, state]
    doubtful = is_doubtful(finding)
    beside = sides(finding) if isinstance(finding, Quotation) and state != "exact" else None
    return Mark(
        code=code,
        kind=kind,
        state=state.replace(" ", "-"),
        sign=f"{sign}!" if doubtful else sign,
        words=f"{words}, perhaps out of context" if doubtful else words,
        spans=spans_of(finding),
        finding=finding,
        sides=beside,
        doubtful=doubtful,
        turn=turn,
    )
