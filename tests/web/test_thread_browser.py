"""The pages on threads and variants in a real browser with JavaScript off: every state of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

import threadmail
from browsing import check_accessible, check_narrow, context, follow, serving
from headwater.web.serve import Listening

pytestmark = pytest.mark.browser

PAGES = {
    "threads": "/threads",
    "thread with a ghost and a guess": "/thread/CRANE",
    "deep thread": "/thread/TIDE",
    "document in a thread": "/document/CRANE",
    "document with variants": "/document/BARGE",
    "variants": "/document/BARGE/variants/VERY",
    "no such thread": "/thread/0000000000000000",
    "no variants": "/document/BARGE/variants/CRANE",
}
_STATUS = {"no such thread": 404, "no variants": 400}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Listening]:
    root: Path = tmp_path_factory.mktemp("crane") / "case"
    threadmail.build(root)
    with serving(root) as listening:
        yield listening


@pytest.fixture
def page(browser: Browser, served: Listening) -> Iterator[Page]:
    made = context(browser, served, viewport={"width": 1280, "height": 900})
    yield made.pages[0]
    made.close()


@pytest.fixture(scope="module")
def addresses(browser: Browser, served: Listening) -> dict[str, str]:
    """The addresses of ``PAGES`` with the ids that the case gave."""
    made = context(browser, served)
    page = made.pages[0]

    def first(query: str) -> str:
        page.goto(f"/search?q={query}")
        href = page.locator(".hit h3 a").first.get_attribute("href")
        assert href
        return href.rpartition("/")[2]

    ids = {
        "CRANE": first('"it was moved"'),
        "TIDE": first('"line 30"'),
        "VERY": first("very"),
    }
    page.goto(f"/document/{ids['VERY']}")
    ids["BARGE"] = (page.locator("#variants + ul a").first.get_attribute("href") or "").rpartition("/")[2]
    made.close()
    found = {}
    for name, path in PAGES.items():
        for key, value in ids.items():
            path = path.replace(key, value)
        found[name] = path
    return found


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
    assert response.status == _STATUS.get(name, 200)
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


def test_from_a_document_to_its_thread_to_a_ghost_and_back(page: Page, addresses: dict[str, str]) -> None:
    page.goto(addresses["document in a thread"])
    follow(page, page.locator("dt:has-text('thread') + dd a"))
    assert "#n" in page.url
    thread = page.locator("ol.thread > li")
    assert thread.count() == 5
    assert "Not in the case" in thread.nth(2).inner_text()
    assert "Sam Okoro" in thread.nth(2).inner_text()
    assert "A guess" in thread.nth(4).inner_text()
    assert "Eve Moss" in thread.nth(4).inner_text()
    follow(page, thread.nth(3).locator(".what a"))
    assert page.locator("main h1").inner_text() == "Re: Crane 4"


def test_what_is_different_is_marked_in_words_too(page: Page, addresses: dict[str, str]) -> None:
    page.goto(addresses["document with variants"])
    links = page.locator("#variants + ul a[aria-label^='What is different']")
    assert links.count() == 2
    page.goto(addresses["variants"])
    assert page.locator(".compared ins").all_inner_texts() == ["very "]
    assert page.locator(".changed ins").all_inner_texts() == ["by far.example"]
    assert page.locator(".changed del").all_inner_texts() == ["sent"]
