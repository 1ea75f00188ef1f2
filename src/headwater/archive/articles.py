"""An article pasted into a message: a headline or two with a byline under them, at the start of a paragraph."""

from __future__ import annotations

import re
from collections.abc import Sequence

from headwater.archive.dating import written_day
from headwater.archive.markers import Introduction, Line
from headwater.base.spans import Span

ABOVE = 6
"""Lines, empty ones among them, in which the byline stands under the first line of an article."""

LONGEST = 150
"""Code points of a headline."""

_NAME = r"[A-ZÀ-Þ][\w.'’-]{0,30}"
_BYLINE = re.compile(
    rf"(By|BY|Por|POR|Par|PAR|Von|VON)[ \t]+({_NAME}(?:[ \t](?:{_NAME}|de|la|del|von|van|der|bin|al)){{1,4}})"
    r"(?:[ \t]+(?:and|AND|y|et|und)[ \t]|[ \t]*[,|/–—(-]|[ \t]*$)"
)


def article(lines: Sequence[Line], at: int, text: str) -> Introduction | None:
    """The introduction of an article whose first headline is line ``at``; it uses up no line, for headlines are words.

    None where line ``at`` does not begin a paragraph, or no byline and paragraph follow.
    """
    if at > 0 and not lines[at - 1].blank():
        return None
    for here in range(at, min(len(lines), at + ABOVE)):
        line = lines[here]
        if line.blank():
            continue
        if line.depth != lines[at].depth:
            return None
        words = line.words(text).strip()
        byline = _BYLINE.match(words)
        if byline is None and not _is_headline(words):
            return None
        if byline is not None:
            start = line.start + line.words(text).index(words)
            cue, name = (Span(start + byline.start(n), start + byline.end(n)) for n in (1, 2))
            if here == at or not _goes_on(lines, here, text):
                return None
            return Introduction(0, writer=name, cue=cue, date=_dated(lines[at : here + 3], text))
    return None


def _dated(lines: Sequence[Line], text: str) -> str:
    """The first short one of some lines that has a day in it: "NAME OF THE PAPER, 5 March 2012"."""
    heads = (line.words(text).strip() for line in lines)
    return next((words for words in heads if len(words) < LONGEST // 2 and written_day(words)), "")


def _is_headline(words: str) -> bool:
    first = words.lstrip("\"'“”‘’«(")[:1]
    return len(words) <= LONGEST and (first.isupper() or first.isdigit()) and words[-1] not in ".,:;@"


def _goes_on(lines: Sequence[Line], byline: int, text: str) -> bool:
    """Whether at least a line of prose stands under the byline."""
    after = [line for line in lines[byline + 1 : byline + 8] if not line.blank()]
    return any(len(line.words(text)) >= 50 for line in after[:3])
