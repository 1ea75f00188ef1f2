"""Facets, timelines, batches, tags and filters over one small case, each held against its own messages."""

import os
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path

import pytest

from headwater.archive.facets import Step
from headwater.base.errors import InputError, NotFound, QueryError, UsageError
from headwater.desk import adding, cases, tagging, work
from headwater.desk.batch import batch, decoded, lines
from headwater.desk.facets import UNDATED, Facet, facets, named, narrowed
from headwater.desk.search import keys, search
from headwater.store.case import Case

PEOPLE = ["ana@port.example", "bo@port.example", "cy@quay.example"]
DAYS = ["2010-04-19", "2010-04-19", "2010-05-02", "2012-01-01", "2015-06-01"]  # the last one is its file's


def message(number: int) -> EmailMessage:
    made = EmailMessage()
    made["Message-ID"] = f"<{number}@port.example>"
    made["From"] = f"Person {number % 3} <{PEOPLE[number % 3]}>"
    made["To"] = PEOPLE[0]
    made["Subject"] = f"Crane {number}"
    day = DAYS[number % 5]
    if day < "2015":
        year, month, on = day.split("-")
        made["Date"] = f"{on} {'Jan Feb Mar Apr May'.split()[int(month) - 1]} {year} 23:30:00 -0500"
    made.set_content(
        f"barge {number}\n\nOn Monday, Dee <dee@port.example> wrote:\n> the crane fell {number % 2}\n"
    )
    if number % 4 == 0:
        made.add_attachment(f"ledger {number}", filename=f"Überblick {number % 8}.txt")
    return made


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    home = tmp_path_factory.mktemp("facets")
    for number in range(20):
        folder = home / "leak" / ("in" if number % 2 else "out") / f"box {number % 3}"
        folder.mkdir(parents=True, exist_ok=True)
        file = folder / f"{number:02}.eml"
        file.write_bytes(message(number).as_bytes())
        noon = datetime.fromisoformat("2015-06-01T17:00:00Z").timestamp()
        os.utime(file, (noon, noon))
    made = cases.new_case(home / "case", zone="America/Bogota")
    with made:
        adding.add(made, [home / "leak"])
        yield made


def count(case: Case, query: str) -> int:
    return search(case, query, limit=0).count


def counted(case: Case, query: str, facet: Facet) -> dict[str, int]:
    (found,) = facets(case, query, [facet], limit=1000).facets
    assert found.distinct == len(found.values)
    for value in found.values:
        if facet is not Facet.FOLDER:
            assert count(case, value.query) == value.count, value
    ordered = [(-one.count, one.value) for one in found.values]
    assert facet is Facet.MONTH or ordered == sorted(ordered)
    return {value.value: value.count for value in found.values}


@pytest.mark.parametrize("query", ["*", "crane", "barge OR ledger", "from:ana", "-barge", "nothing"])
def test_facets_are_counts_of_their_own_queries_over_all_hits(case: Case, query: str) -> None:
    everybody = counted(case, query, Facet.PEOPLE)
    numbers = [n for n in range(20) if count(case, narrowed(query, f'"crane {n}"'))]
    assert everybody == Counter(one for n in numbers for one in {PEOPLE[n % 3], PEOPLE[0]})
    assert counted(case, query, Facet.DOMAINS) == Counter(
        one.split("@")[1]
        for n in numbers
        for one in {PEOPLE[0], "@quay.example" if n % 3 == 2 else PEOPLE[0]}
    )
    assert sum(counted(case, query, Facet.TYPE).values()) == count(case, query)
    assert counted(case, query, Facet.MONTH) == Counter(DAYS[n % 5][:7] for n in numbers)
    assert set(counted(case, query, Facet.STATUS)) <= {"read", "repaired"}
    assert sum(counted(case, query, Facet.FOLDER).values()) == count(case, query)


def test_people_carry_the_name_that_most_often_stands_with_them(case: Case) -> None:
    (found,) = facets(case, "*", [Facet.PEOPLE], limit=1).facets
    assert [(value.value, value.label, value.count) for value in found.values] == [
        (PEOPLE[0], "Person 0", 20)
    ]
    assert found.distinct == 3


def test_a_timeline_counts_days_months_and_years_of_the_zone(case: Case) -> None:
    for step, cut in ((Step.DAY, 10), (Step.MONTH, 7), (Step.YEAR, 4)):
        found = facets(case, "*", [], timeline=True, step=step).timeline
        assert found is not None
        assert found.undated == count(case, UNDATED) == 5
        expected = Counter(DAYS[n % 5][:cut] for n in range(20))
        assert {column.label: column.count for column in found.columns} == expected
        assert [column.first for column in found.columns] == sorted(column.first for column in found.columns)
        assert all(count(case, column.query) == column.count for column in found.columns)
    automatic = facets(case, "date:2010", [], timeline=True).timeline
    assert automatic is not None
    assert automatic.step == "day"
    nothing = facets(case, "nothing", [], timeline=True).timeline
    assert nothing is not None
    assert (nothing.columns, nothing.undated) == ((), 0)


def test_facets_have_the_names_that_people_give_them() -> None:
    assert named(["People", "lang", "domain", "people"]) == (Facet.PEOPLE, Facet.LANGUAGE, Facet.DOMAINS)
    with pytest.raises(UsageError, match="no facet"):
        named(["colour"])


def test_filters_from_the_database(case: Case) -> None:
    assert count(case, "has:attachment") == 5
    assert count(case, "-has:attachment type:message") == 15
    assert count(case, "type:message folder:in") == 10
    assert count(case, 'type:message folder:"OUT/box 1"') == 3
    assert count(case, "folder:box") == 0
    assert count(case, "filename:überblick") == 5 + 5
    assert count(case, 'filename:"uberblick 4" type:message') == 2
    assert count(case, "filename:/0[0-9]/") == 10
    assert count(case, "thread:" + search(case, '"crane 3"').hits[0].id) == 1
    with pytest.raises(QueryError) as caught:
        search(case, "barge thread:beefbeef")
    assert (caught.value.position, caught.value.query) == (13, "barge thread:beefbeef")


def test_own_and_quoted_text(case: Case) -> None:
    assert count(case, "own:barge") == count(case, 'quoted:"crane fell"') == 20
    assert count(case, "own:fell OR quoted:barge") == 0
    assert count(case, "own:ledger") == 5
    assert count(case, 'quoted:"fell 1"') == 10
    assert count(case, '="Crane 1"') == 1
    assert count(case, 'body:="crane fell"') == 20
    assert count(case, 'body:="Crane fell"') == 0
    assert search(case, 'own:"barge 1"').hits[0].snippet.marks
    for query in ("barg*", "*arg*", "b?rge", "brage~1", "/b[a-f]rge/", '"fell crane"~2', '="crane fell"'):
        assert all(hit.snippet.marks for hit in search(case, f"{query} type:message", limit=None).hits), query


def test_own_text_is_the_same_before_and_after_it_is_kept(case: Case) -> None:
    queries = (
        "own:barge",
        "quoted:crane",
        "own:monday",
        "quoted:monday",
        'own:"ledger 4"',
        "own:/[0-9]+/ -quoted:1",
    )
    before = {query: sorted(keys(case, query)) for query in queries}
    assert all(before[query] for query in queries if "monday" not in query)
    assert work.do(case, (work.Name.OWN_TEXT,)) == {work.Name.OWN_TEXT: 20}
    assert work.do(case, (work.Name.OWN_TEXT,)) == {work.Name.OWN_TEXT: 0}
    assert {query: sorted(keys(case, query)) for query in queries} == before


def test_a_batch_tells_every_line(case: Case) -> None:
    text = "\ufeff# ours\nfrom:ana\n\n  crane \n(crane\r\nthread:beefbeef\nnothing\nto:ana"
    found = batch(case, lines(decoded(text.encode("utf-8"))))
    assert [(one.line, one.count, one.added, one.alone) for one in found.answers] == [
        (2, 7, 7, 0),
        (4, 20, 13, 0),
        (5, None, None, None),
        (6, None, None, None),
        (7, 0, 0, 0),
        (8, 20, 0, 0),
    ]
    assert (found.distinct, found.refused) == (20, 2)
    assert [(one.position, bool(one.problem), bool(one.next_step)) for one in found.answers[2:4]] == [
        (0, True, True),
        (7, True, True),
    ]
    pair = batch(case, lines('crane\nledger OR "barge 4"'))
    assert [(one.count, one.added, one.alone) for one in pair.answers] == [(20, 20, 19), (6, 5, 5)]
    with pytest.raises(InputError, match="Line 2"):
        decoded(b"crane\n\xff\n")


def test_tags_are_put_on_and_taken_off_for_the_record(case: Case) -> None:
    assert tagging.tag_found(case, "from:ana", "Key  evidence", by="ana") == (7, 7)
    assert tagging.tag_found(case, "from:ana OR from:bo", "KEY EVIDENCE", by="bo") == (14, 7)
    assert count(case, 'tag:"key évidence"') == 14
    assert count(case, '-tag:"key evidence" type:message') == 6
    first = search(case, 'tag:"key evidence"', sort="oldest").hits[0].id
    assert tagging.tag_document(case, first, "key evidence", by="ana", remove=True) == 1
    assert tagging.tag_document(case, first, "key evidence", by="ana", remove=True) == 0
    assert tagging.tags_of(case, first) == []
    assert [(tag.name, tag.documents) for tag in tagging.every_tag(case)] == [("KEY EVIDENCE", 13)]
    assert counted(case, "*", Facet.TAG) == {"KEY EVIDENCE": 13}
    assert len(keys(case, "tag:nobody")) == 0
    for name in ("", "  ", 'a "b"', "x" * 81, "a\x07b"):
        with pytest.raises(InputError):
            tagging.tag_found(case, "*", name, by="ana")
    assert tagging.tag_found(case, "*", "key evidence", by="ana", remove=True)[1] == 13
    assert tagging.every_tag(case) == []


def test_searches_are_kept(case: Case) -> None:
    tagging.save_search(case, "Ana", "from:ana", by="bo")
    tagging.save_search(case, "Ana", "from:ana barge", by="ana")
    assert [(one.name, one.query, one.by) for one in tagging.saved_searches(case)] == [
        ("Ana", "from:ana barge", "ana")
    ]
    with pytest.raises(QueryError):
        tagging.save_search(case, "bad", "(crane", by="ana")
    tagging.forget_search(case, "Ana")
    with pytest.raises(NotFound):
        tagging.forget_search(case, "Ana")


def test_before_anything_is_indexed(tmp_path: Path) -> None:
    with cases.new_case(tmp_path / "empty") as made:
        found = facets(made, "crane", [Facet.PEOPLE], timeline=True)
        assert (found.count, found.facets[0].values) == (0, ())
        assert [one.count for one in batch(made, lines("crane\n(crane")).answers] == [0, None]
        with pytest.raises(QueryError):
            facets(made, "(crane", [])
