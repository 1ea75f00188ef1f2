"""Judging statements and reading documents from the pages: by requests, and by hand in a browser without a script."""

from __future__ import annotations

import re
import shutil
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page
from starlette.testclient import TestClient

from headwater.desk import adding, cases, judging, statements
from headwater.desk.judging import Change
from headwater.desk.statements import Wanted
from headwater.web.app import create_app
from headwater.web.serve import Listening, listen

TOKEN = "token"
BY = {"by": "Noor"}


@pytest.fixture
def root(affair: Path, tmp_path: Path) -> Path:
    """A case of its own for each test, since judgements change it."""
    return Path(shutil.copytree(affair, tmp_path / "case"))


@pytest.fixture
def judge(root: Path) -> Iterator[TestClient]:
    with TestClient(
        create_app(root, TOKEN), base_url="http://127.0.0.1:8000", follow_redirects=False
    ) as client:
        client.get(f"/?token={TOKEN}")
        yield client


def statement(client: TestClient, **asked: str) -> str:
    found = re.search(r'href="/statement/([0-9a-f]{16})/judge"', client.get("/statements", params=asked).text)
    assert found, asked
    return found[1]


def count(client: TestClient, **asked: str) -> int:
    found = re.search(r'class="count">(\d+|No) statement', client.get("/statements", params=asked).text)
    assert found
    return 0 if found[1] == "No" else int(found[1])


def test_a_rejected_statement_leaves_lists_and_is_counted(judge: TestClient) -> None:
    before, one = count(judge), statement(judge, stance="denies")
    response = judge.post(f"/statement/{one}/judge", data={"verdict": "reject", "why": "a heading", **BY})
    assert response.status_code == 303
    assert response.headers["location"].startswith("/document/")
    assert (count(judge), count(judge, which="rejected"), count(judge, which="all")) == (
        before - 1,
        1,
        before,
    )
    assert "1 rejected" in judge.get("/statements").text
    document = response.headers["location"].split("?")[0]
    assert "1 rejected or replaced too" in judge.get(document).text
    assert "Accept statement 6" not in judge.get(document).text
    everything = judge.get(f"{document}?statements=all").text
    assert "rejected by <bdi>Noor</bdi>" in everything
    assert judge.get(f"/statement/{one}/link").status_code == 200
    refused = judge.post(
        f"/statement/{one}/link", data={"claim": "sluice", "role": "supports", "basis": "heard", **BY}
    )
    assert (refused.status_code, "was rejected" in refused.text) == (400, True)
    assert judge.post("/judgements", data={"undo": "1", **BY}).status_code == 303
    assert count(judge) == before
    assert "took back judgement 1" in re.sub(
        r"\s+", " ", re.sub("<[^>]+>", "", judge.get("/judgements").text)
    )


def test_the_name_is_asked_for_once(judge: TestClient) -> None:
    one = statement(judge)
    asked = judge.post(f"/statement/{one}/judge", data={"verdict": "accept", "by": ""})
    assert asked.status_code == 400
    assert "needs the name" in asked.text
    judge.post(f"/statement/{one}/judge", data={"verdict": "accept", **BY})
    assert 'name="by" value="Noor"' in judge.get(judge.get(f"/statement/{one}").headers["location"]).text


def test_a_correction_with_words_that_stand_twice_says_how_to_choose(judge: TestClient) -> None:
    one = statement(judge, speaker="Per Lund")
    page = judge.get(f"/statement/{one}/correct").text
    assert "the spokesman, Per\nLund</textarea>" in page
    filled = {
        "source": "spokesman",
        "cue": "said",
        "content": "gate",
        "stance": "denies",
        "basis": "unknown",
        "form": "direct",
        **BY,
    }
    refused = judge.post(f"/statement/{one}/correct", data=filled)
    assert refused.status_code == 400
    assert "It is not clear which" in refused.text
    assert ">gate</textarea>" in refused.text
    shown = judge.post(f"/statement/{one}/correct", data={**filled, "content-nth": "2", "do": "preview"})
    assert shown.status_code == 200
    assert '<span class="content">gate</span>' in shown.text
    assert count(judge, which="corrected") == 0
    done = judge.post(f"/statement/{one}/correct", data={**filled, "content-nth": "2"})
    assert done.status_code == 303
    assert count(judge, which="corrected") == 1
    again = judge.get(f"/statement/{one}/judge").text
    assert "See the one in its place" in again
    assert judge.post(f"/statement/{one}/judge", data={"verdict": "accept", **BY}).status_code == 400


def test_whatever_is_sent_is_a_page_and_changes_nothing(judge: TestClient) -> None:
    one, before = statement(judge), count(judge)
    document = judge.get(f"/statement/{one}").headers["location"].split("?")[0]
    for path, data, status in (
        (f"/statement/{one}/judge", {}, 400),
        (f"/statement/{one}/judge", {"verdict": "perhaps", **BY}, 400),
        (f"/statement/{one}/judge", {"undo": "x", **BY}, 400),
        (f"/statement/{one}/judge", {"undo": "99", **BY}, 404),
        ("/statement/none/judge", {"verdict": "accept", **BY}, 404),
        (f"/statement/{one}/correct", {"stance": "shouts", **BY}, 400),
        (f"/statement/{one}/correct", {"form": "sung", **BY}, 400),
        (f"/statement/{one}/correct", {"content": "words that are nowhere", **BY}, 400),
        (f"/statement/{one}/correct", {"content": "gate", "content-nth": "-1", **BY}, 400),
        (f"{document}/add", {**BY}, 400),
        (f"{document}/add", {"content": "nowhere at all", **BY}, 400),
        ("/document/ffffffffffffffff/add", {"content": "x", **BY}, 404),
        ("/judgements", {"undo": "1"}, 400),
        ("/reading", {}, 400),
        ("/reading", {"what": "query", "mode": "fast"}, 400),
        ("/reading", {"what": "query", "query": "(a", "mode": "fast"}, 400),
        ("/reading", {"what": "all", "mode": "slow"}, 400),
        ("/reading", {"what": "all", "mode": "fast", "limit": "many"}, 400),
        ("/statements", {}, 405),
    ):
        response = judge.post(path, data=data)
        assert response.status_code == status, (path, data)
        assert "<h1" in response.text
    assert judge.get("/statements?stance=shouts").status_code == 400
    assert judge.get("/statements?which=none").status_code == 400
    assert judge.get("/statements?document=zz").status_code == 400
    assert count(judge, which="all") == before
    assert "No judgement was made yet" in judge.get("/judgements").text


def test_another_site_can_judge_nothing(judge: TestClient) -> None:
    one = statement(judge)
    for path in (
        f"/statement/{one}/judge",
        f"/statement/{one}/correct",
        "/judgements",
        "/reading",
        "/reading/stop",
    ):
        response = judge.post(
            path, data={"verdict": "reject", **BY}, headers={"Sec-Fetch-Site": "cross-site"}
        )
        assert response.status_code == 403


def wait_for(client: TestClient, words: str) -> str:
    deadline = time.monotonic() + 120
    while words not in (text := client.get("/reading").text):
        assert time.monotonic() < deadline, text
        time.sleep(0.1)
    return text


def test_documents_are_read_in_the_background(root: Path, tmp_path: Path) -> None:
    (tmp_path / "late.txt").write_text("Ida Thorne said that the log was burnt.\n", encoding="utf-8")
    with cases.open_case(root) as case:
        adding.add(case, [tmp_path / "late.txt"])
    with TestClient(create_app(root, TOKEN), base_url="http://127.0.0.1:8000") as client:
        client.get(f"/?token={TOKEN}")
        assert "How long they take is not known" in client.get("/reading").text
        begun = client.post("/reading", data={"what": "query", "query": "burnt", "mode": "fast"})
        assert begun.status_code == 200
        busy = client.post("/reading", data={"what": "all", "mode": "fast"})
        assert busy.status_code in (400, 200)  # 200 where the one document was read before this came
        text = wait_for(client, "words a second")
        assert count(client, words="burnt") == 1
        wait_for(client, "<bdi>done</bdi>")
        assert "1 of 1" in text
        client.post("/reading/stop")
        assert "<bdi>done</bdi>" in client.get("/reading").text


def test_the_desk_stops_what_it_reads_when_it_is_stopped(root: Path, tmp_path: Path) -> None:
    (tmp_path / "leak").mkdir()
    for number in range(800):  # so many that no machine is through with them when the first batch is told of
        text = f"Note {number}. " + "Ida Thorne said that the log was burnt. " * 200
        (tmp_path / "leak" / f"{number}.txt").write_text(text, encoding="utf-8")
    with cases.open_case(root) as case:
        adding.add(case, [tmp_path / "leak"])
    with TestClient(create_app(root, TOKEN), base_url="http://127.0.0.1:8000") as client:
        client.get(f"/?token={TOKEN}")
        client.post("/reading", data={"what": "query", "query": "note", "mode": "fast"})
        wait_for(client, "words a second")
    with TestClient(create_app(root, TOKEN), base_url="http://127.0.0.1:8000") as client:
        client.get(f"/?token={TOKEN}")
        assert "stopped; what was read is kept" in client.get("/reading").text


@pytest.fixture
def own(root: Path) -> Iterator[Listening]:
    listening = listen(root, "127.0.0.1", 0)
    thread = threading.Thread(target=listening.run)
    thread.start()
    yield listening
    listening.stop()
    thread.join(timeout=60)


@pytest.fixture
def page(browser: Browser, own: Listening) -> Iterator[Page]:
    made = browser.new_context(base_url=own.url.split("/?")[0], java_script_enabled=False)
    made.set_default_timeout(15_000)
    opened = made.new_page()
    opened.goto(own.url)
    yield opened
    made.close()


def follow(page: Page, what: Locator) -> None:
    with page.expect_navigation():
        what.click()


@pytest.mark.browser
def test_from_the_margin_a_statement_is_accepted_and_another_corrected(page: Page) -> None:
    page.goto("/statements?speaker=Per&stance=asserts")
    follow(page, page.locator(".said .facts a").first)
    follow(page, page.get_by_role("button", name="Accept statement 1", exact=True))
    page.get_by_label("Your name").fill("Noor")
    follow(page, page.get_by_role("button", name="Accept", exact=True))
    assert "accepted by Noor" in page.locator("#s1").inner_text()
    follow(page, page.get_by_role("button", name="Reject statement 2", exact=True))
    assert page.locator(".note").count() == 5

    follow(page, page.get_by_role("link", name="Correct statement 2"))
    content = page.get_by_label("Content: what is said")
    assert content.input_value() == '"gate two raised, order of the board, 23.40"'
    content.fill("gate two raised")
    page.get_by_label("Basis").select_option("witnessed")
    follow(page, page.get_by_role("button", name="Show where it stands"))
    assert page.locator(".excerpt .para .content").inner_text() == "gate two raised"
    page.get_by_label("Why").fill("The order is another matter.")
    follow(page, page.get_by_role("button", name="Save the correction"))
    note = page.locator(".note", has_text="a correction by Noor")
    assert "witnessed" in note.inner_text()

    follow(page, note.get_by_role("link", name=re.compile("History")))
    assert "The order is another matter." in page.locator(".record").inner_text()
    follow(page, page.get_by_role("button", name=re.compile("Undo judgement")))
    assert page.locator(".note", has_text="a correction").count() == 0
    follow(page, page.get_by_role("link", name="1 rejected or replaced too"))
    follow(page, page.get_by_role("button", name="Undo the judgement on statement 2"))
    assert page.locator(".note").count() == 6


@pytest.mark.browser
def test_a_missed_statement_is_added_and_linked(page: Page) -> None:
    page.goto("/search?q=telephone")
    follow(page, page.locator(".hit h3 a").first)
    follow(page, page.get_by_role("link", name="Add a statement that was missed"))
    page.get_by_label("Content: what is said").fill("The order came by phone")
    page.get_by_label("Your name").fill("Noor")
    follow(page, page.get_by_role("button", name="Add it"))
    assert "do not stand in the document" in page.get_by_role("alert").inner_text()
    page.get_by_label("Content: what is said").fill("saw the gate go up")
    page.get_by_label("Source: who says it").fill("the")
    follow(page, page.get_by_role("button", name="Show where it stands"))
    assert "It is not clear which" in page.get_by_role("alert").inner_text()
    page.get_by_label("Content: what is said").fill("The order came by telephone")
    page.get_by_label("Source: who says it").fill("")
    page.get_by_label("Chain, outermost link first, one a line").fill("Ida Thorne")
    follow(page, page.get_by_role("button", name="Add it"))
    note = page.locator(".note", has_text="added by hand by Noor")
    assert "Ida Thorne" in note.inner_text()
    assert page.locator(":target").inner_text() == "The order came by telephone"
    follow(page, note.get_by_role("link", name=re.compile("Link statement")))
    assert page.locator("h1").inner_text() == "The order came by telephone"


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_was_judged_is_accessible_and_fits_a_phone(
    browser: Browser, own: Listening, root: Path, scheme: str
) -> None:
    with cases.open_case(root) as case:
        _, (first, second, third, *_) = statements.listing(case, Wanted(speaker="Ida"))
        ids = [view.statement.id for view in (first, second, third)]
        judging.accept(case, ids[0], by="Noor", why="because " * 20)
        _, new = judging.correct(
            case, ids[1], Change(chain=("a very long name " * 5, "Ida Thorne")), by="Noor"
        )
        judging.withdraw(case, judging.reject(case, ids[2], by="Noor").id, by="Sam")
    made = browser.new_context(
        base_url=own.url.split("/?")[0],
        bypass_csp=True,
        color_scheme=scheme,  # type: ignore[arg-type]
        viewport={"width": 360, "height": 740},
    )
    page = made.new_page()
    page.goto(own.url)
    paths = ["/judgements", f"/document/{second.document}?statements=all", "/statements?which=all"]
    for path in (*paths, *(f"/statement/{one}/judge" for one in (*ids, new))):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, path
        results = Axe().run(page)
        assert results.violations_count == 0, path + results.generate_report()
    made.close()


@pytest.mark.browser
def test_the_keyboard_judges_too(page: Page) -> None:
    page.goto("/statements?words=known")
    follow(page, page.get_by_role("link", name="Judge statement 1", exact=True))
    page.get_by_label("Why").focus()
    page.keyboard.type("She says it herself.")
    page.keyboard.press("Tab")
    page.keyboard.type("Noor")
    page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "accepted by Noor" in page.locator(".note", has_text="Anna Moss").inner_text()
