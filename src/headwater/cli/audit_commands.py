"""Hold an article against a case, and decide on what was found."""

from __future__ import annotations

import shutil
import sys
import textwrap
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

import click

from headwater.base.errors import InputError
from headwater.claims.audit.findings import does_not_hold, findings
from headwater.cli.frame import CASE, by_option, case_argument, note, progress
from headwater.cli.output import emit, emit_object, format_option
from headwater.cli.weigh_commands import say
from headwater.desk import audit_links, auditing, cases
from headwater.desk import audits as desk
from headwater.desk.audit_objects import as_object, finding_object, line_object
from headwater.desk.audits import AuditView
from headwater.dossier import audit_text
from headwater.dossier.audit_marks import of_finding
from headwater.dossier.audit_report import report
from headwater.dossier.audit_sheet import Sheet, summary
from headwater.model.claim import LinkBasis, Role
from headwater.statements.mode import DEFAULT, Mode
from headwater.store.case import Case

_COLUMNS = ("audit", "at", "by", "title", "documents", "mode")

_two_forms = click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json"]),
    default="table",
    show_default=True,
    help="How to print the result.",
)


@click.command()
@click.argument("article", type=click.Path(path_type=Path, allow_dash=True))
@click.argument("case", type=CASE)
@_two_forms
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    default=None,
    help="Also write a report: one HTML page that stands alone and can be printed.",
)
@click.option(
    "--mode",
    type=click.Choice([mode.value for mode in Mode]),
    default=DEFAULT.value,
    show_default=True,
    help="By rules alone, or with the trained model.",
)
@click.option(
    "--all", "everything", is_flag=True, help="Print all findings, also where only some changed since."
)
@click.option(
    "--since", type=int, default=None, help="Number of the audit to compare with; by default the last one."
)
@click.option("--check", is_flag=True, help="Exit with 1 where the article does not hold.")
@by_option
def audit(
    article: Path,
    case: Path,
    form: str,
    output: Path | None,
    mode: str,
    everything: bool,
    since: int | None,
    check: bool,
    by: str,
) -> None:
    """Hold an ARTICLE against the CASE that it rests on: its quotations, citations, paraphrases and figures.

    ARTICLE is a file in any format that "add" reads, or "-" for standard input; it need not be in the case. The audit is
    kept in the case. When the same article is held against the case again, only what changed is printed.

    With --check the exit code is 1 where a quotation is altered, misattributed, misdated or not found, a figure differs, or
    the article says of a document what is not so. Proposals do not count.

    \b
    Examples:
      headwater audit article.html affair
      headwater audit draft.txt affair -o report.html
      headwater audit article.html affair --format json | jq '.changed'
    """
    with cases.open_case(case) as opened, progress("Auditing") as tick:
        shown = auditing.run(
            opened,
            auditing.open_article(article),
            by=by,
            mode=Mode(mode),
            since=since,
            tell=lambda words: tick(0, None, words),
        )
        sheet = desk.sheet(opened, shown)
    if output is not None:
        _write(output, report(sheet))
    if form == "json":
        emit_object(as_object(shown))
    else:
        _print(_told(sheet, everything))
    if check and any(map(does_not_hold, findings(shown.kept.audit))):
        sys.exit(1)


def _told(sheet: Sheet, everything: bool) -> Iterator[str]:
    """What a terminal shows of an audit: all of it the first time, then what changed."""
    whole = everything or sheet.since is None
    found = audit_text.everything(sheet) if whole else audit_text.turned(sheet)
    return chain(
        audit_text.head(sheet), audit_text.since(sheet), found, [""], summary(sheet.kept.line.counts)
    )


def _print(lines: Iterable[str]) -> None:
    """Lines, wrapped under their own beginning on a terminal."""
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else 0
    for line in lines:
        if width < 20 or len(line) <= width:
            say(line)
            continue
        indent = " " * (len(line) - len(line.lstrip()) + 2)
        for piece in textwrap.wrap(line, width, subsequent_indent=indent, drop_whitespace=True):
            say(piece)


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise InputError(f"{path} cannot be written: {error.strerror}.", "Choose another place.") from error
    note(f"The report is in {path}.")


@click.command()
@case_argument
@click.option("--limit", type=click.IntRange(min=0), default=None, help="At most so many.")
@click.option("--offset", type=click.IntRange(min=0), default=0, help="Pass over so many first.")
@format_option()
def audits(case: Path, limit: int | None, offset: int, form: str) -> None:
    """List the audits that were made against CASE, the latest first.

    \b
    Example:
      headwater audits affair --format json
    """
    with cases.open_case(case) as opened:
        count, lines = desk.listing(opened, limit=limit, offset=offset)
    emit(map(line_object, lines), form, _COLUMNS)
    if len(lines) < count:
        note(f"{len(lines)} audits are listed, of {count}.")


@click.group()
def finding() -> None:
    """Look at what an audit found and decide on it: show, link, derive.

    Decisions are part of the ledger: headwater claim undo takes one back, headwater history lists them.
    """


_audit = click.option(
    "--audit", "number", type=int, default=None, help="Number of the audit; by default the last that has it."
)
_place = click.option(
    "--place",
    type=click.IntRange(min=1),
    default=1,
    show_default=True,
    help="Which place, passage or document of the finding, as listed.",
)
_why = click.option("--why", default="", help="The reason, for the record.")


@finding.command("show")
@case_argument
@click.argument("identifier", metavar="FINDING")
@_audit
@_two_forms
def show(case: Path, identifier: str, number: int | None, form: str) -> None:
    """Show a FINDING (by its id) of an audit.

    \b
    Example:
      headwater finding show affair q3f9a1c0d2b4
    """
    with cases.open_case(case) as opened:
        shown = _with(opened, identifier, number)
    found, made = desk.finding(shown, identifier), shown.kept.audit
    if form == "json":
        emit_object(finding_object(made.text, found))
    else:
        _print(audit_text.finding(made, of_finding(found)))


def _with(opened: Case, identifier: str, number: int | None) -> AuditView:
    return desk.latest_with(opened, identifier) if number is None else desk.view(opened, number)


@finding.command("link")
@case_argument
@click.argument("identifier", metavar="FINDING")
@click.argument("claim_id", metavar="CLAIM")
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
@_place
@_audit
@_why
@by_option
def link(
    case: Path,
    identifier: str,
    claim_id: str,
    role: str,
    parts: tuple[int, ...],
    basis: str | None,
    place: int,
    number: int | None,
    why: str,
    by: str,
) -> None:
    """Link what stands at a place of a FINDING to a CLAIM, and print the number of the decision.

    The statement that the case holds there is linked; where there is none, the words are entered as one, with whoever says
    them there. Of a citation, the document is linked as a whole.

    \b
    Example:
      headwater finding link affair q3f9a1c0d2b4 deal --as supports --part 1 --place 2
    """
    with cases.open_case(case) as opened:
        shown = _with(opened, identifier, number)
        made = audit_links.link(
            opened,
            shown,
            desk.finding(shown, identifier),
            claim_id,
            Role(role),
            place=place,
            parts=parts,
            basis=basis or "",
            why=why,
            by=by,
        )
    click.echo(made.id)


@finding.command("derive")
@case_argument
@click.argument("identifier", metavar="FINDING")
@_place
@_audit
@_why
@by_option
def derive(case: Path, identifier: str, place: int, number: int | None, why: str, by: str) -> None:
    """Record that the article's words rest on a place of a FINDING (a quotation quotes it, all else cites it), and print the
    number of the decision.

    \b
    Example:
      headwater finding derive affair q3f9a1c0d2b4 --place 2
    """
    with cases.open_case(case) as opened:
        shown = _with(opened, identifier, number)
        found = desk.finding(shown, identifier)
        decision = audit_links.derive(opened, shown, found, place=place, why=why, by=by)
    click.echo(decision)
