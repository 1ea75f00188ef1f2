"""The parts of a message's text: what its writer wrote, what is quoted, what is forwarded, and signatures.

One pass over the lines with a stack: a quotation prefix ("> ") deeper than the current part's opens a quoted part, a
shallower one closes it, and an introduction (see markers) opens a part that runs on to the end of the part that it
stands in. A quoted part that is interrupted by answers goes on after them, so it may have several spans.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import accumulate

from headwater.archive.articles import article
from headwater.archive.markers import Introduction, Line, introduction
from headwater.archive.signatures import is_signature, signature_start
from headwater.base.spans import Span, hull, merged, trimmed

STAMPS = 30
"""A print-out's own headers stand within this many of its first lines."""


class PartKind(StrEnum):
    """Whose words a part holds."""

    OWN = "own"
    QUOTED = "quoted"
    FORWARDED = "forwarded"
    ARTICLE = "article"
    SIGNATURE = "signature"


@dataclass(frozen=True, slots=True)
class Part:
    """One part. ``spans`` are its own words, without nested parts and the lines that introduce them.

    ``depth`` is 0 for the message itself; ``parent`` is the index of the part that holds this one, None for the
    message itself. ``writer`` is the name as written, "" where nobody is named, ``named`` its span; ``date``,
    ``subject`` and ``recipients`` are as written. ``marker`` spans the introducing lines, ``cue`` the words in them
    that say that somebody wrote it ("wrote", "From").
    """

    kind: PartKind
    depth: int
    parent: int | None
    spans: tuple[Span, ...]
    writer: str = ""
    named: Span | None = None
    date: str = ""
    subject: str = ""
    recipients: tuple[str, ...] = ()
    marker: Span | None = None
    cue: Span | None = None

    @property
    def span(self) -> Span | None:
        """The smallest span that holds the part's words; None where it has none."""
        return hull(self.spans) if self.spans else None


@dataclass(slots=True)
class _Open:
    """A part while lines are still added to it. ``prefix`` is the quotation depth of its lines."""

    kind: PartKind
    depth: int
    parent: int | None
    prefix: int
    intro: Introduction | None = None
    marker: Span | None = None
    lines: list[Span] = field(default_factory=list)
    children: dict[int, int] = field(default_factory=dict)
    signature: int | None = None

    def takes(self, intro: Introduction, prefix: int) -> bool:
        """Whether an introduction says more of this part, of which nothing but marks or a marker has been read."""
        begun = self.parent is None or self.prefix != prefix or self.lines or self.children
        new = self.intro is None or (intro.headers and not intro.ruled and not self.intro.headers)
        return not begun and new and not intro.item

    def introduce(self, intro: Introduction, marker: Span) -> None:
        """Take an introduction for this part's own, after the one that it has."""
        before = self.intro or intro
        self.marker = Span(self.marker.start if self.marker else marker.start, marker.end)
        self.intro = replace(intro, cue=before.cue, forwarded=before.forwarded)
        self.kind = PartKind.FORWARDED if before.forwarded else PartKind.QUOTED

    def begins(self) -> int:
        """Where the part's marker or its first words stand."""
        return (
            min(s.start for s in [*self.lines[:1], *([self.marker] if self.marker else [])])
            if self.lines or self.marker
            else 0
        )


def split_parts(text: str, *, printed: bool = False, within: Span | None = None) -> tuple[Part, ...]:
    """The parts of ``text``, or of what lies ``within`` a span of it, in the order in which they begin; the first is
    the message's own.

    ``printed`` says that the text is a print-out or an export of a message: its own headers stand at its start or
    after a few lines of stamps, and name the writer of the first part. Without it the text is a message's body, and
    headers in it belong to a message that is quoted or forwarded.
    Every line belongs to one part or to one part's marker; nothing is raised for any input.
    """
    lines = _lines(text, within.start, within.end) if within else _lines(text, 0, len(text))
    parts = [_Open(PartKind.OWN, 0, None, 0)]
    stack = [0]
    pending: tuple[Introduction, Span] | None = None
    at = 0
    while at < len(lines):
        line = lines[at]
        if line.blank():
            at += 1
            continue
        pending = _enter(parts, stack, line, pending)
        intro = introduction(lines, at, text)
        if intro is None:
            if not printed or parts[0].intro is not None:
                _paste(parts, stack, article(lines, at, text), line.depth)
            _add(parts, stack, line, text)
            at += 1
            continue
        last = lines[at + intro.lines - 1]
        marker = Span(line.start, max(last.end, line.start + 1))
        at += intro.lines
        top = parts[stack[-1]]
        if printed and _is_own(parts, at - intro.lines, intro, text):
            top.intro, top.marker, top.lines = intro, marker, []
        elif _deeper(lines, at, line.depth):
            pending = (intro, marker)
        elif top.takes(intro, line.depth):
            top.introduce(intro, marker)
        else:
            _push(parts, stack, line.depth, intro, marker)
    return tuple(_closed(part, text) for part in _signed(parts, text))


def _signed(parts: Sequence[_Open], text: str) -> list[_Open]:
    """The parts with those signatures that no delimiter announces, in the order in which they begin."""
    found = list(parts)
    begin = list(accumulate((part.begins() for part in parts), max))
    after: list[tuple[int, int]] = [(n, 0) for n in range(len(parts))]
    for index, part in enumerate(parts):
        if part.kind is PartKind.SIGNATURE or not part.lines:
            continue
        last = part.lines[-1]
        start = signature_start(text, last)
        if start is not None and start > last.start:
            part.lines[-1] = Span(last.start, _before_marks(text, last.start, start))
            found.append(
                _Open(
                    PartKind.SIGNATURE,
                    part.depth,
                    index,
                    part.prefix,
                    part.intro,
                    lines=[Span(start, last.end)],
                )
            )
            after.append((max(index, bisect_right(begin, start) - 1), 1))
    order = sorted(range(len(found)), key=lambda n: (*after[n], n))
    place: dict[int | None, int | None] = {old: new for new, old in enumerate(order)} | {None: None}
    return [replace(found[n], parent=place[found[n].parent]) for n in order]


def _before_marks(text: str, start: int, end: int) -> int:
    """``end`` without the lines before it on which nothing but quotation prefixes stands."""
    newline = text.rfind("\n", start, end)
    while newline > start and not text[newline:end].strip("> \t\r\n"):
        end = newline
        newline = text.rfind("\n", start, end)
    return end


def _lines(text: str, begin: int, until: int) -> list[Line]:
    out: list[Line] = []
    while begin < until:
        stop = text.find("\n", begin, until)
        end = until if stop < 0 else stop
        depth, start = _prefix(text, begin, end)
        span = trimmed(text, start, end)
        out.append(Line(begin, start if span else end, span.end if span else end, depth))
        begin = end + 1
    return out


def _prefix(text: str, begin: int, end: int) -> tuple[int, int]:
    """How many ">" begin the line, and where the rest starts."""
    depth, start, at = 0, begin, begin
    while at < end:
        if text[at] == ">":
            depth, start = depth + 1, at + 1
        elif text[at] not in " \t" or at - start > 8:
            break
        at += 1
    if depth and start < end and text[start] == " ":
        start += 1
    return depth, start


def _enter(
    parts: list[_Open], stack: list[int], line: Line, pending: tuple[Introduction, Span] | None
) -> tuple[Introduction, Span] | None:
    """Close the parts that the line has left and open the one that it is in; gives what is still pending."""
    while len(stack) > 1 and parts[stack[-1]].prefix > line.depth:
        parts[stack.pop()].signature = None
    top = parts[stack[-1]]
    if line.depth <= top.prefix:
        return None
    if pending is None and line.depth in top.children:
        stack.append(top.children[line.depth])
        return None
    intro, marker = pending if pending else (None, None)
    _push(parts, stack, line.depth, intro, marker)
    return None


def _push(
    parts: list[_Open], stack: list[int], prefix: int, intro: Introduction | None, marker: Span | None
) -> None:
    while intro is not None and intro.item and any(_is_item(parts[n], prefix) for n in stack[1:]):
        stack.pop()  # the message of the digest that stands before this one
    parent = stack[-1]
    kind = PartKind.FORWARDED if intro is not None and intro.forwarded else PartKind.QUOTED
    if intro is not None and intro.item and not intro.headers:
        kind = PartKind.SIGNATURE
    parts.append(_Open(kind, parts[parent].depth + 1, parent, prefix, intro, marker))
    parts[parent].children[prefix] = len(parts) - 1
    stack.append(len(parts) - 1)


def _paste(parts: list[_Open], stack: list[int], intro: Introduction | None, prefix: int) -> None:
    """Open the part of an article that begins here, unless its byline is that of the part that is open; one article
    ends where the next one begins."""
    above = parts[stack[-1]].intro
    if intro is not None and (above is None or above.writer != intro.writer):
        if parts[stack[-1]].kind is PartKind.ARTICLE and parts[stack[-1]].prefix == prefix:
            stack.pop()
        _push(parts, stack, prefix, intro, None)
        parts[-1].kind = PartKind.ARTICLE


def _is_item(part: _Open, prefix: int) -> bool:
    return part.prefix == prefix and part.intro is not None and part.intro.item


def _add(parts: list[_Open], stack: Sequence[int], line: Line, text: str) -> None:
    """Add a line's words to the part on top of the stack, or to its signature."""
    index = stack[-1]
    top = parts[index]
    if top.signature is None and top.kind is not PartKind.SIGNATURE and is_signature(line, text):
        parts.append(_Open(PartKind.SIGNATURE, top.depth, index, top.prefix, top.intro))
        top.signature = len(parts) - 1
    target = top if top.signature is None else parts[top.signature]
    whole = Span(line.begin, line.end)
    if target.lines and not text[target.lines[-1].end : whole.start].strip("\n\r\t >"):
        target.lines[-1] = Span(target.lines[-1].start, whole.end)
    else:
        target.lines.append(Span(line.start, line.end))


def _is_own(parts: Sequence[_Open], at: int, intro: Introduction, text: str) -> bool:
    """Whether the introduction is the text's own header block: at its start, or after stamps that are no sentences."""
    first = parts[0]
    if len(parts) > 1 or first.intro is not None or not intro.headers or intro.item or intro.ruled:
        return False
    return not first.lines or (at <= STAMPS and not _is_said(first.lines, text))


def _is_said(lines: Sequence[Span], text: str) -> bool:
    """Whether most words of some lines begin small, as those of sentences do and those of stamps do not."""
    words = [word for span in lines for word in span.of(text).split() if word[0].isalpha()]
    return 2 * sum(word[0].islower() for word in words) > len(words)


def _deeper(lines: Sequence[Line], at: int, depth: int) -> bool:
    while at < len(lines) and lines[at].blank():
        at += 1
    return at < len(lines) and lines[at].depth > depth


def _closed(part: _Open, text: str) -> Part:
    intro = part.intro or Introduction(0)
    spans = tuple(t for s in merged(part.lines) if (t := trimmed(text, s.start, s.end)))
    return Part(
        kind=part.kind,
        depth=part.depth,
        parent=part.parent,
        spans=spans,
        writer=" ".join(intro.writer.of(text).split()) if intro.writer else "",
        named=intro.writer,
        date=intro.date,
        subject=intro.subject,
        recipients=intro.recipients,
        marker=part.marker,
        cue=intro.cue,
    )
