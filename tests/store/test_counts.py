"""What is counted beside the rows equals what the rows say, and lists are paged in the database."""

import hashlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, func, select

from headwater.base.dates import DateRank, Moment
from headwater.base.folding import folded
from headwater.base.spans import Span
from headwater.model.document import Document, Failed, Kind, Place, Status, Taken
from headwater.model.judgement import Held, Standing
from headwater.model.statement import Basis, Form, Stance, Statement
from headwater.store import case as cases
from headwater.store import containers, documents, filing, readings, receipts, schema, statements, totals
from headwater.store.case import Case
from headwater.store.readings import Unread
from headwater.store.statements import Filter, Which


def document(number: int) -> Document:
    text = f"entry {number}"
    dated = number % 3
    return Document(
        hashlib.sha256(text.encode()).hexdigest(),
        100 + number,
        Kind.TEXT if number % 2 else Kind.FILE,
        f"text/x{number % 4}",
        text,
        text,
        Status.UNREAD if number % 5 == 0 else Status.READ,
        sent=Moment(1000 + number, 0) if dated else None,
        rank=(DateRank.FILE if dated == 1 else DateRank.HEADER) if dated else None,
    )


def fill(connection: Connection, boxes: list[list[int]]) -> None:
    """Containers with the numbered documents, each taking 10 bytes, and a failure of an item and of a part."""
    for number, box in enumerate(boxes):
        box_id = containers.begin(connection, f"/leak/{number}", "mbox", "").id
        batch = [Taken(Place(f"#{n}", n * 10, 10), document(d)) for n, d in enumerate(box)]
        filing.add_items(connection, [(box_id, item) for one in batch for item in filing.items(one)])
        receipts.add_failures(connection, box_id, [Failed(Place("bad", 0, 7), "damaged", "cut short")])
        receipts.add_failures(connection, box_id, [Failed(Place("#0!2"), "damaged", "x")], inside=True)
        containers.finish(
            connection, box_id, claimed=len(box) + 1, size=len(box) * 10 + 9, structure_bytes=2, unpacked=0
        )


@settings(max_examples=25, deadline=None)
@given(st.lists(st.lists(st.integers(0, 12), max_size=8), max_size=4))
def test_the_tally_is_what_the_rows_say(
    tmp_path_factory: pytest.TempPathFactory, boxes: list[list[int]]
) -> None:
    with cases.create(tmp_path_factory.mktemp("tally") / "x") as case, case.writing() as connection:
        fill(connection, boxes)
        table = schema.document
        found = totals.totals(connection)
        for column, counts in (
            (table.c.kind, found.kinds),
            (table.c.status, found.statuses),
            (table.c.media_type, found.media_types),
        ):
            rows = connection.execute(select(column, func.count()).group_by(column))
            assert dict(counts) == dict(map(tuple, rows))
            assert [n for _, n in counts] == sorted((n for _, n in counts), reverse=True)
        dated = table.c.rank == DateRank.HEADER.value
        wanted = connection.execute(
            select(
                func.coalesce(func.sum(table.c.size), 0),
                func.min(table.c.sent).filter(dated),
                func.max(table.c.sent).filter(dated),
                func.count() - func.count().filter(dated),
            )
        ).one()
        assert (found.bytes, found.first, found.last, found.undated) == tuple(wanted)
        assert found.documents == totals.documents(connection) == len({d for box in boxes for d in box})


@settings(max_examples=25, deadline=None)
@given(st.lists(st.lists(st.integers(0, 12), max_size=8), min_size=1, max_size=4))
def test_receipts_count_what_was_written(
    tmp_path_factory: pytest.TempPathFactory, boxes: list[list[int]]
) -> None:
    with cases.create(tmp_path_factory.mktemp("receipts") / "x") as case, case.writing() as connection:
        fill(connection, boxes)
        seen: set[int] = set()
        for box, receipt in zip(boxes, receipts.receipts(connection), strict=True):
            fresh = 0
            for number in box:
                fresh += number not in seen
                seen.add(number)
            assert (receipt.taken, receipt.duplicates) == (len(box), len(box) - fresh)
            assert receipt.unread == sum(number % 5 == 0 for number in box)
            assert (receipt.failed, receipt.failed_bytes, len(receipt.failures)) == (1, 7, 2)
            assert receipt.reconciles


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return cases.create(tmp_path / "x")


def test_what_a_reader_claims_is_held_against_the_rows(case: Case) -> None:
    with case, case.writing() as connection:
        fill(connection, [[1, 2, 3], [4]])
        connection.execute(schema.copy.delete().where(schema.copy.c.path == "#2"))
        box = containers.find(connection, "/leak/0")
        assert box is not None
        containers.finish(connection, box.id, claimed=4, size=39, structure_bytes=2)
        assert [receipt.reconciles for receipt in receipts.receipts(connection)] == [False, True]


def test_a_container_that_is_being_read_is_counted_as_it_is(case: Case) -> None:
    with case, case.writing() as connection:
        box = containers.begin(connection, "/leak/0", "mbox", "").id
        filing.add_items(
            connection, [(box, item) for item in filing.items(Taken(Place("#1", 0, 10), document(1)))]
        )
        (receipt,) = receipts.receipts(connection, failed_only=True)
        assert (receipt.taken, receipt.reconciles) == (1, False)


def test_receipts_and_failures_in_pages(case: Case) -> None:
    with case, case.writing() as connection:
        fill(connection, [[n + 1, n + 2] for n in range(0, 20, 2)])
        whole = receipts.receipts(connection)
        paged = [r for at in range(0, 12, 3) for r in receipts.receipts(connection, limit=3, offset=at)]
        assert paged == whole
        assert receipts.count(connection) == len(whole) == 10
        listed = [(r.container, failed) for r in whole for failed in r.failures]
        assert [f for at in range(0, 24, 7) for f in receipts.failures(connection, 7, at)] == listed
        assert receipts.failure_count(connection) == len(listed) == 20


def test_only_what_needs_a_look(case: Case) -> None:
    with case, case.writing() as connection:
        for name, claimed, number in (("sound", 1, 1), ("short", 2, 2), ("unread", 1, 5)):
            box = containers.begin(connection, name, "file", "").id
            filing.add_items(
                connection, [(box, item) for item in filing.items(Taken(Place("f", 0, 10), document(number)))]
            )
            containers.finish(connection, box, claimed=claimed, size=10, structure_bytes=0)
        found = receipts.receipts(connection, failed_only=True)
        assert [receipt.container for receipt in found] == ["short", "unread"]
        assert receipts.count(connection, failed_only=True) == 2


def statement(number: int, sha256: str, speaker: str) -> Statement:
    span = (Span(0, 5),)
    stance = Stance.DENIES if number % 3 == 0 else Stance.ASSERTS
    return Statement(
        f"s{number}",
        sha256,
        span,
        span,
        span,
        stance,
        Basis.UNKNOWN,
        Form.DIRECT,
        None,
        (speaker,),
        None,
        1.0,
    )


def test_statements_in_pages_by_speaker_and_stance(case: Case) -> None:
    names = ("Ñandú Pérez", "ŁÓDŹ", "Straße", "İpek", "Άννα", "Eve")
    with case, case.writing() as connection:
        fill(connection, [list(range(1, 7))])
        for key in (3, 1, 2):
            sha256 = documents.get(connection, key).document.sha256
            rows = [statement(key * 10 + n, sha256, name) for n, name in enumerate(names)]
            statements.put(connection, key, [Held(row) for row in rows])
        whole = [s.id for s in statements.select_all(connection, Filter())]
        assert whole == [f"s{key}{n}" for key in (1, 2, 3) for n in range(6)]
        for wanted in (Filter(), Filter(stance="denies"), Filter(speaker="e"), Filter((2,), form="direct")):
            every = [s.id for s in statements.select_all(connection, wanted)]
            assert statements.count_all(connection, wanted) == len(every) > 0
            paged: list[str] = []
            while page := list(statements.select_all(connection, wanted, limit=4, offset=len(paged))):
                paged += [s.id for s in page]
            assert paged == every
        for words, name in (
            ("nandu  PEREZ", 0),
            ("lodz", 1),
            ("STRASSE", 2),
            ("ipek", 3),
            ("ΑΝΝΑ", 4),
            ("%", None),
        ):
            found = {s.id[-1] for s in statements.select_all(connection, Filter(speaker=words))}
            assert found == (set() if name is None else {str(name)})


def test_the_extent_follows_every_reading(case: Case) -> None:
    with case, case.writing() as connection:
        fill(connection, [[1, 2, 3, 4]])
        sha256 = documents.get(connection, 1).document.sha256
        every = [Held(statement(n, sha256, "Eve"), standing) for n, standing in enumerate(Standing)]
        statements.put(connection, 1, every)
        readings.record(connection, 1, "v1", 6)
        readings.record(connection, 3, "v1", 0)
        assert statements.extent(connection) == statements.Extent(2, 2, 2, rejected=1, corrected=1)
        for which in Which:
            shown = list(statements.select_all(connection, Filter(which=which)))
            assert statements.count_all(connection, Filter(which=which)) == len(shown)
        statements.put(connection, 1, [Held(statement(9, sha256, "Eve"))])
        readings.record(connection, 1, "v2", 1)
        assert statements.extent(connection) == statements.Extent(documents=2, read=2, statements=1)
        assert statements.count_all(connection, Filter(which=Which.ALL)) == 1


def test_what_is_still_to_be_read(case: Case) -> None:
    with case, case.writing() as connection:
        fill(connection, [list(range(1, 9))])  # four of them are texts
        whole = readings.unread(connection, Unread(), 0, 10)
        assert [len(readings.unread(connection, Unread(), 0, n)) for n in (1, 3, 9)] == [1, 3, 4]
        assert readings.load(connection, Unread()) == readings.Load(4, 4 * len("entry 1"))
        readings.record(connection, whole[0], "v1", 0)
        readings.record(connection, whole[1], "v2", 0)
        assert readings.unread(connection, Unread(), 0, 10) == whole[2:]
        assert readings.unread(connection, Unread("v2"), 0, 10) == [whole[0], *whole[2:]]
        some = (1, 2, whole[1], whole[3])
        assert readings.unread(connection, Unread("v1", tuple(sorted({*some}))), 0, 10) == [
            whole[1],
            whole[3],
        ]
        assert readings.load(connection, Unread("v1", (whole[1], whole[3]))).documents == 2
        assert readings.by_others(connection, "v2") == 1


@settings(deadline=None)
@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert folded(folded(text)) == folded(text)
