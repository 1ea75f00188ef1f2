"""An audit as a JSON object (docs/schemas/audit.json)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from headwater.base.spans import Span
from headwater.claims.audit.changes import Changed
from headwater.claims.audit.findings import Finding, counts, findings, kind_of, outcome
from headwater.desk.audits import AuditView
from headwater.model.audit import (
    Candidate,
    Citation,
    Difference,
    Figure,
    Paraphrase,
    Quotation,
    Standing,
)
from headwater.store.audits import Line

Object = dict[str, Any]


def as_object(shown: AuditView) -> Object:
    """The audit with all its findings, and under ``changed`` what changed since the audit ``since``."""
    line, audit = shown.kept.line, shown.kept.audit
    text = audit.text
    return {
        "audit": line.id,
        "at": line.at,
        "by": line.by,
        "mode": line.mode,
        "article": {
            "title": audit.title,
            "sha256": audit.sha256,
            "author": audit.author,
            "outlet": audit.outlet,
            "date": audit.date,
            "text": text,
        },
        "extent": asdict(audit.extent),
        "summary": counts(audit),
        "sentences": [
            {"kind": one.kind.value, "why": one.why, "span": _span(text, one.span)} for one in audit.sentences
        ],
        "findings": [finding_object(text, one) for one in findings(audit)],
        "notes": list(audit.notes),
        "since": _since(shown),
        "changed": [_changed(shown, one) for one in shown.changes],
    }


def line_object(line: Line) -> Object:
    """A kept audit without its findings (docs/schemas/audits.json)."""
    return {
        "audit": line.id,
        "title": line.title,
        "sha256": line.article,
        "at": line.at,
        "by": line.by,
        "mode": line.mode,
        "documents": line.documents,
        "summary": line.counts,
    }


def _since(shown: AuditView) -> Object | None:
    if shown.since is None:
        return None
    return {"audit": shown.since.id, "at": shown.since.at, "documents_added": shown.added}


def _changed(shown: AuditView, change: Changed) -> Object:
    """A change; spans of what was before count the article's rendition of then."""
    text, before = shown.kept.audit.text, shown.before.audit.text if shown.before else ""
    return {
        "change": change.turn.value,
        "what": list(change.what),
        "before": None if change.before is None else finding_object(before, change.before),
        "after": None if change.after is None else finding_object(text, change.after),
    }


def finding_object(text: str, finding: Finding) -> Object:
    """One finding; ``text`` is the article's. Spans of the article and of places have their words."""
    shared: Object = {"kind": kind_of(finding), "id": finding.id, "outcome": outcome(finding)}
    match finding:
        case Quotation():
            return {**shared, **_quotation(text, finding)}
        case Citation():
            return {**shared, **_citation(text, finding)}
        case Paraphrase():
            return {**shared, **_paraphrase(text, finding)}
        case Figure():
            return {**shared, **_figure(text, finding)}


def _span(text: str, span: Span) -> Object:
    return {"text": span.of(text), "start": span.start, "end": span.end}


def _quotation(text: str, one: Quotation) -> Object:
    return {
        "span": _span(text, one.span),
        "text": one.text,
        "speaker": one.speaker,
        "date": one.date,
        "citation": one.citation,
        "verdict": one.verdict.value,
        "differences": [_difference(text, difference) for difference in one.differences],
        "mismatches": [asdict(mismatch) for mismatch in one.mismatches],
        "cautions": [
            {"kind": caution.kind, "reason": caution.reason, "words": caution.words, "at": _place(caution.at)}
            for caution in one.cautions
        ],
        "places": _standings(one.places),
        "total": one.total,
        "nearest": None if one.nearest is None else _standing(one.nearest),
    }


def _difference(text: str, one: Difference) -> Object:
    return {
        "change": one.change.value,
        "article": one.article,
        "archive": one.archive,
        "span": None if one.span is None else _span(text, one.span),
        "at": _place(one.at),
    }


def _place(at: Span | None) -> Object | None:
    return None if at is None else {"start": at.start, "end": at.end}


def _standings(places: Sequence[Standing]) -> list[Object]:
    return [_standing(place) for place in places]


def _standing(place: Standing) -> Object:
    first = place.spans[0].start if place.spans else 0
    return {
        "document": place.document,
        "sha256": place.sha256,
        "title": place.title,
        "spans": [
            {
                "text": place.text[span.start - first : span.end - first],
                "start": span.start,
                "end": span.end,
            }
            for span in place.spans
        ],
        "text": place.text,
        "date": place.date,
        "chain": list(place.chain),
        "recipients": list(place.recipients),
        "quoted": place.quoted,
    }


def _citation(text: str, one: Citation) -> Object:
    return {
        "span": _span(text, one.span),
        "text": one.text,
        "writer": one.writer,
        "recipients": list(one.recipients),
        "date": one.date,
        "number": one.number,
        "found": one.found.value,
        "candidates": [_candidate(candidate) for candidate in one.candidates],
        "mismatches": [asdict(mismatch) for mismatch in one.mismatches],
    }


def _candidate(one: Candidate) -> Object:
    return {
        "document": one.document,
        "sha256": one.sha256,
        "title": one.title,
        "date": one.date,
        "writer": one.writer,
        "recipients": list(one.recipients),
        "score": round(one.score, 3),
        "reasons": list(one.reasons),
    }


def _paraphrase(text: str, one: Paraphrase) -> Object:
    return {
        "spans": [_span(text, span) for span in one.spans],
        "text": one.text,
        "speaker": one.speaker,
        "date": one.date,
        "citation": one.citation,
        "passages": [
            {
                "standing": _standing(passage.standing),
                "bearing": passage.bearing.value,
                "reasons": list(passage.reasons),
                "score": round(passage.score, 3),
            }
            for passage in one.passages
        ],
    }


def _figure(text: str, one: Figure) -> Object:
    return {
        "span": _span(text, one.span),
        "text": one.text,
        "low": one.low,
        "high": one.high,
        "unit": one.unit,
        "day": one.day,
        "agreement": one.agreement.value,
        "archive": one.archive,
        "places": _standings(one.places),
        "reasons": list(one.reasons),
    }
