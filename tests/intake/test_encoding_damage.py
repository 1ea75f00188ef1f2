"""Kinds of damage to encodings, one a row: bytes as programs wrote them, and what must come out.

Each row names the damage, the bytes of a message, the text (or subject, or name) it stands for, and the word that a note
must contain where something was repaired; an empty note means that nothing is wrong with it. What other mail clients show is
the measure; docs/renditions.md gives the rules.
"""

from __future__ import annotations

import base64
import binascii
import quopri
from dataclasses import dataclass

import pytest

from headwater.base.settings import Limits
from headwater.intake.items import read_item
from headwater.intake.seam import About, Form, Recognised
from headwater.model.document import Document, Place, Status, Taken

MESSAGE = Recognised(Form.MESSAGE, "message/rfc822")

RUSSIAN = "Отчёт о портовых сборах пропал в марте, и никто его не видел."
FRENCH = "Le registre d'été a été égaré; où l'a-t-on rangé?"
SPANISH = "El señor Núñez no halló la página ocho del año pasado."
GERMAN = "Die Gebühren für März wurden größtenteils übersehen."
POLISH = "Zażółć gęślą jaźń, a księga opłat zginęła w marcu."
CZECH = "Příliš žluťoučký kůň úpěl ďábelské ódy o přístavu."
GREEK = "Το βιβλίο των τελών χάθηκε τον Μάρτιο από το γραφείο."
TURKISH = "Liman ücreti kayıtları İzmir şubesinde kayboldu, ağustosta."
HEBREW = "הספר של אגרות הנמל אבד במרץ ואיש לא ראה אותו"
ARABIC = "ضاع دفتر رسوم الميناء في شهر مارس"
JAPANESE = "港湾使用料の帳簿が三月に紛失しました。"
CHINESE = "港口费用的账本在三月丢失了，没有人看见。"
TAIWANESE = "港口費用的帳本在三月遺失了，沒有人看見。"
KOREAN = "항구 사용료 장부가 삼월에 분실되었습니다."
THAI = "สมุดบัญชีค่าธรรมเนียมท่าเรือหายไปในเดือนมีนาคม"
UKRAINIAN = "Їхній звіт про портові збори зник у березні."
QUOTES = "“Dues” – he said – cost 5 €…"


@dataclass(frozen=True)
class Row:
    """One kind of damage; ``where`` is text, subject or name (of the sender, or of an attachment)."""

    name: str
    raw: bytes
    expected: str
    note: str = ""
    where: str = "text"


def body(
    name: str,
    charset: str,
    raw: bytes,
    expected: str,
    note: str = "",
    *,
    encoding: str = "8bit",
    kind: str = "plain",
) -> Row:
    """A row about a body; ``charset`` is what stands after the type (empty: nothing)."""
    declared = (
        f"Content-Type: text/{kind}{charset and '; charset=' + charset}\n"
        if charset or kind != "plain"
        else ""
    )
    head = f"From: teo@calder.example\nSubject: s\n{declared}Content-Transfer-Encoding: {encoding}\n\n"
    return Row(name, head.encode("ascii") + raw, expected, note)


def subject(name: str, raw: bytes, expected: str, *, charset: str = "") -> Row:
    """A row about the header Subject; ``charset`` is that of the body."""
    declared = f"Content-Type: text/plain; charset={charset}\n".encode() if charset else b""
    return Row(
        name,
        b"From: teo@calder.example\nSubject: " + raw + b"\n" + declared + b"\nbody\n",
        expected,
        where="subject",
    )


def sender(name: str, raw: bytes, expected: str) -> Row:
    """A row about the name of a sender."""
    return Row(
        name, b"From: " + raw + b" <teo@calder.example>\nSubject: s\n\nbody\n", expected, where="sender"
    )


def attached(name: str, parameters: bytes, expected: str) -> Row:
    """A row about the name of an attachment."""
    raw = b'From: teo@calder.example\nContent-Type: multipart/mixed; boundary="b"\n\n--b\nContent-Type: application/octet-stream\n'
    return Row(
        name,
        raw + b"Content-Disposition: attachment" + parameters + b"\n\nx\n--b--\n",
        expected,
        where="attachment",
    )


def word(text: str, charset: str, encoding: str = "b") -> bytes:
    """An encoded word."""
    raw = text.encode(charset)
    if encoding == "b":
        return b"=?%s?B?%s?=" % (charset.encode(), base64.b64encode(raw))
    return b"=?%s?Q?%s?=" % (charset.encode(), b"".join(b"=%02X" % byte for byte in raw))


def mojibake(text: str) -> str:
    """The bytes of ``text`` in UTF-8 read as a browser reads Windows-1252."""
    raw = text.encode("utf-8")
    return "".join(
        bytes([byte]).decode("latin-1" if byte in b"\x81\x8d\x8f\x90\x9d" else "cp1252") for byte in raw
    )


B64 = base64.encodebytes((FRENCH * 3).encode())
QP = quopri.encodestring(FRENCH.encode())
UU = b"".join(binascii.b2a_uu(b"Words in a file.\n"[n : n + 45]) for n in range(0, 17, 45))

CHARSETS = [
    body("no charset, UTF-8", "", SPANISH.encode(), SPANISH),
    body("no charset, Latin-1", "", SPANISH.encode("latin-1"), SPANISH, "no charset declared"),
    body("no charset, Windows-1252 quotes", "", QUOTES.encode("cp1252"), QUOTES, "no charset declared"),
    body("no charset, KOI8-R", "", RUSSIAN.encode("koi8-r"), RUSSIAN, "koi8-r"),
    body("no charset, Windows-1251", "", RUSSIAN.encode("cp1251"), RUSSIAN, "cp1251"),
    body("no charset, Shift_JIS", "", (JAPANESE * 3).encode("cp932"), JAPANESE * 3, "cp932"),
    body("no charset, EUC-JP", "", (JAPANESE * 3).encode("euc_jp"), JAPANESE * 3, "euc"),
    body("no charset, ISO-2022-JP escapes", "", JAPANESE.encode("iso2022_jp"), JAPANESE, "2022"),
    body("no charset, GB18030", "", (CHINESE * 3).encode("gb18030"), CHINESE * 3, "gb18030"),
    body("no charset, Big5", "", (TAIWANESE * 3).encode("big5"), TAIWANESE * 3, "big5"),
    body("no charset, EUC-KR", "", (KOREAN * 3).encode("euc_kr"), KOREAN * 3, "cp949"),
    body("declared UTF-8, is Latin-1", "utf-8", GERMAN.encode("latin-1"), GERMAN, "declared utf-8"),
    body("declared UTF-8, is Windows-1251", "utf-8", RUSSIAN.encode("cp1251"), RUSSIAN, "declared utf-8"),
    body(
        "declared UTF-8, is Shift_JIS",
        "utf-8",
        (JAPANESE * 3).encode("cp932"),
        JAPANESE * 3,
        "declared utf-8",
    ),
    body(
        "declared UTF-8, one byte damaged",
        "utf-8",
        FRENCH.encode() + b" \xff",
        FRENCH + " \ufffd",
        "not utf-8",
    ),
    body(
        "declared UTF-8, cut inside a character",
        "utf-8",
        FRENCH.encode() + "é".encode()[:1],
        FRENCH + "\ufffd",
        "not utf-8",
    ),
    body("declared Latin-1, is Windows-1252", "iso-8859-1", QUOTES.encode("cp1252"), QUOTES),
    body("declared Latin-1, is UTF-8", "iso-8859-1", FRENCH.encode(), FRENCH, "read as utf-8"),
    body("declared Windows-1252, is UTF-8", "windows-1252", QUOTES.encode(), QUOTES, "read as utf-8"),
    body(
        "declared Windows-1252, with bytes it does not have",
        "windows-1252",
        b"a \x81 b \xe9t\xe9",
        "a \ufffd b été",
        "not windows-1252",
    ),
    body("declared ASCII, is UTF-8", "us-ascii", SPANISH.encode(), SPANISH, "read as utf-8"),
    body("declared ASCII, is Latin-1", "us-ascii", SPANISH.encode("latin-1"), SPANISH, "declared us-ascii"),
    body(
        "declared Latin-9, has the euro", "iso-8859-15", "5 € and Œuvre".encode("iso8859-15"), "5 € and Œuvre"
    ),
    body("declared Latin-2", "iso-8859-2", POLISH.encode("iso8859-2"), POLISH),
    body("declared Windows-1250", "windows-1250", CZECH.encode("cp1250"), CZECH),
    body("declared Latin-5, is Windows-1254", "iso-8859-9", ("“" + TURKISH).encode("cp1254"), "“" + TURKISH),
    body("declared GB2312, is GB18030", "gb2312", "朱镕基的賬本".encode("gb18030"), "朱镕基的賬本"),
    body("declared GBK in a bad label", "x-gbk", CHINESE.encode("gbk"), CHINESE),
    body(
        "declared Big5, has Hong Kong letters", "big5", "港口喺邊度，嘅".encode("big5hkscs"), "港口喺邊度，嘅"
    ),
    body("declared ISO-8859-8-I", "iso-8859-8-i", HEBREW.encode("iso8859-8"), HEBREW),
    body("declared Windows-1255", "windows-1255", HEBREW.encode("cp1255"), HEBREW),
    body("declared Windows-1256", "windows-1256", ARABIC.encode("cp1256"), ARABIC),
    body("declared ISO-8859-7, has Windows quotes", "iso-8859-7", GREEK.encode("iso8859-7"), GREEK),
    body("declared Windows-874", "windows-874", THAI.encode("cp874"), THAI),
    body("declared TIS-620, is Windows-874", "tis-620", ("“" + THAI).encode("cp874"), "“" + THAI),
    body("declared ks_c_5601-1987", "ks_c_5601-1987", "똠방각하 장부".encode("cp949"), "똠방각하 장부"),
    body("declared x-mac-roman", "x-mac-roman", FRENCH.encode("mac_roman"), FRENCH),
    body("declared macintosh, quotes", "macintosh", QUOTES.encode("mac_roman"), QUOTES),
    body("declared x-mac-cyrillic", "x-mac-cyrillic", RUSSIAN.encode("mac_cyrillic"), RUSSIAN),
    body("declared KOI8-U", "koi8-u", UKRAINIAN.encode("koi8-u"), UKRAINIAN),
    body("KOI8-R labelled Windows-1251", "windows-1251", RUSSIAN.encode("koi8-r"), RUSSIAN, "koi8-r"),
    body("Windows-1251 labelled KOI8-R", "koi8-r", RUSSIAN.encode("cp1251"), RUSSIAN, "cp1251"),
    body("Windows-1251 labelled Latin-1", "iso-8859-1", RUSSIAN.encode("cp1251"), RUSSIAN, "cp1251"),
    body("declared unknown-8bit, is Latin-1", "unknown-8bit", GERMAN.encode("latin-1"), GERMAN, "unknown"),
    body("declared x-unknown, is UTF-8", "x-unknown", GERMAN.encode(), GERMAN, "read as utf-8"),
    body("declared default", "default", GERMAN.encode("latin-1"), GERMAN, "unknown"),
    body("declared default_charset", "_charset_", b"plain words", "plain words"),
    body("charset in quotes and blanks", '" utf-8 "', FRENCH.encode(), FRENCH),
    body("charset in single quotes", "'iso-8859-1'", FRENCH.encode("latin-1"), FRENCH),
    body("charset without hyphens", "UTF8", FRENCH.encode(), FRENCH),
    body("charset cp-1252", "cp-1252", QUOTES.encode("cp1252"), QUOTES),
    body("charset with a year", "ISO_8859-1:1987", FRENCH.encode("latin-1"), FRENCH),
    body("charset with a stray semicolon and format", "utf-8;; format=flowed", FRENCH.encode(), FRENCH),
    body("declared UTF-7", "utf-7", GERMAN.encode("utf-7"), GERMAN),
    body("declared unicode-1-1-utf-7", "unicode-1-1-utf-7", GERMAN.encode("utf-7"), GERMAN),
    body("declared UTF-7, damaged", "utf-7", b"A +AOk- and +!!", "A é and \ufffd!", "utf-7"),
    body("declared UTF-16 with a mark", "utf-16", b"\xff\xfe" + GERMAN.encode("utf-16-le"), GERMAN),
    body("declared UTF-16 without a mark", "utf-16", GERMAN.encode("utf-16-be"), GERMAN),
    body("declared UTF-16LE", "utf-16le", GERMAN.encode("utf-16-le"), GERMAN),
    body(
        "declared UTF-16, is ASCII",
        "utf-16",
        b"plain words of a note",
        "plain words of a note",
    ),
    body("no charset, UTF-16 without a mark", "", GERMAN.encode("utf-16-le"), GERMAN),
    body("UTF-8 with a mark", "utf-8", b"\xef\xbb\xbf" + FRENCH.encode(), FRENCH),
    body("Latin-1 declared, UTF-8 with a mark", "iso-8859-1", b"\xef\xbb\xbf" + FRENCH.encode(), FRENCH),
    body("a mark inside the text", "utf-8", "one\ufefftwo".encode(), "one\ufefftwo"),
    body("UTF-8 encoded twice", "utf-8", mojibake(FRENCH).encode(), FRENCH, "twice"),
    body("UTF-8 encoded twice, quotes", "utf-8", mojibake(QUOTES).encode(), QUOTES, "twice"),
    body(
        "UTF-8 encoded twice, Cyrillic",
        "utf-8",
        RUSSIAN.encode().decode("latin-1").encode(),
        RUSSIAN,
        "twice",
    ),
    body("one doubtful pair is left alone", "utf-8", "Ã© is how it looks".encode(), "Ã© is how it looks"),
    body("overlong UTF-8", "utf-8", FRENCH.encode() + b" \xc0\xaf", FRENCH + " \ufffd\ufffd", "not utf-8"),
    body(
        "CESU-8 surrogate pairs",
        "utf-8",
        b"boat \xed\xa0\xbd\xed\xba\xa2 " + FRENCH.encode(),
        "boat \U0001f6a2 " + FRENCH,
        "surrogate",
    ),
    body(
        "a lone surrogate",
        "utf-8",
        b"a \xed\xa0\xbd b " + FRENCH.encode(),
        "a \ufffd b " + FRENCH,
        "surrogate",
    ),
    body("NUL bytes", "utf-8", b"nul \x00 here", "nul \ufffd here", "NUL"),
    body("EUC-JP declared Shift_JIS", "shift_jis", (JAPANESE * 3).encode("euc_jp"), JAPANESE * 3, "euc"),
    body(
        "Shift_JIS declared ISO-2022-JP", "iso-2022-jp", (JAPANESE * 3).encode("cp932"), JAPANESE * 3, "cp932"
    ),
    body("Shift_JIS with circled numbers", "shift_jis", "①②㈱帳簿".encode("cp932"), "①②㈱帳簿"),
    body(
        "ISO-2022-JP with circled numbers",
        "iso-2022-jp",
        "①帳簿".encode("iso2022_jp_ext", "ignore") + b"\x1b$B-!\x1b(B",
        "帳簿①",
    ),
    body("ISO-2022-KR", "iso-2022-kr", KOREAN.encode("iso2022_kr"), KOREAN),
    body("HZ-GB-2312", "hz-gb-2312", "账本丢失".encode("hz"), "账本丢失"),
    body("CP850 declared", "ibm850", FRENCH.encode("cp850"), FRENCH),
    body("CP437 declared", "cp437", FRENCH.encode("cp437"), FRENCH),
    body("EBCDIC declared, is ASCII", "ebcdic-us", b"plain words", "plain words"),
]

TRANSFER = [
    body("soft breaks with trailing blanks", "utf-8", b"one= \ntwo=\t\nthree", "onetwothree", encoding="quoted-printable"),
    body("lower-case hexadecimal", "utf-8", b"caf=c3=a9", "café", encoding="quoted-printable"),
    body("a lone equals sign", "utf-8", b"a = b and c=zz", "a = b and c=zz", encoding="quoted-printable"),
    body("an equals sign at the end", "utf-8", b"caf=C3=A9=", "café", encoding="quoted-printable"),
    body("a character cut at the end", "utf-8", b"caf=C3=A9 caf=C3=A9 caf=C3=A9 caf=C3=A9 =C3", "café café café café \ufffd", "not utf-8", encoding="quoted-printable"),
    body("8-bit bytes in quoted-printable", "utf-8", "café =C3=A9".encode(), "café é", encoding="quoted-printable"),
    body("quoted-printable of Latin-1 declared UTF-8", "utf-8", quopri.encodestring(GERMAN.encode("latin-1")), GERMAN, "declared utf-8", encoding="quoted-printable"),
    body("quoted-printable with CR LF", "utf-8", b"one=\r\ntwo=0D=0Athree\r\n", "onetwo\nthree\n", encoding="quoted-printable"),
    body("quoted-printable never declared", "utf-8", QP, QP.decode(), encoding="7bit"),
    body("encoding in quotes", "utf-8", QP, FRENCH, encoding='"quoted-printable"'),
    body("encoding with a comment", "utf-8", QP, FRENCH, encoding="quoted-printable (by hand)"),
    body("encoding QUOTED_PRINTABLE", "utf-8", QP, FRENCH, encoding="Quoted_Printable"),
    body("base64 without padding", "utf-8", base64.b64encode("été".encode()).rstrip(b"=") , "été", "cut off", encoding="base64"),
    body("base64 cut", "utf-8", base64.b64encode(b"words and more")[:-6], "words and ", "cut off", encoding="base64"),
    body("base64 with line noise", "utf-8", B64.replace(b"\n", b"\x07!\n"), FRENCH * 3, "foreign", encoding="base64"),
    body("base64 with a footer after its end", "utf-8", B64 + b"\n____________\nlist footer\n", FRENCH * 3, "after the base64", encoding="base64"),
    body("base64 in pieces, each padded", "utf-8", base64.b64encode(b"one ") + b"\n" + base64.b64encode(b"two"), "one two", "after its end", encoding="base64"),
    body("base64 in one very long line", "utf-8", base64.b64encode((FRENCH * 300).encode()), FRENCH * 300, encoding="base64"),
    body("declared base64, is plain", "utf-8", b"Plain words, never encoded.", "Plain words, never encoded.", "is none", encoding="base64"),
    body("base64 of the wrong alphabet", "utf-8", base64.urlsafe_b64encode("ÿþý ûúù ÿÿÿ".encode()), "ÿþý ûúù ÿÿÿ", "alphabet", encoding="base64"),
    body("unknown encoding", "utf-8", b"words", "words", "unknown transfer encoding", encoding="x-odd"),
    body("declared uuencode", "", b"begin 644 dues.txt\n" + UU + b"`\nend\n", "Words in a file.\n", encoding="x-uuencode"),
    body("uuencode within the text stays and is a document", "", b"See:\nbegin 644 dues.txt\n" + UU + b"`\nend\nbye\n", "See:\nbegin 644 dues.txt\n" + UU.decode() + "`\nend\nbye\n"),
    body("yEnc is left as it is", "iso-8859-1", b"=ybegin line=128 size=3 name=a\n\x8b\x8c\x8d\n=yend size=3\n", "=ybegin line=128 size=3 name=a\n‹Œ\ufffd\n=yend size=3\n", "not iso-8859-1"),
    body("flowed text with DelSp is left as it is", "utf-8; format=flowed; delsp=yes", b"one \ntwo", "one \ntwo"),
    body("line ends of CR only", "", b"one\rtwo\r", "one\ntwo\n"),
    body("line ends mixed", "", b"one\r\ntwo\nthree\r\r\nfour", "one\ntwo\nthree\n\nfour"),
]  # fmt: skip

MARKUP = [
    body("HTML: the header is wrong, meta is right", "utf-8", b"<meta charset=windows-1251><p>" + RUSSIAN.encode("cp1251"), RUSSIAN, "declared utf-8", kind="html"),
    body("HTML: charset only in meta", "", b"<meta charset=koi8-r><p>" + RUSSIAN.encode("koi8-r"), RUSSIAN, kind="html"),
    body("HTML: the header wins over meta", "windows-1251", b"<meta charset=utf-8><p>" + RUSSIAN.encode("cp1251"), RUSSIAN, kind="html"),
    body("HTML: meta says UTF-16, is UTF-8", "", b"<meta charset=utf-16><p>" + FRENCH.encode(), FRENCH, kind="html"),
    body("HTML: entities", "us-ascii", b"<p>caf&eacute; &#8220;dues&#x201d; &amp; &euro;5 &#150;", "café “dues” & €5 –", kind="html"),
    body("HTML: numbers of surrogates and NUL", "us-ascii", b"<p>a &#xD83D; b &#0; c", "a \ufffd b \ufffd c", kind="html"),
    body("HTML: declared Latin-1, is UTF-8", "iso-8859-1", b"<p>" + FRENCH.encode(), FRENCH, "read as utf-8", kind="html"),
]  # fmt: skip

HEADERS = [
    subject("raw UTF-8", SPANISH.encode(), SPANISH),
    subject("raw Latin-1", GERMAN.encode("latin-1"), GERMAN),
    subject("raw KOI8-R, the body says so", "Отчёт".encode("koi8-r"), "Отчёт", charset="koi8-r"),
    subject("raw Shift_JIS, the body says so", "帳簿の件".encode("cp932"), "帳簿の件", charset="shift_jis"),
    subject("raw ISO-2022-JP", "帳簿の件".encode("iso2022_jp"), "帳簿の件"),
    subject("a character split over two words", b"=?utf-8?Q?caf=C3?= =?utf-8?Q?=A9_dues?=", "café dues"),
    subject("base64 words, each padded", b"=?utf-8?B?w6k=?= =?utf-8?B?w6k=?=", "éé"),
    subject("Shift_JIS split inside a character", b"=?shift_jis?B?" + base64.b64encode("帳簿".encode("cp932")[:3]) + b"?= =?shift_jis?B?" + base64.b64encode("帳簿".encode("cp932")[3:]) + b"?=", "帳簿"),
    subject("ISO-2022-JP split without escapes", word("帳簿", "iso-2022-jp") + b"\n " + word("の件", "iso-2022-jp"), "帳簿の件"),
    subject("no padding", b"=?utf-8?B?Y2Fmw6k?=", "café"),
    subject("too much padding", b"=?utf-8?B?Y2Fmw6k====?=", "café"),
    subject("damaged base64 stays readable", b"=?utf-8?B?Y2Fm!w6k=?=", "café"),
    subject("unknown charset", b"=?x-unknown?Q?caf=E9?=", "café"),
    subject("wrong charset: UTF-8 that is Latin-1", b"=?utf-8?Q?caf=E9?=", "café"),
    subject("wrong charset: ASCII that is UTF-8", b"=?us-ascii?Q?caf=C3=A9?=", "café"),
    subject("blanks between words fall away", b"=?utf-8?Q?caf?= \t =?utf-8?Q?=C3=A9?=", "café"),
    subject("no blank between words", b"=?utf-8?Q?caf?==?utf-8?Q?=C3=A9?=", "café"),
    subject("words within words of text", b"see=?utf-8?Q?=C3=A9?=here", "seeéhere"),
    subject("underscores are blanks", b"=?utf-8?Q?a_b=5Fc?=", "a b_c"),
    subject("blanks within a word", b"=?utf-8?Q?a b =C3=A9?=", "a b é"),
    subject("lower-case and language", b"=?ISO-8859-1*fr?q?caf=e9?=", "café"),
    subject("a question mark within a word", b"=?utf-8?Q?why?_caf=C3=A9?=", "why? café"),
    subject("folded inside a word", b"=?utf-8?Q?caf=C3=A9_\n dues?=", "café dues"),
    subject("in quotes", b'"=?utf-8?Q?caf=C3=A9?="', '"café"'),
    subject("no encoding letter", b"=?utf-8??caf=C3=A9?=", "=?utf-8??caf=C3=A9?="),
    subject("unknown encoding letter", b"=?utf-8?X?caf?=", "=?utf-8?X?caf?="),
    subject("never closed", b"=?utf-8?Q?caf=C3=A9", "=?utf-8?Q?caf=C3=A9"),
    subject("UTF-8 encoded twice", mojibake("Où est le café d'été").encode(), "Où est le café d'été"),
    subject("encoded twice as words", word(word("café", "utf-8").decode(), "utf-8", "q"), "=?utf-8?B?Y2Fmw6k=?="),
    subject("NUL in a word", b"=?utf-8?Q?a=00b?=", "a\ufffdb"),
    subject("line ends in a word", b"=?utf-8?Q?a=0D=0ABcc:_x?=", "a Bcc: x"),
    sender("an encoded word in quotes", b'"=?utf-8?Q?Te=C3=B3?= Marsh"', "Teó Marsh"),
    sender("an encoded comma", b"=?utf-8?Q?Marsh=2C_Te=C3=B3?=", "Marsh, Teó"),
    sender("raw Latin-1 in quotes", '"Teó Marsh"'.encode("latin-1"), "Teó Marsh"),
    sender("a UTF-7 word", b"=?utf-7?Q?Te+APM-?=", "Teó"),
    sender("a GB2312 word with GBK letters", word("朱镕基", "gb18030").replace(b"gb18030", b"gb2312"), "朱镕基"),
    attached("RFC 2231 with a charset", b"; filename*=iso-8859-1'fr'd%E9p%F4t.txt", "dépôt.txt"),
    attached("RFC 2231 in pieces", b"; filename*0*=utf-8''d%C3%A9; filename*1=p; filename*2*=%C3%B4t.txt", "dépôt.txt"),
    attached("RFC 2231 split inside a character", b"; filename*0*=utf-8''d%C3; filename*1*=%A9p.txt", "dép.txt"),
    attached("RFC 2231 pieces out of order", b"; filename*1*=%C3%B4t.txt; filename*0*=utf-8''d%C3%A9p", "dépôt.txt"),
    attached("RFC 2231 without a charset", b"; filename*=d%C3%A9p%C3%B4t.txt", "dépôt.txt"),
    attached("RFC 2231 with a wrong charset", b"; filename*=utf-8''d%E9p%F4t.txt", "dépôt.txt"),
    attached("an encoded word in quotes", b'; filename="=?utf-8?Q?d=C3=A9p=C3=B4t.txt?="', "dépôt.txt"),
    attached("an encoded word without quotes", b"; filename==?utf-8?Q?d=C3=A9p.txt?=", "dép.txt"),
    attached("an encoded word encoded again", b'; filename="' + word(word("dépôt.txt", "utf-8").decode(), "utf-8") + b'"', "dépôt.txt"),
    attached("raw UTF-8", '; filename="dépôt.txt"'.encode(), "dépôt.txt"),
    attached("raw Latin-1", '; filename="dépôt.txt"'.encode("latin-1"), "dépôt.txt"),
    attached("blanks without quotes", b"; filename=port dues.txt", "port dues.txt"),
]  # fmt: skip

ROWS = CHARSETS + TRANSFER + MARKUP + HEADERS


def read(raw: bytes) -> Taken:
    about = About("item", "item.eml", limits=Limits())
    return read_item(raw, Place("item"), about, MESSAGE).taken


def shown(taken: Taken, where: str) -> str:
    document: Document = taken.document
    if where == "text":
        return document.text
    if where == "subject":
        return document.title
    if where == "sender":
        return document.message.participants[0].name if document.message else ""
    return taken.inside[0].place.name


@pytest.mark.parametrize("row", ROWS, ids=[f"{row.where}: {row.name}" for row in ROWS])
def test_damage(row: Row) -> None:
    taken = read(row.raw)
    assert shown(taken, row.where).rstrip("\n") == row.expected.rstrip("\n")
    notes = " ".join(taken.document.notes)
    assert row.note in notes
    if row.where == "text":
        assert (taken.document.status is Status.REPAIRED) == bool(row.note), notes


def test_the_table_has_more_than_fifty_kinds() -> None:
    assert len({row.raw for row in ROWS}) == len(ROWS) > 50


def test_files_that_stand_uuencoded_in_a_text_are_documents_inside() -> None:
    piece = b"begin 644 dues.txt\n" + UU + b"`\nend\n"
    made = read(
        b"From: teo@calder.example\nSubject: s\n\nSee:\n" + piece + b"and\n" + piece + b"begin 644 cut\n" + UU
    )
    found = [(inner.place.path, inner.place.name, inner.document.text) for inner in made.inside]
    assert found == [
        ("item!1u1", "dues.txt", "Words in a file.\n"),
        ("item!1u2", "dues.txt", "Words in a file.\n"),
    ]
