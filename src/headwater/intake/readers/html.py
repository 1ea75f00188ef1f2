"""HTML pages: their text, without scripts, styles and comments. Nothing is fetched or run."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from resiliparse.extract.html2text import extract_plain_text
from resiliparse.parse.html import HTMLTree

from headwater.intake import charsets
from headwater.intake.charsets import Decoded
from headwater.intake.names import shown
from headwater.intake.seam import About, Leaf, Recognised
from headwater.model.document import Document, Kind, Status

_META = re.compile(
    rb"(?i)<(?:meta|\?xml)[^>]{0,500}?(?:charset|encoding)\s*=\s*[\"']?\s*([a-z0-9_:.-]{1,60})"
)
_META_WITHIN = 4096  # bytes at the start in which a charset declaration counts
_CROWD = 20_000  # characters of an element's start from which on its attributes are counted
_CROWDED = re.compile(r"<([a-zA-Z][^\s<>/]{0,40})[^<>]{20000,}")
_MAX_ATTRIBUTES = 5_000
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Rendered:
    """The text and title of a page, and notes on what was repaired."""

    text: str
    title: str
    notes: tuple[str, ...]


def read_html(data: bytes, recognised: Recognised, about: About) -> Leaf:
    """An HTML page as a document; its title is the page's, else the file's name."""
    rendered = render(data, about.charset)
    return Leaf(
        Document(
            sha256=hashlib.sha256(data).hexdigest(),
            size=len(data),
            kind=Kind.HTML,
            media_type=recognised.media_type,
            title=rendered.title or shown(about.name),
            text=rendered.text,
            status=Status.REPAIRED if rendered.notes else Status.READ,
            notes=rendered.notes,
        )
    )


def _thinned(match: re.Match[str]) -> str:
    """An element's start with thousands of attributes, less these: the parser takes quadratic time over them."""
    return f"<{match[1]} " if match[0].count("=") > _MAX_ATTRIBUTES else match[0]


def markup_of(data: bytes, declared: str = "") -> Decoded:
    """HTML bytes as markup, without the attributes of elements that have thousands; the note says what was repaired."""
    meta = _META.search(data, 0, _META_WITHIN)
    inner = meta[1].decode("ascii").lower() if meta else ""
    if inner.startswith("utf-16"):
        inner = "utf-8"  # what could be read as ASCII so far is no UTF-16 (HTML Standard, 13.2.3.3)
    label = declared if charsets.known_codec(declared) else inner or declared
    decoded = charsets.decode(data, label)
    notes = [decoded.note] if decoded.note and declared + label else []
    markup = _CROWDED.sub(_thinned, decoded.text) if len(decoded.text) > _CROWD else decoded.text
    if markup != decoded.text:
        notes.append("an element with thousands of attributes was read without them")
    return Decoded(markup, decoded.codec, "; ".join(notes))


def render(data: bytes, declared: str = "") -> Rendered:
    """The text of HTML bytes, hidden text too: one line for each block, list items with bullets, cells apart by tabs."""
    decoded = markup_of(data, declared)
    notes = (decoded.note,) if decoded.note else ()
    try:
        tree = HTMLTree.parse(decoded.text)
        text = extract_plain_text(
            tree, preserve_formatting=True, alt_texts=False, links=False, form_fields=True, noscript=True
        )
        title = _SPACES.sub(" ", tree.title or "").strip()
    except (RuntimeError, ValueError, MemoryError):
        return Rendered(decoded.text, "", (*notes, "HTML could not be parsed and stands as it is"))
    return Rendered(charsets.cleaned(text).strip(), charsets.cleaned(title), notes)
