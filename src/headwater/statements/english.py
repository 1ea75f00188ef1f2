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
from headwater.statements.proposals import propose
from headwater.statements.quotes import Quotation, find_quotations
from headwater.statements.tagger.decoding import nested_drafts, tagged_drafts

LEAST_NESTED = 0.5
"""The least weight of a statement inside another's content; by eye, since PolNeAR annotates none."""

LEAST_LIKELY = 0.36
"""The least weight of a proposal that lets the network look for statements inside the content it stands in."""


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
    """The drafts of a paragraph: the rules' in fast mode; else the network's, inside of these the rules', and where these
    left a likely cue, the network's again."""
    proposals = propose(p, text, quotations)
    by_rules = choose(proposals, text)
    if mode is Mode.FAST:
        return by_rules
    outermost = twice_attributed(tagged_drafts(p, quotations), text)
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
