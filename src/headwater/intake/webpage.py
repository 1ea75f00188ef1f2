"""HTML to look at: a page, or the HTML of a message, less everything that could run, fetch, send or mislead.

Only what is listed passes (as Ammonia parses it, as browsers do): text, headings, lists and tables. Links and images lead to
nowhere; their addresses are given apart.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import nh3

from headwater.base.settings import Limits
from headwater.intake.detect import recognise_bytes
from headwater.intake.headers import text_of
from headwater.intake.mime import Node, parse
from headwater.intake.originals import as_message
from headwater.intake.readers.html import markup_of
from headwater.intake.seam import Form
from headwater.intake.transfer import undo

LARGEST = 4_000_000
"""Characters of markup that are cleaned; more is for the text view."""

_TAGS = frozenset(
    "abbr b bdi bdo blockquote br caption cite code col colgroup dd del dfn div dl dt em h2 h3 h4 h5 h6 hr i ins kbd li "
    "mark ol p pre q rp rt ruby s samp small span strong sub sup table tbody td tfoot th thead tr u ul var wbr".split()
)
_CELL = {"colspan", "rowspan"}
_ATTRIBUTES = {"td": _CELL, "th": _CELL, "bdo": {"dir"}, "*": {"dir"}}
_DROPPED = frozenset(
    (
        "script",
        "style",
        "title",
        "template",
        "iframe",
        "object",
        "noembed",
        "noframes",
        "textarea",
        "select",
        "svg",
        "math",
    )
)
_ADDRESSES = {
    "a": {"href"}, "area": {"href"}, "img": {"src"}, "form": {"action"}, "iframe": {"src"}, "body": {"background"},
    "video": {"src"}, "audio": {"src"}, "source": {"src"}, "embed": {"src"}, "input": {"src"}, "td": {"background"},
}  # fmt: skip
_MOST_ADDRESSES = 500
_LONGEST_ADDRESS = 500
_DEEPEST = 40  # levels of parts


@dataclass(frozen=True, slots=True)
class Cleaned:
    """``markup`` is safe to stand in a page; ``addresses`` are those that it had: what they were (a, img, form, ...) and
    where they led, as written, each once."""

    markup: str
    addresses: tuple[tuple[str, str], ...]


def cleaned(data: bytes) -> Cleaned | None:
    """The HTML of a page or message cleaned; None where it has none, or more than is cleaned. Calls for a process of its own:
    the bytes are anybody's."""
    markup = _markup(data)
    if markup is None or len(markup) > LARGEST:
        return None
    safe = nh3.clean(
        markup,
        tags=set(_TAGS),
        attributes=_ATTRIBUTES,
        clean_content_tags=set(_DROPPED),
        link_rel=None,
        url_schemes=set(),
    )
    return Cleaned(safe, _addresses(markup))


def has_html(data: bytes) -> bool:
    """Whether a message has a part that is HTML and no attachment."""
    root, _ = parse(as_message(data), Limits())
    return next(_pages(root, 0), None) is not None


def _addresses(markup: str) -> tuple[tuple[str, str], ...]:
    found: dict[tuple[str, str], None] = {}

    def note(tag: str, attribute: str, value: str) -> None:
        if len(found) < _MOST_ADDRESSES and value.strip():
            found[tag, value.strip()[:_LONGEST_ADDRESS]] = None

    schemes = {"http", "https", "mailto", "ftp", "cid", "data", "file", "javascript", "tel"}
    tags = set(_TAGS | _ADDRESSES.keys())
    dropped = {"script", "style"}
    nh3.clean(
        markup,
        tags=tags,
        attributes=_ADDRESSES,
        attribute_filter=note,
        clean_content_tags=dropped,
        link_rel=None,
        url_schemes=schemes,
    )
    return tuple(found)


def _markup(data: bytes) -> str | None:
    form = recognise_bytes(data).form
    if form is Form.HTML:
        return markup_of(data).text
    root, _ = parse(as_message(data), Limits())
    page = next(_pages(root, 0), None)
    if page is None:
        return None
    undone = undo(page.body, text_of(page.headers.first("content-transfer-encoding")))
    return markup_of(undone.data, page.type.charset).text


def _pages(node: Node, depth: int) -> Iterator[Node]:
    """The parts that are HTML and no attachments, in order."""
    if node.children and depth < _DEEPEST:
        for child in node.children:
            yield from _pages(child, depth + 1)
    elif node.type.media_type == "text/html" and node.type.disposition != "attachment":
        yield node
