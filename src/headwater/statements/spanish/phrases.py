"""Noun phrases, verb groups and clause ends in a sentence, by function words and endings; there is no parser.

Ranges are of token indices, both ends included.
"""

from __future__ import annotations

from collections.abc import Sequence

from headwater.statements.spanish.tokens import Sentence, Token
from headwater.statements.spanish.verbs import is_finite
from headwater.statements.spanish.words import (
    ADVERBS,
    CLITICS,
    CONJUNCTIONS,
    DETERMINERS,
    INDEFINITE,
    PREPOSITIONS,
    PRONOUNS,
    RELATIVES,
    Range,
)

_BEFORE_NOUNS = frozenset("propio propia ni don doña entonces presunto presunta actual".split())


def noun_phrase(s: Sentence, at: int, end: int | None = None, led: bool = False) -> int | None:
    """The last token of the noun phrase that begins at ``at``, with "de" phrases and no clauses; None where none does.

    ``led`` says that its article stands before it, in "del" or "al".
    """
    end = len(s) if end is None else end
    if at >= end:
        return None
    if s[at].word in PRONOUNS and (at + 1 >= end or not _goes_on(s, at + 1, end)):
        return at
    head = at
    while head < end and (s[head].word in DETERMINERS or s[head].word in _BEFORE_NOUNS):
        head += 1
    last = _nucleus(s, head, end, bare=head == at and not led)
    if (
        last is None
        and head > at
        and head + 1 < end
        and s[head].word == "de"
        and s[head - 1].word in INDEFINITE
    ):
        return head + 1 if s[head + 1].word in PRONOUNS else noun_phrase(s, head + 1, end)  # "tres de ellas"
    if last is None:
        return None
    while last + 2 < end and s[last + 1].word in ("de", "del"):
        inner = last + 2
        while inner < end and s[inner].word in DETERMINERS:
            inner += 1
        further = _nucleus(s, inner, end, bare=False)
        if further is None:
            break
        last = further
    return last


def _goes_on(s: Sentence, at: int, end: int) -> bool:
    """Whether a word that may be a pronoun or an article is followed by a noun: "este informe", "esta dijo"."""
    token = s[at]
    return (
        token.is_word
        and token.word not in CLITICS
        and not is_finite(s, at)
        and not _stops(s, at)
        and s[at - 1].word in DETERMINERS
    )


def _nucleus(s: Sentence, at: int, end: int, bare: bool) -> int | None:
    """Nouns, adjectives and names from ``at`` on, up to four lower-case words; None where there is nothing.

    Without an article (``bare``) it must be a name, a capitalised word or a plural.
    """
    if at >= end or _stops(s, at):
        return None
    if bare and not s[at].capital and not s[at].word.endswith("s"):
        return None
    last, small, at = at, 0, at
    while at < end and not _stops(s, at):
        small += not s[at].capital and not s[at].word.isdigit()
        if small > 3 or (at > last and (is_finite(s, at) or _is_clause(s, at, end))):
            break
        last = at
        at += 1
        if (
            at + 1 < end
            and s[at].word in ("y", "e", "de", "del", "la", "los")
            and s[at - 1].capital
            and _named(s, at, end)
        ):
            at += 1 if s[at + 1].capital else 2
    return last


def _is_clause(s: Sentence, at: int, end: int) -> bool:
    """Whether a participle opens a clause of its own: "(documentos) obtenidos por X"."""
    participle = s[at].word.endswith(("ado", "ada", "ados", "adas", "ido", "ida", "idos", "idas"))
    return (
        participle
        and not s[at].capital
        and at + 1 < end
        and s[at + 1].word in ("por", "en", "ante", "a", "al", "con", "el")
    )


def _named(s: Sentence, at: int, end: int) -> bool:
    """Whether a particle stands inside a name: "Observatorio de Tierras", "Gaceta del Ebro", "Juan de la Cruz"."""
    if s[at].word in ("y", "e"):
        return False
    if s[at + 1].capital:
        return True
    return (
        s[at].word == "de" and s[at + 1].word in ("la", "los", "las") and at + 2 < end and s[at + 2].capital
    )


def _stops(s: Sentence, at: int) -> bool:
    token = s[at]
    if token.quoted or not token.is_word:
        return True
    word = token.word
    if token.capital and at:
        return False
    return (
        word in PREPOSITIONS or word in CONJUNCTIONS or word in RELATIVES or word in CLITICS or word in ADVERBS
        or word in ("no", "esta", "este") or word in PRONOUNS or word.endswith("mente") or word in DETERMINERS
    )  # fmt: skip


def strip(s: Sequence[Token], first: int, last: int) -> Range | None:
    """``first..last`` without marks at the ends other than those of questions and exclamations; None where nothing is
    left."""
    while first <= last and not (s[first].is_word or s[first].quoted or s[first].word in "¿¡"):
        first += 1
    while last >= first and not (
        s[last].is_word or s[last].quoted or s[last].word in ("?", "!", "%", "€", "$")
    ):
        last -= 1
    return (
        (first, last) if first <= last and any(t.is_word or t.quoted for t in s[first : last + 1]) else None
    )
