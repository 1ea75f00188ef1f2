"""Messages: headers and bodies as they should be, and as they are."""

import base64
import email
import quopri
from email.utils import formataddr
from pathlib import Path

import pytest
from building import message
from hypothesis import given, settings
from hypothesis import strategies as st

from headwater.base.dates import DateRank, Moment
from headwater.base.settings import Limits
from headwater.intake.addresses import participants
from headwater.intake.headers import decoded_words, text_of
from headwater.intake.items import Reading, read_item
from headwater.intake.originals import decoded_headers, raw_headers
from headwater.intake.seam import About, Form, Recognised
from headwater.intake.sent import parsed
from headwater.model.document import Document, Kind, Place, Status, Taken
from strategies import ADDRESSES, NAMES

MESSAGE = Recognised(Form.MESSAGE, "message/rfc822")
HEAD = b"From: a@x.example\nSubject: s\n"


def reading(raw: bytes, limits: Limits | None = None) -> Reading:
    about = About("item", "item.eml", limits=limits or Limits())
    return read_item(raw, Place("item"), about, MESSAGE)


def read(raw: bytes) -> Document:
    return reading(raw).taken.document


def flat(taken: Taken) -> list[Taken]:
    return [taken, *(below for inner in taken.inside for below in flat(inner))]


def test_a_plain_message() -> None:
    document = read(message(7, "First line\nsecond", subject="Dues"))
    assert (document.kind, document.status, document.notes) == (Kind.MESSAGE, Status.READ, ())
    assert (document.title, document.text) == ("Dues", "First line\nsecond\n")
    assert document.sent
    assert (document.sent.iso(), document.sent.offset) == ("2031-03-03T09:07:00Z", 60)
    assert document.rank is DateRank.HEADER
    assert document.message
    assert document.message.message_id == "7@calder.example"
    assert [(p.role, p.name, p.address) for p in document.message.participants] == [
        ("from", "Odile Brandt", "odile7@calder.example"),
        ("to", "Teo Marsh", "teo@calder.example"),
    ]


FOREIGN = base64.b64encode(("Ñandú und " * 12).encode())
BODIES = [
    ("text/plain; charset=utf-8", "8bit", "Ñandú".encode(), "Ñandú", ""),
    ("text/plain; charset=iso-8859-1", "8bit", "Ñandú “x”".encode("cp1252"), "Ñandú “x”", ""),
    ("text/plain; charset=utf-8", "base64", base64.b64encode("Ñandú".encode()), "Ñandú", ""),
    ("text/plain; charset=utf-8", "quoted-printable", quopri.encodestring("Ñandú=".encode()), "Ñandú=", ""),
    ("text/plain; charset=utf-8", "QUOTED-PRINTABLE", b"a=\r\nb=  \nc", "abc", ""),
    ("text/plain; charset=koi8-r", "8bit", "Привет".encode("koi8-r"), "Привет", ""),
    ("text/plain; charset=gb2312", "8bit", "這是镕".encode("gb18030"), "這是镕", ""),
    ("text/plain; charset=iso-2022-jp", "7bit", "こんにちは".encode("iso2022_jp"), "こんにちは", ""),
    ("text/plain; charset=ks_c_5601-1987", "8bit", "안녕하세요".encode("cp949"), "안녕하세요", ""),
    ("text/plain; charset=utf-7", "7bit", "Ñandú".encode("utf-7"), "Ñandú", ""),
    ("text/plain; charset=utf-16", "base64", base64.b64encode("Ñandú".encode("utf-16")), "Ñandú", ""),
    ("text/plain; charset=windows-1252", "8bit", "Ñandú".encode(), "Ñandú", "read as utf-8"),
    (
        "text/plain; charset=utf-8",
        "8bit",
        "El señor Ñandú".encode("cp1252"),
        "El señor Ñandú",
        "read as cp1252",
    ),
    ("text/plain; charset=us-ascii", "8bit", "El señor Ñandú".encode(), "El señor Ñandú", "read as utf-8"),
    ("text/plain", "8bit", "El señor Ñandú".encode(), "El señor Ñandú", ""),
    ("text/plain", "8bit", "Le café fermé à midi".encode("cp1252"), "Le café fermé à midi", "a guess"),
    ("text/plain; charset=x-unknown", "8bit", "Le café fermé".encode(), "Le café fermé", "unknown"),
    (
        "text/plain; charset=utf-8",
        "8bit",
        "niño año ".encode() * 9 + b"\xff",
        "niño año " * 9 + "\ufffd",
        "were not",
    ),
    ("text/plain; charset=utf-8", "base64", b"w5FhbmTDug", "Ñandú", "cut off"),
    (
        "text/plain; charset=utf-8",
        "base64",
        b"!".join((FOREIGN[:40], FOREIGN[40:])),
        "Ñandú und " * 12,
        "foreign bytes",
    ),
    (
        "text/plain; charset=utf-8",
        "base64",
        b"Plain words, never encoded.",
        "Plain words, never encoded.",
        "is none",
    ),
    ("text/plain", "x-odd", b"words", "words", "unknown transfer encoding"),
    ("text/plain", "quoted printable", b"a=3Db", "a=b", ""),
    ("text/plain", "x-uuencode", b"begin 644 x\n%=V]R9',\nend\n", "words", ""),
    ("text/plain", "7bit", b"one\r\ntwo\rthree\n", "one\ntwo\nthree\n", ""),
    ("text/plain", "7bit", b"nul \x00 here", "nul \ufffd here", "NUL"),
    ("text/html", "7bit", b"<p>one<br>two<script>x()</script><p>three", "one\ntwo\n\nthree", ""),
    ("text/html; charset=bogus", "8bit", "<meta charset=koi8-r><p>Привет".encode("koi8-r"), "Привет", ""),
    ("text", "7bit", b"bare type", "bare type", ""),
    ('TEXT/PLAIN; CHARSET="UTF-8"; format=flowed', "8bit", "Ñ \nandú".encode(), "Ñ \nandú", ""),
]


@pytest.mark.parametrize(("kind", "encoding", "body", "text", "note"), BODIES)
def test_bodies(kind: str, encoding: str, body: bytes, text: str, note: str) -> None:
    head = HEAD + f"Content-Type: {kind}\nContent-Transfer-Encoding: {encoding}\n\n".encode()
    document = read(head + body)
    assert document.text == text
    assert note in " ".join(document.notes)
    assert (document.status is Status.REPAIRED) == bool(note)


HEADERS = [
    (b"plain", "plain"),
    (b"folded\r\n  over lines", "folded over lines"),
    (b"=?utf-8?q?=C3=91and=C3=BA?=", "Ñandú"),
    (b"=?utf-8?B?w5E=?= =?UTF-8?b?YW5k?=\n =?utf-8?q?=C3=BA_x?=", "Ñandú x"),
    (b"=?utf-8?q?=C3?= =?utf-8?q?=91andu?=", "Ñandu"),
    (b"=?utf-8?q?with blanks =C3=91?= after", "with blanks Ñ after"),
    (b"=?UTF-8? Q?=C3=91?=", "Ñ"),
    (b"before=?utf-8?q?=C3=91?=after", "beforeÑafter"),
    (b"=?iso-8859-1?q?caf=E9?= and =?utf-8?q?=C3=91?=", "café and Ñ"),
    (b"=?utf-8*es?q?=C3=91?=", "Ñ"),
    (b"=?nonsense?q?caf=E9?=", "café"),
    (b"=?utf-8?q?unfinished", "=?utf-8?q?unfinished"),
    (b"=?utf-8?x?what?=", "=?utf-8?x?what?="),
    ("Ñandú roh".encode(), "Ñandú roh"),
    ("caf\xe9 roh".encode("latin-1"), "café roh"),
    (b"=?iso-2022-jp?B?GyRCJF4kXyRgGyhC?=", "まみむ"),
]


@pytest.mark.parametrize(("raw", "expected"), HEADERS)
def test_headers_are_decoded(raw: bytes, expected: str) -> None:
    assert text_of(raw) == expected


PEOPLE = [
    ("Teo Marsh <teo@X.example>", [("Teo Marsh", "teo@x.example")]),
    ('"Marsh, Teo" <t@x.example>, o@x.example', [("Marsh, Teo", "t@x.example"), ("", "o@x.example")]),
    (
        "Marsh, Teo <t@x.example>; Brandt, Odile <o@x.example>",
        [("Marsh, Teo", "t@x.example"), ("Brandt, Odile", "o@x.example")],
    ),
    ("t@x.example (Teo Marsh)", [("Teo Marsh", "t@x.example")]),
    ("teo at x.example (Teo Marsh)", [("Teo Marsh", "teo@x.example")]),
    ("'t@x.example' <t@x.example>", [("t@x.example", "t@x.example")]),
    ("<t@x.example>", [("", "t@x.example")]),
    ("Teo Marsh/Sales/Calder@CALDER", [("Teo Marsh/Sales/Calder@CALDER", "")]),
    (
        "Teo Marsh/CALDER@CALDER, Odile Brandt/CALDER@CALDER",
        [("Teo Marsh/CALDER@CALDER", ""), ("Odile Brandt/CALDER@CALDER", "")],
    ),
    ("Marsh, Teo </O=CALDER/OU=NA/CN=TMARSH>", [("Marsh, Teo", "/o=calder/ou=na/cn=tmarsh")]),
    ("Marsh, Teo", [("Marsh, Teo", "")]),
    ("undisclosed-recipients:;", []),
    ("Crew: t@x.example, o@x.example;", [("", "t@x.example"), ("", "o@x.example")]),
    ("=?utf-8?q?Marsh=2C_Te=C3=B3?= <t@x.example>", [("Marsh, Teó", "t@x.example")]),
    ("Teo <t@x.example> Odile <o@x.example>", [("Teo", "t@x.example"), ("Odile", "o@x.example")]),
    ("Teo Marsh <t@x.example", [("Teo Marsh", "t@x.example")]),
    (
        '"Teo" <t@x.example> =?utf-8?q?=2C?= =?utf-8?b?w5Fh?= <n@x.example>',
        [("Teo", "t@x.example"), ("Ña", "n@x.example")],
    ),
    ("Brandt, Marsh, Teo <t@x.example>", [("Brandt", ""), ("Marsh, Teo", "t@x.example")]),
    (r"Teo(the \) clerk) <t(his desk)@x.example(his house)>", [(r"Teo(the \) clerk)", "t@x.example")]),
    ("t@x.example o@x.example", [("", "t@x.example"), ("", "o@x.example")]),
    ("", []),
    (" , ;", []),
]


@pytest.mark.parametrize(("value", "expected"), PEOPLE)
def test_people(value: str, expected: list[tuple[str, str]]) -> None:
    assert [(p.name, p.address) for p in participants("to", value)] == expected


@given(st.lists(st.tuples(NAMES, ADDRESSES), min_size=1, max_size=5))
def test_people_written_by_the_standard_library_come_back(people: list[tuple[str, str]]) -> None:
    plain = [(name.replace('"', ""), address) for name, address in people]
    found = participants("to", ", ".join(formataddr(pair) for pair in plain))
    assert [(p.name, p.address) for p in found] == plain


DATES = [
    ("Mon, 3 Mar 2031 10:07:00 +0100", "2031-03-03T09:07:00Z", 60),
    ("Mon, 3 Mar 2031 10:07:00 -0000", "2031-03-03T10:07:00Z", None),
    ("Mon, 3 Mar 2031 10:07:00 (CET)", "2031-03-03T10:07:00Z", None),
    ("Mon Mar  3 10:07:00 2031", "2031-03-03T10:07:00Z", None),
    ("3 Mar 31 10:07 EST", "2031-03-03T15:07:00Z", -300),
    ("2031-03-03T10:07:00+02:00", "2031-03-03T08:07:00Z", 120),
    ("Mon, 3 Mar 131 10:07:00 +0000", "2031-03-03T10:07:00Z", 0),
    ("Monday, March 03, 2031 10:07 AM", "2031-03-03T10:07:00Z", None),
    ("Mon, 3 Mar 1831 10:07:00 +0000", None, None),
    ("yesterday at noon", None, None),
    ("10:07", None, None),
    ("Mon, 99 Mar 2031 10:07:00", None, None),
    ("", None, None),
]


@pytest.mark.parametrize(("text", "iso", "offset"), DATES)
def test_dates(text: str, iso: str | None, offset: int | None) -> None:
    moment = parsed(text)
    assert (moment.iso() if moment else None) == iso
    assert moment is None or moment.offset == offset


def test_dates_fall_back_in_order() -> None:
    received = b"Received: from a by b; Mon, 3 Mar 2031 10:00:00 +0000\nReceived: from c by a; Mon, 3 Mar 2031 09:00:00 +0000\n"
    separator = b"From x@x.example Mon Mar  3 08:00:00 2031\n"
    modified = Moment(1930000000)
    cases = [
        (b"Date: Mon, 3 Mar 2031 11:00:00 +0000\n" + received, "2031-03-03T11:00:00Z", DateRank.HEADER),
        (b"Date: nonsense\n" + received, "2031-03-03T09:00:00Z", DateRank.RECEIVED),
        (separator + b"Date: nonsense\n", "2031-03-03T08:00:00Z", DateRank.SEPARATOR),
        (b"Subject: none\n", modified.iso(), DateRank.FILE),
    ]
    for head, iso, rank in cases:
        about = About("item", modified=modified)
        document = read_item(head + b"\nbody", Place("item"), about, MESSAGE).taken.document
        assert document.sent
        assert (document.sent.iso(), document.rank) == (iso, rank)


def parts(*pieces: bytes, kind: str = "mixed", end: bytes = b"--b--\n") -> bytes:
    return (
        HEAD
        + f'Content-Type: multipart/{kind}; boundary="b"\n\n'.encode()
        + b"".join(b"--b\n" + piece + b"\n" for piece in pieces)
        + end
    )


HTML = b"Content-Type: text/html\n\n<p>marked <b>up</b></p>"
SAME = b"Content-Type: text/html\n\n<div>Plain <b>words</b></div>"
PLAIN = b"Content-Type: text/plain\n\nplain words"


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (parts(PLAIN, SAME, kind="alternative"), "plain words"),
        (parts(SAME, PLAIN, kind="alternative"), "plain words"),
        (parts(b"\n", HTML, kind="alternative"), "marked up"),
        (parts(PLAIN, HTML, kind="alternative"), "plain words\n\nmarked up"),
        (parts(HTML, PLAIN, kind="alternative"), "plain words\n\nmarked up"),
        (parts(PLAIN, PLAIN.replace(b"words", b"more")), "plain words\n\nplain more"),
        (parts(b"\nno headers at all"), "no headers at all"),
        (parts(PLAIN, end=b""), "plain words\n"),
        (parts(PLAIN).replace(b'; boundary="b"', b""), "plain words"),
        (parts(PLAIN, b"Content-Disposition: attachment\n\nfiled away"), "plain words"),
        (parts(PLAIN, b"Content-Type: text/plain; name=a.txt\n\nfiled away"), "plain words"),
        (HEAD + b'Content-Type: multipart/mixed; boundary="q"\n\nnever cut', "never cut"),
        (HEAD + b"\nno type", "no type"),
        (
            HEAD + b"and the text begins at once\nwithout a blank line",
            "and the text begins at once\nwithout a blank line",
        ),
        (b"\xef\xbb\xbf" + HEAD + b"\nafter a mark", "after a mark"),
        (b"\r\n\n" + HEAD + b"\nafter blank lines", "after blank lines"),
        (HEAD, ""),
        (b"", ""),
    ],
)
def test_the_text_of_a_message(raw: bytes, text: str) -> None:
    assert read(raw).text == text


def test_attachments_are_documents_inside() -> None:
    inner = message(5, "forwarded words")
    raw = parts(
        PLAIN,
        b"Content-Type: message/rfc822\n\n" + inner,
        b"Content-Type: text/html; name=p.html\n\n<title>T</title><p>page",
        b'Content-Type: image/png; name="=?utf-8?q?=C3=91.png?="\nContent-Transfer-Encoding: base64\n\niVBORw0KGgo=',
        b"Content-Type: text/plain; charset=koi8-r; name*=utf-8''%D1%8F.txt\n\n" + "слово".encode("koi8-r"),
        b"Content-Type: a/b\nContent-Transfer-Encoding: mac-binhex40\n\n:x:",
    )
    made = reading(raw)
    found = flat(made.taken)
    assert [(t.place.path, t.document.kind.value, t.document.title) for t in found[1:]] == [
        ("item!2", "message", "Harbour dues 5"),
        ("item!3", "html", "T"),
        ("item!4", "image", "Ñ.png"),
        ("item!5", "text", "я.txt"),
    ]
    assert found[1].document.text == "forwarded words\n"
    assert found[1].document.size == len(inner)
    assert found[4].document.text == "слово"
    assert [(f.place.path, f.code) for f in made.failed] == [("item!6", "undecodable")]


def test_numbers_of_parts_are_those_of_imap() -> None:
    inner = b'Content-Type: multipart/mixed; boundary="c"\n\n--c\n\nx\n--c\nContent-Type: a/b\n\ny\n--c--'
    deep = message(1, extra="Content-Type: image/png\n")
    found = flat(reading(parts(PLAIN, inner, b"Content-Type: message/rfc822\n\n" + deep)).taken)
    assert [taken.place.path for taken in found] == ["item", "item!2.2", "item!3", "item!3!1"]


def test_the_limits_of_mime_are_recorded() -> None:
    nested = b"\nend"
    for n in range(200):
        nested = (
            f'Content-Type: multipart/mixed; boundary="{n}"\n\n--{n}\n'.encode()
            + nested
            + f"\n--{n}--".encode()
        )
    assert [f.code for f in reading(HEAD + nested).failed] == ["too-deep"]
    many = reading(parts(*[PLAIN] * 60), Limits(mime_parts=50))
    assert [f.code for f in many.failed] == ["too-many-parts"]
    forwarded = message(1)
    for _ in range(200):
        forwarded = b"Content-Type: message/rfc822\n\n" + forwarded
    assert "too-deep" in [f.code for f in reading(HEAD + forwarded).failed]


def test_a_very_long_header_is_cut_and_noted() -> None:
    document = reading(HEAD + b"X: " + b"y" * 5000 + b"\n\nbody", Limits(header_bytes=1000)).taken.document
    assert document.title == "s"
    assert any("longer" in note for note in document.notes)


def test_headers_are_given_in_order_and_decoded() -> None:
    raw = b"Received: a\r\n\tb\r\nX-Odd: =?utf-8?q?=C3=91?=\nreceived: c\n\nbody"
    assert decoded_headers(raw) == (("Received", "a b"), ("X-Odd", "Ñ"), ("received", "c"))


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_headers_stand_in_order_as_sent_and_decoded(end: bytes) -> None:
    raw = "Received: a\n\tb\nSubject: =?utf-8?q?caf=C3=A9?=\nX-Odd: Отчёт\nreceived: c\nContent-Type: text/plain; charset=koi8-r\n\nb"
    data = raw.encode("koi8-r").replace(b"\n", end)
    fold = ("\n" if end == b"\r" else end.decode()) + "\t"
    assert decoded_headers(data)[:4] == (
        ("Received", "a b"), ("Subject", "café"), ("X-Odd", "Отчёт"), ("received", "c"),
    )  # fmt: skip
    assert raw_headers(data)[:4] == (
        f"a{fold}b", "=?utf-8?q?caf=C3=A9?=", "\\xef\\xd4\\xde\\xa3\\xd4", "c",
    )  # fmt: skip


def check(raw: bytes) -> None:
    made = reading(raw)
    for taken in flat(made.taken):
        taken.document.text.encode("utf-8")
        taken.document.title.encode("utf-8")
        assert "\x00" not in taken.document.text + taken.document.title
        for person in taken.document.message.participants if taken.document.message else ():
            assert person.name or person.address
            (person.name + person.address).encode("utf-8")


@given(st.binary(max_size=600))
def test_any_bytes_are_read(raw: bytes) -> None:
    check(raw)


FRAGMENTS = [
    b"From: ", b"To: a, b <c@d>, (e\n", b"Subject: =?utf-8?q?=C3", b"?=", b"\n", b"\r\n", b"\n\n", b" ", b"\t",
    b'Content-Type: multipart/mixed; boundary="b"\n', b"Content-Type: text/html; charset=\xff\n", b"--b\n", b"--b--",
    b"Content-Type: message/rfc822\n", b"Content-Transfer-Encoding: base64\n", b"Content-Transfer-Encoding: x-uue\n",
    b"Content-Disposition: attachment; filename*0*=utf-8''%E9; filename*2=x\n", b"Date: Mon, 99 Zzz 9999\n", b"\x00",
    b"begin 644 x\n", b"=3D=\n", b"<p>&#xD800;</p><script>", b"\xef\xbb\xbf", b"\xff\xfe", b"References: <a@b> <", b"PK\x03\x04",
]  # fmt: skip


@given(st.lists(st.sampled_from(FRAGMENTS), max_size=24))
@settings(max_examples=300)
def test_any_sequence_of_fragments_is_read(pieces: list[bytes]) -> None:
    check(b"".join(pieces))


@given(st.integers(0, 800), st.lists(st.tuples(st.integers(0, 799), st.integers(0, 255)), max_size=6))
def test_cut_and_changed_messages_are_read(cut: int, changes: list[tuple[int, int]]) -> None:
    raw = bytearray(parts(PLAIN, HTML, b"Content-Type: message/rfc822\n\n" + message(3)) + b"epilogue")
    for position, value in changes:
        raw[position % len(raw)] = value
    check(bytes(raw[:cut]))


@pytest.mark.real
def test_texts_agree_with_the_standard_library_on_real_mail(shared_data: Path) -> None:
    """For plain messages of one part in ASCII, where both must say the same."""
    compared = 0
    for path in sorted((shared_data / "mail" / "enron").rglob("*.txt"))[:400]:
        raw = path.read_bytes()
        reference = email.message_from_bytes(raw)
        if (
            path.name == "SOURCE.txt"
            or reference.is_multipart()
            or reference.get_content_type() != "text/plain"
        ):
            continue
        payload = reference.get_payload(decode=True)
        assert isinstance(payload, bytes)
        if not payload.isascii():
            continue
        compared += 1
        document = read(raw)
        assert document.text == payload.decode("ascii").replace("\r\n", "\n")
        assert document.message
        assert document.message.message_id == str(reference["Message-ID"]).strip("<> ")
    assert compared > 300


HOSTILE = {
    "parentheses": HEAD + b"To: " + b"(" * 200_000,
    "quotes": HEAD + b"To: " + b'"' * 200_001,
    "names": HEAD + b"To: " + b"a," * 100_000,
    "colons": HEAD + b"To: @" + b":" * 200_000,
    "angles": HEAD + b"To: a@<b@<> " + b" " * 200_000,
    "words": HEAD + b"To: " + b"=?a?q?x" * 40_000,
    "parameters": HEAD + b'Content-Type: text/plain; x="' + b";" * 200_000 + b"\n\nbody",
    "pieces": HEAD + b"Content-Type: text/plain" + b"".join(b";a*%d*=x" % n for n in range(40_000)),
    "boundaries": HEAD + b'Content-Type: multipart/mixed; boundary="-"\n\n' + b"-" * 400_000,
    "attributes": HEAD
    + b"Content-Type: text/html\n\n<p "
    + b" ".join(b"a%d=b" % n for n in range(100_000))
    + b">x",
    "comments": HEAD + b"Content-Type: text/html\n\n" + b"<!-- -->" * 50_000,
    "hops": HEAD + b"Received: x; 99 y 10 10\n" * 20_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_messages_take_no_longer_than_their_length(name: str) -> None:
    """Each of these took quadratic time in some parser; were it so again, the suite would stand still here."""
    check(HOSTILE[name])


def test_decoded_words_are_linear_in_their_number() -> None:
    assert decoded_words("=?utf-8?q?a?= " * 3000).startswith("a" * 1000)
