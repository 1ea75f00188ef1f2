"""Proposals: candidates with their exact spans, quotation marks taken into account, before any lexicon."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from headwater.base.spans import Span, hull, merged, trimmed
from headwater.statements.frames import (
    Candidate,
    in_title,
    subject_of,
    verb_candidates,
    verb_group,
    verb_lemma,
)
from headwater.statements.mentions import is_nominal
from headwater.statements.parse import Parsed
from headwater.statements.phrases import phrase_candidates
from headwater.statements.quotes import Quotation

_LABEL = re.compile(r"[\"“]?((?:[A-Z][\w.'’-]*|[A-Z]+)(?: (?:[A-Z][\w.'’-]*|of|the|de|von)){0,4})(:)\s")

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
    out.extend(_beside_quotes(p, outer))
    speaker = _labelled(p, text)
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
    inside = [q for q in quotations if not q.span.holds(cue) and (not around or _within(q, around))]
    touched = [q.span for q in inside if any(q.span.overlaps(s) for s in content)]
    if touched:
        quoted = True
        content = list(merged([*content, *touched]))
    taken = [cue, *source]
    content = [_unbracketed(text, s) for s in _without(text, content, taken)]
    relative = p.pos[c.head] == "VERB" and p.deps[c.head] == "relcl"
    return Proposal(c.frame, c.lemma, source, cue, tuple(content), quoted, relative) if content else None


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


def _beside_quotes(p: Parsed, quotations: Sequence[Quotation]) -> list[Proposal]:
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
        subject = None if p.child(verb, "nsubjpass") is not None else subject_of(p, verb)
        source = (p.span_of(*subject),) if subject else ()
        own = hull([cue, *source])
        reached = spans[bisect_left(ends, own.start - REACH) : bisect_right(ends, own.end + REACH) + 1]
        near = tuple(s for s in reached if not s.overlaps(own) and _beside(p, verb, own, s, verbs))
        if near:
            out.append(Proposal("quote", verb_lemma(p, verb), source, cue, near, True))
    return out


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


def _labelled(p: Parsed, text: str) -> Proposal | None:
    """ "NAME: words" at the paragraph's start."""
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
