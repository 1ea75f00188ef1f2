"""Which documents a case holds in its folders, with attachments, and under which file names.

A copy's *folder* is where it was found: the location of its container and its path there, without the last part, which
names the document itself. Sections of a container that are no folders ("#3" of an mbox, "!2" of a message) are left out.
"""

from __future__ import annotations

import re
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import Connection, func, select

from headwater.base.folding import folded
from headwater.store import schema
from headwater.store.containers import GONE

_copy, _container = schema.copy, schema.container
_LOOKED_AT = 200
_NO_FOLDER = re.compile(r"!#?\d[\d.]*(?=!|$)")  # an item of an mbox, a part of a message


def holders(connection: Connection) -> array[int]:
    """Keys of the documents that hold others: messages with attachments; ascending."""
    key = _copy.c.inside_id
    query = select(key).where(key.is_not(None), _copy.c.gone == 0).distinct().order_by(key)
    return array("q", connection.scalars(query))


def names(connection: Connection) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Every file name, with the keys of a document that bears it and of the message that holds this (if one does)."""
    query = select(_copy.c.name, _copy.c.path, _copy.c.document_id, _copy.c.inside_id).where(
        _copy.c.gone == 0
    )
    titles: list[tuple[int, int]] = []
    for name, path, key, holder in connection.execute(query):
        if holder is None:
            last = path.rpartition("/")[2]
            if not last.startswith("#"):
                yield last, (key,)
        elif name:
            yield name, (key, holder)
        else:
            titles.append((key, holder))
    yield from _titles(connection, titles)


def _titles(
    connection: Connection, attached: Sequence[tuple[int, int]]
) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Attachments of which only the document's title is known: taken in by an earlier version, or without a name."""
    if attached:
        table = schema.document
        query = select(table.c.id, table.c.title).where(table.c.kind != "message")
        found = {row.id: row.title for row in connection.execute(query)}
        yield from ((found[key], (key, holder)) for key, holder in attached if found.get(key))


def in_folder(connection: Connection, folder: str) -> list[int]:
    """Keys of the documents of which a copy stands in a folder of this name or in one below it, ascending.

    ``folder`` may be several names with slashes between; they follow each other. Case and accents make no difference.
    """
    wanted = _parts(folder)
    if not wanted:
        return []
    seen: dict[tuple[int, str], bool] = {}
    found: set[int] = set()
    locations = _locations(connection)
    query = select(_copy.c.container_id, _copy.c.path, _copy.c.document_id).where(_copy.c.gone == 0)
    for container, path, key in connection.execute(query):
        place = (container, path.rpartition("/")[0])
        if place not in seen:
            seen[place] = _has(_parts(folder_of(locations[container], path)), wanted)
        if seen[place]:
            found.add(key)
    return sorted(found)


def _locations(connection: Connection) -> dict[int, str]:
    return {
        row.id: row.location for row in connection.execute(select(_container.c.id, _container.c.location))
    }


def folder_of(location: str, path: str) -> str:
    """The folder of a copy at ``path`` in the container at ``location``."""
    inner = path.partition("!")[0].rpartition("/")[0]
    outer = _NO_FOLDER.sub("", location).replace("!", "/")
    return f"{outer}/{inner}" if inner else outer


def _parts(path: str) -> list[str]:
    return [folded(part) for part in re.split(r"[/\\!]", path) if part.strip() and not part.startswith("#")]


def _has(parts: Sequence[str], wanted: Sequence[str]) -> bool:
    """Whether ``wanted`` follow each other in ``parts``."""
    size = len(wanted)
    return any(list(parts[at : at + size]) == list(wanted) for at in range(len(parts) - size + 1))


def folders(connection: Connection) -> Iterator[tuple[str, int]]:
    """Each folder with the key of each document of which a copy stands in it; a document may come there several times."""
    locations = _locations(connection)
    known: dict[tuple[int, str], str] = {}
    query = select(_copy.c.container_id, _copy.c.path, _copy.c.document_id).where(_copy.c.gone == 0)
    for row in connection.execute(query):
        container, path, key = row.container_id, row.path, row.document_id
        place = (container, path.rpartition("/")[0])
        folder = known.get(place)
        if folder is None:
            folder = known[place] = folder_of(locations[container], path)
        yield folder, key


def state(connection: Connection) -> tuple[int, ...]:
    """Numbers that change wherever copies are added or found gone, so that what was made of them need not be made anew."""
    last = connection.scalar(select(func.max(_copy.c.id))) or 0
    table = _container.c
    sums = select(func.count(), func.sum(table.taken), func.sum(table.attachments), func.sum(table.claimed))
    gone = select(func.count()).where(table.state == GONE)
    counted = connection.execute(sums).one()
    return (last, *(int(number or 0) for number in counted), int(connection.scalar(gone) or 0))


def names_of(connection: Connection, addresses: Iterable[str]) -> dict[str, str]:
    """The name that most often stands with each address, by its first ``_LOOKED_AT`` mentions; "" where none does."""
    table = schema.participant
    found: dict[str, str] = {}
    for address in addresses:
        query = select(table.c.name).where(table.c.address == address, table.c.name != "").limit(_LOOKED_AT)
        names = Counter(connection.scalars(query))
        found[address] = max(names, key=lambda name: (names[name], name)) if names else ""
    return found
