"""From passages that share words to suspicions between texts: clusters, direction, kinds, reasons."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from networkx.utils import UnionFind

from headwater.archive.tokens import words
from headwater.base.spans import merged
from headwater.claims.copies.direction import day, direction, states
from headwater.claims.copies.suspicion import Kind, Limits, Shared, SharedError, Side, Suspicion, Text

OVERLAP = 0.5
"""Part of the shorter of two stretches of one text that must lie in the other for their copies to be of one cluster."""

MOST = 2 / 3
"""A suspicion becomes part of a larger one where it has more than this part of its members."""

Pair = tuple[str, str]


@dataclass(slots=True)
class _Draft:
    """A suspicion while evidence is still added."""

    kind: Kind
    reason: str
    evidence: list[Shared]


def suspicions(
    texts: Sequence[Text], shared: Sequence[Shared], errors: Sequence[SharedError], limits: Limits
) -> tuple[Suspicion, ...]:
    """The suspicions, strongest first. ``texts`` come in order of date; ``left`` of each shared is of the earlier one."""
    known = {text.id: text for text in texts}
    rank = {text.id: number for number, text in enumerate(texts)}
    drafts: dict[tuple[str | None, tuple[str, ...]], _Draft] = {}
    for cluster in _clusters(shared):
        for later, members, kind, reason, evidence in _judged(_forest(cluster, rank), known, limits):
            draft = drafts.setdefault((later, members), _Draft(kind, reason, []))
            draft.evidence.extend(evidence)
    _fold(drafts)
    return tuple(sorted(_finished(drafts, known, errors, limits), key=_strength))


# Clusters -----------------------------------------------------------------------------------------------------------


def _clusters(shared: Sequence[Shared]) -> list[list[Shared]]:
    """What shares the same stretch of a text, directly or through others, belongs together."""
    sets = UnionFind(range(len(shared)))
    places: defaultdict[str, list[tuple[int, int, int]]] = defaultdict(list)
    for number, found in enumerate(shared):
        for side in (found.left, found.right):
            places[side.passage.text].append((side.passage.span.start, side.passage.span.end, number))
    for stretches in places.values():
        stretches.sort()
        furthest = stretches[0]
        for one, other in pairwise(stretches):
            for held in {one, furthest}:
                overlap = min(held[1], other[1]) - other[0]
                if overlap >= OVERLAP * min(held[1] - held[0], other[1] - other[0]):
                    sets.union(held[2], other[2])
            furthest = max(furthest, other, key=lambda stretch: stretch[1])
    clusters: defaultdict[int, list[Shared]] = defaultdict(list)
    for number, found in enumerate(shared):
        clusters[sets[number]].append(found)
    return list(clusters.values())


def _forest(cluster: list[Shared], rank: dict[str, int]) -> list[Shared]:
    """The fewest that hold the cluster together: those with its earliest texts first, then the strongest."""
    sets = UnionFind()
    ordered = sorted(cluster, key=lambda found: (rank[_ids(found)[0]], -found.score, rank[_ids(found)[1]]))
    forest = []
    for found in ordered:
        one, other = _ids(found)
        if sets[one] != sets[other]:
            sets.union(one, other)
            forest.append(found)
    return forest


def _ids(found: Shared) -> Pair:
    return found.left.passage.text, found.right.passage.text


# Direction and kind -------------------------------------------------------------------------------------------------


def _judged(
    forest: list[Shared], known: dict[str, Text], limits: Limits
) -> Iterable[tuple[str | None, tuple[str, ...], Kind, str, list[Shared]]]:
    """The suspicions of one cluster: later text, members, kind, reason, evidence."""
    if together := _simultaneous(forest, known, limits):
        members = tuple(sorted({id_ for found in together for id_ in _ids(found)}))
        yield None, members, Kind.COORDINATED, _simultaneity(members, known), together
    undirected: list[Shared] = []
    done = set(together)
    for found in forest:
        if found in done:
            continue
        one, other = (known[id_] for id_ in _ids(found))
        pair, reason = direction(one, other, limits.apart)
        kind = Kind.REPEATED if one.speaker and one.speaker == other.speaker else Kind.COPY
        if pair is None and kind is Kind.COPY:
            undirected.append(found)
        else:
            later = None if pair is None else pair[1].id
            yield later, tuple(sorted(_ids(found))), kind, reason, [found]
    for group in _connected(undirected):
        members = tuple(sorted({id_ for found in group for id_ in _ids(found)}))
        one, other = (known[id_] for id_ in _ids(group[0]))
        reason = direction(one, other, limits.apart)[1]
        yield None, members, Kind.COPY, reason, group


def _connected(forest: list[Shared]) -> list[list[Shared]]:
    sets = UnionFind()
    for found in forest:
        sets.union(*_ids(found))
    groups: defaultdict[str, list[Shared]] = defaultdict(list)
    for found in forest:
        groups[sets[_ids(found)[0]]].append(found)
    return list(groups.values())


def _simultaneous(forest: list[Shared], known: dict[str, Text], limits: Limits) -> list[Shared]:
    """The part of a cluster in which enough speakers say it within the window and none states another as source."""
    ids = {id_ for found in forest for id_ in _ids(found)}
    dated = sorted((when, id_) for id_ in ids if (when := known[id_].when) is not None)
    first, last, start = 0, 0, 0
    for end in range(len(dated)):
        while dated[end][0] - dated[start][0] > limits.together:
            start += 1
        if end + 1 - start > last - first:
            first, last = start, end + 1
    window = {id_ for _, id_ in dated[first:last]}
    within = [
        found
        for found in forest
        if window.issuperset(_ids(found)) and not _stated(*(known[id_] for id_ in _ids(found)))
    ]
    speakers = {known[id_].speaker for found in within for id_ in _ids(found)} - {""}
    return within if len(speakers) >= limits.speakers else []


def _stated(one: Text, other: Text) -> bool:
    return bool(states(one, other) or states(other, one))


def _simultaneity(members: tuple[str, ...], known: dict[str, Text]) -> str:
    when = sorted(known[id_].when or 0 for id_ in members)
    speakers = len({known[id_].speaker for id_ in members} - {""})
    hours = round((when[-1] - when[0]) / 3600, 1)
    return f"{speakers} speakers say nearly the same within {hours:g} hours, from {day(when[0])}."


# Putting together ---------------------------------------------------------------------------------------------------


def _fold(drafts: dict[tuple[str | None, tuple[str, ...]], _Draft]) -> None:
    """An undirected suspicion between most members of a larger one is more evidence for that one."""
    holders: defaultdict[str, list[tuple[str, ...]]] = defaultdict(list)
    for later, members in drafts:
        if later is None:
            for id_ in members:
                holders[id_].append(members)
    for later, members in sorted(drafts, key=lambda key: (len(key[1]), key[1])):
        larger = [held for held in holders[members[0]] if len(held) > len(members) > MOST * len(held)]
        within = [held for held in larger if set(members) < set(held)]
        if later is None and within:
            target = max(within, key=lambda held: (len(held), held))
            drafts[(None, target)].evidence.extend(drafts.pop((later, members)).evidence)


def _finished(
    drafts: dict[tuple[str | None, tuple[str, ...]], _Draft],
    known: dict[str, Text],
    errors: Sequence[SharedError],
    limits: Limits,
) -> Iterable[Suspicion]:
    by_pair: defaultdict[Pair, list[SharedError]] = defaultdict(list)
    for error in errors:
        for number, one in enumerate(error.texts):
            for other in error.texts[number + 1 :]:
                by_pair[(one, other)].append(error)
    used: set[Pair] = set()
    for (later, members), draft in drafts.items():
        pairs = [(one, other) for number, one in enumerate(members) for other in members[number + 1 :]]
        used.update(pairs)
        found = tuple(dict.fromkeys(error for pair in pairs for error in by_pair.get(pair, ())))
        yield _suspicion(later, members, draft, found, known)
    for pair, found_errors in sorted(by_pair.items()):
        if pair not in used and len({error.value for error in found_errors}) >= limits.errors:
            directed, reason = direction(known[pair[0]], known[pair[1]], limits.apart)
            draft = _Draft(Kind.SHARED_ERRORS, reason, [])
            yield _suspicion(directed[1].id if directed else None, pair, draft, tuple(found_errors), known)


def _suspicion(
    later: str | None,
    members: tuple[str, ...],
    draft: _Draft,
    errors: tuple[SharedError, ...],
    known: dict[str, Text],
) -> Suspicion:
    evidence = tuple(
        sorted(draft.evidence, key=lambda found: (-found.score, _ids(found), found.left.passage.span))
    )
    sides: defaultdict[str, list[Side]] = defaultdict(list)
    for found in evidence:
        for side in (found.left, found.right):
            sides[side.passage.text].append(side)
    shares = tuple(_share(known[id_], sides[id_]) for id_ in members)
    reasons = [draft.reason, *_phrases(evidence), *(_error(error) for error in errors)]
    earlier = next((id_ for id_ in members if id_ != later), None) if later is not None else None
    return Suspicion(draft.kind, members, later, earlier, evidence, errors, shares, tuple(reasons))


def _share(text: Text, sides: list[Side]) -> float:
    """Part of a text's own words that lie in the shared spans of ``sides``."""
    whole = (
        len(words(text.text))
        if text.own is None
        else sum(len(words(span.of(text.text))) for span in text.own)
    )
    held = merged(span for side in sides for span in side.shared)
    return min(1.0, sum(len(words(span.of(text.text))) for span in held) / whole) if whole else 0.0


def _phrases(evidence: tuple[Shared, ...]) -> list[str]:
    phrases = sorted(
        {phrase for found in evidence for phrase in found.phrases}, key=lambda phrase: (-len(phrase), phrase)
    )
    shown = ", ".join(f"“{_short(phrase)}”" for phrase in phrases[:3])
    return [f"No other text of the case has: {shown}."] if shown else []


def _short(phrase: str, most: int = 90) -> str:
    line = " ".join(phrase.split())
    return line if len(line) <= most else line[: most - 1].rsplit(" ", 1)[0] + "…"


def _error(error: SharedError) -> str:
    return f"Both have the {error.kind} {error.value} where {error.others} others have {error.usual}."


def _strength(suspicion: Suspicion) -> tuple[float, tuple[str, ...], str]:
    score = sum(found.score for found in suspicion.evidence)
    return -score, suspicion.members, suspicion.later or ""
