"""Proposals for a claim: which statements seem to say it."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from headwater.cli.frame import case_argument, note, progress
from headwater.cli.output import emit, format_option
from headwater.desk import cases
from headwater.desk import proposals as desk
from headwater.desk.proposals import Declined, ProposalPage, ProposalView

_COLUMNS = ("closeness", "role", "parts", "statement", "chain", "content", "reasons")


@click.command()
@case_argument
@click.argument("claim", metavar="CLAIM")
@click.option("--limit", type=click.IntRange(min=1), default=20, show_default=True, help="At most so many.")
@click.option("--all", "everything", is_flag=True, help="Print all of them.")
@click.option("--offset", type=click.IntRange(min=0), default=0, help="Pass over so many first.")
@click.option(
    "--declined", is_flag=True, help="List those that were declined instead, with the numbers to undo."
)
@format_option()
def propose(
    case: Path, claim: str, limit: int, everything: bool, offset: int, declined: bool, form: str
) -> None:
    """List the statements of CASE that seem to say a CLAIM or a part of it, or the contrary, the closest first.

    Proposals of the machine, each with its reasons; none counts for anything until you link it.

    \b
    Example:
      headwater propose affair deal --limit 10
      headwater claim link affair deal s0f3ab2c9d1e4 --as supports --part 1
      headwater claim decline affair deal s77b0c4d5e6f7 --why "another deal"
    """
    with cases.open_case(case) as opened:
        if declined:
            found = desk.declined(opened, claim)
            emit(map(_declined_row, found), form, ("decision", "statement", "content"))
            return
        with progress("making statements ready") as tick:
            most = sys.maxsize if everything else limit
            page = desk.proposals(
                opened, claim, limit=most, offset=offset, tell=lambda done, total: tick(done, total, "")
            )
    rows = [_row(offset + n, view) for n, view in enumerate(page.proposals, start=1)]
    table = form in ("table", "csv")
    emit([_told(row) for row in rows] if table else rows, form, _COLUMNS, whole=_whole(page))
    if form == "table":
        _say(page)


def _whole(page: ProposalPage) -> dict[str, Any]:
    return {
        "claim": page.claim.id,
        "text": page.claim.text,
        "parts": list(page.claim.parts),
        "count": page.count,
        "offset": page.offset,
        "statements": page.statements,
        "declined": page.declined,
        "documents": page.extent.documents,
        "documents_read": page.extent.read,
    }


def _row(rank: int, view: ProposalView) -> dict[str, Any]:
    proposal, statement = view.proposal, view.statement
    spans = statement.statement.content
    return {
        "rank": rank,
        "statement": proposal.statement,
        "role": proposal.role.value,
        "parts": list(proposal.parts),
        "closeness": asdict(proposal.closeness),
        "each": [{"part": one.number, **asdict(one.closeness)} for one in proposal.each],
        "reasons": [{"sign": one.sign.value, "words": one.words} for one in proposal.reasons],
        "closely": view.closely,
        "document": statement.document,
        "title": statement.title,
        "date": statement.date,
        "start": spans[0].start if spans else None,
        "chain": list(statement.statement.chain),
        "source": statement.source,
        "cue": statement.cue,
        "content": statement.content,
        "stance": statement.statement.stance.value,
    }


def _told(row: dict[str, Any]) -> dict[str, Any]:
    """A row for people's eyes."""
    return {
        **row,
        "closeness": row["closeness"]["total"],
        "parts": ", ".join(map(str, row["parts"])),
        "content": " ".join(row["content"].split()),
        "reasons": "; ".join(reason["words"] for reason in row["reasons"]),
    }


def _declined_row(one: Declined) -> dict[str, Any]:
    content = " ".join(one.statement.content.split()) if one.statement else None
    return {"decision": one.decision, "statement": one.statement_id, "content": content}


def _say(page: ProposalPage) -> None:
    left = page.count - page.offset - len(page.proposals)
    extent = page.extent
    note(
        f"{page.count} of {page.statements} statements are close enough to be proposed"
        + (f", {left} more follow" if left > 0 else "")
        + (f"; {page.declined} were declined" if page.declined else "")
        + f". {extent.read} of {extent.documents} documents were read for statements."
    )
