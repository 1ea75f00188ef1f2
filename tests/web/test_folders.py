"""Folders as a tree: exact counts, every document reached, and what ``folder:`` finds."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

import leaks
from headwater.base.errors import NotFound
from headwater.desk import adding, folders, search
from headwater.desk.folders import FolderView
from headwater.store import case as cases
from headwater.store.case import Case
from headwater.web.app import create_app


@pytest.fixture(scope="module")
def leak(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = leaks.write(tmp_path_factory.mktemp("pier"))
    inbox, sent = root / "ada" / "Inbox", root / "ada" / "Sent"
    (sent / "copy.eml").write_bytes((inbox / "2.eml").read_bytes())
    mails = [(inbox / "2.eml").read_bytes(), (sent / "1.eml").read_bytes()]
    (root / "papers" / "all.mbox").write_bytes(
        b"".join(b"From x Mon Mar  1 10:00:00 2010\n" + m + b"\n" for m in mails)
    )
    return root


@pytest.fixture(scope="module")
def case(leak: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    with cases.create(tmp_path_factory.mktemp("case") / "case") as made:
        adding.add(made, [leak])
        yield made


def walk(case: Case, path: str = folders.TOP) -> Iterator[FolderView]:
    view = folders.view(case, path, limit=1000)
    yield view
    for line in view.folders:
        yield from walk(case, line.path)


def test_the_tree_begins_where_there_is_something_to_see(case: Case, leak: Path) -> None:
    top = folders.view(case, limit=10)
    assert top.line.path == leak.as_posix()
    assert [line.name for line in top.folders] == ["ada", "papers"]
    inner = folders.view(case, f"{leak.as_posix()}/papers", limit=10)
    assert {line.name for line in inner.folders} == {"2010", "all.mbox"}
    assert [line.name for line in inner.trail] == [leak.as_posix()]
    assert {one.title for one in inner.documents} == {"notes.txt", "plan.bin"}


def test_counts_are_those_of_the_search_filter(case: Case) -> None:
    views = list(walk(case))
    assert len(views) == 7
    for view in views:
        assert view.query
        assert view.line.documents == len(search.keys(case, view.query)), view.line.path
        assert len({one.id for one in view.documents}) == view.count


def test_a_document_counts_once_for_each_folder(case: Case, leak: Path) -> None:
    lines = {view.line.path.removeprefix(leak.as_posix()): view.line.documents for view in walk(case)}
    assert lines == {
        "": 7,
        "/ada": 4,
        "/ada/Inbox": 3,
        "/ada/Sent": 2,
        "/papers": 5,
        "/papers/2010": 1,
        "/papers/all.mbox": 2,
    }


def test_paging_reaches_every_document_once(case: Case, leak: Path) -> None:
    path = f"{leak.as_posix()}/ada/Inbox"
    whole = folders.view(case, path, limit=10)
    pages = [folders.view(case, path, limit=1, offset=at).documents for at in range(whole.count + 1)]
    assert [one for page in pages for one in page] == list(whole.documents)


def test_unknown_folders_and_an_empty_case(case: Case, tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        folders.view(case, "/nowhere", limit=1)
    with cases.create(tmp_path / "empty") as made:
        assert folders.view(made, limit=1).count == 0


def test_the_tree_follows_the_case(tmp_path: Path) -> None:
    leak = leaks.write(tmp_path)
    with cases.create(tmp_path / "case") as made:
        adding.add(made, [leak])
        assert folders.view(made, limit=1).line.documents == 7
        assert folders.view(made, limit=1).line is not None
        (leak / "papers" / "notes.txt").unlink()
        adding.add(made, [leak])
        assert folders.view(made, limit=1).line.documents == 6
        (leak / "papers" / "new.txt").write_text("new", encoding="utf-8")
        adding.add(made, [leak])
        assert folders.view(made, limit=1).line.documents == 7


def test_every_link_of_the_pages_is_there(case: Case) -> None:
    with TestClient(create_app(case.root, "token"), base_url="http://127.0.0.1:8000") as client:
        client.get("/?token=token")
        seen, todo = set(), ["/folders"]
        while todo:
            text = client.get(todo.pop()).text
            for address in map(
                html.unescape, re.findall(r'href="(/(?:folders|document|search)[^"]+)"', text)
            ):
                if address not in seen:
                    seen.add(address)
                    assert client.get(address).status_code == 200, address
                    todo += [address] if address.startswith("/folders") else []
        assert sum(address.startswith("/document/") for address in seen) == 7
