"""Whose document it is as a whole: the writer of a message, the outlets and the author of a text."""

from __future__ import annotations

from headwater.archive.parts import split_parts
from headwater.model.document import Document, Kind
from headwater.statements.byline import find_byline
from headwater.statements.chains import joined


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
