"""An audit: an article held against the archive it rests on, sentence by sentence.

Everything here is a finding or a proposal with its evidence; nothing counts for a claim until somebody decides so.
Spans called ``span`` or ``spans`` count code points of the article's rendition, those of a ``Standing`` of the rendition of
the archive's document.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from headwater.base.spans import Span


class SentenceKind(StrEnum):
    """What a sentence of an article is, the strongest that applies."""

    QUOTATION = "quotation"  # it has somebody's words in quotation marks or in a block
    PARAPHRASE = "paraphrase"  # it says what somebody says, in the author's words
    FIGURE = "figure"  # it gives a figure or a date and says where it is from
    INFERENCE = "inference"  # a conclusion, a judgement or an opinion of the author
    ASSERTION = "assertion"  # a fact on the author's own word
    BACKGROUND = "background"  # a heading, a byline, a question, what asserts nothing


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the article with its kind, and in ``why`` the sign that it was told by, in a few words."""

    span: Span
    kind: SentenceKind
    why: str


class Verdict(StrEnum):
    """What became of a quotation. The words are judged first: who is said to have said them, and when, counts only where
    the words stand."""

    EXACT = "exact"
    FAITHFUL = (
        "faithful"  # with changes that are marked, or that are none of wording (spelling, noise of a scan)
    )
    ALTERED = "altered"  # words changed, left out, put in or spliced without a mark
    MISATTRIBUTED = "misattributed"  # the words stand there, but somebody else says them
    MISDATED = "misdated"  # the words stand there, of another date
    NOT_FOUND = "not-found"


class Change(StrEnum):
    """How the words of a quotation differ from those in the archive."""

    INSERTION = "insertion"  # marked: [in brackets]
    ELLIPSIS = "ellipsis"  # marked: words left out at ...
    SPELLING = "spelling"  # the same words spelled or written otherwise: organise, 2,000 for two thousand
    NOISE = "noise"  # the archive's text is damaged there (a scan, a broken encoding)
    NUMBER = "number"
    NEGATION = "negation"
    NAME = "name"
    WORD = "word"
    ADDED = "added"  # words that do not stand there
    DROPPED = "dropped"  # words left out without a mark
    SPLICED = "spliced"  # two places joined without a mark


MARKED = frozenset({Change.INSERTION, Change.ELLIPSIS, Change.SPELLING, Change.NOISE})
"""The changes that leave a quotation faithful."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One change: the words of the ``article`` and of the ``archive`` (either may be empty), and where they stand.

    ``span`` is None where the article has nothing at this place, ``at`` where the archive has nothing.
    """

    change: Change
    article: str
    archive: str
    span: Span | None = None
    at: Span | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """A place in the archive where words stand.

    ``document`` is a document's id, ``key`` its number in the case; ``spans`` are code points of its rendition, several
    where words were left out between them or where it is spliced; ``text`` is what stands from the first to the last.
    ``chain`` says who says them there, outermost first, the speaker last; ``date`` is the day of that writing, ISO 8601,
    or "" where it is not known; ``quoted`` says that the words stand in a part of a message that quotes or forwards another.
    """

    document: str
    sha256: str
    key: int
    title: str
    spans: tuple[Span, ...]
    text: str
    date: str = ""
    chain: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class Caution:
    """A proposal, never a verdict: a sign in the archive that the words mean something else there than in the article.

    ``kind`` is a slug: "goes-on-but", "negated", "hedged", "doubted", "asked", "said-by-another", "negation-left-out", "negation-put-in",
    "far-apart"; ``reason`` is a sentence,
    ``words`` are those of the archive that are the sign, ``at`` where they stand in the first place.
    """

    kind: str
    reason: str
    words: str
    at: Span | None = None


@dataclass(frozen=True, slots=True)
class Mismatch:
    """What the article says of a quotation or a document against what the archive has.

    ``what`` is "speaker", "date" or "recipient"; both sides are as they are written or ISO 8601.
    """

    what: str
    article: str
    archive: str


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quotation and what became of it.

    ``id`` is made of its words, its speaker and its number among the same ones, so that it survives an edit elsewhere in the
    article. ``span`` is what stands between the marks; ``speaker`` and ``date`` are the article's, "" where it names none;
    ``citation`` is the id of the citation it is said to come from, "" where there is none. ``places`` are the places where
    it stands, the earliest first, ``total`` how many there are. ``nearest`` is for a quotation that was not found the place that has most of its words, if any comes near.
    """

    id: str
    span: Span
    text: str
    speaker: str
    date: str
    citation: str
    verdict: Verdict
    differences: tuple[Difference, ...] = ()
    mismatches: tuple[Mismatch, ...] = ()
    cautions: tuple[Caution, ...] = ()
    places: tuple[Standing, ...] = ()
    total: int = 0
    nearest: Standing | None = None


class Found(StrEnum):
    """What became of a citation."""

    RESOLVED = "resolved"
    AMBIGUOUS = "ambiguous"
    NOT_FOUND = "not-found"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A document that a citation may mean, with its people and day, and the ``reasons`` that speak for it."""

    document: str
    sha256: str
    key: int
    title: str
    date: str
    writer: str
    recipients: tuple[str, ...]
    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Citation:
    """A document that the article speaks of, in the ``text`` at ``span``: what it says of it, and what was found.

    ``writer`` and ``recipients`` are as named, ``date`` an ISO 8601 day, month or year, or an interval of days
    "2010-03-20/2010-06-21" for "last spring"; "" where the article does not say. ``number`` is a document's number where it
    gives one. ``candidates`` come best first: one where it is resolved.
    """

    id: str
    span: Span
    text: str
    writer: str
    recipients: tuple[str, ...]
    date: str
    number: str
    found: Found
    candidates: tuple[Candidate, ...] = ()
    mismatches: tuple[Mismatch, ...] = ()


class Bearing(StrEnum):
    """What a passage of the archive seems to do to a sentence of the article."""

    SUPPORTS = "supports"
    CONTRADICTS = "contradicts"
    TOPIC = "topic"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage of the archive that comes near to a paraphrase, what it seems to do to it, and why."""

    standing: Standing
    bearing: Bearing
    reasons: tuple[str, ...]
    score: float


@dataclass(frozen=True, slots=True)
class Paraphrase:
    """What the article says that somebody says, in its own words, with the passages that come nearest, best first.

    All of them are proposals. ``spans`` are those of its content.
    """

    id: str
    spans: tuple[Span, ...]
    text: str
    speaker: str
    date: str
    citation: str
    passages: tuple[Passage, ...] = ()


class Agreement(StrEnum):
    """How a figure or a date of the article stands to those of the archive."""

    AGREES = "agrees"
    DIFFERS = "differs"
    NOT_FOUND = "not-found"


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure or a date of the article against those in the passages that speak of the same thing.

    ``low`` and ``high`` are the interval that the printed number stands for (see "Figures, precisely"), None for a date;
    ``day`` is ISO 8601 for a date, else "". ``unit`` is as printed ("%", "dollars", "tows"). ``places`` are where the archive has
    the figure (AGREES) or another one for the same thing (DIFFERS), ``archive`` the words of it there.
    """

    id: str
    span: Span
    text: str
    low: float | None
    high: float | None
    unit: str
    day: str
    agreement: Agreement
    archive: str = ""
    places: tuple[Standing, ...] = ()
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Extent:
    """How much of the case could have held what was sought: documents in it, those with a text, those that could be
    searched when the audit was made; items that failed at intake."""

    documents: int
    readable: int
    searchable: int
    failed: int


@dataclass(frozen=True, slots=True)
class Audit:
    """What an article came to against a case. ``text`` is the article's rendition, ``sha256`` its document's hash."""

    title: str
    sha256: str
    text: str
    author: str
    outlet: str
    date: str
    extent: Extent
    sentences: tuple[Sentence, ...] = ()
    quotations: tuple[Quotation, ...] = ()
    citations: tuple[Citation, ...] = ()
    paraphrases: tuple[Paraphrase, ...] = ()
    figures: tuple[Figure, ...] = ()
    notes: tuple[str, ...] = field(default=())
