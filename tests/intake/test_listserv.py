"""Log files of LISTSERV: separators, sums, and real ones against a count of their separator lines."""

import io
from pathlib import Path

import pytest
from building import add, all_documents, message
from hypothesis import given
from hypothesis import strategies as st

from headwater.base.settings import Limits
from headwater.desk.documents import original
from headwater.intake.detect import recognise_bytes
from headwater.intake.readers import listserv as reader
from headwater.intake.readers.listserv import read_listserv
from headwater.intake.seam import Claim, Form, Source
from headwater.model.document import Failed
from headwater.store.case import Case

LINE = b"=" * 73


def read(raw: bytes) -> tuple[list[bytes], list[Failed]]:
    """The messages and failures of a log; its account must reconcile."""
    found: list[bytes] = []
    failed: list[Failed] = []
    used = 0
    for item in read_listserv(Source("x", "x", len(raw), lambda: io.BytesIO(raw), Limits())):
        if isinstance(item, Claim):
            assert (item.items, item.size) == (len(found) + len(failed), len(raw))
            assert used + item.structure == len(raw)
            return found, failed
        used += item.place.length or 0
        if isinstance(item, Failed):
            failed.append(item)
        else:
            found.append(item.opened().read())
    raise AssertionError("no claim")


@given(
    st.lists(st.sampled_from([b"words", b"=" * 20, LINE + b"\n", LINE, b"a: b", b""]), max_size=6),
    st.sampled_from([b"\n", b"\r\n"]),
    st.sampled_from([250, 4 << 20]),
)
def test_what_is_written_comes_back(lines: list[bytes], end: bytes, block: int) -> None:
    body = b"".join(line + b"\n" for line in lines)
    messages = [(message(n) + body).replace(b"\n", end) for n in range(4)]
    raw = b"".join(LINE + end + one for one in messages)
    assert recognise_bytes(raw, "DUES.LOG3103A").form is Form.LISTSERV
    before, reader._BLOCK = reader._BLOCK, block
    try:
        assert read(raw) == (messages, [])
    finally:
        reader._BLOCK = before


@given(st.lists(st.sampled_from([LINE, b"\n", b"\r\n", b"Date: x", b"text", b"\xef\xbb\xbf"]), max_size=12))
def test_any_sequence_adds_up(pieces: list[bytes]) -> None:
    read(b"".join(pieces))


def test_what_stands_before_the_first_separator_is_a_failure() -> None:
    found, failed = read(b"torn off\n" + LINE + b"\n" + message(1))
    assert found == [message(1)]
    assert [(f.place.offset, f.place.length, f.code) for f in failed] == [(0, 9, "before-first")]


def test_a_mark_and_blank_lines_before_the_first_separator_are_structure() -> None:
    assert read(b"\xef\xbb\xbf\r\n" + LINE + b"\r\n" + message(1)) == ([message(1)], [])


@pytest.mark.parametrize(
    "raw", [LINE + b"\nwords\n", b"=" * 72 + b"\n" + message(1), b"x\n" + LINE + b"\n" + message(1)]
)
def test_other_lines_of_equals_signs_are_text(raw: bytes) -> None:
    assert recognise_bytes(raw, "notes.log").form is Form.TEXT


def test_recipients_that_listserv_keeps_as_comments_are_people(case: Case, leak: Path) -> None:
    raw = b"Date: Mon, 3 Mar 2031 10:00:00 +0000\nFrom: Teo <teo@calder.example>\nComments: To: Odile Brandt <o@calder.example>\n"
    raw += b"Comments: cc: Ines <i@calder.example>\nComments: To whom it may concern\nSubject: Dues\n\nSee >From below\n"
    (leak / "dues.log").write_bytes(LINE + b"\n" + raw)
    add(case, leak / "dues.log")
    (stored,) = all_documents(case)
    people = stored.document.message.participants if stored.document.message else ()
    assert [(p.role, p.address) for p in people] == [
        ("from", "teo@calder.example"),
        ("to", "o@calder.example"),
        ("cc", "i@calder.example"),
    ]
    assert original(case, stored.document.id) == raw


@pytest.mark.real
def test_real_logs_hold_a_message_for_each_line_of_equals_signs(shared_data: Path) -> None:
    logs = sorted((shared_data / "mail" / "lists" / "3GPP").rglob("*.LOG*"))
    assert len(logs) == 24
    counts = []
    for path in logs:
        raw = path.read_bytes()
        assert recognise_bytes(raw, path.name).form is Form.LISTSERV
        found, failed = read(raw)
        counts.append(len(found))
        assert (len(found), failed) == (raw.count(LINE + b"\r\n"), [])
    assert sum(counts) == 82
