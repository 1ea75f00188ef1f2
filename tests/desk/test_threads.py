"""Threads and variants as the desk shows them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

import threadmail
from headwater.archive.threads import How
from headwater.base.errors import InputError, NotFound
from headwater.desk import adding, cases, documents, search, threads, variants
from headwater.desk.thread_views import ThreadView
from headwater.store import conversations
from headwater.store import documents as stored_documents
from headwater.store.case import Case


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("crane") / "case"
    threadmail.build(made)
    return made


@pytest.fixture
def case(root: Path) -> Iterator[Case]:
    with cases.open_case(root) as opened:
        yield opened


def found(case: Case, query: str) -> str:
    """The id of the one document that a query finds."""
    (hit,) = search.search(case, query).hits
    return hit.id


def shown(view: ThreadView) -> list[tuple[int, str, str]]:
    """Depth, first words and how, of each node."""
    return [
        (node.depth, node.documents[0].title if node.documents else node.message_id, node.how.value)
        for node in view.nodes
    ]


def test_a_thread_with_a_ghost_and_a_guess(case: Case) -> None:
    view = threads.view(case, found(case, '"where is the crane now"'))
    assert shown(view) == [
        (0, "Crane 4", ""),
        (1, "Re: Crane 4", "references"),
        (1, "1.3@port.example", "mention"),
        (2, "Re: Crane 4", "references"),
        (1, "AW: [port] Crane 4", "subject"),
    ]
    assert (view.line.messages, view.line.ghosts, view.count) == (3, 1, 5)
    assert [line.messages for line in view.guessed] == [1]


def test_a_ghost_is_told_of_by_what_its_answer_quotes(case: Case) -> None:
    view = threads.view(case, found(case, '"where is the crane now"'))
    (ghost,) = [node for node in view.nodes if node.ghost]
    assert ghost.told is not None
    assert (ghost.told.writer, ghost.told.date) == ("Sam Okoro", "Mon, 3 Mar 2031 at 11:00")


def test_what_is_quoted_and_nowhere_named_is_shown_as_absent(case: Case) -> None:
    view = threads.view(case, found(case, '"it was moved"'))
    (quotation,) = view.nodes[-1].quotes
    assert (quotation.quoted.writer, quotation.document) == ("Eve Moss", "")


def test_what_is_quoted_is_found_where_the_case_has_it(root: Path, tmp_path: Path) -> None:
    shutil.copytree(root, tmp_path / "case")
    words = "Who moved the crane on Saturday night, and why was I not told?"
    (tmp_path / "eve.eml").write_text(
        threadmail.letter("Eve Moss <eve@far.example>", threadmail.TOM, "A question", words, day=2),
        encoding="utf-8",
    )
    with cases.open_case(tmp_path / "case") as case:
        adding.add(case, [tmp_path / "eve.eml"])
        view = threads.view(case, found(case, '"it was moved"'))
        assert view.nodes[-1].quotes[0].document == found(case, "from:eve")


def test_every_name_of_a_message_leads_to_its_place(case: Case) -> None:
    document = found(case, '"it was moved"')
    view = threads.view(case, document)
    for position, node in enumerate(view.nodes):
        assert threads.locate(case, node.node) == (view.line.thread, node.node, position)
        for one in node.documents:
            assert threads.locate(case, one.document) == (view.line.thread, node.node, position)
            assert threads.view(case, one.document) == view


@pytest.mark.parametrize("name", ["", "nothing", "0" * 16, "123"])
def test_what_names_no_thread(case: Case, name: str) -> None:
    with pytest.raises(NotFound):
        threads.view(case, name)


def test_pages_of_a_thread_are_the_whole_of_it(case: Case) -> None:
    name = found(case, '"it was moved"')
    whole = [(node.node, node.depth, node.how) for node in threads.view(case, name).nodes]
    for size in (1, 2, 3, 4):
        pages = [threads.view(case, name, limit=size, offset=at) for at in range(0, 5, size)]
        assert [(n.node, n.depth, n.how) for page in pages for n in page.nodes] == whole


def test_the_members_of_a_thread_are_its_documents_and_those_guessed(case: Case) -> None:
    view = threads.view(case, found(case, '"it was moved"'))
    ids = {one.document for node in view.nodes for one in node.documents}
    with case.reading() as connection:
        keys = conversations.thread_members(connection, view.line.thread)
        assert {one.document.id for one in stored_documents.get_many(connection, keys)} == ids
    assert keys == sorted(keys)
    assert len(ids) == 4


def test_the_biggest_thread_comes_first_and_is_thirty_deep(case: Case) -> None:
    count, lines = threads.biggest(case, limit=2)
    assert (count, [line.messages for line in lines]) == (5, [30, 3])
    assert [node.depth for node in threads.view(case, lines[0].thread).nodes] == list(range(30))
    assert {node.how for node in threads.view(case, lines[0].thread).nodes[1:]} == {How.IN_REPLY_TO}


def test_mail_that_comes_later_takes_a_ghosts_place(root: Path, tmp_path: Path) -> None:
    shutil.copytree(root, tmp_path / "case")
    letter = threadmail.letter(
        "sam@port.example", threadmail.JANE, "Re: Crane 4", "Ferry gate.", name="1.3@port.example", hour=11
    )
    (tmp_path / "sam.eml").write_text(letter, encoding="utf-8")
    with cases.open_case(tmp_path / "case") as case:
        before = threads.view(case, found(case, '"it was moved"'))
        adding.add(case, [tmp_path / "sam.eml"])
        after = threads.view(case, found(case, '"it was moved"'))
    assert [node.node for node in after.nodes] == [node.node for node in before.nodes]
    assert (before.line.ghosts, after.line.ghosts) == (1, 0)


def test_documents_show_their_thread_and_variants(case: Case) -> None:
    hits = search.search(case, "barge").hits
    by_why = {}
    for hit in hits:
        view = documents.view(case, hit.id)
        assert view.thread is not None
        by_why[hit.id] = sorted(one.why.value for one in view.variants)
    assert sorted(by_why.values()) == [["fingerprint"], ["fingerprint", "message-id"], ["message-id"]]


def test_what_is_different_between_variants(case: Case) -> None:
    late = found(case, "very")
    (other,) = variants.listing(case, late)[1]
    compared = variants.compare(case, other.document, late)
    assert [(h.name, h.left, h.right) for h in compared.headers or ()] == [
        ("X-Box", "sent", None),
        ("Received", None, "by far.example"),
    ]
    assert [(run.left, run.right) for run in compared.runs if not run.same] == [("", "very ")]
    assert not compared.same_text


def test_documents_that_are_no_variants_are_not_compared(case: Case) -> None:
    with pytest.raises(InputError, match="not the same message"):
        variants.compare(case, found(case, "very"), found(case, '"it was moved"'))
