"""Where a statement stands among the others once some of them are judged: what it is nested in, and its chain.

A statement is never nested in one that does not stand. Where the one around it was corrected, it is nested in the
correction if that still holds it; where it was rejected, in the next one further out. One entered by hand takes into it
what its content holds. The chain follows: links that came from the statement around it are exchanged for those of the new
one, and a rejected one's source is taken out. A chain that somebody wrote is never changed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from headwater.base.spans import Span, hull
from headwater.model.judgement import Held, Made, Proposed, Standing
from headwater.model.statement import Statement
from headwater.statements.chains import joined


def place(statement: Statement) -> tuple[int, int]:
    """What statements of a text are sorted by: where they begin, the longer ones first."""
    spans = (*statement.source, *statement.cue, *statement.content)
    return (hull(spans).start, -hull(spans).end) if spans else (0, 0)


def with_places(holds: Sequence[Held]) -> list[Held]:
    """The statements of one document, each in its place among those that stand; see the module."""
    if all(held.standing.stands and held.made is Made.EXTRACTED and held.found for held in holds):
        return list(holds)
    by_id = {held.id: held for held in holds}
    standing = [held for held in holds if held.standing.stands]
    by_hand = [held for held in standing if held.made is not Made.EXTRACTED]
    parents: dict[str, str | None] = {}
    for held in sorted(standing, key=lambda held: -_size(held.statement)):
        others = by_hand if held.made is Made.EXTRACTED else standing
        parents[held.id] = _parent(held, others, by_id, parents)
    chains: dict[str, tuple[str, ...]] = {}
    for key in parents:
        _chain(key, by_id, parents, chains)
    return [_moved(held, parents[held.id], chains[held.id]) if held.id in parents else held for held in holds]


def _moved(held: Held, nested_in: str | None, chain: tuple[str, ...]) -> Held:
    statement = held.statement
    if (nested_in, chain) == (statement.nested_in, statement.chain):
        return held
    proposed = Proposed(statement.nested_in, statement.chain) if held.made is Made.EXTRACTED else None
    return replace(held, statement=replace(statement, nested_in=nested_in, chain=chain), proposed=proposed)


def _size(statement: Statement) -> int:
    spans = (*statement.source, *statement.cue, *statement.content)
    return len(hull(spans)) if spans else 0


def _anchor(statement: Statement) -> Span | None:
    """What must lie in another's content for the statement to be nested in it: its cue, else all of it."""
    spans = statement.cue[:1] or (*statement.source, *statement.content)
    return hull(spans) if spans else None


def _inside(statement: Statement, outer: Statement) -> bool:
    anchor = _anchor(statement)
    return anchor is not None and any(span.holds(anchor) for span in outer.content)


def _parent(
    held: Held, others: Sequence[Held], by_id: Mapping[str, Held], parents: Mapping[str, str | None]
) -> str | None:
    """The id of the smallest statement that it is nested in: by the extractor's word, or in the content of one of
    ``others``."""
    found = _standing_parent(held.statement, by_id)
    for other in others:
        larger = _size(other.statement) > _size(held.statement)
        tighter = found is None or _size(other.statement) < _size(by_id[found].statement)
        if larger and tighter and _inside(held.statement, other.statement):
            found = other.id
    return None if found is not None and _within(found, held.id, parents) else found


def _within(key: str | None, outer: str, parents: Mapping[str, str | None]) -> bool:
    """Whether ``outer`` is ``key`` or stands around it."""
    while key is not None and key != outer:
        key = parents.get(key)
    return key is not None


def _standing_parent(statement: Statement, by_id: Mapping[str, Held]) -> str | None:
    """The nearest statement that stands on the way out through what the extractor said."""
    key, seen = statement.nested_in, set[str]()
    while key is not None and key in by_id and key not in seen:
        seen.add(key)
        held = by_id[key]
        if held.standing.stands:
            return key
        instead = by_id.get(held.instead or "")
        if instead is not None and _inside(statement, instead.statement):
            key = instead.id
        else:
            key = held.statement.nested_in
    return None


def _chain(
    key: str,
    by_id: Mapping[str, Held],
    parents: Mapping[str, str | None],
    chains: dict[str, tuple[str, ...]],
) -> tuple[str, ...]:
    """The chain of a statement that stands; ``chains`` are those made so far, and are added to."""
    todo: list[str] = []
    at: str | None = key
    while at is not None and at not in chains:
        todo.append(at)
        at = parents.get(at)
    for one in reversed(todo):
        chains[one] = _own_chain(by_id[one], by_id, parents[one], chains)
    return chains[key]


def _own_chain(
    held: Held, by_id: Mapping[str, Held], parent: str | None, chains: Mapping[str, tuple[str, ...]]
) -> tuple[str, ...]:
    chain = held.statement.chain
    if held.made is not Made.EXTRACTED:
        return chain
    above = None if parent is None else chains[parent]
    before = by_id.get(held.statement.nested_in or "")
    if before is None:
        return chain if above is None else joined(above, chain[_common(above, chain[:-1]) :])
    old = before.statement.chain
    if chain[: len(old)] != old or above == old:
        return chain
    if above is None:
        above = _without_source(before)
    return joined(above, chain[len(old) :])


def _without_source(held: Held) -> tuple[str, ...]:
    """What is left of a chain when its statement is none: all but its source, if words of its own named one."""
    statement = held.statement
    said = held.standing is Standing.REJECTED and (statement.source or statement.cue)
    return statement.chain[:-1] if said else statement.chain


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """How many links two chains have in common from the outermost on."""
    count = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        count += 1
    return count


def holder(statement: Statement, holds: Sequence[Held]) -> Held | None:
    """The smallest of the statements that stand in whose content this one would be nested; None for none."""
    around = [
        held
        for held in holds
        if held.standing.stands
        and _size(held.statement) > _size(statement)
        and _inside(statement, held.statement)
    ]
    return min(around, key=lambda held: _size(held.statement), default=None)
