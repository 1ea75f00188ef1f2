"""An article cut into what can be held against an archive: its sentences, its quotations, and who is said to say them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from headwater.archive.dating import written_day
from headwater.archive.tokens import words
from headwater.base.spans import Span, hull, trimmed
from headwater.model.document import Document, Kind
from headwater.model.statement import Form, Statement
from headwater.people.names import NOBODY, is_named, is_pronoun
from headwater.statements.byline import find_byline
from headwater.statements.extract import extract
from headwater.statements.mentions import DOCUMENTS
from headwater.statements.mode import Mode
from headwater.statements.paragraphs import find_paragraphs
from headwater.statements.parse import parse
from headwater.statements.provenance import provenance
from headwater.statements.quotes import find_quotations

FEWEST = 3
"""Words of the shortest quotation that is looked for; what is shorter is a term, a nickname or a sneer."""

COVERED = 0.8
"""Part of a quotation that the content of its statement must hold."""

_HEAD = 12  # lines at the top of an article in which its date may stand
_LINE = 160  # code points of such a line at most
_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_LITTLE = 4  # letters of the words that need no capital in a title
_BULLET = re.compile(r"(?:[•◦▪‣·*–—-]|\(?\d{1,3}[.)])\s+(?=\S)")
_ENDS = re.compile(r"[.,!?;:…]$")


@dataclass(frozen=True, slots=True)
class Quoted:
    """Words of somebody else in the article, at ``span`` (without the marks), or one line of a ``block`` that is set off.

    ``speaker`` is the name at its clearest mention, "" where nobody is named; ``pointed`` says that a pronoun or a noun
    ("she", "the official") stands there, so that the name was worked out; ``date`` is an ISO 8601 day or "";
    ``statement`` is the attribution that holds it, ``sentence`` the number of the sentence in which it begins.
    """

    span: Span
    block: bool
    speaker: str
    pointed: bool
    date: str
    statement: Statement | None
    sentence: int

    @property
    def cue(self) -> Span | None:
        """Where the article says that these words were said."""
        return hull(self.statement.cue) if self.statement and self.statement.cue else None


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
    found = (written_day(line) for line in lines if len(line) <= _LINE)
    return next((day for day in found if day), "")


def _sentences(text: str, paragraphs: Sequence[Span]) -> tuple[Span, ...]:
    out: list[Span] = []
    for parsed in parse(text, paragraphs):
        first = 0
        for at in range(1, len(parsed) + 1):
            if at == len(parsed) or parsed.sentences[at] != parsed.sentences[first]:
                out.append(Span(parsed.starts[first], parsed.ends[at - 1]))
                first = at
    return tuple(sorted(out))


def _with_quotations(article: Article) -> Article:
    spans = [(span, False) for span in _marked(article.text, article.paragraphs)]
    spans += [(span, True) for span in _set_off(article, [span for span, _ in spans])]
    quoted = tuple(_quoted(article, span, block) for span, block in sorted(spans))
    return Article(
        article.document,
        article.author,
        article.outlet,
        article.date,
        article.statements,
        article.paragraphs,
        article.sentences,
        quoted,
    )


def _marked(text: str, paragraphs: Sequence[Span]) -> Iterable[Span]:
    """What stands in quotation marks, the outermost ones, and is long enough to be somebody's words."""
    for quotation in find_quotations(text, paragraphs):
        inner = quotation.inner()
        span = trimmed(text, inner.start, inner.end) if inner and quotation.depth == 1 else None
        if span is not None and len(words(span.of(text))) >= FEWEST and not _is_title(span.of(text)):
            yield span


def _is_title(said: str) -> bool:
    """Whether words look like the title of a work: capitals in all but little words, and no mark of speech at the end."""
    found = _WORD.findall(said)
    long = [word for word in found if len(word) > _LITTLE or word is found[0]]
    return len(long) > 1 and all(word[0].isupper() for word in long) and not _ENDS.search(said)


def _set_off(article: Article, marked: Sequence[Span]) -> Iterable[Span]:
    """The lines of blocks: what an attribution announces and what stands in paragraphs of its own after it."""
    found: set[Span] = set()
    for statement in article.statements:
        if statement.form is not Form.BLOCK or not statement.cue:
            continue
        cue = hull(statement.cue)
        for content in statement.content:
            for paragraph in article.paragraphs:
                inside = content.holds(paragraph) or content.overlaps(paragraph)
                apart = paragraph.start > cue.end and not paragraph.holds(cue)
                if inside and apart and not any(span.overlaps(paragraph) for span in marked):
                    found.add(_without_bullet(article.text, paragraph))
    return [span for span in found if len(words(span.of(article.text))) >= FEWEST]


def _without_bullet(text: str, line: Span) -> Span:
    bullet = _BULLET.match(text, line.start, line.end)
    return Span(bullet.end(), line.end) if bullet else line


def _quoted(article: Article, span: Span, block: bool) -> Quoted:
    statement = _attribution(article.statements, span)
    speaker = _speaker(statement, block)
    return Quoted(
        span=span,
        block=block,
        speaker=speaker,
        pointed=bool(speaker) and not _is_spelled(article.text, statement, speaker),
        date=statement.date[:10] if statement and statement.date else "",
        statement=statement,
        sentence=article.sentence_at(span.start),
    )


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
    return "" if last == NOBODY or is_pronoun(last) or names_document(last) else last


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
