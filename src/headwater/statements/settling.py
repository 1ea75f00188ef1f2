"""A document's statements as a case holds them: what the extractor finds and what people judged, put together.

``settle`` is a pure function of the present extraction and the log of judgements, so nothing is lost when either
changes. Judgements find their statement again by its id, where its spans are the same, else by overlap
(``matching``), else the statement is kept as "decided, no longer found by the present version".
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from headwater.model.judgement import Held, Judgement, Made, Standing, Verdict, Wording
from headwater.model.statement import Statement
from headwater.statements.anchors import anchored, quoted
from headwater.statements.judged import Judged, fold
from headwater.statements.matching import matched
from headwater.statements.nesting import place, with_places

_STANDINGS = {
    Verdict.ACCEPT: Standing.ACCEPTED,
    Verdict.REJECT: Standing.REJECTED,
    Verdict.CORRECT: Standing.CORRECTED,
}


def settle(
    sha256: str,
    text: str,
    extracted: Sequence[Statement],
    log: Sequence[Judgement],
    earlier: Sequence[Statement] = (),
    referred: Collection[str] = (),
) -> list[Held]:
    """All statements of one document in the order of its text.

    ``extracted`` is what the present version finds in ``text``, ``log`` the document's judgements in their order,
    ``earlier`` what earlier versions found, ``referred`` the ids of statements that something outside refers to. Kept of
    the earlier ones are those that were judged or are referred to.
    """
    judged = fold(log)
    present = {one.id: one for one in extracted}
    kept = _kept(sha256, text, judged, log, earlier, {*judged.decided, *referred} - present.keys())
    homes = {key: home for key in kept if (home := _home(key, judged, present)) != key}
    free = [one for one in extracted if one.id not in judged.decided]
    became = matched([one for key, one in kept.items() if key not in homes], free)
    instead = {**became, **{key: became.get(home, home) for key, home in homes.items()}}
    before = {new: old for old, new in became.items()}
    holds = [_extracted(one, judged, before.get(one.id, "")) for one in extracted]
    holds += [_earlier(one, judged, instead.get(key)) for key, one in kept.items()]
    holds += _by_hand(sha256, text, judged, referred)
    return sorted(with_places(holds), key=lambda held: place(held.statement))


def worded(text: str, statement: Statement) -> Wording:
    """A statement with its words in ``text``, to be kept in a judgement."""
    return Wording(
        id=statement.id,
        source=quoted(text, statement.source),
        cue=quoted(text, statement.cue),
        content=quoted(text, statement.content),
        stance=statement.stance,
        basis=statement.basis,
        form=statement.form,
        chain=statement.chain,
        date=statement.date,
    )


def restored(sha256: str, text: str, wording: Wording) -> Statement:
    """The statement that a judgement keeps, its words found again in ``text``; words that are gone are left out."""
    return Statement(
        id=wording.id,
        sha256=sha256,
        source=anchored(text, wording.source),
        cue=anchored(text, wording.cue),
        content=anchored(text, wording.content),
        stance=wording.stance,
        basis=wording.basis,
        form=wording.form,
        nested_in=None,
        chain=wording.chain,
        date=wording.date,
        confidence=1.0,
    )


def _kept(
    sha256: str,
    text: str,
    judged: Judged,
    log: Sequence[Judgement],
    earlier: Sequence[Statement],
    wanted: Collection[str],
) -> dict[str, Statement]:
    """The wanted ones of the statements that only earlier versions found, judged ones first."""
    rows = {one.id: one for one in earlier}
    seen = {one.seen.id: one.seen for one in log if one.seen is not None}
    kept: dict[str, Statement] = {}
    for key in sorted(wanted, key=lambda key: (key not in judged.decided, key)):
        if key in seen and key not in judged.entered:
            kept[key] = restored(sha256, text, seen[key])
        elif key in rows and key not in judged.entered:
            kept[key] = rows[key]
    return kept


def _home(key: str, judged: Judged, present: Mapping[str, Statement]) -> str:
    """Which of the statements that a judgement takes for one this one's verdict shows on: one that is found, else the
    one that was judged."""
    targets = judged.decided[key].targets if key in judged.decided else (key,)
    return next((target for target in targets if target in present), targets[0])


def _extracted(one: Statement, judged: Judged, before: str) -> Held:
    """``before`` is the earlier statement that it stands in the place of."""
    return _judged(one, judged.decided.get(one.id) or judged.decided.get(before), Made.EXTRACTED)


def _judged(one: Statement, verdict: Judgement | None, made: Made, *, found: bool = True) -> Held:
    """A statement as the judgement in force on it leaves it."""
    if verdict is None:
        untouched = Standing.PROPOSED if made is Made.EXTRACTED else Standing.ACCEPTED
        return Held(one, untouched, made, found)
    instead = verdict.made.id if verdict.made else None
    return Held(one, _STANDINGS[verdict.verdict], made, found, instead)


def _earlier(one: Statement, judged: Judged, instead: str | None) -> Held:
    if instead is not None:
        return Held(one, Standing.SUPERSEDED, Made.EXTRACTED, False, instead)
    return _judged(one, judged.decided.get(one.id), Made.EXTRACTED, found=False)


def _by_hand(sha256: str, text: str, judged: Judged, referred: Collection[str]) -> list[Held]:
    """The statements entered by hand that stand, and those taken back that something refers to."""
    holds = []
    for key, one in judged.entered.items():
        assert one.made is not None
        made = Made.ADDED if one.verdict is Verdict.ADD else Made.CORRECTED
        if key in judged.made:
            statement = restored(sha256, text, judged.made[key].made or one.made)
            holds.append(_judged(statement, judged.decided.get(key), made))
        elif key in referred:
            holds.append(Held(restored(sha256, text, one.made), Standing.WITHDRAWN, made))
    return holds
