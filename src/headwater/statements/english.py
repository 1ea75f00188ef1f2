"""English text to drafts of statements: by rules, or by the network with the rules for what is nested."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice

from headwater.base.spans import Span
from headwater.statements.blocks import document_draft, with_blocks
from headwater.statements.chains import spoken
from headwater.statements.drafts import Draft, choose, continued, nest
from headwater.statements.extent import is_prose
from headwater.statements.mentions import Mention, mentions
from headwater.statements.mode import Mode
from headwater.statements.paragraphs import find_paragraphs
from headwater.statements.parse import Parsed, parse
from headwater.statements.proposals import propose
from headwater.statements.quotes import Quotation, find_quotations
from headwater.statements.tagger.decoding import tagged_drafts

LEAST_NESTED = 0.5
"""The least weight of a statement inside another's content; by eye, since PolNeAR annotates none."""

_AT_ONCE = 64  # paragraphs that the network is given together

_Read = tuple[int, Parsed, list[Quotation]]
"""A paragraph's number, its parse, and the quotations in it."""


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
    read = _with_quotations(zip(prose, parse(text, [paragraphs[n] for n in prose]), strict=True), quotations)
    while some := list(islice(read, _AT_ONCE)):
        for (number, parsed, _), here in zip(some, _drafts(some, text, mode), strict=True):
            for draft in here:
                said = spoken(parsed, text, draft.source, draft.cue[0], draft.content)
                drafts.append(replace(draft, spoken=said, part=part))
            found.extend(mentions(parsed))
            letter = document_draft(parsed, text, part)
            if letter is not None:
                announced[number] = letter
    drafts = continued(drafts, quotations, text)
    drafts = with_blocks(text, paragraphs, drafts, quotations, announced)
    parents = nest(drafts)
    drafts = [
        d for d, parent in zip(drafts, parents, strict=True) if parent is None or d.weight >= LEAST_NESTED
    ]
    return drafts, sorted(found, key=lambda m: m.span.start)


def _with_quotations(
    paragraphs: Iterable[tuple[int, Parsed]], quotations: Sequence[Quotation]
) -> Iterator[_Read]:
    """Each paragraph with the quotations that lie in it; both are in the order of the text."""
    at = 0
    for number, parsed in paragraphs:
        here = []
        while at < len(quotations) and quotations[at].span.start < parsed.span.end:
            if parsed.span.holds(quotations[at].span):
                here.append(quotations[at])
            at += 1
        yield number, parsed, here


def _drafts(paragraphs: Sequence[_Read], text: str, mode: Mode) -> list[list[Draft]]:
    """The drafts of each paragraph. What stands inside a statement's content is found by the rules in both modes,
    since the network has learned from texts in which only the outermost statements are marked."""
    by_rules = [choose(propose(parsed, text, here), text) for _, parsed, here in paragraphs]
    if mode is Mode.FAST:
        return by_rules
    outermost = tagged_drafts([(parsed, here) for _, parsed, here in paragraphs], text)
    return [[*outer, *_inside(outer, rules)] for outer, rules in zip(outermost, by_rules, strict=True)]


def _inside(outer: Sequence[Draft], rules: Sequence[Draft]) -> list[Draft]:
    """The drafts whose cue lies inside the content of an outer one and is no outer cue itself."""
    cues = [c for d in outer for c in d.cue]
    return [
        d
        for d in rules
        if any(o.holds(d.cue[0]) for o in outer) and not any(c.overlaps(d.cue[0]) for c in cues)
    ]
