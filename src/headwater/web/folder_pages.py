"""What the page of a folder shows; see ``pages`` for how templates are held to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from headwater.desk.folders import FolderView
from headwater.web.framing import Frame, Pager


@dataclass(frozen=True, slots=True)
class FolderPage:
    """A folder with the folders in it and one page of its documents; ``search`` is the address that lists all that stand in
    it and below, "" where none can be written."""

    template: ClassVar[str] = "folder.html"
    frame: Frame
    view: FolderView
    pager: Pager
    search: str
