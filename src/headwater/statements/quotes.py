"""Quotation marks: which words of a text stand inside them.

A state machine over one paragraph at a time, with the state carried over paragraph ends: a quotation that is
still open where the next paragraph opens with a quotation mark goes on there (the convention of the press);
otherwise it ends with its paragraph. Curly, straight, low and angled marks are known; single marks count only
inside double ones or where they cannot be apostrophes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from headwater.base.spans import Span

OPENING = "\u201c\u201e\u00ab"
CLOSING = "\u201d\u00bb\u2033"
STRAIGHT = '"\uff02'
MARKS = OPENING + CLOSING + STRAIGHT
SINGLES = "'\u2018\u2019\u2032"


@dataclass(frozen=True, slots=True)
class Quotation:
    """``span`` is from the opening to the closing mark, both included.

    ``depth`` is 1 for the outermost. ``closed`` is False where the closing mark is missing; ``follows`` is True
    where it goes on from a quotation left open at the end of the paragraph before.
    """

    span: Span
    depth: int
    closed: bool
    follows: bool

    def inner(self) -> Span | None:
        """The words between the marks; None where there are none."""
        start = self.span.start + 1
        end = self.span.end - 1 if self.closed else self.span.end
        return Span(start, end) if start < end else None


def find_quotations(text: str, paragraphs: Sequence[Span]) -> tuple[Quotation, ...]:
    """All quotations of ``text``, in order of their opening marks (outer before inner)."""
    found: list[Quotation] = []
    left_open = False
    for paragraph in paragraphs:
        begins = text[paragraph.start] in OPENING + STRAIGHT
        quotations, left_open = _in_paragraph(text, paragraph, follows=left_open and begins)
        found.extend(quotations)
    return tuple(sorted(found, key=lambda q: (q.span.start, -q.span.end)))


def is_quoted(text: str, content: Sequence[Span], place: int) -> bool:
    """Whether a place stands inside quotation marks that open within the same span of ``content``."""
    around = next((s for s in content if s.start <= place < s.end), None)
    if around is None:
        return False
    before = text[around.start : place]
    curly = sum(before.count(mark) for mark in OPENING) - sum(before.count(mark) for mark in CLOSING)
    straight = sum(before.count(mark) for mark in STRAIGHT)
    single = before[:1] in {"\u2018", "'"}  # a quotation in single marks, as novels have it
    return curly > 0 or straight % 2 == 1 or single


def _in_paragraph(text: str, paragraph: Span, follows: bool) -> tuple[list[Quotation], bool]:
    """The quotations of one paragraph, and whether the last was left open."""
    found: list[Quotation] = []
    stack: list[int] = []
    for at in range(paragraph.start, paragraph.end):
        char = text[at]
        if char in MARKS:
            if _opens(text, at, paragraph, bool(stack)):
                stack.append(at)
            elif stack:
                while len(stack) > 1 and text[stack[-1]] in SINGLES:
                    stack.pop()  # an apostrophe that looked like an opening mark
                start = stack.pop()
                goes_on = follows and start == paragraph.start
                found.append(Quotation(Span(start, at + 1), len(stack) + 1, True, goes_on))
        elif char in SINGLES and stack:
            if _single_opens(text, at):
                stack.append(at)
            elif text[stack[-1]] in SINGLES and _single_closes(text, at):
                found.append(Quotation(Span(stack.pop(), at + 1), len(stack) + 1, True, False))
    doubles = [at for at in stack if text[at] not in SINGLES]
    if doubles:
        goes_on = follows and doubles[0] == paragraph.start
        found.append(Quotation(Span(doubles[0], paragraph.end), 1, False, goes_on))
    return found, bool(doubles)


def _opens(text: str, at: int, paragraph: Span, inside: bool) -> bool:
    """Whether the double mark at ``at`` opens a quotation."""
    char = text[at]
    if char in OPENING:
        return True
    if char in CLOSING and char != "\u2033":
        # A closing mark at the very start of a paragraph is a wrong opening one.
        return at == paragraph.start
    after = text[at + 1] if at + 1 < paragraph.end else " "
    return not inside and not after.isspace()  # straight marks do not nest: inside, one always closes


def _single_opens(text: str, at: int) -> bool:
    before = text[at - 1] if at else " "
    after = text[at + 1] if at + 1 < len(text) else " "
    fits = not before.isalnum() and after.isalnum() and before not in SINGLES
    return fits and text[at] != "\u2019"


def _single_closes(text: str, at: int) -> bool:
    after = text[at + 1] if at + 1 < len(text) else " "
    before = text[at - 1] if at else " "
    return not after.isalnum() and not before.isspace() and text[at] != "\u2018"
