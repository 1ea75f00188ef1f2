"""Attributions by explicit words of speech, and by the form of what is said.

A cue is one of speech where one of its words is a form of a verb in ``SPEECH``, or where it is "according to". The list was
written down before anything was measured by it: verbs whose first sense is to say or write something to somebody.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from accuracy.gold import Count, characters
from accuracy.polnear import Annotated, Attribution, Compared
from headwater.base.spans import Span
from headwater.model.statement import Form

CORE = ("say", "tell")
"""The two commonest; "according to" goes with them."""

SPEECH = (
    *CORE,
    *"""acknowledge add admit affirm allege announce answer argue ask assert boast caution claim comment complain concede
    confess confirm contend counter declare deny disclose explain inform insist joke lament maintain mention note observe
    proclaim promise quip reassure reiterate remark remind repeat reply report respond retort reveal shout speak state
    stress suggest swear testify tweet urge vow warn whisper write""".split(),
)
"""Verbs of speech; "according to" goes with them."""

_IRREGULAR = {
    "say": "says said saying",
    "tell": "tells told telling",
    "speak": "speaks spoke spoken speaking",
    "swear": "swears swore sworn swearing",
    "write": "writes wrote written writing",
    "quip": "quips quipped quipping",
    "admit": "admits admitted admitting",
}
_WORD = re.compile(r"[^\W\d_]+")
_QUOTED = re.compile(
    r"“[^”\n]*|\"[^\"\n]*\"?|''(?:[^'\n]|'(?!'))*(?:'')?"
)  # up to the closing mark or the line's end


def forms(verb: str) -> frozenset[str]:
    """The forms of an English verb of ``SPEECH``, lower-case."""
    if verb in _IRREGULAR:
        return frozenset([verb, *_IRREGULAR[verb].split()])
    if verb.endswith("e"):
        return frozenset([verb, f"{verb}s", f"{verb}d", f"{verb[:-1]}ing"])
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return frozenset([verb, f"{verb[:-1]}ies", f"{verb[:-1]}ied", f"{verb}ing"])
    return frozenset([verb, f"{verb}{'es' if verb.endswith('s') else 's'}", f"{verb}ed", f"{verb}ing"])


def is_speech(text: str, one: Attribution, verbs: Sequence[str] = SPEECH) -> bool:
    """Whether the cue of an attribution has a form of one of ``verbs`` in it, or is "according to"."""
    words = [w.lower() for span in one.cue for w in _WORD.findall(span.of(text))]
    return words[:2] == ["according", "to"] or not _FORMS[tuple(verbs)].isdisjoint(words)


_FORMS = {verbs: frozenset().union(*map(forms, verbs)) for verbs in (CORE, SPEECH)}


def by_speech(texts: Sequence[Compared], verbs: Sequence[str] = SPEECH) -> Count:
    """Attributions by cues of speech. ``gold`` and ``found`` are those whose cue is one; a pair of the same relation
    counts as right for each side whose cue is one: the lesser of the two is told, so that neither rate is flattered."""
    gold = found = right_gold = right_found = 0
    for one in texts:
        text = one.gold.text
        gold += sum(is_speech(text, a, verbs) for a in one.gold.attributions)
        found += sum(is_speech(text, a, verbs) for a in one.found)
        right_gold += sum(is_speech(text, one.gold.attributions[m], verbs) for m, _ in one.pairs)
        right_found += sum(is_speech(text, one.found[n], verbs) for _, n in one.pairs)
    return Count(gold, found, min(right_gold, right_found))


def recall_by_form(texts: Sequence[Compared]) -> dict[Form, Count]:
    """How many of the marked attributions of each form were found: direct, mixed, indirect."""
    gold = dict.fromkeys((Form.DIRECT, Form.MIXED, Form.INDIRECT), 0)
    right = dict(gold)
    for one in texts:
        forms_of = _forms(one.gold)
        for form in forms_of:
            gold[form] += 1
        for m, _ in one.pairs:
            right[forms_of[m]] += 1
    return {form: Count(gold[form], right[form], right[form]) for form in gold}


def _forms(gold: Annotated) -> list[Form]:
    quoted = characters(gold.text, tuple(Span(*match.span()) for match in _QUOTED.finditer(gold.text)))
    return [_form(characters(gold.text, one.content), quoted) for one in gold.attributions]


def _form(content: frozenset[int], quoted: frozenset[int]) -> Form:
    """Direct where all letters of the content stand in quotation marks, mixed where some do."""
    inside = content & quoted
    return Form.INDIRECT if not inside else Form.DIRECT if inside == content else Form.MIXED
