"""Search finds what a scan of every document finds: on made-up and on real mail, in every order and page."""

import email
import email.policy
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from email.utils import getaddresses, parsedate_to_datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from headwater.archive.index import IndexRow, Writer, create
from headwater.archive.query import parse
from headwater.archive.search import Hits, Order, Searcher
from headwater.base.errors import InputError, UsageError
from headwater.model.document import Kind, Participant, Status
from scanning import OPERATORS, Known, Scanned, finds, holding, local_day, scanned
from scanning import Writer as QueryWriter

NAMES = ("Report Q3.pdf", "holiday-photo 7.jpeg", "report.docx", "Ledger_2001.xls", "")


def indexed(folder: Path, rows: Sequence[IndexRow], batch: int = 1000) -> Searcher:
    create(folder)
    with Writer(folder, heap=15_000_000) as writer:
        for at in range(0, len(rows), batch):
            writer.add(rows[at : at + batch])
            writer.commit()
    return Searcher(folder)


def check(
    searcher: Searcher, documents: Sequence[Scanned], query: str, zone: str, orders: Sequence[Order]
) -> int:
    tree, facts = parse(query), Known(documents)
    expected = sorted(finds(documents, tree))
    for order in orders:
        found = searcher.search(tree, order=order, zone=zone, facts=facts)
        assert sorted(found.ids) == expected, query
        assert found.total == len(expected)
    return len(expected)


QUERIES = 310

# --- real mail -----------------------------------------------------------------------------------------------


def mail_rows(folder: Path) -> Iterator[IndexRow]:
    paths = sorted(path for path in folder.glob("*/*.txt"))
    for number, path in enumerate(paths, 1):
        message = email.message_from_bytes(path.read_bytes(), policy=email.policy.compat32)
        people = tuple(
            Participant(role, name, address.lower())
            for role in ("from", "to", "cc", "bcc")
            for name, address in getaddresses([str(one) for one in message.get_all(role, [])])
            if name or address
        )
        body = message.get_payload(decode=True)
        text = body.decode("utf-8", "replace") if isinstance(body, bytes) else ""
        sent = parsedate_to_datetime(str(message["date"])) if message["date"] else None
        seconds = None if sent is None or number % 17 == 0 else int(sent.timestamp())
        kind = Kind.MESSAGE if number % 5 else Kind.TEXT
        status = Status.READ if number % 3 else Status.REPAIRED
        yield IndexRow(number, kind, str(message["subject"] or ""), text, people, seconds, status)


@pytest.fixture(scope="module")
def mail(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Searcher, list[IndexRow]]:
    folder = shared_data / "mail" / "enron"
    if not folder.is_dir():
        pytest.skip(f"no real mail at {folder}")
    rows = list(mail_rows(folder))
    return indexed(tmp_path_factory.mktemp("mail") / "index", rows, 500), rows


@pytest.mark.real
def test_search_equals_a_scan_of_real_mail(mail: tuple[Searcher, list[IndexRow]]) -> None:
    searcher, rows = mail
    assert searcher.documents == len(rows) == 1702
    chance = random.Random(20101124)
    zones = ("UTC", "America/Mexico_City", "Asia/Kolkata")
    read = [scanned(row, "UTC", holding(chance), chance.sample(NAMES, 2)) for row in rows]
    totals: Counter[int] = Counter()
    for number in range(QUERIES):
        zone = zones[number % len(zones)]
        documents = [replace(one, day=local_day(one.row, zone)) for one in read]
        writer = QueryWriter(chance, documents)
        kind = OPERATORS[number % len(OPERATORS)]
        query = writer.leaf(kind) if number < len(OPERATORS) * 11 else writer.written(1 + number % 2)
        totals[check(searcher, documents, query, zone, [list(Order)[number % 3]])] += 1
    assert sum(count for total, count in totals.items() if 0 < total < len(rows)) > QUERIES / 2
    assert totals[0]
    assert totals[1]
    assert totals[len(rows)]


@pytest.mark.real
def test_pages_of_real_mail_join_to_the_whole(mail: tuple[Searcher, list[IndexRow]]) -> None:
    searcher, _ = mail
    for text in ("the", "energy OR power", "type:message", "to* -from:jeff", "*"):
        query = parse(text)
        for order in Order:
            whole = searcher.search(query, order=order)
            for size in (1, 7, 100, 5000):
                offsets = range(0, whole.total + size, size) if size > 1 else range(0, min(whole.total, 90))
                pages = [searcher.search(query, order=order, offset=at, limit=size) for at in offsets]
                assert {page.total for page in pages} == {whole.total}
                joined = tuple(id for page in pages for id in page.ids)
                assert joined == (whole.ids if size > 1 else whole.ids[: len(offsets)])


# --- made-up documents ---------------------------------------------------------------------------------------

WORDS = "a b ab abc é E\u0301 ß ss 東 京 東京 が か Straße 한국 🙂 x_y o'b 1½ हिन्दी \u00ad . , \n".split(" ")
TEXTS = st.lists(st.sampled_from(WORDS), max_size=8).map(" ".join)
PEOPLE = st.builds(
    Participant,
    st.sampled_from(["from", "sender", "reply-to", "to", "cc", "bcc"]),
    TEXTS,
    st.sampled_from(["", "a@b.example", "ab@a.example"]),
)
ROWS = st.lists(
    st.tuples(
        st.sampled_from(list(Kind)),
        TEXTS,
        TEXTS,
        st.lists(PEOPLE, max_size=3).map(tuple),
        st.none() | st.integers(-3 * 10**9, 3 * 10**9) | st.integers(-2 * 86400, 2 * 86400),
        st.sampled_from(list(Status)),
    ),
    max_size=12,
).map(lambda rows: [IndexRow(number, *row) for number, row in enumerate(rows, 1)])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(ROWS, st.randoms(use_true_random=False), st.sampled_from(["UTC", "America/Sao_Paulo", "Pacific/Apia"]))
def test_search_equals_a_scan_of_made_up_documents(
    tmp_path_factory: pytest.TempPathFactory, rows: list[IndexRow], chance: random.Random, zone: str
) -> None:
    searcher = indexed(tmp_path_factory.mktemp("made") / "index", rows, 5)
    documents = [scanned(row, zone, holding(chance), chance.sample(NAMES, 2)) for row in rows]
    writer = QueryWriter(chance, documents)
    for depth in range(12):
        check(searcher, documents, writer.written(depth % 4), zone, list(Order))


def message(id: int, body: str, sent: int | None = None, title: str = "") -> IndexRow:
    return IndexRow(id, Kind.MESSAGE, title, body, (), sent)


def ids(searcher: Searcher, query: str, order: Order = Order.OLDEST, **more: int) -> tuple[int, ...]:
    return searcher.search(parse(query), order=order, **more).ids


def test_a_prefix_has_no_ceiling(tmp_path: Path) -> None:
    rows = [message(number, f"the x{number} end") for number in range(1, 3001)]
    searcher = indexed(tmp_path / "index", rows)
    assert searcher.count(parse("x*")) == 3000
    assert searcher.count(parse('"the x*"')) == 3000
    assert searcher.count(parse('"the x1*"')) == sum(str(number).startswith("1") for number in range(1, 3001))


def test_overlong_words_are_found(tmp_path: Path) -> None:
    searcher = indexed(tmp_path / "index", [message(1, f"a {'x' * 70_000} b"), message(2, "x" * 9_999)])
    assert ids(searcher, "x" * 70_000) == (1,)
    assert ids(searcher, "x" * 300 + "*") == (1, 2)
    assert ids(searcher, f'"a {"x" * 70_000} b"') == (1,)
    assert ids(searcher, "*" + "x" * 300) == (1, 2)
    with pytest.raises(InputError, match="takes no wildcard"):
        parse("x" * 69_999 + "*")
    for large in ("/.*a.{30}/", f'"a {"क" * 399}*"'):
        with pytest.raises(InputError, match="too large"):
            ids(searcher, large)


def test_no_phrase_reaches_from_a_name_into_an_address(tmp_path: Path) -> None:
    people = (Participant("from", "Jane Doe", "jd@example.org"), Participant("to", "Max", "max@example.org"))
    searcher = indexed(tmp_path / "index", [IndexRow(1, "message", "", "", people)])
    assert ids(searcher, 'from:"jane doe" from:jd@example.org participant:max') == (1,)
    assert ids(searcher, '"doe jd" OR participant:"org max" OR from:max') == ()


def test_orders_by_date_are_total_and_put_the_undated_last(tmp_path: Path) -> None:
    sent = [5, None, -10, 5, None, 10**11, -(10**11), 10**11 + 1, 0]
    searcher = indexed(tmp_path / "index", [message(n, "a", when) for n, when in enumerate(sent, 1)], 2)
    assert ids(searcher, "a", Order.OLDEST) == (7, 3, 9, 1, 4, 6, 8, 2, 5)
    assert ids(searcher, "a", Order.NEWEST) == (8, 6, 4, 1, 9, 3, 7, 5, 2)
    assert ids(searcher, "date:..9999") == (7, 3, 9, 1, 4, 6, 8)
    assert ids(searcher, "NOT date:..9999") == (2, 5)


def test_days_are_those_of_the_zone(tmp_path: Path) -> None:
    noon = int(datetime(2010, 4, 19, 23, 30, tzinfo=ZoneInfo("America/Mexico_City")).timestamp())
    searcher = indexed(tmp_path / "index", [message(1, "a", noon)])
    for zone, day in (("America/Mexico_City", 19), ("UTC", 20)):
        for query, total in (
            (f"date:2010-04-{day}", 1),
            (f"before:2010-04-{day}", 0),
            (f"after:2010-04-{day + 1}", 0),
        ):
            assert searcher.count(parse(query), zone=zone) == total
    for unknown in ("Mars/Olympus", "../etc/passwd", "", "\0"):
        with pytest.raises(UsageError):
            searcher.count(parse("a"), zone=unknown)


def test_a_day_begins_and_ends_to_the_second(tmp_path: Path) -> None:
    begins = int(
        datetime(2018, 11, 4, 3, tzinfo=ZoneInfo("UTC")).timestamp()
    )  # clocks skipped midnight in São Paulo
    ends = begins + 23 * 3600
    seconds = (begins - 1, begins, ends - 1, ends)
    searcher = indexed(tmp_path / "index", [message(n, "a", at) for n, at in enumerate(seconds, 1)])
    for query, expected in (
        ("date:2018-11-04", (2, 3)),
        ("before:2018-11-04", (1,)),
        ("after:2018-11-04", (2, 3, 4)),
        ("date:..2018-11-03", (1,)),
        ("date:2018-11-05..", (4,)),
    ):
        found = searcher.search(parse(query), order=Order.OLDEST, zone="America/Sao_Paulo")
        assert found == Hits(len(expected), expected)


def test_relevance_prefers_what_says_it_more_and_is_not_moved_by_filters(tmp_path: Path) -> None:
    rows = [message(1, "deal " + "x " * 90, 1), message(2, "deal deal deal", 2), message(3, "x", 3)]
    searcher = indexed(tmp_path / "index", rows)
    assert ids(searcher, "deal", Order.RELEVANCE) == (2, 1)
    assert ids(searcher, "deal type:message date:1970 -zz", Order.RELEVANCE) == (2, 1)
    assert ids(searcher, "type:message", Order.RELEVANCE) == (3, 2, 1)
    assert ids(searcher, 'x* OR "deal d*" OR deal', Order.RELEVANCE) == (2, 1, 3)
    assert ids(searcher, "de* OR x*", Order.RELEVANCE) == (3, 2, 1)


def test_limits_and_offsets_at_the_edges(tmp_path: Path) -> None:
    searcher = indexed(tmp_path / "index", [message(n, "a", n) for n in range(1, 6)])
    assert searcher.search(parse("a"), limit=0) == Hits(5, ())
    assert searcher.search(parse("b")) == Hits(0, ())
    assert searcher.search(parse("a"), offset=5) == Hits(5, ())
    assert searcher.search(parse("a"), offset=10**12, limit=10**12) == Hits(5, ())
    assert searcher.search(parse("a"), order=Order.OLDEST, offset=3, limit=10**18) == Hits(5, (4, 5))
    with pytest.raises(UsageError):
        searcher.search(parse("a"), offset=-1)
    empty = indexed(tmp_path / "empty", [])
    assert empty.search(parse("a OR NOT b")) == Hits(0, ())


def test_the_deepest_query_allowed_runs(tmp_path: Path) -> None:
    searcher = indexed(tmp_path / "index", [message(1, "a"), message(2, "b")])
    query = "a"
    for _ in range(16):
        query = f"b OR a -({query})"
    assert set(ids(searcher, query)) <= {1, 2}
    assert ids(searcher, "(" * 32 + "a" + ")" * 32) == (1,)
    assert ids(searcher, "NOT " * 32 + "a") == (1,)


def test_wide_queries_run(tmp_path: Path) -> None:
    searcher = indexed(tmp_path / "index", [message(n, f"w{n}") for n in range(1, 2001)])
    assert searcher.count(parse(" OR ".join(f"w{n}" for n in range(1, 4001)))) == 2000
