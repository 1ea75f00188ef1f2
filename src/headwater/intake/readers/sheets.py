"""The cells of spreadsheets (XLSX, XLSB, XLS) as text, by calamine."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from headwater.intake import charsets

__all__ = ["CalamineError", "Sheet", "sheets"]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its ``name``, whether it is ``hidden``, and its rows as lines with tabs between cells."""

    name: str
    hidden: bool
    text: str

    @property
    def block(self) -> str:
        """The sheet with its name above."""
        heading = f"[sheet {self.name}, hidden]" if self.hidden else f"[sheet {self.name}]"
        return f"{heading}\n{self.text}".rstrip("\n")


def sheets(data: bytes, known: Mapping[str, str] | None = None) -> Iterator[Sheet]:
    """The sheets of a workbook in their order, values as they are stored: dates as ISO 8601, numbers in full.

    Rows without any value are left out, and so are empty cells at a row's end. The text of ``known`` sheets, by name, is taken
    as it is given. Raises CalamineError where the bytes are
    no workbook.
    """
    with CalamineWorkbook.from_filelike(io.BytesIO(data)) as workbook:
        for about in workbook.sheets_metadata:
            if about.typ is not SheetTypeEnum.WorkSheet:
                continue
            hidden = about.visible is not SheetVisibleEnum.Visible
            if known and about.name in known:
                yield Sheet(charsets.cleaned(about.name), hidden, charsets.cleaned(known[about.name]))
                continue
            lines = (_line(row) for row in workbook.get_sheet_by_name(about.name).iter_rows())
            text = "\n".join(line for line in lines if line)
            yield Sheet(charsets.cleaned(about.name), hidden, charsets.cleaned(text))


def _line(row: Sequence[object]) -> str:
    return "\t".join(map(_cell, row)).rstrip()


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return f"{value:.15g}"
    if isinstance(value, datetime):
        return value.isoformat(" ") if value.time() != time() else value.date().isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    return " ".join(str(value).split())
