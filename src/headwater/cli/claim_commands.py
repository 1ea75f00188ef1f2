"""Claims: write them down, link statements to them, record what rests on what."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from headwater.base.errors import UsageError
from headwater.cli.frame import by_option, case_argument, note
from headwater.cli.output import emit, emit_object, format_option
from headwater.cli.weigh_commands import level_option, say
from headwater.desk import cases, proposals
from headwater.desk import claims as desk
from headwater.desk.views import ClaimView
from headwater.model.claim import How, Level, LinkBasis, Role
from headwater.model.statement import Stance
from headwater.model.suspicion import Verdict


@click.command()
@case_argument
@format_option()
def claims(case: Path, form: str) -> None:
    """List the claims of CASE with the number of links and how many would have to be wrong for support to fall.

    \b
    Example:
      headwater claims affair
    """
    with cases.open_case(case) as opened:
        found = desk.claims(opened)
    rows = (
        {
            "claim": line.claim.id,
            "text": line.claim.text,
            "parts": list(line.claim.parts),
            "supports": line.supports,
            "disputes": line.disputes,
            "others": line.others,
            "counting_carriers": list(line.counting_carriers),
            "carriers_faithful": list(line.carriers_faithful),
            "sentence": line.sentence,
        }
        for line in found
    )
    emit(rows, form, ("claim", "supports", "disputes", "text", "sentence"))


@click.group()
def claim() -> None:
    """Work on one claim: new, link, decline, show, type, derive, undo."""


@claim.command("new")
@case_argument
@click.argument("text")
@click.option(
    "--part", "parts", multiple=True, help="A part of the claim, as a sentence; give it once for each."
)
@click.option("--id", "claim_id", default="", help="A short id; by default c1, c2, ...")
@by_option
def new_(case: Path, text: str, parts: tuple[str, ...], claim_id: str, by: str) -> None:
    """Write down a claim, with its parts, and print its id.

    \b
    Example:
      headwater claim new affair "The ministry had a deal with the pilots" \\
        --part "A deal existed" --part "It covered night landings" --id deal
    """
    with cases.open_case(case) as opened:
        made = desk.new(opened, text, parts, by=by, claim_id=claim_id)
    click.echo(made.id)


@claim.command("link")
@case_argument
@click.argument("claim_id", metavar="CLAIM")
@click.argument("statement", required=False, default="")
@click.option(
    "--document", default="", help="Id of a document that is linked as a whole, in the place of a statement."
)
@click.option(
    "--as",
    "role",
    type=click.Choice([role.value for role in Role]),
    required=True,
    help="What it does to the claim.",
)
@click.option(
    "--part", "parts", type=int, multiple=True, help="Number of a part it covers; by default the whole."
)
@click.option(
    "--basis",
    type=click.Choice([basis.value for basis in LinkBasis]),
    default=None,
    help="How the source comes to know (record: it is the primary record); by default as extracted.",
)
@click.option("--why", default="", help="The reason, for the record.")
@by_option
def link(
    case: Path,
    claim_id: str,
    statement: str,
    document: str,
    role: str,
    parts: tuple[int, ...],
    basis: str | None,
    why: str,
    by: str,
) -> None:
    """Link a STATEMENT (by id), or a whole document, to a CLAIM, and print the number of the decision.

    \b
    Examples:
      headwater claim link affair deal s0f3ab2c9d1e4 --as supports --part 1 --basis heard
      headwater claim link affair deal --document a168b7a836d4577d --as supports --basis record
    """
    if bool(statement) == bool(document):
        raise UsageError("A statement or a document is linked.", "Give one of the two.")
    with cases.open_case(case) as opened:
        statement = statement or desk.whole_document(opened, document)
        made = desk.link(
            opened, claim_id, statement, Role(role), parts=parts, basis=basis or "", why=why, by=by
        )
    click.echo(made.id)


@claim.command("decline")
@case_argument
@click.argument("claim_id", metavar="CLAIM")
@click.argument("statement")
@click.option("--why", default="", help="The reason, for the record.")
@by_option
def decline(case: Path, claim_id: str, statement: str, why: str, by: str) -> None:
    """Decide that a STATEMENT has no part in a CLAIM: it is not proposed for it again. Print the decision's number.

    \b
    Example:
      headwater claim decline affair deal s77b0c4d5e6f7 --why "another deal"
    """
    with cases.open_case(case) as opened:
        number = proposals.decline(opened, claim_id, statement, why=why, by=by)
    click.echo(number)


@claim.command("show")
@case_argument
@click.argument("claim_id", metavar="CLAIM")
@level_option
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True)
def show(case: Path, claim_id: str, level: str, form: str) -> None:
    """Show a CLAIM: its links with their chains, its parts against origins, and its independence in words.

    \b
    Example:
      headwater claim show affair deal --level institution
    """
    with cases.open_case(case) as opened:
        view = desk.view(opened, claim_id, Level(level))
    if form == "json":
        emit_object(claim_object(view))
        return
    _say_sides(view)
    for entry in view.entries:
        say(f"[{entry.link.id}] {entry.link.role} {' <- '.join(entry.chain)}")
        say(f"    {' '.join(entry.text.split())}")
        for interest in entry.interests:
            said = f": {interest.note}" if interest.note else ""
            say(f"    {interest.name}: an interested party, {interest.kind}{said}")
        if entry.standing in ("rejected", "corrected", "withdrawn"):
            say(
                f"    {entry.standing} since it was linked"
                + (f": see {entry.instead}" if entry.instead else "")
            )


def _say_sides(view: ClaimView) -> None:
    """Parts against origins, then the whole."""
    say(f"{view.claim.id}  {view.claim.text}")
    for part in view.parts:
        say(f"  part {part.number}: {part.text}")
        say(f"    {part.sentence}")
        say(f"    supported by: {part.support.words}")
        if part.dispute.origins or part.dispute.carriers:
            say(f"    disputed by: {part.dispute.words}")
    say(f"Support: {view.support_sentence}")
    say(f"  {view.support.words}")
    say(f"Dispute: {view.dispute_sentence}")
    say(f"  {view.dispute.words}")
    for line in view.suspicions:
        if line.verdict != "rejected":
            members = ", ".join(member.document for member in line.members)
            say(f"Suspected {line.id}: {line.kind}, {members}; {line.counts}")
    for one in view.citations:
        say(f"Cited {one.id}: {one.named}, document {one.document}, by {one.words}; {one.counts}")
    say(view.read)


def claim_object(view: ClaimView) -> dict[str, Any]:
    """A claim as a JSON object (docs/schemas/claim.json)."""
    return {
        "claim": view.claim.id,
        "text": view.claim.text,
        "level": view.level,
        "supports": asdict(view.supports),
        "disputes": asdict(view.disputes),
        "support_sentence": view.support_sentence,
        "dispute_sentence": view.dispute_sentence,
        "parts": [asdict(part) for part in view.parts],
        "entries": [asdict(entry) for entry in view.entries],
        "names": view.names,
        "support": asdict(view.support),
        "dispute": asdict(view.dispute),
        "interests": [asdict(interest) for interest in view.interests],
        "suspicions": [line.id for line in view.suspicions],
        "citations": [asdict(one) for one in view.citations],
        "read": view.read,
        "history": [asdict(line) for line in view.history],
    }


@claim.command("type")
@case_argument
@click.argument("text")
@click.option(
    "--chain", multiple=True, required=True, help="A link of the chain, outermost first; the source last."
)
@click.option("--document", default="", help="Id of the document of the case in which the words stand.")
@click.option("--citation", default="", help="Where it stands outside the case.")
@click.option("--stance", type=click.Choice([s.value for s in Stance]), default="asserts", show_default=True)
@by_option
def type_(
    case: Path, text: str, chain: tuple[str, ...], document: str, citation: str, stance: str, by: str
) -> None:
    """Enter a statement by hand, in the exact words of a document or cited from outside the case; print its id.

    \b
    Example:
      headwater claim type affair "There was no such deal." --chain "The Courier" --chain "Ana Ruiz" \\
        --citation "The Courier, 3 May 2031, p. 4" --stance denies
    """
    with cases.open_case(case) as opened:
        identifier = desk.type_in(
            opened, text, chain, citation=citation, document=document, stance=Stance(stance), by=by
        )
    click.echo(identifier)


@claim.command("derive")
@case_argument
@click.argument("statement")
@click.option(
    "--from", "sources", multiple=True, required=True, help="A statement it rests on; all of them together."
)
@click.option("--how", type=click.Choice([how.value for how in How]), default="cites", show_default=True)
@click.option("--suspected", is_flag=True, help="A suspicion: counted in strict, ignored in open.")
@click.option(
    "--undirected", is_flag=True, help="A suspicion without direction: one of them is the original."
)
@click.option("--why", default="", help="The evidence, for the record.")
@by_option
def derive(
    case: Path,
    statement: str,
    sources: tuple[str, ...],
    how: str,
    suspected: bool,
    undirected: bool,
    why: str,
    by: str,
) -> None:
    """Record that a STATEMENT rests on others, and print the number of the decision.

    Each is a statement's id, or whole-ID for a document as a whole. Several derivations of one statement are alternatives.

    \b
    Example:
      headwater claim derive affair s0f3ab2c9d1e4 --from s77b0c4d5e6f7 --how republishes
    """
    with cases.open_case(case) as opened:
        number = desk.derive(
            opened, statement, sources, How(how), suspected=suspected, directed=not undirected, why=why, by=by
        )
    click.echo(number)


@claim.command("cited")
@case_argument
@click.argument("claim_id", metavar="CLAIM")
@click.argument("citation")
@click.argument("verdict", type=click.Choice([one.value for one in Verdict]))
@click.option("--why", default="", help="The reason, for the record.")
@by_option
def cited(case: Path, claim_id: str, citation: str, verdict: str, why: str, by: str) -> None:
    """Decide whether a statement below a CLAIM rests on the document of the case that it cites, and print the number of
    the decision.

    CITATION is the id that claim show gives; VERDICT accepts or rejects it, or leaves it open again.

    \b
    Example:
      headwater claim cited affair deal 3f9a1c0d2b4e5f67 accepted --why "the only mail of that day from Phoenix"
    """
    with cases.open_case(case) as opened:
        number = desk.decide_citation(opened, claim_id, citation, Verdict(verdict), why=why, by=by)
    click.echo(number)


@claim.command("undo")
@case_argument
@click.argument("decision", type=int)
@click.option("--why", default="", help="The reason, for the record.")
@by_option
def undo(case: Path, decision: int, why: str, by: str) -> None:
    """Take a DECISION back, by its number, and print the number of doing so. Both stay in the history.

    \b
    Example:
      headwater claim undo affair 12 --why "a different Jane"
    """
    with cases.open_case(case) as opened:
        number = desk.undo(opened, decision, by=by, why=why)
    click.echo(number)
    note(f"Decision {decision} is taken back; undoing decision {number} would bring it back.")
