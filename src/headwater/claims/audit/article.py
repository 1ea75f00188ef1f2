"""An article cut into what can be held against an archive: its sentences, its quotations, and who is said to say them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from headwater.archive.dating import written_day
from headwater.archive.tokens import words
from headwater.base.spans import Span, hull
from headwater.claims.audit.attributing import named_beside
from headwater.claims.audit.quoting import marked, set_off
from headwater.claims.matching.features import function_words
from headwater.model.document import Document, Kind
from headwater.model.statement import Statement
from headwater.people.names import NOBODY, is_named, is_pronoun
from headwater.statements.byline import find_byline
from headwater.statements.extract import extract
from headwater.statements.mentions import DOCUMENTS
from headwater.statements.mode import Mode
from headwater.statements.paragraphs import find_paragraphs
from headwater.statements.parse import parse
from headwater.statements.provenance import provenance

COVERED = 0.8
"""Part of a quotation that the content of its statement must hold."""

_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_HEAD = 12  # lines at the top of an article in which its date may stand
_LINE = 160  # code points of such a line at most
_SMALL = 4  # words of it that begin small, at most: "de", "updated at"
_SHORT_FOR = re.compile(
    r"\b(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Mr|Mrs|Ms|Dr|Prof|Gen|Sen|Rep|Col|Lt|St|No|vs|[A-Z])\.$"
)
_LONGEST_NAME = 5  # words
_BETWEEN = 20  # code points of marks between a quotation and the one before it
_OPENING = "[("
_MARKS = 6  # code points of a sentence beside what it quotes: marks and a full stop
_REFERS = re.compile(
    r":\s*$|\b(?:words?|lines?|sentences?|phrases?|passage|text|message|e-?mail|note|memo|letter|quotation)\b|^(?:so|thus)\s\w+\s[A-Z]",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Quoted:
    """Words of somebody else in the article, at ``span`` (without the marks), or one line of a ``block`` that is set off.

    ``speaker`` is the name at its clearest mention, "" where nobody is named, ``written`` what stands at this place; ``pointed`` says that a pronoun or a noun
    ("she", "the official") stands there, so that the name was worked out; ``date`` is an ISO 8601 day or "";
    ``statement`` is the attribution that holds it, ``cue`` where the article says that the words were said, and ``around`` are
    the sentences that tell whose words they are.
    """

    span: Span
    block: bool
    speaker: str
    written: str
    pointed: bool
    date: str
    statement: Statement | None
    cue: Span | None
    around: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Article:
    """An article as it is read: ``date`` is ISO 8601 or "", ``sentences`` and ``paragraphs`` are in order."""

    document: Document
    author: str
    outlet: str
    date: str
    statements: tuple[Statement, ...]
    paragraphs: tuple[Span, ...]
    sentences: tuple[Span, ...]
    quoted: tuple[Quoted, ...]

    @property
    def text(self) -> str:
        """The article's rendition."""
        return self.document.text

    def sentence_at(self, place: int) -> int:
        """The number of the sentence in which a code point stands, or of the last one before it."""
        return max(0, bisect_right(self.sentences, Span(place, place + 1 << 40)) - 1)

    def paragraph_of(self, place: int) -> Span | None:
        """The paragraph in which a code point stands."""
        return next((one for one in self.paragraphs if one.start <= place < one.end), None)


def read_article(document: Document, mode: Mode) -> Article:
    """Read an article for what it quotes and says. Raises Unsupported where no language model is installed."""
    text = document.text
    paragraphs = find_paragraphs(text)
    sentences = _sentences(text, paragraphs)
    statements = tuple(extract(provenance(document), text, mode))
    byline = find_byline(text)
    article = Article(
        document=document,
        author=byline.author or _writer(document),
        outlet=byline.outlets[0] if byline.outlets else "",
        date=_date(document),
        statements=statements,
        paragraphs=paragraphs,
        sentences=sentences,
        quoted=(),
    )
    return _with_quotations(article)


def _writer(document: Document) -> str:
    return provenance(document).writer


def _date(document: Document) -> str:
    """The day of the article: a message's, else the first that is written at its top."""
    if document.kind is Kind.MESSAGE and document.sent:
        return document.sent.local().date().isoformat()
    lines = [line.strip() for line in document.text.lstrip().splitlines()[:_HEAD]]
    found = (written_day(line) for line in lines if len(line) <= _LINE and _is_label(line))
    return next((day for day in found if day), "")


def _is_label(line: str) -> bool:
    """Whether a line is a dateline or a byline and no line of a sentence: hardly a word of it begins small."""
    small = [match for match in _WORD.finditer(line) if match.group()[0].islower()]
    return len(small) <= _SMALL


def _sentences(text: str, paragraphs: Sequence[Span]) -> tuple[Span, ...]:
    out: list[Span] = []
    for parsed in parse(text, paragraphs):
        first = 0
        for at in range(1, len(parsed) + 1):
            if at == len(parsed) or parsed.sentences[at] != parsed.sentences[first]:
                start = parsed.starts[first]
                while start and text[start - 1] in _OPENING:  # brackets are none of the parser's words
                    start -= 1
                span = Span(start, parsed.ends[at - 1])
                if out and first and _SHORT_FOR.search(out[-1].of(text)):
                    span = Span(out.pop().start, span.end)
                out.append(span)
                first = at
    return tuple(sorted(out))


def _with_quotations(article: Article) -> Article:
    text, paragraphs = article.text, article.paragraphs
    quotations = list(marked(text, paragraphs))
    blocks = set_off(text, paragraphs, article.statements, quotations)
    every = [*quotations, *blocks]
    spans = sorted([*((span, None) for span in quotations), *blocks.items()], key=lambda one: one[0])
    return replace(article, quoted=tuple(_quoted(article, span, by, every) for span, by in spans))


def _quoted(article: Article, span: Span, announced: Span | None, every: Sequence[Span]) -> Quoted:
    """A quotation with whom it is given to; ``announced`` is the paragraph that announces a block, None for what stands in
    quotation marks."""
    block = announced is not None
    statement = _attribution(article.statements, span)
    if statement is not None and not (block or _is_near(article, span, statement, every)):
        statement = None
    around = _around(article, span, announced, every)
    beside = named_beside(article.text, span, around, every, block=block)
    speaker = _speaker(statement, block)
    spelled = bool(speaker) and _is_spelled(article.text, statement, speaker)
    same = beside is not None and spelled and not set(beside.name.split()).isdisjoint(speaker.split())
    if beside is not None and not same:
        speaker, spelled = _in_full(beside.name, article.statements), True
        statement = statement if not block else None
    return Quoted(
        span=span,
        block=block,
        speaker=speaker,
        written=beside.name if beside and not same else _written(article.text, statement),
        pointed=bool(speaker) and not spelled,
        date=statement.date[:10] if statement and statement.date else "",
        statement=statement,
        cue=hull(statement.cue) if statement and statement.cue else beside.span if beside else None,
        around=tuple(around),
    )


def _around(article: Article, span: Span, announced: Span | None, every: Sequence[Span]) -> list[Span]:
    """The sentences that say whose words these are: the one that announces a block, else those in which a quotation stands;
    where it fills them, the one after it or else the one before it, if it speaks of words or writings and quotes nothing."""
    if announced is not None:
        return [article.sentences[article.sentence_at(announced.end - 1)]]
    first, last = article.sentence_at(span.start), article.sentence_at(span.end - 1)
    own = list(article.sentences[first : last + 1])
    if sum(map(len, own)) - len(span) > _MARKS:
        return [Span(own[0].start, own[-1].end)]
    before, after = article.sentences[max(0, first - 1) : first], article.sentences[last + 1 : last + 2]
    announced_before = any(one.of(article.text).rstrip().endswith(":") for one in before)
    beside = [*before, *after] if announced_before else [*after, *before]
    return [
        one
        for one in beside
        if _REFERS.search(one.of(article.text)) and not any(one.overlaps(other) for other in every)
    ][:1]


def _is_near(article: Article, span: Span, statement: Statement, every: Sequence[Span]) -> bool:
    """Whether a quotation stands in the sentence of its attribution or next to it, or nothing but quotations between them."""
    cue = hull(statement.cue)
    number = article.sentence_at(cue.start)
    if article.sentence_at(span.start) - 1 <= number <= article.sentence_at(span.end - 1) + 1:
        announced = article.sentences[number].of(article.text).rstrip().endswith(":")
        return announced or article.paragraph_of(cue.start) == article.paragraph_of(span.start)
    start, end = sorted((cue.end, span.start))
    between = Span(start, max(end, start + 1))
    return len(between) - sum(_shared(one, between) for one in every) <= _BETWEEN


def _written(text: str, statement: Statement | None) -> str:
    """The words by which the source of an attribution is named at its place."""
    return " ".join(" ".join(span.of(text) for span in statement.source).split()) if statement else ""


def _in_full(name: str, statements: Sequence[Statement]) -> str:
    """A name as it stands in some chain of the article in which all of its words stand, if it is a part of one alone."""
    own = set(name.split())
    longer = {
        link
        for one in statements
        for link in one.chain
        if own < set(link.split()) and len(link.split()) <= _LONGEST_NAME and not names_document(link)
    }
    return longer.pop() if len(longer) == 1 else name


def _attribution(statements: Sequence[Statement], span: Span) -> Statement | None:
    """The innermost statement whose content holds a quotation; one that only stands inside of it does not count."""
    holding = [
        one
        for one in statements
        if one.cue and sum(_shared(content, span) for content in one.content) >= COVERED * len(span)
        if not any(cue.start >= span.start and cue.end <= span.end for cue in one.cue)
    ]
    return min(holding, key=lambda one: sum(map(len, one.content)), default=None)


def _shared(one: Span, other: Span) -> int:
    return max(0, min(one.end, other.end) - max(one.start, other.start))


def _speaker(statement: Statement | None, block: bool) -> str:
    """Who says it: the last link of the chain, where that is somebody and no document.

    What is set off after "a newcomer may expect" is not the newcomer's: there it is the last link that is a name.
    """
    chain = statement.chain if statement else ()
    if block:
        chain = chain[: max((n for n, link in enumerate(chain) if is_named(link)), default=-1) + 1]
    last = chain[-1] if chain else ""
    nobody = last == NOBODY or is_pronoun(last) or names_document(last) or _says_nothing(last)
    return "" if nobody else last


def _says_nothing(link: str) -> bool:
    """Whether a link has none but function words, as "One" and "Elsewhere" have."""
    english, spanish = function_words()
    return all(word in english or word in spanish for word in words(link))


def names_document(link: str) -> bool:
    """Whether a link of a chain speaks of a document ("an e-mail dated May 3, 2031"), not of people."""
    return any(
        word.casefold().strip(".,") in _PLURAL_DOCUMENTS for word in link.split() if word[:1].islower()
    )


_PLURAL_DOCUMENTS = DOCUMENTS | {f"{one}s" for one in DOCUMENTS} | {"pleadings", "diaries"}


def _is_spelled(text: str, statement: Statement | None, speaker: str) -> bool:
    """Whether the source of a statement has a word of the speaker's name in capitals."""
    said = {word for span in (statement.source if statement else ()) for word in _WORD.findall(span.of(text))}
    return any(word in said for word in _WORD.findall(speaker) if word[:1].isupper())
