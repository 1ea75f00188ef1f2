"""The search index on disk: rows of the case in, a tantivy index out.

Layout of the folder: ``headwater-index.json`` (the marker: format and Unicode version) beside tantivy's own files.
An index is derived from the case's database and is never repaired or migrated: where the marker does not fit, the
caller makes a new one (``create``) and adds every document again.

Only what was committed counts. A process that dies between two commits leaves the last commit as it was; the caller
keeps the highest id that a commit holds, calls ``delete_above`` with it, and adds what follows. One process writes
at a time; any number read.

Fields, each tokenised by ``tokens.index_text``, positions kept, nothing stored:

title    subject of a message, title of a document
body     the rendition's text
from     names and addresses of the role from
to       names and addresses of the roles to, cc and bcc
cc       names and addresses of the role cc
people   names and addresses of every role, sender and reply-to included

A name and an address are values of their own: no phrase reaches from one into the next. Beside them, each as it is
and counted by ``facets``: ``kind``, ``status``, ``address`` and ``domain`` of everybody; and ``id``, ``sent`` (UTC seconds,
absent when undated), and two sort keys (see ``sort_keys``).
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import tantivy

from headwater.archive.damage import damage_told, find_damage, is_panic, stale
from headwater.archive.tokens import UNICODE, index_text
from headwater.base.compact import compact
from headwater.base.errors import CaseBusy, CaseError, CaseVersion
from headwater.model.document import Participant

FORMAT = 2
"""Version of the fields and of the token definition. Raise it when either changes."""

MARKER = "headwater-index.json"
_MARKED = {"format": FORMAT, "unicode": UNICODE}

ID_BITS = 30
"""Ids are below 2**30 so that a sort key of 64 bits holds an instant and an id."""

_EARLIEST = -8_520_336_000  # 1700-01-01T00:00Z
_SPAN = (1 << (64 - ID_BITS)) - 2  # seconds, up to the year 2244; above it the place of what has no date


@dataclass(frozen=True, slots=True)
class IndexRow:
    """One document for the index.

    ``id`` is its key in the database, 0 <= id < 2**30; ``sent_seconds`` counts UTC seconds since 1970, None when it
    has no date.
    """

    id: int
    kind: str
    title: str
    body: str
    people: tuple[Participant, ...] = ()
    sent_seconds: int | None = None
    status: str = ""


@compact
@dataclass(frozen=True, slots=True)
class Terms:
    """A document as the index takes it, but for its id: ``fields`` tokenised, and ``sent_seconds`` as in ``IndexRow``."""

    fields: dict[str, str | list[str]]
    sent_seconds: int | None

    @property
    def body(self) -> str:
        """The tokens of the text."""
        return str(self.fields["body"])


def sort_keys(id: int, sent_seconds: int | None) -> tuple[int, int]:
    """Keys for newest first (descending) and oldest first (ascending), unique to the document.

    Documents of one second follow their ids, rising when oldest is first, falling when newest is. Those without a
    date come last either way. Dates before 1700 or after 2244 count as that year.
    """
    if sent_seconds is None:
        return id, ((_SPAN + 1) << ID_BITS) | id
    seconds = min(max(sent_seconds - _EARLIEST, 0), _SPAN - 1)
    return ((seconds + 1) << ID_BITS) | id, (seconds << ID_BITS) | id


def is_ready(folder: Path) -> bool:
    """Whether ``folder`` holds an index that this version reads; if not, make it anew with ``create``.

    Says nothing about damage: see ``is_sound``.
    """
    try:
        marked = json.loads((folder / MARKER).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return bool(marked == _MARKED) and tantivy.Index.exists(str(folder))


def is_sound(folder: Path, *, checksums: bool = False) -> bool:
    """Whether the index is ready and can be opened; with ``checksums``, whether every byte of it is as it was written.

    What is not sound is made anew with ``create``.
    """
    if not is_ready(folder) or find_damage(folder, checksums=checksums):
        return False
    try:
        open_index(folder)
    except CaseVersion:
        return False
    return True


def create(folder: Path) -> None:
    """Make an empty index in ``folder``, in place of whatever index is there.

    Raises CaseError when the folder holds anything else than an index, or cannot be written.
    """
    try:
        if folder.exists() and any(folder.iterdir()):
            if not (folder / MARKER).exists():
                raise CaseError(f"{folder} is not a search index.", "Move what is in it to another place.")
            shutil.rmtree(folder)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / MARKER).write_text(json.dumps(_MARKED), encoding="utf-8")
        tantivy.Index(schema(), str(folder), reuse=False)
    except (OSError, ValueError) as error:
        raise CaseError(
            f"The search index could not be made: {error}.", "Check the disk and its rights."
        ) from error


def open_index(folder: Path) -> tantivy.Index:
    """The index in ``folder``. Raises CaseVersion (code ``index-stale``) where it must be made anew."""
    if not is_ready(folder):
        raise stale("The search index is missing or was made by another version.")
    damaged = find_damage(folder)
    if damaged:
        raise stale(f"The search index is damaged: {damaged} is missing or not whole.")
    with damage_told():
        index = tantivy.Index.open(str(folder))
    splitter = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
    index.register_tokenizer("tokens", splitter)
    return index


def schema() -> tantivy.Schema:
    """The fields of the index, as the module's docstring lists them."""
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("id", indexed=True, fast=True)
    builder.add_integer_field("sent", fast=True)
    builder.add_unsigned_field("newest", fast=True)
    builder.add_unsigned_field("oldest", fast=True)
    for name in ("kind", "status", "address", "domain"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
    for name in ("title", "body", "from", "to", "cc", "people"):
        builder.add_text_field(name, tokenizer_name="tokens", index_option="position")
    return builder.build()


class Writer:
    """The one writer of an index. Nothing counts before ``commit``; leaving the block without it drops the rest.

    ``heap`` is the memory in bytes that all threads share, at least 15 MB for each. Raises CaseVersion where the
    index must be made anew, CaseBusy while another process writes, CaseError where the disk refuses.
    """

    def __init__(self, folder: Path, *, heap: int = 128_000_000, threads: int = 1) -> None:
        index = open_index(folder)
        self._schema = index.schema
        try:
            with _panics_told():
                self._writer = index.writer(heap, threads)
        except ValueError as error:
            if "LockBusy" not in str(error):
                raise CaseError(f"The search index cannot be written: {error}.", "Check the disk.") from error
            raise CaseBusy("Another process writes to the search index.", "Wait for it to end.") from error

    def add(self, rows: Iterable[IndexRow]) -> int:
        """Add ``rows`` and return how many. An id that is there already is then there twice: delete it first."""
        return self.add_terms((row.id, terms(row)) for row in rows)

    def add_terms(self, documents: Iterable[tuple[int, Terms]]) -> int:
        """As ``add``, for what was tokenised before, maybe in another process: ids and ``terms``."""
        count = 0
        for id, made in documents:
            document = tantivy.Document.from_dict(
                _fields(id, made), self._schema
            )  # (**fields) would guess types
            with _refused():
                self._writer.add_document(document)
            count += 1
        return count

    def delete(self, ids: Iterable[int]) -> None:
        """Delete the documents with these ids, as far as they are there."""
        chosen = tantivy.Query.term_set_query(self._schema, "id", list(ids))
        with _refused():
            self._writer.delete_documents_by_query(chosen)

    def delete_above(self, id: int) -> None:
        """Delete every document whose id is greater than ``id``."""
        kind = tantivy.FieldType.Unsigned
        above = tantivy.Query.range_query(self._schema, "id", kind, lower_bound=id + 1)
        with _refused():
            self._writer.delete_documents_by_query(above)

    def commit(self) -> None:
        """Make everything so far durable and visible to readers that reload."""
        with _refused():
            self._writer.commit()

    def close(self) -> None:
        """Finish merging and let go of the lock. What was not committed is dropped."""
        with _refused():
            self._writer.rollback()
            self._writer.wait_merging_threads()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


@contextmanager
def _panics_told() -> Iterator[None]:
    try:
        yield
    except BaseException as error:
        if not is_panic(error):
            raise
        raise stale("The search index is damaged: it could not be written.") from error


@contextmanager
def _refused() -> Iterator[None]:
    try:
        with _panics_told():
            yield
    except (OSError, ValueError) as error:
        step = "Check that the disk has room, then run the command again: it goes on where it stopped."
        raise CaseError(f"The search index could not be written: {error}.", step) from error


def terms(row: IndexRow) -> Terms:
    """What the index takes of ``row``; its id is not looked at."""
    addresses = list(dict.fromkeys(person.address for person in row.people if person.address))
    fields: dict[str, str | list[str]] = {
        "kind": row.kind,
        "status": row.status,
        "address": addresses,
        "domain": list(dict.fromkeys(map(domain_of, addresses))),
        "title": index_text(row.title),
        "body": index_text(row.body),
        "from": _values(row.people, "from"),
        "to": _values(row.people, "to", "cc", "bcc"),
        "cc": _values(row.people, "cc"),
        "people": _values(row.people),
    }
    return Terms(fields, row.sent_seconds)


def domain_of(address: str) -> str:
    """What follows the last @ of an address, all of it where there is none."""
    return address.rpartition("@")[2]


def _fields(id: int, made: Terms) -> dict[str, Any]:
    if not 0 <= id < 1 << ID_BITS:
        raise ValueError(f"not an id: {id}")
    newest, oldest = sort_keys(id, made.sent_seconds)
    dated = {} if made.sent_seconds is None else {"sent": made.sent_seconds}
    return {"id": id, "newest": newest, "oldest": oldest, **dated, **made.fields}


def _values(people: Iterable[Participant], *roles: str) -> list[str]:
    """Names and addresses of those in ``roles``, of all without any, each once."""
    chosen = [person for person in people if not roles or person.role in roles]
    found = (_usual(value) for one in chosen for value in (one.name, one.address) if value)
    return [value for value in dict.fromkeys(found) if value.strip()]


@lru_cache(maxsize=16_384)
def _usual(value: str) -> str:
    """As ``index_text``: of names and addresses, which come again and again."""
    return index_text(value)
