"""What is said, as it hangs on a verb of a Spanish sentence. Ranges are of token indices, both ends included."""

from __future__ import annotations

from headwater.statements.spanish.conjugation import Mood
from headwater.statements.spanish.cues import (
    ACCORDING,
    DENYING,
    NOUN_FORMS,
    SAYINGS,
    TOPICS,
    Way,
    cues,
    verb_forms,
)
from headwater.statements.spanish.phrases import noun_phrase, strip
from headwater.statements.spanish.subjects import is_time, subject_before
from headwater.statements.spanish.tokens import Sentence
from headwater.statements.spanish.verbs import VerbGroup, is_finite
from headwater.statements.spanish.words import (
    ADVERBS,
    BREAKS,
    CLITICS,
    CONJUNCTIONS,
    DETERMINERS,
    PREPOSITIONS,
    Range,
)

REACH = 16
"""Tokens between a verb and its "que" or colon, at most."""
LONGEST = 200
"""Tokens of a clause, at most."""

_ASKING = frozenset("qué quién quiénes cómo cuándo dónde cuánto cuánta cuántos cuál cuáles".split())
_TO_SOMEBODY = frozenset("a al ante en por con durante mediante desde según".split())
_EASY = frozenset({"y", "e", "pero", "ni", "aunque", "mientras", "si"})


def rest(s: Sentence, at: int, mark: bool = False) -> int:
    """The last token of the clause that goes on at ``at``: up to a semicolon, "pero" or "y" before another cue, or a
    remark on who says so; up to any mark where ``mark``. At least ``at - 1``."""
    end = min(len(s), at + LONGEST)
    for k in range(at, end):
        word = s[k].word
        if word in (";", ")") or (mark and (word in BREAKS or s[k].quoted)):
            return k - 1
        if (
            k > at
            and word in ("pero", "aunque", "mientras")
            and (s[k - 1].word == "," or _cue_within(s, k + 1, 8))
        ):
            return k - 1
        if word in ("y", "e", "ni") and _verb_follows(s, k + 1):
            return k - 1
        if k > at + 1 and word == "," and k + 1 < len(s) and _remark(s, k + 1):
            return k - 1
    return end - 1


def _cue_within(s: Sentence, at: int, count: int) -> bool:
    return any(_is_cue(s, k) for k in range(at, min(len(s), at + count)))


def _is_cue(s: Sentence, at: int) -> bool:
    form = verb_forms().get(s[at].word)
    return (
        form is not None
        and form.mood in (Mood.FINITE, Mood.RUMOUR)
        and form.lemma in cues()
        and cues()[form.lemma].ways.get(Way.CLAUSE, 0.0) >= 0.6
        and not (s[at].word in NOUN_FORMS and at > 0 and s[at - 1].word in DETERMINERS | PREPOSITIONS)
    )


def _verb_follows(s: Sentence, at: int) -> bool:
    """Whether a cue comes right after "y", so that its subject is that of the verb before."""
    while at < len(s) and (s[at].word in CLITICS or s[at].word in ("no", "también", "además")):
        at += 1
    return at < len(s) and _is_cue(s, at)


def _remark(s: Sentence, at: int) -> bool:
    """Whether "según X" or "dijo X" comes after a comma, to the end or the next comma."""
    if s[at].word in ("según", "algo") or any(
        s[at].word == words[0] and [t.word for t in s[at : at + len(words)]] == list(words)
        for words in ACCORDING
    ):
        return True
    verb = at
    if s[at].word == "tal":
        verb += 1 + (at + 1 < len(s) and s[at + 1].word == "y")
    if verb < len(s) and s[verb].word == "como":
        verb += 1
        if verb < len(s) and s[verb].word in ("ha", "han", "había", "habían"):
            verb += 1
        return verb < len(s) and s[verb].word in verb_forms()
    while verb < len(s) and s[verb].word in CLITICS:
        verb += 1
    if verb >= len(s) or not _is_cue(s, verb) or (verb + 1 < len(s) and s[verb + 1].word == "que"):
        return False
    end = noun_phrase(s, verb + 1)
    after = (end if end is not None else verb) + 1
    return after >= len(s) or s[after].word in BREAKS


def clause(s: Sentence, group: VerbGroup) -> Range | None:
    """The clause with "que", "de que", "si" or a question word that is said."""
    that = _that(s, group)
    if that is None:
        return None
    first = that - 1 if s[that - 1].word in ("de", "en", "a") and that - 1 > group.last else that
    return strip(s, first, rest(s, that))


def _that(s: Sentence, group: VerbGroup) -> int | None:
    """Where the conjunction stands: right after the verb, or after its subject or those who are told."""
    start = group.last + 1
    if start < len(s) and Way.INFINITIVE in cues()[_lemma(group)].ways and _is_infinitive(s[start].word):
        return None
    between_commas = False
    for at in range(start, min(len(s), start + REACH)):
        token = s[at]
        if token.quoted or token.word in (";", ":", ".", "—", "("):
            return None
        if token.word == ",":
            between_commas = True
        elif token.word == "que":
            return at if _belongs(s, group, start, at, between_commas) else None
        elif (token.word == "si" or token.word in _ASKING) and _belongs(s, group, start, at, between_commas):
            return at
        elif at > start and is_finite(s, at):
            return None
    return None


def after_adjuncts(s: Sentence, at: int) -> int:
    """The first token from ``at`` on that is no adverb, time ("este jueves", "el 3 de mayo") or person told ("a los
    periodistas")."""
    while at < len(s):
        if s[at].word in ADVERBS or s[at].word.endswith("mente"):
            at += 1
            continue
        told = s[at].word in ("a", "al", "ante")
        last = noun_phrase(s, at + told)
        if last is None or not (told or is_time(s, at, last)):
            return at
        at = last + 1
    return at


def _belongs(s: Sentence, group: VerbGroup, start: int, that: int, commas: bool) -> bool:
    """Whether "que" at ``that`` opens what is said rather than a clause about the noun before it."""
    start = min(after_adjuncts(s, start), that) if s[that - 1].word != "," else start
    if that == start or (
        that == start + 1 and (s[start].word in ADVERBS or s[start].word in ("de", "en", "a", "no"))
    ):
        return True
    if that == start + 1 and group.form.lemma in ("considerar", "estimar", "creer", "juzgar", "dar"):
        return True  # "considera probado que"
    if s[that].word == "si":
        return group.form.lemma in (
            "preguntar",
            "preguntarse",
            "saber",
            "aclarar",
            "decir",
            "confirmar",
            "responder",
        )
    before = s[that - 1].word
    if before in (",",) and not commas:
        return False
    if before in ("de", "en") or s[start].word in _TO_SOMEBODY or s[start].word.endswith("mente"):
        return not (before == "," and s[that - 2].capital and s[start].word not in _TO_SOMEBODY)
    if commas:
        return before == "," and s[start].word == ","
    ends = noun_phrase(s, start)
    named = ends is not None and ends == that - 1 and Way.NOUN not in cues()[_lemma(group)].ways
    return (named and group.start > 0 and subject_before(s, group.start) is None) or (
        named and group.start == 0
    )


def _lemma(group: VerbGroup) -> str:
    return group.form.lemma if group.form.lemma in cues() else group.form.lemma + "se"


def quotations(s: Sentence, group: VerbGroup) -> tuple[Range, ...]:
    """The quotations that stand beside a verb and its subject, and those that go on behind them."""
    before = _quoted_before(s, group)
    if before is not None:
        out = [before]
        for at in range(group.last + 1, min(len(s), group.last + LONGEST)):
            if s[at].quoted:
                out.append(at)
            elif s[at].word == ";" or (_is_cue(s, at) and at > group.last):
                break
        return tuple((at, at) for at in out)
    after = group.last + 1
    while after < len(s) and s[after].word in (",", "así", "que"):
        after += 1
    further = after_adjuncts(s, after)
    if further < len(s) and s[further].quoted:
        after = further
    if after < len(s) and s[after].quoted and s[after - 1].word != "que":
        if after + 1 < len(s) and s[after + 1].is_word and s[after + 1].word not in CONJUNCTIONS:
            mixed = strip(s, after, rest(s, after + 1))  # "lamentó «profundamente» la muerte"
            return (mixed,) if mixed is not None else ()
        return ((after, after),)
    return ()


def _quoted_before(s: Sentence, group: VerbGroup) -> int | None:
    """The quotation in front of the verb, with a comma, a dash or the subject between them."""
    at = group.start - 1
    for _ in range(2):
        mark = at
        while mark >= 0 and s[mark].word in (",", "—", "–", "-", "así", "y", "lo", "?", "!"):
            mark -= 1
        if mark >= 0 and s[mark].quoted:
            return mark if mark == 0 or not s[mark - 1].is_word else None
        who = subject_before(s, group.start)
        if who is None or who[1] != at or group.start > at + 1:
            return None
        at = who[0] - 1
        if at < 0 or s[at].word not in (",", "—", "–") or s[at - 1 if at else 0].quoted is False:
            return None
    return None


def colon(s: Sentence, group: VerbGroup) -> tuple[Range | None, bool]:
    """What follows a colon after the verb, and whether the colon is the last that stands there."""
    for at in range(group.last + 1, min(len(s), group.last + 1 + REACH)):
        if s[at].word == ":":
            if at == len(s) - 1:
                return None, True
            if s[at + 1].quoted:
                return (at + 1, at + 1), False
            return strip(s, at + 1, rest(s, at + 1)), False
        if s[at].quoted or s[at].word in (";", ".", "que") or is_finite(s, at):
            return None, False
    return None, False


def infinitive(s: Sentence, group: VerbGroup) -> Range | None:
    """ "(Negó) haber firmado nada"."""
    at = group.last + 1
    while at < len(s) and s[at].word in ("no", "nunca", "sólo", "solo"):
        at += 1
    if at >= len(s) or not _is_infinitive(s[at].word) or s[at].capital:
        return None
    return strip(s, group.last + 1, rest(s, at + 1))


def _is_infinitive(word: str) -> bool:
    for clitic in ("selo", "sela", "lo", "la", "los", "las", "le", "les", "se", "me", "nos"):
        if word.endswith("r" + clitic):
            return len(word) > len(clitic) + 3
    return len(word) > 2 and word.endswith(("ar", "er", "ir", "ír"))


def naming(s: Sentence, group: VerbGroup) -> Range | None:
    """ "(Calificó) la versión de absurda", "de infundadas las acusaciones", "(describió) a X como Y"."""
    end = rest(s, group.last + 1, mark=False)
    wanted = ("como",) if group.form.lemma in ("señalar", "describir", "definir") else ("de", "como")
    if not any(s[at].word in wanted for at in range(group.last + 1, min(end, group.last + 14) + 1)):
        return None
    if group.form.lemma in ("acusar", "culpar") and s[group.last + 1].word not in ("a", "al", "de"):
        return None
    comma = next((at for at in range(group.last + 1, end + 1) if s[at].word == ","), end + 1)
    return strip(s, group.last + 1, comma - 1)


def noun(s: Sentence, group: VerbGroup) -> Range | None:
    """ "(Negó) los hechos", "(solicitó) una pena de cuatro años", "(desmintió) a Pinzón", "(sostiene) lo contrario"."""
    at = group.last + 1
    if (
        at + 1 < len(s)
        and s[at].word == "lo"
        and s[at + 1].word in ("contrario", "mismo", "siguiente", "ocurrido", "sucedido")
    ):
        return at, at + 1
    lemma = group.form.lemma
    if (
        at < len(s)
        and s[at].word in ("a", "al")
        and lemma in ("desmentir", "contradecir", "refutar", "desautorizar")
    ):
        last = noun_phrase(s, at + 1)
        return (at, last) if last is not None else None
    if at >= len(s) or s[at].word in ("que", "si"):
        return None
    at = after_adjuncts(s, at)
    if at >= len(s):
        return None
    last = noun_phrase(s, at)
    if group.negated and last is None and lemma == "recordar":
        end = rest(s, at, mark=True)
        return (at, end) if end >= at and not is_finite(s, at) else None
    if last is None or (s[at].capital and lemma not in DENYING):
        return None
    heads = {s[k].word for k in range(at, last + 1)}
    needs_saying = cues()[_lemma(group)].ways[Way.NOUN] < 0.5
    if needs_saying and not heads & SAYINGS:
        return None
    if not needs_saying and not heads & SAYINGS and not (s[at].word in DETERMINERS or s[at].word.isdigit()):
        return None
    end = rest(s, last + 1, mark=True) if last + 1 < len(s) else last
    return at, max(last, end)


def topic(s: Sentence, group: VerbGroup) -> Range | None:
    """ "(Habló) de la venta", "(preguntó) por las probetas", "(advirtió) a X del riesgo"."""
    wanted = TOPICS.get(group.form.lemma, ())
    at = group.last + 1
    if at < len(s) and s[at].word in ("a", "al") and (last := noun_phrase(s, at + 1)) is not None:
        at = last + 1
    if at + 1 >= len(s) or s[at].word not in wanted:
        return None
    end = rest(s, at + 1)
    comma = next((k for k in range(at, end + 1) if s[k].word == ","), end + 1)
    return strip(s, at, comma - 1)
