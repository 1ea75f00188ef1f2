"""The pages on audits without a browser: what they show, refuse, and do."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

import articles
from headwater.base.errors import CaseBusy
from headwater.desk import auditing, audits, cases, claims
from headwater.statements.mode import Mode
from headwater.web import audit_handlers
from headwater.web.app import create_app
from headwater.web.work import Work

TOKEN = "the-token-of-this-start"
ARTICLE = (
    "“I stopped her twice that spring,” Ruth Vane said.\n\n“I sank her <i>twice</i> that spring,” she said.\n"
)
Ferry = tuple[Path, dict[str, str]]


@pytest.fixture(scope="module")
def root(ferry: Ferry, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The ferry with two audits by hand."""
    copied = tmp_path_factory.mktemp("audited") / "case"
    shutil.copytree(ferry[0], copied)
    with cases.open_case(copied) as case:
        before = articles.audit()
        audits.keep(case, before, mode=Mode.FAST, by="Noor")
        audits.keep(case, articles.mended(before), mode=Mode.FAST, by="Sam")
    return copied


@pytest.fixture(scope="module")
def desk(root: Path) -> Iterator[TestClient]:
    app = create_app(root, TOKEN)
    with TestClient(app, base_url="http://127.0.0.1:8000", follow_redirects=False) as client:
        client.get(f"/?token={TOKEN}")
        yield client


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/audit/99", 404),
        ("/audit/0", 400),
        ("/audit/x", 400),
        ("/audit/99/report", 404),
        ("/audit/1/link", 404),
        ("/audit/1/link?finding=none", 404),
        ("/audit/1/link?finding=q-altered&place=9", 400),
        ("/audit/1/link?finding=q-missing", 400),
        ("/audit/1/link?finding=q-altered&place=x", 400),
        ("/audits?page=9", 404),
    ],
)
def test_what_is_not_there_is_a_page_that_says_so(desk: TestClient, path: str, status: int) -> None:
    response = desk.get(path)
    assert response.status_code == status
    assert "<h1" in response.text


def test_audits_are_listed_with_their_outcomes(desk: TestClient) -> None:
    text = desk.get("/audits").text
    assert re.search(r'<a href="/audit/2">.*?Who let the Alcyone sail', text, re.DOTALL)
    assert "Quotations: 1 faithful with marked changes, 1 altered" in text
    assert 'href="/audit/2"' in desk.get("/").text


def test_an_audit_links_to_the_passages(desk: TestClient) -> None:
    text = desk.get("/audit/1").text
    place = articles.standing("with 412 people aboard")
    start = place.spans[0].start
    assert f'href="/document/{place.document}?at={start}#c{start}"' in text
    assert 'href="/audit/1/link?finding=q-altered&amp;place=1"' in text or (
        'href="/audit/1/link?finding=q-altered&place=1"' in text
    )
    assert "<b>No tag" not in text


def test_the_second_says_what_changed(desk: TestClient) -> None:
    text = desk.get("/audit/2").text
    assert "3 findings changed." in text
    assert 'href="/audit/1"' in text


def test_the_report_is_a_file_that_stands_alone(desk: TestClient) -> None:
    response = desk.get("/audit/1/report")
    assert response.headers["content-disposition"] == 'attachment; filename="audit-1.html"'
    assert "/document/" not in response.text
    assert "/audit/" not in response.text


def test_a_place_is_linked_to_a_claim_and_the_article_rests_on_it(desk: TestClient, root: Path) -> None:
    first = desk.get("/audit/1/link?finding=f-licence&place=1").text
    assert "To which claim?" in first
    second = desk.get("/audit/1/link?finding=f-licence&place=1&claim=ferry").text
    assert 'name="resting"' in second
    sent = {
        "finding": "f-licence",
        "place": "1",
        "claim": "ferry",
        "role": "qualifies",
        "basis": "unknown",
        "part": "1",
        "resting": "1",
        "by": "Noor",
    }
    response = desk.post("/audit/1/link", data=sent)
    assert response.status_code == 303
    assert re.fullmatch(r"/claim/ferry#link-\d+", response.headers["location"])
    with cases.open_case(root) as case:
        told = [line.words for line in claims.history(case)][-4:]
    assert [words.split()[0] for words in told] == ["entered", "linked", "entered", "recorded"]
    assert all(words.endswith("from audit 1, figure f-licence") for words in told)


def test_a_form_about_a_link_comes_back_with_the_reason(desk: TestClient) -> None:
    sent = {"finding": "q-altered", "place": "1", "claim": "ferry", "role": "supports", "by": "Noor"}
    response = desk.post("/audit/1/link", data=sent)
    assert response.status_code == 400
    assert "Basis must be one of" in response.text


def begin(desk: TestClient, *, file: bytes | None = None, **fields: str) -> tuple[int, str]:
    files = {"file": ("article.txt", file, "text/plain")} if file is not None else {"other": ("", b"")}
    response = desk.post("/audits", data={"mode": "fast", "by": "Noor", **fields}, files=files)
    return response.status_code, response.headers.get("location", response.text)


def test_an_article_is_pasted_sent_or_chosen(desk: TestClient, ferry: Ferry) -> None:
    story = ferry[1]["story"]
    for given in ({"file": ARTICLE.encode("utf-8")}, {"text": ARTICLE}, {"document": story}):
        status, location = begin(desk, **given)  # type: ignore[arg-type]
        assert status == 303
        if location == "/audits":  # the machine was too slow to wait for
            continue
        text = desk.get(location).text
        assert "What each came to" in text
        assert "<i>twice" not in text
    assert f'value="{story}"' in desk.get(f"/audits?document={story}").text


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({}, "one of three ways"),
        ({"text": "a", "document": "b"}, "one of three ways"),
        ({"text": "a", "mode": "slow"}, "Mode must be one of"),
        ({"text": "a", "by": ""}, "needs the name"),
        ({"document": "0000000000000000"}, "0000000000000000"),
        ({"text": "a", "by": " "}, "needs the name"),
    ],
)
def test_what_cannot_be_audited_comes_back(desk: TestClient, fields: dict[str, str], reason: str) -> None:
    status, text = begin(desk, **fields)
    assert status == 400
    assert reason in text


def test_a_file_that_is_too_large_or_has_no_text(desk: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    assert begin(desk, file=b" \n")[0] == 400
    monkeypatch.setattr(audit_handlers, "MOST_BYTES", 10)
    status, text = begin(desk, file=b"eleven bytes")
    assert status == 400
    assert "larger than 10 bytes" in text


def test_one_audit_goes_on_at_a_time_and_ends_with_the_desk(root: Path) -> None:
    with cases.open_case(root) as case:
        work = Work(case)
        article = auditing.article_of(ARTICLE.encode("utf-8"), "article.txt")
        work.audit(article, Mode.FAST, "Noor")
        with pytest.raises(CaseBusy):
            work.audit(article, Mode.FAST, "Noor")
        work.close()
        assert work.auditing is not None
        assert not work.auditing.goes_on


def test_a_form_from_elsewhere_begins_nothing(desk: TestClient) -> None:
    response = desk.post("/audits", data={"text": "a"}, headers={"sec-fetch-site": "cross-site"})
    assert response.status_code == 403
