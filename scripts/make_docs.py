"""Write docs/cli.md from the commands' own help; ``--check`` only says whether it is up to date."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from headwater.cli.main import cli

TARGET = Path(__file__).resolve().parent.parent / "docs" / "cli.md"
HEAD = """# Command line reference

Made by `make docs` from the commands' own help; a test holds it to them.

Results go to standard output, notes and progress to standard error. Exit codes: 0 done; 1 done, but something does
not hold (a receipt that does not reconcile); 2 wrong usage; 65 unusable input; 66 not found; 69 not supported;
73 the case cannot be used; 75 the case is busy; 130 interrupted.
"""


def commands(command: click.Command, context: click.Context) -> Iterator[tuple[str, str]]:
    """The path and the help of ``command`` and of everything below it, in order."""
    yield context.command_path, command.get_help(context)
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            found = command.get_command(context, name)
            assert found is not None
            yield from commands(found, click.Context(found, info_name=name, parent=context))


def reference() -> str:
    """The text of docs/cli.md."""
    root = click.Context(cli, info_name="headwater", max_content_width=100, terminal_width=100)
    parts = [f"## {path}\n\n```text\n{help_}\n```" for path, help_ in commands(cli, root)]
    return HEAD + "\n" + "\n\n".join(parts) + "\n"


def main() -> None:
    """Write the reference, or with ``--check`` exit 1 where it is out of date."""
    text = reference()
    if "--check" in sys.argv[1:]:
        if not TARGET.exists() or TARGET.read_text(encoding="utf-8") != text:
            sys.exit("docs/cli.md is out of date: run make docs")
        return
    TARGET.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
