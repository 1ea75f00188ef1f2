"""Read files for statements without a case, and list what was found in a case."""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from headwater.base.errors import HeadwaterError, Unsupported
from headwater.desk.statement_views import page_of_statement, statement_view, statement_views
from headwater.desk.views import StatementView
from headwater.desk.words import speaking_of
from headwater.intake.single import read_all, read_bytes
from headwater.model.document import NOT_ALL_READ, Document
from headwater.model.judgement import Held
from headwater.statements.batch import what_is_refused
from headwater.statements.extract import extract_slices, row
from headwater.statements.language import Language
from headwater.statements.mode import DEFAULT, Mode
from headwater.statements.provenance import provenance
from headwater.store import documents, statements
from headwater.store.case import Case
from headwater.store.statements import Extent, Filter, Which

STANDARD_INPUT = "-"
_ROWS = 200  # statements whose documents are in memory at a time


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which statements of a case are wanted; what is empty does not limit.

    ``document`` is an id; ``speaker`` part of the name of the last link; ``stance``, ``basis`` and ``form`` are values of
    those; ``words`` are words and "phrases" that all stand in the content; ``which`` says how they stand.
    """

    document: str = ""
    speaker: str = ""
    stance: str = ""
    basis: str = ""
    form: str = ""
    words: str = ""
    which: Which = Which.STANDING


def read_files(
    paths: Sequence[Path], tell: Callable[[str], None] | None = None, mode: Mode = DEFAULT
) -> Iterator[dict[str, Any]]:
    """The statements of files, without a case: one JSON object each (docs/schemas/statements.json).

    ``document`` is the path as given; "-" is standard input. ``tell`` gets a sentence for whatever was not read: a
    file without text or in a language that is not supported, attachments. A file that
    cannot be read does not stop the others: its InputError or NotFound is raised after them (``tell`` gets all of
    these but the last). Raises Unsupported where no file has anything in a language that is supported.
    """
    failed: HeadwaterError | None = None
    refused: Unsupported | None = None
    anything = False
    for path in paths:
        try:
            document, inside = _opened(path)
        except HeadwaterError as error:
            if failed and tell:
                tell(str(failed))
            failed = error
            continue
        note = what_is_refused(provenance(document), document.text)
        for sentence in (*_not_read(document, inside), *([note + "."] if note else [])):
            if tell:
                tell(f"{path}: {sentence}")
        found = False
        for some in extract_slices(provenance(document), document.text, mode):
            found = found or bool(some)
            yield from (row(statement, str(path), document.text) for statement in some)
        anything = anything or found or not note
        refused = refused if found or not note else _refusal(path, note)
    if failed:
        raise failed
    if refused and not anything:
        raise refused


def _opened(path: Path) -> tuple[Document, int]:
    """The document that a file or standard input is, and how many documents are inside it."""
    if str(path) == STANDARD_INPUT:
        return read_bytes(sys.stdin.buffer.read()), 0
    document, *attached = read_all(path)
    return document, len(attached)


def _refusal(path: Path, note: str) -> Unsupported:
    languages = " and ".join(language.name.title() for language in Language)
    return Unsupported(
        f"{path} cannot be read for statements: {note}.", f"{languages} are read.", code="language"
    )


def _not_read(document: Document, inside: int) -> Iterator[str]:
    if document.status in NOT_ALL_READ:
        how = "not wholly read" if document.text.strip() else "not read"
        yield f"{how}: {'; '.join(document.notes) or 'no text'}."
    elif not document.text.strip():
        yield "there is no text in it."
    if inside:
        yield f"{inside} attached documents were not read; add it to a case to read them."


def listing(
    case: Case, wanted: Wanted | None = None, *, limit: int | None = None, offset: int = 0
) -> tuple[int, tuple[StatementView, ...]]:
    """Statements of the case in document order: how many are wanted, and one page of them.

    Raises NotFound and InputError for a document or words that cannot be used.
    """
    chosen = wanted or Wanted()
    with case.reading() as connection:
        filter_ = _filter(connection, chosen)
        if chosen.words.strip():
            number, shown = 0, []
            stop = math.inf if limit is None else offset + limit
            for number, (document, held) in enumerate(
                speaking_of(case, connection, chosen.words, filter_), start=1
            ):
                if offset < number <= stop:
                    shown.append(statement_view(held, document))
            return number, tuple(shown)
        page = statements.select_all(connection, filter_, limit=limit, offset=offset)
        return statements.count_all(connection, filter_), tuple(statement_views(connection, page))


def _filter(connection: Connection, wanted: Wanted) -> Filter:
    keys = (documents.find_key(connection, wanted.document),) if wanted.document else None
    return Filter(keys, wanted.speaker, wanted.stance, wanted.basis, wanted.form, wanted.which)


def one(case: Case, statement_id: str) -> StatementView:
    """One statement of the case, whatever its standing. Raises NotFound."""
    with case.reading() as connection:
        held = statements.get(connection, statement_id)
        return statement_views(connection, [held])[0]


def rows(
    case: Case, wanted: Wanted | None = None, *, limit: int | None = None, offset: int = 0
) -> Iterator[dict[str, Any]]:
    """The same as JSON objects (docs/schemas/statements.json), read as they are asked for; ``document`` is the
    document's id."""
    chosen = wanted or Wanted()
    with case.reading() as connection:
        filter_ = _filter(connection, chosen)
        if chosen.words.strip():
            stop = None if limit is None else offset + limit
            found = speaking_of(case, connection, chosen.words, filter_)
            yield from (held_row(held, document) for document, held in islice(found, offset, stop))
            return
        holds = statements.select_all(connection, filter_, limit=limit, offset=offset)
        while chunk := list(islice(holds, _ROWS)):
            stored = documents.by_sha256(connection, (held.statement.sha256 for held in chunk))
            yield from (held_row(held, stored[held.statement.sha256]) for held in chunk)


def held_row(held: Held, document: Document) -> dict[str, Any]:
    """A statement of a case as a JSON object, with how it stands there."""
    return {
        **row(held.statement, document.id, document.text),
        "standing": held.standing.value,
        "made": held.made.value,
        "found": held.found,
        "instead": held.instead,
        "page": page_of_statement(document, held.statement),
    }


def count(case: Case, wanted: Wanted | None = None) -> int:
    """How many statements are wanted."""
    chosen = wanted or Wanted()
    with case.reading() as connection:
        filter_ = _filter(connection, chosen)
        if chosen.words.strip():
            return sum(1 for _ in speaking_of(case, connection, chosen.words, filter_))
        return statements.count_all(connection, filter_)


def extent(case: Case) -> Extent:
    """How much of the case was read for statements."""
    with case.reading() as connection:
        return statements.extent(connection)
