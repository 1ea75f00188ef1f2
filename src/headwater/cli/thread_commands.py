"""Show who answered whom, and the same message in different bytes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from headwater.cli.frame import case_argument, note
from headwater.cli.output import emit, emit_object, format_option
from headwater.desk import cases
from headwater.desk import threads as desk_threads
from headwater.desk import variants as desk_variants
from headwater.desk.thread_views import HOWS, ThreadNode, ThreadView
from headwater.desk.variants import Comparison

_CUT = 70  # code points of a run that a table shows


@click.command()
@case_argument
@click.option(
    "--limit", type=click.IntRange(min=0), default=20, show_default=True, help="How many threads to print."
)
@click.option("--offset", type=click.IntRange(min=0), default=0, help="How many threads to pass over.")
@format_option()
def threads(case: Path, limit: int, offset: int, form: str) -> None:
    """List the threads of CASE, those with the most messages first.

    \b
    Example:
      headwater threads affair --limit 5
    """
    with cases.open_case(case) as opened:
        count, lines = desk_threads.biggest(opened, limit=limit, offset=offset)
    columns = ("thread", "messages", "ghosts", "first", "last", "title", "goes_on")
    whole = {"count": count, "offset": offset}
    emit([asdict(line) for line in lines], form, columns, whole=whole)
    if form == "table":
        note(f"{len(lines)} of {count} threads.")


@click.command()
@case_argument
@click.argument("thread_id", metavar="ID")
@format_option()
def thread(case: Path, thread_id: str, form: str) -> None:
    """Show a thread of CASE as a tree: who answered whom, and what is absent.

    ID is a thread's id, or that of any message or document in it. Messages that others name or quote and that are not
    in the case stand in their places as ghosts. Threads that go on with this one by their subject alone follow, each
    marked as a guess.

    \b
    Examples:
      headwater thread affair 3f2a9c41d0b7e655
      headwater thread affair 3f2a9c --format json
    """
    with cases.open_case(case) as opened:
        view = desk_threads.view(opened, thread_id)
    if form in ("table", "csv"):
        emit(_lines(view), form, ("date", "sender", "message", "how", "document"))
    else:
        emit(map(desk_threads.row, view.nodes), form, (), whole=desk_threads.as_object(view))
    if form == "table":
        note(_account(view))


def _account(view: ThreadView) -> str:
    guessed = sum(line.messages for line in view.guessed)
    more = f"; seem to belong to it by their subjects: {guessed}" if guessed else ""
    return f"Thread {view.line.thread}. Messages: {view.line.messages}; ghosts: {view.line.ghosts}{more}."


def _lines(view: ThreadView) -> Iterator[dict[str, Any]]:
    """A table's rows: the tree is shown by indenting."""
    for node in view.nodes:
        margin = "  " * node.depth
        for one in node.documents:
            yield {
                "date": one.date,
                "sender": one.sender,
                "message": margin + (one.title or "(no subject)"),
                "how": HOWS[node.how],
                "document": one.document,
            }
        if node.ghost:
            yield _ghost(node, margin)
        for quotation in node.quotes:
            verb = "forwards" if quotation.quoted.forwarded else "quotes"
            yield {
                "date": quotation.quoted.date,
                "sender": quotation.quoted.writer,
                "message": f"{margin}  ({verb}) {' '.join(quotation.quoted.words)}",
                "how": "by its words" if quotation.document else "absent",
                "document": quotation.document,
            }


def _ghost(node: ThreadNode, margin: str) -> dict[str, Any]:
    told = node.told
    return {
        "date": told.date if told else "",
        "sender": told.writer if told else "",
        "message": f"{margin}(absent) <{node.message_id}>",
        "how": HOWS[node.how],
        "document": "",
    }


@click.command()
@case_argument
@click.argument("document")
@click.argument("other", required=False)
@format_option()
def variants(case: Path, document: str, other: str | None, form: str) -> None:
    """List the variants of a DOCUMENT of CASE: the same message in different bytes. With OTHER, show what is different.

    Two messages are variants where they have the same Message-ID, or where sender, minute, subject and words are the
    same once case, accents, white space and encoding are set aside. Headers and texts are compared word by word.

    \b
    Examples:
      headwater variants affair 3f2a9c
      headwater variants affair 3f2a9c 77b012 --format json
    """
    with cases.open_case(case) as opened:
        if other is None:
            _, found = desk_variants.listing(opened, document)
            rows = [{**asdict(one), "why": one.why.value} for one in found]
            emit(rows, form, ("document", "why", "date", "size", "title"))
            return
        compared = desk_variants.compare(opened, document, other)
    if form in ("json", "jsonl"):
        emit_object(desk_variants.as_object(compared))
    else:
        emit(_changes(compared), form, ("where", "left", "right"))


def _changes(compared: Comparison) -> Iterator[dict[str, Any]]:
    for header in compared.headers or ():
        yield {"where": header.name, "left": header.left, "right": header.right}
    for run in compared.runs:
        if not run.same:
            yield {"where": "text", "left": _cut(run.left), "right": _cut(run.right)}


def _cut(words: str) -> str:
    return words if len(words) <= _CUT else f"{words[:_CUT]} …"
