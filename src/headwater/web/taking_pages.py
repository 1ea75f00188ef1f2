"""What the pages on taking in and on the cases of a folder show; see ``pages`` for how templates are held to these."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from headwater.desk.shelf import CaseLine
from headwater.desk.taking import Account
from headwater.web.framing import Frame, Problem
from headwater.web.taking import Intake


@dataclass(frozen=True, slots=True)
class AddPage:
    """Taking in: the ``intake`` of this desk (None before the first), the latest receipts, and the form with what was
    typed. ``allowed`` is False where the desk can be reached from other machines; with ``watching`` the page is loaded again
    by itself."""

    template: ClassVar[str] = "add.html"
    frame: Frame
    intake: Intake | None
    account: Account
    paths: str
    allowed: bool
    watching: bool
    problem: Problem | None


@dataclass(frozen=True, slots=True)
class ShelfPage:
    """The cases that stand in the folder ``root``, and the form for another with what was typed."""

    template: ClassVar[str] = "shelf.html"
    frame: Frame
    root: str
    lines: tuple[CaseLine, ...]
    name: str
    zone: str
    problem: Problem | None
