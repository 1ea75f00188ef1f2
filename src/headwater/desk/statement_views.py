"""Statements with their words, taken from the rendition they point into."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection

from headwater.desk.views import StatementView
from headwater.model.document import Document
from headwater.model.judgement import Held
from headwater.model.statement import Passages, Statement
from headwater.store import documents


def words(text: str, passages: Passages) -> str:
    """The words of ``passages`` in ``text``; pieces that stand apart are joined by an ellipsis."""
    return " … ".join(span.of(text) for span in passages)


def statement_view(held: Held, document: Document) -> StatementView:
    """One statement of ``document`` with its words."""
    statement = held.statement
    return StatementView(
        statement=statement,
        document=document.id,
        title=document.title,
        date=document.sent.iso() if document.sent else "",
        source=words(document.text, statement.source),
        cue=words(document.text, statement.cue),
        content=words(document.text, statement.content),
        held=held,
        page=page_of_statement(document, statement),
    )


def page_of_statement(document: Document, statement: Statement) -> int | None:
    """The page of ``document`` on which a statement begins; None in what has no pages, or of one without words there."""
    starts = [span.start for spans in (statement.source, statement.cue, statement.content) for span in spans]
    return document.page_at(min(starts)) if starts else None


def statement_views(connection: Connection, found: Iterable[Held]) -> list[StatementView]:
    """Statements of any documents of the case, in the order given; each document is read once."""
    holds = list(found)
    stored = documents.by_sha256(connection, (held.statement.sha256 for held in holds))
    return [statement_view(held, stored[held.statement.sha256]) for held in holds]
