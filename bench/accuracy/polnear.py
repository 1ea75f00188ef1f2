"""Score an extractor on a part of PolNeAR: source, cue and content by themselves, and the whole relation.

Spans are compared by their letters and digits (by all that is no white space where there are none, as in a cue ":").

exact     all of a role's words are the same
overlap   they share a letter with any of that role on the other side of the same text
relation  the cues share a letter, the contents half of their letters or more (intersection over union), the sources
          share a letter or are both absent; one to one

PolNeAR marks the outermost attributions only, so nested statements are left out. Newell, Margolin and Ruths, "An
Attribution Relations Corpus for Political News" (LREC 2018).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from accuracy.gold import characters, likeness, share
from headwater.base.spans import Span
from headwater.model.statement import Passages, Statement

ROLES = ("source", "cue", "content")
_SPAN = re.compile(r"T\d+\t")
_EVENT = re.compile(r"E\d+\t")


@dataclass(frozen=True, slots=True)
class Attribution:
    """One attribution: spans of the words of its three roles."""

    source: Passages
    cue: Passages
    content: Passages


@dataclass(frozen=True, slots=True)
class Annotated:
    """One text and the attributions that a person marked in it."""

    name: str
    text: str
    attributions: tuple[Attribution, ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """One text: what is marked, what was found, and the pairs (places in both) that are the same relation."""

    gold: Annotated
    found: tuple[Attribution, ...]
    pairs: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Rates:
    """Precision and recall, per cent."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """Their harmonic mean."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of some texts: by role, exact and by overlap, and of the whole relation."""

    gold: int
    found: int
    exact: dict[str, Rates]
    overlap: dict[str, Rates]
    relation: Rates


def load(folder: Path) -> list[Annotated]:
    """The texts of a part of PolNeAR, in order of their names, each as its first annotator (by name) marked it.

    ``folder`` holds ``text/ID.txt`` and ``attributions/ID_ANNOTATOR.ann`` (brat).
    """
    first: dict[str, Path] = {}
    for path in sorted((folder / "attributions").glob("*.ann")):
        first.setdefault(path.stem.rsplit("_", 1)[0], path)
    return [_annotated(name, folder / "text" / f"{name}.txt", path) for name, path in first.items()]


def _annotated(name: str, text: Path, annotations: Path) -> Annotated:
    words = text.read_bytes().decode("utf-8")  # no newline is translated: spans are places in this text
    spans: dict[str, Passages] = {}
    made = []
    for line in annotations.read_bytes().decode("utf-8").split("\n"):
        if _SPAN.match(line):
            name_of, where, *_ = line.split("\t")
            pieces = (piece.split() for piece in where.split(" ", 1)[1].split(";"))
            spans[name_of] = tuple(Span(int(start), int(end)) for start, end in pieces)
        elif _EVENT.match(line):
            roles: dict[str, Passages] = dict.fromkeys(ROLES, ())
            for item in line.split("\t", 1)[1].split():
                role, target = item.split(":")
                role = role.rstrip("0123456789").lower()
                if role in roles and target in spans:
                    roles[role] += spans[target]
            made.append(Attribution(**roles))
    return Annotated(name, words, tuple(made))


def outermost(statements: Iterable[Statement]) -> tuple[Attribution, ...]:
    """What an extractor found, less what is nested."""
    return tuple(Attribution(s.source, s.cue, s.content) for s in statements if s.nested_in is None)


def compare(gold: Annotated, found: Sequence[Attribution]) -> Compared:
    """Pair what was found with what is marked: each takes that one, not taken yet, whose content is most like its own."""
    marked = [_characters(gold.text, one) for one in gold.attributions]
    used: set[int] = set()
    pairs = []
    for n, one in enumerate(found):
        source, cue, content = _characters(gold.text, one)
        likely = [
            (likeness(content, other[2]), -m)
            for m, other in enumerate(marked)
            if m not in used and cue & other[1]
        ]
        best, m = max(likely, default=(0.0, 0))
        if best > 0:
            used.add(-m)
            other = marked[-m]
            if best >= 0.5 and (source & other[0] or not (source or other[0])):
                pairs.append((-m, n))
    return Compared(gold, tuple(found), tuple(pairs))


def _characters(text: str, one: Attribution) -> tuple[frozenset[int], ...]:
    return tuple(characters(text, getattr(one, role)) for role in ROLES)


def figures(texts: Sequence[Compared]) -> Figures:
    """The figures of some texts taken together."""
    roles = {role: [_role(one, role) for one in texts] for role in ROLES}
    gold = sum(len(one.gold.attributions) for one in texts)
    found = sum(len(one.found) for one in texts)
    pairs = sum(len(one.pairs) for one in texts)
    return Figures(
        gold=gold,
        found=found,
        exact={role: _rates(rows, lambda r: r.same, lambda r: r.same) for role, rows in roles.items()},
        overlap={
            role: _rates(rows, lambda r: r.met_found, lambda r: r.met_gold) for role, rows in roles.items()
        },
        relation=Rates(share(pairs, found), share(pairs, gold)),
    )


@dataclass(frozen=True, slots=True)
class _Role:
    """Of one role in one text: how many are marked and found, the same, and met by any of the other side."""

    gold: int
    found: int
    same: int
    met_found: int
    met_gold: int


def _role(one: Compared, role: str) -> _Role:
    text = one.gold.text
    gold = [c for a in one.gold.attributions if (c := characters(text, getattr(a, role)))]
    found = [c for a in one.found if (c := characters(text, getattr(a, role)))]
    every_gold, every_found = frozenset().union(*gold), frozenset().union(*found)
    return _Role(
        len(gold),
        len(found),
        sum((Counter(gold) & Counter(found)).values()),
        sum(bool(c & every_gold) for c in found),
        sum(bool(c & every_found) for c in gold),
    )


def _rates(rows: Sequence[_Role], precise: Callable[[_Role], int], recalled: Callable[[_Role], int]) -> Rates:
    return Rates(
        share(sum(map(precise, rows)), sum(r.found for r in rows)),
        share(sum(map(recalled, rows)), sum(r.gold for r in rows)),
    )
