"""OpenDocument files (ODT, ODS, ODP; ISO/IEC 26300): text with notes, comments, deletions, headers and footers, and what
is embedded. Sheets and slides as in OOXML files; cells as they are displayed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import replace

from headwater.base.pages import PAGE_BREAK
from headwater.intake import charsets
from headwater.intake.names import shown
from headwater.intake.readers.compound import ENCRYPTED, unwrapped
from headwater.intake.readers.package import Package, local, named
from headwater.intake.readers.text import unread
from headwater.intake.readers.wording import Elements, Leaves, tidied
from headwater.intake.seam import About, Leaf, Part, Recognised
from headwater.model.document import Kind, Status

_KINDS = {
    "application/vnd.oasis.opendocument.text": Kind.WORD,
    "application/vnd.oasis.opendocument.spreadsheet": Kind.SPREADSHEET,
    "application/vnd.oasis.opendocument.presentation": Kind.PRESENTATION,
    "application/vnd.oasis.opendocument.graphics": Kind.PRESENTATION,
}
_PROPERTIES = {
    "title": "Title",
    "initial-creator": "Author",
    "creator": "Last modified by",
    "subject": "Subject",
    "keyword": "Keywords",
    "description": "Description",
    "creation-date": "Created",
    "date": "Modified",
    "print-date": "Last printed",
    "editing-cycles": "Revision",
    "generator": "Application",
}
_MOST_REPEATED = 100  # times that a cell is written out which repeats the one before it
_PARAGRAPHS = frozenset(("p", "h"))


def read_opendocument(data: bytes, recognised: Recognised, about: About) -> Leaf:
    """An OpenDocument file as a document; pictures and embedded objects come back as parts."""
    empty = unread(hashlib.sha256(data).hexdigest(), len(data), recognised, about.name)
    kind = next((kind for start, kind in _KINDS.items() if recognised.media_type.startswith(start)), None)
    if kind is None:
        return Leaf(empty)
    empty = replace(empty, kind=kind)
    package = Package(data, about.limits)
    locks = Elements("encryption-data")
    package.walk("META-INF/manifest.xml", locks)
    if locks.found:
        return Leaf(replace(empty, status=Status.ENCRYPTED, notes=(ENCRYPTED,)))
    if "content.xml" not in package.names:
        return Leaf(replace(empty, notes=("damaged: it has no content", *package.notes)))
    body = Body(paged=kind is Kind.PRESENTATION, sheets=kind is Kind.SPREADSHEET)
    package.walk("content.xml", body)
    properties = _properties(package)
    document = replace(
        empty,
        title=dict(properties).get("Title", "") or shown(about.name),
        text=charsets.cleaned(_joined(package, body)),
        status=Status.REPAIRED if package.notes else Status.READ,
        notes=(*package.notes, *body.told()),
        properties=properties,
    )
    return Leaf(document, tuple(_embedded(package, about)))


def _joined(package: Package, body: Body) -> str:
    """The body's pages and what stands beside them, which belongs to no page and so is on the last."""
    styles = Body()
    package.walk("styles.xml", styles)
    blocks = [body.pages[-1], *styles.beside]
    for name in package.names:
        if name.endswith("/content.xml"):
            inner = Body()
            package.walk(name, inner)
            text = tidied("\n".join(inner.pages))
            blocks += [f"[object: {text}]"] if text else []
    return PAGE_BREAK.join([*body.pages[:-1], "\n\n".join(filter(None, blocks))])


def _embedded(package: Package, about: About) -> Iterator[Part]:
    names = [name for name in package.names if name.startswith("Pictures/") and not name.endswith("/")]
    names += [name for name in package.names if name.startswith("Object ") and "/" not in name]
    for name in names[: about.limits.mime_parts]:
        if data := package.read(name):
            own, data = unwrapped(data)
            yield Part(shown(name), own or name.rpartition("/")[2], "", "", data)


def _properties(package: Package) -> tuple[tuple[str, str], ...]:
    found = Leaves()
    package.walk("meta.xml", found)
    return tuple(
        (name, charsets.cleaned(found.values[key])[:2000])
        for key, name in _PROPERTIES.items()
        if key in found.values
    )


class Body:
    """A handler that collects the words of a content.xml or styles.xml.

    ``paged``: each drawing page is a page. ``sheets``: each table has its name above it.
    """

    def __init__(self, *, paged: bool = False, sheets: bool = False) -> None:
        self.beside: list[str] = []
        self._paged, self._sheets = paged, sheets
        self._pages: list[str] = []
        self._out: list[list[str]] = [[]]
        self._open: list[tuple[str, dict[str, str]]] = []
        self._deleted: dict[str, str] = {}
        self._changes: dict[str, int] = {}
        self._region = ""
        self._after: list[str] = []  # notes and comments that stand after what is being read
        self._comments = 0
        self._field: list[str] | None = None  # the name or date in an annotation or change that is being read
        self._talking = self._listed = 0

    @property
    def pages(self) -> list[str]:
        """The text of each page; of what has no pages, one."""
        last = tidied("\n\n".join(["".join(self._out[0]).strip("\n"), *self._after]))
        return [*self._pages, last] if last or not self._pages else list(self._pages)

    def told(self) -> list[str]:
        """A note on tracked changes, where there are any."""
        people = ", ".join(sorted(filter(None, self._changes)))
        count = sum(self._changes.values())
        return [f"{count} tracked changes{f' by {people}' if people else ''}"[:500]] if count else []

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        name = local(tag)
        if name in _PARAGRAPHS:
            self._talking += 1
        elif name == "list-item":
            self._listed += 1
        elif name in _FIELDS:
            self._field = []
        elif name == "changed-region":
            self._region = named(attributes, "id")
        elif name == "table" and self._sheets:
            self._say(f"\n\n[sheet {named(attributes, 'name')}]\n")
        elif name == "page" and self._paged:
            self._out[0].clear()
        elif name in _OPENED:
            self._out.append([])
            self._open.append((name, {local(key): value for key, value in attributes.items()}))
        elif self._talking:
            self._mark(name, attributes)

    def _mark(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element inside a paragraph that stands for characters."""
        if name == "tab":
            self._say("\t")
        elif name == "line-break":
            self._say("\n")
        elif name == "s":
            count = named(attributes, "c")
            self._say(" " * min(int(count) if count.isdecimal() else 1, 1000))
        elif name == "change" and (deleted := self._deleted.get(named(attributes, "change-id"))):
            self._say(deleted)

    def end(self, tag: str) -> None:
        """An element ends."""
        name = local(tag)
        if name in _PARAGRAPHS:
            self._talking -= 1
            self._say("\n" if self._listed or self._open else "\n\n")
        elif name == "list-item":
            self._listed -= 1
        elif name in _FIELDS and self._field is not None:
            if self._open:
                self._open[-1][1].setdefault(name, " ".join("".join(self._field).split()))
            self._field = None
        elif name == "table-row":
            self._say("\n")
        elif name == "page" and self._paged:
            self._pages.append(self.pages[-1])
            self._out[0].clear()
            self._after.clear()
        elif self._open and name == self._open[-1][0]:
            self._closed()

    def data(self, text: str) -> None:
        """Text stands here."""
        if self._field is not None:
            self._field.append(text)
        elif self._talking:
            self._say(" ".join(text.split("\n")))

    def _say(self, text: str) -> None:
        self._out[-1].append(text)

    def _closed(self) -> None:
        name, said = self._open.pop()
        words = tidied("".join(self._out.pop()))
        who = f" by {said['creator']}" if said.get("creator") else ""
        when = f", {said['date'][:10]}" if said.get("date") else ""
        if name in ("table-cell", "covered-table-cell"):
            self._cell(" ".join(words.split("\n")), said)
        elif name in ("insertion", "deletion"):
            self._changes[said.get("creator", "")] = self._changes.get(said.get("creator", ""), 0) + 1
            if name == "deletion" and words:
                self._deleted[self._region] = f"[deleted{who}: {words}]"
        elif name == "annotation":
            self._comments += 1
            self._say(f"[comment {self._comments}]")
            self._after.append(f"[comment {self._comments}{who}{when}: {words}]")
        elif name == "note":
            mark = f"{said.get('note-class', 'note')} {said.get('note-citation', '')}".strip()
            self._say(f"[{mark}]")
            self._after.append(f"[{mark}: {words}]")
        elif name == "notes":
            self._say(f"\n\n[notes: {words}]\n\n" if words else "")
        elif name in _AROUND and words:
            block = f"[{_AROUND[name]}: {words}]"
            self.beside += [block] if block not in self.beside else []

    def _cell(self, words: str, said: Mapping[str, str]) -> None:
        """A cell with its tab; one that is said to be repeated is, within bounds."""
        repeated = said.get("number-columns-repeated", "1")
        count = min(int(repeated) if repeated.isdecimal() else 1, _MOST_REPEATED)
        words = words or said.get("string-value", "") or said.get("value", "")
        self._say(f"{words}\t" * count)


_FIELDS = frozenset(("creator", "date", "note-citation"))
_AROUND = {
    "header": "header",
    "header-left": "header",
    "header-first": "header",
    "footer": "footer",
    "footer-left": "footer",
    "footer-first": "footer",
}
_OPENED = frozenset(
    ("table-cell", "covered-table-cell", "insertion", "deletion", "annotation", "note", "notes", *_AROUND)
)
