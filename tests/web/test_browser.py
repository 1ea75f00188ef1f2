"""Every page and form in a real browser with JavaScript off; accessibility, narrow screens, keyboard, print.

One desk and one browser serve all tests.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from browsing import WIDE, check_accessible, context, follow, serving, unfold
from headwater.web.serve import Listening

pytestmark = pytest.mark.browser

PAGES = {
    "overview": "/",
    "search": "/search",
    "hits": "/search?q=gate",
    "hits by folder": "/search?q=gate+OR+the&by=folder",
    "batch": "/batch",
    "no hit": "/search?q=zeppelin",
    "query error": "/search?q=(gate+OR",
    "statements": "/statements",
    "receipts": "/receipts",
    "failures": "/receipts/failures",
    "claims": "/claims",
    "claim": "/claim/sluice",
    "not found": "/document/0000000000000000",
    "mail": "MAIL",
    "article": "ARTICLE",
    "long text": "LONG",
    "letters of one width": "MAIL?type=fixed",
    "link, first step": "STATEMENT/link",
    "link, second step": "STATEMENT/link?claim=sluice",
    "judge": "STATEMENT/judge",
    "correct": "STATEMENT/correct",
    "add": "ARTICLE/add",
    "all statements of a document": "ARTICLE?statements=all",
    "filtered statements": "/statements?words=gate&which=all&basis=unknown",
    "no word to look for": "/statements?words=%3F",
    "judgements": "/judgements",
    "reading": "/reading",
}


@pytest.fixture(scope="session")
def served(affair: Path) -> Iterator[Listening]:
    with serving(affair) as listening:
        yield listening


@pytest.fixture
def page(browser: Browser, served: Listening) -> Iterator[Page]:
    made = context(browser, served, viewport={"width": 1280, "height": 900})
    yield made.pages[0]
    made.close()


@pytest.fixture(scope="session")
def addresses(browser: Browser, served: Listening) -> dict[str, str]:
    """The addresses of ``PAGES`` with the ids that the case gave."""
    made = context(browser, served)
    page = made.pages[0]

    def first(path: str, selector: str) -> str:
        page.goto(path)
        href = page.locator(selector).first.get_attribute("href")
        assert href
        return href

    found = {
        "MAIL": first("/search?q=telephone", ".hit h3 a"),
        "ARTICLE": first("/search?q=engineer&sort=oldest", ".hit h3 a"),
        "LONG": first("/search?q=minutes", ".hit h3 a"),
        "STATEMENT": first("/statements?speaker=Anna", ".said .facts a"),
    }
    made.close()
    return {
        name: next((path.replace(key, value) for key, value in found.items() if key in path), path)
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
    assert response.status == {"query error": 400, "no word to look for": 400, "not found": 404}.get(
        name, 200
    )
    assert page.locator("main h1").count() == 1
    assert all(url.startswith(served.url.split("?")[0]) for url in asked)
    assert not [line for line in trouble if "Content Security Policy" in line]


@pytest.mark.parametrize("name", PAGES)
def test_no_page_scrolls_sideways_on_a_phone(
    browser: Browser, served: Listening, addresses: dict[str, str], name: str
) -> None:
    made = context(
        browser, served, java_script_enabled=True, bypass_csp=True, viewport={"width": 360, "height": 740}
    )
    page = made.pages[0]
    page.goto(addresses[name])
    unfold(page)
    width = page.evaluate("document.documentElement.scrollWidth")
    wide = page.evaluate(WIDE)
    made.close()
    assert width <= 360, wide
    assert not wide


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_accessibility(
    browser: Browser, served: Listening, addresses: dict[str, str], name: str, scheme: str
) -> None:
    check_accessible(browser, served, addresses[name], scheme)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_accessibility_of_the_refusal(browser: Browser, served: Listening, scheme: str) -> None:
    made = browser.new_context(bypass_csp=True, color_scheme=scheme)
    page = made.new_page()
    response = page.goto(served.url.split("?")[0])
    assert response is not None
    assert response.status == 403
    results = Axe().run(page)
    made.close()
    assert results.violations_count == 0, results.generate_report()


def test_the_token_opens_the_desk_and_leaves_the_address(browser: Browser, served: Listening) -> None:
    made = browser.new_context(java_script_enabled=False)
    page = made.new_page()
    page.goto(served.url.split("?")[0])
    assert "access token" in page.locator("h1").inner_text()
    page.goto(served.url)
    assert "token" not in page.url
    assert page.locator("h1").inner_text() == "The sluice at Low Harrow"
    assert made.cookies()[0]["httpOnly"]
    assert made.cookies()[0]["sameSite"] == "Strict"
    made.close()


def test_search_reaches_a_document_and_its_statement(page: Page) -> None:
    page.goto("/")
    page.get_by_label("Search the case").fill("telephone")
    follow(page, page.get_by_role("button", name="Search"))
    assert page.locator("mark").first.inner_text() == "telephone"
    follow(page, page.get_by_role("link", name="What I saw on the third"))
    assert page.locator("h1").inner_text() == "What I saw on the third"
    follow(page, page.get_by_role("link", name="Statement 2, in the text"))
    assert page.locator(":target").inner_text() == "Anna Moss"
    follow(page, page.get_by_role("link", name="note 2"))
    assert "Anna Moss" in page.locator(":target").inner_text()


def test_a_passage_of_a_long_text_is_shown_where_it_stands(page: Page, addresses: dict[str, str]) -> None:
    page.goto(addresses["long text"])
    follow(
        page,
        page.get_by_role("navigation", name="Part", exact=True).get_by_role("link", name="3", exact=True),
    )
    assert "part=3" in page.url
    page.goto(addresses["long text"] + "?at=200000#c200000")
    assert page.locator(":target").count() == 1


def test_statements_are_filtered(page: Page) -> None:
    page.goto("/statements")
    page.get_by_label("Speaker").fill("levels")
    page.get_by_label("Stance").select_option("denies")
    follow(page, page.get_by_role("button", name="Show"))
    speakers = page.locator(".said .speaker").all_inner_texts()
    assert speakers == ["Levels Board"] * 7
    follow(page, page.locator(".said .facts a").first)
    assert page.locator(":target").inner_text() == "The Levels Board"


def test_a_claim_from_first_word_to_undone_link(page: Page) -> None:
    page.goto("/claims")
    page.get_by_label("The claim, as one sentence").fill("The farms were never warned.")
    page.get_by_label("Its parts, one a line").fill("nobody called the farms\nnobody went there")
    page.get_by_label("Your name").fill("Noor")
    follow(page, page.get_by_role("button", name="Write it down"))
    assert page.locator("h1").inner_text() == "The farms were never warned."
    claim = page.url

    page.goto("/statements?speaker=Ida")
    follow(page, page.get_by_role("link", name="Link statement 1 to a claim"))
    page.get_by_label("The farms were never warned.").check()
    follow(page, page.get_by_role("button", name="Go on"))
    page.get_by_label("supports it").check()
    page.get_by_label("1. nobody called the farms").check()
    page.get_by_label("witnessed: own observation").check()
    page.get_by_label("Why", exact=True).fill("She was there.")
    assert page.get_by_label("Your name").input_value() == "Noor"
    follow(page, page.get_by_role("button", name="Link it"))
    entry = page.locator(".entry:target")
    assert "She was there." in entry.inner_text()
    assert page.locator("svg .name").all_text_contents() == ["Ida Thorne"]

    entry.locator("summary").click()
    entry.get_by_label("Why").fill("Not about the farms.")
    follow(page, entry.get_by_role("button", name="Undo"))
    assert page.url == claim
    assert page.locator(".entry").count() == 0


def test_an_empty_form_is_stopped_and_says_why(page: Page) -> None:
    page.goto("/claims")
    page.get_by_label("The claim, as one sentence").fill("   ")
    page.get_by_label("Your name").fill("Noor")
    follow(page, page.get_by_role("button", name="Write it down"))
    assert "must say something" in page.get_by_role("alert").inner_text()


def test_the_claim_leads_down_to_the_passage(page: Page) -> None:
    page.goto("/claim/sluice")
    follow(page, page.locator("#link-2 .facts a").first)
    assert (
        page.locator(":target").inner_text() == "The sluice above the town was opened on the night of 3 March"
    )


def test_levels_and_the_drawing_to_keep(page: Page) -> None:
    page.goto("/claim/sluice")
    follow(page, page.get_by_role("link", name="institution"))
    assert page.url.endswith("level=institution")
    with page.expect_download() as download:
        page.get_by_role("link", name="Keep the drawing").click()
    assert download.value.suggested_filename == "lineage-sluice.svg"


def test_the_drawing_lays_no_text_over_its_frame(browser: Browser, served: Listening) -> None:
    made = context(browser, served, java_script_enabled=True, bypass_csp=True)
    page = made.pages[0]
    page.goto("/claim/sluice")
    wide = page.evaluate(
        "[...document.querySelectorAll('svg .box')].flatMap(box => { const f = box.querySelector('.frame').getBBox();"
        " return [...box.querySelectorAll('text')].filter(t => t.getBBox().width > f.width - 6).map(t => t.textContent) })"
    )
    made.close()
    assert wide == []


def test_the_keyboard_gets_everywhere_and_shows_where_it_is(browser: Browser, served: Listening) -> None:
    made = context(
        browser, served, java_script_enabled=True, bypass_csp=True, viewport={"width": 1280, "height": 900}
    )
    page = made.pages[0]
    page.goto("/claim/sluice")
    reached = []
    for _ in range(60):
        page.keyboard.press("Tab")
        outline = page.evaluate(
            "(s => s.outlineStyle + ' ' + s.outlineWidth)(getComputedStyle(document.activeElement))"
        )
        where = page.evaluate(
            "document.activeElement.textContent.trim().slice(0, 40) || document.activeElement.id"
        )
        if page.evaluate("document.activeElement === document.body"):
            break
        assert outline == "solid 3px", where
        reached.append(where)
    made.close()
    assert reached[0] == "Skip to the text"
    assert any(where.startswith("Keep the drawing") for where in reached)


def test_the_skip_link_skips(page: Page) -> None:
    page.goto("/claim/sluice")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.url.endswith("#main")


def test_source_cue_and_content_differ_without_colour(
    browser: Browser, served: Listening, addresses: dict[str, str]
) -> None:
    made = context(browser, served, java_script_enabled=True, bypass_csp=True, forced_colors="active")
    page = made.pages[0]
    page.goto(addresses["article"])
    looks = page.evaluate(
        "['source', 'cue', 'content'].map(name => { const s = getComputedStyle(document.querySelector('.legend .' + name));"
        " return [s.textDecorationLine + s.textDecorationStyle, s.fontStyle, s.borderBottomStyle].join() })"
    )
    made.close()
    assert len(set(looks)) == 3


def test_print_hides_controls_and_keeps_notes(page: Page, addresses: dict[str, str]) -> None:
    page.emulate_media(media="print")
    page.goto(addresses["mail"])
    assert not page.locator(".sections").is_visible()
    assert page.locator(".note").first.is_visible()
    assert len(page.pdf()) > 1000


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_batch_is_asked_on_a_phone(browser: Browser, served: Listening, scheme: str) -> None:
    made = context(
        browser,
        served,
        java_script_enabled=True,
        bypass_csp=True,
        color_scheme=scheme,
        viewport={"width": 360, "height": 740},
    )
    page = made.pages[0]
    page.goto("/batch")
    long = " OR ".join(f"sluice{number}" for number in range(40))
    page.get_by_label("Queries").fill(f"# names\ngate\n(gate\n{long}\n{'x' * 200}")
    page.get_by_role("button", name="Ask them all").click()
    assert page.locator(".batch tbody tr").count() == 4
    width, wide = page.evaluate("document.documentElement.scrollWidth"), page.evaluate(WIDE)
    results = Axe().run(page)
    page.locator(".batch a").first.click()
    assert page.locator(".hit").count() > 0
    made.close()
    assert width <= 360, wide
    assert results.violations_count == 0, results.generate_report()


def test_a_facet_narrows_without_script(page: Page) -> None:
    page.goto("/search?q=the")
    page.get_by_text("Type", exact=True).click()
    row = page.locator(".facets details[open] tbody tr").first
    count = row.locator("td").inner_text()
    row.locator("a").click()
    assert page.locator("h2.count").inner_text().startswith(f"{count} document")
    assert page.get_by_role("img").count() <= 1
