"""From proposals to drafts: the proposals that the lexicon holds to be statements, one per cue."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace

from headwater.base.spans import Span, hull, merged
from headwater.statements.chains import NOBODY, Spoken
from headwater.statements.lexicon import weight as weight_of
from headwater.statements.proposals import Proposal
from headwater.statements.quotes import MARKS, Quotation

LEAST = 0.36
"""The least weight of a statement; tuned on PolNeAR's development part."""

NEAR = 30
"""How many drafts on either side of a quotation are looked at."""

_JOINED = frozenset({"ccomp", "quote", "around", "according", "xcomp", "obj+xcomp", "obj", "label"})


@dataclass(frozen=True, slots=True)
class Draft:
    """A statement before it has its place in the document.

    ``lemma`` and ``frame`` are the cue's; ``block`` is True where the content is set off as a block; ``spoken`` says
    who stands in it; ``part`` is the index of the part of a message that it was found in.
    """

    lemma: str
    frame: str
    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    weight: float
    block: bool = False
    spoken: Spoken = NOBODY
    part: int = 0

    def holds(self, span: Span) -> bool:
        """Whether ``span`` lies inside one of the content's spans."""
        return any(s.holds(span) for s in self.content)

    def size(self) -> int:
        """Code points of content."""
        return sum(len(s) for s in self.content)


def choose(proposals: Sequence[Proposal], text: str) -> list[Draft]:
    """One draft for each cue whose best proposal has enough weight, in the order of the cues."""
    groups: list[list[Proposal]] = []
    for proposal in sorted(proposals, key=lambda q: q.cue.start):
        group = next((g for g in groups if any(q.cue.overlaps(proposal.cue) for q in g)), None)
        if group is None:
            groups.append([proposal])
        else:
            group.append(proposal)
    drafts = [draft for group in groups if (draft := _best(group))]
    return _twice_attributed([d for d in drafts if not _shadowed(d, drafts)], text)


def _best(group: Sequence[Proposal]) -> Draft | None:
    weighed = sorted(((weight_of(q.lemma, q.frame), q) for q in group), key=lambda x: -x[0])
    weight, best = weighed[0]
    if weight < LEAST:
        return None
    content = list(best.content)
    if best.frame in _JOINED:
        for other_weight, other in weighed[1:]:
            if other.frame in _JOINED and other.quoted and other_weight >= LEAST:
                content.extend(other.content)
    spans = tuple(s for s in merged(content) if not s.overlaps(best.cue))
    return Draft(best.lemma, best.frame, best.source, (best.cue,), spans or best.content, weight)


def _twice_attributed(drafts: Sequence[Draft], text: str) -> list[Draft]:
    """A quotation with a cue before and another after it: ("A reported that 'X,' B said"): B's words come through A."""
    out = list(drafts)
    for n, after in enumerate(drafts):
        for m, before in enumerate(drafts):
            shared = [s for s in after.content if any(s.overlaps(b) for b in before.content)]
            if (
                n == m
                or not after.holds(before.cue[0])
                or not shared
                or before.content[-1].end > after.cue[0].start
            ):
                continue
            follows = hull([*after.source, *after.cue]).start
            between = text[hull(before.content).end : follows]
            quotes = text[before.content[-1].end - 1] in MARKS
            if (
                not quotes
                or hull(after.content).end > after.cue[0].start
                or any(c.isalnum() for c in between)
            ):
                continue
            out[n] = replace(after, content=before.content)
            end = hull([*after.source, *after.cue]).end
            out[m] = replace(before, content=(Span(before.content[0].start, end),))
    return out


def _shadowed(draft: Draft, drafts: Sequence[Draft]) -> bool:
    """Whether a weightier draft says nearly the same content by another cue outside of it."""
    for other in drafts:
        if other is draft or other.weight <= draft.weight:
            continue
        if other.holds(draft.cue[0]) or draft.holds(other.cue[0]):
            continue
        shared = sum(
            max(0, min(a.end, b.end) - max(a.start, b.start)) for a in draft.content for b in other.content
        )
        if shared > 0.5 * max(draft.size(), other.size()):
            return True
    return False


def continued(drafts: Sequence[Draft], quotations: Sequence[Quotation], text: str) -> list[Draft]:
    """Drafts with the quotations that nobody introduced but that go on from what the speaker before said.

    These are quotations that begin a sentence right after a draft's own quotation or cue in the same paragraph,
    and paragraphs that open with a quotation mark after a paragraph that ends with a quotation.
    """
    out = sorted(drafts, key=lambda d: d.cue[0].start)
    places = [d.cue[0].start for d in out]
    for q in quotations:
        middle = bisect_left(places, q.span.start)
        near = range(max(0, middle - NEAR), min(len(out), middle + NEAR))
        first = Span(q.span.start, q.span.start + 1)
        if q.depth != 1 or any(out[n].holds(first) for n in near):
            continue
        before = [n for n in near if hull([*out[n].cue, *out[n].content]).end <= q.span.start]
        if not before:
            continue
        last = max(before, key=lambda n: hull([*out[n].cue, *out[n].content]).end)
        end = hull([*out[last].cue, *out[last].source, *out[last].content]).end
        gap = text[end : q.span.start]
        has_quotation = any(text[s.start] in '"“„«' for s in out[last].content)
        if has_quotation and not any(c.isalnum() for c in gap) and len(gap) < 12:
            out[last] = replace(out[last], content=merged([*out[last].content, q.span]))
    return out
