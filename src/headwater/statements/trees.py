"""Reading a parse: phrases as ranges of tokens, the subject of a verb, and the words that go with it."""

from __future__ import annotations

from headwater.statements.parse import RELATIVE, Parsed

Range = tuple[int, int]
"""First and last token, both included."""

SUBJECTS = ("nsubj", "csubj")
IMPERSONAL = frozenset("seem appear happen turn be become take make matter look rain follow emerge".split())
_GROUP = frozenset({"aux", "auxpass", "neg", "prt"})


def subtree(p: Parsed, token: int) -> Range:
    """The subtree of ``token`` less punctuation at its ends."""
    return strip(p, p.firsts[token], p.lasts[token])


def strip(p: Parsed, first: int, last: int) -> Range:
    """``first..last`` less punctuation other than quotation marks and brackets at the ends; at least one token."""
    while first < last and p.words[first] in {",", ";", ":", ".", "-", "--", "—", "–"}:
        first += 1
    while last > first and p.words[last] in {",", ";", ":", ".", "-", "--", "—", "–"}:
        last -= 1
    return first, last


def without_aside(p: Parsed, content: Range) -> Range:
    """A range of tokens without a relative clause or a participle behind a comma at its end ("the plan, which failed")."""
    first, last = content
    for token in range(first + 1, last + 1):
        aside = p.deps[token] == "relcl" or (p.deps[token] == "acl" and p.tags[token] == "VBN")
        clause = aside and p.lasts[token] >= last and p.firsts[token] > first + 1
        if clause and p.words[p.firsts[token] - 1] == ",":
            return strip(p, first, p.firsts[token] - 2)
    return content


def is_passive(p: Parsed, verb: int) -> bool:
    """Whether a verb is in the passive voice."""
    return p.child(verb, "nsubjpass", "agent") is not None or (
        p.tags[verb] == "VBN"
        and (
            p.deps[verb] in {"acl", "relcl"}
            or (p.deps[verb] == "advcl" and p.lemmas[verb] == "ask")  # "Asked whether ..., he said"
            or (p.deps[verb] == "advcl" and verb > 0 and p.words[verb - 1].lower() == "as")
        )
        and p.child(verb, "nsubj", "aux") is None
    )


def speaker_of(p: Parsed, verb: int) -> Range | None:
    """The one who does ``verb``: its subject, or the "by ..." of a passive."""
    return _agent(p, verb) if is_passive(p, verb) else subject_of(p, verb)


def verb_lemma(p: Parsed, verb: int) -> str:
    """The verb's lemma, with its particle where it has one: "point_out"."""
    particle = p.child(verb, "prt")
    return p.lemmas[verb] + (f"_{p.words[particle].lower()}" if particle is not None else "")


def subject_of(p: Parsed, verb: int) -> Range | None:
    """The range of the one who does ``verb``: its own subject, or that of the verb it hangs on."""
    at = verb
    for _ in range(6):
        subject = p.child(at, *SUBJECTS)
        if subject is not None:
            if p.words[subject].lower() == "that" and p.tags[subject] in RELATIVE and p.deps[at] == "relcl":
                return _source_range(p, p.heads[at], verb, before=at)
            return _source_range(p, subject, verb)
        helper = p.child(at, "auxpass", "aux")
        subject = p.child(helper, *SUBJECTS) if helper is not None else None
        if subject is not None:  # the parse has hung it on the auxiliary
            return _source_range(p, subject, verb)
        passive = p.child(at, "nsubjpass")
        if passive is not None and at != verb:
            return _source_range(p, passive, verb)
        if p.deps[at] in {"conj", "xcomp", "advcl", "pcomp", "prep", "dep"}:
            at = p.heads[at]
            if p.deps[at] in {"pobj", "dobj"} and p.pos[at] in {"NOUN", "PROPN"}:
                return None
        elif p.deps[at] in {"acl", "relcl"}:
            return _source_range(p, p.heads[at], verb, before=at)
        else:
            return _right_before(p, verb) if at == verb else None
        if p.pos[at] not in {"VERB", "AUX", "ADP", "ADJ"}:
            return None
    return None


def _right_before(p: Parsed, verb: int) -> Range | None:
    """The phrase that ends right before a finite verb without a subject: the parse has hung it elsewhere."""
    if p.tags[verb] not in {"VBZ", "VBP", "VBD"}:
        return None
    last = verb_group(p, verb)[0] - 1
    while last >= 0 and p.words[last] in {'"', ","}:
        last -= 1
    top = next(
        (t for t in range(last, max(-1, last - 12), -1) if p.lasts[t] in {last, last + 1} and is_named(p, t)),
        None,
    )
    while (
        top is not None
        and p.heads[top] < top
        and p.lasts[p.heads[top]] == p.lasts[top]
        and is_named(p, p.heads[top])
    ):
        top = p.heads[top]
    return strip(p, p.firsts[top], last) if top is not None and p.firsts[top] <= last else None


def is_named(p: Parsed, token: int) -> bool:
    """Whether a token is a noun or a name that could do something (no day, no time)."""
    return p.pos[token] in {"NOUN", "PROPN"} and p.deps[token] not in {"npadvmod", "pobj"}


def _source_range(p: Parsed, token: int, verb: int, before: int | None = None) -> Range | None:
    word = p.words[token].lower()
    if word == "there" or (word == "it" and p.lemmas[verb] in IMPERSONAL):
        return None
    first, last = p.firsts[token], p.lasts[token]
    if before is not None:
        last = min(last, p.firsts[before] - 1)
    if first <= verb <= last:
        last = verb - 1
    return strip(p, first, last) if first <= last else None


def _agent(p: Parsed, verb: int) -> Range | None:
    """The "by ..." of a passive."""
    agent = p.child(verb, "agent")
    if agent is None and p.deps[verb] == "advcl":  # "as quoted in X"
        agent = next((c for c in p.children[verb] if p.words[c].lower() == "in" and c > verb), None)
    who = p.child(agent, "pobj") if agent is not None else None
    return subtree(p, who) if who is not None else None


def verb_group(p: Parsed, verb: int) -> Range:
    """The verb with the auxiliaries, negation, particles and adverbs that touch it, and the verbs it hangs on by "to"."""
    first, last = _grown(p, verb, verb, verb)
    at = verb
    while p.deps[at] == "xcomp" and p.pos[p.heads[at]] in {"VERB", "ADJ"} and p.heads[at] < at:
        at = p.heads[at]
        head_first, head_last = _grown(p, at, at, at)
        if head_last + 1 < first:
            break
        first = head_first
    return first, last


def _grown(p: Parsed, verb: int, first: int, last: int) -> Range:
    kids = {
        c
        for c in p.children[verb]
        if p.deps[c] in _GROUP
        or (
            p.deps[c] == "advmod"
            and p.pos[c] == "ADV"
            and p.firsts[c] == p.lasts[c]
            and p.tags[c] not in {"WRB"}
        )
    }
    while first - 1 in kids:
        first -= 1
    while last + 1 in kids:
        last += 1
    return first, last
