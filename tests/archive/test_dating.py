"""Days as mail programs write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headwater.archive.dating import written_day


@pytest.mark.parametrize(
    "written",
    [
        "Mon, Mar 5, 2012 at 9:00 AM",
        "Mar 5, 2012, at 09:00",
        "Monday, March 5th, 2012",
        "Mon, 5 Mar 2012 09:00:00 +0000",
        "5 March 2012 at 18:31:20 CET",
        "Mon Mar 05 16:55:23 2012",
        "Mon Mar 5 16:55:23 EST 2012",
        "March-05-12 4:22 PM",
        "2012-03-05 9:00 GMT+01:00",
        "05.03.2012 um 09:00",
        "lun. 5 mars 2012 à 17:48",
        "lunes, 5 de marzo de 2012 9:00",
        "Montag, 5. März 2012 09:00",
        "segunda-feira, 5 de março de 2012",
        "lunedì 5 marzo 2012",
        "Понедельник, 5 марта 2012, 15:19 +03:00",
    ],
)
def test_one_day_in_many_hands(written: str) -> None:
    assert written_day(written) == "2012-03-05"


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("1er août 2031", "2031-08-01"),
        ("mié, 5 nov 2031 a las 12:06", "2031-11-05"),
        ("sam. 14 juin 2031", "2031-06-14"),
        ("14 juil. 2031", "2031-07-14"),
        ("3. Oktober 2031", "2031-10-03"),
        ("14 июня 2031", "2031-06-14"),
        ("01/17/2031 02:11 PM", "2031-01-17"),
        ("17/01/31 14:11", "2031-01-17"),
        ("05/05/2031", "2031-05-05"),
        ("Monday", None),
        ("31 Feb 2031", None),
        ("10:12", None),
        ("", None),
    ],
)
def test_other_days(written: str, day: str | None) -> None:
    assert written_day(written) == day


@pytest.mark.parametrize(
    ("near", "day"),
    [
        ("2031-02-10", "2031-02-09"),
        ("2031-09-03T10:00:00Z", "2031-09-02"),
        ("2030-01-01", None),
        ("nonsense", None),
        (None, None),
    ],
)
def test_the_message_around_tells_day_from_month(near: str | None, day: str | None) -> None:
    assert written_day("09/02/2031 18:02", near) == day


@given(st.text(max_size=200), st.one_of(st.none(), st.text(max_size=30)))
def test_any_text_is_taken(written: str, near: str | None) -> None:
    assert (found := written_day(written, near)) is None or len(found) == 10


@given(st.dates())
def test_iso(day: object) -> None:
    assert written_day(str(day)) == str(day)
