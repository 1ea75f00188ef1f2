"""Words as the encoder's word pieces (Wu et al. 2016), as BERT's uncased vocabulary has them (Devlin et al., NAACL 2019).

A library would do this too, but brings a client for a model hub with it; here nothing may reach for the network.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from importlib import resources

_RUN = re.compile(r"[^\W_]+|\S")
_LONGEST = 100  # characters of a word that is cut into pieces; a longer one is unknown
_KEPT = 200_000  # words whose pieces are remembered


@functools.cache
def _vocabulary() -> dict[str, int]:
    text = (
        resources.files("headwater.statements.tagger")
        .joinpath("weights", "vocabulary.txt")
        .read_text("utf-8")
    )
    return {piece: number for number, piece in enumerate(text.split("\n")) if piece}


def begin() -> int:
    """The piece that stands before every text."""
    return _vocabulary()["[CLS]"]


def end() -> int:
    """The piece that stands after every text."""
    return _vocabulary()["[SEP]"]


@functools.lru_cache(maxsize=_KEPT)
def pieces(word: str) -> tuple[int, ...]:
    """The numbers of a word's pieces; none for a word without anything visible in it."""
    decomposed = unicodedata.normalize("NFD", word.lower())
    bare = "".join(c for c in decomposed if unicodedata.category(c) not in ("Mn", "Cc", "Cf", "Co"))
    return tuple(number for run in _RUN.findall(bare) for part in _ideographs(run) for number in _cut(part))


def is_whole(word: str) -> bool:
    """Whether a folded word is in the vocabulary as a whole, as the common words of English are."""
    return word in _vocabulary()


def _ideographs(run: str) -> list[str]:
    """Chinese characters stand alone; other runs stay whole."""
    return re.findall(r"[\u3400-\u9fff\uf900-\ufaff]|[^\u3400-\u9fff\uf900-\ufaff]+", run)


def _cut(run: str) -> list[int]:
    """The longest piece in the vocabulary first, then the longest that goes on from it; unknown where there is none."""
    vocabulary = _vocabulary()
    unknown = [vocabulary["[UNK]"]]
    if len(run) > _LONGEST:
        return unknown
    out: list[int] = []
    start = 0
    while start < len(run):
        for stop in range(len(run), start, -1):
            number = vocabulary.get(("##" if start else "") + run[start:stop])
            if number is not None:
                out.append(number)
                start = stop
                break
        else:
            return unknown
    return out
