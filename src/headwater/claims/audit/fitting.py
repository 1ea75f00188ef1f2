"""How a writing fits what an article says of a document: what agrees, what does not, and what cannot be told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from headwater.archive.tokens import words
from headwater.base.spans import Span
from headwater.claims.audit.citing import Cited
from headwater.claims.audit.people import is_among, is_firm, sought
from headwater.claims.audit.times import When
from headwater.claims.audit.writings import Writing, subject
from headwater.model.audit import Candidate, Mismatch

PAD = timedelta(days=45)
"""By how much "last spring" may be off."""


@dataclass(frozen=True, slots=True)
class Fit:
    """How a writing fits a citation: True, False, or None where it cannot be told or is not said."""

    writing: Writing
    words: bool | None
    number: bool | None
    title: bool | None
    date: bool | None
    writer: bool | None
    recipients: bool | None
    about: bool | None
    kind: bool

    @property
    def against(self) -> int:
        """How many things the article says of it are not so."""
        return [self.date, self.writer, self.recipients, self.about].count(False)

    @property
    def people(self) -> bool:
        """Whether somebody fits."""
        return True in (self.writer, self.recipients)

    def reasons(self, one: Cited) -> tuple[str, ...]:
        """What speaks for it, in words."""
        said = (
            (self.number, f"it has the number {one.number}"),
            (self.title, f"it is called “{one.title}”"),
            (self.words, "the words quoted stand in it"),
            (self.date, f"it is of {one.when.iso() if one.when else ''}"),
            (self.writer, f"{one.writer} wrote it" if not one.between else f"{one.writer} is one of the two"),
            (self.recipients, f"it went to {', '.join(one.recipients)}"),
            (self.about, f"it is of {', '.join(one.about)}"),
        )
        return tuple(words for fits, words in said if fits)


def fit_of(one: Cited, writing: Writing, places: Sequence[Span], numbered: bool) -> Fit:
    """How a writing fits a citation. ``places`` are where words that are quoted stand in its document; ``numbered``: the
    document has the number that is cited."""
    everyone = [writing.writer, *writing.recipients]
    writer = (
        is_among(one.writer, everyone if one.between else [writing.writer])
        if one.writer and writing.writer
        else None
    )
    goals = [is_among(name, everyone if one.between else writing.recipients) for name in one.recipients]
    return Fit(
        writing=writing,
        words=any(writing.has(place) for place in places) if one.words else None,
        number=numbered and writing.own if one.number else None,
        title=_is_titled(one, writing) if one.title else None,
        date=_is_of(one.when, writing) if one.noun != "work" else None,
        writer=writer if writer is not False or not _is_said(one.writer, writing) else None,
        recipients=None if not goals or None in goals else False not in goals,
        about=_is_about(one, writing),
        kind=writing.mail or not one.mail,
    )


def _is_titled(one: Cited, writing: Writing) -> bool:
    tokens = words(one.title)
    if one.mail:
        return subject(writing.title) == subject(one.title)
    head = (*words(writing.title), "|", *writing.head)
    return writing.own and any(head[at : at + len(tokens)] == tokens for at in range(len(head)))


def _is_of(when: When | None, writing: Writing) -> bool | None:
    if when is None or not writing.days:
        return None
    if any(when.has(day) for day in writing.days):
        return True
    if when.loose and any(when.first - PAD <= day <= when.last + PAD for day in writing.days):
        return None
    return False


def _is_said(name: str, writing: Writing) -> bool:
    """Whether a firm's name stands at the top of a writing, whoever's name is on it."""
    own = sought(name)
    return is_firm(name) and bool(own) and own[0] in writing.head


def _is_about(one: Cited, writing: Writing) -> bool | None:
    """Whether the firm or person that is named beside the noun has to do with a writing."""
    if not one.about:
        return None
    shown = {*words(" ".join((writing.writer, *writing.recipients, writing.title))), *writing.head}
    packed = " ".join((writing.writer, *writing.recipients)).casefold()
    for name in one.about:
        own = sought(name)
        if own and not (own[0] in shown or own[-1] in shown or own[0] in packed):
            return False
    return True


def is_enough(one: Cited, fit: Fit, quoted: bool) -> bool:
    """Whether what fits is enough to tell a document by, where no word of it is known.

    Where telling words are quoted that do not stand in it, its people and its day must be right.
    """
    dated = fit.date is True and one.when is not None and not one.when.loose
    if quoted:
        return dated and fit.people
    both = fit.writer is True and fit.recipients is True
    return (
        (dated and one.when is not None and (one.when.is_day or fit.people))
        or both
        or (fit.people and (fit.date is True or one.when is None))
    )


def candidate(fit: Fit, one: Cited) -> Candidate:
    """A writing as it is shown, with what speaks for it."""
    writing = fit.writing
    reasons = fit.reasons(one)
    if not writing.own:
        reasons = (*reasons, "another message quotes it")
    return Candidate(
        document=writing.document.id,
        sha256=writing.document.sha256,
        key=writing.stored.key,
        title=writing.title,
        date=writing.day,
        writer=writing.writer,
        recipients=writing.recipients,
        score=round(len(fit.reasons(one)) / (len(fit.reasons(one)) + fit.against + 1), 3),
        reasons=reasons,
    )


def against(one: Cited, group: Sequence[Fit]) -> int:
    """How many things that the article says no variant of a document bears out."""
    return len(list(mismatches(one, group))) + _all_say(fit.about for fit in group)


def mismatches(one: Cited, group: Sequence[Fit]) -> Iterator[Mismatch]:
    """What the article says of a document that no variant of it bears out."""
    shown = next(
        (fit.writing for fit in group if False in (fit.date, fit.writer, fit.recipients)), group[0].writing
    )
    if one.when is not None and _all_say(fit.date for fit in group):
        yield Mismatch("date", one.when.iso(), shown.day)
    if one.writer and _all_say(fit.writer for fit in group):
        yield Mismatch("speaker", one.writer, shown.writer)
    if one.recipients and _all_say(fit.recipients for fit in group):
        yield Mismatch("recipient", ", ".join(one.recipients), ", ".join(shown.recipients))


def _all_say(answers: Iterable[bool | None]) -> bool:
    found = set(answers)
    return False in found and True not in found
