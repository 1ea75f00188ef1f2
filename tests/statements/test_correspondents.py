"""Names in the headers of mail. All people are invented."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headwater.model.document import Kind
from headwater.model.statement import Form, Provenance
from headwater.statements.correspondents import in_order
from headwater.statements.extract import extract

HASH = "0" * 64


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Quill, Dora", "Dora Quill"),
        ("Quill, Dora J", "Dora J Quill"),
        ("van Quill, Dora", "Dora van Quill"),
        ("Dora Quill/Sales/Corp@Corp", "Dora Quill"),
        ("Dora Quill@Corp", "Dora Quill"),
        ("Dora Quill <dora@y.example>", "Dora Quill"),
        ("Dora Quill [mailto:dora@y.example]", "Dora Quill"),
        ("dora@y.example", "dora@y.example"),
        ("Quill & Sons, Inc.", "Quill & Sons, Inc."),
        ("Quill Shipping, Ltd", "Quill Shipping, Ltd"),
        ("Dora", "Dora"),
        ("H", "H"),
    ],
)
def test_names_in_order(written: str, name: str) -> None:
    assert in_order(written) == name


@given(st.text(min_size=1, max_size=200))
def test_any_name_is_taken(name: str) -> None:
    assert in_order(name)


def test_first_and_last_names_are_those_of_the_headers() -> None:
    text = (
        "Dora says the dock is closed. Font denies that it is closed.\n\n-----Original Message-----\n"
        "From: Quill, Dora\nSent: Monday, March 5, 2012 9:00 AM\nTo: Anna Beck; Emil Font\nSubject: dock\n\nAsk Emil."
    )
    source = Provenance(HASH, kind=Kind.MESSAGE, writer="Anna Beck", recipients=("Quill, Dora",))
    chains = {" ".join(s.of(text) for s in one.cue): one.chain for one in extract(source, text)}
    assert chains["says"] == ("Anna Beck", "Dora Quill")
    assert chains["denies"] == ("Anna Beck", "Emil Font")


def test_a_first_name_that_two_have_stays() -> None:
    text = "Dora says the dock is closed."
    source = Provenance(HASH, kind=Kind.MESSAGE, writer="Anna Beck", recipients=("Dora Quill", "Dora Font"))
    assert extract(source, text)[-1].chain == ("Anna Beck", "Dora")


def test_parts_are_dated_beside_the_message_that_carries_them() -> None:
    text = (
        "No.\n\nOn 10/02/2012 09:00, Dora Quill wrote:\n> Yes.\n>\n"
        "> Le 9 févr. 2012 à 09:00, Emil Font a écrit :\n>> Well?\n"
    )
    source = Provenance(HASH, kind=Kind.MESSAGE, writer="Anna Beck", date="2012-02-11T09:00:00Z")
    parts = [s for s in extract(source, text) if s.form is Form.BLOCK]
    assert [s.date for s in parts] == ["2012-02-11T09:00:00Z", "2012-02-10", "2012-02-09"]
