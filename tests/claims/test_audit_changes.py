"""What an audit counts, and what changed between two of them."""

from __future__ import annotations

from dataclasses import replace

import articles
from headwater.claims.audit.changes import Turn, changes
from headwater.claims.audit.findings import (
    CAUTION,
    counts,
    does_not_hold,
    findings,
    kind_of,
    outcome,
    place_of,
    standings,
)
from headwater.model.audit import Verdict

AUDIT = articles.audit()


def test_findings_come_in_the_order_of_the_article() -> None:
    found = findings(AUDIT)
    assert [place_of(one) for one in found] == sorted(place_of(one) for one in found)
    assert len(found) == 7


def test_each_kind_and_outcome_is_counted() -> None:
    assert counts(AUDIT) == {
        "quotation": {"faithful": 1, "altered": 1, "misattributed": 1, "not-found": 1, CAUTION: 1},
        "citation": {"resolved": 1},
        "paraphrase": {"supports": 1},
        "figure": {"differs": 1},
        "sentence": {"inference": 1, "assertion": 1, "background": 1},
    }


def test_nothing_is_counted_of_an_audit_that_found_nothing() -> None:
    assert counts(replace(AUDIT, sentences=(), quotations=(), citations=(), paraphrases=(), figures=())) == {}


def test_proposals_never_make_an_article_fail() -> None:
    failing = {one.id for one in findings(AUDIT) if does_not_hold(one)}
    assert failing == {"q-altered", "q-missing", "q-other", "c-wire", "f-licence"}


def test_a_paraphrase_that_nothing_comes_near_to_has_no_places() -> None:
    (paraphrase,) = AUDIT.paraphrases
    alone = replace(paraphrase, passages=())
    assert (outcome(alone), standings(alone)) == ("no passage", ())


def test_the_same_audit_has_no_changes() -> None:
    assert changes(AUDIT, AUDIT) == ()


def test_what_is_new_what_came_to_something_else_and_what_is_gone() -> None:
    found = changes(AUDIT, articles.mended(AUDIT))
    assert [(one.turn, one.finding.id, one.what) for one in found] == [
        (Turn.NEW, "f-new", ()),
        (Turn.CHANGED, "q-altered", ("outcome", "differences")),
        (Turn.GONE, "c-wire", ()),
    ]
    changed = found[1]
    assert changed.before is not None
    assert changed.after is not None
    assert (outcome(changed.before), outcome(changed.after)) == ("altered", "exact")


def test_another_place_is_a_change_and_scores_are_none() -> None:
    first, *rest = AUDIT.quotations
    (paraphrase,) = AUDIT.paraphrases
    twice = replace(first, places=(first.places[0], articles.standing("twice I was overruled")), total=2)
    scored = replace(paraphrase, passages=(replace(paraphrase.passages[0], score=0.1, reasons=()),))
    (found,) = changes(AUDIT, replace(AUDIT, quotations=(twice, *rest), paraphrases=(scored,)))
    assert (found.turn, found.what, kind_of(found.finding)) == (Turn.CHANGED, ("places",), "quotation")


def test_a_finding_is_known_again_after_the_article_moved() -> None:
    moved = replace(AUDIT.quotations[1], span=articles.span("Somebody in the capital"))
    assert (
        changes(AUDIT, replace(AUDIT, quotations=(AUDIT.quotations[0], moved, *AUDIT.quotations[2:]))) == ()
    )


def test_every_verdict_can_be_told() -> None:
    for verdict in Verdict:
        altered = replace(AUDIT.quotations[1], verdict=verdict)
        assert counts(replace(AUDIT, quotations=(altered,)))["quotation"] == {verdict.value: 1}
