"""The attributions of one Spanish sentence: which words are a cue, whose, and of what.

The verbs come first ("aseguró que", «...», dijo X), then what stands for one: "según", "a juicio de", "la afirmación de
que", "pone en duda". Ranges are of token indices, both ends included.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

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
from headwater.statements.spanish.cues import (
    ACCORDING,
    CLAIMING,
    DENYING,
    NOUNS,
    OWN_OPINION,
    Way,
    cues,
    reflexives,
)
from headwater.statements.spanish.phrases import (
    BREAKS,
    POSSESSIVE,
    Range,
    VerbGroup,
    is_finite,
    noun_phrase,
    strip,
    subject_after,
    subject_before,
    verb_groups,
)
from headwater.statements.spanish.tokens import Sentence


@dataclass(frozen=True, slots=True)
class Found:
    """An attribution. ``person`` is that of the verb (0 where there is none, or it is impersonal); ``opens`` is True where
    a colon at the end of the paragraph announces the content; ``rumour`` where the cue is in the conditional."""

    lemma: str
    frame: str
    source: Range | None
    cue: Range
    content: tuple[Range, ...]
    weight: float
    person: int = 3
    plural: bool = False
    negated: bool = False
    rumour: bool = False
    clitics: tuple[str, ...] = ()
    opens: bool = False


def attributions(s: Sentence, quote: bool = True) -> list[Found]:
    """The attributions of a sentence in the order of their cues; none whose cue is part of another's."""
    groups = verb_groups(s)
    out: list[Found] = [*_according(s, groups), *_opinions(s), *_nouns(s), *_doubted(s)]
    taken = {at for f in out for at in range(f.cue[0], f.cue[1] + 1)}
    for group in groups:
        if group.last in taken:
            continue
        found = _of_verb(s, group)
        if found is not None:
            out.append(_joined(s, group, found, out))
    out.extend(_unknown(s, out))
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
    start = group.start if group.negated and group.clitics[-1:] != ("lo",) else group.first
    if frame == "clitic":
        start = group.first
    return Found(
        lemma, frame, source, (start, group.last), content, weight,
        0 if impersonal or lemma == "trascender" else group.form.person or 3, group.form.plural, group.negated,
        group.rumour, group.clitics, opens,
    )  # fmt: skip


def _may_speak(s: Sentence, group: VerbGroup) -> bool:
    """Whether the form can carry an attribution: finite, or a gerund, or an infinitive after "al", "tras", "por"."""
    if group.form.mood in (Mood.FINITE, Mood.RUMOUR, Mood.GERUND, Mood.PARTICIPLE):
        return True
    before = s[group.start - 1].word if group.start else ""
    if group.form.mood is Mood.INFINITIVE:
        return before in ("al", "tras", "por", "sin", "de", "haber") or group.first != group.last
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
    after = subject_after(s, group.last)
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
    for at in range(group.start - 1, -1, -1):
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


def _according(s: Sentence, groups: list[VerbGroup]) -> Iterator[Found]:
    """ "Según X", "de acuerdo con X", "según contó X", "como ha declarado X", "para quien"."""
    by_start = {g.start: g for g in groups}
    at = 0
    while at < len(s):
        width = _opener(s, at)
        group = by_start.get(at + 1) if width == 1 else None
        if width == 0 and s[at].word == "como" and at == 0 and 1 in by_start and by_start[1].form.person == 3:
            width, group = 1, by_start[1]
        found = _according_to(s, at, at + width - 1, group) if width else None
        if found is not None:
            yield found
            at = max(found.cue[1], found.source[1] if found.source else 0)
        at += 1


def _opener(s: Sentence, at: int) -> int:
    """How many tokens from ``at`` on say "according to"; 0 where they do not."""
    if s[at].word == "para" and at + 1 < len(s) and s[at + 1].word in ("quien", "quienes"):
        return 1
    for words in ACCORDING:
        if at + len(words) < len(s) and all(
            s[at + n].word
            in (word, {"de": "del", "a": "al"}.get(word, "") if n == len(words) - 1 and n else word)
            for n, word in enumerate(words)
        ):
            return len(words)
    return 0


def _according_to(s: Sentence, first: int, last: int, group: VerbGroup | None) -> Found | None:
    person, plural, rumour = 3, False, False
    if group is not None:
        last, person, plural, rumour = group.last, group.form.person or 3, group.form.plural, group.rumour
        source = subject_after(s, last)
        end = source[1] if source is not None else rest(s, last + 1, mark=True)
        if group.form.lemma == "trascender" or group.clitics == ("se",):
            person, source = 0, None
    else:
        begin = last + 1
        found = noun_phrase(s, begin) if s[begin].word not in ("quien", "quienes") else begin
        if found is None:
            return None
        end = found if s[begin].word in ("quien", "quienes") else _to_mark(s, begin, found)
        source = begin, end
    sides = _sides(
        s, first, end, s[last].word in ("quien",) or (source is not None and s[source[0]].word == "quien")
    )
    if not sides:
        return None
    lemma = next(
        (t.word for t in s[first : last + 1] if t.word in ("juicio", "opinión", "criterio")), "según"
    )
    return Found(lemma, "according", source, (first, last), sides, 0.8, person, plural, rumour=rumour)


def _to_mark(s: Sentence, begin: int, last: int) -> int:
    """The end of a source that goes on up to the next mark: "los documentos obtenidos por X", "un técnico que ..."."""
    end = rest(s, last + 1, mark=True) if last + 1 < len(s) else last
    further = range(last + 1, end + 1)
    clausal = any(s[k].word in ("que", "quien") for k in further)
    if end - last > 14 or (any(is_finite(s, k) for k in further) and not clausal):
        return last
    return max(end, last)


def _sides(s: Sentence, first: int, last: int, rest_only: bool = False) -> tuple[Range, ...]:
    """What is said beside "según X": the rest of the sentence after it where it opens a clause, else what stands before
    it, and what follows after a comma."""
    after = strip(s, last + 1, rest(s, last + 1)) if last + 1 < len(s) else None
    if rest_only:
        return (after,) if after is not None else ()
    start = first
    while start > 0 and s[start - 1].word not in (";", ":", "(", ")"):
        start -= 1
    before = strip(s, start, first - 1) if start < first else None
    light = before is not None and not any(
        is_finite(s, k) or s[k].quoted for k in range(before[0], before[1] + 1)
    )
    if before is not None and light and after is not None and before[1] - before[0] < 4:
        before = None  # "Al parecer, según X, ..."
    return tuple(side for side in (before, after) if side is not None)


def _opinions(s: Sentence) -> Iterator[Found]:
    """ "A nuestro juicio", "a su entender"."""
    for at in range(len(s)):
        for words in OWN_OPINION:
            if at + len(words) > len(s):
                continue
            match = all(
                s[at + n].word == word or (word is None and s[at + n].word in POSSESSIVE)
                for n, word in enumerate(words)
            )
            sides = _sides(s, at, at + len(words) - 1) if match else ()
            if sides:
                first_person = s[at + 1].word.startswith(("mi", "nuestr"))
                yield Found(
                    words[-1] or "",
                    "opinion",
                    None,
                    (at, at + len(words) - 1),
                    sides,
                    0.6,
                    1 if first_person else 3,
                )


def _nouns(s: Sentence) -> Iterator[Found]:
    """ "La afirmación (de X) de que", "su sospecha de que"."""
    for at, token in enumerate(s):
        lemma = _singular(token.word)
        if lemma not in NOUNS or at + 2 >= len(s):
            continue
        source: Range | None = None
        that = at + 1
        if s[at + 1].word in ("de", "del") and s[at + 2].word != "que":
            owner = noun_phrase(s, at + 2)
            if owner is None:
                continue
            source, that = (at + 2, owner), owner + 1
        if that + 1 >= len(s) or s[that].word != "de" or s[that + 1].word != "que":
            continue
        content = strip(s, that, _noun_clause_end(s, that + 2))
        if content is not None:
            owned = at > 0 and s[at - 1].word in POSSESSIVE
            yield Found(lemma, "nominal", source, (at, at), (content,), 0.6, 3 if source or owned else 0)


def _singular(word: str) -> str:
    return (
        word.removesuffix("ones") + "ón"
        if word.endswith("ones")
        else word
        if word in NOUNS
        else word.removesuffix("s")
    )


def _noun_clause_end(s: Sentence, at: int) -> int:
    """The end of the clause of a noun that is itself the subject of another verb: before the second finite verb."""
    verbs = 0
    end = rest(s, at)
    for k in range(at, end + 1):
        if s[k].word == "no" and verbs and k + 1 <= end and is_finite(s, k + 1):
            return k - 1
        if is_finite(s, k) and s[k - 1].word not in ("que", "no", "se", "lo", "le"):
            verbs += 1
            if verbs > 1 or (verbs == 1 and s[k].word in ("es", "son", "era", "fue") and k > at + 3):
                return k - 1
        elif is_finite(s, k):
            verbs += 1
    return end


_DOUBTED = (("en", "duda"), ("en", "entredicho"), ("en", "cuestión"), ("en", "tela", "de", "juicio"))


def _doubted(s: Sentence) -> Iterator[Found]:
    """ "Pone en duda que", "puso en tela de juicio la versión"."""
    for at, token in enumerate(s[:-2]):
        if not token.word.startswith(("pone", "pong", "pus", "ponía", "puesto")):
            continue
        for words in _DOUBTED:
            last = at + len(words)
            if tuple(t.word for t in s[at + 1 : last + 1]) != words:
                continue
            who = subject_before(s, at)
            content = strip(s, last + 1, rest(s, last + 1))
            if content is None and who is not None and who[0] > 1 and s[who[0] - 1].word == "que":
                content = _antecedent(s, who[0] - 1)
            if content is not None:
                yield Found(
                    "dudar", "doubted", who, (at, last), (content,), 0.6, plural=token.word.endswith("n")
                )


def _antecedent(s: Sentence, that: int) -> Range | None:
    """The word or phrase that a relative "que" takes up."""
    end = that - 1
    first = end
    while first > 0 and s[first - 1].word not in BREAKS and not is_finite(s, first - 1):
        first -= 1
    return strip(s, first, end)


def _unknown(s: Sentence, found: list[Found]) -> Iterator[Found]:
    """Verbs that are not in the lexicon right behind a quotation, with a subject or alone: "...", zumbó el director."""
    taken = {at for f in found for at in range(f.cue[0], f.cue[1] + 1)}
    covered = {at for f in found if f.frame == "quote" for a, b in f.content for at in range(a, b + 1)}
    for at, token in enumerate(s):
        if (
            not token.quoted
            or at in covered
            or at + 2 >= len(s)
            or s[at + 1].word not in (",", "—", "–", "-")
        ):
            continue
        verb = at + 2
        while verb < len(s) and s[verb].word in ("me", "le", "se", "nos", "les"):
            verb += 1
        if (
            verb >= len(s)
            or verb in taken
            or s[verb].capital
            or not s[verb].word.endswith(("ó", "aba", "ía", "a", "e", "aron"))
        ):
            continue
        who = subject_after(s, verb)
        if (
            len(s[verb].word) > 3
            and who is not None
            and (who[1] + 1 >= len(s) or s[who[1] + 1].word in BREAKS)
        ):
            yield Found(s[verb].word, "quote", who, (verb, verb), ((at, at),), 0.5)
