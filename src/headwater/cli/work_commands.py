"""Do the work that follows intake."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from headwater.cli.frame import case_argument, note, progress
from headwater.cli.output import emit, format_option
from headwater.desk import cases
from headwater.desk import work as desk_work
from headwater.desk.work import Name


@click.command()
@case_argument
@click.option(
    "--only",
    "names",
    multiple=True,
    type=click.Choice([name.value for name in Name]),
    help="Only this kind of work; may be given several times.",
)
@click.option("--list", "listed", is_flag=True, help="Do nothing; list what waits.")
@format_option()
def work(case: Path, names: tuple[str, ...], listed: bool, form: str) -> None:
    """Do what follows intake in CASE and waits: threads, languages, own and quoted text. Prints what waits then.

    headwater add does the threads of what it takes in. An interrupted run goes on where it stopped.

    \b
    Examples:
      headwater work affair
      headwater work affair --only languages
      headwater work affair --list --format json
    """
    with cases.open_case(case) as opened:
        if not listed:
            chosen = tuple(Name(name) for name in names) or tuple(Name)
            with progress("Working on") as tick:
                done = desk_work.do(
                    opened, chosen, lambda name, n, total, words: tick(n, total, f"{name}: {words}")
                )
            note("; ".join(f"{name}: {count} documents" for name, count in done.items()) + ".")
        rows = [asdict(one) for one in desk_work.overview(opened)]
    emit(rows, form, ("name", "waiting", "state", "changed", "what"))
