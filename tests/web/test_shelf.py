"""A folder of cases in a browser: made there, listed, opened each on a desk of its own."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx2
import pytest
from starlette.testclient import TestClient

from headwater.base.errors import CaseError, InputError
from headwater.desk import shelf
from headwater.store import case as cases
from headwater.web.shelf import create_shelf


@pytest.fixture
def visitor(tmp_path: Path) -> Iterator[TestClient]:
    app = create_shelf(tmp_path, "token", "127.0.0.1")
    with TestClient(app, base_url="http://127.0.0.1:8000", follow_redirects=False) as client:
        client.get("/?token=token")
        yield client


def test_a_case_is_made_listed_and_opened(visitor: TestClient, tmp_path: Path) -> None:
    assert "There is none here yet" in visitor.get("/").text
    made = visitor.post("/", data={"name": "The <Skarre>  affair", "zone": "Europe/Madrid"})
    assert made.status_code == 303
    with cases.open_case(tmp_path / "the-skarre-affair") as case:
        assert (case.settings.name, case.settings.zone) == ("The <Skarre> affair", "Europe/Madrid")
    text = visitor.get("/").text
    assert "The &lt;Skarre&gt; affair" in text
    assert "0 documents" in text
    opened = visitor.get("/case/the-skarre-affair")
    address = opened.headers["location"]
    assert opened.status_code == 303
    assert visitor.get("/case/the-skarre-affair").headers["location"] == address
    with httpx2.Client(follow_redirects=True) as browser:
        assert "The first hour" in browser.get(address.replace("/?", "/first?")).text
    assert urlsplit(address).hostname == "127.0.0.1"


def test_desks_end_with_the_shelf(tmp_path: Path) -> None:
    shelf.make(tmp_path, "One", "").close()
    with TestClient(create_shelf(tmp_path, "token", "127.0.0.1"), base_url="http://localhost:8000") as client:
        client.get("/?token=token")
        opened = client.get("/case/one", follow_redirects=False).headers["location"]
    port = urlsplit(opened).port or 0
    assert opened.startswith("http://localhost:")
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", port)) != 0


@pytest.mark.parametrize(
    "form", [{"name": ""}, {"name": "!!"}, {"name": "ok", "zone": "Mars/Base"}, {"name": "Taken"}]
)
def test_what_cannot_be_made_is_refused_in_words(
    visitor: TestClient, tmp_path: Path, form: dict[str, str]
) -> None:
    (tmp_path / "taken").mkdir()
    (tmp_path / "taken" / "file").write_text("x", encoding="utf-8")
    response = visitor.post("/", data=form)
    assert response.status_code == 400
    assert 'role="alert"' in response.text
    assert [path.name for path in tmp_path.iterdir()] == ["taken"]


@pytest.mark.parametrize("path", ["/case/none", "/case/%2e%2e%2fetc", "/case/", "/search"])
def test_nothing_but_its_cases_is_opened(visitor: TestClient, path: str) -> None:
    assert visitor.get(path).status_code == 404


def test_other_sites_make_no_case(visitor: TestClient, tmp_path: Path) -> None:
    sent = visitor.post("/", data={"name": "x"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert sent.status_code == 403
    assert not list(tmp_path.iterdir())


def test_without_the_token_nothing_is_told(tmp_path: Path) -> None:
    shelf.make(tmp_path, "Hidden", "").close()
    with TestClient(create_shelf(tmp_path, "token", "127.0.0.1"), base_url="http://127.0.0.1:8000") as client:
        response = client.get("/")
    assert response.status_code == 403
    assert "Hidden" not in response.text


def test_what_is_a_shelf(tmp_path: Path) -> None:
    assert shelf.is_shelf(tmp_path)
    assert not shelf.is_shelf(tmp_path / "absent")
    shelf.make(tmp_path, "One", "UTC").close()
    assert not shelf.is_shelf(tmp_path / "one")
    (tmp_path / "one" / "case.toml").unlink()
    assert not shelf.is_shelf(tmp_path / "one")


def test_a_case_that_cannot_be_opened_says_so(tmp_path: Path) -> None:
    shelf.make(tmp_path, "One", "UTC").close()
    (tmp_path / "one" / "case.toml").write_text("nonsense", encoding="utf-8")
    found = shelf.lines(tmp_path)
    assert found[0].problem
    with pytest.raises(CaseError):
        shelf.make(tmp_path, "One", "UTC")
    with pytest.raises(InputError):
        shelf.make(tmp_path, " … ", "UTC")
