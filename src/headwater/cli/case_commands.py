"""Make a case, take in a leak, and account for it."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any, TextIO

import click

from headwater.base.dates import Moment
from headwater.cli.frame import CASE, case_argument, note, progress
from headwater.cli.output import emit, emit_object, format_option
from headwater.desk import adding, cases
from headwater.desk import documents as desk_documents
from headwater.model.document import Receipt

RECEIPT_COLUMNS = (
    "container",
    "kind",
    "reconciles",
    "claimed",
    "taken",
    "failed",
    "duplicates",
    "nested",
    "attachments",
    "unread",
)


@click.command()
@click.argument("case", type=CASE)
@click.option("--name", default="", help="The case's name; by default its folder's.")
@click.option(
    "--zone", default="UTC", show_default=True, help="Time zone in which dates of queries are meant."
)
def new(case: Path, name: str, zone: str) -> None:
    """Make a new CASE: a folder with its database, index and settings.

    \b
    Example:
      headwater new affair --zone Europe/Madrid
    """
    cases.new_case(case, name=name, zone=zone).close()
    note(f"Made the case {case}. Take in a leak with: headwater add {case} PATH")


@click.command()
@case_argument
def upgrade(case: Path) -> None:
    """Bring an older CASE up to date with this version of Headwater.

    \b
    Example:
      headwater upgrade affair
    """
    before, after = cases.upgrade_case(case)
    note(f"{case} is up to date (tables {before} -> {after}).")


@click.command()
@case_argument
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--workers",
    type=click.IntRange(1, adding.MOST_WORKERS),
    metavar="N",
    help="Processes that read; one for each core without it. What comes in is the same with any number.",
)
@click.option(
    "--passwords",
    type=click.File(encoding="utf-8-sig"),
    metavar="FILE",
    help="Passwords to try on what is encrypted, one a line; the case keeps them. What was shut before is tried again.",
)
@format_option()
def add(
    case: Path, paths: tuple[Path, ...], workers: int | None, passwords: TextIO | None, form: str
) -> None:
    """Take mail and documents at PATHS into CASE, and print what came in.

    Mail in all its forms, PDF, office files, text, HTML and images, in folders and archives and inside each other,
    recognised by content. Originals are read in place and never changed. Adding again reads only what is new; after an
    interruption the same command goes on where it stopped.

    \b
    Examples:
      headwater add affair ~/leak
      headwater add affair inbox.mbox reports.zip
    """
    with cases.open_case(case) as opened, progress("Taking in") as tick:
        summary = adding.add(
            opened,
            paths,
            tick,
            workers=workers or adding.usual_workers(),
            new_passwords=passwords.read().splitlines() if passwords else (),
        )
    emit([asdict(summary)], form, ("documents", "copies", "skipped", "failed", "not_followed", "unread"))
    note(
        f"{summary.documents} new documents, {summary.copies} copies, {summary.failed - summary.not_followed} failed, "
        f"{summary.not_followed} links or special files not followed, {summary.unread} without text. "
        f"Account: headwater receipts {case}"
    )


@click.command()
@case_argument
def index(case: Path) -> None:
    """Bring the search index of CASE up to date; it is made anew where it is missing, damaged or of another version.

    \b
    Example:
      headwater index affair
    """
    with cases.open_case(case) as opened:
        count = adding.index(opened)
    note(f"{count} documents were added to the index of {case}.")


@click.command()
@case_argument
@click.option(
    "--failed", is_flag=True, help="Only containers with failures, unread items or sums that do not hold."
)
@format_option()
def receipts(case: Path, failed: bool, form: str) -> None:
    """Account for every container taken into CASE: claimed, taken in, failed, duplicates.

    A receipt reconciles when claimed = taken + failed, and when every byte belongs to an item, to the container's
    own structure or to a failure. Failures are listed with place and reason.

    \b
    Examples:
      headwater receipts affair
      headwater receipts affair --failed --format json
    """
    sound = True

    def watched() -> Iterator[Receipt]:
        nonlocal sound
        for receipt in desk_documents.receipts(opened, failed_only=failed):
            sound = sound and receipt.reconciles
            yield receipt

    with cases.open_case(case) as opened:
        if form in ("table", "csv") and failed:
            emit(_failure_rows(watched()), form, ("container", "place", "code", "reason"))
        else:
            emit(map(receipt_row, watched()), form, RECEIPT_COLUMNS)
    if not sound:
        note("Some containers do not reconcile yet; add their paths again to read them to the end.")
        sys.exit(1)


def receipt_row(receipt: Receipt) -> dict[str, Any]:
    """A receipt as a JSON object (docs/schemas/receipts.json)."""
    row = {key: value for key, value in asdict(receipt).items() if key != "failures"}
    row["reconciles"] = receipt.reconciles
    row["failures"] = [
        {"place": failed.place.path, "code": failed.code, "reason": failed.reason}
        for failed in receipt.failures
    ]
    return row


def _failure_rows(found: Iterable[Receipt]) -> Iterable[dict[str, Any]]:
    for receipt in found:
        for failed in receipt.failures:
            yield {
                "container": receipt.container,
                "place": failed.place.path,
                "code": failed.code,
                "reason": failed.reason,
            }
        if receipt.unread:
            reason = (
                f"{receipt.unread} documents were not read, or not wholly; search for them with status:unread,"
                " status:encrypted or status:needs-ocr"
            )
            yield {"container": receipt.container, "place": "", "code": "unread", "reason": reason}


@click.command()
@case_argument
def overview(case: Path) -> None:
    """Print the state of CASE as one JSON object: counts, dates, formats, what is not read or searchable yet.

    \b
    Example:
      headwater overview affair
    """
    with cases.open_case(case) as opened:
        view = cases.overview(opened)
    emit_object(
        {
            "name": view.name,
            "zone": view.zone,
            "documents": view.totals.documents,
            "kinds": dict(view.totals.kinds),
            "statuses": dict(view.totals.statuses),
            "media_types": dict(view.totals.media_types),
            "bytes": view.totals.bytes,
            "first": None if view.totals.first is None else Moment(view.totals.first).iso(),
            "last": None if view.totals.last is None else Moment(view.totals.last).iso(),
            "undated": view.totals.undated,
            "waiting_for_index": view.to_index,
            "read_for_statements": view.extent.read,
            "readable": view.extent.documents,
            "statements": view.extent.statements,
            "containers": view.containers,
            "failures": view.failures,
            "claims": len(view.claims),
        }
    )


@click.command()
@case_argument
def dump(case: Path) -> None:
    """Print all of CASE as JSON lines in a canonical order, without surrogate ids and times of running.

    Two cases are the same when their dumps are equal.

    \b
    Example:
      headwater dump affair | sha256sum
    """
    with cases.open_case(case) as opened:
        for line in cases.dump(opened):
            click.echo(line)
