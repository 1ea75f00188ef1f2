"""The pages on the ledger without a browser: what they refuse, what they say of it, and that nothing is lost on the way."""

from __future__ import annotations

import html
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

import ledgers
from headwater.web.app import create_app

TOKEN = "the-token-of-this-start"
Ferry = tuple[Path, dict[str, str]]


@pytest.fixture(scope="module")
def desk(ferry: Ferry) -> Iterator[TestClient]:
    app = create_app(ferry[0], TOKEN)
    with TestClient(app, base_url="http://127.0.0.1:8000", follow_redirects=False) as client:
        client.get(f"/?token={TOKEN}")
        yield client


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/claim/none/proposals", 404),
        ("/claim/none/enter", 404),
        ("/claim/none/interest", 404),
        ("/claim/none/document", 404),
        ("/claim/none/history", 404),
        ("/claim/ferry/proposals?page=0", 400),
        ("/document/0000000000000000/link", 404),
        ("/copy/0000000000000000", 404),
        ("/copies?verdict=perhaps", 400),
        ("/copies?kind=theft", 400),
        ("/copies?document=0000000000000000", 404),
        ("/copies?page=9", 404),
        ("/history?page=99", 404),
    ],
)
def test_what_is_not_there_is_a_page_that_says_so(desk: TestClient, path: str, status: int) -> None:
    response = desk.get(path)
    assert response.status_code == status
    assert "<h1" in response.text


LINKED = {"role": "supports", "basis": "heard"}


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("/history", {}),
        ("/history", {"by": "", "undo": "2"}),
        ("/history", {"undo": "99999"}),
        ("/history", {"undo": "x"}),
        ("/claim/empty/history", {"undo": "2"}),
        ("/claim/ferry/interest", {"actor": "nobody there", "kind": "kept words"}),
        ("/claim/ferry/interest", {"actor": "ruth vane", "kind": " ", "note": "kept words"}),
        ("/claim/ferry/enter", {"text": "kept words"}),
        ("/claim/ferry/enter", {"text": "kept words", "chain": "A\nB", **LINKED}),
        ("/claim/ferry/enter", {"text": "kept words", "chain": "A", "citation": "3", "part": "9", **LINKED}),
        ("/claim/ferry/enter", {"text": "kept words", "chain": "A", "citation": "3", "basis": "heard"}),
        ("/claim/ferry/proposals", {"do": "nod"}),
        ("/claim/ferry/proposals", {"by": " ", "do": "decline"}),
    ],
)
def test_what_cannot_be_done_comes_back_with_the_reason(
    desk: TestClient, path: str, data: dict[str, str]
) -> None:
    before = desk.get("/history").text
    response = desk.post(path, data={"by": "Sam", **data})
    assert response.status_code == 400
    assert 'role="alert"' in response.text
    assert "kept words" not in data.values() or "kept words" in response.text
    after = desk.get("/history").text
    assert re.findall("decision-[0-9]+", after) == re.findall("decision-[0-9]+", before)


def test_what_is_not_there_cannot_be_accepted(desk: TestClient, ferry: Ferry) -> None:
    nothing = {"by": "Sam", "statement": "none", "do": "accept", **LINKED}
    assert desk.post("/claim/ferry/proposals", data=nothing).status_code == 404
    other = {"by": "Sam", "verdict": "accepted", "original": "beef"}
    response = desk.post(f"/copy/{ferry[1]['suspicion']}", data=other)
    assert response.status_code == 400
    assert 'role="alert"' in response.text


def test_undo_and_its_undo_leave_the_claim_as_it_was(desk: TestClient) -> None:
    before = facts(desk)
    number = re.findall(r'name="undo" value="(\d+)"', desk.get("/claim/ferry/history").text)[0]
    sent = desk.post("/claim/ferry/history", data={"by": "Sam", "undo": number, "why": "To see."})
    assert sent.headers["location"] == f"/claim/ferry/history#decision-{number}"
    assert facts(desk) != before
    text = desk.get("/claim/ferry/history").text
    row = re.search(rf'<li id="decision-{number}" class="undone">.*?</li>', text, re.DOTALL)
    assert row
    assert "<s>" in row[0]
    undoing = re.findall(r'name="undo" value="(\d+)"', text)[0]
    desk.post("/claim/ferry/history", data={"by": "Sam", "undo": undoing})
    assert facts(desk) == before


def facts(desk: TestClient) -> str:
    """What a claim's page says, less its history and the name that was last given."""
    return re.sub(r'value="\w*"', "", desk.get("/claim/ferry").text.split('id="history"')[0])


def test_every_decision_is_reached_by_paging(desk: TestClient) -> None:
    path: str | None = "/history"
    seen: list[str] = []
    while path:
        text = desk.get(path).text
        seen += re.findall(r'<li id="decision-(\d+)"', text)
        following = re.search(r'href="([^"]+)" rel="next"', text)
        path = html.unescape(following[1]) if following else None
    assert seen == [str(n) for n in range(len(seen), 0, -1)]
    assert len(seen) > 200


def new_claim(desk: TestClient, **data: str) -> str:
    sent = desk.post("/claims", data={"by": "Noor", **data})
    assert sent.status_code == 303
    return sent.headers["location"]


def test_a_long_chain_is_listed_and_drawn(desk: TestClient) -> None:
    """A list within a list, 300 times; nothing here may recurse as deep."""
    claim = new_claim(desk, text="Whispered on.")
    chain = "\n".join(f"Whisperer {n}" for n in range(300))
    data = {"by": "Noor", "text": "Psst.", "chain": chain, "citation": "Hearsay", **LINKED}
    assert desk.post(f"{claim}/enter", data=data).status_code == 303
    text = desk.get(claim).text
    assert text.count("Whisperer 299") >= 2
    assert text.split('class="tree"')[1].count("<ul>") == 299


def test_proposals_are_counted_in_the_list_once_they_were_looked_for(desk: TestClient) -> None:
    desk.get("/claim/ferry/proposals")
    assert re.search(r"\d+ open proposals?</a>", desk.get("/claims").text)


def test_names_and_words_are_escaped(desk: TestClient) -> None:
    claim = new_claim(desk, text="<b>Bold</b> claim", parts="<i>part</i>", by="<u>N</u>")
    data = {
        "by": "<u>N</u>",
        "text": "<s>said</s>",
        "chain": "<em>Paper</em>\n<em>Source</em>",
        "citation": "<q>book</q>",
        "why": "<del>why</del>",
        **LINKED,
    }
    assert desk.post(f"{claim}/enter", data=data).status_code == 303
    beside = [f"{claim}/{page}" for page in ("history", "interest", "proposals", "lineage.svg")]
    for path in (claim, *beside, "/history", "/claims"):
        text = desk.get(path).text
        for tag in ("<b>B", "<i>p", "<u>N", "<s>said", "<em>P", "<em>S", "<q>b", "<del>w"):
            assert tag not in text, (path, tag)


def test_copies_are_looked_for_in_the_background(tmp_path: Path) -> None:
    ledgers.build_bare(tmp_path / "case")
    app = create_app(tmp_path / "case", TOKEN)
    with TestClient(app, base_url="http://127.0.0.1:8000", follow_redirects=False) as desk:
        desk.get(f"/?token={TOKEN}")
        assert "Nobody has looked for copies" in desk.get("/copies").text
        sent = desk.post("/copies")
        assert sent.headers["location"] == "/copies"
        assert "Copies are being looked for" in desk.get("/copies").text
        waited_since = time.monotonic()
        while "Copies are being looked for" in (text := desk.get("/copies").text):
            assert time.monotonic() < waited_since + 300
            time.sleep(0.2)
    assert "2 documents with text were compared" in text
    assert "1 suspicion" in text


def test_a_search_for_copies_ends_with_the_desk(tmp_path: Path) -> None:
    ledgers.build_bare(tmp_path / "case")
    app = create_app(tmp_path / "case", TOKEN)
    with TestClient(app, base_url="http://127.0.0.1:8000", follow_redirects=False) as desk:
        desk.get(f"/?token={TOKEN}")
        desk.post("/copies")
    assert not app.state.work.searching
