"""A run that is killed again and again ends with the same case, and the same index, as an unbroken one."""

import gzip
import random
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
from building import tarred, zipped
from hostile import attached
from sqlalchemy.exc import DatabaseError

from headwater.archive.indexing import waiting
from headwater.desk import adding, cases
from headwater.desk.search import search
from headwater.intake.run import take_in
from headwater.store import progress
from headwater.store.case import Case

MAIL = """From jane@port.example Mon Mar  3 09:00:00 2031
From: Jane Roe <jane@port.example>
To: tom@port.example
Subject: Crane {number}
Date: Mon, 3 Mar 2031 09:00:00 +0100
Message-ID: <{number}@port.example>

The crane number{number} was moved. {filler}

"""


@pytest.fixture(scope="module")
def leak(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("leak")
    chance = random.Random(7)
    for box in range(3):
        with (folder / f"box{box}.mbox").open("w", encoding="utf-8", newline="\n") as out:
            for number in range(box * 2000, box * 2000 + 2500):  # neighbours share 500 messages
                filler = (
                    " ".join(f"w{chance.randrange(500)}" for _ in range(60)) if number % 2000 >= 500 else ""
                )
                out.write(MAIL.format(number=number, filler=filler))
    for number in range(300):
        (folder / f"{number:03}.txt").write_text(f"note number{number} on cranes", encoding="utf-8")
    _other_containers(folder)
    return folder


def _other_containers(folder: Path) -> None:
    """A maildir, a ZIP with a mailbox and a ZIP in it, a tar, a packed mailbox, and messages that carry archives."""
    mails = [MAIL.format(number=number, filler="") for number in range(7000, 7900)]
    whole = [mail.partition("\n")[2].encode() for mail in mails]
    for box in ("cur", "new", "tmp"):
        (folder / "box" / box).mkdir(parents=True)
    for number, mail in enumerate(whole[:200]):
        (folder / "box" / ("cur" if number % 2 else "new") / str(number)).write_bytes(mail)
    inner = zipped({f"{number}.eml": mail for number, mail in enumerate(whole[200:300])})
    (folder / "mail.zip").write_bytes(zipped({"a.mbox": "".join(mails[300:400]).encode(), "in.zip": inner}))
    (folder / "mail.tgz").write_bytes(
        tarred({f"{n}.eml": mail for n, mail in enumerate(whole[400:600])}, "w:gz")
    )
    (folder / "packed.mbox.gz").write_bytes(gzip.compress("".join(mails[600:700]).encode()))
    for number, mail in enumerate(whole[700:800]):
        data = zipped({"note.txt": f"crane{number} in a box".encode(), "mail.eml": mail})
        (folder / f"carries{number}.eml").write_bytes(attached(f"papers{number}.zip", data))


def state(case: Case) -> tuple[list[str], list[str]]:
    hits = search(case, "crane* OR note", limit=None, sort="oldest")
    assert hits.to_index == 0
    return list(cases.dump(case)), [hit.id for hit in hits.hits]


def children(process: int) -> list[int]:
    """The processes that a process started, where the system lists them."""
    lists = Path(f"/proc/{process}/task").glob("*/children")
    return [int(child) for listed in lists for child in listed.read_text(encoding="ascii").split()]


def ended(process: int) -> bool:
    """Whether a process ends within some seconds."""
    for _ in range(1000):
        try:
            state = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0]
        except OSError:
            return True
        if state == "Z":  # ended, and waits to be counted by whoever inherited it
            return True
        time.sleep(0.01)
    return False


def written(root: Path) -> int:
    """How many documents have been written into the case in ``root``."""
    with closing(sqlite3.connect(root / "case.db", timeout=30)) as database:
        return int(database.execute("SELECT count(*) FROM document").fetchone()[0])


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
def test_kill_and_add_again(leak: Path, tmp_path: Path) -> None:
    with cases.new_case(tmp_path / "unbroken") as unbroken:
        total = adding.add(unbroken, [leak]).documents
        wanted = state(unbroken)
    cases.new_case(tmp_path / "killed").close()
    command = [sys.executable, "-m", "headwater", "add", str(tmp_path / "killed"), str(leak)]
    chance, reached = random.Random(5), 0
    for mark in sorted(chance.sample(range(total - 1500), 10)):
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        before = reached
        while reached < mark and process.poll() is None:
            time.sleep(0.002)
            reached = written(tmp_path / "killed")
        if before >= mark:  # the run before came so far: somewhere in the beginning
            time.sleep(chance.random())
        workers = children(process.pid)
        process.kill()
        assert process.wait() == -signal.SIGKILL, "the run was over before it could be killed"
        assert all(ended(worker) for worker in workers), "a worker outlives the run"
        reached = written(tmp_path / "killed")
        assert mark <= reached < total
    with cases.open_case(tmp_path / "killed") as broken:
        adding.add(broken, [leak])
        assert state(broken) == wanted


def test_an_index_that_is_lost_or_behind_is_made_up_for(leak: Path, tmp_path: Path) -> None:
    with cases.new_case(tmp_path / "case") as case:
        adding.add(case, [leak / "box0.mbox"])
        wanted = state(case)
        for path in sorted(case.index_path.rglob("*"), reverse=True):
            path.unlink()
        with case.reading() as connection:
            assert waiting(case, connection) == 2500
        adding.add(case, [leak / "box0.mbox"])
        assert state(case) == wanted
        with case.writing() as connection:
            progress.put(connection, progress.INDEXED, 1000)  # as if killed between the two commits
        adding.add(case, [leak / "box0.mbox"])
        assert state(case) == wanted


def test_what_waits_for_the_index_is_said(leak: Path, tmp_path: Path) -> None:
    with cases.new_case(tmp_path / "case") as case:
        take_in(case, [leak / "000.txt"])
        assert (search(case, "note").count, search(case, "note").to_index) == (0, 1)
        adding.add(case, [leak / "000.txt"])
        assert (search(case, "note").count, search(case, "note").to_index) == (1, 0)
        take_in(case, [leak / "001.txt"])
        assert (search(case, "note").count, search(case, "note").to_index) == (1, 1)
        assert cases.overview(case).to_index == 1


def test_a_rebuild_that_breaks_off_keeps_what_it_has_done(
    leak: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("headwater.archive.indexing._COMMIT_EVERY", 500)
    with cases.new_case(tmp_path / "case") as case:
        take_in(case, [leak / "box0.mbox"])
        with case.writing() as connection:
            connection.exec_driver_sql(
                "CREATE TRIGGER cut BEFORE UPDATE ON progress WHEN new.value > 1500 "
                "BEGIN SELECT RAISE(ABORT, 'the power is cut'); END"
            )
        with pytest.raises(DatabaseError, match="the power is cut"):
            adding.index(case)
        with case.writing() as connection:
            assert progress.get(connection, progress.INDEXED) == 1500
            connection.exec_driver_sql("DROP TRIGGER cut")
        assert adding.index(case) == 1000
        assert search(case, "crane*", limit=0).count == 2500
