"""An audit laid out and written as a page: the article stands as it is, and every finding beside it."""

from __future__ import annotations

import html
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

import articles
from headwater.base.spans import Span
from headwater.claims.audit.changes import changes
from headwater.claims.audit.findings import counts, findings
from headwater.dossier import audit_text
from headwater.dossier.audit_marks import OUTCOMES, Mark, marks
from headwater.dossier.audit_report import BEARINGS, CHANGES, report
from headwater.dossier.audit_sheet import Sheet, lay_out
from headwater.dossier.comparing import in_letters, sides
from headwater.model.audit import Agreement, Audit, Bearing, Change, Found, Quotation, Verdict
from headwater.store.audits import Kept, Line

AUDIT = articles.audit()


def line(audit: Audit, number: int = 1) -> Line:
    return Line(
        number,
        audit.sha256,
        audit.title,
        "2029-05-13T10:00:00Z",
        "Noor",
        "fast",
        "1",
        audit.extent.documents,
        counts(audit),
    )


def sheet(audit: Audit = AUDIT, before: Audit | None = None) -> Sheet:
    first, second = (line(before), line(audit, 2)) if before else (None, line(audit))
    found = changes(before, audit) if before else ()
    return lay_out("The ferry <of> Ness", Kept(second, audit), first, found, {})


def words(text: str) -> str:
    return " ".join(html.unescape(re.sub("<[^>]+>", "", text)).split())


def test_every_outcome_has_a_sign_and_words() -> None:
    wanted = {("quotation", one.value) for one in Verdict}
    wanted |= {("citation", one.value) for one in Found} | {("figure", one.value) for one in Agreement}
    wanted |= {("paraphrase", one.value) for one in Bearing} | {("paraphrase", "no passage")}
    assert set(OUTCOMES) == wanted
    assert set(CHANGES) == set(Change)
    assert set(BEARINGS) == set(Bearing)
    for kind in {kind for kind, _ in OUTCOMES}:
        signs = [sign for (of, _), (sign, _) in OUTCOMES.items() if of == kind]
        assert len(set(signs)) == len(signs), "outcomes are told apart by their signs alone"


def test_the_article_stands_as_it_is() -> None:
    shown = "".join(piece.text for paragraph in sheet().paragraphs for piece in paragraph.pieces)
    assert "".join(shown.split()) == "".join(articles.TEXT.split())


def test_every_mark_begins_and_ends_once_and_has_one_note() -> None:
    made = marks(AUDIT)
    laid = sheet()
    pieces = [piece for paragraph in laid.paragraphs for piece in paragraph.pieces]
    codes = sorted(mark.code for mark in made)
    assert sorted(mark.code for piece in pieces for mark in piece.begins) == codes
    assert sorted(mark.code for piece in pieces for mark in piece.ends) == codes
    assert sorted(mark.code for paragraph in laid.paragraphs for mark in paragraph.marks) == codes
    assert len(set(codes)) == len(findings(AUDIT)) + 2


@given(st.lists(st.tuples(st.integers(0, len(articles.TEXT) - 2), st.integers(1, 200)), max_size=12))
def test_marks_may_lie_over_each_other_in_any_way(places: list[tuple[int, int]]) -> None:
    spans = [Span(start, min(start + length, len(articles.TEXT))) for start, length in places]
    quoted = tuple(
        Quotation(f"q{n}", one, one.of(articles.TEXT), "", "", "", Verdict.NOT_FOUND)
        for n, one in enumerate(spans)
    )
    laid = sheet(replace(AUDIT, quotations=quoted))
    pieces = [piece for paragraph in laid.paragraphs for piece in paragraph.pieces]
    assert "".join("".join(piece.text for piece in pieces).split()) == "".join(articles.TEXT.split())
    for name in ("begins", "ends"):
        codes = [mark.code for piece in pieces for mark in getattr(piece, name) if mark.kind == "quotation"]
        blank = sum(not one.of(articles.TEXT).strip() for one in spans)
        assert len(set(codes)) == len(codes)
        assert len(codes) >= len(spans) - blank


def test_a_difference_is_marked_on_both_sides() -> None:
    found = sides(AUDIT.quotations[1])
    assert found is not None
    assert in_letters(found.article, archive=False) == "with [-512-] people aboard"
    assert in_letters(found.archive, archive=True) == "with {+412+} people aboard"


def test_marked_changes_are_none_in_letters() -> None:
    found = sides(AUDIT.quotations[0])
    assert found is not None
    assert "[from the capital]" in in_letters(found.article, archive=False)
    assert "+" not in in_letters(found.archive, archive=True)


def test_the_place_that_was_compared_is_shown_where_places_read_otherwise() -> None:
    altered = AUDIT.quotations[1]
    other = replace(altered.places[0], text="with 399 people aboard", sha256="0" * 64)
    found = sides(replace(altered, places=(other, altered.places[0])))
    assert found is not None
    assert found.place is altered.places[0]


def test_nothing_stands_beside_what_was_not_found_and_comes_near_nothing() -> None:
    assert sides(replace(AUDIT.quotations[2], nearest=None)) is None


def test_the_report_stands_alone() -> None:
    page = report(sheet())
    assert page.startswith("<!doctype html>")
    assert "<script" not in page
    assert not re.search(r"""(?:src|href)=["'](?!#)""", page), "only links within the page"
    assert not re.search(r"url\(|@import", page)
    assert "default-src 'none'" in page


def test_the_report_runs_nothing_of_the_article_or_the_case() -> None:
    page = report(sheet())
    assert "&lt;b&gt;No tag of mine&lt;/b&gt;" in page
    assert "The ferry &lt;of&gt; Ness" in page


def test_the_report_tells_everything() -> None:
    page = words(report(sheet()))
    for expected in (
        "6 documents",
        "“Not found” means that it does not stand in what could be searched",
        "only in the article: 512",
        "only in the case: 412",
        "number 512 for 412",
        "faithful with marked changes, perhaps out of context",
        "The next sentence says that nobody answered.",
        "the article has the shipping line , the case has Ruth Vane",
        "2 other places",
        "the article has 250 , the case has 260",
        "Unsourced assertions What the article states on the author's own word: 1 sentence.",
        "A1 The line has paid for worse.",
        "I1 Somebody in the capital must have known.",
        "Told by hand.",
        "Northern Wire ← Ruth Vane",
        "both have “overruled”",
    ):
        assert expected in page, expected


def test_every_link_in_the_report_leads_somewhere() -> None:
    page = report(sheet())
    targets = set(re.findall(r'href="#([^"]+)"', page))
    assert targets
    assert targets <= set(re.findall(r'id="([^"]+)"', page))
    ids = re.findall(r'id="([^"]+)"', page)
    assert len(ids) == len(set(ids))


def test_what_changed_comes_first() -> None:
    page = words(report(sheet(articles.mended(AUDIT), AUDIT)))
    assert "2 documents have come in since. 3 findings changed." in page
    assert "changed Quotation: altered, now exact" in page
    assert "gone gone Citation: resolved" in page


def test_that_another_version_made_the_audit_before_is_said() -> None:
    shown = sheet(AUDIT, AUDIT)
    assert shown.since is not None
    older = replace(shown, since=replace(shown.since, version="0"))
    assert "another version or mode" in words(report(older))
    assert "another version or mode" in "".join(audit_text.since(older))
    assert "another version or mode" not in words(report(shown))


def test_that_nothing_changed_is_said() -> None:
    assert "No document has come in since. Nothing changed." in words(report(sheet(AUDIT, AUDIT)))
    assert list(audit_text.since(sheet(AUDIT, AUDIT))) == [
        "Since audit 1 of 2029-05-13T10:00:00Z, no document has come in: nothing changed."
    ]
    assert list(audit_text.turned(sheet(AUDIT, AUDIT))) == []


@pytest.mark.parametrize("mark", marks(AUDIT), ids=lambda mark: mark.code)
def test_each_finding_can_be_told_in_letters(mark: Mark) -> None:
    told = "\n".join(audit_text.everything(sheet()))
    assert re.search(rf"^ *{mark.code} ", told, re.MULTILINE)
    if mark.finding is not None:
        assert f"{mark.code} {mark.name}: {mark.words} {mark.sign}  line " in told


def test_letters_say_where_and_what() -> None:
    told = "\n".join(audit_text.everything(sheet()))
    assert "Q2 Quotation: altered ≠  line 5  [q-altered]" in told
    assert "article: with [-512-] people aboard" in told
    assert "case:    with {+412+} people aboard" in told
    assert "number: “512” for “412”" in told
    assert "Unsourced assertions: 1" in told
