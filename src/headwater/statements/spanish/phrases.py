"""Noun phrases, verb groups and clause ends in a sentence, by function words and endings; there is no parser.

Ranges are of token indices, both ends included.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from headwater.statements.spanish.conjugation import Mood, VerbForm
from headwater.statements.spanish.cues import NOUN_FORMS, verb_forms
from headwater.statements.spanish.tokens import Sentence, Token

Range = tuple[int, int]

DEFINITE = frozenset(
    "el la los las este esta estos estas ese esa esos esas aquel aquella dicho dicha dichos dichas".split()
)
POSSESSIVE = frozenset(
    "su sus mi mis tu tus nuestro nuestra nuestros nuestras vuestro vuestra vuestros vuestras".split()
)
INDEFINITE = frozenset(
    """un una unos unas algún alguna algunos algunas otro otra otros otras varios varias muchos muchas ningún ninguna cada
    ambos ambas cierto cierta dos tres cuatro cinco seis siete ocho nueve diez doce veinte cien mil todo toda todos todas
    numerosos numerosas diversos diversas""".split()
)
DETERMINERS = DEFINITE | POSSESSIVE | INDEFINITE
PRONOUNS = frozenset(
    "él ella ellos ellas yo nosotros nosotras usted ustedes quien quienes este esta éste ésta ese esa nadie alguien tú vosotros".split()
)
RELATIVES = frozenset("que quien quienes cual cuales".split())
CLITICS = frozenset("me te se le les lo la los las nos os".split())
PREPOSITIONS = frozenset(
    """a al ante bajo con contra de del desde durante en entre hacia hasta mediante para por según sin sobre tras como
    frente además ante""".split()
)
CONJUNCTIONS = frozenset("y e o u ni pero sino aunque mientras porque pues cuando si donde así".split())
ADVERBS = frozenset(
    """también además tampoco ya aún todavía hoy ayer anoche después luego antes entonces sí siempre nunca jamás ahora
    finalmente asimismo incluso solo sólo apenas casi así bien claro claramente categóricamente tajantemente aquí ahí
    siquiera más menos muy mismo""".split()
)
_TIMES = frozenset("lunes martes miércoles jueves viernes sábado domingo mañana tarde noche semana mes año enero febrero marzo "
    "abril mayo junio julio agosto septiembre octubre noviembre diciembre".split())  # fmt: skip
_FINITE_ENDINGS = (
    "ó",
    "aron",
    "ieron",
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
_BEFORE_NOUNS = frozenset("propio propia ni don doña entonces presunto presunta actual".split())
BREAKS = frozenset({",", ";", ":", "(", ")", ".", "!", "?", "…", "...", "—", "–", "¿", "¡"})


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
    start, clitics = first, []
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
    if token.capital or token.quoted or (at and s[at - 1].word in _NEVER_CLITIC):
        return False
    form = verb_forms().get(word)
    if form is not None:
        return form.mood in (Mood.FINITE, Mood.RUMOUR) and word not in NOUN_FORMS
    if word in _COMMON:
        return True
    return (
        len(word) > 3
        and word.endswith(_FINITE_ENDINGS)
        and not word.endswith(("ción", "sión"))
        and word not in _NOT_FINITE
    )


def noun_phrase(s: Sentence, at: int, end: int | None = None) -> int | None:
    """The last token of the noun phrase that begins at ``at``, with "de" phrases and no clauses; None where none does."""
    end = len(s) if end is None else end
    if at >= end:
        return None
    if s[at].word in PRONOUNS and (at + 1 >= end or not _goes_on(s, at + 1, end)):
        return at
    head = at
    while head < end and (s[head].word in DETERMINERS or s[head].word in _BEFORE_NOUNS):
        head += 1
    last = _nucleus(s, head, end, bare=head == at)
    if last is None:
        return None
    while last + 2 < end and s[last + 1].word in ("de", "del"):
        inner = last + 2
        while inner < end and s[inner].word in DETERMINERS:
            inner += 1
        further = _nucleus(s, inner, end, bare=False)
        if further is None:
            break
        last = further
    return last


def _goes_on(s: Sentence, at: int, end: int) -> bool:
    """Whether a word that may be a pronoun or an article is followed by a noun: "este informe", "esta dijo"."""
    token = s[at]
    return (
        token.is_word
        and token.word not in CLITICS
        and not is_finite(s, at)
        and not _stops(s, at)
        and s[at - 1].word in DETERMINERS
    )


def _nucleus(s: Sentence, at: int, end: int, bare: bool) -> int | None:
    """Nouns, adjectives and names from ``at`` on, up to four lower-case words; None where there is nothing.

    Without an article (``bare``) it must be a name, a capitalised word or a plural.
    """
    if at >= end or _stops(s, at):
        return None
    if bare and not s[at].capital and not s[at].word.endswith("s"):
        return None
    last, small, at = at, 0, at
    while at < end and not _stops(s, at):
        small += not s[at].capital and not s[at].word.isdigit()
        if small > 3 or (at > last and (is_finite(s, at) or _is_clause(s, at, end))):
            break
        last = at
        at += 1
        if (
            at + 1 < end
            and s[at].word in ("y", "e", "de", "del", "la", "los")
            and s[at - 1].capital
            and _named(s, at, end)
        ):
            at += 1 if s[at + 1].capital else 2
    return last


def _is_clause(s: Sentence, at: int, end: int) -> bool:
    """Whether a participle opens a clause of its own: "(documentos) obtenidos por X"."""
    participle = s[at].word.endswith(("ado", "ada", "ados", "adas", "ido", "ida", "idos", "idas"))
    return (
        participle
        and not s[at].capital
        and at + 1 < end
        and s[at + 1].word in ("por", "en", "ante", "a", "al", "con", "el")
    )


def _named(s: Sentence, at: int, end: int) -> bool:
    """Whether a particle stands inside a name: "Observatorio de Tierras", "Gaceta del Ebro", "Juan de la Cruz"."""
    if s[at].word in ("y", "e"):
        return False
    if s[at + 1].capital:
        return True
    return (
        s[at].word == "de" and s[at + 1].word in ("la", "los", "las") and at + 2 < end and s[at + 2].capital
    )


def _stops(s: Sentence, at: int) -> bool:
    token = s[at]
    if token.quoted or not token.is_word:
        return True
    word = token.word
    if token.capital and at:
        return False
    return (
        word in PREPOSITIONS or word in CONJUNCTIONS or word in RELATIVES or word in CLITICS or word in ADVERBS
        or word in ("no", "esta", "este") or word in PRONOUNS or word.endswith("mente") or word in DETERMINERS
    )  # fmt: skip


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
        if s[at].word in (";", ":") or s[at].quoted:
            return None
    return None


def _describes(s: Sentence, first: int, end: int) -> bool:
    """Whether what stands between commas is an apposition or a clause about the subject, so that it belongs to it."""
    word = s[first].word
    if s[first].capital or word in RELATIVES or word in (DEFINITE | INDEFINITE | POSSESSIVE):
        return True
    form = verb_forms().get(word)
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
    while first > 0 and not _bounds(s, first - 1, end):
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
    if at > first and (before in PREPOSITIONS or before in DETERMINERS or before in RELATIVES):
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


def subject_after(s: Sentence, verb: int) -> Range | None:
    """The subject that begins right after token ``verb``, with an apposition; None where none does."""
    at = verb + 1
    while at < len(s) and (s[at].word in ADVERBS or s[at].word.endswith("mente")):
        at += 1
    if at >= len(s) or not s[at].is_word or s[at].word in PREPOSITIONS or s[at].word in RELATIVES - PRONOUNS:
        return None
    last = noun_phrase(s, at)
    if last is None or _is_adverbial(s, (at, last)):
        return None
    return at, _with_apposition(s, last)


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


def strip(s: Sequence[Token], first: int, last: int) -> Range | None:
    """``first..last`` without marks at the ends other than those of questions and exclamations; None where nothing is
    left."""
    while first <= last and not (s[first].is_word or s[first].quoted or s[first].word in "¿¡"):
        first += 1
    while last >= first and not (
        s[last].is_word or s[last].quoted or s[last].word in ("?", "!", "%", "€", "$")
    ):
        last -= 1
    return (
        (first, last) if first <= last and any(t.is_word or t.quoted for t in s[first : last + 1]) else None
    )
