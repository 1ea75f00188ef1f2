"""From the network's chances to drafts with exact spans."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from headwater.base.spans import Span
from headwater.statements.drafts import Draft
from headwater.statements.frames import verb_lemma
from headwater.statements.parse import Parsed
from headwater.statements.quotes import Quotation
from headwater.statements.tagger.network import CONTENT, CUE, SOURCE, Floats, Tagged, tag

LEAST = 0.4
"""The least chance of a cue; tuned on PolNeAR's development part."""

SWITCH = 2.0
"""What it costs, in log chances, to go from one role to another between neighbours; tuned likewise."""

FRAME = "tagged"
"""The frame of a draft that the network found."""


def tagged_drafts(paragraphs: Sequence[tuple[Parsed, Sequence[Quotation]]], text: str) -> list[list[Draft]]:
    """For each paragraph of ``text`` the outermost statements in it, in the order of their cues."""
    found = tag(paragraphs, LEAST)
    return [
        [draft for tagged in cues if (draft := _draft(p, tagged)) is not None]
        for (p, _), cues in zip(paragraphs, found, strict=True)
    ]


def _draft(p: Parsed, tagged: Tagged) -> Draft | None:
    roles = best_roles(tagged.roles)
    roles[tagged.cue] = CUE
    content = _spans(p, roles == CONTENT)
    if not content:
        return None
    return Draft(
        lemma=verb_lemma(p, tagged.cue),
        frame=FRAME,
        source=_spans(p, roles == SOURCE),
        cue=_spans(p, roles == CUE),
        content=content,
        weight=tagged.chance,
    )


def best_roles(chances: Floats) -> Any:
    """The likeliest sequence of roles, one per token, where each change costs ``SWITCH`` (Viterbi 1967)."""
    length = len(chances)
    back = np.zeros((length, chances.shape[1]), dtype=np.int64)
    stay = np.arange(chances.shape[1])
    score = chances[0]
    for at in range(1, length):
        best = int(score.argmax())
        least = score[best] - SWITCH
        back[at] = np.where(score >= least, stay, best)
        score = np.maximum(score, least) + chances[at]
    roles = np.empty(length, dtype=np.int64)
    roles[-1] = score.argmax()
    for at in range(length - 1, 0, -1):
        roles[at - 1] = back[at, roles[at]]
    return roles


def _spans(p: Parsed, mask: Any) -> tuple[Span, ...]:
    """Runs of tokens as spans of the text."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], mask.astype(np.int8), [0]])))
    return tuple(p.span_of(int(a), int(b) - 1) for a, b in zip(edges[::2], edges[1::2], strict=True))
