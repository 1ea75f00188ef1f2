"""Who said what: read files or a case for statements, and list them."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from headwater.cli.frame import case_argument, note, progress
from headwater.cli.output import Format, emit, format_option
from headwater.desk import cases, reading
from headwater.desk import statements as desk
from headwater.desk.reading import Selection
from headwater.desk.statements import Wanted
from headwater.model.statement import Basis, Form, Stance
from headwater.statements.mode import DEFAULT, Mode
from headwater.store.case import Case
from headwater.store.jobs import Job
from headwater.store.statements import Which

COLUMNS = ("id", "stance", "chain", "cue", "content")

_mode = click.option(
    "--mode",
    type=click.Choice([mode.value for mode in Mode]),
    default=DEFAULT.value,
    show_default=True,
    help="By rules alone, or with the trained model.",
)


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@_mode
@format_option(Format.TABLE)
def read(files: tuple[Path, ...], mode: str, form: str) -> None:
    """Read FILES (text, HTML, EML) for statements; no case is needed.

    Each statement has its source, cue and content at exact code points of the document's text, its stance, and the
    chain through which it reached us, outermost first. "-" reads standard input.

    \b
    Examples:
      headwater read article.txt
      headwater read *.eml --format jsonl
    """
    columns = COLUMNS if len(files) == 1 else ("document", *COLUMNS)
    emit(desk.read_files(files, note, Mode(mode)), form, columns)


@click.command()
@case_argument
@click.option("--query", default="", help="Only documents that this query finds.")
@click.option(
    "--document", "documents", multiple=True, help="Only the document with this id; may be repeated."
)
@click.option("--all", "everything", is_flag=True, help="All documents, however long it takes.")
@click.option("--limit", type=click.IntRange(min=1), default=None, help="Read at most so many documents.")
@_mode
@click.option("--again", is_flag=True, help="Also what another version or mode has read before.")
@click.option(
    "--jobs",
    type=click.IntRange(min=1),
    default=os.cpu_count() or 1,
    show_default="one for each core",
    help="Processes that read at a time, where there is much to read.",
)
def extract(
    case: Path,
    query: str,
    documents: tuple[str, ...],
    everything: bool,
    limit: int | None,
    mode: str,
    again: bool,
    jobs: int,
) -> None:
    """Read documents of CASE for statements: those that were not read yet, or a selection of them.

    Can be stopped and started again at any time: what was read is kept. A large case asks for a selection or --all,
    and says how long the whole would take on this machine. With --again, documents that an earlier version or the other
    mode has read are read anew; judgements and links on their statements are kept.

    \b
    Examples:
      headwater extract affair
      headwater extract affair --query 'from:carrasquel date:2031' --mode fast
      headwater extract affair --all --again
    """
    selection = Selection(Mode(mode), documents, query, limit, again)
    with cases.open_case(case) as opened, progress("Reading") as tick:

        def tell(job: Job) -> None:
            tick(job.done, job.total, reading.told(job))

        if not everything:
            reading.require_selection(opened, selection, tell)
        job = reading.read_case(opened, selection, tell=tell, jobs_at_once=jobs)
        note(reading.told(job, ended=True))
        extent = desk.extent(opened)
        others = reading.read_by_others(opened, Mode(mode))
    note(
        f"{extent.read} of {extent.documents} documents are read; {extent.statements} statements in all."
        + (f" {others} were read by another version or mode: --again reads them anew." if others else "")
    )


def _which(name: str, which: Which, words: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    return click.option(name, "which", flag_value=which.value, help=words)


@click.command()
@case_argument
@click.option("--document", default="", help="Only those of the document with this id.")
@click.option("--speaker", default="", help="Only those whose source's name holds these words.")
@click.option(
    "--stance", type=click.Choice([s.value for s in Stance]), default=None, help="Only this stance."
)
@click.option("--basis", type=click.Choice([b.value for b in Basis]), default=None, help="Only this basis.")
@click.option(
    "--form", "how", type=click.Choice([f.value for f in Form]), default=None, help="Only this form."
)
@click.option("--search", default="", help='Only those whose content has these words and "phrases".')
@_which(
    "--judged", Which.JUDGED, "Only those that somebody judged or entered, rejected and corrected ones too."
)
@_which("--unjudged", Which.UNJUDGED, "Only those that nobody judged yet.")
@_which("--accepted", Which.ACCEPTED, "Only those that somebody accepted or entered.")
@_which("--rejected", Which.REJECTED, "Only those that were rejected, which are else left out.")
@_which(
    "--corrected", Which.CORRECTED, "Only those with a correction in their place, which are else left out."
)
@_which(
    "--lost", Which.LOST, "Only those that a decision keeps though the present version finds them no more."
)
@_which("--everything", Which.ALL, "All of them, however they stand.")
@click.option("--limit", type=click.IntRange(min=0), default=None, help="At most so many.")
@click.option("--offset", type=click.IntRange(min=0), default=0, help="Pass over so many first.")
@format_option()
def statements(
    case: Path,
    document: str,
    speaker: str,
    stance: str | None,
    basis: str | None,
    how: str | None,
    search: str,
    which: str | None,
    limit: int | None,
    offset: int,
    form: str,
) -> None:
    """List the statements of CASE, and say how much of it was read for them.

    Rejected ones, and those that a correction stands in the place of, are left out unless asked for.

    \b
    Examples:
      headwater statements affair --speaker HERON
      headwater statements affair --stance denies --search '"night landings"' --format jsonl
      headwater statements affair --rejected
    """
    wanted = Wanted(
        document, speaker, stance or "", basis or "", how or "", search, Which(which or Which.STANDING)
    )
    columns = COLUMNS if wanted.which is Which.STANDING else ("standing", *COLUMNS)
    with cases.open_case(case) as opened:
        emit(desk.rows(opened, wanted, limit=limit, offset=offset), form, columns)
        if limit is not None:
            note(f"{limit} at most are listed, of {desk.count(opened, wanted)}.")
        _say_extent(opened, case, wanted.which)


def _say_extent(opened: Case, case: Path, which: Which) -> None:
    extent = desk.extent(opened)
    hidden = [
        f"{count} {word}"
        for count, word in ((extent.rejected, "rejected"), (extent.corrected, "corrected"))
        if count
    ]
    if hidden and which is Which.STANDING:
        note(f"Left out: {' and '.join(hidden)} in the whole case (--rejected, --corrected).")
    if extent.read < extent.documents:
        note(
            f"{extent.documents - extent.read} of {extent.documents} documents are not read for statements yet: "
            f"headwater extract {case}"
        )
