"""Small cases of fiction to hold articles against: the harbour of Ness, its tugs, and the people who write about them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from headwater.archive.search import Searcher
from headwater.claims.audit.article import Article, read_article
from headwater.claims.audit.holdings import Holdings
from headwater.desk import adding, cases
from headwater.model.document import Document, Kind
from headwater.statements.mode import Mode

TOP = "The Tern Examiner, 4 May 2031\n\nBy Imre Halloway\n\n"
"""The head of an article: where it is from, and when."""


def mail(
    name: str, sender: str, to: str, date: str, subject: str, body: str, number: str = ""
) -> tuple[str, str]:
    """A message as a file: its name and its text. ``sender`` and ``to`` are as in headers."""
    head = f"From: {sender}\nTo: {to}\nDate: {date}\nMessage-ID: <{number or name}@ness.example>\nSubject: {subject}\n"
    kind = "MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n"
    return f"{name}.eml", f"{head}{kind}\n{body}\n"


def build(root: Path, files: Sequence[tuple[str, str]]) -> Path:
    """A case of some files in ``root``; where it is."""
    folder = root / "files"
    folder.mkdir()
    for name, text in files:
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    with cases.new_case(root / "case") as case:
        adding.add(case, [folder])
    return root / "case"


@contextmanager
def holding(root: Path) -> Iterator[Holdings]:
    """What the case in ``root`` holds."""
    with cases.open_case(root) as case, case.reading() as connection:
        yield Holdings(connection, Searcher(case.index_path), case.settings.zone, Mode.FAST)


def article(body: str, top: str = TOP) -> Article:
    """An article of these words under the usual head, as it is read."""
    text = top + body
    digest = hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
    return read_article(Document(digest, len(text), Kind.TEXT, "text/plain", "article", text), Mode.FAST)
