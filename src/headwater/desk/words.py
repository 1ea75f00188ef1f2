"""Statements whose content has the words that are looked for.

The search index says which documents have all the words; which of their statements do is read in the texts. Documents
that are not in the index yet are read too, so nothing is missed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sqlalchemy import Connection

from headwater.archive.tokens import index_text
from headwater.base.errors import InputError
from headwater.desk.search import keys
from headwater.model.document import Document
from headwater.model.judgement import Held
from headwater.model.statement import Passages
from headwater.store import documents, progress, statements
from headwater.store.case import Case
from headwater.store.statements import Filter

_TEXTS = 200  # documents whose texts are in memory at a time
_ASKED = re.compile(r'"([^"]*)"?|([^\s"]+)')


def speaking_of(
    case: Case, connection: Connection, words: str, wanted: Filter
) -> Iterator[tuple[Document, Held]]:
    """The statements that ``wanted`` means whose content has all of ``words``, with their documents, in document order.

    Words are compared as search does (case and accents do not count); those in quotation marks follow each other; one
    that ends in * is the beginning of a word. Raises InputError where there is no word in ``words``.
    """
    asked = phrases(words)
    for chunk in _documents(case, connection, asked, wanted):
        narrowed = Filter(
            tuple(chunk), wanted.speaker, wanted.stance, wanted.basis, wanted.form, wanted.which
        )
        holds = list(statements.select_all(connection, narrowed))
        texts = documents.by_sha256(connection, (held.statement.sha256 for held in holds))
        for held in holds:
            document = texts[held.statement.sha256]
            if has_all(document.text, held.statement.content, asked):
                yield document, held


def phrases(words: str) -> list[str]:
    """What is looked for: tokens separated by spaces, with a space before, and one behind unless it is a beginning."""
    found = []
    for phrase, word in _ASKED.findall(words):
        folded = " ".join(index_text(phrase or word).split())
        if folded:
            found.append(f" {folded}" if word.endswith("*") else f" {folded} ")
    if not found:
        raise InputError(
            f"There is no word to look for in {words!r}.", "Give words, or a phrase in quotation marks."
        )
    return found


def has_all(text: str, content: Passages, asked: list[str]) -> bool:
    """Whether the words of ``content`` in ``text`` have all that is asked for."""
    folded = " ".join(index_text(" ".join(span.of(text) for span in content)).split())
    return all(one in f" {folded} " for one in asked)


def _documents(case: Case, connection: Connection, asked: list[str], wanted: Filter) -> Iterator[list[int]]:
    """Keys of documents that may have all the words, in order, a few at a time."""
    if wanted.documents is not None:
        yield list(wanted.documents)
        return
    query = " ".join(f'"{one.strip()}"' if one.endswith(" ") else f"{one.strip()}*" for one in asked)
    indexed = progress.get(connection, progress.INDEXED) if case.index_path.exists() else 0
    candidates = [key for key in sorted(keys(case, query)) if key <= indexed]
    for start in range(0, len(candidates), _TEXTS):
        yield candidates[start : start + _TEXTS]
    while chunk := statements.documents_with(connection, indexed, _TEXTS):
        yield chunk
        indexed = chunk[-1]
