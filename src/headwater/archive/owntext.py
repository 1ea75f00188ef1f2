"""What the writer of a message wrote in it, and what it quotes: kept as spans of its text, by a job that follows intake.

The spans of one part of a message (see ``parts``) are read as one text. Signatures and the lines that introduce a
quotation are neither own nor quoted. Of any other document all text is its own.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from sqlalchemy import Connection

from headwater.archive.parts import Part, PartKind, split_parts
from headwater.base.spans import Span
from headwater.model.document import Kind
from headwater.store import jobs, partings
from headwater.store.case import Case
from headwater.store.jobs import Job
from headwater.store.partings import Apart

_BATCH = 500  # messages told apart in one transaction
_QUOTED = (PartKind.QUOTED, PartKind.FORWARDED, PartKind.ARTICLE)


def apart(text: str, kind: str) -> Apart:
    """Where own and quoted text stand in the ``text`` of a document of this kind."""
    if kind != Kind.MESSAGE:
        return Apart(((Span(0, len(text)),),) if text else (), ())
    parts = [part for part in split_parts(text) if part.spans]
    return Apart(_spans(parts, (PartKind.OWN,)), _spans(parts, _QUOTED))


def _spans(parts: list[Part], kinds: tuple[PartKind, ...]) -> tuple[tuple[Span, ...], ...]:
    return tuple(part.spans for part in parts if part.kind in kinds)


def waiting(connection: Connection) -> int:
    """How many messages were not told apart yet."""
    return partings.waiting(connection)


def tell_apart(case: Case, tell: Callable[[Job], None] | None = None) -> Job:
    """Keep where own and quoted text stand in every message of which that is not kept; the job as it ended.

    Each batch is one transaction, so that a killed run goes on where it stopped. Stops when asked to
    (``jobs.ask_to_stop``).
    """
    with case.writing() as connection:
        job = jobs.begun("own and quoted text of all messages", "", waiting(connection), 0)
        jobs.put(connection, jobs.OWN_TEXT, job)
    above = 0
    while job.state == jobs.RUNNING:
        with case.writing() as connection:
            job, above = _step(connection, job, above)
        if tell:
            tell(job)
    return job


def _step(connection: Connection, job: Job, above: int) -> tuple[Job, int]:
    """Tell the next batch apart; how far the job is then, and the highest key that was looked at."""
    last = jobs.get(connection, jobs.OWN_TEXT)
    batch = partings.untold(connection, above, _BATCH)
    partings.put(connection, {one.key: apart(one.document.text, one.document.kind) for one in batch})
    state = jobs.RUNNING if batch else jobs.DONE
    if batch and last is not None and last.state == jobs.STOPPING:
        state = jobs.STOPPED
    done = job.done + len(batch)
    job = replace(job, state=state, done=done, total=max(done, job.total))
    jobs.put(connection, jobs.OWN_TEXT, job)
    return job, batch[-1].key if batch else above
