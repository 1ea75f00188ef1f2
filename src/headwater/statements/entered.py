"""What goes without saying of a statement that somebody enters by hand."""

from __future__ import annotations

import re

from headwater.model.statement import Form, Passages
from headwater.statements.byline import find_byline
from headwater.statements.chains import joined
from headwater.statements.quotes import MARKS

_MARK = re.compile(f"[{MARKS}]")


def form_of(content: Passages, text: str) -> Form:
    """Direct where all words of a content are quoted, mixed where some are, else indirect."""
    if not any(_MARK.search(text, span.start, span.end) for span in content):
        return Form.INDIRECT
    whole = all(span.of(text)[0] in MARKS and span.of(text).rstrip(",.")[-1:] in MARKS for span in content)
    return Form.DIRECT if whole else Form.MIXED


def outer_chain(text: str) -> tuple[str, ...]:
    """The links that an article brings with it, told by its byline: outlets, then the author."""
    byline = find_byline(text)
    return joined(byline.outlets, [byline.author] if byline.author else [])
