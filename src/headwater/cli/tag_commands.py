"""Tags on documents, and searches that are kept."""

from __future__ import annotations

import re
from dataclasses import asdict
from pathlib import Path

import click

from headwater.cli.frame import by_option, case_argument, note
from headwater.cli.output import emit, format_option
from headwater.desk import cases, tagging

_ID = re.compile(r"[0-9a-f]{16}|[0-9a-f]{64}", re.IGNORECASE)


@click.command()
@case_argument
@click.argument("what")
@click.argument("name")
@click.option("--remove", is_flag=True, help="Take the tag off.")
@by_option
def tag(case: Path, what: str, name: str, remove: bool, by: str) -> None:
    """Put the tag NAME on WHAT in CASE: a document by its id (16 or 64 digits), or all documents that a query finds.

    Every tagging is recorded with its author and time. Capitals and accents make no difference between tags.

    \b
    Examples:
      headwater tag affair 3f2a9c5512aa90d1 'key evidence'
      headwater tag affair 'from:jane "bill of lading"' hot
      headwater tag affair tag:hot hot --remove
    """
    with cases.open_case(case) as opened:
        if _ID.fullmatch(what):
            found, changed = 1, tagging.tag_document(opened, what, name, by=by, remove=remove)
        else:
            found, changed = tagging.tag_found(opened, what, name, by=by, remove=remove)
    done = "taken off" if remove else "put on"
    note(f"The tag was {done} {changed} of {found} documents.")


@click.command()
@case_argument
@format_option()
def tags(case: Path, form: str) -> None:
    """List the tags of CASE and how many documents have each.

    \b
    Examples:
      headwater tags affair --format csv
    """
    with cases.open_case(case) as opened:
        emit([asdict(one) for one in tagging.every_tag(opened)], form, ("name", "documents"))


@click.command()
@case_argument
@click.option("--forget", metavar="NAME", help="Forget the search of this name.")
@format_option()
def saved(case: Path, forget: str | None, form: str) -> None:
    """List the searches of CASE that are kept under a name (headwater search --save), or forget one.

    \b
    Examples:
      headwater search affair 'from:jane barge' --save 'Jane on barges'
      headwater saved affair
      headwater saved affair --forget 'Jane on barges'
    """
    with cases.open_case(case) as opened:
        if forget is not None:
            tagging.forget_search(opened, forget)
        emit([asdict(one) for one in tagging.saved_searches(opened)], form, ("name", "query", "by", "at"))
