"""Which of two short runs of words stand against each other, where some of them are the same but written otherwise."""

from __future__ import annotations

from collections.abc import Callable

LONGEST = 24
"""Words of a run from which on no pairs are sought: it is another text."""

_GROUPS = ((1, 1), (1, 2), (2, 1), (2, 2), (3, 1), (1, 3), (4, 1), (1, 4), (3, 2), (2, 3))
_LEFT_OUT, _PUT_IN = 0.7, 1.1  # the cost of a word of the other or of the one that stands against nothing
_SAME = 0.1  # per word, so that few small groups are found rather than large ones

Range = tuple[int, int, int, int]
"""Words ``a`` until before ``b`` of the one against ``c`` until before ``d`` of the other."""


def paired(
    one: int,
    other: int,
    same: Callable[[int, int, int, int], bool],
    *,
    begins: bool = False,
    ends: bool = False,
) -> list[Range]:
    """The cheapest way to set ``one`` words against ``other`` words, as ranges in order.

    ``same`` says whether two ranges of up to four words are the same. Words that are not stand against one another or,
    alone, against nothing; neighbouring ones of these are one range. Where the one text ``begins`` or ``ends`` here, what the
    other has before or after it is left out.
    """
    if not one or not other or max(one, other) > LONGEST:
        return [(0, one, 0, other)]
    cost = {(0, 0): 0.0}
    came: dict[tuple[int, int], tuple[int, int, bool]] = {}
    for a in range(one + 1):
        for c in range(other + 1):
            here = cost[a, c]
            for width, height in (*_GROUPS, (1, 0), (0, 1)):
                b, d = a + width, c + height
                if b > one or d > other:
                    continue
                equal = bool(width and height) and same(a, b, c, d)
                if (width, height) not in ((1, 1), (1, 0), (0, 1)) and not equal:
                    continue
                price = (
                    _SAME * (width + height) / 2
                    if equal
                    else 1.0
                    if width == height == 1
                    else _PUT_IN
                    if width
                    else _LEFT_OUT
                )
                if not width and ((begins and a == 0) or (ends and a == one)):
                    price = 0.0
                if here + price < cost.get((b, d), float("inf")):
                    cost[b, d] = here + price
                    came[b, d] = (a, c, equal)
    path = _path(came, one, other)
    while begins and path and path[0][0][1] == 0:
        path = path[1:]
    while ends and path and path[-1][0][0] == one:
        path = path[:-1]
    return _merged(path)


def _path(
    came: dict[tuple[int, int], tuple[int, int, bool]], one: int, other: int
) -> list[tuple[Range, bool]]:
    out: list[tuple[Range, bool]] = []
    at = (one, other)
    while at != (0, 0):
        a, c, equal = came[at]
        out.append(((a, at[0], c, at[1]), equal))
        at = (a, c)
    return out[::-1]


def _merged(path: list[tuple[Range, bool]]) -> list[Range]:
    """Neighbouring ranges that are not the same as one."""
    out: list[Range] = []
    open_to = False
    for (a, b, c, d), equal in path:
        if open_to and not equal:
            out[-1] = (out[-1][0], b, out[-1][2], d)
        else:
            out.append((a, b, c, d))
        open_to = not equal
    return out
