"""Random choices that are the same on every platform and under every PYTHONHASHSEED.

Only ``random()`` and ``getrandbits()`` of the Mersenne Twister are used, with integer and plain
IEEE arithmetic on top: no ``pow`` or ``log``, whose last digit may depend on the C library, and none of the
higher methods of ``random.Random``, which may change between Python versions.
"""

from __future__ import annotations

import random
from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from typing import Generic, TypeVar

T = TypeVar("T")


class Draw:
    """A stream of choices fixed by ``seed`` (any integer) and ``label`` (what the choices are for)."""

    __slots__ = ("bits", "random")

    def __init__(self, seed: int, label: str) -> None:
        source = random.Random(f"{seed}/{label}")
        self.random = source.random
        self.bits = source.getrandbits

    def below(self, limit: int) -> int:
        """An integer from 0 to ``limit`` - 1."""
        return int(self.random() * limit)

    def chance(self, share: float) -> bool:
        """True in this share of calls (0 to 1)."""
        return self.random() < share

    def pick(self, options: Sequence[T]) -> T:
        """One of the options, all equally likely."""
        return options[int(self.random() * len(options))]

    def early(self, limit: int) -> int:
        """An integer from 0 to ``limit`` - 1 (at least 1), each doubling of the range equally likely: few are often."""
        return self.below(min(limit, 1 << (1 + self.below(limit.bit_length()))))

    def along(self, quantiles: Sequence[int]) -> int:
        """A number spread as the evenly spaced ``quantiles`` (from the least to the greatest) say."""
        position = self.random() * (len(quantiles) - 1)
        step = int(position)
        low = quantiles[step]
        return low + int((quantiles[step + 1] - low) * (position - step))


class Weighted(Generic[T]):
    """Options with weights, drawn in logarithmic time."""

    __slots__ = ("_options", "_sums", "_total")

    def __init__(self, options: Sequence[T], weights: Sequence[float]) -> None:
        self._options = options
        self._sums = list(accumulate(weights))
        self._total = self._sums[-1]

    def pick(self, draw: Draw) -> T:
        """One of the options."""
        return self._options[bisect_right(self._sums, draw.random() * self._total)]
