"""The intake bench: what it measures, and that it notices loss."""

import json
import os
import shutil
import sys
from pathlib import Path

import pytest

import corpus
import intake
from account import Cli, expected, problems
from mailgen.records import Spec
from measure import CommandFailed, Usage, measured

MEBI = 1 << 20


def test_usage_covers_the_whole_process_tree(tmp_path: Path) -> None:
    child = "import time; held = bytearray(b'x') * (48 << 20); time.sleep(0.6)"
    parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}], check=True)"
    usage = measured([sys.executable, "-c", parent], tmp_path / "log", os.environ)
    assert usage.wall > 0.5
    assert usage.peak is None or usage.peak > 48 * MEBI
    assert usage.private is None or usage.private > 48 * MEBI


def test_a_command_that_fails_says_what_it_printed(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "import sys; print('no such luck'); sys.exit(3)"]
    with pytest.raises(CommandFailed, match=r"status 3(.|\n)*no such luck"):
        measured(command, tmp_path / "log", os.environ)


def test_times_add_up_and_the_higher_peak_counts() -> None:
    assert Usage(1.0, 2.0, 30, 4).then(Usage(0.5, 1.0, 20, 5)) == Usage(1.5, 3.0, 30, 5)
    assert Usage(1.0, None, None, 4).then(Usage(0.5, 1.0, 20, 5)) == Usage(1.5, None, None, 5)


def test_expected_words_are_those_of_the_manifest(tmp_path: Path) -> None:
    corpus.generate(tmp_path, Spec(messages=800, seed=4, damaged=0.1, attachments=0.3))
    text = (tmp_path / "manifest.jsonl").read_text(encoding="utf-8")
    lines = [json.loads(line) for line in text.splitlines()]
    wanted = expected(tmp_path, 100)
    assert (wanted.items, wanted.distinct) == (800, len({line["sha256"] for line in lines}))
    assert 100 < len(wanted.words) <= 233
    shown = {line["word"] for line in lines}
    for word in shown & set(wanted.words):
        assert wanted.words[word] == {
            line["sha256"] for line in lines if word in (line["word"], *line["carries"])
        }
    assert all(wanted.words.values())
    assert any(line["damage"] for line in lines if line["word"] in wanted.words)
    assert set(wanted.words) - shown, "words of attachments"


@pytest.fixture(scope="module")
def cli(tmp_path_factory: pytest.TempPathFactory) -> Cli:
    beside = Path(sys.executable).parent
    program = shutil.which("headwater", path=os.pathsep.join([str(beside), os.environ.get("PATH", "")]))
    if program is None:
        pytest.skip("the headwater command is not installed")
    return Cli(program, {**os.environ, "HOME": str(tmp_path_factory.mktemp("home"))})


def test_a_case_that_holds_the_archive_has_no_problems_and_another_has(tmp_path: Path, cli: Cli) -> None:
    archive, case, log = tmp_path / "archive", tmp_path / "case", tmp_path / "log"
    corpus.generate(
        archive, Spec(messages=250, seed=6, damaged=0.2, attachments=0.3, duplicates=0.1), "mixed", 80
    )
    measured([cli.program, "new", str(case)], log, cli.environment)
    measured([cli.program, "add", str(case), str(archive / "mail")], log, cli.environment)
    assert problems(cli, case, expected(archive, 50)) == []

    other = tmp_path / "other"
    corpus.generate(other, Spec(messages=240, seed=7, duplicates=0.3))
    found = "\n".join(problems(cli, case, expected(other, 4)))
    for complaint in ("items taken in", "duplicates", "type:message finds", "is not found in"):
        assert complaint in found


def test_the_report_has_a_ratio_for_each_layout() -> None:
    usage = {
        "headwater": Usage(10.0, 8.0, 200 * MEBI, 90 * MEBI),
        "notmuch": Usage(100.0, 90.0, 400 * MEBI, 300 * MEBI),
    }
    figures = [
        intake.Figure(program, layout, number, usage[program], 5_000_000, 2_000_000)
        for number in (1, 2)
        for program, layout in intake.RUNS
    ]
    lines = intake.report(intake.means(figures), 20_000, 200_000_000)
    assert any(line.split()[:4] == ["headwater", "maildir", "2,000", "2,500"] for line in lines)
    assert sum("10.00 by wall time, 11.25 by CPU time, 0.50 in memory" in line for line in lines) == 2


def test_without_notmuch_there_are_no_ratios() -> None:
    figures = [
        intake.Figure("headwater", layout, 1, Usage(1.0, 1.0, 1, 1), 1, 1) for layout in ("maildir", "mbox")
    ]
    lines = intake.report(intake.means(figures), 100, 1000)
    assert not any("ratio" in line for line in lines)
    assert len(lines) == 3
