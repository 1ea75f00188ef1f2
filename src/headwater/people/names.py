"""When two mentions are one actor, and when a mention names nobody.

Cautious on purpose: two spellings stay two actors until somebody decides otherwise, and a code name is an
actor of its own. Identity is by normalised name; no likeness is ever guessed here.
"""

from __future__ import annotations

import re
import unicodedata

_HONORIFICS = frozenset("mr mrs ms miss dr prof señor señora sr sra don doña licenciado lic rev".split())
_ARTICLES = frozenset(
    "a an the one some several many two three four another certain this that these those".split()
)
_INDEFINITE = frozenset(
    "a an one some several many two three four another certain any every no other".split()
)
_DEFINITE = frozenset("the this that these those his her their its our my your".split())
_INSTITUTIONS = frozenset(
    """government administration ministry department office agency bureau police army navy military court
    congress parliament senate council commission committee embassy consulate party cartel company bank union
    university newspaper network association foundation institute authority harbour port""".split()
)
_ANYBODY = frozenset(
    """people person persons man men woman women official officials source sources witness witnesses resident
    residents worker workers officer officers analyst analysts expert experts critic critics neighbour neighbours
    neighbor neighbors aide aides insider insiders observer observers diplomat diplomats lawyer lawyers attorney
    attorneys reporter reporters authorities others spokesman spokeswoman spokesperson""".split()
)
_PRONOUNS = frozenset(
    """i we you he she they it who himself herself themselves his her their someone somebody everyone everybody
    anyone anybody nobody""".split()
)
_BEFORE_MORE = frozenset("of in at for from with who that which to on by".split())
_POSSESSIVE = re.compile(r"['’]s\b|(?<=s)['’](?=\s|$)")
_WORD = re.compile(r"[^\W_]+(?:[-.'’][^\W_]+)*")

NOBODY = "(nobody named)"
"""What stands in a chain where the text names no source at all."""


def actor_key(name: str) -> str:
    """The identity of a named actor: folded, without articles, honorifics and punctuation; "Doe, Jane" turned round.

    An honorific is left off only before two further names: "Mr Smith" and "Mrs Smith" stay two.

    >>> actor_key("Dr. Jane Doe") == actor_key("Doe, Jane") == "jane doe"
    True
    """
    text = unicodedata.normalize("NFKC", name).strip().strip("\"'“”‘’<>")
    if text.count(",") == 1:
        last, first = (part.strip() for part in text.split(","))
        if last and first and len(_WORD.findall(first)) <= 2 and not any(c.isdigit() for c in text):
            text = f"{first} {last}"
    words = [word.casefold() for word in _WORD.findall(text)]
    while len(words) > 1 and (words[0] in _ARTICLES or (words[0] in _HONORIFICS and len(words) > 2)):
        words = words[1:]
    return " ".join(words) or " ".join(text.casefold().split())


def is_named(mention: str) -> bool:
    """Whether a mention in running text says who: a proper name, a code name, an address, a definite institution.

    "Jane Doe", "HERON-2", "the US government" and "j@x.example" do; "an official", "US officials", "the diplomat" and
    "she" do not. A document ("an e-mail dated March 12, 2031") is named by its date. Words of a script without
    capitals count as a name.
    """
    if "@" in mention:
        return True
    words = _WORD.findall(_POSSESSIVE.split(mention)[-1] or mention)
    if not words or is_pronoun(mention):
        return False
    head = _head(words)
    if head.casefold() in _ANYBODY:
        return False
    if any(c.isdigit() for word in words for c in word):
        return True
    if head[:1].isupper() or head.casefold() == head.upper():
        return True
    first = words[0].casefold()
    return head.casefold() in _INSTITUTIONS and first not in _INDEFINITE and len(words) > 1


def is_given_name(text: str) -> bool:
    """Whether a text that was given as a name (a mail header, an investigator's entry) is one.

    Capitals are no sign there: "jane doe" is a name. "an official", "she" and "two sources" are none.
    """
    words = _WORD.findall(text)
    if not words or is_pronoun(text) or text == NOBODY:
        return False
    first = words[0].casefold()
    return is_named(text) or (
        first not in _INDEFINITE | _DEFINITE and _head(words).casefold() not in _ANYBODY
    )


def is_pronoun(mention: str) -> bool:
    """Whether a mention is a pronoun alone, so that nothing in it tells one from another."""
    return " ".join(_WORD.findall(mention)).casefold() in _PRONOUNS


def is_indefinite(mention: str) -> bool:
    """Whether a mention introduces somebody new ("an official", "officials"), so that each mention is its own."""
    words = _WORD.findall(mention)
    if not words or is_named(mention) or is_pronoun(mention):
        return False
    return words[0].casefold() not in _DEFINITE and not _POSSESSIVE.search(mention)


def _head(words: list[str]) -> str:
    """The word before the first preposition, relative pronoun or participle clause: a cheap noun-phrase head."""
    for position, word in enumerate(words[1:], start=1):
        if word.casefold() in _BEFORE_MORE:
            return words[position - 1]
    return words[-1]
