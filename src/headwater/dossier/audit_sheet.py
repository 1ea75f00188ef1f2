"""An audited article laid out: its paragraphs as they stand, marked, each with the notes on what begins in it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from headwater.base.spans import Span, hull
from headwater.claims.audit.changes import Changed, Turn
from headwater.dossier.audit_marks import ASSERTION, INFERENCE, OUTCOMES, SEVERAL, Mark, marks, of_finding
from headwater.model.audit import Standing
from headwater.statements.paragraphs import find_paragraphs
from headwater.store.audits import Counts, Kept, Line

Contexts = Mapping[tuple[str, int], tuple[str, str]]
"""For the SHA-256 of a document and where words begin in it, what stands before and behind them."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of the article's text: ``classes`` say what covers it, ``begins`` and ``ends`` are the marks whose text begins or
    ends with it."""

    text: str
    classes: str = ""
    begins: tuple[Mark, ...] = ()
    ends: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph with the marks that begin in it."""

    pieces: tuple[Piece, ...]
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Turned:
    """What changed since the audit before: the mark as it is now (or was, where it is gone), and as it was."""

    turn: str
    now: Mark
    before: Mark | None
    what: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tally:
    """A line of the summary: how many of a ``kind`` came to ``words``, with their ``sign``; both "" for sentences that are listed
    for what they are."""

    kind: str
    sign: str
    words: str
    count: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """An audited article as it is shown: ``since`` is the audit that it is compared with (None for the first), ``added`` how
    many documents the case got since then. ``case`` is the case's name."""

    case: str
    kept: Kept
    since: Line | None
    added: int
    turned: tuple[Turned, ...]
    tallies: tuple[Tally, ...]
    paragraphs: tuple[Paragraph, ...]
    assertions: tuple[Mark, ...]
    inferences: tuple[Mark, ...]
    contexts: Contexts

    @property
    def read_otherwise(self) -> bool:
        """Whether the audit that it is compared with was made by another version or in another mode, which may be why
        something changed."""
        line, before = self.kept.line, self.since
        return before is not None and (before.version, before.mode) != (line.version, line.mode)

    def context(self, place: Standing) -> tuple[str, str]:
        """What stands before and behind the words of a place; nothing where it was not asked for."""
        return self.contexts.get((place.sha256, hull(place.spans).start), ("", ""))


def lay_out(
    case: str, kept: Kept, since: Line | None, changes: Sequence[Changed], contexts: Contexts
) -> Sheet:
    """Lay an audit out. ``changes`` are those since the audit ``since``."""
    made = marks(kept.audit, changes if since else ())
    return Sheet(
        case=case,
        kept=kept,
        since=since,
        added=kept.line.documents - since.documents if since else 0,
        turned=tuple(_turned(one, made) for one in changes) if since else (),
        tallies=tuple(tallies(kept.line.counts)),
        paragraphs=tuple(_paragraphs(kept.audit.text, made)),
        assertions=tuple(one for one in made if one.kind == ASSERTION),
        inferences=tuple(one for one in made if one.kind == INFERENCE),
        contexts=contexts,
    )


def _turned(change: Changed, made: Sequence[Mark]) -> Turned:
    before = of_finding(change.before) if change.before is not None else None
    now = next((mark for mark in made if mark.finding is change.after and change.after is not None), before)
    assert now is not None
    return Turned(change.turn.value, now, before if change.turn is Turn.CHANGED else None, change.what)


def tallies(counts: Counts) -> Iterable[Tally]:
    """The summary, kind by kind."""
    for kind, rows in counts.items():
        for outcome, count in rows.items():
            if kind == "sentence":
                if outcome in (ASSERTION, INFERENCE):
                    yield Tally(outcome, "", "", count)
                continue
            sign, words = OUTCOMES.get((kind, outcome), ("!", outcome))
            yield Tally(kind, sign, words, count)


def summary(counts: Counts) -> tuple[str, ...]:
    """The summary in words, one line for each kind: "Quotations: 5 exact, 3 altered"."""
    kinds: dict[str, list[str]] = {}
    for row in tallies(counts):
        kinds.setdefault(row.kind, []).append(f"{row.count:,} {row.words}".rstrip())
    return tuple(f"{SEVERAL[kind]}: {', '.join(rows)}" for kind, rows in kinds.items())


def _paragraphs(text: str, made: Sequence[Mark]) -> Iterable[Paragraph]:
    spans = find_paragraphs(text)
    starts = [span.start for span in spans]
    covering: dict[int, list[tuple[Span, Mark]]] = {}
    opened: dict[int, list[Mark]] = {}
    for mark in made:
        opened.setdefault(_at(starts, hull(mark.spans).start), []).append(mark)
        for span in mark.spans:
            for number in range(_at(starts, span.start), _at(starts, span.end - 1) + 1):
                covering.setdefault(number, []).append((span, mark))
    before, behind = [0, *(span.end for span in spans)], [*starts[1:], len(text)]
    for number, span in enumerate(spans):
        reach = Span(before[number], max(behind[number], span.end))
        pieces = tuple(_pieces(text, span, reach, covering.get(number, ())))
        yield Paragraph(pieces, tuple(opened.get(number, ())))


def _at(starts: Sequence[int], place: int) -> int:
    """The number of the paragraph that holds a place, or the nearest before it."""
    return max(0, bisect_right(starts, place) - 1)


def _pieces(
    text: str, paragraph: Span, reach: Span, covering: Sequence[tuple[Span, Mark]]
) -> Iterable[Piece]:
    """The paragraph cut wherever a mark begins or ends; one that does so in the white space around it, which is in ``reach``,
    does so at its edge."""
    near = [(span, mark) for span, mark in covering if span.overlaps(paragraph)]
    cuts = {paragraph.start, paragraph.end}
    cuts |= {place for span, _ in near for place in (span.start, span.end)}
    bounds = sorted(cut for cut in cuts if paragraph.start <= cut <= paragraph.end)
    for left, right in pairwise(bounds):
        over = list(dict.fromkeys(mark for span, mark in near if span.start <= left and right <= span.end))
        hulls = [(mark, hull(mark.spans)) for mark in over]
        first, last = left == paragraph.start, right == paragraph.end
        yield Piece(
            text=text[left:right],
            classes=" ".join(dict.fromkeys(f"{mark.letter} {mark.letter}-{mark.state}" for mark in over)),
            begins=tuple(
                m
                for m, whole in hulls
                if whole.start == left or (first and reach.start <= whole.start < left)
            ),
            ends=tuple(
                m for m, whole in hulls if whole.end == right or (last and right < whole.end <= reach.end)
            ),
        )
