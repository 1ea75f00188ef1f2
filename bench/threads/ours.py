"""What Headwater makes of a folder of messages."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from headwater.desk import adding, cases
from headwater.store import conversations, documents


def partition(mail: Path, root: Path) -> Mapping[str, str]:
    """The thread of each file in ``mail`` that is read as a message, by its path there; guesses by subject play no part."""
    found: dict[str, str] = {}
    with cases.new_case(root) as case:
        adding.add(case, [mail])
        with case.reading() as connection:
            for location, path, sha256 in list(documents.places(connection)):
                spot = conversations.of_document(connection, documents.find_key(connection, sha256))
                if spot is not None and "!" not in path and "!" not in location:
                    found[_below(mail, location, path)] = str(spot.thread)
    return found


def _below(mail: Path, location: str, path: str) -> str:
    """The file at ``path`` in a container: the container itself where the item stands in an mbox."""
    whole = Path(location) if path.startswith("#") else Path(location, path)
    return whole.relative_to(mail).as_posix()
