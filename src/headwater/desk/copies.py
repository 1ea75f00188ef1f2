"""Suspected copies across a case: look for them, list them, decide on them.

All documents with text are compared with all others at once, each by its own words: what a message quotes or forwards
is left out. What is found is written down at the end, in one transaction; a search that was stopped leaves what stood before.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from headwater.base import dates
from headwater.base.errors import CaseBusy, InputError, NotFound
from headwater.claims import ledger as ledgers
from headwater.claims.copies import find as finding
from headwater.claims.copies import suspicion as copies
from headwater.claims.copies.passages import own_words
from headwater.claims.ledger import Ledger
from headwater.claims.suspected import pairs_of
from headwater.desk import suspicion_views
from headwater.desk.bylines import day_of, speaker_of
from headwater.desk.ledgers import read_ledger
from headwater.desk.views import SuspicionLine, SuspicionPage, SuspicionView
from headwater.model.document import Document, Kind
from headwater.model.suspicion import (
    CommonError,
    CopyDecision,
    Marked,
    Pair,
    Place,
    Search,
    Suspect,
    Suspicion,
    Verdict,
)
from headwater.store import decisions, documents, jobs, suspicions
from headwater.store.case import Case
from headwater.store.jobs import Job

VERSION = "copies-1"
"""Rises when the same documents would give other suspicions."""

_BATCH = 200  # documents read at a time
_LINES = 50  # suspicions whose documents are in memory at a time
_TITLE_WORDS = 3  # words from which a title can be cited as a source


def search(case: Case, *, tell: Callable[[Job], None] | None = None, again: bool = False) -> Search:
    """Look for copies in the whole case, and write down what is found in the place of what was.

    Does nothing where the same version has compared the same documents, unless ``again``. Decisions are kept: they
    belong to the documents. ``tell`` hears how many documents are prepared. Raises CaseBusy while another process searches.
    """
    with case.copies_lock():
        with case.reading() as connection:
            count, highest = suspicions.documents_with_text(connection)
            last = suspicions.last_search(connection)
        if last and not again and (last.version, last.documents, last.up_to) == (VERSION, count, highest):
            return last
        with _Running(case, count) as job:
            found = finding.find(list(_texts(case, job, tell)))
            made = Search(
                VERSION,
                dates.now(),
                count,
                highest,
                found.passages,
                found.candidates,
                tuple((_place(one.example), one.texts) for one in found.common),
            )
            job.found = len(found.suspicions)
            with case.writing() as connection:
                suspicions.put(connection, _unique(map(_suspicion, found.suspicions)), made)
    return made


class _Running:
    """The job of one search, as other processes see it."""

    def __init__(self, case: Case, total: int) -> None:
        self._case = case
        self._job = jobs.begun("the whole case", VERSION, total, 0)
        self._begun = time.monotonic()
        self.found = 0

    def __enter__(self) -> _Running:
        self._put(self._job)
        return self

    def step(self, done: int) -> Job:
        """Say that so many documents are prepared."""
        self._put(replace(self._job, done=done))
        return self._job

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: object) -> None:
        stopped = isinstance(error, KeyboardInterrupt | SystemExit)
        state = jobs.DONE if error is None else jobs.STOPPED if stopped else jobs.FAILED
        self._put(replace(self._job, state=state, found=self.found, message=str(error or "")))

    def _put(self, job: Job) -> None:
        self._job = replace(job, milliseconds=round((time.monotonic() - self._begun) * 1000))
        with self._case.writing() as connection:
            jobs.put(connection, jobs.COPIES, self._job)


def progress(case: Case) -> Job | None:
    """The search that goes on, or the last one; None where there was none. One whose process is gone was stopped."""
    with case.reading() as connection:
        job = jobs.get(connection, jobs.COPIES)
    if job is None or job.state != jobs.RUNNING:
        return job
    try:
        with case.copies_lock():
            pass
    except CaseBusy:
        return job
    with case.reading() as connection:  # it may have ended between the two looks
        job = jobs.get(connection, jobs.COPIES) or job
    return replace(job, state=jobs.STOPPED) if job.state == jobs.RUNNING else job


def _texts(case: Case, job: _Running, tell: Callable[[Job], None] | None) -> Iterator[copies.Text]:
    after = done = 0
    while True:
        with case.reading() as connection:
            keys = suspicions.text_keys(connection, after, _BATCH)
            found = documents.get_many(connection, keys)
        if not found:
            return
        for stored in found:
            yield text_of(stored.document)
        after, done = found[-1].key, done + len(found)
        now = job.step(done)
        if tell:
            tell(now)


def text_of(document: Document) -> copies.Text:
    """A document as it is compared: its own words, its date where one can be trusted, and who says it."""
    message = document.kind is Kind.MESSAGE
    speaker, names = speaker_of(document)
    titled = not message and len(document.title.split()) >= _TITLE_WORDS
    return copies.Text(
        id=document.id,
        text=document.text,
        own=own_words(document.text, printed=not message),
        when=day_of(document),
        speaker=speaker,
        names=(*names, document.title) if titled else names,
    )


def _unique(found: Iterator[Suspicion]) -> list[Suspicion]:
    """The first, and so the strongest, of several suspicions of the same documents, with the evidence of all."""
    kept: dict[str, Suspicion] = {}
    for one in found:
        first = kept.setdefault(one.id, one)
        if first is not one:
            kept[one.id] = replace(first, pairs=(*first.pairs, *one.pairs))
    return list(kept.values())


def _suspicion(one: copies.Suspicion) -> Suspicion:
    return Suspicion(
        id=hashlib.sha256("\n".join(sorted(one.members)).encode()).hexdigest()[:16],
        kind=Suspect(one.kind.value),
        members=one.members,
        later=one.later or "",
        earlier=one.earlier or "",
        shares=one.shares,
        reasons=one.reasons,
        pairs=tuple(
            Pair(_marked(shared.left), _marked(shared.right), shared.score, shared.phrases)
            for shared in one.evidence
        ),
        errors=tuple(_error(error) for error in one.errors),
        score=sum(shared.score for shared in one.evidence),
    )


def _marked(side: copies.Side) -> Marked:
    return Marked(_place(side.passage), side.shared, side.differing, side.share)


def _place(passage: copies.Passage) -> Place:
    return Place(passage.text, passage.span)


def _error(error: copies.SharedError) -> CommonError:
    places = tuple(Place(text, span) for text, span in zip(error.texts, error.places, strict=True))
    return CommonError(error.kind.value, error.value, error.usual, places, error.others)


@dataclass(frozen=True, slots=True)
class Asked:
    """Which suspicions are wanted: of one verdict or kind, of a document (its id); what is None or empty does not limit.

    A speaker's own words again are left out unless ``repeated`` or asked for by kind.
    """

    verdict: Verdict | None = None
    kind: Suspect | None = None
    document: str = ""
    repeated: bool = False


def listing(
    case: Case, asked: Asked | None = None, *, limit: int | None = None, offset: int = 0
) -> SuspicionPage:
    """One page of the suspicions of the case, the strongest first; decided ones that are no longer found come last."""
    wanted = asked or Asked()
    with case.reading() as connection:
        ledger = read_ledger(connection)
        if wanted.document:
            key = documents.find_key(connection, wanted.document)
            wanted = replace(wanted, document=documents.get(connection, key).document.id)
        counts = dict.fromkeys(Verdict, 0)
        chosen: list[tuple[Suspicion, bool]] = []
        for one, found in _every(connection, ledger):
            decision = ledger.copies.get(one.id)
            verdict = decision.verdict if decision else Verdict.OPEN
            counts[verdict] += 1
            if _is_wanted(one, verdict, wanted):
                chosen.append((one, found))
        page = chosen[offset : None if limit is None else offset + limit]
        lines = [
            line
            for start in range(0, len(page), _LINES)
            for line in _lines(connection, ledger, page[start : start + _LINES])
        ]
        last = suspicions.last_search(connection)
        count = suspicions.documents_with_text(connection)[0]
        return SuspicionPage(len(chosen), tuple(lines), counts, last, count - (last.documents if last else 0))


def _lines(
    connection: Connection, ledger: Ledger, page: Sequence[tuple[Suspicion, bool]]
) -> Iterator[SuspicionLine]:
    """Suspicions as lines, those that are no longer found last, as they come."""
    for state in (True, False):
        some = [one for one, found in page if found is state]
        yield from suspicion_views.lines(connection, ledger, some, found=state)


def _every(connection: Connection, ledger: Ledger) -> Iterator[tuple[Suspicion, bool]]:
    """All suspicions, and whether the last search finds them."""
    found = set()
    for one in suspicions.every(connection):
        found.add(one.id)
        yield one, True
    yield from (
        (suspicion_views.kept(decision), False)
        for decision in ledger.copies.values()
        if decision.suspicion not in found
    )


def _is_wanted(one: Suspicion, verdict: Verdict, wanted: Asked) -> bool:
    if one.kind is Suspect.REPEATED and not wanted.repeated and wanted.kind is not Suspect.REPEATED:
        return False
    return (
        wanted.verdict in (None, verdict)
        and wanted.kind in (None, one.kind)
        and (not wanted.document or wanted.document in one.members)
    )


def view(case: Case, suspicion_id: str) -> SuspicionView:
    """One suspicion with its passages side by side. Raises NotFound; InputError where several ids begin so."""
    with case.reading() as connection:
        return _view(connection, suspicion_id)


def _view(connection: Connection, suspicion_id: str) -> SuspicionView:
    history = decisions.history(connection)
    ledger = ledgers.fold(history)
    one, found = _suspicion_of(connection, ledger, suspicion_id)
    texts = suspicion_views.texts_of(connection, one.members)
    return SuspicionView(
        line=suspicion_views.line(one, ledger, texts, found=found),
        pairs=tuple(suspicion_views.pair_view(pair, texts) for pair in one.pairs),
        errors=one.errors,
        history=ledgers.decided_of_copy(history, one.id),
    )


def _suspicion_of(connection: Connection, ledger: Ledger, suspicion_id: str) -> tuple[Suspicion, bool]:
    try:
        return suspicions.get(connection, suspicion_id), True
    except NotFound:
        decided = [one for key, one in ledger.copies.items() if key.startswith(suspicion_id.strip().lower())]
        if len(decided) != 1 or not suspicion_id.strip():
            raise
        return suspicion_views.kept(decided[0]), False


def decide(
    case: Case, suspicion_id: str, verdict: Verdict, *, original: str = "", why: str = "", by: str
) -> CopyDecision:
    """Accept a suspicion, reject it, or open it again; a later decision on the same one replaces it.

    An accepted one is a recorded derivation: the others rest on ``original`` (a document's id), by default the earlier one
    of a directed suspicion. Raises NotFound, and InputError where an original is needed and not given, or is no member.
    """
    with case.writing() as connection:
        ledger = read_ledger(connection)
        one, _ = _suspicion_of(connection, ledger, suspicion_id)
        body = {
            "suspicion": one.id,
            "verdict": verdict.value,
            "members": list(one.members),
            "original": _original(one, original) if verdict is Verdict.ACCEPTED else "",
            "pairs": [[_row(left), _row(right)] for left, right in pairs_of(one)],
            "why": why,
        }
        decisions.append(connection, "copy", body, by=by)
        return read_ledger(connection).copies[one.id]


def _original(one: Suspicion, named: str) -> str:
    if not named and one.earlier:
        return one.earlier
    fitting = [member for member in one.members if named and member.startswith(named.strip().lower())]
    if len(fitting) != 1:
        members = ", ".join(one.members)
        raise InputError(
            f"{named!r} is not one of the documents of suspicion {one.id}."
            if named
            else f"Nothing says which document of suspicion {one.id} is the original.",
            f"Name the one that the others were taken from: {members}.",
            code="original",
        )
    return fitting[0]


def _row(place: Place) -> list[str | int]:
    return [place.document, place.span.start, place.span.end]


def of_document(case: Case, document: str) -> tuple[SuspicionLine, ...]:
    """All suspicions that have a document (its id) as a member, a speaker's own words again among them."""
    return listing(case, Asked(document=document, repeated=True)).lines
