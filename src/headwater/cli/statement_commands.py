"""Who said what: read files or a case for statements, and list them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from headwater.cli.frame import case_argument, note, progress
from headwater.cli.output import Format, emit, format_option
from headwater.desk import cases, reading
from headwater.desk import statements as desk
from headwater.model.statement import Stance

COLUMNS = ("id", "stance", "chain", "cue", "content")


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@format_option(Format.TABLE)
def read(files: tuple[Path, ...], form: str) -> None:
    """Read FILES (text, HTML, EML) for statements; no case is needed.

    Each statement has its source, cue and content at exact code points of the document's text, its stance, and the
    chain through which it reached us, outermost first. "-" reads standard input.

    \b
    Examples:
      headwater read article.txt
      headwater read *.eml --format jsonl
    """
    rows: Iterator[dict[str, Any]] = desk.read_files(files, note)
    emit(rows, form, COLUMNS)


@click.command()
@case_argument
@click.option("--limit", type=click.IntRange(min=1), default=None, help="Read at most so many documents.")
def extract(case: Path, limit: int | None) -> None:
    """Read the documents of CASE for statements: those that this version has not read yet.

    Can be stopped and started again at any time. Decisions on statements are kept apart and survive.

    \b
    Example:
      headwater extract affair --limit 1000
    """
    with cases.open_case(case) as opened, progress("Reading") as tick:
        job = reading.read_case(
            opened,
            reading.Selection(limit=limit),
            tell=lambda job: tick(job.done, job.total, f"{job.found} statements"),
        )
        view = desk.extent(opened)
    note(
        f"Read {job.done} documents. {view.read} of {view.documents} are read; {view.statements} statements in all."
    )


@click.command()
@case_argument
@click.option("--document", default="", help="Only those of the document with this id.")
@click.option("--speaker", default="", help="Only those whose source's name holds these words.")
@click.option(
    "--stance", type=click.Choice([s.value for s in Stance]), default=None, help="Only this stance."
)
@format_option()
def statements(case: Path, document: str, speaker: str, stance: str | None, form: str) -> None:
    """List the statements of CASE, and say how much of it was read for them.

    \b
    Examples:
      headwater statements affair --speaker HERON
      headwater statements affair --stance denies --format jsonl
    """
    with cases.open_case(case) as opened:
        wanted = desk.Wanted(document, speaker, stance or "")
        emit(desk.rows(opened, wanted), form, COLUMNS)
        extent = desk.extent(opened)
    if extent.read < extent.documents:
        note(
            f"{extent.documents - extent.read} of {extent.documents} documents are not read for statements yet: "
            f"headwater extract {case}"
        )
