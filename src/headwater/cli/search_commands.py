"""Search a case and show a document."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any, BinaryIO

import click

from headwater.archive.facets import Step
from headwater.base.errors import UsageError
from headwater.base.text import printable
from headwater.cli.frame import by_option, case_argument, note
from headwater.cli.output import emit, emit_object, format_option
from headwater.desk import batch as desk_batch
from headwater.desk import cases, documents, tagging
from headwater.desk import facets as desk_facets
from headwater.desk import search as desk_search
from headwater.desk.batch import Answer, batch_whole, decoded
from headwater.desk.facets import UNDATED, Facet, Faceted, facets_object
from headwater.desk.views import Hit
from headwater.store.case import Case

_COUNTED = ("facet", "value", "count", "query")
_ANSWERED = ("line", "count", "added", "alone", "query", "problem")
_STEPS = ("auto", *(step.value for step in Step))


@click.command()
@case_argument
@click.argument("query", required=False)
@click.option(
    "--limit",
    type=click.IntRange(min=0),
    default=20,
    show_default=True,
    help="How many hits to print, or values of each facet.",
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
@click.option("--facets", "facets", default="", help=f"Count all hits by some of {', '.join(Facet)}.")
@click.option("--histogram", type=click.Choice(_STEPS), help="Count all hits by their dates.")
@click.option("--batch", type=click.File("rb"), help="Ask every line of a file (- for standard input).")
@click.option("--save", metavar="NAME", help="Keep the query under this name too.")
@by_option
@format_option()
def search(
    case: Path,
    query: str | None,
    limit: int,
    everything: bool,
    offset: int,
    sort: str,
    facets: str,
    histogram: str | None,
    batch: BinaryIO | None,
    save: str | None,
    by: str,
    form: str,
) -> None:
    """Search CASE for QUERY. The count is exact and every hit can be had.

    \b
    Words, AND, OR, NOT, parentheses    port AND (crane OR barge) NOT drill
    "phrases", "words near"~5           "bill of lading"  "port customs"~5
    wildcards, similar, patterns        smuggl* c?ane *fright*  guzman~1  /gr[ae]y/
    as it is written                    ="Port Authority"
    from: to: cc: subject: body: own:   from:jane subject:"night shift" own:deal
    type: status: lang: has: filename:  type:message lang:es has:attachment
    folder: thread: tag: person:        folder:Inbox -tag:read
    date: before: after:                date:2010-04..2010-05  date:2010..

    With --facets or --histogram, counts over all hits are printed in place of the hits; with --batch, the number of
    hits of each line of a file (those that begin with # are passed over): how many documents no line before it found
    (added), and how many no other line finds (alone).

    \b
    Examples:
      headwater search affair 'from:jane "bill of lading"'
      headwater search affair 'date:2010-04 barge' --all --format jsonl
      headwater search affair barge --facets people,domains --histogram month
      headwater search affair --batch queries.txt --format csv
    """
    if (query is None) == (batch is None):
        raise UsageError("One of a query and --batch is wanted.", "Give either of them.")
    counts = bool(facets) or histogram is not None
    if batch is not None and (counts or save or everything or offset):
        raise UsageError("--batch goes with --format alone.", "Leave the other options out.")
    with cases.open_case(case) as opened:
        if batch is not None:
            _print_batch(opened, batch.read(), form)
            return
        assert query is not None
        if save:
            tagging.save_search(opened, save, query, by=by)
        if counts:
            _print_counts(opened, query, facets, histogram, limit, form)
        else:
            _print_hits(opened, query, None if everything else limit, offset, sort, form)


def _print_hits(case: Case, query: str, most: int | None, offset: int, sort: str, form: str) -> None:
    with desk_search.stream(case, query, limit=most, offset=offset, sort=sort) as found:
        whole = {"query": query, "count": found.count, "offset": offset, "waiting_for_index": found.to_index}
        columns = ("document", "date", "sender", "title", "snippet")
        emit(map(_hit_row, found.hits), form, columns, whole=whole)
    shown = max(0, found.count - offset) if most is None else min(most, max(0, found.count - offset))
    if form == "table":
        note(f"{shown} of {found.count} hits." if shown < found.count else f"{shown} hits.")
    _say_what_is_missing(found.to_index, found.notes)


def _say_what_is_missing(to_index: int, notes: Iterable[str]) -> None:
    if to_index:
        note(f"{to_index} documents are not in the index yet and were not searched.")
    for one in notes:
        note(one)


def _print_counts(case: Case, query: str, facets: str, histogram: str | None, limit: int, form: str) -> None:
    wanted = desk_facets.named(name for name in facets.split(",") if name.strip())
    step = None if histogram in (None, "auto") else Step(histogram)
    found = desk_facets.facets(case, query, wanted, limit=limit, step=step, timeline=histogram is not None)
    if form == "json":
        emit_object(facets_object(found))
    else:
        emit(_counted_rows(found), form, _COUNTED)
    if form == "table":
        note(f"{found.count} hits.")
    _say_what_is_missing(found.to_index, found.notes)


def _counted_rows(found: Faceted) -> Iterator[dict[str, Any]]:
    for counted in found.facets:
        for one in counted.values:
            yield {"facet": counted.facet.value, **asdict(one)}
    if found.timeline is not None:
        for column in found.timeline.columns:
            shown = {"value": column.label, "label": "", "count": column.count, "query": column.query}
            yield {"facet": found.timeline.step.value, **shown}
        if found.timeline.undated:
            query = desk_facets.narrowed(found.query, UNDATED)
            yield {
                "facet": "undated",
                "value": "",
                "label": "",
                "count": found.timeline.undated,
                "query": query,
            }


def _print_batch(case: Case, data: bytes, form: str) -> None:
    found = desk_batch.batch(case, desk_batch.lines(decoded(data)))
    emit(map(_answer_row, found.answers), form, _ANSWERED, whole=batch_whole(found))
    if form == "table":
        note(f"{len(found.answers)} queries find {found.distinct} documents.")
    if found.refused:
        note(f"{found.refused} of {len(found.answers)} queries cannot be asked; their lines say why.")
    _say_what_is_missing(found.to_index, found.notes)


def _answer_row(answer: Answer) -> dict[str, Any]:
    row = asdict(answer)
    if answer.count is None:
        row["problem"] = f"{answer.problem} {answer.next_step}".strip()
    return row


def _hit_row(hit: Hit) -> dict[str, Any]:
    return {
        "document": hit.id,
        "sha256": hit.sha256,
        "type": hit.kind,
        "date": hit.date,
        "sender": hit.sender,
        "title": hit.title,
        "snippet": hit.snippet.text,
        "page": hit.page,
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
