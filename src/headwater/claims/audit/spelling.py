"""Whether two words that are written differently are the same word: variants of spelling, noise of a scan, numbers.

A scan is noisy where the archive has no word of any language that it knows; a word that differs from another real one is a
change, however little. Confusions of letters follow the common ones of character recognition (Kukich, "Techniques for
automatically correcting words in text", ACM Computing Surveys 24, 1992).
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator

from rapidfuzz.distance import OSA

from headwater.statements.tagger.pieces import is_whole

NEGATIONS = frozenset(
    """not no never none nobody nothing neither nor nowhere without t nunca jamas ningun ninguna ninguno nadie nada tampoco
    sin ni""".split()
)

REAL = 5
"""Documents of a case that must have a word for it to be one, where it is a name or the vocabulary does not know it."""

_BETTER_KNOWN = 10
"""How many times more documents have a word than have its damaged form."""

_LETTERS = 3
_SHORT_WORDS = frozenset(
    """a i am an as at be by do go he if in is it me my no of oh ok on or so to up us we tv el la lo le de en un se te su
    al ya si es y o""".split()
)
_NEAR = 0.25
"""Part of a word's letters that noise may change; one letter at least."""

_CONFUSED = (
    ("rn", "m"), ("ri", "n"), ("vv", "w"), ("cl", "d"), ("ii", "n"), ("li", "h"), ("0", "o"), ("1", "l"), ("i", "l"), ("|", "l"),
    ("5", "s"), ("8", "b"), ("6", "b"), ("9", "g"), ("e", "c"), ("h", "b"), ("f", "t"), ("u", "n"), ("v", "y"),
)  # fmt: skip
_TURNING = ("in", "im", "un", "il", "ir", "dis", "non", "anti", "mis", "de", "a")
_OPPOSED = (
    ("hyper", "hypo"),
    ("inter", "intra"),
    ("over", "under"),
    ("ante", "anti"),
    ("pro", "anti"),
    ("up", "down"),
)
_CONFUSIONS = 2
_MOST = 20_000  # forms of a word that are tried
_VARIANTS = (
    (re.compile(r"is(e|ed|es|ing|ation|ations|er|ers)$"), r"iz\1"),
    (re.compile(r"ys(e|ed|es|ing)$"), r"yz\1"),
    (re.compile(r"our(s|ed|ing|able|ful|ite|al)?$"), r"or\1"),
    (
        re.compile(r"^((?:kilo|centi|milli)?met|cent|theat|lit|fib|calib|meag|somb|spect|lust|sab)re(s|d)?$"),
        r"\1er\2",
    ),
    (re.compile(r"(?<=\w{3})ll(ed|ing|er|ers|ment)$"), r"l\1"),
    (re.compile(r"ence(s)?$"), r"ense\1"),
    (re.compile(r"ogue(s)?$"), r"og\1"),
    (re.compile(r"mme(s)?$"), r"m\1"),
    (re.compile(r"^grey"), "gray"),
    (re.compile(r"^(t|g)yre(s)?$"), r"\1ire\2"),
    (re.compile(r"^cheque(s)?$"), r"check\1"),
    (re.compile(r"[ao]e(?=[a-z])"), "e"),
)
_SHORTEST_VARIANT = 4


def is_variant(one: str, other: str) -> bool:
    """Whether two folded words are British and American spellings of one, or one in two pieces ("e-mail", "email")."""
    if min(len(one), len(other)) < _SHORTEST_VARIANT:
        return False
    return _american(one) == _american(other)


@functools.lru_cache(maxsize=50_000)
def _american(word: str) -> str:
    for pattern, instead in _VARIANTS:
        word = pattern.sub(instead, word)
    return word


def is_turned(one: str, other: str) -> bool:
    """Whether two words differ by a prefix that turns the meaning round: "action" and "inaction", "hypo-" and "hyper-"."""
    short, long = sorted((one, other), key=len)
    if any(long == prefix + short for prefix in _TURNING):
        return True
    return any(
        one.startswith(a) and other.startswith(b) and one[len(a) :] == other[len(b) :]
        for pair in _OPPOSED
        for a, b in (pair, pair[::-1])
    )


def is_noise(archive: str, article: str, frequency: Callable[[str], int], *, name: bool) -> bool:
    """Whether the archive's folded word is probably the article's, damaged by a scan or an encoding.

    ``frequency`` tells how many documents of the case have a word; ``name`` says that one of the two has a capital. A name
    is damaged only where it is rare and the case knows the other one better: people may have nearly the same names.
    """
    if _figures(archive) != _figures(article) and not _is_mixed(archive):
        return False
    if is_word(archive) or archive.isdecimal() or not archive.isalnum() or is_turned(archive, article):
        return False
    seen = frequency(archive)
    if name and (seen >= REAL or frequency(article) <= seen):
        return False
    if is_confused(archive, article):
        return True
    if len(article) <= _LETTERS or len(archive) < _LETTERS:
        return False
    if OSA.distance(archive, article) > max(1, round(_NEAR * len(article))):
        return False
    return (is_word(article) and seen < REAL) or frequency(article) >= _BETTER_KNOWN * max(seen, 1)


def is_slip(article: str, archive: str, frequency: Callable[[str], int], *, name: bool) -> bool:
    """Whether the article's folded word is no word at all, but nearly the archive's: a slip or a scan, not another word.

    A name that no document has may be another name; only letters that are digits tell it for a scan's.
    """
    if not (article.isalnum() and archive.isalnum()) or article.isdecimal() or archive.isdecimal():
        return False
    if is_turned(article, archive):
        return False
    seen = frequency(article)
    if is_word(article) or seen * _BETTER_KNOWN > frequency(archive):
        return False
    if is_confused(article, archive) and (_is_mixed(article) or not name):
        return True
    if name or min(len(archive), len(article)) <= _LETTERS or any(c.isdigit() for c in archive):
        return False
    near = OSA.distance(archive, article) <= max(1, round(_NEAR * len(archive)))
    if any(c.isdigit() for c in article):
        return near and _is_mixed(article) and len(article) > _LETTERS
    return (near and seen == 0) or is_confused(article, archive)


def is_word(word: str) -> bool:
    """Whether the vocabulary knows a folded word; of the short ones only those that are words indeed."""
    return word in _SHORT_WORDS if len(word) < _LETTERS else is_whole(word)


@functools.lru_cache(maxsize=50_000)
def is_confused(one: str, other: str) -> bool:
    """Whether one word becomes the other by a few confusions of letters that look alike."""
    reached = {one}
    for _ in range(_CONFUSIONS):
        if other in reached:
            return True
        reached |= {made for word in reached for made in _confusions(word)}
        if len(reached) > _MOST:
            break
    return other in reached


def _confusions(word: str) -> Iterator[str]:
    for pair in _CONFUSED:
        for seen, meant in (pair, pair[::-1]):
            at = word.find(seen)
            while at >= 0:
                yield word[:at] + meant + word[at + len(seen) :]
                at = word.find(seen, at + 1)


def _figures(word: str) -> str:
    return "".join(c for c in word if c.isdigit())


def _is_mixed(word: str) -> bool:
    """Whether a word has digits and letters both, so that some of them were misread."""
    return any(c.isdigit() for c in word) and any(c.isalpha() for c in word)
