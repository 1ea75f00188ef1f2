"""Audits in a real browser with JavaScript off, and the report opened from disk; the demo's article against its manifest."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

import articles
from browsing import WIDE, check_accessible, check_narrow, context, follow, serving, unfold
from headwater import demo as files
from headwater.base.spans import Span
from headwater.claims.audit.findings import does_not_hold, findings, is_doubtful, kind_of, place_of, sentences
from headwater.desk import audits, cases
from headwater.dossier.audit_report import report
from headwater.dossier.audit_sheet import Sheet
from headwater.model.audit import Agreement, Audit, Figure, Quotation, SentenceKind, Verdict
from headwater.statements.mode import Mode
from headwater.web.serve import Listening

pytestmark = pytest.mark.browser

PAGES = {
    "audits": "/audits",
    "audits, a document chosen": "/audits?document=0000000000000000",
    "audit": "/audit/1",
    "audit, changed": "/audit/2",
    "link, which claim": "/audit/1/link?finding=q-altered&place=1",
    "link": "/audit/1/link?finding=q-altered&place=1&claim=ferry",
    "link a document": "/audit/1/link?finding=c-wire&place=1&claim=ferry",
    "link, error": "/audit/1/link?finding=q-altered&place=7",
}


@pytest.fixture(scope="module")
def root(ferry: tuple[Path, dict[str, str]], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The ferry with two audits by hand."""
    copied = tmp_path_factory.mktemp("audited") / "case"
    shutil.copytree(ferry[0], copied)
    with cases.open_case(copied) as case:
        before = articles.audit()
        audits.keep(case, before, mode=Mode.FAST, by="Noor")
        audits.keep(case, articles.mended(before), mode=Mode.FAST, by="Sam")
    return copied


@pytest.fixture(scope="module")
def served(root: Path) -> Iterator[Listening]:
    with serving(root) as listening:
        yield listening


@pytest.fixture(scope="module")
def written(demo_case: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report on the demo's article, as the command line writes it."""
    path = tmp_path_factory.mktemp("report") / "report.html"
    path.write_text(report(demo_sheet(demo_case)), encoding="utf-8")
    return path


def demo_sheet(root: Path) -> Sheet:
    with cases.open_case(root) as case:
        (line,) = audits.listing(case)[1]
        return audits.sheet(case, audits.view(case, line.id))


@pytest.mark.parametrize("name", PAGES)
def test_pages_show_without_script_and_fetch_nothing_from_elsewhere(
    browser: Browser, served: Listening, name: str
) -> None:
    made = context(browser, served, viewport={"width": 1280, "height": 900})
    page, asked, trouble = made.pages[0], [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: trouble.append(message.text))
    response = page.goto(PAGES[name])
    assert response is not None
    assert response.status == (400 if "error" in name else 200)
    assert page.locator("main h1").count() == 1
    made.close()
    assert all(url.startswith(served.url.split("?")[0]) for url in asked)
    assert not [line for line in trouble if "Content Security Policy" in line]


@pytest.mark.parametrize("name", PAGES)
def test_no_page_scrolls_sideways_on_a_phone(browser: Browser, served: Listening, name: str) -> None:
    check_narrow(browser, served, PAGES[name])


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_accessibility(browser: Browser, served: Listening, name: str, scheme: str) -> None:
    check_accessible(browser, served, PAGES[name], scheme)


def test_a_place_is_linked_to_a_claim_by_hand(browser: Browser, served: Listening) -> None:
    made = context(browser, served)
    page = made.pages[0]
    page.goto("/audit/1")
    follow(page, page.locator("#n-F1").get_by_role("link", name="link to a claim"))
    page.get_by_label("The ferry was sent to sea overloaded").check()
    follow(page, page.get_by_role("button", name="Go on"))
    page.get_by_label("record that the article's words rest on this place").check()
    page.get_by_label("qualifies it").check()
    page.get_by_label("unknown").check()
    page.get_by_label("Your name").fill("Noor")
    follow(page, page.get_by_role("button", name="Link it"))
    assert re.search(r"/claim/ferry#link-\d+$", page.url)
    page.goto("/history")
    assert "from audit 1, figure f-licence" in page.locator("main").inner_text()
    made.close()


def test_an_article_is_pasted_and_held_against_the_case(browser: Browser, served: Listening) -> None:
    made = context(browser, served)
    page = made.pages[0]
    page.goto("/audits")
    page.get_by_label("Or its text").fill("“I stopped her twice that spring,” Ruth Vane said.")
    page.get_by_label("Mode").select_option("fast")
    page.get_by_label("Your name").fill("Noor")
    follow(page, page.get_by_role("button", name="Audit it"))
    for _ in range(60):
        if "/audit/" in page.url:
            break
        page.wait_for_timeout(1000)  # a slow machine: the page says what goes on
        page.goto("/audits")
        first = page.locator(".teaser a").first
        if "I stopped her" in first.inner_text():
            follow(page, first)
    assert "exact" in page.locator("#n-Q1").inner_text()
    made.close()


def test_a_mark_and_its_note_lead_to_each_other(browser: Browser, served: Listening) -> None:
    made = context(browser, served)
    page = made.pages[0]
    page.goto("/audit/1")
    page.get_by_role("link", name="Q2, altered").click()
    assert page.url.endswith("#n-Q2")
    page.locator("#n-Q2").get_by_role("link", name="Q2, in the text").click()
    assert page.url.endswith("#t-Q2")
    made.close()


def test_the_report_from_disk_asks_for_nothing(browser: Browser, written: Path) -> None:
    page = browser.new_page(java_script_enabled=False)
    asked: list[str] = []
    trouble: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: trouble.append(message.text))
    page.goto(written.as_uri())
    assert page.locator("main h1").count() == 1
    assert page.locator(".finding").count() >= 14
    colour = page.locator(".q-altered").first.evaluate("e => getComputedStyle(e).textDecorationStyle")
    page.close()
    assert asked == [written.as_uri()]
    assert trouble == []
    assert colour == "wavy"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_report_is_accessible_and_fits_a_phone(browser: Browser, written: Path, scheme: str) -> None:
    made = browser.new_context(
        bypass_csp=True,
        color_scheme=scheme,  # type: ignore[arg-type]
        viewport={"width": 360, "height": 740},
        reduced_motion="reduce",
    )
    page = made.new_page()
    page.goto(written.as_uri())
    unfold(page)
    width, wide = page.evaluate("document.documentElement.scrollWidth"), page.evaluate(WIDE)
    results = Axe().run(page)
    made.close()
    assert width <= 360, wide
    assert results.violations_count == 0, results.generate_report()


def test_on_paper_everything_is_there_and_folded_out(browser: Browser, written: Path, tmp_path: Path) -> None:
    page = browser.new_page()
    page.emulate_media(media="print")
    page.goto(written.as_uri())
    folded = page.locator("details .where")
    assert folded.count() > 0
    assert folded.first.is_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    columns = page.locator(".audited.noted").first.evaluate("e => getComputedStyle(e).gridTemplateColumns")
    assert len(columns.split()) == 2
    page.pdf(path=str(tmp_path / "report.pdf"), format="A4")
    page.close()
    assert (tmp_path / "report.pdf").stat().st_size > 10_000


# The article of the demo against its manifest.

MANIFEST: dict[str, Any] = json.loads(files.expected())["planted"]["article"]
CHANGED = {"speaker": Verdict.MISATTRIBUTED, "date": Verdict.MISDATED}
WORDS = {
    "exact": Verdict.EXACT,
    "faithful with marked changes": Verdict.FAITHFUL,
    "altered": Verdict.ALTERED,
    "out of context": Verdict.EXACT,
    "not found": Verdict.NOT_FOUND,
}


def wanted(planted: dict[str, Any]) -> Verdict:
    """The verdict that a planted quotation should get."""
    return CHANGED.get(planted.get("change", ""), WORDS[planted["verdict"]])


@pytest.fixture(scope="module")
def held(demo_case: Path) -> Audit:
    return demo_sheet(demo_case).kept.audit


@pytest.fixture(scope="module")
def shown(browser: Browser, demo_case: Path) -> Iterator[Page]:
    """The page on the demo's audit, reached from the overview."""
    with serving(demo_case) as listening:
        made = context(browser, listening)
        page = made.pages[0]
        page.goto("/")
        follow(page, page.get_by_role("link", name=re.compile("Keeping the Berth")))
        yield page
        made.close()


def quotation_of(audit: Audit, words: str) -> Quotation | None:
    """The quotation that stands where the manifest's words do."""
    start = audit.text.index(words)
    place = Span(start, start + len(words))
    return next((one for one in audit.quotations if one.span.overlaps(place)), None)


@pytest.mark.parametrize("planted", MANIFEST["quotations"], ids=lambda one: one["article"][:40])
def test_every_planted_quotation_gets_its_verdict_and_is_shown(
    held: Audit, shown: Page, planted: dict[str, Any]
) -> None:
    found = quotation_of(held, planted["article"])
    assert found is not None
    assert found.verdict is wanted(planted)
    assert is_doubtful(found) == (planted["verdict"] == "out of context")
    box = shown.locator(".finding", has=shown.get_by_text(found.id, exact=True))
    note = box.inner_text()
    if planted.get("change") in ("number", "name"):
        changes = {one.change.value for one in found.differences}
        assert planted["change"] in changes
    if planted.get("change") == "negation":
        assert "negation" in {one.change.value for one in found.differences}
    if planted["verdict"] == "altered":
        assert "altered" in note
        assert box.locator(".side del, .side ins").count() > 0
    if planted.get("change") == "speaker":
        assert planted["speaker"] in note
        assert planted["article_speaker"] in note
    if planted.get("change") == "date":
        assert {planted["date"], planted["article_date"]} == {
            side for one in found.mismatches if one.what == "date" for side in (one.article, one.archive)
        }
    if planted["verdict"] == "out of context":
        assert "out of context?" in note
    if planted["verdict"] == "not found":
        assert "not found" in note


@pytest.mark.parametrize("planted", MANIFEST["figures"], ids=lambda one: one["article"])
def test_every_planted_figure_is_held_against_the_case(
    held: Audit, shown: Page, planted: dict[str, Any]
) -> None:
    start = held.text.index(planted["article"])
    place = Span(start, start + len(planted["article"]))
    found = [one for one in held.figures if one.span.overlaps(place)]
    differing = [one for one in found if one.agreement is Agreement.DIFFERS]
    assert bool(differing) == (not planted["right"])
    for one in differing:
        note = shown.locator(".finding", has=shown.get_by_text(one.id, exact=True)).inner_text()
        assert "differing" in note
        assert one.archive in note


@pytest.mark.parametrize(
    ("words", "kind"),
    [(words, SentenceKind.INFERENCE) for words in MANIFEST["inferences"]]
    + [(words, SentenceKind.ASSERTION) for words in MANIFEST["unsourced"]],
)
def test_planted_inferences_and_unsourced_assertions_are_listed(
    held: Audit, shown: Page, words: str, kind: SentenceKind
) -> None:
    start = held.text.index(words)
    place = Span(start, start + len(words))
    assert any(one.span.overlaps(place) for one in sentences(held, kind))
    section = shown.locator(
        "section", has=shown.locator("#unsourced" if kind is SentenceKind.ASSERTION else "#inferences")
    )
    assert words in " ".join(section.inner_text().split())


def test_nothing_else_is_accused(held: Audit) -> None:
    """Whatever does not hold stands where something was planted that does not."""
    text = held.text
    faults = [one["article"] for one in MANIFEST["quotations"] if wanted(one) is not WORDS["exact"]]
    faults = [one for one in faults if one not in _faithful()]
    faults += [one["article"] for one in MANIFEST["figures"] if not one["right"]]
    places = [Span(at, at + len(words)) for words in faults for at in [text.index(words)]]
    misdated = [one for one in MANIFEST["quotations"] if one.get("change") == "date"]
    accused = []
    for one in findings(held):
        if not does_not_hold(one) or any(place.overlaps(place_of(one)) for place in places):
            continue
        if kind_of(one) == "citation" and _sentence_of_a_fault(text, place_of(one), misdated):
            continue
        accused.append((kind_of(one), place_of(one).of(text)))
    assert accused == []


def _faithful() -> set[str]:
    return {one["article"] for one in MANIFEST["quotations"] if wanted(one) is Verdict.FAITHFUL}


def _sentence_of_a_fault(text: str, place: Span, planted: list[dict[str, Any]]) -> bool:
    """Whether a citation of a wrong date is the one that a misdated quotation is said to come from: in its paragraph."""
    start, end = text.rfind("\n\n", 0, place.start), text.find("\n\n", place.end)
    paragraph = text[max(0, start) : end if end >= 0 else len(text)]
    return any(one["article"] in paragraph for one in planted)


def test_no_other_figure_is_said_to_differ(held: Audit) -> None:
    wrong = [one["article"] for one in MANIFEST["figures"] if not one["right"]]
    differing = [one for one in held.figures if one.agreement is Agreement.DIFFERS]
    for one in differing:
        assert isinstance(one, Figure)
        around = held.text[max(0, one.span.start - 60) : one.span.end + 60]
        assert any(part in around for words in wrong for part in (words[:40], words[-40:]))
