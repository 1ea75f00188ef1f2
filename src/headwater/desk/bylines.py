"""Whose document it is as a whole, and of which day: the writer of a message, the outlets and the author of a text."""

from __future__ import annotations

from datetime import UTC, datetime

from headwater.archive.dating import written_day
from headwater.archive.parts import split_parts
from headwater.base.dates import DateRank, Moment
from headwater.model.document import Document, Kind
from headwater.statements.byline import find_byline
from headwater.statements.chains import joined

TOP = 8
"""Lines, not counting empty ones, in which a text tells its own day."""

LINE = 10
"""Words of the longest line that is a masthead, byline or dateline, and no sentence in which a day is told of."""

_TRUSTED = (DateRank.HEADER, DateRank.RECEIVED, DateRank.SEPARATOR)


def day_of(document: Document) -> int | None:
    """When a document was written, in seconds since 1970 in UTC: a message's date, or noon of the day that the headers of a
    print-out tell, or the first lines of another text if they tell one; None where nothing can be trusted."""
    if document.sent is not None and document.rank in _TRUSTED:
        return document.sent.seconds
    if document.kind is Kind.MESSAGE:
        return None
    first = split_parts(document.text, printed=True)[0]
    day = written_day(first.date) if first.writer or first.date else _only_day(document.text)
    if day is None:
        return None
    return Moment.of(datetime.fromisoformat(f"{day}T12:00:00").replace(tzinfo=UTC)).seconds


def _only_day(text: str) -> str | None:
    lines = [line.split() for line in text[:5000].splitlines() if line.strip()][:TOP]
    days = {written_day(" ".join(words)) for words in lines if len(words) <= LINE} - {None}
    return days.pop() if len(days) == 1 else None


def chain_of(document: Document) -> tuple[str, ...]:
    """The chain of a document as a whole, outermost first; its title and id where nobody is named."""
    return _people(document) or (f"{' '.join(document.title.split()) or 'document'} ({document.id})",)


def speaker_of(document: Document) -> tuple[str, tuple[str, ...]]:
    """Who says what a document says, "" where nobody is named, and the other names by which it can be cited."""
    people = _people(document)
    return (people[0], people[1:]) if people else ("", ())


def _people(document: Document) -> tuple[str, ...]:
    if document.kind is Kind.MESSAGE:
        people = document.message.participants if document.message else ()
        writers = [person.name or person.address for person in people if person.role == "from"]
        return tuple(writers[:1])
    first = split_parts(document.text, printed=True)[0]
    if first.writer:
        return (first.writer,)
    byline = find_byline(document.text)
    return joined([outlet for outlet in byline.outlets if outlet], [byline.author] if byline.author else [])
