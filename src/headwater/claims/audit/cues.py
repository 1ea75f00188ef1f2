"""Words by which an article says that somebody says something, and sources that nobody could ask."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence

from headwater.archive.tokens import words
from headwater.base.spans import Span, hull
from headwater.claims.matching.features import stems
from headwater.model.statement import Statement
from headwater.statements.lexicon import REPORTING

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
_TOLD = frozenset(
    """said told wrote written swore according per read reads asked asks ask promise promised denied pointed points wanted
    dijo dijeron dice dicen segun asegura aseguro aseguran afirma afirmo afirman niega nego niegan negaron sostiene sostuvo sostienen
    escribio escribe escribieron respondio responde declaro declara declararon confirma confirmo confirmaron explica explico anuncia
    anuncio anunciaron revela revelo denuncia denuncio admite admitio reconoce reconocio insiste insistio advierte advirtio senala
    senalo cuenta conto recuerda recordo pidio pide mantiene mantuvo""".split()
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
    saying = next((at for at, word in enumerate(cue) if _is_saying(word)), None)
    if not _THINKING.isdisjoint(cue) or saying is None:
        return False
    before = " ".join((*words(_before(text, one.cue)), *cue[:saying]))
    return not _MODAL.search(f"{before} ")


def _is_saying(word: str) -> bool:
    return word in _TOLD or stems([word])[0] in _verbs()


@functools.cache
def _verbs() -> frozenset[str]:
    """The stems of the verbs of reporting."""
    return frozenset(stems([word for verb in REPORTING for word in words(verb)]))


def _before(text: str, cue: Sequence[Span]) -> str:
    start = hull(cue).start
    return text[max(0, start - 30) : start]
