"""The ledger's decisions in words: of one claim, with all that its lineage rests on, or of the whole case."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from textwrap import shorten
from typing import Any

from headwater.claims import ledger as ledgers
from headwater.claims.lineage import Traced
from headwater.desk.evidence import Evidence
from headwater.desk.views import HistoryLine
from headwater.model.claim import Decision, document_of

_WORDS = 60  # characters of a statement that stand for it in a line of text


def of_claim(
    history: Sequence[Decision], claim: str, traced: Traced, evidence: Evidence
) -> tuple[HistoryLine, ...]:
    """The decisions that a claim rests on: its own, and those on the statements, actors and copies of its lineage."""
    chosen: set[int] = set()
    known = set(evidence.seen) | {link for one in history if (link := _linked_to(one, claim))}
    for one in history:
        if _speaks_of(one, claim, known, traced.names, evidence.documents) or _undone(one) in chosen:
            chosen.add(one.id)
    texts = words_of(history, {key: seen.text for key, seen in evidence.seen.items()})
    return tuple(line for line in lines(history, texts) if line.decision in chosen)


def _linked_to(decision: Decision, claim: str) -> str:
    linked = decision.kind == "link" and decision.body["claim"] == claim
    return str(decision.body["statement"]) if linked else ""


def _speaks_of(
    decision: Decision,
    claim: str,
    statements: Collection[str],
    actors: Collection[str],
    documents: Collection[str],
) -> bool:
    body = decision.body
    if "claim" in body:
        return bool(body["claim"] == claim)
    if decision.kind in ("typed", "citation"):
        return body["statement"] in statements
    if decision.kind == "derivation":
        return body["of"] in statements
    if decision.kind in ("actor", "interest"):
        return body["actor"] in actors
    return decision.kind == "copy" and any(member in documents for member in body["members"])


def _undone(decision: Decision) -> int | None:
    return int(decision.body["decision"]) if decision.kind == "undo" else None


def words_of(history: Iterable[Decision], known: Mapping[str, str]) -> dict[str, str]:
    """The words of the statements that decisions speak of: those ``known``, those seen when linked, those typed in."""
    found: dict[str, str] = {}
    for one in history:
        if one.kind == "link" and one.body.get("seen"):
            found[one.body["statement"]] = one.body["seen"]["text"]
        elif one.kind == "typed":
            found[one.body["statement"]] = one.body["text"]
    return {**found, **known}


def lines(history: Sequence[Decision], texts: Mapping[str, str]) -> tuple[HistoryLine, ...]:
    """All decisions in words, in order."""
    kept = ledgers.undoable(history)
    undone_by = {target: one.id for one in history if one.id in kept and (target := _undone(one)) is not None}
    return tuple(
        HistoryLine(
            decision=one.id,
            at=one.at,
            by=one.by,
            kind=one.kind,
            words=_words(one, texts),
            why=str(one.body.get("why") or ""),
            claim=str(one.body.get("claim") or ""),
            stands=one.id in kept,
            undone_by=undone_by.get(one.id),
            undoes=_undone(one),
            can_undo=one.id in kept,
        )
        for one in history
    )


def _words(decision: Decision, texts: Mapping[str, str]) -> str:
    teller = _TELLERS.get(decision.kind)
    if teller is None:
        return f"decided something of kind {decision.kind}"
    origin = decision.body.get("origin")
    return teller(decision.body, texts) + (f", from {origin}" if origin else "")


Body = Mapping[str, Any]


def _quoted(statement: str, texts: Mapping[str, str]) -> str:
    """A statement by its first words, or its id where nothing is known of it any more."""
    if document_of(statement):
        return f"document {document_of(statement)} as a whole"
    return f"“{shorten(texts.get(statement) or statement, _WORDS, placeholder=' …')}”"


def _claim(body: Body, texts: Mapping[str, str]) -> str:
    return f"wrote the claim {body['claim']}: {body['text']}"


def _link(body: Body, texts: Mapping[str, str]) -> str:
    parts = f", parts {', '.join(map(str, body['parts']))}" if body["parts"] else ""
    what = _quoted(body["statement"], texts)
    return f"linked {what} to {body['claim']} as {body['role']}{parts}, {body['basis']}"


def _decline(body: Body, texts: Mapping[str, str]) -> str:
    return f"declined the proposal {_quoted(body['statement'], texts)} for {body['claim']}"


def _typed(body: Body, texts: Mapping[str, str]) -> str:
    where = body["citation"] or f"document {body['document']}"
    return f"entered {_quoted(body['statement'], texts)} of {body['chain'][-1]}, from {where}"


def _derivation(body: Body, texts: Mapping[str, str]) -> str:
    verb = "suspected" if body["suspected"] else "recorded"
    sources = " and ".join(_quoted(source, texts) for source in body["sources"])
    relation = f"{body['how']}" if body["directed"] else "shares an original with"
    return f"{verb} that {_quoted(body['of'], texts)} {relation} {sources}"


def _actor(body: Body, texts: Mapping[str, str]) -> str:
    said = [f"{key} {body[key]}" for key in ("institution", "side") if body[key]]
    return f"said of {body['name']}: {', '.join(said)}"


def _interest(body: Body, texts: Mapping[str, str]) -> str:
    note = f" ({body['note']})" if body["note"] else ""
    return f"noted an interest of {body['name']}: {body['interest']}{note}"


def _copy(body: Body, texts: Mapping[str, str]) -> str:
    members = ", ".join(body["members"])
    if body["verdict"] == "accepted":
        return f"accepted that {members} are copies, {body['original']} being the original"
    verb = "rejected" if body["verdict"] == "rejected" else "left open"
    return f"{verb} the suspicion that {members} are copies"


def _citation(body: Body, texts: Mapping[str, str]) -> str:
    verb = {"accepted": "accepted", "rejected": "rejected"}.get(body["verdict"], "left open")
    return f"{verb} that {_quoted(body['statement'], texts)} cites {_quoted(body['source'], texts)}"


def _undo(body: Body, texts: Mapping[str, str]) -> str:
    return f"took back decision {body['decision']}"


_TELLERS = {
    "claim": _claim,
    "link": _link,
    "decline": _decline,
    "typed": _typed,
    "derivation": _derivation,
    "actor": _actor,
    "interest": _interest,
    "copy": _copy,
    "citation": _citation,
    "undo": _undo,
}
