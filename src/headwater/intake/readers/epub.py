"""Books (EPUB 2 and 3): the text of their pages in reading order, as of HTML."""

from __future__ import annotations

import hashlib
import posixpath
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import unquote

from headwater.intake import charsets
from headwater.intake.names import shown
from headwater.intake.readers.html import render
from headwater.intake.readers.package import Package
from headwater.intake.readers.text import unread
from headwater.intake.readers.wording import Elements, Leaves
from headwater.intake.seam import About, Leaf, Part, Recognised
from headwater.model.document import Kind, Status

_PROPERTIES = {
    "title": "Title",
    "creator": "Author",
    "publisher": "Publisher",
    "date": "Date",
    "language": "Language",
    "identifier": "Identifier",
    "description": "Description",
}
_PAGES = ("application/xhtml+xml", "text/html", "application/x-dtbook+xml")


def read_epub(data: bytes, recognised: Recognised, about: About) -> Leaf:
    """A book as a document; its pictures come back as parts."""
    package = Package(data, about.limits)
    empty = unread(hashlib.sha256(data).hexdigest(), len(data), recognised, about.name)
    roots = Elements("rootfile")
    package.walk("META-INF/container.xml", roots)
    plan = next((one.get("full-path", "") for _, one in roots.found), "")
    chapters = list(_chapters(package, plan))
    texts = [render(package.read(name)).text for name in chapters]
    said = Leaves()
    package.walk(plan, said)
    properties = tuple(
        (name, said.values[key][:2000]) for key, name in _PROPERTIES.items() if key in said.values
    )
    document = replace(
        empty,
        kind=Kind.WORD,
        title=said.values.get("title", "") or shown(about.name),
        text=charsets.cleaned("\n\n".join(filter(None, texts)).replace("\f", "\n")),
        status=Status.REPAIRED if package.notes else Status.READ,
        notes=tuple(package.notes),
        properties=properties,
    )
    return Leaf(document, tuple(_pictures(package, about)))


def _chapters(package: Package, plan: str) -> Iterator[str]:
    """The pages in the order of the spine; where the plan is missing, in that of the file."""
    listed = Elements("item", "itemref")
    package.walk(plan, listed)
    folder = plan.rpartition("/")[0]
    items = {
        one.get("id", ""): posixpath.normpath(posixpath.join(folder, unquote(one.get("href", ""))))
        for kind, one in listed.found
        if kind == "item" and one.get("media-type") in _PAGES
    }
    spine = [
        items[one["idref"]] for kind, one in listed.found if kind == "itemref" and one.get("idref") in items
    ]
    if spine:
        yield from dict.fromkeys((*spine, *items.values()))
    else:
        yield from (name for name in package.names if name.lower().endswith((".xhtml", ".html", ".htm")))


def _pictures(package: Package, about: About) -> Iterator[Part]:
    names = [
        name for name in package.names if name.lower().endswith((".png", ".jpg", ".jpeg", ".gif", ".webp"))
    ]
    for name in names[: about.limits.mime_parts]:
        if data := package.read(name):
            yield Part(shown(name), name.rpartition("/")[2], "", "", data)
