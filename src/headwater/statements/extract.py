"""Statements of a document: the public functions of this layer."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from headwater.base.spans import Span
from headwater.model.statement import Basis, Form, Passages, Provenance, Stance, Statement
from headwater.statements.drafts import Draft, choose, continued
from headwater.statements.paragraphs import find_paragraphs
from headwater.statements.parse import parse
from headwater.statements.proposals import propose
from headwater.statements.quotes import MARKS, Quotation, find_quotations

EXTRACTOR = "rules-1"
"""The version of what this layer finds; it changes when the same text gives other statements."""


def extract(source: Provenance, text: str) -> list[Statement]:
    """All statements of one document's rendition ``text``, in the order of their first span."""
    drafts = find_drafts(text)
    parents = nest(drafts)
    ids = [identify(source.sha256, d.source, d.cue, d.content) for d in drafts]
    out = []
    for draft, parent in zip(drafts, parents, strict=True):
        chain = _chain(drafts, parents, draft, text)
        out.append(
            Statement(
                id=identify(source.sha256, draft.source, draft.cue, draft.content),
                sha256=source.sha256,
                source=draft.source,
                cue=draft.cue,
                content=draft.content,
                stance=Stance.ASSERTS,
                basis=Basis.UNKNOWN,
                form=form(draft, text),
                nested_in=None if parent is None else ids[parent],
                chain=chain,
                date=None,
                confidence=round(draft.weight, 3),
            )
        )
    return out


def extract_batch(documents: Iterable[tuple[Provenance, str]]) -> Iterator[list[Statement]]:
    """``extract`` over many documents, in order."""
    for source, text in documents:
        yield extract(source, text)


def _chain(drafts: Sequence[Draft], parents: Sequence[int | None], draft: Draft, text: str) -> tuple[str, ...]:
    return tuple(" ".join(s.of(text).split()) for s in draft.source)


def find_drafts(text: str) -> list[Draft]:
    paragraphs = find_paragraphs(text)
    quotations = find_quotations(text, paragraphs)
    drafts: list[Draft] = []
    for parsed in parse(text, paragraphs):
        drafts.extend(choose(propose(parsed, text, [q for q in quotations if parsed.span.holds(q.span)])))
    return continued(drafts, quotations, text)


def nest(drafts: Sequence[Draft]) -> list[int | None]:
    """For each draft the draft in whose content it stands, the smallest one; None for the outermost."""
    out: list[int | None] = []
    for n, draft in enumerate(drafts):
        holding = [
            m
            for m, other in enumerate(drafts)
            if m != n and other.holds(draft.cue[0]) and (other.size(), m) > (draft.size(), n)
        ]
        out.append(min(holding, key=lambda m: drafts[m].size()) if holding else None)
    return out


def form(draft: Draft, text: str) -> Form:
    """Direct where all words of the content are quoted, mixed where some are."""
    if draft.block:
        return Form.BLOCK
    marked = [s for s in draft.content if any(c in MARKS for c in s.of(text))]
    if not marked:
        return Form.INDIRECT
    whole = all(s.of(text)[0] in MARKS and s.of(text)[-1] in MARKS + ",." for s in draft.content)
    return Form.DIRECT if whole else Form.MIXED


def identify(sha256: str, *roles: Passages) -> str:
    """The statement's id: a hash over the document's hash and the spans of source, cue and content."""
    key = "|".join([sha256, *(" ".join(f"{s.start}-{s.end}" for s in spans) for spans in roles)])
    return hashlib.sha256(key.encode("ascii")).hexdigest()[:16]


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
