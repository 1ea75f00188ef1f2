"""Rows to standard output as a table, JSON, JSON lines or CSV."""

from __future__ import annotations

import csv
import json
import re
import sys
import textwrap
from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import StrEnum
from itertools import islice
from typing import Any

import click

from headwater.base.text import printable

_BLOCK = 500  # rows of a table on a terminal whose widths are fitted together

Row = Mapping[str, Any]


class Format(StrEnum):
    """How rows are printed."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"


def format_option(default: Format = Format.TABLE) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """The ``--format`` option that all listing commands share."""
    return click.option(
        "--format",
        "form",
        type=click.Choice([form.value for form in Format]),
        default=default.value,
        show_default=True,
        help="How to print the result.",
    )


def emit(rows: Iterable[Row], form: str, columns: Sequence[str], *, whole: Row | None = None) -> None:
    """Print ``rows`` as they come, however many there are.

    ``columns`` are the keys shown in a table and in CSV; JSON forms show every key. With ``whole``, JSON is that
    object with ``rows`` added under its key "rows" (so that counts travel with a page of results). What is not JSON
    holds no character that could drive a terminal.
    """
    if form == Format.JSONL:
        for row in rows:
            _write(_json(row))
    elif form == Format.JSON:
        _json_rows(rows, whole)
    elif form == Format.CSV:
        _csv(rows, columns)
    else:
        _table(rows, columns)


def emit_object(value: Row) -> None:
    """Print one JSON object."""
    _write(_json(value, indent=2))


def _write(line: str) -> None:
    sys.stdout.write(line + "\n")


_SEEN_BY_TERMINALS = re.compile("[\x7f-\x9f\u2028-\u202e\u2066-\u2069]")


def _json(value: Any, indent: int | None = None) -> str:
    """JSON whose strings have as escapes what ``json`` leaves as it is and a terminal may obey."""
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    return _SEEN_BY_TERMINALS.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def _json_rows(rows: Iterable[Row], whole: Row | None) -> None:
    """An array of rows, or ``whole`` with the array as its last member, written row by row."""
    margin = "" if whole is None else "  "
    opening = "[" if whole is None else _json({**whole, "rows": []}, indent=2)[: -len("]\n}")]
    empty = True
    for row in rows:
        text = textwrap.indent(_json(row, indent=2), margin + "  ")
        sys.stdout.write((opening if empty else ",") + "\n" + text)
        empty = False
    closing = (opening if empty else "\n" + margin) + "]"
    _write(closing if whole is None else closing + "\n}")


def _csv(rows: Iterable[Row], columns: Sequence[str]) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    first = True
    for row in rows:
        if first:
            writer.writerow(columns)
        first = False
        writer.writerow([_guarded(row.get(column)) for column in columns])
    if first:
        writer.writerow(columns)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, (list, tuple)):
        return " <- ".join(_cell(item) for item in value)
    if isinstance(value, dict):
        return str(value.get("text", json.dumps(value, ensure_ascii=False)))
    return str(value)


def _guarded(value: Any) -> str:
    """A CSV cell that no spreadsheet runs as a formula: documents are hostile (OWASP, "CSV Injection")."""
    cell = printable(_cell(value), keep="\n\t\u200c\u200d")  # joiners are part of how words are spelt
    formula = cell[:1] in ("=", "+", "-", "@", "\t", "\r") and not isinstance(value, (int, float))
    return "'" + cell if formula else cell


def _table(rows: Iterable[Row], columns: Sequence[str]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(soft_wrap=False)
    if not console.is_terminal:
        for row in rows:
            _write("\t".join(printable(_cell(row.get(column))) for column in columns))
        return
    left, header = iter(rows), True
    while block := list(islice(left, _BLOCK)):
        table = Table(box=None, header_style="bold", pad_edge=False, show_header=header)
        for column in columns:
            table.add_column(column, overflow="fold")
        for row in block:
            table.add_row(*(Text(printable(_cell(row.get(column)))) for column in columns))
        console.print(table)
        header = False
