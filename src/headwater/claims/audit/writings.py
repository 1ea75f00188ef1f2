"""What stands in a document as one writing: a message, a message that it quotes or forwards, a print-out of one, or the whole.

A mail is often in a case only inside of answers to it. So a citation is held against writings: each has a writer, people
to whom it went, and days (by the clock of its writer and by UTC) as far as the document says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from headwater.archive.dating import written_day
from headwater.archive.parts import Part, PartKind, split_parts
from headwater.archive.tokens import words
from headwater.base.spans import Span, hull
from headwater.claims.audit.times import day_of
from headwater.model.document import Document, Kind
from headwater.people.names import actor_key
from headwater.store.documents import Stored

HEAD = 2500
"""Code points of a paper at the top of which its date, its kind and its title stand."""

_LINES = 15
_LINE = 160
_RUN = 4  # words of the runs by which texts are compared
_LONGEST = 20_000  # code points of a writing that are compared
_REPLIES = frozenset("re fw fwd aw wg rv tr sv antw".split())


@dataclass(frozen=True, slots=True)
class Writing:
    """One writing. ``own``: it is the document itself, not something quoted in it; ``mail``: it is a message.

    ``writer`` and ``recipients`` are as written, with addresses; ``days`` are those that its date may be; ``spans`` are
    its own words in the document's rendition; ``head`` is what stands at its top, folded.
    """

    stored: Stored
    own: bool
    mail: bool
    writer: str
    recipients: tuple[str, ...]
    days: frozenset[date]
    title: str
    spans: tuple[Span, ...]
    head: tuple[str, ...]

    @property
    def document(self) -> Document:
        """The document in which it stands."""
        return self.stored.document

    @property
    def day(self) -> str:
        """Its day, the writer's own where it is known; "" where there is none."""
        if self.own and self.document.sent and self.mail and self.document.kind is Kind.MESSAGE:
            return self.document.sent.local().date().isoformat()
        return min(self.days).isoformat() if self.days else ""

    @property
    def identifier(self) -> str:
        """The identifier of the message, "" for what is no message of its own."""
        message = self.document.message
        return message.message_id if message and self.own else ""

    def runs(self) -> frozenset[tuple[str, ...]]:
        """Its words in runs, to be compared with others."""
        found = words(" ".join(span.of(self.document.text) for span in self.spans)[:_LONGEST])
        return frozenset(zip(*(found[n:] for n in range(_RUN)), strict=False))

    def has(self, place: Span) -> bool:
        """Whether a place of the rendition is among its words."""
        return any(span.overlaps(place) for span in self.spans)


def writings(stored: Stored) -> list[Writing]:
    """The writings in a document, the document itself first."""
    document = stored.document
    message = document.message if document.kind is Kind.MESSAGE else None
    parts = split_parts(document.text, printed=message is None)
    own = _message(stored, parts) if message else _paper(stored, parts)
    return [own, *_inside(stored, parts)]


def subject(title: str) -> tuple[str, ...]:
    """The words of a title without those that say that it is an answer."""
    found = list(words(title))
    while found and found[0] in _REPLIES:
        found.pop(0)
    return tuple(found)


def _message(stored: Stored, parts: Sequence[Part]) -> Writing:
    document = stored.document
    people = document.message.participants if document.message else ()
    named = [(one.role, f"{one.name} <{one.address}>" if one.name else one.address) for one in people]
    sent = document.sent
    days = {sent.local().date(), sent.utc().date()} if sent and _is_told(document) else set()
    return Writing(
        stored,
        own=True,
        mail=True,
        writer=next((name for role, name in named if role == "from"), ""),
        recipients=tuple(name for role, name in named if role in ("to", "cc", "bcc")),
        days=frozenset(days),
        title=document.title,
        spans=_own_spans(document.text, parts),
        head=words(document.text[:HEAD]),
    )


def _is_told(document: Document) -> bool:
    return document.rank is not None and document.rank.value != "file"


def _paper(stored: Stored, parts: Sequence[Part]) -> Writing:
    """A text that is no message, or a print-out of one."""
    document = stored.document
    first = parts[0]
    printed = bool(first.writer) or first.marker is not None
    dates = (
        (first.date,) if printed else tuple(_top(document.text))
    )  # a print-out's stamps are later than the message
    days = {day for written in dates if (day := day_of(written))}
    return Writing(
        stored,
        own=True,
        mail=printed,
        writer=first.writer,
        recipients=first.recipients,
        days=frozenset(days),
        title=first.subject or document.title,
        spans=_own_spans(document.text, parts) if printed else _whole(document.text),
        head=words(f"{document.title} {document.text[:HEAD]}"),
    )


def _top(text: str) -> Iterator[str]:
    lines = [line.strip() for line in text[:HEAD].splitlines() if line.strip()]
    return (line for line in lines[:_LINES] if len(line) <= _LINE)


def _whole(text: str) -> tuple[Span, ...]:
    return (Span(0, len(text)),) if text else ()


def _own_spans(text: str, parts: Sequence[Part]) -> tuple[Span, ...]:
    """The words of the message itself, with what its writer pasted into it."""
    spans = [
        span
        for part in parts
        if part.depth == 0 or (part.kind is PartKind.ARTICLE and part.parent == 0)
        for span in part.spans
    ]
    return tuple(sorted(spans)) if spans or len(parts) > 1 else _whole(text)


def _inside(stored: Stored, parts: Sequence[Part]) -> Iterator[Writing]:
    """The messages that a document quotes or forwards, as far as it says who wrote them or when."""
    document = stored.document
    near = document.sent.iso()[:10] if document.sent else None
    for part in parts[1:]:
        if part.kind not in (PartKind.QUOTED, PartKind.FORWARDED) or not part.spans:
            continue
        day = _written(part.date, near)
        if part.writer or day:
            yield Writing(
                stored,
                own=False,
                mail=True,
                writer=part.writer,
                recipients=part.recipients,
                days=frozenset([day] if day else []),
                title=part.subject or document.title,
                spans=part.spans,
                head=words(document.text[hull(part.spans).start :][:HEAD]),
            )


def _written(written: str, near: str | None) -> date | None:
    from_figures = written_day(written, near)
    return date.fromisoformat(from_figures) if from_figures else None


def united(found: Sequence[Writing]) -> list[list[Writing]]:
    """Writings that are one and the same put together: variants and copies of a message, and how others quote it.

    In each group the best comes first: what is a document of its own, the longest; groups are in the order of their first.
    """
    groups: list[list[Writing]] = []
    kept: list[frozenset[tuple[str, ...]]] = []
    order = sorted(found, key=lambda one: (not one.own, -sum(map(len, one.spans)), one.stored.key))
    for one in order:
        runs = one.runs()
        place = next((n for n, group in enumerate(groups) if _is_same(one, runs, group[0], kept[n])), None)
        if place is None:
            groups.append([one])
            kept.append(runs)
        else:
            groups[place].append(one)
    return groups


def _is_same(
    one: Writing, runs: frozenset[tuple[str, ...]], other: Writing, others: frozenset[tuple[str, ...]]
) -> bool:
    if one.identifier and one.identifier == other.identifier:
        return True
    fewer = min(len(runs), len(others))
    share = len(runs & others) / fewer if fewer else float(one.title == other.title and runs == others)
    if one.days and other.days and not one.days & other.days:
        return False
    known = bool(one.writer and other.writer)
    if known and not _names(one.writer) & _names(other.writer):
        return False
    return share >= (_ALIKE if known else _VERY_ALIKE)


_ALIKE, _VERY_ALIKE = 0.6, 0.9  # parts of the shorter one's runs that two writings must share


def _names(writer: str) -> set[str]:
    """The name and the address of a writer as words; what two writings must share to be of one writer."""
    name, _, address = writer.partition("<")
    found = {actor_key(name)} | {word for word in words(name) if len(word) > 2}
    return found | ({address.strip("> ")} if address else set()) - {""}
