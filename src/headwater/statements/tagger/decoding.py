"""From the network's chances to drafts with exact spans."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from headwater.base.spans import Span, merged
from headwater.statements.drafts import Draft
from headwater.statements.parse import Parsed
from headwater.statements.quotes import Quotation
from headwater.statements.tagger.network import CONTENT, CUE, SOURCE, Floats, tag
from headwater.statements.trees import verb_lemma

LEAST = 0.5
"""The least chance of a cue; tuned on PolNeAR's development part."""

SWITCH = 0.5
"""By how much, in log chances, a token's role must be likelier than that of the two around it; tuned likewise."""

LEAST_TOKENS = 5
"""A content of fewer tokens is not searched for statements inside it."""

_MARKS = frozenset({'"', "'"})  # as the parser is given them

FRAME = "tagged"
"""The frame of a draft that the network found."""


def tagged_drafts(p: Parsed, quotations: Sequence[Quotation]) -> list[Draft]:
    """The outermost statements of a paragraph, in the order of their cues."""
    tagged = tag(p, quotations, LEAST)
    out: list[Draft] = []
    for cue, chance, roles in zip(tagged.cues, tagged.chances, best_roles(tagged.roles), strict=True):
        roles[cue] = CUE
        source, words, content = (_spans(p, roles == role) for role in (SOURCE, CUE, CONTENT))
        if content:
            whole = _with_quotations(content, [*source, *words], quotations)
            out.append(Draft(verb_lemma(p, cue), FRAME, source, words, whole, chance))
    return _once(out)


def _once(drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts without those that give the same words to the same source by a less likely cue ("she said, pouring")."""
    best: dict[tuple[tuple[Span, ...], tuple[Span, ...]], Draft] = {}
    for draft in drafts:
        said = draft.source, draft.content
        if said not in best or draft.weight > best[said].weight:
            best[said] = draft
    return [draft for draft in drafts if best[draft.source, draft.content] is draft]


def _with_quotations(
    content: Sequence[Span], others: Sequence[Span], quotations: Sequence[Quotation]
) -> tuple[Span, ...]:
    """The content with the whole of each quotation that it goes into, unless cue or source stands in it too."""
    touched = [
        q.span
        for q in quotations
        if q.depth == 1
        and any(q.span.overlaps(s) for s in content)
        and not any(q.span.overlaps(s) for s in others)
    ]
    return merged([*content, *touched])


def nested_drafts(
    p: Parsed, quotations: Sequence[Quotation], outer: Sequence[Draft], likely: Sequence[Span]
) -> list[Draft]:
    """The statements inside the contents of ``outer``, and those inside them.

    The network has learned from texts in which only the outermost statements are marked, so each content is given to it
    as a paragraph of its own. That costs time, so only where one of ``likely`` cues stands in it.
    """
    out: list[Draft] = []
    left = list(likely)
    for draft in sorted(outer, key=Draft.size):
        for tokens in (_unquoted(p, p.inside(span)) for span in draft.content):
            if len(tokens) < LEAST_TOKENS:
                continue
            inside = p.stretch(tokens)
            within = [cue for cue in left if inside.span.holds(cue) and cue not in draft.cue]
            if within:
                left = [cue for cue in left if cue not in within]
                here = _inner(quotations, inside.span)
                found = [d for d in tagged_drafts(inside, here) if not _shares_cue(d, [*outer, *out])]
                out.extend([*found, *nested_drafts(inside, here, found, within)])
    return out


def _shares_cue(draft: Draft, others: Sequence[Draft]) -> bool:
    """Whether one of ``others`` has words of its cue in common with it."""
    return any(a.overlaps(b) for other in others for a in draft.cue for b in other.cue)


def _unquoted(p: Parsed, tokens: range) -> range:
    """The tokens without quotation marks at either end."""
    first, stop = tokens.start, tokens.stop
    while first < stop and p.words[first] in _MARKS:
        first += 1
    while stop > first and p.words[stop - 1] in _MARKS:
        stop -= 1
    return range(first, stop)


def _inner(quotations: Sequence[Quotation], span: Span) -> list[Quotation]:
    """The quotations that lie in ``span``, with depths as if nothing stood around it."""
    inside = [q for q in quotations if span.holds(q.span)]
    above = min((q.depth for q in inside), default=1) - 1
    return [replace(q, depth=q.depth - above) for q in inside]


def best_roles(chances: Floats) -> Any:
    """The likeliest role of each token; but a token alone between two that share another role joins them, unless its own
    is likelier by ``SWITCH``.

    ``chances`` are log chances of shape (cues, tokens, roles); what comes out has shape (cues, tokens).
    """
    roles = chances.argmax(axis=2)
    if roles.shape[1] > 2:
        around = roles[:, :-2]
        middle = chances[:, 1:-1]
        own = np.take_along_axis(middle, roles[:, 1:-1, None], axis=2)[..., 0]
        theirs = np.take_along_axis(middle, around[..., None], axis=2)[..., 0]
        alone = (around == roles[:, 2:]) & (own - theirs < SWITCH)
        roles[:, 1:-1] = np.where(alone, around, roles[:, 1:-1])
    return roles


def _spans(p: Parsed, mask: Any) -> tuple[Span, ...]:
    """Runs of tokens as spans of the text."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], mask.astype(np.int8), [0]])))
    return tuple(p.span_of(int(a), int(b) - 1) for a, b in zip(edges[::2], edges[1::2], strict=True))
