"""The attributions of one Spanish sentence: which words are a cue, whose, and of what.

The verbs come first ("aseguró que", «...», dijo X), then what stands for one: "según", "a juicio de", "la afirmación de
que", "pone en duda". Ranges are of token indices, both ends included.
"""

from __future__ import annotations

from dataclasses import replace

from headwater.statements.spanish.conjugation import Mood
from headwater.statements.spanish.contents import (
    clause,
    colon,
    infinitive,
    naming,
    noun,
    quotations,
    rest,
    topic,
)
from headwater.statements.spanish.cues import CLAIMING, DENYING, Way, cues, reflexives
from headwater.statements.spanish.found import Found
from headwater.statements.spanish.phrasal import according, convinced, doubted, nominal, opinions, unknown
from headwater.statements.spanish.phrases import noun_phrase, strip
from headwater.statements.spanish.subjects import subject_after, subject_before
from headwater.statements.spanish.tokens import Sentence
from headwater.statements.spanish.verbs import VerbGroup, is_finite, verb_groups
from headwater.statements.spanish.words import BREAKS, Range


def attributions(s: Sentence, quote: bool = True) -> list[Found]:
    """The attributions of a sentence in the order of their cues; none whose cue is part of another's."""
    groups = verb_groups(s)
    out: list[Found] = [*according(s, groups), *opinions(s), *nominal(s, groups), *doubted(s), *convinced(s)]
    taken = {at for f in out for at in range(f.cue[0], f.cue[1] + 1)}
    for group in groups:
        if group.last in taken:
            continue
        found = _of_verb(s, group)
        if found is not None:
            out.append(_joined(s, group, found, out))
    out.extend(unknown(s, out))
    return sorted(out, key=lambda f: f.cue)


def _joined(s: Sentence, group: VerbGroup, found: Found, before: list[Found]) -> Found:
    """With the source of the verb before it where "and" joins the two and this one has none: "X dijo que ... y añadió"."""
    if found.source is not None or found.person != 3 or found.frame == "clitic":
        return found
    at = group.start - 1
    bound = group.form.mood in (Mood.INFINITIVE, Mood.GERUND)
    if not bound and (at < 0 or s[at].word not in ("y", "e", "pero", "ni", "aunque", "o")):
        return found
    earlier = [f for f in before if f.cue[1] < group.start and f.source is not None and f.person == 3]
    lead = earlier[-1] if earlier else None
    if lead is None or any(first <= group.first <= last for first, last in lead.content):
        return found
    return replace(found, source=lead.source)


def _of_verb(s: Sentence, group: VerbGroup) -> Found | None:
    lemma = group.form.lemma
    if lemma in reflexives():
        if "se" not in group.clitics and "me" not in group.clitics:
            return None
        lemma += "se"
    cue = cues().get(lemma)
    if cue is None or not _may_speak(s, group):
        return None
    if lemma == "parecer" and not {"me", "nos", "le", "les"} & set(group.clitics):
        return None  # "parece que": nobody is named
    if group.passive:
        return _passive(s, group, lemma)
    frame, weight, content, opens = _content(s, group, cue.ways)
    if not content and not opens:
        return None
    source = _source(s, group, frame, content)
    impersonal = (
        source is None and "se" in group.clitics and not lemma.endswith("se") and len(group.clitics) == 1
    )
    if lemma in ("trascender", "constar") or impersonal:
        source = _document_before(s, group)
    mine = lemma in ("parecer", "constar") and bool({"me", "nos"} & set(group.clitics))
    start = group.start if group.negated and group.clitics[-1:] != ("lo",) else group.first
    if frame == "clitic":
        start = group.first
    return Found(
        lemma, frame, source, (start, group.last), content, weight,
        1 if mine else 0 if impersonal or lemma == "trascender" else group.form.person or 3, group.form.plural, group.negated,
        group.rumour, group.clitics, opens,
    )  # fmt: skip


def _may_speak(s: Sentence, group: VerbGroup) -> bool:
    """Whether the form can carry an attribution: finite, or a gerund, or an infinitive after "al", "tras", "por"."""
    if group.form.mood in (Mood.FINITE, Mood.RUMOUR, Mood.GERUND, Mood.PARTICIPLE):
        return True
    before = s[group.start - 1].word if group.start else ""
    if group.form.mood is Mood.INFINITIVE:
        return before in ("al", "tras", "por", "sin", "de", "a", "haber") or group.first != group.last
    return group.first != group.last  # "hubiera dicho"


Content = tuple[str, float, tuple[Range, ...], bool]


def _content(s: Sentence, group: VerbGroup, ways: dict[Way, float]) -> Content:
    """Frame, weight and content of an active verb, and whether the content is still to come after a colon."""
    speaks = ways.get(Way.QUOTE, 0.0)
    said = clause(s, group)
    if said is not None and Way.CLAUSE in ways:
        return "clause", ways[Way.CLAUSE], (said,), False
    if speaks:
        quoted = quotations(s, group)
        if quoted:
            return "quote", max(0.7, speaks), quoted, False
        after, opens = colon(s, group)
        if after is not None or opens:
            return "quote", speaks, (after,) if after is not None else (), opens
    if Way.INFINITIVE in ways and (bare := infinitive(s, group)) is not None:
        return "infinitive", ways[Way.INFINITIVE], (bare,), False
    if Way.NAMING in ways and (named := naming(s, group)) is not None:
        return "naming", ways[Way.NAMING], (named,), False
    asked = any(t.word in ("quién", "quiénes") for t in s)
    if "lo" in group.clitics and group.form.lemma in CLAIMING and not asked:
        at = next(k for k in range(group.start, group.first) if s[k].word == "lo")
        return "clitic", 0.55, ((at, at),), False
    if Way.NOUN in ways and (thing := noun(s, group)) is not None:
        return "noun", ways[Way.NOUN] if group.form.lemma not in DENYING else 0.6, (thing,), False
    if (thing := topic(s, group)) is not None:
        return "topic", 0.5, (thing,), False
    return _around(s, group, speaks)


def _around(s: Sentence, group: VerbGroup, weight: float) -> Content:
    """A verb and its subject between commas inside what is said: "El muelle, dijo Marta, es de todos"."""
    who = subject_after(s, group.last)
    end = who[1] if who is not None else group.last
    before = s[group.start - 1].word if group.start else ""
    after = s[end + 1].word if end + 1 < len(s) else "."
    if (
        weight < 0.7
        or before != ","
        or after not in (",", ".")
        or group.start < 3
        or (who is None and group.form.person == 3 and after != ",")
    ):
        return "", 0.0, (), False
    sides = (strip(s, 0, group.start - 1), strip(s, end + 1, len(s) - 1))
    content = tuple(side for side in sides if side is not None)
    if not content or not any(is_finite(s, k) for a, b in content for k in range(a, b + 1)):
        return "", 0.0, (), False
    return "around", 0.6, content, False


def _source(s: Sentence, group: VerbGroup, frame: str, content: tuple[Range, ...]) -> Range | None:
    """The subject: behind the verb where a quotation stands before it, else in front of it, else behind it."""
    if group.form.mood in (Mood.INFINITIVE, Mood.GERUND):
        return None
    first = content[0] if content else (len(s), len(s))
    leads = first[0] < group.start
    after = subject_after(
        s, group.last, first[0] if first[0] > group.last and frame in ("clause", "quote") else None
    )
    if after is not None and any(a <= after[1] and after[0] <= b for a, b in content):
        after = None
    if after is not None and frame in ("clause", "quote") and not leads and after[1] >= first[0]:
        after = None
    if frame in ("noun", "infinitive", "naming", "topic", "clitic") and not (
        frame == "clitic" and after is not None
    ):
        after = None
    if group.form.person in (1, 2):
        explicit = after if after is not None else subject_before(s, group.start)
        wanted = ("yo", "nosotros", "nosotras", "tú", "usted")
        return explicit if explicit is not None and s[explicit[0]].word in wanted else None
    before = subject_before(s, group.start)
    if before is not None and any(a <= before[0] <= b for a, b in content):
        before = None
    return after if leads and after is not None else before if before is not None else after


def _document_before(s: Sentence, group: VerbGroup) -> Range | None:
    """The document in "en el acta se lee que"."""
    for at in range(group.start - 1, max(-1, group.start - 30), -1):
        if (
            s[at].word in ("en", "según")
            and (last := noun_phrase(s, at + 1)) is not None
            and last < group.start
        ):
            return at + 1, last
    return None


def _passive(s: Sentence, group: VerbGroup, lemma: str) -> Found | None:
    """ "X fue descrito por Y como Z", "la versión fue rechazada por Y"."""
    by = next((k for k in range(group.last + 1, min(len(s), group.last + 12)) if s[k].word == "por"), None)
    about = subject_before(s, group.start)
    source = None
    behind = strip(s, group.last + 1, rest(s, group.last + 1))
    if by is not None and (last := noun_phrase(s, by + 1)) is not None:
        source = by + 1, last
        behind = (
            strip(s, last + 1, rest(s, last + 1))
            if last + 1 < len(s) and s[last + 1].word not in BREAKS
            else None
        )
    said = clause(s, group)
    if said is not None and (by is None or said[0] < by):
        return Found(lemma, "passive", source, (group.start, group.last), (said,), 0.5, 3 if source else 0)
    if source is None or not (Way.NAMING in cues()[lemma].ways or Way.NOUN in cues()[lemma].ways):
        return None
    content = tuple(side for side in (about, behind) if side is not None)
    if not content:
        return None
    return Found(lemma, "passive", source, (group.start, group.last), content, 0.55, negated=group.negated)
