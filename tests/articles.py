"""An article and an audit of it, all fiction, against the case of the ferry (``ledgers``): one finding of each kind and outcome."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from headwater.base.spans import Span
from headwater.model.audit import (
    Agreement,
    Audit,
    Bearing,
    Candidate,
    Caution,
    Change,
    Citation,
    Difference,
    Extent,
    Figure,
    Found,
    Mismatch,
    Paraphrase,
    Passage,
    Quotation,
    Sentence,
    SentenceKind,
    Standing,
    Verdict,
)
from ledgers import STORY

TITLE = "Who let the Alcyone sail?"
TEXT = f"""{TITLE}

By Lena Ode, Harbour Notes, 12 May 2029

“I stopped her twice that spring, and twice I was overruled [from the capital],” Ruth Vane said. The ferry left “with 512 people
aboard”, she told the wire in a story dated 9 May 2029. “Nobody asked me twice”, she wrote.

“the last lifeboat drill in her log is two years old,” said the shipping line. Vane said that she was overruled. She is licensed to
carry 250, as the papers show.

Somebody in the capital must have known. The line has paid for worse. <b>No tag of mine</b> is run here.
"""


def span(words: str, text: str = TEXT) -> Span:
    """Where ``words`` stand."""
    start = text.index(words)
    return Span(start, start + len(words))


def standing(words: str, chain: tuple[str, ...] = ("Northern Wire", "Ruth Vane")) -> Standing:
    """The place of ``words`` in the story."""
    digest = hashlib.sha256(STORY.encode("utf-8")).hexdigest()
    return Standing(
        document=digest[:16],
        sha256=digest,
        key=1,
        title="Ferry left Ness overloaded, harbour master says",
        spans=(span(words, STORY),),
        text=words,
        date="2029-05-10",
        chain=chain,
    )


def audit(*, digest: str = "") -> Audit:
    """The audit; the article's hash is that of its text unless another is given."""
    return Audit(
        title=TITLE,
        sha256=digest or hashlib.sha256(TEXT.encode("utf-8")).hexdigest(),
        text=TEXT,
        author="Lena Ode",
        outlet="Harbour Notes",
        date="2029-05-12",
        extent=Extent(6, 6, 6, 0),
        sentences=_sentences(),
        quotations=_quotations(),
        citations=_citations(),
        paraphrases=_paraphrases(),
        figures=_figures(),
        notes=("Told by hand.",),
    )


def _sentences() -> tuple[Sentence, ...]:
    rows = (
        ("Somebody in the capital must have known.", SentenceKind.INFERENCE, "“must have”"),
        ("The line has paid for worse.", SentenceKind.ASSERTION, "no source is named"),
        (TITLE, SentenceKind.BACKGROUND, "a heading"),
    )
    return tuple(Sentence(span(words), kind, why) for words, kind, why in rows)


def _quotations() -> tuple[Quotation, ...]:
    overruled = "I stopped her twice that spring, and twice I was overruled [from the capital],"
    true = "I stopped her twice that spring, and twice I was overruled from the capital,"
    said = "[from the capital]"
    faithful = Quotation(
        "q-faithful",
        span(overruled),
        overruled,
        "Ruth Vane",
        "",
        "",
        Verdict.FAITHFUL,
        differences=(
            Difference(
                Change.INSERTION, said, "from the capital", span(said), span("from the capital", STORY)
            ),
        ),
        cautions=(
            Caution("hedged", "The next sentence says that nobody answered.", "has\nnot answered", None),
        ),
        places=(standing(true),),
        total=1,
    )
    aboard = "with 512 people\naboard"
    altered = Quotation(
        "q-altered",
        span(aboard),
        aboard,
        "Ruth Vane",
        "2029-05-09",
        "c-wire",
        Verdict.ALTERED,
        differences=(Difference(Change.NUMBER, "512", "412", span("512"), span("412", STORY)),),
        places=(standing("with 412 people aboard"),),
        total=1,
    )
    asked = "Nobody asked me twice"
    missing = Quotation(
        "q-missing",
        span(asked),
        asked,
        "Ruth Vane",
        "",
        "",
        Verdict.NOT_FOUND,
        nearest=standing("I stopped her twice"),
    )
    drill = "the last lifeboat drill in her log is two years old,"
    other = Quotation(
        "q-other",
        span(drill),
        drill,
        "the shipping line",
        "",
        "",
        Verdict.MISATTRIBUTED,
        mismatches=(Mismatch("speaker", "the shipping line", "Ruth Vane"),),
        places=(standing("the last lifeboat drill in her log is two years old", ("Northern Wire",)),),
        total=3,
    )
    return faithful, altered, missing, other


def _citations() -> tuple[Citation, ...]:
    named = "a story dated 9 May 2029"
    place = standing("Ferry left Ness")
    candidate = Candidate(
        place.document,
        place.sha256,
        1,
        place.title,
        "2029-05-10",
        "Northern Wire",
        (),
        0.9,
        ("the words quoted stand in it",),
    )
    return (
        Citation(
            "c-wire",
            span(named),
            named,
            "Northern Wire",
            (),
            "2029-05-09",
            "",
            Found.RESOLVED,
            (candidate,),
            (Mismatch("date", "2029-05-09", "2029-05-10"),),
        ),
    )


def _paraphrases() -> tuple[Paraphrase, ...]:
    words = "she was overruled"
    passage = Passage(standing("twice I was overruled"), Bearing.SUPPORTS, ("both have “overruled”",), 0.7)
    return (Paraphrase("p-overruled", (span(words),), words, "Ruth Vane", "", "", (passage,)),)


def _figures() -> tuple[Figure, ...]:
    return (
        Figure(
            "f-licence",
            span("250"),
            "250",
            245.0,
            255.0,
            "",
            "",
            Agreement.DIFFERS,
            "260",
            (standing("260"),),
            ("both are what she is licensed to carry",),
        ),
    )


def mended(before: Audit) -> Audit:
    """The audit after more came in: what was altered is exact, what was cited is gone, and a figure is new."""
    first, altered, *rest = before.quotations
    exact = replace(altered, verdict=Verdict.EXACT, differences=())
    (figure,) = before.figures
    another = replace(figure, id="f-new", span=span("twice"), text="twice", agreement=Agreement.NOT_FOUND)
    return replace(
        before,
        quotations=(first, exact, *rest),
        citations=(),
        figures=(figure, another),
        extent=Extent(8, 8, 8, 0),
    )
