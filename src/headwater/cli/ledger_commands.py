"""The ledger: who decided what, when and why, and what is known of those who speak."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from headwater.base.errors import UsageError
from headwater.cli.frame import by_option, case_argument, note
from headwater.cli.output import emit, format_option
from headwater.desk import cases, claims


@click.command()
@case_argument
@click.argument("claim", required=False, default="")
@format_option()
def history(case: Path, claim: str, form: str) -> None:
    """List the decisions of CASE in order: all, or those that a CLAIM rests on, also what was taken back.

    Any decision can be taken back by its number: headwater claim undo.

    \b
    Examples:
      headwater history affair
      headwater history affair deal --format json
    """
    with cases.open_case(case) as opened:
        found = claims.history(opened, claim)
    columns = ("decision", "at", "by", "stands", "words", "why")
    emit((asdict(line) for line in found), form, columns)


@click.command()
@case_argument
@click.argument("name")
@click.option(
    "--institution", default=None, help="The institution it belongs to; left as it was where not given."
)
@click.option("--side", default=None, help="The side it takes; left as it was where not given.")
@click.option(
    "--interest", default="", help="What it stands to gain or lose, in a word: defendant, rival, payer."
)
@click.option("--note", "said", default="", help="What there is to say of the interest.")
@by_option
def actor(
    case: Path, name: str, institution: str | None, side: str | None, interest: str, said: str, by: str
) -> None:
    """Say which institution and side an actor, by NAME as it stands in chains, belongs to, and what its interest is.

    An interest is shown wherever the actor stands in what a claim rests on. It changes no number.

    \b
    Examples:
      headwater actor affair "Jane Doe" --institution "Port Authority" --side government
      headwater actor affair "Jane Doe" --interest defendant --note "on trial for what she tells of"
    """
    if said and not interest:
        raise UsageError("A note is about an interest.", "Give --interest too.")
    with cases.open_case(case) as opened:
        key = claims.set_interest(opened, name, interest, note=said, by=by).actor if interest else ""
        if institution is not None or side is not None or not interest:
            key = claims.set_actor(opened, name, institution=institution, side=side, by=by)
        if not claims.is_in_a_lineage(opened, key):
            note(
                f"No statement linked to a claim comes through {key} yet; the decision waits for one that does."
            )
    click.echo(key)
