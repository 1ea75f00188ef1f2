"""Work that follows intake and may wait: what there is, how far it is, and doing it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from headwater.archive import owntext, relations, telling
from headwater.store import jobs
from headwater.store.case import Case
from headwater.store.jobs import Job

Tell = Callable[[str, int, int | None, str], None]
"""Called with the name of the work, how much is done, of how much, and what is being done in words."""


class Name(StrEnum):
    """The kinds of work, in the order in which they are done."""

    THREADS = jobs.THREADS
    LANGUAGES = jobs.LANGUAGES
    OWN_TEXT = jobs.OWN_TEXT


WHAT = {
    Name.THREADS: "Put messages into threads, find variants, guess by subjects.",
    Name.LANGUAGES: "Tell the language of each document.",
    Name.OWN_TEXT: "Tell what the writer of each message wrote from what it quotes.",
}
"""Each kind of work in a sentence."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A kind of work: how many documents wait for it, the state of the job that did it last ("" for never), and when that
    changed (ISO 8601 in UTC, "" for never)."""

    name: Name
    what: str
    waiting: int
    state: str
    changed: str


def overview(case: Case) -> tuple[Waiting, ...]:
    """All kinds of work and what waits."""
    with case.reading() as connection:
        counts = {
            Name.THREADS: relations.waiting(connection),
            Name.LANGUAGES: telling.waiting(connection),
            Name.OWN_TEXT: owntext.waiting(connection),
        }
        found = []
        for name in Name:
            job = jobs.get(connection, name.value)
            state, changed = (job.state, job.changed) if job else ("", "")
            found.append(Waiting(name, WHAT[name], counts[name], state, changed))
    return tuple(found)


def do(case: Case, names: tuple[Name, ...] = tuple(Name), tell: Tell | None = None) -> dict[Name, int]:
    """Do all work of these kinds that waits; how many documents were worked on by each. A killed run goes on where it
    stopped."""
    doing = {Name.THREADS: _threads, Name.LANGUAGES: _languages, Name.OWN_TEXT: _own_text}
    return {name: doing[name](case, tell) for name in Name if name in names}


def _threads(case: Case, tell: Tell | None) -> int:
    def told(done: int, total: int, words: str) -> None:
        if tell:
            tell(Name.THREADS.value, done, total, words)

    return relations.relate(case, told)


def _languages(case: Case, tell: Tell | None) -> int:
    def told(job: Job) -> None:
        if tell:
            tell(Name.LANGUAGES.value, job.done, job.total, f"{job.done} of {job.total} documents")

    return telling.tell_languages(case, told).done


def _own_text(case: Case, tell: Tell | None) -> int:
    def told(job: Job) -> None:
        if tell:
            tell(Name.OWN_TEXT.value, job.done, job.total, f"{job.done} of {job.total} messages")

    return owntext.tell_apart(case, told).done
