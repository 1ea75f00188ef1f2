"""The pages of the documentation do what they say."""

import re
import subprocess
import sys
from pathlib import Path

import click
import pytest
from pages import matches, run_page

from headwater.cli.main import cli

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"


@pytest.mark.skipif(sys.platform == "win32", reason="the guide is written for a Unix shell")
def test_the_guide(tmp_path: Path) -> None:
    assert run_page(DOCS / "guide.md", tmp_path) >= 12


@pytest.mark.skipif(sys.platform == "win32", reason="the examples are written for a Unix shell")
def test_the_manual_of_queries(tmp_path: Path) -> None:
    assert run_page(DOCS / "query.md", tmp_path) >= 7


@pytest.mark.parametrize(
    ("expected", "printed", "fits"),
    [
        ("a\n...\nd", "a\nb\nc\nd", True),
        ("a\n...\nd", "a\nd", True),
        ("a\n...", "a\nb", True),
        ("x ... z", "x y z", True),
        ("a\nb", "a\nc", False),
        ("a", "a\nb", False),
        ("...\nd", "a\nb", False),
    ],
)
def test_the_runner_itself(expected: str, printed: str, fits: bool) -> None:
    assert matches(expected, printed) is fits


def test_the_command_reference_is_up_to_date() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "make_docs.py"), "--check"], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr


def every_command(command: click.Command, path: str) -> list[tuple[str, click.Command]]:
    found = [(path, command)]
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            assert inner is not None
            found += every_command(inner, f"{path} {name}")
    return found


COMMANDS = every_command(cli, "headwater")


@pytest.mark.parametrize(("path", "command"), COMMANDS, ids=[path for path, _ in COMMANDS])
def test_every_command_is_documented_with_an_example(path: str, command: click.Command) -> None:
    assert f"## {path}\n" in (DOCS / "cli.md").read_text(encoding="utf-8")
    if not isinstance(command, click.Group):
        assert re.search(r"Examples?:", command.help or ""), "help needs an example"
        assert path in (command.help or ""), "the example calls the command"


def test_links_between_pages_lead_somewhere() -> None:
    pages = [ROOT / "README.md", ROOT / "CHANGELOG.md", *DOCS.rglob("*.md"), *(ROOT / "bench").glob("*.md")]
    for page in pages:
        for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
            if "://" not in target:
                assert (page.parent / target).exists(), f"{page.name}: {target}"
