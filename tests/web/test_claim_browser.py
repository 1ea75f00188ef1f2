"""The pages on claims in a real browser with JavaScript off: every state of them, also with a lineage of 200 nodes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from browsing import check_accessible, check_narrow, context, follow, serving
from headwater.web.serve import Listening

pytestmark = pytest.mark.browser

PAGES = {
    "claims": "/claims",
    "claim of five nodes": "/claim/ferry",
    "claim by institution": "/claim/ferry?level=institution",
    "claim without statements": "/claim/empty",
    "two hundred nodes": "/claim/large",
    "two hundred nodes, unfolded": "/claim/large?REPRINTS",
    "proposals": "/claim/ferry/proposals",
    "no proposals": "/claim/large/proposals",
    "history of a claim": "/claim/ferry/history",
    "history of the ledger": "/history",
    "second page of history": "/history?page=2",
    "interest": "/claim/ferry/interest",
    "interest, nobody there": "/claim/empty/interest",
    "statement by hand": "/claim/ferry/enter",
    "which document": "/claim/ferry/document",
    "which document, found": "/claim/ferry/document?q=ferry",
    "which document, query error": "/claim/ferry/document?q=(ferry",
    "document, which claim": "/document/STORY/link",
    "document, link": "/document/STORY/link?claim=ferry",
    "copies": "/copies",
    "no such copies": "/copies?verdict=rejected&kind=possibly+coordinated",
    "copy": "/copy/SUSPICION",
}


@pytest.fixture(scope="module")
def served(ferry: tuple[Path, dict[str, str]]) -> Iterator[Listening]:
    with serving(ferry[0]) as listening:
        yield listening


@pytest.fixture
def page(browser: Browser, served: Listening) -> Iterator[Page]:
    made = context(browser, served, viewport={"width": 1280, "height": 900})
    yield made.pages[0]
    made.close()


@pytest.fixture(scope="module")
def addresses(browser: Browser, served: Listening, ferry: tuple[Path, dict[str, str]]) -> dict[str, str]:
    """The addresses of ``PAGES`` with the ids that the case gave."""
    made = context(browser, served)
    made.pages[0].goto("/claim/large")
    reprints = made.pages[0].get_by_role("link", name="Unfold 40 reprints").get_attribute("href") or ""
    made.close()
    ids = ferry[1]
    values = {
        "STORY": ids["story"],
        "SUSPICION": ids["suspicion"],
        "REPRINTS": reprints.split("?")[1].split("#")[0],
    }
    return {
        name: next((path.replace(key, value) for key, value in values.items() if key in path), path)
        for name, path in PAGES.items()
    }


@pytest.mark.parametrize("name", PAGES)
def test_pages_show_without_script_and_fetch_nothing_from_elsewhere(
    page: Page, addresses: dict[str, str], served: Listening, name: str
) -> None:
    asked: list[str] = []
    trouble: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: trouble.append(message.text))
    response = page.goto(addresses[name])
    assert response is not None
    assert response.status == (400 if "error" in name else 200)
    assert page.locator("main h1").count() == 1
    assert all(url.startswith(served.url.split("?")[0]) for url in asked)
    assert not [line for line in trouble if "Content Security Policy" in line]


@pytest.mark.parametrize("name", PAGES)
def test_no_page_scrolls_sideways_on_a_phone(
    browser: Browser, served: Listening, addresses: dict[str, str], name: str
) -> None:
    check_narrow(browser, served, addresses[name])


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_accessibility(
    browser: Browser, served: Listening, addresses: dict[str, str], name: str, scheme: str
) -> None:
    check_accessible(browser, served, addresses[name], scheme)


def test_two_hundred_nodes_are_folded_and_unfold(page: Page) -> None:
    page.goto("/claim/large")
    names = page.locator("svg .name").all_text_contents()
    assert "40 reprints" in names
    assert "an official ×20" in names
    follow(page, page.get_by_role("link", name="Unfold 40 reprints"))
    assert page.url.endswith("#lineage")
    names = page.locator("svg .name").all_text_contents()
    assert [f"Provincial Paper {n}" in names for n in range(1, 41)] == [True] * 40
    assert "an official ×20" in names
    follow(page, page.get_by_role("link", name="Fold what was unfolded"))
    assert "40 reprints" in page.locator("svg .name").all_text_contents()


@pytest.mark.parametrize("claim", ["ferry", "large"])
def test_the_list_says_what_the_drawing_says(page: Page, claim: str) -> None:
    page.goto(f"/claim/{claim}")
    drawn = page.locator("svg .box title").all_text_contents()
    page.get_by_text("The same as a list").click()
    told = " ".join(page.locator(".tree").inner_text().split())
    assert drawn
    for title in drawn:
        names, said = title.split(": ", 1)
        assert said in told
        assert names in told


def test_the_drawing_can_be_scrolled_with_the_keyboard(browser: Browser, served: Listening) -> None:
    made = context(
        browser, served, java_script_enabled=True, bypass_csp=True, viewport={"width": 360, "height": 740}
    )
    page = made.pages[0]
    page.goto("/claim/large")
    frame = page.get_by_role("region", name="Drawing of the lineage")
    frame.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("document.activeElement.scrollLeft > 0")
    made.close()


@pytest.mark.parametrize("claim", ["ferry", "large"])
def test_the_drawing_lays_no_text_over_other_text(browser: Browser, served: Listening, claim: str) -> None:
    made = context(browser, served, java_script_enabled=True, bypass_csp=True)
    page = made.pages[0]
    page.goto(f"/claim/{claim}")
    over = page.evaluate(
        "(() => { const all = [...document.querySelectorAll('svg text')].map(t => [t, t.getBoundingClientRect()]);"
        " return all.flatMap(([t, a], n) => all.slice(n + 1).filter(([, b]) => a.left + 1 < b.right && b.left + 1 < a.right"
        " && a.top + 3 < b.bottom && b.top + 3 < a.bottom).map(([u]) => t.textContent + ' / ' + u.textContent)) })()"
    )
    made.close()
    assert over == []


def test_parts_stand_against_origins(page: Page) -> None:
    page.goto("/claim/ferry")
    heads = page.locator("table.parts thead th").all_inner_texts()
    assert [" ".join(head.split()) for head in heads] == [
        "Part",
        "Northern Wire",
        "Ruth Vane an interested party: defendant",
        "Ministry of Ports",
        "In words",
    ]
    rows = page.locator("table.parts tbody tr")
    assert rows.nth(1).locator("td").all_inner_texts()[:3] == [
        "–\nnothing",
        "supports, own observation",
        "disputes, lineage not recorded",
    ]
    assert "Rests on nobody." in rows.nth(2).inner_text()


def test_a_proposal_is_accepted_another_declined_and_both_undone(page: Page) -> None:
    page.goto("/claims")
    page.get_by_label("The claim, as one sentence").fill(
        "The ferry left the harbour of Ness with 412 people aboard."
    )
    page.get_by_label("Its parts, one a line").fill(
        "412 people were aboard\nthe capital overruled the harbour master"
    )
    page.get_by_label("Your name").fill("Noor")
    follow(page, page.get_by_role("button", name="Write it down"))
    claim = page.url
    follow(page, page.get_by_role("link", name="Proposals"))
    assert page.locator("h2.count").inner_text() == "2 open proposals"
    first = page.locator(".proposals > li").first
    assert "412 people aboard" in first.locator("blockquote").first.inner_text()
    first.get_by_label("Why").fill("Her own words.")
    follow(page, page.get_by_role("button", name="Accept proposal 1"))
    assert page.locator("h2.count").inner_text() == "1 open proposal"
    follow(page, page.get_by_role("button", name="Decline proposal 1"))
    assert page.locator("h2.count").inner_text() == "No open proposal"

    page.goto(claim)
    entry = page.locator(".entry")
    assert entry.count() == 1
    assert "Her own words." in entry.inner_text()
    follow(page, page.get_by_role("link", name="Read it, and undo"))
    for row in page.locator(".record > li").filter(has_text="declined").all():
        row.locator("summary").click()
        follow(page, row.get_by_role("button"))
    assert "undone by decision" in page.locator(".record > li.undone").inner_text()
    assert page.locator(".record > li.undone s").inner_text().startswith("Noor declined")
    page.goto(claim + "/proposals")
    assert page.locator("h2.count").inner_text() == "1 open proposal"


def test_a_statement_by_hand_a_whole_document_and_an_interest(page: Page) -> None:
    page.goto("/claim/empty")
    follow(page, page.get_by_role("link", name="Enter a statement by hand"))
    page.get_by_label("What is said, in its own words").fill("Nobody rang us that night.")
    page.get_by_label("Who said it via whom").fill("Oral History of the Levels\nOtto Brandt")
    page.get_by_label("Where it stands outside the case").fill("Tape 12, side A")
    page.get_by_label("disputes it").check()
    page.get_by_label("witnessed: own observation").check()
    page.get_by_label("Your name").fill("Noor")
    follow(page, page.get_by_role("button", name="Enter and link it"))
    entry = page.locator(".entry:target").inner_text()
    assert "Nobody rang us that night." in entry
    assert "Outside the case: Tape 12, side A" in entry

    follow(page, page.get_by_role("link", name="Note an interest"))
    page.get_by_label("Whose").select_option("Otto Brandt")
    page.get_by_label("The interest, in a word or two").fill("claimant")
    follow(page, page.get_by_role("button", name="Note it"))
    assert "Otto Brandt, claimant" in page.locator(".entry .interest").inner_text()

    follow(page, page.get_by_role("link", name="Link a whole document"))
    page.get_by_label("Search for the document").fill("overruled")
    follow(page, page.get_by_role("button", name="Find it"))
    follow(page, page.get_by_role("link", name="Overloaded ferry: harbour master speaks out"))
    page.get_by_label("mentions it").check()
    follow(page, page.get_by_role("button", name="Link it"))
    assert "as a whole" in page.locator(".entry:target").inner_text()


def test_a_suspicion_is_accepted_and_opened_again(page: Page, addresses: dict[str, str]) -> None:
    page.goto("/copies")
    follow(page, page.get_by_role("link", name="passages side by side"))
    assert page.url.endswith(addresses["copy"])
    differing = page.locator("blockquote mark").all_inner_texts()
    assert any("told Northern Wire on Saturday" in " ".join(words.split()) for words in differing)
    assert not any("lifeboat drill" in words for words in differing)
    page.get_by_label("Why").fill("The wire's text, cut.")
    page.get_by_label("Your name").fill("Sam")
    follow(page, page.get_by_role("button", name="It is a copy"))
    assert "rests on the original alone" in page.locator("main").inner_text()
    assert "The wire's text, cut." in page.locator(".record").inner_text()
    follow(page, page.get_by_role("button", name="Leave it open"))
    assert "Open: taken for a copy in strict" in page.locator("main").inner_text()
