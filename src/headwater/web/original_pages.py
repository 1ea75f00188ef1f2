"""What the pages on originals show; see ``pages`` for how templates are held to these."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from markupsafe import Markup

from headwater.model.document import Copy
from headwater.web.framing import Frame, Pager


@dataclass(frozen=True, slots=True)
class HtmlPage:
    """The HTML of a document: ``body`` was cleaned and stands as it is; ``addresses`` are those that it led to, with what led
    there."""

    template: ClassVar[str] = "html.html"
    frame: Frame
    document: str
    title: str
    body: Markup
    addresses: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class PicturePage:
    """A page of a document as a picture, with its ``text`` beside it ("" where the text is not told by pages)."""

    template: ClassVar[str] = "picture.html"
    frame: Frame
    document: str
    title: str
    pager: Pager
    text: str


@dataclass(frozen=True, slots=True)
class OriginalPage:
    """What is to be known before the original bytes of a document are taken; ``file`` is the name that they are given."""

    template: ClassVar[str] = "original.html"
    frame: Frame
    document: str
    title: str
    media_type: str
    size: int
    sha256: str
    copies: tuple[Copy, ...]
    file: str
