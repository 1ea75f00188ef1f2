"""Read pages that are pictures."""

from __future__ import annotations

import os
from pathlib import Path

import click

from headwater.cli.frame import case_argument, note, progress
from headwater.desk import cases
from headwater.desk import ocr as desk
from headwater.store import jobs


@click.command()
@case_argument
@click.option(
    "--language",
    default=desk.LANGUAGE,
    show_default=True,
    help="Tesseract's names of the languages on the pages, as in eng+spa.",
)
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="At most so many documents.")
@click.option(
    "--workers",
    type=click.IntRange(1, 64),
    metavar="N",
    help="Pages that are read at a time; without it, one for each core.",
)
def ocr(case: Path, language: str, limit: int | None, workers: int | None) -> None:
    """Read the pages of CASE that are pictures: scans in PDFs, and images.

    It takes Tesseract, a program of its own, some seconds for a page. The words can be searched afterwards. After an
    interruption the same command goes on where it stopped.

    \b
    Examples:
      headwater ocr affair
      headwater ocr affair --language eng+spa --limit 100
    """
    with cases.open_case(case) as opened, progress("Reading pictures") as tick:
        job = desk.read_pictures(
            opened,
            language,
            limit=limit,
            workers=workers or os.cpu_count() or 1,
            tell=lambda job: tick(job.done, job.total, desk.told(job)),
        )
        left = desk.waiting(opened)
    stopped = "Stopped. " if job.state == jobs.STOPPED else ""
    note(f"{stopped}{desk.told(job)}. {left} documents still need OCR. {job.message}".rstrip())
