"""Who is meant by a mention in a Spanish text: full names for short ones, names for roles."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence

from headwater.base.spans import Span
from headwater.statements.mentions import Mention, Naming
from headwater.statements.spanish.people import DOCUMENTS, ORGANISATIONS, WAYS, Figure, figure_of
from headwater.statements.spanish.phrases import noun_phrase
from headwater.statements.spanish.tokens import Sentence
from headwater.statements.spanish.verbs import is_finite
from headwater.statements.spanish.words import DETERMINERS

LOOKED_AT = 50
"""How many mentions on one side of a place, and how many names with a word, are looked at."""

_PUBLIC = frozenset("organismo entidad institución organización".split())
_COMPANY = frozenset("compañía empresa firma".split())
_PAPER = frozenset("documento escrito texto".split())


class Cast:
    """The mentions of a text's part, in order of their starts, and who is meant by each."""

    def __init__(self, text: str, found: Sequence[Figure]) -> None:
        self.text = text
        self.figures = found
        self._full: dict[str, dict[str, list[Span]]] = defaultdict(dict)
        self._roles: dict[str, list[Figure]] = defaultdict(list)
        self._kinds: dict[str, list[Figure]] = defaultdict(list)
        for figure in found:
            if figure.name is not None:
                self._enter(figure, figure.name)
            elif not figure.plural and not figure.definite:
                self._kinds[figure.head].append(figure)
        companies = {
            f.name.of(text) for f in found if f.name is not None and f.roles & (_COMPANY | {"consorcio"})
        }
        self._companies = [f for f in found if f.name is not None and f.name.of(text) in companies]
        self._offices = [f for f in found if f.name is not None and _is_office(f.name.of(text))]
        self._papers = [f for f in found if f.subject and f.head in DOCUMENTS - _PAPER]

    def _enter(self, figure: Figure, name: Span) -> None:
        words = " ".join(name.of(self.text).lower().split())
        parts = words.split()
        if 1 < len(parts) <= 6:
            for word in set(parts):
                self._full[word].setdefault(words, []).append(name)
        for role in figure.roles:
            self._roles[role].append(figure)

    def before(self, position: int, count: int = LOOKED_AT) -> Sequence[Figure]:
        """The last ``count`` mentions that end before ``position``, in order."""
        return [f for f in _last(self.figures, position, count) if f.span.end <= position]

    def mention(self, figure: Figure, described: bool = False) -> Mention:
        """The clearest mention of who or what ``figure`` is; ``described`` says that a clause goes on about it, so that it
        is new."""
        if figure.name is not None:
            return _named(self._longest(figure.name))
        if figure.definite and not figure.plural and not described:
            known = self._by_role(figure)
            if known is not None:
                return _named(self._longest(known.name)) if known.name is not None else _noun(known)
        return _noun(figure)

    def _longest(self, name: Span) -> Span:
        """The longest name that has all the words of ``name`` side by side, the last one before it else the next."""
        own = " ".join(name.of(self.text).lower().split())
        first = own.split()[0]
        if any(word in ORGANISATIONS for word in own.split()):
            return name
        longer = [full for full in list(self._full.get(first, ()))[:LOOKED_AT] if f" {own} " in f" {full} "]
        if not longer:
            return name
        most = max(len(full.split()) for full in longer)
        places = [
            _nearest(self._full[first][full], name.start) for full in longer if len(full.split()) == most
        ]
        before = [place for place in places if place.start <= name.start]
        return max(before) if before else min(places)

    def _by_role(self, figure: Figure) -> Figure | None:
        """Who has the role that a definite phrase names ("el alcalde"), or was brought in by it ("un contador")."""
        start = figure.span.start
        mine = figure.words - {figure.head, "propio", "propia"}
        holders = self._roles.get(figure.head, [])
        fits = [f for f in _last(holders, start, LOOKED_AT) if mine <= f.words | f.roles]
        if fits:
            return fits[-1]
        later = next((f for f in holders[:LOOKED_AT] if mine <= f.words | f.roles), None)
        if later is not None:
            return later
        same = [f for f in _last(self._kinds.get(figure.head, []), start, LOOKED_AT) if mine <= f.words]
        if same:
            return same[-1]
        if mine:
            return None
        others = {
            figure.head in _PUBLIC: self._offices,
            figure.head in _COMPANY: self._companies,
            figure.head in _PAPER: self._papers,
        }.get(True, [])
        return next(iter(reversed(_last(others, start, 1))), None)


def _is_office(name: str) -> bool:
    return any(word.lower() in ORGANISATIONS for word in name.split())


def _last(figures: Sequence[Figure], position: int, count: int) -> Sequence[Figure]:
    """The last ``count`` of ``figures``, which are in order, that start before ``position``."""
    place = bisect_left(figures, position, key=lambda f: f.span.start)
    return figures[max(0, place - count) : place]


def _nearest(places: Sequence[Span], position: int) -> Span:
    """The last of ``places``, which are in order, up to ``position``, else the first."""
    at = bisect_left(places, position + 1, key=lambda s: s.start)
    return places[max(0, at - 1)]


def _named(name: Span) -> Mention:
    return Mention(name, Naming.NAME, "", name)


def _noun(figure: Figure) -> Mention:
    return Mention(figure.span, Naming.NOUN, figure.head, plural=figure.plural, subject=figure.subject)


def ways(text: str, s: Sentence, cue: int, taken: Sequence[Span]) -> Iterator[tuple[Figure, Span]]:
    """The documents that a sentence names as the way ("en un comunicado", "mediante carta del 3 de julio de 2031"), each
    with the whole phrase, outside of the spans ``taken``."""
    for at in range(max(0, cue - LOOKED_AT), min(len(s) - 1, cue + LOOKED_AT)):
        if s[at].word not in ("en", "mediante", "por") or any(t.start <= s[at].start < t.end for t in taken):
            continue
        first = at + 1
        if s[first].word not in DETERMINERS and s[first].word not in WAYS:
            continue
        head = first + (s[first].word in DETERMINERS)
        if head >= len(s) or s[head].word not in WAYS:
            continue
        last = noun_phrase(s, first) if first != head else _bare(s, head)
        if last is None:
            continue
        end = last
        while (
            end + 1 < len(s)
            and s[end + 1].is_word
            and not s[end + 1].quoted
            and not is_finite(s, end + 1)
            and end - first < 14
        ):
            if s[end + 1].word in ("que", "si") or any(t.start <= s[end + 1].start < t.end for t in taken):
                break
            end += 1
        has_day = any(s[k].word.isdigit() and len(s[k].word) == 4 for k in range(last + 1, end + 1))
        stop = end if has_day else last
        figure = figure_of(text, s, (first, last))
        yield figure, Span(s[first].start, s[stop].end)


def _bare(s: Sentence, head: int) -> int:
    last = head
    while last + 2 < len(s) and s[last + 1].word in ("de", "del") and s[last + 2].is_word:
        last += 2
    return last
