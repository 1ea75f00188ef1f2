"""Search a case and show a document."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from headwater.base.text import printable
from headwater.cli.frame import case_argument, note
from headwater.cli.output import emit, emit_object, format_option
from headwater.desk import cases, documents
from headwater.desk import search as desk_search
from headwater.desk.views import Hit


@click.command()
@case_argument
@click.argument("query")
@click.option(
    "--limit", type=click.IntRange(min=0), default=20, show_default=True, help="How many hits to print."
)
@click.option("--all", "everything", is_flag=True, help="Print every hit.")
@click.option("--offset", type=click.IntRange(min=0), default=0, help="How many hits to pass over.")
@click.option(
    "--sort",
    type=click.Choice(["relevance", "newest", "oldest"]),
    default="relevance",
    show_default=True,
    help="Order of the hits.",
)
@format_option()
def search(case: Path, query: str, limit: int, everything: bool, offset: int, sort: str, form: str) -> None:
    """Search CASE for QUERY. The count is exact and every hit can be had.

    \b
    Words, AND, OR, NOT, parentheses    port AND (crane OR barge) NOT drill
    "phrases", pref*                    "bill of lading" smuggl*
    from: to: subject: body: type:      from:jane subject:"night shift" type:message
    date:                               date:2010-04..2010-05  date:2010..

    \b
    Examples:
      headwater search affair 'from:jane "bill of lading"'
      headwater search affair 'date:2010-04 barge' --all --format jsonl
    """
    most = None if everything else limit
    with (
        cases.open_case(case) as opened,
        desk_search.stream(opened, query, limit=most, offset=offset, sort=sort) as found,
    ):
        whole = {"query": query, "count": found.count, "offset": offset, "waiting_for_index": found.to_index}
        columns = ("document", "date", "sender", "title", "snippet")
        emit(map(_hit_row, found.hits), form, columns, whole=whole)
    shown = max(0, found.count - offset) if most is None else min(most, max(0, found.count - offset))
    if form == "table":
        note(f"{shown} of {found.count} hits." if shown < found.count else f"{shown} hits.")
    if found.to_index:
        note(f"{found.to_index} documents are not in the index yet and were not searched.")


def _hit_row(hit: Hit) -> dict[str, Any]:
    return {
        "document": hit.id,
        "sha256": hit.sha256,
        "type": hit.kind,
        "date": hit.date,
        "sender": hit.sender,
        "title": hit.title,
        "snippet": hit.snippet.text,
    }


@click.command()
@case_argument
@click.argument("document")
@click.option(
    "--text", "part", flag_value="text", help="Print the text alone, exactly as statements count it."
)
@click.option(
    "--raw", "part", flag_value="raw", help="Print the original bytes, checked against their SHA-256."
)
def show(case: Path, document: str, part: str | None) -> None:
    """Show one DOCUMENT of CASE, by the first digits of its id: what it is, where it was found, its text.

    \b
    Examples:
      headwater show affair 3f2a9c
      headwater show affair 3f2a9c --raw > message.eml
    """
    with cases.open_case(case) as opened:
        if part == "raw":
            sys.stdout.buffer.write(documents.original(opened, document))
        elif part == "text":
            _print_text(documents.view(opened, document).document.text)
        else:
            emit_object(documents.as_object(documents.view(opened, document)))


def _print_text(text: str) -> None:
    """A text as it is, unless a terminal would obey what stands in it."""
    sys.stdout.flush()
    shown = printable(text, keep="\n\t") if sys.stdout.isatty() else text
    sys.stdout.buffer.write(shown.encode("utf-8"))
