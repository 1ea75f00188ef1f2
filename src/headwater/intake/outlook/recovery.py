"""What stands in a store outside of its folders: items that no folder lists, and deleted ones whose bytes are still there.

A store that is written to never changes a page of its trees in place. So pages that no tree leads to any more tell of items as they
were before they were changed or deleted. All pages of the file are looked at; an item counts as found only when each of its
blocks is still whole (``ndb``), so that nothing is put together from pieces of several.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from headwater.base.settings import Limits
from headwater.intake.names import placed
from headwater.intake.outlook import ltp, serial
from headwater.intake.outlook.item import Item
from headwater.intake.outlook.ndb import BLOCKS, NODES, PAGE, Damaged, Node, Store
from headwater.intake.outlook.properties import Names

ORPHANS, RECOVERED = "(orphans)", "(recovered)"
"""The folders of items that stand in none; below each the folder to which they belong or belonged."""

_REST = "(rest)"
_ITEM = 0x04  # a node's type: an item of a folder, of whatever class
_ROOT, _NAMES = 0x122, 0x61  # nodes: the outermost folder, the names of properties
_DEEPEST = 256  # folders inside each other
_CHUNK = 2048 * PAGE
_PAUSE = 256 * _CHUNK  # bytes that are looked at in one go

Beyond = tuple[str, Item | Exception] | None
"""An item with its place, or why there is none; None is a pause in a long search."""


def step(name: str) -> str:
    """A folder's name as a step of a path."""
    return placed(name).replace("/", "\\u002f")


def beyond(path: str, seen: set[int], names: Names, charset: str, limits: Limits) -> Iterator[Beyond]:
    """The items of the store at ``path`` but those with the numbers in ``seen``, then what can be recovered.

    A store in a form that is not known (OST of Outlook 2013 and later) gives nothing.
    """
    size = Path(path).stat().st_size
    with Path(path).open("rb") as stream:
        try:
            search = _Search(Store(stream, size), size, charset, limits)
        except Damaged:
            return
        trouble = search.list_nodes()
        search.names = names or search.own_names()
        yield from search.orphans(seen)
        if trouble:
            yield _REST, Damaged(f"the list of items is damaged ({trouble})")
        if search.store.said_size > size:
            yield (
                _REST,
                Damaged(f"cut off: it says that it has {search.store.said_size} bytes and has {size}"),
            )
        yield from search.pages()
        yield from search.recovered()


@dataclass(slots=True)
class _Search:
    """A store, the nodes to which its tree leads, and those of which only other pages tell."""

    store: Store
    size: int
    charset: str
    limits: Limits
    names: Names = field(default_factory=dict)
    nodes: dict[int, Node] = field(default_factory=dict)
    lost: set[Node] = field(default_factory=set)
    folders: dict[int, str] = field(default_factory=dict)

    def list_nodes(self) -> str:
        """Follow the tree of nodes as far as possible; returns what stood in the way, if anything did."""
        try:
            for node in self.store.nodes():
                self.nodes[node.identifier] = node
        except (Damaged, OSError) as error:
            return str(error)
        return ""

    def own_names(self) -> Names:
        """The names of properties; none where they cannot be read."""
        try:
            return ltp.names(self.store, self.nodes[_NAMES], self.limits)
        except (KeyError, *ltp.ERRORS):
            return {}

    def orphans(self, seen: set[int]) -> Iterator[Beyond]:
        """The items on the list of the store that were not seen."""
        for node in self.nodes.values():
            if _is_item(node) and node.identifier not in seen:
                place = f"{ORPHANS}/{self._folder(node.parent)}#{node.identifier}"
                try:
                    yield place, self._item(node)
                except ltp.ERRORS as error:
                    yield place, error

    def pages(self) -> Iterator[None]:
        """Look at all pages that do not belong to the trees, for what they tell of blocks and items."""
        current = self.store.leaves(NODES) | self.store.leaves(BLOCKS)
        trailer = PAGE - self.store.layout.trailer
        for start in range(0, self.size, _CHUNK):
            chunk = self.store.stretch(start, min(_CHUNK, self.size - start))
            for at, kind in _pages(chunk, trailer):
                if start + at not in current:
                    self._look(chunk[at : at + PAGE], kind)
            if start and start % _PAUSE == 0:
                yield None
            if len(self.lost) > self.limits.members:
                return

    def _look(self, page: bytes, kind: int) -> None:
        try:
            level, entries = self.store.entries(page, kind)
        except Damaged:
            return
        for entry in entries if level == 0 else ():
            if kind == BLOCKS:
                self.store.lost.setdefault(*self.store.block_of(entry))
                continue
            node = self.store.node_of(entry)
            now = self.nodes.get(node.identifier)
            if _is_item(node) and (now is None or (now.data, now.sub) != (node.data, node.sub)):
                self.lost.add(node)

    def recovered(self) -> Iterator[Beyond]:
        """Of lost items those that are still whole and say something else than what stands in their place now."""
        told: dict[int, set[bytes]] = {}
        for node in sorted(self.lost, key=lambda node: (node.identifier, -node.data, -node.sub)):
            if node.identifier not in told:
                told[node.identifier] = self._digests(self.nodes.get(node.identifier))
            digests = self._digests(node) - told[node.identifier]
            if digests:
                told[node.identifier] |= digests
                place = f"{RECOVERED}/{self._folder(node.parent)}#{node.identifier}-{node.data:x}"
                yield place, self._item(node)

    def _digests(self, node: Node | None) -> set[bytes]:
        """The hash of what stands at a node; empty where others have taken the place of its bytes."""
        try:
            return (
                {hashlib.sha256(serial.serialised(self._item(node), self.limits)).digest()} if node else set()
            )
        except ltp.ERRORS:
            return set()

    def _item(self, node: Node) -> Item:
        return ltp.read(self.store, node, self.names, self.charset, self.limits)

    def _folder(self, identifier: int) -> str:
        """The path of a folder with a slash behind it, as far up as it can be followed."""
        if identifier not in self.folders:
            steps: list[str] = []
            above = identifier
            while above != _ROOT and above in self.nodes and len(steps) < _DEEPEST:
                steps.append(self._name(self.nodes[above]))
                above = self.nodes[above].parent
            self.folders[identifier] = "".join(f"{name}/" for name in reversed(steps))
        return self.folders[identifier]

    def _name(self, folder: Node) -> str:
        try:
            name = step(ltp.display_name(self.store, folder, self.limits))
        except ltp.ERRORS:
            name = ""
        return name or f"(folder {folder.identifier})"


def _is_item(node: Node) -> bool:
    return node.identifier & 0x1F == _ITEM and node.data != 0


def _pages(chunk: bytes, trailer: int) -> Iterator[tuple[int, int]]:
    """Where pages of trees may stand in a piece of the file, and of which tree."""
    rows = np.frombuffer(chunk, dtype=np.uint8, count=len(chunk) // PAGE * PAGE).reshape(-1, PAGE)
    kinds = rows[:, trailer]
    for row in np.flatnonzero((kinds == rows[:, trailer + 1]) & ((kinds == NODES) | (kinds == BLOCKS))):
        yield int(row) * PAGE, int(kinds[row])
