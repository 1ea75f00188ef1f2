"""What each sentence of an article is: a quotation, a paraphrase, a cited figure, an inference, an assertion or background.

What the other parts of the audit found comes first; among the rest, words tell a conclusion or a judgement from a statement of fact, and the
place and the shape of a line tell what asserts nothing. The strongest kind that applies is given, with the sign that told it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from headwater.archive.tokens import words
from headwater.base.spans import Span
from headwater.claims.audit.article import Article
from headwater.claims.audit.concluding import concluding, general
from headwater.claims.audit.cues import is_author, is_vague, says, source_of
from headwater.claims.audit.numbers import numbers
from headwater.model.audit import Citation, Figure, Paraphrase, Quotation, Sentence, SentenceKind
from headwater.model.statement import Form, Statement
from headwater.people.names import NOBODY, is_named

_ABOUT = re.compile(
    r"\b(?:is|are|was|es|son) (?:an? |the |una? )?(?:\w+[ -]){0,6}?(?:reporters?|journalists?|writers?|columnists?|researchers?|author|editors?|correspondents?|analysts?|fellow|professor|contributor|activist|periodistas?|escritora?s?)\b|"
    r"\b(?:writes?|reports?|escriben?) (?:about|on|for|regularly|sobre)\b|\bhis (?:articles|books|work)\b|\bher (?:articles|books|work)\b|\bcontribut(?:es|ed|ing)\b|\bis the (?:editor|author) of\b",
    re.IGNORECASE,
)
_FOOT = re.compile(
    r"^(?:©|additional reporting|with reporting|\(c\)|copyright|all rights|source\s*:|read more|see also|filed under|tags?\s*:|share (?:this|on)|follow us|subscribe|this (?:article|story|post) (?:was|has been|first|originally)|"
    r"(?:updated|published|posted)(?: on)?\b|photo(?:graph)?s?(?:\s+by|\s*:|\s+credit)|image\s*:|fuente\s*:|leer más|todos los derechos|related)|https?://\S+$",
    re.IGNORECASE,
)
_BYLINE = re.compile(r"^(?:by|por|von|par|posted (?:on|by)|published|from)\s+[A-ZÀ-Þ\d]", re.IGNORECASE)
_SCENE = re.compile(
    r"^(?:this is the story|here is|here are|this (?:article|report|is the first)|what happened next|what follows|consider|remember|read)\b",
    re.IGNORECASE,
)
_VERB = re.compile(
    r"\b(?:is|are|was|were|be|been|has|have|had|do|does|did|will|would|can|could|may|might|must|shall|should|es|son|fue|fueron|está|están|ha|han|había|era|eran|hay|hubo|tiene|puede)\b|\w{3,}ed\b|\w{3,}(?:ó|aron|ieron|aba|ían?)\b",
    re.IGNORECASE,
)
_COUNTING = re.compile(
    r"\b(?:office|bureau|agency|records?|reports?|log|register|statistics|census|audit|court|survey|study|estimates?|figures|accounts?|ledger|"
    r"count|tally|oficina|registros?|informe|tribunal|censo|estudio)\b.{0,60}\b(?:puts?|lists?|counts?|counted|gives?|gave|shows?|showed|records?|recorded|found|"
    r"finds|estimates?|estimated|is|was|cifra|cifró|registra|registró|muestra)\b",
    re.IGNORECASE,
)
_SMALL = 12
_TOP = 0.1  # part of an article in which labels stand
_FOOTNOTES = 0.85  # part of an article from which on a line about its author is one


def sentences(
    article: Article,
    quotations: Sequence[Quotation],
    citations: Sequence[Citation],
    paraphrases: Sequence[Paraphrase],
    figures: Sequence[Figure],
) -> tuple[Sentence, ...]:
    """Every sentence of an article with its kind, in order."""
    out: list[Sentence] = []
    for number, span in enumerate(article.sentences):
        kind, why = _kind(article, number, quotations, citations, paraphrases, figures)
        out.append(Sentence(span, kind, why))
    held = general(article.text, [one.span for one in out if one.kind is SentenceKind.ASSERTION])
    return tuple(
        Sentence(one.span, SentenceKind.INFERENCE, "it says what holds in general")
        if one.span in held
        else one
        for one in out
    )


def _kind(
    article: Article,
    number: int,
    quotations: Sequence[Quotation],
    citations: Sequence[Citation],
    paraphrases: Sequence[Paraphrase],
    figures: Sequence[Figure],
) -> tuple[SentenceKind, str]:
    span = article.sentences[number]
    text = " ".join(span.of(article.text).split())
    if (aside := _background(article, span, text)) is not None:
        return SentenceKind.BACKGROUND, aside
    if any(one.span.overlaps(span) for one in quotations):
        return SentenceKind.QUOTATION, "it has words in quotation marks, or set off"
    asked = number > 0 and article.sentences[number - 1].of(article.text).rstrip().endswith("?")
    sign = concluding(text, asked)
    told = _told(article, span, paraphrases, sure=sign is None and not text.endswith("?"))
    counted = any(one.span.overlaps(span) for one in figures) or _has_figure(article.text, span)
    sourced = told is not None or any(one.span.overlaps(span) for one in citations)
    if counted and (sourced or _COUNTING.search(text)):
        return SentenceKind.FIGURE, "it gives a figure and says where it is from"
    if told is not None:
        return SentenceKind.PARAPHRASE, f"{told} is said to say so"
    if sign is not None:
        return SentenceKind.INFERENCE, sign
    if text.endswith("?"):
        return SentenceKind.BACKGROUND, "a question"
    if any(one.span.overlaps(span) for one in citations):
        return SentenceKind.PARAPHRASE, "it says what stands in a document"
    return SentenceKind.ASSERTION, "nobody is named who says so"


def _has_figure(text: str, span: Span) -> bool:
    """Whether a sentence has a figure that could be looked up; "two of them" is none."""
    return any(not one.spelled or one.high > _SMALL or one.is_share for one in numbers(text, span))


def _told(article: Article, span: Span, paraphrases: Sequence[Paraphrase], sure: bool) -> str | None:
    """Who is said to say a sentence, or what it is told from; None where it is on the author's own word.

    Where it is not ``sure`` that the author does not conclude or ask, somebody must be said to say it, not to think it.
    """
    for one in article.statements:
        source = source_of(article.text, one)
        if not source or not one.content or is_vague(source) or is_author(source):
            continue
        said = says(article.text, one)
        if _shares(one, span, said) and (sure or (said and is_named(source))):
            return one.chain[-1] if one.chain and one.chain[-1] != NOBODY else source
    for told in paraphrases:
        if sure and any(part.overlaps(span) for part in told.spans):
            return told.speaker or "somebody"
    return None


def _shares(one: Statement, span: Span, said: bool) -> bool:
    """Whether a statement is made in a sentence: somebody is said there to say something, or most of it is content."""
    if one.form is Form.BLOCK and not one.cue:
        return False
    if said and any(cue.overlaps(span) for cue in one.cue):
        return True
    inside = sum(max(0, min(c.end, span.end) - max(c.start, span.start)) for c in one.content)
    return inside >= 0.6 * len(span)


def _background(article: Article, span: Span, text: str) -> str | None:
    """Why a sentence asserts nothing: a heading, a byline, a date, a foot line, who the author is."""
    if _FOOT.search(text) or _FOOT.match(_line_of(article.text, span)):
        return "a line at the foot"
    if _BYLINE.match(text) and len(text.split()) < 20 and not text.endswith("."):
        return "a byline"
    named = article.author and set(words(article.author)) <= set(words(text))
    late = span.start >= _FOOTNOTES * len(article.text)
    if _ABOUT.search(text) and (named or late) and (named or _is_last(article, span)):
        return "about the author"
    if _is_heading(article, span, text):
        return "a heading"
    return "it sets the scene" if _SCENE.match(text) else None


def _is_last(article: Article, span: Span) -> bool:
    paragraph = article.paragraph_of(span.start)
    return paragraph is not None and any(
        set(words(article.author)) <= set(words(paragraph.of(article.text))) for _ in (0,) if article.author
    )


def _line_of(text: str, span: Span) -> str:
    start = text.rfind("\n", 0, span.start) + 1
    end = text.find("\n", span.end)
    return text[start : end if end >= 0 else len(text)].strip()


def _is_heading(article: Article, span: Span, text: str) -> bool:
    """Whether a sentence is a line of its own that ends like no sentence, or a title at the top."""
    paragraph = article.paragraph_of(span.start)
    alone = paragraph is not None and len(paragraph) - len(span) <= 4
    top = span.end <= _TOP * len(article.text)
    first = paragraph is not None and bool(article.paragraphs) and paragraph == article.paragraphs[0]
    ends = text.rstrip("”\"’')»").endswith((".", "!", "…", ":"))
    if alone and not ends and len(text.split()) <= 16:
        return True
    if first and not ends:
        return True
    if top and text.endswith(":") and not _VERB.search(text):
        return True
    return not ends and len(text.split()) <= 6 and not _VERB.search(text) and not text.endswith("?")
