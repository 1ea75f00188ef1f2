"""What goes without saying of a statement that somebody enters by hand."""

from __future__ import annotations

import re

from headwater.model.statement import Form, Passages
from headwater.statements.byline import find_byline
from headwater.statements.chains import joined
from headwater.statements.quotes import MARKS, SINGLES

_MARK = re.compile(f"[{MARKS}]")
_EVERY_MARK = frozenset(MARKS + SINGLES)


def form_of(content: Passages, text: str) -> Form:
    """Direct where all words of a content are quoted, mixed where some are, else indirect.

    A quotation that goes on in the next paragraph opens again there without having been closed.
    """
    said = [span.of(text) for span in content]
    opened = [words[:1] in _EVERY_MARK for words in said]
    closed = [words.rstrip(",.")[-1:] in _EVERY_MARK for words in said]
    whole = any(o and c for o, c in zip(opened, closed, strict=True))
    if not whole and not any(_MARK.search(words) for words in said):
        return Form.INDIRECT
    return Form.DIRECT if all(opened) and closed[-1] else Form.MIXED


def outer_chain(text: str) -> tuple[str, ...]:
    """The links that an article brings with it, told by its byline: outlets, then the author."""
    byline = find_byline(text)
    return joined(byline.outlets, [byline.author] if byline.author else [])
