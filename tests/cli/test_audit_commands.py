"""Audits on the command line, in the words that people read."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import articles
import ledgers
from headwater.base.errors import InputError, NotFound
from headwater.cli.main import cli
from headwater.desk import audits, cases
from headwater.statements.mode import Mode


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The ferry with an audit by hand."""
    root = tmp_path_factory.mktemp("ferry") / "case"
    ledgers.build(root)
    with cases.open_case(root) as case:
        audits.keep(case, articles.audit(), mode=Mode.FAST, by="Noor")
    return root


@pytest.fixture
def root(built: Path, tmp_path: Path) -> Path:
    shutil.copytree(built, tmp_path / "case")
    return tmp_path / "case"


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "article.txt"
    path.write_text(
        "“I stopped her twice that spring,” Ruth Vane said.\n\n“I sank her twice that spring,” Ruth Vane said.\n",
        encoding="utf-8",
    )
    return path


def called(*arguments: str, given: bytes | None = None) -> Result:
    return CliRunner().invoke(cli, arguments, standalone_mode=False, input=given)


def run(*arguments: str) -> str:
    result = called(*arguments)
    assert result.exception is None, result.exception
    return result.stdout


def test_the_first_run_shows_everything_and_the_next_only_what_changed(root: Path, article: Path) -> None:
    command = ("audit", str(article), str(root), "--mode", "fast", "--by", "ana")
    first = run(*command)
    assert "Q1 Quotation: exact =  line 1" in first
    assert "Quotations: 1 exact" in first
    assert "6 documents" in first
    again = run(*command)
    assert "no document has come in: nothing changed." in again
    assert "Q1 " not in again
    assert "Q1 Quotation: exact" in run(*command, "--all")
    since = json.loads(run(*command, "--since", "1", "--format", "json"))["since"]
    assert since["audit"] == 1


def test_check_says_by_its_code_whether_the_article_holds(root: Path, article: Path, tmp_path: Path) -> None:
    result = called("audit", str(article), str(root), "--mode", "fast", "--check", "--by", "ana")
    assert isinstance(result.exception, SystemExit)
    assert result.exception.code == 1
    sound = tmp_path / "sound.txt"
    sound.write_text("“I stopped her twice that spring,” Ruth Vane said.\n", encoding="utf-8")
    assert (
        called("audit", str(sound), str(root), "--mode", "fast", "--check", "--by", "ana").exception is None
    )


def test_a_report_is_written_beside(root: Path, article: Path, tmp_path: Path) -> None:
    target = tmp_path / "report.html"
    result = called("audit", str(article), str(root), "--mode", "fast", "-o", str(target), "--by", "ana")
    assert result.exception is None
    assert "The report is in" in result.stderr
    assert target.read_text(encoding="utf-8").startswith("<!doctype html>")
    nowhere = tmp_path / "none" / "report.html"
    failed = called("audit", str(article), str(root), "--mode", "fast", "-o", str(nowhere), "--by", "ana")
    assert isinstance(failed.exception, InputError)


def test_an_article_may_come_from_standard_input(root: Path, article: Path) -> None:
    result = called("audit", "-", str(root), "--mode", "fast", "--by", "ana", given=article.read_bytes())
    assert result.exception is None
    assert "Q1 Quotation: exact" in result.stdout


@pytest.mark.parametrize(("name", "kind"), [("none.txt", NotFound), (".", InputError)])
def test_what_cannot_be_read_is_refused(root: Path, tmp_path: Path, name: str, kind: type[Exception]) -> None:
    assert isinstance(called("audit", str(tmp_path / name), str(root)).exception, kind)


def test_hostile_words_do_not_drive_the_terminal(root: Path, tmp_path: Path) -> None:
    article = tmp_path / "article.txt"
    article.write_text("“I stopped her \x1b[2J twice that \x07spring,” Ruth Vane said.\n", encoding="utf-8")
    shown = run("audit", str(article), str(root), "--mode", "fast", "--by", "ana")
    assert "\x1b" not in shown
    assert "\x07" not in shown


def test_audits_are_listed(root: Path) -> None:
    row = run("audits", str(root)).split("\t")
    assert (row[0], row[2], row[3]) == ("1", "Noor", articles.TITLE)
    limited = called("audits", str(root), "--limit", "0")
    assert "0 audits are listed, of 1." in limited.stderr


def test_a_finding_is_shown(root: Path) -> None:
    shown = run("finding", "show", str(root), "q-alt")
    assert "article: with [-512-] people aboard" in shown
    assert isinstance(called("finding", "show", str(root), "none").exception, NotFound)
    assert isinstance(called("finding", "show", str(root), "q-alt", "--audit", "7").exception, NotFound)


def test_a_finding_is_linked_and_the_link_undone(root: Path) -> None:
    number = run(
        "finding", "link", str(root), "p-overruled", "ferry", "--as", "supports", "--part", "2", "--by", "ana"
    ).strip()
    last = run("history", str(root), "ferry").splitlines()[-1]
    assert last.startswith(f"{number}\t")
    assert "from audit 1, paraphrase p-overruled" in last
    run("claim", "undo", str(root), number, "--by", "ana")
    assert "took back decision" in run("history", str(root), "ferry")
    assert isinstance(
        called("finding", "link", str(root), "p-overruled", "none", "--as", "supports").exception, NotFound
    )


def test_the_article_is_recorded_as_resting_on_a_place(root: Path) -> None:
    number = run(
        "finding", "derive", str(root), "f-licence", "--why", "the same licence", "--by", "ana"
    ).strip()
    last = run("history", str(root)).splitlines()[-1]
    assert last.startswith(f"{number}\t")
    assert "cites" in last
    failed = called("finding", "derive", str(root), "f-licence", "--place", "2", "--by", "ana")
    assert isinstance(failed.exception, InputError)
