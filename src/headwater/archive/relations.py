"""What documents are to each other, kept in step with the case: threads, variants, and guesses by subject.

Three steps, each in batches of one transaction, so that a killed run goes on where it stopped and any number of
documents takes the memory of one batch (the largest thread is one):

link     the messages that came in since the last time become nodes, and what they name is put into one thread
         (``progress.related`` is the highest document key that was linked);
make     each thread that was touched gets its tree anew, all of it: see ``threads``;
guess    subjects of threads that were made are looked through for threads that go on with others: see ``guesses``.

What comes out depends on the messages alone, whatever the order and the batches in which they came.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from headwater.archive import guesses
from headwater.archive.threads import Mail, Union, ancestry, arrange, by_date, code_of, code_of_document
from headwater.archive.variants import fingerprint
from headwater.base.collecting import seldom_collected
from headwater.base.compact import compact
from headwater.model.document import Document
from headwater.store import documents, fingerprints, jobs, progress, threads
from headwater.store.case import Case
from headwater.store.threads import Group, Header, Known, Placed, Tree

_LINKED = 500  # documents linked in one transaction
_NODES = 5_000  # nodes of the threads that are made in one transaction, but for one thread that has more
_SUBJECTS = 200  # subjects looked through in one transaction

Tell = Callable[[int, int, str], None]
"""Called with how much is done, of how much, and with what is being done in words."""


def waiting(connection: Connection) -> int:
    """How many documents were not yet linked."""
    return progress.documents_above(connection, progress.get(connection, progress.RELATED))


def relate(case: Case, tell: Tell | None = None) -> int:
    """Bring threads, variants and guesses of the case up to date; how many documents were linked."""
    with case.reading() as connection:
        job = jobs.begun("threads, variants and guesses", "", waiting(connection), 0)
    with seldom_collected():
        done = _related(case, job.total, tell)
    with case.writing() as connection:
        jobs.put(connection, jobs.THREADS, replace(job, state=jobs.DONE, done=done, total=done))
    return done


def _related(case: Case, total: int, tell: Tell | None) -> int:
    done = 0
    while linked := _in_one(case, _link):
        done += linked
        if tell:
            tell(done, max(done, total), "linked")
    made = 0
    while count := _in_one(case, _make):
        made += count
        if tell:
            tell(made, made, "threads made")
    while _in_one(case, _guess):
        pass
    return done


def _in_one(case: Case, step: Callable[[Connection], int]) -> int:
    with case.writing() as connection:
        return step(connection)


@compact
@dataclass(frozen=True, slots=True)
class Link:
    """What links a document to others: code and name of the node at which it stands, then of what it names; nothing
    where it is no message. ``print`` is its fingerprint."""

    nodes: tuple[tuple[int, str], ...]
    print: int | None


def link_of(document: Document, tokens: str | None = None) -> Link:
    """What links ``document`` to others; ``tokens`` as in ``fingerprint``."""
    message = document.message
    if message is None:
        return Link((), None)
    name = message.message_id
    own = (code_of(name), name) if name else (code_of_document(document.sha256), "")
    others = {code_of(name): name for name in ancestry(message).all}
    return Link((own, *others.items()), fingerprint(document, tokens))


def link(case: Case, new: Sequence[tuple[int, Link]]) -> None:
    """Link documents that were just written, with all keys of that time, in their order. Nothing where others wait
    that were written before: ``relate`` comes to them all."""
    if not new:
        return
    with case.writing(durable=False) as connection:
        if progress.get(connection, progress.RELATED) == new[0][0] - 1:
            _link_all(connection, new)


def _link(connection: Connection) -> int:
    """Link the next documents; how many."""
    batch = documents.after(connection, progress.get(connection, progress.RELATED), _LINKED)
    if batch:
        _link_all(connection, [(stored.key, link_of(stored.document)) for stored in batch])
    return len(batch)


def _link_all(connection: Connection, batch: Sequence[tuple[int, Link]]) -> None:
    mails = [(key, [code for code, _ in made.nodes]) for key, made in batch if made.nodes]
    names = {code: name for _, made in batch for code, name in made.nodes}
    known = threads.known(connection, names)
    threads.join(connection, _groups([codes for _, codes in mails], names, known))
    nodes = threads.known(connection, [codes[0] for _, codes in mails])
    threads.add_members(connection, {key: nodes[codes[0]].node for key, codes in mails})
    prints = {key: made.print for key, made in batch if made.print is not None}
    fingerprints.put(connection, prints)
    progress.put(connection, progress.RELATED, batch[-1][0])


def _groups(linked: Iterable[Sequence[int]], names: dict[int, str], known: dict[int, Known]) -> list[Group]:
    """Codes that are ``linked`` belong together, and so do those of one thread: what becomes of that, in a fixed order."""
    union = Union()
    for codes in linked:
        for code in codes[1:]:
            union.put_under(codes[0], code)
    first: dict[int, int] = {}
    for code, node in known.items():
        union.put_under(code, first.setdefault(node.thread, code))
    together: dict[int, list[int]] = {}
    for code in sorted(names):
        together.setdefault(union.find(code), []).append(code)
    return [
        Group(
            tuple(sorted({known[code].thread for code in codes if code in known})),
            tuple((code, names[code]) for code in codes if code not in known),
        )
        for codes in together.values()
    ]


@dataclass(frozen=True, slots=True)
class _Letter:
    """What is needed of a document to place it: its mail, its key and its subject."""

    mail: Mail
    key: int
    subject: str


def _make(connection: Connection) -> int:
    """Make the trees of the next threads that need it; how many."""
    chosen = threads.unmade(connection, _NODES)
    known = threads.nodes(connection, chosen)
    by_thread: dict[int, list[_Letter]] = {thread: [] for thread in chosen}
    for header in threads.headers(connection, chosen):
        by_thread[header.thread].append(_letter(header, known))
    if chosen:
        trees = [_tree(thread, letters) for thread, letters in by_thread.items()]
        threads.put_trees(connection, trees, known)
    return len(chosen)


def _letter(header: Header, known: Mapping[int, Known]) -> _Letter:
    """What was passed over when the document was linked, an address in In-Reply-To, is no node of its thread; so the
    people in the headers, by whom addresses are told, need not be looked up again."""
    says = ancestry(header.message)
    answered = dict.fromkeys((*says.in_reply_to, *header.message.in_reply_to))

    def codes(names: Iterable[str]) -> tuple[int, ...]:
        found = ((code, known.get(code)) for code in map(code_of, names))
        return tuple(code for code, node in found if node is not None and node.thread == header.thread)

    mail = Mail(header.node, header.sha256, header.sent, codes(says.references), codes(answered))
    return _Letter(mail, header.key, header.message.subject)


def _tree(thread: int, letters: Sequence[_Letter]) -> Tree:
    """The tree of one thread from all documents in it."""
    places = arrange(letter.mail for letter in letters)
    copies: dict[int, _Letter] = {}
    for letter in sorted(letters, key=lambda one: by_date(one.mail)):
        copies.setdefault(letter.mail.node, letter)
    lead = next(copies[place.node] for place in places if place.node in copies)
    subject, answer = guesses.base_subject(lead.subject)
    dates = [letter.mail.sent for letter in letters if letter.mail.sent is not None]
    return Tree(
        thread=thread,
        code=places[0].node,
        messages=len(letters),
        ghosts=len(places) - len(copies),
        lead=lead.key,
        first=min(dates, default=None),
        last=max(dates, default=None),
        subject=code_of(subject) if subject else None,
        answer=answer,
        places=tuple(Placed(p.node, p.parent, p.how.value, p.position, p.depth) for p in places),
    )


def _guess(connection: Connection) -> int:
    """Guess anew for the next subjects that need it; how many."""
    subjects = threads.stale(connection, _SUBJECTS)
    groups = [leads for leads in threads.leads(connection, subjects).values() if len(leads) > 1]
    people = documents.participants(connection, [lead.key for leads in groups for lead in leads])
    joined: dict[int, int] = {}
    for leads in groups:
        beginnings = (
            guesses.Beginning(lead.thread, lead.code, lead.answer, lead.sent, people.get(lead.key, ()))
            for lead in leads
        )
        joined.update(guesses.joined(beginnings))
    threads.put_joined(connection, subjects, joined)
    return len(subjects)
