"""Statements: one attribution relation each, as in the PARC and PolNeAR corpora.

References: Pareti, "PARC 3.0: A Corpus of Attribution Relations" (LREC 2016); Newell, Margolin and Ruths,
"An Attribution Relations Corpus for Political News" (LREC 2018).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from headwater.base.spans import Span
from headwater.model.document import Kind

Passages = tuple[Span, ...]
"""Spans of one rendition that together make a source, a cue or a content; empty where there is none."""


class Stance(StrEnum):
    """How the source stands to the content."""

    ASSERTS = "asserts"
    DENIES = "denies"
    DOUBTS = "doubts"
    HEDGES = "hedges"
    ASKS = "asks"


class Basis(StrEnum):
    """How the source comes to know."""

    WITNESSED = "witnessed"
    HEARD = "heard"
    INFERRED = "inferred"
    UNKNOWN = "unknown"


class Form(StrEnum):
    """How the content is given."""

    DIRECT = "direct"
    INDIRECT = "indirect"
    MIXED = "mixed"
    BLOCK = "block"


@dataclass(frozen=True, slots=True)
class Provenance:
    """What is known of a document before its text is read.

    ``sha256`` is the document's; ``writer`` is the display name (else the address) of a message's From;
    ``recipients`` likewise of To and Cc; ``date`` is ISO 8601 (an instant in UTC or a day) or None; ``author`` and
    ``outlet`` are set where they are known from outside the text, else the byline is searched.
    """

    sha256: str
    kind: Kind = Kind.TEXT
    title: str = ""
    date: str | None = None
    writer: str = ""
    recipients: tuple[str, ...] = ()
    author: str = ""
    outlet: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """Source, cue and content at exact spans of one rendition.

    ``id`` is derived from the document's SHA-256 and the spans, so it survives re-extraction. ``chain`` names
    the links outermost first, the source itself last, each as at its clearest mention. ``nested_in`` is the
    id of the statement whose content holds this one. ``confidence`` is in 0..1.
    """

    id: str
    sha256: str
    source: Passages
    cue: Passages
    content: Passages
    stance: Stance
    basis: Basis
    form: Form
    nested_in: str | None
    chain: tuple[str, ...]
    date: str | None
    confidence: float
