"""Attributions whose cue is no verb of the lexicon: "según", "a juicio de", "la afirmación de que", "pone en duda"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from headwater.statements.spanish.contents import rest
from headwater.statements.spanish.cues import ACCORDING, NOUNS, OWN_OPINION
from headwater.statements.spanish.found import Found
from headwater.statements.spanish.people import ORGANISATIONS, PEOPLE
from headwater.statements.spanish.phrases import noun_phrase, strip
from headwater.statements.spanish.subjects import subject_after, subject_before
from headwater.statements.spanish.tokens import Sentence
from headwater.statements.spanish.verbs import VerbGroup, is_finite
from headwater.statements.spanish.words import ADVERBS, BREAKS, CLITICS, POSSESSIVE, Range

_COULD_KNOW = {("ha", "podido"), ("han", "podido"), ("hemos", "podido"), ("pudo", "saber")}
_DOUBTED = (("en", "duda"), ("en", "entredicho"), ("en", "cuestión"), ("en", "tela", "de", "juicio"))


def according(s: Sentence, groups: Sequence[VerbGroup]) -> Iterator[Found]:
    """ "Según X", "de acuerdo con X", "según contó X", "como ha declarado X", "para quien"."""
    by_start = {g.start: g for g in groups}
    at = 0
    while at < len(s):
        width = _opener(s, at)
        group = by_start.get(at + 1) if width == 1 else None
        if width == 1 and group is None and tuple(t.word for t in s[at + 1 : at + 3]) in _COULD_KNOW:
            group = by_start.get(at + 3)  # "según ha podido saber este diario"
        if (
            width == 0
            and s[at].word == "como"
            and (at == 0 or not s[at - 1].is_word or s[at - 1].word in ("y", "tal"))
        ):
            group = by_start.get(at + 1)
            tells = group is not None and group.form.person == 3 and not group.negated
            width = int(tells and not _tells_more(s, group))
        begin = (
            at - 2
            if at > 1 and s[at - 1].word == "y" and s[at - 2].word == "tal"
            else at - (at > 0 and s[at - 1].word == "tal")
        )
        found = _according_to(s, begin, at + width - 1, group) if width else None
        if found is not None:
            yield found
            at = max(found.cue[1], found.source[1] if found.source else 0)
        at += 1


def _tells_more(s: Sentence, group: VerbGroup | None) -> bool:
    """Whether a clause of its own hangs on the verb, so that "como" is no "according to"."""
    return group is not None and group.last + 1 < len(s) and s[group.last + 1].word == "que"


def _is_holder(s: Sentence, at: int) -> bool:
    """Whether "para" opens a sentence with somebody in whose view it is so: "Para la oposición, se trata de ..."."""
    last = noun_phrase(s, at + 1) if at == 0 else None
    return (
        last is not None
        and last + 1 < len(s)
        and s[last + 1].word == ","
        and (s[last].capital or any(t.word in PEOPLE | ORGANISATIONS for t in s[1 : last + 1]))
    )


def _opener(s: Sentence, at: int) -> int:
    """How many tokens from ``at`` on say "according to"; 0 where they do not."""
    if (
        s[at].word == "para"
        and at + 1 < len(s)
        and (s[at + 1].word in ("quien", "quienes") or _is_holder(s, at))
    ):
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
        if source is not None and not any(t.is_word or t.quoted for t in s[source[1] + 1 :]) and first == 0:
            source = source[0], noun_phrase(s, source[0]) or source[1]  # what follows is said, no apposition
        end = source[1] if source is not None else rest(s, last + 1, mark=True)
        if group.form.lemma in ("constar", "leer") and last + 1 < len(s) and s[last + 1].word == "en":
            inner = noun_phrase(s, last + 2)
            source, end = (
                ((last + 2, inner), rest(s, last + 1, mark=True)) if inner is not None else (None, end)
            )
        elif group.form.lemma == "trascender" or group.clitics == ("se",):
            person, source = 0, None
    else:
        begin = last + 1
        led = s[last].word in ("del", "al")
        found = noun_phrase(s, begin, led=led) if s[begin].word not in ("quien", "quienes") else begin
        if found is None:
            return None
        end = found if s[begin].word in ("quien", "quienes") else _to_mark(s, begin, found)
        source = begin, end
    if source is not None and (further := _between_commas(s, end)) is not None:
        source = (source[0], further) if source[1] == end else source
        end = further
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


def _between_commas(s: Sentence, end: int) -> int | None:
    """The end of an apposition or a participle's clause after a source: "el informe, publicado el lunes por X, ..."."""
    if end + 2 >= len(s) or s[end + 1].word != ",":
        return None
    for at in range(end + 2, min(len(s), end + 20)):
        if s[at].word == ",":
            return at - 1 if at > end + 2 and any(t.is_word for t in s[at + 1 :]) else None
        if s[at].quoted or is_finite(s, at) or s[at].word in BREAKS:
            return None
    return None


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


def opinions(s: Sentence) -> Iterator[Found]:
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


def nominal(s: Sentence, groups: Sequence[VerbGroup]) -> Iterator[Found]:
    """ "La afirmación (de X) de que", "su sospecha de que"."""
    verbs = {group.last for group in groups}
    for at, token in enumerate(s):
        lemma = _singular(token.word)
        if lemma not in NOUNS or at + 2 >= len(s) or at in verbs:
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


def doubted(s: Sentence) -> Iterator[Found]:
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


def unknown(s: Sentence, found: list[Found]) -> Iterator[Found]:
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


_CONVINCED = ("convencid", "segur", "persuadid", "conscient", "cierto", "cierta", "temeros", "satisfech")
_BEING = frozenset(
    "está están estaba estaban estoy estamos estuvo mostró muestra mostraron dice dijo declaró".split()
)


def convinced(s: Sentence) -> Iterator[Found]:
    """ "Está convencido de que", "se mostró segura de que"."""
    for at in range(1, len(s) - 3):
        if not s[at].word.startswith(_CONVINCED) or (s[at + 1].word, s[at + 2].word) != ("de", "que"):
            continue
        verb = at - 1
        while verb > 0 and s[verb].word in ADVERBS:
            verb -= 1
        content = strip(s, at + 1, rest(s, at + 2))
        if s[verb].word not in _BEING or content is None:
            continue
        start = verb
        while start and s[start - 1].word in CLITICS | {"no"}:
            start -= 1
        person = 1 if s[verb].word in ("estoy", "estamos") else 3
        negated = s[start].word == "no"
        yield Found(
            "creer",
            "adjective",
            subject_before(s, start),
            (verb, at),
            (content,),
            0.6,
            person,
            negated=negated,
        )


def label(s: Sentence) -> Found | None:
    """ "MARTA RUIZ: No lo sé", at the start of a paragraph; the content is what stands there of it in the sentence."""
    end = next((k for k in range(min(len(s), 7)) if s[k].word == ":"), 0)
    names = [t for t in s[:end] if t.is_word and t.word not in ("de", "del", "la", "los")]
    if (
        end < 2
        or end + 1 >= len(s)
        or len(names) < 2
        or not all(t.capital for t in names)
        or len(names) < end - 2
    ):
        return None
    return Found("label", "label", (0, end - 1), (end, end), ((end + 1, len(s) - 1),), 0.5)
