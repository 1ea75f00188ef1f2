"""The account of what an archive holds, so that loss can be counted.

``manifest.jsonl`` has one line an item, in order: see ``entry``. ``manifest.json`` has the arguments and the totals.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any, TextIO

from mailgen.layouts import Spot
from mailgen.records import Attached, Item

VERSION = 1
"""Goes up when the same arguments give other bytes."""

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def entry(item: Item, spot: Spot) -> dict[str, Any]:
    """One line: place, hash (of the item's bytes, unquoted), identifiers, planted words, traits and damage.

    ``n``, ``copy_of`` and ``variant_of`` are line numbers from 0. ``carries`` are other items' words that this one
    quotes: a word stands in the text of every item whose ``word`` it is or that carries it.
    """
    return {
        "n": item.number,
        "path": spot.path,
        "index": spot.index,
        "offset": spot.offset,
        "length": spot.length,
        "size": len(item.raw),
        "sha256": item.sha256,
        "message_id": item.message_id,
        "thread": item.thread,
        "parent": item.parent,
        "ghost": item.ghost,
        "word": item.word,
        "carries": item.carries,
        "language": item.language,
        "charset": item.charset,
        "traits": item.traits,
        "damage": item.damage,
        "attachments": len(item.attached),
        "attached": [_attached(part) for part in item.attached],
        "copy_of": item.copy_of,
        "variant_of": item.variant_of,
        "escaped": item.escape,
    }


def _attached(part: Attached) -> dict[str, Any]:
    return {
        "kind": part.kind,
        "name": part.name,
        "size": part.size,
        "sha256": part.sha256,
        "word": part.word,
        "copy_of": part.copy_of,
        "members": part.members,
    }


class Manifest:
    """Writes the lines as items come, and the totals at the end."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._lines: TextIO = (root / "manifest.jsonl").open("w", encoding="utf-8", newline="\n")
        self._totals: Counter[str] = Counter()
        self._groups: dict[str, Counter[str]] = {
            name: Counter() for name in ("languages", "charsets", "traits", "damage", "attached")
        }
        self._ghosts = 0
        self._last_ghost: str | None = None

    def add(self, item: Item, spot: Spot) -> None:
        """Account for one item."""
        self._lines.write(_encode(entry(item, spot)) + "\n")
        totals = self._totals
        totals["items"] += 1
        totals["bytes"] += len(item.raw)
        totals["attachments"] += len(item.attached)
        totals["copies"] += item.copy_of is not None
        totals["variants"] += item.variant_of is not None
        fresh = item.copy_of is None and item.variant_of is None
        totals["fresh"] += fresh
        totals["replies"] += fresh and item.parent is not None
        totals["threads"] = max(totals["threads"], item.thread)
        totals["unescaped_from_lines"] += 0 if item.escape else item.raw.count(b"\nFrom ")
        self._groups["languages"][item.language] += 1
        self._groups["charsets"][item.charset] += 1
        self._groups["traits"].update(item.traits)
        self._groups["damage"].update(item.damage)
        self._groups["attached"].update([part.kind for part in item.attached])

    def close(self, arguments: dict[str, Any]) -> dict[str, Any]:
        """Write the totals; gives what ``manifest.json`` says."""
        self._lines.close()
        totals = dict(self._totals)
        totals["distinct"] = totals["items"] - totals["copies"]
        groups = {name: dict(sorted(counts.items())) for name, counts in self._groups.items()}
        report = {"version": VERSION, "arguments": arguments, "totals": totals, **groups}
        with (self._root / "manifest.json").open("w", encoding="utf-8", newline="\n") as file:
            json.dump(report, file, ensure_ascii=False, indent=2)
            file.write("\n")
        return report
