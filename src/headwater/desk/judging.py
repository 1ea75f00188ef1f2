"""Judge statements: accept, reject, correct, add one that was missed, and take a judgement back.

Words are given as they stand in the document and become exact places. What was decided goes to an append-only log; what
the document holds is made anew from that log and from what was extracted.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from headwater.base.errors import InputError, NotFound
from headwater.base.spans import Span, hull
from headwater.desk.holding import hold_again
from headwater.desk.picking import Piece, paragraphs_around, pick
from headwater.model.document import ID_LENGTH
from headwater.model.judgement import Held, Judgement, Standing, Verdict, Wording
from headwater.model.statement import Basis, Form, Passages, Stance, Statement
from headwater.statements.entered import form_of, outer_chain
from headwater.statements.judged import fold, standing, withdrawable
from headwater.statements.nesting import holder
from headwater.statements.settling import worded
from headwater.store import documents, judgements, statements
from headwater.store.case import Case
from headwater.store.documents import Stored


@dataclass(frozen=True, slots=True)
class Change:
    """What a correction changes, or what is added: None leaves what was, or what goes without saying.

    Pieces are words of the document, several where a passage is split, none where there is no such part. ``chain`` is
    outermost first, the source last.
    """

    source: tuple[Piece, ...] | None = None
    cue: tuple[Piece, ...] | None = None
    content: tuple[Piece, ...] | None = None
    stance: Stance | None = None
    basis: Basis | None = None
    form: Form | None = None
    chain: tuple[str, ...] | None = None


def accept(case: Case, statement_id: str, *, by: str, why: str = "") -> Judgement:
    """Decide that a statement is right as it stands. Raises NotFound; InputError where another stands in its place."""
    return _judge(case, statement_id, Verdict.ACCEPT, by, why)


def reject(case: Case, statement_id: str, *, by: str, why: str = "") -> Judgement:
    """Decide that it is no statement, or not one that was made. Raises as ``accept`` does."""
    return _judge(case, statement_id, Verdict.REJECT, by, why)


def _judge(case: Case, statement_id: str, verdict: Verdict, by: str, why: str) -> Judgement:
    with case.writing() as connection:
        held, stored = _judged(connection, statement_id)
        return _record(connection, stored, verdict, held, None, by, why)


def correct(
    case: Case, statement_id: str, change: Change, *, by: str, why: str = ""
) -> tuple[Judgement, str]:
    """Put another statement in the place of one: the judgement, and the id of the new one.

    Raises as ``accept`` does, and InputError for words that do not stand in the document or stand there several times,
    or where nothing is changed.
    """
    with case.writing() as connection:
        held, stored = _judged(connection, statement_id)
        new = corrected(stored, held.statement, change)
        if replace(new, id=held.id) == replace(held.statement, nested_in=None, confidence=1.0):
            raise InputError(
                "Nothing was changed.", "Change something, or accept the statement as it stands."
            )
        made = worded(stored.document.text, new)
        return _record(connection, stored, Verdict.CORRECT, held, made, by, why), new.id


def corrected(stored: Stored, old: Statement, change: Change) -> Statement:
    """The statement that a change makes of ``old``. Raises InputError."""
    text = stored.document.text
    near = paragraphs_around(text, _hull(old))
    source, cue, content = (
        was if pieces is None else pick(text, pieces, part, near, was)
        for part, pieces, was in (
            ("source", change.source, old.source),
            ("cue", change.cue, old.cue),
            ("content", change.content, old.content),
        )
    )
    own = old.chain if source == old.source or not old.chain else _chain(old.chain[:-1], text, source)
    new = replace(
        old,
        source=source,
        cue=cue,
        content=content,
        stance=change.stance or old.stance,
        basis=change.basis or old.basis,
        form=change.form or (old.form if content == old.content else form_of(content, text)),
        chain=own if change.chain is None else _checked(change.chain),
        nested_in=None,
        confidence=1.0,
    )
    return _made(new, old.id)


def add(case: Case, document_id: str, change: Change, *, by: str, why: str = "") -> tuple[Judgement, str]:
    """Enter a statement that was missed: the judgement, and the statement's id.

    Raises NotFound for an unknown document; InputError for words that cannot be used or a statement that is there.
    """
    with case.writing() as connection:
        stored = documents.get(connection, documents.find_key(connection, document_id))
        holds = statements.of_document(connection, stored.key)
        new = added(stored, change, holds)
        for held in holds:
            same = (held.statement.source, held.statement.cue, held.statement.content)
            if held.standing.stands and same == (new.source, new.cue, new.content):
                raise InputError(f"This statement is there already: {held.id}.", "Correct that one.")
        made = worded(stored.document.text, new)
        return _record(connection, stored, Verdict.ADD, None, made, by, why), new.id


def added(stored: Stored, change: Change, holds: Sequence[Held]) -> Statement:
    """The statement that is entered by ``change``; ``holds`` are those that the document has. Raises InputError."""
    text = stored.document.text
    content = pick(text, change.content or (), "content", None)
    near = paragraphs_around(text, hull(content)) if content else None
    cue = pick(text, change.cue or (), "cue", near)
    near = near or (paragraphs_around(text, hull(cue)) if cue else None)
    new = Statement(
        id="",
        sha256=stored.document.sha256,
        source=pick(text, change.source or (), "source", near),
        cue=cue,
        content=content,
        stance=change.stance or Stance.ASSERTS,
        basis=change.basis or Basis.UNKNOWN,
        form=change.form or (form_of(content, text) if content else Form.INDIRECT),
        nested_in=None,
        chain=(),
        date=None,
        confidence=1.0,
    )
    around = holder(new, holds)
    above = around.statement.chain if around else outer_chain(stored.document.text)
    chain = _chain(above, text, new.source) if change.chain is None else _checked(change.chain)
    return _made(replace(new, chain=chain), "")


def preview(case: Case, change: Change, *, statement_id: str = "", document_id: str = "") -> Statement:
    """What ``correct`` would make of a statement, or ``add`` enter in a document, without doing it. Raises as they do."""
    with case.reading() as connection:
        if statement_id:
            held, stored = _judged(connection, statement_id)
            return corrected(stored, held.statement, change)
        stored = documents.get(connection, documents.find_key(connection, document_id))
        return added(stored, change, statements.of_document(connection, stored.key))


def withdraw(case: Case, number: int, *, by: str, why: str = "") -> Judgement:
    """Take the judgement with this number back, also one that took another back; the log remembers all.

    Raises NotFound where no judgement in force has it.
    """
    with case.writing() as connection:
        key = judgements.document_of(connection, number)
        log = judgements.of_documents(connection, [key]).get(key, []) if key is not None else []
        if key is None or number not in withdrawable(log):
            raise NotFound(
                f"No judgement in force has the number {number}.", "headwater judge list CASE lists them."
            )
        made = judgements.append(connection, key, Verdict.WITHDRAW, by=by, why=why, withdraws=number)
        hold_again(connection, documents.get(connection, key))
        return made


def require_standing(held: Held) -> None:
    """Raises InputError where a statement does not stand, with what to use in its place."""
    if held.standing is Standing.REJECTED:
        raise InputError(f"Statement {held.id} was rejected.", "Undo that first if it was wrong.")
    if held.instead is not None:
        raise InputError(
            f"Another statement stands in the place of {held.id}: {held.instead}.", "Use that one."
        )
    if held.standing is Standing.WITHDRAWN:
        raise InputError(f"Statement {held.id} was entered by hand and taken back.", "Undo that first.")


@dataclass(frozen=True, slots=True)
class Told:
    """A judgement as it is listed: with the id of its document, whether it is in force, whether it can be taken back, and
    the first words of what it is about."""

    judgement: Judgement
    document: str
    in_force: bool
    withdrawable: bool
    words: str


def history(case: Case, document_id: str = "", statement_id: str = "") -> tuple[Told, ...]:
    """The judgements of the case, of one document or of one statement (and of those it stands in the place of), in the
    order in which they were made. Raises NotFound."""
    with case.reading() as connection:
        if statement_id:
            held, stored = _stored(connection, statement_id)
            related = _related(held.id, statements.of_document(connection, stored.key))
            return tuple(_concerning(related, _told(connection, {stored.key: held.statement.sha256})))
        judged = judgements.documents(connection)
        if document_id:
            key = documents.find_key(connection, document_id)
            judged = {key: judged[key]} if key in judged else {}
        return tuple(_told(connection, judged))


def _concerning(related: Collection[str], told: Sequence[Told]) -> Iterator[Told]:
    """Those that judge or enter one of these statements, and those that take one of them back."""
    numbers: set[int] = set()
    for one in told:
        judgement = one.judgement
        about = {*judgement.targets, *([judgement.made.id] if judgement.made else [])}
        if not about.isdisjoint(related) or judgement.withdraws in numbers:
            numbers.add(judgement.id)
            yield one


def _related(statement_id: str, holds: Sequence[Held]) -> set[str]:
    """The ids of all statements that stand in each other's places with this one."""
    pairs = [{held.id, held.instead} for held in holds if held.instead]
    found, before = {statement_id}, 0
    while len(found) > before:
        before = len(found)
        found.update(key for pair in pairs if pair & found for key in pair if key)
    return found


def _told(connection: Connection, judged: Mapping[int, str]) -> list[Told]:
    """The judgements on these documents (SHA-256 by key), in the order in which they were made."""
    found = []
    for key, log in judgements.of_documents(connection, list(judged)).items():
        document = judged[key][:ID_LENGTH]
        state = fold(log)
        forced = {one.id for one in (*state.decided.values(), *state.made.values())}
        kept, open_ = {one.id for one in standing(log)}, withdrawable(log)
        words = {one.id: _words(one.made or one.seen) for one in log}
        for one in log:
            in_force = one.id in forced & kept or (one.verdict is Verdict.WITHDRAW and one.id in open_)
            about = words[one.id] or words.get(one.withdraws or 0, "")
            found.append(Told(one, document, in_force, one.id in open_, about))
    return sorted(found, key=lambda told: told.judgement.id)


def _words(wording: Wording | None) -> str:
    if wording is None:
        return ""
    quotes = wording.content or wording.cue or wording.source
    return " … ".join(quote.exact for quote in quotes)


def _stored(connection: Connection, statement_id: str) -> tuple[Held, Stored]:
    held = statements.get(connection, statement_id)
    key = documents.find_key(connection, held.statement.sha256)
    return held, documents.get(connection, key)


def _judged(connection: Connection, statement_id: str) -> tuple[Held, Stored]:
    """A statement that can be judged, with its document; one that was rejected can be judged anew."""
    held, stored = _stored(connection, statement_id)
    if held.standing is not Standing.REJECTED:
        require_standing(held)
    return held, stored


def _record(
    connection: Connection,
    stored: Stored,
    verdict: Verdict,
    held: Held | None,
    made: Wording | None,
    by: str,
    why: str,
) -> Judgement:
    if not by.strip():
        raise InputError("A judgement needs the name of who makes it.", "Give your name.")
    targets: tuple[str, ...] = ()
    seen = None
    if held is not None:
        text = stored.document.text
        before = [one.id for one in statements.of_document(connection, stored.key) if one.instead == held.id]
        superseded = statements.get_many(connection, before).values()
        old = [one.id for one in superseded if one.standing is Standing.SUPERSEDED]
        targets, seen = (held.id, *old), worded(text, held.statement)
    judgement = judgements.append(
        connection, stored.key, verdict, by=by, why=why, targets=targets, seen=seen, made=made
    )
    hold_again(connection, stored)
    return judgement


def _made(statement: Statement, target: str) -> Statement:
    """With the id that a statement entered by hand has: the same for the same statement in the place of the same one."""
    if not statement.content and not statement.cue:
        raise InputError("A statement needs a content or a cue.", "Give the words of what is said.")
    spans = "|".join(
        " ".join(f"{span.start}-{span.end}" for span in passages)
        for passages in (statement.source, statement.cue, statement.content)
    )
    said = (statement.stance.value, statement.basis.value, statement.form.value, *statement.chain)
    seed = "\n".join(["by hand", target, statement.sha256, spans, *said])
    return replace(statement, id=hashlib.sha256(seed.encode("utf-8", "replace")).hexdigest()[:16])


def _chain(above: Sequence[str], text: str, source: Passages) -> tuple[str, ...]:
    """A chain down to the words of a source; "above" alone where it has none."""
    words = " ".join(" ".join(span.of(text) for span in source).split())
    return (*above, words) if words else tuple(above)


def _checked(chain: Sequence[str]) -> tuple[str, ...]:
    links = tuple(" ".join(link.split()) for link in chain)
    if not all(links):
        raise InputError("A link of a chain must name somebody.", "Leave empty links out.")
    return links


def _hull(statement: Statement) -> Span | None:
    spans = (*statement.source, *statement.cue, *statement.content)
    return hull(spans) if spans else None
