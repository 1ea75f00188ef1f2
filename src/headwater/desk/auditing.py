"""Hold an article against a case: read it, audit it, keep what was found."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Connection

from headwater.archive.query import Field, Words
from headwater.archive.search import Order, Searcher
from headwater.archive.tokens import index_text
from headwater.base.errors import InputError, NotFound
from headwater.claims.audit.audit import audit
from headwater.claims.audit.holdings import Holdings
from headwater.desk import audits
from headwater.desk.audits import AuditView
from headwater.desk.ledgers import read_ledger
from headwater.intake.single import read_bytes, read_file
from headwater.model.document import Document
from headwater.model.suspicion import Verdict
from headwater.statements.mode import DEFAULT, Mode
from headwater.store import documents
from headwater.store.case import Case

STANDARD_INPUT = "-"

_OPENING = 12  # words of an article by which the same text is looked for in the case
_SAME = 50  # documents that begin with the same words


def open_article(path: Path) -> Document:
    """The article in the file at ``path``, in any format that intake reads; "-" is standard input.

    Raises NotFound where it is missing, InputError where it cannot be read, holds several documents or has no text.
    """
    if str(path) == STANDARD_INPUT:
        return article_of(sys.stdin.buffer.read(), "")
    return _with_text(read_file(path), str(path))


def article_of(data: bytes, name: str) -> Document:
    """The article that ``data`` is; ``name`` is its file name, "" where it has none. Raises InputError as ``open_article``."""
    return _with_text(read_bytes(data, name), name)


def article_in(case: Case, document: str) -> Document:
    """The document of the case with this id, as an article. Raises NotFound; InputError where it has no text."""
    with case.reading() as connection:
        found = documents.get(connection, documents.find_key(connection, document)).document
    return _with_text(found, found.id)


def _with_text(document: Document, name: str) -> Document:
    if not document.text.strip():
        raise InputError(
            f"{name or 'The article'} has no text to hold against the case.",
            document.notes[0] if document.notes else "Give an article with text.",
            code="no-text",
        )
    return document


def run(
    case: Case,
    article: Document,
    *,
    by: str,
    mode: Mode = DEFAULT,
    since: int | None = None,
    tell: Callable[[str], None] | None = None,
) -> AuditView:
    """Hold an article against the case, keep the audit, and show what changed since the last one of the same article (or
    since the audit ``since``). ``tell`` gets a few words on what is being done.

    Where the article stands in the case itself, it and its copies are left out of the places. Raises NotFound where there is
    no audit ``since``, CaseVersion where the index must be made anew first, and what reading raises.
    """
    # The index first: whatever it holds was in the database before, so it is in the state read below.
    searcher = Searcher(case.index_path) if case.index_path.exists() else None
    with case.reading() as connection:
        apart = _own(connection, searcher, article)
        holdings = Holdings(connection, searcher, case.settings.zone, mode, apart)
        made = audit(article, holdings, mode, tell or (lambda words: None))
    return audits.keep(case, made, mode=mode, by=by, since=since)


def _own(connection: Connection, searcher: Searcher | None, article: Document) -> frozenset[int]:
    """The keys of the article itself in the case: the same bytes, the same words, and what was accepted as copied from it."""
    copied = (
        member
        for one in read_ledger(connection).copies.values()
        if one.verdict is Verdict.ACCEPTED and one.original == article.id
        for member in one.members
    )
    found = set(_same_words(connection, searcher, article))
    for identifier in (article.sha256, *copied):
        try:
            found.add(documents.find_key(connection, identifier))
        except NotFound:
            continue
    return frozenset(found)


def _same_words(connection: Connection, searcher: Searcher | None, article: Document) -> list[int]:
    folded = index_text(article.text).split()
    if searcher is None or not folded:
        return []
    query = Words(Field.BODY, tuple(folded[:_OPENING]))
    keys = searcher.search(query, order=Order.OLDEST, limit=_SAME).ids
    stored = documents.get_many(connection, list(keys))
    return [one.key for one in stored if index_text(one.document.text).split() == folded]
