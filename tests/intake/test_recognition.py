"""Recognition by content, plain text, HTML and single files."""

import gzip
import io
import tarfile
from pathlib import Path

import pytest
from building import SEPARATOR, mbox, message, tarred, zipped
from hypothesis import given
from hypothesis import strategies as st

from headwater.base.errors import HeadwaterError, InputError
from headwater.base.settings import Limits, help_lines
from headwater.intake import charsets
from headwater.intake.detect import HEAD, recognise
from headwater.intake.names import placed, restored, shown
from headwater.intake.seam import Form
from headwater.intake.single import read_all, read_bytes, read_file
from headwater.model.document import Kind, Status

PRINTED = (
    b"From: Odile Brandt\nSent: Monday, March 3, 2031 10:07 AM\nTo: Teo Marsh\nSubject: Dues\n\nDear Teo"
)

SAMPLES = [
    ("plain words", "a.eml", Form.TEXT),
    (message(1), "a.txt", Form.MESSAGE),
    (b"\xef\xbb\xbf" + message(1), "", Form.MESSAGE),
    (b"\n\r\n" + message(1), "", Form.MESSAGE),
    (b"X-Odd: 1\nX-Odder: 2\nReceived: by x\n\nbody", "", Form.MESSAGE),
    (b"Received: by x; Mon, 3 Mar 2031 10:00:00 +0000\nMessage-ID: <a@b>\n\n", "", Form.MESSAGE),
    (b"From: o@x.example\nTo: t@x.example\nSubject: s\n\nbody", "", Form.MESSAGE),
    (b"From o@x.example\n" + message(1), "", Form.MESSAGE),
    (SEPARATOR + message(1), "", Form.MBOX),
    (b"\n" + mbox(message(1)), "", Form.MBOX),
    (PRINTED, "a.txt", Form.TEXT),
    (PRINTED, "a.eml", Form.TEXT),
    (b"RELEASED IN PART\n\n" + message(1), "", Form.TEXT),
    (b"From:                 Odile\nSent:                 now\nTo:       Teo\n\nx", "", Form.TEXT),
    (b"To: all staff\nFrom: the director\nDate: 5 May 2031\nSubject: parking\n\nNo cars.", "", Form.TEXT),
    (b"name: x\nlicence: y\nsource: z\n", "", Form.TEXT),
    (b"https://x.example/a\nhttps://x.example/b\n", "", Form.TEXT),
    (b"BEGIN:VCALENDAR\nVERSION:2.0\n", "", Form.TEXT),
    (b"1,3,2\n2,2,2\n", "a.cats", Form.TEXT),
    (b"", "", Form.TEXT),
    ("año".encode("latin-1") * 10, "", Form.TEXT),
    ("año".encode("utf-16"), "", Form.TEXT),
    ("año y medio".encode("utf-16-le"), "", Form.TEXT),
    (b"<!DOCTYPE html>\n<p>x", "", Form.HTML),
    (b"\xef\xbb\xbf  <HTML lang=es><body>", "a.txt", Form.HTML),
    (b"<!-- saved -->\n<html>", "", Form.HTML),
    (b"<?xml version='1.0'?>\n<html xmlns='x'>", "", Form.HTML),
    (b"<div>words</div>", "", Form.HTML),
    (b"<?xml version='1.0'?><feed/>", "", Form.TEXT),
    (b"a < b and <b>c</b>", "", Form.TEXT),
    (b"%PDF-1.4\n", "", Form.PDF),
    (b"\n%PDF-1.4\n", "", Form.PDF),
    (b"begin %PDF-1.4\n", "", Form.TEXT),
    (b"\x89PNG\r\n\x1a\n", "a.txt", Form.IMAGE),
    (b"II*\0", "", Form.IMAGE),
    (b"{\\rtf1 hello}", "", Form.RTF),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99), "a.msg", Form.OLDOFFICE),
    (bytes(range(256)) * 4, "a.txt", Form.OTHER),
    (zipped({"a": b"b"}), "a.txt", Form.ZIP),
    (zipped({}), "", Form.ZIP),
    (zipped({"[Content_Types].xml": b"<x/>"}), "", Form.ZIP),
    (zipped({"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>"}), "", Form.OOXML),
    (tarred({"a": b"b"}), "", Form.TAR),
    (tarred({"a": b"b"}, "w:gz"), "", Form.TAR),
    (tarred({"a": b"b"}, "w:bz2"), "", Form.TAR),
    (tarred({"a": b"b"}, "w:xz"), "", Form.TAR),
    (gzip.compress(b"no tar"), "a.tar.gz", Form.PACKED),
    (gzip.compress(b""), "a.gz", Form.OTHER),
    (message(1, "caf\xe9 \0\0\0").decode().encode("latin-1"), "", Form.MESSAGE),
    (mbox(message(1) + b"\xe9\0\0\0\1"), "", Form.MBOX),
    (b"From: \0\1\2\3@\xe9\xff\nTo: a@b.example\nDate: Mon, 3 Mar 2031 10:00 +0100\n\n", "", Form.OTHER),
]


@pytest.mark.parametrize(
    ("data", "name", "form"), SAMPLES, ids=[f"{number}-{sample[2]}" for number, sample in enumerate(SAMPLES)]
)
def test_what_things_are(data: bytes | str, name: str, form: Form) -> None:
    raw = data.encode() if isinstance(data, str) else data
    assert recognise(raw[:HEAD], name, len(raw)).form is form


@pytest.mark.parametrize(
    "before",
    [
        b"To: " + b",\n ".join(b"Person %d <person%d@calder.example>" % (n, n) for n in range(6000)) + b"\n",
        b"X-Big: " + b"x" * 1_000_000 + b"\n",
        b"\xef\xbb\xbfReceived: by calder.example;\r\n " + b"y" * 100_000 + b"\r\n",
    ],
)
def test_messages_with_very_long_headers_are_messages(before: bytes) -> None:
    document = read_bytes(before + message(1))
    assert document.kind is Kind.MESSAGE
    assert document.title == "Harbour dues 1"


def test_a_long_text_that_begins_like_headers_is_a_text() -> None:
    assert read_bytes(b"Subject: one of many\nno header at all\n" * 20_000).kind is Kind.TEXT


def test_a_tar_of_the_old_kind() -> None:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        info = tarfile.TarInfo("a")
        info.size = 1
        archive.addfile(info, io.BytesIO(b"a"))
    raw = bytearray(buffer.getvalue())
    raw[257:265] = bytes(8)
    raw[148:156] = b" " * 8
    raw[148:156] = b"%06o\0 " % sum(raw[:512])
    assert recognise(bytes(raw)).form is Form.TAR


@given(st.binary(max_size=700), st.sampled_from(["", "a.eml", "a.html", "a.zip", "x."]))
def test_any_bytes_are_something(data: bytes, name: str) -> None:
    recognise(data, name, len(data))
    try:
        document = read_bytes(data, name)
    except InputError:
        return
    document.text.encode("utf-8")


@given(st.text())
def test_names_come_back(name: str) -> None:
    assert restored(shown(name)) == restored(placed(name)) == name
    assert "!" not in placed(name)
    shown(name).encode("utf-8")
    assert shown(name).isprintable() or not name.isprintable()


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_plain_text_keeps_its_line_ends(end: str) -> None:
    text = f"one{end}two{end}{end}three"
    document = read_bytes(text.encode(), "a.txt")
    assert (document.kind, document.text, document.title, document.status) == (
        Kind.TEXT,
        text,
        "a.txt",
        Status.READ,
    )


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_is_dropped(codec: str) -> None:
    assert read_bytes("Ñandú\r\n".encode(codec), "a.txt").text == "Ñandú\r\n"


CHARSETS = {
    "cp1252": "Le café était fermé à l’été; señor Müller a écrit une lettre.",
    "cp1251": "Привет, как дела? Мы встретимся завтра в Москве.",
    "koi8-r": "Привет, как дела? Мы встретимся завтра в Москве.",
    "shift_jis": "こんにちは、これは日本語のテストです。明日の会議",
    "euc_jp": "こんにちは、これは日本語のテストです。明日の会議",
    "big5": "這是一個測試文件，請查收附件。",
    "gb18030": "这是一个测试文件，请查收附件。谢谢",
    "euc_kr": "안녕하세요 이것은 테스트 메일입니다",
    "iso8859-7": "Καλημέρα, αυτό είναι ένα μήνυμα",
    "cp1255": "שלום, זה מכתב קצר",
    "iso8859-9": "İstanbul'da güneşli bir gün, şöyle çok güzel",
    "utf-16-be": "Ñandú sin marca",
}


@pytest.mark.parametrize("codec", CHARSETS)
def test_undeclared_charsets_are_guessed(codec: str) -> None:
    assert read_bytes(CHARSETS[codec].encode(codec), "a.txt").text == CHARSETS[codec]


@given(
    st.binary(max_size=300),
    st.sampled_from(
        ["", "utf-8", "ascii", "gbk", "utf-16", "utf-7", "hz", "zlib", "idna", "\udc80", "x" * 999]
    ),
)
def test_decoding_never_raises(data: bytes, declared: str) -> None:
    text = charsets.decode(data, declared).text
    text.encode("utf-8")
    assert "\x00" not in text


def test_html_becomes_text_by_blocks_and_hidden_text_is_kept() -> None:
    page = (
        "<html><head><title> A  page </title><style>p{}</style></head><body><script>evil()</script><!-- no -->"
        "<h1>Head</h1><p>One <b>bo</b>ld<br>line</p><ul><li>a<li>b</ul><table><tr><td>1<td>2</table>"
        '<img src="http://x.example/t.gif" alt="no"><a href="http://x.example">link</a>'
        '<p style="display:none">hidden</p></body></html>'
    )
    document = read_bytes(page.encode(), "p.html")
    assert document.kind is Kind.HTML
    assert document.title == "A page"
    lines = [line.strip() for line in document.text.split("\n") if line.strip()]
    assert lines == ["Head", "One bold", "line", "• a", "• b", "1\t\t2", "link", "hidden"]


def test_html_charsets() -> None:
    page = '<html><meta http-equiv="Content-Type" content="text/html; charset=koi8-r"><p>Привет'
    assert read_bytes(page.encode("koi8-r"), "p.html").text == "Привет"
    assert read_bytes("<html><p>Ñandú".encode("utf-16"), "p.html").text == "Ñandú"


def test_deep_html_is_read() -> None:
    assert read_bytes(b"<html>" + b"<div>" * 100_000 + b"deep", "p.html").text == "deep"


def test_one_file(tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(message(1))
    (tmp_path / "a.mbox").write_bytes(mbox(message(1)))
    assert read_file(tmp_path / "a.eml").sha256 == read_file(tmp_path / "a.mbox").sha256
    assert read_file(tmp_path / "a.mbox").kind is Kind.MESSAGE


def test_one_file_and_what_is_inside_it(tmp_path: Path) -> None:
    carrier = b"From: a@calder.example\nTo: b@calder.example\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="
    inner = carrier + b"i\n\n--i\n\ninner\n--i\nContent-Type: text/plain; name=a.txt\n\nattached\n--i--\n"
    forwarded = b"Content-Type: message/rfc822\n\n" + inner
    binary = b"Content-Type: application/octet-stream; name=b.bin\n\n\0\1\2\3"
    outer = carrier + b"o\n\n" + b"\n--o\n".join((b"", b"\nouter", forwarded, binary)) + b"\n--o--\n"
    (tmp_path / "a.eml").write_bytes(outer)
    found = read_all(tmp_path / "a.eml")
    assert [document.text.strip() for document in found] == ["outer", "inner", "attached", ""]
    assert (found[0], found[3].status, found[3].notes) == (
        read_file(tmp_path / "a.eml"),
        Status.UNREAD,
        ("no reader for this format yet",),
    )


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda path: None, "no file"),
        (lambda path: path.mkdir(), "folder"),
        (lambda path: path.write_bytes(mbox(message(1), message(2))), "holds other documents"),
        (lambda path: path.write_bytes(zipped({"a": b"b"})), "holds other documents"),
    ],
)
def test_what_is_no_single_document(tmp_path: Path, make: object, words: str) -> None:
    make(tmp_path / "x")  # type: ignore[operator]
    with pytest.raises(HeadwaterError, match=words) as caught:
        read_file(tmp_path / "x")
    assert caught.value.next_step


def test_limits_are_declared_with_help_and_documented() -> None:
    page = (Path(__file__).resolve().parents[2] / "docs" / "formats.md").read_text(encoding="utf-8")
    for name, default, words in help_lines():
        assert f"| {name} | {default} | {words} |" in page
    assert {name for name, _, _ in help_lines()} == set(Limits.__slots__)
    assert all(default > 0 and text for _, default, text in help_lines())
