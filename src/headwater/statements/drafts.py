"""From proposals to drafts: the proposals that the lexicon holds to be statements, one per cue."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from headwater.base.spans import Span, hull, merged
from headwater.model.statement import Basis, Form, Stance
from headwater.statements.chains import NOBODY, Spoken
from headwater.statements.lexicon import is_known, weight_inside
from headwater.statements.lexicon import weight as weight_of
from headwater.statements.mentions import DOCUMENTS, PEOPLE, Naming, mention_at
from headwater.statements.parse import Parsed
from headwater.statements.proposals import Proposal
from headwater.statements.quotes import MARKS, OPENING, SINGLES, STRAIGHT, Quotation

LEAST = 0.36
"""The least weight of a statement; tuned on PolNeAR's development part."""

NEAR = 30
"""How many drafts on either side of a quotation or of another draft are looked at."""

CITING = frozenset({"cite", "quote"})
"""Verbs whose object is where one has it from."""

QUOTING = OPENING + STRAIGHT + SINGLES

GAP = 12
"""Code points between a quotation and one that goes on from it, less than this."""

_JOINED = frozenset({"ccomp", "quote", "around", "according", "xcomp", "obj+xcomp", "obj", "label"})


@dataclass(frozen=True, slots=True)
class Manner:
    """How something is said, where the rules of a language tell it themselves."""

    stance: Stance
    basis: Basis
    form: Form


@dataclass(frozen=True, slots=True)
class Draft:
    """A statement before it has its place in the document.

    ``lemma`` and ``frame`` are the cue's; ``weight`` is how likely it is one, ``inside`` the same where it stands inside
    another's words; ``block`` is True where the content is set off as a block; ``spoken`` says who stands in it; ``part``
    is the index of the part of a message that it was found in; ``under`` is the cue of the statement that it is nested in
    without standing in its content ("..., citing X"); ``manner`` is None where it is still to be told by the
    English words.
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
    manner: Manner | None = None
    inside: float = 0.0
    under: Span | None = None

    def holds(self, span: Span) -> bool:
        """Whether ``span`` lies inside one of the content's spans."""
        return any(s.holds(span) for s in self.content)

    def size(self) -> int:
        """Code points of content."""
        return sum(len(s) for s in self.content)


def choose(proposals: Sequence[Proposal], text: str) -> list[Draft]:
    """One draft for each cue whose best proposal has enough weight, in the order of the cues."""
    drafts = [draft for group in _by_cue(proposals) if (draft := _best(group, text))]
    kept = [
        draft for n, draft in enumerate(drafts) if not _shadowed(draft, drafts[max(0, n - NEAR) : n + NEAR])
    ]
    return twice_attributed(kept, text)


def _by_cue(proposals: Sequence[Proposal]) -> list[list[Proposal]]:
    """Proposals in groups whose cues overlap, in the order of the first cue of each."""
    groups: list[list[Proposal]] = []
    begun: list[tuple[int, list[Proposal]]] = []  # how far a group's cues reach, and the group
    for proposal in sorted(proposals, key=lambda q: q.cue.start):
        begun = [(end, group) for end, group in begun if end > proposal.cue.start]
        if begun:
            end, group = begun[0]
            group.append(proposal)
            begun[0] = max(end, proposal.cue.end), group
        else:
            groups.append([proposal])
            begun.append((proposal.cue.end, groups[-1]))
    return groups


def _weight(proposal: Proposal) -> float:
    """The lexicon's weight; none for a relative clause by a verb of which it does not know well that it is a cue,
    since most of these describe ("firms that sell ships")."""
    if proposal.relative and not proposal.quoted and not is_known(proposal.lemma, proposal.frame):
        return 0.0
    return weight_of(proposal.lemma, proposal.frame)


def _best(group: Sequence[Proposal], text: str) -> Draft | None:
    weighed = sorted(((_weight(q), q) for q in group), key=lambda x: -x[0])
    weight, best = weighed[0]
    inside = weight
    if weight < LEAST:  # none, unless it stands inside another's words
        inside, best = max(((weight_inside(q.lemma, q.frame), q) for q in group), key=lambda x: x[0])
        weight = _weight(best)
        if inside < LEAST:
            return None
    content = list(best.content)
    if best.frame in _JOINED:
        for other_weight, other in weighed[1:]:
            if other.frame in _JOINED and other.quoted and other_weight >= LEAST:
                content.extend(other.content)
    spans = tuple(s for s in merged(content) if not s.overlaps(best.cue))
    found = Draft(best.lemma, best.frame, best.source, (best.cue,), spans or best.content, weight)
    turn = best.frame == "label" and text[found.content[0].start] not in QUOTING
    return replace(found, inside=max(inside, weight_inside(best.lemma, best.frame)), block=turn)


def twice_attributed(drafts: Sequence[Draft], text: str) -> list[Draft]:
    """A quotation with a cue before and another after it: ("A reported that 'X,' B said"): B's words come through A."""
    out = list(drafts)
    ends = sorted(
        (hull(d.content).end, m) for m, d in enumerate(drafts) if text[d.content[-1].end - 1] in MARKS
    )
    for n, after in enumerate(drafts):
        follows = hull([*after.source, *after.cue])
        upto = bisect_right(ends, (follows.start, len(drafts)))
        for end, m in reversed(ends[max(0, upto - NEAR) : upto]):
            if any(c.isalnum() for c in text[end : follows.start]):
                break
            if n != m and _through(after, drafts[m]):
                out[n] = replace(after, content=drafts[m].content)
                out[m] = replace(drafts[m], content=(Span(drafts[m].content[0].start, follows.end),))
    return out


def _through(after: Draft, before: Draft) -> bool:
    """Whether two drafts attribute the same words, the later with its cue behind them and the earlier inside it."""
    cue = after.cue[0].start
    if not after.holds(before.cue[0]) or before.content[-1].end > cue or hull(after.content).end > cue:
        return False
    return any(s.overlaps(b) for s in after.content for b in before.content)


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
    ends = [hull([*d.cue, *d.content]).end for d in out]
    reach = [hull([*d.cue, *d.source, *d.content]).end for d in out]
    quoting = [any(text[s.start] in QUOTING for s in d.content) for d in out]
    introduced = merged(s for d in out for s in d.content)
    more: dict[int, list[Span]] = defaultdict(list)
    for q in quotations:
        start = q.span.start
        if q.depth != 1 or _is_inside(start, introduced):
            continue
        middle = bisect_left(places, start)
        near = range(max(0, middle - NEAR), min(len(out), middle + NEAR))
        last = max((n for n in near if ends[n] <= start), key=lambda n: ends[n], default=None)
        if last is None or not quoting[last] or start - reach[last] >= GAP:
            continue
        if not any(c.isalnum() for c in text[reach[last] : start]):
            more[last].append(q.span)
            ends[last] = q.span.end
            reach[last] = max(reach[last], q.span.end)
    for n, spans in more.items():
        out[n] = replace(out[n], content=merged([*out[n].content, *spans]))
    return out


def _is_inside(place: int, spans: Sequence[Span]) -> bool:
    """Whether a place lies inside one of ``spans``, which are sorted and apart."""
    at = bisect_right(spans, place, key=lambda s: s.start)
    return at > 0 and place < spans[at - 1].end


def nest(drafts: Sequence[Draft]) -> list[int | None]:
    """For each draft the draft in whose content it stands, the smallest one; None for the outermost."""
    size = [(draft.size(), n) for n, draft in enumerate(drafts)]
    spans = sorted((s.start, s.end, m) for m, draft in enumerate(drafts) for s in draft.content)
    out: list[int | None] = [None] * len(drafts)
    around: list[tuple[int, int]] = []  # ends of the spans that have begun, and whose they are
    at = 0
    for n in sorted(range(len(drafts)), key=lambda n: drafts[n].cue[0].start):
        cue = drafts[n].cue[0]
        while at < len(spans) and spans[at][0] <= cue.start:
            around.append(spans[at][1:])
            at += 1
        around = [(end, m) for end, m in around if end > cue.start]
        holding = [m for end, m in around if end >= cue.end and size[m] > size[n]]
        out[n] = min(holding, key=lambda m: size[m]) if holding else None
    for n, draft in enumerate(drafts):
        above = (
            next((m for m, d in enumerate(drafts) if d.cue[0] == draft.under), None) if draft.under else None
        )
        if above is not None and out[above] != n:
            out[n] = above
    return out


def cited(p: Parsed, drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts of a paragraph with those whom somebody cites as the source of what he says: "The Ledger reported,
    citing two officials, that ..." has a second statement, the officials', nested in the first."""
    out = list(drafts)
    for n, draft in enumerate(drafts):
        if draft.lemma not in CITING or draft.frame != "obj" or len(draft.content) != 1:
            continue
        who = mention_at(p, draft.content[0])
        speaks = who is not None and (
            who.naming is Naming.NAME
            or who.head in PEOPLE
            or who.head.rstrip("s") in PEOPLE
            or who.head in DOCUMENTS
        )
        told = [
            d for d in drafts if d is not draft and d.source == draft.source and not d.holds(draft.cue[0])
        ]
        near = min(told, key=lambda d: abs(d.cue[0].start - draft.cue[0].start), default=None)
        if speaks and draft.source and near is not None:
            out[n] = replace(draft, source=draft.content, content=near.content, under=near.cue[0])
    return out


def standing(drafts: Sequence[Draft], least_inside: float) -> list[Draft]:
    """The drafts that have weight enough for their place: ``LEAST`` for the outermost, ``least_inside`` for the others."""
    kept = list(drafts)
    while True:
        parents = nest(kept)
        enough = [
            d
            for d, parent in zip(kept, parents, strict=True)
            if (d.weight >= LEAST if parent is None else max(d.weight, d.inside) >= least_inside)
        ]
        if len(enough) == len(kept):
            return kept
        kept = enough
