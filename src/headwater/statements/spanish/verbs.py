"""Verbs in a sentence: cues with their auxiliaries, and what else looks like a finite verb."""

from __future__ import annotations

from dataclasses import dataclass

from headwater.statements.spanish.conjugation import Mood, VerbForm
from headwater.statements.spanish.cues import NOUN_FORMS, verb_forms
from headwater.statements.spanish.tokens import Sentence
from headwater.statements.spanish.words import ADVERBS, BREAKS, CLITICS, DETERMINERS, PREPOSITIONS

_FINITE_ENDINGS = (
    "ó",
    "aron",
    "ieron",
    "iera",
    "ieran",
    "iese",
    "iesen",
    "aban",
    "ábamos",
    "ará",
    "erá",
    "irá",
    "arán",
    "erán",
    "irán",
    "aría",
    "ería",
    "iría",
)
_COMMON = frozenset(
    """es son era eran fue fueron será está están estaba estaban estuvo tiene tienen tenía tuvo hay había hubo hace hizo
    va van iba puede pueden podía pudo podría debe deben debía quiere quieren quería da dio sale vino llegó sigue parece
    pasa vive queda existe existen carece quedó debería""".split()
)
_NOT_FINITE = frozenset("presentación".split())
_NEVER_CLITIC = (
    DETERMINERS - CLITICS - {"este", "esta", "ese", "esa", "todo", "todos", "otro", "otros", "ambos"}
)


_HAVE_UNDERSTOOD = {
    "tengo": (1, False),
    "tiene": (3, False),
    "tenemos": (1, True),
    "tienen": (3, True),
    "tenía": (3, False),
}
"""The auxiliaries of "tengo entendido que": person and plural."""


@dataclass(frozen=True, slots=True)
class VerbGroup:
    """A cue verb with its auxiliaries: ``first`` to ``last`` without clitics in front; ``start`` is with these and "no".

    ``form`` is the finite one's person and number with the main verb's lemma; ``clitics`` are those before it.
    """

    first: int
    last: int
    start: int
    form: VerbForm
    clitics: tuple[str, ...]
    negated: bool
    passive: bool
    rumour: bool


def verb_groups(s: Sentence) -> list[VerbGroup]:
    """The cue verbs of a sentence that are verbs there, in order."""
    out: list[VerbGroup] = []
    for at, token in enumerate(s):
        form = verb_forms().get(token.word) if token.is_word else None
        if form is None or form.lemma in ("haber", "ser") or _is_noun(s, at):
            continue
        group = _group(s, at, form)
        if group is not None:
            out.append(group)
    return out


def _is_noun(s: Sentence, at: int) -> bool:
    """Whether the form is a noun here ("la denuncia", "sin duda"), or part of a name."""
    token = s[at]
    before = s[at - 1].word if at else ""
    if token.capital and at and not (s[at - 1].word in BREAKS or s[at - 1].quoted):
        return True
    if token.word not in NOUN_FORMS:
        return False
    after = s[at + 1].word if at + 1 < len(s) else ""
    if before in DETERMINERS and before in CLITICS and after == "que":
        return False
    return (
        before in DETERMINERS
        or before in (PREPOSITIONS - {"según", "como"})
        or (
            at > 1
            and s[at - 2].word in DETERMINERS
            and before.isalpha()
            and not is_finite(s, at - 1)
            and before not in CLITICS
            and s[at - 1].word not in ADVERBS
            and not s[at - 1].capital
            and after in ("", ".", ",", "de", "del")
        )
    )


def _group(s: Sentence, at: int, form: VerbForm) -> VerbGroup | None:
    first, carrier, passive, rumour = at, form, False, form.mood is Mood.RUMOUR
    if form.mood is Mood.PARTICIPLE:
        found = _auxiliary(s, at)
        if found is None:
            return None
        first, carrier, passive = found
        rumour = carrier.mood is Mood.RUMOUR
    elif form.mood is Mood.SUBJUNCTIVE:
        return None
    clitics: list[str] = []
    start = first
    while start and s[start - 1].word in CLITICS and not _is_article(s, start - 1):
        start -= 1
        clitics.insert(0, s[start].word)
    negated = start > 0 and s[start - 1].word in ("no", "nunca", "jamás", "tampoco")
    if negated:
        start -= 1
    whole = VerbForm(form.lemma, carrier.mood, carrier.person, carrier.plural)
    return VerbGroup(first, at, start, whole, tuple(clitics), negated, passive, rumour)


def _is_article(s: Sentence, at: int) -> bool:
    """Whether "la", "los" before a word that may be a noun is an article."""
    return s[at].word in DETERMINERS and s[at + 1].word in NOUN_FORMS


def _auxiliary(s: Sentence, at: int) -> tuple[int, VerbForm, bool] | None:
    """The auxiliary of a participle: its place, its form, and whether it makes a passive ("fue descrito")."""
    before = at - 1
    while before >= 0 and s[before].word.endswith("mente") and at - before < 3:
        before -= 1
    if before >= 0 and s[at].word == "entendido" and s[before].word in _HAVE_UNDERSTOOD:
        person, plural = _HAVE_UNDERSTOOD[s[before].word]
        return before, VerbForm("haber", Mood.FINITE, person, plural), False
    form = verb_forms().get(s[before].word) if before >= 0 else None
    if form is None or form.lemma not in ("haber", "ser"):
        return None
    if form.lemma == "haber":
        return before, form, False
    if form.mood is Mood.PARTICIPLE and before:  # "ha sido descrito"
        inner = verb_forms().get(s[before - 1].word)
        return (before - 1, inner, True) if inner is not None and inner.lemma == "haber" else None
    return before, form, True


def is_finite(s: Sentence, at: int) -> bool:
    """Whether a word looks like a finite verb, by a list of common ones and cues, and by its ending."""
    token = s[at]
    word = token.word
    if (token.capital and at) or token.quoted or (at and s[at - 1].word in _NEVER_CLITIC):
        return False
    form = verb_forms().get(word)
    if form is not None:
        return form.mood in (Mood.FINITE, Mood.RUMOUR, Mood.SUBJUNCTIVE) and word not in NOUN_FORMS
    if word in _COMMON:
        return True
    return (
        len(word) > 3
        and word.endswith(_FINITE_ENDINGS)
        and not word.endswith(("ción", "sión"))
        and word not in _NOT_FINITE
    )
