"""Work that takes long, as it is known to every process: what it does, how far it is, and whether it is to stop."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from sqlalchemy import Connection, delete, insert, select, update

from headwater.base import dates
from headwater.store import schema

EXTRACT = "extract"
COPIES = "copies"
THREADS = "threads"
LANGUAGES = "languages"
OWN_TEXT = "own-text"
OCR = "ocr"
RUNNING, STOPPING, DONE, STOPPED, FAILED = "running", "stopping", "done", "stopped", "failed"


@dataclass(frozen=True, slots=True)
class Job:
    """Reading for statements as it was last told: ``done`` of ``total`` documents, ``found`` statements; ``read_length``
    of ``length`` code points, ``words`` of them in ``milliseconds``. ``what`` was asked for in words, ``message`` says
    why it failed. Instants are ISO 8601 in UTC."""

    state: str
    what: str
    mode: str
    started: str
    changed: str
    done: int = 0
    total: int = 0
    found: int = 0
    read_length: int = 0
    length: int = 0
    words: int = 0
    milliseconds: int = 0
    message: str = ""


def begun(what: str, mode: str, total: int, length: int) -> Job:
    """A job that begins now."""
    now = dates.now()
    return Job(RUNNING, what, mode, now, now, total=total, length=length)


def get(connection: Connection, name: str) -> Job | None:
    """The last job of this name; None where there was none."""
    table = schema.job
    row = connection.execute(select(table).where(table.c.name == name)).one_or_none()
    return None if row is None else Job(*row[1:])


def put(connection: Connection, name: str, job: Job) -> None:
    """Tell how far a job is."""
    connection.execute(delete(schema.job).where(schema.job.c.name == name))
    connection.execute(insert(schema.job).values(name=name, **{**asdict(job), "changed": dates.now()}))


def ask_to_stop(connection: Connection, name: str) -> None:
    """Ask a running job to stop; it does so when it has finished what it is at."""
    table = schema.job
    running = (table.c.name == name) & (table.c.state == RUNNING)
    connection.execute(update(table).where(running).values(state=STOPPING))
