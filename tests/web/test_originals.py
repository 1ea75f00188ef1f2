"""HTML cleaned, pages as pictures, original bytes: nothing that a document holds acts in the browser."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

import leaks
from headwater.base.errors import NotFound, Unsupported
from headwater.desk import adding, originals, search
from headwater.intake.webpage import cleaned
from headwater.store import case as cases
from headwater.store import documents
from headwater.store.case import Case
from headwater.web.app import create_app
from headwater.web.security import HEADERS, POLICY


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    leak = leaks.write(tmp_path_factory.mktemp("pier"))
    with cases.create(tmp_path_factory.mktemp("case") / "case") as made:
        adding.add(made, [leak])
        yield made


@pytest.fixture
def visitor(case: Case) -> Iterator[TestClient]:
    with TestClient(create_app(case.root, "token"), base_url="http://127.0.0.1:8000") as client:
        client.get("/?token=token")
        yield client


def of(case: Case, query: str) -> str:
    [key] = search.keys(case, query)
    with case.reading() as connection:
        return documents.get(connection, key).document.id


def acts(markup: str) -> list[str]:
    """What in markup could run, fetch, send or restyle."""
    return re.findall(
        r"<(?:script|style|img|iframe|object|embed|form|input|button|link|meta|base|svg|video|audio|a)\b|\son\w+\s*=|\s(?:href|src|style|background|action|id|class|name)\s*=",
        markup,
        re.IGNORECASE,
    )


@pytest.mark.parametrize("query", ["tariff type:html", "tariff type:message"])
def test_html_keeps_its_words_and_nothing_that_acts(case: Case, query: str) -> None:
    shown = originals.html(case, of(case, query))
    assert acts(shown.markup) == []
    assert "<b>tariff</b>" in shown.markup
    assert "<td>Berth 4</td>" in shown.markup
    assert "alert" not in shown.markup
    addresses = {address: tag for tag, address in shown.addresses}
    assert addresses["https://far.example/page"] == "a"
    assert addresses["http://far.example/d.png"] == "img"
    assert addresses["cid:pic"] == "img"
    assert addresses["http://far.example/send"] == "form"


@given(st.text(alphabet="<>/=\"' abcdefimgonsrchystle:;&#x\n\t!-", max_size=200))
def test_no_markup_gets_anything_through(text: str) -> None:
    page = f"<html><body><p>{text}</p><img src=x onerror=alert(1)><svg><a href=x>{text}".encode()
    made = cleaned(page)
    assert made is not None
    tags = "".join(re.findall(r"<[^<>]*>", made.markup))
    assert acts(tags) == []


def test_charsets_of_pages_are_followed(tmp_path: Path) -> None:
    made = cleaned('<html><meta charset="windows-1251"><p>Пристань</p></html>'.encode("windows-1251"))
    assert made is not None
    assert "Пристань" in made.markup


def test_what_has_no_html_says_so(case: Case) -> None:
    for query in ("mat", "ledger type:pdf"):
        with pytest.raises(Unsupported):
            originals.html(case, of(case, query))
    with pytest.raises(NotFound):
        originals.html(case, "0000000000000000")


def test_the_page_with_html_runs_under_a_stricter_policy(case: Case, visitor: TestClient) -> None:
    response = visitor.get(f"/document/{of(case, 'tariff type:html')}/html")
    first, _, second = response.headers[POLICY].partition(", ")
    assert first.startswith("sandbox allow-same-origin;")
    assert "allow-scripts" not in first
    assert second == HEADERS[POLICY]
    assert "<form" not in response.text
    assert "far.example/page" in response.text
    for query, linked in (("tariff type:html", True), ("tariff type:message", True), ("mat", False)):
        document = of(case, query)
        assert (f'href="/document/{document}/html"' in visitor.get(f"/document/{document}").text) == linked
    assert 'href="https://far' not in response.text


def test_the_original_is_taken_behind_a_warning_as_a_file_that_nothing_opens(
    case: Case, visitor: TestClient
) -> None:
    document = of(case, "tariff type:html")
    warning = visitor.get(f"/document/{document}/original").text
    assert "runs it as its sender meant it" in warning
    assert f'href="/document/{document}/original/file"' in warning
    taken = visitor.get(f"/document/{document}/original/file")
    assert taken.content == leaks.HOSTILE.encode()
    assert taken.headers["content-type"] == "application/octet-stream"
    assert taken.headers["content-disposition"] == f'attachment; filename="{document}.original"'
    assert taken.headers["x-content-type-options"] == "nosniff"
    assert taken.headers[POLICY].startswith("sandbox, ")
    assert visitor.get("/document/0000000000000000/original/file").status_code == 404


def test_pages_are_shown_with_their_text(case: Case, visitor: TestClient) -> None:
    document = of(case, "ledger type:pdf")
    text = visitor.get(f"/document/{document}/pages?page=2").text
    assert f'src="/document/{document}/page/2.png"' in text
    assert "Page two of it" in text
    assert "The ledger of the pier" not in text
    assert visitor.get(f"/document/{document}/page/2.png").headers["content-type"] == "image/png"
    assert visitor.get(f"/document/{document}/pages?page=3").status_code == 404
    assert visitor.get(f"/document/{of(case, 'mat')}/pages").status_code == 422


def test_headers_stand_decoded_and_as_sent(case: Case, visitor: TestClient) -> None:
    text = html.unescape(visitor.get(f"/document/{of(case, 'mat')}").text)
    assert re.search(
        r'<dt>Subject</dt><dd dir="auto">Übergabe</dd><dd class="raw" dir="ltr">=\?utf-8\?', text
    )
    assert re.search(r'<dt>From</dt><dd dir="auto">Ada <ada@pier.example></dd></div>', text)
