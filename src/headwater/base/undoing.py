"""What stands in an append-only log some of whose entries take others back."""

from __future__ import annotations

from collections.abc import Iterable


def effective(entries: Iterable[tuple[int, int | None]]) -> set[int]:
    """The numbers of the entries that stand. Each entry is its number and the number of the one it takes back, or None.

    Entries come in the order in which they were made; one that takes back may itself be taken back later.
    """
    taken_back: set[int] = set()
    standing: set[int] = set()
    for number, takes_back in reversed(list(entries)):
        if number not in taken_back:
            standing.add(number)
            if takes_back is not None:
                taken_back.add(takes_back)
    return standing
