"""Which documents of a case an article speaks of: resolved by number, by the words quoted from them, by title, people and day.

A number, a title or the words that the article quotes identify a document; then what the article says of its day, its
writer or its recipient may differ, and does so as a mismatch. Without these, a document must fit all that is said, and be
the only one that does. Answers that only quote a message, forwards and variants of it are the same message.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta

from headwater.archive.query import And, Field, Node, Not, Or, TypeIs, Words
from headwater.archive.tokens import words
from headwater.base.spans import Span
from headwater.claims.audit.article import Article
from headwater.claims.audit.citing import Cited, cited
from headwater.claims.audit.fitting import PAD, Fit, against, candidate, fit_of, is_enough, mismatches
from headwater.claims.audit.holdings import Holdings
from headwater.claims.audit.locating import Located, Locator
from headwater.claims.audit.people import is_among, sought, surname
from headwater.claims.audit.saying import saying_of
from headwater.claims.audit.times import When
from headwater.claims.audit.writings import Writing, united, writings
from headwater.model.audit import Citation, Found
from headwater.model.document import Kind

SHOWN = 10
"""Candidates of an ambiguous citation that are listed."""

READ = 80
"""Documents that are read for one citation."""

_TELLING = 5  # words of a quotation by which a document can be known
_LOCATED = 6  # quotations by which a document is looked for, the longest
_SHARE = 0.75  # part of its words that must stand there
_PAPERS = {
    "pleading": "court plaintiff defendant defence counsel motion complaint petition pleading pleadings demanda juzgado tribunal",
    "letter": "letter dear carta estimado sincerely",
    "memo": "memo memorandum memorando",
    "minutes": "minutes acta present",
    "transcript": "transcript transcripcion",
    "report": "report informe",
    "affidavit": "affidavit sworn",
    "indictment": "indictment court charges",
}


def citations(article: Article, holdings: Holdings, locator: Locator | None = None) -> tuple[Citation, ...]:
    """Every single document that the article speaks of, in order, with what was found. Nothing is raised for any text.

    ``locator`` looks for the words that are quoted from them; what it reads it keeps.
    """
    found = cited(article)
    finder = _Finder(article, holdings, locator or Locator(holdings))
    out: list[Citation] = []
    seen: Counter[str] = Counter()
    loose: set[str] = set()
    for number, one in enumerate(found):
        text = " ".join(one.span.of(article.text).split())
        seen[text.casefold()] += 1
        made = _citation(one, text, seen[text.casefold()])
        if one.same is not None and one.same < number:
            first = out[one.same]
            out.append(replace(made, found=first.found, candidates=first.candidates))
            continue
        again = [other for other in found if other.same == number]
        whole = replace(
            one,
            words=tuple(dict.fromkeys([*one.words, *(span for other in again for span in other.words)])),
        )
        out.append(finder.resolved(whole, made))
        if one.points and out[-1].found is not Found.RESOLVED:
            loose.add(made.id)
    return tuple(one for one in out if one.id not in loose)


def _citation(one: Cited, text: str, number: int) -> Citation:
    seed = f"citation\n{text.casefold()}\n{number}"
    return Citation(
        id=hashlib.sha256(seed.encode("utf-8", "replace")).hexdigest()[:16],
        span=one.span,
        text=text,
        writer=one.writer,
        recipients=one.recipients,
        date=one.when.iso() if one.when else "",
        number=one.number,
        found=Found.NOT_FOUND,
    )


class _Finder:
    """Looks for the documents of one article's citations in one case."""

    def __init__(self, article: Article, holdings: Holdings, locator: Locator) -> None:
        self._text = article.text
        self._holdings = holdings
        self._locator = locator
        self._located: dict[Span, Located] = {}

    def resolved(self, one: Cited, made: Citation) -> Citation:
        """A citation with what was found."""
        fits = self._fits(one)
        groups, certain = self._meant(one, fits)
        shown = [_best(group, fits) for group in groups]
        candidates = tuple(candidate(fit, one) for fit in shown[:SHOWN])
        if not candidates:
            return made
        if len(candidates) > 1:
            return replace(made, found=Found.AMBIGUOUS, candidates=candidates)
        wrong = tuple(mismatches(one, [_of(w, fits) for w in groups[0]])) if certain else ()
        return replace(made, found=Found.RESOLVED, candidates=candidates, mismatches=wrong)

    def _meant(self, one: Cited, fits: Sequence[Fit]) -> tuple[list[list[Writing]], bool]:
        """The writings that may be meant, one group each, and whether they were told by what identifies."""
        if one.number:
            return united([fit.writing for fit in fits if fit.number]), True
        named = [fit for fit in fits if (fit.words or fit.title) and fit.kind]
        if named:
            groups = united([fit.writing for fit in named])
            wrong = [against(one, [_of(w, fits) for w in group]) for group in groups]
            least = [group for group, n in zip(groups, wrong, strict=True) if n == min(wrong)]
            return _preferred(least, one), True
        if one.noun == "work" or one.title:
            return [], False
        return self._fitting(one, fits), False

    def _fitting(self, one: Cited, fits: Sequence[Fit]) -> list[list[Writing]]:
        """Those that nothing speaks against, and enough speaks for."""
        quoted = any(len(words(span.of(self._text))) >= _TELLING for span in one.words)
        good = [fit for fit in fits if fit.kind and not fit.against and is_enough(one, fit, quoted)]
        groups = united([fit.writing for fit in good])
        for narrow in (self._beside, self._spoken):
            if len(groups) > 1:
                kept = narrow(one, groups)
                groups = kept if len(kept) == 1 else groups
        return groups

    def _beside(self, one: Cited, groups: Sequence[list[Writing]]) -> list[list[Writing]]:
        """The groups in which quotations of the same paragraph stand."""
        holding = {place.key for span in one.beside for place in self._locate(span).places}
        return [group for group in groups if any(w.stored.key in holding for w in group)]

    def _spoken(self, one: Cited, groups: Sequence[list[Writing]]) -> list[list[Writing]]:
        """The groups that somebody wrote who is said to say what is quoted."""
        return [group for group in groups if any(is_among(name, [group[0].writer]) for name in one.speakers)]

    def _fits(self, one: Cited) -> list[Fit]:
        worded = self._worded(one)
        numbered = set(self._numbered(one))
        keys = list(dict.fromkeys([*numbered, *worded, *self._titled(one), *self._known(one)]))[:READ]
        return [
            fit_of(one, writing, worded.get(stored.key, ()), stored.key in numbered)
            for stored in self._holdings.documents(keys)
            for writing in writings(stored)
        ]

    def _locate(self, span: Span) -> Located:
        if span not in self._located:
            saying = saying_of(self._text, span)
            self._located[span] = self._locator.locate(saying) if len(saying) else Located((), 0)
        return self._located[span]

    def _worded(self, one: Cited) -> dict[int, list[Span]]:
        """Where the quotations from it stand, by document."""
        found: dict[int, list[Span]] = {}
        longest = sorted(one.words, key=lambda span: (-len(span), span))[:_LOCATED]
        for span in longest:
            if len(words(span.of(self._text))) >= _TELLING:
                for place in self._locate(span).places:
                    if place.share >= _SHARE:
                        found.setdefault(place.key, []).extend(place.spans)
        return found

    def _numbered(self, one: Cited) -> list[int]:
        tokens = words(one.number)
        if not tokens:
            return []
        titled = self._holdings.found(Words(Field.SUBJECT, tokens), SHOWN)[1] or self._holdings.placed(
            one.number, SHOWN
        )
        if titled:
            return titled
        inside = self._holdings.found(Words(Field.BODY, tokens), READ)[1]
        return [
            stored.key
            for stored in self._holdings.documents(inside)
            if _is_numbered(words(stored.document.text[:_TOP]), tokens)
        ]

    def _titled(self, one: Cited) -> list[int]:
        tokens = words(one.title)
        if not tokens:
            return []
        query: list[Node] = [Words(field, tokens) for field in (Field.SUBJECT, Field.BODY)]
        return self._holdings.found(Or(tuple(query)), SHOWN * 2)[1]

    def _known(self, one: Cited) -> list[int]:
        """Documents of the day and of the people that are named."""
        people = list(_people_nodes(one))
        if one.when is None:
            if len(people) < 2 and not (one.writer or one.recipients):
                return []
            return self._holdings.found(_all(people), READ)[1] if people else []
        first, end = one.when.first - timedelta(days=1), one.when.last + timedelta(days=2)
        if one.when.loose and people:
            first, end = first - PAD, end + PAD
        beside = _all(people) if people else None
        keys = self._holdings.of_days(first, end, beside, READ)
        if one.when.is_day:
            written = Or(tuple(Words(Field.BODY, form) for form in _day_forms(one.when)))
            papers = And((written, Not(TypeIs(Kind.MESSAGE)), *people))
            keys += self._holdings.found(papers, READ // 2)[1]
        return keys


_TOP = 600  # code points at whose top a document's own number stands


def _is_numbered(top: Sequence[str], tokens: Sequence[str]) -> bool:
    """Whether a number stands at the top of a document as its own: after "no", "number", "doc", "id" or "case", or alone."""
    for at in range(len(top) - len(tokens) + 1):
        if tuple(top[at : at + len(tokens)]) == tuple(tokens):
            return at == 0 or top[at - 1] in _NUMBERING
    return False


_NUMBERING = frozenset("no nr number doc document id ref reference num numero case release".split())


def _people_nodes(one: Cited) -> Iterator[Node]:
    """What an index is asked for the people that are named: headers, and the text where it is a print-out."""
    for name, field in ((one.writer, Field.FROM), *((name, Field.TO) for name in one.recipients)):
        tokens = surname(name)
        if tokens:
            fields = (
                (Field.PARTICIPANT,) if one.between else (field, Field.CC) if field is Field.TO else (field,)
            )
            yield Or(tuple(Words(where, tokens) for where in (*fields, Field.BODY)))
    for name in one.about:
        tokens = sought(name)[:1]
        if tokens:
            yield Words(Field.ANY, tokens)


def _all(nodes: Sequence[Node]) -> Node:
    return nodes[0] if len(nodes) == 1 else And(tuple(nodes))


_MONTHS = "january february march april may june july august september october november december".split()
_MESES = "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre".split()


def _day_forms(when: When) -> Iterator[tuple[str, ...]]:
    """A day as papers write it, in folded words."""
    day, month, year = str(when.first.day), when.first.month, str(when.first.year)
    for name in (_MONTHS[month - 1], _MONTHS[month - 1][:3]):
        yield from ((day, name, year), (name, day, year))
    yield (day, "de", _MESES[month - 1], "de", year)
    yield (year, f"{month:02}", f"{when.first.day:02}")


def _preferred(groups: list[list[Writing]], one: Cited) -> list[list[Writing]]:
    """Of several that have the words: what is a document of its own, then what looks like what it is called."""
    own = [group for group in groups if group[0].own]
    groups = own or groups
    signs = set(_PAPERS.get(one.noun.removeprefix("court ").removesuffix("s"), "").split())
    if len(groups) > 1 and signs:
        like = [len(signs.intersection(group[0].head)) for group in groups]
        groups = [group for group, n in zip(groups, like, strict=True) if n == max(like)]
    if len(groups) > 1 and not one.mail:
        papers = [group for group in groups if not group[0].mail]
        groups = papers if len(papers) == 1 else groups
    return groups


def _of(writing: Writing, fits: Iterable[Fit]) -> Fit:
    return next(fit for fit in fits if fit.writing is writing)


def _best(group: Sequence[Writing], fits: Sequence[Fit]) -> Fit:
    """The writing that is shown for a group: a document of its own, with the words in it, the earliest."""
    own = [_of(writing, fits) for writing in group]
    return min(
        own,
        key=lambda f: (not f.writing.own, not f.words, f.against, f.writing.day or "9", f.writing.stored.key),
    )
