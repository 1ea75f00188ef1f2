"""Whose each Spanish statement is: its source, or the subject that the verb leaves out, by its clearest mention."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from headwater.base.spans import Span
from headwater.statements.chains import Spoken
from headwater.statements.drafts import Draft, nest
from headwater.statements.mentions import Mention, Naming
from headwater.statements.spanish.cast import LOOKED_AT, Cast, ways
from headwater.statements.spanish.dates import day
from headwater.statements.spanish.found import Found
from headwater.statements.spanish.people import Figure, figure_of
from headwater.statements.spanish.tokens import Sentence
from headwater.statements.spanish.words import PRONOUNS, RELATIVES

FAR = 400
"""Code points from a mention to the verb that leaves it out, at most, where it was no subject."""


@dataclass(frozen=True, slots=True)
class Said:
    """A draft with what it was made of: the attribution and its sentence."""

    draft: Draft
    found: Found
    sentence: Sentence


def with_speakers(
    text: str, said: Sequence[Said], cast: Sequence[Figure]
) -> tuple[list[Draft], list[Mention]]:
    """The drafts of ``said``, which are in the order of their cues, with who speaks; and the full names of the text."""
    teller = _Teller(text, said, Cast(text, cast))
    names = [Mention(f.name, Naming.NAME, "", f.name) for f in cast if f.name is not None and f.is_person]
    return [replace(one.draft, spoken=teller.spoken(n)) for n, one in enumerate(said)], names


class _Teller:
    """Resolves sources one after another: what was resolved before is what a later pronoun may mean."""

    def __init__(self, text: str, said: Sequence[Said], cast: Cast) -> None:
        self.text = text
        self.said = said
        self.cast = cast
        self.parents = nest([s.draft for s in said])
        self.contents = sorted(span for s in said for span in s.draft.content)
        self.who: dict[int, Mention | None] = {}
        self.plural: dict[int, bool] = {}

    def spoken(self, n: int) -> Spoken:
        """Who stands in statement ``n``; all before it are resolved."""
        one = self.said[n]
        who = self._who(n)
        self.who[n] = who
        taken = [*one.draft.source, *one.draft.content]
        through = []
        dated = ""
        if one.found.cue[0] >= 0:
            for figure, phrase in ways(self.text, one.sentence, one.found.cue[0], taken):
                if self._is_mine(n, phrase):
                    through.append(Mention(phrase, Naming.NOUN, figure.head))
                    dated = dated or day(phrase.of(self.text)) or ""
        if not dated and one.draft.source:
            dated = day(one.draft.source[0].of(self.text)) or ""
        return Spoken(who, tuple(through[:1]), dated)

    def _is_mine(self, n: int, phrase: Span) -> bool:
        """Whether a phrase of the sentence belongs to statement ``n``: it stands in what its parent says, and in no other
        content."""
        parent = self.parents[n]
        mine = self.said[parent].draft.content if parent is not None else ()
        inside = parent is None or any(span.holds(phrase) for span in mine)
        return inside and not any(span not in mine for span in self._holding(phrase))

    def _who(self, n: int) -> Mention | None:
        one = self.said[n]
        source = one.found.source
        if source is None:
            return self._left_out(n)
        s = one.sentence
        word = s[source[0]].word
        if source[0] == source[1] and word in RELATIVES:
            return self._antecedent(s[source[0]].start)
        if source[0] == source[1] and word in PRONOUNS:
            return self._pronoun(n, word, s[source[0]].start)
        figure = figure_of(self.text, s, source)
        self.plural[n] = figure.plural
        described = source[1] > source[0] and figure.span.end < s[source[1]].end
        return self.cast.mention(figure, described)

    def _left_out(self, n: int) -> Mention | None:
        found = self.said[n].found
        if found.person != 3:
            return None  # "dudo": whoever speaks there is the link above already
        parent = self.parents[n]
        told = bool({"me", "nos"} & set(found.clitics))
        if parent is not None and not told:
            return None if found.plural else self.who.get(parent)
        if found.plural:
            return self.who.get(n - 1) if self.plural.get(n - 1) and self._same_level(n - 1, n) else None
        return self._subject_before(n, anybody=told)

    def _same_level(self, k: int, n: int) -> bool:
        return self.parents[k] == self.parents[n]

    def _subject_before(self, n: int, anybody: bool) -> Mention | None:
        """The last one who spoke or acted before statement ``n``, outside of what others say; with ``anybody`` the last
        person named at all, but whoever speaks there."""
        at = self.said[n].draft.cue[0].start
        parent = self.parents[n]
        speaker = self.who.get(parent) if parent is not None else None
        spoke = [
            (self.said[k].draft.cue[0].start, self.who[k])
            for k in self.who
            if k != n and self._same_level(k, n)
        ]
        acted = [
            (f.span.start, self.cast.mention(f))
            for f in self.cast.before(at)
            if not f.plural
            and ((f.subject and f.speaks) or (anybody and f.is_person))
            and self._is_outer(f.span, n)
        ]
        if anybody:
            acted = [(start, who) for start, who in acted if at - start < FAR]
        known = sorted(
            ((start, who) for start, who in [*spoke, *acted] if who is not None and start < at),
            key=lambda x: x[0],
        )
        others = [who for _, who in known if who.naming is not Naming.PRONOUN and not _same(who, speaker)]
        if others:
            return others[-1]
        near = [f for f in self.cast.before(at) if f.is_person and not f.plural and at - f.span.start < FAR]
        free = [m for f in near if not _same(m := self.cast.mention(f), speaker)]
        return free[-1] if free else None

    def _is_outer(self, span: Span, n: int) -> bool:
        """Whether a mention stands on the level of statement ``n``: in what its parent says, and in no other content."""
        parent = self.parents[n]
        around = self.said[parent].draft.content if parent is not None else ()
        return not any(c not in around for c in self._holding(span))

    def _holding(self, span: Span) -> list[Span]:
        """The contents that hold ``span``, of those that begin near before it."""
        at = bisect_right(self.contents, span.start, key=lambda c: c.start)
        return [c for c in self.contents[max(0, at - LOOKED_AT) : at] if c.holds(span)]

    def _antecedent(self, position: int) -> Mention | None:
        """What a relative pronoun at ``position`` takes up: the mention right before it."""
        before = [f for f in self.cast.before(position) if position - f.span.end < 80]
        near = [f for f in before if not any(c.isalnum() for c in self.text[f.span.end : position])] or before
        return self.cast.mention(near[-1]) if near else None

    def _pronoun(self, n: int, word: str, position: int) -> Mention | None:
        if word in ("yo", "nosotros", "nosotras"):
            return None
        gender = {"él": "m", "ella": "f"}.get(word, "")
        parent = self.parents[n]
        speaker = self.who.get(parent) if parent is not None else None
        own = Mention(Span(position, position + len(word)), Naming.NOUN, word)
        if word not in ("él", "ella", "este", "esta", "éste", "ésta", "ese", "esa"):
            return own
        fits = [
            f
            for f in self.cast.before(position)
            if f.is_person and not f.plural and (not gender or not f.gender or f.gender == gender)
        ]
        free = [m for f in fits if not _same(m := self.cast.mention(f), speaker)]
        return free[-1] if free else own


def _same(one: Mention, other: Mention | None) -> bool:
    return other is not None and one.span == other.span
