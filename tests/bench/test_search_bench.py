"""The bench of search asks fifty queries that both programs can read, the same ones each time."""

from __future__ import annotations

from headwater.archive.index import IndexRow
from headwater.archive.query import parse
from headwater.model.document import Kind, Participant
from search.queries import NUMBERS, queries

ROWS = [
    IndexRow(
        number,
        Kind.MESSAGE,
        f"Minutes {number}",
        " ".join(f"word{'abcdefgh'[k % 8]}{(number * k) % 97}" for k in range(1, 60)),
        (Participant("from", f"Anna{number % 7} Berg", f"anna{number % 7}@port.example"),),
    )
    for number in range(1, 200)
]


def test_fifty_queries_that_can_be_read() -> None:
    asked = queries(ROWS, ["2010-04", "2010-05"], seed=1)
    assert len(asked) == sum(NUMBERS.values()) == 50
    for one in asked:
        parse(one.headwater)
    assert {one.kind for one in asked} == set(NUMBERS)
    assert 30 < sum(one.notmuch is not None for one in asked) < 50
    assert queries(ROWS, ["2010-04", "2010-05"], seed=1) == asked != queries(ROWS, ["2010-04"], seed=2)
