"""Quotation marks: which words of a text stand inside them.

A state machine over one paragraph at a time, with the state carried over paragraph ends: a quotation that is
still open where the next paragraph opens with a quotation mark goes on there (the convention of the press);
otherwise it ends with its paragraph. Curly, straight, low and angled marks are known; single marks count only
inside double ones or where they cannot be apostrophes.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from headwater.base.spans import Span

OPENING = "\u201c\u201e\u00ab"
CLOSING = "\u201d\u00bb\u2033"
STRAIGHT = '"\uff02'
MARKS = OPENING + CLOSING + STRAIGHT
SINGLES = "'\u2018\u2019\u2032"
CLOSING_SINGLES = "'\u2019\u2032"
DOUBLED = "''"
"""Two straight single marks, which some agencies and archives print for a double one."""
SHORT = 40
"""Code points of a word or a few in single quotation marks, at most."""
_ANY_MARK = re.compile(f"{DOUBLED}|[{MARKS}{SINGLES}]")
_CLOSING_SINGLE = re.compile(rf"[{CLOSING_SINGLES}](?!\w)")
_REPORTED = re.compile(rf"[{MARKS}{SINGLES}]\s*that\b")
_SPEECH_ENDS = ",.!?\u2026:;\u2014\u2013-"


@dataclass(frozen=True, slots=True)
class Quotation:
    """``span`` is from the opening to the closing mark, both included.

    ``depth`` is 1 for the outermost. ``closed`` is False where the closing mark is missing; ``follows`` is True
    where it goes on from a quotation left open at the end of the paragraph before. ``width`` is the code points of a mark.
    """

    span: Span
    depth: int
    closed: bool
    follows: bool
    width: int = 1

    def inner(self) -> Span | None:
        """The words between the marks; None where there are none."""
        start = self.span.start + self.width
        end = self.span.end - self.width if self.closed else self.span.end
        return Span(start, end) if start < end else None


def find_quotations(text: str, paragraphs: Sequence[Span]) -> tuple[Quotation, ...]:
    """All quotations of ``text``, in order of their opening marks (outer before inner)."""
    found: list[Quotation] = []
    left_open = False
    for paragraph in paragraphs:
        begins = text[paragraph.start] in OPENING + STRAIGHT + SINGLES
        quotations, left_open = _in_paragraph(text, paragraph, follows=left_open and begins)
        found.extend(quotations)
    return tuple(sorted(found, key=lambda q: (q.span.start, -q.span.end)))


def is_quoted(text: str, content: Sequence[Span], place: int) -> bool:
    """Whether a place stands inside quotation marks that open within the same span of ``content``."""
    around = next((s for s in content if s.start <= place < s.end), None)
    if around is None:
        return False
    before = text[around.start : place]
    if _REPORTED.match(before):
        return False  # “that the dock was closed. She said ...”: words about somebody, not that one's own
    curly = sum(before.count(mark) for mark in OPENING) - sum(before.count(mark) for mark in CLOSING)
    straight = sum(before.count(mark) for mark in STRAIGHT)
    single = before[:1] in {"\u2018", "'"}  # a quotation in single marks, as novels have it
    return curly > 0 or straight % 2 == 1 or single


def _in_paragraph(text: str, paragraph: Span, follows: bool) -> tuple[list[Quotation], bool]:
    """The quotations of one paragraph, and whether the last was left open."""
    found: list[Quotation] = []
    stack: list[int] = []
    end = -1  # where an outermost quotation in single marks ends
    closers = _single_closers(text, paragraph)
    for mark in _ANY_MARK.finditer(text, paragraph.start, paragraph.end):
        at, width = mark.start(), mark.end() - mark.start()
        if mark[0] in SINGLES:
            if not stack:
                end = _single_end(text, at, paragraph, closers) if _single_opens(text, at) else -1
                stack += [at] if end >= 0 else []
            elif at == end:
                found.append(
                    Quotation(Span(stack[0], at + 1), 1, True, follows and stack[0] == paragraph.start)
                )
                stack.clear()
                end = -1
            elif _single_opens(text, at):
                stack.append(at)
            elif _is_single(text, stack[-1]) and (end < 0 or len(stack) > 1) and _single_closes(text, at):
                found.append(Quotation(Span(stack.pop(), at + 1), len(stack) + 1, True, False))
        elif _opens(text, at, width, paragraph, bool(stack)):
            stack.append(at)
        elif stack and (end < 0 or len(stack) > 1):
            while len(stack) > 1 and _is_single(text, stack[-1]):
                stack.pop()  # an apostrophe that looked like an opening mark
            start = stack.pop()
            goes_on = follows and start == paragraph.start
            found.append(Quotation(Span(start, at + width), len(stack) + 1, True, goes_on, width))
    left = [at for at in stack if not _is_single(text, at) or (end >= 0 and at == stack[0])]
    if left:
        found.append(
            Quotation(Span(left[0], paragraph.end), 1, False, follows and left[0] == paragraph.start)
        )
    return found, bool(left)


def _is_single(text: str, at: int) -> bool:
    return text[at] in SINGLES and not text.startswith(DOUBLED, at)


def _single_closers(text: str, paragraph: Span) -> tuple[list[int], list[int]]:
    """Where a quotation in single marks could end: behind the punctuation of speech, and elsewhere."""
    spoken: list[int] = []
    others: list[int] = []
    for mark in _CLOSING_SINGLE.finditer(text, paragraph.start + 1, paragraph.end):
        at = mark.start()
        if not text[at - 1].isspace():
            (spoken if text[at - 1] in _SPEECH_ENDS else others).append(at)
    return spoken, others


def _single_end(text: str, start: int, paragraph: Span, closers: tuple[list[int], list[int]]) -> int:
    """Where a quotation in single marks outside of double ones ends; the paragraph's end where it is the first thing in
    it and is left open; -1 where the mark at ``start`` opens none.

    Speech ends with punctuation before the mark; what does not is a word or a few in quotation marks, unless it is the
    apostrophe of a plural ("the boys' lamp").
    """
    spoken, other = _first_after(closers[0], start), _first_after(closers[1], start)
    word = 0 < other - start < SHORT and (spoken < 0 or other < spoken)
    plural = text[other - 1] == "s" and text.find("\u2018", other, max(spoken, other)) < 0
    if word and not (plural and (spoken >= 0 or text[start] != "\u2018")):
        return other
    if spoken >= 0:
        return spoken
    return paragraph.end if text[start] == "\u2018" and start == paragraph.start else -1


def _first_after(places: Sequence[int], place: int) -> int:
    """The first of ``places``, in order, behind ``place``; -1 where there is none."""
    at = bisect_right(places, place)
    return places[at] if at < len(places) else -1


def _opens(text: str, at: int, width: int, paragraph: Span, inside: bool) -> bool:
    """Whether the double mark at ``at`` opens a quotation."""
    char = text[at]
    if char in OPENING:
        return True
    if char in CLOSING and char != "\u2033":
        # A closing mark at the very start of a paragraph is a wrong opening one.
        return at == paragraph.start
    after = text[at + width] if at + width < paragraph.end else " "
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
