"""Whether a name in an article means one of the people of a writing: told by surnames, addresses and domains; three answers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from headwater.archive.tokens import words

_TITLES = frozenset(
    """mr mrs ms miss dr prof sir dame lord lady sr sra don dona lic gen general col colonel capt captain president
    vice minister secretary ambassador senator sen rep governor mayor judge director deputy editor the el la""".split()
)
_LITTLE = frozenset("de la del los von van der den bin al el of the for and y".split())
_FIRMS = frozenset(
    """advisory company group bank office ministry agency department bureau board council institute inspectorate press
    corp inc ltd llc gmbh sa news associates partners services times university court union""".split()
)
_LEAST = 4  # letters of a name that is looked for inside an address


def is_among(name: str, people: Iterable[str]) -> bool | None:
    """Whether somebody of this name is among ``people``, each "Name <address>", a name or an address.

    None where it cannot be told: nobody is known, an address says no name, a given name differs (it may be short for
    the other), a firm that no address speaks of.
    """
    answers = [_is(name, one) for one in people]
    if not answers or not sought(name):
        return None
    return True if True in answers else None if None in answers else False


def sought(name: str) -> tuple[str, ...]:
    """The words of a name that tell who is meant, titles left out; an address is one word."""
    if "@" in name:
        return (name.casefold().strip("<> "),)
    found = [word for word in words(name) if word not in _LITTLE]
    bare = [word for word in found if word not in _TITLES]
    return tuple(bare or found)


def surname(name: str) -> tuple[str, ...]:
    """The words of a name that an index can best be asked for: the last word, or those of an address; a firm's first."""
    own = sought(name)
    if not own:
        return ()
    if "@" in own[0]:
        return words(own[0])
    if is_firm(name):
        return own[:1]
    return own[-1:]


def is_firm(name: str) -> bool:
    """Whether a name is that of a firm or an office."""
    return not _FIRMS.isdisjoint(words(name))


def _is(name: str, person: str) -> bool | None:
    own = sought(name)
    if not own:
        return None
    shown, _, address = person.partition("<")
    if "@" in shown:
        shown, address = "", shown
    address = address.strip("> ").casefold()
    if "@" in own[0]:
        return own[0] == address if address else None
    theirs = _turned(shown)
    local = re.sub(r"[^a-z0-9@]", "", address)
    if own[-1] in theirs or (is_firm(name) and own[0] in theirs):
        return _same_given(own, theirs)
    if any(len(word) >= _LEAST and word in local for word in (own[:1] if is_firm(name) else own[-1:])):
        return True
    if len(own) == 1:
        return own[0] in theirs or own[0] in words(address) or (None if len(theirs) < 2 else False)
    if is_firm(name) or len(theirs) < 2:
        return None
    return False


def _turned(shown: str) -> Sequence[str]:
    """The words of a name as it is spoken: "Doe, Jane" turned round."""
    last, comma, first = shown.partition(",")
    return words(f"{first} {last}" if comma else shown)


def _same_given(own: Sequence[str], theirs: Sequence[str]) -> bool | None:
    if len(own) < 2 or len(theirs) < 2:
        return True
    one, other = own[0], theirs[0]
    short = min(len(one), len(other))
    return True if one[:short] == other[:short] or not set(own[:-1]).isdisjoint(theirs) else None
