"""What a token is: the one definition, used by the index, the query language and highlighting alike.

Every character of a text is one of five things:

word      a letter, decimal digit or letter number of a script that puts spaces between words. Neighbouring ones
          make one token.
alone     a character of a script without spaces (Chinese, Japanese kana, Thai, Lao, Khmer, Burmese) and every
          other number (superscripts, fractions, circled digits). Each is a token of its own, so that a phrase
          finds a word inside a sentence and a footnote mark does not stick to the word before it.
mark      a combining mark that carries meaning (vowel signs, virama, nukta, kana voicing). It joins the token
          before it.
nothing   accents and vowel points as separate characters, soft hyphens, zero-width and direction characters,
          variation selectors, tatweel. They leave no trace and do not separate.
break     all the rest: white space, punctuation (apostrophes and underscores too), symbols, emoji, control
          characters, private use, lone surrogates. It separates tokens and cannot be searched for.

A token's text is folded character by character: compatibility decomposition (NFKD, Unicode Standard Annex 15),
full case folding, accents off, decimal digits of any script as 0-9, and Latin letters with a stroke or the like
as their base letter (``ø`` o, ``ł`` l, ``æ`` ae, ``œ`` oe, ``ð`` d, ``þ`` th, ``ı`` i). So ``Strasse``,
``straße`` and ``STRASSE`` are one token, and composed and decomposed spellings are the same. A token of more
than ``LONGEST`` code points is cut into pieces of that length that follow each other.

Character properties come from the ``unicodedata`` of the running Python; ``UNICODE`` names its version, and an
index made with another version is made anew.

Tokenising here rather than in tantivy costs less than it saves: ``index_text`` works at the speed of
``bytes.translate`` on ASCII, and the analyser behind it only has to split at spaces.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

UNICODE = unicodedata.unidata_version
"""Version of the Unicode character database that tokens depend on."""

LONGEST = 10_000
"""Code points of the longest token; 40,000 bytes at most, below the 65,530 that tantivy would drop silently."""


@dataclass(frozen=True, slots=True)
class Token:
    """One token: its folded ``text`` and where it stands, in code points, end exclusive.

    The pieces of an overlong token each have the span of the whole.
    """

    text: str
    start: int
    end: int


class _Kind(Enum):
    WORD = "word"
    ALONE = "alone"
    MARK = "mark"
    NOTHING = "nothing"
    BREAK = "break"


# Canonical combining classes of accents and points that folding takes off. Left in place: 0 (vowel signs),
# 6-9 (Han reading marks, nukta, kana voicing, virama), 84-132 (vowel and tone marks of Telugu to Tibetan).
_ACCENTS = frozenset((1, *range(10, 37), *range(200, 241)))
_UNSPACED = ("CJK", "IDEOGRAPHIC", "HIRAGANA", "KATAKANA", "THAI", "LAO", "KHMER", "MYANMAR")
_LATIN = {"æ": "ae", "œ": "oe", "ð": "d", "þ": "th", "ı": "i"}
_LATIN_VARIANT = re.compile(r"LATIN SMALL LETTER ([A-Z]) WITH ")
_APOSTROPHES = "\u02bb\u02bc"  # letters by category, apostrophes in use
# Tatweel, grapheme joiner, variation selectors: letters and marks by category that say nothing.
_IGNORED = re.compile("[\u0640\u034f\u180b-\u180d\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef]")

_PIECE = re.compile(r"[0-9A-Za-z]+|[^\x00-\x7f]")
# UTF-8 to UTF-8: ASCII letters in lower case, other ASCII but digits as spaces; bytes of longer sequences stay.
_ASCII = bytes(
    byte if byte > 127 else ord(chr(byte).lower()) if chr(byte).isalnum() else 32 for byte in range(256)
)


def tokens(text: str) -> Iterator[Token]:
    """The tokens of ``text`` in order, with their places. Works for any string."""
    folded: list[str] = []
    start = end = edge = 0
    alone = False
    for piece in _PIECE.finditer(text):
        kind, fold = _reading(piece.group())
        separated = piece.start() != edge or kind in (_Kind.BREAK, _Kind.ALONE)
        if folded and (separated or (alone and kind is _Kind.WORD)):
            yield from _cut("".join(folded), start, end)
            folded.clear()
        edge = piece.end()
        if kind in (_Kind.BREAK, _Kind.NOTHING):
            continue
        if not folded:
            start, alone = piece.start(), kind is _Kind.ALONE
        folded.append(fold)
        end = edge
    if folded:
        yield from _cut("".join(folded), start, end)


def words(text: str) -> tuple[str, ...]:
    """The texts of ``tokens(text)``."""
    return tuple(index_text(text).split())


def index_text(text: str) -> str:
    """``text`` as the index takes it: its tokens, separated by spaces and by nothing else."""
    raw = text.encode("utf-8", "surrogatepass").translate(_ASCII)
    folded = raw.decode("utf-8", "surrogatepass")
    if len(raw) > len(text):
        few = (len(raw) - len(text)) * _SPARSE < len(text)
        folded = _spaced(_BEYOND.sub(_marked, folded) if few else folded.translate(_MARKED))
    if _may_be_overlong(folded):
        return " ".join(piece.text for word in folded.split() for piece in _cut(word, 0, 0))
    return folded


def folded_in_place(text: str) -> str | None:
    """``index_text(text)`` where it has a token's every character at its place in ``text``; None where it has not.

    So it is for texts in most alphabets; not where a character folds to several, to nothing, or stands alone.
    """
    beyond = [ord(char) for char in set(text) if char > "\x7f"]
    folded = index_text(text) if all(len(_MARKED[code]) == 1 for code in beyond) else ""
    return None if len(folded) != len(text) or _may_be_overlong(folded) else folded


def _may_be_overlong(folded: str) -> bool:
    """Whether half of ``LONGEST`` goes without a space somewhere: a longer token would cover such a block."""
    block = LONGEST // 2
    return any(folded.find(" ", at, at + block) < 0 for at in range(0, len(folded) - block + 1, block))


def _cut(text: str, start: int, end: int) -> Iterator[Token]:
    for at in range(0, len(text), LONGEST):
        yield Token(text[at : at + LONGEST], start, end)


# A folded text on its way to the index: where a character stood alone, and where a mark joins what is before it.
_OPEN, _CLOSE, _JOIN = "\x01", "\x02", "\x03"
_JOINED = re.compile(f"{_CLOSE}((?:{_JOIN}[^{_OPEN}{_CLOSE}{_JOIN} ])+)")


class _Marked(dict[int, str]):
    """For ``str.translate``: each character beyond ASCII folded, with the signs above. Filled as they come."""

    def __missing__(self, code: int) -> str:
        kind, fold = (_Kind.WORD, chr(code)) if code < 128 else _character(chr(code))
        signed = {_Kind.BREAK: " ", _Kind.ALONE: f"{_OPEN}{fold}{_CLOSE}", _Kind.MARK: _JOIN + fold}
        return self.setdefault(code, signed.get(kind, fold))


_MARKED = _Marked()
_BEYOND = re.compile(r"[^\x00-\x7f]")
_SPARSE = 5  # one character beyond ASCII in so many: then looking for them is faster than looking at all


def _marked(match: re.Match[str]) -> str:
    return _MARKED[ord(match[0])]


def _spaced(marked: str) -> str:
    """The signs turned into spaces: a mark stays with the character that stood alone before it."""
    if _CLOSE + _JOIN in marked:
        marked = _JOINED.sub(rf"\1{_CLOSE}", marked)
    return marked.replace(_OPEN, " ").replace(_CLOSE, " ").replace(_JOIN, "")


def _reading(piece: str) -> tuple[_Kind, str]:
    """Kind and folded text of a run of ASCII letters and digits or of one character beyond ASCII."""
    return (_Kind.WORD, piece.lower()) if piece.isascii() else _character(piece)


@lru_cache(maxsize=1 << 17)
def _character(char: str) -> tuple[_Kind, str]:
    category = unicodedata.category(char)
    if category in ("Cf", "Me") or _is_silent(char):
        return _Kind.NOTHING, ""
    if category[0] not in "LMN" or char in _APOSTROPHES:
        return _Kind.BREAK, ""
    if category == "No":
        value = unicodedata.numeric(char, 0.5)
        return _Kind.ALONE, str(int(value)) if value.is_integer() else char
    fold = _fold(char)
    if not fold:
        return _Kind.NOTHING, ""
    if all(
        unicodedata.category(part)[0] == "M" for part in fold
    ):  # halfwidth kana voicing is a letter by category
        return _Kind.MARK, fold
    if not unicodedata.name(fold[0], "").startswith(_UNSPACED):
        return _Kind.WORD, fold
    # Thai and Lao AM and the Lao digraphs fall into two characters that would be read as two tokens.
    return _Kind.ALONE, fold if all(_character(mark)[0] is _Kind.MARK for mark in fold[1:]) else char


def _is_silent(char: str) -> bool:
    return unicodedata.combining(char) in _ACCENTS or _IGNORED.match(char) is not None


def _fold(char: str) -> str:
    bare = "".join(part for part in unicodedata.normalize("NFKD", char) if not _is_silent(part))
    return "".join(_plain(part) for part in unicodedata.normalize("NFKD", bare.casefold()))


def _plain(char: str) -> str:
    """One character of a decomposition without accent, stroke or script of its digits; "" to leave it out."""
    if unicodedata.category(char)[0] not in "LMN" or char in _APOSTROPHES or _is_silent(char):
        return ""
    digit = unicodedata.decimal(char, None)
    if digit is not None:
        return str(digit)
    variant = _LATIN_VARIANT.match(unicodedata.name(char, ""))
    return variant[1].lower() if variant else _LATIN.get(char, char)
