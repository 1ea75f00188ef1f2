"""Audits that are kept: what comes back, what changed since, and what a decision makes of a finding."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

import articles
import ledgers
from headwater.base.errors import InputError, NotFound
from headwater.base.spans import Span
from headwater.claims.audit.changes import Turn
from headwater.desk import adding, audit_links, auditing, audits, cases, claims
from headwater.desk.audit_objects import as_object
from headwater.desk.audits import AuditView
from headwater.model.audit import Audit, Verdict
from headwater.model.claim import Role
from headwater.statements.mode import Mode
from headwater.store.case import Case

AUDIT = articles.audit()


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("ferry") / "case"
    ledgers.build(root)
    return root


@pytest.fixture
def case(built: Path, tmp_path: Path) -> Iterator[Case]:
    shutil.copytree(built, tmp_path / "case")
    with cases.open_case(tmp_path / "case") as opened:
        yield opened


def kept(case: Case, audit: Audit = AUDIT, since: int | None = None) -> AuditView:
    return audits.keep(case, audit, mode=Mode.FAST, by="Noor", since=since)


def test_an_audit_comes_back_as_it_was_kept(case: Case) -> None:
    made = kept(case)
    assert made.since is None
    assert audits.view(case, made.kept.line.id) == made
    assert audits.view(case, made.kept.line.id).kept.audit == AUDIT


def test_the_second_is_compared_with_the_first(case: Case) -> None:
    first, second = kept(case), kept(case, articles.mended(AUDIT))
    assert second.since == first.kept.line
    assert second.added == 2
    assert [one.turn for one in second.changes] == [Turn.NEW, Turn.CHANGED, Turn.GONE]
    third = kept(case, articles.mended(AUDIT))
    assert (third.changes, third.added) == ((), 0)
    against_first = audits.view(case, third.kept.line.id, since=first.kept.line.id)
    assert len(against_first.changes) == 3


def test_an_earlier_draft_is_compared_where_that_is_asked_for(case: Case) -> None:
    draft = replace(AUDIT, text=f"Draft.\n\n{AUDIT.text}", sha256="d" * 64)
    shifted = [replace(one, span=Span(one.span.start + 8, one.span.end + 8)) for one in AUDIT.quotations]
    first = kept(case, replace(draft, quotations=tuple(shifted), citations=(), paraphrases=(), figures=()))
    second = kept(case, replace(AUDIT, quotations=AUDIT.quotations[:1]), since=first.kept.line.id)
    gone = [one for one in as_object(second)["changed"] if one["change"] == "gone"]
    assert len(gone) == 3
    assert all(one["before"]["span"]["text"] == one["before"]["text"] for one in gone)


def test_audits_of_other_articles_are_not_compared(case: Case) -> None:
    kept(case)
    assert kept(case, articles.audit(digest="f" * 64)).since is None


def test_they_are_listed_with_the_latest_first(case: Case) -> None:
    numbers = [kept(case).kept.line.id for _ in range(3)]
    count, lines = audits.listing(case, limit=2)
    assert (count, [line.id for line in lines]) == (3, numbers[:0:-1])
    assert lines[0].counts["quotation"]["altered"] == 1


def test_unknown_audits_and_findings(case: Case) -> None:
    with pytest.raises(NotFound, match="no audit 9"):
        audits.view(case, 9)
    with pytest.raises(NotFound, match="no audit 9"):
        kept(case, since=9)
    assert audits.listing(case) == (0, ())
    made = kept(case)
    for unknown in ("", "q", "x-none"):
        with pytest.raises(NotFound, match="no finding"):
            audits.finding(made, unknown)
    with pytest.raises(NotFound, match="No audit of the case"):
        audits.latest_with(case, "x-none")
    assert audits.finding(made, "q-a").id == "q-altered"
    assert audits.latest_with(case, "q-altered") == made


def test_places_are_shown_with_what_stands_around_them(case: Case) -> None:
    shown = audits.sheet(case, kept(case))
    place = AUDIT.quotations[1].places[0]
    before, behind = shown.context(place)
    assert before.endswith("left the harbour of Ness on 9 May ")
    assert behind.startswith(", harbour master Ruth Vane")
    assert shown.context(replace(place, sha256="0" * 64)) == ("", "")


def test_the_object_has_the_words_of_its_spans(case: Case) -> None:
    made = as_object(kept(case))
    text = made["article"]["text"]
    spans = [one["span"] for one in made["findings"] if "span" in one]
    assert len(spans) == 6
    assert all(text[span["start"] : span["end"]] == span["text"] for span in spans)
    assert made["since"] is None
    assert made["changed"] == []


def decided(case: Case) -> list[str]:
    return [line.words for line in claims.history(case)]


def test_a_statement_of_the_case_is_linked_where_it_stands_for_the_words(case: Case) -> None:
    """The case holds "twice I was overruled from the capital" as Vane's, read of that place."""
    made = kept(case)
    paraphrase = audits.finding(made, "p-overruled")
    before = len(decided(case))
    linked = audit_links.link(case, made, paraphrase, "ferry", Role.SUPPORTS, parts=(2,), by="Noor")
    assert linked.parts == (2,)
    assert linked.seen is not None
    assert linked.seen.text == "twice I was overruled from the capital"
    assert linked.seen.chain == ("Northern Wire", "Ruth Vane")
    assert len(decided(case)) == before + 1
    assert decided(case)[-1].endswith(f", from audit {made.kept.line.id}, paraphrase p-overruled")


def test_other_words_are_entered_at_their_very_place(case: Case) -> None:
    made = kept(case)
    figure = audits.finding(made, "f-licence")
    linked = audit_links.link(
        case, made, figure, "ferry", Role.QUALIFIES, why="She may carry 260.", by="Noor"
    )
    document, start = claims.passage(case, linked.statement)
    place = articles.standing("260")
    assert (document, start) == (place.document, place.spans[0].start)
    entry = next(one for one in claims.view(case, "ferry").entries if one.link.id == linked.id)
    assert (entry.text, entry.chain) == ("260", ("Northern Wire", "Ruth Vane"))
    claims.undo(case, linked.id, by="Noor")
    assert linked.id not in {one.link.id for one in claims.view(case, "ferry").entries}


def test_a_cited_document_is_linked_as_a_whole(case: Case) -> None:
    made = kept(case)
    linked = audit_links.link(case, made, audits.finding(made, "c-wire"), "empty", Role.MENTIONS, by="Noor")
    assert linked.statement == claims.whole_document(case, articles.standing("260").document)


def test_nothing_is_entered_where_the_link_would_fail(case: Case) -> None:
    made, before = kept(case), decided(case)
    figure, missing = audits.finding(made, "f-licence"), audits.finding(made, "q-missing")
    with pytest.raises(NotFound, match="no claim"):
        audit_links.link(case, made, figure, "none", Role.SUPPORTS, by="Noor")
    with pytest.raises(InputError, match="no part 9"):
        audit_links.link(case, made, figure, "ferry", Role.SUPPORTS, parts=(9,), by="Noor")
    with pytest.raises(InputError, match="no place 2"):
        audit_links.link(case, made, figure, "ferry", Role.SUPPORTS, place=2, by="Noor")
    with pytest.raises(InputError, match="has no place"):
        audit_links.derive(case, made, missing, by="Noor")
    assert decided(case) == before


def test_the_article_rests_on_the_place(case: Case) -> None:
    made = kept(case)
    audit_links.derive(case, made, audits.finding(made, "q-altered"), by="Noor")
    entered, derived = decided(case)[-2:]
    assert "of Ruth Vane, from Lena Ode, Who let the Alcyone sail?, Harbour Notes, 2029-05-12" in entered
    assert derived.startswith("recorded that “with 512 people aboard” quotes “")
    assert derived.endswith(", from audit 1, quotation q-altered")
    audit_links.derive(case, made, audits.finding(made, "f-licence"), by="Noor")
    assert "recorded that “250” cites “260”" in decided(case)[-1]


SAID = "The crane is moved by signals and never by meetings, whatever the harbour master may write in his ledger."
MAIL = (
    "From: Dov Carrasquel <dov@skarre.example>\nTo: Bo Lind <bo@skarre.example>\n"
    "Date: Sat, 19 Apr 2031 09:00:00 +0200\nMessage-ID: <{number}@skarre.example>\nSubject: {number}\n\n{body}\n"
)
ARTICLE = f"""Signals on the quay

By Ana Ruiz, The Courier
May 3, 2031

“{SAID}” Dov Carrasquel wrote.

“The tide tables were burned in March of that year,” Dov Carrasquel wrote.
"""


def test_more_mail_changes_what_it_speaks_of_and_nothing_else(tmp_path: Path) -> None:
    article = tmp_path / "article.txt"
    article.write_text(ARTICLE, encoding="utf-8")
    first, second = tmp_path / "1.eml", tmp_path / "2.eml"
    first.write_text(MAIL.format(number=1, body=SAID), encoding="utf-8")
    second.write_text(
        MAIL.format(number=2, body="The tide tables were burned in March of that year."), encoding="utf-8"
    )
    with cases.new_case(tmp_path / "case") as case:
        adding.add(case, [first, article])
        opened = auditing.open_article(article)
        before = auditing.run(case, opened, by="ana", mode=Mode.FAST)
        found = {one.text[:8]: one for one in before.kept.audit.quotations}
        assert found["The cran"].verdict is Verdict.EXACT
        assert [place.title for place in found["The cran"].places] == ["1"], "not the article itself"
        assert found["The tide"].verdict is Verdict.NOT_FOUND
        adding.add(case, [second])
        after = auditing.run(case, opened, by="ana", mode=Mode.FAST)
        quoted = [one for one in after.changes if one.finding in after.kept.audit.quotations]
        assert [one.finding.text[:8] for one in quoted] == ["The tide"]
        assert after.added == 1
        again = auditing.run(case, opened, by="ana", mode=Mode.FAST)
        assert (again.changes, again.added) == ((), 0)


def test_the_same_words_in_other_bytes_are_the_article_itself(tmp_path: Path) -> None:
    article = tmp_path / "article.txt"
    article.write_text(ARTICLE, encoding="utf-8")
    with cases.new_case(tmp_path / "case") as case:
        adding.add(case, [article])
        pasted = auditing.article_of(ARTICLE.replace("\n", "\r\n").encode("utf-8"), "pasted.txt")
        made = auditing.run(case, pasted, by="ana", mode=Mode.FAST)
        assert {one.verdict for one in made.kept.audit.quotations} == {Verdict.NOT_FOUND}


def test_what_cannot_be_an_article(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        auditing.open_article(tmp_path / "none.txt")
    (tmp_path / "empty.txt").write_text(" \n", encoding="utf-8")
    with pytest.raises(InputError, match="no text"):
        auditing.open_article(tmp_path / "empty.txt")
    with pytest.raises(InputError):
        auditing.open_article(tmp_path)


def test_spans_are_what_the_fiction_says() -> None:
    """The fiction that the other tests stand on holds together."""
    for quotation in AUDIT.quotations:
        assert quotation.span.of(AUDIT.text) == quotation.text
        for place in quotation.places:
            assert Span(place.spans[0].start, place.spans[-1].end).of(ledgers.STORY) == place.text
