"""The quotations of an article, each with its verdict: do the words stand in the case, said by whom it says, when it says?"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from headwater.archive.query import Dated, Field, Node, Or, Words
from headwater.archive.tokens import index_text
from headwater.claims.audit.article import Article, Quoted, names_document
from headwater.claims.audit.cautions import cautions
from headwater.claims.audit.holdings import Holdings
from headwater.claims.audit.locating import Located, Locator, Place
from headwater.claims.audit.people import surname
from headwater.claims.audit.saying import saying_of
from headwater.claims.audit.speaking import Speaking, any_is_said_by, is_said_by, may_be, name_words, said_at
from headwater.claims.audit.stating import beside_time, fits, stated_time
from headwater.claims.audit.times import When, day_of
from headwater.model.audit import MARKED, Change, Citation, Mismatch, Quotation, Standing, Verdict
from headwater.model.document import Document

HEARD = 12
"""Places of a quotation, the earliest, at which it is asked who speaks."""

NEAR = 0.5
"""Part of its words that a place must have to be shown for a quotation that was not found."""

TELLING = 8.0
"""What these words must tell, in nats: words that stand everywhere come near to nothing."""

_BEFORE = 1500  # code points before a quotation in which somebody may be named whom a pronoun means


@dataclass(frozen=True, slots=True)
class _Heard:
    """A place with who says it there."""

    place: Place
    speaking: Speaking


def quotations(
    article: Article,
    holdings: Holdings,
    citations: Sequence[Citation],
    tell: Callable[[int, int], None] | None = None,
    locator: Locator | None = None,
) -> tuple[Quotation, ...]:
    """What became of each quotation of an article, in order. ``tell`` hears how many of how many are done; ``locator`` is the
    one that the citations were found with, which has read their documents."""
    locator = locator or Locator(holdings)
    seen: Counter[tuple[str, str]] = Counter()
    out: list[Quotation] = []
    for number, quoted in enumerate(article.quoted):
        text = quoted.span.of(article.text)
        folded = index_text(text)
        seen[folded, quoted.speaker] += 1
        name = f"{folded}\n{quoted.speaker}\n{seen[folded, quoted.speaker]}"
        identifier = "q" + hashlib.sha256(name.encode("utf-8", "replace")).hexdigest()[:12]
        out.append(_judged(article, quoted, identifier, holdings, locator, citations))
        if tell:
            tell(number + 1, len(article.quoted))
    return tuple(out)


def _judged(
    article: Article,
    quoted: Quoted,
    identifier: str,
    holdings: Holdings,
    locator: Locator,
    citations: Sequence[Citation],
) -> Quotation:
    saying = saying_of(article.text, quoted.span)
    when = _stated(article, quoted, day_of(article.date))
    located = locator.locate(saying, _hints(article, quoted, when)) if len(saying) else Located((), 0)
    listened = _first(located.places, holdings, quoted.speaker, when)
    heard = [_Heard(one, said_at(holdings, one.key, one.spans[0])) for one in listened]
    when = when or _stated(article, quoted, _end_of_year(heard))
    found = Quotation(
        id=identifier,
        span=quoted.span,
        text=quoted.span.of(article.text),
        speaker=quoted.speaker,
        date=when.iso() if when else quoted.date,
        citation=_citation(quoted, citations),
        verdict=Verdict.NOT_FOUND,
        total=located.total,
    )
    if not heard:
        return replace(found, nearest=_nearest(holdings, located.nearest))
    known = {one.place.key: one for one in heard}
    mismatches = _mismatches(article, quoted, when, heard)
    best = _shown(heard, _speakers(article, quoted), when)
    best = replace(best, place=_parted(holdings, best))
    text = holdings.document(best.place.key).document.text
    return replace(
        found,
        verdict=_verdict(best.place, mismatches),
        differences=best.place.differences,
        mismatches=tuple(mismatches),
        cautions=cautions(
            text,
            best.place,
            best.speaking,
            () if quoted.pointed or quoted.block else _speakers(article, quoted),
            found.text,
            quoted.statement.stance if quoted.statement else None,
        ),
        places=_in_order(
            _standing(holdings, known.get(one.key, _Heard(one, _UNHEARD))) for one in located.places
        ),
    )


def _in_order(places: Iterable[Standing]) -> tuple[Standing, ...]:
    """The earliest first; of one day, those where it is no quotation; without a date last."""
    return tuple(sorted(places, key=lambda one: (one.date or "9999", one.quoted, one.key)))


def _nearest(holdings: Holdings, place: Place | None) -> Standing | None:
    if place is None or place.share < NEAR or place.information < TELLING:
        return None
    return _standing(holdings, _Heard(place, said_at(holdings, place.key, place.spans[0])))


def _parted(holdings: Holdings, heard: _Heard) -> Place:
    """A place whose pieces are of two writers, as spliced at the ellipsis; else as it is."""
    place = heard.place
    if len(place.spans) < 2 or not heard.speaking.own:
        return place
    last = said_at(holdings, place.key, place.spans[-1])
    if not last.own or last.own[0] == heard.speaking.own[0]:
        return place
    spliced = [
        replace(one, change=Change.SPLICED) if one.change is Change.ELLIPSIS else one
        for one in place.differences
    ]
    return replace(place, differences=tuple(spliced))


def _hints(article: Article, quoted: Quoted, when: When | None) -> tuple[Node, ...]:
    """Queries for the documents that a quotation is said to come from: by its speaker, and by its day."""
    out: list[Node] = []
    for name in _speakers(article, quoted)[-1:]:
        told = surname(name)
        if told:
            out.append(Or((Words(Field.PARTICIPANT, told), Words(Field.BODY, told))))
    if when is not None:
        out.append(Dated(when.first, when.last + timedelta(days=1)))
    return tuple(out)


def _first(places: Sequence[Place], holdings: Holdings, speaker: str, when: When | None) -> list[Place]:
    """The places at which it is asked who speaks: the earliest, and those in documents that have the speaker's name or are
    of the day that the article gives."""
    if len(places) <= HEARD:
        return list(places)
    told = set(surname(speaker)) if speaker else set()
    fit = {one.key: _fit(holdings.document(one.key).document, told, when) for one in places}
    fitting = sorted((one for one in places if fit[one.key]), key=lambda one: -fit[one.key])
    return list({one.key: one for one in (*fitting[:HEARD], *places[:HEARD])}.values())


def _fit(document: Document, told: set[str], when: When | None) -> int:
    """In how many ways a document fits: by who took part, by its day."""
    people = document.message.participants if document.message else ()
    names = {word for one in people for word in name_words(f"{one.name} {one.address}")}
    dated = when is not None and document.sent is not None and when.has(document.sent.local().date())
    return int(bool(told) and told <= names) + int(dated)


def _shown(heard: Sequence[_Heard], speakers: Sequence[str], when: When | None) -> _Heard:
    """The place that is compared with the article: where those who are named say it, on the day that is given, in its very
    words rather than others, and in the wording that most places have."""
    wordings = Counter(_wording(one.place) for one in heard)

    def fit(one: _Heard) -> tuple[bool, bool, int, int, float]:
        said = any_is_said_by(speakers, one.speaking) is True
        dated = when is not None and any((day := day_of(d)) and when.has(day) for d in one.speaking.days)
        return said, dated, -one.place.rank[0], wordings[_wording(one.place)], -one.place.rank[1]

    return max(heard, key=fit)


def _wording(place: Place) -> tuple[str, ...]:
    return tuple(one.archive for one in place.differences)


_UNHEARD = Speaking((), (), (), (), (), False, None)


def _verdict(place: Place, mismatches: Sequence[Mismatch]) -> Verdict:
    if any(one.change not in MARKED for one in place.differences):
        return Verdict.ALTERED
    wrong = {one.what for one in mismatches}
    if "speaker" in wrong:
        return Verdict.MISATTRIBUTED
    if "date" in wrong:
        return Verdict.MISDATED
    return Verdict.FAITHFUL if place.differences else Verdict.EXACT


def _stated(article: Article, quoted: Quoted, written: date | None) -> When | None:
    """When the article says that the words were said: by the sentences that tell whose they are, else by the date of their
    attribution. ``written`` is the day before which a day without its year must lie."""
    beside = beside_time(article.text, quoted.span, written)
    if beside is not None:
        return beside
    spans = tuple(one.span for one in article.quoted)
    for sentence in quoted.around:
        found = stated_time(article.text, sentence, spans, quoted.cue, written)
        if found is not None:
            return found
    given = day_of(quoted.date) if quoted.date else None
    return When(quoted.span, given, given) if given is not None else None


def _end_of_year(heard: Sequence[_Heard]) -> date | None:
    """The end of the year in which words stand first: where an article has no date, a day without its year is of that one."""
    days = [day for one in heard for day in one.speaking.days]
    return day_of(f"{min(days)[:4]}-12-31") if days else None


def _speakers(article: Article, quoted: Quoted) -> tuple[str, ...]:
    """Everybody whom the article has between itself and the words: any of them may be who wrote or said them."""
    chain = quoted.statement.chain if quoted.statement else ()
    own = {article.author, article.outlet}
    found = [link for link in chain if link not in own and not names_document(link)]
    if quoted.speaker and quoted.speaker not in found:
        return (quoted.speaker,)  # told by what stands beside the quotation, against the chain
    return tuple(found)


def _mismatches(
    article: Article, quoted: Quoted, when: When | None, heard: Sequence[_Heard]
) -> list[Mismatch]:
    """What the article says of a quotation and no place bears out."""
    out: list[Mismatch] = []
    speakers = _speakers(article, quoted)
    said = [any_is_said_by(speakers, one.speaking) for one in heard]
    if quoted.speaker and False in said and True not in said and not (None in said and quoted.pointed):
        one = heard[said.index(False)].speaking
        if any(is_said_by(quoted.written, h.speaking) for h in heard):
            pass  # "Mr Vane" may be another Vane than the one named last
        elif not quoted.pointed or not _may_be_meant(article, quoted, [h.speaking for h in heard]):
            out.append(Mismatch("speaker", quoted.speaker, one.speaker))
    fitting = [one for one, by in zip(heard, said, strict=True) if by is not False] or list(heard)
    days = [one.speaking.days for one in fitting]
    known = [day for some in days for one in some if (day := day_of(one))]
    if when and all(days) and known and not any(fits(article.text, when, day) for day in known):
        out.append(Mismatch("date", when.iso(), days[0][0]))
    return out


def _may_be_meant(article: Article, quoted: Quoted, places: Sequence[Speaking]) -> bool:
    """Whether a pronoun or a noun may mean somebody who does say it: a name of theirs stands in the article before it."""
    before = article.text[max(0, quoted.span.start - _BEFORE) : quoted.span.end + _BEFORE // 3]
    known = set(index_text(before).split())
    return any(
        len(word) > 2 and word in known for one in places for link in one.own for word in name_words(link)
    ) or any(may_be(quoted.speaker, link) for one in places for link in one.own)


def _citation(quoted: Quoted, citations: Sequence[Citation]) -> str:
    """The citation that a quotation is said to come from: one in the sentences that tell whose words it is."""
    held = [one for one in citations if any(span.overlaps(one.span) for span in quoted.around)]
    return min(held, key=lambda one: abs(one.span.start - quoted.span.start)).id if held else ""


def _standing(holdings: Holdings, heard: _Heard) -> Standing:
    document = holdings.document(heard.place.key).document
    days = heard.speaking.days
    return Standing(
        document=document.id,
        sha256=document.sha256,
        key=heard.place.key,
        title=document.title,
        spans=heard.place.spans,
        text=heard.place.text,
        date=days[0] if days else document.sent.iso()[:10] if document.sent else "",
        chain=heard.speaking.chain,
        recipients=heard.speaking.recipients,
        quoted=heard.speaking.quoted,
    )
