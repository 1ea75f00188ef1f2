"""Proposals: candidates with their exact spans, quotation marks taken into account, before any lexicon."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from headwater.base.spans import Span, hull, merged, trimmed
from headwater.statements.frames import Candidate, in_title, verb_candidates
from headwater.statements.mentions import DAYS, is_nominal
from headwater.statements.parse import Parsed
from headwater.statements.phrases import phrase_candidates
from headwater.statements.quotes import Quotation
from headwater.statements.trees import speaker_of, strip, verb_group, verb_lemma

_LABEL = re.compile(r"[\"“]?((?:[A-Z][\w.'’-]*|[A-Z]+)(?: (?:[A-Z][\w.'’-]*|of|the|de|von)){0,4})(:)\s")

ASIDE = 120
"""Code points between a quotation and its cue in which a source is looked for, at most."""

WORDS = 3
"""Words of a quotation that may be no speech, at most."""

REACH = 160
"""Code points between a quotation and the words that introduce it, at most."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A possible statement.

    ``quoted`` says whether its content takes in a quotation's words, ``relative`` whether its cue is the verb of a
    relative clause ("firms that sell ships").
    """

    frame: str
    lemma: str
    source: tuple[Span, ...]
    cue: Span
    content: tuple[Span, ...]
    quoted: bool
    relative: bool = False


def propose(p: Parsed, text: str, quotations: Sequence[Quotation]) -> list[Proposal]:
    """All proposals of one paragraph. ``quotations`` are those of the paragraph."""
    outer = [q for q in quotations if q.depth == 1]
    candidates = verb_candidates(p) + phrase_candidates(p)
    out = [made for c in candidates if (made := _with_quotes(p, text, c, quotations))]
    out.extend(_beside_quotes(p, text, outer))
    speaker = labelled(p, text)
    if speaker is not None:
        out.append(speaker)
    return out


def _with_quotes(p: Parsed, text: str, c: Candidate, quotations: Sequence[Quotation]) -> Proposal | None:
    """A candidate as spans: its content takes in whole the quotations it touches, or stays inside its own."""
    cue = p.span_of(*c.cue)
    content = [p.span_of(*r) for r in c.content if r[0] <= r[1]]
    source: tuple[Span, ...] = (p.span_of(*c.source),) if c.source else ()
    around = [q for q in quotations if q.span.holds(p.span_of(c.head, c.head))]
    quoted = False
    if around:
        bounds = min(around, key=lambda q: len(q.span)).inner()
        content = [t for s in content if bounds and (t := _clipped(text, s, bounds))]
        source = tuple(t for s in source if (t := _source_inside(text, s, bounds, quotations)))
    else:
        source = _outside(text, source, cue, [q.span for q in quotations if q.depth == 1])
    inside = [q for q in quotations if not q.span.holds(cue) and (not around or _within(q, around))]
    touched = [q.span for q in inside if any(q.span.overlaps(s) for s in content)]
    if touched:
        quoted = True
        spoken = [q for q in touched if _is_speech(text, cue, q)] if c.frame == "ccomp" else []
        content = spoken or list(merged([*content, *touched]))
    taken = [cue, *source]
    content = [_balanced(text, _unbracketed(text, s)) for s in _without(text, content, taken)]
    source = tuple(_balanced(text, s) for s in source)
    relative = p.pos[c.head] == "VERB" and p.deps[c.head] == "relcl"
    return Proposal(c.frame, c.lemma, source, cue, tuple(content), quoted, relative) if content else None


def _is_speech(text: str, cue: Span, quotation: Span) -> bool:
    """Whether a quotation right behind the cue is all that is said ("said, 'Nobody knows,' and laughed")."""
    between = text[cue.end : quotation.start]
    closed = text[quotation.end - 2] in ",.!?" and quotation.end - quotation.start > 3
    return closed and cue.end <= quotation.start and between.strip() in {"", ",", ":"}


def _source_inside(
    text: str, span: Span, bounds: Span | None, quotations: Sequence[Quotation]
) -> Span | None:
    """A source inside the same quotation as its cue, or in another piece of an interrupted one."""
    inside = _clipped(text, span, bounds) if bounds else None
    if inside is not None:
        return inside
    for q in quotations:
        inner = q.inner()
        if q.depth == 1 and inner is not None and inner.overlaps(span):
            clipped = _clipped(text, span, inner)
            return _tidy(text, clipped.start, clipped.end) if clipped else None
    return None


def _within(q: Quotation, around: Sequence[Quotation]) -> bool:
    return all(a.span.holds(q.span) and a.span != q.span for a in around)


def _clipped(text: str, span: Span, bounds: Span) -> Span | None:
    start, end = max(span.start, bounds.start), min(span.end, bounds.end)
    return trimmed(text, start, end) if start < end else None


def _without(text: str, spans: Sequence[Span], holes: Sequence[Span]) -> list[Span]:
    """``spans`` less ``holes``, less white space and stray punctuation at the new ends."""
    pieces = list(spans)
    for hole in holes:
        kept: list[Span] = []
        for span in pieces:
            if not span.overlaps(hole):
                kept.append(span)
                continue
            sides = ((span.start, min(hole.start, span.end)), (max(hole.end, span.start), span.end))
            kept.extend(t for s, e in sides if s < e and (t := _tidy(text, s, e)))
        pieces = kept
    return pieces


def _tidy(text: str, start: int, end: int) -> Span | None:
    while start < end and (text[start].isspace() or text[start] in ",;:.—–-"):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in ",;:—–-"):
        end -= 1
    return Span(start, end) if any(c.isalnum() for c in text[start:end]) else None


def _unbracketed(text: str, span: Span) -> Span:
    """The span without closing brackets and punctuation at its start: they belong to what stands before."""
    start = span.start
    while start < span.end - 1 and text[start] in "),;: \t\r\n":
        start += 1
    return Span(start, span.end)


def _balanced(text: str, span: Span) -> Span:
    """The span with the bracket that stands right before or behind it, where only its other half is in it."""
    words = span.of(text)
    start, end = span.start, span.end
    for left, right in ("[]", "()"):
        if words.count(left) > words.count(right) and text[end : end + 1] == right:
            end += 1
        if words.count(right) > words.count(left) and start and text[start - 1] == left:
            start -= 1
    return Span(start, end)


def _beside_quotes(p: Parsed, text: str, quotations: Sequence[Quotation]) -> list[Proposal]:
    """For each verb outside the quotations, those that stand next to it: it may be their cue (frame ``quote``)."""
    spans = [q.span for q in quotations]
    if not spans:
        return []
    ends = [s.end for s in spans]
    quoted = {t for s in spans for t in p.starting_in(s)}
    verbs = [t for t, pos in enumerate(p.pos) if pos == "VERB" and t not in quoted and not in_title(p, t)]
    out: list[Proposal] = []
    for verb in verbs:
        cue = p.span_of(*verb_group(p, verb))
        subject = speaker_of(p, verb)
        source = _outside(text, (p.span_of(*subject),) if subject else (), cue, spans)
        if not source and p.child(verb, "nsubjpass") is None:
            source = _neighbour(p, cue, spans)
        own = hull([cue, *source])
        reached = spans[bisect_left(ends, own.start - REACH) : bisect_right(ends, own.end + REACH) + 1]
        other = any(p.deps[c] in {"ccomp", "dobj"} and c > verb for c in p.children[verb])
        near = tuple(
            s
            for s in reached
            if not s.overlaps(own)
            and _beside(p, verb, own, s, verbs)
            and not _is_word(text, own, s)
            and not (other and s.end <= own.start and _ends_sentence(text, s))
        )
        if near:
            out.append(Proposal("quote", verb_lemma(p, verb), source, cue, near, True))
    return out


def _is_word(text: str, own: Span, quotation: Span) -> bool:
    """Whether a quotation is a word or two in quotation marks (no speech) that does not stand right at the cue."""
    inner = text[quotation.start + 1 : quotation.end - 1].strip()
    if len(inner.split()) > WORDS or inner[-1:] in {",", ".", "?", "!"}:
        return False
    between = (
        text[quotation.end : own.start] if quotation.end <= own.start else text[own.end : quotation.start]
    )
    return any(c.isalnum() for c in between)


def _ends_sentence(text: str, quotation: Span) -> bool:
    """Whether a sentence ends with the quotation ("... 'a formality'. She said ...")."""
    return text[quotation.end - 2] in ".!?" or text[quotation.end : quotation.end + 1] in {".", "!", "?"}


def _outside(text: str, source: tuple[Span, ...], cue: Span, quotations: Sequence[Span]) -> tuple[Span, ...]:
    """A source without the words of a quotation whose edge it crosses (the parse took them for one phrase)."""
    for q in quotations:
        if source and q.overlaps(source[0]) and not source[0].holds(q):
            if q.holds(source[0]) and cue.end <= q.start:
                continue  # "according to 'Odile Marr, the dock ...'"
            if source[0].start <= q.start and 0 <= q.end - source[0].end <= 2:
                source = (Span(source[0].start, q.end),)  # "the clerk, code-named 'Heron,' wrote"
                continue
            start, end = max(source[0].start, q.end), min(source[0].end, q.start)
            start, end = (start, source[0].end) if q.start <= source[0].start else (source[0].start, end)
            kept = _tidy(text, start, end) if start < end else None
            source = (kept,) if kept else ()
    return source


def _neighbour(p: Parsed, cue: Span, quotations: Sequence[Span]) -> tuple[Span, ...]:
    """The words between a quotation and the cue behind it, or right behind the cue, where they name somebody: the
    source that the parse has missed ("'...,' Odile Marr, a clerk, said"; "'...,' said Odile Marr")."""
    before = [q.end for q in quotations if cue.start - ASIDE <= q.end <= cue.start]
    tokens = p.inside(Span(max(before), cue.start)) if before and max(before) < cue.start else range(0)
    named = [t for t in tokens if p.pos[t] in {"PROPN", "NOUN", "PRON"} and p.tags[t] != "PRP$"]
    if named and not any(p.pos[t] in {"VERB", "AUX"} or p.words[t] in {".", ";"} for t in tokens):
        first, last = strip(p, tokens[0], tokens[-1])
        if p.pos[first] in {"PROPN", "NOUN", "PRON", "DET"}:
            return (p.span_of(first, last),)
    after = p.inside(cue).stop
    top = next((t for t in range(after, min(after + 6, len(p))) if p.pos[t] in {"PROPN", "NOUN"}), None)
    quoted = [q for q in quotations if q.end <= cue.start and cue.start - q.end < 4]
    if (
        top is None
        or not quoted
        or any(p.pos[t] not in {"PROPN", "DET", "ADJ", "NOUN"} for t in range(after, top))
    ):
        return ()
    while top + 1 < len(p) and p.pos[top + 1] in {"PROPN", "NOUN"} and p.words[top + 1] not in DAYS:
        top += 1
    return () if p.words[after] in DAYS else (p.span_of(after, top),)


def _beside(p: Parsed, verb: int, own: Span, quotation: Span, verbs: Sequence[int]) -> bool:
    """Whether the quotation is within reach of the cue and its source, in the same sentence, no other verb between."""
    start, end = (quotation.end, own.start) if quotation.end <= own.start else (own.end, quotation.start)
    if end - start > REACH:
        return False
    between = bisect_left(verbs, start, key=p.starts.__getitem__)
    if between < len(verbs) and p.starts[verbs[between]] < end:
        return False
    edge = start if quotation.end <= own.start else end
    tokens = p.starting_in(quotation)
    close = tokens[-1:] if edge == quotation.end else tokens[:1]
    return any(abs(p.sentences[t] - p.sentences[verb]) <= 1 for t in close)


def labelled(p: Parsed, text: str) -> Proposal | None:
    """ "NAME: words" at the paragraph's start; None where there is no such thing."""
    match = _LABEL.match(text, p.span.start, p.span.end)
    if match is None:
        return None
    named = p.inside(Span(*match.span(1)))
    if not any(is_nominal(p, token) for token in named):
        return None  # "The Latest:"
    content = trimmed(text, match.end(), p.span.end)
    if content is None:
        return None
    lemma = "upper" if match[1].isupper() else "name"
    return Proposal("label", lemma, (Span(*match.span(1)),), Span(*match.span(2)), (content,), False)
