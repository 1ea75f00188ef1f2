"""Words by which an article says that somebody says something, and sources that nobody could ask."""

from __future__ import annotations

import re
from collections.abc import Sequence

from headwater.archive.tokens import words
from headwater.base.spans import Span, hull
from headwater.model.statement import Statement

_MANY = frozenset(
    """two three four five six seven eight nine ten eleven twelve many some several most few all both various numerous
    everybody everyone somebody someone nobody others dozens hundreds thousands people it critics observers
    dos tres cuatro cinco seis siete ocho nueve diez muchos muchas algunos algunas varios varias todos nadie alguien""".split()
)
_AUTHOR = frozenset("i we yo nosotros one uno".split())
_THINKING = frozenset(
    """know knows knew think thinks thought hope hopes hoped like likes want wants wanted believe believes see sees feel feels
    wonder wonders guess remember understand understood call calls called dub dubbed sabe saben cree creen""".split()
)
_SAYING = re.compile(
    r"\b(?:sa(?:y|ys|id|ying)|tell|tells|told|telling|wr(?:ite|ites|ote|iting)|according|report\w*|claim\w*|den(?:y|ies|ied|ying)|announc\w*|"
    r"argu\w+|confirm\w*|admi\w+|disclos\w*|reveal\w*|insist\w*|warn\w*|assert\w*|aver\w*|observ\w*|not(?:ed|es)|repl(?:y|ies|ied)|answer\w*|"
    r"explain\w*|add(?:s|ed)|recall\w*|describ\w*|stat(?:e|es|ed)|testif\w+|declar\w+|suggest\w*|acknowledg\w*|complain\w*|promis\w+|predict\w*|"
    r"dij\w+|dice\w*|segun|asegur\w+|nieg\w+|nego|negaron|afirm\w+|escrib\w+|respond\w+|declaro|declararon|confirmo|confirmaron|explic\w+|anunci\w+|revel\w+)\b"
)
_PAPERS = re.compile(
    r"(?:the |those |these |some |los |las |estos |esos )?(?:leaked |internal )?(?:e-?mails|messages|letters|documents|papers|correos|mensajes|documentos)\b(?!.*\d)",
    re.IGNORECASE,
)
_MODAL = re.compile(r"\b(?:should|ought to|must|could|might|would|deberian?|debe|deben)\s+(?:\w+\s+){0,2}$")


def is_vague(source: str) -> bool:
    """Whether a source names nobody and no document one could ask: "five newspapers", "many", "everybody"."""
    first = words(source)[:1]
    if _PAPERS.match(source):
        return True
    return not first or first[0] in _MANY or source.strip()[:1].isdigit()


def is_author(source: str) -> bool:
    """Whether a source is the author: "I", "we", "one"."""
    return source.casefold() in _AUTHOR


def source_of(text: str, one: Statement) -> str:
    """The source of a statement as it is written, in one line; "" where there is none."""
    return " ".join(hull(one.source).of(text).split()) if one.source else ""


def says(text: str, one: Statement) -> bool:
    """Whether the cue of a statement is a word of saying, and somebody did say it: not "should say", not "know"."""
    cue = words(" ".join(part.of(text) for part in one.cue))
    saying = _SAYING.search(" ".join(cue))
    if not _THINKING.isdisjoint(cue) or saying is None:
        return False
    before = " ".join((*words(_before(text, one.cue)), *words(saying.string[: saying.start()])))
    return not _MODAL.search(f"{before} ")


def _before(text: str, cue: Sequence[Span]) -> str:
    start = hull(cue).start
    return text[max(0, start - 30) : start]
