"""Figures as Markdown, and their places in docs/accuracy.md between ``<!-- begin NAME -->`` and ``<!-- end NAME -->``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from accuracy import gold, speech
from accuracy.polnear import ROLES, Compared, figures
from headwater.model.statement import Form

NOT_MEASURED = "Not measured: "


def filled(page: str, blocks: Mapping[str, Sequence[str]]) -> str:
    """The page with the lines of ``blocks`` in their places; the rest of it stays. Raises KeyError for a block that has no
    place on it."""
    for name, lines in blocks.items():
        place = re.compile(
            rf"(<!-- begin {re.escape(name)} -->\n).*?(<!-- end {re.escape(name)} -->)", re.DOTALL
        )
        inside = "\n".join(["", *lines, "", ""])
        page, count = place.subn(lambda match, inside=inside: match[1] + inside + match[2], page)
        if not count:
            raise KeyError(name)
    return page


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """A Markdown table; all but its first column to the right. Numbers with a point have one digit after it."""
    yield _line(head)
    yield _line(["---", *["---:"] * (len(head) - 1)])
    for row in rows:
        yield _line(row)


def _line(cells: Sequence[object]) -> str:
    return "| " + " | ".join(f"{c:.1f}" if isinstance(c, float) else str(c) for c in cells) + " |"


def by_role(read: Mapping[str, Sequence[Compared]]) -> list[str]:
    """Precision, recall and F1 of source, cue, content and the whole relation, by mode."""
    rows: list[Sequence[object]] = []
    for mode, texts in read.items():
        all_of_it = figures(texts)
        for role in ROLES:
            overlap = all_of_it.overlap[role]
            row = (overlap.precision, overlap.recall, overlap.f1, all_of_it.exact[role].f1)
            rows.append((f"{mode}: {role}", *row))
        whole = all_of_it.relation
        rows.append((f"{mode}: **whole relation**", whole.precision, whole.recall, f"**{whole.f1:.1f}**", ""))
    return list(table(("", "precision", "recall", "F1", "exact F1"), rows))


def by_speech(read: Mapping[str, Sequence[Compared]]) -> list[str]:
    """The same relation by explicit cues of speech, with the list of cues."""
    core = " or ".join(speech.CORE)
    rows = [
        (f"{mode}: {name}", count.gold, count.found, count.precision, count.recall, count.f1)
        for mode, texts in read.items()
        for name, verbs in ((f"{core}, according to", speech.CORE), ("the whole list", speech.SPEECH))
        for count in [speech.by_speech(texts, verbs)]
    ]
    head = ("", "marked", "found", "precision", "recall", "F1")
    return [*table(head, rows), "", f"The list: according to, {', '.join(sorted(speech.SPEECH))}."]


def by_form(read: Mapping[str, Sequence[Compared]]) -> list[str]:
    """Recall of the whole relation by form."""
    rows = [
        (form.value, counts[next(iter(counts))][form].gold, *(counts[mode][form].recall for mode in counts))
        for counts in [{mode: speech.recall_by_form(texts) for mode, texts in read.items()}]
        for form in (Form.DIRECT, Form.MIXED, Form.INDIRECT)
    ]
    return list(table(("form", "marked", *(f"{mode}: recall" for mode in read)), rows))


def by_set(scores: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """The gold sets: relations and chains, by mode, set and half."""
    rows = [
        (
            f"{mode}: {name}, {split}",
            f"{one.documents} / {one.every.gold}",
            one.every.precision,
            one.every.recall,
            one.every.f1,
            one.nested_chains.gold,
            one.nested_found.recall,
            one.nested_chains.recall,
            one.chains.precision,
            one.links.precision,
            one.links.found - one.links.right,
        )
        for mode, sets in scores.items()
        for name, splits in sets.items()
        if name != "stance"
        for split, one in splits.items()
    ]
    head = ("", "documents / statements", "precision", "recall", "F1", "nested", "found", "full chain")
    return list(table((*head, "chains right", "links right", "links too many"), rows))


def by_stance(scores: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """Stance by mode, set and half: macro F1, and recall by class with how many there are."""
    rows: list[Sequence[object]] = []
    for mode, sets in scores.items():
        for name, splits in sets.items():
            for split, one in splits.items():
                classes = one if isinstance(one, dict) else one.stances
                recall = (f"{c.recall:.1f} of {c.gold}" if c.gold else "" for c in classes.values())
                rows.append((f"{mode}: {name}, {split}", gold.macro_f1(classes), *recall))
    return (
        list(table(("", "macro F1", "asserts", "denies", "doubts", "hedges", "asks"), rows)) if rows else []
    )
