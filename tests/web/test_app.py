"""The desk's pages and forms over a real case, without a browser."""

from __future__ import annotations

import html
import re
import socket
import threading
from pathlib import Path
from xml.etree import ElementTree

import httpx2
import pytest
from starlette.testclient import TestClient

from headwater.base.errors import CaseBusy, CaseVersion, NotFound, UsageError
from headwater.web.app import create_app
from headwater.web.serve import listen


def first_link(desk: TestClient, path: str, pattern: str) -> str:
    found = re.search(f'href="({pattern})"', desk.get(path).text)
    assert found, f"no {pattern} on {path}"
    return html.unescape(found[1])


def test_overview_counts(desk: TestClient) -> None:
    text = desk.get("/").text
    assert "10 documents" in text
    assert "1 item could not be taken in" in text
    assert "What was not read is not counted here" in text


def test_search_shows_the_exact_count_and_marks_hits(desk: TestClient) -> None:
    text = desk.get("/search", params={"q": "telephone"}).text
    assert "1 document" in text
    assert "<mark>telephone</mark>" in text


def test_search_without_a_query_shows_how_to_ask(desk: TestClient) -> None:
    response = desk.get("/search")
    assert response.status_code == 200
    assert "How to ask" in response.text


def test_a_query_that_cannot_be_parsed_says_where(desk: TestClient) -> None:
    response = desk.get("/search", params={"q": "gate AND <b>("})
    assert response.status_code == 400
    assert re.search(r"<code>.*<mark>.*</mark>.*</code>", response.text)
    assert "<b>(" not in response.text


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/nowhere", 404),
        ("/document/0000000000000000", 404),
        ("/document/not-an-id", 404),
        ("/statement/none", 404),
        ("/statement/none/link", 404),
        ("/claim/none", 404),
        ("/claim/none/lineage.svg", 404),
        ("/claim/sluice?level=planet", 400),
        ("/search?q=gate&page=0", 400),
        ("/search?q=gate&page=x", 400),
        ("/search?q=gate&page=" + "9" * 5000, 400),
        ("/search?q=gate&page=99", 404),
        ("/search?q=gate&sort=colour", 400),
        ("/statements?stance=nods", 400),
        ("/statements?page=99", 404),
        ("/document/beef?part=-1", 404),
        ("/claim/sluice/undo", 405),
        ("/static/none.css", 404),
        ("/static/../pages.py", 404),
        ("/static/%2e%2e/pages.py", 404),
    ],
)
def test_what_is_not_there_is_a_page_that_says_so(desk: TestClient, path: str, status: int) -> None:
    response = desk.get(path)
    assert response.status_code == status
    assert response.headers["content-type"].startswith("text/html")
    assert "<h1" in response.text
    assert "Traceback" not in response.text


@pytest.mark.parametrize(
    ("error", "status"),
    [(CaseBusy("Busy.", "Wait."), 503), (CaseVersion("Newer.", "Upgrade."), 409), (NotFound("Gone."), 404)],
)
def test_errors_become_pages(
    desk: TestClient, monkeypatch: pytest.MonkeyPatch, error: Exception, status: int
) -> None:
    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr("headwater.desk.cases.overview", fail)
    response = desk.get("/")
    assert response.status_code == status
    assert str(error).split(".")[0] in response.text


def test_a_statement_leads_to_its_passage(desk: TestClient) -> None:
    statement = first_link(desk, "/statements?speaker=Anna", r"/statement/[0-9a-f]+")
    target = desk.get(statement).headers["location"]
    path, anchor = target.split("#")
    page = desk.get(path).text
    assert f'id="{anchor}">Anna Moss<' in page


def test_a_document_shows_what_it_is(desk: TestClient) -> None:
    text = desk.get(first_link(desk, "/search?q=telephone", "/document/[0-9a-f]+")).text
    for expected in ("Ida Thorne &lt;ida@lock.example&gt;", "Read after repairs", "windows-1252", "gates.dwg",
                     "inbox-of-the-lock-keeper.mbox", "+01:00 as written", 'class="source"', 'class="cue"'):  # fmt: skip
        assert expected in text


def test_text_is_shown_exactly(desk: TestClient) -> None:
    text = desk.get(first_link(desk, "/search?q=telephone", "/document/[0-9a-f]+")).text
    paragraphs = re.findall(r'<p class="para[^>]*>(.*?)</p>', text, re.DOTALL)
    shown = [
        html.unescape(
            re.sub(r"<sup>.*?</sup>|<span class=\"(?:within|hidden)\">.*?: </span></span>|<[^>]+>", "", one)
        )
        for one in paragraphs
    ]
    assert shown[0] == "Sam,"
    assert shown[2].startswith("The order came by telephone, and I wrote it down.")
    assert shown[-1] == "| hour  | level |\n| 23.40 | 1.92  |\n| 00.20 | 2.61  |"


def test_receipts_and_failures(desk: TestClient) -> None:
    assert "reconciles" in desk.get("/receipts").text
    assert "inbox-of-the-lock-keeper" in desk.get("/receipts?failed=1").text
    failures = desk.get("/receipts/failures").text
    assert "#99" in failures
    assert "no headers and no text" in failures


def test_the_claim_page_shows_the_wire_and_its_reprints_as_one_origin(desk: TestClient) -> None:
    text = desk.get("/claim/sluice").text
    assert "Harrow Herald and 5 more" in text
    assert re.search(r"Ida Thorne ×\d+</text>", text)
    for level in ("institution", "side"):
        assert desk.get(f"/claim/sluice?level={level}").status_code == 200


def test_the_lineage_is_a_file_that_stands_on_its_own(desk: TestClient) -> None:
    response = desk.get("/claim/sluice/lineage.svg")
    assert response.headers["content-type"] == "image/svg+xml"
    assert response.headers["content-disposition"].startswith("attachment")
    root = ElementTree.fromstring(response.content)
    texts = "".join(root.itertext())
    assert "Ida Thorne" in texts
    assert "Harrow Herald" in texts
    assert "href" not in response.text


def test_a_claim_is_written_down_linked_and_a_link_undone(desk: TestClient) -> None:
    sent = desk.post(
        "/claims", data={"text": "A <new> claim.", "parts": "one\r\n\r\n two \r\n", "by": "Nöor"}
    )
    assert sent.status_code == 303
    claim = sent.headers["location"]
    page = desk.get(claim).text
    assert "A &lt;new&gt; claim." in page
    assert "2. <bdi>two</bdi>" in page

    statement = first_link(desk, "/statements?speaker=Anna", r"/statement/[0-9a-f]+")
    form = desk.get(f"{statement}/link", params={"claim": claim.rsplit("/", 1)[1]}).text
    assert 'value="Nöor"' in form, "the name is remembered"
    linked = desk.post(
        f"{statement}/link",
        data={
            "claim": claim.rsplit("/", 1)[1],
            "role": "disputes",
            "part": ["2"],
            "basis": "heard",
            "why": "She says.",
            "by": "Sam",
        },
    )
    assert linked.status_code == 303
    number = linked.headers["location"].rsplit("-", 1)[1]
    page = desk.get(claim).text
    assert "She says." in page
    assert "Part 2, heard from others." in " ".join(page.split())

    undone = desk.post(f"{claim}/undo", data={"decision": number, "by": "Sam", "why": "Not this part."})
    assert undone.status_code == 303
    assert f'id="link-{number}"' not in desk.get(claim).text
    assert desk.post(f"{claim}/undo", data={"decision": number, "by": "Sam"}).status_code == 400


@pytest.mark.parametrize(
    "data",
    [{"text": "", "by": "x"}, {"text": "A claim.", "by": " "}, {}, {"text": "A claim.", "parts": "one"}],
)
def test_a_claim_that_cannot_be_written_comes_back_as_it_was_typed(
    desk: TestClient, data: dict[str, str]
) -> None:
    response = desk.post("/claims", data=data)
    assert response.status_code == 400
    assert 'role="alert"' in response.text
    assert data.get("text", "") in response.text
    assert data.get("parts", "") in response.text


@pytest.mark.parametrize(
    "wrong", [{"role": ""}, {"role": "loves"}, {"basis": "felt"}, {"part": "9"}, {"part": "x"}, {"by": ""}]
)
def test_a_link_that_cannot_be_made_comes_back_as_it_was_typed(
    desk: TestClient, wrong: dict[str, str]
) -> None:
    statement = first_link(desk, "/statements?speaker=Anna", r"/statement/[0-9a-f]+")
    data = {
        "claim": "sluice",
        "role": "mentions",
        "basis": "heard",
        "why": "Because of this.",
        "by": "Sam",
        **wrong,
    }
    response = desk.post(f"{statement}/link", data=data)
    assert response.status_code == 400
    assert "Because of this." in response.text
    assert 'role="alert"' in response.text


def test_forms_refuse_files(desk: TestClient) -> None:
    response = desk.post("/claims", data={"text": "x", "by": "y"}, files={"parts": ("a.txt", b"x")})
    assert response.status_code == 400


def test_undo_takes_only_links_of_the_claim(desk: TestClient) -> None:
    for number in ("", "0", "x", "1", "99999"):
        assert desk.post("/claim/sluice/undo", data={"decision": number, "by": "Sam"}).status_code == 400


def test_every_hit_can_be_reached_by_paging(desk: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("headwater.web.search_handlers.HITS", 3)
    monkeypatch.setattr("headwater.web.handlers.STATEMENTS", 7)
    for start, link in (
        ("/search?q=harrow&sort=oldest", r'<h3><a href="(/document/\w+)"'),
        ("/statements", r'<a href="(/statement/\w+)" '),
    ):
        path: str | None = start
        seen: list[str] = []
        while path:
            text = desk.get(path).text
            seen += re.findall(link, text)
            following = re.search(r'href="([^"]+)" rel="next"', text)
            path = html.unescape(following[1]) if following else None
        count = re.search(r'class="count">(\d+)', desk.get(start).text)
        assert count
        assert len(seen) == len(set(seen)) == int(count[1]) > 7


def test_no_case_no_desk(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        create_app(tmp_path, "token")


def test_serving_says_where_and_stops(affair: Path) -> None:
    listening = listen(affair, "127.0.0.1", 0)
    thread = threading.Thread(target=listening.run)
    thread.start()
    try:
        with httpx2.Client(trust_env=False) as client:
            assert client.get(listening.url.split("?")[0]).status_code == 403
            assert client.get(listening.url, follow_redirects=True).status_code == 200
    finally:
        listening.stop()
        thread.join(timeout=20)
    assert not thread.is_alive()


def test_a_port_that_is_taken_is_a_clear_error(affair: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(UsageError, match="cannot listen"):
        listen(affair, "127.0.0.1", taken.getsockname()[1])
    with pytest.raises(UsageError):
        listen(affair, "no.such.host.invalid", 0)
