"""mbox: the rule for separators, the quoting undone, the same messages as Python's mailbox or a reason why not."""

import io
import mailbox
import re
from pathlib import Path

import pytest
from building import SEPARATOR, add, all_documents, mbox, message
from hypothesis import example, given
from hypothesis import strategies as st

from headwater.base.settings import Limits
from headwater.desk.documents import original
from headwater.intake.detect import HEAD, is_envelope, recognise
from headwater.intake.readers import mbox as reader
from headwater.intake.readers.mbox import read_mbox
from headwater.intake.seam import Claim, Entry, Form, Source
from headwater.model.document import Failed
from headwater.store.case import Case

BODY_LINES = st.sampled_from(
    [
        b"",
        b"words",
        b"From here on it is ours",
        b">From there",
        b">>From afar",
        b"From: not a header",
        b"end \xe9",
    ]
)


def read(raw: bytes) -> tuple[list[bytes], list[Failed], Claim]:
    """The messages, failures and claim that the reader gives for an mbox of these bytes."""
    source = Source("x", "x", len(raw), lambda: io.BytesIO(raw), Limits())
    found: list[bytes] = []
    failed: list[Failed] = []
    used = 0
    for item in read_mbox(source):
        if isinstance(item, Entry):
            found.append(item.opened().read())
            used += item.place.length or 0
        elif isinstance(item, Failed):
            failed.append(item)
            used += item.place.length or 0
        else:
            assert item.items == len(found) + len(failed)
            assert item.size == len(raw) == used + item.structure
            return found, failed, item
    raise AssertionError("no claim")


@given(st.lists(st.lists(BODY_LINES, max_size=6), min_size=1, max_size=5), st.sampled_from([17, 64, 4 << 20]))
def test_what_is_written_comes_back(bodies: list[list[bytes]], block: int) -> None:
    messages = [message(n) + b"".join(line + b"\n" for line in body) for n, body in enumerate(bodies)]
    before, reader._BLOCK = reader._BLOCK, block
    try:
        assert read(mbox(*messages))[0] == messages
    finally:
        reader._BLOCK = before


@given(st.binary(max_size=400))
@example(SEPARATOR)
@example(SEPARATOR * 3)
@example(SEPARATOR + b"\n" + SEPARATOR + b"\n\n")
@example(b"\xef\xbb\xbf\n" + SEPARATOR + b"A: b\n\nx")
@example(b"junk\n\n" + SEPARATOR + b"A: b\n\nx\r\n\r\n" + SEPARATOR)
def test_any_bytes_add_up(raw: bytes) -> None:
    read(raw)


@given(
    st.lists(
        st.sampled_from([SEPARATOR, b"\n", b"\r\n", b"A: b\n", b"text\n", b"From me\n", b"text"]), max_size=14
    )
)
def test_any_sequence_of_lines_adds_up(lines: list[bytes]) -> None:
    read(b"".join(lines))


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("From odile@calder.example Mon Mar  3 10:00:00 2031", True),
        ("From - Tue Feb 21 10:04:06 2017", True),
        ("From odile at calder.example  Thu Nov  1 11:19:12 2001", True),
        ("From MAILER-DAEMON Sat Aug 28 14:17:14 2021", True),
        ('From "odile b"@calder.example Wed Jan 30 18:07:01 2002', True),
        ("From ???@??? Mon Jan 01 00:00:00 1997", True),
        ("From 123456@xxx Sat Nov 12 00:00:00 +0000 2011", True),
        ("From o@x.example Wed Nov 17 14:35:53 2010 -0800", True),
        ("From o@x.example Fri, 08 Nov 2002 19:30:00 +0000", True),
        ("From o@x.example Fri Jul  8 12:08 EDT 1994 remote from calder", True),
        ("From o@x.example Tue Jul 23 19:39:23 CEST 2002", True),
        ("From Reuters, Monday 3 March", False),
        ("From the USA Today, Tuesday, November 27, 2001, page 15A.", False),
        ("From Mon Mar 3 we will meet at 10:00 in 2031 again", False),
        ("From o@x.example", False),
        ("From: o@x.example Mon Mar  3 10:00:00 2031", False),
        (">From o@x.example Mon Mar  3 10:00:00 2031", False),
    ],
)
def test_separator_lines(line: str, expected: bool) -> None:
    assert is_envelope(line.encode()) is expected


def test_a_missing_blank_line_does_not_swallow_a_message() -> None:
    raw = SEPARATOR + message(1).rstrip(b"\n") + b"\n" + SEPARATOR + message(2)
    assert len(read(raw)[0]) == 2


def test_a_separator_line_in_running_text_is_text() -> None:
    body = b"they wrote:\n" + SEPARATOR + b"and more of it, without any header line\n"
    assert len(read(mbox(message(1)) + SEPARATOR + message(2) + body)[0]) == 2


def test_patches_by_git_in_a_mailbox_are_text_and_alone_are_a_mailbox() -> None:
    patch = (
        b"From "
        + b"0a" * 20
        + b" Mon Sep 17 00:00:00 2001\nFrom: Teo <t@x.example>\nSubject: fix\n\nchange\n\n"
    )
    assert len(read(SEPARATOR + message(1) + b"\n" + patch)[0]) == 1
    assert len(read(patch + patch)[0]) == 2
    assert recognise(patch + patch).form is Form.MBOX
    assert recognise(patch).form is Form.MESSAGE


def test_what_stands_before_the_first_separator_is_a_failure_with_its_bytes() -> None:
    found, failed, _ = read(b"torn off\n\n" + mbox(message(1)))
    assert found == [message(1)]
    assert [(f.place.offset, f.place.length, f.code) for f in failed] == [(0, 9, "before-first")]


def test_carriage_returns_are_kept() -> None:
    raw = message(1).replace(b"\n", b"\r\n")
    separator = SEPARATOR.replace(b"\n", b"\r\n")
    assert read(separator + raw + b"\r\n" + separator + raw)[0] == [raw, raw]


@pytest.mark.real
def test_counts_agree_with_the_standard_library_on_real_mail(shared_data: Path) -> None:
    """Over all files that are an mbox by content. Python splits at each line that begins with "From "."""
    differing = {}
    seen = 0
    for path in sorted((shared_data / "mail").rglob("*")):
        if not path.is_file():
            continue
        raw = path.read_bytes()
        if recognise(raw[:HEAD], path.name, len(raw)).form is not Form.MBOX:
            continue
        seen += 1
        box = mailbox.mbox(path, create=False)
        expected, ours = len(box), len(read(raw)[0])
        box.close()
        if expected != ours:
            differing[path.name] = (expected, ours)
    assert seen >= 20
    # a patch by git, attached to the only message, begins with "From <hash> Mon Sep 17 00:00:00 2001": Python
    # takes it for a second message
    assert differing == {"mbox-attachment.eml": (2, 1)}


@pytest.mark.parametrize("before", [b"\xef\xbb\xbf", b"\xef\xbb\xbf\n", b"\xef\xbb\xbf\r\n\r\n", b"\n"])
def test_a_byte_order_mark_before_the_first_separator_is_structure(before: bytes) -> None:
    found, failed, claim = read(before + mbox(message(1), message(2)))
    assert (found, failed) == ([message(1), message(2)], [])
    assert claim.structure == len(before) + 2 * len(SEPARATOR) + 2


def with_length(raw: bytes, *, quote: bool) -> bytes:
    """``raw`` as mboxcl (quoted) or mboxcl2 writes it: with the length of its body among its headers."""
    head, _, body = raw.partition(b"\n\n")
    body = re.sub(rb"(?m)^From ", b">From ", body) if quote else body
    return SEPARATOR + head + b"\nContent-Length: %d\n\n" % len(body) + body + b"\n"


def bodies(found: list[bytes]) -> list[bytes]:
    return [raw.partition(b"\n\n")[2] for raw in found]


INNER = b"\n" + SEPARATOR + b"Subject: inside\n\nquoted whole\n"


@given(
    st.lists(st.lists(BODY_LINES | st.just(INNER), max_size=5), min_size=1, max_size=5),
    st.sampled_from([300, 4 << 20]),
)
@example([[b"From here on it is ours"], [b">From there", INNER]], 300)
def test_bodies_of_mboxcl2_come_back_as_they_are(lines: list[list[bytes]], block: int) -> None:
    messages = [
        message(n) + b"From me\n" + b"".join(line + b"\n" for line in body) for n, body in enumerate(lines)
    ]
    before, reader._BLOCK = reader._BLOCK, block
    try:
        found = read(b"".join(with_length(raw, quote=False) for raw in messages))[0]
        assert bodies(found) == bodies(messages)
    finally:
        reader._BLOCK = before


@pytest.mark.parametrize("extra", [b"", b"Content-Length: 9\n"])
def test_very_many_messages_without_bodies_are_listed(extra: bytes) -> None:
    """Looking for the end of each one's headers must not look through all that follow; the suite would stand still here."""
    assert len(read((SEPARATOR + b"A: b\n" + extra) * 40_000)[0]) == 40_000


def test_mboxcl_is_unquoted() -> None:
    messages = [message(n) + b"From here\n" for n in range(3)]
    assert bodies(read(b"".join(with_length(raw, quote=True) for raw in messages))[0]) == bodies(messages)


@pytest.mark.parametrize("wrong", [-40, -1, 1, 3, 700, 10**14])
def test_a_length_that_leads_nowhere_is_not_believed(wrong: int) -> None:
    first, second = message(1), message(2)
    length = len(first.partition(b"\n\n")[2]) + wrong
    lying = first.replace(b"\n\n", b"\nContent-Length: %d\n\n" % max(length, 0), 1)
    assert len(read(mbox(lying, second, second))[0]) == 3


def test_only_a_length_that_spans_whole_messages_joins_them(tmp_path: Path) -> None:
    inside = mbox(message(2))[:-1]
    whole = message(1) + b"\n" + inside
    raw = with_length(whole, quote=False) + mbox(message(3))
    assert bodies(read(raw)[0]) == bodies([whole, message(3)])


def test_an_original_of_mboxcl2_is_found_again(case: Case, leak: Path) -> None:
    raw = message(1) + b"From me\n>From him\n"
    (leak / "box").write_bytes(with_length(raw, quote=False))
    add(case, leak / "box")
    (stored,) = all_documents(case)
    assert b"\nFrom me\n>From him" in original(case, stored.document.id)
