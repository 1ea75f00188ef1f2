"""Pages of a text in which form feeds stand between pages, and the ways to write their numbers."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

PAGE_BREAK = "\n\f"
"""What stands between two pages: the form feed, after the end of the page's last line."""


def page_of(text: str, offset: int) -> int:
    """The number, from 1, of the page on which the code point at ``offset`` stands."""
    return text.count("\f", 0, offset) + 1


def split_pages(text: str) -> list[str]:
    """The texts of the pages; at least one."""
    return text.split(PAGE_BREAK)


def ranges(numbers: Sequence[int]) -> str:
    """Rising numbers as people write them: ``1-3, 7``."""
    if not numbers:
        return ""
    starts = [numbers[0], *(b for a, b in pairwise(numbers) if b != a + 1)]
    ends = [*(a for a, b in pairwise(numbers) if b != a + 1), numbers[-1]]
    return ", ".join(f"{a}" if a == b else f"{a}-{b}" for a, b in zip(starts, ends, strict=True))
