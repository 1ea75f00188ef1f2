"""Candidates: every place in a paragraph where the syntax could be an attribution.

A *frame* is the way in which content hangs on its cue: ``ccomp`` (says that ...), ``xcomp`` (hopes to ...), ``obj``
(denied it), ``prep:for`` (called for ...), ``n:acl`` (the claim that ...), and so on. Candidates are made freely here;
which pairs of lemma and frame are cues is the lexicon's matter.
"""

from __future__ import annotations

from dataclasses import dataclass

from headwater.statements.parse import RELATIVE, Parsed
from headwater.statements.trees import (
    SUBJECTS,
    Range,
    is_passive,
    speaker_of,
    strip,
    subtree,
    verb_group,
    verb_lemma,
    without_aside,
)

PREPOSITIONS = frozenset("about of for against on in with over to as at from by into upon".split())
RAISING = frozenset({"seem", "appear"})
"""Verbs whose subject is no speaker but belongs to what is said ("the dock seems to be closed")."""
JOINING = frozenset({"and", "but", ";"})
TRIMMED = frozenset(
    {"obj", "xcomp", "obj+as", "obj+of", "obj+xcomp", "prep:for", "prep:on", "prep:about", "prep:of"}
)
"""Frames whose content ends before a relative clause behind a comma, which is the writer's own."""
SO = frozenset({"so", "otherwise"})
"""Words that stand for a content ("the mayor said so")."""
CALLING = frozenset(
    "identify describe know name label brand characterise characterize portray depict".split()
)
HEARING = frozenset({"hear", "learn"})
EXPLETIVES = frozenset({"it", "there"})


Contents = list[tuple[str, tuple[Range, ...], int | None]]
"""Frames, each with its content and the preposition that belongs to the cue."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """``lemma`` in ``frame`` at token ``head``; token ranges of source, cue and content."""

    frame: str
    lemma: str
    head: int
    source: Range | None
    cue: Range
    content: tuple[Range, ...]


def verb_candidates(p: Parsed) -> list[Candidate]:
    """Candidates whose cue is a verb."""
    out: list[Candidate] = []
    for token, pos in enumerate(p.pos):
        speaks = pos == "VERB" and p.words[token].lower() != "according"
        if speaks and not _is_told_reader(p, token) and not in_title(p, token) and not _asks_hearer(p, token):
            out.extend(_of_verb(p, token))
    return out


def in_title(p: Parsed, token: int) -> bool:
    """Whether a capitalised verb stands in the midst of a sentence: it belongs to a title."""
    if token == 0 or not p.words[token][0].isupper() or p.words[token].isupper():
        return False
    return p.sentences[token - 1] == p.sentences[token] and (
        p.pos[token - 1] != "PUNCT" or p.words[token - 1] == ","
    )


def _is_told_reader(p: Parsed, verb: int) -> bool:
    """Whether the reader is told to do it ("note that ...")."""
    return (
        p.tags[verb] == "VB"
        and p.deps[verb] in {"ROOT", "conj"}
        and p.child(verb, "nsubj", "nsubjpass", "aux", "auxpass") is None
        and p.tags[p.heads[verb]] == "VB"
    )


def _asks_hearer(p: Parsed, verb: int) -> bool:
    """Whether the hearer is asked to say something ("can you say"): nothing is said yet."""
    subject = p.child(verb, "nsubj")
    if subject is None or p.words[subject].lower() != "you":
        return False
    return any(p.deps[c] == "aux" and c < subject for c in p.children[verb])


def _of_verb(p: Parsed, verb: int) -> list[Candidate]:
    passive = is_passive(p, verb)
    source = speaker_of(p, verb)
    cue = verb_group(p, verb)
    lemma = verb_lemma(p, verb)
    make = _passive_contents if passive else _active_contents
    out = []
    teller = _teller(p, verb) if lemma in HEARING else None
    for frame, content, link in make(p, verb):
        if teller is not None and frame == "ccomp":
            out.append(Candidate("told_by", lemma, verb, teller, cue, content))
            continue
        whole = (cue[0], link) if link is not None and link == cue[1] + 1 else cue
        content = tuple(without_aside(p, r) for r in content) if frame in TRIMMED else content
        if frame == "xcomp" and source is not None and p.lemmas[verb] in RAISING:
            out.append(Candidate(frame, lemma, verb, None, whole, (source, *content)))
        else:
            out.append(Candidate(frame, lemma, verb, source, whole, content))
    return out


def _teller(p: Parsed, verb: int) -> Range | None:
    """X in "heard from X that ..."."""
    prep = next((c for c in p.children[verb] if p.words[c].lower() == "from" and c > verb), None)
    who = p.child(prep, "pobj") if prep is not None else None
    if who is None:
        return None
    clause = p.child(who, "relcl")
    return p.firsts[who], subtree(p, who)[1] if clause is None else max(who, p.firsts[clause] - 1)


def _active_contents(p: Parsed, verb: int) -> Contents:
    """Frame, content, and the preposition that belongs to the cue, for an active verb."""
    thing, predicate = p.child(verb, "dobj"), p.child(verb, "oprd")
    clausal = _clausal(p, verb, thing)
    out = clausal + _prepositional(p, verb, thing)
    if thing is not None:
        told = any(frame in {"ccomp", "obj+xcomp"} for frame, _, _ in clausal)
        if not told and not (
            p.tags[thing] in RELATIVE and p.deps[verb] == "relcl"
        ):  # "the ships that he wants"
            out.append(("obj", (subtree(p, thing),), None))
        if predicate is not None:
            out.append(
                ("oprd", (strip(p, min(p.firsts[thing], p.firsts[predicate]), p.lasts[predicate]),), None)
            )
    if not out:
        out.extend(("so", ((c, c),), None) for c in p.children[verb] if c > verb and p.words[c].lower() in SO)
    return out


def _clausal(p: Parsed, verb: int, thing: int | None) -> Contents:
    """The clause that is the content of ``verb``, or the sentence that stands around it; at most one."""
    clause, bare = _own_clause(p, verb), p.child(verb, "xcomp")
    if clause is None and bare is None and thing is None:
        clause = _late_clause(p, verb)
    if clause is not None:
        return [("ccomp", (_clause(p, clause, verb),), None)]
    if bare is not None:
        frame = "obj+xcomp" if thing is not None else "xcomp:ing" if _is_gerund(p, bare) else "xcomp"
        return [(frame, (subtree(p, bare),), None)]
    asked = next(
        (c for c in p.children[verb] if p.deps[c] == "advcl" and _mark(p, c) in {"if", "whether"}), None
    )
    if asked is not None:
        return [("ccomp", (subtree(p, asked),), None)]
    if p.deps[verb] in {"parataxis", "ccomp", "advcl"} and thing is None and (sides := _around(p, verb)):
        return [("around", sides, None)]
    return []


def _own_clause(p: Parsed, verb: int) -> int | None:
    """The clause under ``verb``, unless a semicolon stands between them; the one behind it before one in front."""
    clauses = [c for c in p.children[verb] if p.deps[c] == "ccomp"]
    near = [c for c in clauses if c > verb or ";" not in p.words[p.lasts[c] : verb]]
    return min(near, key=lambda c: c < verb, default=None)


def _is_gerund(p: Parsed, verb: int) -> bool:
    """Whether a verb is in the form of "(denies) calling", "(denies) having been warned"."""
    first = next((c for c in p.children[verb] if p.deps[c] in {"aux", "auxpass"}), verb)
    return p.tags[first] == "VBG"


def _mark(p: Parsed, clause: int) -> str:
    """The conjunction that opens a clause, lower-case; "" where there is none."""
    mark = p.child(clause, "mark")
    return p.words[mark].lower() if mark is not None else ""


def _prepositional(p: Parsed, verb: int, thing: int | None) -> Contents:
    """Content behind a preposition: "called for X", "accused X of Y", "described X as Y"."""
    out: Contents = []
    for prep in p.children[verb]:
        word = p.words[prep].lower()
        if prep < verb or p.deps[prep] not in {"prep", "dative"} or word not in PREPOSITIONS:
            continue
        if p.child(prep, "pobj", "pcomp", "prep") is None:
            continue
        inner = (prep + 1, subtree(p, prep)[1])
        naming = _naming(p, prep) if thing is not None and p.lemmas[verb] in CALLING else None
        if thing is not None and naming is not None:  # "identified him in their letters as X"
            out.append(("obj+as", (subtree(p, thing), (naming, subtree(p, naming)[1])), None))
        elif thing is None:
            out.append((f"prep:{word}", (inner,), prep))
        elif word in {"as", "of", "for", "to", "with", "on", "about", "against"}:
            first = p.firsts[thing] if word in {"as", "to", "with"} else inner[0]
            out.append((f"obj+{word}", (strip(p, first, inner[1]),), None))
    return out


def _naming(p: Parsed, prep: int) -> int | None:
    """An "as" that the parse has hung on a place or document between it and its verb."""
    thing = p.child(prep, "pobj")
    beside = p.child(thing, "prep") if thing is not None else None
    return (
        beside
        if beside is not None and p.words[beside].lower() == "as" and p.lasts[beside] > beside
        else None
    )


def _late_clause(p: Parsed, verb: int) -> int | None:
    """A that-clause that the parser has hung on a time between it and its verb ("has said for years that ...")."""
    for prep in p.children[verb]:
        if p.deps[prep] == "advcl" and p.lemmas[prep] == "date" and prep > verb:
            return p.child(prep, "ccomp")  # "wrote in a letter, dated May 3, that ..."
        if p.deps[prep] != "prep" or prep < verb:
            continue
        for token in range(prep + 1, p.lasts[prep] + 1):
            mark = p.child(token, "mark", "dobj", "advmod")
            whole = mark is not None and p.child(token, *SUBJECTS, "nsubjpass") is not None
            hung = p.deps[token] in {"relcl", "acl", "ccomp"} and p.heads[token] in range(prep, token)
            if whole and hung and p.words[p.firsts[token]].lower() == "that":
                return token
    return None


def _passive_contents(p: Parsed, verb: int) -> Contents:
    out: Contents = []
    if p.deps[verb] == "advcl" and _mark(p, verb) == "as":  # "as reported by X"
        return [("pass:around", sides, None)] if (sides := _around(p, verb)) else []
    subject = p.child(verb, "nsubjpass")
    if subject is None and p.deps[verb] == "xcomp" and p.lemmas[p.heads[verb]] in RAISING:
        subject = p.child(p.heads[verb], "nsubj")  # "appears to be confirmed by X"
    about = (
        subtree(p, subject) if subject is not None and p.words[subject].lower() not in EXPLETIVES else None
    )
    clause = p.child(verb, "ccomp", "csubjpass")
    if clause is None:  # "asked by X whether"
        clause = next((c for c in p.children[verb] if _mark(p, c) in {"if", "whether"} and c > verb), None)
    bare = p.child(verb, "xcomp", "oprd")
    if bare is None and p.child(verb, "agent") is not None:  # "was reported by X to have fled"
        bare = next((c for c in p.children[verb] if p.deps[c] == "advcl" and _has_to(p, c)), None)
    if clause is not None:
        out.append(("pass:ccomp", (_clause(p, clause, verb),), None))
    elif bare is not None:
        content = subtree(p, bare)
        out.append(("pass:xcomp", (about, content) if about else (content,), None))
    else:
        for prep in p.children[verb]:
            word = p.words[prep].lower()
            if (
                p.deps[prep] == "prep"
                and word in {"of", "as", "for", "about", "with"}
                and p.lasts[prep] > prep
            ):
                content = (prep + 1, subtree(p, prep)[1])
                out.append((f"pass:{word}", (about, content) if about else (content,), prep))
        if about:
            agent = p.child(verb, "agent")
            out.append(("pass:subj" if agent is None else "pass:by", (about,), None))
    return out


def _has_to(p: Parsed, verb: int) -> bool:
    return any(p.tags[c] == "TO" for c in p.children[verb])


def _clause(p: Parsed, clause: int, verb: int) -> Range:
    """The clause's subtree, cut at the verb where the parse has the cue's words inside it."""
    first, last = p.firsts[clause], p.lasts[clause]
    if clause > verb:
        first = max(first, verb + 1)
        last = _same_speaker(p, clause, verb, last)
    elif last >= verb:
        last = verb - 1
    return strip(p, first, max(first, last))


def _same_speaker(p: Parsed, clause: int, verb: int, last: int) -> int:
    """``last``, or where a new statement of the same pronoun begins that the parse has joined to the content ("he denied
    that it sank, and he blamed the crew")."""
    subject = p.child(verb, "nsubj")
    if subject is None or p.pos[subject] != "PRON":
        return last
    for joined in p.children[clause]:
        own = p.child(joined, "nsubj") if p.deps[joined] == "conj" else None
        if (
            own is not None
            and p.words[own].lower() == p.words[subject].lower()
            and p.words[own - 1].lower() in JOINING
        ):
            return max(clause, own - 2)
    return last


def _around(p: Parsed, verb: int) -> tuple[Range, ...]:
    """What the sentence says on both sides of a cue that stands in it like a bracket ("X, he said, Y")."""
    head = p.heads[verb]
    first, last = p.firsts[verb], p.lasts[verb]
    if p.deps[verb] == "advcl":
        mark = p.child(verb, "mark", "advmod")
        if mark is None or p.words[mark].lower() != "as":
            return ()
    if p.deps[verb] == "ccomp" and p.words[first - 1 if first else 0] != ",":
        return ()
    if any(p.words[c].lower() in {"above", "below", "earlier"} for c in p.children[verb]):
        return ()  # "as I described above"
    sides = sides_of(p, p.firsts[head], p.lasts[head], (first, last))
    after = [s for s in sides if s[0] > verb and p.words[s[0]].lower() == "that"]
    return tuple(after) or sides  # "the fact, as X reported, that ..."


def sides_of(p: Parsed, first: int, last: int, hole: Range) -> tuple[Range, ...]:
    """``first..last`` less ``hole``, each side without punctuation at its ends; nothing beyond a semicolon, and of what
    stands in brackets around ``hole`` nothing outside of them."""
    semicolons = [t for t in range(first, last + 1) if p.words[t] == ";"]
    first = max((t + 1 for t in semicolons if t < hole[0]), default=first)
    last = min((t - 1 for t in semicolons if t > hole[1]), default=last)
    opening = [t for t in range(first, hole[0]) if p.words[t] in {"(", ")"}]
    closing = [t for t in range(hole[1] + 1, last + 1) if p.words[t] in {"(", ")"}]
    if opening and p.words[opening[-1]] == "(":
        first = opening[-1] + 1
        last = closing[0] - 1 if closing and p.words[closing[0]] == ")" else last
    sides = []
    if first < hole[0]:
        sides.append(strip(p, first, hole[0] - 1))
    if last > hole[1]:
        sides.append(strip(p, hole[1] + 1, last))
    return tuple(s for s in sides if any(p.words[t][0].isalnum() for t in range(s[0], s[1] + 1)))
