"""What makes a variant, and that differences give both sides whole."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headwater.archive import variants
from headwater.archive.quoted import quoted, says
from headwater.archive.variants import differences, fingerprint, header_changes
from headwater.base.dates import Moment
from headwater.model.document import Document, Kind, Message, Participant

LONG = "The crane was moved at night and nobody on the quay had been told of it."


def letter(
    text: str = LONG, *, subject: str = "Crane", sender: str = "jane@x", sent: int | None = 600
) -> Document:
    message = Message(subject, "1@x", (), (), (Participant("from", "Jane", sender),))
    when = None if sent is None else Moment(sent)
    return Document("0" * 64, 1, Kind.MESSAGE, "message/rfc822", subject, text, sent=when, message=message)


@pytest.mark.parametrize(
    "other",
    [
        letter(LONG.upper()),
        letter(LONG.replace(" ", "\n")),
        letter(subject="Re: CRANE"),
        letter(sent=659),
        replace(letter(), sha256="1" * 64, size=99),
    ],
)
def test_case_white_space_and_bytes_make_no_difference(other: Document) -> None:
    assert fingerprint(other) == fingerprint(letter())


@pytest.mark.parametrize(
    "other",
    [
        letter(LONG + " No."),
        letter(subject="Barge"),
        letter(sender="tom@x"),
        letter(sent=660),
        letter(sent=None),
    ],
)
def test_words_subject_sender_and_minute_do(other: Document) -> None:
    assert fingerprint(other) != fingerprint(letter())


def test_what_says_too_little_has_none() -> None:
    assert fingerprint(letter("Ok, thanks.", sent=None)) is None
    assert fingerprint(letter("Ok, thanks.")) is not None
    assert fingerprint(replace(letter(), message=None)) is None


words = st.text(alphabet="ab \n.é", max_size=30)


@given(words, words)
def test_runs_are_both_texts_and_take_turns(left: str, right: str) -> None:
    runs = differences(left, right)
    assert "".join(run.left for run in runs) == left
    assert "".join(run.right for run in runs) == right
    assert all(one.same != two.same for one, two in pairwise(runs))
    if left == right:
        assert all(run.same for run in runs)


@given(words, words)
def test_so_they_are_where_texts_are_too_long_for_words(left: str, right: str) -> None:
    runs = variants._ends(left, right)
    assert "".join(run.left for run in runs) == left
    assert "".join(run.right for run in runs) == right


def test_words_are_compared_whole() -> None:
    runs = differences("The barge is late.", "The barges are late.")
    assert [(run.left, run.right) for run in runs] == [
        ("The ", "The "),
        ("barge", "barges"),
        (" ", " "),
        ("is", "are"),
        (" late.", " late."),
    ]


def test_long_texts_are_compared_by_lines_and_longer_ones_by_their_ends() -> None:
    lines = "".join(f"Line {n} of it.\n" for n in range(3000))
    other = lines.replace("Line 7 of", "Line seven of")
    assert [(r.left, r.right) for r in differences(lines, other) if not r.same] == [
        ("Line 7 of it.\n", "Line seven of it.\n")
    ]
    many = "x\n" * 20_000
    assert [(r.left, r.right) for r in differences(f"{many}a\n{many}", f"{many}b\n{many}") if not r.same] == [
        ("a", "b")
    ]


def test_headers_that_one_side_has_or_that_are_not_the_same() -> None:
    left = [("Received", "by a"), ("Received", "by b"), ("Subject", "The crane"), ("X-A", "1")]
    right = [("received", "by a"), ("Subject", "The barge"), ("X-B", "2")]
    found = header_changes(left, right)
    assert [(one.name, one.left, one.right) for one in found] == [
        ("Received", "by b", None),
        ("Subject", "The crane", "The barge"),
        ("X-A", "1", None),
        ("X-B", None, "2"),
    ]
    assert [(run.left, run.right) for run in found[1].runs if not run.same] == [("crane", "barge")]


REPLY = f"""Yes.

On Mon, 3 Mar 2031 at 11:00, Sam Okoro <sam@port.example> wrote:
> {LONG}
>
> On Sun, 2 Mar 2031 at 08:00, Eve Moss <eve@far.example> wrote:
>> Who moved the crane, and when was that?
"""


def test_what_a_message_quotes_and_how_deep() -> None:
    found = quoted(REPLY)
    assert [(one.writer, one.depth, one.forwarded) for one in found] == [
        ("Sam Okoro", 1, False),
        ("Eve Moss", 2, False),
    ]
    assert found[0].words[:4] == ("the", "crane", "was", "moved")
    assert quoted(LONG) == ()


def test_a_quotation_is_said_by_whom_it_quotes_and_by_nobody_else() -> None:
    sam, eve = quoted(REPLY)
    assert says(f"Dear Jane,\n\n{LONG.upper()}\n\nSam", sam)
    assert not says(REPLY, sam)
    assert not says(LONG, eve)
    assert not says("", replace(eve, words=()))
