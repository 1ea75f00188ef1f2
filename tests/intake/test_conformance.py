"""Real mail, folder by folder: the same subject, senders, date, identifier, attachments and text as Python's email package.

Where the two differ, the table says why; a difference that is not in it fails, and so does one in it that is no longer there.
Of each folder the table also has how many messages there are and how many agree in everything. Where a folder comes with
expected outputs (enmime's golden files), these are met as well. Counts of mailboxes are in ``test_mbox.py``; Outlook's formats in
``test_outlook_real.py``.
"""

from __future__ import annotations

import io
import mailbox
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path

import pytest
from reference import Facts, by_headwater, by_the_library, differing

from headwater.base.settings import Limits
from headwater.intake.detect import recognise_bytes
from headwater.intake.readers import CONTAINERS
from headwater.intake.readers.maildir import read_maildir
from headwater.intake.seam import Entry, Form, Source

pytestmark = pytest.mark.real

RAW = "8-bit bytes stand in the header; the library gives U+FFFD for each, Headwater finds the charset"
AT = "the archive writes 'name at domain', which the library does not take for an address"
MARK = "a byte order mark stands before the headers; the library takes them for the text"
BROKEN = "the library ends the headers, or the message, where Headwater goes on"
LABEL = "the declared charset is wrong; the library, asked for text, gives what it says"
OBSOLETE = "blanks and comments inside of an address, date or field, as obsolete syntax (RFC 5322, 4)"
HTML = (
    "HTML stands between the plain parts; it belongs to the text, of which the library's plain text is a part"
)
WORD = "the encoded word is split, or holds blanks or 8-bit bytes; the library leaves it as it is"
UU = "uuencoded files stand in the text; Headwater gives them as documents as well"
NAME = "the display name looks like an address, and the library gives it as one more"
QUOTE = "no angle brackets around the address, which the library gives together with the name, or addresses without a comma"
DATE = "a date that the library cannot read"
BASE64 = "damaged base64, which the library does not decode"
NUL = "bytes of an image called text; Headwater has U+FFFD for U+0000"

_TIKA = (
    "tika-parsers/tika-parsers-standard/tika-parsers-standard-modules/tika-parser-mail-module/src/test/resources/"
    "test-documents/"
)
DIFFERENCES: dict[str, dict[str, dict[str, str]]] = {
    "enron": {
        "1/3111.txt": {"text": LABEL},
    },
    "lists": {
        "*.txt#*": {"senders": AT},
        "3GPP_mbox/3GPP_TSG_RAN_WG4_NR-MIMO-OTA.mbox#*": {"senders": QUOTE},
    },
    "hoover": {
        "eml-10-broken-header/broken-subject.eml": {"subject": RAW},
        "eml-bom/with-bom.eml": {
            "subject": MARK,
            "senders": MARK,
            "date": MARK,
            "message_id": MARK,
            "text": MARK,
        },
        "mbox/2018-March.txt#*": {"senders": AT},
    },
    "aleph": {
        "tests/fixtures/email_multipart_mixed.eml": {"text": HTML},
    },
    "mime/enmime": {
        "testdata/encode/utf8-to.raw.golden": {"senders": QUOTE},
        "testdata/low-quality/incorrect-charset.raw": {"text": LABEL},
        "testdata/parts/chardet-fail.raw": {"text": NUL},
        "testdata/parts/chardet-success-big-5.raw": {"text": LABEL},
        "testdata/parts/extra-base64-character.raw": {"text": BASE64},
    },
    "mime/mikel_mail": {
        "emails/attachment_emails/attachment_pdf*.eml#1": {"subject": RAW},
        "emails/attachment_emails/attachment_pdf_non_ascii*.eml#1": {"text": LABEL},
        "emails/error_emails/content_transfer_encoding_empty.eml": {"subject": RAW},
        "emails/error_emails/invalid_subject_characters.eml": {"subject": RAW},
        "emails/error_emails/must_supply_encoding.eml": {"subject": RAW},
        "emails/error_emails/trademark_character_in_subject.eml": {"subject": RAW},
        "emails/error_emails/content_transfer_encoding_7-bit.eml": {"text": LABEL},
        "emails/error_emails/content_transfer_encoding_plain.eml": {"text": LABEL},
        "emails/plain_emails/raw_email_incorrect_header.eml": {
            "subject": BROKEN,
            "senders": BROKEN,
            "date": BROKEN,
            "message_id": BROKEN,
            "text": BROKEN,
        },
        "emails/plain_emails/raw_email10.eml": {"text": LABEL},
        "emails/plain_emails/raw_email6.eml": {"text": LABEL},
        "emails/plain_emails/mix_caps_content_type.eml#1": {"senders": QUOTE},
        "emails/plain_emails/raw_email_multiple_from.eml": {"senders": QUOTE},
        "emails/rfc2822/example13.eml": {"text": BROKEN, "senders": OBSOLETE},
        "emails/rfc6532/utf8_headers.eml": {"subject": RAW, "senders": RAW},
    },
    "mime/mu": {
        "testdata/testdir2/Foo/cur/fraiche.eml": {"date": DATE},
        "testdata/testdir2/bar/cur/mail2": {"text": LABEL},
    },
    "mime/spamscope": {
        "mail_test_12": {"text": LABEL},
        "mail_test_14": {"text": HTML},
        "mail_test_15": {"senders": NAME},
        "mail_test_17": {"senders": NAME},
        "mail_test_19": {"senders": NAME},
        "mail_test_9": {"subject": WORD},
    },
    "mime/tika": {
        _TIKA + "testRFC822-ARC": {"subject": RAW},
        _TIKA + "testRFC822_date_utf8": {"date": DATE},
    },
    "mime/zbateson": {
        "tests/_data/emails/github-102-01.txt": {"subject": RAW},
        "tests/_data/emails/github-102-02.txt": {"subject": RAW},
        "tests/_data/emails/m0001.txt": {"subject": RAW},
        "tests/_data/emails/m0002.txt": {"subject": RAW},
        "tests/_data/emails/m0003.txt": {"subject": RAW},
        "tests/_data/emails/m0009.txt": {"subject": RAW},
        "tests/_data/emails/m0023.txt": {"subject": RAW},
        "tests/_data/emails/m4001.txt": {"subject": RAW},
        "tests/_data/emails/m2015.txt": {"subject": RAW},
        "tests/_data/emails/m20[01]*.txt": {"subject": WORD},
        "tests/_data/emails/m0018.txt": {"attachments": UU},
        "tests/_data/emails/m0021.txt": {"attachments": UU},
    },
}

COUNTS: dict[str, tuple[int, int]] = {
    "enron": (1702, 1701),
    "lists": (361, 133),
    "hoover": (53, 46),
    "aleph": (12, 11),
    "mime/enmime": (85, 80),
    "mime/mikel_mail": (103, 86),
    "mime/mu": (52, 50),
    "mime/notmuch": (320, 320),
    "mime/spamscope": (22, 16),
    "mime/tika": (34, 32),
    "mime/zbateson": (75, 54),
    "replies": (14, 14),
}
"""Of each folder: messages, and how many of them agree in every fact."""


def messages(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Every message in a folder that is a file or an item of a mailbox or log: where it stands, and its bytes."""
    for path in sorted(folder.rglob("*")):
        if not path.is_file() or path.name == "SOURCE.txt":
            continue
        raw, name = path.read_bytes(), path.relative_to(folder).as_posix()
        form = recognise_bytes(raw, path.name).form
        if form is Form.MESSAGE:
            yield name, raw
        elif form in (Form.MBOX, Form.LISTSERV):
            source = Source(name, name, len(raw), lambda raw=raw: io.BytesIO(raw), Limits())  # type: ignore[misc]
            for item in CONTAINERS[form](source):
                if isinstance(item, Entry):
                    yield name + item.place.path, item.opened().read()


def reason(folder: str, name: str, fact: str) -> str:
    """Why a message may differ in a fact; empty where nothing in the table says so."""
    rows = DIFFERENCES.get(folder, {})
    return next(
        (facts[fact] for pattern, facts in rows.items() if fact in facts and fnmatchcase(name, pattern)), ""
    )


@pytest.mark.parametrize("folder", COUNTS)
def test_messages_are_as_the_standard_library_reads_them(shared_data: Path, folder: str) -> None:
    compared = agreeing = 0
    unexplained: list[tuple[str, str]] = []
    used: set[tuple[str, str]] = set()
    for name, raw in messages(shared_data / "mail" / folder):
        compared += 1
        different = differing(raw)
        agreeing += not different
        unexplained += [(name, fact) for fact in different if not reason(folder, name, fact)]
        used |= {
            (pattern, fact)
            for pattern in DIFFERENCES.get(folder, {})
            for fact in different
            if fnmatchcase(name, pattern)
        }
    explained = {(pattern, fact) for pattern, facts in DIFFERENCES.get(folder, {}).items() for fact in facts}
    assert (unexplained, explained - used) == ([], set())
    assert (compared, agreeing) == COUNTS[folder]


def test_what_enmime_expects(shared_data: Path) -> None:
    """Its golden files are messages it wrote: each is read as the library reads it, and as the message it was made from."""
    folder = shared_data / "mail" / "mime" / "enmime" / "testdata"
    golden = sorted(folder.rglob("*.golden"))
    differences = {path.name: facts for path in golden if (facts := differing(path.read_bytes()))}
    assert len(golden) == 23
    assert differences == {"utf8-to.raw.golden": ("senders",)}  # QUOTE
    made = 0
    for path in golden:
        source = path.parent / path.name.removesuffix(".golden").replace("-true", "").replace("-false", "")
        if source.suffix == ".raw" and source.exists():
            made += 1
            assert by_headwater(path.read_bytes()) == by_headwater(source.read_bytes())
    assert made == 4


def test_maildirs_hold_as_many_messages_as_python_counts(shared_data: Path) -> None:
    counted = 0
    for root in sorted(path.parent for path in (shared_data / "mail").rglob("cur")):
        if not (root / "new").is_dir():
            continue
        box = mailbox.Maildir(root, create=False)
        source = Source(root.as_posix(), "x", 0, io.BytesIO, Limits(), path=root)
        found = [
            item.place.path
            for item in read_maildir(source)
            if isinstance(item, Entry) and item.form is Form.MESSAGE
        ]
        delivered = [
            path for path in found if not path.startswith("tmp/")
        ]  # Python passes over what is on its way
        hidden = [key for key in box.keys() if key.startswith(".")]  # noqa: SIM118  files of other programs, no messages
        assert len(delivered) == len(box) - len(hidden), root
        assert set(hidden) <= {".noindex"}
        counted += len(delivered)
        box.close()
    assert counted > 50


def test_the_comparison_tells_what_differs() -> None:
    raw = b"From: Teo <t@x.example>\nSubject: caf\xe9\nMessage-ID: <1@x>\n\nwords\n"
    assert differing(raw) == ("subject",)
    assert by_the_library(raw.replace(b"\xe9", b"e")) == by_headwater(raw.replace(b"\xe9", b"e"))
    assert by_headwater(raw) == Facts("café", ("t@x.example",), "", "1@x", 0, "words")
