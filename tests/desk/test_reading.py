"""Reading in bulk: a selection or all, stopped and gone on with, in one process or several, again by another version."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from headwater.base.errors import CaseBusy, NotFound, UsageError
from headwater.desk import adding, cases, documents, reading, statements
from headwater.desk.reading import Selection
from headwater.model.statement import Provenance, Statement
from headwater.statements import batch
from headwater.statements.extract import extract
from headwater.statements.mode import Mode
from headwater.store import jobs
from headwater.store.case import Case
from headwater.store.jobs import Job

COUNT = 70


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    (tmp_path / "leak").mkdir()
    for number in range(COUNT):
        words = (
            "Ida Nox said that the crane was moved."
            if number % 2
            else "Tom Vell denied that there was a theft."
        )
        (tmp_path / "leak" / f"{number:02}.txt").write_text(f"Note {number}. {words}\n", encoding="utf-8")
    with cases.new_case(tmp_path / "case") as made:
        adding.add(made, [tmp_path / "leak"])
        yield made


def read(case: Case) -> int:
    return statements.extent(case).read


def test_all_a_query_some_documents_and_a_limit(case: Case) -> None:
    assert reading.read_case(case, Selection(Mode.FAST, query="theft", limit=5)).done == 5
    done = reading.read_case(case, Selection(Mode.FAST, query="theft"))
    assert (done.done, done.total, done.state) == (30, 30, jobs.DONE)
    unread = next(row for row in statements.rows(case))["document"]
    assert reading.read_case(case, Selection(Mode.FAST, documents=(unread,))).done == 0
    assert reading.read_case(case, Selection(Mode.FAST, documents=(unread,), again=True)).done == 0
    assert reading.read_case(case, Selection(Mode.FAST)).done == 35
    assert read(case) == COUNT
    with pytest.raises(NotFound):
        reading.read_case(case, Selection(documents=("ffff",)))


def test_another_mode_reads_only_when_asked_to(case: Case) -> None:
    reading.read_case(case, Selection(Mode.FAST, limit=3))
    assert reading.plan(case, Selection(Mode.ACCURATE))[1].documents == COUNT - 3
    assert reading.plan(case, Selection(Mode.ACCURATE, again=True))[1].documents == COUNT
    assert reading.plan(case, Selection(Mode.FAST, again=True))[1].documents == COUNT - 3


def test_stopped_work_goes_on_and_ends_as_unbroken_work_does(case: Case, tmp_path: Path) -> None:
    told: list[Job] = []

    def after_the_first(job: Job) -> None:
        told.append(job)
        reading.stop(case)

    job = reading.read_case(case, Selection(Mode.FAST), tell=after_the_first)
    assert job.state == jobs.STOPPED
    assert 0 < read(case) == job.done < COUNT
    last = reading.progress(case)
    assert last is not None
    assert (last.state, last.done) == (jobs.STOPPED, job.done)

    def interrupt(job: Job) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        reading.read_case(case, Selection(Mode.FAST, limit=1), tell=interrupt)
    last = reading.progress(case)
    assert last is not None
    assert last.state == jobs.STOPPED
    reading.read_case(case, Selection(Mode.FAST))
    broken = list(cases.dump(case))
    with cases.new_case(tmp_path / "unbroken") as unbroken:
        adding.add(unbroken, [tmp_path / "leak"])
        reading.read_case(unbroken, Selection(Mode.FAST))
        assert list(cases.dump(unbroken)) == broken


def test_processes_beside_this_one_make_the_same_case(case: Case, tmp_path: Path) -> None:
    reading.read_case(case, Selection(Mode.FAST), jobs_at_once=2, apart=True)
    with cases.new_case(tmp_path / "alone") as alone:
        adding.add(alone, [tmp_path / "leak"])
        reading.read_case(alone, Selection(Mode.FAST))
        assert list(cases.dump(alone)) == list(cases.dump(case))


def test_a_document_that_reading_fails_at_is_passed_over_and_named(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    reading.read_case(case, Selection(Mode.FAST, limit=1))
    before = list(statements.rows(case))

    def failing(source: Provenance, text: str, mode: Mode) -> list[Statement]:
        if "Note 0." in text or "Note 7." in text:
            raise IndexError("list index out of range")
        return extract(source, text, mode)

    monkeypatch.setattr(batch, "extract", failing)
    monkeypatch.setattr(reading, "extractor", lambda mode: "another")
    job = reading.read_case(case, Selection(Mode.FAST, again=True))
    assert (job.state, job.done, read(case)) == (jobs.DONE, COUNT, COUNT)
    assert len(job.message.split(":")[1].split()) == 2
    assert list(statements.rows(case))[: len(before)] == before
    failed = job.message.split()[-1]
    assert "IndexError" in documents.view(case, failed).note
    assert reading.plan(case, Selection(Mode.FAST))[1].documents == 0


_READER = """
import os, sys
from pathlib import Path
from headwater.desk import cases, reading
from headwater.statements.mode import Mode

def tell(job):
    print(job.done, flush=True)
    os.kill(os.getpid(), 9)

if __name__ == "__main__":
    with cases.open_case(Path(sys.argv[1])) as case:
        reading.read_case(case, reading.Selection(Mode.FAST), tell=tell, jobs_at_once=2, apart=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
def test_a_killed_reader_leaves_nothing_running_and_another_goes_on(case: Case, tmp_path: Path) -> None:
    script = tmp_path / "reader.py"
    script.write_text(_READER, encoding="utf-8")
    killed = subprocess.run(  # ends only when the processes beside it have closed its output too
        [sys.executable, str(script), str(case.root)], stdout=subprocess.PIPE, timeout=300
    )
    assert killed.returncode == -signal.SIGKILL
    assert read(case) == int(killed.stdout)
    last = reading.progress(case)
    assert last is not None
    assert last.state == jobs.STOPPED
    assert reading.read_case(case, Selection(Mode.FAST)).done == COUNT - int(killed.stdout)


def test_one_at_a_time_and_a_dead_one_is_known_for_dead(case: Case) -> None:
    with case.writing() as connection:
        jobs.put(connection, jobs.EXTRACT, jobs.begun("the whole case", "fast", 3, 30))
    last = reading.progress(case)
    assert last is not None
    assert last.state == jobs.STOPPED
    with case.reading_lock(), pytest.raises(CaseBusy):
        reading.read_case(case, Selection(Mode.FAST))
    assert read(case) == 0


def test_a_large_case_asks_for_a_selection_and_says_how_long_it_would_take(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    reading.require_selection(case, Selection(Mode.FAST))
    monkeypatch.setattr(reading, "LARGE", 100)
    monkeypatch.setattr(reading, "TRIAL_SECONDS", 0)
    reading.require_selection(case, Selection(Mode.FAST, limit=5))
    assert read(case) == 0
    with pytest.raises(UsageError) as caught:
        reading.require_selection(case, Selection(Mode.FAST))
    assert 0 < read(case) < COUNT
    assert f"{COUNT - read(case)} documents to read" in caught.value.message
    assert "words a second" in caught.value.message
    assert "--query" in caught.value.next_step


def test_what_is_left_is_judged_by_what_was_measured() -> None:
    job = Job(jobs.RUNNING, "", "fast", "", "", read_length=600, length=6600, words=100, milliseconds=500)
    left = reading.estimate(job)
    assert (left.words, left.speed, left.seconds) == (1000, 200.0, 5.0)
    assert reading.estimate(jobs.begun("", "fast", 1, 1)).seconds is None


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "a second"),
        (30, "30 seconds"),
        (70, "about a minute"),
        (1200, "about 20 minutes"),
        (9000, "about 2 hours"),
        (10**6, "about 12 days"),
    ],
)
def test_lengths_of_time(seconds: float, words: str) -> None:
    assert reading.duration(seconds) == words
