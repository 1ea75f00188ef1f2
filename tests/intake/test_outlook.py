"""Outlook items in MSG files and TNEF streams: what becomes of them, and that no damage ends a run."""

from __future__ import annotations

import base64
import struct
from collections.abc import Callable
from pathlib import Path

import pytest
from building import add, all_documents, all_receipts, failures, message, zipped
from compressed_rtf import compress
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from outlook_files import (
    BINARY,
    BOOLEAN,
    LONG,
    STRING8,
    TIME,
    UNICODE,
    Made,
    attribute,
    compound,
    msg,
    ticks,
    tnef,
)

from headwater.base.dates import DateRank
from headwater.base.settings import Limits
from headwater.intake.detect import recognise_bytes
from headwater.intake.items import Reading, read_item
from headwater.intake.originals import decoded_headers, fetch
from headwater.intake.outlook import ole, rtf, serial
from headwater.intake.outlook import tnef as streams
from headwater.intake.seam import About, Form
from headwater.intake.single import read_all, read_bytes, read_file
from headwater.model.document import Kind, Participant, Place, Status, Taken
from headwater.store import documents
from headwater.store.case import Case

SENT = 1_930_000_000
DIRECTORY_NAME = "/O=CALDER/OU=PORT/CN=RECIPIENTS/CN=TEO"
HEADERS = (
    "Received: from gate.calder.example by mx.calder.example; Mon, 3 Mar 2031 10:00:01 +0100\r\n"
    "From: Odile Brandt <odile@calder.example>\r\nTo: Teo Marsh\r\n\t<teo@calder.example>\r\n"
    "Date: Mon, 3 Mar 2031 10:00:00 +0100\r\nSubject: Harbour dues\r\n"
    'Content-Type: multipart/mixed; boundary="gone"\r\nMessage-ID: <1@calder.example>\r\n\r\n--gone\r\n'
)
PLAIN = Made(
    properties=[
        (0x001A, UNICODE, "IPM.Note"),
        (0x0037, UNICODE, "Harbour dues, señor"),
        (0x0039, TIME, ticks(SENT)),
        (0x0C1A, UNICODE, "Odile Brandt"),
        (0x0C1E, UNICODE, "SMTP"),
        (0x0C1F, UNICODE, "odile@calder.example"),
        (0x1000, UNICODE, "Entry 1 of the ledger\r\nis missing."),
        (0x1035, UNICODE, "<1@calder.example>"),
        (0x1042, UNICODE, "<0@calder.example>"),
    ],
    recipients=[
        [
            (0x3001, UNICODE, "Marsh, Teo"),
            (0x3002, UNICODE, "EX"),
            (0x3003, UNICODE, DIRECTORY_NAME),
            (0x0C15, LONG, 1),
        ],
        [
            (0x3001, UNICODE, "Ines"),
            (0x3002, UNICODE, "EX"),
            (0x3003, UNICODE, "/O=CALDER/CN=INES"),
            (0x39FE, UNICODE, "Ines@Calder.example"),
            (0x0C15, LONG, 2),
        ],
        [(0x3001, UNICODE, "dov@calder.example"), (0x3003, UNICODE, "dov@calder.example"), (0x0C15, LONG, 3)],
    ],
    attachments=[
        (
            [
                (0x3707, UNICODE, "Ledger año.txt"),
                (0x370E, UNICODE, "text/plain"),
                (0x3701, BINARY, b"line one\n"),
            ],
            None,
        ),
        ([(0x3704, UNICODE, "DATA.BIN"), (0x3701, BINARY, bytes(range(256)) * 20)], None),
    ],
)
WRITERS = pytest.mark.parametrize("write", [msg, tnef], ids=["msg", "tnef"])
Writer = Callable[[Made], bytes]


def read(data: bytes, name: str = "") -> Reading:
    return read_item(data, Place("x"), About("x", name), recognise_bytes(data, name))


def taken(data: bytes) -> Taken:
    made = read(data)
    assert not made.failed
    return made.taken


def item(*properties: tuple[int, int, object], **more: object) -> Made:
    return Made(properties=list(properties), **more)  # type: ignore[arg-type]


@WRITERS
def test_a_message_with_recipients_and_attachments(write: Writer) -> None:
    data = write(PLAIN)
    found = taken(data)
    document = found.document
    assert (document.kind, document.status, document.size) == (Kind.MESSAGE, Status.READ, len(data))
    assert document.title == "Harbour dues, señor"
    assert document.text == "Entry 1 of the ledger\nis missing."
    assert document.message
    assert document.message.participants == (
        Participant("from", "Odile Brandt", "odile@calder.example"),
        Participant("to", "Marsh, Teo", DIRECTORY_NAME.lower()),
        Participant("cc", "Ines", "ines@calder.example"),
        Participant("bcc", "", "dov@calder.example"),
    )
    assert (document.message.message_id, document.message.in_reply_to) == (
        "1@calder.example",
        ("0@calder.example",),
    )
    assert document.sent
    assert (document.sent.seconds, document.rank) == (SENT, DateRank.HEADER)
    inner = [one.document for one in found.inside]
    assert [(one.title, one.kind, one.size) for one in inner] == [
        ("Ledger año.txt", Kind.TEXT, 9),
        ("DATA.BIN", Kind.FILE, 5120),
    ]


def test_items_of_one_content_have_one_serialisation() -> None:
    limits = Limits()
    one, other = ole.read(msg(PLAIN), limits), streams.read(tnef(PLAIN), limits)
    assert serial.serialised(one, limits) == serial.serialised(other, limits)


@WRITERS
def test_the_headers_with_which_a_message_came_stand_first_and_in_order(write: Writer) -> None:
    made = item(
        (0x001A, UNICODE, "IPM.Note"),
        (0x007D, UNICODE, HEADERS),
        (0x0C1A, UNICODE, "Somebody else"),
        (0x1000, UNICODE, "Body"),
        recipients=[[(0x3001, UNICODE, "Ines"), (0x3003, UNICODE, "ines@calder.example"), (0x0C15, LONG, 3)]],
    )
    fields = decoded_headers(write(made))
    assert [name for name, _ in fields][1:] == [
        "Received",
        "From",
        "To",
        "Date",
        "Subject",
        "X-Headwater-Original-Content-Type",
        "Message-ID",
        "Bcc",
        "MIME-Version",
        "Content-Type",
        "Content-Transfer-Encoding",
    ]
    document = taken(write(made)).document
    assert document.message
    assert [one.address for one in document.message.participants] == [
        "odile@calder.example",
        "teo@calder.example",
        "ines@calder.example",
    ]
    assert document.sent
    assert document.sent.offset == 60


def test_the_line_that_exchange_puts_before_headers_is_passed_over() -> None:
    headers = "Microsoft Mail Internet Headers Version 2.0\r\n" + HEADERS
    document = taken(msg(item((0x007D, UNICODE, headers), (0x1000, UNICODE, "x")))).document
    assert document.title == "Harbour dues"


@WRITERS
def test_headers_cannot_be_forged_by_properties(write: Writer) -> None:
    made = item(
        (0x001A, UNICODE, 'IPM.Note"\r\nTo: x'),
        (0x0037, UNICODE, "a\r\nBcc: forged@calder.example\r\n\r\nbody"),
        (0x0C1A, UNICODE, 'Odile" <a@calder.example>,\r\n "Ines'),
        (0x0C1F, UNICODE, "odile@calder.example>\r\nCc: forged@calder.example"),
        (0x1000, UNICODE, "true body"),
        attachments=[
            (
                [
                    (0x3707, UNICODE, 'a"\r\nX: y'),
                    (0x370E, UNICODE, "text/x\r\ny: z"),
                    (0x3701, BINARY, b"1"),
                ],
                None,
            )
        ],
    )
    found = taken(write(made))
    assert found.document.message
    assert [one.role for one in found.document.message.participants] == ["from"]
    assert found.document.text == "true body"
    assert [one.document.size for one in found.inside] == [1]


@WRITERS
def test_embedded_messages_are_documents_with_what_is_in_them(write: Writer) -> None:
    outer = item(
        (0x0037, UNICODE, "outer"),
        (0x1000, UNICODE, "x"),
        attachments=[([(0x3705, LONG, 5), (0x3001, UNICODE, "fw")], PLAIN)],
    )
    (inner,) = taken(write(outer)).inside
    assert (inner.document.kind, inner.document.title) == (Kind.MESSAGE, "Harbour dues, señor")
    assert [one.document.title for one in inner.inside] == ["Ledger año.txt", "DATA.BIN"]


@WRITERS
def test_nesting_is_bounded(write: Writer) -> None:
    nested = PLAIN
    for _ in range(60):
        nested = item((0x0037, UNICODE, "outer"), attachments=[([(0x3705, LONG, 5)], nested)])
    made = read(write(nested))
    assert made.taken.document.title == "outer"
    assert any("inside each other" in one.reason for one in made.failed)


HTML = b"<html><meta charset=windows-1251><p>\xcf\xf0\xe8\xe2\xe5\xf2</p></html>"
WRAPPED = (
    b"{\\rtf1\\ansi\\ansicpg1252\\fromhtml1 \\deff0{\\fonttbl{\\f0\\fswiss Arial;}{\\f1\\fcharset204 Arial;}}"
    b"{\\*\\htmltag64 <p>}\\htmlrtf {\\htmlrtf0 Rock \\'e9 {\\f1 \\'cf\\'f0} \\u8364?{\\*\\htmltag84 <br>}\\htmlrtf \\par\\htmlrtf0"
    b" \\{a\\}{\\*\\mhtmltag64 <z>}\\htmlrtf }\\htmlrtf0{\\*\\htmltag72 </p>}}"
)


@pytest.mark.parametrize(
    ("properties", "text"),
    [
        ([(0x1013, BINARY, HTML), (0x3FDE, LONG, 1251)], "Привет"),
        ([(0x1013, BINARY, HTML)], "Привет"),
        ([(0x1013, UNICODE, "<html><p>Ñandú")], "Ñandú"),
        ([(0x1000, STRING8, b"\xcf\xf0"), (0x3FFD, LONG, 1251)], "Пр"),
        ([(0x1009, BINARY, compress(WRAPPED))], "Rock é Пр €\n{a}"),
        ([(0x1009, BINARY, compress(WRAPPED, False))], "Rock é Пр €\n{a}"),
        ([(0x1009, BINARY, compress(b"{\\rtf1\\ansi one\\par two\\tab\\'93x\\'94}\0"))], "one\ntwo\t“x”"),
        ([(0x1000, UNICODE, "plain"), (0x1009, BINARY, compress(WRAPPED))], "plain"),
        ([(0x1000, UNICODE, "the same"), (0x1013, BINARY, b"<html><p>the same")], "the same"),
        ([], ""),
    ],
)
@WRITERS
def test_bodies(write: Writer, properties: list[tuple[int, int, object]], text: str) -> None:
    assert taken(write(item(*properties))).document.text == text


def test_rtf_that_is_the_only_body_is_kept_as_a_file() -> None:
    raw = b"{\\rtf1\\ansi only}"
    (inner,) = taken(msg(item((0x1009, BINARY, compress(raw))))).inside
    assert (inner.document.media_type, inner.document.size) == ("application/rtf", len(raw))


def test_a_damaged_rtf_body_is_read_with_a_note() -> None:
    packed = bytearray(compress(b"{\\rtf1 words}"))
    packed[12] ^= 1
    document = read_bytes(msg(item((0x1009, BINARY, bytes(packed)))), "a.msg")
    assert (document.text, document.status) == ("words", Status.REPAIRED)
    assert document.notes == ("the checksum of an RTF body is wrong",)
    document = read_bytes(msg(item((0x1009, BINARY, b"short"))), "a.msg")
    assert document.status is Status.REPAIRED


@given(st.binary(max_size=400))
def test_any_rtf_is_read(data: bytes) -> None:
    rtf.read(b"{\\rtf1" + data).text.encode("utf-8")
    rtf.unpacked(data)


SIGNED = (
    b'Content-Type: multipart/signed; protocol="application/pkcs7-signature"; boundary=s\r\n\r\n--s\r\n'
    b"Content-Type: text/plain\r\n\r\nsigned words\r\n--s\r\n"
    b"Content-Type: application/pkcs7-signature; name=smime.p7s\r\n\r\nxyz\r\n--s--\r\n"
)


@WRITERS
def test_signed_messages_are_read_as_what_was_signed(write: Writer) -> None:
    properties = [
        (0x3707, UNICODE, "smime.p7m"),
        (0x370E, UNICODE, "multipart/signed"),
        (0x3701, BINARY, SIGNED),
    ]
    made = item((0x001A, UNICODE, "IPM.Note.SMIME.MultipartSigned"), attachments=[(properties, None)])
    found = taken(write(made))
    assert (found.document.kind, found.document.text) == (Kind.MESSAGE, "signed words")
    assert [one.document.title for one in found.inside] == ["smime.p7s"]
    other = item((0x001A, UNICODE, "IPM.Note"), attachments=[(properties, None)])
    assert [one.document.title for one in taken(write(other)).inside] == ["smime.p7m"]
    forged = [
        *properties[:2],
        (0x3701, BINARY, SIGNED.replace(b"\r\n\r\n", b"\r\nFrom: x@calder.example\r\n\r\n", 1)),
    ]
    made = item((0x001A, UNICODE, "IPM.Note.SMIME.MultipartSigned"), attachments=[(forged, None)])
    message = taken(write(made)).document.message
    assert message
    assert message.participants == ()


ADDRESS, APPOINTMENT = "00062004-0000-0000-c000-000000000046", "00062002-0000-0000-c000-000000000046"
PUBLIC = "00020329-0000-0000-c000-000000000046"
ITEMS = {
    "contact": (
        Made(
            [
                (0x001A, UNICODE, "IPM.Contact"),
                (0x3001, UNICODE, "Odile Brandt"),
                (0x3A16, UNICODE, "Calder Port"),
                (0x8001, UNICODE, "odile@calder.example"),
                (0x1000, UNICODE, "Met in March."),
            ],
            names=[(0x8001, ADDRESS, 0x8083)],
        ),
        "Name: Odile Brandt\nCompany: Calder Port\nE-mail: odile@calder.example\n\nMet in March.",
    ),
    "appointment": (
        Made(
            [
                (0x001A, UNICODE, "IPM.Appointment"),
                (0x0037, UNICODE, "Hearing"),
                (0x8001, TIME, ticks(1_930_000_200)),
                (0x8002, UNICODE, "Room 2"),
                (0x8003, BOOLEAN, 0),
            ],
            names=[
                (0x8001, APPOINTMENT, 0x820D),
                (0x8002, APPOINTMENT, 0x8208),
                (0x8003, APPOINTMENT, 0x8215),
            ],
        ),
        "Start: 2031-02-27 23:10 UTC\nPlace: Room 2",
    ),
    "note": (Made([(0x001A, UNICODE, "IPM.StickyNote"), (0x1000, UNICODE, "Call Ines")]), "Call Ines"),
    "item": (Made([(0x001A, UNICODE, "IPM.Configuration.X"), (0x1000, UNICODE, "odd")]), "odd"),
}


@pytest.mark.parametrize("kind", ITEMS)
@WRITERS
def test_items_that_are_no_mail_are_texts(write: Writer, kind: str) -> None:
    made, text = ITEMS[kind]
    document = taken(write(made)).document
    assert (document.kind, document.text) == (Kind.TEXT, text)
    assert document.media_type == f"application/x-headwater-outlook-item; kind={kind}"


def one_off(name: str, address: str) -> bytes:
    """A member of a distribution list as [MS-OXCDATA] 2.2.5.1 has it, in Unicode."""
    head = bytes(4) + bytes.fromhex("812b1fa4bea310199d6e00dd010f5402") + b"\0\0\x01\x90"
    return head + "".join(f"{word}\0" for word in (name, "SMTP", address)).encode("utf-16-le")


@WRITERS
def test_members_of_a_distribution_list(write: Writer) -> None:
    members = [one_off("Inés", "ines@calder.example"), one_off("Dov", "dov@calder.example"), b"short"]
    made = Made(
        [(0x001A, UNICODE, "IPM.DistList"), (0x3001, UNICODE, "Port"), (0x8001, 0x1102, members)],
        names=[(0x8001, ADDRESS, 0x8054)],
    )
    text = taken(write(made)).document.text
    assert text == "Name: Port\nMembers: Inés <ines@calder.example>; Dov <dov@calder.example>"


@WRITERS
def test_categories_are_keywords(write: Writer) -> None:
    made = Made([(0x8005, 0x101F, ["dues", "port año"])], names=[(0x8005, PUBLIC, "Keywords")])
    assert dict(decoded_headers(write(made)))["Keywords"] == "dues, port año"


def test_old_attributes_of_tnef() -> None:
    triple = b"Odile Brandt\0\0\0\0"
    address = b"SMTP:odile@calder.example\0"
    sender = struct.pack("<HHHH", 4, 16, len(triple), len(address)) + triple + address
    before = b"".join(
        (
            attribute(1, 0x9007, 6, struct.pack("<II", 1251, 0)),
            attribute(1, 0x8004, 1, b"\xcf\xf0\xe8\xe2\xe5\xf2\0"),
            attribute(1, 0x8000, 0, sender),
            attribute(1, 0x8005, 3, struct.pack("<7H", 2031, 2, 27, 23, 6, 40, 4)),
            attribute(1, 0x8008, 7, b"IPM.Microsoft Mail.Note\0"),
        )
    )
    document = taken(tnef(item((0x1000, UNICODE, "x")), before)).document
    assert (document.kind, document.title) == (Kind.MESSAGE, "Привет")
    assert document.message
    assert document.message.participants == (Participant("from", "Odile Brandt", "odile@calder.example"),)
    assert document.sent
    assert document.sent.seconds == SENT


def test_a_cut_tnef_stream_gives_what_is_there_and_says_so() -> None:
    document = read_bytes(tnef(PLAIN)[:-20], "winmail.dat")
    assert document.title == "Harbour dues, señor"
    assert "the TNEF stream is cut off" in document.notes


def test_attachments_that_are_only_links_are_failures() -> None:
    linked = item(
        (0x1000, UNICODE, "x"),
        attachments=[([(0x3707, UNICODE, "a.doc"), (0x370D, UNICODE, r"\\calder\share\a.doc")], None)],
    )
    made = read(msg(linked))
    assert [(one.code, one.reason) for one in made.failed] == [
        ("part-unread", r"attachment 1 (a.doc): only a link to \\calder\share\a.doc")
    ]
    assert made.taken.document.status is Status.REPAIRED


def test_objects_of_other_programs_come_out_stream_by_stream() -> None:
    tree = {
        "__properties_version1.0": bytes(32),
        "__attach_version1.0_#00000000": {
            "__properties_version1.0": bytes(8),
            "__substg1.0_3701000D": {"CONTENTS": b"abc", "\x01Ole": b"de"},
        },
    }
    assert sorted(one.document.title for one in taken(compound(tree)).inside) == ["CONTENTS", "Ole"]


@pytest.mark.parametrize(
    ("data", "name", "form"),
    [
        (msg(PLAIN), "a.txt", Form.MSG),
        (msg(PLAIN), "", Form.MSG),
        (tnef(PLAIN), "a.txt", Form.TNEF),
        (compound({"WordDocument": b"x" * 5000}), "a.doc", None),
        (compound({"WordDocument": b"x" * 5000}), "a.msg", None),
        (b"!BDN" + bytes(600), "a.txt", Form.PST),
        (b'X-Headwater-Outlook-Item: 1; class="IPM.Note"\r\nSubject: x\r\n\r\nbody', "", Form.OUTLOOK_ITEM),
    ],
)
def test_recognition(data: bytes, name: str, form: Form | None) -> None:
    found = recognise_bytes(data, name).form
    assert found is form if form else found not in (Form.MSG, Form.TNEF, Form.PST)


def attached(name: str, data: bytes) -> bytes:
    head = "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n"
    body = f"--b\n\nouter text\n--b\nContent-Type: application/octet-stream; name={name}\nContent-Transfer-Encoding: base64\n\n"
    return message(1, body + base64.encodebytes(data).decode() + "--b--", extra=head)


@pytest.mark.parametrize(("name", "write"), [("letter.msg", msg), ("winmail.dat", tnef)])
def test_attached_to_a_message(case: Case, leak: Path, name: str, write: Writer) -> None:
    (leak / "carrier.eml").write_bytes(attached(name, write(PLAIN)))
    (leak / "packed.zip").write_bytes(zipped({"in/" + name: write(ITEMS["contact"][0])}))
    add(case, leak)
    found = {stored.document.title: stored for stored in all_documents(case)}
    assert {"Harbour dues 1", "Harbour dues, señor", "Ledger año.txt", "DATA.BIN"} <= found.keys()
    with case.reading() as connection:
        for stored in found.values():
            copies = documents.copies(connection, stored.key)
            data = fetch(stored.document.sha256, copies)
            assert data is not None
            assert len(data) == stored.document.size
            if stored.document.title == "DATA.BIN":
                assert copies[0].place.path.count("!") == 2


def test_one_file_on_the_command_line(tmp_path: Path) -> None:
    path = tmp_path / "letter.msg"
    path.write_bytes(msg(PLAIN))
    assert read_file(path).title == "Harbour dues, señor"
    assert len(read_all(path)) == 3


def test_a_damaged_file_is_listed_with_its_reason(case: Case, leak: Path) -> None:
    (leak / "cut.msg").write_bytes(msg(PLAIN)[:1000])
    (leak / "broken.pst").write_bytes(b"!BDN" + bytes(9000))
    add(case, leak)
    assert failures(case) == {"cut.msg": "damaged", ".": "damaged"}
    assert {stored.document.status for stored in all_documents(case)} == {Status.UNREAD}
    assert sum(receipt.taken for receipt in all_receipts(case) if receipt.kind == "pst") == 1


def test_streams_that_overlap_are_refused() -> None:
    data = bytearray(
        msg(Made([(0x0037, UNICODE, "x")], attachments=[([(0x3701, BINARY, b"y" * 9000)], None)]))
    )
    entry = data.index("__substg1.0_37010102".encode("utf-16-le"))
    data[entry + 120 : entry + 124] = struct.pack("<I", 1 << 30)
    document = read_bytes(bytes(data), "a.msg")
    assert document.status is Status.UNREAD


FUZZED = [
    msg(PLAIN),
    tnef(PLAIN),
    msg(item(attachments=[([(0x3705, LONG, 5)], PLAIN)])),
    msg(ITEMS["contact"][0]),
]


@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=150)
@given(
    st.sampled_from(FUZZED),
    st.integers(0, 1 << 20),
    st.lists(st.tuples(st.integers(0, 1 << 20), st.integers(0, 255)), max_size=12),
)
def test_no_damage_raises(data: bytes, end: int, changes: list[tuple[int, int]]) -> None:
    damaged = bytearray(data[: 8 + end % len(data)] if end % 3 == 0 else data)
    for at, value in changes:
        damaged[8 + at % (len(damaged) - 8) if len(damaged) > 8 else 0] = value
    made = read(bytes(damaged), "a.msg")
    made.taken.document.text.encode("utf-8")
    assert made.taken.document.size == len(damaged)
