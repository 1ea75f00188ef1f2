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
from headwater.claims.audit.cues import is_author, is_vague, says, source_of
from headwater.claims.audit.numbers import numbers
from headwater.model.audit import Citation, Figure, Paraphrase, Quotation, Sentence, SentenceKind
from headwater.model.statement import Form, Statement
from headwater.people.names import NOBODY, is_named

_MODAL = re.compile(
    r"\b(?:must (?:have|be|know)|must surely|should|ought to|had better|deserves?|(?:would|could|can) (?:hardly|only|not but)|cannot (?:be|have)|can't (?:be|have)|may well|might well|"
    r"it (?:would be|is) (?:naive|hard|hardly|difficult|tempting|no (?:accident|coincidence|secret|wonder|surprise)|clear|obvious|plain|safe|easy|time|not (?:hard|difficult|surprising|enough))|"
    r"would (?:have )?be(?:en)? (?:reason|enough|naive)|there (?:is|can be) (?:no|little) doubt|has to be|needs? to be|"
    r"debería[ns]?|deben?|tendrían? que|habría que|no es (?:difícil|casualidad|de extrañar))\b",
    re.IGNORECASE,
)
_CUES = re.compile(
    r"(?:\b(?:in other words|that is to say|which means that|this means|it follows|(?<!in )no doubt|without (?:a )?doubt|undoubtedly|doubtless|obviously|clearly|evidently|"
    r"of course|it seems|seems to|seem to|appears? to|apparently|presumably|perhaps|surely|certainly|in fact|in truth|in short|in this light|the truth is|the point is|"
    r"not (?:surprising|hard|difficult)|no (?:es|era) (?:difícil|casualidad)|no surprise|small wonder|no wonder|hardly|to put it mildly|one can only|speaks? (?:for (?:itself|themselves)|plainly|volumes)|makes? (?:perfect )?sense|"
    r"everybody knows|everyone knows|as everybody|follow the money|not a \w+ but an?\b|not \w+ but an?\b|either .{3,60} or|thoroughly justified|keep in mind|"
    r"es decir|en otras palabras|sin duda|claro que|por supuesto|quizás?|tal vez|parece que|al parecer|evidentemente|obviamente|desde luego|por lo tanto)\b)",
    re.IGNORECASE,
)
_OPENERS = re.compile(
    r"^[“\"'(]*(?:so(?!\s+(?:where|who|what|why|how|when)\b)|thus|hence|therefore|consequently|perhaps|nothing|clearly|either|if (?:that|this) (?:is|be)|with such|that alone|such|nor would|what (?:was|is|once|this|the|these)|this is not|it is the|"
    r"así que|entonces|luego)\b[\s,]",
    re.IGNORECASE,
)
_JUDGING = frozenset(
    """splendid scandalous shameful disgraceful absurd ridiculous bogus fraudulent corrupt cynical naive reckless outrageous shocking
    remarkable unfortunate enormous worst best finest greatest cheap fool liar lying scandal scapegoat laundry disgrace farce myth sham ersatz
    grim bloody sinister brazen blatant monstrous veritable culprit coincidence temptation shadowy insoluble insolvable fatal inevitable
    lucrative unprecedented surprising unsurprising boondoggles gangsters bloodsucking overlords throat zombie sinkhole so-called
    escandaloso vergonzoso absurdo ridículo vergüenza escándalo casualidad""".split()
)
_GENERAL = re.compile(
    r"^(?:nobody|no one|nadie)\s+(?!is\b|was\b|has\b|does\b)\w+s\b|^(?:everybody|everyone|todo el mundo)\b|^(?:people|things|favours|secrets|money)\s+(?:do|does|never|always|rarely)\b|^such \w+ (?:do|does|are|is|never|always)\b",
    re.IGNORECASE,
)
_SHAPES = re.compile(
    r"^(?:and |but |y |pero )?(?:that|this|it|these|those|what follows|es|eso|esto)\s+(?:is|was|were|are|has been|es|fue|era)\b(?!\s+\w+(?:ed|ado|ido)\b)|"
    r"\b(?:is|was|are|were|es|era|fue) (?:(?:either|neither)\b[^.]{0,60}\bn?or\b|too \w+ to\b|tan \w+ como\b)|"
    r"^(?:any|anyone|anybody|whoever|one|a \w+ (?:that|who|which)|those who|quien(?:es)?|cualquiera?)\b|"
    r"\b(?:would|could|might) have \w+|\b(?:need not|one (?:can|may|might|must|suspects)|entitled to|right to (?:distrust|doubt|ask|fear)|better than|not one of|"
    r"such (?:an?|promises)|(?:it )?(?:appears|seems)|at best|at worst|after all|all too|tendrían?|habría)\b",
    re.IGNORECASE,
)
_ANSWERS = re.compile(
    r"^(?:hardly|no|yes|never|nothing|none|nobody|probably|of course|not (?:if|quite|really|at all)|sí|nada|nadie)\b",
    re.IGNORECASE,
)
_SURE = re.compile(
    r"\b(?:somebody|someone|alguien)\b|\bone of (?:the two|them) must\b|\bwhoever\b", re.IGNORECASE
)
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
_FRAGMENT = 2  # words of a sentence that is an exclamation more than a statement
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
    return tuple(out)


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
    sign = _inferring(text, asked)
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


def _judges(text: str) -> bool:
    """Whether a sentence is of the shape of a judgement, and has no name and no number in it."""
    if any(char.isdigit() for char in text) or re.search(r"(?<=[\w,;] )[A-ZÀ-Þ][\w-]", text):
        return False
    return bool(_SHAPES.search(text)) or (len(text.split()) <= _FRAGMENT and text.endswith("."))


def _inferring(text: str, asked: bool) -> str | None:
    """The sign by which a sentence is a conclusion or a judgement; None where there is none."""
    for pattern in (_CUES, _MODAL, _OPENERS, _GENERAL, _SURE):
        found = pattern.search(text)
        if found:
            return f"“{found.group().strip(' ,')}”"
    if _judges(text):
        return "it judges, and names nothing that could be looked up"
    judging = next((word for word in re.findall(r"[\w’'-]+", text.casefold()) if word in _JUDGING), None)
    if judging:
        return f"it judges: “{judging}”"
    if asked and _ANSWERS.match(text):
        return "it answers a question of its own"
    if text.endswith("?") and len(text.split()) > 12:
        return "a question that holds its answer"
    return None
