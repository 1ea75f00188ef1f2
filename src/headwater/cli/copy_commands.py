"""Suspected copies: look for them, list them, decide on them."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from headwater.cli.frame import by_option, case_argument, note, progress
from headwater.cli.output import emit, emit_object, format_option
from headwater.cli.weigh_commands import say
from headwater.desk import cases
from headwater.desk import copies as desk
from headwater.desk.copies import Asked
from headwater.desk.views import PassageSide, SuspicionLine, SuspicionView
from headwater.model.suspicion import Suspect, Verdict
from headwater.store.case import Case
from headwater.store.jobs import Job

_COLUMNS = ("suspicion", "kind", "verdict", "later", "earlier", "documents", "reasons")


@click.command()
@case_argument
@click.option("--list", "listed", is_flag=True, help="List what was found before; look for nothing.")
@click.option("--again", is_flag=True, help="Search even where nothing has changed since the last search.")
@click.option(
    "--verdict",
    type=click.Choice([one.value for one in Verdict]),
    default=None,
    help="Only those so decided.",
)
@click.option(
    "--kind", type=click.Choice([one.value for one in Suspect]), default=None, help="Only this kind."
)
@click.option("--document", default="", help="Only those that have the document with this id.")
@click.option("--repeated", is_flag=True, help="Also a speaker's own words again, which are else left out.")
@click.option("--limit", type=click.IntRange(min=0), default=None, help="At most so many.")
@click.option("--offset", type=click.IntRange(min=0), default=0, help="Pass over so many first.")
@format_option()
def copies(
    case: Path,
    listed: bool,
    again: bool,
    verdict: str | None,
    kind: str | None,
    document: str,
    repeated: bool,
    limit: int | None,
    offset: int,
    form: str,
) -> None:
    """Look for texts of CASE that were probably taken from one another, and list them.

    Every document is compared with every other one by its own words; what a message quotes or forwards is left out. A
    suspicion is a proposal: open ones count in strict only, until somebody accepts or rejects them (headwater copy).
    Nothing is searched again where the case has no new documents, unless --again; decisions are kept.

    \b
    Examples:
      headwater copies affair
      headwater copies affair --list --verdict open --format jsonl
    """
    asked = Asked(Verdict(verdict) if verdict else None, Suspect(kind) if kind else None, document, repeated)
    with cases.open_case(case) as opened:
        if not listed:
            _search(opened, again)
        page = desk.listing(opened, asked, limit=limit, offset=offset)
    emit((_row(line) for line in page.lines), form, _COLUMNS)
    _say_how_many(page.count, len(page.lines))
    if page.search is None:
        note(f"Nothing was searched for copies yet: headwater copies {case}")
    elif page.behind:
        note(f"{page.behind} documents are not compared yet: headwater copies {case}")


def _search(opened: Case, again: bool) -> None:
    with progress("Comparing") as tick:

        def tell(job: Job) -> None:
            tick(job.done, job.total, f"{job.done} of {job.total} documents")

        made = desk.search(opened, tell=tell, again=again)
    note(
        f"{made.documents} documents were compared, {made.passages} passages in them, {made.candidates} pairs word by word."
    )
    for place, count in made.common:
        note(
            f"Left out, as it stands in {count} documents that otherwise differ: "
            f"{place.document} at {place.span.start}."
        )


def _say_how_many(count: int, shown: int) -> None:
    note(f"{count} suspicions." if shown == count else f"{shown} suspicions are listed, of {count}.")


def _row(line: SuspicionLine) -> dict[str, Any]:
    """A suspicion as a JSON object (docs/schemas/copies.json)."""
    return {
        "suspicion": line.id,
        "kind": line.kind.value,
        "verdict": line.verdict.value,
        "documents": [member.document for member in line.members],
        "members": [asdict(member) for member in line.members],
        "later": line.later,
        "earlier": line.earlier,
        "original": line.original,
        "reasons": list(line.reasons),
        "score": round(line.score, 1),
        "found": line.found,
        "counts": line.counts,
        "decision": _decision(line),
    }


def _decision(line: SuspicionLine) -> dict[str, Any] | None:
    made = line.decision
    return {"decision": made.id, "by": made.by, "at": made.at, "why": made.why} if made else None


@click.group()
def copy() -> None:
    """Decide on suspected copies: show, accept, reject, reopen.

    Decisions are part of the ledger: headwater claim undo takes one back, headwater history lists them.
    """


_why = click.option("--why", default="", help="The reason, for the record.")


@copy.command("show")
@case_argument
@click.argument("suspicion")
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True)
def show(case: Path, suspicion: str, form: str) -> None:
    """Show a SUSPICION (by id): its passages side by side, the words that both have between square brackets.

    \b
    Example:
      headwater copy show affair 3f9a1c0d2b4e5f67
    """
    with cases.open_case(case) as opened:
        found = desk.view(opened, suspicion)
    if form == "json":
        emit_object(_object(found))
        return
    line = found.line
    say(f"{line.id}  {line.kind}; {line.counts}")
    for member in line.members:
        part = (
            "the later"
            if member.document == line.later
            else "the earlier"
            if member.document == line.earlier
            else ""
        )
        told = [member.speaker, member.date[:10], f"{member.share:.0%} of its words", part]
        say(f"  {member.document}  {member.title}: " + ", ".join(one for one in told if one))
    for reason in line.reasons:
        say(f"  {reason}")
    for pair in found.pairs:
        for side in (pair.left, pair.right):
            say(f"  {side.document} at {side.start}: {_marked(side)}")


def _marked(side: PassageSide) -> str:
    pieces, at = [], 0
    for mark in side.words.marks:
        pieces.append(f"{side.words.text[at : mark.start]}[{mark.of(side.words.text)}]")
        at = mark.end
    return " ".join("".join([*pieces, side.words.text[at:]]).split())


def _object(found: SuspicionView) -> dict[str, Any]:
    """A suspicion with its evidence as a JSON object (docs/schemas/copy.json)."""
    return {
        **_row(found.line),
        "pairs": [asdict(pair) for pair in found.pairs],
        "errors": [
            {
                "kind": error.kind,
                "value": error.value,
                "usual": error.usual,
                "documents": [place.document for place in error.places],
                "others": error.others,
            }
            for error in found.errors
        ],
        "history": [
            {
                "decision": made.id,
                "verdict": made.verdict.value,
                "by": made.by,
                "at": made.at,
                "why": made.why,
            }
            for made in found.history
        ],
    }


@copy.command("accept")
@case_argument
@click.argument("suspicion")
@click.option(
    "--original",
    default="",
    help="Id of the document that the others were taken from; needed where the suspicion has no direction.",
)
@_why
@by_option
def accept(case: Path, suspicion: str, original: str, why: str, by: str) -> None:
    """Decide that the documents of a SUSPICION are copies, and print the number of the decision.

    What the copies say in these passages then rests on the original alone.

    \b
    Example:
      headwater copy accept affair 3f9a1c0d2b4e5f67 --original a168b7a836d4577d --why "the agency's text, cut"
    """
    with cases.open_case(case) as opened:
        made = desk.decide(opened, suspicion, Verdict.ACCEPTED, original=original, why=why, by=by)
    click.echo(made.id)


@copy.command("reject")
@case_argument
@click.argument("suspicion")
@_why
@by_option
def reject(case: Path, suspicion: str, why: str, by: str) -> None:
    """Decide that the documents of a SUSPICION are no copies: it counts for nothing. Prints the decision's number.

    \b
    Example:
      headwater copy reject affair 3f9a1c0d2b4e5f67 --why "both quote the statute"
    """
    with cases.open_case(case) as opened:
        click.echo(desk.decide(opened, suspicion, Verdict.REJECTED, why=why, by=by).id)


@copy.command("reopen")
@case_argument
@click.argument("suspicion")
@_why
@by_option
def reopen(case: Path, suspicion: str, why: str, by: str) -> None:
    """Leave a SUSPICION open again, whatever was decided of it, and print the number of the decision.

    \b
    Example:
      headwater copy reopen affair 3f9a1c0d2b4e5f67
    """
    with cases.open_case(case) as opened:
        click.echo(desk.decide(opened, suspicion, Verdict.OPEN, why=why, by=by).id)
