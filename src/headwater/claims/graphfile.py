"""Lineage graphs as JSON, and their independence as JSON.

The formats are described in ``docs/independence.md`` and by the schemas ``docs/schemas/independence-graph.json`` (in)
and ``docs/schemas/independence.json`` (out).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from typing import Any

from headwater.base.errors import InputError
from headwater.claims.independence import Weighed, weigh
from headwater.model.claim import Actor, Count, Derivation, Independence, Level, Lineage, Occurrence, Origin

KEYS = {
    "the graph": ("actors", "statements", "derivations", "claim"),
    "actors": ("id", "institution", "side"),
    "statements": ("id", "actor", "origin"),
    "derivations": ("of", "from", "how", "suspected", "directed"),
    "claim": ("supports", "disputes"),
}
"""The keys of each kind of object in a graph file. Others are ignored, unless they look like one of these misspelt."""


def answer(text: str, level: Level) -> dict[str, Any]:
    """The independence, at ``level``, of the claim in the graph file ``text``, as JSON-ready values.

    Raises InputError where the text is no graph file.
    """
    return answer_of(weigh(parse(text), level))


def answer_of(weighed: Weighed) -> dict[str, Any]:
    """An answer in the format of ``docs/schemas/independence.json``."""
    return {"supports": _independence(weighed.supports), "disputes": _independence(weighed.disputes)}


def graph_of(lineage: Lineage) -> dict[str, Any]:
    """A lineage in the format of ``docs/schemas/independence-graph.json``; ``parse`` of its JSON gives it back."""
    return {
        "actors": [{"id": a.id, "institution": a.institution, "side": a.side} for a in lineage.actors],
        "statements": [{"id": v.id, "actor": v.actor, "origin": v.origin} for v in lineage.occurrences],
        "derivations": [
            {
                "of": d.of,
                "from": list(d.sources),
                "how": d.how,
                "suspected": d.suspected,
                "directed": d.directed,
            }
            for d in lineage.derivations
        ],
        "claim": {"supports": list(lineage.supports), "disputes": list(lineage.disputes)},
    }


def parse(text: str) -> Lineage:
    """The lineage in the graph file ``text``.

    Required are ``statements`` with their ``id`` and ``actor``, the ``of`` and ``from`` of each derivation, and
    ``claim``; all else may be left out. Raises InputError, naming the place, where the text is not JSON, a key is
    missing or misspelt, a value has the wrong type, an id is given twice or nothing has it.
    """
    graph = _object(_json(text), "the graph")
    lineage = Lineage(
        actors=tuple(_actor(item, place) for place, item in _items(graph, "actors", required=False)),
        occurrences=tuple(
            _occurrence(item, place) for place, item in _items(graph, "statements", required=True)
        ),
        derivations=tuple(
            _derivation(item, place) for place, item in _items(graph, "derivations", required=False)
        ),
        **_claim(graph),
    )
    _check_ids(lineage)
    return lineage


# Reading the parts --------------------------------------------------------------------------------------------------


def _actor(item: Any, place: str) -> Actor:
    fields = _object(item, place)
    return Actor(
        id=_string(fields, "id", place),
        institution=_optional_string(fields, "institution", place),
        side=_optional_string(fields, "side", place),
    )


def _occurrence(item: Any, place: str) -> Occurrence:
    fields = _object(item, place)
    origin = _optional_string(fields, "origin", place)
    if origin is not None and origin not in list(Origin):
        raise InputError(
            f"{place}.origin is {_shown(origin)}.",
            "Write observation, record or unresolved, or null where the lineage goes on or was not recorded.",
            code="graph-type",
        )
    return Occurrence(
        id=_string(fields, "id", place),
        actor=_string(fields, "actor", place),
        origin=None if origin is None else Origin(origin),
    )


def _derivation(item: Any, place: str) -> Derivation:
    fields = _object(item, place)
    sources = _ids(fields, "from", place, required=True)
    if not sources:
        raise InputError(
            f"{place}.from is empty.",
            "Name the statements it rests on; a statement that rests on none is an origin and needs no derivation.",
            code="graph-empty",
        )
    how = fields.get("how")
    if how is not None and not isinstance(how, str):
        raise _wrong_type(f"{place}.how", how, "a string")
    return Derivation(
        of=_string(fields, "of", place),
        sources=sources,
        how=how or "",
        suspected=_flag(fields, "suspected", place, default=False),
        directed=_flag(fields, "directed", place, default=True),
    )


def _claim(graph: dict[str, Any]) -> dict[str, tuple[str, ...]]:
    claim = _object(_required(graph, "claim", "the graph"), "claim")
    return {side: _ids(claim, side, "claim", required=False) for side in KEYS["claim"]}


def _check_ids(lineage: Lineage) -> None:
    """Every id is given once and every id that is used is there."""
    _check_unique("actors", (actor.id for actor in lineage.actors))
    _check_unique("statements", (occurrence.id for occurrence in lineage.occurrences))
    actors = {actor.id for actor in lineage.actors}
    for number, occurrence in enumerate(lineage.occurrences):
        if actors and occurrence.actor not in actors:
            raise _unknown(f"statements[{number}].actor", occurrence.actor, "actors")
    statements = {occurrence.id for occurrence in lineage.occurrences}
    used: list[tuple[str, tuple[str, ...]]] = []
    used += [(f"derivations[{number}].of", (d.of,)) for number, d in enumerate(lineage.derivations)]
    used += [(f"derivations[{number}].from", d.sources) for number, d in enumerate(lineage.derivations)]
    used += [("claim.supports", lineage.supports), ("claim.disputes", lineage.disputes)]
    for place, ids in used:
        for id_ in ids:
            if id_ not in statements:
                raise _unknown(place, id_, "statements")


def _check_unique(kind: str, ids: Iterable[str]) -> None:
    seen: set[str] = set()
    for number, id_ in enumerate(ids):
        if id_ in seen:
            raise InputError(
                f"{kind}[{number}] has the id {_shown(id_)}, which another of the {kind} has.",
                "Give each an id of its own.",
                code="graph-duplicate-id",
            )
        seen.add(id_)


# Reading values -----------------------------------------------------------------------------------------------------


def _json(text: str) -> Any:
    try:
        return json.loads(text.removeprefix("\ufeff"), object_pairs_hook=_without_repeats)
    except json.JSONDecodeError as error:
        raise InputError(
            f"The graph is not JSON: {error.msg} at line {error.lineno}, column {error.colno}.",
            "docs/independence.md shows the format.",
            code="graph-json",
        ) from None
    except (RecursionError, ValueError):
        raise InputError(
            "The graph is not JSON that can be read: it is nested too deeply or holds a number too long.",
            "docs/independence.md shows the format.",
            code="graph-json",
        ) from None


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields = dict(pairs)
    if len(fields) < len(pairs):
        names = [name for name, _ in pairs]
        repeated = next(name for name in names if names.count(name) > 1)
        raise InputError(
            f"The key {_shown(repeated)} stands twice in one object.",
            "Keep one of the two.",
            code="graph-duplicate-key",
        )
    return fields


def _object(value: Any, place: str) -> dict[str, Any]:
    """``value`` as an object at ``place``, its keys checked for misspelling."""
    if not isinstance(value, dict):
        raise _wrong_type(place, value, "an object")
    known = KEYS[place.partition("[")[0]]
    for key in value:
        if key not in known and (meant := get_close_matches(key.lower(), known, n=1, cutoff=0.8)):
            raise InputError(
                f"{_capital(place)} has the key {_shown(key)}, which is unknown.",
                f'Did you mean "{meant[0]}"?',
                code="graph-key",
            )
    return value


def _items(graph: dict[str, Any], key: str, required: bool) -> Iterable[tuple[str, Any]]:
    """The items of the list ``key`` of the graph, each with its place."""
    value = _required(graph, key, "the graph") if required else graph.get(key)
    if value is None and not required:
        return []
    if not isinstance(value, list):
        raise _wrong_type(key, value, "a list")
    return [(f"{key}[{number}]", item) for number, item in enumerate(value)]


def _ids(fields: dict[str, Any], key: str, place: str, required: bool) -> tuple[str, ...]:
    value = _required(fields, key, place) if required else fields.get(key, [])
    if not isinstance(value, list):
        raise _wrong_type(f"{place}.{key}", value, "a list of ids")
    return tuple(_checked(item, f"{place}.{key}[{number}]") for number, item in enumerate(value))


def _required(fields: dict[str, Any], key: str, place: str) -> Any:
    if key not in fields:
        raise InputError(
            f'{_capital(place)} has no "{key}".',
            "docs/independence.md shows the format.",
            code="graph-missing-key",
        )
    return fields[key]


def _string(fields: dict[str, Any], key: str, place: str) -> str:
    return _checked(_required(fields, key, place), f"{place}.{key}")


def _optional_string(fields: dict[str, Any], key: str, place: str) -> str | None:
    value = fields.get(key)
    return None if value is None else _checked(value, f"{place}.{key}")


def _checked(value: Any, place: str) -> str:
    """``value`` as a name: a string with something in it that can be written as UTF-8."""
    if not isinstance(value, str):
        raise _wrong_type(place, value, "a string")
    if not value.strip() or any("\ud800" <= char <= "\udfff" for char in value):
        raise InputError(
            f"{place} is {_shown(value)}, which is no name.",
            "Give a string of printable characters, or leave out what is not known.",
            code="graph-type",
        )
    return value


def _flag(fields: dict[str, Any], key: str, place: str, default: bool) -> bool:
    value = fields.get(key, default)
    if not isinstance(value, bool):
        raise _wrong_type(f"{place}.{key}", value, "true or false")
    return value


def _wrong_type(place: str, value: Any, wanted: str) -> InputError:
    return InputError(
        f"{_capital(place)} is {_shown(value)}, where {wanted} is wanted.",
        "docs/independence.md shows the format.",
        code="graph-type",
    )


def _unknown(place: str, id_: str, kind: str) -> InputError:
    return InputError(
        f"{place} names {_shown(id_)}, which is not among the {kind}.",
        f"Add it to the {kind} or correct the id.",
        code="graph-unknown-id",
    )


def _capital(place: str) -> str:
    """The place as a sentence begins with it; names of keys stay as they are written."""
    return place.replace("the graph", "The graph")


def _shown(value: Any, limit: int = 60) -> str:
    """A value as JSON on one line, cut to ``limit`` characters."""
    written = json.dumps(value)
    return written if len(written) <= limit else written[: limit - 3] + "..."


# Writing the answer -------------------------------------------------------------------------------------------------


def _independence(side: Independence) -> dict[str, Any]:
    return {
        "counting_carriers": _count(side.counting_carriers),
        "carriers_faithful": _count(side.carriers_faithful),
        "origins": list(side.origins),
        "loops": [list(loop) for loop in side.loops],
        "ungrounded": list(side.ungrounded),
        "exact": side.exact,
    }


def _count(count: Count) -> dict[str, int | Sequence[str]]:
    return {
        "strict": count.strict,
        "open": count.open,
        "cut_strict": list(count.cut_strict),
        "cut_open": list(count.cut_open),
        "weak_links_strict": list(count.weak_links_strict),
        "weak_links_open": list(count.weak_links_open),
    }
