"""Threads, variants and guesses in a case: the same for any order of intake and any breaks in it."""

from __future__ import annotations

import hashlib
import random
import shutil
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

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
    assert built(empty, again[:cut], again[cut:]) == built(empty, box)
