"""The pages with which a leak is opened, in a real browser with JavaScript off: first hour, adding, folders, notes, originals."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

import leaks
from browsing import check_accessible, check_narrow, context, follow, serving
from headwater.desk import adding, notes, search, tagging, work
from headwater.store import case as cases
from headwater.store import documents
from headwater.web.serve import Listening, listening_to
from headwater.web.shelf import create_shelf

pytestmark = pytest.mark.browser

PAGES = {
    "first hour": "/first",
    "add": "/add",
    "notes": "/notes",
    "note": "/document/MAIL/note",
    "document with remarks": "/document/MAIL",
    "html of a page": "/document/HTML/html",
    "html of a message": "/document/TRAPS/html",
    "no html": "/document/PDF/html",
    "pages": "/document/PDF/pages?page=2",
    "original": "/document/HTML/original",
    "message with headers": "/document/MAIL?type=fixed",
    "folders": "/folders",
    "folder": "/folders?in=LEAK/ada/Inbox",
    "no such folder": "/folders?in=/nowhere",
}
_STATUS = {"no such folder": 404, "no html": 422}


@pytest.fixture(scope="module")
def leak(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return leaks.write(tmp_path_factory.mktemp("pier"))


@pytest.fixture(scope="module")
def served(leak: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Listening]:
    root: Path = tmp_path_factory.mktemp("pier-case") / "case"
    with cases.create(root, name="The pier") as case:
        adding.add(case, [leak])
        work.do(case)
        [key] = search.keys(case, "mat")
        with case.reading() as connection:
            document = documents.get(connection, key).document.id
        tagging.tag_document(case, document, "key evidence", by="Ana")
        notes.write(case, document, "Who had the key?\nAsk Bo.", by="Ana", words="under the mat")
        notes.write(case, document, "Read it whole.", by="Ben")
    with serving(root) as listening:
        yield listening


@pytest.fixture
def page(browser: Browser, served: Listening) -> Iterator[Page]:
    made = context(browser, served, viewport={"width": 1280, "height": 900})
    yield made.pages[0]
    made.close()


@pytest.fixture(scope="module")
def addresses(browser: Browser, served: Listening, leak: Path) -> dict[str, str]:
    """The addresses of ``PAGES`` with the ids that the case gave."""
    made = context(browser, served)
    page = made.pages[0]

    def first(query: str) -> str:
        page.goto(f"/search?q={query}")
        href = page.locator(".hit h3 a").first.get_attribute("href")
        assert href
        return href.rpartition("/")[2]

    ids = {
        "MAIL": first("mat"),
        "HTML": first("tariff+type:html"),
        "TRAPS": first("tariff+type:message"),
        "PDF": first("ledger+type:pdf"),
        "LEAK": leak.as_posix(),
    }
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


def test_a_lead_leads_to_its_documents(page: Page) -> None:
    page.goto("/first")
    follow(page, page.get_by_role("link", name="Passwords"))
    assert page.locator(".hit h3").count() == 1


def test_a_folder_is_added_with_the_keyboard_and_watched(page: Page, leak: Path) -> None:
    page.goto("/receipts")
    follow(page, page.get_by_role("link", name="Add mail and documents"))
    page.get_by_label("Files and folders on this machine").fill(str(leak / "papers"))
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    for _ in range(60):
        if page.get_by_text("0 new documents").count():
            break
        page.goto("/add?watch=1")
    assert page.get_by_text("0 new documents").count() == 1
    assert page.locator("meta[http-equiv]").count() == 0
    assert page.get_by_role("cell", name="reconciles").count() == 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_case_is_made_and_opened_in_the_browser(browser: Browser, tmp_path: Path, scheme: str) -> None:
    app = create_shelf(tmp_path, "token", "127.0.0.1")
    listening = listening_to(app, "token", "127.0.0.1", 0)
    thread = threading.Thread(target=listening.run)
    thread.start()
    try:
        made = browser.new_context(
            bypass_csp=True, color_scheme=scheme, viewport={"width": 360, "height": 740}
        )
        page = made.new_page()
        page.goto(listening.url)
        page.get_by_label("Its name").fill("The pier")
        follow(page, page.get_by_role("button", name="Make it"))
        results = Axe().run(page)
        assert results.violations_count == 0, results.generate_report()
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        made.close()
        made = browser.new_context(java_script_enabled=False)
        page = made.new_page()
        page.goto(listening.url)
        follow(page, page.get_by_role("link", name="The pier"))
        assert page.locator("h1").inner_text() == "The pier"
        follow(page, page.get_by_role("link", name="Add a folder of mail or documents"))
        assert page.locator("textarea").first.is_visible()
        made.close()
    finally:
        listening.stop()
        thread.join(timeout=30)


def test_tags_and_notes_are_put_on_found_and_taken_back(page: Page, addresses: dict[str, str]) -> None:
    page.goto(addresses["document with remarks"])
    page.get_by_text("Add or take off a tag").click()
    page.get_by_label("Tag", exact=True).fill("Hot")
    page.get_by_label("Your name").fill("Ana")
    follow(page, page.get_by_role("button", name="Put it on"))
    assert page.locator(".tags bdi").all_inner_texts() == ["Hot", "key evidence"]
    follow(page, page.get_by_role("button", name="Take off Hot"))
    assert page.locator(".tags bdi").all_inner_texts() == ["key evidence"]
    follow(page, page.get_by_role("link", name="Write a note"))
    page.get_by_label("The note").fill("A <b>note</b>")
    page.get_by_label("The passage").fill("password  is\nunder")
    follow(page, page.get_by_role("button", name="Write it down"))
    note = page.locator(".remark").filter(has_text="A <b>note</b>")
    follow(page, note.get_by_role("link"))
    assert page.locator(":target").count() == 1
    follow(page, page.locator(".remark").filter(has_text="A <b>note</b>").get_by_role("button"))
    assert page.locator(".remark").filter(has_text="A <b>note</b>").count() == 0
    page.goto("/notes")
    assert "taken back by Ana" in page.locator(".remark").filter(has_text="A <b>note</b>").inner_text()
    follow(page, page.get_by_role("link", name="key evidence"))
    assert page.locator(".hit h3").count() == 1
