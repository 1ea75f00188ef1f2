"""From suspected and accepted copies of documents to derivations of the statements that a claim's lineage holds.

A copy is found between passages of documents; a lineage is made of statements. A statement is touched by a passage where
at least half of the shorter one of the two lies in the other. What it was copied from is the statement of the other
document that the corresponding passage touches and that says most nearly the same, or, where none does, that document
as a whole. A document that is linked as a whole was copied from a document as a whole.

Open suspicions give suspected derivations, accepted ones recorded ones, rejected ones none. A speaker's own words again
(``Suspect.REPEATED``) are no derivation.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from headwater.archive.tokens import words
from headwater.base.spans import Span
from headwater.model.claim import Derivation, How, document_of, whole
from headwater.model.suspicion import CopyDecision, Place, Suspect, Suspicion

TOUCHES = 0.5
"""Part of the shorter of a passage and a statement that must lie in the other."""

SAME = 0.3
"""Part of the fewer words of two statements that must be common for one to be a copy of the other."""

_SHORT = 3  # letters of words that say nothing of what is said


@dataclass(frozen=True, slots=True)
class Located:
    """Where a statement stands: its document's id, the spans of what is said, and its words. ``id`` may be of a document
    as a whole; then the spans are all of it."""

    id: str
    document: str
    spans: tuple[Span, ...]
    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class Tie:
    """Passages of documents that correspond. ``original`` is the document that the others were taken from, "" where that
    is not known; ``suspected`` is False where somebody decided so."""

    id: str
    pairs: tuple[tuple[Place, Place], ...]
    original: str
    suspected: bool

    def documents(self) -> frozenset[str]:
        """The ids of the documents that are tied."""
        return frozenset(place.document for pair in self.pairs for place in pair)


def content_words(text: str) -> frozenset[str]:
    """The words of a statement by which it is compared."""
    return frozenset(word for word in words(text) if len(word) > _SHORT)


def tie_of(suspicion: Suspicion) -> Tie | None:
    """An open suspicion as a tie; None for one that is no derivation."""
    if suspicion.kind is Suspect.REPEATED:
        return None
    return Tie(suspicion.id, pairs_of(suspicion), suspicion.earlier, suspected=True)


def pairs_of(suspicion: Suspicion) -> tuple[tuple[Place, Place], ...]:
    """The places of a suspicion that correspond: its passages, or where the shared errors stand."""
    if suspicion.pairs:
        return tuple((pair.left.place, pair.right.place) for pair in suspicion.pairs)
    return tuple(
        (one, other)
        for error in suspicion.errors
        for one, other in combinations(error.places, 2)
        if {one.document, other.document} <= set(suspicion.members)
    )


def tie_decided(decision: CopyDecision) -> Tie:
    """An accepted suspicion as a tie."""
    return Tie(decision.suspicion, decision.pairs, decision.original, suspected=False)


def touched(pairs: Iterable[tuple[Place, Place]], present: Iterable[Located]) -> bool:
    """Whether any of the places is one of a statement that is ``present`` in a lineage."""
    places = [place for pair in pairs for place in pair]
    return any(
        _touch(Place(statement.document, span), place)
        for statement in present
        for span in statement.spans
        for place in places
    )


Candidates = Callable[[str], Sequence[Located]]
"""All statements of a document, by its id."""


def derivations(tie: Tie, present: Iterable[Located], candidates: Candidates) -> Iterator[Derivation]:
    """What the statements that are ``present`` in a lineage rest on because of ``tie``."""
    documents = tie.documents()
    for statement in present:
        if statement.document not in documents or statement.document == tie.original:
            continue
        for place in _counterparts(tie, statement):
            source = _nearest(statement, place, candidates)
            if source != statement.id:
                directed = bool(tie.original)
                yield Derivation(statement.id, (source,), How.REPUBLISHES.value, tie.suspected, directed)


def _counterparts(tie: Tie, statement: Located) -> list[Place]:
    """The places that correspond to a statement: in the original, through others if need be, or the next ones where it is
    not known which one is the original."""
    todo = [Place(statement.document, span) for span in statement.spans]
    seen: dict[Place, None] = {}
    while todo:
        here = todo.pop()
        for one, other in tie.pairs:
            for near, far in ((one, other), (other, one)):
                if far not in seen and _touch(here, near):
                    seen[far] = None
                    if tie.original and far.document != tie.original:
                        todo.append(far)
    return [place for place in seen if not tie.original or place.document == tie.original]


def _touch(one: Place, other: Place) -> bool:
    if one.document != other.document:
        return False
    common = min(one.span.end, other.span.end) - max(one.span.start, other.span.start)
    return common >= TOUCHES * min(len(one.span), len(other.span))


def _nearest(statement: Located, place: Place, candidates: Candidates) -> str:
    """The id of the statement at ``place`` that says most nearly what ``statement`` does, or of the whole document."""
    if document_of(statement.id):
        return whole(place.document)
    fitting = [
        (-_alike(statement.words, one.words), abs(_length(one) - _length(statement)), one.id)
        for one in candidates(place.document)
        if any(_touch(place, Place(place.document, span)) for span in one.spans)
    ]
    return _best(fitting) or whole(place.document)


def nearest_of(statement: Located, document: str, there: Iterable[Located]) -> str:
    """The id of the statement among ``there``, those of ``document``, that says most nearly what ``statement`` does, or of
    the document as a whole."""
    fitting = [
        (-_alike(statement.words, one.words), abs(_length(one) - _length(statement)), one.id) for one in there
    ]
    return _best(fitting) or whole(document)


def _best(fitting: Iterable[tuple[float, int, str]]) -> str:
    best = min(fitting, default=None)
    return best[2] if best and -best[0] >= SAME else ""


def _alike(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / min(len(one), len(other)) if one and other else 0.0


def _length(located: Located) -> int:
    return sum(map(len, located.spans))
