"""Tags on documents, and searches kept under a name."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

from headwater.archive.query import parse
from headwater.desk.search import keys
from headwater.store import documents, saved, tags
from headwater.store.case import Case
from headwater.store.saved import Saved
from headwater.store.tags import Tag, Tagged


def tag_document(case: Case, document_id: str, name: str, *, by: str, remove: bool = False) -> int:
    """Put the tag ``name`` on a document, or take it off; returns how many documents that changed: 1 or 0.

    Raises NotFound for an unknown document, InputError for a name that cannot be a tag's.
    """
    with case.writing() as connection:
        return _write(connection, [documents.find_key(connection, document_id)], name, by, remove)


def tag_found(case: Case, query: str, name: str, *, by: str, remove: bool = False) -> tuple[int, int]:
    """Put the tag ``name`` on all documents that ``query`` finds, or take it off; returns how many it finds, and how many
    that changed. Raises what ``search`` raises, and InputError for a name that cannot be a tag's."""
    found = keys(case, query)
    with case.writing() as connection:
        return len(found), _write(connection, found, name, by, remove)


def _write(connection: Connection, found: Sequence[int], name: str, by: str, remove: bool) -> int:
    change = tags.take_off if remove else tags.put
    return change(connection, found, name, by=by)


def every_tag(case: Case) -> list[Tag]:
    """The tags of the case with how many documents have each."""
    with case.reading() as connection:
        return tags.every(connection)


def tags_of(case: Case, document_id: str) -> list[Tagged]:
    """The tags of a document. Raises NotFound."""
    with case.reading() as connection:
        return tags.of_document(connection, documents.find_key(connection, document_id))


def save_search(case: Case, name: str, query: str, *, by: str) -> None:
    """Keep ``query`` under ``name``. Raises QueryError where it cannot be parsed, InputError for an unusable name."""
    parse(query)
    with case.writing() as connection:
        saved.put(connection, name, query, by=by)


def forget_search(case: Case, name: str) -> None:
    """Forget the search of this name. Raises NotFound."""
    with case.writing() as connection:
        saved.take_off(connection, name)


def saved_searches(case: Case) -> list[Saved]:
    """The searches that are kept, by name."""
    with case.reading() as connection:
        return saved.every(connection)
