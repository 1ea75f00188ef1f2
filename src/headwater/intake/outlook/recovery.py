"""What stands in a store outside of its folders: items that no folder lists, and deleted ones whose bytes are still there.

A store that is written to never changes a page of its trees in place. So pages that no tree leads to any more tell of items as they
were before they were changed or deleted. All pages of the file are looked at; an item counts as found only when each of its
blocks is still whole (``ndb``), so that nothing is put together from pieces of several.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from headwater.base.settings import Limits
from headwater.intake.outlook import ltp, serial
from headwater.intake.outlook.item import Item
from headwater.intake.outlook.ndb import BLOCKS, NODES, PAGE, Damaged, Node, Store
from headwater.intake.outlook.properties import Names

ORPHANS, RECOVERED = "(orphans)", "(recovered)"
"""The folders of items that stand in none."""

REST = "(rest)"
_MESSAGE = 0x04  # a node's type: an item of a folder, of whatever class
_NAMES = 0x61  # the node that names properties
_CHUNK = 2048 * PAGE
_PAUSE = 256 * _CHUNK  # bytes that are looked at in one go

Beyond = tuple[str, Item | Exception] | None
"""An item with its place, or why there is none; None is a pause in a long search."""


def beyond(path: str, seen: set[int], names: Names, charset: str, limits: Limits) -> Iterator[Beyond]:
    """The items of the store at ``path`` but those with the numbers in ``seen``, then what can be recovered.

    A store in a form that is not known (OST of Outlook 2013 and later) gives nothing.
    """
    size = Path(path).stat().st_size
    with Path(path).open("rb") as stream:
        try:
            store = Store(stream, size)
        except Damaged:
            return
        nodes, trouble = _listed(store)
        names = names or _names(store, nodes, limits)
        for node in nodes.values():
            if _is_item(node) and node.identifier not in seen:
                yield _kept(store, node, names, charset, limits)
        if trouble:
            yield (
                REST,
                Damaged(
                    f"the list of items is damaged ({trouble}); those that it does not name may be recovered"
                ),
            )
        if store.said_size > size:
            yield REST, Damaged(f"cut off: it says that it has {store.said_size} bytes and has {size}")
        lost: list[Node] = []
        yield from _search(store, size, nodes, lost, limits)
        yield from _whole(store, lost, nodes, names, charset, limits)


def _listed(store: Store) -> tuple[dict[int, Node], str]:
    """The nodes to which the tree leads, as far as it can be followed, and what stood in the way."""
    found: dict[int, Node] = {}
    try:
        for node in store.nodes():
            found[node.identifier] = node
    except (Damaged, OSError) as error:
        return found, str(error)
    return found, ""


def _is_item(node: Node) -> bool:
    return node.identifier & 0x1F == _MESSAGE and node.data != 0


def _names(store: Store, nodes: dict[int, Node], limits: Limits) -> Names:
    try:
        return ltp.names(store, nodes[_NAMES], limits)
    except (KeyError, *ltp.ERRORS):
        return {}


def _kept(store: Store, node: Node, names: Names, charset: str, limits: Limits) -> Beyond:
    place = f"{ORPHANS}/#{node.identifier}"
    try:
        return place, ltp.read(store, node, names, charset, limits)
    except ltp.ERRORS as error:
        return place, error


def _search(
    store: Store, size: int, nodes: dict[int, Node], lost: list[Node], limits: Limits
) -> Iterator[None]:
    """Look at all pages; what they tell of blocks is added to ``store.lost``, of items to ``lost``."""
    known: set[Node] = set()
    for start in range(0, size, _CHUNK):
        chunk = store.stretch(start, min(_CHUNK, size - start))
        for at, kind in _pages(chunk, PAGE - store.layout.trailer):
            _look(store, chunk[at : at + PAGE], kind, nodes, known)
        if start and start % _PAUSE == 0:
            yield None
        if len(known) > limits.members:
            break
    lost.extend(sorted(known, key=lambda node: (node.identifier, -node.data)))


def _pages(chunk: bytes, trailer: int) -> Iterator[tuple[int, int]]:
    """Where pages of trees may stand in a piece of the file, and of which tree."""
    rows = np.frombuffer(chunk, dtype=np.uint8, count=len(chunk) // PAGE * PAGE).reshape(-1, PAGE)
    kinds = rows[:, trailer]
    for row in np.flatnonzero((kinds == rows[:, trailer + 1]) & ((kinds == NODES) | (kinds == BLOCKS))):
        yield int(row) * PAGE, int(kinds[row])


def _look(store: Store, page: bytes, kind: int, nodes: dict[int, Node], known: set[Node]) -> None:
    try:
        level, entries = store.entries(page, kind)
    except Damaged:
        return
    if level:
        return
    for entry in entries:
        if kind == BLOCKS:
            identifier, block = store.block_of(entry)
            store.lost.setdefault(identifier, block)
            continue
        node, current = store.node_of(entry), None
        current = nodes.get(node.identifier)
        if _is_item(node) and (current is None or (current.data, current.sub) != (node.data, node.sub)):
            known.add(node)


def _whole(
    store: Store, lost: list[Node], nodes: dict[int, Node], names: Names, charset: str, limits: Limits
) -> Iterator[Beyond]:
    """Of lost items those that are still whole and say something else than what stands in their place now."""
    told: dict[int, set[bytes]] = {}
    for node in lost:
        digests = told.setdefault(
            node.identifier, _now(store, nodes.get(node.identifier), names, charset, limits)
        )
        try:
            item = ltp.read(store, node, names, charset, limits)
        except ltp.ERRORS:
            continue  # others have taken the place of its bytes
        digest = _digest(item, limits)
        if digest not in digests:
            digests.add(digest)
            yield f"{RECOVERED}/#{node.identifier}-{node.data:x}", item


def _now(store: Store, node: Node | None, names: Names, charset: str, limits: Limits) -> set[bytes]:
    """The digest of what stands at a node now."""
    try:
        return {_digest(ltp.read(store, node, names, charset, limits), limits)} if node else set()
    except ltp.ERRORS:
        return set()


def _digest(item: Item, limits: Limits) -> bytes:
    return hashlib.sha256(serial.serialised(item, limits)).digest()
