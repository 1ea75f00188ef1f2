"""Tell the language of each document: a job that follows when documents can be searched."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from sqlalchemy import Connection

from headwater.archive.language import language_of
from headwater.archive.parts import split_parts
from headwater.model.document import Document, Kind
from headwater.store import jobs, languages, totals
from headwater.store.case import Case
from headwater.store.jobs import Job

_BATCH = 500  # documents told in one transaction
_QUOTING = ("\n>", "\n-----", "\n_____", "wrote:", "escribió:", "écrit :", "schrieb")  # may begin a quotation


def language_of_document(document: Document) -> str:
    """The language that a document is written in, an ISO 639-1 code; "" where nothing can be said.

    That of a message is the language of its own words where these say enough, else of all of it.
    """
    text = document.text
    if document.kind is Kind.MESSAGE and any(mark in text for mark in _QUOTING):
        return language_of(text, split_parts(text)[0].spans) or language_of(text)
    return language_of(text)


def waiting(connection: Connection) -> int:
    """Of how many documents the language was not told yet."""
    return totals.documents(connection) - languages.count(connection)


def tell_languages(case: Case, tell: Callable[[Job], None] | None = None) -> Job:
    """Tell the language of every document of which it was not told; the job as it ended.

    Each batch is one transaction, so that a killed run goes on where it stopped, and two processes share the work. Stops
    when asked to (``jobs.ask_to_stop``).
    """
    with case.writing() as connection:
        job = jobs.begun("languages of all documents", "", waiting(connection), 0)
        jobs.put(connection, jobs.LANGUAGES, job)
    above = 0
    while job.state == jobs.RUNNING:
        with case.writing() as connection:
            job, above = _step(connection, job, above)
        if tell:
            tell(job)
    return job


def _step(connection: Connection, job: Job, above: int) -> tuple[Job, int]:
    """Tell the next batch; how far the job is then, and the highest key that was looked at."""
    last = jobs.get(connection, jobs.LANGUAGES)
    batch = languages.untold(connection, above, _BATCH)
    codes = {stored.key: language_of_document(stored.document) for stored in batch}
    languages.put(connection, codes)
    state = jobs.RUNNING if batch else jobs.DONE
    if batch and last is not None and last.state == jobs.STOPPING:
        state = jobs.STOPPED
    done = job.done + len(batch)
    job = replace(job, state=state, done=done, total=max(done, job.total))
    jobs.put(connection, jobs.LANGUAGES, job)
    return job, batch[-1].key if batch else above
