"""A desk served for a headless browser, and how tests move in it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Locator, Page

from headwater.web.serve import Listening, listen

WIDE = (
    "[...document.querySelectorAll('main *')].filter(e => !e.closest('.scroll, svg, .hidden')"
    " && e.getBoundingClientRect().right > 361).map(e => e.outerHTML.slice(0, 120)).slice(0, 5)"
)
"""A script that finds what stands out of a window 360 px wide."""


@contextmanager
def serving(root: Path) -> Iterator[Listening]:
    """A desk over the case in ``root``, on a port of its own."""
    listening = listen(root, "127.0.0.1", 0)
    thread = threading.Thread(target=listening.run)
    thread.start()
    yield listening
    listening.stop()
    thread.join(timeout=30)


def context(browser: Browser, served: Listening, **options: Any) -> BrowserContext:
    """A fresh context that came in with the token; relative addresses are the desk's.

    Nothing moves, so that colours are looked at when they are what they will be.
    """
    base = served.url.split("/?")[0]
    still = {"java_script_enabled": False, "reduced_motion": "reduce"}
    made = browser.new_context(base_url=base, **{**still, **options})
    made.set_default_timeout(60_000)
    made.new_page().goto(served.url)
    return made


def follow(page: Page, what: Locator) -> None:
    """Click, and wait for the page that this leads to: without a script nothing else says that it has come."""
    with page.expect_navigation():
        what.click()


def unfold(page: Page) -> None:
    """Open all that is folded; needs scripts."""
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")


def check_narrow(browser: Browser, served: Listening, address: str) -> None:
    """Assert that a page, all of it unfolded, does not scroll sideways on a phone of 360 pixels."""
    made = context(
        browser, served, java_script_enabled=True, bypass_csp=True, viewport={"width": 360, "height": 740}
    )
    page = made.pages[0]
    page.goto(address)
    unfold(page)
    width, wide = page.evaluate("document.documentElement.scrollWidth"), page.evaluate(WIDE)
    made.close()
    assert width <= 360, wide
    assert not wide


def check_accessible(browser: Browser, served: Listening, address: str, scheme: str) -> None:
    """Assert that axe finds nothing in a page, all of it unfolded, in the light or the dark ``scheme``."""
    made = context(browser, served, java_script_enabled=True, bypass_csp=True, color_scheme=scheme)
    page = made.pages[0]
    page.goto(address)
    unfold(page)
    results = Axe().run(page)
    made.close()
    assert results.violations_count == 0, results.generate_report()
