"""Signs that a sentence is a conclusion, a judgement or an opinion of its author: words, shapes, and what holds in general.

The lists are words of reasoning and of judging in English and Spanish; the shapes need that a sentence names nothing which
could be looked up. A statement in the simple present about no one in particular ("Water does not climb stairs") is a
generality, told from the parse, which is for English.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from headwater.base.spans import Span
from headwater.claims.matching.features import is_english
from headwater.statements.parse import Parsed, parse

_MODAL = re.compile(
    r"\b(?:must (?:have|be|know)|must surely|should|ought to|had better|deserves?|(?:would|could|can) (?:hardly|only|not but)|cannot (?:be|have)|can't (?:be|have)|may well|might well|"
    r"it (?:would be|is) (?:naive|hard|hardly|difficult|tempting|no (?:accident|coincidence|secret|wonder|surprise)|clear|obvious|plain|safe|easy|time|not (?:hard|difficult|surprising|enough))|"
    r"would (?:have )?be(?:en)? (?:reason|enough|naive)|there (?:is|can be) (?:no|little) doubt|has to be|needs? to be|"
    r"debería[ns]?|deben?|tendrían? que|habría que|no es (?:difícil|casualidad|de extrañar))\b",
    re.IGNORECASE,
)
_CUES = re.compile(
    r"(?:\b(?:in other words|that is to say|which means that|this means|it follows|(?<!in )no doubt|without (?:a )?doubt|undoubtedly|doubtless|obviously|clearly|evidently|"
    r"of course|it seems|seems to|seem to|appears? to|apparently|presumably|perhaps|surely|certainly|in fact|in truth|in short|in this light|the truth is|the point is|"
    r"not (?:surprising|hard|difficult)|no (?:es|era) (?:difícil|casualidad)|no surprise|small wonder|no wonder|hardly|to put it mildly|one can only|speaks? (?:for (?:itself|themselves)|plainly|volumes)|makes? (?:perfect )?sense|"
    r"everybody knows|everyone knows|as everybody|follow the money|not a \w+ but an?\b|not \w+ but an?\b|either .{3,60} or|thoroughly justified|keep in mind|"
    r"es decir|en otras palabras|sin duda|claro que|por supuesto|quizás?|tal vez|parece que|al parecer|evidentemente|obviamente|desde luego|por lo tanto)\b)",
    re.IGNORECASE,
)
_OPENERS = re.compile(
    r"^[“\"'(]*(?:so(?!\s+(?:where|who|what|why|how|when)\b)|thus|hence|therefore|consequently|perhaps|nothing|clearly|either|if (?:that|this) (?:is|be)|with such|that alone|such|nor would|what (?:was|is|once|this|the|these)|this is not|it is the|"
    r"así que|entonces|luego)\b[\s,]",
    re.IGNORECASE,
)
_JUDGING = frozenset(
    """splendid scandalous shameful disgraceful absurd ridiculous bogus fraudulent corrupt cynical naive reckless outrageous shocking
    remarkable unfortunate enormous worst best finest greatest cheap fool liar lying scandal scapegoat laundry disgrace farce myth sham ersatz
    grim bloody sinister brazen blatant monstrous veritable culprit coincidence temptation shadowy insoluble insolvable fatal inevitable
    lucrative unprecedented surprising unsurprising boondoggles gangsters bloodsucking overlords throat zombie sinkhole so-called
    escandaloso vergonzoso absurdo ridículo vergüenza escándalo casualidad""".split()
)
_GENERAL = re.compile(
    r"^(?:nobody|no one|nadie)\s+(?!is\b|was\b|has\b|does\b)\w+s\b|^(?:everybody|everyone|todo el mundo)\b|^(?:people|things|favours|secrets|money)\s+(?:do|does|never|always|rarely)\b|^such \w+ (?:do|does|are|is|never|always)\b",
    re.IGNORECASE,
)
_SHAPES = re.compile(
    r"^(?:and |but |y |pero )?(?:that|this|it|these|those|what follows|es|eso|esto)\s+(?:is|was|were|are|has been|es|fue|era)\b(?!\s+\w+(?:ed|ado|ido)\b)|"
    r"\b(?:is|was|are|were|es|era|fue) (?:(?:either|neither)\b[^.]{0,60}\bn?or\b|too \w+ to\b|tan \w+ como\b)|"
    r"^(?:any|anyone|anybody|whoever|one|a \w+ (?:that|who|which)|those who|quien(?:es)?|cualquiera?)\b|"
    r"\b(?:would|could|might) have \w+|\b(?:need not|one (?:can|may|might|must|suspects)|entitled to|right to (?:distrust|doubt|ask|fear)|better than|not one of|"
    r"such (?:an?|promises)|(?:it )?(?:appears|seems)|at best|at worst|after all|all too|tendrían?|habría)\b",
    re.IGNORECASE,
)
_ANSWERS = re.compile(
    r"^(?:hardly|no|yes|never|nothing|none|nobody|probably|of course|not (?:if|quite|really|at all)|sí|nada|nadie)\b",
    re.IGNORECASE,
)
_SURE = re.compile(
    r"\b(?:somebody|someone|alguien)\b|\bone of (?:the two|them) must\b|\bwhoever\b", re.IGNORECASE
)
_FRAGMENT = 2  # words of a sentence that is an exclamation more than a statement
_DEFINITE = frozenset("the this that these those its his her their our my your such both all".split())


def _judges(text: str) -> bool:
    """Whether a sentence is of the shape of a judgement, and has no name and no number in it."""
    if any(char.isdigit() for char in text) or re.search(r"(?<=[\w,;] )[A-ZÀ-Þ][\w-]", text):
        return False
    return bool(_SHAPES.search(text)) or (len(text.split()) <= _FRAGMENT and text.endswith("."))


def concluding(text: str, asked: bool) -> str | None:
    """The sign by which a sentence is a conclusion or a judgement; None where there is none. ``asked``: the sentence before it
    is a question."""
    for pattern in (_CUES, _MODAL, _OPENERS, _GENERAL, _SURE):
        found = pattern.search(text)
        if found:
            return f"“{found.group().strip(' ,')}”"
    if _judges(text):
        return "it judges, and names nothing that could be looked up"
    judging = next((word for word in re.findall(r"[\w’'-]+", text.casefold()) if word in _JUDGING), None)
    if judging:
        return f"it judges: “{judging}”"
    if asked and _ANSWERS.match(text):
        return "it answers a question of its own"
    if text.endswith("?") and len(text.split()) > 12:
        return "a question that holds its answer"
    return None


def general(text: str, spans: Sequence[Span]) -> frozenset[Span]:
    """Those of some sentences that say what holds in general, of nobody and nothing in particular.

    Raises Unsupported where no language model is installed.
    """
    english = [span for span in spans if is_english(span.of(text))]
    return frozenset(parsed.span for parsed in parse(text, english) if _is_general(parsed))


def _is_general(parsed: Parsed) -> bool:
    root = next((at for at in range(len(parsed)) if parsed.heads[at] == at), None)
    if root is None or any(pos in ("PROPN", "NUM") for pos in parsed.pos):
        return False
    subject = parsed.child(root, "nsubj")
    if subject is None or parsed.pos[subject] not in ("NOUN", "ADJ") or not _is_simple_present(parsed, root):
        return False
    told = [subject, *(at for at in parsed.children[root] if parsed.deps[at] == "dobj")]
    return all(_DEFINITE.isdisjoint(_words(parsed, range(parsed.firsts[at], at + 1))) for at in told)


def _is_simple_present(parsed: Parsed, root: int) -> bool:
    helping = [at for at in parsed.children[root] if parsed.deps[at] in ("aux", "auxpass")]
    if parsed.tags[root] in ("VBZ", "VBP"):
        return not helping
    return parsed.tags[root] == "VB" and bool(helping) and _words(parsed, helping) <= {"do", "does"}


def _words(parsed: Parsed, tokens: Iterable[int]) -> set[str]:
    return {parsed.words[at].lower() for at in tokens}
