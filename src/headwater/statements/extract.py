"""Statements of a document: the public functions of this layer."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from dateutil import parser as dates

from headwater.archive.dating import written_day
from headwater.archive.parts import Part, PartKind, split_parts
from headwater.base.spans import Span
from headwater.model.document import Kind
from headwater.model.statement import Form, Passages, Provenance, Statement
from headwater.statements.byline import find_byline
from headwater.statements.chains import joined
from headwater.statements.correspondents import in_order, with_correspondents
from headwater.statements.drafts import Draft, Manner, nest
from headwater.statements.english import read_english
from headwater.statements.entered import form_of
from headwater.statements.extent import slices
from headwater.statements.language import Language, languages_of
from headwater.statements.mentions import Mention, Naming
from headwater.statements.mode import DEFAULT, Mode
from headwater.statements.names import Known, Names
from headwater.statements.spanish.dates import find_byline as find_spanish_byline
from headwater.statements.spanish.reading import SPANISH_RULES, read_spanish
from headwater.statements.speakers import Speakers
from headwater.statements.stance import basis_of, stance_of

RULES = "rules-4"
"""The version of the English rules; it changes when the same text gives other statements."""

NETWORK = "network-1"
"""The version of the trained network, likewise."""

PART_NAMED, PART_UNNAMED = 0.95, 0.5
"""The confidence of the statement that a part of a message is, with and without a known writer."""

_MARKS_OF_QUOTATION = re.compile(r"(?:[ \t]?>)+")


def extract(source: Provenance, text: str, mode: Mode = DEFAULT) -> list[Statement]:
    """All statements of one document's rendition ``text``, in the order of their first span.

    Spans are code points of ``text``. In mail every part has a statement of its own, form ``block``, whose source
    is its writer; what is attributed inside a part is nested in it. Each part is read by the rules of its language; one
    in a language without rules says nothing (see ``languages_refused``). Any text is taken; nothing is raised but
    Unsupported where no language model is installed.
    """
    return [statement for some in extract_slices(source, text, mode) for statement in some]


def extract_slices(source: Provenance, text: str, mode: Mode = DEFAULT) -> Iterator[list[Statement]]:
    """The same, slice by slice of a long text (``extent.slices``), so that memory does not grow with what is found.

    Names go over from slice to slice, and so does the writer of a message: a part of it that goes on has a statement
    of its own in each slice. Otherwise nothing holds words of two slices.
    """
    before = _Before()
    for within in slices(text):
        found, before = _extract_slice(source, text, within, mode, before)
        yield found


@dataclass(frozen=True, slots=True)
class _Before:
    """What is known where a slice begins: the links that the document brings with it (None before its first slice), the
    names of the slice before, and the part of a message that goes on from there."""

    chain: tuple[str, ...] | None = None
    known: Known | None = None
    part: _PartFrame | None = None


def _extract_slice(
    source: Provenance, text: str, within: Span, mode: Mode, before: _Before
) -> tuple[list[Statement], _Before]:
    parts = _parts(source, text, within, goes_on=before.part is not None)
    regions = _regions(within, parts)
    codes = languages_of(text, regions)
    read = [
        _read(text, region, n, code, mode)
        for n, (region, code) in enumerate(zip(regions, codes, strict=True))
    ]
    writers = [Mention(part.named, Naming.NAME, "", part.named) for part in parts if part.named]
    known = Known.of(text, within, [*writers, *(m for _, found in read for m in found)], before.known)
    known = with_correspondents(known, source, parts) if parts else known
    names = {n: Names.of(known, found) for n, (_, found) in enumerate(read)}
    frames = _part_frames(source, text, parts, before.part)
    chain = _provenance(source, text, codes[0]) if before.chain is None else before.chain
    above = _Frame((), frames) if parts else _Frame(chain)
    out = _statements(source, [d for drafts, _ in read for d in drafts], names, above)
    return out, _Before(chain, known, _going_on(text, parts, frames))


def extractor(mode: Mode = DEFAULT) -> str:
    """The version of what ``extract`` finds in this mode; it changes when the same text gives other statements."""
    rules = f"{RULES} {SPANISH_RULES}"
    return rules if mode is Mode.FAST else f"{rules} {NETWORK}"


def languages_refused(source: Provenance, text: str) -> tuple[str, ...]:
    """The languages (ISO 639-1) of those parts of a document that ``extract`` does not read, because it has no rules
    for them, in order of appearance; the writers of a message's parts are read all the same."""
    codes = (
        code
        for within in slices(text)
        for code in languages_of(text, _regions(within, _parts(source, text, within)))
    )
    return tuple(dict.fromkeys(code for code in codes if code not in set(Language)))


def _parts(source: Provenance, text: str, within: Span, goes_on: bool = False) -> tuple[Part, ...]:
    """The parts of a message; none for what is no message, unless a part of one goes on here."""
    message = source.kind is Kind.MESSAGE
    parts = split_parts(text, printed=not message and within.start == 0, within=within)
    return parts if message or goes_on or any(p.marker and p.writer for p in parts) else ()


def _regions(within: Span, parts: Sequence[Part]) -> list[tuple[Span, ...]]:
    """What is read together: the words of each part of a message but signatures, else the whole slice."""
    if not parts:
        return [(within,)]
    return [() if part.kind is PartKind.SIGNATURE else part.spans for part in parts]


def extract_batch(
    documents: Iterable[tuple[Provenance, str]], mode: Mode = DEFAULT
) -> Iterator[list[Statement]]:
    """``extract`` over many documents, in order."""
    for source, text in documents:
        yield extract(source, text, mode)


@dataclass(frozen=True, slots=True)
class _PartFrame:
    """A part's own statement (None where nobody is known to have written it) and the chain down to its writer."""

    statement: Statement | None
    chain: tuple[str, ...]
    parent: str | None

    @property
    def id(self) -> str | None:
        """The id of the part's statement, else of the nearest part around it that has one."""
        return self.statement.id if self.statement else self.parent

    def going_on(self, spans: Passages) -> _PartFrame:
        """The frame of the same part where it goes on in ``spans`` of the next slice."""
        if self.statement is None or not spans:
            return self
        new = identify(self.statement.sha256, (), (), spans)
        return replace(self, statement=replace(self.statement, id=new, source=(), cue=(), content=spans))


@dataclass(frozen=True, slots=True)
class _Frame:
    """What stands above a document's outermost statements: ``chain`` in an article, ``parts`` in mail."""

    chain: tuple[str, ...]
    parts: dict[int, _PartFrame] = field(default_factory=dict)


def _provenance(source: Provenance, text: str, language: str) -> tuple[str, ...]:
    """The links that a document that is no message brings with it: outlets, then author."""
    byline = find_spanish_byline(text) if language == Language.SPANISH else find_byline(text)
    outlets = [source.outlet, *(o for o in byline.outlets if o != source.outlet)]
    return joined([o for o in outlets if o], [a for a in [source.author or byline.author] if a])


def _going_on(text: str, parts: Sequence[Part], frames: Mapping[int, _PartFrame]) -> _PartFrame | None:
    """The part of a message whose words go on where a slice ends: the last one, or the one around it where its lines
    have marks of quotation, since the next slice has them again. None where nobody spoke yet."""
    speaking = [n for n, part in enumerate(parts) if part.spans and part.kind is not PartKind.SIGNATURE]
    if not speaking:
        return None
    last = max(speaking, key=lambda n: parts[n].spans[-1].end)
    quoted = _MARKS_OF_QUOTATION.match(text, text.rfind("\n", 0, parts[last].spans[-1].end) + 1)
    for _ in range(quoted[0].count(">") if quoted else 0):
        last = parts[last].parent or 0
    return frames[last] if frames[last].statement else None


def _written(part: Part, above: _PartFrame, source: Provenance) -> str | None:
    """The day of a part that its own headers tell, read beside the date of what carries it."""
    return written_day(part.date, above.statement.date if above.statement else source.date)


def _part_frames(
    source: Provenance, text: str, parts: Sequence[Part], before: _PartFrame | None
) -> dict[int, _PartFrame]:
    frames: dict[int, _PartFrame] = {}
    for index, part in enumerate(parts):
        if index == 0 and before is not None:
            frames[0] = before.going_on(part.spans)
            continue
        above = frames[part.parent] if part.parent is not None else _PartFrame(None, (), None)
        writer = source.writer or part.writer if index == 0 else part.writer
        outlets = find_byline(part.spans[0].of(text)).outlets if part.kind is PartKind.ARTICLE else ()
        chain = joined(above.chain, [*outlets, *([in_order(writer)] if writer else [])])
        parent = above.id
        statement = None
        if (
            part.kind is not PartKind.SIGNATURE
            and part.spans
            and (writer or part.marker or source.kind is Kind.MESSAGE)
        ):
            named = (part.named,) if part.named else ()
            cue = (part.cue,) if part.cue else ()
            statement = Statement(
                id=identify(source.sha256, named, cue, part.spans),
                sha256=source.sha256,
                source=named,
                cue=cue,
                content=part.spans,
                stance=stance_of("write", text, cue, ()),
                basis=basis_of("write", text, cue, ()),
                form=Form.BLOCK,
                nested_in=parent,
                chain=chain,
                date=_written(part, above, source) if part.date else source.date if index == 0 else None,
                confidence=PART_NAMED if writer else PART_UNNAMED,
            )
        frames[index] = _PartFrame(statement, chain, parent)
    return frames


def _read(
    text: str, regions: Sequence[Span], part: int, language: str, mode: Mode
) -> tuple[list[Draft], list[Mention]]:
    """The drafts of some regions of the text, and the mentions in them in order of their start; none where there are
    no rules for ``language``."""
    if language == Language.ENGLISH:
        return read_english(text, regions, part, mode)
    if language == Language.SPANISH:
        return read_spanish(text, regions, part)
    return [], []


def _statements(
    source: Provenance, drafts: Sequence[Draft], names: Mapping[int, Names], frame: _Frame
) -> list[Statement]:
    """Drafts as statements, each in its place; and the statements of the parts of a message.

    ``names`` are by part; 0 is the one of a document that is no message.
    """
    parents = nest(drafts)
    ids = [identify(source.sha256, d.source, d.cue, d.content) for d in drafts]
    chains: dict[int, tuple[str, ...]] = {}
    days: dict[int, str | None] = {}
    out = {f.statement.id: f.statement for f in frame.parts.values() if f.statement}
    speakers = Speakers(drafts, parents, names)
    for n in speakers.order():
        draft, parent = drafts[n], parents[n]
        part = frame.parts.get(draft.part)
        above = chains[parent] if parent is not None else part.chain if part else frame.chain
        if parent is None:
            speakers.begin(n, above)
        chains[n] = joined(above, speakers.told(n, above))
        own = _day(draft.spoken.dated) if draft.spoken.dated else None
        days[n] = own or (days[parent] if parent is not None else None)
        nested = ids[parent] if parent is not None else part.id if part else None
        manner = draft.manner or _manner(draft, names[draft.part].known.text)
        out[ids[n]] = Statement(
            id=ids[n],
            sha256=source.sha256,
            source=draft.source,
            cue=draft.cue,
            content=draft.content,
            stance=manner.stance,
            basis=manner.basis,
            form=manner.form,
            nested_in=nested,
            chain=chains[n],
            date=days[n],
            confidence=round(draft.weight, 3),
        )
    return sorted(out.values(), key=_place)


def _manner(draft: Draft, text: str) -> Manner:
    """How something is said, by its English words."""
    return Manner(
        stance_of(draft.lemma, text, draft.cue, draft.content),
        basis_of(draft.lemma, text, draft.cue, draft.content),
        form(draft, text),
    )


def _place(statement: Statement) -> tuple[int, int]:
    spans = [*statement.source, *statement.cue, *statement.content]
    return min((s.start for s in spans), default=0), -max((s.end for s in spans), default=0)


def form(draft: Draft, text: str) -> Form:
    """Block where the content is set off; else as its quotation marks say."""
    return Form.BLOCK if draft.block else form_of(draft.content, text)


def identify(sha256: str, *roles: Passages) -> str:
    """The statement's id: a hash over the document's hash and the spans of source, cue and content."""
    key = "|".join([sha256, *(" ".join(f"{s.start}-{s.end}" for s in spans) for spans in roles)])
    return hashlib.sha256(key.encode("ascii", "replace")).hexdigest()[:16]


def _day(written: str) -> str | None:
    """A written date as ISO 8601 (its day only); None where it cannot be read or leaves out day, month or year.

    What is left out would come from the default, so two defaults that differ in all three must agree.
    """
    try:
        read = [
            dates.parse(written[:100], fuzzy=True, ignoretz=True, default=default).date().isoformat()
            for default in (datetime(1904, 1, 1), datetime(1908, 2, 2))
        ]
    except (ValueError, OverflowError, TypeError):
        return None
    return str(read[0]) if read[0] == read[1] else None


def row(statement: Statement, document: str, text: str) -> dict[str, Any]:
    """The statement as a JSON object (docs/schemas/statements.json); ``text`` is the rendition its spans are in."""
    return {
        "id": statement.id,
        "document": document,
        "sha256": statement.sha256,
        "source": _passages(statement.source, text),
        "cue": _passages(statement.cue, text),
        "content": _passages(statement.content, text),
        "stance": statement.stance.value,
        "basis": statement.basis.value,
        "form": statement.form.value,
        "nested_in": statement.nested_in,
        "chain": list(statement.chain),
        "date": statement.date,
        "confidence": statement.confidence,
    }


def _passages(spans: Sequence[Span], text: str) -> Any:
    made = [{"text": s.of(text), "start": s.start, "end": s.end} for s in spans]
    return made if len(made) > 1 else made[0] if made else None
