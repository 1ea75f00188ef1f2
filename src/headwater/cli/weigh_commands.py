"""How many origins stand behind a claim, in a case or in a graph of one's own."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from headwater.base.errors import InputError, NotFound
from headwater.base.text import printable
from headwater.cli.frame import case_argument
from headwater.cli.output import emit_object
from headwater.desk import cases, claims
from headwater.desk import independence as desk
from headwater.model.claim import Level


def level_option(command: Any) -> Any:
    """The ``--level`` option: at which level an actor is accountable."""
    return click.option(
        "--level",
        type=click.Choice([level.value for level in Level]),
        default=Level.PERSON.value,
        show_default=True,
        help="Who counts as one: a person, an institution or a side.",
    )(command)


def say(line: str) -> None:
    """Print a line that may hold a document's words: what could drive the terminal is left out."""
    click.echo(printable(line, keep="\t"))


_form = click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json"]),
    default="table",
    show_default=True,
    help="How to print.",
)


@click.command()
@case_argument
@click.argument("claim")
@level_option
@click.option("--graph", is_flag=True, help="Print the lineage as a graph file instead.")
@_form
def weigh(case: Path, claim: str, level: str, graph: bool, form: str) -> None:
    """Count the origins behind a CLAIM of CASE: how many would have to be wrong for it to lose all support.

    An interval, strict to open, never a score; docs/independence.md defines it.

    \b
    Example:
      headwater weigh affair deal --level institution
      headwater weigh affair deal --graph | headwater independence - --format json
    """
    with cases.open_case(case) as opened:
        view = claims.view(opened, claim, Level(level))
    if graph:
        emit_object(desk.graph_of(view))
    elif form == "json":
        emit_object(desk.of_claim(view))
    else:
        say(f"Support: {view.support_sentence}")
        say(f"Dispute: {view.dispute_sentence}")


@click.command()
@click.argument("graph", type=click.Path(path_type=Path, allow_dash=True))
@level_option
@_form
def independence(graph: Path, level: str, form: str) -> None:
    """Compute the independence of the claim in a GRAPH file; "-" reads standard input. No case is needed.

    docs/independence.md describes the file and the answer.

    \b
    Example:
      headwater independence graph.json --level person --format json
    """
    result = desk.of_graph(_text(graph), Level(level))
    if form == "json":
        emit_object(result)
        return
    for side in ("supports", "disputes"):
        found = result[side]
        for count in ("counting_carriers", "carriers_faithful"):
            row = found[count]
            least = "" if found["exact"] else "at least "
            cut = ", ".join(row["cut_open"]) or "nobody"
            say(f"{side}\t{count}\t{least}[{row['strict']}, {row['open']}]\tcut: {cut}")
        for loop in found["loops"]:
            say(f"{side}\tloop\t{', '.join(loop)}")
        if found["ungrounded"]:
            say(f"{side}\tungrounded\t{', '.join(found['ungrounded'])}")


def _text(path: Path) -> str:
    try:
        raw = sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()
        return raw.decode("utf-8-sig")
    except FileNotFoundError as error:
        raise NotFound(f"There is no file {path}.", "Check the path.") from error
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path} cannot be read: {error}.", "It must be a JSON file in UTF-8.") from error
