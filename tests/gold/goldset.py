"""The gold sets as typed records: documents with their statements, every passage resolved to its place.

The format is described in README.md beside this file. Everything here raises ``GoldError`` with the file and the
statement concerned, so that a slip of the pen is found by the test and not scored.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from headwater.base.spans import Span
from headwater.intake.single import read_file
from headwater.model.document import Document
from headwater.model.statement import Basis, Form, Passages, Stance

FOLDER = Path(__file__).resolve().parent
SETS = ("news", "mail", "spanish")
SPLITS = ("dev", "held")
Chain = tuple[tuple[str, ...], ...]
"""Links outermost first; each is the names that are equally good for it."""


class GoldError(ValueError):
    """A gold file that does not say one thing: a passage that stands nowhere or twice, an unknown word."""


@dataclass(frozen=True, slots=True)
class GoldStatement:
    """One annotated statement. ``chains`` holds the right chain and any that are as good; ``date`` is ISO 8601."""

    id: str
    source: Passages
    cue: Passages
    content: Passages
    stance: Stance
    basis: Basis
    form: Form
    nested_in: str | None
    chains: tuple[Chain, ...]
    date: str | None


@dataclass(frozen=True, slots=True)
class GoldDocument:
    """One annotated document as it was read; ``split`` is one of ``SPLITS``, ``language`` ISO 639-1."""

    document: Document
    name: str
    kind: str
    split: str
    language: str
    statements: tuple[GoldStatement, ...]

    @property
    def text(self) -> str:
        """The rendition that the passages are in."""
        return self.document.text


@dataclass(frozen=True, slots=True)
class StanceItem:
    """One attribution marked in one to three sentences; ``source`` may be empty."""

    text: str
    source: Passages
    cue: Passages
    content: Passages
    stance: Stance
    basis: Basis
    split: str


def load_set(name: str, folder: Path = FOLDER) -> list[GoldDocument]:
    """The documents of the set ``name`` in order of their names; none where its folder is absent."""
    return [load_document(path) for path in sorted((folder / name).glob("*.json"))]


def load_document(path: Path) -> GoldDocument:
    """The annotated document whose gold is the JSON file at ``path``; its text is the .txt or .eml beside it."""
    beside = [path.with_suffix(suffix) for suffix in (".txt", ".eml")]
    found = [p for p in beside if p.exists()]
    if len(found) != 1:
        raise GoldError(f"{path.name}: one text must stand beside it, found {len(found)}")
    document = read_file(found[0])
    gold = json.loads(path.read_text(encoding="utf-8"))
    if gold["split"] not in SPLITS:
        raise GoldError(f"{path.name}: split is {gold['split']!r}")
    statements = []
    for row in gold["statements"]:
        try:
            statements.append(_statement(document.text, row))
        except (GoldError, KeyError, ValueError) as wrong:
            raise GoldError(f"{path.name}, statement {row.get('id')}: {wrong}") from wrong
    return GoldDocument(document, path.stem, gold["kind"], gold["split"], gold["language"], tuple(statements))


def load_stance(folder: Path = FOLDER) -> list[StanceItem]:
    """The single sentences for stance, in the order of their files and lines."""
    return [item for path in sorted((folder / "stance").glob("*.jsonl")) for item in _stance_items(path)]


def _stance_items(path: Path) -> Iterator[StanceItem]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            row = json.loads(line)
            text, split = row["text"], row["split"]
            source, cue, content = (_passages(text, row[role]) for role in ("source", "cue", "content"))
            item = StanceItem(text, source, cue, content, Stance(row["stance"]), Basis(row["basis"]), split)
        except (GoldError, KeyError, ValueError) as wrong:
            raise GoldError(f"{path.name}:{number}: {wrong}") from wrong
        if not item.content or item.split not in SPLITS:
            raise GoldError(f"{path.name}:{number}: no content, or split is {item.split!r}")
        yield item


def _statement(text: str, row: dict[str, Any]) -> GoldStatement:
    chains = (row["chain"], *row.get("also", ()))
    return GoldStatement(
        id=row["id"],
        source=_passages(text, row["source"]),
        cue=_passages(text, row["cue"]),
        content=_passages(text, row["content"]),
        stance=Stance(row["stance"]),
        basis=Basis(row["basis"]),
        form=Form(row["form"]),
        nested_in=row["nested_in"],
        chains=tuple(tuple(tuple(link.split("|")) for link in chain) for chain in chains),
        date=row["date"],
    )


def _passages(text: str, value: object) -> Passages:
    if value is None:
        return ()
    values: Sequence[object] = value if isinstance(value, list) else [value]
    return tuple(resolve(text, one) for one in values)


def resolve(text: str, passage: object) -> Span:
    """The one place in ``text`` of a PASSAGE: words, ``{"text", "nth"}``, or ``{"from", "to", "nth"}``.

    ``nth`` counts from 1; without it the words must stand exactly once. A stretch begins at ``from`` and ends with the
    first ``to`` that ends no earlier than ``from`` does. Raises GoldError otherwise.
    """
    if isinstance(passage, str):
        passage = {"text": passage}
    if not isinstance(passage, dict):
        raise GoldError(f"no passage: {passage!r}")
    if "text" in passage:
        start = _place(text, passage["text"], passage.get("nth"))
        return Span(start, start + len(passage["text"]))
    first, last = passage["from"], passage["to"]
    start = _place(text, first, passage.get("nth"))
    end = text.find(last, max(start, start + len(first) - len(last)))
    if end < 0:
        raise GoldError(f"{last!r} does not follow {first!r}")
    return Span(start, end + len(last))


def _place(text: str, words: str, nth: int | None) -> int:
    places, at = [], text.find(words)
    while at >= 0:
        places.append(at)
        at = text.find(words, at + 1)
    if nth is None and len(places) == 1:
        return places[0]
    if nth is None or not 1 <= nth <= len(places):
        raise GoldError(f"{words!r} stands {len(places)} times, nth is {nth}")
    return places[nth - 1]
