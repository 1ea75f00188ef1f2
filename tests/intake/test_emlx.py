"""Files of Apple Mail: the length before the message, the property list after it, parts that are kept elsewhere."""

import base64
import plistlib
from pathlib import Path

import pytest
from building import add, all_documents, failures, message
from hypothesis import given
from hypothesis import strategies as st

from headwater.intake.detect import recognise_bytes
from headwater.intake.items import Reading, read_item
from headwater.intake.originals import decoded_headers
from headwater.intake.readers.emlx import message_in
from headwater.intake.seam import About, Form
from headwater.intake.single import read_bytes
from headwater.model.document import Kind, Place, Status
from headwater.store.case import Case

KNOWN = plistlib.dumps(
    {"date-received": 1930000000, "flags": 0b1_0001_0001, "remote-id": "7", "date-last-viewed": 0}
)


def emlx(raw: bytes, trailer: bytes = KNOWN, *, count: int | None = None) -> bytes:
    return b"%-10d\n" % (len(raw) if count is None else count) + raw + trailer


def reading(data: bytes) -> Reading:
    return read_item(data, Place("x"), About("x", "1.emlx"), recognise_bytes(data, "1.emlx"))


def test_a_message_and_what_apple_mail_knows_of_it() -> None:
    data = emlx(message(1))
    assert recognise_bytes(data, "renamed.txt").form is Form.EMLX
    document = read_bytes(data, "1.emlx")
    plain = read_bytes(message(1), "1.eml")
    assert (document.kind, document.status, document.size) == (Kind.MESSAGE, Status.READ, len(data))
    assert (document.text, document.title, document.message, document.sent) == (
        plain.text, plain.title, plain.message, plain.sent,
    )  # fmt: skip
    assert dict(document.properties) == {
        "date-received": "2031-02-27T23:06:40+00:00",
        "flags": "273 (read, flagged, forwarded)",
        "remote-id": "7",
    }
    assert decoded_headers(data) == decoded_headers(message(1))


@pytest.mark.parametrize(
    ("data", "note"),
    [
        (emlx(message(1), count=5), "number of bytes is wrong"),
        (emlx(message(1), count=10**9), "cut off, or its number"),
        (emlx(message(1))[: len(message(1))], "cut off, or its number"),
        (emlx(message(1), b""), "list is missing"),
        (emlx(message(1), b"<?xml version='1.0'?><plist><dict>"), "cannot be read"),
        (
            emlx(message(1), b"<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a 'b'>]><plist>&a;</plist>"),
            "cannot be read",
        ),
        (emlx(message(1), plistlib.dumps(["a"])), "cannot be read"),
        (emlx(message(1), b"bplist00" + b"\xff" * 60), "cannot be read"),
    ],
)
def test_damage_is_repaired_and_noted(data: bytes, note: str) -> None:
    document = read_bytes(data, "1.emlx")
    assert document.title == "Harbour dues 1"
    assert document.text.startswith("Entry 1 of the ledger")
    assert "plist" not in document.text
    assert document.status is Status.REPAIRED
    assert note in " ".join(document.notes)


@given(st.binary(max_size=200), st.integers(0, 300))
def test_any_bytes_are_read(tail: bytes, count: int) -> None:
    reading(emlx(message(1), tail, count=count)).taken.document.text.encode("utf-8")


def partial(kept: bytes) -> bytes:
    boundary = b'Content-Type: multipart/mixed; boundary="b"\n'
    raw = message(1, "--b\n\nsee the dues\n--b", extra=boundary.decode()).rstrip(b"\n") + b"\n"
    return (
        raw
        + b"Content-Type: application/pdf; name=dues.pdf\nContent-Transfer-Encoding: base64\n"
        + kept
        + b"\n--b--\n"
    )


def test_a_part_that_is_kept_beside_the_message_is_a_failure_with_its_name(case: Case, leak: Path) -> None:
    (leak / "7.partial.emlx").write_bytes(emlx(partial(b"X-Apple-Content-Length: 1234\n\n")))
    (leak / "7.2.emlxpart").write_bytes(base64.encodebytes(b"%PDF-1.4 " + b"dues " * 40))
    add(case, leak)
    by_type = {stored.document.media_type: stored.document for stored in all_documents(case)}
    assert set(by_type) == {"message/x-emlx", "application/x-emlxpart", "application/pdf"}
    assert "part 2 (dues.pdf) of 1234 bytes" in " ".join(by_type["message/x-emlx"].notes)
    assert failures(case)["7.partial.emlx!2"] == "missing"


def test_a_part_with_its_bytes_is_none_of_these() -> None:
    made = reading(emlx(partial(b"X-Apple-Content-Length: 4\n\nJVBERg==")))
    assert made.failed == ()
    assert [inner.place.name for inner in made.taken.inside] == ["dues.pdf"]


@pytest.mark.real
def test_real_files(shared_data: Path) -> None:
    files = sorted((shared_data / "mail").rglob("*.emlx"))
    assert len(files) == 4
    for path in files:
        data = path.read_bytes()
        assert recognise_bytes(data).form is Form.EMLX
        document = read_bytes(data, path.name)
        assert document.text.strip()
        assert document.status is Status.READ
        assert len(message_in(data)) == int(data.split(None, 1)[0])
        assert "flags" in dict(document.properties)
