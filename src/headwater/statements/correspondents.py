"""The people in the headers of a message and of what it quotes: their names in order, and what else they are called.

Mail calls people by first names whose full ones stand in a header only.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from headwater.archive.parts import Part
from headwater.model.statement import Provenance
from headwater.statements.names import Known

MOST = 500
"""Different people of one document whose names are looked at; the rest are known as they are written."""

_ADDRESS = re.compile(r"\s*[<\[(][^<>\[\]()]{0,200}@[^<>\[\]()]{0,200}[>\])]?\s*$")
_DIRECTORY = re.compile(r"(?<=\w)(?:/[\w .-]{1,40}){0,6}@[\w-]{1,40}$|(?<=\w)(?:/[\w .-]{1,40}){1,6}$")
_TURNED = re.compile(
    r"([^\W\d_][\w'’-]{1,30}(?: [^\W\d_][\w'’-]{1,30})?), ([^\W\d_][\w.'’-]{0,30}(?: [^\W\d_]\w{0,30}\.?){0,2})"
)
_AFTER_NAMES = frozenset("inc ltd llc llp plc gmbh sa ag corp co jr sr md phd esq mp".split())
_WORD = re.compile(r"[^\W\d_][\w.'’-]*")


def in_order(name: str) -> str:
    """A name from a header as one says it: "Doe, Jane B" and "Jane B Doe/Sales/Example@Example" are "Jane B Doe".

    What is no such name comes back as it is, an address among them.
    """
    bare = _ADDRESS.sub("", name).strip(" '\"")
    if " " in bare:
        bare = _DIRECTORY.sub("", bare)
    turned = _TURNED.fullmatch(bare)
    if turned and turned[2].lower().rstrip(".") not in _AFTER_NAMES:
        return f"{turned[2]} {turned[1]}"
    return bare or name


def with_correspondents(known: Known, source: Provenance, parts: Sequence[Part]) -> Known:
    """``known`` and those of the people in the headers whom the text itself does not name otherwise: by each ending of
    their full names, and by the first name where only one of them has it."""
    people = dict.fromkeys(_written(source, parts))
    names = [
        name
        for name in dict.fromkeys(in_order(person) for person in list(people)[:MOST])
        if 1 < len(_WORD.findall(name)) <= 4 and "@" not in name and name[0].isupper()
    ]
    by: dict[str, list[str]] = {}
    for name in names:
        words = name.split()
        for called in {words[0], *(" ".join(words[at:]) for at in range(1, len(words)))}:
            by.setdefault(called, []).append(name)
    alone = {called: ((0, found[0]),) for called, found in by.items() if len(found) == 1}
    full = {
        ending: [(place, in_order(name)) for place, name in found]
        if any("," in name for _, name in found)
        else found
        for ending, found in known.full.items()
    }
    return replace(known, full={**alone, **full})


def _written(source: Provenance, parts: Sequence[Part]) -> Iterable[str]:
    yield from filter(None, (source.writer, *source.recipients))
    for part in parts:
        yield from filter(None, (part.writer, *part.recipients))
