"""Whom the desk answers: the token, the host, the origin of forms, and what every answer carries."""

from __future__ import annotations

import re

import pytest
from starlette.datastructures import Headers
from starlette.testclient import TestClient

from headwater.web.security import HEADERS, from_own_pages, host_allowed, new_token, without_token

TOKEN = "the-token-of-this-start"
PAGES = ["/", "/search?q=gate", "/statements", "/receipts", "/receipts/failures", "/claims", "/claim/sluice"]


@pytest.mark.parametrize("path", [*PAGES, "/nowhere", "/claim/sluice/lineage.svg"])
def test_without_the_token_there_is_nothing_but_a_refusal(stranger: TestClient, path: str) -> None:
    response = stranger.get(path)
    assert response.status_code == 403
    assert "Low Harrow" not in response.text
    assert "headwater serve" in response.text


@pytest.mark.parametrize("given", ["", "wrong", TOKEN[:-1], TOKEN + "x", "ünïcode", "%00"])
def test_a_wrong_token_is_refused(stranger: TestClient, given: str) -> None:
    assert stranger.get("/", params={"token": given}).status_code == 403
    stranger.cookies.set("headwater-8000", given.encode("ascii", "ignore").decode())
    assert stranger.get("/").status_code == 403


def test_the_token_is_changed_for_a_cookie_and_leaves_the_address(stranger: TestClient) -> None:
    response = stranger.get(f"/search?q=gate+two&token={TOKEN}&page=2")
    assert response.status_code == 303
    assert response.headers["location"] == "/search?q=gate+two&page=2"
    cookie = response.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    assert stranger.get("/").status_code == 200


def test_the_token_does_not_open_the_desk_for_a_form(stranger: TestClient) -> None:
    assert stranger.post(f"/claims?token={TOKEN}", data={"text": "x", "by": "y"}).status_code == 403


@pytest.mark.parametrize(
    "path", ["//evil.example/", "///evil.example", "/\\evil.example", "//evil.example/%2e"]
)
def test_the_redirect_stays_on_this_host(path: str) -> None:
    assert re.match(r"/[^/\\]", without_token(path, "token=x"))


@pytest.mark.parametrize(
    "path", [*PAGES, "/nowhere", "/document/beef", "/static/desk.css", "/claims/", "/search?q=("]
)
def test_every_answer_carries_the_policy(desk: TestClient, path: str) -> None:
    response = desk.get(path)
    assert {name: response.headers[name] for name in HEADERS} == HEADERS
    policy = response.headers["content-security-policy"]
    assert policy == "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'"


def test_refusals_and_redirects_carry_the_policy_too(stranger: TestClient) -> None:
    for response in (
        stranger.get("/"),
        stranger.get(f"/?token={TOKEN}"),
        stranger.get("/", headers={"host": "evil.example"}),
        stranger.post("/claims"),
    ):
        assert {name: response.headers[name] for name in HEADERS} == HEADERS


def test_a_defect_shows_no_traceback(desk: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("the secret of the defect")

    monkeypatch.setattr("headwater.desk.cases.overview", fail)
    client = TestClient(desk.app, base_url="http://127.0.0.1:8000", raise_server_exceptions=False)
    response = client.get(f"/?token={TOKEN}")
    assert response.status_code == 500
    assert "secret" not in response.text
    assert "Traceback" not in response.text
    assert {name: response.headers[name] for name in HEADERS} == HEADERS


@pytest.mark.parametrize(
    ("header", "allowed"),
    [
        ("127.0.0.1:8000", True),
        ("localhost", True),
        ("LOCALHOST:1", True),
        ("[::1]:8000", True),
        ("desk.example:8000", True),
        ("evil.example", False),
        ("127.0.0.1.evil.example", False),
        ("localhost.evil.example", False),
        ("evil.example@127.0.0.1", False),
        ("127.0.0.1 ", False),
        ("127.0.0.1/", False),
        ("[::1", False),
        ("", False),
        ("127.0.0.2", False),
    ],
)
def test_host(header: str, allowed: bool) -> None:
    assert host_allowed(header, ["desk.example"]) is allowed


def test_a_foreign_host_is_refused_even_with_the_cookie(desk: TestClient) -> None:
    response = desk.get("/", headers={"host": "evil.example:8000"})
    assert response.status_code == 400
    assert "Low Harrow" not in response.text
    assert desk.get("/", headers={"host": "desk.example"}).status_code == 200


@pytest.mark.parametrize(
    ("headers", "own"),
    [
        ({"sec-fetch-site": "same-origin"}, True),
        ({"sec-fetch-site": "none"}, True),
        ({"sec-fetch-site": "same-origin", "origin": "null"}, True),
        ({"sec-fetch-site": "same-site"}, False),
        ({"sec-fetch-site": "cross-site"}, False),
        ({"sec-fetch-site": "cross-site", "origin": "http://127.0.0.1:8000"}, False),
        ({"sec-fetch-site": "nonsense"}, False),
        ({"origin": "http://127.0.0.1:8000"}, True),
        ({"origin": "http://127.0.0.1:8001"}, False),
        ({"origin": "http://evil.example"}, False),
        ({"origin": "null"}, False),
        ({}, True),
    ],
)
def test_origin_of_forms(headers: dict[str, str], own: bool) -> None:
    given = Headers({"host": "127.0.0.1:8000", **headers})
    assert from_own_pages("POST", given) is own
    assert from_own_pages("GET", given) is True


def test_a_forged_form_changes_nothing(desk: TestClient) -> None:
    before = desk.get("/claims").text
    forged = desk.post(
        "/claims", data={"text": "Forged.", "by": "x"}, headers={"sec-fetch-site": "cross-site"}
    )
    assert forged.status_code == 403
    assert desk.get("/claims").text == before


@pytest.mark.parametrize("path", ["/claims", "/claim/sluice/undo", "/statement/0/link"])
def test_get_changes_nothing(desk: TestClient, path: str) -> None:
    before = desk.get("/claims").text
    desk.get(
        path, params={"text": "By get.", "by": "x", "decision": "1", "claim": "sluice", "role": "supports"}
    )
    assert desk.get("/claims").text == before


def test_tokens_differ_and_are_long() -> None:
    tokens = {new_token() for _ in range(50)}
    assert len(tokens) == 50
    assert all(len(token) >= 40 for token in tokens)
