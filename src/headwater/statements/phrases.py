"""Candidates whose cue is no verb: nouns ("her claim that"), adjectives ("is certain that"), "according to",
and the like."""

from __future__ import annotations

from headwater.statements.frames import Candidate, sides_of
from headwater.statements.lexicon import HELD
from headwater.statements.parse import Parsed
from headwater.statements.trees import SUBJECTS, Range, subtree

ALLEGING = frozenset("allegedly reportedly purportedly supposedly apparently".split())
VIEWS = frozenset("view opinion word account judgment judgement telling version estimation reading".split())
_PREPOSITIONS = frozenset("about of for on against in over with to".split())


def phrase_candidates(p: Parsed) -> list[Candidate]:
    """All candidates of ``p`` whose cue is not a verb."""
    out: list[Candidate] = []
    for token, pos in enumerate(p.pos):
        word = p.words[token].lower()
        if word == "according":
            out.extend(_according(p, token))
        elif word in ALLEGING:
            out.extend(_alleged(p, token))
        elif word == "in" and p.deps[token] == "prep":
            out.extend(_in_view(p, token))
        elif pos == "NOUN":
            out.extend(_of_noun(p, token))
        elif pos == "ADJ" or (pos == "VERB" and p.deps[token] in {"acomp", "amod"}):
            out.extend(_of_adjective(p, token))
    return out


def _according(p: Parsed, token: int) -> list[Candidate]:
    to = next((c for c in p.children[token] if p.words[c].lower() == "to"), None)
    if to is None and token + 1 < len(p) and p.words[token + 1].lower() == "to":
        to = token + 1
    who = p.child(to, "pobj") if to is not None else None
    if to is None or who is None:
        return []
    source = _until_speaker(p, who, subtree(p, who))
    root = p.heads[token]
    while p.heads[root] != root and p.pos[root] not in {"VERB", "AUX"}:
        root = p.heads[root]
    sides = sides_of(p, p.firsts[root], p.lasts[root], (token, max(source[1], to)))
    sides = tuple(s for s in sides if p.words[s[0]].lower() != "as" or s[0] < token)  # "as reported by X"
    return [Candidate("according", "according", token, source, (token, to), sides)]


def _until_speaker(p: Parsed, who: int, source: Range) -> Range:
    """The source up to where the clause begins that the parse has taken for a part of it ("according to X, he ...")."""
    for token in range(who + 1, source[1] + 1):
        if p.words[token].lower() in {"he", "she", "they", "we", "i"} and p.words[token - 1] == ",":
            return source[0], max(source[0], token - 2)
    return source


def _alleged(p: Parsed, token: int) -> list[Candidate]:
    """ "X allegedly did it": said by nobody who is named."""
    verb = p.heads[token]
    if p.deps[token] != "advmod" or p.pos[verb] not in {"VERB", "AUX"}:
        return []
    sides = sides_of(p, p.firsts[verb], p.lasts[verb], (token, token))
    return [Candidate("adverb", p.words[token].lower(), token, None, (token, token), sides)] if sides else []


def _in_view(p: Parsed, token: int) -> list[Candidate]:
    """ "In X's view, ..."."""
    view = p.child(token, "pobj")
    owner = p.child(view, "poss") if view is not None else None
    verb = p.heads[token]
    if (
        view is None
        or view < token
        or owner is None
        or p.lemmas[view] not in VIEWS
        or p.pos[verb] not in {"VERB", "AUX"}
    ):
        return []
    first, last = subtree(p, owner)
    if p.tags[last] == "POS" and last > first:
        last -= 1
    hole = (token, p.lasts[token])
    sides = sides_of(p, p.firsts[verb], p.lasts[verb], hole)
    return [Candidate("view", p.lemmas[view], token, (first, last), (token, view), sides)] if sides else []


def _of_noun(p: Parsed, noun: int) -> list[Candidate]:
    lemma = p.lemmas[noun]
    contents: list[tuple[str, Range, int | None]] = []
    for child in p.children[noun]:
        if child < noun:
            continue
        mark = p.child(child, "mark")
        word = p.words[child].lower()
        if (
            p.deps[child] in ({"acl", "ccomp", "relcl"} if lemma in HELD else {"acl", "ccomp"})
            and mark is not None
            and p.words[mark].lower() in {"that", "whether"}
        ):
            contents.append(("n:acl", subtree(p, child), None))
        elif p.deps[child] == "acl" and p.tags[child] == "VB":
            contents.append(("n:to", subtree(p, child), None))
        elif p.deps[child] == "prep" and word in _PREPOSITIONS and p.lasts[child] > child:
            contents.append((f"n:{word}", (child + 1, subtree(p, child)[1]), child))
    contents.extend(_copula(p, noun))
    out = []
    for frame, content, link in contents:
        source, cue, verb = _noun_source(p, noun)
        full = (cue[0], link) if link is not None and link == cue[1] + 1 else cue
        out.append(Candidate(frame, f"{verb}_{lemma}" if verb else lemma, noun, source, full, (content,)))
    return out


def _copula(p: Parsed, noun: int) -> list[tuple[str, Range, int | None]]:
    """ "Her claim is that ...", "the idea was to ..."."""
    be = p.heads[noun]
    if p.deps[noun] != "nsubj" or p.lemmas[be] != "be" or be < noun:
        return []
    clause = p.child(be, "ccomp", "xcomp", "advcl")
    return [("n:cop", subtree(p, clause), be)] if clause is not None and clause > be else []


def _noun_source(p: Parsed, noun: int) -> tuple[Range | None, Range, str]:
    """Source, cue range, and the verb that carries the noun where there is one ("made the claim")."""
    poss = p.child(noun, "poss")
    if poss is not None:
        first, last = subtree(p, poss)
        if p.tags[last] == "POS" and last > first:
            last -= 1
        start = noun if p.firsts[noun] > poss else min(noun, p.lasts[poss] + 1)
        return (first, last), (start, noun), ""
    for child in p.children[noun]:
        if p.deps[child] == "prep" and p.words[child].lower() in {"by", "from", "among"}:
            who = p.child(child, "pobj")
            if who is not None:
                return subtree(p, who), (noun, noun), ""
    verb = p.heads[noun]
    if p.deps[noun] == "pobj" and p.words[verb].lower() == "of" and p.lemmas[p.heads[verb]] == "be":
        be = p.heads[verb]  # "are of the opinion that"
        subject = p.child(be, *SUBJECTS)
        return (subtree(p, subject) if subject is not None else None), (min(be, noun), max(be, noun)), ""
    if p.deps[noun] == "dobj" and p.pos[verb] == "VERB":
        subject = p.child(verb, *SUBJECTS)
        start = min(verb, noun)
        aux = [c for c in p.children[verb] if p.deps[c] in {"aux", "neg"} and c < verb]
        cue = (min([start, *aux]), noun)
        return (subtree(p, subject) if subject is not None else None), cue, p.lemmas[verb]
    return None, (noun, noun), ""


def _of_adjective(p: Parsed, adjective: int) -> list[Candidate]:
    be = p.heads[adjective]
    if p.deps[adjective] != "acomp":
        return []
    subject = p.child(be, *SUBJECTS, "nsubjpass")
    source = (
        subtree(p, subject)
        if subject is not None and p.words[subject].lower() not in {"it", "there"}
        else None
    )
    own = p.child(adjective, "ccomp")
    clause = own if own is not None else p.child(be, "ccomp")
    bare = p.child(adjective, "xcomp")
    cue = (min(be, adjective), max(be, adjective))
    if clause is not None and clause > adjective:
        return [Candidate("a:ccomp", p.lemmas[adjective], adjective, source, cue, (subtree(p, clause),))]
    if bare is not None and bare > adjective:
        return [Candidate("a:xcomp", p.lemmas[adjective], adjective, source, cue, (subtree(p, bare),))]
    prep = p.child(adjective, "prep")
    if prep is not None and p.lasts[prep] > prep > adjective:
        word = p.words[prep].lower()
        full = (cue[0], prep) if prep == cue[1] + 1 else cue
        content = (prep + 1, subtree(p, prep)[1])
        return [Candidate(f"a:{word}", p.lemmas[adjective], adjective, source, full, (content,))]
    return []
