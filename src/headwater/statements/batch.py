"""Reading many documents, in one process or in several: pure functions over batches."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

from headwater.base.errors import HeadwaterError
from headwater.model.statement import Provenance, Statement
from headwater.statements.extent import slices
from headwater.statements.extract import extract, languages_refused
from headwater.statements.mode import Mode


@dataclass(frozen=True, slots=True)
class Read:
    """What came of one document: its statements, and in ``note`` what could not be read of it ("language not
    supported: fr", ISO 639-1), "" where all was. ``failed`` says that a defect of Headwater kept it from being read."""

    statements: tuple[Statement, ...]
    note: str = ""
    failed: bool = False


@dataclass(frozen=True, slots=True)
class Batch:
    """What came of several documents, in their order; ``words`` were read in ``seconds`` of wall clock."""

    read: tuple[Read, ...]
    words: int
    seconds: float


def read_one(source: Provenance, text: str, mode: Mode) -> Read:
    """The statements of one document. Raises Unsupported where no language model is installed."""
    return Read(tuple(extract(source, text, mode)), what_is_refused(source, text))


def what_is_refused(source: Provenance, text: str) -> str:
    """What cannot be read of one document, as in ``Read.note``."""
    refused = languages_refused(source, text)
    return f"language not supported: {', '.join(refused)}" if refused else ""


def read_batch(documents: Sequence[tuple[Provenance, str]], mode: Mode) -> Batch:
    """The statements of several documents. It needs nothing but its arguments, so any process can run it.

    A document that Headwater fails at does not keep the others from being read. Raises Unsupported where no language
    model is installed.
    """
    begun = time.monotonic()
    read = tuple(_guarded(source, text, mode) for source, text in documents)
    words = sum(len(within.of(text).split()) for _, text in documents for within in slices(text))
    return Batch(read, words, time.monotonic() - begun)


def _guarded(source: Provenance, text: str, mode: Mode) -> Read:
    try:
        return read_one(source, text, mode)
    except HeadwaterError:
        raise
    except Exception as error:
        return Read((), f"Headwater has a defect here: {type(error).__name__}: {error}", failed=True)
