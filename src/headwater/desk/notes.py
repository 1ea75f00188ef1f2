"""Notes on documents and passages: write one, take one back, show them where they belong."""

from __future__ import annotations

from dataclasses import dataclass

from headwater.base.errors import InputError
from headwater.base.spans import Span
from headwater.desk.picking import Piece, in_words, pick, places_of
from headwater.model.document import Document
from headwater.store import documents, notes
from headwater.store.case import Case
from headwater.store.notes import Note

LONGEST = 20_000
"""Code points of the longest note."""


@dataclass(frozen=True, slots=True)
class NoteView:
    """A note as it is shown. ``start`` is where its passage begins now, None for a note on the whole document; where the
    text became another one that no longer holds its words once, the passage is ``lost``."""

    note: Note
    document: str
    title: str
    start: int | None
    lost: bool


def write(
    case: Case, document_id: str, text: str, *, by: str, words: str = "", nth: int | None = None
) -> int:
    """Note ``text`` on a document, or with ``words`` on the passage where they stand; returns the note's number.

    White space between words makes no difference; of a long passage its ends with […] between them will do; ``nth`` says
    which of several places is meant. Raises NotFound for an unknown document, InputError for a note that says nothing or
    too much, and for words that stand nowhere or at several places.
    """
    if not text.strip() or len(text) > LONGEST:
        raise InputError(
            f"A note has between 1 and {LONGEST:,} characters.", "Write it, or make several of it."
        )
    with case.writing() as connection:
        key = documents.find_key(connection, document_id)
        span, said = None, ""
        if words.strip():
            document = documents.get(connection, key).document
            [span] = pick(document.text, [Piece(words, nth)], "passage", None)
            [said] = in_words(document.text, [span])
        return notes.add(connection, key, text.strip(), by=by, span=span, words=said)


def withdraw(case: Case, number: int, *, by: str) -> str:
    """Take a note back; returns the id of its document. Raises NotFound."""
    with case.writing() as connection:
        key = notes.withdraw(connection, number, by=by)
        return documents.get(connection, key).document.id


def of_document(case: Case, document: Document) -> tuple[NoteView, ...]:
    """The notes on a document that stand, in the order of the text, those on the whole of it first."""
    with case.reading() as connection:
        found = notes.of_document(connection, documents.find_key(connection, document.sha256))
    shown = [_view(note, document) for note in found if note.withdrawn is None]
    return tuple(sorted(shown, key=lambda view: -1 if view.start is None else view.start))


def latest(case: Case, *, limit: int, offset: int = 0) -> tuple[int, tuple[NoteView, ...]]:
    """How many notes the case has, and those written last, those taken back too."""
    with case.reading() as connection:
        found = notes.latest(connection, limit, offset)
        stored = documents.get_many(connection, [note.key for note in found])
        total = notes.count(connection)
    by_key = {one.key: one.document for one in stored}
    return total, tuple(_view(note, by_key[note.key]) for note in found)


def _view(note: Note, document: Document) -> NoteView:
    span = _place(note, document.text)
    start = span.start if span else None
    return NoteView(note, document.id, document.title, start, note.span is not None and span is None)


def _place(note: Note, text: str) -> Span | None:
    """Where the passage of a note stands in ``text``: where it stood, or else the one place that has its words."""
    if note.span is None:
        return None
    if note.span.end <= len(text) and in_words(text, [note.span]) == [note.words]:
        return note.span
    places = places_of(text, note.words)
    return places[0] if len(places) == 1 else None
