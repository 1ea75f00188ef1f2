"""The desk over the demo case: every page that can be reached is there, and the wire story is one origin."""

from __future__ import annotations

import html
import os
import re
import threading
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from starlette.testclient import TestClient

from headwater.desk import demo
from headwater.web.app import create_app
from headwater.web.serve import listen

IMAGES = Path(__file__).resolve().parents[2] / "docs" / "images"
WIRE_CLAIM = "/claim/launch-turned-back"


QUESTIONS = 60
"""Addresses of one page that are followed, one for each question behind a question mark."""


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("demo") / "case"
    demo.build(made)
    return made


@pytest.fixture(scope="module")
def visitor(root: Path) -> Iterator[TestClient]:
    with TestClient(create_app(root, "token"), base_url="http://127.0.0.1:8000") as client:
        client.get("/?token=token")
        yield client


def test_whatever_is_linked_is_there(visitor: TestClient) -> None:
    """Follows links to everything but the forms of single statements and findings, of which one stands for all; and of a page
    that many questions lead to (a search narrowed by its facets, and narrowed again) to so many of them."""
    seen: set[str] = set()
    todo = ["/", "/search?q=launch", "/statement/none"]
    forms: Counter[str] = Counter()
    asked: Counter[str] = Counter()
    while todo:
        path = todo.pop()
        response = visitor.get(path)
        assert response.status_code == (404 if path == "/statement/none" else 200), path
        page = response.headers["content-type"].startswith("text/html")  # an original is no page of the desk
        for href in re.findall(r'href="(/[^"#]*)', response.text if page else ""):
            link = html.unescape(href)
            page, question, _ = link.partition("?")
            single = link.startswith("/statement/") or link.startswith("/audit/1/link")
            forms[link.split("/")[1]] += page.endswith("/link")
            if link in seen or (single and forms[link.split("/")[1]] > 1) or asked[page] >= QUESTIONS:
                continue
            asked[page] += bool(question)
            seen.add(link)
            todo.append(link)
    assert sum(path.startswith("/claim/") and path.count("/") == 2 for path in seen) >= 6
    assert sum(path.startswith("/document/") and "?" not in path for path in seen) >= 30


def test_every_anchor_that_is_linked_stands_on_its_page(visitor: TestClient) -> None:
    for link in sorted(set(re.findall(r'href="(/document/[^"]+#c\d+)"', visitor.get(WIRE_CLAIM).text))):
        path, anchor = html.unescape(link).split("#")
        assert f'id="{anchor}"' in visitor.get(path).text, link


def test_the_wire_story_and_its_reprints_are_one_origin(visitor: TestClient) -> None:
    text = visitor.get(WIRE_CLAIM).text
    support = text[text.index('id="support"') : text.index('id="dispute"')]
    origins = re.search(r"<dt>Rests on</dt><dd>(.*?)</dd>", support, re.DOTALL)
    assert origins
    assert re.sub("<[^>]+>", "", origins[1]).strip() == "Idris Fallowfield (own observation)"
    assert re.search(r"(\d+) statements", support)[1] != "1"  # type: ignore[index]
    drawn = re.findall(r'<text class="name"[^>]*>(Idris Fallowfield[^<]*)</text>', text)
    assert len(drawn) == 1


@pytest.mark.browser
def test_pictures_for_the_readme(root: Path, browser: Browser, tmp_path: Path) -> None:
    """Made anew each time; kept in the documentation with HEADWATER_SCREENSHOT=1."""
    images = IMAGES if os.environ.get("HEADWATER_SCREENSHOT") == "1" else tmp_path
    listening = listen(root, "127.0.0.1", 0)
    thread = threading.Thread(target=listening.run)
    thread.start()
    images.mkdir(parents=True, exist_ok=True)
    try:
        made = browser.new_context(java_script_enabled=False, viewport={"width": 1280, "height": 1180})
        page = made.new_page()
        page.goto(listening.url)
        base = listening.url.split("/?")[0]
        page.goto(base + WIRE_CLAIM)
        page.screenshot(path=str(images / "claim.png"))
        with page.expect_navigation():
            page.locator(".entry .facts a").first.click()
        page.goto(page.url.split("#")[0])
        page.screenshot(path=str(images / "document.png"))
        made.close()
    finally:
        listening.stop()
        thread.join(timeout=30)
    assert (images / "claim.png").stat().st_size > 10_000
