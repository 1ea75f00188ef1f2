"""Running text in one language, made fast.

Half lines are sampled once, word by word, from a Zipfian vocabulary. A line is then two of them around one rare
word from a pool that every text changes a little, drawn from a tail of millions in which every halving of the rank
is equally likely. So common words are as common as in real text, the vocabulary goes on growing with the archive,
and long runs of words hardly ever recur.
"""

from __future__ import annotations

import struct

from mailgen.draw import Draw, Weighted
from mailgen.languages import Language

_POOL = 1 << 16  # places in a pool, so that 16 random bits are one choice
_HALVES = 1 << 12
_HALVES_MAIN = 1 << 14
_NEW_WORDS = 2  # rare words that change with every text
_VOCABULARY = 6_000
_VOCABULARY_MAIN = 24_000
_SHORT_WORDS = 400  # of one syllable and perhaps an ending; fewer than can be made of 64 syllables
_HALF_LENGTH = {" ": 34, "": 15}  # by joiner: Chinese characters are wide
_MAIN_SHARE = 50  # a language with more than this share of threads gets the large pools


class Tongue:
    """A language ready to be written; ``line_length`` is the mean length of ``lines`` in code points."""

    __slots__ = (
        "_first",
        "_halves",
        "_joiner",
        "_rare",
        "_second",
        "_third",
        "_words",
        "language",
        "line_length",
    )

    def __init__(self, language: Language, draw: Draw) -> None:
        main = language.share > _MAIN_SHARE
        self.language = language
        self._joiner = language.joiner
        self._first = _table(language.onsets, language.nuclei, 64, draw)
        self._second = _table(language.onsets, language.nuclei, 64, draw)
        self._third = ["", *_table(self._second, language.endings, 1023, draw)]
        vocabulary = self._vocabulary(_VOCABULARY_MAIN if main else _VOCABULARY, draw)
        self._words = Weighted(vocabulary, [1 / (rank + 2.7) for rank in range(len(vocabulary))])
        halves = [self._half(draw) for _ in range(_HALVES_MAIN if main else _HALVES)]
        self._halves = halves * (_POOL // len(halves))
        self._rare = [self._rare_word(draw) for _ in range(_POOL)]
        self.line_length = sum(map(len, self.lines(draw, 1_000))) // 1_000

    def _vocabulary(self, size: int, draw: Draw) -> list[str]:
        """Function words first, then invented words, shorter ones earlier; no word twice."""
        words = dict.fromkeys(self.language.function_words)
        endings = self.language.endings
        while len(words) < size:
            stem = draw.pick(self._first) + (draw.pick(self._second) if len(words) > _SHORT_WORDS else "")
            words[stem + (draw.pick(endings) if draw.chance(0.6) else "")] = None
        return list(words)

    def _half(self, draw: Draw) -> str:
        """Some words of running text, with commas and perhaps the end of a sentence within."""
        limit = _HALF_LENGTH[self._joiner]
        words = [self._words.pick(draw)]
        length, capital = len(words[0]), False
        while length < limit:
            roll = draw.random()
            if roll < 0.13 and not capital:
                words[-1] += self.language.stop if roll < 0.06 else self.language.comma
            capital = roll < 0.06 and not capital
            word = self._words.pick(draw)
            words.append(word[:1].upper() + word[1:] if capital else word)
            length += len(word) + len(self._joiner)
        return self._joiner.join(words)

    def _rare_word(self, draw: Draw) -> str:
        """A word or number from the tail, each halving of the rank equally likely."""
        rank = draw.bits(22) >> draw.below(16)
        if draw.chance(0.07):
            return f"{rank:,}"
        return self._first[rank & 63] + self._second[rank >> 6 & 63] + self._third[rank >> 12]

    def lines(self, draw: Draw, count: int) -> list[str]:
        """``count`` lines of running text, without line ends."""
        halves, rare, joiner = self._halves, self._rare, self._joiner
        for _ in range(_NEW_WORDS):
            rare[draw.below(_POOL)] = self._rare_word(draw)
        places = struct.unpack(f"<{3 * count}H", draw.bits(48 * count).to_bytes(6 * count, "little"))
        thirds = zip(places[::3], places[1::3], places[2::3], strict=True)
        return [f"{halves[a]}{joiner}{rare[b]}{joiner}{halves[c]}" for a, b, c in thirds]

    def title(self, draw: Draw) -> str:
        """A subject of three to eight words."""
        text = self._joiner.join([self._words.pick(draw) for _ in range(3 + draw.below(6))])
        return text[:1].upper() + text[1:]

    def name(self, draw: Draw) -> str:
        """An invented word with a capital, for a surname or a place."""
        return (draw.pick(self._first) + draw.pick(self._third[1:])).capitalize()


def _table(heads: tuple[str, ...] | list[str], tails: tuple[str, ...], size: int, draw: Draw) -> list[str]:
    """``size`` different joints of a head and a tail in drawn order; repeated where there are too few."""
    pairs = [head + tail for head in heads for tail in tails]
    for last in range(len(pairs) - 1, 0, -1):
        other = draw.below(last + 1)
        pairs[last], pairs[other] = pairs[other], pairs[last]
    return [pairs[number % len(pairs)] for number in range(size)]


PLANTED_PREFIX = "qx"
_CONSONANTS = "bdfgklmnprstvz"
_VOWELS = "aeiou"


def planted_word(number: int) -> str:
    """The search word for this number (0 or more): letters only, found nowhere else, safe from English stemming."""
    letters: list[str] = []
    while number or len(letters) < 6:
        number, low = divmod(number, len(_CONSONANTS) * len(_VOWELS))
        letters += _CONSONANTS[low // len(_VOWELS)], _VOWELS[low % len(_VOWELS)]
    return PLANTED_PREFIX + "".join(letters) + "k"
