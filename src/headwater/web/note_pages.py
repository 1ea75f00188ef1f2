"""What the pages on notes and tags show; see ``pages`` for how templates are held to these."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from headwater.desk.notes import NoteView
from headwater.store.tags import Tagged
from headwater.web.framing import Frame, Pager, Problem
from headwater.web.search_pages import FacetRow


@dataclass(frozen=True, slots=True)
class Remarks:
    """What investigators put on a document: its tags, each with the address that finds them, and its notes."""

    tags: tuple[tuple[Tagged, str], ...] = ()
    notes: tuple[NoteView, ...] = ()


NO_REMARKS = Remarks()
"""Of a document on which nobody remarked."""


@dataclass(frozen=True, slots=True)
class NotePage:
    """The form for a note on a document, with what was typed: the note's ``text``, the ``words`` of its passage and the
    number ``nth`` of their place."""

    template: ClassVar[str] = "note.html"
    frame: Frame
    document: str
    title: str
    text: str
    words: str
    nth: str
    by: str
    problem: Problem | None


@dataclass(frozen=True, slots=True)
class NotesPage:
    """The tags of the case with their documents, and its notes, the last first."""

    template: ClassVar[str] = "notes.html"
    frame: Frame
    tags: tuple[FacetRow, ...]
    notes: tuple[NoteView, ...]
    pager: Pager
    by: str
