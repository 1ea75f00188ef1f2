"""Open a case in a browser; build and show the demo case."""

from __future__ import annotations

import tempfile
from pathlib import Path

import click

from headwater.cli.frame import Serve, case_argument, note, progress
from headwater.desk import cases, shelf
from headwater.desk import demo as desk_demo

_host = click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
_port = click.option(
    "--port", type=click.IntRange(0, 65535), default=0, help="Port to listen on; by default any free one."
)


def _announce(address: str) -> None:
    click.echo(address)
    note(
        "Open the address above in a browser on this machine; it holds this start's access token. Ctrl-C stops."
    )


@click.command()
@case_argument
@_host
@_port
@click.pass_obj
def serve(show: Serve, case: Path, host: str, port: int) -> None:
    """Serve CASE to a browser on this machine; prints the address with this start's access token.

    Where CASE is a folder that is no case itself, the cases in its folders are served, with a page to make another.

    \b
    Examples:
      headwater serve affair
      headwater serve ~/cases
    """
    if not shelf.is_shelf(case):
        cases.open_case(case).close()
    show(case, host, port, _announce)


@click.command()
@click.argument("folder", required=False, type=click.Path(path_type=Path, file_okay=False))
@click.option("--no-serve", is_flag=True, help="Build and report only.")
@_host
@_port
@click.pass_obj
def demo(show: Serve, folder: Path | None, no_serve: bool, host: str, port: int) -> None:
    """Build the demo case (fiction) in FOLDER, by default a new temporary one, report on it and serve it.

    A FOLDER that holds the demo case already is served as it is.

    \b
    Examples:
      headwater demo
      headwater demo demo-case --no-serve
    """
    root = folder or Path(tempfile.mkdtemp(prefix="headwater-demo-")) / "case"
    with progress("Demo") as tick:
        report = desk_demo.build(root, lambda words: tick(0, None, words))
    click.echo(report.words())
    if not no_serve:
        show(root, host, port, _announce)
