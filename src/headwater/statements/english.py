"""English text to drafts of statements: by rules, or by the network with the rules for what is nested."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from headwater.base.spans import Span
from headwater.statements.blocks import document_draft, with_blocks
from headwater.statements.chains import spoken
from headwater.statements.drafts import Draft, choose, cited, continued, standing, twice_attributed
from headwater.statements.extent import is_prose
from headwater.statements.lexicon import weight
from headwater.statements.mentions import Mention, mentions
from headwater.statements.mode import Mode
from headwater.statements.paragraphs import find_paragraphs
from headwater.statements.parse import Parsed, parse
from headwater.statements.proposals import labelled, propose
from headwater.statements.quotes import Quotation, find_quotations
from headwater.statements.tagger.decoding import nested_drafts, tagged_drafts

LEAST_NESTED = 0.5
"""The least weight of a statement inside another's content; by eye, since PolNeAR annotates none."""

LEAST_LIKELY = 0.36
"""The least weight of a proposal that lets the network look for statements inside the content it stands in."""

_INTERVIEW = frozenset({"Q", "A"})


def read_english(
    text: str, regions: Sequence[Span], part: int, mode: Mode
) -> tuple[list[Draft], list[Mention]]:
    """The drafts of some regions of ``text``, and the mentions in them in order of their start.

    ``part`` is the index of the part of a message that the regions make up, 0 in what is no message. Raises Unsupported
    where no language model is installed.
    """
    paragraphs = [p for r in regions for p in find_paragraphs(text, r.start, r.end)]
    prose = [n for n, p in enumerate(paragraphs) if is_prose(text, p)]
    quotations = find_quotations(text, paragraphs)
    drafts: list[Draft] = []
    found: list[Mention] = []
    announced: dict[int, Draft] = {}
    parses = parse(text, [paragraphs[n] for n in prose])
    for number, (parsed, here) in zip(prose, _with_quotations(parses, quotations), strict=True):
        for draft in cited(parsed, _drafts(parsed, here, text, mode)):
            said = spoken(parsed, text, draft.source, draft.cue[0], draft.content)
            drafts.append(replace(draft, spoken=said, part=part))
        found.extend(mentions(parsed))
        letter = document_draft(parsed, text, part)
        if letter is not None:
            announced[number] = letter
    if mode is not Mode.FAST:
        drafts = _of_speakers(drafts, text)
    drafts = continued(drafts, quotations, text)
    drafts = with_blocks(text, paragraphs, drafts, quotations, announced)
    drafts = standing(drafts, LEAST_NESTED)
    return drafts, sorted(found, key=lambda m: m.span.start)


def _with_quotations(
    paragraphs: Iterable[Parsed], quotations: Sequence[Quotation]
) -> Iterator[tuple[Parsed, list[Quotation]]]:
    """Each paragraph with the quotations that lie in it; both are in the order of the text."""
    at = 0
    for parsed in paragraphs:
        here = []
        while at < len(quotations) and quotations[at].span.start < parsed.span.end:
            if parsed.span.holds(quotations[at].span):
                here.append(quotations[at])
            at += 1
        yield parsed, here


def _drafts(p: Parsed, quotations: Sequence[Quotation], text: str, mode: Mode) -> list[Draft]:
    """The drafts of a paragraph: the rules' in fast mode, else the network's and what stands inside of these."""
    if mode is Mode.FAST:
        return choose(propose(p, text, quotations), text)
    outermost = twice_attributed(tagged_drafts(p, quotations), text)
    found = _with_inner(p, quotations, text, outermost) if outermost else []
    return _with_turn(found, _turn(p, text))


def _turn(p: Parsed, text: str) -> Draft | None:
    """The turn that a paragraph is: "NAME: words", as in interviews and plays; None where it is none."""
    proposal = labelled(p, text)
    return next((d for d in choose([proposal], text) if d.block), None) if proposal else None


def _with_turn(found: Sequence[Draft], turn: Draft | None) -> list[Draft]:
    """The drafts with the turn, which is all of the paragraph whatever the network saw of it.

    Where the network has the same cue, the turn gets its frame and chance, which tells that somebody speaks there.
    """
    if turn is None:
        return list(found)
    same = next((d for d in found if any(c.overlaps(turn.cue[0]) for c in d.cue)), None)
    if same is None:
        return [turn, *found]
    seen = replace(turn, frame=same.frame, weight=same.weight, inside=same.inside)
    return [seen if d is same else d for d in found]


def _of_speakers(drafts: Sequence[Draft], text: str) -> list[Draft]:
    """The drafts without the turns of those who never speak as far as the network sees, since "NAME: words" may be a
    field of a form. Questions and answers are known by their letters."""
    turns = [d for d in drafts if d.block]
    speakers = {d.source[0].of(text) for d in turns if d.frame != "label"}
    if {d.source[0].of(text) for d in turns} >= _INTERVIEW:
        speakers |= _INTERVIEW
    return [d for d in drafts if not d.block or d.source[0].of(text) in speakers]


def _with_inner(
    p: Parsed, quotations: Sequence[Quotation], text: str, outermost: Sequence[Draft]
) -> list[Draft]:
    """The network's outermost drafts, the rules' inside of them, and where these left a likely cue, the network's again."""
    proposals = propose(p, text, quotations)
    by_rules = choose(proposals, text)
    inside = _inside(outermost, by_rules)
    taken = [cue for draft in (*outermost, *inside) for cue in draft.cue]
    likely = [
        q.cue
        for q in proposals
        if weight(q.lemma, q.frame) >= LEAST_LIKELY and not any(cue.overlaps(q.cue) for cue in taken)
    ]
    nested = [
        draft
        for draft in nested_drafts(p, quotations, outermost, likely)
        if not any(cue.overlaps(own) for cue in taken for own in draft.cue)
    ]
    return [*(_sourced(draft, by_rules) for draft in (*outermost, *nested)), *inside]


def _sourced(draft: Draft, rules: Sequence[Draft]) -> Draft:
    """A draft that lacks a source with the one that the rules have for its cue: where the network saw only the content
    around it, the source may stand outside."""
    if draft.source:
        return draft
    same = (r for r in rules if r.source and any(c.overlaps(e) for c in draft.cue for e in r.cue))
    found = next(same, None)
    return replace(draft, source=found.source) if found else draft


def _inside(outer: Sequence[Draft], rules: Sequence[Draft]) -> list[Draft]:
    """The drafts with weight enough whose cue lies inside the content of an outer one and is no outer cue itself."""
    cues = [c for d in outer for c in d.cue]
    return [
        d
        for d in rules
        if max(d.weight, d.inside) >= LEAST_NESTED
        and any(o.holds(d.cue[0]) for o in outer)
        and not any(c.overlaps(d.cue[0]) for c in cues)
    ]
