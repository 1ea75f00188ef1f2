"""Word, Excel and PowerPoint files since 2007 (OOXML, ECMA-376): text with all that stands beside it, and what is embedded.

The body comes first, then headers, footers, notes and comments, each in brackets that say what it is. Slides are apart
by form feeds, like pages.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

from headwater.base.pages import PAGE_BREAK
from headwater.intake import charsets
from headwater.intake.names import shown
from headwater.intake.readers.compound import unwrapped
from headwater.intake.readers.farcells import are_far_apart, shared_strings, text_of
from headwater.intake.readers.package import Package, Relation
from headwater.intake.readers.sheets import CalamineError, sheets
from headwater.intake.readers.text import unread
from headwater.intake.readers.wording import Elements, Leaves, Words, tidied
from headwater.intake.seam import About, Leaf, Part, Recognised
from headwater.model.document import Failed, Kind, Place, Status

_KINDS = {
    "wordprocessingml": Kind.WORD,
    "ms-word": Kind.WORD,
    "spreadsheetml": Kind.SPREADSHEET,
    "ms-excel": Kind.SPREADSHEET,
    "presentationml": Kind.PRESENTATION,
    "ms-powerpoint": Kind.PRESENTATION,
}
_USUAL = ("word/document.xml", "xl/workbook.xml", "xl/workbook.bin", "ppt/presentation.xml")
_PROPERTIES = {
    "title": "Title",
    "creator": "Author",
    "lastModifiedBy": "Last modified by",
    "subject": "Subject",
    "keywords": "Keywords",
    "description": "Description",
    "category": "Category",
    "created": "Created",
    "modified": "Modified",
    "lastPrinted": "Last printed",
    "revision": "Revision",
    "Company": "Company",
    "Manager": "Manager",
    "Application": "Application",
    "Template": "Template",
    "TotalTime": "Minutes edited",
}
_INSIDE = ("/embeddings/", "/media/")


def read_ooxml(data: bytes, recognised: Recognised, about: About) -> Leaf:
    """An OOXML file as a document; embedded files and pictures come back as parts, named by their place in the package."""
    empty = unread(hashlib.sha256(data).hexdigest(), len(data), recognised, about.name)
    package = Package(data, about.limits)
    main, media_type = _main_part(package)
    kind = next((kind for word, kind in _KINDS.items() if word in media_type), None)
    if kind is None:
        return Leaf(empty)
    empty = replace(empty, kind=kind, media_type=media_type)
    parts, failed = _embedded(package, about)
    try:
        text, remarks = _READERS[kind](package, main, data)
    except CalamineError as error:
        reason = f"a damaged workbook: {charsets.cleaned(str(error))[:200]}"
        return Leaf(replace(empty, notes=(reason,)), tuple(parts), tuple(failed))
    properties = _properties(package)
    document = replace(
        empty,
        title=dict(properties).get("Title", "") or shown(about.name),
        text=charsets.cleaned(text),
        status=Status.REPAIRED if package.notes else Status.READ,
        notes=(*package.notes, *remarks),
        properties=properties,
    )
    return Leaf(document, tuple(parts), tuple(failed))


def _main_part(package: Package) -> tuple[str, str]:
    """The name of the main part and the media type of the file, both by what the package says."""
    found = [one.target for one in package.relations("").values() if one.kind == "officeDocument"]
    main = next((name for name in (*found, *_USUAL) if name in package.names), "")
    types = Elements("Override")
    package.walk("[Content_Types].xml", types)
    declared = {one.get("PartName", "").lstrip("/"): one.get("ContentType", "") for _, one in types.found}
    usual = {
        "word": "wordprocessingml.document",
        "xl": "spreadsheetml.sheet",
        "ppt": "presentationml.presentation",
    }
    guessed = usual.get(main.partition("/")[0], "")
    guessed = guessed and f"application/vnd.openxmlformats-officedocument.{guessed}"
    media_type = declared.get(main, "").lower().removesuffix("+xml").removesuffix(".main")
    return main, media_type or guessed


def _embedded(package: Package, about: About) -> tuple[list[Part], list[Failed]]:
    """What is embedded: files out of their wrapping, pictures, sounds; up to as many as a message may have parts."""
    names = [name for name in package.names if any(folder in name for folder in _INSIDE)]
    parts: list[Part] = []
    failed: list[Failed] = []
    for number, name in enumerate(names):
        if number >= about.limits.mime_parts:
            reason = f"more than {about.limits.mime_parts} embedded files"
            failed.append(Failed(Place(f"{about.path}!{shown(name)}"), "too-many", reason))
            break
        data = package.read(name)
        if data:
            own, data = unwrapped(data) if name.endswith(".bin") else ("", data)
            parts.append(Part(shown(name), own or name.rpartition("/")[2], "", "", data))
    return parts, failed


def _word(package: Package, main: str, data: bytes) -> tuple[str, list[str]]:
    body = Words()
    package.walk(main, body)
    blocks = [body.text]
    changes = [body.changes]
    relations = package.relations(main).values()
    for kind in ("header", "footer"):
        texts = [_words(package, one.target) for one in relations if one.kind == kind]
        blocks += [f"[{kind}: {text}]" for text in dict.fromkeys(texts) if text]
    for kind in ("footnotes", "endnotes", "comments"):
        for one in (one for one in relations if one.kind == kind):
            notes = Words("\n")
            package.walk(one.target, notes)
            blocks += map(_note, notes.notes)
            changes.append(notes.changes)
    blocks += _drawn(package, relations)
    return "\n\n".join(filter(None, blocks)), _told(changes)


def _words(package: Package, name: str) -> str:
    found = Words("\n")
    package.walk(name, found)
    return found.text


def _note(note: tuple[str, Mapping[str, str], str]) -> str:
    """A footnote, endnote or comment as a block."""
    kind, said, words = note
    if not words:
        return ""
    who = f" by {said['author']}" if said.get("author") else ""
    when = f", {said['date'][:10]}" if said.get("date") else ""
    return f"[{kind} {said.get('id', '')}{who}{when}: {words}]"


def _drawn(package: Package, relations: Iterable[Relation]) -> Iterator[str]:
    """The words in charts and diagrams."""
    for one in relations:
        if one.kind in ("chart", "diagramData") and (text := _words(package, one.target)):
            yield f"[{'chart' if one.kind == 'chart' else 'diagram'}: {text}]"


def _told(changes: Iterable[Mapping[str, int]]) -> list[str]:
    """A note on tracked changes: how many and by whom."""
    by: dict[str, int] = {}
    for one in changes:
        for who, count in one.items():
            by[who] = by.get(who, 0) + count
    if not by:
        return []
    people = ", ".join(sorted(filter(None, by)))
    return [f"{sum(by.values())} tracked changes{f' by {people}' if people else ''}"[:500]]


def _presentation(package: Package, main: str, data: bytes) -> tuple[str, list[str]]:
    order = Elements("sldId")
    package.walk(main, order)
    relations = package.relations(main)
    listed = [relations[_reference(one)].target for _, one in order.found if _reference(one) in relations]
    rest = sorted(
        one.target for one in relations.values() if one.kind == "slide" and one.target not in listed
    )
    people = _people(package, relations.values())
    return PAGE_BREAK.join(_slide(package, name, people) for name in (*listed, *rest)), []


def _reference(attributes: Mapping[str, str]) -> str:
    """The id of the relation that an element refers to; its own ``id``, without a namespace, is another matter."""
    return next((value for key, value in attributes.items() if key.endswith("relationships}id")), "")


def _people(package: Package, relations: Iterable[Relation]) -> Mapping[str, str]:
    """Names of those who comment, by id."""
    found = Elements("cmAuthor", "author")
    for one in relations:
        if one.kind in ("commentAuthors", "authors"):
            package.walk(one.target, found)
    return {one.get("id", ""): one.get("name", "") for _, one in found.found}


def _slide(package: Package, name: str, people: Mapping[str, str]) -> str:
    slide = Words("\n")
    package.walk(name, slide)
    blocks = [slide.text]
    relations = list(package.relations(name).values())
    blocks += _drawn(package, relations)
    for one in relations:
        if one.kind == "notesSlide" and (text := _words(package, one.target)):
            blocks.append(f"[notes: {text}]")
        elif one.kind == "comments":
            comments = Words("\n")
            package.walk(one.target, comments)
            for _, said, words in comments.notes:
                who = people.get(said.get("authorId", ""), "")
                when = said.get("dt", said.get("created", ""))
                blocks.append(_note(("comment", {"author": who, "date": when}, words)).replace("  ", " "))
    return tidied("\n\n".join(filter(None, blocks)))


def _workbook(package: Package, main: str, data: bytes) -> tuple[str, list[str]]:
    beside, far = _beside_sheets(package, main), _far_sheets(package, main)
    blocks = []
    for sheet in sheets(data, far):
        blocks += [sheet.block, *beside.get(sheet.name, ())]
    told = [
        f"cells far apart, read one by one, dates as numbers: sheet {charsets.cleaned(name)}"[:500]
        for name in far
    ]
    return "\n\n".join(blocks), told


def _far_sheets(package: Package, main: str) -> Mapping[str, str]:
    """The text of those sheets whose cells lie too far apart for a table, by the sheets' names."""
    listed = Elements("sheet")
    package.walk(main, listed)
    relations = package.relations(main)
    names = {one.get("name", ""): relations.get(_reference(one)) for _, one in listed.found}
    strings = next((one.target for one in relations.values() if one.kind == "sharedStrings"), "")
    return {
        name: text_of(package, sheet.target, shared_strings(package, strings))
        for name, sheet in names.items()
        if sheet is not None and are_far_apart(package.glance(sheet.target))
    }


def _beside_sheets(package: Package, main: str) -> Mapping[str, list[str]]:
    """Comments, text boxes and charts by the name of the sheet on which they are."""
    listed = Elements("sheet")
    package.walk(main, listed)
    relations = package.relations(main)
    people = _people_of_threads(package, relations.values())
    found: dict[str, list[str]] = {}
    for _, one in listed.found:
        sheet = relations.get(_reference(one))
        if sheet is not None:
            blocks = list(_on_sheet(package, package.relations(sheet.target).values(), people))
            found[charsets.cleaned(one.get("name", ""))] = blocks
    return found


def _people_of_threads(package: Package, relations: Iterable[Relation]) -> Mapping[str, str]:
    found = Elements("person")
    for one in relations:
        if one.kind == "person":
            package.walk(one.target, found)
    return {one.get("id", ""): one.get("displayName", "") for _, one in found.found}


def _on_sheet(package: Package, relations: Iterable[Relation], people: Mapping[str, str]) -> Iterator[str]:
    for one in relations:
        if one.kind in ("comments", "threadedComment"):
            comments = _Comments(people)
            package.walk(one.target, comments)
            yield from comments.blocks
        elif one.kind == "drawing":
            if text := _words(package, one.target):
                yield f"[text box: {text}]"
            yield from _drawn(package, package.relations(one.target).values())


class _Comments:
    """A handler that collects the comments on a sheet: ``[comment C5 by NAME: words]``."""

    def __init__(self, people: Mapping[str, str]) -> None:
        self.blocks: list[str] = []
        self._people = people
        self._authors: list[str] = []
        self._about: Mapping[str, str] = {}
        self._text: list[str] = []
        self._talking = False

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        name = tag.rpartition("}")[2]
        if name in ("comment", "threadedComment", "author"):
            self._about, self._text = dict(attributes), []
        self._talking = name in ("t", "text", "author")

    def end(self, tag: str) -> None:
        """An element ends."""
        name = tag.rpartition("}")[2]
        self._talking = False
        words = " ".join("".join(self._text).split())
        if name == "author":
            self._authors.append(words)
        elif name in ("comment", "threadedComment") and words:
            who = self._who()
            self.blocks.append(
                f"[comment {self._about.get('ref', '')}{f' by {who}' if who else ''}: {words}]"
            )

    def data(self, text: str) -> None:
        """Text stands here."""
        if self._talking:
            self._text.append(text)

    def _who(self) -> str:
        number = self._about.get("authorId", "")
        if number.isdecimal() and int(number) < len(self._authors):
            return self._authors[int(number)]
        return self._people.get(self._about.get("personId", ""), "")


def _properties(package: Package) -> tuple[tuple[str, str], ...]:
    found = Leaves()
    wanted = ("core-properties", "extended-properties")
    for one in package.relations("").values():
        if one.kind in wanted:
            package.walk(one.target, found)
    return tuple(
        (name, charsets.cleaned(found.values[key])[:2000])
        for key, name in _PROPERTIES.items()
        if key in found.values
    )


_READERS: Mapping[Kind, Callable[[Package, str, bytes], tuple[str, list[str]]]] = {
    Kind.WORD: _word,
    Kind.SPREADSHEET: _workbook,
    Kind.PRESENTATION: _presentation,
}
