"""The command as a user runs it: a process with arguments, streams and an exit code."""

import csv
import functools
import io
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]

MAIL = """From: Ida Nox <ida@port.example>
To: Tom Vell <tom@port.example>
Subject: {subject}
Date: Mon, 3 Mar 2031 09:{minute:02}:00 +0100
Message-ID: <{minute}@port.example>

{body}
"""


def call(folder: Path, *arguments: str, stdin: str | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "headwater", *arguments],
        cwd=folder,
        input=stdin,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "HEADWATER_USER": "ana"},
    )


@pytest.fixture
def headwater(tmp_path: Path) -> Run:
    return functools.partial(call, tmp_path)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a leak and a case made of it; tests work on copies of the case."""
    home = tmp_path_factory.mktemp("made")
    folder = home / "leak"
    folder.mkdir()
    for minute in range(30):
        text = MAIL.format(
            subject=f"Crane {minute}", minute=minute, body='Tom Vell said: "The crane was moved."'
        )
        (folder / f"{minute:02}.eml").write_text(text, encoding="utf-8")
    (folder / "=cmd.txt").write_text("=1+1 crane", encoding="utf-8")
    assert call(home, "new", "affair").returncode == 0
    assert call(home, "add", "affair", str(folder)).returncode == 0
    return home


@pytest.fixture
def leak(made: Path) -> Path:
    return made / "leak"


@pytest.fixture
def case(made: Path, tmp_path: Path) -> str:
    shutil.copytree(made / "affair", tmp_path / "affair")
    return "affair"


def test_from_nothing_to_a_hit(headwater: Run, case: str) -> None:
    found = headwater("search", case, "crane", "--format", "json")
    result = json.loads(found.stdout)
    assert result["count"] == 31
    assert len(result["rows"]) == 20
    assert result["waiting_for_index"] == 0


def test_every_hit_is_reachable(headwater: Run, case: str) -> None:
    everything = headwater(
        "search", case, "crane", "--all", "--sort", "oldest", "--format", "jsonl"
    ).stdout.splitlines()
    pages: list[str] = []
    for offset in range(0, 40, 7):
        page = headwater(
            "search",
            case,
            "crane",
            "--limit",
            "7",
            "--offset",
            str(offset),
            "--sort",
            "oldest",
            "--format",
            "jsonl",
        )
        pages += page.stdout.splitlines()
    assert len(everything) == 31
    assert pages == everything


def test_a_table_says_how_many_more_there_are(headwater: Run, case: str) -> None:
    found = headwater("search", case, "crane", "--limit", "3")
    assert len(found.stdout.splitlines()) == 3
    assert "3 of 31 hits" in found.stderr


def test_csv_is_csv_and_runs_no_formula(headwater: Run, case: str) -> None:
    found = headwater("search", case, "type:text", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(found.stdout)))
    assert rows[0]["title"].startswith("'=")


def test_receipts_reconcile_and_say_so(headwater: Run, case: str) -> None:
    done = headwater("receipts", case, "--format", "json")
    assert done.returncode == 0
    (receipt,) = json.loads(done.stdout)
    assert receipt["reconciles"] is True
    assert (receipt["claimed"], receipt["taken"], receipt["failed"]) == (31, 31, 0)


def test_adding_again_adds_nothing(headwater: Run, case: str, leak: Path) -> None:
    before = headwater("dump", case).stdout
    again = headwater("add", case, str(leak), "--format", "json")
    assert json.loads(again.stdout)[0]["documents"] == 0
    assert headwater("dump", case).stdout == before


def test_statements_and_claims(headwater: Run, case: str) -> None:
    assert headwater("extract", case, "--limit", "3").returncode == 0
    listed = headwater("statements", case, "--speaker", "Vell", "--format", "jsonl")
    assert "not read" in listed.stderr
    statement = json.loads(listed.stdout.splitlines()[0])
    assert headwater("claim", "new", case, "The crane was moved", "--part", "It moved").stdout.strip() == "c1"
    linked = headwater(
        "claim", "link", case, "c1", statement["id"], "--as", "supports", "--basis", "witnessed"
    )
    assert linked.returncode == 0, linked.stderr
    weighed = json.loads(headwater("weigh", case, "c1", "--format", "json").stdout)
    assert weighed["supports"]["counting_carriers"]["open"] == 1
    listed = headwater("claims", case, "--format", "jsonl")
    assert json.loads(listed.stdout)["supports"] == 1
    undone = headwater("claim", "undo", case, linked.stdout.strip())
    assert undone.returncode == 0
    assert int(undone.stdout) > int(linked.stdout)
    assert json.loads(headwater("claims", case, "--format", "jsonl").stdout)["supports"] == 0


def test_statements_are_judged(headwater: Run, case: str) -> None:
    assert headwater("extract", case, "--query", "subject:7", "--mode", "fast").returncode == 0
    (statement,) = [
        json.loads(line)
        for line in headwater(
            "statements", case, "--speaker", "Vell", "--format", "jsonl"
        ).stdout.splitlines()
    ]
    document = statement["document"]
    unclear = headwater("judge", "add", case, document, "--source", "Vell", "--content", "e")
    assert unclear.returncode == 65
    assert "--nth content=1" in unclear.stderr
    words = [
        "--source",
        "Tom",
        "--content",
        "crane",
        "--nth",
        "content=1",
        "--chain",
        "Ida Nox",
        "--chain",
        "Tom",
    ]
    corrected = headwater("judge", "correct", case, statement["id"], *words, "--why", "only so much")
    assert corrected.returncode == 0, corrected.stderr
    new = corrected.stdout.strip()
    listed = headwater("statements", case, "--accepted", "--format", "jsonl").stdout
    assert json.loads(listed)["id"] == new
    assert json.loads(listed)["chain"] == ["Ida Nox", "Tom"]
    assert json.loads(listed)["content"]["text"] == "crane"
    assert "1 corrected" in headwater("statements", case).stderr
    assert headwater("judge", "reject", case, new).returncode == 0
    rejected = headwater("statements", case, "--rejected")
    assert new in rejected.stdout
    (first, _) = json.loads(headwater("judge", "list", case, "--format", "json").stdout)
    assert (first["by"], first["why"], first["made"]) == ("ana", "only so much", new)
    assert headwater("judge", "undo", case, str(first["judgement"])).returncode == 0
    assert headwater("statements", case, "--corrected").stdout == ""


def test_original_bytes_come_back(headwater: Run, case: str, leak: Path, tmp_path: Path) -> None:
    row = json.loads(headwater("search", case, "subject:7", "--format", "jsonl").stdout)
    raw = subprocess.run(
        [sys.executable, "-m", "headwater", "show", case, row["document"], "--raw"],
        cwd=tmp_path,
        capture_output=True,
    )
    assert raw.stdout == (leak / "07.eml").read_bytes()


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["search", "nowhere", "x"], 66, "headwater new"),
        (["search", "affair", "(a AND"], 65, "^"),
        (["search", "affair", "nofield:x"], 65, "nofield"),
        (["show", "affair", "zzzz"], 66, "id"),
        (["add", "affair", "no-such-folder"], 66, "no-such-folder"),
        (["weigh", "affair", "c9"], 66, "claims"),
        (["claim", "link", "affair", "c9", "s", "--as", "supports"], 66, "c9"),
        (["new", "affair"], 73, "exists"),
        (["new", "other", "--zone", "Mars/Olympus"], 73, "zone"),
        (["read", "no-such-file.txt"], 66, "no-such-file.txt"),
        (["independence", "no-such.json"], 66, "no-such.json"),
        (["nonsense"], 2, "nonsense"),
        (["judge", "accept", "affair", "0123456789abcdef"], 66, "headwater statements"),
        (["judge", "undo", "affair", "7"], 66, "judge list"),
        (["judge", "add", "affair", "ffff", "--content", "x"], 66, "ffff"),
        (["judge", "add", "affair", "ffff", "--content", "x", "--nth", "content=two"], 2, "cue=2"),
        (["judge", "add", "affair", "ffff", "--content", "x", "--nth", "cue=2"], 2, "--cue"),
        (["statements", "affair", "--search", "?"], 65, "word"),
        (["extract", "affair", "--query", "(a AND"], 65, "^"),
        (["extract", "affair", "--document", "ffff"], 66, "ffff"),
        (["search", "affair", "x", "--limit", "-1"], 2, "limit"),
    ],
)
def test_errors_are_a_sentence_and_a_next_step(
    headwater: Run, case: str, arguments: list[str], code: int, words: str
) -> None:
    done = headwater(*arguments)
    assert done.returncode == code, done.stderr
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_reading_standard_input(headwater: Run) -> None:
    done = headwater(
        "read", "-", "--format", "jsonl", stdin='"We moved the crane," Ida Nox said on Monday.\n'
    )
    (row,) = [json.loads(line) for line in done.stdout.splitlines()]
    assert row["document"] == "-"
    assert row["source"]["text"] == "Ida Nox"


def test_a_reader_that_goes_away_is_no_error(case: str, tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "headwater", "dump", case],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.readline()
    process.stdout.close()
    errors = process.stderr.read()
    process.stderr.close()
    process.wait()
    assert errors == b""


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
def test_interrupted_work_goes_on(headwater: Run, tmp_path: Path) -> None:
    documents = 1200  # many batches, so that the signal comes long before the end on a busy machine too
    (tmp_path / "leak").mkdir()
    for number in range(documents):
        body = f'Tom Vell said on Monday: "Crane {number} was moved." ' * 10
        (tmp_path / "leak" / f"{number:04}.txt").write_text(body, encoding="utf-8")
    assert headwater("new", "case").returncode == 0
    assert headwater("add", "case", "leak").returncode == 0
    process = subprocess.Popen(
        [sys.executable, "-m", "headwater", "extract", "case", "--mode", "fast"],
        cwd=tmp_path,
        stderr=subprocess.PIPE,
        text=True,
    )
    with closing(sqlite3.connect(tmp_path / "case" / "case.db", timeout=30)) as database:
        while not database.execute("SELECT count(*) FROM reading").fetchone()[0]:
            assert process.poll() is None, "over before anything was read"
            time.sleep(0.005)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate()
    assert process.returncode == 130, errors
    assert "goes on from there" in errors
    assert "Traceback" not in errors
    view = json.loads(headwater("overview", "case").stdout)
    assert 0 < view["read_for_statements"] < view["readable"] == documents
    done = headwater("extract", "case", "--mode", "fast")
    assert f"Read {documents - view['read_for_statements']} documents" in done.stderr
    assert json.loads(headwater("overview", "case").stdout)["read_for_statements"] == documents


def test_help_everywhere_and_fast_to_ask(headwater: Run) -> None:
    text = headwater("--help").stdout
    assert "Trace every claim" in text
    for command in ("add", "search", "receipts", "claim", "weigh", "serve", "demo"):
        assert command in text


def test_a_defect_is_said_without_a_traceback(headwater: Run, case: str, tmp_path: Path) -> None:
    (tmp_path / "affair" / "case.toml").write_bytes(b"\xff\xfe")
    done = headwater("search", case, "x")
    assert done.returncode == 73
    assert "Traceback" not in done.stderr


def test_a_table_of_several_files_says_which_one_a_line_is_from(headwater: Run, tmp_path: Path) -> None:
    for name in ("one.txt", "two.txt"):
        (tmp_path / name).write_text("Ida Nox said that the crane was sold.\n", encoding="utf-8")
    several = headwater("read", "one.txt", "two.txt", "--mode", "fast").stdout.splitlines()
    assert [line.split("\t")[0] for line in several] == ["one.txt", "two.txt"]
    assert headwater("read", "one.txt", "--mode", "fast").stdout.split("\t")[0] != "one.txt"


def test_reading_says_what_it_did_not_read(headwater: Run, tmp_path: Path) -> None:
    (tmp_path / "junk.bin").write_bytes(bytes(range(256)) * 20)
    (tmp_path / "empty.txt").write_bytes(b"")
    mail = (
        "From: ida@port.example\nSubject: x\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nHello.\n"
        "--b\nContent-Type: text/plain\nContent-Disposition: attachment; filename=a.txt\n\nMore.\n--b--\n"
    )
    (tmp_path / "mail.eml").write_text(mail, encoding="utf-8")
    done = headwater("read", "junk.bin", "empty.txt", "mail.eml", "--format", "jsonl")
    assert done.returncode == 0
    assert "junk.bin: not read" in done.stderr
    assert "empty.txt: there is no text" in done.stderr
    assert "mail.eml: 1 attached" in done.stderr
