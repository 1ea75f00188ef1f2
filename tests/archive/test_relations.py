"""Threads, variants and guesses in a case: the same for any order of intake and any breaks in it."""

from __future__ import annotations

import hashlib
import json
import random
import shutil
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from headwater.archive import relations
from headwater.archive.relations import relate, waiting
from headwater.base.dates import DateRank, Moment
from headwater.model.document import Document, Kind, Message, Participant, Place, Taken
from headwater.store import case as cases
from headwater.store import containers, filing
from headwater.store.case import Case
from headwater.store.dump import dump

DAY = 86_400


def mail(
    name: str,
    *,
    references: Sequence[str] = (),
    answers: Sequence[str] = (),
    subject: str = "",
    sent: int | None = 0,
    sender: str = "jane@port.example",
    to: str = "tom@port.example",
    text: str = "",
) -> Document:
    people = (Participant("from", "", sender), Participant("to", "", to))
    raw = repr((name, references, answers, subject, sent, sender, to, text)).encode()
    return Document(
        sha256=hashlib.sha256(raw).hexdigest(),
        size=len(raw),
        kind=Kind.MESSAGE,
        media_type="message/rfc822",
        title=subject,
        text=text or f"Words of {name}.",
        sent=None if sent is None else Moment(sent, 0),
        rank=None if sent is None else DateRank.HEADER,
        message=Message(subject, name, tuple(answers), tuple(references), people),
    )


def take_in(case: Case, mails: Iterable[Document]) -> None:
    with case.writing() as connection:
        container = containers.begin(connection, "/leak/box.mbox", "mbox", "1").id
        items = [item for m in mails for item in filing.items(Taken(Place(m.sha256), m))]
        filing.add_items(connection, [(container, item) for item in items])


def related(case: Case) -> list[str]:
    """All that is derived, without the order in which documents came."""
    derived = ("thread", "node", "member", "fingerprint")
    with case.reading() as connection:
        assert waiting(connection) == 0
        return sorted(
            line for line in dump(connection) if any(f'"table": "{name}"' in line for name in derived)
        )


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case without documents, to be copied: making the tables anew for each example would take long."""
    root = tmp_path_factory.mktemp("empty") / "case"
    cases.create(root).close()
    return root


def built(empty: Path, *batches: Iterable[Document]) -> list[str]:
    with tempfile.TemporaryDirectory() as folder, copied(empty, Path(folder)) as case:
        for batch in batches:
            take_in(case, batch)
            relate(case)
        return related(case)


def copied(empty: Path, folder: Path) -> Case:
    shutil.copytree(empty, folder / "case")
    return cases.open_case(folder / "case")


names = st.sampled_from([f"{n}@x" for n in range(8)])
boxes = st.lists(
    st.builds(
        mail,
        names | st.just(""),
        references=st.lists(names, max_size=3, unique=True),
        answers=st.lists(names, max_size=1),
        subject=st.sampled_from(["crane", "Re: crane", "AW: [dock] Crane", "barge", "Re: barge", ""]),
        sent=st.none() | st.integers(0, 3).map(lambda n: n * 20 * DAY),
        sender=st.sampled_from(["jane@port.example", "tom@port.example", "eve@far.example"]),
        text=st.sampled_from(["The crane was moved.", "The  crane\nwas MOVED.", "No."]),
    ),
    min_size=2,
    max_size=10,
    unique_by=lambda m: m.sha256,
)


@settings(max_examples=25)
@given(boxes, st.randoms(use_true_random=False), st.integers(0, 9))
def test_neither_order_nor_breaks_matter(
    empty: Path, box: list[Document], chance: random.Random, cut: int
) -> None:
    again = list(box)
    chance.shuffle(again)
    made = built(empty, box)
    assert built(empty, again[:cut], again[cut:]) == made
    nodes = [json.loads(line) for line in made if '"table": "node"' in line]
    assert len({(node["thread"], node["position"]) for node in nodes}) == len(nodes)


def test_a_run_that_is_broken_again_and_again_ends_as_an_unbroken_one(
    empty: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    box = [
        mail(
            f"{n}@x",
            references=[f"{n % 7}@x", f"{n // 2}@x"] if n % 3 else [],
            subject=f"Re: crane {n % 4}",
            sent=n * DAY,
        )
        for n in range(40)
    ]
    whole = built(empty, box)
    monkeypatch.setattr(relations, "_LINKED", 3)
    monkeypatch.setattr(relations, "_NODES", 2)
    monkeypatch.setattr(relations, "_SUBJECTS", 1)

    def break_off(*_: object) -> None:
        raise KeyboardInterrupt

    with copied(empty, tmp_path) as case:
        breaks = 0
        for batch in (box[:25], box[25:]):
            take_in(case, batch)
            while True:
                try:
                    relate(case, break_off)
                    break
                except KeyboardInterrupt:
                    breaks += 1
        assert breaks > 15
        assert related(case) == whole


def test_an_address_in_a_header_joins_nothing(empty: Path) -> None:
    prose = [mail(f"{n}@x", answers=["tom@port.example"], sent=n) for n in range(1, 4)]
    made = built(empty, [*prose, mail("9@x", answers=["tom@port.example", "1@x"], sent=9)])
    assert sum('"table": "thread"' in line for line in made) == 3
    assert sum('"table": "node"' in line for line in made) == 4


def test_every_node_of_a_thread_has_a_place_of_its_own(empty: Path) -> None:
    box = [mail("1@x", answers=["jane55@port.example", "word@x"], sender="jane55@port.example", sent=1)]
    made = built(empty, [*box, mail("2@x", answers=["word@x", "1@x"], sent=2)])
    nodes = [json.loads(line) for line in made if '"table": "node"' in line]
    assert sorted(node["name"] for node in nodes) == ["1@x", "2@x", "word@x"]
    assert sorted(node["position"] for node in nodes) == [0, 1, 2]


def test_a_message_that_joins_two_threads(empty: Path) -> None:
    box = [mail("1@x", sent=1), mail("2@x", references=["8@x"], sent=2)]
    joining = mail("3@x", references=["1@x", "8@x"], sent=3)
    made = built(empty, box, [joining])
    assert sum('"table": "thread"' in line for line in made) == 1
    assert made == built(empty, [joining, *box])


def test_a_guess_is_undone_where_a_header_says_better(empty: Path) -> None:
    question = mail("1@x", subject="crane", sent=DAY)
    answer = mail("2@x", subject="Re: crane", sent=2 * DAY, sender="tom@port.example", to="jane@port.example")
    sure = mail("3@x", references=["2@x", "1@x"], subject="x", sent=3 * DAY)
    guessed = [line for line in built(empty, [question, answer]) if '"joined": null' not in line]
    assert len([line for line in guessed if '"table": "thread"' in line]) == 1
    after = built(empty, [question, answer], [sure])
    assert all('"joined": null' in line for line in after if '"table": "thread"' in line)
    assert after == built(empty, [sure, question, answer])


def test_a_thread_that_is_gone_on_with_may_be_swallowed(empty: Path) -> None:
    question = mail("1@x", subject="crane", sent=DAY)
    answer = mail("2@x", subject="Re: crane", sent=2 * DAY, sender="tom@port.example", to="jane@port.example")
    older = mail("0@x", subject="other", sent=0)
    link = mail("4@x", references=["0@x", "1@x"], subject="other", sent=4 * DAY)
    made = built(empty, [question, answer], [older], [link])
    assert made == built(empty, [older, link, question, answer])
