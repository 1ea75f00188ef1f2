"""When two mentions are one actor, and when a mention names nobody.

Cautious on purpose: two spellings stay two actors until somebody decides otherwise, and a code name is an
actor of its own. Identity is by normalised name; no likeness is ever guessed here.
"""

from __future__ import annotations

import re
import unicodedata

_TITLES = frozenset(
    """mr mrs ms miss dr prof professor sir dame lord lady president vice-president minister secretary senator
    representative congressman congresswoman governor mayor judge justice general colonel major captain lieutenant
    sergeant commissioner director chief inspector detective officer agent ambassador analyst attorney lawyer
    journalist reporter editor spokesman spokeswoman spokesperson former ex señor señora sr sra don doña licenciado
    gen col maj capt lt sgt sen rep gov rev father sister""".split()
)
_ARTICLES = frozenset(
    "a an the one some several many two three four another certain this that these those".split()
)
_INDEFINITE = frozenset(
    "a an one some several many two three four another certain any every no other".split()
)
_INSTITUTIONS = frozenset(
    """government administration ministry department office agency bureau police army navy military court
    congress parliament senate council commission committee embassy consulate party cartel company bank union
    university newspaper agency network association foundation institute authority harbour port""".split()
)
_ANYBODY = frozenset(
    """people person persons man men woman women official officials source sources witness witnesses resident
    residents worker workers officer officers analyst analysts expert experts critic critics neighbour neighbours
    neighbor neighbors aide aides insider insiders observer observers diplomat diplomats lawyer lawyers attorney
    attorneys reporter reporters authorities others someone somebody spokesman spokeswoman spokesperson""".split()
)
_PRONOUNS = frozenset(
    """i we you he she they it who himself herself themselves his her their someone somebody everyone everybody
    anyone anybody nobody""".split()
)
_POSSESSIVE = re.compile(r"['’]s\b|(?<=s)['’](?=\s|$)")
_WORD = re.compile(r"[^\W_]+(?:[-.'’][^\W_]+)*")


def actor_key(name: str) -> str:
    """The identity of a named actor: folded, without titles, articles and punctuation; "Doe, Jane" turned round.

    >>> actor_key("Dr. Jane Doe") == actor_key("Doe, Jane") == "jane doe"
    True
    """
    text = unicodedata.normalize("NFKC", name).strip().strip("\"'“”‘’<>")
    if text.count(",") == 1:
        last, first = (part.strip() for part in text.split(","))
        if last and first and len(_WORD.findall(first)) <= 2 and not any(c.isdigit() for c in text):
            text = f"{first} {last}"
    words = [word.casefold() for word in _WORD.findall(text)]
    while len(words) > 1 and (words[0] in _ARTICLES or words[0].rstrip(".") in _TITLES):
        words = words[1:]
    return " ".join(words)


def is_named(mention: str) -> bool:
    """Whether a mention says who: a proper name, a code name, an address or a definite institution.

    "Jane Doe", "MX1", "the US government" and "j@x.example" do; "an official", "US officials", "the diplomat" and
    "she" do not. A document ("an e-mail dated April 19, 2010") is named by its date.
    """
    if "@" in mention:
        return True
    words = _WORD.findall(_POSSESSIVE.split(mention)[-1] or mention)
    if not words or " ".join(words).casefold() in _PRONOUNS:
        return False
    head = _head(words)
    if head.casefold() in _ANYBODY:
        return False
    if any(c.isdigit() for word in words for c in word):
        return True
    if head[:1].isupper():
        return True
    first = words[0].casefold()
    return head.casefold() in _INSTITUTIONS and first not in _INDEFINITE and len(words) > 1


def is_indefinite(mention: str) -> bool:
    """Whether a mention introduces somebody new ("an official", "officials"), so that each mention is its own."""
    words = _WORD.findall(mention)
    if not words or is_named(mention):
        return False
    first = words[0].casefold()
    definite = (
        first in ("the", "this", "that", "these", "those", "his", "her", "their", "its") or first in _PRONOUNS
    )
    return not definite and not _POSSESSIVE.search(mention)


def _head(words: list[str]) -> str:
    """The word before the first preposition, relative pronoun or participle clause: a cheap noun-phrase head."""
    for position, word in enumerate(words[1:], start=1):
        if word.casefold() in (
            "of",
            "in",
            "at",
            "for",
            "from",
            "with",
            "who",
            "that",
            "which",
            "to",
            "on",
            "by",
        ):
            return words[position - 1]
    return words[-1]
