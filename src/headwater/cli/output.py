"""Rows to standard output as a table, JSON, JSON lines or CSV."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Any

import click

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
    """Print ``rows``.

    ``columns`` are the keys shown in a table and in CSV; JSON forms show every key. With ``whole``, JSON is that
    object with ``rows`` added under its key "rows" (so that counts travel with a page of results).
    """
    if form == Format.JSONL:
        for row in rows:
            _write(json.dumps(row, ensure_ascii=False))
    elif form == Format.JSON:
        listed = list(rows)
        value: Any = listed if whole is None else {**whole, "rows": listed}
        _write(json.dumps(value, ensure_ascii=False, indent=2))
    elif form == Format.CSV:
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([_guarded(row.get(column)) for column in columns] for row in rows)
    else:
        _table(list(rows), columns)


def emit_object(value: Row) -> None:
    """Print one JSON object."""
    _write(json.dumps(value, ensure_ascii=False, indent=2))


def _write(line: str) -> None:
    sys.stdout.write(line + "\n")


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
    cell = _cell(value)
    return (
        "'" + cell
        if cell[:1] in ("=", "+", "-", "@", "\t", "\r") and not isinstance(value, (int, float))
        else cell
    )


def _table(rows: Sequence[Row], columns: Sequence[str]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(soft_wrap=False)
    if not console.is_terminal:
        for row in rows:
            _write("\t".join(_plain(_cell(row.get(column))) for column in columns))
        return
    table = Table(box=None, header_style="bold", pad_edge=False)
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*(Text(_plain(_cell(row.get(column)))) for column in columns))
    console.print(table)


def _plain(text: str) -> str:
    """Without line breaks and control characters, which a document could use to drive the terminal."""
    return "".join(c if c.isprintable() else " " for c in text)
