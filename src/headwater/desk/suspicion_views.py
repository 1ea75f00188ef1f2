"""Suspected copies as they are shown: who, when, in which words, and what was decided."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Connection

from headwater.base.spans import Span
from headwater.claims.ledger import Ledger
from headwater.claims.suspected import Located, pairs_of, touched
from headwater.desk.bylines import chain_of, speaker_of
from headwater.desk.views import Fragment, Member, PassagePair, PassageSide, SuspicionLine
from headwater.model.document import Document
from headwater.model.suspicion import CopyDecision, Marked, Pair, Place, Suspect, Suspicion, Verdict
from headwater.store import documents, suspicions


def kept(decision: CopyDecision) -> Suspicion:
    """A suspicion that the last search does not find, as it is remembered by what was decided of it."""
    pairs = tuple(Pair(_unmarked(one), _unmarked(other)) for one, other in decision.pairs)
    shares = (0.0,) * len(decision.members)
    return Suspicion(decision.suspicion, Suspect.COPY, decision.members, "", "", shares, (), pairs)


def _unmarked(place: Place) -> Marked:
    return Marked(place, (), (), 0.0)


def among(connection: Connection, ledger: Ledger, present: Sequence[Located]) -> tuple[SuspicionLine, ...]:
    """The suspicions whose passages touch any of these statements, the strongest first, then those no longer found."""
    wanted = {one.document for one in present}
    found = suspicions.of_documents(connection, wanted)
    gone = [
        kept(decision)
        for decision in ledger.copies.values()
        if decision.suspicion not in found and wanted & set(decision.members)
    ]
    return (
        *lines(connection, ledger, (one for one in found.values() if touched(pairs_of(one), present))),
        *lines(connection, ledger, (one for one in gone if touched(pairs_of(one), present)), found=False),
    )


def lines(
    connection: Connection, ledger: Ledger, suspected: Iterable[Suspicion], *, found: bool = True
) -> tuple[SuspicionLine, ...]:
    """Suspicions as lines of a list; ``found`` says whether the last search finds them."""
    chosen = list(suspected)
    texts = texts_of(connection, {member for one in chosen for member in one.members})
    return tuple(line(one, ledger, texts, found=found) for one in chosen)


def texts_of(connection: Connection, ids: Iterable[str]) -> dict[str, Document]:
    """The documents with these ids, by id."""
    keys = [documents.find_key(connection, one) for one in sorted(ids)]
    return {stored.document.id: stored.document for stored in documents.get_many(connection, keys)}


def line(
    one: Suspicion, ledger: Ledger, texts: Mapping[str, Document], *, found: bool = True
) -> SuspicionLine:
    """A suspicion as a line of a list; ``texts`` are its documents."""
    decision = ledger.copies.get(one.id)
    verdict = decision.verdict if decision else Verdict.OPEN
    return SuspicionLine(
        id=one.id,
        kind=one.kind,
        verdict=verdict,
        members=tuple(_member(texts[m], share) for m, share in zip(one.members, one.shares, strict=True)),
        later=one.later,
        earlier=one.earlier,
        original=decision.original if decision else "",
        reasons=one.reasons,
        score=one.score,
        found=found,
        decision=decision,
        counts=_counts(one, verdict, found),
    )


def _counts(one: Suspicion, verdict: Verdict, found: bool) -> str:
    if verdict is Verdict.ACCEPTED:
        return "accepted: what the copies say rests on the original alone"
    if verdict is Verdict.REJECTED:
        return "rejected: counts for nothing"
    if not found:
        return "no longer found: counts for nothing"
    if one.kind is Suspect.REPEATED:
        return "a speaker's own words again: counts for nothing"
    return "open: taken for a copy in strict, ignored in open"


def _member(document: Document, share: float) -> Member:
    return Member(document.id, document.title, speaker_of(document)[0], _date(document), share)


def _date(document: Document) -> str:
    return document.sent.iso() if document.sent else ""


def pair_view(pair: Pair, texts: Mapping[str, Document]) -> PassagePair:
    """Two passages side by side."""
    return PassagePair(_side(pair.left, texts), _side(pair.right, texts), pair.score, pair.phrases)


def _side(side: Marked, texts: Mapping[str, Document]) -> PassageSide:
    place, document = side.place, texts[side.place.document]
    start = place.span.start
    marks = tuple(Span(span.start - start, span.end - start) for span in side.shared)
    return PassageSide(
        document=document.id,
        title=document.title,
        speaker=chain_of(document)[0],
        date=_date(document),
        start=start,
        words=Fragment(place.span.of(document.text), marks),
        gone=place.span.end > len(document.text),
    )
