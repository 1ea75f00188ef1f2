"""The folders in which documents were found, as a tree with exact counts.

A folder is a container or a path in one, as the search filter ``folder`` has it. A document counts once for each folder in
which a copy of it stands, attachments with the message that carries them. The tree is made in one pass over the copies and
kept for as long as these do not change.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt

from headwater.archive.leaves import QUOTES
from headwater.base.errors import NotFound
from headwater.base.folding import folded
from headwater.store import documents, holdings
from headwater.store.case import Case
from headwater.store.documents import Listed

TOP = ""
"""The path of the folder that holds all others."""

_Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class FolderLine:
    """A folder in a list: its ``path``, by what ``name`` it is called below the one that lists it (several with slashes
    between where those on the way hold nothing else), how many documents stand in it or below."""

    path: str
    name: str
    documents: int


@dataclass(frozen=True, slots=True)
class FolderView:
    """A folder: the ``trail`` of those around it, outermost first, the ``folders`` in it, and one page of the ``count``
    documents that stand in it itself; ``below`` counts those in its folders too. ``query`` finds them all, "" where none
    can be written."""

    line: FolderLine
    trail: tuple[FolderLine, ...]
    folders: tuple[FolderLine, ...]
    count: int
    documents: tuple[Listed, ...]
    query: str


class _Tree:
    """All folders by number, those that only hold others too; ``keys`` are the documents in each, one after the other."""

    def __init__(self, pairs: Iterator[tuple[str, int]]) -> None:
        self.paths = [TOP]
        self.numbers = {TOP: 0}
        self.parents = [0]
        self.children: list[list[int]] = [[]]
        found = np.array([(self._number(folder), key) for folder, key in pairs], dtype=np.int64).reshape(
            -1, 2
        )
        own = np.unique(found, axis=0)
        self._keys = own[:, 1].copy()
        self._starts = np.searchsorted(own[:, 0], np.arange(len(self.paths) + 1))
        self.below = self._counted(own)

    def _number(self, path: str) -> int:
        known = self.numbers.get(path)
        if known is not None:
            return known
        parent = self._number(path.rpartition("/")[0])
        number = self.numbers[path] = len(self.paths)
        self.paths.append(path)
        self.parents.append(parent)
        self.children.append([])
        self.children[parent].append(number)
        return number

    def _counted(self, pairs: _Numbers) -> _Numbers:
        """Documents in each folder and below, each once: the pairs are lifted one level at a time until all are at the top."""
        parents = np.array(self.parents, dtype=np.int64)
        counts = np.zeros(len(self.paths), dtype=np.int64)
        depths = self._depths()
        for depth in range(int(depths.max()), -1, -1):
            here = depths[pairs[:, 0]] == depth
            level = np.unique(pairs[here], axis=0)
            counts += np.bincount(level[:, 0], minlength=len(counts))
            lifted = np.column_stack((parents[level[:, 0]], level[:, 1]))
            pairs = np.concatenate((pairs[~here], lifted))
        return counts

    def _depths(self) -> _Numbers:
        depths = np.zeros(len(self.paths), dtype=np.int64)
        for number, parent in enumerate(self.parents[1:], 1):
            depths[number] = depths[parent] + 1  # a parent has the lower number
        return depths

    def own(self, number: int) -> _Numbers:
        """Keys of the documents that stand in a folder itself, ascending."""
        return self._keys[self._starts[number] : self._starts[number + 1]]

    def opened(self, number: int) -> int:
        """The folder itself, or the first one below it where there is something to see: documents, or several folders."""
        while len(self.children[number]) == 1 and not len(self.own(number)):
            number = self.children[number][0]
        return number

    def line(self, number: int, above: str = TOP) -> FolderLine:
        path = self.paths[number]
        name = path[len(above) :].lstrip("/") if above else path
        return FolderLine(path, name or "/", int(self.below[number]))


_kept: WeakKeyDictionary[Case, tuple[Hashable, _Tree]] = WeakKeyDictionary()
"""For each open case its tree and the state that it is of. It lives and goes with the process."""


def view(case: Case, path: str = TOP, *, limit: int, offset: int = 0) -> FolderView:
    """The folder at ``path``, with ``limit`` of its documents from ``offset`` on in the order in which they were taken in.

    ``TOP`` means the first folder where there is something to see. Raises NotFound.
    """
    tree = _tree(case)
    first = tree.opened(0)
    number = first if path == TOP else tree.numbers.get(path)
    if number is None:
        raise NotFound(f"There is no folder {path[:300]!r} in this case.", "Begin at the outermost one.")
    keys = tree.own(number)
    with case.reading() as connection:
        shown = documents.listed(connection, [int(key) for key in keys[offset : offset + limit]])
    path = tree.paths[number]
    inner = [tree.line(tree.opened(child), path) for child in tree.children[number]]
    return FolderView(
        line=tree.line(number),
        trail=tuple(_trail(tree, number, first)),
        folders=tuple(sorted(inner, key=lambda line: (folded(line.name), line.name))),
        count=len(keys),
        documents=tuple(shown),
        query="" if set(path) & set(QUOTES) or not path.strip("/") else f'folder:"{path}"',
    )


def _trail(tree: _Tree, number: int, first: int) -> Iterator[FolderLine]:
    """The folders around one, from the first in which there is something to see; those that hold one other alone are left
    out."""
    around = []
    while number not in (first, 0):
        number = tree.parents[number]
        if tree.opened(number) == number or number == first:
            around.append(number)
    above = TOP
    for one in reversed(around):
        yield tree.line(one, above)
        above = tree.paths[one]


def _tree(case: Case) -> _Tree:
    with case.reading() as connection:
        state = holdings.state(connection)
        kept = _kept.get(case)
        if kept is not None and kept[0] == state:
            return kept[1]
        tree = _Tree(holdings.folders(connection))
    _kept[case] = (state, tree)
    return tree
