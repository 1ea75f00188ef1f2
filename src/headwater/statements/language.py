"""Which languages statements are read in, so that English is read by the English rules and Spanish by the Spanish ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from enum import StrEnum

from headwater.archive.language import language_of
from headwater.base.spans import Span


class Language(StrEnum):
    """The languages that statements are read in, by their ISO 639-1 codes."""

    ENGLISH = "en"
    SPANISH = "es"


def supported(text: str) -> Language | None:
    """The language in which ``text`` is read; None where it is in one that is not read.

    A text of which nothing can be said (too short, names, tables, numbers) counts as English.
    """
    code = language_of(text) or Language.ENGLISH
    return Language(code) if code in set(Language) else None


def languages_of(text: str, regions: Sequence[Sequence[Span]]) -> tuple[str, ...]:
    """The language of each region of one document, as ``language_of``; a region of which nothing can be said has that
    of most of the others by length that are read, and English where there is none."""
    codes = [language_of(text, region) for region in regions]
    sizes: Counter[str] = Counter()
    for code, region in zip(codes, regions, strict=True):
        if code in set(Language):
            sizes[code] += sum(map(len, region))
    usual = sizes.most_common(1)[0][0] if sizes else Language.ENGLISH.value
    return tuple(code or usual for code in codes)
