"""How the source stands to the content, and how it comes to know: by the words of cue and content.

The cue decides where it can ("denies", "could not confirm"); else the content's first sentence does ("there was no such
meeting", "the letter is a forgery", "the pump appears to have failed").
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from headwater.base.spans import Span
from headwater.model.statement import Basis, Stance


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _any(*patterns: str, flags: int = re.IGNORECASE) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{p})" for p in patterns), flags)


DENIES = _words(
    "deny dispute refute reject rebut contradict disavow repudiate dismiss disagree denial rebuttal refutation rejection "
    "disclaim contest debunk disprove disown scoff"
)
DOUBTS = _words(
    "doubt question challenge skeptical sceptical dubious doubtful unconvinced unsure uncertain unclear distrust "
    "mistrust skepticism scepticism wonder misgiving implausible disbelieve"
)
HEDGES = _words(
    "suggest speculate suspect guess suppose assume seem appear imply hint presume theorize theorise conjecture surmise "
    "speculation suspicion rumor rumour impression possible likely hypothesize insinuate indicate"
)
ASKS = _words(
    "ask inquire enquire query plead beg question request urge appeal implore entreat beseech petition demand"
)
_NAMING = _words("call describe label brand term characterize characterise dub denounce slam blast dismiss")
_HOLDING = _words("believe think agree know buy trust feel expect convince sure certain persuade confident")
_GRANTING = _words("accept acknowledge recognise recognize concede admit")
_CONFIRMING = _words("confirm verify corroborate exclude remember recall rule")
_SAYING = _words("say tell comment discuss reveal disclose record")
_REFUSING = _words("decline refuse")

_NEGATED = _any(r"\b(?:not|never|neither|nor|no longer|cannot|unable to)\b", r"n['’]t\b")
_NOBODY = _any(r"\b(?:nobody|no one|neither(?: of)?(?: \w+){0,3}|none of(?: \w+){1,3}|few(?: \w+)?)\s*$")
_REJECTING = _any(
    r"\b(?:rul(?:e|es|ed|ing) out|plead(?:s|ed|ing)? (?:not guilty|innocent)"
    r"|(?:laugh|shrug|brush|wav)(?:s|es|ed|ing|e)? (?:off|aside|away))\b"
)
_REJECTED = _any(  # "rejected as false the report that": what is before a noun
    r"\b(?:reject|dismiss|deni|deny|refut|disput|laugh|shrug|brush)(?:s|es|ed|ing|e)?(?: off| aside)?(?: as \w+)?"
    r"(?: the| any| this| that| all| his| her| its| their)?(?: \w+)?\s*$"
)
_FALSE_WORD = (
    r"(?:false|untrue|not true|lies?|baseless|unfounded|groundless|nonsense|fabricat\w+|fiction|absurd|rubbish|ridiculous"
    r"|invention|invented|hoax|without foundation|forgery|fake|slander|smear|fantasy|wrong that)\b"
)
_FALSE = _any(r"\b" + _FALSE_WORD)
_UNTRUE = _any(
    rf"(?:\b(?:is|are|was|were|be|been|being|as)\b|['’]s) (?!not\b(?! true))(?:\w+ ){{0,3}}?{_FALSE_WORD}",
    rf"^\W*(?:(?:utter|complete|total|pure|absolute) )?{_FALSE_WORD}\W*$",
    r"\bno such\b",
    r"\b(?:not what happened|(?:did not|didn['’]t|never) happen(?:ed)?)\b",
    r"\bthere (?:is|are|was|were|has been|had been|never was|never were) (?:no|none|never)\b"
    r"(?! (?:doubt|question|evidence|proof|sign|need|reason|way|time|more|longer|chance|hope))",
    r"\bthere never (?:is|was|were|has|had)\b",
    r"\bnothing to (?:do with|hide)\b",
    r"^\W*(?:that )?(?:I|we|he|she|they|it)(?: \w+)? never\b",
    r"^\W*(?:I|we) (?:did not|didn['’]t) (?!know|see|hear|think|want|expect|understand|remember)",
)
_UNSURE = _any(
    r"\b(?:not|far from|hardly|never) (?:\w+ )?[“\"‘']?(?:certain|sure|convinced|clear)\b",
    r"\bhard to (?:believe|credit|square)\b",
    r"\bdifficult to believe\b",
    r"^\W*(?:some |grave |serious )?doubts?\b(?! not)",
    r"\bimplausible\b",
    r"\btwo minds\b",
)
_NO_DOUBT = _any(r"\bno (?:doubt|question)\b")
_RESERVED = _any(
    r"\b(?:allegedly|reportedly|apparently|perhaps|possibly|maybe|purportedly|supposedly|seemingly|presumably|probably)\b",
    r"\b(?:appear|seem)(?:s|ed)? (?:to|that|as)\b",
    r"\b(?:is|was) (?:possible|conceivable|likely|unclear)\b",
)
_MAY = _any(r"\b(?:may|might|could) (?:well )?(?:have|be)\b", flags=0)  # "May" is a month
_HEARSAY = _any(
    r"\b(?:is|are|was|were|been) (?:\w+ly )?(?:said|rumou?red|alleged|reported|believed|thought|reputed|whispered|supposed)\b"
    r"(?! by)",
    r"\b(?:allegedly|reportedly|supposedly|rumou?rs?)\b",
)
_REQUEST = _any(
    r"\bcall(?:s|ed|ing)? (?:on|upon|for)\b", r"\b(?:wants?|wanted|demand(?:s|ed)?|asks?|asked) to know\b"
)
_WHETHER = _any(
    r"^\W*(?:to \w+ )?(?:whether|if|who|how|why|what|when|where)\b",
    r"^\W*to (?:say|confirm|comment|discuss)\b",
)
_TO = re.compile(r"\W*to ")
_SENTENCE_END = re.compile(r"(?<=[a-z]{3})[.!?][\"”’')]*\s")

_SAW = _any(
    r"^\W*(?:that )?(?:I|we|he|she|they) (?:have |has |had |\w+ly )?(?:saw|seen|witnessed|watched)\b",
    r"^\W*(?:that )?(?:I|we|he|she|they) (?:was|were|had been) (?:there|present|in the room)\b",
    r"\bwith (?:my|his|her|our|their) own eyes\b",
)
_HEARD = _any(
    r"\b(?:I|we|he|she|they)\b (?:\w+ ){0,2}(?:heard|learned|learnt)\b",
    r"\b(?:was|were|been) (?:told|informed)\b",
    r"\b(?:told|tell|tells|informed) (?:me|us)\b",
)
_TOLD = _any(r"\b(?:was|were|been|being) (?:\w+ )?(?:told|informed)\b")
_GUESSED = _any(r"\b(?:appear|seem)(?:s|ed)? (?:to|that)\b", r"\b(?:apparently|must have)\b")
_WITNESSED = _words("see witness watch notice overhear spot film")
_BY_HEARSAY = _words("hear learn rumor rumour gather understand hearsay read")
_INFERS = _words(
    "estimate conclude infer calculate deduce assess believe think suspect guess suppose assume predict forecast project "
    "expect speculate interpret reckon analysis assessment conclusion estimated suggest indicate fear worry worried "
    "concern convince sure consider regard opinion view seem appear incline confident presume"
)


@dataclass(frozen=True, slots=True)
class _Attribution:
    """The words that decide: the cue's lemma in parts, the cue, what stands before it, the content's first sentence, and
    what is left of the sentence after the content."""

    lemma: frozenset[str]
    cue: str
    before: str
    opening: str
    question: bool

    @property
    def negated(self) -> bool:
        return bool(_NEGATED.search(self.cue) or _NOBODY.search(self.before))


def _read(lemma: str, text: str, cue: Sequence[Span], content: Sequence[Span]) -> _Attribution:
    said = " ".join(s.of(text)[:300] for s in content)[:300]
    end = _SENTENCE_END.search(said)
    start = cue[0].start if cue else 0
    return _Attribution(
        lemma=frozenset(lemma.split("_")),
        cue=" ".join(" ".join(s.of(text) for s in cue).split()),
        before=" ".join(text[max(0, start - 60) : start].split()),
        opening=" ".join(said[: end.start() + 1 if end else None].split()),
        question=bool(content) and _asked(text, said, content[-1].end),
    )


def _asked(text: str, said: str, end: int) -> bool:
    """Whether the content is a question and nothing else, or ends where a question ends."""
    alone = said.rstrip("\"'”’» ").endswith("?") and not _SENTENCE_END.search(said[:-2])
    return alone or text[end : end + 1] == "?"


def stance_of(lemma: str, text: str, cue: Sequence[Span], content: Sequence[Span]) -> Stance:
    """The stance. ``lemma`` is the cue's (a verb and its noun joined by "_")."""
    read = _read(lemma, text, cue, content)
    return _by_cue(read) or _by_content(read) or Stance.ASSERTS


def _by_cue(a: _Attribution) -> Stance | None:
    """The stance that the cue's own words have, negated or not; None where they leave it open."""
    if a.lemma & _NAMING and not a.negated and _FALSE.search(a.opening):
        return Stance.DENIES
    if a.lemma & DENIES or _REJECTING.search(a.cue):
        return Stance.HEDGES if a.negated and "not guilty" not in a.cue else Stance.DENIES
    if _REJECTED.search(a.before) and "that" not in a.before.split()[-1:]:
        return Stance.DENIES
    if a.negated and a.lemma & _GRANTING:
        return Stance.DENIES
    if a.lemma & DOUBTS:
        return Stance.ASSERTS if a.negated else Stance.DOUBTS
    if (a.negated and a.lemma & _HOLDING) or _UNSURE.search(a.cue):
        return Stance.DOUBTS
    if a.lemma & ASKS or _REQUEST.search(a.cue) or (a.lemma == {"call"} and _TO.match(a.opening)):
        return Stance.ASSERTS if a.negated else Stance.ASKS
    return _withheld(a)


def _withheld(a: _Attribution) -> Stance | None:
    """A cue that neither affirms nor denies, or affirms with reserve."""
    open_question = _WHETHER.search(a.opening)
    if a.negated and (a.lemma & _CONFIRMING or (a.lemma & _SAYING and open_question)):
        return Stance.HEDGES
    if a.lemma & _REFUSING and (open_question or _WHETHER.search(a.cue.partition(" ")[2])):
        return Stance.HEDGES
    if a.lemma & HEDGES or _RESERVED.search(a.cue) or _HEARSAY.search(a.cue):
        return Stance.HEDGES
    return None


def _by_content(a: _Attribution) -> Stance | None:
    """The stance that the content's first sentence tells, where it is a question, a denial, a doubt or a hedge."""
    if a.question:
        return Stance.ASKS
    if _NO_DOUBT.search(a.opening):
        return Stance.ASSERTS
    if _UNTRUE.search(a.opening) and not a.lemma & _GRANTING:  # who admits it does not deny it
        return Stance.DENIES
    if _UNSURE.search(a.opening):
        return Stance.DOUBTS
    if _RESERVED.search(a.opening) or _MAY.search(a.opening):
        return Stance.HEDGES
    return None


def basis_of(lemma: str, text: str, cue: Sequence[Span], content: Sequence[Span]) -> Basis:
    """The basis, where the cue or the content's first sentence says so."""
    a = _read(lemma, text, cue, content)
    if (a.lemma & _WITNESSED and not a.negated) or _SAW.search(a.opening):
        return Basis.WITNESSED
    heard = a.lemma & _BY_HEARSAY or _HEARSAY.search(a.cue) or _TOLD.search(a.cue)
    if (heard and not a.negated) or _HEARD.search(a.opening[:80]):
        return Basis.HEARD
    if (a.lemma & _INFERS and not a.negated) or _GUESSED.search(a.opening):
        return Basis.INFERRED
    return Basis.UNKNOWN
