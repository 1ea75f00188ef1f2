"""Which language a text is written in.

Two steps. Function words ("the of and", "el que no") decide what is plainly English, which nearly all of it is, at
next to no cost. The rest goes to py3langid, a naive Bayes classifier over byte n-grams whose model comes with it (Lui
and Baldwin, "langid.py", ACL 2012). Both see a sample of the text. A text is held to be in a language that cannot be
read only where the classifier is sure and the words are prose; names, tables and short lines are undecided.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from itertools import islice
from typing import Any

from headwater.base.spans import Span

ENGLISH, SPANISH = "en", "es"

WINDOW = 600
"""Code points of one stretch of a sample."""
WINDOWS = 3
"""Stretches of a sample, at most: from the beginning, the middle and the end."""

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]{1,3}\b)?")
_NO_WORD = re.compile(r"\S{0,200}[@/\\_=]\S{0,200}")  # addresses, links, paths and encoded stuff
_HEADER = re.compile(r"(?m)^[> \t]{0,20}[\w-]{1,30}:[ \t].{0,200}$")
_LEAST_WORDS = 4
_LEAST_LETTERS = 16
_REFUSED_LETTERS = 24  # fewer letters are never held to be in a language that is not read
_REFUSED_WORDS = 5
_SURE = 0.9
_CLEAR = 0.16  # this share of its function words makes a text plainly English
_FEW = 0.04  # a text with a larger share of English function words is never refused
_CASED = 0.5  # of the words of prose begin with a small letter
_UNCASED = 0.5  # of the letters, where a script has no Latin ones

_ENGLISH = frozenset(
    """the of and to in is was for that it on with as be by at this are from have not you which or an had were but they
    his her their been has would there will we what who if when your can all she our said about them into could my do
    any these than its i'm don't it's please thanks""".split()
)
_SPANISH = frozenset(
    """el la los las un una de del que en y se por con para no su sus al lo es como más pero fue ha había este esta
    según sobre entre cuando muy sin ser también hasta desde nos le les ya todo si porque está son mi te yo dijo usted
    hay eso ese esa han qué quien uno tiene ni gracias""".split()
)
_ONLY_ENGLISH = _ENGLISH - frozenset("do in was is an as on we will her at or a to it".split())
_ONLY_SPANISH = frozenset(
    "el los las y una un con del pero según había fue dijo muy hasta también usted hay".split()
)
_BESIDE_SPANISH = frozenset(
    "gl an ast ext ca oc pt it".split()
)  # what the classifier takes short Spanish for
_KNOWN = """af am ar az be bg bn bs ca cs cy da de el en es et eu fa fi fr ga gu he hi hr hu hy id is it ja ka kk km ko ku
    lt lv mk mn mr ms mt my ne nl no pa pl ps pt ro ru si sk sl sq sr sv sw ta te th tl tr uk ur uz vi zh""".split()


def language_of(text: str, spans: Sequence[Span] | None = None) -> str:
    """The ISO 639-1 code of the language of ``text``, or of its ``spans``; "" where nothing can be said."""
    sample = _sample(text, (Span(0, len(text)),) if spans is None and text else spans or ())
    words = [w.lower() for w in _WORD.findall(sample)]
    letters = sum(map(len, words))
    if letters and _foreign_script(sample, letters):
        return _classified(sample)[0]
    english = sum(w in _ENGLISH for w in words) / max(1, len(words))
    spanish = sum(w in _SPANISH for w in words) / max(1, len(words))
    if len(words) < _LEAST_WORDS or letters < _LEAST_LETTERS:
        return SPANISH if len(words) > 2 and spanish > 0.6 and not english else ""
    if english >= _CLEAR and english > 2 * spanish:
        return ENGLISH
    return _weighed(sample, words, english, spanish)


def _weighed(sample: str, words: Sequence[str], english: float, spanish: float) -> str:
    """The classifier's word, checked against the function words."""
    code, sure = _classified(sample)
    only = sum(w in _ONLY_SPANISH for w in words) / len(words)
    if code in _BESIDE_SPANISH and spanish >= 0.3 and only >= 0.1:
        code = "es"
    if code == SPANISH:
        return code if spanish >= english and (spanish >= 0.12 or sure > 0.6) else ""
    if code == ENGLISH:
        return code if sure > 0.5 or english > 0 else ""
    long_enough = len(words) >= _REFUSED_WORDS and sum(map(len, words)) >= _REFUSED_LETTERS
    some = sum(w in _ONLY_ENGLISH for w in words) > _FEW * len(words)
    if sure < _SURE or some or not long_enough or not _is_running(sample):
        return ""
    return code


def _sample(text: str, spans: Sequence[Span]) -> str:
    """Up to ``WINDOWS`` stretches of the spans, without headers, links and addresses."""
    size = sum(map(len, spans))
    if size <= WINDOW * WINDOWS:
        pieces = [s.of(text) for s in spans]
    else:
        wanted = [(size - WINDOW) * n // (WINDOWS - 1) for n in range(WINDOWS)]
        pieces = [_piece(text, spans, at) for at in wanted]
    return " ".join(_NO_WORD.sub(" ", _HEADER.sub(" ", piece)) for piece in pieces)


def _piece(text: str, spans: Sequence[Span], at: int) -> str:
    """``WINDOW`` code points from the ``at``-th one of the spans on, as far as its span goes."""
    for span in spans:
        if at < len(span):
            return text[span.start + at : min(span.end, span.start + at + WINDOW)]
        at -= len(span)
    return ""


def _foreign_script(sample: str, letters: int) -> bool:
    """Whether most letters are of a script in which neither language is written (Cyrillic, Arabic, Han ...)."""
    if sample.isascii() or letters < _LEAST_LETTERS:
        return False
    others = sum(
        1 for char in sample if char > "\u036f" and char.isalpha() and not "\u1e00" <= char <= "\u1eff"
    )
    return others > _UNCASED * letters


def _is_running(sample: str) -> bool:
    """Whether enough of the words begin with a small letter for it to be prose and no list of names."""
    small = count = 0
    for match in islice(_WORD.finditer(sample), 400):
        count += 1
        small += match[0][0].islower()
    return small >= _CASED * count


@functools.cache
def _classifier() -> Any:
    # Half a second and 130 MB: loaded only where function words do not decide.
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    made = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    made.set_languages(_KNOWN)
    return made


def _classified(sample: str) -> tuple[str, float]:
    """The most likely language and its share of the likelihood of all, in 0..1."""
    code, share = _classifier().classify(sample)
    return str(code), float(share)
