"""Copies, interests and history on the command line, in the words that people read."""

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from headwater.base.errors import InputError, NotFound, UsageError
from headwater.cli.main import cli

CLAIM = "launch-turned-back"


@pytest.fixture(scope="module")
def root(demo_case: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    copied = tmp_path_factory.mktemp("ledger") / "case"
    shutil.copytree(demo_case, copied)
    run("copies", str(copied))
    return copied


def called(*arguments: str) -> Result:
    return CliRunner().invoke(cli, arguments, standalone_mode=False)


def run(*arguments: str) -> str:
    result = called(*arguments)
    assert result.exception is None, result.exception
    return result.stdout


def directed(root: Path) -> list[str]:
    """A directed copy: suspicion, kind, verdict, later, earlier, documents, reasons."""
    rows = [line.split("\t") for line in run("copies", str(root), "--list").splitlines()]
    return next(row for row in rows if row[1] == "copy" and row[3])


def test_a_copy_side_by_side_with_the_common_words_marked(root: Path) -> None:
    suspicion, _, _, later, earlier, *_ = directed(root)
    shown = run("copy", "show", str(root), suspicion).splitlines()
    assert shown[0].startswith(f"{suspicion}  copy; open: taken for a copy in strict")
    assert any(line.startswith(f"  {later}  ") and "the later" in line for line in shown)
    sides = [line for line in shown if " at " in line and "[" in line]
    assert {line.split()[0] for line in sides} == {later, earlier}


def test_decisions_change_what_is_listed(root: Path) -> None:
    suspicion = directed(root)[0]
    number = run(
        "copy", "reject", str(root), suspicion, "--by", "ana", "--why", "both quote a statute"
    ).strip()
    rejected = run("copies", str(root), "--list", "--verdict", "rejected").splitlines()
    assert [row.split("\t")[0] for row in rejected] == [suspicion]
    assert run("history", str(root)).splitlines()[-1].startswith(f"{number}\t")
    run("claim", "undo", str(root), number, "--by", "ana")
    assert run("copies", str(root), "--list", "--verdict", "rejected") == ""
    assert "taken back" not in run("history", str(root), CLAIM)


def test_a_claim_shows_parts_against_origins_and_interests(root: Path) -> None:
    run("actor", str(root), "Joris Wendeland", "--interest", "defendant", "--note", "on trial", "--by", "ana")
    shown = run("claim", "show", str(root), "arrangement")
    assert "supported by: Joris Wendeland (own observation; an interested party: defendant)" in shown
    assert "Joris Wendeland: an interested party, defendant: on trial" in shown
    assert "by inference; lineage not recorded" in shown
    assert "documents were read for statements." in shown


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (("claim", "link", "CASE", CLAIM, "--as", "supports"), UsageError),
        (("claim", "link", "CASE", CLAIM, "x", "--document", "abcd", "--as", "supports"), UsageError),
        (("claim", "link", "CASE", CLAIM, "--document", "zz", "--as", "supports"), NotFound),
        (("claim", "cited", "CASE", CLAIM, "0123", "accepted"), NotFound),
        (("actor", "CASE", "Joris Wendeland", "--note", "x"), UsageError),
        (("actor", "CASE", "Joris Wendeland"), InputError),
        (("copy", "show", "CASE", "0123456789"), NotFound),
        (("copy", "accept", "CASE", "%"), NotFound),
        (("copies", "CASE", "--list", "--document", "zz"), NotFound),
        (("history", "CASE", "no-such-claim"), NotFound),
    ],
)
def test_what_cannot_be_done(root: Path, arguments: tuple[str, ...], error: type[Exception]) -> None:
    result = called(*(str(root) if one == "CASE" else one for one in arguments))
    assert isinstance(result.exception, error)
