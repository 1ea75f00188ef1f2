"""The bench on threads cuts mboxes as it says, and counts what differs."""

from __future__ import annotations

from pathlib import Path

import pytest

from threads.splitting import bracketed, messages

ONE = b"From: a@x.example\nSubject: one\n\nFirst.\n"


def test_messages_are_files_with_headers_and_items_of_mboxes(tmp_path: Path) -> None:
    (tmp_path / "one.eml").write_bytes(ONE)
    (tmp_path / "box").write_bytes(
        b"From a@x Thu Mar  6 09:00:00 2031\n" + ONE + b"\n" + b"From b@x Thu Mar  6 09:00:00 2031\n" + ONE
    )
    (tmp_path / "notes.txt").write_bytes(b"no message at all\n")
    assert [data.strip() for _, data in messages(tmp_path)] == [ONE.strip()] * 3


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"Message-ID: 1@x\n\n2@x\n", b"Message-ID: <1@x>\n\n2@x\n"),
        (b"in-reply-to: 1@x\r\nA: b\r\n\r\n", b"in-reply-to: <1@x>\r\nA: b\r\n\r\n"),
        (b"In-Reply-To: <1@x>\n\n", b"In-Reply-To: <1@x>\n\n"),
        (b"In-Reply-To: your message of 1@x\n\n", b"In-Reply-To: your message of 1@x\n\n"),
        (b"Subject: 1@x\n\nMessage-ID: 1@x\n", b"Subject: 1@x\n\nMessage-ID: 1@x\n"),
    ],
)
def test_bare_identifiers_get_brackets(before: bytes, after: bytes) -> None:
    assert bracketed(before) == after
