"""What of an article is somebody else's words: in quotation marks, or set off as a block."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from headwater.archive.tokens import words
from headwater.base.spans import Span, trimmed
from headwater.claims.audit.attributing import named_beside
from headwater.model.statement import Form, Statement
from headwater.statements.quotes import find_quotations

FEWEST = 3
"""Words of the shortest quotation that is looked for; what is shorter is a term, a nickname or a sneer."""

SPEAKS = re.compile(
    r"\b(?:words?|lines?|sentences?|phrases?|passages?|texts?|messages?|e-?mails?|mails?|notes?|memos?|letters?|quotations?|cables?"
    r"|wrote|writes|written|said|says|told|replied|answered|added|explained|asked|reads?|argued|warned|noted|complained|claimed"
    r"|follows|stated|recalled|escribió|dijo|respondió|correo|carta|mensaje|palabras)\b",
    re.IGNORECASE,
)
"""Words by which a sentence shows that it speaks of somebody's words."""

_CURLY = re.compile(r"\u201c[^\u201c\u201d\n]*\u201d")
_INNER = "\u00b7"  # stands for a straight mark between curly ones, which is one inside of the quotation
_BRACKETS = re.compile(r"\[[^\[\]]{1,80}\]")
_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_LITTLE = 3  # letters of the words that need no capital in a title
_IN_TITLES = frozenset("from with into over upon about after under para desde entre".split())
_BULLET = re.compile(r"(?:[•◦▪‣·*–—-]|\(?\d{1,3}[.)])\s+(?=\S)")
_SINGLE_OPENS = "\u2018"
_LOW = re.compile(
    r"\u201e([^\u201c\u201d\u201e]+)\u201c"
)  # „as in German“: they open low and close as others open
_SINGLE = re.compile(r"(?<!\w)\u2018([^\u2018\u201c\u201d\"]+)\u2019(?=[\s.,;:!?)]|$)")
_ENDS = re.compile(r"[.,!?;:…]$")


def marked(text: str, paragraphs: Sequence[Span]) -> Iterable[Span]:
    """What stands in quotation marks, the outermost ones, and is long enough to be somebody's words."""
    plain = _CURLY.sub(lambda m: m[0].replace('"', _INNER), _LOW.sub("\u201c\\1\u201d", text))
    found = find_quotations(plain, paragraphs)
    closed = [one for one in found if one.closed or text[one.span.start] != _SINGLE_OPENS]
    singles = [
        one for one in _single(text, paragraphs) if not any(one.overlaps(other.span) for other in closed)
    ]
    open_ones = [one for one in found if one not in closed and not any(one.span.overlaps(s) for s in singles)]
    inner = [
        one for quotation in (*closed, *open_ones) if quotation.depth == 1 and (one := quotation.inner())
    ]
    for one in (*inner, *singles):
        span = trimmed(text, one.start, one.end)
        if span is not None and len(words(span.of(text))) >= FEWEST and not _is_title(span.of(text)):
            yield span


def _single(text: str, paragraphs: Sequence[Span]) -> Iterable[Span]:
    """What stands in single curly marks within a paragraph. Where one could be an apostrophe, the last that closes counts."""
    for paragraph in paragraphs:
        for found in _SINGLE.finditer(text, paragraph.start, paragraph.end):
            yield Span(*found.span(1))


def _is_title(said: str) -> bool:
    """Whether words look like the title of a work: capitals in all but little words, and no mark of speech at the end."""
    found = _WORD.findall(said)
    long = [word for word in found if (len(word) > _LITTLE and word not in _IN_TITLES) or word is found[0]]
    return len(long) > 1 and all(word[0].isupper() for word in long) and not _ENDS.search(said)


def set_off(
    text: str, paragraphs: Sequence[Span], statements: Sequence[Statement], quotations: Sequence[Span]
) -> dict[Span, Span]:
    """The lines of blocks, each with the paragraph that announces it: one that ends with a colon and speaks of words or
    writings, or has the cue of an attribution that the extractor takes for a block.

    The paragraph after it belongs to the block, and all that look set off (bullets, indents, brackets). Others do where the
    extractor says so, unless it takes everything down to the end of the article.
    """
    found: dict[Span, Span] = {}
    for number, announcer in enumerate(paragraphs[:-1]):
        blocks = [
            one
            for one in statements
            if one.form is Form.BLOCK and any(announcer.holds(cue) for cue in one.cue)
        ]
        announces = announcer.of(text).rstrip().endswith(":") and bool(
            blocks or SPEAKS.search(announcer.of(text))
        )
        content = [span for one in blocks for span in one.content]
        trusted = not any(span.overlaps(paragraphs[-1]) for span in content)
        for after in range(number + 1, len(paragraphs)):
            paragraph = paragraphs[after]
            first = announces and after == number + 1
            apart = (announces or bool(blocks)) and _is_apart(text, paragraph)
            inside = trusted and any(span.overlaps(paragraph) for span in content)
            marked_too = any(one.overlaps(paragraph) for one in quotations)
            ends = (
                _announces(text, paragraph) if apart or inside else paragraph.of(text).rstrip().endswith(":")
            )
            if not (first or apart or inside) or ends or (marked_too and not inside):
                break
            if marked_too:
                continue
            found.setdefault(_without_bullet(text, paragraph), announcer)
    return {span: by for span, by in found.items() if len(words(span.of(text))) >= FEWEST}


def _announces(text: str, paragraph: Span) -> bool:
    """Whether a paragraph names somebody who says what follows."""
    if not paragraph.of(text).rstrip().endswith(":"):
        return False
    return named_beside(text, Span(paragraph.end - 1, paragraph.end), [paragraph], []) is not None


def _is_apart(text: str, paragraph: Span) -> bool:
    """Whether a paragraph looks set off: a bullet, an indent, a mark of quoted mail, an ellipsis or brackets in it."""
    indent = text[text.rfind("\n", 0, paragraph.start) + 1 : paragraph.start]
    said = paragraph.of(text)
    return len(indent) > 1 or said[0] in ">…" or bool(_BULLET.match(said)) or bool(_BRACKETS.search(said))


def _without_bullet(text: str, line: Span) -> Span:
    bullet = _BULLET.match(text, line.start, line.end)
    return Span(bullet.end(), line.end) if bullet else line
