"""How the source stands to the content, and how it comes to know: by the words of cue and content."""

from __future__ import annotations

import re
from collections.abc import Sequence

from headwater.base.spans import Span
from headwater.model.statement import Basis, Stance

DENIES = frozenset(
    "deny dispute refute reject rebut contradict disavow repudiate dismiss disagree denial rebuttal refutation rejection "
    "disclaim contest debunk disprove".split()
)
DOUBTS = frozenset(
    "doubt question challenge skeptical sceptical dubious doubtful unconvinced unsure uncertain unclear distrust "
    "mistrust skepticism scepticism".split()
)
HEDGES = frozenset(
    "suggest speculate suspect guess suppose assume seem appear imply hint presume theorize theorise conjecture surmise "
    "speculation suspicion rumor rumour impression possible likely hypothesize insinuate".split()
)
ASKS = frozenset("ask inquire enquire query wonder plead beg question request".split())
_NAMING = frozenset(
    "call describe label brand term characterize characterise dub denounce slam blast".split()
)
_HOLDING = frozenset("believe think agree know accept buy trust feel expect".split())
_FALSE = re.compile(
    r"\b(?:false|untrue|lies?|baseless|unfounded|groundless|nonsense|fabricat\w+|fiction|absurd|rubbish|ridiculous"
    r"|invention|hoax|without foundation)\b",
    re.IGNORECASE,
)
_HEDGED = re.compile(
    r"\b(?:allegedly|reportedly|apparently|perhaps|possibly|maybe|purportedly|supposedly|seemingly|presumably|probably"
    r"|(?:appears?|seems?|appeared|seemed) (?:to|that|as)|(?:may|might|could) (?:well )?have|may be|might be|is unclear)\b",
    re.IGNORECASE,
)
_NEGATED = re.compile(r"\b(?:not|never|no longer|n['’]t|cannot)\b|n['’]t\b", re.IGNORECASE)
_SAW = re.compile(
    r"[\"“'‘]?\s*(?:that )?\b(?:I|we)\b (?:\w+ )?(?:saw|witnessed|watched|was there|were there|was present)\b"
)
_HEARD = re.compile(
    r"\b(?:I|we|he|she|they)\b (?:\w+ )?(?:heard|was told|were told|had been told|learned|learnt)\b"
)
_WITNESSED = frozenset("see witness watch recall remember overhear".split())
_BY_HEARSAY = frozenset("hear learn rumor rumour gather understand hearsay".split())
_INFERS = frozenset(
    "estimate conclude infer calculate deduce assess believe think suspect guess suppose assume predict forecast project "
    "expect speculate interpret reckon analysis assessment conclusion estimated suggest indicate".split()
)


def stance_of(lemma: str, text: str, cue: Sequence[Span], content: Sequence[Span]) -> Stance:
    """The stance. ``lemma`` is the cue's (a verb and its noun joined by "_"); a denial comes before a doubt, and so on."""
    words = set(lemma.split("_"))
    negated = any(_NEGATED.search(s.of(text)) for s in cue)
    opening = content[0].of(text)[:250] if content else ""
    if words & DENIES or (words & _NAMING and _FALSE.search(opening)):
        return Stance.ASSERTS if negated else Stance.DENIES
    if words & DOUBTS or (words & _HOLDING and negated):
        return Stance.DOUBTS
    if words & ASKS or (
        content and content[-1].of(text).rstrip("\"'”’» ").endswith("?") and len(content[-1]) < 250
    ):
        return Stance.ASKS
    if words & HEDGES or any(_HEDGED.search(s.of(text)) for s in cue) or _HEDGED.search(opening):
        return Stance.HEDGES
    return Stance.ASSERTS


def basis_of(lemma: str, text: str, content: Sequence[Span]) -> Basis:
    """The basis, where the cue or the content's first words say so."""
    words = set(lemma.split("_"))
    opening = content[0].of(text)[:250] if content else ""
    if words & _WITNESSED or _SAW.match(opening):
        return Basis.WITNESSED
    if words & _BY_HEARSAY or _HEARD.search(opening):
        return Basis.HEARD
    return Basis.INFERRED if words & _INFERS else Basis.UNKNOWN
