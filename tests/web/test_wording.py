"""How values are written on the pages."""

import pytest

from headwater.base.dates import DateRank, Moment
from headwater.web import wording


@pytest.mark.parametrize(
    ("count", "written"),
    [(0, "0 bytes"), (1, "1 byte"), (999, "999 bytes"), (1000, "1 kB"), (48_211, "48.2 kB"), (999_600, "1 MB"),
     (3_400_000_000, "3.4 GB"), (7_200_000_000_000, "7.2 TB")],
)  # fmt: skip
def test_size(count: int, written: str) -> None:
    assert wording.size(count) == written


@pytest.mark.parametrize(
    ("when", "written"),
    [
        ("2010-04-19T14:03:00Z", "19 April 2010, 14:03 UTC"),
        ("2010-04-19", "19 April 2010"),
        ("spring", "spring"),
        ("", ""),
    ],
)
def test_instant(when: str, written: str) -> None:
    assert wording.instant(when) == written


def test_a_date_says_where_it_comes_from_and_what_was_written() -> None:
    assert wording.sent(Moment(0, None), DateRank.HEADER) == "1 January 1970, 00:00 UTC"
    assert wording.sent(Moment(0, -90), DateRank.HEADER).endswith("22:30 at −01:30 as written")
    assert "mbox separator" in wording.sent(Moment(0, 0), DateRank.SEPARATOR)


def test_days_of_a_span() -> None:
    assert wording.span_of_days(0, 0) == "1 January 1970"
    assert wording.span_of_days(0, 86_400) == "1 January 1970 – 2 January 1970"
    assert wording.span_of_days(None, None) == ""
    assert wording.span_of_days(0, 10**18) == "1 January 1970 – a date beyond the calendar"


@pytest.mark.parametrize(
    ("words", "written"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_listed(words: list[str], written: str) -> None:
    assert wording.listed(words) == written


def test_passages_have_addresses() -> None:
    assert wording.passage_url("beef", 12) == "/document/beef?at=12#c12"
    assert wording.passage_url("beef", None) == "/document/beef"


def test_speaker() -> None:
    assert wording.speaker(("The Wire", "Ann"), "she") == "Ann"
    assert wording.speaker((), "she") == "she"
    assert wording.speaker((), "") == "nobody named"


def test_brief() -> None:
    assert wording.brief("Crane") == "Crane"
    assert len(wording.brief("x" * 1_000_000)) == 300
    assert wording.brief("") == ""
