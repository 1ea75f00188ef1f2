"""Taking in from the pages: what may be named, receipts that fill, stopping and going on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

import leaks
from headwater.base.errors import InputError, NotFound
from headwater.desk import taking
from headwater.store import case as cases
from headwater.store.case import Case
from headwater.web.app import create_app
from headwater.web.serve import is_loopback
from headwater.web.taking import State, Taking


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    with cases.create(tmp_path / "case") as made:
        yield made


@pytest.fixture
def leak(tmp_path: Path) -> Path:
    return leaks.write(tmp_path)


@pytest.fixture
def visitor(case: Case) -> Iterator[TestClient]:
    with TestClient(create_app(case.root, "token"), base_url="http://127.0.0.1:8000") as client:
        client.get("/?token=token")
        yield client


def test_a_folder_is_added_and_its_receipts_reconcile(visitor: TestClient, leak: Path) -> None:
    assert 'href="/add"' in visitor.get("/").text
    text = visitor.post("/add", data={"paths": f"{leak}\n"}).text
    visitor.app.state.work.taking.wait()  # type: ignore[attr-defined]
    text = visitor.get("/add").text
    assert "7 new documents" in text
    assert text.count("<td>reconciles</td>") == 1
    assert 'class="count">1 document' in visitor.get("/search?q=lang:en+type:message+mat").text
    visitor.post("/add", data={"paths": str(leak)})
    visitor.app.state.work.taking.wait()  # type: ignore[attr-defined]
    assert "0 new documents" in visitor.get("/add").text


@pytest.mark.parametrize(
    "paths", ["", "leak", "../leak", "/nowhere/at/all", "~nobody-of-this-name/x", "/a\x00b", "x\n" * 101]
)
def test_what_cannot_be_added_is_refused_in_words(visitor: TestClient, paths: str) -> None:
    response = visitor.post("/add", data={"paths": paths})
    assert response.status_code == 400
    assert 'role="alert"' in response.text
    assert visitor.app.state.work.taking.intake is None  # type: ignore[attr-defined]


def test_the_case_itself_cannot_be_added(case: Case, leak: Path) -> None:
    with pytest.raises(InputError):
        taking.checked(case, str(case.root))
    with pytest.raises(NotFound):
        taking.checked(case, f"{leak}\n{leak}/none")
    assert taking.checked(case, f" {leak} \n\n") == [leak]


def test_a_desk_that_others_can_reach_adds_nothing(case: Case, leak: Path) -> None:
    with TestClient(
        create_app(case.root, "token", may_add=False), base_url="http://127.0.0.1:8000"
    ) as client:
        client.get("/?token=token")
        assert 'name="paths"' not in client.get("/add").text
        assert client.post("/add", data={"paths": str(leak)}).status_code == 400
        assert client.app.state.work.taking.intake is None  # type: ignore[attr-defined]


def test_which_addresses_are_this_machine_alone() -> None:
    assert all(map(is_loopback, ("127.0.0.1", "localhost", "::1", "127.8.8.8")))
    assert not any(map(is_loopback, ("0.0.0.0", "::", "", "10.0.0.1", "desk.example")))


def test_an_intake_that_is_stopped_goes_on_when_added_again(case: Case, leak: Path) -> None:
    stopped = Taking(case)
    stopped.begin([leak])
    stopped.stop()
    stopped.wait()
    assert stopped.intake is not None
    assert stopped.intake.state is State.STOPPED
    assert taking.account(case, 5).unfinished in ((), (leak.as_posix(),))
    again = Taking(case)
    again.begin([leak])
    again.close()
    again.begin([leak])
    again.wait()
    assert again.intake is not None
    assert again.intake.state is State.DONE
    found = taking.account(case, 5)
    assert found.unfinished == ()
    assert [receipt.reconciles for receipt in found.receipts] == [True]


def test_a_failure_is_told(case: Case, tmp_path: Path) -> None:
    taken = Taking(case)
    taken.begin([tmp_path / "gone"])
    taken.wait()
    assert taken.intake is not None
    assert taken.intake.state is State.FAILED
    assert "gone" in taken.intake.words
