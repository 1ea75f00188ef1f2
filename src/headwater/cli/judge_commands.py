"""Judge statements: accept, reject, correct, add one that was missed, take a judgement back."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import click

from headwater.base.errors import UsageError
from headwater.cli.frame import by_option, case_argument, note
from headwater.cli.output import emit, format_option
from headwater.desk import cases
from headwater.desk import judging as desk
from headwater.desk.judging import Change
from headwater.desk.picking import Piece
from headwater.model.statement import Basis, Form, Stance

_NTH = re.compile(r"(source|cue|content)(?::(\d{1,3}))?=(\d{1,6})")
_PARTS = ("source", "cue", "content")

_why = click.option("--why", default="", help="The reason, for the record.")


def _words(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that say a statement by its words."""
    for option in reversed(
        (
            click.option("--source", multiple=True, help="Who says it, in the exact words of the document."),
            click.option("--cue", multiple=True, help="The words that say that it is said."),
            click.option(
                "--content", multiple=True, help="What is said. Repeat an option for words that stand apart."
            ),
            click.option(
                "--nth",
                "numbers",
                multiple=True,
                metavar="PART[:PIECE]=NUMBER",
                help="Which place is meant where words stand several times: cue=2 is the second in the document.",
            ),
            click.option(
                "--stance", type=click.Choice([one.value for one in Stance]), default=None, help="Stance."
            ),
            click.option(
                "--basis", type=click.Choice([one.value for one in Basis]), default=None, help="Basis."
            ),
            click.option(
                "--form", "how", type=click.Choice([one.value for one in Form]), default=None, help="Form."
            ),
            click.option(
                "--chain", multiple=True, help="A link of the chain, outermost first; once for each."
            ),
        )
    ):
        command = option(command)
    return command


def _change(
    source: Sequence[str],
    cue: Sequence[str],
    content: Sequence[str],
    numbers: Sequence[str],
    stance: str | None,
    basis: str | None,
    how: str | None,
    chain: Sequence[str],
) -> Change:
    places = dict(_place(number) for number in numbers)
    given = dict(zip(_PARTS, (source, cue, content), strict=True))
    for part, piece in places:
        if piece > len(given[part]):
            raise UsageError(f"--nth {part}:{piece} has no --{part} to go with.", "Give the words too.")
    pieces = {
        part: tuple(Piece(words, places.get((part, n))) for n, words in enumerate(rows, start=1))
        if rows
        else None
        for part, rows in given.items()
    }
    return Change(
        **pieces,
        stance=Stance(stance) if stance else None,
        basis=Basis(basis) if basis else None,
        form=Form(how) if how else None,
        chain=tuple(chain) if chain else None,
    )


def _place(number: str) -> tuple[tuple[str, int], int]:
    match = _NTH.fullmatch(number)
    if match is None:
        raise UsageError(
            f"--nth {number!r} names no place.", "Write it as cue=2, or content:2=3 for a second piece."
        )
    return (match[1], int(match[2] or 1)), int(match[3])


@click.group()
def judge() -> None:
    """Judge statements: accept, reject, correct, add, undo, list.

    Judgements are kept apart from what is extracted, with who made them and why, and survive another reading.
    """


@judge.command("accept")
@case_argument
@click.argument("statement")
@_why
@by_option
def accept(case: Path, statement: str, why: str, by: str) -> None:
    """Decide that a STATEMENT (by id) is right as it stands, and print the number of the judgement.

    \b
    Example:
      headwater judge accept affair 3f9a1c0d2b4e5f67
    """
    with cases.open_case(case) as opened:
        click.echo(desk.accept(opened, statement, by=by, why=why).id)


@judge.command("reject")
@case_argument
@click.argument("statement")
@_why
@by_option
def reject(case: Path, statement: str, why: str, by: str) -> None:
    """Decide that a STATEMENT (by id) is none, and print the number of the judgement. Lists leave it out from then on.

    \b
    Example:
      headwater judge reject affair 3f9a1c0d2b4e5f67 --why "a caption"
    """
    with cases.open_case(case) as opened:
        click.echo(desk.reject(opened, statement, by=by, why=why).id)


@judge.command("correct")
@case_argument
@click.argument("statement")
@_words
@_why
@by_option
def correct(case: Path, statement: str, why: str, by: str, **words: Any) -> None:
    """Put a corrected statement in the place of a STATEMENT (by id), and print the new one's id.

    What is not given stays as it is; --source "" leaves the source out. Words are looked for in the statement's own
    paragraph where they stand several times.

    \b
    Example:
      headwater judge correct affair 3f9a1c0d2b4e5f67 --source 'the clerk' --cue said --content 'there is a list'
    """
    with cases.open_case(case) as opened:
        judgement, made = desk.correct(opened, statement, _change(**words), by=by, why=why)
    click.echo(made)
    note(f"Judgement {judgement.id}; headwater judge undo {case} {judgement.id} takes it back.")


@judge.command("add")
@case_argument
@click.argument("document")
@_words
@_why
@by_option
def add(case: Path, document: str, why: str, by: str, **words: Any) -> None:
    """Enter a statement that was missed in a DOCUMENT (by id), and print the statement's id.

    Its chain, where none is given, is that of what it stands in, and its source's words.

    \b
    Example:
      headwater judge add affair a168b7a836d4577d --source 'the clerk' --cue said --content 'there is a list'
    """
    with cases.open_case(case) as opened:
        judgement, made = desk.add(opened, document, _change(**words), by=by, why=why)
    click.echo(made)
    note(f"Judgement {judgement.id}; headwater judge undo {case} {judgement.id} takes it back.")


@judge.command("undo")
@case_argument
@click.argument("judgement", type=int)
@_why
@by_option
def undo(case: Path, judgement: int, why: str, by: str) -> None:
    """Take a JUDGEMENT back (by number), also one that took another back, and print the number of this one.

    \b
    Example:
      headwater judge undo affair 12 --why "wrong line"
    """
    with cases.open_case(case) as opened:
        click.echo(desk.withdraw(opened, judgement, by=by, why=why).id)


@judge.command("list")
@case_argument
@click.option("--document", default="", help="Only those on statements of the document with this id.")
@click.option(
    "--statement", default="", help="Only those on this statement and on what it stands in the place of."
)
@format_option()
def list_(case: Path, document: str, statement: str, form: str) -> None:
    """List the judgements of CASE in the order in which they were made, those that were taken back too.

    \b
    Example:
      headwater judge list affair --format json
    """
    with cases.open_case(case) as opened:
        told = desk.history(opened, document, statement)
    emit(_rows(told), form, ("judgement", "at", "by", "verdict", "in_force", "statement", "words", "why"))


def _rows(told: Sequence[desk.Told]) -> Iterator[dict[str, Any]]:
    for one in told:
        judgement = one.judgement
        yield {
            "judgement": judgement.id,
            "at": judgement.at,
            "by": judgement.by,
            "verdict": judgement.verdict.value,
            "document": one.document,
            "statement": judgement.targets[0] if judgement.targets else None,
            "made": judgement.made.id if judgement.made else None,
            "withdraws": judgement.withdraws,
            "in_force": one.in_force,
            "words": one.words,
            "why": judgement.why,
        }
