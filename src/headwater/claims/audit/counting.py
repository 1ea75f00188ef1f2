"""The figures and dates that an article gives outside of its quotations, with the clause that says what each is of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from headwater.archive.tokens import words
from headwater.base.spans import Span, hull
from headwater.claims.audit.article import Article
from headwater.claims.audit.cues import is_vague, source_of
from headwater.claims.audit.numbers import Number, numbers
from headwater.claims.audit.passages import content
from headwater.claims.audit.times import When, day_of, times
from headwater.claims.matching.figures import names, years
from headwater.model.audit import Citation, Found, Paraphrase, Quotation
from headwater.model.statement import Statement

FEW = 3
"""Words of a clause with fewer of which the rest of its sentence is taken too."""

_SPANS = frozenset(
    "day week month year hour minut decad centuri dia semana mes año ano hora later earlier".split()
)
SMALL = 12
"""A number in words up to this is often no more than a way of speaking."""

_CLAUSES = re.compile(
    r"[;:()–—]|, (?=(?:and|but|while|whereas|y|pero|mientras)\b)|,? (?:and|y) (?=of|only|de|sólo|solo)|\. "
)
_SOURCE = re.compile(
    r",?\s*(?:according to|as reported by|says?|said|según|de acuerdo con)\s+(?:the |a |an |el |la |los |las )?(?:[\w’'-]+ ){0,3}?[A-Z][\w’'-]*(?: (?:(?:of|de|del|and|y|the) )?[A-Z][\w’'-]*)*"
)


@dataclass(frozen=True, slots=True)
class Counted:
    """A figure of the article: the ``number`` or the ``when``, the clause that says what it is of, the names and years there, who is
    said to have it, and the documents that are cited or near in its sentence."""

    span: Span
    number: Number | None
    when: When | None
    clause: str
    names: frozenset[str]
    years: frozenset[int]
    source: str
    named: tuple[int, ...]


def counted_in(
    article: Article,
    citations: Sequence[Citation],
    quotations: Sequence[Quotation],
    paraphrases: Sequence[Paraphrase],
) -> Iterator[Counted]:
    """The figures and dates of an article in order, each with the documents that are found for its sentence."""
    quoted = [one.span for one in article.quoted]
    apart = [*quoted, *(one.span for one in citations)]
    written = day_of(article.date)
    for number, sentence in enumerate(article.sentences):
        if not _is_prose(sentence.of(article.text)):
            continue
        told = _teller(article, sentence)
        near = _near(sentence, citations, quotations, paraphrases)
        for counted in _of_sentence(
            article, number, told, written, any(s.overlaps(sentence) for s in quoted)
        ):
            if not any(span.overlaps(counted.span) for span in apart):
                yield replace(counted, named=near)


def _is_prose(sentence: str) -> bool:
    """Whether a sentence says something and is no heading or dateline."""
    found = sentence.split()
    return (
        len(found) > 2
        and sum(word[:1].islower() for word in found) >= 2
        and not sentence.startswith(("©", "Copyright"))
    )


def _teller(article: Article, sentence: Span) -> Statement | None:
    """The statement whose source is in a sentence, the outermost one with a source that could be asked."""
    found = [
        one
        for one in article.statements
        if one.source and one.cue and hull([*one.cue]).overlaps(sentence) and one.content
        if not is_vague(source_of(article.text, one)) and hull(one.content).overlaps(sentence)
    ]
    return max(found, key=lambda one: len(hull(one.content)), default=None)


def _of_sentence(
    article: Article, at: int, told: Statement | None, written: date | None, quoting: bool
) -> Iterator[Counted]:
    sentence, text = article.sentences[at], article.text
    source = told.chain[-1] if told and told.chain else ""
    shown = sentence.of(text)
    whole = _without_source(shown, text, sentence, told)
    before = _last_clause(article, at - 1) if at else ""
    whens = times(text, sentence, written)
    for number in numbers(text, sentence):
        if not _is_told(number, bool(told)) or any(when.span.overlaps(number.span) for when in whens):
            continue
        clause = _clause(whole, number.span.start - sentence.start, number.span.end - sentence.start)
        yield _counted(number.span, number, None, clause, whole, before, source)
    if quoting:
        return
    for when in whens:
        if (
            when.loose
            or when.rests
            or (when.last - when.first).days > 31
            or not is_event(text, when, sentence)
        ):
            continue
        clause = _clause(whole, when.span.start - sentence.start, when.span.end - sentence.start)
        yield _counted(when.span, None, when, clause, whole, before, source)


def _last_clause(article: Article, at: int) -> str:
    """The last clause of a sentence that says enough, for a sentence after it that says too little."""
    sentence = article.sentences[at]
    whole = _without_source(sentence.of(article.text), article.text, sentence, _teller(article, sentence))
    cuts = [cut.end() for cut in _CLAUSES.finditer(whole)]
    clauses = [whole[cut:] for cut in reversed(cuts) if len(telling(whole[cut:])) >= FEW]
    return clauses[0] if clauses else whole


def _is_told(number: Number, told: bool) -> bool:
    """Whether a number is a figure that somebody could look up, and no way of speaking ("two of them")."""
    if number.spelled and not _SPANS.isdisjoint(number.kinds):
        return False
    return not number.spelled or number.high > SMALL or number.is_share or (told and bool(number.unit))


def is_event(text: str, when: When, sentence: Span) -> bool:
    """Whether a day is that of something that happened, and not that of an article or of a letter."""
    if re.match(
        r"[^.;:]{0,60}\b(?:wrote|sent|e-?mailed|escribió|envió)\b", text[when.span.end : sentence.end]
    ):
        return False
    before = text[max(sentence.start, when.span.start - 40) : when.span.start].casefold()
    return (
        re.search(r"\b(?:dated|updated|posted|published|wrote|said|told|born)\b[^.]{0,12}$", before) is None
    )


def _without_source(shown: str, text: str, sentence: Span, told: Statement | None) -> str:
    """A sentence with blanks for the words that say whose figure it is."""
    out = list(shown)
    spans = [*told.source, *told.cue] if told else []
    places = [(span.start - sentence.start, span.end - sentence.start) for span in spans]
    places += [(m.start(), m.end()) for m in re.finditer(_SOURCE, shown)][:4] if told else []
    for start, end in places:
        for at in range(max(0, start), min(end, len(out))):
            out[at] = " "
    return "".join(out)


def _clause(sentence: str, start: int, end: int) -> str:
    """The clause of a sentence in which a place stands, without what stands at the place itself."""
    cuts = [0, *(cut.end() for cut in _CLAUSES.finditer(sentence)), len(sentence)]
    low = max(cut for cut in cuts if cut <= start)
    high = min((cut for cut in cuts if cut >= end), default=len(sentence))
    return f"{sentence[low:start]} {sentence[end:high]}"


def _counted(
    span: Span, number: Number | None, when: When | None, clause: str, whole: str, before: str, source: str
) -> Counted:
    """A figure with what is said of it: in its clause, where that says little in its sentence, else in the one before."""
    said = clause
    for more in (whole, before):
        if len(set(telling(said))) < FEW:
            said = f"{more} {said}"
    own = frozenset(names(said)) - set(words(source))
    return Counted(span, number, when, said, own, frozenset(years(whole)), source, ())


def telling(text: str) -> list[str]:
    """The words of a clause that say what is counted, without numbers."""
    return [
        word for word in content(text) if not word.isdigit() and word not in ("cent", "percent", "ciento")
    ]


def _near(
    sentence: Span,
    citations: Sequence[Citation],
    quotations: Sequence[Quotation],
    paraphrases: Sequence[Paraphrase],
) -> tuple[int, ...]:
    """The documents that are cited, quoted or come near in a sentence."""
    keys = [c.candidates[0].key for c in citations if c.found is Found.RESOLVED and c.span.overlaps(sentence)]
    keys += [p.key for q in quotations if q.span.overlaps(sentence) for p in q.places[:3]]
    keys += [
        passage.standing.key
        for one in paraphrases
        if any(span.overlaps(sentence) for span in one.spans)
        for passage in one.passages
    ]
    return tuple(dict.fromkeys(keys))
