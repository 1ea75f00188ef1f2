"""What all commands share: errors, interruption, broken pipes, progress."""

from __future__ import annotations

import getpass
import io
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from headwater.base.errors import Defect, HeadwaterError, Interrupted
from headwater.base.text import printable

Serve = Callable[[Path, str, int, Callable[[str], None]], None]
"""Serves the case in a folder on a host and port (0: any free one), and announces the address."""

CASE = click.Path(path_type=Path, file_okay=False)
"""The type of every CASE argument."""


def case_argument(command: Callable[..., Any]) -> Callable[..., Any]:
    """The CASE argument: the folder of a case."""
    return click.argument("case", type=CASE)(command)


def by_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """The ``--by`` option: who decides."""
    return click.option(
        "--by",
        default=_user,
        show_default="you",
        envvar="HEADWATER_USER",
        help="Who decides, for the record.",
    )(command)


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return "unknown"


def run(command: click.Command, serve: Serve) -> None:
    """Run ``command`` with ``serve`` as its context object, and exit.

    0 where it was done, 2 for wrong usage, else the error's own code; no traceback unless HEADWATER_TRACEBACK is set.
    """
    _utf8_streams()
    try:
        command.main(standalone_mode=False, obj=serve)
        sys.stdout.flush()
    except HeadwaterError as error:
        _fail(error)
    except click.exceptions.Exit as stop:
        sys.exit(stop.exit_code)
    except click.ClickException as error:
        sys.stderr.write(_shown(error))
        sys.exit(error.exit_code)
    except (KeyboardInterrupt, click.Abort):
        _fail(Interrupted("Stopped. What was done is kept.", "The same command goes on from there."))
    except BrokenPipeError:
        # The reader went away (head, less): point stdout elsewhere so that the interpreter's last flush is quiet.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except Exception as error:
        if os.environ.get("HEADWATER_TRACEBACK"):
            raise
        _fail(Defect(f"Headwater has a defect here: {type(error).__name__}: {error}."))


def _utf8_streams() -> None:
    """The same bytes on every system: UTF-8, and "\\n" at the end of a line."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")


def _shown(error: click.ClickException) -> str:
    """What click would print of its own error."""
    lines = io.StringIO()
    error.show(lines)
    return printable(lines.getvalue(), keep="\n")


def _fail(error: HeadwaterError) -> None:
    """Say an error, without what a document or a file's name may have put into it to drive the terminal."""
    sys.stderr.write(printable(f"headwater: {error.code}: {error}", keep="\n") + "\n")
    sys.exit(error.exit_code)


def note(message: str) -> None:
    """A sentence for the user on standard error."""
    click.echo(printable(message, keep="\n"), err=True)


@contextmanager
def progress(label: str) -> Iterator[Callable[[int, int | None, str], None]]:
    """A progress line on stderr when it is a terminal, silence otherwise.

    Yields ``tick(done, total, words)``; ``total`` is None where it is not known.
    """
    if not sys.stderr.isatty():
        yield lambda done, total, words: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(label, total=None)

        def tick(done: int, total: int | None, words: str) -> None:
            bar.update(task, completed=done, total=total, description=f"{label} {words}")

        yield tick
